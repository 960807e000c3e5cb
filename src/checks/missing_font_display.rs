//! Fonts that hide the text that is set in them until they have come.
//!
//! The rule is that of Lighthouse's `font-display` (`core/audits/font-display.js`, 11.7.1): a value of `block`,
//! `fallback`, `optional` or `swap` passes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::AssetId;
use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::chunk_graph::{Load, PlacedFace};
use crate::model::finding::{DeliveryFinding, FindingFacts, Observation};
use crate::model::span::Span;
use crate::model::style::FontPlace;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "missing-font-display",
    summary: "a font that hides its text until it has come",
    severity: Some(Severity::Warning),
    what: "Finds `@font-face` rules with a file and without a `font-display` of `block`, `fallback`, `optional` or \
           `swap`, and links to Google Fonts without `display=`, whose stylesheets have none then. Rules whose font is \
           inside of the stylesheet as a `data:` URL are left alone: there is nothing to wait for. One finding a file, \
           and one for all pages with the same.",
    why: "Without `font-display` browsers show nothing where the text would be for up to three seconds, while the font is \
          loaded. Lighthouse's audit `font-display` asks for a value that was chosen; for a font of icons that may be \
          `block`, which is what browsers do without one, but knowingly.",
    fix: "Write `font-display: swap` into the rules (`optional` where a font that comes late should not move the page, \
          `block` for icons); `&display=swap` for Google Fonts. Fonts of a package: see whether it has a variable for it \
          (`$fa-font-display`, `$font-display` of `@fontsource`), or a newer version.",
    options: &[],
    needs: &[Need::Graph],
    run,
};

const CHOSEN: [&str; 4] = ["block", "fallback", "optional", "swap"];

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    let mut observations = Vec::new();
    let mut by_file: BTreeMap<AssetId, Vec<&PlacedFace>> = BTreeMap::new();
    for placed in build.graph.font_faces.iter().filter(|placed| hides_text(placed)) {
        by_file.entry(placed.asset).or_default().push(placed);
    }
    // Pages of one layout have one `<style>`: it is told of at the first of them.
    let mut told: BTreeSet<(Vec<String>, usize)> = BTreeSet::new();
    for (asset, faces) in by_file {
        let families: BTreeSet<String> = faces.iter().map(|placed| placed.face.family.clone()).collect();
        let families: Vec<String> = families.into_iter().collect();
        let is_page = matches!(build.facts(asset), Facts::Document(_));
        let is_new = !is_page || told.insert((families.clone(), faces.len()));
        if build.graph.load(asset) != Some(Load::Legacy) && is_new {
            let span = faces.first().map(|placed| placed.face.span);
            observations.push(observation(asset, span, faces.len(), families));
        }
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (id, _) in build.iter() {
        let links = linked(build, id).into_iter().filter(|(url, _)| is_google_without_display(url));
        let new: Vec<(&str, Span)> = links.filter(|(url, _)| told.insert(url)).collect();
        if let Some((_, span)) = new.first() {
            let families: BTreeSet<String> = new.iter().flat_map(|(url, _)| families_of(url)).collect();
            observations.push(observation(id, Some(*span), 0, families.into_iter().collect()));
        }
    }
    observations
}

fn observation(asset: AssetId, span: Option<Span>, faces: usize, families: Vec<String>) -> Observation {
    let seen = DeliveryFinding::MissingFontDisplay { faces, families };
    Observation { asset, span, waste: None, facts: FindingFacts::Delivery(seen) }
}

fn hides_text(placed: &PlacedFace) -> bool {
    let face = &placed.face;
    let is_chosen = face.display.as_deref().is_some_and(|display| CHOSEN.contains(&display));
    let has = |wanted: fn(&FontPlace) -> bool| face.sources.iter().any(|source| wanted(&source.place));
    !is_chosen
        && has(|place| matches!(place, FontPlace::File(_)))
        && !has(|place| *place == FontPlace::Inline)
}

/// The stylesheets that a file asks for.
fn linked(build: &Build, id: AssetId) -> Vec<(&str, Span)> {
    match build.facts(id) {
        Facts::Document(facts) => {
            facts.stylesheets.iter().map(|link| (link.url.as_str(), link.span)).collect()
        }
        Facts::Stylesheet(facts) => {
            facts.imports.iter().map(|import| (import.url.as_str(), import.span)).collect()
        }
        _ => Vec::new(),
    }
}

/// <https://developers.google.com/fonts/docs/css2#use_font-display>: without the parameter it is `auto`.
fn is_google_without_display(url: &str) -> bool {
    // A placeholder that is filled in later may hold anything.
    if url.contains(['{', '<']) {
        return false;
    }
    let path = url.trim_start_matches("https:").trim_start_matches("http:");
    let Some(query) = path
        .strip_prefix("//fonts.googleapis.com/css")
        .map(|rest| rest.trim_start_matches('2'))
        .and_then(|rest| rest.strip_prefix('?'))
    else {
        return false;
    };
    let display = parameters(query).find(|(name, _)| *name == "display").map(|(_, value)| value);
    parameters(query).any(|(name, _)| name == "family")
        && !display.is_some_and(|display| CHOSEN.contains(&display))
}

fn parameters(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let query = query.split('#').next().unwrap_or_default();
    query.split('&').map(|part| part.trim_start_matches("amp;")).filter_map(|part| part.split_once('='))
}

/// `Open Sans` of `?family=Open+Sans:wght@400|Lato`.
fn families_of(url: &str) -> impl Iterator<Item = String> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let lists = parameters(query).filter(|(name, _)| *name == "family");
    let names = lists.flat_map(|(_, list)| list.split('|'));
    names.map(|family| family.split(':').next().unwrap_or_default().replace('+', " "))
}
