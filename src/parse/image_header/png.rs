//! The head of a PNG: its chunks, also those behind the image data as far as the head goes.
//!
//! Leaves alone what decoders show with: palette, gamma, a colour profile that is not sRGB. Text under the keyword
//! `Copyright` is not counted as metadata that can go.
//!
//! Source: <https://www.w3.org/TR/png-3/>.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::model::image::{ImageFormat, ImageHeader, Metadata, MetadataKind};
use crate::parse::image_header::fields::{be32, index, part};
use crate::parse::image_header::{Flaw, Head, exif, icc, of_format};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";
/// Length, type and checksum of a chunk.
const FRAME: u64 = 12;
/// The name of sRGB stands in the first kilobytes of a profile.
const PROFILE_BYTES: u64 = 64 * 1024;

/// Reads the chunks.
pub(crate) fn read(head: Head<'_>) -> Result<ImageHeader, Flaw> {
    let bytes = head.bytes;
    let mut header = of_format(ImageFormat::Png);
    let Some(first) = bytes.get(..33) else { return Err(Flaw::CutShort) };
    if !first.starts_with(SIGNATURE) || &first[12..16] != b"IHDR" {
        return Err(Flaw::Damaged);
    }
    let colour = first[25];
    (header.width, header.height) = (be32(first, 16), be32(first, 20));
    if header.width == Some(0) || header.height == Some(0) {
        return Err(Flaw::Damaged);
    }
    // Colours of a palette have eight bits, whatever an index has.
    header.bit_depth = Some(if colour == 3 { 8 } else { first[24] });
    header.alpha = matches!(colour, 4 | 6).then_some(true);
    let mut at = SIGNATURE.len();
    while let (Some(length), Some(kind)) = (be32(bytes, at), bytes.get(at + 4..at + 8)) {
        let end = at as u64 + FRAME + u64::from(length);
        head.reaches(end)?;
        let data = part(bytes, at + 8, u64::from(length));
        match kind {
            b"acTL" => header.animated = be32(data, 0).map(|frames| frames > 1),
            b"tRNS" => header.alpha = Some(true),
            b"IDAT" => {
                // Both must stand in front of the image data.
                header.animated.get_or_insert(false);
                header.alpha.get_or_insert(false);
            }
            b"IEND" => return Ok(header),
            b"eXIf" => turned(&mut header, exif::read(data)),
            _ => {}
        }
        add_metadata(&mut header.metadata, kind, data, FRAME + u64::from(length));
        at = index(end);
    }
    head.missing()?;
    Ok(header)
}

/// Browsers do not agree on whether they turn a PNG: its sides are not known then.
fn turned(header: &mut ImageHeader, exif: exif::Exif) {
    header.is_turned |= exif.is_turned();
    if exif.swaps_sides() {
        (header.width, header.height) = (None, None);
    }
}

fn add_metadata(metadata: &mut Vec<Metadata>, kind: &[u8], data: &[u8], bytes: u64) {
    let kind = match kind {
        b"eXIf" => {
            let thumbnail = exif::read(data).thumbnail;
            if thumbnail > 0 {
                metadata.push(Metadata { kind: MetadataKind::Thumbnail, bytes: thumbnail });
            }
            metadata.push(Metadata { kind: MetadataKind::Exif, bytes: bytes - thumbnail });
            return;
        }
        b"tEXt" | b"zTXt" | b"iTXt" => of_text(data),
        b"iCCP" => is_srgb(data).then_some(MetadataKind::Icc),
        // Content credentials (C2PA), which may be there on purpose.
        b"caBX" => None,
        // Ancillary and private: nobody but the program that wrote it knows what it means.
        [first, second, _, _] if first.is_ascii_lowercase() && second.is_ascii_lowercase() => {
            Some(MetadataKind::Editor)
        }
        _ => None,
    };
    if let Some(kind) = kind {
        metadata.push(Metadata { kind, bytes });
    }
}

/// What a text is by its keyword. `Raw profile type …` is how `ImageMagick` writes what PNG had no chunk for.
fn of_text(data: &[u8]) -> Option<MetadataKind> {
    match keyword(data) {
        b"Copyright" => None,
        b"XML:com.adobe.xmp" | b"Raw profile type xmp" => Some(MetadataKind::Xmp),
        b"Raw profile type exif" | b"Raw profile type APP1" => Some(MetadataKind::Exif),
        b"Raw profile type iptc" | b"Raw profile type 8bim" => Some(MetadataKind::Iptc),
        _ => Some(MetadataKind::Comment),
    }
}

fn keyword(data: &[u8]) -> &[u8] {
    // 1 to 79 bytes.
    data.split(|&byte| byte == 0).next().filter(|name| name.len() < 80).unwrap_or_default()
}

fn is_srgb(data: &[u8]) -> bool {
    let packed = data.get(keyword(data).len() + 2..).unwrap_or_default();
    let mut profile = Vec::new();
    // What could be read before an error is as good.
    let _ = ZlibDecoder::new(packed).take(PROFILE_BYTES).read_to_end(&mut profile);
    icc::is_srgb(&profile)
}
