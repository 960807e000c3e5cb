//! What other forms take by the number of pixels alone, as Lighthouse reckons where it may not encode.

use crate::model::encodings::{Encoded, Encoding, Resized};

/// As WebP: a fifth of a byte a pixel (Lighthouse 11.7.1, `core/audits/byte-efficiency/modern-image-formats.js`,
/// `estimateWebPSizeFromDimensions`; it calls that quite pessimistic).
pub fn webp(width: u32, height: u32) -> Encoded {
    Encoded { bytes: pixels(width, height).div_ceil(5), encoding: Encoding::Estimated }
}

/// As AVIF: a sixth of a byte a pixel (`estimateAvifSizeFromDimensions` there).
pub fn avif(width: u32, height: u32) -> Encoded {
    Encoded { bytes: pixels(width, height).div_ceil(6), encoding: Encoding::Estimated }
}

/// As JPEG: a quarter of a byte a pixel (`core/audits/byte-efficiency/uses-optimized-images.js`,
/// `estimateJPEGSizeFromDimensions`).
pub fn jpeg(width: u32, height: u32) -> Encoded {
    Encoded { bytes: pixels(width, height).div_ceil(4), encoding: Encoding::Estimated }
}

/// With that many pixels across: the share of the pixels (`core/audits/byte-efficiency/uses-responsive-images.js`,
/// `computeWaste`).
pub fn resized(size: (u32, u32), width: u32) -> Option<Resized> {
    let height = u64::from(size.1) * u64::from(width) / u64::from(size.0).max(1);
    let height = u32::try_from(height.max(1)).ok()?;
    let whole = pixels(size.0, size.1);
    if whole == 0 || size.0 <= width || width == 0 {
        return None;
    }
    let share = u128::from(pixels(width, height)) * 1_000_000 / u128::from(whole);
    Some(Resized { width, height, share: u64::try_from(share).ok()?, is_measured: false })
}

fn pixels(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}
