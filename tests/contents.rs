//! The checks that look into files: which copies, packages and inlined files count, and which do not.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use serde_json::{Value, json};
use support::Project;

/// Code of so many bytes that hardly compresses, another one for each `seed`.
fn code(seed: u32, bytes: usize) -> String {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + u8::try_from(state >> 24).expect("it is one byte") % 26)
    };
    format!("f(\"{}\");", (0..bytes - 6).map(letter).collect::<String>())
}

/// A script of one line a source, and beside it the map that says so.
fn mapped(project: &Project, path: &str, sources: &[(&str, &str)]) {
    let lines: Vec<&str> = sources.iter().map(|(_, text)| *text).collect();
    project.write(path, lines.join("\n"));
    let names: Vec<&str> = sources.iter().map(|(name, _)| *name).collect();
    let mappings = format!("AAAA{}", ";ACAA".repeat(sources.len() - 1));
    let map = json!({ "version": 3, "sources": names, "names": [], "mappings": mappings });
    project.write(&format!("{path}.map"), map.to_string());
}

/// What one check finds when it alone is on.
fn found(project: &Project, check: &str, options: &Value) -> Vec<Value> {
    let listed = project.run(&["explain"]).stdout;
    let ids = listed.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split(' ').next());
    let setting = |id: &str| if id == check { json!(["warn", options]) } else { json!("off") };
    let checks: Value = ids.map(|id| (id.to_owned(), setting(id))).collect();
    project.write(
        "budgets.json",
        json!({ "compression": { "gzip": 9, "brotli": 0 }, "budgets": [], "checks": checks }).to_string(),
    );
    project.report(&[])["findings"].as_array().expect("findings are a list").clone()
}

#[track_caller]
fn check(project: &Project, check: &str, options: &Value, expected: &[&str]) {
    let found = found(project, check, options);
    let assets: Vec<&str> = found.iter().filter_map(|finding| finding["asset"].as_str()).collect();
    assert_eq!(assets, expected, "{found:#?}");
}

/// A page that loads `main.js` as a module.
fn page(main: &str) -> Project {
    Project::new()
        .file("dist/index.html", "<!doctype html><script type=module src=/main.js></script>")
        .file("dist/main.js", main)
}

#[test]
fn a_module_that_two_lazy_routes_have_each_is_a_trade_off_until_one_of_them_is_there_at_first() {
    let project = page("import('./a.js');import('./b.js')");
    let shared = code(1, 3_000);
    for (path, own) in [("dist/a.js", 2), ("dist/b.js", 3)] {
        mapped(&project, path, &[("src/shared.js", &shared), ("src/own.js", &code(own, 200))]);
    }
    check(&project, "duplicate-module", &json!({}), &[]);
    project.write("dist/main.js", "import './a.js';import('./b.js')");
    check(&project, "duplicate-module", &json!({}), &["b.js"]);
    let found = found(&project, "duplicate-module", &json!({}));
    let waste = found[0]["waste"].as_u64().expect("it is measured");
    assert!((1_500..2_100).contains(&waste), "3,000 letters of 26 are some 1,800 bytes, not {waste}");
    assert!(found[0]["message"].as_str().is_some_and(|text| text.contains("src/shared.js is in a.js too")));
    check(&project, "duplicate-module", &json!({ "min": waste }), &["b.js"]);
    check(&project, "duplicate-module", &json!({ "min": waste + 1 }), &[]);
}

#[test]
fn a_copy_of_which_little_is_left_is_none() {
    let project = page("import './a.js';import './b.js'");
    mapped(&project, "dist/a.js", &[("src/shared.js", &code(1, 9_000))]);
    for (bytes, expected) in [(400, &[][..]), (800, &[]), (1_000, &["b.js"])] {
        mapped(&project, "dist/b.js", &[("src/shared.js", &code(1, bytes)), ("src/own.js", &code(3, 9_000))]);
        check(&project, "duplicate-module", &json!({ "min": 100 }), expected);
    }
}

#[test]
fn a_worker_needs_copies_of_its_own() {
    let worker = "new Worker(new URL('./w.js', import.meta.url));";
    let project = page("");
    let package = code(1, 3_000);
    mapped(
        &project,
        "dist/w.js",
        &[("node_modules/q/node_modules/p/x.js", &code(1, 2_800)), ("src/shared.js", &code(2, 3_000))],
    );
    for (start, expected) in [(worker, &[][..]), ("import('./w.js');", &["w.js"])] {
        let sources =
            [("src/main.js", start), ("node_modules/p/x.js", &package), ("src/shared.js", &code(2, 3_000))];
        mapped(&project, "dist/main.js", &sources);
        check(&project, "duplicate-package", &json!({}), expected);
        check(&project, "duplicate-module", &json!({}), expected);
    }
}

#[test]
fn the_two_halves_of_a_build_for_old_and_new_browsers_share_nothing() {
    let project = page("");
    let package = code(1, 3_000);
    mapped(
        &project,
        "dist/main.js",
        &[("node_modules/p/x.js", &package), ("src/shared.js", &code(2, 3_000))],
    );
    let old = [("node_modules/q/node_modules/p/x.js", &*package), ("src/shared.js", &*code(2, 3_000))];
    mapped(&project, "dist/old.js", &old);
    for (attribute, expected) in [("nomodule", &[][..]), ("async", &["old.js"])] {
        let scripts =
            format!("<script type=module src=/main.js></script><script {attribute} src=/old.js></script>");
        project.write("dist/index.html", scripts);
        check(&project, "duplicate-package", &json!({}), expected);
        check(&project, "duplicate-module", &json!({}), expected);
    }
}

#[test]
fn copies_that_no_page_loads_together_are_no_duplicates() {
    let project = page("").file("dist/other.html", "<script type=module src=/other.js></script>");
    let package = code(1, 3_000);
    mapped(&project, "dist/main.js", &[("node_modules/p/x.js", &package)]);
    mapped(&project, "dist/other.js", &[("node_modules/q/node_modules/p/x.js", &package)]);
    check(&project, "duplicate-package", &json!({}), &[]);
}

#[test]
fn two_versions_are_told_apart_by_what_the_scripts_show() {
    let project = page("import './a.js';import './b.js'");
    let lodash = |version: &str| {
        format!("var n='__lodash_hash_undefined__',o={{}};o.VERSION='{version}',e(['bind','bindKey'])")
    };
    project.write("dist/a.js", lodash("4.17.21"));
    project.write("dist/b.js", lodash("4.17.21"));
    check(&project, "duplicate-package", &json!({}), &[]);
    project.write("dist/b.js", lodash("4.17.15"));
    let found = found(&project, "duplicate-package", &json!({}));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["waste"], Value::Null, "no source map, no bytes");
    let message = found[0]["message"].as_str().expect("it is a text");
    assert!(message.contains("4.17.15") && message.contains("4.17.21"), "{message}");
}

#[test]
fn a_package_is_heavy_by_all_its_chunks_of_one_initial_load_and_may_be_ignored() {
    let project = page("import './a.js';import('./late.js')");
    mapped(
        &project,
        "dist/main.js",
        &[
            ("src/main.js", "import './a.js';import('./late.js')"),
            ("node_modules/@own/p/x.js", &code(1, 6_000)),
        ],
    );
    mapped(&project, "dist/a.js", &[("node_modules/@own/p/y.js", &code(2, 9_000))]);
    mapped(&project, "dist/late.js", &[("node_modules/@own/late/y.js", &code(3, 90_000))]);
    check(&project, "heavy-package", &json!({ "max": "8 kB" }), &["a.js"]);
    check(&project, "heavy-package", &json!({ "max": "11 kB" }), &[]);
    check(&project, "heavy-package", &json!({ "max": "8 kB", "ignore": "@own/*" }), &[]);
    check(&project, "heavy-package", &json!({ "max": "8 kB", "ignore": ["react", "@own/p"] }), &[]);
    check(&project, "heavy-package", &json!({ "max": "8 kB", "ignore": ["react"] }), &["a.js"]);
    project.write(
        "budgets.json",
        json!({ "checks": { "heavy-package": ["warn", { "ignore": 5 }] } }).to_string(),
    );
    project.run(&["check", "dist"]).expect(2, &["\"ignore\" is a glob or an array of globs, not a number"]);
}

#[test]
fn a_framework_that_every_page_needs_is_not_heavy() {
    let project = page("");
    for (name, expected) in [("next", &[][..]), ("next-intl", &["main.js"])] {
        let source = format!("node_modules/{name}/x.js");
        mapped(&project, "dist/main.js", &[("src/main.js", "f()"), (&source, &code(1, 6_000))]);
        check(&project, "heavy-package", &json!({ "max": "1 kB" }), expected);
    }
}

#[test]
fn polyfills_count_by_their_bytes_where_a_map_shows_them_and_only_for_what_all_browsers_have() {
    let project = page("");
    let with = |module: &str| {
        let source = format!("node_modules/core-js/modules/{module}.js");
        mapped(&project, "dist/main.js", &[("src/main.js", &code(1, 900)), (&source, &code(2, 20_000))]);
    };
    with("es.array.fill");
    let found = found(&project, "legacy-javascript", &json!({}));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0]["waste"].as_u64().is_some_and(|waste| 11_000 < waste), "{found:#?}");
    check(&project, "legacy-javascript", &json!({ "min": "20 kB" }), &[]);
    with("es.array.at");
    check(&project, "legacy-javascript", &json!({}), &[]);
}

#[test]
fn a_helper_among_modern_code_makes_no_legacy_script() {
    let helper =
        "function n(a,b){if(!(a instanceof b))throw new TypeError('Cannot call a class as a function')}";
    let project = page(&format!("{helper};{}", code(1, 12_000)));
    check(&project, "legacy-javascript", &json!({}), &["main.js"]);
    project.write("dist/main.js", format!("{helper};{};g=x=>x", code(1, 12_000)));
    check(&project, "legacy-javascript", &json!({}), &[]);
    project.write("dist/main.js", format!("{helper};{}", code(1, 2_000)));
    check(&project, "legacy-javascript", &json!({}), &[]);
}

#[test]
fn a_replaceable_package_has_to_be_more_than_a_licence_comment() {
    let project = page("/*! moment.js v2.30.1 | MIT | momentjs.com */f()");
    check(&project, "replaceable-package", &json!({}), &[]);
    mapped(
        &project,
        "dist/main.js",
        &[("src/main.js", "f()"), ("node_modules/moment/moment.js", &code(1, 60_000))],
    );
    check(&project, "replaceable-package", &json!({}), &["main.js"]);
}

#[test]
fn of_a_package_that_is_heavy_only_as_a_whole_a_part_is_no_finding() {
    let project = page("");
    for (bytes, expected) in [(12_000, &[][..]), (80_000, &["main.js"])] {
        let sources = [("src/main.js", "f()"), ("node_modules/lodash/lodash.js", &code(1, bytes))];
        mapped(&project, "dist/main.js", &sources);
        check(&project, "replaceable-package", &json!({}), expected);
    }
}

#[test]
fn a_file_in_a_stylesheet_is_as_large_as_it_was_before() {
    let project = page("");
    project.write("dist/index.html", "<link rel=stylesheet href=/a.css>");
    // Four letters of base64 are three bytes.
    project.write("dist/a.css", format!("a{{b:url(data:font/woff2;base64,{})}}", "d09G".repeat(4_000)));
    check(&project, "inlined-data", &json!({ "max": 12_000 }), &[]);
    check(&project, "inlined-data", &json!({ "max": 11_999 }), &["a.css"]);
    project.write(
        "dist/a.css",
        format!("a{{b:c}}/*# sourceMappingURL=data:application/json;base64,{} */", "d09G".repeat(4_000)),
    );
    check(&project, "inlined-data", &json!({}), &[]);
    let found = found(&project, "inlined-source-map", &json!({}));
    assert_eq!((&found[0]["asset"], &found[0]["column"]), (&json!("a.css"), &json!(7)), "{found:#?}");
    assert!(found[0]["waste"].as_u64().is_some_and(|waste| 0 < waste), "{found:#?}");
}

#[test]
fn public_source_maps_are_one_finding_and_only_where_a_budget_file_asks_for_it() {
    let project = page("import './a.js'");
    mapped(&project, "dist/a.js", &[("src/a.js", "f()"), ("node_modules/p/x.js", "g()")]);
    mapped(
        &project,
        "dist/main.js",
        &[("src/main.js", "import './a.js'"), ("src/long-name-of-a-file.js", "g()")],
    );
    project.write("dist/nobodys.js.map", "{}");
    let found = found(&project, "public-source-map", &json!({}));
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(finding["asset"], "main.js.map", "the largest");
    let message = finding["message"].as_str().expect("it is a text");
    assert!(
        message.starts_with("2 source maps of ") && message.contains("3 source files of the project"),
        "{message}"
    );
    let report = project.report(&["--no-config"]);
    assert_eq!(report["findings"], json!([]), "it is off by default");
}
