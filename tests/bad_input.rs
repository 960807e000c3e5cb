//! What the binary says where it cannot judge, or where a budget cannot be judged: the exit status, the place,
//! the next step, and nothing on stdout that could be taken for a report.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;
use support::{Outcome, Project};

const PAGE: &str = "<!doctype html><script type=module src=a.js></script>";

/// A build of one page and one script.
fn project() -> Project {
    Project::new().file("dist/index.html", PAGE).file("dist/a.js", "export const answer = 42;\n")
}

/// The same with a budget file.
fn budgeted(budgets: &str) -> Project {
    project().file("budgets.json", budgets)
}

/// Status 2, each of `texts` on stderr, no report on stdout, and no panic.
#[track_caller]
fn check_refused(outcome: &Outcome, texts: &[&str]) {
    outcome.expect(2, texts);
    assert_eq!(outcome.stdout, "", "a run that could not judge gives no report");
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
}

/// A budget file that `check` refuses.
#[track_caller]
fn check_budgets_refused(budgets: &str, texts: &[&str]) {
    check_refused(&budgeted(budgets).run(&["check", "dist"]), texts);
}

/// Every path of the project's folder but those in `.git` and the cache, sorted.
fn paths(project: &Project) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(project.path(&folder)).expect("it can be read") {
            let entry = entry.expect("it can be read");
            let path = format!("{folder}{}", entry.file_name().to_string_lossy());
            if path == ".cache" {
                continue;
            }
            if entry.file_type().expect("it has one").is_dir() && path != ".git" {
                folders.push(format!("{path}/"));
            }
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The entries of the JSON report's `budgets` with that name.
fn judgements<'r>(report: &'r Value, name: &str) -> Vec<&'r Value> {
    report["budgets"].as_array().expect("it is an array").iter().filter(|one| one["name"] == name).collect()
}

// The build directory.

#[test]
fn a_directory_that_does_not_exist_is_status_2_and_says_to_build_first() {
    let outcome = project().run(&["check", "dits"]);
    check_refused(&outcome, &["there is no directory `dits`", "build the project first"]);
}

#[test]
fn an_empty_directory_is_status_2_and_never_a_pass() {
    let project = Project::new();
    fs::create_dir(project.path("dist")).expect("a folder can be made");
    check_refused(
        &project.run(&["check", "dist"]),
        &["there are no files in `dist`", "build the project first"],
    );
}

#[test]
fn a_directory_of_empty_directories_is_empty() {
    let project = Project::new();
    fs::create_dir_all(project.path("dist/assets/js")).expect("folders can be made");
    check_refused(&project.run(&["check", "dist"]), &["there are no files in `dist`"]);
}

#[test]
fn a_directory_whose_files_are_all_ignored_is_empty_and_points_at_ignore() {
    let project = budgeted(r#"{ "ignore": ["**"], "budgets": [] }"#);
    check_refused(
        &project.run(&["check", "dist"]),
        &["there are no files in `dist`", "check `ignore` in budgets.json"],
    );
}

#[test]
fn a_file_instead_of_a_directory_is_status_2_and_names_its_parent() {
    let outcome = project().run(&["check", "dist/a.js"]);
    check_refused(
        &outcome,
        &["`dist/a.js` is a file, not the directory of a build", "name the directory that holds it: dist"],
    );
}

#[test]
fn a_file_in_the_working_directory_has_a_parent_that_can_be_typed() {
    let outcome = Project::new().file("a.js", "1").run(&["check", "a.js"]);
    check_refused(&outcome, &["`a.js` is a file", "name the directory that holds it: ."]);
}

#[test]
fn a_path_through_a_file_is_status_2_and_named() {
    let outcome = project().run(&["check", "dist/a.js/dist"]);
    check_refused(&outcome, &["`dist/a.js/dist`"]);
}

#[test]
fn no_directory_at_all_is_status_2_and_says_both_ways_to_name_one() {
    let outcome = project().run(&["check"]);
    check_refused(
        &outcome,
        &["no build directory is given", "weighbridge check dist", "\"build\" in budgets.json"],
    );
}

#[test]
fn without_a_directory_the_one_of_the_budget_file_is_taken() {
    let project = budgeted(r#"{ "build": "dist", "budgets": [] }"#);
    project.run(&["check"]).expect(0, &[]);
    let project = budgeted(r#"{ "build": "out", "budgets": [] }"#);
    check_refused(&project.run(&["check"]), &["there is no directory `out`"]);
}

// The budget file.

#[test]
fn a_budget_file_that_is_missing_is_status_2_and_named() {
    let outcome = project().run(&["check", "dist", "--config", "web/budgets.json"]);
    check_refused(
        &outcome,
        &["cannot read web/budgets.json", "name a file that exists, or leave out --config"],
    );
}

#[cfg(unix)]
#[test]
fn a_directory_as_budget_file_is_status_2_and_says_to_name_the_file() {
    let outcome = project().run(&["check", "dist", "--config", "dist"]);
    check_refused(
        &outcome,
        &["cannot read dist", "name the file itself, such as budgets.json in that directory"],
    );
}

#[test]
fn a_budget_file_that_is_not_text_is_status_2_and_names_the_byte() {
    let project = project().file("budgets.json", b"{ \xff }");
    check_refused(
        &project.run(&["check", "dist"]),
        &["budgets.json is not UTF-8 text: byte 3", "save the file as UTF-8"],
    );
}

#[test]
fn broken_json_is_status_2_and_its_place_is_shown() {
    check_budgets_refused(
        "{\n  \"budgets\": [\n    { \"files\" \"**/*.js\" }\n  ]\n}\n",
        &["budgets.json has a problem", "budgets.json:3:", "{ \"files\" \"**/*.js\" }", "help: add a colon"],
    );
    check_budgets_refused(
        "{\n  \"budgets\": [\n",
        &["budgets.json has a problem", "budgets.json:2:", "never closed", "help: add the missing ]"],
    );
}

#[test]
fn a_bracket_that_does_not_belong_there_has_a_place_and_a_next_step() {
    check_budgets_refused(
        "{\n  \"budgets\": [ }\n",
        &["budgets.json:2:16", "unexpected close brace", "help:"],
    );
}

#[test]
fn an_empty_budget_file_is_status_2() {
    check_budgets_refused("", &["the file is empty", "help:"]);
}

#[test]
fn a_size_without_a_proper_unit_is_shown_on_its_line_with_both_readings() {
    check_budgets_refused(
        "{\n  \"budgets\": [\n    { \"files\": \"**/*.js\", \"max\": { \"gzip\": \"10k\" } }\n  ]\n}\n",
        &[
            "\"k\" is not a unit of size",
            "budgets.json:3:44",
            "\"max\": { \"gzip\": \"10k\" }",
            "write \"10 kB\" (10,000 bytes) or \"10 KiB\" (10,240 bytes)",
        ],
    );
}

#[test]
fn a_glob_that_cannot_be_read_is_status_2_and_shown() {
    check_budgets_refused(
        "{ \"budgets\": [\n  { \"files\": [\"**/*.js\", \"[a\"], \"max\": { \"raw\": 1 } }\n] }",
        &[
            "\"[a\" is not a glob",
            "budgets.json:2:26",
            "put a backslash before a character that is meant literally",
        ],
    );
}

#[test]
fn every_problem_of_a_budget_file_is_told_at_once_with_its_place_and_what_was_meant() {
    check_budgets_refused(
        r#"{
  "budgest": [],
  "budgets": [
    { "typ": "script", "max": { "gzip": "10k" } },
    { "type": "scripts", "max": { "raw": 1 } }
  ],
  "checks": { "unminified-aset": "warn" }
}"#,
        &[
            "budgets.json has 5 problems",
            "budgets.json:2:3",
            "did you mean \"budgets\"?",
            "budgets.json:4:7",
            "did you mean \"type\"?",
            "budgets.json:4:41",
            "write \"10 kB\" (10,000 bytes)",
            "budgets.json:5:15",
            "did you mean \"script\"?",
            "budgets.json:7:15",
            "did you mean \"unminified-asset\"?",
        ],
    );
}

#[test]
fn a_lighthouse_budget_file_on_the_way_is_known_for_what_it_is() {
    check_budgets_refused(
        r#"[{ "path": "/*", "resourceSizes": [{ "resourceType": "script", "budget": 300 }] }]"#,
        &["this is a Lighthouse budget file", "budgets.json:1:1", "name another file with --config"],
    );
}

#[test]
fn a_bad_budget_file_does_not_matter_where_it_is_not_asked_for() {
    budgeted("{").run(&["check", "dist", "--no-config"]).expect(0, &[]);
    budgeted("{").run(&["check", "dist", "--limit", "1 MB"]).expect(0, &[]);
}

// Budgets that cannot be judged.

const UNMATCHED: &str =
    r#""budgets": [{ "name": "Modules", "files": "**/*.mjs", "max": { "raw": "1 kB" } }]"#;

#[test]
fn a_budget_that_matches_nothing_fails_and_says_so() {
    for setting in ["", "\"unmatched\": \"error\", "] {
        let project = budgeted(&format!("{{ {setting}{UNMATCHED} }}"));
        let outcome = project.run(&["check", "dist"]);
        outcome.expect(1, &[]);
        let said = support::unwrapped(&(outcome.stdout + &outcome.stderr));
        for text in [
            "FAIL",
            "\"Modules\" matches nothing in the build",
            "set \"unmatched\" to \"warn\" or \"ignore\"",
        ] {
            assert!(said.contains(text), "{text:?} is not in:\n{said}");
        }
        let report = project.report(&[]);
        assert_eq!(report["verdict"], "fail");
        let of_budget = judgements(&report, "Modules");
        assert_eq!(of_budget.len(), 1);
        assert_eq!((&of_budget[0]["status"], &of_budget[0]["actual"]), (&Value::from("fail"), &Value::Null));
    }
}

#[test]
fn a_budget_that_matches_nothing_warns_where_the_file_says_so() {
    let project = budgeted(&format!("{{ \"unmatched\": \"warn\", {UNMATCHED} }}"));
    let outcome = project.run(&["check", "dist"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("WARN"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("matches nothing in the build"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("PASS"), "{}", outcome.stdout);
    let report = project.report(&[]);
    assert_eq!((&report["verdict"], &report["budgets"][0]["status"]), (&"warn".into(), &"warn".into()));
    project.run(&["check", "dist", "--fail-on", "warning"]).expect(1, &[]);
}

#[test]
fn a_budget_that_matches_nothing_is_skipped_where_that_is_ignored_and_never_passed() {
    let project = budgeted(&format!("{{ \"unmatched\": \"ignore\", {UNMATCHED} }}"));
    let outcome = project.run(&["check", "dist"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("matches nothing, which is ignored"), "{}", outcome.stdout);
    let report = project.report(&[]);
    let of_budget = judgements(&report, "Modules");
    assert_eq!(of_budget.len(), 1);
    assert_eq!(of_budget[0]["status"], "skipped");
    assert!(of_budget[0]["reason"].is_string(), "{}", of_budget[0]);
}

#[test]
fn a_limit_of_the_command_line_that_matches_nothing_fails() {
    let outcome = project().run(&["check", "dist", "--limit", "1 MB", "*.mjs"]);
    outcome.expect(1, &[]);
    assert!((outcome.stdout + &outcome.stderr).contains("matches nothing"));
}

#[test]
fn a_growth_limit_without_a_baseline_is_not_judged_and_says_that_none_was_given() {
    let project = budgeted(
        r#"{ "budgets": [
            { "name": "Growth", "files": "**/*.js", "growth": { "raw": "5 %" } },
            { "name": "Both", "files": "**/*.js", "max": { "raw": "1 B" }, "growth": { "gzip": "1 kB" } }
        ] }"#,
    );
    let outcome = project.run(&["check", "dist"]);
    // The other limit of the same budget is judged all the same.
    outcome.expect(1, &[]);
    assert!(outcome.stdout.contains("not judged: no baseline given"), "{}", outcome.stdout);
    let report = project.report(&[]);
    let growth = judgements(&report, "Growth");
    assert_eq!(growth.len(), 1);
    assert_eq!((&growth[0]["status"], &growth[0]["metric"]), (&"skipped".into(), &"raw".into()));
    assert_eq!(growth[0]["reason"], "not judged: no baseline given");
    let both: Vec<&Value> = judgements(&report, "Both").into_iter().map(|one| &one["status"]).collect();
    assert_eq!(both, ["fail", "skipped"]);
}

#[test]
fn a_growth_limit_alone_is_status_0_without_a_baseline() {
    let project = budgeted(r#"{ "budgets": [{ "files": "**/*.js", "growth": { "raw": "5 %" } }] }"#);
    project.run(&["check", "dist"]).expect(0, &[]);
}

// Reports.

#[test]
fn a_report_below_a_file_is_status_2_and_leaves_nothing_behind() {
    let project = project().file("notes", "a file");
    let before = paths(&project);
    let outcome = project.run(&["check", "dist", "--report", "json=notes/report.json"]);
    check_refused(&outcome, &["cannot write the report `notes/report.json`", "--report FORMAT=PATH"]);
    assert_eq!(paths(&project), before);
    assert_eq!(project.read("notes"), "a file");
}

#[test]
fn a_report_in_place_of_a_directory_is_status_2_and_leaves_nothing_behind() {
    let project = project().file("reports/old.txt", "kept");
    let before = paths(&project);
    let outcome = project.run(&["check", "dist", "--report", "json=reports"]);
    check_refused(&outcome, &["cannot write the report `reports`", "name another file"]);
    assert_eq!(paths(&project), before);
}

#[test]
fn a_report_that_cannot_be_written_leaves_stdout_empty_though_another_report_goes_there() {
    let project = project().file("notes", "a file");
    let outcome =
        project.run(&["check", "dist", "--report", "json", "--report", "terminal=notes/report.txt"]);
    check_refused(&outcome, &["cannot write the report `notes/report.txt`"]);
}

#[test]
fn what_the_system_says_of_a_report_is_said_once() {
    let project = project().file("notes", "a file");
    let outcome = project.run(&["check", "dist", "--report", "json=notes/report.json"]);
    assert_eq!(outcome.stderr.matches("os error").count(), 1, "{}", outcome.stderr);
}

#[test]
fn an_existing_report_is_replaced_whole() {
    let project = project().file("report.json", "x".repeat(1 << 20));
    let before = paths(&project);
    project.run(&["check", "dist", "--report", "json=report.json"]).expect(0, &[]);
    let report: Value =
        serde_json::from_str(&project.read("report.json")).expect("it is JSON and nothing else");
    assert_eq!(report["verdict"], "pass");
    assert_eq!(paths(&project), before, "no temporary file is left");
}

#[test]
fn an_existing_report_is_kept_where_the_run_could_not_judge() {
    let project = project().file("report.json", "old");
    check_refused(&project.run(&["check", "dits", "--report", "json=report.json"]), &[]);
    assert_eq!(project.read("report.json"), "old");
}

#[test]
fn the_folders_of_a_report_are_made() {
    let project = project();
    project.run(&["check", "dist", "--report", "json=out/ci/report.json"]).expect(0, &[]);
    assert!(project.read("out/ci/report.json").ends_with("}\n"));
}

#[cfg(unix)]
#[test]
fn a_report_can_be_read_by_everybody_who_may_read_its_folder() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = project();
    project.run(&["check", "dist", "--report", "json=report.json"]).expect(0, &[]);
    let mode = fs::metadata(project.path("report.json")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o644);
}

#[test]
fn an_unknown_report_format_is_status_2_and_lists_those_there_are() {
    let outcome = project().run(&["check", "dist", "--report", "jsn"]);
    check_refused(&outcome, &["there is no format `jsn`", "terminal", "json"]);
    check_refused(&project().run(&["check", "dist", "--report", "json="]), &["names no file behind `=`"]);
}

#[test]
fn two_reports_to_stdout_are_status_2_and_the_way_out_is_named() {
    let project = project();
    for second in ["terminal", "terminal=-"] {
        let outcome = project.run(&["check", "dist", "--report", "json", "--report", second]);
        check_refused(&outcome, &["two reports go to stdout", "--report json=report.json"]);
    }
}

// The command line.

#[test]
fn a_limit_with_a_bad_size_is_status_2_and_says_what_to_type() {
    check_refused(
        &project().run(&["check", "dist", "--limit", "10k"]),
        &["cannot read --limit", "\"k\" is not a unit of size", "write \"10 kB\" (10,000 bytes)"],
    );
    check_refused(
        &project().run(&["check", "dist", "--limit", "10 kB", "[a"]),
        &["\"[a\" is not a glob", "put a backslash"],
    );
}

#[test]
fn what_is_wrong_with_a_limit_is_said_once() {
    let outcome = project().run(&["check", "dist", "--limit", "10k"]);
    assert_eq!(outcome.stderr.matches("is not a unit of size").count(), 1, "{}", outcome.stderr);
}

#[test]
fn a_limit_and_a_budget_file_do_not_go_together() {
    let project = budgeted(r#"{ "budgets": [] }"#);
    check_refused(
        &project.run(&["check", "dist", "--config", "budgets.json", "--limit", "1 MB"]),
        &["--limit", "cannot be used with"],
    );
}

#[test]
fn an_unknown_subcommand_is_status_2_and_names_the_near_one() {
    check_refused(&project().run(&["chek", "dist"]), &["chek", "'check'", "--help"]);
}

#[test]
fn an_unknown_flag_is_status_2_and_names_the_near_one() {
    check_refused(
        &project().run(&["check", "dist", "--reprot", "json"]),
        &["--reprot", "'--report'", "--help"],
    );
}

#[test]
fn no_subcommand_is_status_2_and_shows_the_usage() {
    check_refused(&project().run(&[]), &["Usage:", "check"]);
}

#[test]
fn no_threads_at_all_is_status_2() {
    check_refused(&project().run(&["check", "dist", "--threads", "0"]), &["--threads", "0"]);
}

#[test]
fn help_and_version_are_status_0_and_go_to_stdout() {
    for arguments in [&["--help"][..], &["--version"], &["check", "--help"]] {
        let outcome = project().run(arguments);
        outcome.expect(0, &[]);
        assert!(!outcome.stdout.is_empty() && outcome.stderr.is_empty(), "{outcome:?}");
    }
}

#[test]
fn an_unknown_check_is_status_2_and_the_near_one_is_named() {
    check_refused(
        &project().run(&["explain", "unminified-aset"]),
        &["there is no check `unminified-aset`", "did you mean `unminified-asset`?"],
    );
    check_refused(
        &project().run(&["explain", "zzz"]),
        &["there is no check `zzz`", "`weighbridge explain` lists all"],
    );
}

// A reader that goes away.

/// A build whose JSON report is larger than any pipe's buffer.
fn project_with_a_long_report() -> Project {
    let project = project();
    for index in 0..1_000 {
        project.write(&format!("dist/texts/{index:04}.txt"), "");
    }
    project
}

#[track_caller]
fn check_reader_gone(arguments: &[&str], bytes_read: usize, status: i32) {
    let project = project_with_a_long_report();
    let mut command = project.command(arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    let mut stdout = child.stdout.take().expect("it is piped");
    stdout.read_exact(&mut vec![0; bytes_read]).expect("there is so much to read");
    drop(stdout);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(status), "{:?}", output.status);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn the_long_report_does_not_fit_a_pipe() {
    let outcome = project_with_a_long_report().run(&["check", "dist", "--report", "json"]);
    assert!(
        outcome.stdout.len() > 100_000,
        "the tests of a closed stdout need more than {}",
        outcome.stdout.len()
    );
}

#[test]
fn a_reader_that_has_seen_enough_changes_neither_the_status_nor_stderr() {
    let within = ["check", "dist", "--report", "json"];
    check_reader_gone(&within, 10, 0);
    check_reader_gone(&within, 0, 0);
    let over = ["check", "dist", "--report", "json", "--limit", "1 B"];
    check_reader_gone(&over, 10, 1);
}

#[test]
fn a_reader_of_the_explanation_that_goes_away_is_no_failure() {
    check_reader_gone(&["explain"], 1, 0);
    check_reader_gone(&["--help"], 1, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_status_2() {
    let project = project();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let output = project.command(&["check", "dist"]).stdout(full).output().expect("the binary runs");
    let outcome = Outcome::from(output);
    outcome.expect(2, &["No space left on device"]);
}

/// What is written to is written to: a report on `/dev/null` must not make a file of it.
#[cfg(unix)]
#[test]
fn a_report_to_a_pipe_goes_through_it_and_leaves_it_a_pipe() {
    use std::os::unix::fs::FileTypeExt;

    let project = project();
    let pipe = project.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success(), "a pipe can be made");
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).expect("the pipe can be read")
    });
    project.run(&["check", "dist", "--report", "json=pipe"]).expect(0, &[]);
    let report: Value =
        serde_json::from_str(&reader.join().expect("the reader ends")).expect("the report is JSON");
    assert_eq!(report["schemaVersion"], 1);
    assert!(fs::symlink_metadata(&pipe).expect("it is there").file_type().is_fifo(), "it is a pipe still");
}
