//! What the checks found: facts and places. The words are made where a report is written.

use crate::model::asset::AssetId;
use crate::model::check::{Check, Severity};
use crate::model::span::Span;

/// One place where a check fired, as the check gives it.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The file it is about.
    pub asset: AssetId,
    /// The place in the file, where there is one.
    pub span: Option<Span>,
    /// Bytes that a visitor would not load if it were mended (gzip), where that can be measured.
    pub waste: Option<u64>,
    /// What was seen.
    pub facts: FindingFacts,
}

/// An observation with what the configuration makes of it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check that fired.
    pub check: &'static Check,
    /// How much it matters.
    pub severity: Severity,
    /// What it saw and where.
    pub observation: Observation,
}

/// What a check saw: the numbers and names that its message is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingFacts {
    /// An entry point loads a lot of script at first and nothing later.
    MissingSplitPoint {
        /// How many scripts it loads.
        scripts: usize,
        /// Their bytes on disk.
        raw: u64,
        /// The allowance that this exceeds, in bytes on disk.
        allowed: u64,
        /// The largest of them.
        largest: AssetId,
    },
    /// A dynamic import names a chunk that is loaded already.
    IneffectiveSplitPoint {
        /// The chunk.
        target: AssetId,
        /// A file that loads the chunk statically, where there is one.
        loaded_by: Option<AssetId>,
    },
    /// A static import without which an initial load would be much smaller.
    HeavyImport {
        /// What it imports.
        target: AssetId,
        /// The entry point whose initial load it is.
        entry: AssetId,
        /// The allowance that it exceeds, in bytes as gzip.
        allowed: u64,
    },
    /// A page whose requests wait for each other.
    DeepImportChain {
        /// The requests in their order, the document first.
        chain: Vec<AssetId>,
        /// How many are allowed.
        allowed: u64,
    },
    /// A text that no minifier has seen.
    UnminifiedAsset {
        /// The share of white space and comments, in hundredths of a percent.
        waste_basis_points: u64,
    },
}
