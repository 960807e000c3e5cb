//! What visitors open, and what that loads at first and later.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::json::types::Sizes;

/// What a visitor opens.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Entry {
    /// The document or entry script.
    pub(in crate::report::json) path: String,
    /// `legacy` for what browsers without modules load from the same document (`nomodule`); budgets are about `modern`.
    #[schemars(extend("enum" = ["modern", "legacy"]))]
    pub(in crate::report::json) audience: &'static str,
    /// What a visitor types behind the site's name to open it; `null` where that is not known.
    pub(in crate::report::json) route: Option<String>,
    /// All that is loaded before any dynamic import.
    pub(in crate::report::json) initial: Initial,
}

/// An initial load: document, scripts with all that they import, stylesheets.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Initial {
    /// The scripts.
    pub(in crate::report::json) scripts: Vec<String>,
    /// The stylesheets.
    pub(in crate::report::json) stylesheets: Vec<String>,
    /// How many files, the document included: requests.
    pub(in crate::report::json) files: u64,
    /// How many requests must follow each other.
    pub(in crate::report::json) depth: u32,
    /// Those requests in their order, the document first.
    pub(in crate::report::json) chain: Vec<String>,
    /// Bytes on disk of all of them.
    pub(in crate::report::json) raw: u64,
    /// Bytes as gzip.
    pub(in crate::report::json) gzip: u64,
    /// Bytes as Brotli.
    pub(in crate::report::json) brotli: u64,
}

/// What a visitor can open, and what that loads.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::json) struct Route {
    /// The path behind the site's name; parameters as the router writes them: `/blog/[slug]`, `/user/:id`, `/*`.
    pub(in crate::report::json) path: String,
    /// The entry point that it is opened with.
    pub(in crate::report::json) entry: String,
    /// The split points that opening it runs: places in `splitPoints`, from 0.
    pub(in crate::report::json) split_points: Vec<usize>,
    /// All that is loaded until the route is there: the initial load of the entry point and what the split points add.
    pub(in crate::report::json) initial: RouteInitial,
}

/// What opening a route loads.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct RouteInitial {
    /// The scripts.
    pub(in crate::report::json) scripts: Vec<String>,
    /// The stylesheets.
    pub(in crate::report::json) stylesheets: Vec<String>,
    /// How many files, the document included: requests.
    pub(in crate::report::json) files: u64,
    /// How many requests must follow each other.
    pub(in crate::report::json) depth: u32,
    /// Bytes on disk of all of them.
    pub(in crate::report::json) raw: u64,
    /// Bytes as gzip.
    pub(in crate::report::json) gzip: u64,
    /// Bytes as Brotli.
    pub(in crate::report::json) brotli: u64,
}

/// One dynamic import.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct SplitPoint {
    /// The script in which it stands.
    pub(in crate::report::json) chunk: String,
    /// Its line.
    pub(in crate::report::json) line: u32,
    /// Its column.
    pub(in crate::report::json) column: u32,
    /// The chunk that it names.
    pub(in crate::report::json) target: String,
    /// All that it makes the browser load beyond what is loaded already; empty where it is not effective.
    pub(in crate::report::json) loads: Vec<String>,
    /// What `loads` weighs.
    pub(in crate::report::json) adds: Sizes,
    /// Whether the target is not loaded already whenever it runs.
    pub(in crate::report::json) effective: bool,
    /// `legacy` where only browsers without modules run it.
    #[schemars(extend("enum" = ["modern", "legacy"]))]
    pub(in crate::report::json) audience: &'static str,
    /// The routes whose opening runs it; a layout has those of all its pages. Empty where the build does not tell.
    pub(in crate::report::json) routes: Vec<String>,
}

/// What one static import brings into an initial load.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct ImportCost {
    /// The entry point; others that load the same files are not repeated.
    pub(in crate::report::json) entry: String,
    /// The script in which the import stands.
    pub(in crate::report::json) chunk: String,
    /// Its line.
    pub(in crate::report::json) line: u32,
    /// Its column.
    pub(in crate::report::json) column: u32,
    /// What it imports.
    pub(in crate::report::json) target: String,
    /// What is loaded at first only because of it.
    pub(in crate::report::json) brings: Sizes,
}

/// What a service worker fetches when it is installed, whatever the visitor opens.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::json) struct Precache {
    /// The service worker, or the file that its list was read from.
    pub(in crate::report::json) service_worker: String,
    /// How many files of the build it fetches.
    pub(in crate::report::json) files: u64,
    /// Their bytes on disk.
    pub(in crate::report::json) raw: u64,
    /// Their bytes as gzip.
    pub(in crate::report::json) gzip: u64,
    /// Their bytes as Brotli.
    pub(in crate::report::json) brotli: u64,
    /// The URLs on its list, on its own origin, that name no file of the build.
    pub(in crate::report::json) missing: Vec<String>,
}
