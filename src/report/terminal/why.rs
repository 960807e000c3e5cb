//! Why a file is loaded: what it is, and the shortest way to it from each entry point.

use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::chain::{Chain, Reason};
use crate::model::chunk_graph::{Audience, Edge, EdgeKind, Load};
use crate::report::terminal::page::{Ink, Page, left, piece};
use crate::report::text;

const INDENT: usize = 2;
const SHOWN_CHAINS: usize = 12;
const SHOWN_IMPORTERS: usize = 5;
const SHOWN_ROUTES: usize = 5;

/// Writes the answer for one file.
pub(super) fn write(page: &mut Page, build: &Build, reason: &Reason) {
    let asset = build.asset(reason.target);
    page.heading(&text::shorten(asset.path.as_str(), page.columns()));
    let load = match build.graph.load(reason.target) {
        Some(Load::Initial) => "in the initial load",
        Some(Load::Lazy) => "lazy",
        Some(Load::Legacy) => "only for browsers without modules",
        None => "loaded by no entry point",
    };
    let size = text::size(asset.raw);
    page.paragraph(INDENT, &[], &format!("{}, {size} raw, {load}", asset.resource_type), Ink::Plain);
    write_importers(page, build, reason);
    write_routes(page, build, reason.target);
    for chain in reason.chains.iter().take(SHOWN_CHAINS) {
        write_chain(page, build, reason.audience, chain);
    }
    if SHOWN_CHAINS < reason.chains.len() {
        let rest = reason.chains[SHOWN_CHAINS..].iter().map(|chain| chain.entries.len() as u64).sum();
        page.more(INDENT, &format!("other ways from {}", text::counted(rest, "more entry point")));
    }
}

/// Says that what could not be read may hide a way.
pub(super) fn write_unreadable(page: &mut Page, unreadable: usize) {
    if 0 < unreadable {
        let problems = text::counted(unreadable as u64, "problem");
        page.gap();
        page.paragraph(
            0,
            &[],
            &format!("{problems} while reading the build: there may be more ways; see `weighbridge check`"),
            Ink::Dim,
        );
    }
}

fn write_importers(page: &mut Page, build: &Build, reason: &Reason) {
    let importers = &reason.importers;
    let words = if importers.is_empty() {
        "no file loads it".to_owned()
    } else {
        let number = text::counted(importers.len() as u64, "file");
        let verb = if importers.len() == 1 { "loads" } else { "load" };
        let names = importers.iter().take(SHOWN_IMPORTERS).map(|&id| build.path(id).to_owned());
        let mut names: Vec<String> = names.collect();
        if let Some(rest) = importers.len().checked_sub(SHOWN_IMPORTERS).filter(|rest| 0 < *rest) {
            names.push(format!("{} more", text::count(rest as u64)));
        }
        format!("{number} {verb} it: {}", text::list(&names))
    };
    page.paragraph(INDENT, &[], &words, Ink::Dim);
}

/// The routes whose opening loads the file beyond what their entry points load at first.
fn write_routes(page: &mut Page, build: &Build, target: AssetId) {
    let graph = &build.graph;
    let loads =
        |index: &usize| graph.split_points.get(*index).is_some_and(|split| split.adds.contains(target));
    let opening = graph.routes.iter().filter(|route| route.split_points.iter().any(loads));
    let routes: Vec<&str> = opening.map(|route| route.path.as_str()).collect();
    let mut names: Vec<String> = routes.iter().take(SHOWN_ROUTES).map(ToString::to_string).collect();
    if let Some(rest) = routes.len().checked_sub(SHOWN_ROUTES).filter(|rest| 0 < *rest) {
        names.push(format!("{} more", text::count(rest as u64)));
    }
    if !names.is_empty() {
        page.paragraph(INDENT, &[], &format!("opening {} loads it", text::list(&names)), Ink::Dim);
    }
}

fn write_chain(page: &mut Page, build: &Build, audience: Audience, chain: &Chain) {
    let Some((first, others)) = chain.entries.split_first() else { return };
    let others = match others.len() {
        0 => String::new(),
        number => format!(" and {}", text::counted(number as u64, "more entry point")),
    };
    let entries = format!("{}{others}", build.path(*first));
    let mut words = match (chain.steps.is_empty(), chain.is_initial()) {
        (true, _) => format!("{entries} is an entry point itself"),
        (false, true) => format!("in the initial load of {entries}"),
        (false, false) => format!("lazy from {entries}"),
    };
    if audience == Audience::Legacy {
        words.push_str(", in browsers without modules");
    }
    page.gap();
    page.paragraph(INDENT, &[], &words, Ink::Plain);
    let rows: Vec<(String, String, AssetId)> = chain
        .steps
        .iter()
        .map(|step| {
            let place = step.span.and_then(|span| build.place(step.from, span));
            let place = place.map_or("-".to_owned(), |place| format!("{}:{}", place.line, place.column));
            (place, format!("{} ({})", kind(build, step), step.via.name()), step.to)
        })
        .collect();
    if chain.steps.is_empty() {
        return;
    }
    let place_columns = rows.iter().map(|(place, ..)| text::width(place)).max().unwrap_or_default();
    let kind_columns = rows.iter().map(|(_, kind, _)| text::width(kind)).max().unwrap_or_default();
    let room = page.columns().saturating_sub(INDENT * 2 + place_columns + kind_columns + 6);
    page.line(&[piece("    ", Ink::Plain), piece(text::shorten(build.path(*first), room), Ink::Plain)]);
    for (place, kind, to) in rows {
        let facts = format!("    {}  {}  → ", left(&place, place_columns), left(&kind, kind_columns));
        page.line(&[piece(facts, Ink::Dim), piece(text::shorten(build.path(to), room), Ink::Plain)]);
    }
}

/// What the step is called; the element of a document is no import.
fn kind(build: &Build, step: &Edge) -> &'static str {
    let is_document = build.asset(step.from).resource_type == ResourceType::Document;
    match step.kind {
        EdgeKind::Static if is_document => "script",
        EdgeKind::Static => "static import",
        EdgeKind::Dynamic => "dynamic import",
        EdgeKind::Stylesheet => "stylesheet",
        EdgeKind::Worker => "worker",
        EdgeKind::Preload => "preload",
    }
}
