//! EDGE. What is kept, for those who ask, and taking it away.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cache::folder::{self, LAYOUT, LOCK, Listing, TAG};
use crate::cache::pack::Unfit;
use crate::cache::place;

/// What is in the cache that the environment names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Where it lies, there or not; `None` where there is no home directory.
    pub directory: Option<PathBuf>,
    /// Packs that can be read.
    pub packs: u64,
    /// Packs of another secret.
    pub foreign: u64,
    /// Packs that cannot be read. They are passed over.
    pub damaged: u64,
    /// Entries of those that can be read.
    pub entries: u64,
    /// Bytes of all packs, and of what is being written.
    pub bytes: u64,
    /// How many it may have.
    pub bound: u64,
}

impl Kept {
    /// Looks at it. Nothing is changed.
    pub fn now() -> Self {
        let terms = place::terms();
        let mut kept = Self { directory: place::directory(), bound: terms.bound, ..Self::default() };
        let Some(directory) = &kept.directory else { return kept };
        let listing = Listing::of(&directory.join(LAYOUT));
        for found in &listing.packs {
            match folder::open(found, &terms.seal) {
                Ok(pack) => {
                    kept.packs += 1;
                    kept.entries += pack.records().filter(|record| !record.is_mark()).count() as u64;
                }
                Err(Unfit::Foreign) => kept.foreign += 1,
                Err(Unfit::Damaged) => kept.damaged += 1,
            }
        }
        kept.bytes =
            listing.unfinished.iter().fold(listing.bytes(), |sum, found| sum.saturating_add(found.bytes));
        kept
    }
}

/// What was taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleared {
    /// From where; `None` where there is no home directory.
    pub directory: Option<PathBuf>,
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that could not be removed.
    pub left: u64,
}

impl Cleared {
    /// Removes our files, and the folders if nothing else is in them. A run that is at work goes on without.
    pub fn now() -> Self {
        let mut cleared = Self { directory: place::directory(), ..Self::default() };
        let Some(directory) = cleared.directory.clone() else { return cleared };
        let folder = directory.join(LAYOUT);
        if folder::leads_elsewhere(&folder) {
            return cleared;
        }
        let Listing { packs, unfinished } = Listing::of(&folder);
        for found in packs.iter().chain(&unfinished) {
            match fs::remove_file(&found.path) {
                Ok(()) => {
                    cleared.files += 1;
                    cleared.bytes = cleared.bytes.saturating_add(found.bytes);
                }
                Err(_) => cleared.left += 1,
            }
        }
        for name in [LOCK, TAG] {
            remove_file(&folder.join(name));
        }
        // A folder with something of others in it stays: these fail then.
        drop(fs::remove_dir(&folder).and_then(|()| fs::remove_dir(&directory)));
        cleared
    }
}

fn remove_file(path: &Path) {
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        drop(fs::remove_file(path));
    }
}
