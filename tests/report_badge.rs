//! The badge: what it says, and that it is XML.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests read files of the repository and fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use support::Project;

fn badge(fixture: &str, arguments: &[&str]) -> String {
    let mut all = vec!["check", "dist", "--no-encode", "--report", "badge"];
    all.extend(arguments);
    let outcome = Project::new().fixture(fixture).run(&all);
    assert!(matches!(outcome.status, 0 | 1), "{}", outcome.stderr);
    outcome.stdout
}

#[test]
fn it_says_the_verdict_and_the_largest_initial_load_to_eyes_and_to_screen_readers() {
    let passing = badge("vite8-well-done", &["--limit", "900 kB"]);
    assert!(passing.contains(">passing · ") && passing.contains(" gzip</text>"), "{passing}");
    let label =
        passing.split("aria-label=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("it has one");
    assert!(label.starts_with("weighbridge: passing · "), "{label}");
    assert!(
        passing.contains(&format!("<title>{label}</title>")) && passing.contains("role=\"img\""),
        "{passing}"
    );
    let failing = badge("vite8-well-done", &["--limit", "1 kB"]);
    assert!(failing.contains(">failing · ") && !failing.contains("http://www.w3.org/1999"), "{failing}");
}

#[test]
fn a_build_that_nobody_opens_has_a_verdict_and_no_size() {
    let project = Project::new().file("dist/a.txt", "a");
    let outcome = project.run(&["check", "dist", "--report", "badge"]);
    assert!(outcome.stdout.contains(">passing</text>"), "{} {}", outcome.stdout, outcome.stderr);
}

#[test]
fn it_is_xml() {
    let svg = badge("multi-page", &[]);
    let run =
        Command::new("xmllint").args(["--noout", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn();
    // Where it is not installed, the other tests must do.
    let Ok(mut run) = run else { return };
    run.stdin.take().expect("it is piped").write_all(svg.as_bytes()).expect("it reads");
    let outcome = run.wait_with_output().expect("it ends");
    assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
}
