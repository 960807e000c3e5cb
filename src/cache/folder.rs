//! EDGE. The folder of the packs: what lies in it, and files that are read at any place.
//!
//! Only regular files with names as ours are looked at. Symbolic links, folders, pipes and devices are passed over,
//! whatever they are called.

#![expect(clippy::disallowed_methods, reason = "this is the edge where the cache is read")]

use std::cmp::Reverse;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::cache::key::Seal;
use crate::cache::pack::{self, Pack, ReadAt, Unfit};

/// What the layout of the folder is called. Another one leaves this alone.
pub(crate) const LAYOUT: &str = "v1";

/// Held while packs are rewritten.
pub(crate) const LOCK: &str = "lock";

/// Tells programs that make copies of folders that this one needs none (<https://bford.info/cachedir/>).
pub(crate) const TAG: &str = "CACHEDIR.TAG";

const PACK: &str = ".pack";
const NAME_DIGITS: usize = 32;
pub(crate) const UNFINISHED: &str = "unfinished-";

/// Names that are looked at. Upkeep leaves some dozens; who fills the folder must not keep a run busy.
const MOST_NAMES: usize = 10_000;

/// A clock may go wrong by so much. What is from later than that has no age that can be believed.
const DAY: Duration = Duration::from_hours(24);

/// A file of ours.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    /// When it was written, and so when its entries were used.
    pub(crate) modified: SystemTime,
    /// How long ago that is.
    pub(crate) age: Duration,
}

/// The files of the folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    /// The newest first.
    pub(crate) packs: Vec<Found>,
    /// What runs are writing now, or were when they were killed.
    pub(crate) unfinished: Vec<Found>,
}

impl Listing {
    /// What lies in `folder`; nothing where that cannot be read.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut listing = Self::default();
        let now = SystemTime::now();
        if leads_elsewhere(folder) {
            return listing;
        }
        for entry in fs::read_dir(folder).into_iter().flatten().take(MOST_NAMES).filter_map(Result::ok) {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let list = if is_pack(name) {
                &mut listing.packs
            } else if name.starts_with(UNFINISHED) {
                &mut listing.unfinished
            } else {
                continue;
            };
            // Neither follows a symbolic link.
            let (Ok(kind), Ok(metadata)) = (entry.file_type(), entry.metadata()) else { continue };
            if !kind.is_file() {
                continue;
            }
            let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            let age = match now.duration_since(modified) {
                Ok(age) => age,
                Err(ahead) if ahead.duration() < DAY => Duration::ZERO,
                Err(_) => Duration::MAX,
            };
            list.push(Found { path: entry.path(), bytes: metadata.len(), modified, age });
        }
        listing.packs.sort_by(|a, b| (a.age, &a.path).cmp(&(b.age, &b.path)));
        listing.unfinished.sort_by_key(|found| Reverse(found.age));
        listing
    }

    /// How many bytes all packs have.
    pub(crate) fn bytes(&self) -> u64 {
        self.packs.iter().fold(0, |sum, pack| sum.saturating_add(pack.bytes))
    }
}

/// Whether something else stands where the folder should be. A symbolic link in a cache that others can write would
/// have our files written where it leads.
pub(crate) fn leads_elsewhere(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|metadata| !metadata.is_dir())
}

fn is_pack(name: &str) -> bool {
    let digits = name.strip_suffix(PACK).unwrap_or_default();
    digits.len() == NAME_DIGITS && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Where the pack of that name lies.
pub(crate) fn pack_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{PACK}"))
}

/// Opens a pack that was found.
pub(crate) fn open(found: &Found, seal: &Seal) -> Result<Pack<PackFile>, Unfit> {
    // It may have become something else: opening a pipe would wait for its other end.
    let is_file = fs::symlink_metadata(&found.path).is_ok_and(|metadata| metadata.is_file());
    let file = is_file.then(|| File::open(&found.path).ok()).flatten().ok_or(Unfit::Damaged)?;
    Pack::read(PackFile { bytes: found.bytes, file, blocks: Mutex::default() }, seal)
}

/// Read at once: what one run put one after the other, the next asks for in about that order, and entries are small.
const BLOCK: usize = 128 << 10;

/// Blocks of a pack that are kept: threads are at work at several places of it. 24 packs take 24 MiB.
const MOST_BLOCKS: usize = 8;

/// A file of packed entries, as long as it was when it was found.
#[derive(Debug)]
pub(crate) struct PackFile {
    file: File,
    bytes: u64,
    /// Where each begins, and what was read there; what was used last is at the end.
    blocks: Mutex<Vec<(u64, Vec<u8>)>>,
}

impl PackFile {
    /// Fills `buffer` from blocks.
    fn read_small(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        let mut at = offset;
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            let start = at - at % BLOCK as u64;
            let block = match blocks.iter().position(|(known, _)| *known == start) {
                Some(place) => blocks.remove(place).1,
                None => self.read_block(start, &mut blocks)?,
            };
            let inside = block.get(usize::try_from(at - start).unwrap_or(BLOCK)..).unwrap_or_default();
            let taken = inside.len().min(rest.len());
            if let (Some(to), Some(from)) = (rest.get_mut(..taken), inside.get(..taken)) {
                to.copy_from_slice(from);
            }
            blocks.push((start, block));
            if taken == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            filled += taken;
            at += taken as u64;
        }
        Ok(())
    }

    fn read_block(&self, start: u64, blocks: &mut Vec<(u64, Vec<u8>)>) -> io::Result<Vec<u8>> {
        let mut block = if blocks.len() < MOST_BLOCKS { Vec::new() } else { blocks.remove(0).1 };
        let bytes = self.bytes.saturating_sub(start).min(BLOCK as u64);
        block.resize(usize::try_from(bytes).unwrap_or(BLOCK), 0);
        read_exact_at(&self.file, &mut block, start)?;
        Ok(block)
    }
}

impl ReadAt for PackFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.bytes)
    }

    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let is_entry = offset >= pack::HEADER && buffer.len() < BLOCK / 4;
        if is_entry { self.read_small(buffer, offset) } else { read_exact_at(&self.file, buffer, offset) }
    }
}

/// Fills `buffer` with what stands at `offset`, whatever other threads read.
#[cfg(unix)]
pub(crate) fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

/// Likewise.
#[cfg(windows)]
pub(crate) fn read_exact_at(file: &File, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                buffer = buffer.get_mut(read..).unwrap_or_default();
                offset += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
