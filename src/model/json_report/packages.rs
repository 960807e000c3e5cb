//! npm packages in the build and in its chunks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::json_report::Word;

/// An npm package in a chunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChunkPackage {
    /// Its name.
    pub name: String,
    /// Its version, where one and only one is known.
    pub version: Option<String>,
    /// Its bytes in the chunk; `null` where it is only known to be there.
    pub bytes: Option<u64>,
    /// Its share of the chunk's gzip bytes; `null` where `bytes` is.
    pub gzip: Option<u64>,
    /// Its share of the chunk's Brotli bytes; `null` where `bytes` is.
    pub brotli: Option<u64>,
    /// Its installed copies, where a source map tells them apart.
    pub instances: Vec<Instance>,
    /// How it was found.
    #[schemars(extend("enum" = ["source-map", "licence", "signature", "module-path"]))]
    pub evidence: Word,
}

/// A source file that a chunk was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Module {
    /// Its path: relative to the build, or as the source map has it.
    pub path: String,
    /// The package that it belongs to; `null` for the project's own sources and the bundler's.
    pub package: Option<String>,
    /// Its bytes in the chunk.
    pub bytes: u64,
    /// Its share of the chunk's gzip bytes.
    pub gzip: u64,
    /// Its share of the chunk's Brotli bytes.
    pub brotli: u64,
}

/// One installed copy of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Instance {
    /// Where it was installed, relative to the build.
    pub path: String,
    /// Its version, where the path or the code shows it.
    pub version: Option<String>,
    /// Its bytes in the chunk.
    pub bytes: u64,
}

/// An npm package in the build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its versions, where known.
    pub versions: Vec<String>,
    /// Its bytes in all chunks but those of legacy browsers; `null` where they are known in none of them.
    pub bytes: Option<u64>,
    /// Its share of the gzip bytes of these chunks; likewise.
    pub gzip: Option<u64>,
    /// Its share of the Brotli bytes of these chunks; likewise.
    pub brotli: Option<u64>,
    /// The chunks that hold some of it.
    pub chunks: Vec<String>,
    /// Whether an initial load holds some of it.
    pub initial: bool,
}

/// Where the bytes of a chunk come from, by its source map. They sum to the bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "camelCase")]
pub struct Composition {
    /// npm packages.
    pub packages: u64,
    /// The project's own sources.
    pub application: u64,
    /// Code that the bundler added.
    pub bundler: u64,
    /// What the map gives no source for.
    pub unmapped: u64,
    /// The comment that names the map.
    pub map_comment: u64,
}
