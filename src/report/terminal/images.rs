//! The images of which most bytes could be saved.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::finding::{Finding, FindingFacts};
use crate::model::report::Report;
use crate::report::terminal::page::{Ink, Page, left, piece, right};
use crate::report::text;

const SHOWN: usize = 8;
const INDENT: usize = 2;
/// What a size takes with the gap before it: `  61.2 kB`.
const SIZE: usize = 9;
/// What the name of a check takes with the gap before it and the number of others: `  missing-lazy-loading +1`.
const CHECK: usize = 25;
/// The names of files are no longer than this.
const LONGEST_NAME: usize = 70;
const SHORTEST_NAME: usize = 18;

/// One image and what the checks found of it that has bytes.
#[derive(Default)]
struct Row<'a> {
    saved: u64,
    check: &'a str,
    /// How many other checks found something.
    others: usize,
}

/// Writes the table; nothing where no bytes of an image are known to be wasted.
pub(super) fn write(page: &mut Page, report: &Report) {
    let mut rows: BTreeMap<AssetId, Row<'_>> = BTreeMap::new();
    for finding in &report.findings {
        let waste = finding.observation.waste.filter(|&waste| 0 < waste);
        let Some((image, waste)) = image(report, finding).zip(waste) else { continue };
        let row = rows.entry(image).or_default();
        // What several checks would save does not add up: one of them may leave nothing to the other.
        if row.saved == 0 {
            (row.saved, row.check) = (waste, finding.check.id);
        } else {
            row.others += usize::from(row.check != finding.check.id);
            if row.saved < waste {
                (row.saved, row.check) = (waste, finding.check.id);
            }
        }
    }
    if rows.is_empty() {
        return;
    }
    let mut rows: Vec<(AssetId, Row<'_>)> = rows.into_iter().collect();
    rows.sort_by_key(|(image, row)| (Reverse(row.saved), *image));
    let longest =
        rows.iter().take(SHOWN).map(|&(image, _)| text::width(&text::printable(report.path(image)))).max();
    let room = page.columns().saturating_sub(INDENT + 2 * SIZE + CHECK).min(LONGEST_NAME);
    let name = longest.unwrap_or_default().max(SHORTEST_NAME).min(room.max(SHORTEST_NAME));
    page.gap();
    page.line(&[
        piece(left("Images to mend", name + INDENT), Ink::Bold),
        piece(right("raw", SIZE), Ink::Dim),
        piece(right("saves", SIZE), Ink::Dim),
    ]);
    for (image, row) in rows.iter().take(SHOWN) {
        let others = if row.others == 0 { String::new() } else { format!(" +{}", row.others) };
        page.line(&[
            piece(" ".repeat(INDENT), Ink::Plain),
            piece(left(&text::shorten(report.path(*image), name), name), Ink::Plain),
            piece(right(&text::size(report.build.asset(*image).raw), SIZE), Ink::Plain),
            piece(right(&text::size(row.saved), SIZE), Ink::Plain),
            piece(format!("  {}{others}", row.check), Ink::Dim),
        ]);
    }
    if let Some(rest) = rows.get(SHOWN..).filter(|rest| !rest.is_empty()) {
        let saved = text::size(rest.iter().map(|(_, row)| row.saved).sum());
        let more = text::counted(rest.len() as u64, "more image");
        page.more(INDENT, &format!("{more}, together {saved}"));
    }
}

/// The image that a finding is about: the one that it names, or the file that it stands in.
pub(super) fn image(report: &Report, finding: &Finding) -> Option<AssetId> {
    let seen = &finding.observation;
    let named = match &seen.facts {
        FindingFacts::Image(facts) => facts.image(),
        _ => None,
    };
    let is_image = report.build.asset(seen.asset).resource_type == ResourceType::Image;
    named.or_else(|| is_image.then_some(seen.asset))
}
