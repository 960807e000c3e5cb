//! Where a budget file is looked for, and how it is read from disk.

use std::fs;
use std::path::Path;

use miette::Diagnostic as _;
use tempfile::TempDir;

use crate::config::tests::CHECKS;
use crate::config::{find, load};

/// A directory with these files; a name that ends with `/` is a directory.
fn tree(entries: &[&str]) -> TempDir {
    let root = TempDir::new().expect("a directory can be made");
    for entry in entries {
        let path = root.path().join(entry);
        if entry.ends_with('/') {
            fs::create_dir_all(path).expect("a directory can be made");
        } else {
            fs::create_dir_all(path.parent().expect("it has one")).expect("a directory can be made");
            fs::write(path, "{}").expect("a file can be written");
        }
    }
    root
}

#[track_caller]
fn check(entries: &[&str], start: &str, expected: Option<&str>) {
    let root = tree(entries);
    let found = find(&root.path().join(start));
    assert_eq!(found, expected.map(|path| root.path().join(path)));
}

#[track_caller]
fn check_refused(path: &Path, message: &str, help: &str) {
    let error = load(path, "budgets.json", &CHECKS).expect_err(message);
    assert_eq!(error.to_string(), message);
    assert_eq!(error.help().map(|help| help.to_string()).unwrap_or_default(), help);
}

#[test]
fn the_nearest_budget_file_above_the_build_is_found() {
    check(&[".git/", "budgets.json", "web/dist/"], "web/dist", Some("budgets.json"));
    check(&[".git/", "budgets.json", "web/budgets.json", "web/dist/"], "web/dist", Some("web/budgets.json"));
    check(&[".git/", "web/dist/budgets.json"], "web/dist", Some("web/dist/budgets.json"));
}

#[test]
fn nothing_is_looked_for_above_the_repository() {
    check(&["budgets.json", "app/.git/", "app/dist/"], "app/dist", None);
    check(&["budgets.json", "app/.git", "app/dist/"], "app/dist", None);
}

#[test]
fn a_directory_of_that_name_is_no_budget_file() {
    check(&[".git/", "budgets.json", "web/budgets.json/x", "web/dist/"], "web/dist", Some("budgets.json"));
}

#[test]
fn dots_in_the_path_are_no_directories() {
    check(&[".git/", "a/budgets.json", "b/dist/"], "a/../b/./dist", None);
    check(&[".git/", "budgets.json"], "not/there/yet", Some("budgets.json"));
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do() {
    let root = tree(&["budgets.json/"]);
    check_refused(
        &root.path().join("none.json"),
        "cannot read budgets.json",
        "name a file that exists, or leave out --config to have one looked for",
    );
    let binary = root.path().join("binary.json");
    fs::write(&binary, b"{ \xff }").expect("a file can be written");
    check_refused(&binary, "budgets.json is not UTF-8 text: byte 3 cannot be read", "save the file as UTF-8");
}

#[test]
fn a_byte_order_mark_is_left_out() {
    let root = tree(&[]);
    let path = root.path().join("budgets.json");
    fs::write(&path, "\u{feff}{}").expect("a file can be written");
    assert!(load(&path, "budgets.json", &CHECKS).is_ok());
}
