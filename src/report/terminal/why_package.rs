//! Why a package is loaded: the scripts that it is in, the way to the one with most of it, and who imports it.

use crate::model::asset::Sizes;
use crate::model::build::Build;
use crate::model::chain::{Importer, PackageReason};
use crate::model::chunk_graph::Load;
use crate::model::package::{Package, PackageInChunk};
use crate::report::terminal::page::{Ink, Page, left, piece, right};
use crate::report::terminal::why;
use crate::report::text;

const INDENT: usize = 2;
const SHOWN_CHUNKS: usize = 8;
const SHOWN_WAYS: usize = 3;
const SHOWN_IMPORTERS: usize = 8;

/// Writes the answer for one package.
pub(super) fn write(page: &mut Page, build: &Build, reason: &PackageReason) {
    let Some(package) = build.packages.all.get(reason.package) else { return };
    let versions = if package.versions.is_empty() {
        String::new()
    } else {
        format!(" {}", package.versions.join(" and "))
    };
    page.heading(&format!("{}{versions}", package.name));
    page.paragraph(INDENT, &[], &summary(package), Ink::Plain);
    page.gap();
    let uses = reason.chunks.iter().filter_map(|chunk| {
        build.packages.in_chunk(chunk.target).iter().find(|found| found.name == package.name)
    });
    write_chunks(page, build, &uses.collect::<Vec<_>>());
    for way in reason.chunks.iter().take(SHOWN_WAYS) {
        why::write(page, build, way);
    }
    if SHOWN_WAYS < reason.chunks.len() {
        page.more(INDENT, "the ways to the other chunks: weighbridge why DIR CHUNK");
    }
    write_importers(page, &reason.importers);
}

/// `npm package, 61.2 kB raw in 2 chunks, in the initial load`
fn summary(package: &Package) -> String {
    if package.uses.is_empty() {
        return "npm package; the build's list of licences names it, and no script shows that it is in it"
            .to_owned();
    }
    let chunks = text::counted(package.uses.len() as u64, "chunk");
    let size = match package.sizes {
        Some(Sizes { raw, .. }) => format!("{} raw in {chunks}", text::size(raw)),
        None => format!("in {chunks}, size not known without source maps"),
    };
    let load = if package.is_initial { ", in the initial load" } else { ", not in the initial load" };
    format!("npm package, {size}{load}")
}

fn write_chunks(page: &mut Page, build: &Build, uses: &[&PackageInChunk]) {
    let rows: Vec<(String, String, &PackageInChunk)> = uses
        .iter()
        .take(SHOWN_CHUNKS)
        .map(|found| {
            let size = found.sizes.map_or("present".to_owned(), |sizes| text::size(sizes.raw));
            let load = build.graph.load(found.chunk).map_or("-", Load::name);
            (size, format!("{load}, {}", found.evidence.name()), *found)
        })
        .collect();
    let sizes = rows.iter().map(|(size, ..)| text::width(size)).max().unwrap_or_default();
    let facts = rows.iter().map(|(_, facts, _)| text::width(facts)).max().unwrap_or_default();
    let room = page.columns().saturating_sub(INDENT + sizes + facts + 4);
    for (size, known, found) in &rows {
        page.line(&[
            piece(" ".repeat(INDENT), Ink::Plain),
            piece(right(size, sizes), Ink::Plain),
            piece(format!("  {}  ", left(known, facts)), Ink::Dim),
            piece(text::shorten(build.path(found.chunk), room), Ink::Plain),
        ]);
        for copy in found.instances.iter().filter(|_| 1 < found.instances.len()) {
            let place =
                text::shorten(&copy.instance.path, page.columns().saturating_sub(INDENT + sizes + 14));
            page.line(&[piece(
                format!("{}  copy {} {place}", " ".repeat(INDENT + sizes), text::size(copy.sizes.raw)),
                Ink::Dim,
            )]);
        }
    }
    if SHOWN_CHUNKS < uses.len() {
        page.more(INDENT, &text::counted((uses.len() - SHOWN_CHUNKS) as u64, "more chunk"));
    }
}

fn write_importers(page: &mut Page, importers: &[Importer]) {
    if importers.is_empty() {
        return;
    }
    page.heading("Imported by");
    for importer in importers.iter().take(SHOWN_IMPORTERS) {
        let owner = importer.package.as_ref().map_or(String::new(), |package| format!("  ({package})"));
        let path = importer.path.trim_start_matches("../");
        let room = page.columns().saturating_sub(INDENT + 8 + text::width(&owner));
        let place = format!("{}:{}", text::shorten(path, room), importer.line);
        page.line(&[piece(format!("{}{place}", " ".repeat(INDENT)), Ink::Plain), piece(owner, Ink::Dim)]);
    }
    if SHOWN_IMPORTERS < importers.len() {
        page.more(INDENT, &text::counted((importers.len() - SHOWN_IMPORTERS) as u64, "more source file"));
    }
}
