//! `weighbridge merge`: what the joined report is, and what cannot be joined.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::io::Write;
use std::process::Stdio;

use support::{Outcome, Project};

const APPS: [&str; 3] = ["admin", "docs", "shop"];

/// Three apps, their reports written one by one; the limit of `shop` does not hold.
fn reports() -> Project {
    let mut project = Project::new();
    for app in APPS {
        let max = if app == "shop" { "20 B" } else { "10 kB" };
        let budgets = format!(
            r#"{{ "build": "dist", "compression": {{ "gzip": 1, "brotli": 0 }},
                 "budgets": [{{ "name": "All", "max": {{ "raw": "{max}" }} }}] }}"#
        );
        project = project
            .file(&format!("apps/{app}/budgets.json"), budgets)
            .file(&format!("apps/{app}/dist/index.html"), "<!doctype html>\n<html lang=en><title>x</title>\n")
            .file(&format!("apps/{app}/dist/{app}.js"), "console.log(1);\n");
        let (directory, report) = (format!("apps/{app}"), format!("json={app}.json"));
        let check = ["check", &directory, "--project", &directory, "--report", &report, "--fail-on", "never"];
        project.run(&check).expect(0, &[]);
    }
    project
}

/// The joined report of those files.
#[track_caller]
fn merged(project: &Project, files: &[&str]) -> String {
    let outcome = project.run(&[&["merge"], files, &["--report", "json", "--fail-on", "never"]].concat());
    outcome.expect(0, &[]);
    outcome.stdout
}

#[test]
fn merged_reports_are_those_of_one_run_over_all_projects() {
    let project = reports();
    let run = project.run(&["check", "apps/admin", "apps/docs", "apps/shop", "--report", "json"]);
    run.expect(1, &[]);
    assert_eq!(merged(&project, &["shop.json", "admin.json", "docs.json"]), run.stdout);
}

#[test]
fn merging_is_associative_commutative_and_idempotent() {
    let project = reports();
    let all = merged(&project, &["admin.json", "docs.json", "shop.json"]);
    project.write("left.json", merged(&project, &["admin.json", "docs.json"]));
    project.write("right.json", merged(&project, &["shop.json", "docs.json"]));
    project.write("all.json", &all);
    for files in [
        &["left.json", "shop.json"][..],
        &["admin.json", "right.json"],
        &["right.json", "left.json"],
        &["all.json"],
        &["all.json", "all.json", "docs.json"],
    ] {
        assert_eq!(merged(&project, files), all, "{files:?}");
    }
    assert_eq!(merged(&project, &["docs.json"]), project.read("docs.json"), "one report is itself");
}

#[test]
fn the_short_text_has_what_broke_and_a_line_a_project_and_the_status_is_that_of_the_verdict() {
    let project = reports();
    let outcome = project.run(&["merge", "docs.json", "shop.json"]);
    outcome.expect(1, &[]);
    for text in [
        "apps/shop\n  ✗ \"All\" is ",
        "  PASS  apps/docs  ",
        "  FAIL  apps/shop  \"All\" is ",
        "FAIL  1 of 2 projects over budget: apps/shop\n",
    ] {
        assert!(outcome.stdout.contains(text), "{text:?} is not in:\n{}", outcome.stdout);
    }
    project.run(&["merge", "docs.json", "shop.json", "--fail-on", "never"]).expect(0, &[]);
    let quiet = project.run(&["merge", "docs.json", "admin.json", "--quiet"]);
    assert_eq!((quiet.status, quiet.stdout.as_str()), (0, ""));
}

#[test]
fn reports_go_to_files_and_come_from_stdin() {
    let project = reports();
    let mut merge = project
        .command(&["merge", "-", "docs.json", "--report", "json=out/all.json", "--report", "markdown"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let report = project.read("admin.json");
    merge.stdin.take().expect("it is piped").write_all(report.as_bytes()).expect("it reads");
    let outcome = Outcome::from(merge.wait_with_output().expect("it ends"));
    outcome.expect(0, &[]);
    assert!(!outcome.stdout.is_empty());
    assert_eq!(project.read("out/all.json"), merged(&project, &["admin.json", "docs.json"]));
    project.run(&["merge", "-", "-"]).expect(2, &["stdin is named twice"]);
}

#[test]
fn a_report_without_a_project_is_called_by_its_directory_or_by_the_name_that_is_given() {
    let project = reports();
    project.run(&["check", "apps/docs", "--report", "json=plain.json"]).expect(0, &[]);
    let named = |files: &[&str]| -> Vec<String> {
        let joined: serde_json::Value =
            serde_json::from_str(&merged(&project, files)).expect("the report is JSON");
        let reports = joined["projects"].as_array().expect("it is joined");
        reports.iter().map(|report| report["project"].as_str().expect("it has a name").to_owned()).collect()
    };
    assert_eq!(named(&["plain.json", "admin.json"]), ["apps/admin", "apps/docs/dist"]);
    assert_eq!(named(&["docs=plain.json", "admin.json"]), ["apps/admin", "docs"]);
    project.write("all.json", merged(&project, &["admin.json", "docs.json"]));
    project.run(&["merge", "x=all.json"]).expect(2, &["`all.json` has 2 projects, and one name is given"]);
}

#[test]
fn two_reports_of_one_project_that_differ_are_not_joined() {
    let project = reports();
    project.write("apps/docs/dist/docs.js", "console.log(2222);\n");
    let check = ["check", "apps/docs", "--project", "apps/docs", "--report", "json=later.json"];
    project.run(&check).expect(0, &[]);
    let outcome =
        project.run(&["merge", "docs.json", "admin.json", "later.json", "--report", "json=out.json"]);
    outcome.expect(2, &["`docs.json` and `later.json` say different things of the project"]);
    assert!(!project.path("out.json").exists());
}

#[test]
fn sizes_that_were_made_in_different_ways_are_not_joined() {
    let project = reports();
    let budgets = project.read("apps/docs/budgets.json").replace("\"gzip\": 1", "\"gzip\": 2");
    project.write("apps/docs/budgets.json", budgets);
    project.run(&["check", "apps/docs", "--report", "json=other.json"]).expect(0, &[]);
    project.run(&["merge", "admin.json", "other.json"]).expect(
        2,
        &["`admin.json` and `other.json` were compressed in different ways: gzip level 1, brotli level 0 and gzip level 2"],
    );
}

#[test]
fn whatever_is_no_report_is_told_with_its_file_and_all_of_them_at_once() {
    let project = reports();
    let report = project.read("docs.json");
    let joined = merged(&project, &["admin.json", "docs.json"]);
    project.write("cut.json", &report[..report.len() / 2]);
    project.write("empty.json", "");
    project.write("newer.json", report.replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"));
    project.write(
        "newer-inside.json",
        joined.replace("      \"schemaVersion\": 1", "      \"schemaVersion\": 3"),
    );
    project.write("other.json", r#"{ "name": "shop", "version": "1.0.0" }"#);
    project.write("deep.json", "[".repeat(2_000_000));
    project.write(
        "deep-inside.json",
        report.replace("\"findings\": []", &format!("\"findings\": {}", "[".repeat(100_000))),
    );
    project.write("word.json", report.replace("\"verdict\": \"pass\"", "\"verdict\": \"great\""));
    project.write("number.json", report.replace("\"unresolved\": 0", "\"unresolved\": -1e999"));
    project.write("binary.json", [0xff, 0xfe, 0x00, 0x80]);
    let outcome = project.run(&[
        "merge",
        "docs.json",
        "none.json",
        "cut.json",
        "empty.json",
        "newer.json",
        "newer-inside.json",
        "other.json",
        "deep.json",
        "deep-inside.json",
        "word.json",
        "number.json",
        "binary.json",
        "apps",
    ]);
    outcome.expect(
        2,
        &[
            "cannot read the report `none.json`",
            "the report `cut.json` ends in the middle, at line ",
            "the report `empty.json` ends in the middle, at line 1, column 0",
            "the report `newer.json` is of a newer format: schemaVersion 2",
            "the report `newer-inside.json` is of a newer format: schemaVersion 3",
            "the report `other.json` is no JSON report of weighbridge",
            "deep.json",
            "`word.json` is no JSON report of weighbridge",
            "number.json",
            "the report `binary.json` is not UTF-8 text: byte 1",
            "cannot read the report `apps`",
        ],
    );
    assert_eq!(outcome.stdout, "");
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
}

#[test]
fn hostile_names_in_reports_do_nothing_to_a_terminal() {
    let project = reports();
    let hostile = "\\u001b[31m\\n::error::\\u202e";
    let report = project.read("shop.json").replace("\"apps/shop\"", &format!("\"{hostile}\""));
    project.write("hostile.json", report.replace("\\\"All\\\"", hostile));
    let outcome = project.run(&["merge", "hostile.json", "docs.json"]);
    outcome.expect(1, &[]);
    assert!(!outcome.stdout.contains(['\u{1b}', '\u{202e}']), "{:?}", outcome.stdout);
    assert!(!outcome.stdout.lines().any(|line| line.starts_with("::error")), "{}", outcome.stdout);
    project.write(
        "hostile-too.json",
        project.read("hostile.json").replace("\"verdict\": \"fail\"", "\"verdict\": \"pass\""),
    );
    let outcome = project.run(&["merge", "hostile.json", "hostile-too.json"]);
    outcome.expect(2, &["say different things of the project"]);
    assert!(!outcome.stderr.contains(['\u{1b}', '\u{202e}']), "{:?}", outcome.stderr);
}
