//! Every kind of image file is encoded as browsers show it, or not at all; by the real binary.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::format_push_string,
    clippy::large_stack_arrays,
    clippy::panic,
    clippy::trivially_copy_pass_by_ref,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::io::{Cursor, Write};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use serde_json::{Value, json};
use support::Project;

/// 16 × 16 pixels of one red, written by Pillow: CMYK, inverted as Adobe does.
const CMYK: &str = "\
    ffd8ffee000e41646f626500640000000000ffdb00430050373c463c32504641465a55505f78c882786e6e78f5afb991c8ff\
    ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc00014080010001004431100\
    4d11005911004b1100ffc400160001010100000000000000000000000000000304ffc4001410010000000000000000000000\
    0000000000ffda000e0443004d0059004b00003f00da820d6000000fffd9";

/// Smooth with a little noise, as photos are.
fn photo(width: u32, height: u32) -> RgbImage {
    let mut state = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let shade = |value: u32| u8::try_from(value % 200 + (state >> 28)).unwrap_or(u8::MAX);
        Rgb([shade(x), shade(y), shade(x + y)])
    })
}

fn written(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).expect("it can be written");
    bytes.into_inner()
}

fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 100);
    image.write_with_encoder(encoder).expect("it can be written");
    bytes
}

/// A segment of a JPEG.
fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("it fits").to_be_bytes();
    [&[0xFF, marker], length.as_slice(), content].concat()
}

/// A JPEG with more segments at its beginning.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    [&jpeg[..2], &segment(marker, content), &jpeg[2..]].concat()
}

/// A chunk of a PNG.
fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("it fits").to_be_bytes();
    let inside = [kind.as_slice(), content].concat();
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    let crc = !inside.iter().fold(u32::MAX, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step));
    [length.as_slice(), &inside, &crc.to_be_bytes()].concat()
}

fn page(body: &str, image: &str, bytes: &[u8]) -> Project {
    Project::new()
        .file("budgets.json", json!({ "compression": { "gzip": 1, "brotli": 0 } }).to_string())
        .file("dist/index.html", format!("<!doctype html><title>x</title>{body}"))
        .file(&format!("dist/{image}"), bytes)
}

fn encodings(project: &Project) -> Value {
    project.report(&[])["images"][0]["encodings"].clone()
}

/// The WebP that `fix images` makes of the only image.
fn mended(project: &Project) -> RgbaImage {
    project.run(&["fix", "images", "dist", "--out", "images"]).expect(0, &[]);
    let bytes = fs::read(project.path("images/a.webp")).expect("it was written");
    image::load_from_memory(&bytes).expect("it is an image").into_rgba8()
}

#[test]
fn a_cmyk_jpeg_keeps_its_colours() {
    let small: Vec<u8> = (0..CMYK.len() / 2)
        .map(|at| u8::from_str_radix(&CMYK[at * 2..at * 2 + 2], 16).expect("two hexadecimal digits"))
        .collect();
    // A comment makes it large enough for a finding.
    let project = page("<img src=a.jpg>", "a.jpg", &with_segment(&small, 0xFE, &[b'x'; 20_000]));
    assert_eq!(encodings(&project)["webp"]["measured"], true);
    let [red, green, blue, alpha] = mended(&project).get_pixel(8, 8).0;
    assert!(red > 150 && green < 100 && blue < 100 && alpha == 255, "{red} {green} {blue} {alpha}");
}

#[test]
fn a_palette_keeps_what_is_transparent() {
    let mut rows = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::none());
    for y in 0..200_u8 {
        let row: Vec<u8> = (0..200_u8).map(|x| u8::from(x > 100) * (1 + y % 2)).collect();
        rows.write_all(&[&[0], row.as_slice()].concat()).expect("memory takes everything");
    }
    let bytes = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 200, 0, 0, 0, 200, 8, 3, 0, 0, 0]),
        chunk(b"PLTE", &[1, 2, 3, 255, 0, 0, 0, 255, 0]),
        chunk(b"tRNS", &[0, 255, 128]),
        chunk(b"IDAT", &rows.finish().expect("memory takes everything")),
        chunk(b"IEND", &[]),
    ];
    let project = page("<img src=a.png>", "a.png", &bytes.concat());
    let found = encodings(&project);
    assert_eq!((&found["webp"]["lossless"], &found["jpeg"]), (&json!(true), &Value::Null));
    let image = mended(&project);
    assert_eq!(image.get_pixel(10, 10).0[3], 0);
    assert_eq!(image.get_pixel(150, 10).0, [255, 0, 0, 255]);
    assert_eq!(image.get_pixel(150, 11).0, [0, 255, 0, 128]);
}

#[test]
fn a_still_gif_is_encoded() {
    let gif = written(DynamicImage::ImageRgb8(photo(300, 200)).into_rgba8(), ImageFormat::Gif);
    let found = encodings(&page("<img src=a.gif>", "a.gif", &gif));
    assert_eq!((&found["webp"]["measured"], &found["jpeg"]), (&json!(true), &Value::Null));
}

#[test]
fn an_animated_png_is_not_encoded() {
    let still = written(photo(300, 200), ImageFormat::Png);
    let control = chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    // Behind the header, which ends at byte 33.
    let animated = [&still[..33], &control, &still[33..]].concat();
    let body = "<img src=a.png width=20>";
    assert!(encodings(&page(body, "a.png", &still)).is_object());
    assert_eq!(encodings(&page(body, "a.png", &animated)), Value::Null);
}

#[test]
fn an_animated_webp_is_not_encoded() {
    let photo = photo(300, 200);
    let still = webp::Encoder::from_rgb(photo.as_raw(), 300, 200).encode(90.0).to_vec();
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len()).expect("it fits").to_le_bytes();
        [kind.as_slice(), &length, content, if content.len() % 2 == 1 { &[0] } else { &[] }].concat()
    };
    // 300 and 200 less 1, 24 bits each; 100 milliseconds.
    let size = [43, 1, 0, 199, 0, 0];
    let frame = [&[0; 6], size.as_slice(), &[100, 0, 0, 0], &still[12..]].concat();
    let inside = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &[&[2, 0, 0, 0], size.as_slice()].concat()),
        chunk(b"ANIM", &[0; 6]),
        chunk(b"ANMF", &frame),
        chunk(b"ANMF", &frame),
    ];
    let animated = chunk(b"RIFF", &inside.concat());
    let body = "<img src=a.webp width=20>";
    assert_eq!(encodings(&page(body, "a.webp", &still))["resized"]["width"], 40);
    assert_eq!(encodings(&page(body, "a.webp", &animated)), Value::Null);
}

#[test]
fn a_photo_that_was_turned_is_made_smaller_as_it_is_shown() {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
    // Orientation (0x0112), one SHORT: 6, a quarter to the right.
    exif.extend([1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    let turned = with_segment(&jpeg(&photo(800, 200)), 0xE1, &exif);
    let project = page("<img src=a.jpg width=50>", "a.jpg", &turned);
    let resized = &encodings(&project)["resized"];
    assert_eq!((&resized["width"], &resized["height"]), (&json!(100), &json!(400)));
    assert_eq!(mended(&project).dimensions(), (200, 800));
}

#[test]
fn avif_is_measured_on_request_and_named() {
    let png = written(photo(160, 120), ImageFormat::Png);
    let project = page("<img src=a.png>", "a.png", &png);
    assert_eq!(encodings(&project)["avif"], Value::Null);
    let report = project.report(&["--avif"]);
    let avif = &report["images"][0]["encodings"]["avif"];
    assert_eq!((&avif["measured"], &avif["quality"]), (&json!(true), &json!(63)));
    let named = |report: &Value| report["findings"].to_string().contains("as AVIF (measured, quality 63)");
    assert!(named(&report), "{:#}", report["findings"]);
    assert_eq!(project.report(&["--avif"]), report);
    assert!(!named(&project.report(&[])));
    let estimated = project.report(&["--avif", "--no-encode"]);
    let avif = &estimated["images"][0]["encodings"]["avif"];
    assert_eq!((&avif["measured"], &avif["bytes"]), (&json!(false), &json!(160 * 120 / 6)));
}

#[test]
fn beyond_a_billion_pixels_savings_are_estimated() {
    // 49 million pixels each by their headers; nothing of them is there.
    let header = [0, 0, 0x1B, 0x58, 0, 0, 0x1B, 0x58, 8, 2, 0, 0, 0];
    let mut hollow = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header)].concat();
    hollow.extend(chunk(b"IDAT", &[0; 90_000]));
    hollow.extend(chunk(b"IEND", &[]));
    let photo = written(photo(150, 100), ImageFormat::Png);
    assert!(photo.len() < hollow.len());
    let measured = |hollows: usize| {
        let mut body = "<img src=a.png>".to_owned();
        for index in 0..hollows {
            body.push_str(&format!("<img src=hollow{index}.png>"));
        }
        let project = page(&body, "a.png", &photo);
        for index in 0..hollows {
            project.write(&format!("dist/hollow{index}.png"), &hollow);
        }
        encodings(&project)["webp"]["measured"].clone()
    };
    assert_eq!(measured(20), true);
    assert_eq!(measured(21), false);
}
