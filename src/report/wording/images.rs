//! What findings about images say in words.

use crate::model::finding::{ImageFinding, LazyHero};
use crate::model::report::Report;
use crate::report::text;
use crate::report::wording::{image_files, image_forms};

/// What was seen: a sentence fragment.
pub(super) fn message(report: &Report, facts: &ImageFinding) -> String {
    match facts {
        ImageFinding::AnimatedGif { .. }
        | ImageFinding::DuplicateImage { .. }
        | ImageFinding::ImageMetadata { .. } => image_files::message(report, facts),
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
            let (images, are) = (text::counted(*images, "image"), if *images == 1 { "is" } else { "are" });
            format!(
                "{images} from here on, {}, {are} below the first screen and loaded with the page",
                text::size(*bytes)
            )
        }
        ImageFinding::MissingSrcset { image, width, phone, places } => {
            let (width, phone) = (text::count(u64::from(*width)), text::count(*phone));
            let name = report.path(*image);
            format!("phones are sent {name} {width} pixels wide and show {phone}{}", others(*places))
        }
        ImageFinding::LegacyImageFormat { format, bytes, webp, avif } => {
            image_forms::legacy(*format, *bytes, *webp, *avif)
        }
        ImageFinding::OversizedImage { natural, needed } => image_forms::oversized(*natural, *needed),
        ImageFinding::UnoptimisedImage { format, bytes, jpeg } => {
            image_forms::unoptimised(*format, *bytes, *jpeg)
        }
    }
}

/// What to do next: an imperative.
pub(super) fn help(report: &Report, facts: &ImageFinding) -> String {
    match facts {
        ImageFinding::AnimatedGif { .. }
        | ImageFinding::DuplicateImage { .. }
        | ImageFinding::ImageMetadata { .. } => image_files::help(facts),
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
        ImageFinding::MissingLazyLoading { images: 1, .. } => "write loading=\"lazy\" on it".to_owned(),
        ImageFinding::MissingLazyLoading { .. } => "write loading=\"lazy\" on them".to_owned(),
        ImageFinding::MissingSrcset { phone, width, .. } => {
            let twice = phone * 2;
            let copies = if twice < u64::from(*width) {
                format!("copies of {} and {} pixels", text::count(*phone), text::count(twice))
            } else {
                format!("a copy of {} pixels", text::count(*phone))
            };
            format!("offer {copies} in width beside it in srcset")
        }
        ImageFinding::LegacyImageFormat { .. } => image_forms::legacy_help(report),
        ImageFinding::OversizedImage { needed, .. } => image_forms::oversized_help(*needed),
        ImageFinding::UnoptimisedImage { jpeg, .. } => image_forms::unoptimised_help(*jpeg),
    }
}

/// That it is so elsewhere, too.
fn others(places: usize) -> String {
    match places.saturating_sub(1) {
        0 => String::new(),
        more => format!(" (and in {})", text::counted(more as u64, "more place")),
    }
}
