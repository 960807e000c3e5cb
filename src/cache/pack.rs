//! The format of a pack: entries one behind the other, and what is needed to find them at its end.
//!
//! ```text
//! header   16 bytes  "weighbridge pack"
//!          16 bytes  whose it is; hangs on the secret
//! entries  16 bytes  checksum over the key and the payload
//!          …         the payload
//! index    24 bytes  an entry: half of its key, where it begins and the length of its payload (u32, little-endian);
//!                    sorted by key. An entry that begins at 0 is a mark: it was used, and stands in another pack.
//! trailer   4 bytes  how many there are in the index (u32, little-endian)
//!          12 bytes  "end of pack!"
//! ```
//!
//! Nothing in a pack is believed: what does not fit together is no pack, and an entry whose checksum is another one
//! is none. Nothing is read but the header, the index and what is asked for, and no length is taken from a pack
//! that its size does not bear out.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::io;

use crate::cache::key::{CacheKey, Half, Seal};

const MAGIC: &[u8; 16] = b"weighbridge pack";
const END: &[u8; 12] = b"end of pack!";
pub(crate) const HEADER: u64 = 32;
const TRAILER: u64 = 16;
const RECORD: usize = 24;
const CHECKSUM: usize = 16;

/// Larger payloads are not kept. The facts of the largest script of fourteen real builds take a few MB.
pub const LARGEST_ENTRY: usize = 16 << 20;

/// A pack with more is none: its index would take 24 MiB of memory. A build of 50,000 files makes some 200,000 entries.
pub(crate) const MOST_ENTRIES: usize = 1 << 20;

/// A larger pack is none. Packs are closed long before, and offsets have 32 bits.
pub(crate) const LARGEST_PACK: u64 = 1 << 30;

/// What can be read at any place, by several threads at once.
pub trait ReadAt {
    /// How many bytes there are.
    fn length(&self) -> io::Result<u64>;
    /// Fills `buffer` with what stands at `offset`.
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()>;
}

impl<B: AsRef<[u8]>> ReadAt for B {
    fn length(&self) -> io::Result<u64> {
        Ok(self.as_ref().len() as u64)
    }

    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let start = usize::try_from(offset).ok();
        let bytes = start.and_then(|start| self.as_ref().get(start..start.checked_add(buffer.len())?));
        buffer.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// Why something is no pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It was written with another secret.
    Foreign,
    /// It is not a pack, not a whole one, or cannot be read.
    Damaged,
}

/// What an index says of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) half: Half,
    pub(crate) offset: u32,
    /// Bytes of the payload.
    length: u32,
}

impl Record {
    fn decode(bytes: &[u8; RECORD]) -> Self {
        let [half @ .., o0, o1, o2, o3, l0, l1, l2, l3] = *bytes;
        let (offset, length) = ([o0, o1, o2, o3], [l0, l1, l2, l3]);
        Self { half, offset: u32::from_le_bytes(offset), length: u32::from_le_bytes(length) }
    }

    /// Whether it only says that the entry was used.
    pub(crate) fn is_mark(self) -> bool {
        self.offset == 0
    }

    /// What it takes among the entries.
    pub(crate) fn bytes(self) -> u64 {
        if self.is_mark() { 0 } else { u64::from(self.length) + CHECKSUM as u64 }
    }
}

/// A pack whose index was read.
#[derive(Debug)]
pub struct Pack<S> {
    source: S,
    index: Vec<u8>,
}

impl<S: ReadAt> Pack<S> {
    /// Reads the index of a pack.
    pub fn read(source: S, seal: &Seal) -> Result<Self, Unfit> {
        let bytes = source.length().map_err(|_| Unfit::Damaged)?;
        let room = bytes.checked_sub(HEADER + TRAILER).ok_or(Unfit::Damaged)?;
        let (mut head, mut tail) = ([0; 32], [0; 16]);
        let read = source
            .read_exact_at(&mut head, 0)
            .and_then(|()| source.read_exact_at(&mut tail, bytes - TRAILER));
        let (magic, owner) = head.split_at(16);
        let [c0, c1, c2, c3, end @ ..] = tail;
        if read.is_err() || magic != MAGIC || end != *END || bytes > LARGEST_PACK {
            return Err(Unfit::Damaged);
        }
        if owner != seal.owner() {
            return Err(Unfit::Foreign);
        }
        let count = u32::from_le_bytes([c0, c1, c2, c3]) as usize;
        let index_bytes = (count * RECORD) as u64;
        if count > MOST_ENTRIES || index_bytes > room {
            return Err(Unfit::Damaged);
        }
        let mut index = vec![0; count * RECORD];
        let entries_end = bytes - TRAILER - index_bytes;
        source.read_exact_at(&mut index, entries_end).map_err(|_| Unfit::Damaged)?;
        let pack = Self { source, index };
        if pack.fits(entries_end) { Ok(pack) } else { Err(Unfit::Damaged) }
    }

    /// Sorted, within the entries, and together as long as these: so what is claimed twice is missing elsewhere.
    fn fits(&self, entries_end: u64) -> bool {
        let (mut before, mut bytes): (Option<Half>, u64) = (None, 0);
        for record in self.records() {
            let end = u64::from(record.offset) + record.bytes();
            let is_inside = HEADER <= u64::from(record.offset) && end <= entries_end;
            let is_entry = is_inside && record.length as usize <= LARGEST_ENTRY;
            let is_known = if record.is_mark() { record.length == 0 } else { is_entry };
            if !is_known || before.is_some_and(|before| before >= record.half) {
                return false;
            }
            before = Some(record.half);
            bytes += record.bytes();
        }
        HEADER + bytes == entries_end
    }

    /// What the index has, sorted by key.
    pub(crate) fn records(&self) -> impl ExactSizeIterator<Item = Record> {
        self.index.as_chunks().0.iter().map(Record::decode)
    }

    /// How many bytes of memory the index takes.
    pub(crate) fn index_bytes(&self) -> usize {
        self.index.len()
    }

    /// What the index says of that key. Keys are hashes, so that where one stands can be guessed from its first bytes:
    /// three looks at 100,000 records instead of seventeen. Where guesses do not help, the range is halved.
    pub(crate) fn find(&self, half: &Half) -> Option<Record> {
        const MOST_GUESSES: usize = 8;
        let mut records: &[[u8; RECORD]] = self.index.as_chunks().0;
        let first_bytes = |half: &Half| u128::from_be_bytes(*half) >> 64;
        let (wanted, mut least, mut most) = (first_bytes(half), 0, u128::from(u64::MAX));
        for looks in 0.. {
            let guess =
                wanted.saturating_sub(least) * records.len() as u128 / (most.saturating_sub(least) + 1);
            let middle = if looks < MOST_GUESSES { usize::try_from(guess).ok()? } else { records.len() / 2 };
            let middle = middle.min(records.len().checked_sub(1)?);
            let (before, rest) = records.split_at(middle);
            let (there, behind) = rest.split_first()?;
            let record = Record::decode(there);
            match record.half.cmp(half) {
                Ordering::Equal => return Some(record),
                Ordering::Less => (records, least) = (behind, first_bytes(&record.half)),
                Ordering::Greater => (records, most) = (before, first_bytes(&record.half)),
            }
        }
        None
    }

    /// Checksum and payload as they stand there.
    pub(crate) fn entry(&self, record: Record) -> Option<Vec<u8>> {
        let mut entry = vec![0; usize::try_from(record.bytes()).ok()?];
        self.source.read_exact_at(&mut entry, u64::from(record.offset)).ok()?;
        Some(entry)
    }

    /// The payload of an entry; `None` where it is not there or not as it was written.
    pub fn get(&self, key: CacheKey, seal: &Seal) -> Option<Vec<u8>> {
        let record = self.find(&key.half()).filter(|record| !record.is_mark())?;
        payload(self.entry(record)?, key, seal)
    }
}

/// The payload of an entry as it stands in a pack, if it is what was written for `key`.
pub(crate) fn payload(mut entry: Vec<u8>, key: CacheKey, seal: &Seal) -> Option<Vec<u8>> {
    let (checksum, payload) = entry.split_first_chunk::<CHECKSUM>()?;
    if *checksum != seal.checksum(key, payload) {
        return None;
    }
    entry.drain(..CHECKSUM);
    Some(entry)
}

/// What a pack begins with.
pub(crate) fn header(seal: &Seal) -> Vec<u8> {
    [*MAGIC, seal.owner()].concat()
}

/// An entry as it stands in a pack; `None` where the payload is too large.
pub(crate) fn entry(key: CacheKey, payload: &[u8], seal: &Seal) -> Option<Vec<u8>> {
    (payload.len() <= LARGEST_ENTRY).then(|| [seal.checksum(key, payload).as_slice(), payload].concat())
}

/// The index of a pack that is being written.
#[derive(Debug)]
pub(crate) struct Index {
    records: BTreeMap<Half, Record>,
    end: u64,
}

impl Index {
    /// That of a pack with nothing but its header.
    pub(crate) fn new() -> Self {
        Self { records: BTreeMap::new(), end: HEADER }
    }

    /// How many bytes the header and the entries take.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// What is known of that key.
    pub(crate) fn find(&self, half: &Half) -> Option<Record> {
        self.records.get(half).copied()
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Notes an entry of so many bytes, checksum and payload, that is written next. `false` where it is there already
    /// or the pack is full: then it must not be written.
    #[must_use]
    pub(crate) fn add(&mut self, half: Half, bytes: usize) -> bool {
        let length = bytes.checked_sub(CHECKSUM).and_then(|length| u32::try_from(length).ok());
        let (Some(length), Ok(offset)) = (length, u32::try_from(self.end)) else { return false };
        let is_there = self.records.get(&half).is_some_and(|record| !record.is_mark());
        let end = self.end + bytes as u64;
        let closed = end + ((self.records.len() + 1) * RECORD) as u64 + TRAILER;
        if is_there || self.is_full() || closed > LARGEST_PACK {
            return false;
        }
        self.records.insert(half, Record { half, offset, length });
        self.end = end;
        true
    }

    /// Whether there is no room for another one, whatever its length.
    pub(crate) fn is_full(&self) -> bool {
        self.records.len() >= MOST_ENTRIES
    }

    /// Notes that an entry of another pack was used.
    pub(crate) fn mark(&mut self, half: Half) {
        if !self.is_full() {
            self.records.entry(half).or_insert(Record { half, offset: 0, length: 0 });
        }
    }

    /// Index and trailer, behind which a pack has nothing.
    pub(crate) fn ending(&self) -> Vec<u8> {
        let mut ending = Vec::with_capacity(self.records.len() * RECORD + 16);
        for record in self.records.values() {
            ending.extend(record.half);
            ending.extend(record.offset.to_le_bytes());
            ending.extend(record.length.to_le_bytes());
        }
        // At most `MOST_ENTRIES`, which 32 bits hold.
        ending.extend(u32::try_from(self.records.len()).unwrap_or_default().to_le_bytes());
        ending.extend(END);
        ending
    }

    /// The name of the pack: packs of the same entries are called the same, so that runs which measured the same at the
    /// same time leave one.
    pub(crate) fn name(&self, seal: &Seal) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&seal.owner());
        for record in self.records.values() {
            hasher.update(&record.half).update(&[u8::from(record.is_mark())]);
        }
        hasher.finalize().to_hex().chars().take(32).collect()
    }
}

/// A whole pack of these entries.
pub fn pack_of(entries: &[(CacheKey, &[u8])], seal: &Seal) -> Vec<u8> {
    let mut pack = header(seal);
    let mut index = Index::new();
    for (key, payload) in entries {
        if let Some(entry) = entry(*key, payload, seal)
            && index.add(key.half(), entry.len())
        {
            pack.extend(entry);
        }
    }
    pack.extend(index.ending());
    pack
}
