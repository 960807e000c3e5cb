//! How visitors come to load a file: the answer to `weighbridge why`.

use crate::model::asset::AssetId;
use crate::model::chunk_graph::{Audience, Edge};

/// Why one file is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The file.
    pub target: AssetId,
    /// Whose ways are told: those of modern browsers, or of legacy ones where only these load the file.
    pub audience: Audience,
    /// One way for all entry points that go the same one, the shortest first. Empty where no entry point leads to
    /// the file.
    pub chains: Vec<Chain>,
    /// The files that load it, sorted.
    pub importers: Vec<AssetId>,
}

/// The shortest way from entry points to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The entry points that it starts at, sorted by path. There is at least one.
    pub entries: Vec<AssetId>,
    /// From the first of `entries` to the file; the way from the others differs only in where it starts.
    /// Empty where the file is an entry point itself.
    pub steps: Vec<Edge>,
}

impl Chain {
    /// Whether the file is loaded with the entry point, before any code has to run.
    pub fn is_initial(&self) -> bool {
        !self.steps.iter().any(|step| step.kind.is_later())
    }
}

/// Why one package is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageReason {
    /// Its index in the packages of the build.
    pub package: usize,
    /// Why each script that it is in is loaded, the one with most of it first.
    pub chunks: Vec<Reason>,
    /// The source files that import it, as far as source maps hold their texts: those of the application first.
    pub importers: Vec<Importer>,
}

/// A source file that imports a package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Importer {
    /// The package that the file belongs to; `None` for the application's own.
    pub package: Option<String>,
    /// Its path: relative to the build, or as the source map has it.
    pub path: String,
    /// The line of the first import, from 1.
    pub line: u32,
}
