//! The head of an icon or a cursor: its directory. The size is that of the largest image in it.
//!
//! Source: <https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)>.

use crate::model::image::{ImageFormat, ImageHeader};
use crate::parse::image_header::fields::{le16, le32};
use crate::parse::image_header::{Flaw, Head, of_format};

/// Reads the directory.
pub(crate) fn read(head: Head<'_>) -> Result<ImageHeader, Flaw> {
    let bytes = head.bytes;
    let mut header = of_format(ImageFormat::Ico);
    let count = usize::from(le16(bytes, 4).ok_or(Flaw::CutShort)?);
    // 0 means 256.
    let pixels = |byte: u8| if byte == 0 { 256 } else { u32::from(byte) };
    let mut largest = None;
    for entry in (0..count).map(|entry| 6 + 16 * entry) {
        let Some(fields) = bytes.get(entry..entry + 16) else { return Err(Flaw::CutShort) };
        let (length, offset) = (le32(fields, 8).unwrap_or_default(), le32(fields, 12).unwrap_or_default());
        head.reaches(u64::from(offset) + u64::from(length))?;
        let size = (pixels(fields[0]), pixels(fields[1]));
        largest = largest.max(Some((size.0 * size.1, size)));
    }
    let (_, (width, height)) = largest.ok_or(Flaw::Damaged)?;
    (header.width, header.height) = (Some(width), Some(height));
    header.animated = Some(false);
    header.alpha = Some(true);
    Ok(header)
}
