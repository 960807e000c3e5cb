//! The file that `weighbridge update` writes: what growth limits need of a build, in names that the next build has,
//! too. It is kept in the repository, so it holds nothing that changes without the build: no content hashes, times,
//! versions of the tool or places of the machine.
//!
//! Keys may be added; none is renamed, removed or changed in meaning without a new `schemaVersion`. What it does not
//! hold (modules, fingerprints, how chunks import each other) is not told of a build that was read from it.

mod from_report;
mod names;
mod to_report;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::json_report::{Compression, Sizes, Word};

pub use names::{plain_name, with_hash};

/// What tells such a file from others.
pub const FORMAT: &str = "weighbridge-baseline";

/// The baseline of one or several projects. Sizes are bytes; lists are sorted. A name with `*` stands for one with a
/// content hash; the second file of one such name is `assets/index-* (2).js`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "weighbridge baseline")]
pub struct BaselineDocument {
    /// Where this format is described.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this file is.
    #[schemars(extend("const" = "weighbridge-baseline"))]
    pub format: Word,
    /// The version of this format.
    #[schemars(extend("const" = 1))]
    pub schema_version: u32,
    /// The projects, sorted by name and directory.
    pub projects: Vec<Project>,
}

/// A project as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// Its name where several are kept together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Its build directory, from this file on.
    pub directory: String,
    /// How the sizes were compressed.
    pub compression: Compression,
    /// Which marks of packages were known when it was written: what is compared by another number tells packages by
    /// source maps alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knows: Option<u32>,
    /// Every file of the build, sorted by name.
    pub files: Vec<File>,
    /// The npm packages in each chunk, sorted by both.
    pub packages: Vec<PackageOfChunk>,
    /// What visitors open, and its initial load.
    pub entries: Vec<Entry>,
    /// What visitors can open by a path that the build names.
    pub routes: Vec<Route>,
    /// Every dynamic import whose target is known, sorted by chunk and target.
    pub split_points: Vec<SplitPoint>,
}

/// One file of the build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct File {
    /// Its path in the build without its content hash.
    pub path: String,
    /// Its resource type, as in a report.
    #[serde(rename = "type")]
    pub resource_type: Word,
    /// When it is loaded, as in a report; absent where no entry point is seen to load it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<Word>,
    /// Bytes on disk.
    pub raw: u64,
    /// Bytes as gzip; absent for source maps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gzip: Option<u64>,
    /// Bytes as Brotli; absent for source maps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brotli: Option<u64>,
    /// Whether a source map says of a script where its bytes come from.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mapped: bool,
}

/// An npm package in a chunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PackageOfChunk {
    /// The chunk.
    pub chunk: String,
    /// The package's name.
    pub name: String,
    /// Its version, where one and only one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// How it was found, as in a report.
    pub evidence: Word,
    /// Its bytes in the chunk, where they are known, and its share of the compressed bytes.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub sizes: Option<Sizes>,
}

/// What a visitor opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// The document or entry script.
    pub path: String,
    /// For whom, as in a report.
    pub audience: Word,
    /// What a visitor types behind the site's name to open it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// What its initial load weighs.
    #[serde(flatten)]
    pub initial: Initial,
}

/// What a visitor can open by a path that the build names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Route {
    /// The path behind the site's name.
    pub path: String,
    /// The entry point that it is opened with.
    pub entry: String,
    /// What is loaded until it is there.
    #[serde(flatten)]
    pub initial: Initial,
}

/// What is loaded at first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Initial {
    /// Bytes on disk.
    pub raw: u64,
    /// Bytes as gzip.
    pub gzip: u64,
    /// Bytes as Brotli.
    pub brotli: u64,
    /// How many files, the document included: requests.
    pub files: u64,
    /// How many requests must follow each other.
    pub depth: u32,
    /// The scripts and stylesheets.
    pub loads: Vec<String>,
}

/// One dynamic import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SplitPoint {
    /// The script in which it stands.
    pub chunk: String,
    /// The chunk that it names.
    pub target: String,
    /// For whom, as in a report.
    pub audience: Word,
    /// Whether the target is not loaded already whenever it runs.
    pub effective: bool,
    /// What it adds.
    #[serde(flatten)]
    pub adds: Sizes,
    /// All that it makes the browser load beyond what is loaded already.
    pub loads: Vec<String>,
    /// The routes whose opening runs it.
    pub routes: Vec<String>,
}
