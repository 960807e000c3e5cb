//! The head of a JPEG XL: its size, by imagesize.

use crate::model::image::{ImageFormat, ImageHeader};
use crate::parse::image_header::{Flaw, Head, of_format};

/// Reads the size.
pub(crate) fn read(head: Head<'_>) -> Result<ImageHeader, Flaw> {
    let mut header = of_format(ImageFormat::Jxl);
    match imagesize::blob_size(head.bytes) {
        Ok(size) => {
            (header.width, header.height) = (u32::try_from(size.width).ok(), u32::try_from(size.height).ok());
        }
        Err(_) => head.missing()?,
    }
    Ok(header)
}
