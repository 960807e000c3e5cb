//! What findings about images in other formats and sizes say in words.

use crate::model::budget::Metric;
use crate::model::encodings::{Encoded, Encoding, Resized};
use crate::model::image::ImageFormat;
use crate::model::report::Report;
use crate::report::text;

/// `412 kB as PNG → 61 kB as WebP (measured, quality 80), 41 kB as AVIF (measured, quality 63)`
pub(super) fn legacy(format: ImageFormat, bytes: u64, webp: Encoded, avif: Option<Encoded>) -> String {
    let as_avif = avif.map(|avif| format!(", {}", other_form(&text::size(avif.bytes), "AVIF", avif)));
    format!("{}{}", smaller(format, bytes, "WebP", webp), as_avif.unwrap_or_default())
}

/// `412 kB as JPEG → 300 kB as JPEG (measured, quality 92)`
pub(super) fn unoptimised(format: ImageFormat, bytes: u64, jpeg: Encoded) -> String {
    smaller(format, bytes, "JPEG", jpeg)
}

fn smaller(format: ImageFormat, bytes: u64, other: &str, encoded: Encoded) -> String {
    let (now, then) = text::compared(Metric::Raw, bytes, encoded.bytes);
    format!("{now} as {} → {}", title(format), other_form(&then, other, encoded))
}

/// `61 kB as WebP (measured, quality 80)`
fn other_form(bytes: &str, name: &str, encoded: Encoded) -> String {
    match encoded.encoding {
        Encoding::Lossy(quality) => format!("{bytes} as {name} (measured, quality {quality})"),
        Encoding::Lossless => format!("{bytes} as {name} (measured, lossless)"),
        Encoding::Estimated => format!("about {bytes} as {name} (estimated)"),
    }
}

/// What is there and what is needed.
pub(super) fn oversized(natural: (u32, u32), needed: Resized) -> String {
    let size =
        |(width, height)| format!("{} × {}", text::count(u64::from(width)), text::count(u64::from(height)));
    let saved = text::basis_points((1_000_000 - needed.share.min(1_000_000)) / 10_000 * 100);
    let (about, how) = if needed.is_measured { ("", "measured") } else { ("about ", "estimated") };
    format!(
        "{} pixels; the pages need {}, with two for each CSS pixel: {about}{saved} less ({how})",
        size(natural),
        size((needed.width, needed.height))
    )
}

/// The name of a format as people write it.
fn title(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "PNG",
        ImageFormat::Jpeg => "JPEG",
        ImageFormat::Gif => "GIF",
        ImageFormat::Webp => "WebP",
        ImageFormat::Avif => "AVIF",
        ImageFormat::Jxl => "JPEG XL",
        ImageFormat::Svg => "SVG",
        ImageFormat::Ico => "ICO",
        ImageFormat::Bmp => "BMP",
    }
}

pub(super) fn legacy_help(report: &Report) -> String {
    format!(
        "offer WebP or AVIF: weighbridge fix images {} --out images writes it, with the markup",
        report.directory
    )
}

pub(super) fn oversized_help(needed: Resized) -> String {
    format!("serve it {} pixels wide, or several widths in srcset with sizes", needed.width)
}

pub(super) fn unoptimised_help(jpeg: Encoded) -> String {
    let quality = match jpeg.encoding {
        Encoding::Lossy(quality) => format!(" with quality {quality} or less"),
        Encoding::Lossless | Encoding::Estimated => String::new(),
    };
    format!("write it as JPEG{quality}, 4:2:0, with optimised tables and without metadata")
}
