//! The head of a Windows bitmap.
//!
//! Source: <https://learn.microsoft.com/en-us/windows/win32/gdi/bitmap-header-types>.

use crate::model::image::{ImageFormat, ImageHeader};
use crate::parse::image_header::fields::{le16, le32};
use crate::parse::image_header::{Flaw, Head, of_format};

/// Reads the header behind the file's own 14 bytes.
pub(crate) fn read(head: Head<'_>) -> Result<ImageHeader, Flaw> {
    let bytes = head.bytes;
    let mut header = of_format(ImageFormat::Bmp);
    let (width, height) = match le32(bytes, 14).ok_or(Flaw::CutShort)? {
        12 => (le16(bytes, 18).map(u32::from), le16(bytes, 20).map(u32::from)),
        // A negative height means that the first row is the upper one.
        40.. => (le32(bytes, 18), le32(bytes, 22).map(|height| height.cast_signed().unsigned_abs())),
        _ => return Err(Flaw::Damaged),
    };
    let (width, height) = (width.ok_or(Flaw::CutShort)?, height.ok_or(Flaw::CutShort)?);
    if width == 0 || height == 0 || i32::try_from(width).is_err() {
        return Err(Flaw::Damaged);
    }
    (header.width, header.height) = (Some(width), Some(height));
    header.animated = Some(false);
    Ok(header)
}
