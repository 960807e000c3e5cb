//! `weighbridge update --ratchet`: limits go down to what is measured, and up only with a reason.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;

use support::Project;

const BUDGETS: &str = "// What visitors wait for.\r\n{\r\n\t\"build\": \"dist\",\r\n\t\"compression\": { \"gzip\": 6, \"brotli\": 0 }, /* quick */\r\n\t\"budgets\": [\r\n\t\t{ \"name\": \"Script\", \"type\": \"script\", \"max\": { \"raw\": \"170kB\", \"count\": 9 }, \"warn\": { \"raw\": \"0.15 MB\" } }, // all of it\r\n\t\t{ \"name\": \"Page\", \"files\": \"*.html\", \"min\": { \"raw\": \"10 B\" }, \"growth\": { \"raw\": \"5 %\" }, \"max\": { \"raw\": 50 } },\r\n\t\t{ \"name\": \"Fonts\", \"type\": \"font\", \"max\": { \"raw\": \"1 MB\" } },\r\n\t],\r\n\t\"unmatched\": \"ignore\",\r\n}\r\n";

/// A build of one script of 10 kB and a page of 84 bytes.
fn project() -> Project {
    let project = Project::new().file("budgets.json", BUDGETS);
    project.write("dist/app.js", format!("console.log('{}')", "x".repeat(10_000 - 15)));
    let page = "<!doctype html><html lang=en><title>a</title><script type=module src=/app.js></script>";
    project.write("dist/index.html", page);
    project
}

#[test]
fn limits_go_down_and_nothing_else_changes() {
    let project = project();
    let outcome = project.run(&["update", "--ratchet"]);
    outcome.expect(0, &[]);
    // A warning at the limit would never be seen: it has half of the head-room, in its own unit.
    let expected = BUDGETS
        .replace("170kB", "11kB")
        .replace("\"count\": 9", "\"count\": 2")
        .replace("0.15 MB", "0.0105 MB");
    let written = project.read("budgets.json");
    assert_eq!(written, expected);
    for line in [
        "budgets.json lowered: \"Script\" max raw, 170kB → 11kB (10 kB measured)",
        "budgets.json lowered: \"Script\" max count, 9 → 2 (1 file measured)",
        "budgets.json: \"Fonts\" matches nothing and stays as it is",
        "budgets.baseline.json written: dist",
    ] {
        assert!(outcome.stdout.contains(line), "{line:?} is not in:\n{}", outcome.stdout);
    }
    let outcome = project.run(&["update", "--ratchet"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("budgets.json as it was"), "{}", outcome.stdout);
    assert_eq!(project.read("budgets.json"), written);
    // What is broken stays broken.
    project.run(&["check", "--no-encode"]).expect(1, &[]);
}

#[test]
fn a_limit_is_raised_with_a_reason_that_stands_beside_it() {
    let project = project();
    let raise = ["update", "--ratchet", "--headroom", "20 %", "--allow-raise", "Page"];
    project.run(&raise).expect(2, &["a limit is raised with a reason only", "--reason"]);
    project.run(&[&raise[..], &["--reason", " \n"]].concat()).expect(2, &["with a reason only"]);
    assert_eq!(project.read("budgets.json"), BUDGETS);
    let outcome = project.run(&[&raise[..], &["--reason", "a title\n*/ for all"]].concat());
    outcome.expect(0, &[]);
    assert!(
        outcome.stdout.contains("budgets.json raised: \"Page\" max raw, 50 → 500 (86 B measured)"),
        "{}",
        outcome.stdout
    );
    let written = project.read("budgets.json");
    assert!(
        written.contains("\"max\": { \"raw\": 500 } }, // raised from 50: a title * / for all\r\n"),
        "{written}"
    );
    project.run(&["check", "--no-encode"]).expect(0, &[]);
    let outcome = project.run(&[&raise[..], &["--reason", "again"]].concat());
    assert!(
        outcome.stdout.contains("\"Page\" is within its limits, and is not raised"),
        "{}",
        outcome.stdout
    );
    assert_eq!(project.read("budgets.json"), written);
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let project = project();
    let no_budget = ["update", "--ratchet", "--allow-raise", "No", "--reason", "why"];
    project.run(&no_budget).expect(2, &["no budget is called \"No\"", "\"Script\""]);
    project.run(&["update", "--ratchet", "--headroom", "x"]).expect(2, &["--headroom"]);
    assert_eq!(project.read("budgets.json"), BUDGETS);
    assert!(!project.path("budgets.baseline.json").exists());
    let path = project.path("budgets.json");
    let mut permissions = fs::metadata(&path).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("it can be set");
    project.run(&["update", "--ratchet"]).expect(2, &["cannot write `budgets.json`"]);
    assert_eq!(project.read("budgets.json"), BUDGETS);
    let alone = Project::new();
    alone.write("dist/app.js", "console.log(1)");
    alone.run(&["update", "dist", "--ratchet"]).expect(2, &["no budget file", "weighbridge init"]);
    alone.write("budgets.json", "{ \"budgets\": [{ \"max\": 1 }] }");
    alone.run(&["update", "dist", "--ratchet"]).expect(2, &["budgets.json has a problem"]);
}

#[test]
fn projects_that_share_a_file_have_the_limit_of_the_heaviest() {
    let project = Project::new();
    let budgets = "{ \"compression\": { \"gzip\": 1, \"brotli\": 0 }, \"budgets\": [{ \"type\": \"script\", \"max\": { \"raw\": \"90 kB\" } }] }";
    project.write("budgets.json", format!("\u{feff}{budgets}"));
    for (name, bytes) in [("a", 5_000), ("b", 20_000)] {
        project.write(&format!("{name}/app.js"), format!("console.log('{}')", "x".repeat(bytes - 15)));
    }
    project.run(&["update", "a", "b", "--ratchet"]).expect(0, &[]);
    assert_eq!(project.read("budgets.json"), format!("\u{feff}{}", budgets.replace("90 kB", "22 kB")));
}
