//! The formats that pictures are written in.

use std::collections::HashSet;

use image::ImageEncoder;
use image::codecs::avif::AvifEncoder;
use jpeg_encoder::{ColorType, Encoder as JpegEncoder, SamplingFactor};
use webp::{Encoder as WebpEncoder, WebPConfig};

use crate::encode::{AVIF_QUALITY, AVIF_SPEED, JPEG_QUALITY, Picture, WEBP_QUALITY, profile};
use crate::model::encodings::{Encoded, Encoding};

/// What WebP and JPEG can have across or down (RFC 9649, §2.5: 14 bits; ITU T.81: 16 bits).
const LARGEST_WEBP_SIDE: u32 = 16_383;
const LARGEST_JPEG_SIDE: u32 = 65_535;

/// Lossy, or lossless where the source was lossless and that takes less.
pub(in crate::encode) fn webp(picture: &Picture) -> Option<(Encoded, Vec<u8>)> {
    let lossy = Encoding::Lossy(WEBP_QUALITY);
    let mut best = (lossy, webp_as(picture, lossy)?);
    if picture.from_lossless && is_flat(picture) && may_be_smaller_lossless(picture) {
        let bytes = webp_as(picture, Encoding::Lossless)?;
        if bytes.len() < best.1.len() {
            best = (Encoding::Lossless, bytes);
        }
    }
    Some((Encoded { bytes: best.1.len() as u64, encoding: best.0 }, best.1))
}

/// libwebp at its own defaults (method 4), as cwebp, sharp and Pillow use it.
pub(in crate::encode) fn webp_as(picture: &Picture, encoding: Encoding) -> Option<Vec<u8>> {
    let has_alpha = picture.pixels.color().has_alpha();
    let size = (picture.width(), picture.height());
    let webp = webp_of(picture.pixels.as_bytes(), size, has_alpha, encoding)?;
    Some(match &picture.profile {
        Some(profile) => profile::into_webp(webp, profile, size, has_alpha),
        None => webp,
    })
}

/// `pixels` are RGBA with `has_alpha`, else RGB.
fn webp_of(
    pixels: &[u8],
    (width, height): (u32, u32),
    has_alpha: bool,
    encoding: Encoding,
) -> Option<Vec<u8>> {
    if width.max(height) > LARGEST_WEBP_SIDE {
        return None;
    }
    let mut config = WebPConfig::new().ok()?;
    match encoding {
        Encoding::Lossy(quality) => config.quality = f32::from(quality),
        // With lossless, the quality is the effort.
        Encoding::Lossless => (config.lossless, config.quality) = (1, 75.0),
        Encoding::Estimated => return None,
    }
    let encoder = if has_alpha {
        WebpEncoder::from_rgba(pixels, width, height)
    } else {
        WebpEncoder::from_rgb(pixels, width, height)
    };
    Some(encoder.encode_advanced(&config).ok()?.to_vec())
}

/// Whether a sixteenth of the picture, in bands over its whole height, takes less than 1.5 times as much lossless.
/// Lossless takes five times the time of lossy, and loses for nearly all screenshots. Small pictures are not worth
/// the question.
fn may_be_smaller_lossless(picture: &Picture) -> bool {
    /// The side of lossy WebP's blocks (RFC 6386, §2).
    const BAND: usize = 16;
    const ONE_OF: usize = 16;
    const SMALL: u64 = 128 * 128;
    let (width, height) = (picture.width(), picture.height());
    if u64::from(width) * u64::from(height) <= SMALL {
        return true;
    }
    let row = usize::from(picture.pixels.color().bytes_per_pixel()) * width as usize;
    let bands = picture.pixels.as_bytes().chunks(row.max(1) * BAND).step_by(ONE_OF);
    let sample: Vec<u8> = bands.flatten().copied().collect();
    let Ok(rows) = u32::try_from(sample.len() / row.max(1)) else { return true };
    let has_alpha = picture.pixels.color().has_alpha();
    let takes = |encoding| webp_of(&sample, (width, rows), has_alpha, encoding).map(|webp| webp.len());
    let sizes = takes(Encoding::Lossless).zip(takes(Encoding::Lossy(WEBP_QUALITY)));
    sizes.is_none_or(|(lossless, lossy)| lossless * 2 < lossy * 3)
}

/// Whether lossless WebP may take less than lossy: drawings and screenshots have few colours, photos do not.
/// Where more than half of the pixels of a grid have a colour of their own, lossless takes several times as much.
fn is_flat(picture: &Picture) -> bool {
    const GRID: usize = 4_096;
    let channels = usize::from(picture.pixels.color().bytes_per_pixel());
    let pixels = picture.pixels.as_bytes().chunks_exact(channels.max(1));
    // A prime, so that the grid is not one column.
    let step = (pixels.len() / GRID).max(1) | 1;
    let grid: Vec<&[u8]> = pixels.step_by(step).collect();
    let colours: HashSet<&[u8]> = grid.iter().copied().collect();
    colours.len() * 2 <= grid.len()
}

/// As a browser's canvas writes it: 4:2:0, Huffman tables of its own, no metadata.
pub(in crate::encode) fn jpeg(picture: &Picture) -> Option<(Encoded, Vec<u8>)> {
    if picture.pixels.color().has_alpha() || picture.width().max(picture.height()) > LARGEST_JPEG_SIDE {
        return None;
    }
    let (width, height) = (u16::try_from(picture.width()).ok()?, u16::try_from(picture.height()).ok()?);
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_optimized_huffman_tables(true);
    if let Some(profile) = &picture.profile {
        encoder.add_icc_profile(profile).ok()?;
    }
    encoder.encode(picture.pixels.as_bytes(), width, height, ColorType::Rgb).ok()?;
    Some((Encoded { bytes: bytes.len() as u64, encoding: Encoding::Lossy(JPEG_QUALITY) }, bytes))
}

/// One thread: the pictures are worked on in parallel.
pub(in crate::encode) fn avif(picture: &Picture) -> Option<(Encoded, Vec<u8>)> {
    if picture.profile.is_some() {
        return None;
    }
    let mut bytes = Vec::new();
    let encoder =
        AvifEncoder::new_with_speed_quality(&mut bytes, AVIF_SPEED, AVIF_QUALITY).with_num_threads(Some(1));
    let colour = picture.pixels.color().into();
    encoder.write_image(picture.pixels.as_bytes(), picture.width(), picture.height(), colour).ok()?;
    Some((Encoded { bytes: bytes.len() as u64, encoding: Encoding::Lossy(AVIF_QUALITY) }, bytes))
}
