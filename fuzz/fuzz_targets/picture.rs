//! Any bytes as an image that is decoded, and encoded anew where it is small.
#![no_main]

use weighbridge::encode;
use weighbridge::parse::image_header::read_image_header;

/// Encoding larger ones takes longer than finding more.
const MOST_PIXELS: u32 = 64 * 64;
/// The tool decodes larger ones, of which some take seconds.
const MOST_DECODED: u64 = 1 << 20;

weighbridge_fuzz::target!(|data| {
    let Ok(Some(header)) = read_image_header(data, data.len() as u64) else { return };
    let (Some(width), Some(height)) = (header.width, header.height) else { return };
    if MOST_DECODED < u64::from(width) * u64::from(height) {
        return;
    }
    let Ok(picture) = encode::decode(data, header.format) else { return };
    if MOST_PIXELS < picture.width().saturating_mul(picture.height()) {
        return;
    }
    for encoded in [encode::webp(&picture), encode::jpeg(&picture)] {
        let Some((_, bytes)) = encoded else { continue };
        let header = read_image_header(&bytes, bytes.len() as u64).expect("it is an image").expect("of the web");
        assert_eq!((header.width, header.height), (Some(picture.width()), Some(picture.height())));
    }
    if let Some(smaller) = encode::resized(&picture, picture.width() / 2) {
        assert!(smaller.width() <= picture.width());
    }
});
