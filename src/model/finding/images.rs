//! What the checks of images saw.

/// What a check of images saw: sorted by the check's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageFinding {}
