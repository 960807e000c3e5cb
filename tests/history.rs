//! `--append` and `weighbridge trend`: what a line holds, that none is lost, and what is drawn.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::process::Stdio;

use serde_json::Value;
use support::{Outcome, Project, hostile};

/// What names a commit on some CI server: the one that runs these tests must not show.
const CI: [&str; 13] = [
    "GITHUB_SHA",
    "GITHUB_HEAD_REF",
    "GITHUB_REF_NAME",
    "CI_COMMIT_SHA",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "CI_COMMIT_REF_NAME",
    "CI_COMMIT_TIMESTAMP",
    "BITBUCKET_COMMIT",
    "CIRCLE_SHA1",
    "BUILD_SOURCEVERSION",
    "GIT_COMMIT",
    "GIT_BRANCH",
    "SOURCE_DATE_EPOCH",
];

fn project() -> Project {
    Project::new()
        .file(
            "budgets.json",
            r#"{ "build": "dist", "compression": { "gzip": 1, "brotli": 0 },
                 "budgets": [{ "name": "JS", "files": "**/*.js", "per": "file", "max": { "raw": "100 B" } }] }"#,
        )
        .file("dist/index.html", "<!doctype html><html lang=en><title>x</title><script type=module src=./a-B5cD9x2Q.js></script>")
        .file("dist/a-B5cD9x2Q.js", "console.log(1);\n")
}

fn run(project: &Project, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
    let mut command = project.command(&[&["check"], arguments].concat());
    for name in CI {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    Outcome::from(command.output().expect("the binary runs"))
}

fn lines(project: &Project) -> Vec<Value> {
    let text = project.read("history.ndjson");
    assert!(text.ends_with('\n'), "{text:?}");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn a_run_adds_one_line_that_names_files_without_hashes() {
    let project = project();
    let flags = ["--append", "history.ndjson", "--commit", "a1", "--branch", "main", "--time", "1795281260"];
    run(&project, &flags, &[]).expect(0, &[]);
    project.write("dist/a-B5cD9x2Q.js", "console.log(1);\n".repeat(10));
    run(&project, &flags, &[]).expect(1, &[]);
    let lines = lines(&project);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["commit"], "a1");
    assert_eq!(lines[0]["time"], "2026-11-21T17:14:20Z");
    assert_eq!(lines[0]["budgets"][0]["item"], "a-*.js");
    assert_eq!(lines[0]["budgets"][0]["max"], 100);
    assert_eq!(lines[0]["entries"][0]["files"], 2);
    assert_eq!((&lines[0]["verdict"], &lines[1]["verdict"]), (&"pass".into(), &"fail".into()));
    run(&project, &["--commit", "a1"], &[]).expect(2, &["--append"]);
}

#[test]
fn commit_branch_and_time_come_from_the_ci_server_and_never_from_the_clock() {
    let project = project();
    let line = |variables: &[(&str, &str)]| {
        run(&project, &["--append", "history.ndjson"], variables).expect(0, &[]);
        let last = lines(&project).pop().expect("there is a line");
        ["commit", "branch", "time"].map(|key| last[key].as_str().unwrap_or("-").to_owned())
    };
    assert_eq!(line(&[]), ["-", "-", "-"]);
    assert_eq!(
        line(&[("GITHUB_SHA", "g"), ("GITHUB_HEAD_REF", ""), ("GITHUB_REF_NAME", "main")]),
        ["g", "main", "-"]
    );
    assert_eq!(
        line(&[("GITHUB_SHA", "g"), ("GITHUB_HEAD_REF", "fix"), ("GITHUB_REF_NAME", "7/merge")]),
        ["g", "fix", "-"]
    );
    let gitlab = [
        ("CI_COMMIT_SHA", "l"),
        ("CI_COMMIT_REF_NAME", "dev"),
        ("CI_COMMIT_TIMESTAMP", "2026-11-21T17:14:20+01:00"),
    ];
    assert_eq!(line(&gitlab), ["l", "dev", "2026-11-21T17:14:20+01:00"]);
    assert_eq!(line(&[("SOURCE_DATE_EPOCH", "0"), ("GIT_COMMIT", "j")]), ["j", "-", "1970-01-01T00:00:00Z"]);
}

#[test]
fn lines_behind_one_that_was_cut_and_those_of_runs_at_the_same_time_stay_whole() {
    let project = project().file("history.ndjson", "{\"schemaVersion\":1,\"verdi");
    let mut running = Vec::new();
    for number in 0..8 {
        let commit = number.to_string();
        let arguments = ["check", "--append", "history.ndjson", "--commit", &commit, "--quiet"];
        let mut command = project.command(&arguments);
        running.push(command.stdout(Stdio::null()).spawn().expect("the binary runs"));
    }
    for mut run in running {
        assert!(run.wait().expect("it ends").success());
    }
    let trend = project.run(&["trend", "history.ndjson", "--report", "json"]);
    trend.expect(0, &["note: 1 line of the history could not be read; line 1: "]);
    let trend: Value = serde_json::from_str(&trend.stdout).expect("it is JSON");
    assert_eq!(trend["runs"], 8);
    let mut commits: Vec<&str> = trend["series"][0]["points"]
        .as_array()
        .expect("there are points")
        .iter()
        .filter_map(|point| point["commit"].as_str())
        .collect();
    commits.sort_unstable();
    assert_eq!(commits, ["0", "1", "2", "3", "4", "5", "6", "7"]);
}

#[test]
fn a_trend_is_a_chart_for_each_budget_with_its_limit() {
    let project = project();
    for size in [1, 4, 9] {
        project.write("dist/a-B5cD9x2Q.js", "console.log(1);\n".repeat(size));
        run(&project, &["--append", "history.ndjson", "--fail-on", "never"], &[]).expect(0, &[]);
    }
    project.run(&["trend", "history.ndjson", "--report", "html=trend.html"]).expect(0, &[]);
    let html = project.read("trend.html");
    for text in [
        "<h3>JS <small>(raw)</small></h3>",
        "class=\"limit max\"",
        "<circle class=\"fail\"",
        "3 runs",
        "Initial load of index.html",
    ] {
        assert!(html.contains(text), "{text:?} is not in:\n{html}");
    }
    assert_eq!(html.matches("<svg").count(), 2);
    assert!(
        !html.contains("<script") && !html.contains("src=") && !html.contains("href="),
        "nothing is loaded"
    );
    project
        .run(&["trend", "none.ndjson", "--report", "html"])
        .expect(2, &["cannot read the history `none.ndjson`"]);
    project
        .run(&["trend", "history.ndjson", "--report", "sarif"])
        .expect(2, &["there is no trend as `sarif`; write html or json"]);
}

#[test]
fn merged_reports_can_be_added_too_each_project_by_a_line_of_its_own() {
    let project = project();
    project.run(&["check", "--project", "a", "--report", "json=a.json"]).expect(0, &[]);
    project.run(&["check", "--project", "b", "--report", "json=b.json"]).expect(0, &[]);
    project.run(&["merge", "b.json", "a.json", "--append", "history.ndjson"]).expect(0, &[]);
    let names: Vec<Value> = lines(&project).iter().map(|line| line["project"].clone()).collect();
    assert_eq!(names, ["a", "b"]);
}

#[test]
fn hostile_names_stay_text_in_the_history_and_in_its_page() {
    let project = hostile::project();
    let commit = "</title><script>alert(1)</script>\u{1b}[31m\n\u{202e}";
    run(&project, &["--append", "history.ndjson", "--commit", commit, "--branch", "\"><img src=x>"], &[])
        .expect(1, &[]);
    assert_eq!(lines(&project).len(), 1);
    project.run(&["trend", "history.ndjson", "--report", "html=trend.html"]).expect(0, &[]);
    let html = fs::read_to_string(project.path("trend.html")).expect("it is there");
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the name is shown");
    for leak in ["<script", "<img", "<b>", "</script", "\u{1b}", "\u{202e}", "onerror=alert(1)>"] {
        assert!(!html.contains(leak), "{leak:?} leaked:\n{html}");
    }
}
