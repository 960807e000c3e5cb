//! The text of a script and its source map in, every byte with its origin out.
//!
//! A segment reaches to the next one or to the end of its line; what stands before the first segment of a line, line
//! ends, and segments without a source are of unknown origin. Columns are UTF-16 code units.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::package::{Contents, Evidence, Origin, Part, SourceBytes};
use crate::model::source_map::{Segment, SourceMap};
use crate::model::span::Span;
use crate::packages::origin::{self, Source};

/// Of so many segments one may point beyond the text: rounding errors of tools. More, and the map is another file's.
const STRAY_SEGMENTS: usize = 20;

/// What a script is made of, and the text of each part.
pub(crate) struct Attributed {
    /// Parts without weights, and sources.
    pub(crate) contents: Contents,
    /// The text of each part, parallel to `contents.parts`.
    pub(crate) texts: Vec<String>,
}

/// Says where each byte of `text` comes from. `directory` is the map's in the build, `comment` the place of the map's
/// name. The error says what is wrong with the map, as what follows "the source map".
pub(crate) fn attribute(
    text: &str,
    map: &SourceMap,
    directory: &str,
    comment: Option<Span>,
) -> Result<Attributed, String> {
    let sources = origin::sources(&map.sources, directory);
    // The parts in the order of their origins, and each source's part.
    let mut origins: BTreeMap<&Origin, usize> = sources.iter().map(|source| (&source.origin, 0)).collect();
    for origin in [&Origin::Unknown, &Origin::MapComment] {
        origins.insert(origin, 0);
    }
    for (index, part) in origins.values_mut().enumerate() {
        *part = index;
    }
    let part_of = |origin: &Origin| origins.get(origin).copied().unwrap_or_default();
    let source_parts: Vec<usize> = sources.iter().map(|source| part_of(&source.origin)).collect();
    let (unknown, comment_part) = (part_of(&Origin::Unknown), part_of(&Origin::MapComment));

    let mut texts = vec![String::new(); origins.len()];
    let mut bytes = vec![0; sources.len()];
    let strays = pieces(text, &map.segments, |piece, source| {
        let is_inside = |span: Span| span.start as usize <= piece.start && piece.end <= span.end as usize;
        let in_comment = comment.is_some_and(is_inside);
        let piece = &text[piece];
        let known = source.and_then(|source| Some((source, *source_parts.get(source)?)));
        match known {
            _ if in_comment => texts[comment_part].push_str(piece),
            Some((source, part)) => {
                texts[part].push_str(piece);
                bytes[source] += piece.len() as u64;
            }
            None => texts[unknown].push_str(piece),
        }
    });
    if map.segments.len() < strays * STRAY_SEGMENTS {
        return Err("describes another file: its mappings lead beyond the end of lines".to_owned());
    }
    let parts = origins.into_keys().zip(&texts).map(|(origin, text)| Part {
        origin: origin.clone(),
        evidence: Evidence::SourceMap,
        bytes: text.len() as u64,
        weight: 0,
    });
    let contents = Contents {
        parts: parts.collect(),
        sources: used(&sources, &source_parts, &bytes),
        ..Contents::default()
    };
    Ok(without_empty(Attributed { contents, texts }))
}

/// The sources with bytes; those of one path together.
fn used(sources: &[Source], parts: &[usize], bytes: &[u64]) -> Vec<SourceBytes> {
    let mut by_path: BTreeMap<(&str, usize), u64> = BTreeMap::new();
    for ((source, &part), &bytes) in sources.iter().zip(parts).zip(bytes) {
        if 0 < bytes {
            *by_path.entry((&source.path, part)).or_default() += bytes;
        }
    }
    by_path
        .into_iter()
        .map(|((path, part), bytes)| SourceBytes { path: path.to_owned(), part, bytes })
        .collect()
}

/// Leaves out the parts without bytes.
fn without_empty(attributed: Attributed) -> Attributed {
    let Attributed { mut contents, texts } = attributed;
    let mut renamed = Vec::with_capacity(texts.len());
    let mut kept = 0;
    for text in &texts {
        renamed.push(kept);
        kept += usize::from(!text.is_empty());
    }
    contents.parts.retain(|part| 0 < part.bytes);
    for source in &mut contents.sources {
        source.part = renamed[source.part];
    }
    Attributed { contents, texts: texts.into_iter().filter(|text| !text.is_empty()).collect() }
}

/// Calls `take` with the place of every piece of `text`, in order, and the index of its source. Gives how many segments lie
/// beyond the text.
fn pieces(text: &str, segments: &[Segment], mut take: impl FnMut(Range<usize>, Option<usize>)) -> usize {
    let mut strays = 0;
    let mut line_start = 0;
    let mut segments = segments.iter().peekable();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let at = |range: Range<usize>| line_start + range.start..line_start + range.end;
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        let mut columns = Columns::new(content);
        let mut source = None;
        let mut start = 0;
        while let Some(segment) = segments.next_if(|segment| segment.line as usize <= index) {
            let offset = columns.offset(segment.column).unwrap_or_else(|| {
                strays += 1;
                content.len()
            });
            if start < offset {
                take(at(start..offset), source);
            }
            start = offset;
            source = segment.source.map(|source| source as usize);
        }
        if start < content.len() {
            take(at(start..content.len()), source);
        }
        if content.len() < line.len() {
            take(at(content.len()..line.len()), None);
        }
        line_start += line.len();
    }
    strays + segments.count()
}

/// Byte offsets of rising columns in one line.
struct Columns<'t> {
    line: &'t str,
    is_ascii: bool,
    /// How far the line has been walked.
    offset: usize,
    column: u32,
}

impl<'t> Columns<'t> {
    fn new(line: &'t str) -> Self {
        Self { line, is_ascii: line.is_ascii(), offset: 0, column: 0 }
    }

    /// The byte at `column`, which is not less than the one before; `None` beyond the end.
    fn offset(&mut self, column: u32) -> Option<usize> {
        if self.is_ascii {
            return (column as usize <= self.line.len()).then_some(column as usize);
        }
        for c in self.line[self.offset..].chars() {
            if column <= self.column {
                break;
            }
            self.column += if u32::from(c) < 0x1_0000 { 1 } else { 2 };
            self.offset += c.len_utf8();
        }
        (column <= self.column).then_some(self.offset)
    }
}
