//! The text of a file -> the content hashes of the build that stand in it, and where.
//!
//! One pass over the bytes for all hashes. A name with a hash cannot be made up by code: whoever asks for the file
//! has its hash from some text. What reads as a hash and may be a size or a date (`1200x630`, `20240131`) is none.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::model::hashed_name::{self, HashedName};
use crate::model::path::AssetPath;

/// The shortest that a bundler writes by itself (Vite, Rollup, esbuild); shorter ones stand in texts by chance.
const SHORTEST: usize = 8;

/// All content hashes in the names of a build's files.
#[derive(Debug, Default)]
pub struct Hashes {
    /// Each with its number.
    numbers: BTreeMap<String, u32>,
    /// `None` where there are none.
    finder: Option<AhoCorasick>,
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
        let finder = AhoCorasick::new(&hashes).ok().filter(|_| !hashes.is_empty());
        Self { numbers: hashes.into_iter().map(str::to_owned).zip(0..).collect(), finder }
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
        // In the order of their ends.
        for hit in self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(bytes)) {
            numbers.insert(hit.pattern().as_u32());
            let mut place = hit.range();
            while let Some(last) = places.pop_if(|last| place.start < last.end) {
                place.start = place.start.min(last.start);
            }
            places.push(place);
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
    use super::{Hashes, Mentions};
    use crate::model::path::AssetPath;

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
