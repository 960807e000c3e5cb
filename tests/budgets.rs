//! What budgets mean: which files each is about, what is measured, and which side of a limit a value is on.
//!
//! All of it through the binary and its JSON report, on a build of which every byte is known.

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
use weighbridge::checks::CHECKS;
use weighbridge::config;

/// Two pages. `index.html` loads 3,700 bytes in 4 files at first and 700 in 2 files later; `admin.html` loads 2,800
/// bytes in 3 files. With the picture there are 9 files of 6,000 bytes, and a source map.
fn site() -> Project {
    Project::new()
        .file(
            "dist/index.html",
            sized("<script type=module src=main.js></script><link rel=stylesheet href=main.css>", 200),
        )
        .file("dist/main.js", sized("import'./vendor.js';import('./lazy.js');", 1_000))
        .file("dist/vendor.js", sized("export default 1;", 2_000))
        .file("dist/main.css", sized("a{b:c}", 500))
        .file("dist/lazy.js", sized("import'./lazy-part.js';", 400))
        .file("dist/lazy-part.js", sized("export default 2;", 300))
        .file("dist/admin.html", sized("<script type=module src=admin.js></script>", 100))
        .file("dist/admin.js", sized("import'./vendor.js';", 700))
        .file("dist/logo.png", sized("", 800))
        .file("dist/main.js.map", sized("{}", 5_000))
}

/// `text` with spaces behind it, `bytes` long.
fn sized(text: &str, bytes: usize) -> String {
    format!("{text:bytes$}")
}

/// The report on a project whose budget file is `config`.
#[track_caller]
fn report(project: &Project, config: &Value) -> Value {
    project.write("budgets.json", config.to_string());
    project.report(&[])
}

/// Each judgement as `[item, metric, actual, status]`.
fn judgements(report: &Value) -> Value {
    let budgets = report["budgets"].as_array().expect("budgets are a list");
    let row = |budget: &Value| json!([budget["item"], budget["metric"], budget["actual"], budget["status"]]);
    budgets.iter().map(row).collect()
}

/// Holds what budgets come to in `project`.
#[track_caller]
fn check(project: &Project, budgets: &Value, expected: &Value) {
    assert_eq!(&judgements(&report(project, &json!({ "budgets": budgets }))), expected, "{budgets}");
}

/// Holds what one budget comes to in [`site`].
#[track_caller]
fn check_one(budget: &Value, expected: &Value) {
    check(&site(), &json!([budget]), expected);
}

fn total(report: &Value, metric: &str) -> u64 {
    report["totals"]["all"][metric].as_u64().expect("it is measured")
}

fn size(report: &Value, path: &str, metric: &str) -> u64 {
    let mut assets = report["assets"].as_array().expect("assets are a list").iter();
    let asset = assets.find(|asset| asset["path"] == path).expect("it is an asset");
    asset[metric].as_u64().expect("it is measured")
}

#[test]
fn a_value_equal_to_its_limit_passes_and_one_more_fails() {
    let weighed = site().report(&[]);
    for metric in ["raw", "gzip", "brotli"] {
        let actual = total(&weighed, metric);
        for (limit, status) in [(actual, "pass"), (actual - 1, "fail")] {
            let project = site();
            let report = report(&project, &json!({ "budgets": [{ "max": { metric: limit } }] }));
            assert_eq!(judgements(&report), json!([[null, metric, actual, status]]));
            assert_eq!(report["verdict"], status);
            project.run(&["check", "dist"]).expect(i32::from(status == "fail"), &[]);
        }
    }
    assert_eq!(total(&weighed, "raw"), 6_000);
}

#[test]
fn several_metrics_are_all_judged() {
    let weighed = site().report(&[]);
    let [raw, gzip, brotli] = ["raw", "gzip", "brotli"].map(|metric| total(&weighed, metric));
    check_one(
        &json!({ "max": { "brotli": brotli, "gzip": gzip - 1, "raw": raw, "count": 9 } }),
        &json!([
            [null, "raw", raw, "pass"],
            [null, "gzip", gzip, "fail"],
            [null, "brotli", brotli, "pass"],
            [null, "count", 9, "pass"],
        ]),
    );
}

#[test]
fn a_value_between_warn_and_max_warns_and_does_not_fail_the_run() {
    let budget =
        |warn: u64, max: u64| json!({ "budgets": [{ "warn": { "raw": warn }, "max": { "raw": max } }] });
    for (warn, max, status) in [(6_000, 6_001, "pass"), (5_999, 6_000, "warn"), (5_998, 5_999, "fail")] {
        let project = site();
        let report = report(&project, &budget(warn, max));
        assert_eq!(judgements(&report), json!([[null, "raw", 6_000, status]]));
        assert_eq!(report["verdict"], status);
        assert_eq!(
            (&report["budgets"][0]["warn"], &report["budgets"][0]["max"]),
            (&json!(warn), &json!(max))
        );
        project.run(&["check", "dist"]).expect(i32::from(status == "fail"), &[]);
        project.run(&["check", "dist", "--fail-on", "warning"]).expect(i32::from(status != "pass"), &[]);
    }
    check_one(&json!({ "warn": { "raw": 1 } }), &json!([[null, "raw", 6_000, "warn"]]));
}

#[test]
fn less_than_the_least_fails() {
    check_one(&json!({ "min": { "raw": 6_000 } }), &json!([[null, "raw", 6_000, "pass"]]));
    check_one(&json!({ "min": { "raw": 6_001 } }), &json!([[null, "raw", 6_000, "fail"]]));
    check_one(
        &json!({ "min": { "raw": 1 }, "max": { "raw": 5_999 } }),
        &json!([[null, "raw", 6_000, "fail"]]),
    );
}

#[test]
fn files_are_counted() {
    check_one(&json!({ "max": { "count": 9 } }), &json!([[null, "count", 9, "pass"]]));
    check_one(&json!({ "max": { "count": 8 } }), &json!([[null, "count", 9, "fail"]]));
    check_one(
        &json!({ "load": "initial", "per": "entry", "max": { "count": 3 } }),
        &json!([["index.html", "count", 4, "fail"], ["admin.html", "count", 3, "pass"]]),
    );
}

#[test]
fn the_time_of_a_first_load_is_its_round_trips_and_its_bytes() {
    let weighed = site().report(&[]);
    let gzip = |paths: &[&str]| -> u64 { paths.iter().map(|path| size(&weighed, path, "gzip")).sum() };
    // Three round trips of 150 ms for the connection, then the document, its script, and what that imports.
    // 1,638.4 bits come in a millisecond.
    let index = 6 * 150 + (gzip(&["index.html", "main.js", "vendor.js", "main.css"]) * 80).div_ceil(16_384);
    let admin = 6 * 150 + (gzip(&["admin.html", "admin.js", "vendor.js"]) * 80).div_ceil(16_384);
    assert_eq!((index, admin), (902, 901));
    let budget =
        |limit: u64| json!({ "load": "initial", "per": "entry", "max": { "time": format!("{limit} ms") } });
    check_one(
        &budget(902),
        &json!([["index.html", "time", 902, "pass"], ["admin.html", "time", 901, "pass"]]),
    );
    check_one(
        &budget(901),
        &json!([["index.html", "time", 902, "fail"], ["admin.html", "time", 901, "pass"]]),
    );
    // 800 ms, 280 bits in a millisecond.
    let slow = 6 * 800 + (gzip(&["admin.html", "admin.js", "vendor.js"]) * 8).div_ceil(280);
    check_one(
        &json!({ "load": "initial", "entry": "admin.html", "per": "entry", "network": "2g", "max": { "time": "1 s" } }),
        &json!([["admin.html", "time", slow, "fail"]]),
    );
}

#[test]
fn the_time_of_a_split_point_has_no_connection_to_set_up() {
    let weighed = site().report(&[]);
    let bytes = size(&weighed, "lazy.js", "gzip") + size(&weighed, "lazy-part.js", "gzip");
    // Two requests that follow each other, 400 ms each; 400 bits come in a millisecond.
    let time = 2 * 400 + (bytes * 8).div_ceil(400);
    check_one(
        &json!({ "per": "split-point", "network": "slow-3g", "max": { "time": format!("{time} ms") } }),
        &json!([["lazy.js", "time", time, "pass"]]),
    );
}

#[test]
fn what_a_limit_is_per_decides_what_is_summed() {
    check_one(&json!({ "type": "script", "max": { "raw": 9_000 } }), &json!([[null, "raw", 4_400, "pass"]]));
    check_one(
        &json!({ "type": "script", "per": "file", "max": { "raw": 999 } }),
        &json!([
            ["vendor.js", "raw", 2_000, "fail"],
            ["main.js", "raw", 1_000, "fail"],
            ["admin.js", "raw", 700, "pass"],
            ["lazy.js", "raw", 400, "pass"],
            ["lazy-part.js", "raw", 300, "pass"],
        ]),
    );
    check_one(
        &json!({ "type": "script", "per": "entry", "max": { "raw": 3_000 } }),
        &json!([["index.html", "raw", 3_700, "fail"], ["admin.html", "raw", 2_700, "pass"]]),
    );
    check_one(
        &json!({ "per": "split-point", "max": { "raw": 699 } }),
        &json!([["lazy.js", "raw", 700, "fail"]]),
    );
}

#[test]
fn a_split_point_is_judged_where_it_stands_and_only_if_it_splits() {
    let project = site();
    let with_static_import = sized("import'./vendor.js';import('./vendor.js');import('./lazy.js');", 1_000);
    project.write("dist/main.js", with_static_import);
    let report = report(&project, &json!({ "budgets": [{ "per": "split-point", "max": { "raw": 1_000 } }] }));
    assert_eq!(report["splitPoints"].as_array().map(Vec::len), Some(2));
    assert_eq!(judgements(&report), json!([["lazy.js", "raw", 700, "pass"]]));
    assert_eq!((&report["budgets"][0]["line"], &report["budgets"][0]["column"]), (&json!(1), &json!(43)));
}

#[test]
fn globs_take_files_in_and_an_exclamation_mark_takes_them_out() {
    let sum = |files: Value| json!({ "files": files, "max": { "raw": 9_000 } });
    check_one(&sum(json!("*.js")), &json!([[null, "raw", 4_400, "pass"]]));
    check_one(&sum(json!(["*.js", "!lazy*"])), &json!([[null, "raw", 3_700, "pass"]]));
    check_one(&sum(json!(["!lazy*", "*.js"])), &json!([[null, "raw", 3_700, "pass"]]));
    check_one(&sum(json!(["!*.js"])), &json!([[null, "raw", 1_600, "pass"]]));
    check_one(&sum(json!(["{main,admin}.{js,css}"])), &json!([[null, "raw", 2_200, "pass"]]));
    let nested = site().file("dist/deep/er/x.js", sized("1", 50));
    check(&nested, &json!([sum(json!("*.js"))]), &json!([[null, "raw", 4_400, "pass"]]));
    check(&nested, &json!([sum(json!("**/*.js"))]), &json!([[null, "raw", 4_450, "pass"]]));
}

#[test]
fn a_type_selects_what_browsers_fetch_files_as() {
    for (kind, raw) in [("document", 300), ("script", 4_400), ("stylesheet", 500), ("image", 800)] {
        check_one(&json!({ "type": kind, "max": { "raw": 9_000 } }), &json!([[null, "raw", raw, "pass"]]));
    }
    check_one(
        &json!({ "type": "script", "files": "main.*", "max": { "raw": 9_000 } }),
        &json!([[null, "raw", 1_000, "pass"]]),
    );
}

#[test]
fn initial_is_what_some_page_loads_at_first_and_lazy_what_comes_only_later() {
    check_one(&json!({ "load": "initial", "max": { "raw": 9_000 } }), &json!([[null, "raw", 4_500, "pass"]]));
    check_one(&json!({ "load": "lazy", "max": { "raw": 9_000 } }), &json!([[null, "raw", 700, "pass"]]));
    check_one(
        &json!({ "load": "initial", "per": "entry", "max": { "raw": 9_000 } }),
        &json!([["index.html", "raw", 3_700, "pass"], ["admin.html", "raw", 2_800, "pass"]]),
    );
    check_one(
        &json!({ "load": "lazy", "per": "entry", "max": { "raw": 9_000 } }),
        &json!([["index.html", "raw", 700, "pass"]]),
    );
}

#[test]
fn an_entry_selects_what_its_pages_load() {
    let of = |entry: Value, load: &str| json!({ "entry": entry, "load": load, "max": { "raw": 9_000 } });
    check_one(&of(json!("admin.html"), "initial"), &json!([[null, "raw", 2_800, "pass"]]));
    check_one(&of(json!(["*.html", "!admin.*"]), "initial"), &json!([[null, "raw", 3_700, "pass"]]));
    check_one(&of(json!("index.html"), "lazy"), &json!([[null, "raw", 700, "pass"]]));
    check_one(
        &json!({ "entry": "index.html", "max": { "raw": 9_000 } }),
        &json!([[null, "raw", 4_400, "pass"]]),
    );
    check_one(
        &json!({ "entry": "index.html", "per": "split-point", "max": { "raw": 9_000 } }),
        &json!([["lazy.js", "raw", 700, "pass"]]),
    );
    check_one(
        &json!({ "entry": "admin.html", "per": "split-point", "max": { "raw": 9_000 } }),
        &json!([[null, null, null, "fail"]]),
    );
}

#[test]
fn what_one_page_loads_later_and_another_at_first_is_lazy_for_the_first_alone() {
    let project = site();
    project.write("dist/admin.js", sized("import'./vendor.js';import'./lazy-part.js';", 700));
    let lazy = |entry: Value| json!({ "load": "lazy", "entry": entry, "max": { "raw": 9_000 } });
    check(&project, &json!([lazy(json!("**"))]), &json!([[null, "raw", 400, "pass"]]));
    check(&project, &json!([lazy(json!("index.html"))]), &json!([[null, "raw", 700, "pass"]]));
    let everywhere = json!([{ "load": "lazy", "max": { "raw": 9_000 } }]);
    check(&project, &everywhere, &json!([[null, "raw", 400, "pass"]]));
}

#[test]
fn the_rest_is_what_no_other_budget_per_file_is_about() {
    check(
        &site(),
        &json!([
            { "files": "*.js", "per": "file", "max": { "raw": 2_000 } },
            { "files": "main.css", "max": { "raw": 500 } },
            { "rest": true, "max": { "raw": 600 } },
        ]),
        &json!([
            ["vendor.js", "raw", 2_000, "pass"],
            ["main.js", "raw", 1_000, "pass"],
            ["admin.js", "raw", 700, "pass"],
            ["lazy.js", "raw", 400, "pass"],
            ["lazy-part.js", "raw", 300, "pass"],
            [null, "raw", 500, "pass"],
            ["logo.png", "raw", 800, "fail"],
            ["main.css", "raw", 500, "pass"],
            ["index.html", "raw", 200, "pass"],
            ["admin.html", "raw", 100, "pass"],
        ]),
    );
}

#[test]
fn the_worst_item_stands_first_whatever_the_bound() {
    check_one(
        &json!({ "type": "document", "per": "file", "min": { "raw": 150 } }),
        &json!([["admin.html", "raw", 100, "fail"], ["index.html", "raw", 200, "pass"]]),
    );
    check_one(
        &json!({ "files": "*.{css,png}", "per": "file", "warn": { "raw": 400 }, "max": { "raw": 600 } }),
        &json!([["logo.png", "raw", 800, "fail"], ["main.css", "raw", 500, "warn"]]),
    );
}

#[test]
fn a_page_with_nothing_of_the_kind_is_judged_by_a_floor_alone() {
    let styles = |bound: &str| json!({ "type": "stylesheet", "per": "entry", bound: { "raw": 500 } });
    check_one(&styles("max"), &json!([["index.html", "raw", 500, "pass"]]));
    check_one(&styles("min"), &json!([["admin.html", "raw", 0, "fail"], ["index.html", "raw", 500, "pass"]]));
}

#[test]
fn a_kilobyte_is_1000_bytes_and_a_kibibyte_1024() {
    let project = Project::new().file("dist/a.js", sized("1", 1_024));
    for (limit, status) in [("1 KiB", "pass"), ("1.024 kB", "pass"), ("1 kB", "fail"), ("1023 B", "fail")] {
        check(&project, &json!([{ "max": { "raw": limit } }]), &json!([[null, "raw", 1_024, status]]));
    }
}

#[test]
fn a_budget_that_matches_nothing_has_not_passed() {
    let config = |unmatched: Value| json!({ "budgets": [{ "files": "gone.js", "max": { "raw": 1 } }], "unmatched": unmatched });
    for (unmatched, status, verdict) in
        [("error", "fail", "fail"), ("warn", "warn", "warn"), ("ignore", "skipped", "pass")]
    {
        let report = report(&site(), &config(json!(unmatched)));
        assert_eq!(judgements(&report), json!([[null, null, null, status]]));
        assert_eq!(report["verdict"], verdict);
        assert!(
            report["budgets"][0]["reason"].as_str().is_some_and(|reason| reason.contains("matches nothing"))
        );
    }
    check_one(&json!({ "files": "gone.js", "max": { "raw": 1 } }), &json!([[null, null, null, "fail"]]));
    check_one(
        &json!({ "files": "gone.js", "per": "file", "max": { "raw": 1 } }),
        &json!([[null, null, null, "fail"]]),
    );
}

#[test]
fn what_cannot_be_judged_yet_is_skipped_and_says_why() {
    let growth = json!({ "files": "*.js", "max": { "raw": 4_400 }, "growth": { "raw": "5 %" } });
    check_one(&growth, &json!([[null, "raw", 4_400, "pass"], [null, "raw", null, "skipped"]]));
    let report = report(&site(), &json!({ "budgets": [growth] }));
    assert_eq!(report["verdict"], "pass");
    let reason = report["budgets"][1]["reason"].as_str();
    assert!(reason.is_some_and(|reason| reason.contains("baseline")), "{report:#}");
}

#[test]
fn compression_presets_decide_the_sizes() {
    // Text that the levels make a difference to.
    let lines: Vec<String> =
        (0..3_000_u64).map(|n| format!("f({},\"{}\");", n * n % 7_919, n * 31 % 977)).collect();
    let text = lines.concat();
    let project = Project::new().file("dist/a.js", &text);
    let weighed = |compression: Value| {
        let report = report(&project, &json!({ "compression": compression }));
        let levels = &report["build"]["compression"];
        let levels = (levels["gzip"].as_u64(), levels["brotli"].as_u64());
        (levels, size(&report, "a.js", "gzip"), size(&report, "a.js", "brotli"))
    };
    let (max_levels, max_gzip, max_brotli) = weighed(json!("max"));
    let (cdn_levels, cdn_gzip, cdn_brotli) = weighed(json!("cdn"));
    assert_eq!((max_levels, cdn_levels), ((Some(9), Some(11)), (Some(6), Some(5))));
    assert!(max_gzip < cdn_gzip, "{max_gzip} {cdn_gzip}");
    assert!(max_brotli < cdn_brotli, "{max_brotli} {cdn_brotli}");
    assert_eq!(weighed(json!({ "gzip": 6 })), ((Some(6), Some(11)), cdn_gzip, max_brotli));
    assert_eq!(weighed(json!({ "brotli": 5 })), ((Some(9), Some(5)), max_gzip, cdn_brotli));
}

#[test]
fn what_is_ignored_is_left_out_of_everything() {
    let report =
        report(&site(), &json!({ "ignore": ["lazy*", "*.png"], "budgets": [{ "max": { "raw": 9_000 } }] }));
    assert_eq!(judgements(&report), json!([[null, "raw", 4_500, "pass"]]));
    assert_eq!(total(&report, "raw"), 4_500);
    let text = report.to_string();
    assert!(!text.contains("lazy.js") && !text.contains("logo.png"), "{text}");
    // The import of a file that is left out is no split point.
    assert_eq!(report["splitPoints"], json!([]));
}

#[test]
fn a_source_map_is_in_no_budget_that_does_not_name_its_type() {
    check_one(
        &json!({ "max": { "raw": 9_000, "count": 9 } }),
        &json!([[null, "raw", 6_000, "pass"], [null, "count", 9, "pass"]]),
    );
    check_one(&json!({ "files": "main.*", "max": { "raw": 9_000 } }), &json!([[null, "raw", 1_500, "pass"]]));
    check_one(
        &json!({ "rest": true, "files": "m*", "max": { "raw": 9_000 } }),
        &json!([["main.js", "raw", 1_000, "pass"], ["main.css", "raw", 500, "pass"]]),
    );
    check_one(
        &json!({ "type": "source-map", "max": { "raw": 4_999 } }),
        &json!([[null, "raw", 5_000, "fail"]]),
    );
    check_one(&json!({ "type": "source-map", "max": { "count": 0 } }), &json!([[null, "count", 1, "fail"]]));
}

#[test]
fn scripts_for_browsers_without_modules_are_in_no_load() {
    let project = Project::new().fixture("vite8-legacy");
    let budgets = json!([{ "type": "script", "load": "initial", "per": "entry", "max": { "count": 1 } }]);
    check(&project, &budgets, &json!([["index.html", "count", 1, "pass"]]));
    let budgets = json!([{ "files": "**/*-legacy-*.js", "load": "lazy", "max": { "count": 9 } }]);
    check(&project, &budgets, &json!([[null, null, null, "fail"]]));
}

#[test]
fn limits_of_the_command_line_are_budgets_without_a_file() {
    let project = site().file("budgets.json", json!({ "budgets": [{ "max": { "raw": 1 } }] }).to_string());
    let report =
        project.report(&["--limit", "4400 B raw", "*.js", "--limit", "3.7 kB raw", "*.js", "!lazy*"]);
    assert_eq!(judgements(&report), json!([[null, "raw", 4_400, "pass"], [null, "raw", 3_700, "pass"]]));
    assert_eq!((&report["config"], &report["verdict"]), (&Value::Null, &json!("pass")));

    let gzip = total(&report, "gzip");
    let report = project.report(&["--limit", &format!("{gzip} B")]);
    assert_eq!(judgements(&report), json!([[null, "gzip", gzip, "pass"]]));
    let report = project.report(&["--limit", &format!("{}", gzip - 1), "--limit", "5999 raw"]);
    assert_eq!(judgements(&report), json!([[null, "gzip", gzip, "fail"], [null, "raw", 6_000, "fail"]]));
    project.run(&["check", "dist", "--limit", "5999 raw"]).expect(1, &[]);
    project.run(&["check", "dist", "--limit", "6 kB raw"]).expect(0, &[]);
    // A glob that matches nothing has not passed here either.
    project.run(&["check", "dist", "--limit", "6 kB", "gone.js"]).expect(1, &[]);
}

/// The names of the budgets that were judged.
fn names(report: &Value) -> Vec<&str> {
    let mut names: Vec<_> = report["budgets"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|budget| budget["name"].as_str())
        .collect();
    names.dedup();
    names
}

const BUILT_IN: [&str; 4] = ["First load JS", "Any script", "Requests", "On a slow phone"];

#[test]
fn without_a_file_the_built_in_budgets_apply_and_the_output_says_so() {
    let project = site();
    let report = project.report(&[]);
    assert_eq!(names(&report), BUILT_IN);
    assert_eq!((&report["config"], &report["verdict"]), (&Value::Null, &json!("pass")));
    let limits = |index: usize| [&report["budgets"][index]["max"], &report["budgets"][index]["warn"]];
    assert_eq!(limits(0), [&json!(500_000), &Value::Null]);
    let outcome = project.run(&["check", "dist"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("built-in budgets"), "{}", outcome.stdout);
    let said = support::unwrapped(&outcome.stdout);
    assert!(said.contains("set your own in budgets.json"), "{}", outcome.stdout);
}

#[test]
fn no_config_means_the_built_in_budgets_whatever_files_there_are() {
    let project = site().file("budgets.json", json!({ "budgets": [{ "max": { "raw": 1 } }] }).to_string());
    project.run(&["check", "dist"]).expect(1, &[]);
    let report = project.report(&["--no-config"]);
    assert_eq!(names(&report), BUILT_IN);
    assert_eq!((&report["config"], &report["verdict"]), (&Value::Null, &json!("pass")));
    let outcome = project.run(&["check", "dist", "--no-config"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("built-in budgets"), "{}", outcome.stdout);
}

fn named(name: &str) -> String {
    json!({ "budgets": [{ "name": name, "max": { "raw": "1 MB" } }] }).to_string()
}

/// The names of the budgets that `check` of a directory finds.
#[track_caller]
fn check_found(project: &Project, directory: &str, expected: &[&str]) {
    let outcome = project.run(&["check", directory, "--report", "json"]);
    outcome.expect(0, &[]);
    let report: Value = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
    assert_eq!(names(&report), expected);
}

#[test]
fn the_budget_file_is_the_nearest_above_the_build_within_the_repository() {
    let project = Project::new().file("budgets.json", named("outermost")).file("site/app/dist/a.js", "f()");
    check_found(&project, "site/app/dist", &["outermost"]);
    project.write("site/app/budgets.json", named("nearer"));
    check_found(&project, "site/app/dist", &["nearer"]);
    check_found(&project, "./site/../site/app/dist/", &["nearer"]);
    project.write("site/app/dist/budgets.json", named("in the build"));
    check_found(&project, "site/app/dist", &["in the build"]);
}

#[test]
fn a_budget_file_above_the_root_of_the_repository_is_not_used() {
    let project = Project::new().file("budgets.json", named("outside")).file("site/app/dist/a.js", "f()");
    project.write("site/.git/HEAD", "ref: refs/heads/main");
    check_found(&project, "site/app/dist", &BUILT_IN);
    project.write("site/budgets.json", named("at the root"));
    check_found(&project, "site/app/dist", &["at the root"]);
}

#[test]
fn the_build_of_the_budget_file_is_checked_where_no_directory_is_given() {
    let config = json!({ "build": "out/site", "budgets": [{ "max": { "raw": 1_000 } }] }).to_string();
    let project = Project::new().file("budgets.json", &config).file("out/site/a.js", sized("f()", 123));
    let checked = |arguments: &[&str]| -> Value {
        let outcome = project.run(&[&["check", "--report", "json"], arguments].concat());
        outcome.expect(0, &[]);
        serde_json::from_str(&outcome.stdout).expect("the report is JSON")
    };
    let report = checked(&[]);
    assert_eq!(judgements(&report), json!([[null, "raw", 123, "pass"]]));
    assert_eq!(report["build"]["directory"], "out/site");
    assert_eq!(report["config"], "budgets.json");
    // Relative to the file, not to where the tool runs.
    project.write("elsewhere/ci.json", &config);
    project.write("elsewhere/out/site/b.js", sized("f()", 77));
    let report = checked(&["--config", "elsewhere/ci.json"]);
    assert_eq!(judgements(&report), json!([[null, "raw", 77, "pass"]]));
    assert_eq!(report["build"]["directory"], "elsewhere/out/site");
    // A directory on the command line wins.
    let report = checked(&["elsewhere/out/site", "--config", "budgets.json"]);
    assert_eq!(judgements(&report), json!([[null, "raw", 77, "pass"]]));
}

#[test]
fn without_a_directory_and_without_build_nothing_can_be_judged() {
    let project = site();
    project.run(&["check"]).expect(2, &["no build directory is given"]);
    project.write("budgets.json", named("no build"));
    project.run(&["check"]).expect(2, &["no build directory is given"]);
}

#[test]
fn the_example_of_the_documentation_is_accepted_by_the_reader_and_by_the_schema() {
    let docs = include_str!("../docs/budgets.md");
    let (_, after) = docs.split_once("```jsonc\n").expect("there is an example");
    let (example, _) = after.split_once("```").expect("the example ends");
    let config = config::parse(example, "budgets.json", CHECKS).expect("the example is valid");
    assert_eq!(config.budgets.len(), 8);
    // Without comments and trailing commas it is plain JSON.
    let code = |line: &'static str| line.split_once("// ").map_or(line, |(code, _)| code).trim();
    let plain: String = example.lines().map(code).collect();
    let plain: Value =
        serde_json::from_str(&plain.replace(",]", "]").replace(",}", "}")).expect("it is JSON");
    let schema = jsonschema::draft202012::new(&config::schema(CHECKS)).expect("the schema is valid");
    assert!(schema.is_valid(&plain), "the schema refuses {plain:#}");
}
