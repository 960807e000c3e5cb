//! EXIF -> how the image is turned, and how many bytes its thumbnail has.
//!
//! Takes the TIFF structure that EXIF is. Whatever cannot be read of it is as if it were not there.
//!
//! Source: Exif 2.32 (CIPA DC-008), 4.6.2 and 4.6.5.

use crate::parse::image_header::fields::{be16, be32, le16, le32};

const ORIENTATION: u16 = 0x0112;
const THUMBNAIL_OFFSET: u16 = 0x0201;
const THUMBNAIL_LENGTH: u16 = 0x0202;
const SHORT: u16 = 3;

/// What is read of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exif {
    /// 1 is upright; 5 to 8 lie on their side.
    pub(crate) orientation: Option<u16>,
    /// Bytes of the thumbnail.
    pub(crate) thumbnail: u64,
}

impl Exif {
    /// Whether the image is shown otherwise than it is stored.
    pub(crate) fn is_turned(self) -> bool {
        self.orientation.is_some_and(|orientation| (2..=8).contains(&orientation))
    }

    /// Whether width and height change places.
    pub(crate) fn swaps_sides(self) -> bool {
        self.orientation.is_some_and(|orientation| (5..=8).contains(&orientation))
    }
}

/// Reads the structure; in some files the name of a JPEG segment stands in front of it.
pub(crate) fn read(bytes: &[u8]) -> Exif {
    let bytes = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
    let order = match bytes {
        [b'I', b'I', 42, 0, ..] => Order { u16: le16, u32: le32 },
        [b'M', b'M', 0, 42, ..] => Order { u16: be16, u32: be32 },
        _ => return Exif::default(),
    };
    let Some(first) = order.directory(bytes, 4) else { return Exif::default() };
    let orientation = order.entry(bytes, first, ORIENTATION);
    let orientation = orientation.filter(|&at| (order.u16)(bytes, at + 2) == Some(SHORT));
    Exif {
        orientation: orientation.and_then(|at| (order.u16)(bytes, at + 8)),
        thumbnail: order.thumbnail(bytes, first).unwrap_or_default(),
    }
}

/// How numbers are read.
#[derive(Clone, Copy)]
struct Order {
    u16: fn(&[u8], usize) -> Option<u16>,
    u32: fn(&[u8], usize) -> Option<u32>,
}

impl Order {
    /// Where the directory begins whose offset stands at `at`.
    fn directory(self, bytes: &[u8], at: usize) -> Option<usize> {
        let offset = usize::try_from((self.u32)(bytes, at)?).ok()?;
        (offset > 0 && offset < bytes.len()).then_some(offset)
    }

    /// Where the entry of `tag` begins.
    fn entry(self, bytes: &[u8], directory: usize, tag: u16) -> Option<usize> {
        let entries = usize::from((self.u16)(bytes, directory)?);
        (0..entries).map(|entry| directory + 2 + 12 * entry).find(|&at| (self.u16)(bytes, at) == Some(tag))
    }

    /// The bytes of the thumbnail that the second directory names, if they are there.
    fn thumbnail(self, bytes: &[u8], first: usize) -> Option<u64> {
        let entries = usize::from((self.u16)(bytes, first)?);
        let second = self.directory(bytes, first + 2 + 12 * entries)?;
        let value = |tag| (self.u32)(bytes, self.entry(bytes, second, tag)? + 8);
        let (offset, length) = (u64::from(value(THUMBNAIL_OFFSET)?), u64::from(value(THUMBNAIL_LENGTH)?));
        (offset + length <= bytes.len() as u64).then_some(length)
    }
}
