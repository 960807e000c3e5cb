//! EDGE. What was measured before, by content.
//!
//! ```text
//! <directory>/v1/<32 hex digits>.pack   entries of one run, or of several; never changed (pack.rs)
//!               /unfinished-…           what a run is writing; a pack once it has its name (writer.rs)
//!               /lock                   held while packs are made fewer (upkeep.rs)
//! ```
//!
//! A run reads the indices of the packs that are there, and its own entries become a pack at its end, so any number of
//! runs can do so at once. What does not fit together is as good as none, and so is a directory that cannot be
//! written: a cache makes a run faster or does nothing. docs/cache.md says what of it can be trusted.

mod folder;
mod kept;
mod key;
mod pack;
mod place;
mod plan;
mod store;
mod upkeep;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use kept::{Cleared, Kept};
pub use key::{CacheKey, Seal};
pub use pack::{LARGEST_ENTRY, Pack, ReadAt, Unfit, pack_of};

use crate::cache::store::{Store, Terms};

/// A cache, or none. What is put becomes lasting when the last clone is dropped.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    inner: Option<Arc<Inner>>,
}

#[derive(Debug)]
struct Inner {
    directory: PathBuf,
    terms: Terms,
    /// Opened when something is asked for.
    store: OnceLock<Store>,
}

impl Cache {
    /// One that keeps nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// The one in that directory, without a secret.
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self::with(directory, Seal::default(), place::BOUND)
    }

    /// The one in that directory, of those who have that secret, with so many bytes at most.
    pub fn with(directory: impl Into<PathBuf>, seal: Seal, bound: u64) -> Self {
        if bound == 0 {
            return Self::none();
        }
        let terms = Terms { seal, bound };
        Self { inner: Some(Arc::new(Inner { directory: directory.into(), terms, store: OnceLock::new() })) }
    }

    /// The one that the environment names, or that of the user; none if it lies in the build, which is never written to.
    pub fn of_build(build: &Path) -> Self {
        let Terms { seal, bound } = place::terms();
        match place::directory() {
            Some(directory) if !place::is_inside(&directory, build) => Self::with(directory, seal, bound),
            _ => Self::none(),
        }
    }

    /// What was kept; `None` where nothing was, or what is there is damaged.
    pub fn get(&self, key: CacheKey) -> Option<Vec<u8>> {
        self.store()?.get(key)
    }

    /// Keeps `payload`. What cannot be kept is not.
    pub fn put(&self, key: CacheKey, payload: &[u8]) {
        if let Some(store) = self.store() {
            store.put(key, payload);
        }
    }

    fn store(&self) -> Option<&Store> {
        let inner = self.inner.as_ref()?;
        Some(inner.store.get_or_init(|| Store::open(&inner.directory, inner.terms)))
    }
}
