//! The page that the sections write on: lines that fit the terminal, colour only where there is some.
//!
//! Takes pieces of text with the role they play and gives lines. Every piece passes [`text::printable`] here, so no
//! section can let a control character through, and no line leaves wider than the terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::model::verdict::Verdict;
use crate::report::terminal::TerminalStyle;
use crate::report::text;

/// Narrower than this nothing can be aligned: such a terminal wraps the lines itself.
const LEAST_COLUMNS: usize = 40;

/// The role of a piece of text. Colour is for verdicts alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Bold,
    Dim,
    Verdict(Verdict),
    /// The verdict of the run.
    Stamp(Verdict),
}

impl Ink {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Bold => Style::new().bold(),
            Self::Dim => Style::new().dimmed(),
            Self::Verdict(Verdict::Pass) => AnsiColor::Green.on_default(),
            Self::Verdict(Verdict::Warn) => AnsiColor::Yellow.on_default(),
            Self::Verdict(Verdict::Fail) => AnsiColor::Red.on_default(),
            Self::Stamp(verdict) => Self::Verdict(verdict).style().bold(),
        }
    }
}

/// A text and its role.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    text: String,
    ink: Ink,
}

/// A piece of text.
pub(super) fn piece(text: impl Into<String>, ink: Ink) -> Piece {
    Piece { text: text.into(), ink }
}

/// A text with spaces behind it up to so many columns.
pub(super) fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text::width(text))))
}

/// A text with spaces before it up to so many columns.
pub(super) fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(text::width(text))))
}

/// What has been written so far.
#[derive(Debug)]
pub(super) struct Page {
    style: TerminalStyle,
    out: String,
}

impl Page {
    /// An empty page.
    pub(super) fn new(style: TerminalStyle) -> Self {
        Self { style, out: String::new() }
    }

    /// The terminal that is written for.
    pub(super) fn style(&self) -> TerminalStyle {
        self.style
    }

    /// How many columns a line may take.
    pub(super) fn columns(&self) -> usize {
        self.style.width.max(LEAST_COLUMNS)
    }

    /// An empty line, unless nothing stands above it.
    pub(super) fn gap(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// The heading of a section, with a gap above.
    pub(super) fn heading(&mut self, title: &str) {
        self.gap();
        self.line(&[piece(title, Ink::Bold)]);
    }

    /// A line that says what was left out, indented like what it stands under.
    pub(super) fn more(&mut self, indent: usize, what: &str) {
        let dots = if self.style.unicode { "…" } else { "..." };
        self.paragraph(indent, &[], &format!("{dots} and {what}"), Ink::Dim);
    }

    /// One line, cut off at the terminal's edge.
    pub(super) fn line(&mut self, pieces: &[Piece]) {
        let mut room = self.columns();
        let last = pieces.iter().rposition(|piece| !piece.text.trim_end().is_empty());
        for (index, piece) in pieces.iter().enumerate().take(last.map_or(0, |last| last + 1)) {
            let safe = text::printable(&piece.text);
            let shown = if Some(index) == last { safe.trim_end() } else { &safe };
            if text::width(shown) <= room {
                room -= text::width(shown);
                self.paint(shown, piece.ink);
            } else {
                let cut = format!("{}…", text::first_columns(shown, room.saturating_sub(1)));
                self.paint(&cut, piece.ink);
                break;
            }
        }
        self.out.push('\n');
    }

    /// A text on as many lines as it needs, behind `lead` and indented on the lines that follow.
    pub(super) fn paragraph(&mut self, indent: usize, lead: &[Piece], text: &str, ink: Ink) {
        let lead_columns: usize = lead.iter().map(|piece| text::width(&text::printable(&piece.text))).sum();
        let hanging = (indent + lead_columns).min(self.columns() / 2);
        let lines = wrap(&text::unbroken(&text::printable(text)), self.columns() - hanging);
        let mut first = vec![piece(" ".repeat(indent), Ink::Plain)];
        first.extend_from_slice(lead);
        for (index, line) in lines.into_iter().enumerate() {
            let before =
                if index == 0 { first.clone() } else { vec![piece(" ".repeat(hanging), Ink::Plain)] };
            self.line(&[before, vec![piece(line, ink)]].concat());
        }
    }

    /// What another renderer has drawn for this terminal.
    pub(super) fn drawn(&mut self, text: &str) {
        for line in text.trim_matches('\n').lines() {
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    /// The page as text.
    pub(super) fn finish(self) -> String {
        // The spaces that held numbers and units together have done their work.
        let out = self.out.replace('\u{a0}', " ");
        let out = if self.style.unicode { out } else { ascii(&out) };
        // Names may stand at the beginning of a line, and sentences with names are broken anywhere.
        text::without_commands(&out).into_owned()
    }

    fn paint(&mut self, text: &str, ink: Ink) {
        let style = ink.style();
        // Spaces look the same in every colour but underlined ones, and none is.
        if self.style.color && ink != Ink::Plain && !text.trim().is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(self.out, "{style}{text}{style:#}");
        } else {
            self.out.push_str(text);
        }
    }
}

/// The text in lines of so many columns, broken between words, and inside words that are longer.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let mut word = word;
        let gap = usize::from(!line.is_empty());
        if text::width(&line) + gap + text::width(word) <= columns {
            line.extend(std::iter::repeat_n(' ', gap));
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        while columns < text::width(word) {
            // A character wider than the line would never fit: take at least one.
            let least = word.chars().next().map_or(0, char::len_utf8);
            let (start, rest) = word.split_at(text::first_columns(word, columns).len().max(least));
            lines.push(start.to_owned());
            word = rest;
        }
        word.clone_into(&mut line);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The page for a terminal that shows ASCII alone. Each character becomes one as wide, so that columns stay aligned.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if character.is_ascii() => out.push(character),
            '…' => out.push('~'),
            '→' => out.push('>'),
            '█' => out.push('#'),
            '▓' => out.push('!'),
            '░' => out.push('.'),
            '│' => out.push('|'),
            '✓' => out.push('+'),
            '✗' | '×' => out.push('x'),
            '–' => out.push('-'),
            _ => out.extend(std::iter::repeat_n('?', text::width(character.encode_utf8(&mut [0; 4])))),
        }
    }
    out
}
