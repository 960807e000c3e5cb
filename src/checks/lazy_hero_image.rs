//! Images of the first screen that wait until the page is laid out.

use std::collections::BTreeSet;

use crate::model::asset::AssetId;
use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, LazyHero, Observation};
use crate::model::image::{Attribute, ImageElement, PlacedUse};
use crate::model::image_styles::ImageStyles;
use crate::model::phone;

/// An image that is less high on a phone is a logo.
const LEAST_HEIGHT: u32 = phone::HEIGHT / 4;
/// Characters of text in front of the image, menus and all: at 16 pixels they take less than half of the phone's screen.
const MOST_TEXT: u32 = 400;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "lazy-hero-image",
    summary: "an image of the first screen that is loaded late",
    severity: Some(Severity::Warning),
    what: "Finds `<img loading=lazy>` that the first screen needs: with `fetchpriority=high`, with a preload in the same \
           document, or as the first image of a document, as wide as a phone and at least a quarter of its screen high, with \
           less than 400 characters of text in front of it.",
    why: "A lazy image is not requested before the page is laid out, when stylesheets have come; the largest image of the \
          first screen is what visitors wait for (Largest Contentful Paint). Lighthouse's audit is `lcp-lazy-loaded`.",
    fix: "Leave `loading` out for this image, and write `fetchpriority=\"high\"` instead.",
    options: &[],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    let styles = ImageStyles::new(build);
    let mut observations = Vec::new();
    for uses in build.image_uses.chunk_by(|a, b| a.place == b.place) {
        let of = |element| uses.iter().filter(move |placed| placed.written.element == element);
        let preloaded: BTreeSet<AssetId> = of(ImageElement::Preload).flat_map(PlacedUse::files).collect();
        for placed in of(ImageElement::Img).filter(|placed| is(&placed.written.loading, "lazy")) {
            let is_page = matches!(build.facts(placed.place), Facts::Document(_));
            let why = if is(&placed.written.fetch_priority, "high") {
                LazyHero::Priority
            } else if is_page && placed.files().any(|file| preloaded.contains(&file)) {
                LazyHero::Preload
            } else if is_page && is_first(placed, &styles) {
                LazyHero::First
            } else {
                continue;
            };
            observations.push(Observation {
                asset: placed.place,
                span: Some(placed.written.span),
                waste: None,
                facts: FindingFacts::Image(ImageFinding::LazyHeroImage { why }),
            });
        }
    }
    observations
}

fn is(attribute: &Attribute<String>, word: &str) -> bool {
    attribute.known().is_some_and(|value| value.trim().eq_ignore_ascii_case(word))
}

/// Whether it is the first image of its document, large, and near the beginning.
fn is_first(placed: &PlacedUse, styles: &ImageStyles<'_>) -> bool {
    let written = &placed.written;
    let is_near = written.position == Some(0) && written.text_before.is_some_and(|text| text <= MOST_TEXT);
    is_near
        && styles
            .shown_on_phone(placed, phone::WIDTH)
            .is_some_and(|(width, height)| phone::WIDTH <= width && LEAST_HEIGHT <= height)
}
