//! The JSON report's types: the format itself. Keys may be added; none is renamed, removed or changed in meaning
//! without a new `schemaVersion`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// The outcome of one run of weighbridge. Sizes are bytes; places count from 1, columns in UTF-16 code units; lists
/// are sorted by path; `null` means unknown or not applicable, never 0.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "weighbridge report")]
pub(super) struct Report {
    /// The version of this format.
    #[schemars(extend("const" = 1))]
    pub(super) schema_version: u32,
    /// What wrote the report.
    pub(super) tool: Tool,
    /// What was looked at.
    pub(super) build: Build,
    /// The budget file that was used; `null` for the built-in budgets and those of the command line.
    pub(super) config: Option<String>,
    /// Sums by resource type. `all` is everything that visitors can be sent: all but source maps.
    pub(super) totals: BTreeMap<&'static str, Total>,
    /// Every file of the build.
    pub(super) assets: Vec<Asset>,
    /// Every script and what it loads.
    pub(super) chunks: Vec<Chunk>,
    /// What visitors open.
    pub(super) entries: Vec<Entry>,
    /// What visitors can open by a path that the build names.
    pub(super) routes: Vec<Route>,
    /// Every dynamic import whose target is known.
    pub(super) split_points: Vec<SplitPoint>,
    /// How many chunks are loaded by ids that name no file of the build: what the graph may lack.
    pub(super) unresolved: usize,
    /// The static imports that an initial load hangs on: what it would be smaller by if they were dynamic.
    pub(super) import_costs: Vec<ImportCost>,
    /// The npm packages that were found in the chunks. Empty until a version that finds packages.
    pub(super) packages: Vec<Package>,
    /// The images and where they are used. Empty until a version that reads images.
    pub(super) images: Vec<Image>,
    /// What the checks found, the most important first.
    pub(super) findings: Vec<Finding>,
    /// Every limit that was judged, in the order of the budgets, the worst item first.
    pub(super) budgets: Vec<Budget>,
    /// The comparison with an earlier report; `null` where none was given.
    pub(super) baseline: Option<Baseline>,
    /// What could not be read or understood.
    pub(super) problems: Vec<Problem>,
    /// What it all comes to.
    #[schemars(extend("enum" = ["pass", "warn", "fail"]))]
    pub(super) verdict: &'static str,
}

/// What wrote the report.
#[derive(Serialize, JsonSchema)]
pub(super) struct Tool {
    /// Always `weighbridge`.
    pub(super) name: &'static str,
    /// Its version.
    pub(super) version: &'static str,
}

/// What was looked at.
#[derive(Serialize, JsonSchema)]
pub(super) struct Build {
    /// The build directory, relative to where the tool ran.
    pub(super) directory: String,
    /// How the sizes were compressed.
    pub(super) compression: Compression,
    /// The frameworks and bundlers that made it, as far as the files show; frameworks first.
    pub(super) bundlers: Vec<Bundler>,
    /// The bundlers' own records that were compared with the code: those in the build and those of `--manifest`.
    pub(super) manifests: Vec<Manifest>,
}

/// A bundler's record of the build.
#[derive(Serialize, JsonSchema)]
pub(super) struct Manifest {
    /// Its path in the build, or as it was given.
    pub(super) path: String,
    /// What it is.
    #[schemars(extend("enum" = ["vite", "webpack-stats", "esbuild-metafile", "asset-manifest"]))]
    pub(super) format: &'static str,
    /// How many edges of the graph only it knows.
    pub(super) used: usize,
    /// Whether all that it says is so. Where not, `problems` has more.
    pub(super) agrees: bool,
}

/// How hard the compressors tried.
#[derive(Serialize, JsonSchema)]
pub(super) struct Compression {
    /// gzip level.
    pub(super) gzip: u32,
    /// Brotli quality; the window is 4 MiB.
    pub(super) brotli: u32,
}

/// A bundler and how it was recognised.
#[derive(Serialize, JsonSchema)]
pub(super) struct Bundler {
    /// `vite`, `webpack`, ...
    pub(super) name: String,
    /// Its version or the beginning of it, where the code shows it.
    pub(super) version: Option<String>,
    /// What gave it away.
    pub(super) evidence: String,
}

/// What several files weigh together.
#[derive(Serialize, JsonSchema)]
pub(super) struct Total {
    /// How many files.
    pub(super) files: u64,
    /// Bytes on disk.
    pub(super) raw: u64,
    /// Bytes as gzip, each file by itself; `null` for source maps.
    pub(super) gzip: Option<u64>,
    /// Bytes as Brotli, each file by itself; `null` for source maps.
    pub(super) brotli: Option<u64>,
}

/// One file of the build.
#[derive(Serialize, JsonSchema)]
pub(super) struct Asset {
    /// Its path in the build, `/` on every system.
    pub(super) path: String,
    /// Lighthouse's resource types, and `wasm` and `source-map`.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = ["document", "script", "stylesheet", "image", "media", "font", "wasm", "source-map", "other"]))]
    pub(super) resource_type: &'static str,
    /// When it is loaded: with some page at first, only later, or only by browsers without modules;
    /// `null` where no entry point is seen to load it.
    #[schemars(extend("enum" = ["initial", "lazy", "legacy", null]))]
    pub(super) load: Option<&'static str>,
    /// Bytes on disk.
    pub(super) raw: u64,
    /// Bytes as gzip; equal to `raw` for formats that are compressed already; `null` for source maps.
    pub(super) gzip: Option<u64>,
    /// Bytes as Brotli; likewise.
    pub(super) brotli: Option<u64>,
    /// Bytes of its compressed forms that lie beside it, by content coding.
    pub(super) precompressed: BTreeMap<&'static str, u64>,
}

/// One script and what it loads.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Chunk {
    /// Its path.
    pub(super) path: String,
    /// Scripts that are loaded before it runs.
    pub(super) imports: Vec<String>,
    /// Scripts that it loads with `import()`.
    pub(super) dynamic_imports: Vec<String>,
    /// Stylesheets that belong to it.
    pub(super) css: Vec<String>,
    /// Scripts that it starts as workers.
    pub(super) workers: Vec<String>,
    /// The npm packages in it. Empty until a version that finds packages.
    pub(super) packages: Vec<ChunkPackage>,
}

/// An npm package in a chunk.
#[derive(Serialize, JsonSchema)]
pub(super) struct ChunkPackage {
    /// Its name.
    pub(super) name: String,
    /// Its version, where known.
    pub(super) version: Option<String>,
    /// Its bytes in the chunk, where known.
    pub(super) bytes: Option<u64>,
    /// How it was found.
    #[schemars(extend("enum" = ["source-map", "licence", "signature", "module-path", "bare-import"]))]
    pub(super) evidence: &'static str,
}

/// What a visitor opens.
#[derive(Serialize, JsonSchema)]
pub(super) struct Entry {
    /// The document or entry script.
    pub(super) path: String,
    /// `legacy` for what browsers without modules load from the same document (`nomodule`); budgets are about `modern`.
    #[schemars(extend("enum" = ["modern", "legacy"]))]
    pub(super) audience: &'static str,
    /// What a visitor types behind the site's name to open it; `null` where that is not known.
    pub(super) route: Option<String>,
    /// All that is loaded before any dynamic import.
    pub(super) initial: Initial,
}

/// What a visitor can open, and what that loads.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Route {
    /// The path behind the site's name; parameters as the router writes them: `/blog/[slug]`, `/user/:id`, `/*`.
    pub(super) path: String,
    /// The entry point that it is opened with.
    pub(super) entry: String,
    /// The split points that opening it runs: places in `splitPoints`, from 0.
    pub(super) split_points: Vec<usize>,
    /// All that is loaded until the route is there: the initial load of the entry point and what the split points add.
    pub(super) initial: RouteInitial,
}

/// What opening a route loads.
#[derive(Serialize, JsonSchema)]
pub(super) struct RouteInitial {
    /// The scripts.
    pub(super) scripts: Vec<String>,
    /// The stylesheets.
    pub(super) stylesheets: Vec<String>,
    /// How many files, the document included: requests.
    pub(super) files: u64,
    /// How many requests must follow each other.
    pub(super) depth: u32,
    /// Bytes on disk of all of them.
    pub(super) raw: u64,
    /// Bytes as gzip.
    pub(super) gzip: u64,
    /// Bytes as Brotli.
    pub(super) brotli: u64,
}

/// An initial load: document, scripts with all that they import, stylesheets.
#[derive(Serialize, JsonSchema)]
pub(super) struct Initial {
    /// The scripts.
    pub(super) scripts: Vec<String>,
    /// The stylesheets.
    pub(super) stylesheets: Vec<String>,
    /// How many files, the document included: requests.
    pub(super) files: u64,
    /// How many requests must follow each other.
    pub(super) depth: u32,
    /// Those requests in their order, the document first.
    pub(super) chain: Vec<String>,
    /// Bytes on disk of all of them.
    pub(super) raw: u64,
    /// Bytes as gzip.
    pub(super) gzip: u64,
    /// Bytes as Brotli.
    pub(super) brotli: u64,
}

/// One dynamic import.
#[derive(Serialize, JsonSchema)]
pub(super) struct SplitPoint {
    /// The script in which it stands.
    pub(super) chunk: String,
    /// Its line.
    pub(super) line: u32,
    /// Its column.
    pub(super) column: u32,
    /// The chunk that it names.
    pub(super) target: String,
    /// All that it makes the browser load beyond what is loaded already; empty where it is not effective.
    pub(super) loads: Vec<String>,
    /// What `loads` weighs.
    pub(super) adds: Sizes,
    /// Whether the target is not loaded already whenever it runs.
    pub(super) effective: bool,
    /// `legacy` where only browsers without modules run it.
    #[schemars(extend("enum" = ["modern", "legacy"]))]
    pub(super) audience: &'static str,
    /// The routes whose opening runs it; a layout has those of all its pages. Empty where the build does not tell.
    pub(super) routes: Vec<String>,
}

/// What one static import brings into an initial load.
#[derive(Serialize, JsonSchema)]
pub(super) struct ImportCost {
    /// The entry point; others that load the same files are not repeated.
    pub(super) entry: String,
    /// The script in which the import stands.
    pub(super) chunk: String,
    /// Its line.
    pub(super) line: u32,
    /// Its column.
    pub(super) column: u32,
    /// What it imports.
    pub(super) target: String,
    /// What is loaded at first only because of it.
    pub(super) brings: Sizes,
}

/// Bytes.
#[derive(Serialize, JsonSchema)]
pub(super) struct Sizes {
    /// Bytes on disk.
    pub(super) raw: u64,
    /// Bytes as gzip.
    pub(super) gzip: u64,
    /// Bytes as Brotli.
    pub(super) brotli: u64,
}

/// An npm package in the build.
#[derive(Serialize, JsonSchema)]
pub(super) struct Package {
    /// Its name.
    pub(super) name: String,
    /// Its versions, where known.
    pub(super) versions: Vec<String>,
    /// Its bytes in all chunks, where known.
    pub(super) bytes: Option<u64>,
    /// The chunks that hold some of it.
    pub(super) chunks: Vec<String>,
    /// Whether an initial load holds some of it.
    pub(super) initial: bool,
}

/// An image and where it is used.
#[derive(Serialize, JsonSchema)]
pub(super) struct Image {
    /// Its path.
    pub(super) path: String,
    /// Its format, by content.
    pub(super) format: String,
    /// Pixels.
    pub(super) width: Option<u32>,
    /// Pixels.
    pub(super) height: Option<u32>,
    /// Bytes on disk.
    pub(super) raw: u64,
}

/// One place where a check fired.
#[derive(Serialize, JsonSchema)]
pub(super) struct Finding {
    /// The check's id; `weighbridge explain <id>` says more.
    pub(super) check: &'static str,
    /// How much it matters.
    #[schemars(extend("enum" = ["warning", "error"]))]
    pub(super) severity: &'static str,
    /// The file.
    pub(super) asset: String,
    /// The line, where there is one.
    pub(super) line: Option<u32>,
    /// The column, where there is one.
    pub(super) column: Option<u32>,
    /// What was found.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
    /// Bytes (gzip) that visitors would not load if it were mended, where that can be measured.
    pub(super) waste: Option<u64>,
}

/// One limit and what it came to.
#[derive(Serialize, JsonSchema)]
pub(super) struct Budget {
    /// The budget's name.
    pub(super) name: String,
    /// The file, the entry point or the route (which begins with `/`), or the chunk that a split point names; `null` for
    /// the sum of all selected files.
    pub(super) item: Option<String>,
    /// The line of the split point in its chunk.
    pub(super) line: Option<u32>,
    /// The column of the split point in its chunk.
    pub(super) column: Option<u32>,
    /// What was measured: sizes in bytes, `count` in files, `time` in milliseconds; `null` where the budget as a
    /// whole could not be judged.
    #[schemars(extend("enum" = ["raw", "gzip", "brotli", "count", "time", null]))]
    pub(super) metric: Option<&'static str>,
    /// What was measured, in that unit.
    pub(super) actual: Option<u64>,
    /// More than this fails.
    pub(super) max: Option<u64>,
    /// More than this warns.
    pub(super) warn: Option<u64>,
    /// Less than this fails.
    pub(super) min: Option<u64>,
    /// What it comes to; `skipped` was not judged, and `reason` says why.
    #[schemars(extend("enum" = ["pass", "warn", "fail", "skipped"]))]
    pub(super) status: &'static str,
    /// Why it could not be judged.
    pub(super) reason: Option<&'static str>,
}

/// A comparison with an earlier report.
#[derive(Serialize, JsonSchema)]
pub(super) struct Baseline {
    /// How many files were paired.
    pub(super) pairs: u64,
    /// Files without a counterpart in the earlier report.
    pub(super) added: Vec<String>,
    /// Files of the earlier report without a counterpart.
    pub(super) removed: Vec<String>,
}

/// Something that could not be read or understood.
#[derive(Serialize, JsonSchema)]
pub(super) struct Problem {
    /// The file, where it has a name.
    pub(super) asset: Option<String>,
    /// What happened.
    pub(super) message: String,
}
