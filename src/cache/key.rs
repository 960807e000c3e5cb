//! What an entry is known by, and what tells that it is as it was written.

use std::fmt;

/// What was measured and how, as a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheKey(blake3::Hash);

impl CacheKey {
    /// For `content` measured in the way that `how` describes: everything that the result hangs on, versions too.
    pub fn new(content: &[u8], how: &str) -> Self {
        Self::of_hash(&blake3::hash(content), how)
    }

    /// Likewise, for content whose hash is known.
    pub fn of_hash(content: &blake3::Hash, how: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(content.as_bytes()).update(how.as_bytes());
        Self(hasher.finalize())
    }

    /// What it stands under in an index: enough to tell any two apart that nobody made alike; the checksum of an entry
    /// is over the whole key.
    pub(crate) fn half(self) -> Half {
        half_of(self.0)
    }
}

/// Half of a hash: 128 bits.
pub(crate) type Half = [u8; 16];

fn half_of(hash: blake3::Hash) -> Half {
    let mut half = [0; 16];
    for (to, from) in half.iter_mut().zip(hash.as_bytes()) {
        *to = *from;
    }
    half
}

/// Marks entries with checksums that only who has the same secret can make. Without a secret everybody has the same,
/// and a checksum shows damage, not who wrote the entry.
#[derive(Clone, Copy)]
pub struct Seal {
    key: [u8; blake3::KEY_LEN],
}

impl Seal {
    /// Another context is another layout of the packs.
    const CONTEXT: &str = "weighbridge cache 1: entries";

    /// The seal of a secret; an empty one is none.
    pub fn of(secret: &[u8]) -> Self {
        Self { key: blake3::derive_key(Self::CONTEXT, secret) }
    }

    /// What packs of this secret begin with. It says nothing of the secret that guessing would not, too.
    pub(crate) fn owner(&self) -> Half {
        half_of(blake3::keyed_hash(&self.key, b"pack"))
    }

    /// Over key and payload: an entry that was copied under another key is damaged, too.
    pub(crate) fn checksum(&self, key: CacheKey, payload: &[u8]) -> Half {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(b"entry").update(key.0.as_bytes()).update(payload);
        half_of(hasher.finalize())
    }
}

impl Default for Seal {
    fn default() -> Self {
        Self::of(b"")
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seal")
    }
}
