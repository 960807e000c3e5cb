//! What could not be read or understood. Problems are data: they are listed, and the run goes on.

use crate::model::path::AssetPath;

/// Something in the build that could not be read or understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file it is about; `None` where the file has no name that could be written down.
    pub asset: Option<AssetPath>,
    /// What happened, as a phrase: lower-case, no full stop.
    pub message: String,
}

impl Problem {
    /// A problem of one file.
    pub fn of(asset: &AssetPath, message: impl Into<String>) -> Self {
        Self { asset: Some(asset.clone()), message: message.into() }
    }
}
