//! Names from the build are data: none becomes markup, a workflow command or an escape sequence of the terminal.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use weighbridge::report::text;

#[test]
fn the_report_for_people_shows_names_that_do_nothing() {
    let outcome = support::hostile::project().run(&["check"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let does_something = |character: char| character != '\n' && text::is_unsafe(character);
    assert!(!outcome.stdout.contains(does_something), "{:?}", outcome.stdout);
    assert!(outcome.stdout.contains(r"::error::x\n::error::y \u{1b}[31m \u{202e}"), "{}", outcome.stdout);
}

#[test]
fn no_line_for_people_is_a_command_of_a_ci_log() {
    let project = support::hostile::project();
    for columns in ["40", "80", "200"] {
        for arguments in [&["check"][..], &["check", "--quiet"], &["why", "dist", "lazy-1.js"]] {
            let mut command = project.command(arguments);
            command.env("COLUMNS", columns).env("GITHUB_ACTIONS", "true");
            let outcome = support::Outcome::from(command.output().expect("the binary runs"));
            for line in outcome.stdout.lines().chain(outcome.stderr.lines()) {
                assert!(!support::commands::acts(line), "{arguments:?} in {columns} columns: {line:?}");
            }
        }
    }
}

#[test]
fn markdown_shows_names_as_code_and_nothing_else_of_them() {
    let project = support::hostile::project();
    let outcome = project.run(&["check", "--report", "markdown"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let page = support::gfm::read(&outcome.stdout);
    page.expect_harmless();
    for name in support::hostile::NAMES {
        let shown = text::printable(name);
        assert!(page.codes.iter().any(|code| code.contains(&*shown)), "{shown} in {:#?}", page.codes);
    }
}

#[test]
fn workflow_commands_hold_names_and_names_hold_no_commands() {
    let project = support::hostile::project();
    let outcome = project.run(&["check", "--report", "github"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let all = support::commands::read(&outcome.stdout);
    assert!(all.len() <= 21 && all.iter().any(|told| told.command == "error"), "{all:#?}");
    for told in &all {
        assert!(matches!(told.command.as_str(), "error" | "warning" | "notice"), "{told:?}");
        let names: Vec<&str> = told.properties.keys().map(String::as_str).collect();
        assert!(names.iter().all(|name| ["file", "line", "col", "title"].contains(name)), "{names:?}");
        // The log shows the message line by line.
        let lines = || told.message.lines().chain(told.properties.values().map(String::as_str));
        assert!(
            !lines().any(|line| support::commands::acts(line) || line.contains(text::is_unsafe)),
            "{told:?}"
        );
    }
}

#[test]
fn a_badge_holds_no_name() {
    let outcome = support::hostile::project().run(&["check", "--report", "badge"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let allowed = |c: char| c == '\n' || c == '·' || (' '..='~').contains(&c);
    assert!(outcome.stdout.chars().all(allowed), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("script") && !outcome.stdout.contains(".js"), "{}", outcome.stdout);
}
