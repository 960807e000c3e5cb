//! EDGE: finds and reads the budget file.
//!
//! budgets.json goes from text to tree (`syntax`), from tree to a valid [`Config`] (`read`), and every
//! problem on the way is collected with its place (`error`). Nothing is judged here, and where a file
//! says nothing, the built-in budgets are for the caller to choose.
#![expect(clippy::disallowed_methods, reason = "the budget file is looked for and read here")]

mod amount;
mod budgets;
mod built_in;
mod checks;
mod combinations;
mod duration;
mod error;
mod fields;
mod import;
mod limits;
mod outside;
mod percentage;
mod presets;
mod proposal;
mod ratchet;
mod read;
mod schema;
mod schema_outside;
mod schema_rules;
mod size;
mod syntax;
mod values;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::model::check::Check;
use crate::model::config::Config;

pub use crate::config::amount::AmountError;
pub use crate::config::built_in::{LimitError, built_in, from_limits};
pub use crate::config::error::{ConfigError, ConfigProblem};
pub use crate::config::import::{Foreign, ImportError, Imported, ImportedBudget, LeftOut, import};
pub use crate::config::percentage::parse_headroom;
pub use crate::config::presets::Preset;
pub use crate::config::proposal::{Candidate, candidates, measuring, with_headroom};
pub use crate::config::ratchet::{Change, Measured, Raise, Worst, changes, one_line, rewritten};
pub use crate::config::read::{names_a_build, parse};
pub use crate::config::schema::{SCHEMA_ID, schema};
pub use crate::config::size::parse_size;

/// The name of a budget file that is not named on the command line.
pub const FILE_NAME: &str = "budgets.json";

/// A larger file is no budget file, and may have no end (`/dev/zero`).
pub const LARGEST_FILE: u64 = 8 << 20;

/// Looks for budgets.json in `start` and the directories above it, no further than the root of the
/// repository: the first directory that holds `.git`.
pub fn find(start: &Path) -> Option<PathBuf> {
    let start = resolve_dots(&std::path::absolute(start).ok()?);
    for directory in start.ancestors() {
        let candidate = directory.join(FILE_NAME);
        if candidate.is_file() {
            return Some(candidate);
        }
        // A directory, or a file in worktrees and submodules.
        if directory.join(".git").exists() {
            return None;
        }
    }
    None
}

/// Reads the budget file at `path`, which people know as `name`; `checks` are those that it may speak of.
pub fn load(path: &Path, name: &str, checks: &[&'static Check]) -> Result<Config, ConfigError> {
    let bytes = read_file(path).map_err(|source| {
        let help = match source.kind() {
            io::ErrorKind::NotFound => {
                "name a file that exists, or leave out --config to have one looked for"
            }
            io::ErrorKind::IsADirectory => "name the file itself, such as budgets.json in that directory",
            io::ErrorKind::PermissionDenied => "allow this user to read it",
            _ => "make sure that it is a readable file",
        };
        ConfigError::Unreadable { name: name.to_owned(), source, help: help.to_owned() }
    })?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => parse(text, name, checks),
        Err(error) => Err(ConfigError::NotUtf8 { name: name.to_owned(), offset: error.valid_up_to() }),
    }
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if read as u64 <= LARGEST_FILE { Ok(bytes) } else { Err(io::Error::other("it is larger than 8 MiB")) }
}

/// Takes `..` out of an absolute path, so that its ancestors are the directories above it. Links are not
/// followed: people mean the path that they typed.
fn resolve_dots(path: &Path) -> PathBuf {
    let mut resolved = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                resolved.pop();
            }
            Component::CurDir => {}
            other => resolved.push(other),
        }
    }
    resolved
}

#[cfg(test)]
mod tests;
