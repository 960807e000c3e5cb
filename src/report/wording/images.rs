//! What findings about images say in words.

use crate::model::budget::Metric;
use crate::model::encodings::{Encoded, Encoding};
use crate::model::finding::ImageFinding;
use crate::model::image::ImageFormat;
use crate::model::report::Report;
use crate::report::text;

/// What was seen: a sentence fragment.
pub(super) fn message(_report: &Report, facts: &ImageFinding) -> String {
    match facts {
        ImageFinding::LegacyImageFormat { format, bytes, webp } => smaller(*format, *bytes, "WebP", *webp),
        ImageFinding::OversizedImage { natural, needed } => {
            let how = if needed.is_measured { "measured" } else { "estimated" };
            let saved = text::basis_points((1_000_000 - needed.share.min(1_000_000)) / 10_000 * 100);
            let about = if needed.is_measured { "" } else { "about " };
            format!(
                "{} × {} pixels, of which the pages need {} × {} on a screen with two pixels a CSS pixel: \
                 {about}{saved} smaller ({how})",
                natural.0, natural.1, needed.width, needed.height
            )
        }
        ImageFinding::UnoptimisedImage { format, bytes, jpeg } => smaller(*format, *bytes, "JPEG", *jpeg),
    }
}

/// `412 kB as PNG → 61 kB as WebP (measured, quality 80)`
fn smaller(format: ImageFormat, bytes: u64, other: &str, encoded: Encoded) -> String {
    let (now, then) = text::compared(Metric::Raw, bytes, encoded.bytes);
    let format = title(format);
    match encoded.encoding {
        Encoding::Lossy(quality) => {
            format!("{now} as {format} → {then} as {other} (measured, quality {quality})")
        }
        Encoding::Lossless => format!("{now} as {format} → {then} as {other} (measured, lossless)"),
        Encoding::Estimated => format!("{now} as {format} → about {then} as {other} (estimated)"),
    }
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

/// What to do next: an imperative.
pub(super) fn help(report: &Report, facts: &ImageFinding) -> String {
    match facts {
        ImageFinding::LegacyImageFormat { .. } => {
            let build = &report.directory;
            format!(
                "serve WebP or AVIF: `weighbridge fix images {build} --out images` writes it, with the markup"
            )
        }
        ImageFinding::OversizedImage { needed, .. } => {
            format!("serve it {} pixels wide, or several widths in srcset with sizes", needed.width)
        }
        ImageFinding::UnoptimisedImage { jpeg, .. } => {
            let quality = match jpeg.encoding {
                Encoding::Lossy(quality) => format!(" with quality {quality} or less"),
                Encoding::Lossless | Encoding::Estimated => String::new(),
            };
            format!("write it as JPEG{quality}; cameras and editors keep more than eyes see")
        }
    }
}
