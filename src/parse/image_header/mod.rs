//! The head of an image file -> what it says of itself: format, size, frames, transparency, metadata.
//!
//! Takes the first bytes of a file, at most [`HEAD_BYTES`], and how long the whole file is. The content decides what a
//! file is, never its name. Nothing is decoded: what stands behind the head is neither seen nor counted, and a size that
//! the head does not tell is `None`. Known formats that browsers do not show (TIFF, HEIC, JPEG 2000) give nothing.

mod avif;
mod bmp;
mod exif;
mod fields;
mod gif;
mod icc;
mod ico;
mod jpeg;
mod jxl;
mod markup;
mod png;
mod svg;
#[cfg(test)]
mod tests;
mod webp;

use crate::model::image::{ImageFormat, ImageHeader};

/// How much of a raster image is read. A size stands in the first bytes; the longest metadata that cameras and editors
/// put in front of it are segments of 64 KiB.
pub const HEAD_BYTES: usize = 1 << 20;

/// The first bytes of a file, and how long it is.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    bytes: &'a [u8],
    length: u64,
}

impl Head<'_> {
    /// Whether `bytes` is all of the file.
    fn is_whole(self) -> bool {
        self.length <= self.bytes.len() as u64
    }

    /// What it means that something is not in `bytes`: nothing where the file goes on behind them.
    fn missing(self) -> Result<(), Flaw> {
        if self.is_whole() { Err(Flaw::CutShort) } else { Ok(()) }
    }

    /// A part of the file that ends at `end`; the file may be shorter.
    fn reaches(self, end: u64) -> Result<(), Flaw> {
        if end <= self.length { Ok(()) } else { Err(Flaw::CutShort) }
    }
}

/// What is wrong with a file that begins as an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It ends before it should.
    CutShort,
    /// Its head contradicts its format.
    Damaged,
}

/// Why a file that is named an image gives no header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What is wrong with it.
    pub message: String,
    /// Whether it begins as an image all the same.
    pub is_image: bool,
}

type Reader = fn(Head<'_>) -> Result<ImageHeader, Flaw>;

/// Reads the head of a file of `length` bytes. `None` for a known format that browsers do not show, and for an empty
/// file: a placeholder harms nobody. The error says what is wrong with a file that is named an image and is none.
pub fn read_image_header(bytes: &[u8], length: u64) -> Result<Option<ImageHeader>, Unread> {
    if length == 0 {
        return Ok(None);
    }
    let head = Head { bytes, length };
    if let Some((format, read)) = raster_format(bytes) {
        return read(head).map(Some).map_err(|flaw| {
            let flaw = match flaw {
                Flaw::CutShort => "cut short",
                Flaw::Damaged => "damaged",
            };
            let message = format!("begins as an image ({}) and is {flaw}", format.name());
            Unread { message, is_image: true }
        });
    }
    if is_other_format(bytes) {
        return Ok(None);
    }
    markup::read(head).map(Some)
}

/// Source: <https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern>, and the specifications of AVIF and JPEG XL.
fn raster_format(bytes: &[u8]) -> Option<(ImageFormat, Reader)> {
    let format: (ImageFormat, Reader) = match bytes {
        [0x89, b'P', b'N', b'G', ..] => (ImageFormat::Png, png::read),
        [0xFF, 0xD8, 0xFF, ..] => (ImageFormat::Jpeg, jpeg::read),
        [b'G', b'I', b'F', b'8', ..] => (ImageFormat::Gif, gif::read),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => (ImageFormat::Webp, webp::read),
        [0, 0, 1 | 2, 0, ..] => (ImageFormat::Ico, ico::read),
        [b'B', b'M', ..] => (ImageFormat::Bmp, bmp::read),
        [0xFF, 0x0A, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => (ImageFormat::Jxl, jxl::read),
        _ if avif::is_avif(bytes) => (ImageFormat::Avif, avif::read),
        _ => return None,
    };
    Some(format)
}

/// TIFF, JPEG 2000, what is gzipped, and all of HEIF, MP4 and Matroska that is no AVIF.
fn is_other_format(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 8] = [
        b"II*\0",
        b"MM\0*",
        b"\0\0\0\x0CjP  ",
        b"\xFF\x4F\xFF\x51",
        b"\x1F\x8B",
        b"\x1A\x45\xDF\xA3",
        b"8BPS",
        b"%PDF-",
    ];
    BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning)) || has_brands(bytes)
}

/// Whether it begins with a whole `ftyp` box.
fn has_brands(bytes: &[u8]) -> bool {
    let length = fields::be32(bytes, 0).map_or(u64::MAX, u64::from);
    bytes.get(4..8) == Some(b"ftyp") && (16..=bytes.len() as u64).contains(&length)
}

/// A header of which nothing but its format is known yet.
fn of_format(format: ImageFormat) -> ImageHeader {
    ImageHeader {
        format,
        width: None,
        height: None,
        animated: None,
        alpha: None,
        bit_depth: None,
        metadata: Vec::new(),
        is_turned: false,
        embedded: 0,
    }
}
