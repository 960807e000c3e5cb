//! Budget files of other tools as budgets of ours: the examples of their own documents, and each way in which they judge
//! otherwise. `just rivals` runs the tools themselves on the same build.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use support::{Project, unwrapped};
use weighbridge::config::{self, Foreign, Imported};
use weighbridge::report::budget_file::object;

fn read(text: &str, name: &str) -> Imported {
    config::import(text, name, None).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// Holds where the build is, the budgets as they are written, and what is left out.
#[track_caller]
fn check(text: &str, name: &str, build: &str, budgets: &[&str], left_out: &[&str]) {
    let imported = read(text, name);
    let written: Vec<String> = imported.budgets.iter().map(|one| object(&one.budget)).collect();
    assert_eq!(written, budgets);
    let out: Vec<&str> = imported.left_out.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(out, left_out, "{:?}", imported.left_out);
    assert_eq!(imported.build.as_deref().unwrap_or_default(), build);
    // What is written is read as the same.
    let file = format!("{{ \"budgets\": [{}] }}", written.join(",\n"));
    let read = config::parse(&file, "budgets.json", &[]).unwrap_or_else(|error| panic!("{error:?}\n{file}"));
    let again: Vec<String> = read.budgets.iter().map(object).collect();
    assert_eq!(again, written);
}

#[track_caller]
fn note(text: &str, name: &str, part: &str) {
    let imported = read(text, name);
    let notes: Vec<&String> =
        imported.notes.iter().chain(imported.budgets.iter().flat_map(|one| &one.notes)).collect();
    assert!(notes.iter().any(|note| note.contains(part)), "{part:?} is not in {notes:#?}");
}

#[track_caller]
fn reason(text: &str, name: &str, part: &str) {
    let imported = read(text, name);
    assert!(imported.left_out.iter().any(|one| one.reason.contains(part)), "{:#?}", imported.left_out);
}

#[track_caller]
fn refused(text: &str, name: &str, message: &str, help: &str) {
    let error = config::import(text, name, None).expect_err(message);
    let told = format!("{:?}", miette::Report::new(error));
    for part in [message, help] {
        assert!(unwrapped(&told).contains(&unwrapped(part)), "{part:?} is not in:\n{told}");
    }
}

// size-limit: https://github.com/ai/size-limit/blob/main/README.md

#[test]
fn size_limit_an_application() {
    check(
        r#"{ "name": "x", "size-limit": [{ "limit": "35 kB", "path": "dist/app-*.js" }], "scripts": {} }"#,
        "package.json",
        "dist",
        &[r#"{ "name": "dist/app-*.js", "files": "app-*.js", "max": { "brotli": "35 kB" } }"#],
        &[],
    );
}

#[test]
fn size_limit_a_library_beside_its_configuration() {
    check(
        "[\n  // comments are allowed\n  { \"limit\": \"9 kB\", \"path\": \"index.js\" },\n]",
        ".size-limit.json",
        ".",
        &[r#"{ "name": "index.js", "files": "index.js", "max": { "brotli": "9 kB" } }"#],
        &[],
    );
    assert_eq!(read(r#"[{ "limit": "9 kB", "path": "index.js" }]"#, "x.json").ignore, ["**", "!index.js"]);
}

#[test]
fn size_limit_what_is_bundled_or_run_is_left_out() {
    let bundled = r#"[{ "path": "index.js", "import": "{ createStore }", "limit": "500 ms" }]"#;
    check(bundled, ".size-limit.json", "", &[], &["\"index.js\""]);
    reason(bundled, ".size-limit.json", "size-limit makes a bundle");
    let timed = r#"[{ "path": "dist/app-*.js", "limit": "1 s" }]"#;
    check(timed, ".size-limit.json", "", &[], &["the limit of \"dist/app-*.js\""]);
    reason(timed, ".size-limit.json", "Chrome");
    // `/ ?s/i` is not anchored.
    reason(r#"[{ "path": "dist/app-*.js", "limit": "100 bytes" }]"#, ".size-limit.json", "Chrome");
    let preset = r#"{ "size-limit": [{ "path": "dist/a.js", "limit": "1 kB" }], "devDependencies": { "@size-limit/preset-small-lib": "11" } }"#;
    note(preset, "package.json", "bundles each file");
}

#[test]
fn size_limit_a_time_limit_without_running_is_one_on_size() {
    check(
        r#"[{ "path": "dist/a.js", "limit": "1 s", "running": false },
            { "path": "dist/b.js", "limit": "500 ms", "running": false, "time": { "networkSpeed": "1 MB", "latency": "100 ms" } }]"#,
        ".size-limit.json",
        "dist",
        &[
            r#"{ "name": "dist/a.js", "files": "a.js", "max": { "brotli": "50 KiB" } }"#,
            r#"{ "name": "dist/b.js", "files": "b.js", "max": { "brotli": "400 kB" } }"#,
        ],
        &[],
    );
}

#[test]
fn size_limit_one_sum_over_the_globs_without_those_taken_out() {
    check(
        r#"[{ "name": "app", "path": ["index.js", "dist/app-*.js", "!dist/app-exclude.js"], "limit": "10 kB", "gzip": true }]"#,
        ".size-limit.json",
        ".",
        &[
            r#"{ "name": "app", "files": ["index.js", "dist/app-*.js", "!dist/app-exclude.js"], "max": { "gzip": "10 kB" } }"#,
        ],
        &[],
    );
}

#[test]
fn size_limit_compression() {
    check(
        r#"[{ "path": "dist/a.js", "limit": "1 kB", "gzip": true, "brotli": false },
            { "path": "dist/b.js", "limit": "1 kB", "brotli": false },
            { "path": "dist/c.js", "limit": "1 kB", "gzip": false }]"#,
        ".size-limit.json",
        "dist",
        &[
            r#"{ "name": "dist/a.js", "files": "a.js", "max": { "gzip": "1 kB" } }"#,
            r#"{ "name": "dist/b.js", "files": "b.js", "max": { "raw": "1 kB" } }"#,
            r#"{ "name": "dist/c.js", "files": "c.js", "max": { "brotli": "1 kB" } }"#,
        ],
        &[],
    );
}

#[test]
fn size_limit_units() {
    let bytes = |limit: &str| {
        let text = format!(r#"[{{ "path": "dist/a.js", "brotli": false, "limit": {limit} }}]"#);
        let imported = read(&text, ".size-limit.json");
        imported.budgets.first().map(|one| one.budget.limits[0].value)
    };
    assert_eq!(bytes(r#""10 kB""#), Some(10_000));
    assert_eq!(bytes(r#""10 KB""#), Some(10_000));
    assert_eq!(bytes(r#""10kB""#), Some(10_000));
    assert_eq!(bytes(r#""10 KiB""#), Some(10_240));
    assert_eq!(bytes(r#""1.5 MB""#), Some(1_500_000));
    assert_eq!(bytes(r#""1.5 MiB""#), Some(1_572_864));
    assert_eq!(bytes(r#""100 B""#), Some(100));
    assert_eq!(bytes(r#""100""#), Some(100));
    assert_eq!(bytes("10000"), Some(10_000));
    // `null` in bytes-iec: the check fails whatever the size is.
    for limit in [r#""10k""#, r#""10 K""#, r#"" 10 kB""#, r#""1,5 kB""#, r#""abc""#, r#""-1 kB""#] {
        assert_eq!(bytes(limit), None, "{limit}");
    }
    // No limit at all: it must be there, and is measured.
    for limit in ["null", r#""""#, "0"] {
        assert_eq!(bytes(limit), Some(0), "{limit}");
    }
    let text = r#"[{ "path": "dist/a.js", "gzip": true }, { "path": "dist/b.js", "limit": "1 kB" }]"#;
    note(text, ".size-limit.json", "measured only");
}

#[test]
fn size_limit_a_folder_is_all_that_is_in_it() {
    check(
        r#"[{ "path": "dist", "limit": "1 MB" }, { "path": ["dist/assets/", "!dist/assets/old"], "limit": "1 MB" }]"#,
        ".size-limit.json",
        ".",
        &[
            r#"{ "name": "dist", "files": ["dist", "dist/**", "!dist/**/.*", "!dist/**/.*/**"], "max": { "brotli": "1 MB" } }"#,
            r#"{ "name": "dist/assets/, !dist/assets/old", "files": ["dist/assets", "dist/assets/**", "!dist/assets/old", "!dist/assets/old/**", "!dist/assets/**/.*", "!dist/assets/**/.*/**"], "max": { "brotli": "1 MB" } }"#,
        ],
        &[],
    );
}

#[test]
fn size_limit_without_a_path_it_is_the_main_file() {
    check(
        r#"{ "main": "dist/index.cjs", "size-limit": [{ "limit": "1 kB" }] }"#,
        "package.json",
        "dist",
        &[r#"{ "name": "dist/index.cjs", "files": "index.cjs", "max": { "brotli": "1 kB" } }"#],
        &[],
    );
    reason(r#"[{ "limit": "1 kB" }, { "path": "a.js", "limit": 1 }]"#, ".size-limit.json", "`main`");
}

// bundlesize: https://github.com/siddharthkp/bundlesize/blob/master/README.md

#[test]
fn bundlesize_its_own_examples() {
    check(
        r#"{ "name": "your cool library", "version": "1.1.2", "bundlesize": [{ "path": "./build/vendor.js", "maxSize": "3 kB" }] }"#,
        "package.json",
        "build",
        &[
            r#"{ "name": "./build/vendor.js", "files": "vendor.js", "per": "file", "max": { "gzip": "3 KiB" } }"#,
        ],
        &[],
    );
    check(
        r#"{ "files": [{ "path": "./dist.js", "maxSize": "3 kB" }] }"#,
        "bundlesize.config.json",
        ".",
        &[r#"{ "name": "./dist.js", "files": "dist.js", "per": "file", "max": { "gzip": "3 KiB" } }"#],
        &[],
    );
    check(
        r#"{ "files": [{ "path": "build/**/main-*.js", "maxSize": "5 kB" }, { "path": "build/**/*.chunk.js", "maxSize": "50 kB" }] }"#,
        "bundlesize.config.json",
        "build",
        &[
            r#"{ "name": "build/**/main-*.js", "files": ["**/main-*.js", "!**/.*/**"], "per": "file", "max": { "gzip": "5 KiB" } }"#,
            r#"{ "name": "build/**/*.chunk.js", "files": ["**/*.chunk.js", "!**/.*", "!**/.*/**"], "per": "file", "max": { "gzip": "50 KiB" } }"#,
        ],
        &[],
    );
    check(
        r#"{ "files": [{ "path": "./build/vendor.js", "maxSize": "5 kB", "compression": "brotli" },
                       { "path": "./build/app.js", "maxSize": "5 kB", "compression": "none" }] }"#,
        "bundlesize.config.json",
        "build",
        &[
            r#"{ "name": "./build/vendor.js", "files": "vendor.js", "per": "file", "max": { "brotli": "5 KiB" } }"#,
            r#"{ "name": "./build/app.js", "files": "app.js", "per": "file", "max": { "raw": "5 KiB" } }"#,
        ],
        &[],
    );
}

#[test]
fn bundlesize_every_rule_applies_and_same_names_are_told_apart() {
    check(
        r#"{ "bundlesize": [{ "path": "dist/a.js", "maxSize": "1 kB" }, { "path": "dist/a.js", "maxSize": "2 kB" }] }"#,
        "package.json",
        "dist",
        &[
            r#"{ "name": "dist/a.js", "files": "a.js", "per": "file", "max": { "gzip": "1 KiB" } }"#,
            r#"{ "name": "dist/a.js (2)", "files": "a.js", "per": "file", "max": { "gzip": "2 KiB" } }"#,
        ],
        &[],
    );
}

#[test]
fn bundlesize_traps() {
    let rule = |rest: &str| format!(r#"{{ "files": [{{ "path": "dist/a.js"{rest} }}] }}"#);
    let name = "bundlesize.config.json";
    // Measured only.
    check(
        &rule(""),
        name,
        "dist",
        &[r#"{ "name": "dist/a.js", "files": "a.js", "per": "file", "min": { "gzip": "0 B" } }"#],
        &[],
    );
    note(&rule(r#", "maxSize": "abc""#), name, "no limit");
    // `bytes(10000)` is a text, and no size is larger than one.
    note(&rule(r#", "maxSize": 10000"#), name, "no limit to bundlesize");
    note(&rule(r#", "maxSize": "10 KiB""#), name, "bundlesize reads it as 10 bytes");
    note(&rule(r#", "maxSize": "10k""#), name, "\"10k\" is 10 bytes to bundlesize");
    note(&rule(r#", "maxSize": "1 kB", "compression": "zstd""#), name, "measures the raw size");
    check(
        &rule(r#", "maxSize": "10000", "compression": "zstd""#),
        name,
        "dist",
        &[r#"{ "name": "dist/a.js", "files": "a.js", "per": "file", "max": { "raw": "10 kB" } }"#],
        &[],
    );
    reason(r#"{ "files": [{ "path": "!dist/a.js" }, { "path": "b.js" }] }"#, name, "exclusion");
    reason(r#"{ "files": [{ "path": "dist/*.js.gz", "maxSize": "1 kB" }] }"#, name, "compressed form");
    note(r#"{ "files": [{ "path": "dist/main.[hash].js", "maxSize": "1 kB" }] }"#, name, "set of letters");
    note(r#"{ "files": [{ "path": "dist/*.woff2", "maxSize": "1 kB" }] }"#, name, "compressed already");
    note(r#"{ "files": [{ "path": "dist/*", "maxSize": "1 kB" }] }"#, name, "source maps");
    refused(r#"{ "files": [{ "path": 7, "maxSize": "1 kB" }] }"#, name, "\"path\" is a text", "a glob");
}

// bundlewatch: https://bundlewatch.io/reference/configuration/

#[test]
fn bundlewatch_its_own_examples() {
    check(
        r#"{ "name": "my package name", "bundlewatch": { "files": [{ "path": "myfolder/*.js", "maxSize": "100kB" }] } }"#,
        "package.json",
        "myfolder",
        &[
            r#"{ "name": "myfolder/*.js", "files": ["*.js", "!**/.*"], "per": "file", "max": { "gzip": "100 KiB" } }"#,
        ],
        &[],
    );
    check(
        r#"{ "files": [{ "path": "dist/*.js", "maxSize": "100kB" }], "defaultCompression": "none",
             "normalizeFilenames": "^.+?(\\.\\w+)\\.(?:js|css)$", "ci": { "trackBranches": ["main"] } }"#,
        "some.json",
        "dist",
        &[
            r#"{ "name": "dist/*.js", "files": ["*.js", "!**/.*"], "per": "file", "max": { "raw": "100 KiB" } }"#,
        ],
        &["\"normalizeFilenames\"", "\"ci\""],
    );
}

#[test]
fn bundlewatch_the_last_rule_of_a_file_wins() {
    check(
        r#"{ "bundlewatch": [{ "path": "dist/*.js", "maxSize": "1kB" }, { "path": "dist/main.js", "maxSize": "2kB" },
                             { "path": "dist/*.css", "maxSize": "3kB" }] }"#,
        "package.json",
        "dist",
        &[
            r#"{ "name": "dist/*.js", "files": ["*.js", "!**/.*", "!main.js"], "per": "file", "max": { "gzip": "1 KiB" } }"#,
            r#"{ "name": "dist/main.js", "files": "main.js", "per": "file", "max": { "gzip": "2 KiB" } }"#,
            r#"{ "name": "dist/*.css", "files": ["*.css", "!**/.*"], "per": "file", "max": { "gzip": "3 KiB" } }"#,
        ],
        &[],
    );
    let taken = r#"{ "bundlewatch": [{ "path": "dist/main.*.js", "maxSize": "1kB" }, { "path": "dist/**/*.js", "maxSize": "2kB" }] }"#;
    reason(taken, "package.json", "by a later rule only");
    assert_eq!(read(taken, "package.json").budgets.len(), 1);
}

// BundleMon: https://github.com/LironEr/bundlemon/blob/main/README.md

#[test]
fn bundlemon_its_own_examples() {
    check(
        r#"{ "bundlemon": { "baseDir": "./build", "files": [
             { "path": "index.html", "maxSize": "2kb", "maxPercentIncrease": 5 },
             { "path": "bundle.<hash>.js", "maxSize": "10kb" },
             { "path": "assets/**/*.{png,svg}" } ] } }"#,
        "package.json",
        "build",
        &[
            r#"{ "name": "index.html", "files": "index.html", "per": "file", "max": { "gzip": "2 KiB" }, "growth": { "gzip": "5 %" } }"#,
            r#"{ "name": "bundle.<hash>.js", "files": ["bundle.*.js", "!bundle.*[!a-zA-Z0-9]*.js"], "per": "file", "max": { "gzip": "10 KiB" } }"#,
        ],
        &["\"assets/**/*.{png,svg}\""],
    );
    check(
        r#"{ "baseDir": "./build", "files": [{ "path": "*.<hash>.chunk.js", "maxSize": "50kb" }, { "path": "*.<hash>.js", "maxSize": "20kb" }],
             "groups": [{ "path": "**/*.js", "maxSize": "1mb", "friendlyName": "All JS" }],
             "reportOutput": [["github", { "prComment": "on-failure" }]] }"#,
        ".bundlemonrc",
        "build",
        &[
            r#"{ "name": "*.<hash>.chunk.js", "files": ["*.*.chunk.js", "!**/.*"], "per": "file", "max": { "gzip": "50 KiB" } }"#,
            r#"{ "name": "*.<hash>.js", "files": ["*.*.js", "!**/.*", "!*.*.chunk.js"], "per": "file", "max": { "gzip": "20 KiB" } }"#,
            r#"{ "name": "All JS", "files": ["**/*.js", "!**/.*", "!**/.*/**"], "max": { "gzip": "1 MiB" } }"#,
        ],
        &["\"reportOutput\""],
    );
    assert_eq!(read(r#"{ "groups": [{ "path": "a.js", "maxSize": "1kb" }] }"#, "x.json").unmatched, None);
}

#[test]
fn bundlemon_the_first_rule_of_a_file_wins_and_of_one_path_the_later() {
    check(
        r#"{ "baseDir": "build", "files": [{ "path": "*.js", "maxSize": "1kb" }, { "path": "a.js", "maxSize": "2kb" },
             { "path": "*.js", "maxSize": "3kb", "compression": "none" }] }"#,
        "bundlemon.json",
        "build",
        &[r#"{ "name": "*.js", "files": ["*.js", "!**/.*"], "per": "file", "max": { "raw": "3 KiB" } }"#],
        &["\"*.js\"", "\"a.js\""],
    );
}

#[test]
fn bundlemon_labels_of_the_file() {
    check(
        r#"{ "baseDir": "build", "pathLabels": { "chunkId": "[\\w-]+", "rev": "[a-f0-9]{8}", "any": "(a|b)" },
             "files": [{ "path": "c/<chunkId>.js", "maxSize": "1kb" }, { "path": "r.<rev>.js", "maxSize": "1kb" }, { "path": "x/<any>.js", "maxSize": "1kb" }] }"#,
        "bundlemon.json",
        "build",
        &[
            r#"{ "name": "c/<chunkId>.js", "files": ["c/*.js", "!c/*[!a-zA-Z0-9_-]*.js"], "per": "file", "max": { "gzip": "1 KiB" } }"#,
            r#"{ "name": "r.<rev>.js", "files": ["r.????????.js", "!r.*[!a-f0-9]*.js"], "per": "file", "max": { "gzip": "1 KiB" } }"#,
            r#"{ "name": "x/<any>.js", "files": "x/*.js", "per": "file", "max": { "gzip": "1 KiB" } }"#,
        ],
        &[],
    );
    refused(
        r#"{ "baseDir": "b", "files": [{ "path": "a.js", "maxSize": "1kb", "compression": "zstd" }] }"#,
        "bundlemon.json",
        "BundleMon knows no compression \"zstd\"",
        "gzip",
    );
}

// Globs: the groups of minimatch 3 and picomatch, as their documents have them.

#[test]
fn groups_become_lists_or_several_globs_and_what_cannot_is_left_out() {
    let files = |path: &str| {
        let text = format!(r#"{{ "files": [{{ "path": "dist/{path}", "maxSize": "1kB" }}] }}"#);
        let imported = read(&text, "bundlesize.config.json");
        let globs = imported.budgets.first().and_then(|one| one.budget.selector.files.clone());
        let written = globs.map(|globs| globs.written().to_vec()).unwrap_or_default();
        written.into_iter().filter(|glob| !glob.starts_with('!')).collect::<Vec<String>>()
    };
    assert_eq!(files("@(app|vendor).js"), ["{app,vendor}.js"]);
    assert_eq!(files("app?(.min).js"), ["app.js", "app.min.js"]);
    assert_eq!(files("app{,.min}.js"), ["app.js", "app.min.js"]);
    assert_eq!(files("{a,b/c}/x.js"), ["a/x.js", "b/c/x.js"]);
    assert_eq!(files("{1..3}.js"), ["{1,2,3}.js"]);
    assert_eq!(files("a[0-9].js"), ["a[0-9].js"]);
    assert_eq!(files("a**b.js"), ["a*b.js"]);
    assert_eq!(files("(group)/a.js"), ["(group)/a.js"]);
    assert_eq!(files("x{y}.js"), ["x[{]y[}].js"]);
    for path in ["+(a|b).js", "*.!(map)", "*(a).js", "!(a).js"] {
        assert!(files(path).is_empty(), "{path}");
        let text = format!(r#"{{ "files": [{{ "path": "dist/{path}", "maxSize": "1kB" }}] }}"#);
        reason(&text, "bundlesize.config.json", "no glob here says");
    }
}

#[test]
fn hidden_files_are_not_in_what_a_wildcard_matches() {
    let files = |path: &str| {
        let text = format!(r#"[{{ "path": "dist/{path}", "limit": "1 kB" }}]"#);
        let imported = read(&text, ".size-limit.json");
        imported.budgets[0].budget.selector.files.clone().expect("it has globs")
    };
    assert!(!files("*.js").matches(".a.js") && files("*.js").matches("a.js"));
    assert!(!files("**").matches(".vite/manifest.json") && files("**").matches("a/b.json"));
    assert!(!files("**/*.js").matches("a/.b/c.js"));
    assert!(files(".vite/*.json").matches(".vite/manifest.json"));
    assert!(files("main.*.js").matches("main.a.js"));
}

#[test]
fn any_budget_is_written_as_it_is_read() {
    let budgets = [
        r#"{ "name": "a", "max": { "raw": "1 kB", "gzip": "10 KiB", "brotli": "812 B", "count": 7 }, "warn": { "gzip": "9 KiB" }, "min": { "count": 1 } }"#,
        r#"{ "name": "b", "files": ["**/*.js", "!a.js"], "type": "script", "load": "lazy", "per": "file", "max": { "gzip": "1.5 MiB" }, "growth": { "raw": "1 kB", "gzip": "5 %", "brotli": "2.25 %" } }"#,
        r#"{ "name": "c", "load": "initial", "entry": ["index.html", "/shop/**"], "per": "entry", "network": "4g", "max": { "time": "1500 ms" }, "growth": { "count": 2 } }"#,
        r#"{ "name": "d", "load": "precache", "max": { "raw": "2 MB" } }"#,
        r#"{ "name": "e", "package": ["moment", "@angular/*"], "per": "package", "max": { "raw": "0 B" } }"#,
        r#"{ "name": "f", "rest": true, "per": "file", "max": { "raw": "15 kB" } }"#,
        r#"{ "name": "g \"quoted\"", "per": "split-point", "warn": { "time": "90 ms" } }"#,
    ];
    let text = format!("{{ \"budgets\": [{}] }}", budgets.join(", "));
    let config = config::parse(&text, "budgets.json", &[]).unwrap_or_else(|error| panic!("{error:?}"));
    let written: Vec<String> = config.budgets.iter().map(object).collect();
    assert_eq!(written, budgets);
}

// Which tool it is.

#[test]
fn a_file_is_known_by_its_shape_and_asked_about_where_several_tools_write_it() {
    let shared = r#"{ "files": [{ "path": "dist/*.js", "maxSize": "1kB" }] }"#;
    assert_eq!(read(shared, "bundlesize.config.json").tool, Foreign::Bundlesize);
    assert_eq!(read(shared, ".bundlewatch.config.json").tool, Foreign::Bundlewatch);
    assert_eq!(read(shared, "a/.bundlemonrc").tool, Foreign::BundleMon);
    refused(shared, "sizes.json", "can be of several tools", "--from sizes.json#bundlesize");
    let wanted = config::import(shared, "sizes.json", Some(Foreign::Bundlewatch)).expect("it is one");
    assert_eq!(wanted.tool, Foreign::Bundlewatch);

    let several =
        r#"{ "bundlesize": [{ "path": "a.js" }], "size-limit": [{ "path": "a.js", "limit": "1 B" }] }"#;
    refused(several, "package.json", "size-limit, bundlesize", "--from package.json#size-limit");
    // A name says nothing of a file of another shape.
    let lying = r#"[{ "path": "a.js", "limit": "1 kB" }]"#;
    assert_eq!(read(lying, "bundlesize.config.json").tool, Foreign::SizeLimit);
    refused(
        "{ \"name\": \"x\", \"dependencies\": { \"size-limit\": \"1\" } }",
        "package.json",
        "not the budget file",
        "size-limit",
    );
    // As size-limit's own instructions begin, and Lighthouse's.
    assert_eq!(read(r#"[{ "path": "dist/app-*.js" }]"#, "x.json").tool, Foreign::SizeLimit);
    refused(r#"[{ "path": "/*" }]"#, "x.json", "not the budget file", "size-limit");
    refused("{ \"budgets\": [] }", "budgets.json", "not the budget file", "weighbridge init");
}

#[test]
fn programs_and_yaml_are_not_read_and_it_is_said_how_to_print_them() {
    refused("module.exports = [{ path: 'a.js' }]", ".size-limit.js", "is a program", "--from exported.json");
    refused("import x from 'y'\nexport default {}", "bundlemon.config.mjs", "is a program", "node -e");
    refused("import type {} from 'size-limit'", ".size-limit.ts", "is a program", "exported.json");
    refused(
        "baseDir: ./build\nfiles:\n  - path: a.js\n",
        ".bundlemonrc",
        "is YAML",
        "npx js-yaml .bundlemonrc",
    );
    refused("{ \"files\": [ }", "x.json", "has a problem", "");
}

// On the command line.

const PAGE: &str = "<!doctype html><html lang=en><title>a</title><script type=module src=/a.js></script>";

fn built() -> Project {
    Project::new().file("dist/index.html", PAGE).file("dist/a.js", "console.log(1)")
}

#[test]
fn it_writes_measures_and_tells_what_each_rule_comes_to_today() {
    let project = built().file(
        "package.json",
        r#"{ "bundlewatch": [{ "path": "dist/*.js", "maxSize": "10 B", "compression": "none" },
             { "path": "dist/*.html", "maxSize": "1kB" }, { "path": "dist/*.css", "maxSize": "1kB" },
             { "path": "dist/+(x).js", "maxSize": "1kB" }] }"#,
    );
    let outcome = project.run(&["init", "--from", "package.json"]);
    outcome.expect(0, &[]);
    let said = unwrapped(&outcome.stdout);
    for part in [
        "wrote budgets.json: 3 budgets of bundlewatch from package.json",
        "today, in dist:",
        "fails   dist/*.js",
        "14 B raw of 10 B (a.js)",
        "passes  dist/*.html",
        "fails   dist/*.css",
        "not carried over:",
        "\"dist/+(x).js\" (line 3)",
        "next: weighbridge check",
    ] {
        assert!(said.contains(&unwrapped(part)), "{part:?} is not in:\n{}", outcome.stdout);
    }
    let text = project.read("budgets.json");
    assert!(text.contains("\"build\": \"dist\"") && text.contains("// Not carried over: "), "{text}");
    assert_eq!(project.run(&["check"]).status, 1);
    project.run(&["init", "--from", "package.json"]).expect(2, &["budgets.json is there already"]);
    let printed = project.run(&["init", "--from", "package.json", "--stdout"]);
    assert_eq!((printed.status, printed.stdout), (0, text));
}

#[test]
fn without_a_build_it_writes_and_says_so() {
    let project = Project::new().file("sizes.json", r#"[{ "path": "dist/*.js", "limit": "1 kB" }]"#);
    let outcome = project.run(&["init", "--from", "sizes.json"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("there is no build in dist"), "{}", outcome.stdout);
    assert!(project.read("budgets.json").contains("\"build\": \"dist\""));
}

#[test]
fn where_nothing_can_be_carried_over_nothing_is_written() {
    let project = built().file("a.json", r#"[{ "path": "dist/a.js", "limit": "1 s" }]"#);
    project
        .run(&["init", "--from", "a.json"])
        .expect(2, &["nothing of a.json can be carried over", "Chrome"]);
    project.run(&["init", "--from", "b.json"]).expect(2, &["cannot read b.json"]);
    assert!(!project.path("budgets.json").exists());
}

#[test]
fn a_limit_that_is_close_is_said_to_be() {
    let noise: Vec<String> =
        (0..3_000_u32).map(|number| format!("{:x}", number.wrapping_mul(2_654_435_761))).collect();
    let noise = noise.concat();
    let project = built().file("dist/a.js", format!("console.log('{noise}')"));
    project.write("a.json", r#"[{ "path": "dist/a.js", "limit": "1 MB", "gzip": true }]"#);
    let outcome = project.run(&["init", "--from", "a.json", "--stdout"]);
    assert!(!outcome.stderr.contains("within 0.5 %"), "{}", outcome.stderr);
    let report = project.report(&["--no-encode"]);
    let gzip =
        report["assets"].as_array().expect("there are assets").iter().find(|asset| asset["path"] == "a.js");
    let gzip = gzip.expect("it is there")["gzip"].as_u64().expect("it is measured");
    project.write(
        "a.json",
        format!(r#"[{{ "path": "dist/a.js", "limit": {}, "gzip": true }}]"#, gzip + gzip / 400),
    );
    let outcome = project.run(&["init", "--from", "a.json", "--stdout"]);
    assert!(
        unwrapped(&outcome.stderr).contains("within 0.5 % of the limit: dist/a.js"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn files_that_are_compressed_already_are_told_of() {
    // What gzip makes smaller by far: the other tool comes to another verdict.
    let project = built().file("dist/a.woff2", vec![b'x'; 5_000]);
    project.write("a.json", r#"{ "bundlewatch": [{ "path": "dist/*", "maxSize": "1 kB" }, { "path": "dist/*.js", "maxSize": "1 kB" }] }"#);
    let outcome = project.run(&["init", "--from", "a.json", "--stdout"]);
    let said = unwrapped(&outcome.stderr);
    for part in
        ["dist/*: 1 file of it, such as a.woff2, count as they are sent", "comes to another verdict by that"]
    {
        assert!(said.contains(&unwrapped(part)), "{part:?} is not in:\n{}", outcome.stderr);
    }
    assert!(!said.contains("dist/*.js: 1 file"), "{}", outcome.stderr);
}

#[test]
fn init_hints_at_another_tools_file() {
    let project =
        built().file("package.json", r#"{ "bundlesize": [{ "path": "dist/*.js", "maxSize": "9kB" }] }"#);
    let outcome = project.run(&["init"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("weighbridge init --from package.json"), "{}", outcome.stdout);
    let plain = built().file("package.json", "{}").run(&["init"]);
    assert!(!plain.stdout.contains("--from"), "{}", plain.stdout);
}

#[test]
fn what_is_no_budget_file_is_said_to_be_none_and_nothing_is_written() {
    let many: Vec<String> =
        (0..2_000).map(|number| format!(r#"{{ "path": "dist/{number}.js", "limit": "1 kB" }}"#)).collect();
    let project = Project::new()
        .file("dist/a.js", "f()")
        .file("folder/a.json", "[]")
        .file("empty.json", "")
        .file("blank.json", "\n  \n")
        .file("unknown.json", r#"{ "hello": [1, 2, 3] }"#)
        .file("package.json", r#"{ "name": "x", "size-limit": [{ "path": "dist/a.js", "limit": "1 kB" }] }"#)
        .file("broken.json", r#"[{ "path": "#)
        .file("deep.json", "[".repeat(100_000))
        .file("huge.json", format!("[{}]", " ".repeat(8 << 20)))
        .file("bytes.json", [0xff, 0xfe, 0, 1])
        .file(".size-limit.js", "module.exports = [{ path: \"dist/a.js\", limit: \"1 kB\" }]\n")
        .file("rules.yml", "files:\n  - path: a\n")
        .file("many.json", format!("[{}]", many.join(",")))
        .file("none.json", r#"[{ "path": "dist/a.js", "limit": "much" }]"#);
    for (from, said) in [
        ("empty.json", "empty.json is empty"),
        ("blank.json", "blank.json is empty"),
        ("unknown.json", "unknown.json is not the budget file of a tool that is known"),
        ("folder", "cannot read folder"),
        ("nothing.json", "cannot read nothing.json"),
        ("broken.json", "broken.json has a problem"),
        ("deep.json", "maximum nesting depth exceeded"),
        ("huge.json", "larger than 8 MiB"),
        ("bytes.json", "not UTF-8 text"),
        (".size-limit.js", ".size-limit.js is a program, and weighbridge runs none"),
        ("rules.yml", "rules.yml is YAML, not JSON"),
        ("many.json", "many.json has more than 1000 rules"),
        ("none.json", "nothing of none.json can be carried over"),
        ("package.json#bundlesize", "package.json has no budgets of bundlesize"),
        ("package.json#webpak", "no tool is called \"webpak\""),
    ] {
        project.run(&["init", "--from", from]).expect(2, &[said]);
        assert!(!project.path("budgets.json").exists(), "{from}");
    }
}
