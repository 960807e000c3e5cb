//! The head of a GIF: its blocks, as far as the head goes.
//!
//! Source: <https://www.w3.org/Graphics/GIF/spec-gif89a.txt>; XMP in it: Adobe XMP specification part 3, 1.1.2.

use crate::model::image::{ImageFormat, ImageHeader, Metadata, MetadataKind};
use crate::parse::image_header::fields::le16;
use crate::parse::image_header::{Flaw, Head, of_format};

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2C;
const TRAILER: u8 = 0x3B;
const GRAPHIC_CONTROL: u8 = 0xF9;
const COMMENT: u8 = 0xFE;
const APPLICATION: u8 = 0xFF;

/// Reads the blocks.
pub(crate) fn read(head: Head<'_>) -> Result<ImageHeader, Flaw> {
    let bytes = head.bytes;
    let mut header = of_format(ImageFormat::Gif);
    let Some(screen) = bytes.get(..13) else { return Err(Flaw::CutShort) };
    let (width, height) = (le16(screen, 6), le16(screen, 8));
    let positive = |side: Option<u16>| side.filter(|&side| side > 0).map(u32::from);
    (header.width, header.height) = (positive(width), positive(height));
    header.bit_depth = Some(8);
    let mut at = 13 + table_bytes(screen[10]);
    let (mut frames, mut is_transparent) = (0, false);
    while let Some(&block) = bytes.get(at) {
        let start = at;
        match block {
            EXTENSION => {
                let label = bytes.get(at + 1).copied();
                if label == Some(GRAPHIC_CONTROL) {
                    is_transparent = bytes.get(at + 3).is_some_and(|flags| flags & 1 == 1);
                }
                let Some(end) = behind_sub_blocks(bytes, at + 2) else { break };
                at = end;
                let kind = match label {
                    Some(COMMENT) => Some(MetadataKind::Comment),
                    Some(APPLICATION) if bytes.get(start + 3..start + 14) == Some(b"XMP DataXMP") => {
                        Some(MetadataKind::Xmp)
                    }
                    _ => None,
                };
                header.metadata.extend(kind.map(|kind| Metadata { kind, bytes: (at - start) as u64 }));
            }
            IMAGE => {
                let Some(image) = bytes.get(at..at + 10) else { break };
                if frames == 0 {
                    let fills = [le16(image, 1), le16(image, 3), le16(image, 5), le16(image, 7)]
                        == [Some(0), Some(0), width, height];
                    header.alpha = Some(is_transparent || !fills);
                }
                frames += 1;
                if frames == 2 {
                    header.animated = Some(true);
                }
                // The code size stands in front of the data.
                let Some(end) = behind_sub_blocks(bytes, at + 11 + table_bytes(image[9])) else { break };
                at = end;
            }
            TRAILER => {
                header.animated.get_or_insert(false);
                return if frames > 0 { Ok(header) } else { Err(Flaw::CutShort) };
            }
            _ => return if frames > 0 { Ok(header) } else { Err(Flaw::Damaged) },
        }
    }
    // Many encoders leave out the trailer, and every browser shows what is there.
    if head.is_whole() && bytes.len() == at && frames > 0 {
        header.animated.get_or_insert(false);
        return Ok(header);
    }
    head.missing()?;
    Ok(header)
}

/// The bytes of the colour table that these flags announce.
fn table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The place behind the sub-blocks that begin at `at`; `None` where they do not end.
fn behind_sub_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
