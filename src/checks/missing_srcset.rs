//! Images that phones are sent larger than they can show.

use std::collections::BTreeMap;

use crate::model::asset::AssetId;
use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckOption, CheckOptions, OptionUnit, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};
use crate::model::image::{Attribute, ImageElement, ImageFormat, ImageHeader, PlacedUse};
use crate::model::image_styles::ImageStyles;
use crate::model::page_files::page_files;
use crate::model::shown_image::ShownImages;

/// The width of Lighthouse's phone in CSS pixels: core/config/constants.js, `MOTOGPOWER_EMULATION_METRICS`.
const PHONE_WIDTH: u64 = 412;
/// Its pixels, `deviceScaleFactor` 1.75: 412 × 1.75.
const PHONE_PIXELS: u64 = 721;

/// Device pixels a CSS pixel of the sharpest common screens: an image of a fixed width with so many is none too large.
const SHARPEST: u32 = 2;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "missing-srcset",
    summary: "a large image of which phones get no smaller one",
    severity: Some(Severity::Warning),
    what: "Finds `<img>`s without `srcset`, `<picture>` or a component that makes one, whose file is wider than the screen of \
           a phone (721 pixels), so that most pixels are thrown away there. One finding a file.\n\
           Left alone: SVG, animated images, images with a `width` or `height` that makes them no wider than a phone, images \
           whose size or sources are bound at run time, and pages that do not fit themselves to phones (no \
           `<meta name=viewport>`).",
    why: "A phone downloads and decodes all pixels to show a part of them. The phone is Lighthouse's (412 CSS pixels at \
          1.75, so 721), and so is the formula of its audit `uses-responsive-images`: bytes × (1 − pixels shown ÷ pixels of \
          the file), counted from 4,096 bytes on.",
    fix: "Make smaller copies and let the browser choose: `srcset=\"hero-720.webp 720w, hero-1440.webp 1440w\" \
          sizes=\"100vw\"`. Frameworks make them by themselves: `next/image`, `@nuxt/image`, `astro:assets`, \
          `vite-imagetools`.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 4_096,
        about: "Bytes that a phone must get for nothing before it is reported.",
    }],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let has_documents = build.iter().any(|(id, _)| matches!(build.facts(id), Facts::Document(_)));
    let fits = |id| matches!(build.facts(id), Facts::Document(facts) if facts.has_viewport);
    let any_fits = !has_documents || build.iter().any(|(id, _)| fits(id));
    let mut by_file: BTreeMap<AssetId, Vec<&PlacedUse>> = BTreeMap::new();
    for placed in build.image_uses.iter().filter(|placed| placed.written.element == ImageElement::Img) {
        for file in placed.files() {
            by_file.entry(file).or_default().push(placed);
        }
    }
    let judge = |(file, uses): (AssetId, Vec<&PlacedUse>)| {
        // One that is used well elsewhere has its smaller copies: Lighthouse does the same.
        if !uses.iter().all(|placed| is_alone(placed)) {
            return None;
        }
        let header = build.image(file).filter(|header| is_photo(header))?;
        let (width, height) = header.width.zip(header.height)?;
        let is_judged = |placed: &&&PlacedUse| {
            let is_page = matches!(build.facts(placed.place), Facts::Document(_));
            let is_for_phones = if is_page { fits(placed.place) } else { any_fits };
            is_for_phones && may_be_wide(placed, width, height)
        };
        let waste = waste(build.asset(file).raw, width, PHONE_PIXELS)?;
        let first = uses.iter().find(is_judged).filter(|_| options.get("min") <= waste)?;
        let places = uses.iter().filter(is_judged).count();
        Some(Observation {
            asset: first.place,
            span: Some(first.written.span),
            waste: Some(waste),
            facts: FindingFacts::Image(ImageFinding::MissingSrcset {
                image: file,
                width,
                phone: PHONE_PIXELS,
                places,
            }),
        })
    };
    let narrow = narrow(build, &by_file, options.get("min"));
    by_file.into_iter().filter_map(judge).chain(narrow).collect()
}

/// Images that are wide elsewhere, in documents that show them narrow alone.
fn narrow(build: &Build, by_file: &BTreeMap<AssetId, Vec<&PlacedUse>>, least: u64) -> Vec<Observation> {
    let shown = ShownImages::of(build);
    let styles = ImageStyles::new(build);
    let pages = page_files(build);
    let width_of = |placed: &PlacedUse, natural: u32| {
        let (width, _) = styles.shown_on_phone(placed, u32::MAX)?;
        let is_narrow = u64::from(width) <= PHONE_WIDTH && width.saturating_mul(SHARPEST) < natural;
        (is_narrow && is_alone(placed)).then_some(width)
    };
    let judge = |(&file, uses): (&AssetId, &Vec<&PlacedUse>)| {
        let header = build.image(file).filter(|header| is_photo(header))?;
        let natural = header.width?;
        // Where all places say how wide they are, that is known as oversized-image.
        if !shown.is_shown(file) || shown.needed_width(file, header).is_some() {
            return None;
        }
        let is_elsewhere_in = |document: AssetId| {
            let mut files = pages.iter().filter(|page| page.document == Some(document));
            let wide = |placed: &&PlacedUse| {
                let is_other = matches!(placed.written.element, ImageElement::Icon | ImageElement::Meta);
                !is_other
                    && placed.written.element != ImageElement::Preload
                    && width_of(placed, natural).is_none()
            };
            let wide: Vec<&PlacedUse> = shown.uses(file).iter().copied().filter(wide).collect();
            files.any(|page| wide.iter().any(|placed| page.files.contains(&placed.place)))
        };
        let is_for_phones = |id| {
            matches!(build.facts(id), Facts::Document(facts) if facts.has_viewport) && !is_elsewhere_in(id)
        };
        let judged: Vec<(&PlacedUse, u32)> = uses
            .iter()
            .filter_map(|placed| Some((*placed, width_of(placed, natural)?)))
            .filter(|(placed, _)| is_for_phones(placed.place))
            .collect();
        let (first, _) = judged.first()?;
        let widest = judged.iter().map(|&(_, width)| u64::from(width)).max()?;
        let phone = (widest * PHONE_PIXELS).div_ceil(PHONE_WIDTH);
        let waste = waste(build.asset(file).raw, natural, phone).filter(|&waste| least <= waste)?;
        let facts = ImageFinding::MissingSrcset { image: file, width: natural, phone, places: judged.len() };
        Some(Observation {
            asset: first.place,
            span: Some(first.written.span),
            waste: Some(waste),
            facts: FindingFacts::Image(facts),
        })
    };
    by_file.iter().filter_map(judge).collect()
}

/// Whether it is certain that there is only this file to take.
fn is_alone(placed: &PlacedUse) -> bool {
    let written = &placed.written;
    !written.is_managed && written.srcset.is_absent() && written.picture.is_absent()
}

fn is_photo(header: &ImageHeader) -> bool {
    let is_raster = matches!(
        header.format,
        ImageFormat::Png
            | ImageFormat::Jpeg
            | ImageFormat::Webp
            | ImageFormat::Avif
            | ImageFormat::Jxl
            | ImageFormat::Bmp
    );
    is_raster && header.animated != Some(true)
}

/// Whether its attributes let it be wider than a phone. Where they are bound at run time, they may not.
fn may_be_wide(placed: &PlacedUse, width: u32, height: u32) -> bool {
    let number = |text: &str| text.trim().trim_end_matches("px").parse::<u64>().ok();
    let is_wide = match &placed.written.width {
        Attribute::Absent => true,
        Attribute::Known(text) => number(text).is_none_or(|shown| PHONE_WIDTH < shown),
        Attribute::Dynamic => false,
    };
    let is_high = match &placed.written.height {
        Attribute::Known(text) if placed.written.width.is_absent() => number(text)
            .is_none_or(|shown| PHONE_WIDTH * u64::from(height) < shown.saturating_mul(u64::from(width))),
        Attribute::Absent | Attribute::Known(_) => true,
        Attribute::Dynamic => false,
    };
    let is_bound = matches!(placed.written.style, Attribute::Dynamic);
    is_wide && is_high && !is_bound
}

/// Bytes that a phone gets for nothing, of an image that is wider than what it shows.
fn waste(bytes: u64, width: u32, shown: u64) -> Option<u64> {
    let width = u64::from(width);
    if width <= shown {
        return None;
    }
    let pixels = u128::from(width * width);
    let shown = u128::from(shown * shown);
    let wasted = u128::from(bytes) * pixels.saturating_sub(shown) / pixels;
    u64::try_from(wasted).ok()
}
