//! A source map: which piece of a script came from which source file.

use std::sync::Arc;

use crate::model::span::Span;

/// A decoded source map, flat: maps made of sections are one list here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// The sources, in the order of the map.
    pub sources: Vec<MapSource>,
    /// Where each piece of the script starts, sorted by line and column.
    pub segments: Vec<Segment>,
}

/// A source of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapSource {
    /// Its path as the map names it, with the map's source root in front.
    pub path: Arc<str>,
    /// The comment that its text begins with, where the map holds the text.
    pub banner: Option<String>,
}

/// The start of a piece; it reaches to the next one or to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Segment {
    /// Line of the script, from 0.
    pub line: u32,
    /// Column of the script in UTF-16 code units, from 0.
    pub column: u32,
    /// Index of the source; `None` for what came from none.
    pub source: Option<u32>,
}

/// How a script names its source map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapReference {
    /// Where the map is.
    pub target: MapTarget,
    /// The whole comment.
    pub comment: Span,
}

/// Where a source map is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapTarget {
    /// In a file: the URL as written.
    Url(String),
    /// In the comment itself: a data URL at this place.
    Inline(Span),
}
