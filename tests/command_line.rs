//! The command line as one piece: the exit status of every command, the order of its help, how it speaks of formats.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::process::{Command, Stdio};

use support::Project;

fn budgets(max: &str) -> String {
    format!(
        r#"{{ "build": "dist", "compression": {{ "gzip": 1, "brotli": 0 }},
             "budgets": [{{ "name": "All", "max": {{ "raw": "{max}" }} }}] }}"#
    )
}

/// Two apps, one over its budget, with what the commands are given.
fn project() -> Project {
    let mut project = Project::new();
    for (app, max) in [("docs", "10 kB"), ("shop", "20 B")] {
        project = project
            .file(&format!("{app}/budgets.json"), budgets(max))
            .file(&format!("{app}/dist/index.html"), "<!doctype html>\n<html lang=en><title>x</title>\n")
            .file(&format!("{app}/dist/{app}.js"), "console.log(1);\n");
        let report = format!("json={app}.json");
        let append = ["--append", "history.ndjson", "--commit", "c", "--fail-on", "never"];
        project
            .run(&[&["check", app, "--project", app, "--report", &report][..], &append].concat())
            .expect(0, &[]);
    }
    // Git has to have made it for the hook.
    std::fs::remove_dir_all(project.path(".git")).expect("it is there");
    let git = Command::new("git").args(["init", "-q"]).current_dir(project.path(".")).status();
    assert!(git.expect("git runs").success());
    project.file("cut.json", "{ \"schemaVersion\"").file("empty/readme.txt", "")
}

#[test]
fn the_exit_status_of_every_command_is_0_1_or_2_and_2_says_what_to_do() {
    let project = project();
    let cases: &[(&str, i32, &str)] = &[
        ("check docs", 0, ""),
        ("check shop", 1, ""),
        ("check shop --fail-on never", 0, ""),
        ("check docs shop", 1, ""),
        ("check docs none", 2, "there is no directory `none`"),
        ("check none", 2, "there is no directory `none`"),
        ("check docs --config none.json", 2, "cannot read"),
        ("check docs --baseline docs.json", 0, ""),
        ("check docs --baseline none.json", 0, ""),
        ("check docs --baseline cut.json", 2, "the baseline `cut.json` ends in the middle"),
        ("check docs --project docs --baseline shop.json", 2, "is of shop, not of docs"),
        ("check docs --report json --report junit", 2, "two reports go to stdout"),
        ("check docs --report json=docs.json/x.json", 2, "cannot write the report"),
        ("check docs --append docs.json/x", 2, "cannot add to the history"),
        ("check docs --manifest none.json", 2, "cannot read the manifest"),
        ("check", 2, "no build directory is given"),
        ("update docs --stdout", 0, ""),
        ("update none", 2, "there is no directory `none`"),
        ("compare docs.json docs", 0, ""),
        ("compare docs.json shop.json", 2, "is of docs, not of shop"),
        ("compare none docs", 2, "there is no report and no directory `none`"),
        ("compare cut.json docs", 2, "`cut.json` ends in the middle"),
        ("compare docs cut.json", 2, "the report `cut.json` ends in the middle"),
        ("compare - -", 2, "stdin is named twice"),
        ("init docs/dist --stdout", 0, ""),
        ("init none --stdout", 2, "there is no directory"),
        ("init empty --stdout", 2, "there is no page and no script"),
        ("init docs/dist --stdout --headroom x", 2, "cannot read --headroom"),
        ("merge docs.json", 0, ""),
        ("merge docs.json shop.json", 1, ""),
        ("merge docs.json shop.json --fail-on never", 0, ""),
        ("merge docs.json cut.json", 2, "the report `cut.json` ends in the middle"),
        ("merge docs.json none.json", 2, "cannot read the report `none.json`"),
        ("merge - -", 2, "stdin is named twice"),
        ("trend history.ndjson --report json", 0, ""),
        ("trend none.ndjson --report json", 2, "cannot read the history"),
        ("trend history.ndjson --report junit=x", 2, "there is no trend as `junit`; write html or json"),
        ("why docs docs.js", 0, ""),
        ("why docs none.js", 2, "is called `none.js`"),
        ("why none none.js", 2, "there is no directory"),
        ("graph docs", 0, ""),
        ("graph none", 2, "there is no directory"),
        ("fix images docs --out images", 0, ""),
        ("fix images docs --out docs/dist/images", 2, "lies in the build"),
        ("fix images none --out images", 2, "there is no directory"),
        ("explain", 0, ""),
        ("explain heavy-package", 0, ""),
        ("explain heavy", 2, "there is no check `heavy`"),
        ("hook run docs", 0, ""),
        ("hook run shop", 1, ""),
        ("hook run empty/none --require-build", 2, "no build in empty/none"),
        ("hook install docs", 0, ""),
        ("hook remove", 0, ""),
        ("cache info", 0, ""),
        ("cache clear", 0, ""),
        ("completions bash", 0, ""),
        ("man", 0, ""),
        ("man --out man1", 0, ""),
        ("man --out docs.json/x", 2, "cannot write"),
    ];
    for (line, status, says) in cases {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let outcome = project.run(&arguments);
        assert_eq!(outcome.status, *status, "{line}\n{}\n{}", outcome.stdout, outcome.stderr);
        outcome.expect(*status, &[says]);
        // What the hook says of a missing build is how to build.
        let next_step = if line.starts_with("hook") { "build first" } else { "help: " };
        if *status == 2 {
            assert!(outcome.stderr.contains(next_step), "{line} says no next step:\n{}", outcome.stderr);
        }
    }
    // What the arguments themselves get wrong is told in the same way.
    for line in [
        "",
        "chek dist",
        "check --fail-on always",
        "trend history.ndjson",
        "merge",
        "compare docs",
        "fix",
        "hook",
        "cache",
        "cache empty",
        "why docs",
    ] {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let outcome = project.run(&arguments);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{line}");
        assert!(outcome.stderr.contains("--help"), "{line}: {}", outcome.stderr);
    }
    let commands = Project::new().run(&["help"]).stdout;
    for command in commands_of(&commands).iter().filter(|command| *command != "help") {
        assert!(
            cases.iter().any(|(line, ..)| line.split(' ').next() == Some(command)),
            "`{command}` is not in the table"
        );
    }
}

fn commands_of(help: &str) -> Vec<String> {
    let list =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    list.filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

#[test]
fn the_commands_stand_in_the_order_of_a_users_path() {
    let help = Project::new().run(&["--help"]).stdout;
    let order = [
        "init",
        "check",
        "update",
        "compare",
        "why",
        "explain",
        "fix",
        "hook",
        "merge",
        "trend",
        "graph",
        "cache",
        "completions",
        "man",
        "help",
    ];
    assert_eq!(commands_of(&help), order);
}

#[test]
fn help_fits_the_terminal() {
    let project = Project::new();
    let help = project.run(&["help"]).stdout;
    for command in commands_of(&help).iter().filter(|command| *command != "help") {
        let output =
            project.command(&[command, "--help"]).env("COLUMNS", "80").output().expect("the binary runs");
        let help = String::from_utf8(output.stdout).expect("it is UTF-8");
        let text = help.split("Examples:").next().unwrap_or_default();
        for line in text.lines().filter(|line| !line.starts_with("Usage: ")) {
            assert!(line.chars().count() <= 80, "{command}: {line}");
        }
    }
}

#[test]
fn a_format_that_does_not_exist_is_answered_by_those_that_do() {
    let project = Project::new();
    let expected = "there is no format `pdf`; write terminal, json, markdown, github, html, sarif, junit, openmetrics, \
                    codeclimate, badge or size-limit";
    for command in [&["check", "dist"][..], &["merge", "a.json"], &["trend", "a.ndjson"]] {
        project.run(&[command, &["--report", "pdf"]].concat()).expect(2, &[expected]);
    }
}

#[test]
fn a_stdout_that_takes_nothing_is_told_with_a_next_step() {
    // Linux has a device that is always full.
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let project = project();
    for arguments in [&["check", "docs"][..], &["merge", "docs.json"], &["explain"], &["graph", "docs"]] {
        let full = full.try_clone().expect("it can be opened");
        let output =
            project.command(arguments).stdout(full).stderr(Stdio::piped()).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("cannot write to stdout") && said.contains("help: "), "{arguments:?}: {said}");
    }
}
