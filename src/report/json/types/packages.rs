//! npm packages in the build and in its chunks.

use schemars::JsonSchema;
use serde::Serialize;

/// An npm package in a chunk.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct ChunkPackage {
    /// Its name.
    pub(in crate::report::json) name: String,
    /// Its version, where one and only one is known.
    pub(in crate::report::json) version: Option<String>,
    /// Its bytes in the chunk; `null` where it is only known to be there.
    pub(in crate::report::json) bytes: Option<u64>,
    /// Its share of the chunk's gzip bytes; `null` where `bytes` is.
    pub(in crate::report::json) gzip: Option<u64>,
    /// Its share of the chunk's Brotli bytes; `null` where `bytes` is.
    pub(in crate::report::json) brotli: Option<u64>,
    /// Its installed copies, where a source map tells them apart.
    pub(in crate::report::json) instances: Vec<Instance>,
    /// How it was found.
    #[schemars(extend("enum" = ["source-map", "licence", "signature", "module-path"]))]
    pub(in crate::report::json) evidence: &'static str,
}

/// One installed copy of a package.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Instance {
    /// Where it was installed, relative to the build.
    pub(in crate::report::json) path: String,
    /// Its version, where the path or the code shows it.
    pub(in crate::report::json) version: Option<String>,
    /// Its bytes in the chunk.
    pub(in crate::report::json) bytes: u64,
}

/// An npm package in the build.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Package {
    /// Its name.
    pub(in crate::report::json) name: String,
    /// Its versions, where known.
    pub(in crate::report::json) versions: Vec<String>,
    /// Its bytes in all chunks but those of legacy browsers; `null` where they are known in none of them.
    pub(in crate::report::json) bytes: Option<u64>,
    /// Its share of the gzip bytes of these chunks; likewise.
    pub(in crate::report::json) gzip: Option<u64>,
    /// Its share of the Brotli bytes of these chunks; likewise.
    pub(in crate::report::json) brotli: Option<u64>,
    /// The chunks that hold some of it.
    pub(in crate::report::json) chunks: Vec<String>,
    /// Whether an initial load holds some of it.
    pub(in crate::report::json) initial: bool,
}

/// Where the bytes of a chunk come from, by its source map. They sum to the bytes of the file.
#[derive(Serialize, JsonSchema, Default)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::json) struct Composition {
    /// npm packages.
    pub(in crate::report::json) packages: u64,
    /// The project's own sources.
    pub(in crate::report::json) application: u64,
    /// Code that the bundler added.
    pub(in crate::report::json) bundler: u64,
    /// What the map gives no source for.
    pub(in crate::report::json) unmapped: u64,
    /// The comment that names the map.
    pub(in crate::report::json) map_comment: u64,
}
