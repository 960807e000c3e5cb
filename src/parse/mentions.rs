//! The text of a file -> the content hashes of the build that stand in it, and where.
//!
//! One pass over the bytes for all hashes: a bit for each of their beginnings passes over nearly all places, and what
//! is left is looked up. (An automaton over thousands of texts lies in no cache of a processor; this takes a tenth of
//! its time.) A name with a hash cannot be made up by code: whoever asks for the file
//! has its hash from some text. What reads as a hash and may be a size or a date (`1200x630`, `20240131`) is none.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use crate::model::hashed_name::{self, HashedName};
use crate::model::path::AssetPath;

/// The shortest that a bundler writes by itself (Vite, Rollup, esbuild); shorter ones stand in texts by chance.
const SHORTEST: usize = 8;

/// All content hashes in the names of a build's files.
#[derive(Debug, Default)]
pub struct Hashes {
    /// Each with its number.
    numbers: BTreeMap<String, u32>,
    /// How long those are that begin with the same bytes: sorted, each length once.
    lengths: HashMap<Beginning, Vec<usize>>,
    filter: Filter,
}

/// What all hashes are at least as long as.
type Beginning = [u8; SHORTEST];

/// Some bits, of which each beginning of a hash sets one: others seldom meet them.
#[derive(Debug, Default)]
struct Filter {
    bits: Vec<u64>,
    /// How many of the 64 bits of a product are left out.
    shift: u32,
}

/// So many bits for each beginning at least: one place of so many is looked at in vain.
const BITS_EACH: usize = 64;
/// More would not fit into the nearest cache of a processor.
const MOST_BITS: u32 = 18;
/// Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): 2^64 through the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Filter {
    fn new<'b>(beginnings: impl ExactSizeIterator<Item = &'b Beginning>) -> Self {
        let wanted = (beginnings.len() * BITS_EACH).next_power_of_two().ilog2().clamp(6, MOST_BITS);
        let mut filter = Self { bits: vec![0; 1 << (wanted - 6)], shift: u64::BITS - wanted };
        for beginning in beginnings {
            let (word, bit) = filter.place(*beginning);
            if let Some(word) = filter.bits.get_mut(word) {
                *word |= bit;
            }
        }
        filter
    }

    /// The word of its bit, and the bit.
    fn place(&self, beginning: Beginning) -> (usize, u64) {
        let hash = u64::from_le_bytes(beginning).wrapping_mul(GOLDEN) >> self.shift;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    /// Whether it may be one; it is none where this says so.
    fn may_be(&self, beginning: Beginning) -> bool {
        let (word, bit) = self.place(beginning);
        self.bits.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// The content hashes that stand in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Their numbers, sorted.
    pub numbers: Vec<u32>,
    /// Where they stand, sorted; what overlaps is one.
    pub places: Vec<Range<usize>>,
}

impl Hashes {
    /// Takes them from the names.
    pub fn new<'p>(paths: impl Iterator<Item = &'p AssetPath>) -> Self {
        let hashes = paths.flat_map(|path| hashed_name::hashes(path.as_str()));
        let hashes: BTreeSet<&str> = hashes.filter(|hash| is_telling(hash)).collect();
        Self::of(hashes)
    }

    fn of(hashes: BTreeSet<&str>) -> Self {
        let mut lengths: HashMap<Beginning, Vec<usize>> = HashMap::new();
        for hash in &hashes {
            if let Some(&beginning) = hash.as_bytes().first_chunk() {
                let lengths = lengths.entry(beginning).or_default();
                if let Err(place) = lengths.binary_search(&hash.len()) {
                    lengths.insert(place, hash.len());
                }
            }
        }
        let filter = Filter::new(lengths.keys());
        Self { numbers: hashes.into_iter().map(str::to_owned).zip(0..).collect(), lengths, filter }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// All of them as one hash.
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for hash in self.numbers.keys() {
            hasher.update(hash.as_bytes()).update(b"\n");
        }
        hasher.finalize()
    }

    /// The number of the hash in a file's name. Names that are nothing but a hash, and folders, have none.
    pub fn number(&self, path: &AssetPath) -> Option<u32> {
        self.numbers.get(HashedName::parse(path.file_name()).hash?).copied()
    }

    /// The hashes that stand in `bytes`.
    pub fn in_text(&self, bytes: &[u8]) -> Mentions {
        let mut numbers = BTreeSet::new();
        let mut places: Vec<Range<usize>> = Vec::new();
        if self.numbers.is_empty() {
            return Mentions::default();
        }
        let beginnings = bytes.windows(SHORTEST).filter_map(<[u8]>::first_chunk::<SHORTEST>);
        for (start, beginning) in
            beginnings.enumerate().filter(|(_, beginning)| self.filter.may_be(**beginning))
        {
            for length in self.lengths.get(beginning).into_iter().flatten() {
                let end = start + length;
                let text = bytes.get(start..end).and_then(|text| std::str::from_utf8(text).ok());
                let Some(&number) = text.and_then(|text| self.numbers.get(text)) else { continue };
                numbers.insert(number);
                match places.last_mut() {
                    Some(last) if start < last.end => last.end = last.end.max(end),
                    _ => places.push(start..end),
                }
            }
        }
        Mentions { numbers: numbers.into_iter().collect(), places }
    }
}

/// Whether it stands in no text by chance.
fn is_telling(hash: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_size = hash.split_once(['x', 'X']).is_some_and(|(one, other)| is_number(one) && is_number(other));
    SHORTEST <= hash.len() && !is_size && !is_number(hash)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{Hashes, Mentions};
    use crate::model::path::AssetPath;

    /// Every hash at every place.
    fn looked_for_one_by_one(hashes: &BTreeSet<&str>, text: &[u8]) -> Mentions {
        let mut is_covered = vec![false; text.len() + 1];
        // Whether a place is in the same one as the byte before it.
        let mut is_joined = vec![false; text.len() + 1];
        let mut numbers = BTreeSet::new();
        for (hash, number) in hashes.iter().zip(0..) {
            for start in 0..text.len() {
                if text[start..].starts_with(hash.as_bytes()) {
                    numbers.insert(number);
                    is_covered[start..start + hash.len()].fill(true);
                    is_joined[start + 1..start + hash.len()].fill(true);
                }
            }
        }
        let starts = (0..text.len()).filter(|&at| is_covered[at] && !is_joined[at]);
        let places = starts.map(|start| {
            let length = is_joined[start + 1..].iter().take_while(|&&is_joined| is_joined).count();
            start..start + 1 + length
        });
        Mentions { places: places.collect(), numbers: numbers.into_iter().collect() }
    }

    proptest! {
        #[test]
        fn every_hash_is_found_wherever_it_stands(
            hashes in prop::collection::btree_set("[ab1]{8,10}", 0..40),
            text in "[ab1.]{0,80}",
            cut in 0..200_usize,
        ) {
            let all = hashes.iter().map(String::as_str).collect::<BTreeSet<_>>();
            // Some of the text is made of hashes, one behind the other or cut off.
            let mut text = text + &hashes.iter().cloned().collect::<String>() + "--" + &hashes.iter().rev().cloned().collect::<Vec<_>>().join("-");
            text.truncate(text.len().saturating_sub(cut));
            let found = Hashes::of(all.clone()).in_text(text.as_bytes());
            prop_assert_eq!(found, looked_for_one_by_one(&all, text.as_bytes()));
        }

        #[test]
        fn names_of_bundlers_are_found_in_any_bytes(
            hashes in prop::collection::btree_set("[a-zA-Z0-9_-]{8}|[0-9a-f]{16}", 1..200),
            mut bytes in prop::collection::vec(any::<u8>(), 0..600),
            at in any::<prop::sample::Index>(),
            which in any::<prop::sample::Index>(),
        ) {
            let all = hashes.iter().map(String::as_str).collect::<BTreeSet<_>>();
            let hash = *which.get(&all.iter().copied().collect::<Vec<_>>());
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, hash.bytes());
            let found = Hashes::of(all.clone()).in_text(&bytes);
            prop_assert!(found.places.iter().any(|place| place.start <= at && at + hash.len() <= place.end));
            prop_assert_eq!(found, looked_for_one_by_one(&all, &bytes));
        }
    }

    #[test]
    fn hashes_are_found_wherever_they_stand_and_sizes_are_none() {
        let paths = ["a-BcQRbuIt.js", "b.3f2a91bc.css", "og-1200x630.png", "c.js", "d-20240131.png"];
        let paths = paths.map(AssetPath::new);
        let hashes = Hashes::new(paths.iter());
        let numbers: Vec<_> = paths.iter().map(|path| hashes.number(path)).collect();
        assert_eq!(numbers, [Some(1), Some(0), None, None, None]);
        let mentions = hashes.in_text(b"{1:\"3f2a91bc\"}['x']+'-BcQRbuIt.js'");
        assert_eq!(mentions, Mentions { numbers: vec![0, 1], places: vec![4..12, 22..30] });
        assert_eq!(hashes.in_text(b"1200x630"), Mentions::default());
    }

    #[test]
    fn hashes_that_overlap_are_one_place() {
        let paths = ["a-3f2a91bc.js", "b-3f2a91bc07d1.js", "c-91bc07d1.js"].map(AssetPath::new);
        let mentions = Hashes::new(paths.iter()).in_text(b"3f2a91bc07d1 3f2a91bc-91bc07d1");
        assert_eq!(mentions.places, [0..12, 13..21, 22..30]);
        assert_eq!(mentions.numbers, [0, 1, 2]);
    }

    #[test]
    fn names_that_are_hashes_and_folders_that_are_such_are_found_too() {
        let paths = ["_nuxt/C0fDo9Is.js", "_next/static/PgS8NoZQ7W56rS06Sgjvx/_buildManifest.js"];
        let paths = paths.map(AssetPath::new);
        let hashes = Hashes::new(paths.iter());
        assert_eq!(hashes.in_text(b"'./C0fDo9Is.js' /PgS8NoZQ7W56rS06Sgjvx/").places, [3..11, 17..38]);
        assert_eq!(paths.each_ref().map(|path| hashes.number(path)), [None, None]);
    }
}
