//! The one helper of the integration tests: runs the real binary in a folder of its own, in an environment that
//! is the same everywhere.

#![allow(dead_code, reason = "every test file uses some of it")]

pub mod commands;
pub mod gfm;
pub mod hostile;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What the environment may say that would change the output.
const SCRUBBED: [&str; 12] = [
    "CI",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "NO_COLOR",
    "RAYON_NUM_THREADS",
    "TERM",
];

/// The folder of the repository's fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The names of all built fixtures.
pub fn fixture_names() -> Vec<String> {
    let graphs = fs::read_to_string(fixtures().join("graphs.json")).expect("fixtures/graphs.json is there");
    let graphs: Value = serde_json::from_str(&graphs).expect("fixtures/graphs.json is JSON");
    graphs.as_object().expect("it is an object").keys().cloned().collect()
}

/// A folder that the binary runs in, and what it is run with.
pub struct Project {
    folder: TempDir,
}

/// What the binary said.
#[derive(Debug)]
pub struct Outcome {
    /// The exit status.
    pub status: i32,
    /// What went to stdout.
    pub stdout: String,
    /// What went to stderr.
    pub stderr: String,
}

impl Project {
    /// An empty folder. It is a repository's root, so that no budget file above it is found.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir(folder.path().join(".git")).expect("a folder can be made");
        Self { folder }
    }

    /// With a file, and its folders.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// Writes a file, and its folders.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("folders can be made");
        fs::write(path, content).expect("a file can be written");
    }

    /// With a copy of the built fixture `name` as `dist`.
    pub fn fixture(self, name: &str) -> Self {
        copy(&fixtures().join(name), &self.path("dist"));
        self
    }

    /// The place of a file of the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file of the folder.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The binary, ready to run in the folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_weighbridge"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for name in SCRUBBED {
            command.env_remove(name);
        }
        // What was measured in one folder is not known in another one.
        command.env("WEIGHBRIDGE_CACHE", self.path(".cache"));
        command
    }

    /// Runs the binary.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        Outcome::from(self.command(arguments).output().expect("the binary runs"))
    }

    /// Runs `check` on `dist` and gives the JSON report.
    #[track_caller]
    pub fn report(&self, arguments: &[&str]) -> Value {
        let mut all = vec!["check", "dist", "--report", "json"];
        all.extend(arguments);
        let outcome = self.run(&all);
        assert!(matches!(outcome.status, 0 | 1), "status {}: {}", outcome.status, outcome.stderr);
        serde_json::from_str(&outcome.stdout).expect("the report is JSON")
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            status: output.status.code().expect("it ended by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Outcome {
    /// Fails unless the status is as expected and stderr holds each of `texts`, whatever its line breaks.
    #[track_caller]
    pub fn expect(&self, status: i32, texts: &[&str]) -> &Self {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        let said = unwrapped(&self.stderr);
        for text in texts {
            assert!(said.contains(&unwrapped(text)), "{text:?} is not in:\n{}", self.stderr);
        }
        self
    }
}

/// Without the line breaks and frames that depend on the width of the terminal.
pub fn unwrapped(text: &str) -> String {
    let frame = |c: char| matches!(c, '│' | '╰' | '╭' | '─' | '▶' | '×' | '·');
    text.replace(frame, " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("it has a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}
