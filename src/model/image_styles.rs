//! What the stylesheets around an image give it, as far as that can be known from the build.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::AssetId;
use crate::model::build::{Build, Facts};
use crate::model::chunk_graph::EdgeKind;
use crate::model::document::DocumentFacts;
use crate::model::image::{Attribute, PlacedUse};
use crate::model::page_files::{PageFiles, page_files};
use crate::model::sizing::{Sizing, SizingRule};

/// The styles of a build, by the file that an image stands in.
#[derive(Debug)]
pub struct ImageStyles<'a> {
    build: &'a Build,
    /// The stylesheets and inline styles that an image in the file can meet; `None` where there may be others.
    by_place: BTreeMap<AssetId, Option<Rules<'a>>>,
}

/// The rules that an image can meet.
#[derive(Debug)]
struct Rules<'a> {
    rules: Vec<&'a SizingRule>,
    /// Whether a script runs beside them: it may change classes.
    has_scripts: bool,
}

/// What of a page counts for its images.
struct Around<'p> {
    page: &'p PageFiles,
    /// Its files that have or make styles, or may: few of many.
    styling: Vec<AssetId>,
    has_scripts: bool,
}

impl<'p> Around<'p> {
    fn of(build: &Build, page: &'p PageFiles) -> Self {
        let is_styling = |id: &AssetId| match build.facts(*id) {
            Facts::Document(_) | Facts::Stylesheet(_) | Facts::Unreadable => true,
            Facts::Script(facts) => facts.inserts_styles,
            _ => false,
        };
        let is_script = |id: &AssetId| match build.facts(*id) {
            Facts::Document(facts) => !facts.scripts.is_empty(),
            Facts::Script(_) => true,
            _ => false,
        };
        Self {
            page,
            styling: page.files.iter().copied().filter(is_styling).collect(),
            has_scripts: page.files.iter().any(is_script),
        }
    }
}

impl<'a> ImageStyles<'a> {
    /// The styles around every image of the build.
    pub fn new(build: &'a Build) -> Self {
        let places: BTreeSet<AssetId> = build.image_uses.iter().map(|placed| placed.place).collect();
        let pages = if places.is_empty() { Vec::new() } else { page_files(build) };
        let around: Vec<Around<'_>> = pages.iter().map(|page| Around::of(build, page)).collect();
        let rules = |place: AssetId| {
            let is_document = matches!(build.facts(place), Facts::Document(_));
            let meets = |around: &&Around<'_>| {
                let PageFiles { document, files } = around.page;
                if is_document { *document == Some(place) } else { files.contains(&place) }
            };
            let around: Vec<&Around<'_>> = around.iter().filter(meets).collect();
            // A script that no page loads runs in one that is not known.
            if around.is_empty() {
                return None;
            }
            let styling = around.iter().flat_map(|around| &around.styling).copied().collect();
            let has_scripts = around.iter().any(|around| around.has_scripts);
            Some(Rules { rules: rules_of(build, &styling)?, has_scripts })
        };
        Self { build, by_place: places.into_iter().map(|place| (place, rules(place))).collect() }
    }

    /// What the attributes, the `style` attribute and every rule that could match give an image together; `None` where
    /// there may be styles that are not in the build, or that a script makes.
    pub fn sizing(&self, placed: &PlacedUse) -> Option<Sizing> {
        let written = &placed.written;
        let is_given = |attribute: &Attribute<String>| match attribute {
            Attribute::Absent => false,
            Attribute::Known(value) => !value.trim().is_empty(),
            Attribute::Dynamic => true,
        };
        let sources = written.picture.known().map(Vec::as_slice).unwrap_or_default();
        let own = Sizing {
            width: is_given(&written.width) || sources.iter().any(|source| is_given(&source.width)),
            height: is_given(&written.height) || sources.iter().any(|source| is_given(&source.height)),
            ratio: false,
            is_apart: matches!(written.picture, Attribute::Dynamic),
        };
        let own = own.and(Sizing::of_style(&written.style));
        if own.is_enough() {
            return Some(own);
        }
        let rules = self.by_place.get(&placed.place)?.as_ref()?;
        let matching = rules.rules.iter().filter(|rule| rule.could_match_in(written, rules.has_scripts));
        Some(matching.fold(own, |all, rule| all.and(rule.gives)))
    }

    /// Whether some rule that could match an image gives it a width or a height; `None` where there may be styles that
    /// are not in the build, or that a script makes.
    pub fn may_be_resized(&self, placed: &PlacedUse) -> Option<bool> {
        let Rules { rules, has_scripts } = self.by_place.get(&placed.place)?.as_ref()?;
        let resizes = |rule: &&SizingRule| {
            (rule.gives.width || rule.gives.height) && rule.could_match_in(&placed.written, *has_scripts)
        };
        Some(rules.iter().copied().any(|rule| resizes(&rule)))
    }

    /// How many CSS pixels an image takes on a phone of that width: as wide as the phone at most, nothing else being
    /// said. `None` where that is not known.
    pub fn shown_on_phone(&self, placed: &PlacedUse, phone: u32) -> Option<(u32, u32)> {
        let header = self.build.image(placed.src?)?;
        let (width, height) =
            header.width.zip(header.height).filter(|&(width, height)| width > 0 && height > 0)?;
        let written = &placed.written;
        let bare = PlacedUse { written: written.without_size(), ..placed.clone() };
        // What CSS gives is not read: it may be anything.
        if self.sizing(&bare)? != Sizing::default() {
            return None;
        }
        let pixels = |attribute: &Attribute<String>| match attribute {
            Attribute::Absent => Some(None),
            Attribute::Known(text) => text.trim().parse::<u32>().ok().map(Some),
            Attribute::Dynamic => None,
        };
        let scaled = |part: u32, whole: u32, of: u32| {
            u32::try_from(u64::from(of) * u64::from(part) / u64::from(whole.max(1))).unwrap_or(u32::MAX)
        };
        let (width, height) = match (pixels(&written.width)?, pixels(&written.height)?) {
            (Some(width), Some(height)) => (width, height),
            (Some(shown), None) => (shown, scaled(shown, width, height)),
            (None, Some(shown)) => (scaled(shown, height, width), shown),
            (None, None) => (width, height),
        };
        Some(if width <= phone { (width, height) } else { (phone, scaled(phone, width, height)) })
    }
}

/// The rules of these files; `None` where one of them brings styles that are not in the build.
fn rules_of<'a>(build: &'a Build, files: &BTreeSet<AssetId>) -> Option<Vec<&'a SizingRule>> {
    let mut rules = Vec::new();
    for &file in files {
        match build.facts(file) {
            Facts::Document(facts) => {
                if brings_others(build, file, facts) {
                    return None;
                }
                rules.extend(&facts.sizing);
            }
            Facts::Stylesheet(facts) => {
                if facts.imports.len() > stylesheets_from(build, file) {
                    return None;
                }
                rules.extend(&facts.sizing);
            }
            Facts::Script(facts) if facts.inserts_styles => return None,
            Facts::Unreadable => return None,
            _ => {}
        }
    }
    Some(rules)
}

/// Whether a document loads stylesheets that are not in the build, or a script between its tags makes some.
fn brings_others(build: &Build, document: AssetId, facts: &DocumentFacts) -> bool {
    let named: BTreeSet<&str> = facts.stylesheets.iter().map(|sheet| sheet.url.as_str()).collect();
    let inline = facts.scripts.iter().filter_map(|script| script.inline.as_ref());
    stylesheets_from(build, document) < named.len() || inline.into_iter().any(|script| script.inserts_styles)
}

fn stylesheets_from(build: &Build, from: AssetId) -> usize {
    build.graph.edges_from(from).filter(|edge| edge.kind == EdgeKind::Stylesheet).count()
}
