//! Images that phones are sent larger than they can show, and how large they show them.

use std::collections::BTreeMap;

use crate::model::asset::AssetId;
use crate::model::build::{Build, Facts};
use crate::model::image::{Attribute, ImageElement, ImageFormat, ImageHeader, PlacedUse};
use crate::model::image_styles::ImageStyles;
use crate::model::phone;
use crate::model::shown_image::ShownImages;

/// Device pixels a CSS pixel of the sharpest common screens: an image of a fixed width with so many is none too large.
const SHARPEST: u32 = 2;

/// An image of which phones get no smaller copy.
#[derive(Clone, Copy, Debug)]
pub struct PhoneImage<'b> {
    /// The file.
    pub file: AssetId,
    /// The first place that shows it.
    pub first: &'b PlacedUse,
    /// In how many places it is so.
    pub places: usize,
    /// Its pixels across.
    pub width: u32,
    /// How many of them a phone shows at most.
    pub phone: u32,
}

/// All of them, by file; one that a page shows narrower than others can come twice.
pub fn phone_images(build: &Build) -> Vec<PhoneImage<'_>> {
    let mut by_file: BTreeMap<AssetId, Vec<&PlacedUse>> = BTreeMap::new();
    for placed in build.image_uses.iter().filter(|placed| placed.written.element == ImageElement::Img) {
        for file in placed.files() {
            by_file.entry(file).or_default().push(placed);
        }
    }
    let mut found = wide(build, &by_file);
    found.extend(narrow(build, &by_file));
    found
}

/// Images that are wider than a phone's screen, and may be shown as wide as that.
fn wide<'b>(build: &'b Build, by_file: &BTreeMap<AssetId, Vec<&'b PlacedUse>>) -> Vec<PhoneImage<'b>> {
    let has_documents = build.iter().any(|(id, _)| matches!(build.facts(id), Facts::Document(_)));
    let fits = |id| matches!(build.facts(id), Facts::Document(facts) if facts.has_viewport);
    let any_fits = !has_documents || build.iter().any(|(id, _)| fits(id));
    let judge = |(&file, uses): (&AssetId, &Vec<&'b PlacedUse>)| {
        // One that is used well elsewhere has its smaller copies: Lighthouse does the same.
        if !uses.iter().all(|placed| is_alone(placed)) {
            return None;
        }
        let header = build.image(file).filter(|header| is_photo(header))?;
        let (width, height) = header.width.zip(header.height)?;
        let is_judged = |placed: &&PlacedUse| {
            let is_page = matches!(build.facts(placed.place), Facts::Document(_));
            let is_for_phones = if is_page { fits(placed.place) } else { any_fits };
            is_for_phones && may_be_wide(placed, width, height)
        };
        let judged: Vec<&'b PlacedUse> = uses.iter().copied().filter(is_judged).collect();
        let first = judged.first().filter(|_| phone::DEVICE_WIDTH < width)?;
        Some(PhoneImage { file, first, places: judged.len(), width, phone: phone::DEVICE_WIDTH })
    };
    by_file.iter().filter_map(judge).collect()
}

/// Images that are wide elsewhere, in documents that show them narrow alone.
fn narrow<'b>(build: &'b Build, by_file: &BTreeMap<AssetId, Vec<&'b PlacedUse>>) -> Vec<PhoneImage<'b>> {
    let shown = ShownImages::of(build);
    let styles = ImageStyles::new(build);
    let width_of = |placed: &PlacedUse, natural: u32| {
        let (width, _) = styles.shown_on_phone(placed, u32::MAX)?;
        let is_narrow = width <= phone::WIDTH && width.saturating_mul(SHARPEST) < natural;
        (is_narrow && is_alone(placed)).then_some(width)
    };
    let judge = |(&file, uses): (&AssetId, &Vec<&'b PlacedUse>)| {
        let header = build.image(file).filter(|header| is_photo(header))?;
        let natural = header.width?;
        // Where all places say how wide they are, that is known as oversized-image.
        if !shown.is_shown(file) || shown.needed_width(file, header).is_some() {
            return None;
        }
        let is_elsewhere_in = |document: AssetId| {
            let wide = |placed: &&PlacedUse| {
                let is_other = matches!(placed.written.element, ImageElement::Icon | ImageElement::Meta);
                !is_other
                    && placed.written.element != ImageElement::Preload
                    && width_of(placed, natural).is_none()
            };
            let wide: Vec<&PlacedUse> = shown.uses(file).iter().copied().filter(wide).collect();
            let page = build.graph.modern_entry(document);
            page.is_some_and(|page| wide.iter().any(|placed| page.can_load(placed.place)))
        };
        let is_for_phones = |id| {
            matches!(build.facts(id), Facts::Document(facts) if facts.has_viewport) && !is_elsewhere_in(id)
        };
        let judged: Vec<(&'b PlacedUse, u32)> = uses
            .iter()
            .filter_map(|placed| Some((*placed, width_of(placed, natural)?)))
            .filter(|(placed, _)| is_for_phones(placed.place))
            .collect();
        let (first, _) = *judged.first()?;
        let widest = judged.iter().map(|&(_, width)| width).max()?;
        let phone = widest.saturating_mul(phone::DEVICE_WIDTH).div_ceil(phone::WIDTH);
        let places = judged.len();
        (phone < natural).then_some(PhoneImage { file, first, places, width: natural, phone })
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
        Attribute::Known(text) => number(text).is_none_or(|shown| u64::from(phone::WIDTH) < shown),
        Attribute::Dynamic => false,
    };
    let is_high = match &placed.written.height {
        Attribute::Known(text) if placed.written.width.is_absent() => number(text).is_none_or(|shown| {
            u64::from(phone::WIDTH) * u64::from(height) < shown.saturating_mul(u64::from(width))
        }),
        Attribute::Absent | Attribute::Known(_) => true,
        Attribute::Dynamic => false,
    };
    let is_bound = matches!(placed.written.style, Attribute::Dynamic);
    is_wide && is_high && !is_bound
}
