//! The head of a WebP: its RIFF chunks, as far as the head goes.
//!
//! Sources: RFC 9649, 2 (container) and 3 (lossless); RFC 6386, 9.1 (lossy).

use crate::model::image::{ImageFormat, ImageHeader, Metadata, MetadataKind};
use crate::parse::image_header::exif::{self, Exif};
use crate::parse::image_header::fields::{index, le16, le24, le32, part};
use crate::parse::image_header::{Flaw, Head, icc, of_format};

const HAS_ANIMATION: u8 = 0x02;
const HAS_EXIF: u8 = 0x08;
const HAS_ALPHA: u8 = 0x10;

/// Reads the chunks.
pub(crate) fn read(head: Head<'_>) -> Result<ImageHeader, Flaw> {
    let bytes = head.bytes;
    let mut header = of_format(ImageFormat::Webp);
    header.bit_depth = Some(8);
    let (mut flags, mut exif, mut size, mut frames) = (0, None::<Exif>, None, 0);
    let riff_end = u64::from(le32(bytes, 4).unwrap_or_default()) + 8;
    let mut at = 12;
    while (at as u64) < riff_end {
        let (Some(kind), Some(length)) = (bytes.get(at..at + 4), le32(bytes, at + 4)) else {
            head.missing()?;
            break;
        };
        let end = at as u64 + 8 + u64::from(length);
        head.reaches(end)?;
        let data = part(bytes, at + 8, u64::from(length));
        let padded = end + (end & 1);
        let mut add = |kind, bytes| header.metadata.push(Metadata { kind, bytes });
        let in_file = padded - at as u64;
        match kind {
            b"VP8X" => {
                flags = data.first().copied().unwrap_or_default();
                let (Some(width), Some(height)) = (le24(data, 4), le24(data, 7)) else {
                    return Err(Flaw::Damaged);
                };
                size = Some((width + 1, height + 1));
                header.alpha = Some(flags & HAS_ALPHA != 0);
            }
            b"VP8 " if size.is_none() => {
                // The higher two bits say how browsers may scale it.
                let pixels =
                    |at| le16(data, at).map(|field| u32::from(field & 0x3FFF)).filter(|&side| side > 0);
                let (Some(width), Some(height)) = (pixels(6), pixels(8)) else { return Err(Flaw::Damaged) };
                size = Some((width, height));
                header.alpha = Some(false);
            }
            b"VP8L" if size.is_none() => {
                let Some(bits) = le32(data, 1).filter(|_| data.first() == Some(&0x2F)) else {
                    return Err(Flaw::Damaged);
                };
                size = Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1));
                header.alpha = Some(bits >> 28 & 1 == 1);
            }
            b"ANMF" => frames += 1,
            b"ICCP" if icc::is_srgb(data) => add(MetadataKind::Icc, in_file),
            b"XMP " => add(MetadataKind::Xmp, in_file),
            b"EXIF" => {
                let read = exif::read(data);
                add(MetadataKind::Exif, in_file - read.thumbnail);
                if read.thumbnail > 0 {
                    add(MetadataKind::Thumbnail, read.thumbnail);
                }
                exif.get_or_insert(read);
            }
            _ => {}
        }
        at = index(padded);
    }
    let is_complete = head.is_whole() || riff_end <= at as u64;
    header.animated = match (flags & HAS_ANIMATION != 0, frames) {
        (false, _) => Some(false),
        (true, 2..) => Some(true),
        (true, _) => is_complete.then_some(false),
    };
    let has_unread_exif = flags & HAS_EXIF != 0 && exif.is_none() && !is_complete;
    let exif = exif.unwrap_or_default();
    header.is_turned = exif.is_turned();
    let (width, height) = size.ok_or(Flaw::CutShort)?;
    // EXIF stands behind the image, and may turn it.
    if !has_unread_exif {
        let (width, height) = if exif.swaps_sides() { (height, width) } else { (width, height) };
        (header.width, header.height) = (Some(width), Some(height));
    }
    Ok(header)
}
