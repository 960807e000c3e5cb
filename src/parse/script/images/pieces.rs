//! A text in a script that is made of several pieces -> one text to read, and the places of what stands in it.
//!
//! What is made at run time leaves a placeholder. Escapes are longer than what they mean, so that places in the text
//! are not places in the script.

use crate::model::span::Span;
use crate::parse::script::images::value::Value;

/// Around the number of a hole: private characters that no icon font uses.
pub(crate) const OPEN: char = '\u{F8000}';
const CLOSE: char = '\u{F8001}';

/// A part of a text.
pub(crate) enum Piece {
    /// Text, and where it stands in the script, escapes and all.
    Text(String, Span),
    /// Something that is made at run time.
    Hole(Value),
}

/// A text with placeholders for its holes.
pub(crate) struct Joined {
    /// The text.
    pub(crate) text: String,
    holes: Vec<Value>,
    /// Where each text starts in `text`, its length, and where it stands in the script.
    texts: Vec<(usize, usize, Span)>,
}

impl Joined {
    /// Joins the pieces.
    pub(crate) fn of(pieces: Vec<Piece>) -> Self {
        let mut joined = Self { text: String::new(), holes: Vec::new(), texts: Vec::new() };
        for piece in pieces {
            match piece {
                Piece::Text(text, span) => {
                    joined.texts.push((joined.text.len(), text.len(), span));
                    joined.text.push_str(&text);
                }
                Piece::Hole(value) => {
                    joined.text.push(OPEN);
                    joined.text.push_str(&joined.holes.len().to_string());
                    joined.text.push(CLOSE);
                    joined.holes.push(value);
                }
            }
        }
        joined
    }

    /// What a part of the text is, once it has been cut out.
    pub(crate) fn value(&self, written: &str) -> Value {
        let mut pieces = Vec::new();
        let mut rest = written;
        while let Some((before, behind)) = rest.split_once(OPEN) {
            let Some((number, behind)) = behind.split_once(CLOSE) else { return Value::Unknown };
            if !before.is_empty() {
                pieces.push(Value::Text(before.to_owned()));
            }
            let hole = number.parse().ok().and_then(|number: usize| self.holes.get(number));
            pieces.push(hole.cloned().unwrap_or(Value::Unknown));
            rest = behind;
        }
        if pieces.is_empty() {
            return Value::Text(rest.to_owned());
        }
        if !rest.is_empty() {
            pieces.push(Value::Text(rest.to_owned()));
        }
        Value::Joined(pieces)
    }
}

/// How far a text has been compared with what it means: both are offsets in it.
#[derive(Clone, Copy, Default)]
struct Cursor {
    meant: usize,
    written: usize,
}

impl Cursor {
    /// Goes on to the byte at `offset` of what `written` means; escapes are longer than what they mean.
    fn advance(&mut self, written: &str, offset: usize) -> Option<usize> {
        while self.meant < offset {
            let rest = written.get(self.written..)?;
            let plain = rest.find('\\').unwrap_or(rest.len()).min(offset - self.meant);
            if plain > 0 {
                self.meant += plain;
                self.written += plain;
                continue;
            }
            let (length, meant) = escape(rest)?;
            self.written += length;
            self.meant += meant;
        }
        Some(self.written)
    }
}

/// The length of the escape that a text starts with, and of what it means.
fn escape(text: &str) -> Option<(usize, usize)> {
    let escaped = text.chars().nth(1)?;
    let digits = match escaped {
        '\n' => return Some((2, 0)),
        'x' => text.get(2..4)?,
        'u' if text.get(2..3) == Some("{") => text.get(3..)?.split_once('}')?.0,
        'u' => text.get(2..6)?,
        other => return Some((1 + other.len_utf8(), other.len_utf8())),
    };
    let braces = if text.get(2..3) == Some("{") { 2 } else { 0 };
    // Half of a pair: the whole has four bytes.
    let meant = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map_or(2, char::len_utf8);
    Some((2 + braces + digits.len(), meant))
}

/// Finds where parts of a text stand in the script.
pub(crate) struct Places<'a> {
    text: &'a Joined,
    script: &'a str,
    /// The piece that the last part stands in.
    piece: usize,
    cursor: Cursor,
}

impl<'a> Places<'a> {
    /// For a text and the script that it stands in.
    pub(crate) fn new(text: &'a Joined, script: &'a str) -> Self {
        Self { text, script, piece: 0, cursor: Cursor::default() }
    }

    /// Where `start..end` of the text stands in the script, or else its first piece. Parts come in their order.
    pub(crate) fn span(&mut self, start: usize, end: usize) -> Span {
        let whole = self.text.texts.first().map(|(_, _, span)| *span).unwrap_or_default();
        self.find(start, end).unwrap_or(whole)
    }

    fn find(&mut self, start: usize, end: usize) -> Option<Span> {
        let piece = self.text.texts.partition_point(|(from, ..)| *from <= start).checked_sub(1)?;
        if piece != self.piece {
            self.piece = piece;
            self.cursor = Cursor::default();
        }
        let (from, length, span) = *self.text.texts.get(piece)?;
        let written = self.script.get(span.start as usize..span.end as usize)?;
        let first = self.cursor.advance(written, start - from)?;
        // What has holes in it ends in another piece.
        let last =
            if end <= from + length { self.cursor.advance(written, end - from)? } else { written.len() };
        Some(Span::new(span.start as usize + first, span.start as usize + last))
    }
}
