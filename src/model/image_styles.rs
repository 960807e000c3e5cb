//! What the stylesheets around an image give it, as far as that can be known from the build.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::model::asset::AssetId;
use crate::model::asset_set::AssetSet;
use crate::model::build::{Build, Facts};
use crate::model::chunk_graph::{EdgeKind, EntryPoint};
use crate::model::document::DocumentFacts;
use crate::model::image::{Attribute, PlacedUse};
use crate::model::sizing::{Sizing, SizingRule, SizingRules};

/// The styles of a build, by the file that an image stands in.
#[derive(Debug)]
pub struct ImageStyles<'a> {
    build: &'a Build,
    kinds: Kinds,
    /// What is around the files of each entry point.
    pages: OnceCell<Vec<Around>>,
    /// What was asked for: of most files nobody asks.
    known: RefCell<Known<'a>>,
}

/// `None` where there may be styles that are not in the build, or that a script makes.
type MaybeRules<'a> = Option<Rc<Rules<'a>>>;

#[derive(Debug, Default)]
struct Known<'a> {
    by_place: HashMap<AssetId, MaybeRules<'a>>,
    /// By the pages that load a file: many have the same.
    by_pages: HashMap<AssetSet, MaybeRules<'a>>,
}

/// The rules that an image can meet.
#[derive(Debug)]
struct Rules<'a> {
    rules: SizingRules<'a>,
    /// Whether a script runs beside them: it may change classes.
    has_scripts: bool,
}

/// The files that matter for images, wherever they are loaded.
#[derive(Debug)]
struct Kinds {
    /// Those that have or make styles, or may.
    styling: AssetSet,
    scripts: AssetSet,
}

impl Kinds {
    fn of(build: &Build) -> Self {
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
        let ids = || build.iter().map(|(id, _)| id);
        Self { styling: ids().filter(is_styling).collect(), scripts: ids().filter(is_script).collect() }
    }
}

/// What of a page counts for its images.
#[derive(Clone, Debug, Default)]
struct Around {
    /// Its files that have or make styles, or may: few of many.
    styling: AssetSet,
    has_scripts: bool,
}

impl Around {
    fn of(entry: &EntryPoint, kinds: &Kinds) -> Self {
        let mut styling = entry.initial.in_both(&kinds.styling);
        styling.add_all(&entry.lazy.in_both(&kinds.styling));
        let has_scripts = entry.initial.has_any_of(&kinds.scripts) || entry.lazy.has_any_of(&kinds.scripts);
        Self { styling, has_scripts }
    }
}

impl<'a> ImageStyles<'a> {
    /// The styles around the images of the build.
    pub fn new(build: &'a Build) -> Self {
        Self { build, kinds: Kinds::of(build), pages: OnceCell::new(), known: RefCell::default() }
    }

    /// The rules that an image in that file can meet.
    fn rules(&self, place: AssetId) -> MaybeRules<'a> {
        let known = self.known.borrow().by_place.get(&place).cloned();
        known.unwrap_or_else(|| {
            let rules = self.rules_around(place);
            self.known.borrow_mut().by_place.insert(place, rules.clone());
            rules
        })
    }

    fn rules_around(&self, place: AssetId) -> MaybeRules<'a> {
        let graph = &self.build.graph;
        if matches!(self.build.facts(place), Facts::Document(_)) {
            // It is around its own images, whatever shows it within another page.
            return self.rules_of(&Around::of(graph.modern_entry(place)?, &self.kinds));
        }
        let loading = graph.modern_entries().enumerate().filter(|(_, entry)| entry.can_load(place));
        let (places, entries): (Vec<usize>, AssetSet) = loading.map(|(at, entry)| (at, entry.asset)).unzip();
        // A script that no page loads runs in one that is not known.
        if entries.is_empty() {
            return None;
        }
        let known = self.known.borrow().by_pages.get(&entries).cloned();
        known.unwrap_or_else(|| {
            let around = |entry| Around::of(entry, &self.kinds);
            let pages = self.pages.get_or_init(|| graph.modern_entries().map(around).collect());
            let mut all = Around::default();
            for page in places.iter().filter_map(|&at| pages.get(at)) {
                all.styling.extend(page.styling.iter());
                all.has_scripts |= page.has_scripts;
            }
            let rules = self.rules_of(&all);
            self.known.borrow_mut().by_pages.insert(entries, rules.clone());
            rules
        })
    }

    fn rules_of(&self, around: &Around) -> MaybeRules<'a> {
        let rules = rules_of(self.build, &around.styling)?;
        Some(Rc::new(Rules { rules: SizingRules::new(rules), has_scripts: around.has_scripts }))
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
        let around = self.rules(placed.place)?;
        let matching = around.rules.that_could_match(written, around.has_scripts);
        Some(matching.fold(own, |all, rule| all.and(rule.gives)))
    }

    /// Whether some rule that could match an image gives it a width or a height; `None` where there may be styles that
    /// are not in the build, or that a script makes.
    pub fn may_be_resized(&self, placed: &PlacedUse) -> Option<bool> {
        let around = self.rules(placed.place)?;
        let mut matching = around.rules.that_could_match(&placed.written, around.has_scripts);
        Some(matching.any(|rule| rule.gives.width || rule.gives.height))
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
fn rules_of<'a>(build: &'a Build, files: &AssetSet) -> Option<Vec<&'a SizingRule>> {
    let mut rules = Vec::new();
    for file in files.iter() {
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
