//! The heaviest scripts and stylesheets of the whole build.

use std::cmp::Reverse;

use crate::model::asset::ResourceType;
use crate::model::report::Report;
use crate::report::terminal::columns::Columns;
use crate::report::terminal::page::Page;
use crate::report::text;

const SHOWN: usize = 8;
const INDENT: usize = 2;

/// Writes the table; nothing for a build without scripts and stylesheets.
pub(super) fn write(page: &mut Page, report: &Report) {
    let mut chunks: Vec<_> = report
        .build
        .iter()
        .filter(|(_, asset)| matches!(asset.resource_type, ResourceType::Script | ResourceType::Stylesheet))
        .filter_map(|(id, asset)| Some((id, asset.sizes?)))
        .collect();
    if chunks.is_empty() {
        return;
    }
    chunks.sort_by_key(|&(id, sizes)| (Reverse(sizes.gzip), id));
    let columns = Columns::of(page, report);
    page.gap();
    page.line(&columns.head("Heaviest chunks", "load"));
    for &(id, sizes) in chunks.iter().take(SHOWN) {
        let name = text::shorten(report.path(id), columns.name(INDENT));
        let load = report.build.graph.load(id).map_or("–", |load| load.name());
        page.line(&columns.row(INDENT, &name, sizes, load));
    }
    if let Some(&(_, heaviest)) = chunks.get(SHOWN) {
        let more = text::counted((chunks.len() - SHOWN) as u64, "more chunk");
        page.more(INDENT, &format!("{more} of at most {}", text::size(heaviest.gzip)));
    }
}
