//! npm packages in builds: from source maps and without them, in reports, in `why` and in budgets.

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

/// A page with one script.
fn page() -> Project {
    Project::new().file("dist/index.html", "<!doctype html><script type=module src=a.js></script>")
}

/// A source map whose one line maps each source to ten columns.
fn map(sources: &[&str]) -> String {
    // "A" is 0, "C" is 1, "U" is 10: each segment is ten columns and one source on from the last.
    let segments: Vec<&str> =
        (0..sources.len()).map(|index| if index == 0 { "AAAA" } else { "UCAA" }).collect();
    json!({ "version": 3, "sources": sources, "mappings": segments.join(",") }).to_string()
}

/// The packages of `a.js`: name, version, bytes, evidence.
fn packages(report: &Value) -> Vec<(String, Value, Value, String)> {
    let chunks = report["chunks"].as_array().expect("there are chunks");
    let chunk = chunks.iter().find(|chunk| chunk["path"] == "a.js").expect("a.js is a chunk");
    let packages = chunk["packages"].as_array().expect("it has packages");
    let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
    packages
        .iter()
        .map(|found| {
            (text(&found["name"]), found["version"].clone(), found["bytes"].clone(), text(&found["evidence"]))
        })
        .collect()
}

#[track_caller]
fn check(project: &Project, expected: &[(&str, Value, Value, &str)]) -> Value {
    let report = project.report(&["--no-config"]);
    let expected: Vec<_> = expected
        .iter()
        .map(|(name, version, bytes, evidence)| {
            ((*name).to_owned(), version.clone(), bytes.clone(), (*evidence).to_owned())
        })
        .collect();
    assert_eq!(packages(&report), expected);
    report
}

fn problems(report: &Value) -> Vec<&str> {
    let problems = report["problems"].as_array().expect("there is a list").iter();
    problems.map(|problem| problem["message"].as_str().expect("it has a message")).collect()
}

const SCRIPT: &str = "aaaaaaaaa;bbbbbbbbb;ccccccccc;";

#[test]
fn a_source_map_says_the_bytes_of_each_package() {
    let project = page().file("dist/a.js", format!("{SCRIPT}\n//# sourceMappingURL=maps/x.map?v=1\n")).file(
        "dist/maps/x.map",
        map(&[
            "../../node_modules/a/i.js",
            "../../node_modules/.pnpm/@b+c@1.2.3/node_modules/@b/c/i.js",
            "../../src/m.ts",
        ]),
    );
    let report = check(
        &project,
        &[("@b/c", json!("1.2.3"), json!(10), "source-map"), ("a", json!(null), json!(10), "source-map")],
    );
    assert!(problems(&report).is_empty());
    assert_eq!(report["packages"][0]["name"], "@b/c");
    assert_eq!(report["packages"][0]["versions"], json!(["1.2.3"]));
    assert_eq!(report["packages"][0]["initial"], true);
}

#[test]
fn a_map_is_found_beside_its_script_and_inside_it() {
    let map = map(&["../node_modules/a/i.js"]);
    let expected = [("a", json!(null), json!(SCRIPT.len()), "source-map")];
    check(&page().file("dist/a.js", SCRIPT).file("dist/a.js.map", &map), &expected);
    // Percent-encoded, as the data URL of RFC 2397 is without base64.
    let inline = map.replace('"', "%22");
    let script = format!("{SCRIPT}\n//# sourceMappingURL=data:application/json,{inline}");
    check(&page().file("dist/a.js", script), &expected);
    let base64 = "eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbIm5vZGVfbW9kdWxlcy9hL2kuanMiXSwibWFwcGluZ3MiOiJBQUFBIn0=";
    let script =
        format!("{SCRIPT}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,{base64}");
    check(&page().file("dist/a.js", script), &expected);
}

#[test]
fn sections_are_one_map() {
    let section = |column: u32, source: &str| {
        json!({ "offset": { "line": 0, "column": column },
                "map": { "version": 3, "sources": [source], "mappings": "AAAA" } })
    };
    let map = json!({ "version": 3, "sections": [section(20, "../node_modules/b/i.js"), section(0, "../node_modules/a/i.js")] });
    check(
        &page().file("dist/a.js", SCRIPT).file("dist/a.js.map", map.to_string()),
        &[("a", json!(null), json!(20), "source-map"), ("b", json!(null), json!(10), "source-map")],
    );
}

#[test]
fn two_copies_of_a_package_are_told_apart() {
    let map = map(&["../node_modules/a/i.js", "../node_modules/b/node_modules/a/i.js"]);
    let report = check(
        &page().file("dist/a.js", SCRIPT).file("dist/a.js.map", map),
        &[("a", json!(null), json!(30), "source-map")],
    );
    let copies = &report["chunks"][0]["packages"][0]["instances"];
    assert_eq!(copies[0]["path"], "../node_modules/a");
    assert_eq!(
        copies[1],
        json!({ "path": "../node_modules/b/node_modules/a", "version": null, "bytes": 20 })
    );
}

#[test]
fn a_map_that_cannot_be_used_is_a_problem_and_the_script_is_searched_without_it() {
    let script = format!("{SCRIPT}var h=\"__lodash_hash_undefined__\";\n//# sourceMappingURL=a.js.map\n");
    let beyond = json!({ "version": 3, "sources": ["x.ts"], "mappings": ";;;;;;AAAA,CAAA,CAAA" });
    for (content, word) in [
        ("<!doctype html><title>404</title>".to_owned(), "is a web page"),
        ("{\"version\":3,\"sources\":[\"a\"],\"map".to_owned(), "ends too early"),
        ("[1,2,3]".to_owned(), "is not the JSON of a source map"),
        (json!({ "version": 3, "sources": [], "mappings": "AAAA" }).to_string(), "speaks of sources"),
        (json!({ "version": 3, "sources": ["x"], "mappings": "!!!!" }).to_string(), "cannot be decoded"),
        (beyond.to_string(), "describes another file"),
    ] {
        let project = page().file("dist/a.js", &script).file("dist/a.js.map", &content);
        let report = check(&project, &[("lodash", json!(null), json!(null), "signature")]);
        let problems = problems(&report);
        assert!(matches!(problems[..], [problem] if problem.contains(word)), "{content}: {problems:?}");
    }
}

#[test]
fn a_map_that_is_not_there_or_leads_out_of_the_build_is_none() {
    let outside = map(&["../node_modules/a/i.js"]);
    for url in [
        "gone.map",
        "../secret.map",
        "/../secret.map",
        "file:///etc/passwd",
        "https://cdn.test/gone.map",
        "%2e%2e/secret.map",
    ] {
        let project = page()
            .file("secret.map", &outside)
            .file("dist/a.js", format!("{SCRIPT}\n//# sourceMappingURL={url}\n"));
        let report = check(&project, &[]);
        assert!(problems(&report).is_empty(), "{url}");
    }
}

#[test]
fn a_script_that_names_itself_as_its_map_is_weighed() {
    let project = page().file("dist/a.js", format!("{SCRIPT}\n//# sourceMappingURL=a.js\n"));
    check(&project, &[]);
}

#[test]
fn a_map_of_200_mb_is_a_problem_and_is_not_read() {
    let project = page().file("dist/a.js", SCRIPT).file("dist/a.js.map", "");
    let file = std::fs::File::options().write(true).open(project.path("dist/a.js.map")).expect("it is there");
    file.set_len(200 << 20).expect("files may have holes");
    let report = check(&project, &[]);
    assert!(problems(&report)[0].contains("is larger than 100 MiB"));
}

#[test]
fn hostile_maps_are_borne() {
    // A column beyond all texts.
    let column = "+/////D";
    for content in [
        json!({ "version": 3, "sources": ["x"], "mappings": format!("{column}AAA") }).to_string(),
        json!({ "version": 3, "sources": ["../../../\u{0}/etc/../../x", "a\u{0}b"], "mappings": "AAAA,UCAA" }).to_string(),
        json!({ "version": 3, "sections": [] }).to_string(),
        json!({ "version": 3, "sections": [{ "offset": { "line": 0, "column": 0 }, "url": "a.js.map" }] }).to_string(),
        format!("{}{}", "{\"version\":3,\"sections\":[{\"offset\":{\"line\":0,\"column\":0},\"map\":".repeat(2_000), "1"),
        json!({ "version": 3, "sources": ["x"], "mappings": ";".repeat(1_000_000) }).to_string(),
        json!({ "version": 3, "sources": [null, 7], "mappings": "AAAA" }).to_string(),
        json!({ "version": 3, "sources": ["x"], "sourcesContent": [null], "mappings": "AAAA" }).to_string(),
        String::new(),
        ")]}'\n{\"version\":3,\"sources\":[],\"mappings\":\"\"}".to_owned(),
    ] {
        check(&page().file("dist/a.js", SCRIPT).file("dist/a.js.map", &content), &[]);
    }
}

#[test]
fn licences_show_packages_without_a_size() {
    let banner = "/*! is-number <https://github.com/jonschlinkert/is-number> */";
    check(
        &page().file("dist/a.js", format!("{banner}\nvar a=1;")),
        &[("is-number", json!(null), json!(null), "licence")],
    );
    check(
        &page()
            .file("dist/a.js", "/*! For license information please see a.js.LICENSE.txt */\nvar a=1;")
            .file("dist/a.js.LICENSE.txt", "/*! js-cookie v3.0.1 | MIT https://x.test/js-cookie */"),
        &[("js-cookie", json!("3.0.1"), json!(null), "licence")],
    );
}

#[test]
fn packages_that_are_imported_by_name_are_not_in_the_script() {
    let script = "import x from \"ms\";import \"./b.js\";import \"node:fs\";import \"@a/b/c.js\";import(\"mapped\");x()";
    let project = page()
        .file("dist/map.html", "<script type=importmap>{\"imports\":{\"mapped\":\"./b.js\"}}</script>")
        .file("dist/a.js", script)
        .file("dist/b.js", "1");
    let report = check(&project, &[]);
    assert_eq!(report["chunks"][0]["externals"], json!(["@a/b", "ms"]));
}

#[test]
fn a_list_of_licences_names_packages_of_the_build_and_no_script() {
    let list = "Package: rxjs\nLicense: \"Apache-2.0\"\n";
    let project = page().file("dist/a.js", SCRIPT).file("dist/3rdpartylicenses.txt", list);
    let report = check(&project, &[]);
    assert_eq!(report["packages"][0]["name"], "rxjs");
    assert_eq!(report["packages"][0]["chunks"], json!([]));
    project.run(&["why", "dist", "rxjs"]).expect(0, &[]);
}

#[test]
fn modules_that_go_by_their_paths_have_bytes() {
    let module = "\"./node_modules/ms/index.js\":function(e){e.exports=7}";
    let script = format!(
        "(self.webpackChunkapp=self.webpackChunkapp||[]).push([[1],{{{module},\"./src/a.js\":function(){{}}}}]);"
    );
    check(&page().file("dist/a.js", script), &[("ms", json!(null), json!(module.len()), "module-path")]);
}

#[test]
fn modules_that_go_by_their_paths_have_bytes_in_a_build_without_chunks() {
    let module = "(function(e){e.exports=7})";
    let script = |modules: &str| format!("(function(){{var m=({{{modules}}});m[0]()}})()");
    let with_package =
        script(&format!("\"../../node_modules/ms/index.js\":{module},\"./src/a.js\":{module}"));
    let expected = [("ms", json!(null), json!(module.len()), "module-path")];
    check(&page().file("dist/a.js", with_package), &expected);
    let routes = script(&format!("\"/ms/index.js\":{module},\"./src/a.js\":{module}"));
    check(&page().file("dist/a.js", routes), &[]);
}

#[test]
fn a_copy_of_papaparse_in_another_package_is_not_papaparse() {
    // As @loaders.gl/csv has it, which copies Papa Parse without its workers.
    let copy =
        "var p={BAD_DELIMITERS:[1],WORKERS_SUPPORTED:!1,NODE_STREAM_INPUT:1,RemoteChunkSize:5242880};p.x()";
    check(&page().file("dist/a.js", copy), &[]);
}

#[test]
fn a_text_that_looks_like_a_package_is_none_where_a_map_says_so() {
    let project = page()
        .file("dist/a.js", "var a=\"__lodash_hash_undefined__\";")
        .file("dist/a.js.map", map(&["../src/a.ts"]));
    check(&project, &[]);
}

/// `dist` has 10 bytes of `a`, 10 of `b` and 10 of the application.
fn two_packages() -> Project {
    page()
        .file("dist/a.js", SCRIPT)
        .file("dist/a.js.map", map(&["../node_modules/a/i.js", "../node_modules/b/i.js", "../src/m.ts"]))
}

#[track_caller]
fn check_budget(project: Project, budget: &Value, expected: &Value) {
    let project = project.file("budgets.json", json!({ "budgets": [budget] }).to_string());
    let report = project.report(&[]);
    let judged: Vec<Value> = report["budgets"]
        .as_array()
        .expect("there are budgets")
        .iter()
        .map(|judged| json!([judged["item"], judged["actual"], judged["status"]]))
        .collect();
    assert_eq!(Value::from(judged), *expected, "{budget}");
}

#[test]
fn budgets_of_packages_are_judged() {
    check_budget(
        two_packages(),
        &json!({ "package": "a", "max": { "raw": 9 } }),
        &json!([[null, 10, "fail"]]),
    );
    check_budget(
        two_packages(),
        &json!({ "package": "*", "max": { "raw": 20 } }),
        &json!([[null, 20, "pass"]]),
    );
    check_budget(
        two_packages(),
        &json!({ "per": "package", "max": { "raw": 10 } }),
        &json!([["a", 10, "pass"], ["b", 10, "pass"]]),
    );
    check_budget(
        two_packages(),
        &json!({ "package": "a", "max": { "count": 1 } }),
        &json!([[null, 1, "pass"]]),
    );
    check_budget(
        two_packages(),
        &json!({ "package": "a", "load": "lazy", "max": { "raw": 1 } }),
        &json!([[null, null, "fail"]]),
    );
}

#[test]
fn a_package_can_be_forbidden() {
    check_budget(
        two_packages(),
        &json!({ "package": "moment", "max": { "raw": 0 } }),
        &json!([[null, 0, "pass"]]),
    );
    check_budget(
        two_packages(),
        &json!({ "package": "a", "max": { "raw": 0 } }),
        &json!([[null, 10, "fail"]]),
    );
    check_budget(
        two_packages(),
        &json!({ "package": "moment", "max": { "raw": 1 } }),
        &json!([[null, null, "fail"]]),
    );
}

#[test]
fn a_package_of_unknown_size_is_not_said_to_hold_its_limit() {
    let project = || page().file("dist/a.js", "var h=\"__lodash_hash_undefined__\";");
    check_budget(
        project(),
        &json!({ "package": "lodash", "max": { "raw": 9 } }),
        &json!([[null, null, "skipped"]]),
    );
    check_budget(
        project(),
        &json!({ "package": "lodash", "max": { "count": 0 } }),
        &json!([[null, 1, "fail"]]),
    );
}

#[test]
fn why_tells_of_a_package_its_chunks_and_its_importers() {
    let map = json!({
        "version": 3,
        "sources": ["../node_modules/a/i.js", "../src/report.ts"],
        "sourcesContent": ["", "\nimport a from 'a';\n"],
        "mappings": "AAAA,UCAA"
    });
    let project = page().file("dist/a.js", SCRIPT).file("dist/a.js.map", map.to_string());
    let outcome = project.run(&["why", "dist", "a"]);
    outcome.expect(0, &[]);
    for words in [
        "npm package, 10 B raw in 1 chunk, in the initial load",
        "initial, source-map  a.js",
        "src/report.ts:2",
    ] {
        assert!(outcome.stdout.contains(words), "{words}: {}", outcome.stdout);
    }
}

#[test]
fn the_heaviest_packages_stand_in_the_report_and_in_the_diagnostic() {
    let budget = json!({ "budgets": [{ "name": "JS", "type": "script", "max": { "raw": 1 } }] });
    let project = two_packages().file("budgets.json", budget.to_string());
    let outcome = project.run(&["check", "dist"]);
    outcome.expect(1, &[]);
    assert!(outcome.stdout.contains("Packages in the initial load"), "{}", outcome.stdout);
    assert!(support::unwrapped(&outcome.stdout).contains("a (10 B) and b (10 B)"), "{}", outcome.stdout);
}

#[test]
fn the_parts_of_a_chunk_sum_to_the_chunk() {
    let report = Project::new().fixture("vite6-shop").report(&["--no-config"]);
    let mut seen = 0;
    for chunk in report["chunks"].as_array().expect("there are chunks") {
        let asset = report["assets"].as_array().expect("there are assets").iter();
        let asset = asset.clone().find(|asset| asset["path"] == chunk["path"]).expect("a chunk is an asset");
        let origins = chunk["composition"].as_object().expect("it has a source map").values();
        let bytes: u64 = origins.map(|bytes| bytes.as_u64().expect("it is a number")).sum();
        assert_eq!(bytes, asset["raw"].as_u64().expect("it is known"), "every byte has one origin");
        for size in ["gzip", "brotli"] {
            let packages = chunk["packages"].as_array().expect("it has packages");
            let sum: u64 = packages.iter().map(|package| package[size].as_u64().expect("it is known")).sum();
            assert!(sum <= asset[size].as_u64().expect("it is known"));
            seen += usize::from(0 < sum);
        }
    }
    assert!(0 < seen, "no chunk of the fixture has packages");
}
