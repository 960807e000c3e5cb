//! The configuration, valid and complete, wherever it came from.

use std::sync::Arc;

use crate::model::budget::Budget;
use crate::model::check::CheckSettings;
use crate::model::globs::Globs;
use crate::model::verdict::Verdict;

/// What a run is judged by.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it came from.
    pub origin: Origin,
    /// The build directory relative to the file, where the file names one.
    pub build: Option<String>,
    /// How hard the compressors try.
    pub compression: Compression,
    /// Files that are left out of everything.
    pub ignore: Globs,
    /// The budgets, in the order written.
    pub budgets: Vec<Budget>,
    /// What a budget that matches nothing comes to; `None` to ignore it.
    pub unmatched: Option<Verdict>,
    /// What is said of the checks.
    pub checks: CheckSettings,
}

/// Where a configuration came from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A budget file.
    File(ConfigFile),
    /// `--limit` on the command line.
    CommandLine,
    /// No file was found, or `--no-config`: the built-in budgets.
    BuiltIn,
}

/// A budget file as it was read: diagnostics show its lines.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    /// Its path as people would write it from where they are.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: Arc<str>,
}

/// How hard the compressors try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compression {
    /// gzip level, 1 to 9.
    pub gzip: u32,
    /// Brotli quality, 0 to 11.
    pub brotli: u32,
}

impl Compression {
    /// What a build step that writes `.gz` and `.br` files does, and most of the field's tools measure.
    pub const MAX: Self = Self { gzip: 9, brotli: 11 };
    /// What CDNs do when they compress while a visitor waits.
    pub const CDN: Self = Self { gzip: 6, brotli: 5 };
}
