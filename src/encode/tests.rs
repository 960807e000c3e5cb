//! Pictures that are made here and encoded: what they take, and what cannot be decoded.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat as Format, Rgb, RgbImage, Rgba, RgbaImage};

use crate::encode::{Picture, Undecodable, avif, decode, estimate, jpeg, profile, resized, webp, webp_as};
use crate::model::encodings::Encoding;
use crate::model::image::ImageFormat;

/// Smooth with a little noise, as photos are.
fn photo(width: u32, height: u32) -> RgbImage {
    let mut state = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (state >> 28) as u8;
        Rgb([(x % 200) as u8 + noise, (y % 200) as u8 + noise, ((x + y) % 200) as u8 + noise])
    })
}

fn written(image: &DynamicImage, format: Format) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("it can be written");
    bytes.into_inner()
}

fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    written(&image.into(), Format::Png)
}

fn picture(bytes: &[u8], format: ImageFormat) -> Picture {
    decode(bytes, format).expect("it can be decoded")
}

#[test]
fn a_photo_is_lossy_webp_and_smaller() {
    let bytes = png(photo(400, 300));
    let (encoded, webp) = webp(&picture(&bytes, ImageFormat::Png)).expect("it can be encoded");
    assert_eq!(encoded.encoding, Encoding::Lossy(80));
    assert_eq!(encoded.bytes, webp.len() as u64);
    assert!(webp.len() * 5 < bytes.len(), "{} of {}", webp.len(), bytes.len());
    let back = picture(&webp, ImageFormat::Webp);
    assert_eq!((back.width(), back.height()), (400, 300));
}

#[test]
fn a_drawing_with_few_colours_is_lossless_webp() {
    let drawing =
        RgbImage::from_fn(
            400,
            300,
            |x, y| if (x / 7 + y / 5) % 3 == 0 { Rgb([0, 90, 200]) } else { Rgb([255; 3]) },
        );
    let (encoded, webp) = webp(&picture(&png(drawing.clone()), ImageFormat::Png)).expect("it can be encoded");
    assert_eq!(encoded.encoding, Encoding::Lossless);
    let back = picture(&webp, ImageFormat::Webp);
    assert_eq!(back.pixels.as_bytes(), drawing.as_raw());
}

#[test]
#[expect(clippy::cast_possible_truncation, reason = "x is below 64")]
fn what_is_transparent_stays_transparent() {
    let glass = RgbaImage::from_fn(64, 64, |x, _| Rgba([200, 10, 10, (x * 4) as u8]));
    let (_, webp) = webp(&picture(&png(glass), ImageFormat::Png)).expect("it can be encoded");
    let back = picture(&webp, ImageFormat::Webp);
    assert_eq!(back.pixels.to_rgba8().get_pixel(0, 0).0[3], 0);
    assert!(jpeg(&back).is_none());
}

#[test]
fn a_photo_is_jpeg_and_avif_too() {
    let photo = picture(&png(photo(64, 48)), ImageFormat::Png);
    let (encoded, bytes) = jpeg(&photo).expect("it can be encoded");
    assert_eq!((encoded.bytes, encoded.encoding), (bytes.len() as u64, Encoding::Lossy(92)));
    assert_eq!(picture(&bytes, ImageFormat::Jpeg).width(), 64);
    let (_, bytes) = avif(&photo).expect("it can be encoded");
    assert_eq!(&bytes[4..12], b"ftypavif");
}

#[test]
fn a_smaller_picture_keeps_its_proportions() {
    let photo = picture(&png(photo(400, 300)), ImageFormat::Png);
    let small = resized(&photo, 200).expect("it is smaller");
    assert_eq!((small.width(), small.height()), (200, 150));
    assert!(resized(&photo, 400).is_none());
    assert!(resized(&photo, 0).is_none());
    let line = picture(&png(RgbImage::new(1000, 1)), ImageFormat::Png);
    assert_eq!(resized(&line, 10).expect("it is smaller").height(), 1);
}

#[test]
fn sixteen_bits_palettes_and_grey_are_decoded() {
    let deep = DynamicImage::ImageRgb8(photo(20, 10)).into_rgb16();
    assert!(webp(&picture(&png(deep), ImageFormat::Png)).is_some());
    let grey = DynamicImage::ImageRgb8(photo(20, 10)).into_luma8();
    assert!(webp(&picture(&png(grey.clone()), ImageFormat::Png)).is_some());
    assert!(jpeg(&picture(&written(&grey.into(), Format::Jpeg), ImageFormat::Jpeg)).is_some());
    let bitmap = written(&photo(20, 10).into(), Format::Bmp);
    assert_eq!(picture(&bitmap, ImageFormat::Bmp).height(), 10);
}

#[test]
fn what_a_header_claims_is_not_allocated() {
    let mut bytes = png(photo(20, 10));
    // IHDR: the width at byte 16, the height at byte 20, the checksum at byte 29.
    bytes[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let crc = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(decode(&bytes, ImageFormat::Png).unwrap_err(), Undecodable::TooLarge);
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

#[test]
fn half_a_file_and_another_format_are_no_pictures() {
    let whole = png(photo(200, 100));
    let corrupt = |bytes: &[u8], format| assert!(decode(bytes, format).is_err());
    corrupt(&whole[..whole.len() / 2], ImageFormat::Png);
    corrupt(&whole, ImageFormat::Jpeg);
    corrupt(&[], ImageFormat::Gif);
    assert_eq!(decode(&whole, ImageFormat::Svg).unwrap_err(), Undecodable::Format);
}

#[test]
fn of_an_animation_nothing_is_encoded() {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for shade in [0, 200] {
        let frame = RgbaImage::from_pixel(8, 8, Rgba([shade, shade, shade, 255]));
        encoder.encode_frame(Frame::new(frame)).expect("it can be written");
    }
    drop(encoder);
    assert_eq!(decode(&bytes, ImageFormat::Gif).unwrap_err(), Undecodable::Animated);
}

#[test]
fn a_profile_that_is_not_what_browsers_take_for_granted_goes_along() {
    let mut colours = vec![7_u8; 400];
    colours[16..20].copy_from_slice(b"RGB ");
    colours[36..40].copy_from_slice(b"acsp");
    assert!(profile::is_needed(&colours));
    let mut plain = picture(&png(photo(40, 30)), ImageFormat::Png);
    let without = webp_as(&plain, Encoding::Lossy(80)).expect("it can be encoded");
    plain.profile = Some(colours.clone());
    let with = webp_as(&plain, Encoding::Lossy(80)).expect("it can be encoded");
    assert!(with.len() > without.len() + colours.len());
    let back = picture(&with, ImageFormat::Webp);
    assert_eq!((back.width(), back.height()), (40, 30));
    assert_eq!(back.profile.as_deref(), Some(colours.as_slice()));
    assert!(avif(&plain).is_none());

    colours[200..204].copy_from_slice(b"sRGB");
    assert!(!profile::is_needed(&colours));
    colours[16..20].copy_from_slice(b"CMYK");
    assert!(!profile::is_needed(&colours));
}

#[test]
fn estimates_are_by_the_pixel() {
    assert_eq!(estimate::webp(1000, 1000).bytes, 200_000);
    assert_eq!(estimate::jpeg(1000, 1000).bytes, 250_000);
    let half = estimate::resized((1000, 500), 500).expect("it is smaller");
    assert_eq!((half.height, half.share, half.saving(1000)), (250, 250_000, 750));
    assert_eq!(estimate::resized((1000, 500), 1000), None);
}

#[test]
fn the_versions_of_the_encoders_are_those_that_are_built_in() {
    let lock = include_str!("../../Cargo.lock");
    for encoder in super::ENCODERS.split(", ") {
        let (name, version) = encoder.split_once(' ').expect("a name and a version");
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")), "{encoder}");
    }
}
