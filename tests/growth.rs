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
use support::Project;

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

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is not a list in {value:#}"))
}

#[test]
fn a_package_that_was_added_or_removed_is_named() {
    check(
        "before-mapped",
        "package-added",
        "+5.31 kB gzip in index.html's initial load: +4.66 kB litecollection (new, in assets/main-*.js), \
         +409 B assets/chunk-*.js (new), and 4 more",
    );
    check(
        "package-added",
        "before-mapped",
        "-5.31 kB gzip in index.html's initial load: -4.66 kB litecollection (gone), \
         -409 B assets/chunk-*.js (gone), and 4 more",
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
         +25.8 kB assets/report-*.js (split point lost: was loaded later), and 5 more",
    );
    check(
        "split-point-lost-mapped",
        "before-mapped",
        "-25.9 kB gzip in index.html's initial load: \
         -25.8 kB assets/report-*.js (new split point: loaded later now), and 5 more",
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
