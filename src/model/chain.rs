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
