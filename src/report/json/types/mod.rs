//! The JSON report's types: the format itself. Keys may be added; none is renamed, removed or changed in meaning
//! without a new `schemaVersion`.

mod images;
mod loads;
mod packages;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

pub(in crate::report::json) use images::{
    Candidate, Encoded, Encodings, Image, ImageUse, KnownOr, Resized, Source,
};
pub(in crate::report::json) use loads::{
    Entry, ImportCost, Initial, Precache, Route, RouteInitial, SplitPoint,
};
pub(in crate::report::json) use packages::{ChunkPackage, Composition, Instance, Package};

/// The outcome of one run of weighbridge. Sizes are bytes; places count from 1, columns in UTF-16 code units; lists
/// are sorted by path; `null` means unknown or not applicable, never 0.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "weighbridge report")]
pub(in crate::report::json) struct Report {
    /// The version of this format.
    #[schemars(extend("const" = 1))]
    pub(in crate::report::json) schema_version: u32,
    /// What wrote the report.
    pub(in crate::report::json) tool: Tool,
    /// What was looked at.
    pub(in crate::report::json) build: Build,
    /// The budget file that was used; `null` for the built-in budgets and those of the command line.
    pub(in crate::report::json) config: Option<String>,
    /// Sums by resource type. `all` is everything that visitors can be sent: all but source maps.
    pub(in crate::report::json) totals: BTreeMap<&'static str, Total>,
    /// Every file of the build.
    pub(in crate::report::json) assets: Vec<Asset>,
    /// Every script and what it loads.
    pub(in crate::report::json) chunks: Vec<Chunk>,
    /// What visitors open.
    pub(in crate::report::json) entries: Vec<Entry>,
    /// What visitors can open by a path that the build names.
    pub(in crate::report::json) routes: Vec<Route>,
    /// Every dynamic import whose target is known.
    pub(in crate::report::json) split_points: Vec<SplitPoint>,
    /// How many chunks are loaded by ids that name no file of the build: what the graph may lack.
    pub(in crate::report::json) unresolved: usize,
    /// The static imports that an initial load hangs on: what it would be smaller by if they were dynamic.
    pub(in crate::report::json) import_costs: Vec<ImportCost>,
    /// What service workers fetch when they are installed, at a visitor's first visit.
    pub(in crate::report::json) precache: Vec<Precache>,
    /// The npm packages that were found in the chunks, sorted by name.
    pub(in crate::report::json) packages: Vec<Package>,
    /// The images and where they are used, sorted by path; uses that name no file of the build come last.
    pub(in crate::report::json) images: Vec<Image>,
    /// What the checks found, the most important first.
    pub(in crate::report::json) findings: Vec<Finding>,
    /// Every limit that was judged, in the order of the budgets, the worst item first.
    pub(in crate::report::json) budgets: Vec<Budget>,
    /// The comparison with an earlier report; `null` where none was given.
    pub(in crate::report::json) baseline: Option<Baseline>,
    /// What could not be read or understood.
    pub(in crate::report::json) problems: Vec<Problem>,
    /// What it all comes to.
    #[schemars(extend("enum" = ["pass", "warn", "fail"]))]
    pub(in crate::report::json) verdict: &'static str,
}

/// What wrote the report.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Tool {
    /// Always `weighbridge`.
    pub(in crate::report::json) name: &'static str,
    /// Its version.
    pub(in crate::report::json) version: &'static str,
}

/// What was looked at.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Build {
    /// The build directory, relative to where the tool ran.
    pub(in crate::report::json) directory: String,
    /// How the sizes were compressed.
    pub(in crate::report::json) compression: Compression,
    /// The frameworks and bundlers that made it, as far as the files show; frameworks first.
    pub(in crate::report::json) bundlers: Vec<Bundler>,
    /// The bundlers' own records that were compared with the code: those in the build and those of `--manifest`.
    pub(in crate::report::json) manifests: Vec<Manifest>,
}

/// A bundler's record of the build.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Manifest {
    /// Its path in the build, or as it was given.
    pub(in crate::report::json) path: String,
    /// What it is.
    #[schemars(extend("enum" = ["vite", "webpack-stats", "esbuild-metafile", "asset-manifest"]))]
    pub(in crate::report::json) format: &'static str,
    /// How many edges of the graph only it knows.
    pub(in crate::report::json) used: usize,
    /// Whether all that it says is so. Where not, `problems` has more.
    pub(in crate::report::json) agrees: bool,
}

/// How hard the compressors tried.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Compression {
    /// gzip level.
    pub(in crate::report::json) gzip: u32,
    /// Brotli quality; the window is 4 MiB.
    pub(in crate::report::json) brotli: u32,
}

/// A bundler and how it was recognised.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Bundler {
    /// `vite`, `webpack`, ...
    pub(in crate::report::json) name: String,
    /// Its version or the beginning of it, where the code shows it.
    pub(in crate::report::json) version: Option<String>,
    /// What gave it away.
    pub(in crate::report::json) evidence: String,
}

/// What several files weigh together.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Total {
    /// How many files.
    pub(in crate::report::json) files: u64,
    /// Bytes on disk.
    pub(in crate::report::json) raw: u64,
    /// Bytes as gzip, each file by itself; `null` for source maps.
    pub(in crate::report::json) gzip: Option<u64>,
    /// Bytes as Brotli, each file by itself; `null` for source maps.
    pub(in crate::report::json) brotli: Option<u64>,
}

/// One file of the build.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Asset {
    /// Its path in the build, `/` on every system.
    pub(in crate::report::json) path: String,
    /// Lighthouse's resource types, and `wasm` and `source-map`.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = ["document", "script", "stylesheet", "image", "media", "font", "wasm", "source-map", "other"]))]
    pub(in crate::report::json) resource_type: &'static str,
    /// When it is loaded: with some page at first, only later, or only by browsers without modules;
    /// `null` where no entry point is seen to load it.
    #[schemars(extend("enum" = ["initial", "lazy", "legacy", null]))]
    pub(in crate::report::json) load: Option<&'static str>,
    /// Bytes on disk.
    pub(in crate::report::json) raw: u64,
    /// Bytes as gzip; equal to `raw` for formats that are compressed already; `null` for source maps.
    pub(in crate::report::json) gzip: Option<u64>,
    /// Bytes as Brotli; likewise.
    pub(in crate::report::json) brotli: Option<u64>,
    /// Bytes of its compressed forms that lie beside it, by content coding.
    pub(in crate::report::json) precompressed: BTreeMap<&'static str, u64>,
}

/// One script and what it loads.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::json) struct Chunk {
    /// Its path.
    pub(in crate::report::json) path: String,
    /// Scripts that are loaded before it runs.
    pub(in crate::report::json) imports: Vec<String>,
    /// Scripts that it loads with `import()`.
    pub(in crate::report::json) dynamic_imports: Vec<String>,
    /// Stylesheets that belong to it.
    pub(in crate::report::json) css: Vec<String>,
    /// Scripts that it starts as workers.
    pub(in crate::report::json) workers: Vec<String>,
    /// The npm packages in it, sorted by name.
    pub(in crate::report::json) packages: Vec<ChunkPackage>,
    /// The npm packages that it imports by name, and that are not in the build: the page loads them from elsewhere.
    pub(in crate::report::json) externals: Vec<String>,
    /// Where its bytes come from; `null` without a source map.
    pub(in crate::report::json) composition: Option<Composition>,
}

/// Bytes.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Sizes {
    /// Bytes on disk.
    pub(in crate::report::json) raw: u64,
    /// Bytes as gzip.
    pub(in crate::report::json) gzip: u64,
    /// Bytes as Brotli.
    pub(in crate::report::json) brotli: u64,
}

/// One place where a check fired.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Finding {
    /// The check's id; `weighbridge explain <id>` says more.
    pub(in crate::report::json) check: &'static str,
    /// How much it matters.
    #[schemars(extend("enum" = ["warning", "error"]))]
    pub(in crate::report::json) severity: &'static str,
    /// The file.
    pub(in crate::report::json) asset: String,
    /// The line, where there is one.
    pub(in crate::report::json) line: Option<u32>,
    /// The column, where there is one.
    pub(in crate::report::json) column: Option<u32>,
    /// What was found.
    pub(in crate::report::json) message: String,
    /// What to do.
    pub(in crate::report::json) help: String,
    /// Bytes (gzip) that visitors would not load if it were mended, where that can be measured.
    pub(in crate::report::json) waste: Option<u64>,
}

/// One limit and what it came to.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Budget {
    /// The budget's name.
    pub(in crate::report::json) name: String,
    /// The file, the entry point or the route (which begins with `/`), or the chunk that a split point names; `null` for
    /// the sum of all selected files.
    pub(in crate::report::json) item: Option<String>,
    /// The line of the split point in its chunk.
    pub(in crate::report::json) line: Option<u32>,
    /// The column of the split point in its chunk.
    pub(in crate::report::json) column: Option<u32>,
    /// What was measured: sizes in bytes, `count` in files, `time` in milliseconds; `null` where the budget as a
    /// whole could not be judged.
    #[schemars(extend("enum" = ["raw", "gzip", "brotli", "count", "time", null]))]
    pub(in crate::report::json) metric: Option<&'static str>,
    /// What was measured, in that unit.
    pub(in crate::report::json) actual: Option<u64>,
    /// More than this fails.
    pub(in crate::report::json) max: Option<u64>,
    /// More than this warns.
    pub(in crate::report::json) warn: Option<u64>,
    /// Less than this fails.
    pub(in crate::report::json) min: Option<u64>,
    /// What it comes to; `skipped` was not judged, and `reason` says why.
    #[schemars(extend("enum" = ["pass", "warn", "fail", "skipped"]))]
    pub(in crate::report::json) status: &'static str,
    /// Why it could not be judged.
    pub(in crate::report::json) reason: Option<&'static str>,
}

/// A comparison with an earlier report.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Baseline {
    /// How many files were paired.
    pub(in crate::report::json) pairs: u64,
    /// Files without a counterpart in the earlier report.
    pub(in crate::report::json) added: Vec<String>,
    /// Files of the earlier report without a counterpart.
    pub(in crate::report::json) removed: Vec<String>,
}

/// Something that could not be read or understood.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Problem {
    /// The file, where it has a name.
    pub(in crate::report::json) asset: Option<String>,
    /// What happened.
    pub(in crate::report::json) message: String,
}
