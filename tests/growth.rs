//! Why a build grew: on pairs of builds with a known cause between them, the first line names it, and the causes of
//! each load sum up to its change.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use serde_json::{Value, json};
use support::{Project, unwrapped};

const QUICK: &str = r#"{ "compression": { "gzip": 6, "brotli": 0 }, "budgets": [] }"#;

/// The pairs of fixtures/growth.
const PAIRS: [(&str, &str); 5] = [
    ("before-mapped", "package-added"),
    ("before", "split-point-lost"),
    ("before-mapped", "split-point-lost-mapped"),
    ("before", "image-swapped"),
    ("before", "renamed"),
];

/// The comparison of two builds of fixtures/growth.
#[track_caller]
fn compared(before: &str, after: &str) -> Value {
    let project = Project::new().fixture(&format!("growth/{before}"));
    project.write("budgets.json", QUICK);
    let outcome = project.run(&["check", "dist", "--no-encode", "--report", "json=base.json"]);
    assert!(matches!(outcome.status, 0 | 1), "{}", outcome.stderr);
    let base = project.read("base.json");
    let project = Project::new().fixture(&format!("growth/{after}"));
    project.write("budgets.json", QUICK);
    project.write("base.json", base);
    project.report(&["--no-encode", "--baseline", "base.json"])["baseline"].clone()
}

#[track_caller]
fn check(before: &str, after: &str, expected: &str) {
    let baseline = compared(before, after);
    assert_eq!(baseline["headline"], expected, "{before} → {after}: {:#}", baseline["causes"]);
}

/// The headline beside what `update` keeps of the earlier build.
#[track_caller]
fn compared_to_kept(before: &str, after: &str) -> Value {
    let project = Project::new().fixture(&format!("growth/{before}"));
    project.write("budgets.json", QUICK);
    let outcome = project.run(&["update", "dist"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let base = project.read("budgets.baseline.json");
    let project = Project::new().fixture(&format!("growth/{after}"));
    project.write("budgets.json", QUICK);
    project.write("budgets.baseline.json", base);
    project.report(&["--no-encode"])["baseline"].clone()
}

#[track_caller]
fn check_kept(before: &str, after: &str, expected: &str) {
    let baseline = compared_to_kept(before, after);
    assert_eq!(baseline["headline"], expected, "{before} → {after}: {:#}", baseline["causes"]);
}

/// A build of two pages beside an earlier one, of which one script has changed.
fn two_pages() -> Project {
    let project = Project::new();
    let page = |scripts: &[&str]| -> String {
        scripts
            .iter()
            .map(|path| format!("<script type=module src=/{path}></script>"))
            .collect::<Vec<_>>()
            .concat()
    };
    project.write("dist/index.html", page(&["app.js", "vendor.js"]));
    project.write("dist/about.html", page(&["vendor.js"]));
    project.write("dist/app.js", "console.log('the first')");
    project.write("dist/vendor.js", "console.log('always the same')");
    project.write("budgets.json", QUICK);
    let outcome = project.run(&["check", "dist", "--no-encode", "--report", "json=base.json"]);
    assert!(matches!(outcome.status, 0 | 1), "{}", outcome.stderr);
    project.write("dist/app.js", "console.log('the second')");
    project
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is not a list in {value:#}"))
}

#[test]
fn a_package_that_was_added_or_removed_is_named() {
    check(
        "before-mapped",
        "package-added",
        "+5.31 kB gzip in index.html's initial load: +4.66 kB litecollection (new, in assets/main-*.js), \
         +409 B assets/chunk-*.js (new)",
    );
    check(
        "package-added",
        "before-mapped",
        "-5.31 kB gzip in index.html's initial load: -4.66 kB litecollection (gone), \
         -409 B assets/chunk-*.js (gone)",
    );
}

#[test]
fn a_split_point_that_was_lost_or_added_is_named_with_and_without_source_maps() {
    check(
        "before",
        "split-point-lost",
        "+25.3 kB gzip in index.html's initial load: +25.3 kB assets/report-*.js (split point lost: was loaded later)",
    );
    check(
        "split-point-lost",
        "before",
        "-25.3 kB gzip in index.html's initial load: \
         -25.3 kB assets/report-*.js (new split point: loaded later now)",
    );
    check(
        "before-mapped",
        "split-point-lost-mapped",
        "+25.9 kB gzip in index.html's initial load: \
         +25.8 kB assets/report-*.js (split point lost: was loaded later)",
    );
    check(
        "split-point-lost-mapped",
        "before-mapped",
        "-25.9 kB gzip in index.html's initial load: \
         -25.8 kB assets/report-*.js (new split point: loaded later now)",
    );
}

#[test]
fn an_image_that_was_swapped_is_named() {
    check(
        "before",
        "image-swapped",
        "+10 kB gzip in other files: +10 kB assets/pier-*.png (was pier-*.webp)",
    );
    check(
        "image-swapped",
        "before",
        "-10 kB gzip in other files: -10 kB assets/pier-*.webp (was pier-*.png)",
    );
}

#[test]
fn files_that_are_only_called_otherwise_are_no_growth() {
    let baseline = compared("before", "renamed");
    assert_eq!(
        baseline["headline"],
        "nothing grew; 1 file changed, 2 are renamed though only references changed: \
         returning visitors load 2.65 kB gzip again"
    );
    let invalidated = &baseline["invalidated"];
    assert_eq!(invalidated["files"], 3);
    assert_eq!(list(invalidated, "renamed").len(), 2, "{invalidated}");
}

#[test]
fn the_causes_of_a_load_sum_up_to_its_change() {
    for (one, other) in PAIRS {
        for (before, after) in [(one, other), (other, one)] {
            let baseline = compared(before, after);
            for load in list(&baseline, "loads") {
                for size in ["raw", "gzip", "brotli"] {
                    let is_of_load =
                        |cause: &&Value| cause["load"] == load["load"] && cause["entry"] == load["entry"];
                    let causes = list(&baseline, "causes").iter().filter(is_of_load);
                    let sum: i64 = causes.map(|cause| cause[size].as_i64().expect("a number")).sum();
                    let weight = |side: &str| load[side][size].as_i64().expect("a number");
                    assert_eq!(sum, weight("after") - weight("before"), "{before} → {after}, {size}: {load}");
                }
            }
        }
    }
}

#[test]
fn a_build_beside_itself_has_no_causes() {
    let baseline = compared("before", "before");
    assert_eq!(baseline["headline"], "nothing changed");
    for key in ["loads", "causes"] {
        assert_eq!(baseline[key], json!([]), "{key}");
    }
    assert_eq!(baseline["invalidated"]["files"], 0);
}

#[test]
fn source_maps_that_are_there_for_the_first_time_are_no_new_packages() {
    let project = Project::new().fixture("growth/before-mapped");
    project.write("budgets.json", QUICK);
    let base = {
        let outcome = project.run(&["check", "dist", "--no-encode", "--report", "json=base.json"]);
        assert!(matches!(outcome.status, 0 | 1), "{}", outcome.stderr);
        let mut base: Value = serde_json::from_str(&project.read("base.json")).expect("it is JSON");
        // As the same build without maps would have been reported.
        for chunk in base["chunks"].as_array_mut().expect("a list") {
            chunk["packages"] = json!([]);
            chunk["modules"] = json!([]);
            chunk["composition"] = Value::Null;
        }
        base
    };
    let project = Project::new().fixture("growth/package-added");
    project.write("budgets.json", QUICK);
    project.write("base.json", base.to_string());
    let baseline = project.report(&["--no-encode", "--baseline", "base.json"])["baseline"].clone();
    let is_inside = |cause: &&Value| {
        let kind = cause["kind"].as_str().unwrap_or_default();
        kind.starts_with("package") || kind.starts_with("module") || kind.starts_with("duplicate")
    };
    assert_eq!(list(&baseline, "causes").iter().filter(is_inside).count(), 0, "{:#}", baseline["causes"]);
    let headline = baseline["headline"].as_str().expect("a text");
    assert!(headline.ends_with("(by files: the earlier build had no source maps)"), "{headline}");
}

#[test]
fn what_update_keeps_names_the_same_causes() {
    check_kept(
        "before-mapped",
        "package-added",
        "+5.31 kB gzip in index.html's initial load: +4.66 kB litecollection (new, in assets/main-*.js), \
         +409 B assets/chunk-*.js (new)",
    );
    check_kept(
        "before",
        "split-point-lost",
        "+25.3 kB gzip in index.html's initial load: +25.3 kB assets/report-*.js (split point lost: was loaded later)",
    );
    check_kept(
        "split-point-lost",
        "before",
        "-25.3 kB gzip in index.html's initial load: \
         -25.3 kB assets/report-*.js (new split point: loaded later now)",
    );
    check_kept(
        "before-mapped",
        "split-point-lost-mapped",
        "+25.9 kB gzip in index.html's initial load: \
         +25.6 kB assets/report-*.js (split point lost: was loaded later)",
    );
    check_kept(
        "before",
        "image-swapped",
        "+10 kB gzip in other files: +10 kB assets/pier-*.png (was pier-*.webp)",
    );
    check_kept("before", "renamed", "nothing grew");
    check_kept("before", "before", "nothing grew");
}

#[test]
fn packages_that_another_version_would_not_have_known_are_not_new() {
    let project = Project::new().fixture("growth/before");
    project.write("budgets.json", QUICK);
    project.run(&["update", "dist"]);
    let kept: Value = serde_json::from_str(&project.read("budgets.baseline.json")).expect("it is JSON");
    assert_eq!(kept["projects"][0]["knows"], 1);
    // A licence that is a mark of a package without a source map.
    project.write("dist/assets/vendor.js", format!("/*! @license lodash 4.17.21 */{}", "save();".repeat(50)));
    let is_package = |cause: &Value| cause["kind"].as_str().is_some_and(|kind| kind.starts_with("package"));
    for (knows, depth) in [(json!(1), "alike"), (json!(0), "other"), (Value::Null, "untold")] {
        let mut kept = kept.clone();
        kept["projects"][0]["knows"] = knows;
        project.write("budgets.baseline.json", kept.to_string());
        let baseline = project.report(&["--no-encode"])["baseline"].clone();
        let packages = list(&baseline, "causes").iter().filter(|cause| is_package(cause)).count();
        assert_eq!(packages, 0, "{depth}: no size is known of it: {baseline:#}");
        assert!(baseline["headline"].as_str().is_some_and(|line| line.contains("vendor.js")), "{baseline:#}");
    }
}

#[test]
fn what_returning_visitors_load_again_can_be_limited() {
    let project = two_pages();
    project.write(
        "budgets.json",
        r#"{ "compression": { "gzip": 6, "brotli": 0 }, "budgets": [
            { "name": "All", "max": { "invalidated": 10 } },
            { "name": "Pages", "per": "entry", "max": { "invalidated": "1 kB" }, "warn": { "invalidated": 20 } },
            { "name": "Vendor", "files": "vendor.js", "max": { "invalidated": 0 } }
        ] }"#,
    );
    let report = project.report(&["--no-encode", "--baseline", "base.json"]);
    let again = report["baseline"]["invalidated"]["gzip"].as_u64().expect("a number");
    assert!(20 < again, "{again}");
    let rows: Vec<_> = list(&report, "budgets")
        .iter()
        .map(|row| (row["name"].clone(), row["item"].clone(), row["actual"].clone(), row["status"].clone()))
        .collect();
    let row = |name: &str, item: Value, actual: u64, status: &str| {
        (json!(name), item, json!(actual), json!(status))
    };
    assert_eq!(
        rows,
        [
            row("All", Value::Null, again, "fail"),
            row("Pages", json!("index.html"), again, "warn"),
            row("Pages", json!("about.html"), 0, "pass"),
            row("Vendor", Value::Null, 0, "pass"),
        ]
    );
}

#[test]
fn what_is_loaded_again_is_never_passed_unseen() {
    let project = two_pages();
    project.run(&["update", "dist"]);
    project.write(
        "budgets.json",
        r#"{ "compression": { "gzip": 6, "brotli": 0 },
            "budgets": [{ "name": "All", "max": { "invalidated": 10 } }] }"#,
    );
    let skipped = |arguments: &[&str]| -> String {
        let report = project.report(arguments);
        let row = &list(&report, "budgets")[0];
        assert_eq!((&row["status"], &row["actual"]), (&json!("skipped"), &Value::Null), "{row}");
        row["reason"].as_str().expect("a text").to_owned()
    };
    assert_eq!(skipped(&["--no-encode", "--no-baseline"]), "not judged: no baseline given");
    assert_eq!(
        skipped(&["--no-encode", "--baseline", "none.json"]),
        "not judged: the baseline is not there yet"
    );
    assert_eq!(
        skipped(&["--no-encode"]),
        "not judged: the baseline does not tell contents; use an earlier JSON report as baseline"
    );
}

#[test]
fn what_is_loaded_again_is_of_files_and_has_no_lower_limit() {
    for (budget, message) in [
        (r#""min": { "invalidated": 1 }"#, "no lower limit"),
        (r#""growth": { "invalidated": 1 }"#, "invalidated"),
        (r#""per": "package", "max": { "invalidated": 1 }"#, "not of packages or split points"),
        (
            r#""package": "moment", "per": "total", "max": { "invalidated": 1 }"#,
            "not of packages or split points",
        ),
        (r#""per": "split-point", "max": { "invalidated": 1 }"#, "not of packages or split points"),
        (r#""type": "source-map", "max": { "invalidated": 1 }"#, "not measured of source maps"),
    ] {
        let project = two_pages();
        project.write("budgets.json", format!("{{ \"budgets\": [{{ \"name\": \"All\", {budget} }}] }}"));
        let outcome = project.run(&["check", "dist", "--no-encode"]);
        assert_eq!(outcome.status, 2, "{budget}: {}", outcome.stdout);
        assert!(unwrapped(&outcome.stderr).contains(message), "{budget}: {}", outcome.stderr);
        assert!(unwrapped(&outcome.stderr).contains("budgets.json:1:"), "{budget}: {}", outcome.stderr);
    }
}

/// `dist/index.html` with one script, and a source map that has a line for each source.
fn mapped(project: &Project, sources: &[&str]) {
    let lines =
        sources.iter().enumerate().map(|(index, _)| format!("call{index}(\"{}\");\n", "text".repeat(40)));
    let code: String = lines.collect();
    let mappings: Vec<&str> =
        (0..sources.len()).map(|index| if index == 0 { "AAAA" } else { "ACAA" }).collect();
    let map = json!({ "version": 3, "sources": sources, "names": [], "mappings": mappings.join(";") });
    project.write("dist/index.html", "<script type=module src=/app.js></script>");
    project.write("dist/app.js", format!("{code}//# sourceMappingURL=app.js.map"));
    project.write("dist/app.js.map", map.to_string());
}

#[test]
fn another_copy_of_a_package_is_told() {
    let project = Project::new();
    project.write("budgets.json", QUICK);
    mapped(&project, &["../src/app.js", "../node_modules/ms/index.js"]);
    project.run(&["check", "dist", "--no-encode", "--report", "json=base.json"]);
    mapped(
        &project,
        &["../src/app.js", "../node_modules/ms/index.js", "../node_modules/debug/node_modules/ms/index.js"],
    );
    let baseline = project.report(&["--no-encode", "--baseline", "base.json"])["baseline"].clone();
    let cause = &list(&baseline, "causes")[0];
    assert_eq!((&cause["kind"], &cause["name"]), (&json!("duplicate-added"), &json!("ms")), "{baseline:#}");
    assert!(baseline["headline"].as_str().is_some_and(|line| line.contains("ms (another copy, in app.js)")));
}

#[test]
fn pages_that_changed_alike_are_one_load() {
    let project = two_pages();
    project.write("dist/app.js", "console.log('the first')");
    project.write("dist/vendor.js", format!("console.log('{}')", "more of the same ".repeat(9)));
    let baseline = project.report(&["--no-encode", "--baseline", "base.json"])["baseline"].clone();
    let loads = list(&baseline, "loads");
    assert_eq!(loads.len(), 1, "{baseline:#}");
    assert_eq!((&loads[0]["entry"], &loads[0]["alike"]), (&json!("about.html"), &json!(["index.html"])));
    let headline = baseline["headline"].as_str().expect("a text");
    assert!(headline.contains("in about.html's initial load and 1 more"), "{headline}");
}

#[test]
fn a_new_page_is_told_after_those_that_grew_and_a_gone_one_too() {
    let project = two_pages();
    project.write("dist/news.html", "<script type=module src=/vendor.js></script>");
    let grown = project.report(&["--no-encode", "--baseline", "base.json"])["baseline"].clone();
    let told = |baseline: &Value| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let causes = list(baseline, "causes").iter();
        causes.map(|cause| (text(&cause["kind"]), text(&cause["name"]))).collect()
    };
    let pair = |kind: &str, name: &str| (kind.to_owned(), name.to_owned());
    assert_eq!(told(&grown), [pair("code", "app.js"), pair("entry-added", "news.html")], "{grown:#}");
    project.run(&["check", "dist", "--no-encode", "--report", "json=base.json"]);
    std::fs::remove_file(project.path("dist/news.html")).expect("it is there");
    let shrunk = project.report(&["--no-encode", "--baseline", "base.json"])["baseline"].clone();
    assert_eq!(told(&shrunk), [pair("entry-removed", "news.html")], "{shrunk:#}");
    assert!(shrunk["headline"].as_str().is_some_and(|line| line.contains("news.html (gone)")), "{shrunk:#}");
}
