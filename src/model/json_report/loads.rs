//! What visitors open, and what that loads at first and later.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::json_report::{Sizes, Word};

/// What a visitor opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// The document or entry script.
    pub path: String,
    /// `legacy` for what browsers without modules load from the same document (`nomodule`); budgets are about `modern`.
    #[schemars(extend("enum" = ["modern", "legacy"]))]
    pub audience: Word,
    /// What a visitor types behind the site's name to open it; `null` where that is not known.
    pub route: Option<String>,
    /// All that is loaded before any dynamic import.
    pub initial: Initial,
}

/// An initial load: document, scripts with all that they import, stylesheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Initial {
    /// The scripts.
    pub scripts: Vec<String>,
    /// The stylesheets.
    pub stylesheets: Vec<String>,
    /// How many files, the document included: requests.
    pub files: u64,
    /// How many requests must follow each other.
    pub depth: u32,
    /// Those requests in their order, the document first.
    pub chain: Vec<String>,
    /// Bytes on disk of all of them.
    pub raw: u64,
    /// Bytes as gzip.
    pub gzip: u64,
    /// Bytes as Brotli.
    pub brotli: u64,
    /// What it weighed in the baseline; `null` where that is not known.
    pub before: Option<Sizes>,
}

/// What a visitor can open, and what that loads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// The path behind the site's name; parameters as the router writes them: `/blog/[slug]`, `/user/:id`, `/*`.
    pub path: String,
    /// The entry point that it is opened with.
    pub entry: String,
    /// The split points that opening it runs: places in `splitPoints`, from 0.
    pub split_points: Vec<usize>,
    /// All that is loaded until the route is there: the initial load of the entry point and what the split points add.
    pub initial: RouteInitial,
}

/// What opening a route loads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RouteInitial {
    /// The scripts.
    pub scripts: Vec<String>,
    /// The stylesheets.
    pub stylesheets: Vec<String>,
    /// How many files, the document included: requests.
    pub files: u64,
    /// How many requests must follow each other.
    pub depth: u32,
    /// Bytes on disk of all of them.
    pub raw: u64,
    /// Bytes as gzip.
    pub gzip: u64,
    /// Bytes as Brotli.
    pub brotli: u64,
}

/// One dynamic import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SplitPoint {
    /// The script in which it stands.
    pub chunk: String,
    /// Its line.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// The chunk that it names.
    pub target: String,
    /// All that it makes the browser load beyond what is loaded already; empty where it is not effective.
    pub loads: Vec<String>,
    /// What `loads` weighs.
    pub adds: Sizes,
    /// Whether the target is not loaded already whenever it runs.
    pub effective: bool,
    /// `legacy` where only browsers without modules run it.
    #[schemars(extend("enum" = ["modern", "legacy"]))]
    pub audience: Word,
    /// The routes whose opening runs it; a layout has those of all its pages. Empty where the build does not tell.
    pub routes: Vec<String>,
}

/// What one static import brings into an initial load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ImportCost {
    /// The entry point; others that load the same files are not repeated.
    pub entry: String,
    /// The script in which the import stands.
    pub chunk: String,
    /// Its line.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// What it imports.
    pub target: String,
    /// What is loaded at first only because of it.
    pub brings: Sizes,
}

/// What a service worker fetches when it is installed, whatever the visitor opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Precache {
    /// The service worker, or the file that its list was read from.
    pub service_worker: String,
    /// How many files of the build it fetches.
    pub files: u64,
    /// Their bytes on disk.
    pub raw: u64,
    /// Their bytes as gzip.
    pub gzip: u64,
    /// Their bytes as Brotli.
    pub brotli: u64,
    /// The URLs on its list, on its own origin, that name no file of the build.
    pub missing: Vec<String>,
}
