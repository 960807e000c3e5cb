//! What the compressed sizes of a file lie between, before they are known.

use crate::model::asset::Sizes;

/// A size that is at least `low` and at most `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    /// It is certainly no less.
    pub low: u64,
    /// It is no more.
    pub high: u64,
}

impl Between {
    /// A size that is known.
    pub fn exact(size: u64) -> Self {
        Self { low: size, high: size }
    }

    /// A file of so many bytes of which nothing was compressed yet. What does not get smaller is stored: in deflate
    /// 5 bytes for each 65,535 or less (RFC 1951, 3.2.4), in Brotli 4 for each 16 MiB or less (RFC 7932, 9.2). Encoders
    /// take shorter blocks, and may code each byte in 9 bits rather than to store it: an eighth is more than either.
    pub fn unmeasured(raw: u64) -> Self {
        Self { low: 0, high: raw.saturating_add(raw / 8).saturating_add(64) }
    }

    /// Whether the size is known.
    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// How much is not known of it.
    pub fn width(self) -> u64 {
        self.high.saturating_sub(self.low)
    }
}

/// What a file weighs on the wire, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeBounds {
    /// Bytes of the file.
    pub raw: u64,
    /// Bytes as gzip.
    pub gzip: Between,
    /// Bytes as Brotli.
    pub brotli: Between,
}

impl SizeBounds {
    /// Sizes that are known.
    pub fn exact(sizes: Sizes) -> Self {
        let Sizes { raw, gzip, brotli } = sizes;
        Self { raw, gzip: Between::exact(gzip), brotli: Between::exact(brotli) }
    }

    /// The least that it may weigh.
    pub fn low(self) -> Sizes {
        Sizes { raw: self.raw, gzip: self.gzip.low, brotli: self.brotli.low }
    }

    /// The most that it may weigh.
    pub fn high(self) -> Sizes {
        Sizes { raw: self.raw, gzip: self.gzip.high, brotli: self.brotli.high }
    }
}
