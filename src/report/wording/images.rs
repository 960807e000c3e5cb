//! What findings about images say in words.

use crate::model::budget::Metric;
use crate::model::finding::ImageFinding;
use crate::model::image::MetadataKind;
use crate::model::report::Report;
use crate::report::text;

/// What was seen: a sentence fragment.
pub(super) fn message(report: &Report, facts: &ImageFinding) -> String {
    match facts {
        ImageFinding::AnimatedGif { bytes, allowed } => {
            let (bytes, allowed) = text::compared(Metric::Raw, *bytes, *allowed);
            format!("is an animated GIF of {bytes}; {allowed} are allowed")
        }
        ImageFinding::DuplicateImage { images, bytes, other } => {
            let (images, bytes) = (text::counted(*images, "image"), text::size(*bytes));
            format!("is also in the build as {}; copies of {images} take {bytes}", report.path(*other))
        }
        ImageFinding::ImageMetadata { bytes, most, .. } => {
            format!("has {} of metadata that no browser shows, mostly {}", text::size(*bytes), name(*most))
        }
    }
}

/// What to do next: an imperative.
pub(super) fn help(_report: &Report, facts: &ImageFinding) -> String {
    match facts {
        ImageFinding::AnimatedGif { .. } => {
            "make it a video, which is usually much smaller, and show it with <video autoplay loop muted playsinline>"
                .to_owned()
        }
        ImageFinding::DuplicateImage { .. } => {
            "name each image one way, by an import or by its path, so that no visitor loads it twice".to_owned()
        }
        ImageFinding::ImageMetadata { is_turned: true, .. } => {
            "turn the pixels upright first, since the metadata says how the image is turned; then strip it".to_owned()
        }
        ImageFinding::ImageMetadata { is_turned: false, .. } => {
            "strip it when the images are built; keep what a licence asks for".to_owned()
        }
    }
}

fn name(kind: MetadataKind) -> &'static str {
    match kind {
        MetadataKind::Exif => "EXIF",
        MetadataKind::Thumbnail => "the thumbnail in EXIF",
        MetadataKind::Xmp => "XMP",
        MetadataKind::Icc => "an sRGB profile",
        MetadataKind::Iptc => "IPTC",
        MetadataKind::Comment => "comments",
        MetadataKind::Editor => "an editor's own data",
    }
}
