//! The JSON report's types: the format itself. Keys may be added; none is renamed, removed or changed in meaning
//! without a new `schemaVersion`.
//!
//! It is also the narrow waist between the stages and the formats: whatever is read by machines or shown elsewhere is
//! made from these types alone, so that a report that was read from a file says the same as one just made.

mod baseline;
mod images;
mod joined;
mod loads;
mod metric_name;
mod number;
mod packages;

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use baseline::{Anchor, Baseline, Cause, Changed, Growth, Invalidated, LoadChange};
pub use images::{Candidate, Encoded, Encodings, Image, ImageUse, KnownOr, Resized, Source};
pub use joined::Joined;
pub use loads::{Entry, ImportCost, Initial, Precache, Route, RouteInitial, SplitPoint};
pub use metric_name::MetricName;
pub use number::Number;
pub use packages::{ChunkPackage, Composition, Instance, Module, Package};

/// A word of the format, such as `pass`: written by us, or read from a report.
pub type Word = Cow<'static, str>;

/// The outcome of one run of weighbridge. Sizes are bytes; places count from 1, columns in UTF-16 code units; lists
/// are sorted by path; `null` means unknown or not applicable, never 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "weighbridge report")]
pub struct Report {
    /// The version of this format.
    #[schemars(extend("const" = 1))]
    pub schema_version: u32,
    /// What wrote the report.
    pub tool: Tool,
    /// The project's name where several are judged together; `null` where there is only one.
    pub project: Option<String>,
    /// What was looked at.
    pub build: Build,
    /// The budget file that was used; `null` for the built-in budgets and those of the command line.
    pub config: Option<String>,
    /// Sums by resource type. `all` is everything that visitors can be sent: all but source maps.
    pub totals: BTreeMap<Word, Total>,
    /// Every file of the build.
    pub assets: Vec<Asset>,
    /// Every script and what it loads.
    pub chunks: Vec<Chunk>,
    /// What visitors open.
    pub entries: Vec<Entry>,
    /// What visitors can open by a path that the build names.
    pub routes: Vec<Route>,
    /// Every dynamic import whose target is known.
    pub split_points: Vec<SplitPoint>,
    /// How many chunks are loaded by ids that name no file of the build: what the graph may lack.
    pub unresolved: usize,
    /// The static imports that an initial load hangs on: what it would be smaller by if they were dynamic.
    pub import_costs: Vec<ImportCost>,
    /// What service workers fetch when they are installed, at a visitor's first visit.
    pub precache: Vec<Precache>,
    /// The npm packages that were found in the chunks, sorted by name.
    pub packages: Vec<Package>,
    /// The images and where they are used, sorted by path; uses that name no file of the build come last.
    pub images: Vec<Image>,
    /// The checks that ran, sorted by id.
    pub checks: Vec<Check>,
    /// What the checks found, the most important first.
    pub findings: Vec<Finding>,
    /// Every limit that was judged, in the order of the budgets, the worst item first.
    pub budgets: Vec<Budget>,
    /// The limits that do not hold, in the order of the budgets: what broke them and what to do.
    pub breaches: Vec<Breach>,
    /// The comparison with an earlier report; `null` where none was given.
    pub baseline: Option<Baseline>,
    /// The comparison with an earlier build that stays, against slow drift; `null` where there is none.
    #[serde(default)]
    pub anchor: Option<Anchor>,
    /// What could not be read or understood.
    pub problems: Vec<Problem>,
    /// What it all comes to.
    #[schemars(extend("enum" = ["pass", "warn", "fail"]))]
    pub verdict: Word,
}

/// What wrote the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Always `weighbridge`.
    pub name: Word,
    /// Its version.
    pub version: Word,
}

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Build {
    /// The build directory, relative to where the tool ran.
    pub directory: String,
    /// How the sizes were compressed.
    pub compression: Compression,
    /// The frameworks and bundlers that made it, as far as the files show; frameworks first.
    pub bundlers: Vec<Bundler>,
    /// The bundlers' own records that were compared with the code: those in the build and those of `--manifest`.
    pub manifests: Vec<Manifest>,
}

/// A bundler's record of the build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Its path in the build, or as it was given.
    pub path: String,
    /// What it is.
    #[schemars(extend("enum" = ["vite", "webpack-stats", "esbuild-metafile", "asset-manifest"]))]
    pub format: Word,
    /// How many edges of the graph only it knows.
    pub used: usize,
    /// Whether all that it says is so. Where not, `problems` has more.
    pub agrees: bool,
}

/// How hard the compressors tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Compression {
    /// gzip level.
    pub gzip: u32,
    /// Brotli quality; the window is 4 MiB.
    pub brotli: u32,
}

/// A bundler and how it was recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bundler {
    /// `vite`, `webpack`, ...
    pub name: String,
    /// Its version or the beginning of it, where the code shows it.
    pub version: Option<String>,
    /// What gave it away.
    pub evidence: String,
}

/// What several files weigh together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Total {
    /// How many files.
    pub files: u64,
    /// Bytes on disk.
    pub raw: u64,
    /// Bytes as gzip, each file by itself; `null` for source maps.
    pub gzip: Option<u64>,
    /// Bytes as Brotli, each file by itself; `null` for source maps.
    pub brotli: Option<u64>,
}

/// One file of the build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asset {
    /// Its path in the build, `/` on every system.
    pub path: String,
    /// Lighthouse's resource types, and `wasm` and `source-map`.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = ["document", "script", "stylesheet", "image", "media", "font", "wasm", "source-map", "other"]))]
    pub resource_type: Word,
    /// When it is loaded: with some page at first, only later, or only by browsers without modules;
    /// `null` where no entry point is seen to load it.
    #[schemars(extend("enum" = ["initial", "lazy", "legacy", null]))]
    pub load: Option<Word>,
    /// Bytes on disk.
    pub raw: u64,
    /// Bytes as gzip; equal to `raw` for formats that are compressed already; `null` for source maps.
    pub gzip: Option<u64>,
    /// Bytes as Brotli; likewise.
    pub brotli: Option<u64>,
    /// Bytes of its compressed forms that lie beside it, by content coding.
    pub precompressed: BTreeMap<Word, u64>,
    /// What it is known by in another build; `null` for source maps.
    #[serde(default)]
    pub fingerprint: Option<Fingerprint>,
}

/// What a file is known by in another build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Fingerprint {
    /// The first 128 bits of the BLAKE3 hash of its bytes, in hex.
    pub content: String,
    /// The same of its bytes without the content hashes in the names of the build's files.
    pub without_references: String,
    /// A sample of the words in it: hashes of 32 bits, 8 hex digits each, sorted.
    pub words: String,
}

/// One script and what it loads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Chunk {
    /// Its path.
    pub path: String,
    /// Scripts that are loaded before it runs.
    pub imports: Vec<String>,
    /// Scripts that it loads with `import()`.
    pub dynamic_imports: Vec<String>,
    /// Stylesheets that belong to it.
    pub css: Vec<String>,
    /// Scripts that it starts as workers.
    pub workers: Vec<String>,
    /// The npm packages in it, sorted by name.
    pub packages: Vec<ChunkPackage>,
    /// The npm packages that it imports by name, and that are not in the build: the page loads them from elsewhere.
    pub externals: Vec<String>,
    /// The source files that it was made from, sorted by path; empty without a source map.
    #[serde(default)]
    pub modules: Vec<Module>,
    /// Where its bytes come from; `null` without a source map.
    pub composition: Option<Composition>,
}

/// Bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sizes {
    /// Bytes on disk.
    pub raw: u64,
    /// Bytes as gzip.
    pub gzip: u64,
    /// Bytes as Brotli.
    pub brotli: u64,
}

/// A check that ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// Its id; `weighbridge explain <id>` says more.
    pub id: Word,
    /// How much its findings matter.
    #[schemars(extend("enum" = ["warning", "error"]))]
    pub severity: Word,
}

/// One place where a check fired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The check's id; `weighbridge explain <id>` says more.
    pub check: Word,
    /// How much it matters.
    #[schemars(extend("enum" = ["warning", "error"]))]
    pub severity: Word,
    /// The file.
    pub asset: String,
    /// The line, where there is one.
    pub line: Option<u32>,
    /// The column, where there is one.
    pub column: Option<u32>,
    /// What was found.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Bytes (gzip) that visitors would not load if it were mended, where that can be measured.
    pub waste: Option<u64>,
}

/// One limit and what it came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Budget {
    /// The budget's name.
    pub name: String,
    /// The file, the entry point or the route (which begins with `/`), or the chunk that a split point names; `null` for
    /// the sum of all selected files.
    pub item: Option<String>,
    /// The line of the split point in its chunk.
    pub line: Option<u32>,
    /// The column of the split point in its chunk.
    pub column: Option<u32>,
    /// What was measured: sizes in bytes, `count` in files, `time` in milliseconds; what Lighthouse and k6 measured in
    /// milliseconds, or from 0 to 1 for scores and shares; `null` where the budget as a whole could not be judged.
    #[schemars(with = "Option<MetricName>")]
    pub metric: Option<Word>,
    /// What was measured, in that unit: a whole number of the build, up to six decimals of what Lighthouse and k6
    /// measured.
    pub actual: Option<Number>,
    /// More than this fails.
    pub max: Option<Number>,
    /// More than this warns.
    pub warn: Option<Number>,
    /// Less than this fails.
    pub min: Option<Number>,
    /// More than this fails as growth: `before` and what the `growth` limit allows, at least 10 bytes. A growth limit
    /// has a row of its own, where `max`, `warn` and `min` are `null`.
    pub growth_max: Option<Number>,
    /// What a growth limit is about: the `growth` since the `baseline`, or the `drift` since the `anchor`; `null` for
    /// the other limits.
    #[serde(default)]
    #[schemars(extend("enum" = ["baseline", "anchor", null]))]
    pub since: Option<Word>,
    /// What it was in the baseline, or where `since` says so in the anchor, in the same unit; `null` where that is not
    /// known.
    pub before: Option<Number>,
    /// What it comes to; `skipped` was not judged, and `reason` says why.
    #[schemars(extend("enum" = ["pass", "warn", "fail", "skipped"]))]
    pub status: Word,
    /// Why it could not be judged.
    pub reason: Option<Word>,
}

/// A limit that does not hold, however many items break it, or a budget that fails because it matches nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Breach {
    /// The budget's name.
    pub budget: String,
    /// What the limit is about; `null` where the budget matches nothing.
    #[schemars(with = "Option<MetricName>")]
    pub metric: Option<Word>,
    /// Which limit it is; `null` where the budget matches nothing.
    #[schemars(extend("enum" = ["max", "min", "growth", "drift", null]))]
    pub bound: Option<Word>,
    /// What is wrong.
    pub message: String,
    /// What was measured.
    pub label: String,
    /// What broke it and what to do.
    pub help: String,
    /// What to do, in a few words: the step that helps most.
    pub action: String,
    /// The line of the limit in the budget file; `null` where there is none.
    pub line: Option<u32>,
    /// The column of the limit in the budget file.
    pub column: Option<u32>,
}

/// Something that could not be read or understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// The file, where it has a name.
    pub asset: Option<String>,
    /// What happened.
    pub message: String,
}
