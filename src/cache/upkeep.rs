//! EDGE. Keeps the folder small: many packs become few, and what was not used for longest goes when the bound is passed.
//!
//! When an entry was used last is when the newest pack was written that has the entry or a mark of it. Packs are never
//! changed: what is kept of them is copied into new ones, then they are removed; those of which all is kept stay. A run that has them open reads on; one
//! that comes too late for a file measures anew. One run at a time does this; where files cannot be locked, two that
//! do it at once leave entries twice, until the next time.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::cache::folder::{self, Found, LOCK, Listing, PackFile};
use crate::cache::pack::{Pack, Unfit};
use crate::cache::plan::Plan;
use crate::cache::store::{MOST_OPEN, Terms};
use crate::cache::writer::Writer;

/// More packs become fewer. Each costs a search for an entry that is not there, and a file descriptor.
pub(crate) const MOST_PACKS: usize = 16;

/// Where files cannot be locked, one that a run still writes is younger: no run takes a day.
const LEFT_BEHIND: Duration = Duration::from_hours(24);

/// A younger file may not be locked yet by the run that is writing it.
const BEGUN: Duration = Duration::from_mins(1);

/// Holds the bound and the number of packs, and removes what killed runs have left.
pub(crate) fn keep_up(folder: &Path, terms: Terms) {
    // A run that finds the lock taken leaves the work to who has it.
    let Ok(_lock) = lock(folder) else { return };
    let listing = Listing::of(folder);
    listing.unfinished.iter().filter(|found| is_left_behind(found)).for_each(|found| remove(&found.path));
    // What is done here is bounded, too: the rest is for the next run.
    for _ in 0..MOST_PACKS {
        let packs = Listing::of(folder).packs;
        if packs.len() <= MOST_PACKS || !join_small(folder, &packs, terms) {
            break;
        }
    }
    let listing = Listing::of(folder);
    if listing.bytes() > terms.bound {
        // Down to three quarters, so that this is not the work of every run.
        rewrite(folder, &listing.packs, terms, Some(terms.bound / 4 * 3));
        hold(folder, terms.bound);
    }
}

/// Whether the run that was writing it is gone, and with it its lock.
fn is_left_behind(found: &Found) -> bool {
    if found.age < BEGUN || !fs::symlink_metadata(&found.path).is_ok_and(|metadata| metadata.is_file()) {
        return false;
    }
    // Some systems lock only what can be written.
    match fs::OpenOptions::new().write(true).open(&found.path).map(|file| file.try_lock()) {
        Ok(Ok(())) => true,
        Ok(Err(TryLockError::WouldBlock)) => false,
        Ok(Err(TryLockError::Error(_))) | Err(_) => found.age > LEFT_BEHIND,
    }
}

/// The lock, if it can be had, or nothing where files cannot be locked.
fn lock(folder: &Path) -> Result<Option<File>, ()> {
    let path = folder.join(LOCK);
    // A pipe of that name would be waited for.
    if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
        return Ok(None);
    }
    let Ok(file) = fs::OpenOptions::new().write(true).create(true).truncate(false).open(path) else {
        return Ok(None);
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(()),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Makes one pack of the smallest ones, as many as make a pack that is closed; `false` where no two are small enough.
fn join_small(folder: &Path, packs: &[Found], terms: Terms) -> bool {
    let mut smallest: Vec<&Found> = packs.iter().collect();
    smallest.sort_by_key(|found| found.bytes);
    // Those of another secret are for other runs to join.
    let ours = smallest.into_iter().filter(|found| !is_foreign(found, terms)).take(MOST_OPEN);
    let mut bytes = 0_u64;
    let small = ours.take_while(|found| {
        bytes = bytes.saturating_add(found.bytes);
        bytes <= terms.pack_bytes()
    });
    let paths: Vec<&Path> = small.map(|found| found.path.as_path()).collect();
    // The newest first, as they were.
    let group: Vec<Found> =
        packs.iter().filter(|found| paths.contains(&found.path.as_path())).cloned().collect();
    1 < group.len() && rewrite(folder, &group, terms, None) < group.len()
}

fn is_foreign(found: &Found, terms: Terms) -> bool {
    folder::open(found, &terms.seal).is_err_and(|unfit| unfit == Unfit::Foreign)
}

/// Copies `packs`, the newest first, into new ones and removes them; how many are there instead. With `most_bytes`, room
/// is to be made: what was used last is copied, up to so many bytes, and what another secret wrote goes. Nothing that can
/// be read is removed where something could not be written.
fn rewrite(folder: &Path, packs: &[Found], terms: Terms, most_bytes: Option<u64>) -> usize {
    let mut opened: Vec<Pack<PackFile>> = Vec::new();
    let mut from: Vec<&Found> = Vec::new();
    let mut kept = 0;
    for found in packs {
        if opened.len() == MOST_OPEN {
            kept += 1;
            continue;
        }
        match folder::open(found, &terms.seal) {
            Ok(pack) => {
                opened.push(pack);
                from.push(found);
            }
            Err(Unfit::Foreign) if most_bytes.is_none() => kept += 1,
            Err(_) => remove(&found.path),
        }
    }
    let plan =
        most_bytes.map_or_else(|| Plan::joining(&opened), |most_bytes| Plan::keeping(&opened, most_bytes));
    match copy(folder, &opened, &from, terms, &plan) {
        Ok(written) => {
            drop(opened);
            for (pack, found) in from.iter().enumerate() {
                if plan.stays(pack) {
                    kept += 1;
                } else if !written.contains(&found.path) {
                    remove(&found.path);
                }
            }
            kept + written.len()
        }
        Err(_) => kept + from.len(),
    }
}

/// Copies what is kept and does not stay where it is; the paths of the new packs.
fn copy(
    folder: &Path,
    opened: &[Pack<PackFile>],
    from: &[&Found],
    terms: Terms,
    plan: &Plan,
) -> io::Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    let mut writer: Option<(Writer, SystemTime)> = None;
    for (half, place) in &plan.kept {
        let entry = match place.entry {
            // Its use is known by the pack itself, or by one that stays, too.
            Some((pack, _)) if plan.stays(pack) && (place.used == pack || plan.stays(place.used)) => continue,
            Some((pack, record)) if !plan.stays(pack) => {
                // What cannot be read is gone.
                let Some(entry) = opened.get(pack).and_then(|pack| pack.entry(record)) else { continue };
                Some(entry)
            }
            // The entry is in a pack that is not rewritten.
            _ => None,
        };
        let bytes = entry.as_ref().map_or(0, Vec::len) as u64;
        if let Some((full, used)) = writer.take_if(|(writer, _)| {
            writer.is_full() || writer.bytes().saturating_add(bytes) > terms.pack_bytes()
        }) {
            written.extend(full.finish(folder, Some(used))?);
        }
        let (writer, _) = match &mut writer {
            Some(writer) => writer,
            // Those that follow were used no later.
            none => {
                let used = from.get(place.used).map_or(SystemTime::UNIX_EPOCH, |found| found.modified);
                none.insert((Writer::create(folder, terms.seal)?, used))
            }
        };
        match entry {
            Some(entry) => drop(writer.add(*half, &entry)?),
            None => writer.mark(*half),
        }
    }
    if let Some((writer, used)) = writer {
        written.extend(writer.finish(folder, Some(used))?);
    }
    Ok(written)
}

/// What could not be rewritten goes as a whole, the oldest first.
fn hold(folder: &Path, bound: u64) {
    let listing = Listing::of(folder);
    let mut bytes = listing.bytes();
    for found in listing.packs.iter().rev() {
        if bytes <= bound {
            return;
        }
        remove(&found.path);
        bytes = bytes.saturating_sub(found.bytes);
    }
}

/// Somebody else may have done it, or may forbid it: then it stays.
fn remove(path: &Path) {
    drop(fs::remove_file(path));
}
