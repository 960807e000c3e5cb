//! EDGE. The packs that a run reads, and the one it writes.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use crate::cache::folder::{self, Listing, PackFile};
use crate::cache::key::{CacheKey, Half, Seal};
use crate::cache::pack::{self, Pack};
use crate::cache::upkeep::{self, MOST_PACKS};
use crate::cache::writer::Writer;

/// Packs that are open at once, each with a file descriptor: a run must do with 64 of them (`ulimit -n 64`). Upkeep
/// keeps the number below, but many runs at once can leave more for a while; these are read by later runs.
pub(crate) const MOST_OPEN: usize = 24;

/// Packs that are looked at, so that many damaged ones in a folder that cannot be written do not keep each run busy.
const MOST_TRIED: usize = 4 * MOST_OPEN;

/// Memory for the indices of all packs: 1.4 million entries, seven times those of a build of 50,000 files.
const MOST_INDEX_BYTES: usize = 32 << 20;

/// That an entry was used is not noted again for so long: most runs over an unchanged build write nothing.
const FRESH: Duration = Duration::from_hours(24);

/// How large the cache may become, and who writes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    pub(crate) seal: Seal,
    /// Bytes of all packs.
    pub(crate) bound: u64,
}

impl Terms {
    /// A pack that has become so large is closed: what is read anew when the bound is passed has a granularity, a run
    /// that is killed keeps what it closed, and eight of them are few file descriptors.
    pub(crate) fn pack_bytes(&self) -> u64 {
        (self.bound / 8).min(pack::LARGEST_PACK / 2)
    }
}

/// A cache's folder at work.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
    terms: Terms,
    /// The newest first; those of this run last.
    packs: RwLock<Vec<Opened>>,
    ours: Mutex<Ours>,
    /// Whether the bound is near enough for it to matter when an entry was used.
    notes_use: bool,
    needs_upkeep: bool,
}

#[derive(Debug)]
struct Opened {
    pack: Pack<PackFile>,
    /// Whether its entries were used lately, as far as it knows.
    is_fresh: bool,
}

/// What this run writes.
#[derive(Debug, Default)]
struct Ours {
    writer: Option<Writer>,
    /// Entries of other packs that were used.
    used: HashSet<Half>,
    /// Bytes of the packs that were closed.
    closed: u64,
    /// Nothing more is written: the disk is full, or the run has taken its share.
    is_over: bool,
}

impl Store {
    /// Opens what is in `directory`. Nothing is made before there is something to keep.
    pub(crate) fn open(directory: &Path, terms: Terms) -> Self {
        let folder = directory.join(folder::LAYOUT);
        let listing = Listing::of(&folder);
        let mut packs = Vec::new();
        let mut index_bytes = 0;
        for found in listing.packs.iter().take(MOST_TRIED) {
            if packs.len() == MOST_OPEN {
                break;
            }
            let Ok(pack) = folder::open(found, &terms.seal) else { continue };
            index_bytes += pack.index_bytes();
            if index_bytes > MOST_INDEX_BYTES {
                break;
            }
            packs.push(Opened { pack, is_fresh: found.age < FRESH });
        }
        let bytes = listing.bytes();
        Self {
            folder,
            terms,
            packs: RwLock::new(packs),
            ours: Mutex::new(Ours::default()),
            notes_use: bytes > terms.bound / 2,
            needs_upkeep: bytes > terms.bound || listing.packs.len() > MOST_PACKS,
        }
    }

    /// The payload kept for that key.
    pub(crate) fn get(&self, key: CacheKey) -> Option<Vec<u8>> {
        let half = key.half();
        let mut is_fresh = !self.notes_use;
        let packs = self.packs.read().unwrap_or_else(PoisonError::into_inner);
        for opened in &*packs {
            let Some(record) = opened.pack.find(&half) else { continue };
            is_fresh |= opened.is_fresh;
            if record.is_mark() {
                continue;
            }
            let Some(entry) = opened.pack.entry(record) else { continue };
            let Some(payload) = pack::payload(entry, key, &self.terms.seal) else { continue };
            drop(packs);
            if !is_fresh {
                self.ours().used.insert(half);
            }
            return Some(payload);
        }
        drop(packs);
        let entry = self.ours().writer.as_ref()?.entry(&half)?;
        pack::payload(entry, key, &self.terms.seal)
    }

    /// Keeps a payload, as far as that is possible.
    pub(crate) fn put(&self, key: CacheKey, payload: &[u8]) {
        if payload.len() as u64 > self.terms.pack_bytes() {
            return;
        }
        let Some(entry) = pack::entry(key, payload, &self.terms.seal) else { return };
        let mut ours = self.ours();
        if ours.is_over {
            return;
        }
        if ours.add(&self.folder, self.terms, key.half(), &entry).is_none() {
            // A disk that is full stays full; what was written so far goes with the file.
            ours.writer = None;
            ours.is_over = true;
        }
        let is_large = |writer: &Writer| writer.is_full() || writer.bytes() > self.terms.pack_bytes();
        if ours.writer.as_ref().is_some_and(is_large) {
            self.close(&mut ours);
        }
    }

    /// Closes the pack that is being written, and reads it as others do.
    fn close(&self, ours: &mut Ours) {
        let Some(writer) = ours.writer.take() else { return };
        let bytes = writer.bytes();
        ours.closed += bytes;
        // A run that writes more than half of the bound would drive out what it wrote first.
        ours.is_over |= ours.closed > self.terms.bound / 2;
        let Ok(Some(path)) = writer.finish(&self.folder, None) else { return };
        let found = Listing::of(&self.folder).packs.into_iter().find(|found| found.path == path);
        if let Some(pack) = found.and_then(|found| folder::open(&found, &self.terms.seal).ok()) {
            let opened = Opened { pack, is_fresh: true };
            self.packs.write().unwrap_or_else(PoisonError::into_inner).push(opened);
        }
    }

    fn ours(&self) -> MutexGuard<'_, Ours> {
        self.ours.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ours {
    /// `None` where it cannot be written.
    fn add(&mut self, folder: &Path, terms: Terms, half: Half, entry: &[u8]) -> Option<bool> {
        if self.writer.is_none() {
            self.writer = Some(Writer::create(folder, terms.seal).ok()?);
        }
        self.writer.as_mut()?.add(half, entry).ok()
    }
}

impl Drop for Store {
    /// What was written becomes a pack; the bound is held.
    fn drop(&mut self) {
        // Their descriptors are needed for the upkeep.
        self.packs.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        let ours = self.ours.get_mut().unwrap_or_else(PoisonError::into_inner);
        if ours.writer.is_none() && !ours.used.is_empty() && !ours.is_over {
            ours.writer = Writer::create(&self.folder, self.terms.seal).ok();
        }
        let mut wrote = 0 < ours.closed;
        if let Some(mut writer) = ours.writer.take() {
            let mut used: Vec<Half> = ours.used.drain().collect();
            used.sort_unstable();
            for half in used {
                writer.mark(half);
            }
            wrote |= writer.finish(&self.folder, None).is_ok();
        }
        if wrote || self.needs_upkeep {
            upkeep::keep_up(&self.folder, self.terms);
        }
    }
}
