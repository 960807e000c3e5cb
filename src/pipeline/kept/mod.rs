//! What is kept of one file from run to run: its sizes, what it says, what it is made of, what it is known by.
//!
//! Each is asked for with a closure that finds it out where it is not known. What comes out of the cache may have
//! been written by anybody: what cannot be read or cannot be so counts as not known, and is found out anew.
//!
//! `keys.rs` says under which names, `record.rs` in which form, `sane.rs` what can be so.

mod around;
mod keys;
mod record;
mod sane;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use blake3::Hash;

use crate::cache::{Cache, CacheKey};
use crate::model::asset::ResourceType;
use crate::model::config::Compression;
use crate::model::fingerprint::Fingerprint;
use crate::model::package::Contents;
use crate::model::path::AssetPath;
use crate::model::problem::Problem;
use crate::parse::Parsed;
use crate::pipeline::kept::record::{KeptContents, KeptFingerprint};

pub(crate) use crate::pipeline::kept::keys::{Beside, Codec};

/// What is known of the files of a build.
pub(crate) struct Kept<'a> {
    cache: &'a Cache,
    /// The content hashes in the names of all files, as one hash.
    names: Hash,
    /// The sizes that were found out in this run: builds have many files twice.
    sizes: Mutex<HashMap<CacheName, u64>>,
}

/// The hash of a content and how it was measured.
type CacheName = (Hash, Codec, u32);

impl<'a> Kept<'a> {
    /// What `cache` knows. `names` is the hash of all that files are asked for by.
    pub(crate) fn new(cache: &'a Cache, names: Hash) -> Self {
        Self { cache, names, sizes: Mutex::default() }
    }

    /// The size of a content of `raw` bytes as `codec`.
    pub(crate) fn size(
        &self,
        content: &Hash,
        raw: u64,
        (codec, compression): (Codec, Compression),
        measure: impl FnOnce() -> u64,
    ) -> u64 {
        if let Some(size) = self.known_size(content, raw, (codec, compression)) {
            return size;
        }
        let level = codec.level(compression);
        let size = measure();
        if let Some(bytes) = record::written(&size) {
            self.cache.put(keys::size(content, codec, level), &bytes);
        }
        self.sizes.lock().unwrap_or_else(PoisonError::into_inner).insert((*content, codec, level), size);
        size
    }

    /// Likewise, where it is known.
    pub(crate) fn known_size(
        &self,
        content: &Hash,
        raw: u64,
        (codec, compression): (Codec, Compression),
    ) -> Option<u64> {
        let level = codec.level(compression);
        let name = (*content, codec, level);
        let in_this_run = || self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        let known = in_this_run().get(&name).copied();
        known.or_else(|| {
            let bytes = self.cache.get(keys::size(content, codec, level))?;
            let size = record::read(&bytes).filter(|&size| sane::is_size(size, raw))?;
            in_this_run().insert(name, size);
            Some(size)
        })
    }

    /// What a file says, but for its lines.
    pub(crate) fn parsed(
        &self,
        content: &Hash,
        path: &AssetPath,
        (resource_type, length): (ResourceType, usize),
        parse: impl FnOnce() -> Parsed,
    ) -> Parsed {
        let key = keys::facts(content, path, resource_type);
        let read = |bytes: &[u8]| record::read_parsed(bytes, path, resource_type, length);
        self.known_or(key, read, record::parsed, parse)
    }

    /// What a script or stylesheet is made of.
    pub(crate) fn contents(
        &self,
        content: &Hash,
        path: &AssetPath,
        beside: &Beside<'_>,
        length: usize,
        find: impl FnOnce() -> (Contents, Vec<Problem>),
    ) -> (Contents, Vec<Problem>) {
        let key = keys::contents(content, path, beside);
        let read = |bytes: &[u8]| {
            let kept: KeptContents = record::read(bytes)?;
            let is_sane = sane::are_contents(&kept.contents, length);
            is_sane.then(|| (kept.contents, record::problems(path, kept.problems)))
        };
        self.known_or(key, read, |(contents, problems)| record::contents(contents, problems), find)
    }

    /// What a file is known by, and the numbers of the hashes in it, of which there are `names`.
    pub(crate) fn fingerprint(
        &self,
        content: &Hash,
        names: usize,
        find: impl FnOnce() -> (Fingerprint, Vec<u32>),
    ) -> (Fingerprint, Vec<u32>) {
        let key = keys::fingerprint(content, &self.names);
        let read = |bytes: &[u8]| {
            let kept: KeptFingerprint = record::read(bytes)?;
            sane::is_fingerprint(&kept, content, names).then_some((kept.fingerprint, kept.hashes))
        };
        self.known_or(key, read, |(fingerprint, hashes)| record::fingerprint(fingerprint, hashes), find)
    }

    fn known_or<T>(
        &self,
        key: CacheKey,
        read: impl FnOnce(&[u8]) -> Option<T>,
        write: impl FnOnce(&T) -> Option<Vec<u8>>,
        find: impl FnOnce() -> T,
    ) -> T {
        if let Some(known) = self.cache.get(key).and_then(|bytes| read(&bytes)) {
            return known;
        }
        let found = find();
        if let Some(bytes) = write(&found) {
            self.cache.put(key, &bytes);
        }
        found
    }
}
