//! Heads of images: as encoders write them, cut short at every length, and made up to do harm.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat as Encoded, RgbImage, RgbaImage};
use proptest::prelude::{any, proptest};

use crate::model::image::{ImageFormat, ImageHeader, Metadata, MetadataKind};
use crate::parse::image_header::{HEAD_BYTES, Unread, read_image_header};

fn byte(value: u32) -> u8 {
    u8::try_from(value).expect("it is small")
}

/// An image of 8 × 5 pixels as an encoder writes it.
fn encoded(format: Encoded) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image =
        DynamicImage::ImageRgb8(RgbImage::from_fn(8, 5, |x, y| image::Rgb([byte(30 * x), byte(40 * y), 9])));
    image.write_to(&mut bytes, format).expect("it can be encoded");
    bytes.into_inner()
}

fn transparent() -> DynamicImage {
    DynamicImage::ImageRgba8(RgbaImage::from_pixel(8, 5, image::Rgba([1, 2, 3, 100])))
}

fn gif(frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for frame in 0..frames {
        let pixels = RgbaImage::from_pixel(8, 5, image::Rgba([50 * frame, 0, 0, 255]));
        encoder.encode_frame(Frame::new(pixels)).expect("it can be encoded");
    }
    drop(encoder);
    bytes
}

fn webp(image: &DynamicImage) -> Vec<u8> {
    webp::Encoder::from_rgba(image.as_bytes(), 8, 5).encode_lossless().to_vec()
}

fn ico() -> Vec<u8> {
    let mut bytes = vec![0, 0, 1, 0, 2, 0];
    for (side, offset) in [(16, 38_u32), (0, 42)] {
        bytes.extend([side, side, 0, 0, 1, 0, 32, 0, 4, 0, 0, 0]);
        bytes.extend(offset.to_le_bytes());
    }
    bytes.extend([7; 8]);
    bytes
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 12\"><path d=\"M0 0\"/></svg>";

fn whole(bytes: &[u8]) -> Result<Option<ImageHeader>, Unread> {
    read_image_header(bytes, bytes.len() as u64)
}

#[track_caller]
fn read(bytes: &[u8]) -> ImageHeader {
    whole(bytes).expect("it is an image").expect("of a known format")
}

/// Format, size, whether it moves, whether it is transparent, bits of a channel.
type Seen = (ImageFormat, Option<(u32, u32)>, Option<bool>, Option<bool>, Option<u8>);

#[track_caller]
fn check(bytes: &[u8], expected: Seen) {
    let header = read(bytes);
    let size = header.width.zip(header.height);
    assert_eq!((header.format, size, header.animated, header.alpha, header.bit_depth), expected);
    assert_eq!(header.metadata, [], "nothing is metadata here");
}

#[track_caller]
fn check_problem(bytes: &[u8], expected: &str) {
    let error = whole(bytes).expect_err("it is no image");
    assert!(error.message.contains(expected), "{error:?}");
}

/// The bytes of each sort of metadata.
fn metadata(header: &ImageHeader) -> Vec<(MetadataKind, u64)> {
    header.metadata.iter().map(|&Metadata { kind, bytes }| (kind, bytes)).collect()
}

#[test]
fn what_encoders_write_is_read() {
    let size = Some((8, 5));
    check(&encoded(Encoded::Png), (ImageFormat::Png, size, Some(false), Some(false), Some(8)));
    check(&encoded(Encoded::Jpeg), (ImageFormat::Jpeg, size, Some(false), Some(false), Some(8)));
    check(&encoded(Encoded::Bmp), (ImageFormat::Bmp, size, Some(false), None, None));
    check(&encoded(Encoded::Avif), (ImageFormat::Avif, size, Some(false), Some(false), Some(8)));
    check(&gif(1), (ImageFormat::Gif, size, Some(false), Some(false), Some(8)));
    check(&gif(3), (ImageFormat::Gif, size, Some(true), Some(false), Some(8)));
    check(&webp(&transparent()), (ImageFormat::Webp, size, Some(false), Some(true), Some(8)));
    check(&ico(), (ImageFormat::Ico, Some((256, 256)), Some(false), Some(true), None));
    check(SVG.as_bytes(), (ImageFormat::Svg, Some((24, 12)), None, Some(true), None));
    let mut png = Cursor::new(Vec::new());
    transparent().write_to(&mut png, Encoded::Png).expect("it can be encoded");
    check(png.get_ref(), (ImageFormat::Png, size, Some(false), Some(true), Some(8)));
    let mut avif = Cursor::new(Vec::new());
    transparent().write_to(&mut avif, Encoded::Avif).expect("it can be encoded");
    check(avif.get_ref(), (ImageFormat::Avif, size, Some(false), Some(true), Some(8)));
}

#[test]
fn lossy_webp_is_opaque_and_its_scale_is_no_size() {
    let mut bytes = webp::Encoder::from_rgb(&[0; 120], 8, 5).encode(50.0).to_vec();
    assert_eq!(&bytes[12..16], b"VP8 ");
    bytes[27] |= 0x40;
    check(&bytes, (ImageFormat::Webp, Some((8, 5)), Some(false), Some(false), Some(8)));
}

#[test]
fn an_image_cut_short_is_never_read_as_a_whole_one() {
    let images = [
        encoded(Encoded::Png),
        encoded(Encoded::Bmp),
        encoded(Encoded::Jpeg),
        encoded(Encoded::Avif),
        gif(2),
        webp(&transparent()),
        ico(),
        SVG.as_bytes().to_vec(),
    ];
    for image in images {
        for length in 1..image.len() {
            let format = read(&image).format;
            match whole(&image[..length]) {
                Err(_) => {}
                // Behind these heads are pixels, which are not looked at.
                Ok(Some(header)) => {
                    let has_pixels = matches!(format, ImageFormat::Bmp | ImageFormat::Jpeg);
                    // A GIF without its last byte or its last frame is shown.
                    let is_gif = format == ImageFormat::Gif;
                    assert!(has_pixels || is_gif, "{format:?} of {length} bytes: {header:?}");
                    assert_eq!(header.width, Some(8), "{format:?} of {length} bytes");
                }
                Ok(None) => panic!("{format:?} of {length} bytes is another format"),
            }
            // The same bytes as the head of a longer file are no mistake, as long as they are one.
            if length >= 64 && format != ImageFormat::Ico && format != ImageFormat::Svg {
                read_image_header(&image[..length], 1 << 30).expect("a head is no whole file");
            }
        }
    }
}

/// `image` with a segment behind the first two bytes.
fn with_segment(image: &[u8], marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("it is a segment");
    let mut bytes = vec![0xFF, 0xD8, 0xFF, marker];
    bytes.extend(length.to_be_bytes());
    bytes.extend(data);
    bytes.extend(&image[2..]);
    bytes
}

/// EXIF with an orientation and, behind its first directory, a thumbnail.
fn exif(orientation: u8, thumbnail: usize) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, value: u32| {
        let mut entry = Vec::new();
        entry.extend(tag.to_le_bytes());
        entry.extend(kind.to_le_bytes());
        entry.extend(1_u32.to_le_bytes());
        entry.extend(value.to_le_bytes());
        entry
    };
    let mut bytes = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    bytes.extend(entry(0x0112, 3, u32::from(orientation)));
    bytes.extend(26_u32.to_le_bytes());
    bytes.extend([2, 0]);
    bytes.extend(entry(0x0201, 4, 56));
    bytes.extend(entry(0x0202, 4, u32::try_from(thumbnail).expect("it is small")));
    bytes.extend([0; 4]);
    bytes.extend(vec![9; thumbnail]);
    bytes
}

#[test]
fn a_photo_that_lies_on_its_side_is_as_browsers_show_it() {
    let jpeg = encoded(Encoded::Jpeg);
    for (orientation, size) in [(1, (8, 5)), (3, (8, 5)), (6, (5, 8)), (8, (5, 8)), (99, (8, 5))] {
        let header = read(&with_segment(&jpeg, 0xE1, &exif(orientation, 0)));
        assert_eq!(header.width.zip(header.height), Some(size), "{orientation}");
        assert_eq!(header.is_turned, matches!(orientation, 3 | 6 | 8), "{orientation}");
    }
}

#[test]
fn segments_that_no_browser_shows_are_counted_with_their_frames() {
    let jpeg = encoded(Encoded::Jpeg);
    let header = read(&with_segment(&jpeg, 0xE1, &exif(1, 1000)));
    assert_eq!(metadata(&header), [(MetadataKind::Exif, 66), (MetadataKind::Thumbnail, 1000)]);
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0".to_vec(), vec![b' '; 500]].concat();
    assert_eq!(metadata(&read(&with_segment(&jpeg, 0xE1, &xmp))), [(MetadataKind::Xmp, 533)]);
    let gain_map = [xmp, b"xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\"".to_vec()].concat();
    assert_eq!(metadata(&read(&with_segment(&jpeg, 0xE1, &gain_map))), []);
    assert_eq!(metadata(&read(&with_segment(&jpeg, 0xED, b"Photoshop 3.0\0"))), [(MetadataKind::Iptc, 18)]);
    assert_eq!(metadata(&read(&with_segment(&jpeg, 0xFE, b"hello"))), [(MetadataKind::Comment, 9)]);
    assert_eq!(metadata(&read(&with_segment(&jpeg, 0xEE, b"Adobe\0\0\0\0\0\0\0"))), []);
}

/// A profile that has nothing but that name.
fn profile(name: &str) -> Vec<u8> {
    let length = u32::try_from(name.len()).expect("it is short");
    let mut bytes = vec![0; 128];
    bytes[16..20].copy_from_slice(b"RGB ");
    bytes.extend([0, 0, 0, 1]);
    bytes.extend(b"desc");
    bytes.extend(144_u32.to_be_bytes());
    bytes.extend((12 + length).to_be_bytes());
    bytes.extend(b"desc\0\0\0\0");
    bytes.extend((length).to_be_bytes());
    bytes.extend(name.bytes());
    bytes
}

#[test]
fn only_a_profile_that_changes_nothing_can_go() {
    let jpeg = encoded(Encoded::Jpeg);
    let with = |name: &str| {
        let data = [b"ICC_PROFILE\0\x01\x01".to_vec(), profile(name)].concat();
        metadata(&read(&with_segment(&jpeg, 0xE2, &data)))
    };
    assert_eq!(with("sRGB IEC61966-2.1\0"), [(MetadataKind::Icc, 192)]);
    assert_eq!(with("sRGB"), [(MetadataKind::Icc, 178)]);
    for other in ["Display P3", "Adobe RGB (1998)", "sRGB-elle-V2-g10.icc", "Linear sRGB", ""] {
        assert_eq!(with(other), [], "{other}");
    }
}

/// `image` with a chunk behind its header.
fn with_chunk(image: &[u8], kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = image[..33].to_vec();
    bytes.extend(u32::try_from(data.len()).expect("it is small").to_be_bytes());
    bytes.extend(kind);
    bytes.extend(data);
    bytes.extend([0; 4]);
    bytes.extend(&image[33..]);
    bytes
}

#[test]
fn chunks_of_a_png_say_what_it_has_and_does() {
    let png = encoded(Encoded::Png);
    assert_eq!(read(&with_chunk(&png, *b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])).animated, Some(true));
    assert_eq!(read(&with_chunk(&png, *b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0])).animated, Some(false));
    assert_eq!(read(&with_chunk(&png, *b"tRNS", &[0; 6])).alpha, Some(true));
    let of = |kind: &[u8; 4], data: &[u8]| metadata(&read(&with_chunk(&png, *kind, data)));
    assert_eq!(of(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>"), [(MetadataKind::Xmp, 38)]);
    assert_eq!(of(b"tEXt", b"Software\0Paint"), [(MetadataKind::Comment, 26)]);
    assert_eq!(of(b"tEXt", b"Copyright\0me"), []);
    assert_eq!(of(b"prVW", b"1234"), [(MetadataKind::Editor, 16)]);
    assert_eq!(of(b"gAMA", &[0; 4]), []);
    let sideways = read(&with_chunk(&png, *b"eXIf", &exif(6, 0)[6..]));
    assert_eq!((sideways.width, sideways.is_turned), (None, true));
}

#[test]
fn an_svg_is_as_large_as_it_says_in_any_unit() {
    let check = |attributes: &str, expected: (Option<u32>, Option<u32>)| {
        let header =
            read(format!("<?xml version='1.0'?>\n<!-- {attributes} --><svg {attributes}></svg>").as_bytes());
        assert_eq!((header.width, header.height), expected, "{attributes}");
    };
    check("width='10' height='20px' viewBox='0 0 5 5'", (Some(10), Some(20)));
    check("width='1in' height='2.54cm'", (Some(96), Some(96)));
    check("width='100%' height='50' viewBox='0,0 20 10'", (Some(100), Some(50)));
    check("width='2em' height='1e2'", (None, Some(100)));
    check("viewBox='0 0 0 10'", (None, None));
    check("viewBox='-1 -1 24.4 24.5'", (Some(24), Some(24)));
    check("width='1e300' height='-4'", (None, None));
}

#[test]
fn an_svg_keeps_its_licence_and_counts_its_editor() {
    let counted = |inside: &str| {
        let root = "xmlns:x='http://www.inkscape.org/namespaces/inkscape'";
        metadata(&read(format!("<svg {root}>{inside}</svg>").as_bytes()))
    };
    let declared = 7 + 43 + 4;
    assert_eq!(counted(""), [(MetadataKind::Editor, declared)]);
    let element = "<x:grid><x:grid a='b'/></x:grid>";
    assert_eq!(counted(element), [(MetadataKind::Editor, declared + element.len() as u64)]);
    assert_eq!(counted("<g x:label='abc'/>"), [(MetadataKind::Editor, declared + 14)]);
    let metadata = "<metadata><rdf:RDF>none</rdf:RDF></metadata>";
    assert_eq!(counted(metadata), [(MetadataKind::Editor, declared + metadata.len() as u64)]);
    assert_eq!(counted("<metadata><cc:license/></metadata>"), [(MetadataKind::Editor, declared)]);
    assert_eq!(counted("<!--! of me --><!--Copyright-->"), [(MetadataKind::Editor, declared)]);
    let image = format!("<image xlink:href='data:image/png;base64,{}'/>", "iVBO".repeat(10));
    assert_eq!(read(format!("<svg>{image}</svg>").as_bytes()).embedded, 62);
}

#[test]
fn what_is_no_image_is_said_to_be_what_it_is() {
    check_problem(b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 1\n", "Git LFS");
    check_problem(b"\n<!doctype html><title>404</title>", "an HTML page");
    check_problem(b"<html><body><svg></svg>", "an HTML page");
    check_problem(b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "is XML");
    check_problem(b"{\"error\":404}", "is no image");
    check_problem(&[0; 1000], "is no image");
    check_problem(b"\x89PNG\r\n\x1A\n", "is cut short");
    check_problem(&[b"\x89PNG\r\n\x1A\n\0\0\0\x0DCgBI".to_vec(), vec![0; 40]].concat(), "is damaged");
    check_problem(b"<svg><g>", "is cut short");
    assert_eq!(whole(b""), Ok(None), "a placeholder");
    assert_eq!(whole(b"II*\0 a TIFF"), Ok(None));
    assert_eq!(whole(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Ok(None));
}

#[test]
fn a_head_of_a_huge_image_costs_nothing() {
    let mut png = encoded(Encoded::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let header = read(&png);
    assert_eq!(header.width.zip(header.height), Some((60_000, 60_000)));
    let frame = [0x2C, 0, 0, 0, 0, 8, 0, 5, 0, 0, 2, 1, 0, 0];
    let mut frames = gif(1);
    frames.pop();
    frames.extend(frame.repeat(1_000_000));
    let header = read_image_header(&frames[..HEAD_BYTES], frames.len() as u64);
    assert_eq!(header.expect("it is an image").expect("a GIF").animated, Some(true));
}

#[test]
fn entities_are_not_expanded_and_depth_costs_nothing() {
    let laughs: Vec<String> =
        (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = laughs.concat();
    let text = format!("<!DOCTYPE svg [<!ENTITY l0 \"ha\">{laughs}]><svg width='3' height='4'>&l9;</svg>");
    assert_eq!(read(text.as_bytes()).width, Some(3));
    let deep = format!("<svg width='3'>{}</svg>", "<metadata>".repeat(100_000));
    assert_eq!(read(deep.as_bytes()).width, Some(3));
    let unclosed = "<svg a=\"".repeat(100_000);
    assert!(whole(unclosed.as_bytes()).is_err());
}

#[test]
fn an_svg_has_no_more_metadata_than_bytes() {
    let text = format!("<svg width='3'></{}S", "\0".repeat(70));
    let header = read_image_header(text.as_bytes(), text.len() as u64 + 1).ok().flatten();
    let metadata = header.map(|header| header.metadata.iter().map(|part| part.bytes).sum::<u64>());
    assert!(metadata.is_some_and(|bytes| bytes <= text.len() as u64), "{metadata:?}");
}

proptest! {
    #[test]
    fn any_bytes_behind_any_beginning_are_read(
        which in 0_usize..9, keep in 0_usize..64, bytes: Vec<u8>, length in any::<u32>(),
    ) {
        let beginnings = [
            encoded(Encoded::Png), encoded(Encoded::Bmp), encoded(Encoded::Jpeg), gif(2), webp(&transparent()), ico(),
            SVG.as_bytes().to_vec(), b"\0\0\0\x1Cftypavif\0\0\0\0avifmif1miaf\0\0\0\x40meta\0\0\0\0\0\0\0\x30iprp\0\0\0\x28ipco".to_vec(),
            b"\xFF\x0A".to_vec(),
        ];
        let beginning = &beginnings[which];
        let all = [&beginning[..keep.min(beginning.len())], &bytes].concat();
        let _ = whole(&all);
        let _ = read_image_header(&all, u64::from(length));
        let mut changed = beginning.clone();
        for (at, byte) in bytes.iter().enumerate() {
            let place = (keep + 7 * at) % changed.len();
            changed[place] ^= byte;
        }
        let _ = whole(&changed);
    }
}
