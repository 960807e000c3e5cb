//! The text of a file -> the content hashes of the build that stand in it.
//!
//! One pass over the bytes for all hashes. A name with a hash cannot be made up by code: whoever asks for the file
//! has its hash from some text. What reads as a hash and may be a size or a date (`1200x630`, `20240131`) is none.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use crate::model::hashed_name::HashedName;
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

impl Hashes {
    /// Takes them from the names.
    pub fn new<'p>(paths: impl Iterator<Item = &'p AssetPath>) -> Self {
        let hashes: BTreeSet<&str> = paths.filter_map(|path| hash_of(path)).collect();
        let finder = AhoCorasick::new(&hashes).ok().filter(|_| !hashes.is_empty());
        Self { numbers: hashes.into_iter().map(str::to_owned).zip(0..).collect(), finder }
    }

    /// The number of the hash in a file's name.
    pub fn number(&self, path: &AssetPath) -> Option<u32> {
        self.numbers.get(hash_of(path)?).copied()
    }

    /// The numbers of the hashes that stand in `bytes`, sorted.
    pub fn in_text(&self, bytes: &[u8]) -> Vec<u32> {
        let hits = self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(bytes));
        let found: BTreeSet<u32> = hits.map(|hit| hit.pattern().as_u32()).collect();
        found.into_iter().collect()
    }
}

fn hash_of(path: &AssetPath) -> Option<&str> {
    let hash = HashedName::parse(path.file_name()).hash?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_size = hash.split_once(['x', 'X']).is_some_and(|(one, other)| is_number(one) && is_number(other));
    (SHORTEST <= hash.len() && !is_size && !is_number(hash)).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::Hashes;
    use crate::model::path::AssetPath;

    #[test]
    fn hashes_are_found_wherever_they_stand_and_sizes_are_none() {
        let paths = ["a-BcQRbuIt.js", "b.3f2a91bc.css", "og-1200x630.png", "c.js", "d-20240131.png"];
        let paths = paths.map(AssetPath::new);
        let hashes = Hashes::new(paths.iter());
        let numbers: Vec<_> = paths.iter().map(|path| hashes.number(path)).collect();
        assert_eq!(numbers, [Some(1), Some(0), None, None, None]);
        assert_eq!(hashes.in_text(b"{1:\"3f2a91bc\"}['x']+'-BcQRbuIt.js'"), [0, 1]);
        assert_eq!(hashes.in_text(b"1200x630"), [] as [u32; 0]);
    }
}
