//! What images take in other forms, measured or estimated.

use std::collections::BTreeMap;

use crate::model::asset::AssetId;

/// How a form was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Encoded with that quality, out of 100.
    Lossy(u8),
    /// Encoded; every pixel is as it was.
    Lossless,
    /// Not encoded: reckoned from the number of pixels.
    Estimated,
}

impl Encoding {
    /// Whether the bytes are those of a real file.
    pub fn is_measured(self) -> bool {
        self != Self::Estimated
    }
}

/// An image in another form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// What it takes.
    pub bytes: u64,
    /// How that is known.
    pub encoding: Encoding,
}

/// An image made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resized {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// What it takes of the bytes that it takes at its full size in the same form, in millionths.
    pub share: u64,
    /// Whether both were encoded; else it is the share of the pixels.
    pub is_measured: bool,
}

impl Resized {
    /// What a file of `raw` bytes would be smaller by.
    pub fn saving(&self, raw: u64) -> u64 {
        const WHOLE: u64 = 1_000_000;
        let kept = u128::from(raw) * u128::from(self.share.min(WHOLE)) / u128::from(WHOLE);
        raw - u64::try_from(kept).unwrap_or(raw)
    }
}

/// One image in other forms. `None` is what was not needed or could not be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImageEncodings {
    /// As WebP.
    pub webp: Option<Encoded>,
    /// As AVIF; only where that was asked for.
    pub avif: Option<Encoded>,
    /// As JPEG.
    pub jpeg: Option<Encoded>,
    /// As large as the pages need it.
    pub resized: Option<Resized>,
    /// As large as a phone shows it at most, where phones get no smaller copy.
    pub on_phones: Option<Resized>,
}

impl ImageEncodings {
    /// What a file of `raw` bytes takes when it is WebP where that is smaller.
    pub fn as_webp(&self, raw: u64) -> u64 {
        self.webp.map_or(raw, |webp| webp.bytes.min(raw))
    }
}

/// The images of a build in other forms.
#[derive(Clone, Debug, Default)]
pub struct Encodings {
    by_asset: BTreeMap<AssetId, ImageEncodings>,
}

impl Encodings {
    /// Those of one image; `None` where it was not looked at.
    pub fn of(&self, id: AssetId) -> Option<&ImageEncodings> {
        self.by_asset.get(&id)
    }
}

impl FromIterator<(AssetId, ImageEncodings)> for Encodings {
    fn from_iter<I: IntoIterator<Item = (AssetId, ImageEncodings)>>(all: I) -> Self {
        Self { by_asset: all.into_iter().collect() }
    }
}
