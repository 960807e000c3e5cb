//! Image files in other forms: their bytes go in, the bytes of the other forms come out.
//!
//! A file that is corrupt, too large or animated gives nothing; nothing here panics, reads or writes. What is kept
//! between runs is [`ENCODERS`] and the settings in front of it.

mod decode;
pub mod estimate;
mod formats;
mod profile;

pub use decode::{LARGEST_PIXELS, Picture, Undecodable, decode};

use crate::model::encodings::{Encoded, Encoding};

/// What encodes, with its version: what was measured with another one is measured anew.
pub const ENCODERS: &str =
    "libwebp-sys 0.9.6, jpeg-encoder 0.6.1, ravif 0.13.0, image 0.25.10, zune-jpeg 0.5.15";

/// The quality of lossy WebP, out of 100. Squoosh and cwebp take 75, Lighthouse 11.7.1 takes 85
/// (`core/gather/gatherers/dobetterweb/optimized-images.js`, `WEBP_QUALITY`), Next.js 75.
pub const WEBP_QUALITY: u8 = 80;

/// The quality of JPEG, out of 100: Lighthouse's 0.92 (11.7.1,
/// `core/gather/gatherers/dobetterweb/optimized-images.js`, `JPEG_QUALITY`), the default of a browser's canvas.
pub const JPEG_QUALITY: u8 = 92;

/// The quality of AVIF, out of 100: `cavif` calls its 80, which libraries take over, the quality of a JPEG at 92;
/// 63 is near a WebP at 80.
pub const AVIF_QUALITY: u8 = 63;

/// How much time AVIF takes, 1 (much) to 10.
pub const AVIF_SPEED: u8 = 6;

/// About the memory that a picture takes while it is decoded and encoded: 4 bytes a pixel are the picture itself.
pub fn memory_for(pixels: u64) -> u64 {
    pixels * 20
}

/// The picture as WebP: lossy, or lossless where the source was lossless and that takes less.
pub fn webp(picture: &Picture) -> Option<(Encoded, Vec<u8>)> {
    caught(|| formats::webp(picture))
}

/// The picture as WebP in that way.
pub fn webp_as(picture: &Picture, encoding: Encoding) -> Option<Vec<u8>> {
    caught(|| formats::webp_as(picture, encoding))
}

/// The picture as JPEG; `None` where it is transparent.
pub fn jpeg(picture: &Picture) -> Option<(Encoded, Vec<u8>)> {
    caught(|| formats::jpeg(picture))
}

/// The picture as AVIF; `None` where it has a colour profile of its own, which the encoder cannot write.
pub fn avif(picture: &Picture) -> Option<(Encoded, Vec<u8>)> {
    caught(|| formats::avif(picture))
}

/// The picture with that many pixels across, its proportions kept; `None` where it is no wider.
pub fn resized(picture: &Picture, width: u32) -> Option<Picture> {
    if width == 0 || picture.width() <= width {
        return None;
    }
    caught(|| Some(picture.resized(width)))
}

/// What `act` gives; `None` also where it panics, as decoders and encoders do on what their authors did not foresee.
fn caught<T>(act: impl FnOnce() -> Option<T>) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(act)).ok().flatten()
}

#[cfg(test)]
mod tests;
