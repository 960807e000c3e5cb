//! The head of a JPEG: its segments up to the image data.
//!
//! Leaves alone what decoders need (JFIF, Adobe's transform, tables) and what browsers show with (a colour profile that
//! is not sRGB; the gain map of an HDR photo and the XMP that describes it). What stands behind the first scan is not
//! looked at.
//!
//! Sources: ITU-T T.81, B.1; ICC.1:2022, B.4; Adobe XMP specification part 3, 1.1.3.

use crate::model::image::{ImageFormat, ImageHeader, Metadata, MetadataKind};
use crate::parse::image_header::exif::{self, Exif};
use crate::parse::image_header::fields::{be16, part};
use crate::parse::image_header::{Flaw, Head, icc, of_format};

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const EXTENDED_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const ICC: &[u8] = b"ICC_PROFILE\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
/// The namespace of gain maps in XMP: browsers show HDR by it.
const GAIN_MAP: &[u8] = b"http://ns.adobe.com/hdr-gain-map/";

/// Reads the segments.
pub(crate) fn read(head: Head<'_>) -> Result<ImageHeader, Flaw> {
    let bytes = head.bytes;
    let mut header = of_format(ImageFormat::Jpeg);
    header.alpha = Some(false);
    header.animated = Some(false);
    let (mut exif, mut size, mut profile) = (None, None, Profile::default());
    let mut at = 2;
    loop {
        let (Some(&0xFF), Some(&marker)) = (bytes.get(at), bytes.get(at + 1)) else {
            if bytes.get(at).is_some_and(|&byte| byte != 0xFF) {
                return Err(Flaw::Damaged);
            }
            head.missing()?;
            break;
        };
        match marker {
            // Fill bytes, and markers without a length.
            0xFF => {
                at += 1;
                continue;
            }
            0x01 | 0xD0..=0xD8 => {
                at += 2;
                continue;
            }
            // The image data, or the end.
            0xDA => break,
            0xD9 => return Err(Flaw::CutShort),
            _ => {}
        }
        let Some(length) = be16(bytes, at + 2) else {
            head.missing()?;
            break;
        };
        if length < 2 {
            return Err(Flaw::Damaged);
        }
        let end = at + 2 + usize::from(length);
        head.reaches(end as u64)?;
        let data = part(bytes, at + 4, u64::from(length) - 2);
        let mut add = |kind, bytes| header.metadata.push(Metadata { kind, bytes });
        let segment = u64::from(length) + 2;
        match marker {
            // Start of a frame, but for the Huffman and arithmetic tables between them.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let (Some(&depth), Some(height), Some(width)) = (data.first(), be16(data, 1), be16(data, 3))
                else {
                    return Err(Flaw::Damaged);
                };
                header.bit_depth = Some(depth);
                size = Some((width, height));
            }
            0xE1 if data.starts_with(EXIF) => {
                let read = exif::read(data);
                add(MetadataKind::Exif, segment - read.thumbnail);
                if read.thumbnail > 0 {
                    add(MetadataKind::Thumbnail, read.thumbnail);
                }
                exif.get_or_insert(read);
            }
            0xE1 if (data.starts_with(XMP) || data.starts_with(EXTENDED_XMP)) && !has(data, GAIN_MAP) => {
                add(MetadataKind::Xmp, segment);
            }
            0xE2 if data.starts_with(ICC) => profile.add(data, segment),
            0xED if data.starts_with(PHOTOSHOP) => add(MetadataKind::Iptc, segment),
            0xFE => add(MetadataKind::Comment, segment),
            _ => {}
        }
        at = end;
    }
    if icc::is_srgb(&profile.bytes) {
        header.metadata.push(Metadata { kind: MetadataKind::Icc, bytes: profile.in_file });
    }
    let exif: Exif = exif.unwrap_or_default();
    header.is_turned = exif.is_turned();
    match size {
        Some((width, height)) => {
            if width == 0 {
                return Err(Flaw::Damaged);
            }
            // A height of 0 is said behind the first scan.
            let height = (height > 0).then_some(u32::from(height));
            let (width, height) = (Some(u32::from(width)), height);
            (header.width, header.height) =
                if exif.swaps_sides() { (height, width) } else { (width, height) };
        }
        None => {
            if head.is_whole() {
                return Err(Flaw::Damaged);
            }
        }
    }
    Ok(header)
}

/// A colour profile is cut into segments that are numbered; encoders write them in order.
#[derive(Default)]
struct Profile {
    bytes: Vec<u8>,
    in_file: u64,
}

impl Profile {
    fn add(&mut self, data: &[u8], segment: u64) {
        self.bytes.extend_from_slice(data.get(ICC.len() + 2..).unwrap_or_default());
        self.in_file += segment;
    }
}

/// Whether `text` stands in `data`.
fn has(data: &[u8], text: &[u8]) -> bool {
    data.windows(text.len()).any(|window| window == text)
}
