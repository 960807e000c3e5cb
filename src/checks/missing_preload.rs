//! The font that all of a page is set in, which the page asks for late.
//!
//! Scripts that are found late are the business of `deep-import-chain`: it counts the whole chain, and this check says
//! nothing of them.

use std::collections::BTreeSet;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckOptions, Need};
use crate::model::chunk_graph::{EdgeKind, EntryPoint, PlacedFace};
use crate::model::finding::{DeliveryFinding, FindingFacts, Observation};
use crate::model::style::{FontPlace, FontRules, PageFont};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "missing-preload",
    summary: "the font of a whole page that no preload link names",
    severity: None,
    what: "Finds the font that all of a page is set in and that no `<link rel=\"preload\">` of the page names: the family \
           is the only one that the initial stylesheets give to `body`, `html`, `:root` or `*`, and one `@font-face` has \
           it for upright text of normal weight and every character (no `unicode-range`), in a file of the build. A \
           family that is only known at run time (`var()`), a font that may be on the device \
           (`local()`), and `font-display: optional` are left alone. Scripts that are found late are told of by \
           `deep-import-chain`.\n\
           It is off unless a budget file switches it on: a preload takes bandwidth from what comes first otherwise, an \
           element may be set in another font after all, and servers can name the font in a `Link` header, which the \
           build does not show.",
    why: "A browser asks for a font when it has the stylesheet and lays out text that needs it: a round trip later than for \
          what the page itself names. Until then the text is invisible, or set in another font and moves.",
    fix: "Add `<link rel=\"preload\" as=\"font\" crossorigin href=\"…\">` to the page, in front of the \
          stylesheet; without `crossorigin` the font is loaded twice.",
    options: &[],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    // Pages of one layout have one font: it is told of at the first of them.
    let mut told = BTreeSet::new();
    let mut observations = Vec::new();
    for entry in build.graph.modern_entries() {
        if build.asset(entry.asset).resource_type != ResourceType::Document {
            continue;
        }
        let Some((font, placed)) = page_font(build, entry) else { continue };
        let is_hinted =
            build.graph.edges_from(entry.asset).any(|edge| edge.kind == EdgeKind::Preload && edge.to == font);
        if is_hinted || !told.insert((font, placed.asset)) {
            continue;
        }
        let facts =
            DeliveryFinding::MissingPreload { font, family: placed.face.family.clone(), style: placed.asset };
        observations.push(Observation {
            asset: entry.asset,
            span: None,
            waste: None,
            facts: FindingFacts::Delivery(facts),
        });
    }
    observations
}

/// The file of the font that all of the page is set in, where that is certain.
fn page_font<'b>(build: &'b Build, entry: &EntryPoint) -> Option<(AssetId, &'b PlacedFace)> {
    let rules = entry.initial.iter().filter_map(|id| rules(build, id));
    let said: Vec<&PageFont> = rules.flat_map(|rules| &rules.page).collect();
    let family = said.iter().find(|font| !font.is_conditional)?.family.as_deref()?;
    let is_it = |other: &str| other.eq_ignore_ascii_case(family);
    if !said.iter().all(|font| font.family.as_deref().is_some_and(is_it)) {
        return None;
    }
    let faces = entry.initial.iter().flat_map(|id| build.graph.font_faces_of(id));
    let mut of_body = faces.filter(|placed| {
        let face = &placed.face;
        let is_normal = face.weight.is_none_or(|(least, most)| (least..=most).contains(&400));
        is_it(&face.family) && !face.is_slanted && is_normal
    });
    // Of two, the later would be taken, or both.
    let (placed, None) = (of_body.next()?, of_body.next()) else { return None };
    let face = &placed.face;
    let is_file = face.sources.first().is_some_and(|first| matches!(first.place, FontPlace::File(_)));
    let is_certain = is_file && !face.has_unicode_range && face.display.as_deref() != Some("optional");
    let font = placed.files.first().copied().flatten().filter(|_| is_certain)?;
    // What browsers pass over is not preloaded.
    let is_read = matches!(build.asset(font).path.extension().as_str(), "woff2" | "woff" | "ttf" | "otf");
    is_read.then_some((font, placed))
}

fn rules(build: &Build, id: AssetId) -> Option<&FontRules> {
    match build.facts(id) {
        Facts::Stylesheet(facts) => Some(&facts.fonts),
        Facts::Document(facts) => Some(&facts.fonts),
        _ => None,
    }
}
