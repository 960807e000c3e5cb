//! What the checks of what is loaded when saw.

use crate::model::asset::AssetId;

/// What a check of what is loaded when saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadFinding {
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
}
