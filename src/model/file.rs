//! A file of the build before anything is known of what is in it.

use std::path::PathBuf;

use crate::model::path::AssetPath;

/// A file of the build that has not been read yet.
#[derive(Clone, Debug)]
pub struct FoundFile {
    /// Its path in the build.
    pub path: AssetPath,
    /// Where it lies on this machine. Never shown.
    pub location: PathBuf,
    /// Its size in bytes when it was found.
    pub bytes: u64,
    /// What the system knows it by, where it says so: the device and the number of the file on it.
    pub identity: Option<(u64, u64)>,
}
