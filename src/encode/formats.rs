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
    if picture.from_lossless && is_flat(picture) {
        let bytes = webp_as(picture, Encoding::Lossless)?;
        if bytes.len() < best.1.len() {
            best = (Encoding::Lossless, bytes);
        }
    }
    Some((Encoded { bytes: best.1.len() as u64, encoding: best.0 }, best.1))
}

/// libwebp at its own defaults (method 4), as cwebp, sharp and Pillow use it.
pub(in crate::encode) fn webp_as(picture: &Picture, encoding: Encoding) -> Option<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
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
    let bytes = picture.pixels.as_bytes();
    let has_alpha = picture.pixels.color().has_alpha();
    let encoder = if has_alpha {
        WebpEncoder::from_rgba(bytes, width, height)
    } else {
        WebpEncoder::from_rgb(bytes, width, height)
    };
    let webp = encoder.encode_advanced(&config).ok()?.to_vec();
    Some(match &picture.profile {
        Some(profile) => profile::into_webp(webp, profile, (width, height), has_alpha),
        None => webp,
    })
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
