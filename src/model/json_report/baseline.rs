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
    /// How many files were paired.
    pub pairs: u64,
    /// Files without a counterpart in the earlier report.
    pub added: Vec<String>,
    /// Files of the earlier report without a counterpart.
    pub removed: Vec<String>,
    /// What those weighed, in the same order.
    #[serde(default, rename = "removedSizes")]
    pub removed_sizes: Vec<Sizes>,
    /// What all files together weigh more than they did.
    pub growth: Growth,
    /// Pairs whose path or sizes are not what they were.
    pub changed: Vec<Changed>,
    /// The loads that are not what they were, what matters most first: at most 50.
    #[serde(default)]
    pub loads: Vec<LoadChange>,
    /// Why it grew or shrank, what matters most first: those of each load one after the other, in the order of `loads`.
    /// They sum up to the change of the load. Beyond 100 causes of a load, the smaller ones are one `rest`.
    pub causes: Vec<Cause>,
    /// What returning visitors must load again; `null` where the earlier report does not tell contents.
    #[serde(default)]
    pub invalidated: Option<Invalidated>,
    /// What happened, in one line.
    #[serde(default)]
    pub headline: String,
}

/// A comparison with an earlier build that stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// The file that tells of it.
    pub file: String,
    /// The build directory that it is about.
    pub directory: String,
    /// What all files together weigh more than they did.
    pub growth: Growth,
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
    /// How it is known that both are one file.
    #[serde(default)]
    #[schemars(extend("enum" = ["path", "content", "name", "modules", "words", "size"]))]
    pub by: Word,
}

/// Something that visitors load, and that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LoadChange {
    /// `initial` for what an entry point loads at first, `lazy` for all that is only loaded later, `other` for all other
    /// files, such as images and what only browsers without modules load.
    #[schemars(extend("enum" = ["initial", "lazy", "other"]))]
    pub load: Word,
    /// The entry point; `null` for what is not about one.
    pub entry: Option<String>,
    /// Other entry points with the same change.
    pub alike: Vec<String>,
    /// What it weighed.
    pub before: Sizes,
    /// What it weighs.
    pub after: Sizes,
    /// The files that are new to it, whether they are new to the build or not.
    pub added: Vec<String>,
    /// The files that are no longer in it; by their paths in the earlier report.
    pub removed: Vec<String>,
    /// How much more or less, and its most important causes, in one line.
    pub message: String,
}

/// What of a build returning visitors must load again, since its path or its bytes are not those of the earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Invalidated {
    /// How many files.
    pub files: u64,
    /// Bytes on disk.
    pub raw: u64,
    /// Bytes as gzip.
    pub gzip: u64,
    /// Bytes as Brotli.
    pub brotli: u64,
    /// Those of them in which nothing changed but references to other files.
    pub renamed: Vec<String>,
    /// What those weigh.
    #[serde(rename = "renamedSizes")]
    pub renamed_sizes: Sizes,
}

/// Something that made the build grow or shrink.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cause {
    /// What happened.
    #[schemars(extend("enum" = ["package-added", "package-removed", "package-updated", "package-grown", "package-shrunk", "package-moved", "duplicate-added", "split-point-lost", "split-point-added", "chunk-moved", "file-added", "file-removed", "file-grown", "file-shrunk", "file-replaced", "module-added", "module-removed", "module-grown", "module-shrunk", "module-moved", "entry-added", "entry-removed", "code", "rest"]))]
    pub kind: Word,
    /// The package, module or file; empty for `rest`.
    pub name: String,
    /// The load that it is about: as in `loads`.
    #[serde(default)]
    #[schemars(extend("enum" = ["initial", "lazy", "other"]))]
    pub load: Word,
    /// The entry point whose initial load it is about; `null` where it is about none.
    pub entry: Option<String>,
    /// Bytes on disk more.
    pub raw: i64,
    /// Bytes as gzip more.
    pub gzip: i64,
    /// Bytes as Brotli more.
    #[serde(default)]
    pub brotli: i64,
    /// The file of this build in which it is; of the earlier one for what is gone.
    #[serde(default)]
    pub chunk: Option<String>,
    /// What it was before: a version, a path of the earlier report, or when it was loaded (`initial`, `lazy`).
    #[serde(default)]
    pub was: Option<String>,
    /// All of it in a few words: `moment (new, in assets/report-*.js)`.
    #[serde(default)]
    pub message: String,
}
