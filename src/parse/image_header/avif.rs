//! The head of an AVIF: its boxes. Its size is read by imagesize, rotation included.
//!
//! Metadata is not counted: it stands between the image data, wherever the item table says.
//!
//! Sources: <https://aomediacodec.github.io/av1-avif/>, ISO/IEC 14496-12 (boxes), 23008-12 (`auxC`, `av1C` in `ipco`).

use crate::model::image::{ImageFormat, ImageHeader};
use crate::parse::image_header::fields::{be32, be64, index, part};
use crate::parse::image_header::{Flaw, Head, of_format};

const ALPHA: &[u8] = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";

/// Whether the brands say that it is an AVIF: the first names it, or one of the compatible ones.
pub(crate) fn is_avif(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp") && brands(bytes).any(|brand| matches!(brand, b"avif" | b"avis"))
}

fn brands(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let length = be32(bytes, 0).unwrap_or_default();
    part(bytes, 8, u64::from(length).saturating_sub(8)).chunks_exact(4)
}

/// Reads the boxes.
pub(crate) fn read(head: Head<'_>) -> Result<ImageHeader, Flaw> {
    let mut header = of_format(ImageFormat::Avif);
    header.animated = match brands(head.bytes).next() {
        Some(b"avis") => Some(true),
        // Browsers differ on a still image with a sequence beside it.
        _ if brands(head.bytes).any(|brand| brand == b"avis") => None,
        _ => Some(false),
    };
    let (mut meta, mut has_data) = (None, false);
    let mut at = 0;
    while let Some(found) = Box::at(head.bytes, at, head.length) {
        head.reaches(found.end)?;
        if found.kind == b"meta" {
            // Its version and flags stand in front of its boxes.
            meta = Some((found.content.get(4..).unwrap_or_default(), found.end));
        }
        has_data |= found.kind == b"mdat";
        at = found.end;
    }
    if at < head.length {
        head.missing()?;
    }
    let Some((meta, end)) = meta else {
        return if head.is_whole() { Err(Flaw::CutShort) } else { Ok(header) };
    };
    if !has_data && child(meta, b"idat").is_none() {
        head.missing()?;
    }
    if let Some(properties) = child(meta, b"iprp").and_then(|properties| child(properties, b"ipco")) {
        header.alpha = Some(children(properties).any(|property| {
            property.kind == b"auxC" && property.content.get(4..).is_some_and(|kind| kind.starts_with(ALPHA))
        }));
        header.bit_depth = child(properties, b"av1C").and_then(bit_depth);
    }
    if end <= head.bytes.len() as u64 {
        let size = imagesize::blob_size(head.bytes).map_err(|_| Flaw::Damaged)?;
        (header.width, header.height) = (u32::try_from(size.width).ok(), u32::try_from(size.height).ok());
    }
    Ok(header)
}

/// 8, 10 or 12, by two flags of the third byte.
fn bit_depth(configuration: &[u8]) -> Option<u8> {
    let flags = configuration.get(2)?;
    Some(match (flags & 0x40 != 0, flags & 0x20 != 0) {
        (false, _) => 8,
        (true, false) => 10,
        (true, true) => 12,
    })
}

/// A part of the file with a name.
struct Box<'a> {
    kind: &'a [u8],
    /// As far as it was read.
    content: &'a [u8],
    end: u64,
}

impl<'a> Box<'a> {
    /// The box at `at` of something that has `length` bytes.
    fn at(bytes: &'a [u8], at: u64, length: u64) -> Option<Self> {
        let start = index(at);
        let kind = bytes.get(start.checked_add(4)?..start.checked_add(8)?)?;
        let (size, frame) = match be32(bytes, start)? {
            0 => (length.saturating_sub(at), 8),
            1 => (be64(bytes, start + 8)?, 16),
            size => (u64::from(size), 8),
        };
        let content = part(bytes, start + index(frame), size.checked_sub(frame)?);
        Some(Self { kind, content, end: at.checked_add(size)? })
    }
}

fn children(bytes: &[u8]) -> impl Iterator<Item = Box<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let found = Box::at(bytes, at, bytes.len() as u64)?;
        at = found.end;
        Some(found)
    })
}

fn child<'a>(bytes: &'a [u8], kind: &[u8]) -> Option<&'a [u8]> {
    children(bytes).find(|found| found.kind == kind).map(|found| found.content)
}
