//! Places in a text: byte ranges inside, lines and UTF-16 columns outside.

use line_index::{LineIndex, TextSize, WideEncoding};
use serde::{Deserialize, Serialize};

/// A range of bytes in one asset. `start <= end`; both are offsets from the asset's first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "(u32, u32)", try_from = "(u32, u32)")]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

impl TryFrom<(u32, u32)> for Span {
    type Error = &'static str;

    fn try_from((start, end): (u32, u32)) -> Result<Self, Self::Error> {
        if start <= end { Ok(Self { start, end }) } else { Err("a span ends before it starts") }
    }
}

impl Span {
    /// The range `start..end`; offsets beyond 4 GiB are clamped.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// Whether all of `other` lies in it.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same range in a text that has `offset` bytes in front of this one.
    #[must_use]
    pub fn shifted(self, offset: u32) -> Self {
        Self { start: self.start.saturating_add(offset), end: self.end.saturating_add(offset) }
    }
}

/// A place as people and editors write it: both numbers count from 1, the column in UTF-16 code units
/// (what SARIF calls `utf16CodeUnits`, and what source maps, browsers and editors count).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 code units, from 1.
    pub column: u32,
}

/// The line starts of one text, kept when the text itself is let go.
#[derive(Clone, Debug)]
pub struct Lines(LineIndex);

impl Lines {
    /// Indexes `text`.
    pub fn new(text: &str) -> Self {
        Self(LineIndex::new(text))
    }

    /// The place of the byte at `offset`; `None` if it lies outside the text or inside a character.
    pub fn place(&self, offset: u32) -> Option<Place> {
        let byte_place = self.0.try_line_col(TextSize::new(offset))?;
        let place = self.0.to_wide(WideEncoding::Utf16, byte_place)?;
        Some(Place { line: place.line + 1, column: place.col + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Place};

    #[test]
    fn columns_count_utf16_units_from_one() {
        // "é" is 2 bytes and 1 unit, "𝒳" 4 bytes and 2 units.
        let text = "a\né𝒳=import(x)";
        let lines = Lines::new(text);
        let offset = u32::try_from(text.find("import").expect("it is there")).expect("small");
        assert_eq!(lines.place(offset), Some(Place { line: 2, column: 5 }));
        assert_eq!(lines.place(0), Some(Place { line: 1, column: 1 }));
        assert_eq!(lines.place(999), None);
    }
}
