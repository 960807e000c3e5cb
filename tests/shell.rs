//! What the tool writes for shells and for `man`.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::process::{Command, Stdio};

use support::Project;

#[test]
fn completions_are_scripts_that_their_shells_read() {
    let project = Project::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = project.run(&["completions", shell]);
        outcome.expect(0, &[]);
        for word in ["why", "explain", "hook", "no-encode"] {
            assert!(outcome.stdout.contains(word), "{shell}: {word}");
        }
        project.write(&format!("completions.{shell}"), &outcome.stdout);
        // Where that shell is not installed, nothing can be said of its syntax; bash and sh always are.
        let Ok(read) =
            Command::new(shell).arg("-n").arg(project.path(&format!("completions.{shell}"))).output()
        else {
            assert_ne!(shell, "bash");
            continue;
        };
        assert!(read.status.success(), "{shell}: {}", String::from_utf8_lossy(&read.stderr));
    }
    project.run(&["completions", "tcsh"]).expect(2, &["invalid value 'tcsh'"]);
}

#[test]
fn there_is_a_man_page_for_each_command() {
    let project = Project::new();
    let outcome = project.run(&["man"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains(".TH weighbridge 1"), "{}", outcome.stdout);
    project.run(&["man", "--out", "man1"]).expect(0, &[]);
    let mut pages: Vec<String> = fs::read_dir(project.path("man1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.sort();
    for page in
        ["weighbridge.1", "weighbridge-check.1", "weighbridge-fix-images.1", "weighbridge-hook-install.1"]
    {
        assert!(pages.iter().any(|name| name == page), "{page} is not in {pages:?}");
    }
    assert_eq!(project.read("man1/weighbridge.1"), outcome.stdout);
    for page in pages {
        let file = project.path(&format!("man1/{page}"));
        let groff = Command::new("groff")
            .args(["-man", "-ww", "-z", "-Tutf8"])
            .arg(file)
            .stdin(Stdio::null())
            .output();
        // Where groff is not installed, the pages were at least written.
        let Ok(groff) = groff else { return };
        let said = String::from_utf8_lossy(&groff.stderr);
        assert!(groff.status.success() && said.is_empty(), "{page}: {said}");
    }
}

#[test]
fn the_help_shows_the_common_path() {
    let project = Project::new();
    let help = project.run(&["help"]).stdout;
    for words in [
        "check dist",
        "why dist moment",
        "explain heavy-package",
        "fix images",
        "hook install",
        "Exit status",
    ] {
        assert!(help.contains(words), "{words:?} is not in:\n{help}");
    }
}
