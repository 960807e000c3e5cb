//! The same build gives the same bytes in every format: twice, on one thread or several, with a cache or without, in
//! another directory, in another language and time zone, however the directory is named; and what is kept of a build
//! says nothing of a build that has changed since.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests change files of builds; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Outcome, Project};

/// Every format of `check --report`.
const FORMATS: [&str; 11] = [
    "badge",
    "codeclimate",
    "github",
    "html",
    "json",
    "junit",
    "markdown",
    "openmetrics",
    "sarif",
    "size-limit",
    "terminal",
];

/// One of each family of bundlers, one with source maps and licence files, one with images, and all that is wrong.
const SOME: [&str; 5] = ["everything-wrong", "parcel2-shop", "vite8-gallery", "webpack5-shop", "two-builds"];

/// Levels at which nobody has to wait; which ones they are makes no difference here.
const QUICK: &str = r#"{ "compression": { "gzip": 1, "brotli": 1 }, "budgets": [{ "name": "all", "files": "**", "limits": { "gzip": "1 kB" } }] }"#;

/// Whatever says where the machine is and what its people speak.
const ELSEWHERE: [(&str, &str); 5] = [
    ("LC_ALL", "tr_TR.UTF-8"),
    ("LANG", "de_DE.UTF-8"),
    ("LC_NUMERIC", "de_DE.UTF-8"),
    ("TZ", "Pacific/Kiritimati"),
    ("LANGUAGE", "tr"),
];

/// A project with that build.
fn project(fixture: &str) -> Project {
    Project::new().fixture(fixture).file("budgets.json", QUICK)
}

/// Everything that a run writes: stdout, and the report of each format.
fn written(project: &Project, arguments: &[&str], change: impl FnOnce(&mut Command)) -> Vec<String> {
    let mut all = vec!["check".to_owned()];
    all.extend(arguments.iter().map(|&argument| argument.to_owned()));
    if !arguments.iter().any(|argument| argument.contains("dist")) {
        all.push("dist".to_owned());
    }
    for format in FORMATS {
        all.extend(["--report".to_owned(), format!("{format}=reports/{format}")]);
    }
    fs::create_dir_all(project.path("reports")).expect("a folder can be made");
    let mut command = project.command(&all.iter().map(String::as_str).collect::<Vec<_>>());
    change(&mut command);
    let outcome = Outcome::from(command.output().expect("the binary runs"));
    assert!(matches!(outcome.status, 0 | 1), "status {}: {}", outcome.status, outcome.stderr);
    let mut written = vec![outcome.stdout];
    written.extend(FORMATS.map(|format| project.read(&format!("reports/{format}"))));
    written
}

/// Fails with the format that differs, and the first line that does.
#[track_caller]
fn assert_same(one: &[String], other: &[String], what: &str) {
    for (format, (one, other)) in ["stdout"].iter().chain(&FORMATS).zip(one.iter().zip(other)) {
        if one != other {
            let lines = one.lines().zip(other.lines()).find(|(one, other)| one != other);
            panic!("{what}: {format} differs: {lines:?}");
        }
    }
}

/// The files of a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("it can be listed") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

#[test]
fn a_report_hangs_on_the_build_alone() {
    for name in SOME {
        let one = project(name);
        let cold = written(&one, &[], |_| {});
        assert!(!files(&one.path(".cache")).is_empty(), "{name}: nothing was kept");
        let again = |arguments: &[&str], what: &str| {
            assert_same(&cold, &written(&one, arguments, |_| {}), &format!("{name}, {what}"));
        };
        again(&[], "the same once more");
        again(&["--threads", "1"], "on one thread");
        again(&["--threads", "4"], "on four threads");
        again(&["--no-cache"], "without a cache");
        again(&["--no-cache", "--threads", "1"], "without a cache, on one thread");
        again(&["./dist/"], "with its directory in another form");
        again(&[one.path("dist").to_str().expect("it is UTF-8")], "with its whole path");
        let elsewhere = written(&one, &[], |command| {
            command.envs(ELSEWHERE);
        });
        assert_same(&cold, &elsewhere, &format!("{name}, in another place of the world"));
        let elsewhere = written(&one, &["--no-cache"], |command| {
            command.envs(ELSEWHERE);
        });
        assert_same(&cold, &elsewhere, &format!("{name}, there without a cache"));
        let copy = project(name);
        assert_same(&cold, &written(&copy, &[], |_| {}), &format!("{name}, in another directory"));
    }
}

#[test]
fn what_is_kept_of_one_build_says_nothing_of_another() {
    let shared = tempfile::tempdir().expect("a folder can be made");
    let with_shared = |command: &mut Command| {
        command.env("WEIGHBRIDGE_CACHE", shared.path());
    };
    for name in SOME.iter().chain(&SOME) {
        let project = project(name);
        let alone = written(&project, &["--no-cache"], |_| {});
        assert_same(&alone, &written(&project, &[], with_shared), &format!("{name}, with what others left"));
    }
}

/// What it is called, and what it does to a file.
type Change = (&'static str, fn(&Path));

/// What happens to a file between two builds.
const CHANGES: [Change; 4] = [
    ("is longer", |path| {
        let mut bytes = fs::read(path).expect("it can be read");
        bytes.extend(b"\n/* more */");
        fs::write(path, bytes).expect("it can be written");
    }),
    ("has another byte", |path| {
        let mut bytes = fs::read(path).expect("it can be read");
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 1;
        }
        fs::write(path, bytes).expect("it can be written");
    }),
    ("has another name", |path| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("it is UTF-8");
        fs::rename(path, path.with_file_name(format!("renamed-3f2a91bc-{name}"))).expect("it can be renamed");
    }),
    ("is gone", |path| fs::remove_file(path).expect("it can be removed")),
];

#[test]
fn a_file_that_has_changed_is_looked_at_anew_and_so_is_what_hangs_on_it() {
    for name in ["webpack5-shop", "everything-wrong", "vite8-gallery"] {
        let project = project(name);
        project.report(&[]);
        for (index, path) in files(&project.path("dist")).into_iter().enumerate() {
            let (what, change) = CHANGES[index % CHANGES.len()];
            let before = fs::read(&path).expect("it can be read");
            change(&path);
            let what = format!("{name}: {} {what}", path.display());
            assert_eq!(project.report(&[]), project.report(&["--no-cache"]), "{what}");
            for added in files(&project.path("dist")) {
                let is_added = added.file_name().and_then(|name| name.to_str());
                if is_added.is_some_and(|name| name.starts_with("renamed-3f2a91bc-")) {
                    fs::remove_file(added).expect("it can be removed");
                }
            }
            fs::write(&path, before).expect("it can be written");
        }
        assert_eq!(project.report(&[]), project.report(&["--no-cache"]), "{name} as it was");
    }
}
