//! Images whose bytes one page can load under several URLs.
//!
//! Counted are copies that elements and stylesheets name in files which one page can load, at first or later; of one use
//! the first, since browsers take one of a `srcset` or `<picture>`. Silent for copies on pages of their own (languages and
//! versions of a site beside each other), for icons, which systems ask for by fixed names, and for what only a script's
//! constant names.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};
use crate::model::image::{ImageElement, PlacedUse};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "duplicate-image",
    summary: "an image that a page loads under several URLs",
    severity: Some(Severity::Warning),
    what: "Finds images of at least `min` with the same bytes under several paths, of which one page can load two: its \
           elements, its stylesheets and its scripts' elements name them. One finding a build, at the largest. Copies on \
           pages that have nothing to do with each other are left alone, and so are icons, images for other sites \
           (`og:image`), and candidates of one `srcset` or `<picture>`.",
    why: "A browser keeps an image by its URL: under two URLs it is loaded twice. It happens where an image is imported in \
          one place and named by its path in `public/` in another. Wasted are all copies of an image but one, on the page \
          that has most of them. Up to the default of 4,096 bytes, Vite and Rsbuild inline an imported image.",
    fix: "Name it one way: import it everywhere, or take it from `public/` everywhere.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 4_096,
        about: "The least size of an image that is worth a finding.",
    }],
    needs: &[Need::Graph, Need::Gzip, Need::Hashes],
    run,
};

/// The largest image that has copies, and what all of them come to.
#[derive(Default)]
struct Found {
    images: u64,
    bytes: u64,
    largest: Option<(u64, AssetId, AssetId)>,
}

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let least = options.get("min");
    let large = |group: &&Vec<AssetId>| group.first().is_some_and(|&id| least <= build.asset(id).raw);
    let groups: Vec<&Vec<AssetId>> = build.same_images.iter().filter(large).collect();
    let mut group_of: BTreeMap<AssetId, usize> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        group_of.extend(group.iter().map(|&id| (id, index)));
    }
    let mut by_place: BTreeMap<AssetId, BTreeSet<(usize, AssetId)>> = BTreeMap::new();
    for placed in build.image_uses.iter().filter(|placed| is_loaded(placed)) {
        if let Some(copy) = placed.files().find_map(|file| Some((*group_of.get(&file)?, file))) {
            by_place.entry(placed.place).or_default().insert(copy);
        }
    }
    let mut together: Vec<BTreeSet<AssetId>> = vec![BTreeSet::new(); groups.len()];
    if !by_place.is_empty() {
        for page in build.graph.modern_entries() {
            let mut on_page: BTreeMap<usize, BTreeSet<AssetId>> = BTreeMap::new();
            for (_, copies) in by_place.iter().filter(|(place, _)| page.can_load(**place)) {
                for &(group, copy) in copies {
                    on_page.entry(group).or_default().insert(copy);
                }
            }
            for (group, copies) in on_page {
                if let Some(most) = together.get_mut(group).filter(|most| most.len() < copies.len()) {
                    *most = copies;
                }
            }
        }
    }
    let found = together.iter().fold(Found::default(), |found, copies| add(build, found, copies));
    let observation = found.largest.map(|(_, asset, other)| {
        let facts = ImageFinding::DuplicateImage { images: found.images, bytes: found.bytes, other };
        Observation { asset, span: None, waste: Some(found.bytes), facts: FindingFacts::Image(facts) }
    });
    observation.into_iter().collect()
}

/// Whether a browser loads what it names, of its own or to show it.
fn is_loaded(placed: &PlacedUse) -> bool {
    let is_other =
        matches!(placed.written.element, ImageElement::Icon | ImageElement::Meta | ImageElement::Script);
    !is_other && !placed.written.is_managed
}

fn add(build: &Build, mut found: Found, copies: &BTreeSet<AssetId>) -> Found {
    let mut ids = copies.iter().copied();
    let (Some(first), Some(second)) = (ids.next(), ids.next()) else { return found };
    let sent = build.asset(first).transfer();
    found.images += 1;
    found.bytes += sent * (copies.len() as u64 - 1);
    if found.largest.is_none_or(|(most, ..)| most < sent) {
        found.largest = Some((sent, first, second));
    }
    found
}
