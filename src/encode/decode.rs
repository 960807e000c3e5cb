//! A file's bytes become pixels, within bounds: nothing is allocated by what a header claims before that was looked at.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, Limits};

use crate::encode::{caught, profile};
use crate::model::image::ImageFormat;

/// Larger pictures are not decoded: 50 million pixels are 200 MB in memory. Cameras of phones make up to 50 million.
pub const LARGEST_PIXELS: u64 = 50_000_000;

/// What a decoder may allocate: the largest picture with 8 bytes a pixel.
const MOST_MEMORY: u64 = LARGEST_PIXELS * 8;

/// Why there are no pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecodable {
    /// It has more pixels than are decoded.
    TooLarge,
    /// It has more than one frame.
    Animated,
    /// Its format is not decoded here.
    Format,
    /// It is no such file, or a part is missing.
    Corrupt,
}

/// A picture as pixels: 8 bits a channel, upright.
#[derive(Clone, Debug)]
pub struct Picture {
    /// RGB, or RGBA where some pixel is transparent.
    pub(in crate::encode) pixels: DynamicImage,
    /// Whether the file that it came from keeps every pixel as it is.
    pub(in crate::encode) from_lossless: bool,
    /// The colour profile, unless it says what browsers take for granted.
    pub(in crate::encode) profile: Option<Vec<u8>>,
}

impl Picture {
    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.pixels.width()
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.pixels.height()
    }

    /// The picture with that many pixels across.
    pub(in crate::encode) fn resized(&self, width: u32) -> Self {
        let height = u64::from(self.height()) * u64::from(width) / u64::from(self.width().max(1));
        let height = u32::try_from(height.max(1)).unwrap_or(u32::MAX);
        // What photo editors and image services take for making smaller.
        let filter = image::imageops::FilterType::Lanczos3;
        let pixels = self.pixels.resize_exact(width, height, filter);
        Self { pixels, from_lossless: self.from_lossless, profile: self.profile.clone() }
    }
}

/// The pixels of a still image.
pub fn decode(bytes: &[u8], format: ImageFormat) -> Result<Picture, Undecodable> {
    caught(|| Some(decode_unguarded(bytes, format))).unwrap_or(Err(Undecodable::Corrupt))
}

fn decode_unguarded(bytes: &[u8], format: ImageFormat) -> Result<Picture, Undecodable> {
    let limits = limits();
    let reader = Cursor::new(bytes);
    let from_lossless = !matches!(format, ImageFormat::Jpeg | ImageFormat::Webp);
    match format {
        ImageFormat::Png => {
            let decoder = PngDecoder::with_limits(reader, limits).map_err(reason)?;
            if decoder.is_apng().map_err(reason)? {
                return Err(Undecodable::Animated);
            }
            pixels(decoder, from_lossless)
        }
        ImageFormat::Jpeg => pixels(JpegDecoder::new(reader).map_err(reason)?, from_lossless),
        ImageFormat::Gif => only_frame(GifDecoder::new(reader).map_err(reason)?),
        ImageFormat::Bmp => pixels(BmpDecoder::new(reader).map_err(reason)?, from_lossless),
        ImageFormat::Webp => {
            let decoder = WebPDecoder::new(reader).map_err(reason)?;
            if decoder.has_animation() {
                return Err(Undecodable::Animated);
            }
            pixels(decoder, from_lossless)
        }
        ImageFormat::Avif | ImageFormat::Jxl | ImageFormat::Svg | ImageFormat::Ico => {
            Err(Undecodable::Format)
        }
    }
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

/// What is allocated for what a decoder's header claims, checked before it is.
fn bounded(decoder: &mut impl ImageDecoder) -> Result<(), Undecodable> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > LARGEST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Undecodable::TooLarge);
    }
    decoder.set_limits(limits()).map_err(reason)
}

/// The one frame of a GIF.
fn only_frame(mut decoder: GifDecoder<Cursor<&[u8]>>) -> Result<Picture, Undecodable> {
    bounded(&mut decoder)?;
    let mut frames = decoder.into_frames();
    let first = frames.next().ok_or(Undecodable::Corrupt)?.map_err(reason)?;
    match frames.next() {
        None => {
            let pixels = plain(DynamicImage::ImageRgba8(first.into_buffer()));
            Ok(Picture { pixels, from_lossless: true, profile: None })
        }
        Some(Ok(_)) => Err(Undecodable::Animated),
        Some(Err(error)) => Err(reason(error)),
    }
}

fn pixels(mut decoder: impl ImageDecoder, from_lossless: bool) -> Result<Picture, Undecodable> {
    bounded(&mut decoder)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile::is_needed(profile));
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(reason)?;
    pixels.apply_orientation(orientation);
    Ok(Picture { pixels: plain(pixels), from_lossless, profile })
}

/// 8 bits a channel; four channels only where some pixel is transparent.
fn plain(pixels: DynamicImage) -> DynamicImage {
    if !pixels.color().has_alpha() {
        return DynamicImage::ImageRgb8(pixels.into_rgb8());
    }
    let pixels = pixels.into_rgba8();
    let is_transparent = pixels.pixels().any(|pixel| pixel.0[3] != u8::MAX);
    let pixels = DynamicImage::ImageRgba8(pixels);
    if is_transparent { pixels } else { DynamicImage::ImageRgb8(pixels.into_rgb8()) }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn reason(error: image::ImageError) -> Undecodable {
    match error {
        image::ImageError::Limits(_) => Undecodable::TooLarge,
        image::ImageError::Unsupported(_) => Undecodable::Format,
        _ => Undecodable::Corrupt,
    }
}
