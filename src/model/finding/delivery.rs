//! What the checks of delivery, fonts and styles saw.

use crate::model::asset::{AssetId, Encoding};

/// What a check of delivery, fonts or styles saw: sorted by the check's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryFinding {
    /// A URL that names no file.
    BrokenReference {
        /// As written.
        url: String,
        /// Where the file would have to lie in the build.
        path: String,
    },
    /// Files without the compressed form that others of their kind have; the finding's file has most to save.
    MissingPrecompressed {
        /// Which form.
        encoding: Encoding,
        /// How many files have none.
        files: usize,
        /// Their bytes on disk.
        bytes: u64,
    },
    /// A compressed form that does not unpack to its file.
    StalePrecompressed {
        /// Which form.
        encoding: Encoding,
        /// Whether nothing whole comes out of it.
        is_broken: bool,
    },
    /// Files whose hashed names nothing in the build knows; the finding's file is the largest.
    UnreferencedAsset {
        /// How many.
        files: usize,
        /// Their bytes on disk.
        bytes: u64,
    },
    /// A file without a hash in its name in a build that hashes names.
    UnhashedAsset {
        /// A file that loads it.
        loaded_by: AssetId,
    },
}
