//! What findings about images say in words.

use crate::model::budget::Metric;
use crate::model::finding::{ImageFinding, LazyHero};
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
        ImageFinding::LazyHeroImage { why } => match why {
            LazyHero::Priority => "loading=lazy and fetchpriority=high contradict each other".to_owned(),
            LazyHero::Preload => "loading=lazy on an image that the page preloads".to_owned(),
            LazyHero::First => "loading=lazy on the first image of the page".to_owned(),
        },
        ImageFinding::MissingImageSize { image, name, places, .. } => {
            let name = image.map_or(name.as_str(), |image| report.path(image));
            format!(
                "{name} has no size until it has come, and then what is below it moves{}",
                others(*places)
            )
        }
        ImageFinding::MissingLazyLoading { images, bytes } => {
            let images = text::counted(*images, "image");
            format!(
                "{images} from here on, {}, are below the first screen and loaded with the page",
                text::size(*bytes)
            )
        }
        ImageFinding::MissingSrcset { image, width, phone, places } => {
            let (width, phone) = (text::count(u64::from(*width)), text::count(*phone));
            let name = report.path(*image);
            format!("phones are sent {name} {width} pixels wide and show {phone}{}", others(*places))
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
        ImageFinding::LazyHeroImage { why: LazyHero::Priority } => "leave loading out".to_owned(),
        ImageFinding::LazyHeroImage { .. } => {
            "leave loading out for it, and write fetchpriority=\"high\"".to_owned()
        }
        ImageFinding::MissingImageSize { natural: Some((width, height)), .. } => {
            format!(
                "write width=\"{width}\" height=\"{height}\"; CSS can still make it smaller with height: auto"
            )
        }
        ImageFinding::MissingImageSize { natural: None, .. } => {
            "write its width and height as attributes".to_owned()
        }
        ImageFinding::MissingLazyLoading { .. } => "write loading=\"lazy\" on them".to_owned(),
        ImageFinding::MissingSrcset { phone, .. } => {
            let twice = phone * 2;
            format!("offer smaller copies in srcset, such as {phone} and {twice} pixels wide")
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

/// That it is so elsewhere, too.
fn others(places: usize) -> String {
    match places.saturating_sub(1) {
        0 => String::new(),
        more => format!(" (and in {})", text::counted(more as u64, "more place")),
    }
}
