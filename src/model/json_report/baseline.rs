//! This build beside an earlier one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::json_report::{Sizes, Word};

/// A comparison with an earlier report. Source maps, which visitors are not sent, are left out of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// The earlier report.
    pub file: String,
    /// The build directory that it is about.
    pub directory: String,
    /// How many files were paired: by path, by name without hash, or by size among several of one name.
    pub pairs: u64,
    /// Files without a counterpart in the earlier report.
    pub added: Vec<String>,
    /// Files of the earlier report without a counterpart.
    pub removed: Vec<String>,
    /// What all files together weigh more than they did.
    pub growth: Growth,
    /// Pairs whose path or sizes are not what they were.
    pub changed: Vec<Changed>,
    /// Why it grew, what matters most first; empty in this version.
    pub causes: Vec<Cause>,
}

/// Bytes more than there were; less than 0 where it shrank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Growth {
    /// Bytes on disk.
    pub raw: i64,
    /// Bytes as gzip.
    pub gzip: i64,
    /// Bytes as Brotli.
    pub brotli: i64,
}

/// A file that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Changed {
    /// Its path.
    pub path: String,
    /// Its path in the earlier report.
    pub was: String,
    /// What it weighed.
    pub before: Sizes,
    /// What it weighs.
    pub after: Sizes,
}

/// Something that made the build grow or shrink.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cause {
    /// What happened, such as `package-added`.
    pub kind: Word,
    /// The package or file.
    pub name: String,
    /// The entry point whose initial load it is about; `null` for what is loaded later.
    pub entry: Option<String>,
    /// Bytes on disk more.
    pub raw: i64,
    /// Bytes as gzip more.
    pub gzip: i64,
}
