//! How the files of a build load each other.
//!
//! Nodes are assets. An edge says that one file makes the browser load another, how, and by which
//! mechanism that was proved. Entry points and split points are derived from the edges.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::asset::{AssetId, Sizes};
use crate::model::asset_set::AssetSet;
use crate::model::manifest::ManifestUse;
use crate::model::route::Route;
use crate::model::service_worker::Precache;
use crate::model::span::Span;
use crate::model::style::FontFace;

/// One file makes the browser load another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The script, stylesheet or document that loads.
    pub from: AssetId,
    /// What is loaded.
    pub to: AssetId,
    /// How.
    pub kind: EdgeKind,
    /// The mechanism that proved it.
    pub via: Via,
    /// The place in `from`; `None` where the proof stands in another file.
    pub span: Option<Span>,
}

/// How a file is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EdgeKind {
    /// Before the loading file runs: `import`, `<script src>`, `@import`.
    Static,
    /// When a piece of code runs: `import()`.
    Dynamic,
    /// The styles of a chunk or a document.
    Stylesheet,
    /// Into another thread, when a piece of code runs.
    Worker,
    /// Fetched early because a hint or the bundler's list says so.
    Preload,
}

impl EdgeKind {
    /// Its name in `weighbridge graph --format json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Dynamic => "dynamic",
            Self::Stylesheet => "stylesheet",
            Self::Worker => "worker",
            Self::Preload => "preload",
        }
    }

    /// Whether the file is loaded when a piece of code runs, and not with the file that loads it.
    pub fn is_later(self) -> bool {
        matches!(self, Self::Dynamic | Self::Worker)
    }
}

/// The mechanism that proved an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Via {
    /// ECMAScript modules: `import`, `export … from`, `import()`, `new URL(…, import.meta.url)`.
    Esm,
    /// `System.register` and `System.import`.
    System,
    /// Turbopack's lists of chunks, by the id of a module.
    Turbopack,
    /// Parcel's ids of bundles.
    Parcel,
    /// An HTML element.
    Html,
    /// The payload of React Server Components in a page of Next's app router.
    Flight,
    /// A stylesheet's `@import`.
    Css,
    /// Vite's list of the files that a split point needs.
    ViteMapDeps,
    /// webpack's and Rspack's runtime, which finds chunks by id.
    Webpack,
    /// The shared name of a chunk and its stylesheet on one page.
    Name,
    /// A bundler's own record of the build, where the code does not show it.
    Manifest,
}

impl Via {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Esm => "esm",
            Self::System => "system",
            Self::Turbopack => "turbopack",
            Self::Parcel => "parcel",
            Self::Html => "html",
            Self::Flight => "flight",
            Self::Css => "css",
            Self::ViteMapDeps => "mapdeps",
            Self::Webpack => "webpack",
            Self::Name => "name",
            Self::Manifest => "manifest",
        }
    }
}

/// Which browsers an entry point is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Browsers that run modules: everything but `nomodule` scripts.
    Modern,
    /// Browsers that do not: the `nomodule` scripts of the same page. Kept apart, so that nothing counts twice.
    Legacy,
}

/// What a visitor opens: an HTML document or, where no document loads a script, a script that nothing else loads.
/// A remote of Module Federation that nothing in the build loads is one too: other sites open it.
#[derive(Clone, Debug)]
pub struct EntryPoint {
    /// The document or script.
    pub asset: AssetId,
    /// For which browsers.
    pub audience: Audience,
    /// What a visitor types behind the site's name to open it, with its leading `/`, where that is known.
    pub route: Option<String>,
    /// All that is loaded before any dynamic import: the document, scripts with their static closure, stylesheets.
    pub initial: AssetSet,
    /// All that can be loaded later from here, workers included; nothing of `initial`.
    pub lazy: AssetSet,
    /// How many requests must follow each other until the initial load is complete: 1 for a lone document.
    pub depth: u32,
    /// Those requests, in their order: each file is known only when the one before it has come.
    pub chain: Vec<AssetId>,
}

impl EntryPoint {
    /// Whether it loads that file, at first or later.
    pub fn can_load(&self, id: AssetId) -> bool {
        self.initial.contains(id) || self.lazy.contains(id)
    }
}

/// What one static import brings into an initial load: what would be gone from it if the import were dynamic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportCost {
    /// The entry point whose initial load it is; others that load the same files are not repeated.
    pub entry: AssetId,
    /// The script in which the import stands.
    pub chunk: AssetId,
    /// Where it stands.
    pub span: Span,
    /// What it imports.
    pub target: AssetId,
    /// What is loaded at first only because of it.
    pub brings: Sizes,
}

/// One dynamic import.
#[derive(Clone, Debug)]
pub struct SplitPoint {
    /// The script or document where it stands.
    pub chunk: AssetId,
    /// Where it stands in `chunk`.
    pub span: Span,
    /// What it names: the chunk, not what that pulls in.
    pub target: AssetId,
    /// All that it makes the browser load beyond what is certainly loaded when it runs, sorted.
    pub adds: AssetSet,
    /// What `adds` weighs.
    pub cost: Sizes,
    /// How many requests of `adds` must follow each other.
    pub depth: u32,
    /// Whether the target is not always loaded already.
    pub effective: bool,
    /// Where it is not effective: a file, certainly loaded by then, that loads the target statically.
    pub loaded_by: Option<AssetId>,
    /// Whether only legacy browsers run it.
    pub audience: Audience,
    /// The routes whose opening runs it, sorted; layouts have those of all their pages.
    pub routes: Vec<String>,
}

/// An `@font-face` and the files that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedFace {
    /// The stylesheet or document where it stands.
    pub asset: AssetId,
    /// The rule.
    pub face: FontFace,
    /// The file of each source; `None` where it names none of the build. Runs parallel to `face.sources`.
    pub files: Vec<Option<AssetId>>,
}

/// When a file is loaded, seen over all entry points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Load {
    /// With some page, before any dynamic import.
    Initial,
    /// Only later.
    Lazy,
    /// Only by browsers without modules.
    Legacy,
}

impl Load {
    /// Its name in budgets.json and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Lazy => "lazy",
            Self::Legacy => "legacy",
        }
    }
}

/// The edges of a build and what follows from them.
#[derive(Clone, Debug, Default)]
pub struct ChunkGraph {
    /// Sorted, without repeats.
    pub edges: Vec<Edge>,
    /// Sorted by path, modern before legacy.
    pub entries: Vec<EntryPoint>,
    /// Sorted by chunk and place.
    pub split_points: Vec<SplitPoint>,
    /// What visitors can open by a path that the build names, sorted by it.
    pub routes: Vec<Route>,
    /// The static imports that an initial load hangs on, sorted by entry point, chunk and place.
    pub import_costs: Vec<ImportCost>,
    /// When each asset is loaded; `None` where no entry point leads to it. Runs parallel to the assets.
    pub loads: Vec<Option<Load>>,
    /// How many ids of chunks, bundles or modules are loaded that name no file of the build.
    pub unresolved: usize,
    /// The manifests that were compared with the code, sorted by path.
    pub manifests: Vec<ManifestUse>,
    /// The service workers that fetch files when they are installed, sorted by path.
    pub precaches: Vec<Precache>,
    /// Every `@font-face`, sorted by file and place.
    pub font_faces: Vec<PlacedFace>,
}

impl ChunkGraph {
    /// The edges that start at `from`, sorted by target and kind.
    pub fn edges_from(&self, from: AssetId) -> impl Iterator<Item = &Edge> {
        let start = self.edges.partition_point(|edge| edge.from < from);
        self.edges[start..].iter().take_while(move |edge| edge.from == from)
    }

    /// What service workers fetch when they are installed.
    pub fn precached(&self) -> BTreeSet<AssetId> {
        self.precaches.iter().flat_map(|precache| &precache.files).copied().collect()
    }

    /// The `@font-face`s that stand in `asset`.
    pub fn font_faces_of(&self, asset: AssetId) -> impl Iterator<Item = &PlacedFace> {
        let start = self.font_faces.partition_point(|placed| placed.asset < asset);
        self.font_faces[start..].iter().take_while(move |placed| placed.asset == asset)
    }

    /// When `id` is loaded; `None` where no entry point leads to it.
    pub fn load(&self, id: AssetId) -> Option<Load> {
        self.loads.get(id.index()).copied().flatten()
    }

    /// What browsers that run modules load of an entry point; `None` where that file is none.
    pub fn modern_entry(&self, asset: AssetId) -> Option<&EntryPoint> {
        let place = self.entries.partition_point(|entry| entry.asset < asset);
        self.entries.get(place).filter(|entry| entry.asset == asset && entry.audience == Audience::Modern)
    }

    /// The entry points of browsers that run modules: those that budgets are about.
    pub fn modern_entries(&self) -> impl Iterator<Item = &EntryPoint> {
        self.entries.iter().filter(|entry| entry.audience == Audience::Modern)
    }
}
