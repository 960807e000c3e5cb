//! What a bundler's own record of a build says: which files there are, which of them load which, where it starts.

use serde::{Deserialize, Serialize};

use crate::model::chunk_graph::EdgeKind;
use crate::model::path::AssetPath;

/// Who wrote a manifest, and so how far it is to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ManifestFormat {
    /// Vite's `manifest.json`: the imports of every chunk.
    Vite,
    /// The statistics of webpack and Rspack: the chunks, and which modules ask for them.
    WebpackStats,
    /// esbuild's metafile, Angular's `stats.json` and `browser-stats.json` among them: the imports of every file.
    Esbuild,
    /// `asset-manifest.json` of webpack-manifest-plugin and the like: names of files, and with what a page starts.
    AssetManifest,
}

impl ManifestFormat {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vite => "vite",
            Self::WebpackStats => "webpack-stats",
            Self::Esbuild => "esbuild-metafile",
            Self::AssetManifest => "asset-manifest",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Vite => "Vite manifest",
            Self::WebpackStats => "webpack stats",
            Self::Esbuild => "esbuild metafile",
            Self::AssetManifest => "asset manifest",
        }
    }
}

/// A manifest in the form that all formats have in common. Files are named by their index in `files`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFacts {
    /// Who wrote it.
    pub format: ManifestFormat,
    /// The scripts and stylesheets that it names, as written: paths below some folder, or URLs. No repeats, but
    /// for several outputs in one manifest.
    pub files: Vec<String>,
    /// The files that something outside of the build starts: a page, a server's template.
    pub entries: Vec<u32>,
    /// Which files load which.
    pub edges: Vec<StatedEdge>,
}

/// One file loads another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StatedEdge {
    /// The file that loads. Where there are more than one, at least one of them does.
    pub from: Vec<u32>,
    /// What is loaded.
    pub to: u32,
    /// How.
    pub kind: EdgeKind,
}

/// A manifest that does not lie among the files of the build: `--manifest FILE`.
#[derive(Clone, Debug)]
pub struct GivenManifest {
    /// Its path as it is shown; that of an asset where it is one after all.
    pub path: AssetPath,
    /// What it says.
    pub facts: ManifestFacts,
}

/// What became of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestUse {
    /// Its path in the build, or as it was given.
    pub path: AssetPath,
    /// Who wrote it.
    pub format: ManifestFormat,
    /// How many edges of the graph only it knows.
    pub used: usize,
    /// Whether all that it says is so.
    pub agrees: bool,
}
