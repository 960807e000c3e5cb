//! A build that changes between the walk and the reading: what took a file's place is read only where it is a regular
//! file of the build, and no further than a file could have grown.

#![cfg(unix)]
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
use std::os::unix::fs::symlink;
use std::process::Command;

use support::Project;
use weighbridge::model::file::FoundFile;
use weighbridge::model::globs::Globs;
use weighbridge::walk;

/// A build with `folder/a.js`, and what is outside of it; and the file as a walk finds it.
fn found(project: &Project) -> FoundFile {
    let walked = walk::walk(&project.path("dist"), "dist", &Globs::none()).expect("there is a build");
    let mut files = walked.files.into_iter();
    files.find(|file| file.path.as_str() == "folder/a.js").expect("the file is found")
}

fn project() -> Project {
    Project::new()
        .file("dist/index.html", "<p>")
        .file("dist/folder/a.js", "it is ours")
        .file("outside/a.js", "a secret")
}

/// All ways to read the file say the same of it.
#[track_caller]
fn check_refused(file: &FoundFile, why: &str) {
    let said =
        [walk::read(file).map(drop), walk::read_head(file, 100, None).map(drop), walk::open(file).map(drop)];
    for result in said {
        let error = result.expect_err("it must not be read");
        let reason = walk::reason(&error);
        assert!(reason.contains(why), "{reason}");
    }
}

#[test]
fn a_file_that_became_a_link_out_of_the_build_is_not_read() {
    let project = project();
    let file = found(&project);
    fs::remove_file(project.path("dist/folder/a.js")).expect("it can be removed");
    symlink("../../outside/a.js", project.path("dist/folder/a.js")).expect("links can be made");
    check_refused(&file, "leads out of the build");
}

#[test]
fn a_file_whose_folder_became_a_link_out_of_the_build_is_not_read() {
    let project = project();
    let file = found(&project);
    fs::rename(project.path("dist/folder"), project.path("aside")).expect("it can be renamed");
    symlink("../outside", project.path("dist/folder")).expect("links can be made");
    check_refused(&file, "leads out of the build");
}

#[test]
fn a_file_that_became_a_pipe_is_not_waited_for() {
    let project = project();
    let file = found(&project);
    fs::remove_file(project.path("dist/folder/a.js")).expect("it can be removed");
    let made = Command::new("mkfifo").arg(project.path("dist/folder/a.js")).status();
    assert!(made.expect("every Unix has mkfifo").success());
    check_refused(&file, "no regular file");
}

#[test]
fn a_file_that_became_a_device_is_not_read() {
    let project = project();
    let file = found(&project);
    fs::remove_file(project.path("dist/folder/a.js")).expect("it can be removed");
    symlink("/dev/zero", project.path("dist/folder/a.js")).expect("links can be made");
    check_refused(&file, "no regular file");
}

#[test]
fn a_file_that_became_a_folder_is_not_read() {
    let project = project();
    let file = found(&project);
    fs::remove_file(project.path("dist/folder/a.js")).expect("it can be removed");
    fs::create_dir(project.path("dist/folder/a.js")).expect("a folder can be made");
    check_refused(&file, "no regular file");
}

#[test]
fn a_file_that_was_written_anew_is_read() {
    let project = project();
    let file = found(&project);
    project.write("dist/folder/new", "it is new");
    fs::rename(project.path("dist/folder/new"), project.path("dist/folder/a.js")).expect("it can be renamed");
    assert_eq!(walk::read(&file).expect("it is a file of the build"), b"it is new");
}

#[test]
fn a_file_that_became_a_link_to_another_file_of_the_build_is_read() {
    let project = project();
    let file = found(&project);
    fs::remove_file(project.path("dist/folder/a.js")).expect("it can be removed");
    symlink("../index.html", project.path("dist/folder/a.js")).expect("links can be made");
    assert_eq!(walk::read(&file).expect("it is a file of the build"), b"<p>");
}

#[test]
fn a_link_to_a_file_of_the_build_is_read_as_ever() {
    let project = Project::new().file("dist/real.js", "it is ours").file("dist/index.html", "");
    fs::create_dir(project.path("dist/folder")).expect("a folder can be made");
    symlink("../real.js", project.path("dist/folder/a.js")).expect("links can be made");
    assert_eq!(walk::read(&found(&project)).expect("it is a file of the build"), b"it is ours");
}

#[test]
fn a_file_that_grows_a_little_is_read_and_one_that_grows_on_is_not() {
    let project = project();
    let file = found(&project);
    project.write("dist/folder/a.js", vec![b'a'; 1 << 20]);
    assert_eq!(walk::read(&file).expect("it has grown by less than 1 MiB").len(), 1 << 20);
    project.write("dist/folder/a.js", vec![b'a'; 4 << 20]);
    let error = walk::read(&file).expect_err("it must not be read");
    assert!(walk::reason(&error).contains("grew"), "{error}");
    let mut piece = Vec::new();
    walk::open(&file).expect("it is there").read_to_end(&mut piece).expect("it can be read");
    assert!(piece.len() < 2 << 20, "{} bytes", piece.len());
}

#[test]
fn a_file_that_shrinks_is_read_as_it_is() {
    let project = project();
    let file = found(&project);
    project.write("dist/folder/a.js", "it");
    assert_eq!(walk::read(&file).expect("it is there"), b"it");
}
