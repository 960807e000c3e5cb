//! Where images are used: each use with the files of the build that it names.
//!
//! A page that was rendered in advance has an image that the script which brings the page to life has too: that is
//! one use, and what stands in the document counts, since all of its attributes are known.

use std::collections::{HashMap, HashSet};

use crate::graph::import_maps;
use crate::graph::parcel;
use crate::graph::resolve::Resolver;
use crate::model::asset::AssetId;
use crate::model::build::{Build, Facts};
use crate::model::document::DocumentFacts;
use crate::model::image::{Attribute, Candidate, ImageElement, ImageUrl, ImageUse, PictureSource, PlacedUse};
use crate::model::script::{Target, UrlBase};

/// Every use of an image in the build, sorted by file and place.
pub fn image_uses(build: &Build) -> Vec<PlacedUse> {
    let resolver = Resolver::new(&build.assets, import_maps(&build.facts));
    let mut uses = Vec::new();
    for (index, facts) in build.facts.iter().enumerate() {
        let place = AssetId::new(index);
        let placed = |base| Placing { resolver: &resolver, place, base };
        match facts {
            Facts::Document(facts) => {
                let placing = placed(Base::Document(facts.base.as_deref()));
                uses.extend(in_document(facts).map(|written| placing.place(written)));
            }
            Facts::Stylesheet(facts) => {
                uses.extend(facts.images.iter().map(|written| placed(Base::AsWritten).place(written)));
            }
            Facts::Script(facts) => {
                uses.extend(facts.images.iter().map(|written| placed(Base::AsWritten).place(written)));
            }
            Facts::Image(_)
            | Facts::Manifest(_)
            | Facts::ServiceWorker(_)
            | Facts::None
            | Facts::Unreadable => {}
        }
    }
    let bundles = uses_of_bundles(build, &uses, &resolver);
    uses.extend(bundles);
    let shown = shown_by_documents(build, &uses);
    uses.retain(|placed| !shown.contains(&(placed.place, placed.written.span.start)));
    uses.sort_by_key(|placed| (placed.place, placed.written.span, placed.written.element));
    uses
}

/// Parcel: the images whose URLs a script makes and that no use in it names. Their ids may stand in the list of
/// another script, so that no script alone says which file it is.
fn uses_of_bundles(build: &Build, uses: &[PlacedUse], resolver: &Resolver<'_>) -> Vec<PlacedUse> {
    let mut named: HashSet<(AssetId, AssetId)> =
        uses.iter().flat_map(|placed| placed.files().map(|file| (placed.place, file))).collect();
    let images = parcel::images(&build.facts, resolver);
    let fresh = images.filter(|(place, _, file)| named.insert((*place, *file)));
    let placed = fresh.map(|(place, bundle, file)| {
        let url = ImageUrl { url: bundle.id.clone(), base: UrlBase::Specifier };
        let src = Attribute::Known(url);
        PlacedUse {
            place,
            written: ImageUse { src, ..ImageUse::new(ImageElement::Script, bundle.span) },
            src: Some(file),
            srcset: Vec::new(),
            sources: Vec::new(),
        }
    });
    placed.collect()
}

/// The uses of a document and those of the scripts between its tags.
fn in_document(facts: &DocumentFacts) -> impl Iterator<Item = &ImageUse> {
    let inline = facts.scripts.iter().filter_map(|script| script.inline.as_ref());
    facts.images.iter().chain(inline.flat_map(|script| &script.images))
}

/// One file in which uses stand.
struct Placing<'a> {
    resolver: &'a Resolver<'a>,
    place: AssetId,
    base: Base<'a>,
}

/// What the URLs of a file are relative to.
#[derive(Clone, Copy)]
enum Base<'a> {
    /// A document's `<base href>`, or the document.
    Document(Option<&'a str>),
    /// What each URL says.
    AsWritten,
}

impl Placing<'_> {
    fn place(&self, written: &ImageUse) -> PlacedUse {
        let sources = written.picture.known().map(Vec::as_slice).unwrap_or_default();
        PlacedUse {
            place: self.place,
            src: written.src.known().and_then(|url| self.file(url)),
            srcset: self.files(written.srcset.known()),
            sources: sources.iter().map(|source: &PictureSource| self.files(source.srcset.known())).collect(),
            written: written.clone(),
        }
    }

    fn files(&self, candidates: Option<&Vec<Candidate>>) -> Vec<Option<AssetId>> {
        let candidates = candidates.into_iter().flatten();
        candidates.map(|candidate| candidate.url.as_ref().and_then(|url| self.file(url))).collect()
    }

    fn file(&self, url: &ImageUrl) -> Option<AssetId> {
        match self.base {
            Base::Document(base) => self.resolver.document_url(&url.url, self.place, base),
            Base::AsWritten => self.resolver.target(&Target::url(url.url.clone(), url.base), self.place),
        }
    }
}

/// What makes two uses one: the element with its file and its `alt`; where one of these is not known, the other alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Identity<'a> {
    element: ImageElement,
    file: Option<AssetId>,
    alt: Option<&'a str>,
}

fn identity(placed: &PlacedUse) -> Option<Identity<'_>> {
    let element = placed.written.element;
    if matches!(element, ImageElement::Css | ImageElement::Script) {
        return None;
    }
    let file = placed.src.or_else(|| placed.files().next());
    let alt = match &placed.written.alt {
        Attribute::Known(alt) => Some(alt.trim()),
        Attribute::Absent => Some(""),
        Attribute::Dynamic => None,
    };
    // Without a file, only a text says which image it is.
    (file.is_some() || alt.is_some_and(|alt| !alt.is_empty())).then_some(Identity { element, file, alt })
}

/// What a use in a script can be known by that is the same as this use in a document.
fn known_by(own: Identity<'_>) -> [Identity<'_>; 3] {
    [own, Identity { alt: None, ..own }, Identity { file: None, ..own }]
}

/// The uses in scripts, by file and place, that a document has which can load the script.
fn shown_by_documents(build: &Build, uses: &[PlacedUse]) -> HashSet<(AssetId, u32)> {
    let mut in_scripts: HashMap<Identity<'_>, Vec<&PlacedUse>> = HashMap::new();
    for placed in uses.iter().filter(|placed| build.script(placed.place).is_some()) {
        if let Some(identity) = identity(placed) {
            in_scripts.entry(identity).or_default().push(placed);
        }
    }
    let mut shown = HashSet::new();
    for placed in uses.iter().filter(|placed| matches!(build.facts(placed.place), Facts::Document(_))) {
        let Some(page) = build.graph.modern_entry(placed.place) else { continue };
        let same = identity(placed).into_iter().flat_map(known_by).filter_map(|known| in_scripts.get(&known));
        let loaded = same.flatten().filter(|theirs| page.can_load(theirs.place));
        shown.extend(loaded.map(|theirs| (theirs.place, theirs.written.span.start)));
    }
    shown
}
