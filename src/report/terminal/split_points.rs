//! The dynamic imports that cost most, under the chunk in which they stand.

use std::cmp::Reverse;

use crate::model::asset::ResourceType;
use crate::model::chunk_graph::{Audience, SplitPoint};
use crate::model::report::Report;
use crate::report::terminal::page::{Ink, Page, left, piece, right};
use crate::report::{text, wording};

const SHOWN: usize = 8;
const INDENT: usize = 2;
const ROUTE_COLUMNS: usize = 24;
/// Wider than this the eye loses the line between path and cost.
const WIDEST: usize = 140;

/// Writes the section; nothing for a build without scripts.
pub(super) fn write(page: &mut Page, report: &Report) {
    let build = &report.build;
    let mut splits: Vec<&SplitPoint> =
        build.graph.split_points.iter().filter(|split| split.audience == Audience::Modern).collect();
    if splits.is_empty() && build.of_type(ResourceType::Script).next().is_none() {
        return;
    }
    page.heading("Split points");
    splits.sort_by_key(|split| (Reverse(split.cost.gzip), split.chunk, split.span));
    let rest = splits.split_off(splits.len().min(SHOWN));
    if splits.is_empty() {
        page.paragraph(INDENT, &[], "no dynamic import found", Ink::Dim);
    } else {
        write_costliest(page, report, &splits);
    }
    if !rest.is_empty() {
        let ineffective = rest.iter().filter(|split| !split.effective).count() as u64;
        let already = match ineffective {
            0 => String::new(),
            number => format!(", {} of them loaded already", text::count(number)),
        };
        page.more(INDENT, &format!("{} more{already}", text::count(rest.len() as u64)));
    }
    if build.graph.unresolved > 0 {
        let unresolved = text::counted(build.graph.unresolved as u64, "id");
        page.paragraph(INDENT, &[], &format!("{unresolved} of chunks name no file of the build"), Ink::Dim);
    }
}

fn write_costliest(page: &mut Page, report: &Report, splits: &[&SplitPoint]) {
    // Chunks in the order of their costliest split point, which is the order in which they are met.
    let mut chunks = Vec::new();
    for split in splits {
        if !chunks.contains(&split.chunk) {
            chunks.push(split.chunk);
        }
    }
    let rows: Vec<_> = splits
        .iter()
        .map(|split| {
            let place = report.place(split.chunk, split.span);
            (place.map_or(String::new(), |place| format!("{}:{}", place.line, place.column)), cost(split))
        })
        .collect();
    let place_columns = rows.iter().map(|(place, _)| text::width(place)).max().unwrap_or_default();
    let size_columns = rows.iter().map(|(_, (size, _))| text::width(size)).max().unwrap_or_default();
    let files_columns = rows.iter().map(|(_, (_, files))| text::width(files)).max().unwrap_or_default();
    let fixed = INDENT + 2 + place_columns + 3 + 2 + size_columns + files_columns;
    let room = page.columns().min(WIDEST).saturating_sub(fixed);
    let longest = splits.iter().map(|split| text::width(&text::printable(report.path(split.target)))).max();
    let target_columns = longest.unwrap_or_default().min(room);
    for chunk in chunks {
        let path = text::shorten(report.path(chunk), page.columns() - INDENT);
        page.line(&[piece("  ", Ink::Plain), piece(path, Ink::Plain)]);
        for (split, (place, (size, files))) in
            splits.iter().zip(&rows).filter(|(split, _)| split.chunk == chunk)
        {
            let target = text::shorten(report.path(split.target), target_columns);
            let ink = if split.effective { Ink::Plain } else { Ink::Dim };
            page.line(&[
                piece(format!("    {} → ", right(place, place_columns)), Ink::Dim),
                piece(left(&target, target_columns), ink),
                piece(format!("  {}", right(size, size_columns)), ink),
                piece(files.as_str(), Ink::Dim),
            ]);
        }
    }
}

/// `+12.3 kB` and ` gzip, 2 files, /docs`
fn cost(split: &SplitPoint) -> (String, String) {
    if !split.effective {
        return (String::new(), "loaded already".to_owned());
    }
    let files = text::counted(split.adds.len(), "file");
    let routes = wording::routes(split).map(|routes| format!(", {}", text::shorten(&routes, ROUTE_COLUMNS)));
    (format!("+{}", text::size(split.cost.gzip)), format!(" gzip, {files}{}", routes.unwrap_or_default()))
}
