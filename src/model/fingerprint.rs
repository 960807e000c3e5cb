//! What a file is known by, so that it is found again in another build: a hash of its bytes, the same without the
//! references to other files, and the words in it.

use std::fmt;

/// What one file is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// All of its bytes.
    pub content: ContentHash,
    /// Its bytes without the content hashes that stand in the names of the build's files: equal where nothing but
    /// references changed. Equal to `content` where none is in it.
    pub without_references: ContentHash,
    /// A sample of the words in it; empty for what is no text.
    pub words: WordSample,
}

/// The first 128 bits of a BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 16]);

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

/// Hashes of some of the distinct words of a text, sorted: the same words of every text are taken, so that samples can
/// be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordSample(pub Vec<u32>);
