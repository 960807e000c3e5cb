//! Manifests as a witness: what bundlers recorded of a build, beside what its code shows, through the real binary.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fmt::Write as _;

use serde_json::{Value, json};
use support::Project;

/// The fixtures that keep a manifest: one of each format.
const KEPT: [(&str, &str, &str); 4] = [
    ("vite8-shop", ".vite/manifest.json", "vite"),
    ("webpack5-shop", "stats.json", "webpack-stats"),
    ("esbuild-shop", "meta.json", "esbuild-metafile"),
    ("webpack5-single", "asset-manifest.json", "asset-manifest"),
];

const PAGE: &str = "<!doctype html><script type=module src=/a.js></script>";

/// The compressors are not what is tested here.
const QUICK: &str = r#"{ "compression": { "gzip": 1, "brotli": 1 } }"#;

/// A fixture that is weighed quickly.
fn fixture(name: &str) -> Project {
    Project::new().file("budgets.json", QUICK).fixture(name)
}

/// A page with a script that imports `b.js` at once and `c.js` later, and loads nothing else.
fn site() -> Project {
    Project::new()
        .file("dist/index.html", PAGE)
        .file("dist/a.js", "import './b.js';\nimport('./c.js');")
        .file("dist/b.js", "1")
        .file("dist/c.js", "2")
        .file("dist/d.js", "3")
}

/// A Vite manifest in which `a.js` is the entry, with these imports; all files of `site` are in it.
fn vite(imports: &[&str], dynamic_imports: &[&str]) -> String {
    json!({
        "a.js": { "file": "a.js", "isEntry": true, "imports": imports, "dynamicImports": dynamic_imports },
        "b.js": { "file": "b.js" },
        "c.js": { "file": "c.js", "isDynamicEntry": true },
        "d.js": { "file": "d.js", "isDynamicEntry": true },
    })
    .to_string()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is not a list in {value:#}"))
}

fn messages(report: &Value) -> Vec<String> {
    let text = |problem: &Value| {
        let part = |key: &str| problem[key].as_str().expect("it is a text").to_owned();
        format!("{}: {}", part("asset"), part("message"))
    };
    list(report, "problems").iter().map(text).collect()
}

fn entries(report: &Value) -> Vec<&str> {
    list(report, "entries").iter().map(|entry| entry["path"].as_str().expect("it is a text")).collect()
}

/// The edges that only manifests know, as `from kind to`.
#[track_caller]
fn told(project: &Project, arguments: &[&str]) -> Vec<String> {
    let outcome = project.run(&[&["graph", "dist", "--format", "json"], arguments].concat());
    outcome.expect(0, &[]);
    let graph: Value = serde_json::from_str(&outcome.stdout).expect("it is JSON");
    let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
    list(&graph, "edges")
        .iter()
        .filter(|edge| edge["via"] == "manifest")
        .map(|edge| [&edge["from"], &edge["kind"], &edge["to"]].map(text).join(" "))
        .collect()
}

/// One manifest that agrees, with so many edges that only it knows; and no problem but those of scripts.
#[track_caller]
fn check_agrees(report: &Value, path: &str, format: &str, used: usize) {
    let expected = json!([{ "path": path, "format": format, "used": used, "agrees": true }]);
    assert_eq!(report["build"]["manifests"], expected, "{:#}", report["problems"]);
    assert!(messages(report).iter().all(|message| !message.starts_with(path)), "{:#}", report["problems"]);
}

/// One manifest that does not, nothing of it used, and one problem with each of `texts`.
#[track_caller]
fn check_disagrees(report: &Value, path: &str, texts: &[&str]) {
    let manifests = list(&report["build"], "manifests");
    assert_eq!(manifests.len(), 1, "{manifests:#?}");
    assert_eq!((&manifests[0]["path"], &manifests[0]["agrees"]), (&json!(path), &json!(false)));
    assert_eq!(manifests[0]["used"], 0, "{manifests:#?}");
    let messages = messages(report);
    assert_eq!(messages.len(), 1, "{messages:#?}");
    for text in texts {
        assert!(messages[0].contains(text), "{text:?} is not in {:?}", messages[0]);
    }
}

/// A file of the build that is no manifest, and no problem either.
#[track_caller]
fn check_is_nothing(path: &str, text: &str) {
    let report = site().file(&format!("dist/{path}"), text).report(&[]);
    assert_eq!(report["build"]["manifests"], json!([]), "{text}");
    assert_eq!(report["problems"], json!([]), "{text}");
}

// What real bundlers wrote.

/// The findings but one: esbuild's stylesheets of lazy chunks are named by its metafile alone.
fn findings(report: &Value) -> Vec<&Value> {
    let all = report["findings"].as_array().expect("findings are a list");
    all.iter().filter(|finding| finding["check"] != "unreferenced-asset").collect()
}

#[test]
fn the_manifest_of_a_real_build_agrees_with_its_code_and_changes_nothing() {
    for (name, path, format) in KEPT {
        let project = fixture(name);
        let report = project.report(&[]);
        check_agrees(&report, path, format, 0);
        let graph = project.run(&["graph", "dist", "--format", "json"]).stdout;
        std::fs::remove_file(project.path("dist").join(path)).expect("it can be removed");
        assert_eq!(graph, project.run(&["graph", "dist", "--format", "json"]).stdout, "{name}");
        let without = project.report(&[]);
        assert_eq!(without["build"]["manifests"], json!([]), "{name}");
        for key in ["chunks", "entries", "splitPoints", "importCosts"] {
            assert_eq!(report[key], without[key], "{name}: {key}");
        }
        assert_eq!(findings(&report), findings(&without), "{name}");
    }
}

#[test]
fn a_manifest_beside_the_build_is_read_where_it_is_named() {
    for (name, path, format) in KEPT {
        let project = fixture(name);
        let text = project.read(&format!("dist/{path}"));
        std::fs::remove_file(project.path("dist").join(path)).expect("it can be removed");
        project.write("records/it.json", text);
        let report = project.report(&["--manifest", "records/it.json"]);
        check_agrees(&report, "records/it.json", format, 0);
    }
}

#[test]
fn a_manifest_with_a_missing_file_describes_another_build() {
    for (name, path, renamed, file) in [
        ("vite8-shop", ".vite/manifest.json", "assets/fr-", "assets/fr-old"),
        ("webpack5-shop", "stats.json", "static/js/vendors.", "static/js/vendors.0"),
        ("esbuild-shop", "meta.json", "dist/assets/main-", "dist/assets/main-old-"),
        ("webpack5-single", "asset-manifest.json", "/26.", "/26.0"),
    ] {
        let project = fixture(name);
        let expected = project.report(&[]);
        let path_in_project = format!("dist/{path}");
        project.write(&path_in_project, project.read(&path_in_project).replace(renamed, file));
        let report = project.report(&[]);
        check_disagrees(&report, path, &["describes another build: ", "missing", "it is not used"]);
        assert_eq!(report["chunks"], expected["chunks"], "{name}");
    }
}

#[test]
fn an_import_that_the_code_does_not_have_is_a_problem() {
    let edited = |name: &str, path: &str, edit: &dyn Fn(&mut Value)| {
        let project = fixture(name);
        let mut manifest = serde_json::from_str(&project.read(&format!("dist/{path}"))).expect("it is JSON");
        edit(&mut manifest);
        project.write(&format!("dist/{path}"), manifest.to_string());
        project.report(&[])
    };
    let report = edited("vite8-shop", ".vite/manifest.json", &|manifest| {
        manifest["src/locales/de.js"]["imports"] = json!(["_form-DoEws59s.js"]);
        manifest["src/locales/en.js"]["dynamicImports"] = json!(["src/routes/product.jsx"]);
    });
    let texts =
        ["disagrees with the code in 2 imports", "de-B4tZmnYd.js does not load assets/form-DoEws59s.js"];
    check_disagrees(&report, ".vite/manifest.json", &texts);

    let report = edited("esbuild-shop", "meta.json", &|manifest| {
        let outputs = manifest["outputs"].as_object_mut().expect("it is an object");
        let of = |outputs: &serde_json::Map<String, Value>, name: &str| {
            outputs
                .keys()
                .find(|path| path.contains(name) && !path.ends_with("css") && !path.ends_with("map"))
                .cloned()
        };
        let (de, product) = (of(outputs, "/de-").expect("de"), of(outputs, "/product-").expect("product"));
        outputs[&de]["imports"] = json!([{ "path": product, "kind": "dynamic-import" }]);
    });
    check_disagrees(&report, "meta.json", &["disagrees with the code in 1 import: assets/de-", "/product-"]);

    let report = edited("webpack5-shop", "stats.json", &|manifest| {
        let chunks = manifest["chunks"].as_array_mut().expect("it is a list");
        let language = |chunk: &Value| chunk["modules"].to_string().contains("locales/de.js");
        let de = chunks.iter().find(|chunk| language(chunk)).expect("there is one");
        let asker = de["modules"][0]["identifier"].clone();
        let fr = chunks.iter_mut().find(|chunk| chunk["modules"].to_string().contains("locales/fr.js"));
        fr.expect("there is one")["origins"] = json!([{ "moduleIdentifier": asker }]);
    });
    check_disagrees(&report, "stats.json", &["disagrees with the code in 1 import: static/js/"]);
}

// What the code does not show.

#[test]
fn a_script_that_cannot_be_parsed_loads_what_the_manifest_says() {
    let project = site()
        .file("dist/a.js", "import './b.js'; ] }")
        .file("dist/.vite/manifest.json", vite(&["b.js"], &["c.js"]));
    assert_eq!(told(&project, &[]), ["a.js static b.js", "a.js dynamic c.js"]);
    let report = project.report(&[]);
    check_agrees(&report, ".vite/manifest.json", "vite", 2);
    let loads: Vec<_> =
        list(&report, "assets").iter().map(|asset| (&asset["path"], &asset["load"])).collect();
    assert!(loads.contains(&(&json!("b.js"), &json!("initial"))), "{loads:?}");
    assert!(loads.contains(&(&json!("c.js"), &json!("lazy"))), "{loads:?}");
    assert!(loads.contains(&(&json!("d.js"), &json!(null))), "{loads:?}");
}

#[test]
fn an_import_of_something_unknown_may_be_the_one_that_the_manifest_names() {
    let manifest = vite(&["b.js"], &["c.js", "d.js"]);
    let project = site().file("dist/.vite/manifest.json", &manifest);
    let project = project.file("dist/a.js", "import './b.js';\nimport('./c.js');import(window.name);");
    assert_eq!(told(&project, &[]), ["a.js dynamic d.js"]);
    check_agrees(&project.report(&[]), ".vite/manifest.json", "vite", 1);
    // It is no static import.
    let project = project.file("dist/.vite/manifest.json", vite(&["b.js", "d.js"], &["c.js"]));
    assert_eq!(told(&project, &[]), Vec::<String>::new());
    check_disagrees(&project.report(&[]), ".vite/manifest.json", &["a.js does not load d.js"]);
}

#[test]
fn an_import_that_is_gone_with_the_code_around_it_is_no_disagreement() {
    let project = site().file("dist/.vite/manifest.json", vite(&["b.js"], &["c.js", "d.js"]));
    assert_eq!(told(&project, &[]), Vec::<String>::new());
    check_agrees(&project.report(&[]), ".vite/manifest.json", "vite", 0);
}

#[test]
fn most_imports_gone_is_one() {
    let names = ["d.js", "e.js", "f.js"];
    let mut manifest: Value = serde_json::from_str(&vite(&["b.js"], &names)).expect("it is JSON");
    for name in names {
        manifest[name] = json!({ "file": name, "isDynamicEntry": true });
    }
    let project =
        site().file("dist/e.js", "").file("dist/f.js", "").file("dist/manifest.json", manifest.to_string());
    let texts = ["disagrees with the code in 3 imports: a.js does not load d.js, a.js does not load e.js"];
    check_disagrees(&project.report(&[]), "manifest.json", &texts);
}

#[test]
fn the_stylesheet_of_a_script_is_told_where_the_code_gives_it_to_nobody() {
    let manifest = json!({ "a": { "file": "a.js", "isEntry": true, "css": ["styles.css"] } }).to_string();
    let project =
        Project::new().file("dist/a.js", "1").file("dist/styles.css", "a{b:c}").file("dist/m.json", manifest);
    assert_eq!(told(&project, &[]), ["a.js stylesheet styles.css"]);
    let report = project.report(&[]);
    check_agrees(&report, "m.json", "vite", 1);
    assert_eq!(report["entries"][0]["initial"]["stylesheets"], json!(["styles.css"]));
}

#[test]
fn without_pages_the_manifest_tells_the_entry_scripts() {
    let project = Project::new()
        .file("dist/a.js", "import './c.js'")
        .file("dist/b.js", "1")
        .file("dist/c.js", "2")
        .file("dist/other.js", "3");
    assert_eq!(entries(&project.report(&[])), ["a.js", "b.js", "other.js"]);
    // `c.js` is one too, `b.js` is what nobody loads, and of `other.js` it does not speak.
    let manifest = json!({ "inputs": {}, "outputs": {
        "dist/a.js": { "entryPoint": "a.ts", "imports": [{ "path": "dist/c.js", "kind": "import-statement" }] },
        "dist/b.js": { "imports": [] },
        "dist/c.js": { "entryPoint": "c.ts", "imports": [] },
    } });
    let project = project.file("dist/meta.json", manifest.to_string());
    assert_eq!(entries(&project.report(&[])), ["a.js", "c.js", "other.js"]);
}

#[test]
fn the_entry_of_an_asset_manifest_is_the_script_that_needs_the_others() {
    let manifest = json!({ "files": { "a.js": "/a.js", "b.js": "/b.js", "c.js": "/c.js" }, "entrypoints": ["b.js", "a.js"] });
    let project = Project::new()
        .file("dist/a.js", "import './b.js'")
        .file("dist/b.js", "1")
        .file("dist/c.js", "2")
        .file("dist/asset-manifest.json", manifest.to_string());
    assert_eq!(entries(&project.report(&[])), ["a.js"]);
}

// Which files are meant.

#[test]
fn paths_are_found_wherever_the_manifest_counts_them_from() {
    let named = |prefix: &str| {
        let path = |name: &str| format!("{prefix}{name}");
        let import = json!([{ "path": path("js/b.js"), "kind": "import-statement" }]);
        json!({ "inputs": {}, "outputs": { path("js/a.js"): { "imports": import }, path("js/b.js"): {} } })
            .to_string()
    };
    for prefix in [
        "",
        "./",
        "/",
        "dist/site/",
        "../../packages/web/dist/",
        "https://cdn.test/app/",
        "/home/ci/project/dist/",
    ] {
        let project = Project::new()
            .file("dist/site/index.html", "<script src=js/a.js></script>")
            .file("dist/site/js/a.js", "syntax error")
            .file("dist/site/js/b.js", "1")
            .file("dist/stats.json", named(prefix));
        assert_eq!(told(&project, &[]), ["site/js/a.js static site/js/b.js"], "{prefix}");
    }
}

#[test]
fn the_nearest_of_two_builds_is_meant() {
    let manifest = |name: &str| {
        json!({ name: { "file": "a.js", "isEntry": true, "imports": ["b"] }, "b": { "file": "b.js" } })
            .to_string()
    };
    let project = Project::new();
    for site in ["one", "two"] {
        project.write(&format!("dist/{site}/a.js"), "syntax error");
        project.write(&format!("dist/{site}/b.js"), "1");
        project.write(&format!("dist/{site}/.vite/manifest.json"), manifest("a"));
    }
    assert_eq!(told(&project, &[]), ["one/a.js static one/b.js", "two/a.js static two/b.js"]);
}

#[test]
fn paths_that_lead_out_of_the_build_name_nothing() {
    let project = Project::new().file("a.js", "1").file("dist/b.js", "1");
    let manifest = json!({ "x": { "file": "../a.js", "isEntry": true }, "y": { "file": "/etc/passwd.js" }, "z": { "file": "data:text/x.js" } });
    project.write("dist/manifest.json", manifest.to_string());
    check_disagrees(&project.report(&[]), "manifest.json", &["describes another build: 3 of the 3"]);
}

#[test]
fn ignored_files_are_not_missing() {
    let project = site()
        .file("dist/m.json", vite(&["b.js"], &["c.js"]))
        .file("budgets.json", r#"{ "ignore": ["d.js"] }"#);
    check_agrees(&project.report(&[]), "m.json", "vite", 0);
}

#[test]
fn the_record_of_a_server_in_the_same_file_is_passed_over() {
    let part = |names: [&str; 2]| {
        json!({ "chunks": [
            { "id": 1, "names": ["main"], "files": [names[0], "main.css"], "origins": [] },
            { "id": 2, "files": [names[1]], "parents": [1] },
        ], "entrypoints": { "main": { "chunks": [1] } } })
    };
    let stats = json!({ "errors": [], "warnings": [], "children": [part(["a.js", "c.js"]), part(["server.js", "server-c.js"])] });
    let project = site().file("dist/main.css", "a{b:c}").file("dist/stats.json", stats.to_string());
    check_agrees(&project.report(&[]), "stats.json", "webpack-stats", 1);
}

// What is no manifest.

#[test]
fn json_of_other_kinds_is_nothing_whatever_its_name() {
    check_is_nothing(
        "manifest.json",
        r#"{ "name": "App", "icons": [{ "src": "a.png" }], "start_url": "." }"#,
    );
    check_is_nothing(".vite/manifest.json", "[]");
    check_is_nothing("stats.json", r#"{ "files": 12, "chunks": [1, 2, 3] }"#);
    check_is_nothing("asset-manifest.json", "not even JSON");
    check_is_nothing("package.json", r#"{ "name": "a", "main": "a.js", "files": ["a.js"] }"#);
    check_is_nothing("locales/de.json", r#"{ "greeting": "Hallo" }"#);
    check_is_nothing("manifest.json", r#"{ "a.js": { "file": 1, "isEntry": true } }"#);
    check_is_nothing("manifest.json", "\u{0}");
}

#[test]
fn a_manifest_that_ends_too_early_is_a_problem() {
    let manifest = vite(&["b.js"], &["c.js"]);
    let report = site().file("dist/manifest.json", &manifest[..manifest.len() - 1]).report(&[]);
    assert_eq!(report["build"]["manifests"], json!([]));
    let messages = messages(&report);
    assert_eq!(messages.len(), 1, "{messages:#?}");
    assert!(
        messages[0].starts_with("manifest.json: looks like a Vite manifest and cannot be read: EOF"),
        "{messages:?}"
    );
}

// On the command line.

#[test]
fn every_command_that_builds_a_graph_takes_a_manifest() {
    let project = site().file("dist/a.js", "import './b.js'; ] }").file("m.json", vite(&["b.js"], &["c.js"]));
    let given = ["--manifest", "m.json"];
    assert_eq!(told(&project, &[]), Vec::<String>::new());
    assert_eq!(told(&project, &given), ["a.js static b.js", "a.js dynamic c.js"]);
    let why = project.run(&["why", "dist", "c.js", "--manifest", "m.json"]);
    why.expect(0, &[]);
    assert!(why.stdout.contains("a.js"), "{}", why.stdout);
    check_agrees(&project.report(&given), "m.json", "vite", 2);
}

#[test]
fn a_manifest_of_the_build_that_is_named_too_counts_once() {
    let project = site().file("dist/m.json", vite(&["b.js"], &["c.js"]));
    check_agrees(&project.report(&["--manifest", "dist/m.json"]), "m.json", "vite", 0);
}

#[test]
fn several_manifests_are_asked_each_by_itself() {
    let project = site().file("one.json", vite(&["b.js"], &["c.js"])).file("two.json", vite(&["d.js"], &[]));
    let report = project.report(&["--manifest", "two.json", "--manifest", "one.json"]);
    let expected = json!([
        { "path": "one.json", "format": "vite", "used": 0, "agrees": true },
        { "path": "two.json", "format": "vite", "used": 0, "agrees": false },
    ]);
    assert_eq!(report["build"]["manifests"], expected);
    assert_eq!(messages(&report), ["two.json: disagrees with the code in 1 import: a.js does not load d.js"]);
}

#[test]
fn a_named_file_that_is_no_manifest_is_status_2_with_the_next_step() {
    let project = site()
        .file("pwa.json", r#"{ "name": "App", "icons": [] }"#)
        .file("cut.json", r#"{ "inputs": {}, "outputs": {"#);
    for (file, texts) in [
        ("gone.json", ["cannot read the manifest `gone.json`", "name the file that the bundler wrote"]),
        ("dist", ["cannot read the manifest `dist`", "name the file that the bundler wrote"]),
        ("pwa.json", ["`pwa.json` is no manifest of a bundler", "stats.json (webpack --json"]),
        ("cut.json", ["the esbuild metafile `cut.json` is broken: EOF", "let the bundler write it again"]),
    ] {
        for command in [&["check", "dist"][..], &["graph", "dist"], &["why", "dist", "a.js"]] {
            let outcome = project.run(&[command, &["--manifest", file]].concat());
            outcome.expect(2, &texts);
            assert_eq!(outcome.stdout, "", "{command:?} {file}");
        }
    }
}

// Hostile ones.

#[test]
fn a_hundred_thousand_entries_that_import_each_other_end_in_time() {
    const NUMBER: usize = 100_000;
    let mut manifest = String::from("{");
    for number in 0..NUMBER {
        let next = (number + 1) % NUMBER;
        // Writing to a string cannot fail.
        let _ =
            write!(manifest, r#""{number}":{{"file":"{number}/a.js","isEntry":true,"imports":["{next}"]}},"#);
    }
    manifest.pop();
    manifest.push('}');
    let project = Project::new().file("budgets.json", QUICK).file("dist/manifest.json", manifest);
    for number in 0..100 {
        project.write(&format!("dist/{number}/a.js"), "import(x)");
    }
    let texts = ["describes another build: 99900 of the 100000 scripts"];
    check_disagrees(&project.report(&[]), "manifest.json", &texts);
}

#[test]
fn statistics_that_nothing_of_is_so_end_in_time() {
    const NUMBER: usize = 3_000;
    let chunk = |number: usize| json!({ "id": number, "files": [format!("{number}.js")], "parents": [(number * 7 + 1) % NUMBER, (number + 1) % NUMBER] });
    let chunks: Vec<Value> = (0..NUMBER).map(chunk).collect();
    let project = Project::new()
        .file("budgets.json", QUICK)
        .file("dist/stats.json", json!({ "chunks": chunks, "entrypoints": {} }).to_string());
    for number in 0..NUMBER {
        project.write(&format!("dist/{number}.js"), format!("import './{}.js'", number / 2));
    }
    let manifest = &project.report(&[])["build"]["manifests"][0];
    assert_eq!((&manifest["format"], &manifest["used"]), (&json!("webpack-stats"), &json!(0)));
}
