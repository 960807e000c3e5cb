//! EDGE. Calls git: a program with arguments, never a shell.

use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What git says to that, in `directory` and in English.
pub(crate) fn run(directory: &Path, arguments: &[&str]) -> io::Result<Output> {
    Command::new("git")
        .args(arguments)
        .current_dir(directory)
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .output()
}

/// The text that git wrote, without the line feed at its end.
pub(crate) fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    text.strip_suffix('\r').unwrap_or(text).to_owned()
}
