//! The columns that the tables of files share: name, gzip, brotli, raw and one word.

use crate::model::asset::Sizes;
use crate::model::report::Report;
use crate::report::terminal::page::{Ink, Page, Piece, left, piece, right};
use crate::report::text;

/// Tables wider than this make the eye lose its line.
const WIDEST_TABLE: usize = 140;
/// What a size takes with the gap before it: `  61.2 kB`.
const SIZE: usize = 9;
/// What the last column takes with the gap before it: `  requests`.
const LAST: usize = 10;
/// With less than this the names would say nothing: Brotli and raw sizes give way.
const LEAST_NAME: usize = 18;
/// The names stand indented under the headings.
const INDENT: usize = 2;

/// How wide the columns are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    name: usize,
    all_sizes: bool,
}

impl Columns {
    /// Columns for the files of a report: as wide as its longest path, as far as the terminal allows.
    pub(super) fn of(page: &Page, report: &Report) -> Self {
        let room = page.columns().min(WIDEST_TABLE).saturating_sub(INDENT + LAST);
        let all_sizes = LEAST_NAME + 3 * SIZE <= room;
        let room = room - if all_sizes { 3 * SIZE } else { SIZE };
        let paths = report.build.assets.iter().filter(|asset| asset.sizes.is_some());
        let longest = paths.map(|asset| text::width(&text::printable(asset.path.as_str()))).max();
        Self { name: longest.unwrap_or_default().max(2 * LEAST_NAME).min(room), all_sizes }
    }

    /// The columns of the name that are left at an indentation.
    pub(super) fn name(self, indent: usize) -> usize {
        (self.name + INDENT).saturating_sub(indent)
    }

    /// The line of headings.
    pub(super) fn head(self, title: &str, last: &str) -> Vec<Piece> {
        let sizes = if self.all_sizes { &["gzip", "brotli", "raw"][..] } else { &["gzip"] };
        let mut line = vec![piece(left(title, self.name + INDENT), Ink::Bold)];
        line.extend(sizes.iter().map(|name| piece(right(name, SIZE), Ink::Dim)));
        line.push(piece(right(last, LAST), Ink::Dim));
        line
    }

    /// A line of the table.
    pub(super) fn row(self, indent: usize, name: &str, sizes: Sizes, last: &str) -> Vec<Piece> {
        let mut line = self.short_row(indent, name, sizes.gzip, Ink::Plain);
        if self.all_sizes {
            line.push(piece(right(&text::size(sizes.brotli), SIZE), Ink::Dim));
            line.push(piece(right(&text::size(sizes.raw), SIZE), Ink::Dim));
        }
        line.push(piece(right(last, LAST), Ink::Dim));
        line
    }

    /// A line with the name and the gzip size alone.
    pub(super) fn short_row(self, indent: usize, name: &str, gzip: u64, ink: Ink) -> Vec<Piece> {
        vec![
            piece(" ".repeat(indent), Ink::Plain),
            piece(left(name, self.name(indent)), ink),
            piece(right(&text::size(gzip), SIZE), ink),
        ]
    }
}
