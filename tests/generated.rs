//! What is made from the program and kept in the repository is up to date: the page of the checks, the JSON Schemas,
//! and the help in README.md.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests compare files of the repository; the helper is shared by all of them"
)]

mod support;

use std::env;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::Project;
use weighbridge::checks::CHECKS;
use weighbridge::config;
use weighbridge::report::{baseline_file, explanation, json};

const UPDATE: &str = "UPDATE=1 cargo test --test generated";

/// Fails unless the file at `path` is `expected`; with UPDATE in the environment, makes it so.
#[track_caller]
fn up_to_date(path: &str, expected: &str) {
    let location = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if env::var_os("UPDATE").is_some() {
        fs::write(&location, expected).unwrap_or_else(|error| panic!("{path} cannot be written: {error}"));
    }
    let kept = fs::read_to_string(&location).unwrap_or_else(|error| panic!("{path}: {error}; {UPDATE}"));
    if let Some((line, (kept, expected))) = first_difference(&kept, expected) {
        panic!("{path} is out of date in line {line}:\n  kept:     {kept}\n  expected: {expected}\n{UPDATE}");
    }
}

/// The first line that two texts differ in, from 1; line ends count.
fn first_difference<'t>(a: &'t str, b: &'t str) -> Option<(usize, (&'t str, &'t str))> {
    let (mut a, mut b) = (a.split('\n'), b.split('\n'));
    let mut line = 0;
    loop {
        line += 1;
        match (a.next(), b.next()) {
            (None, None) => return None,
            (a, b) if a == b => {}
            (a, b) => return Some((line, (a.unwrap_or("(ends)"), b.unwrap_or("(ends)")))),
        }
    }
}

fn pretty(schema: &Value) -> String {
    format!("{schema:#}\n")
}

#[test]
fn the_page_of_the_checks_is_what_the_table_says() {
    up_to_date("docs/checks.md", &explanation::document(CHECKS));
}

#[test]
fn the_schema_of_the_report_is_that_of_its_types() {
    up_to_date("schema/report.schema.json", &pretty(&json::schema()));
}

#[test]
fn the_schema_of_joined_reports_is_that_of_their_types() {
    up_to_date("schema/joined.schema.json", &pretty(&json::joined_schema()));
}

#[test]
fn the_schema_of_baselines_is_that_of_their_types() {
    up_to_date("schema/baseline.schema.json", &pretty(&baseline_file::schema()));
}

#[test]
fn the_schema_of_budgets_json_is_that_of_the_reader() {
    up_to_date("schema/budgets.schema.json", &pretty(&config::schema(CHECKS)));
}

#[test]
fn the_help_in_the_readme_is_that_of_the_program() {
    const START: &str = "<!-- help:start -->";
    const END: &str = "<!-- help:end -->";
    let project = Project::new();
    let output = project.command(&["check", "--help"]).env("COLUMNS", "100").output();
    let help =
        support::Outcome::from(output.unwrap_or_else(|error| panic!("the binary does not run: {error}")));
    assert_eq!(help.status, 0, "{}", help.stderr);

    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap_or_else(|error| panic!("README.md: {error}"));
    let block = readme.split_once(START).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = block else { panic!("README.md has no block between {START} and {END}") };
    let block = format!("\n```text\n$ weighbridge check --help\n{}\n```\n", help.stdout.trim_end());
    up_to_date("README.md", &format!("{before}{START}{block}{END}{after}"));
}

#[test]
fn a_difference_is_told_by_its_line() {
    assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
    assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some((2, ("b", "c"))));
    assert_eq!(first_difference("a\n", "a"), Some((2, ("", "(ends)"))));
    assert_eq!(first_difference("a\r\nb", "a\nb"), Some((1, ("a\r", "a"))));
}
