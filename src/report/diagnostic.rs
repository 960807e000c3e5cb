//! A broken limit as a miette diagnostic that points at its value in budgets.json.
//!
//! Takes a [`Breach`] and the width of the terminal; gives what miette draws. All text in it is safe for a terminal
//! and fits it, the line of budgets.json included. How it is coloured is the terminal report's business.

use std::fmt;

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use crate::model::snippet::Snippet;
use crate::report::breach::Breach;
use crate::report::text;

/// What miette draws for a breach.
#[derive(Debug)]
pub struct BreachDiagnostic {
    message: String,
    label: String,
    help: String,
    source: Option<Source>,
}

#[derive(Debug)]
struct Source {
    window: Window,
    at: SourceSpan,
}

impl BreachDiagnostic {
    /// The diagnostic for a terminal so many columns wide; without a place in a file it has no source.
    pub fn new(breach: &Breach<'_>, columns: usize) -> Self {
        let label = breach.label();
        let source = breach.origin().map(|(file, span)| {
            let snippet = Snippet::new(text::shorten(&file.name, columns * 2 / 3), same_length(&file.text));
            let at = snippet.label(span);
            let lines = snippet.text().bytes().filter(|&byte| byte == b'\n').count() + 1;
            // What miette draws to the left of a line: its number and ` │ ` with one space before.
            let gutter = lines.to_string().len() + 4;
            let columns = columns.saturating_sub(gutter);
            Source { at, window: Window { snippet, columns, label_columns: text::width(&label) + 4 } }
        });
        Self {
            message: text::printable(&breach.message()).into_owned(),
            label,
            help: text::unbroken(&text::printable(&breach.help(path_columns(columns)))),
            source,
        }
    }

    /// What broke the limit and what to do.
    pub fn help_text(&self) -> &str {
        &self.help
    }

    /// Whether there is a place to point at.
    pub fn has_source(&self) -> bool {
        self.source.is_some()
    }
}

impl fmt::Display for BreachDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BreachDiagnostic {}

impl Diagnostic for BreachDiagnostic {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| &source.window as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let source = self.source.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(Some(self.label.clone()), source.at))))
    }
}

/// The room for one path in a sentence: two of them and their sizes fit on a line.
fn path_columns(columns: usize) -> usize {
    (columns / 2).clamp(16, 48)
}

/// The text with everything that acts on a terminal replaced byte by byte, so that places stay where they are.
fn same_length(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => out.push(character),
            '\r' => out.push(' '),
            _ if text::is_unsafe(character) => out.extend(std::iter::repeat_n('?', character.len_utf8())),
            _ => out.push(character),
        }
    }
    out
}

/// A snippet no wider than the terminal: of a line that is, only the piece round the place is shown, and none
/// of its neighbours. The place stands so far left that its label fits, too.
#[derive(Debug)]
struct Window {
    snippet: Snippet,
    columns: usize,
    label_columns: usize,
}

impl SourceCode for Window {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = self.snippet.read_span(span, lines_before, lines_after)?;
        let text = self.snippet.text();
        let shown =
            text.get(whole.span().offset()..whole.span().offset() + whole.span().len()).unwrap_or_default();
        let start = text.floor_char_boundary(span.offset());
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let before = &text[line_start..start];
        let label_fits = text::width(before) + span.len() / 2 + self.label_columns <= self.columns;
        // A tab is drawn four columns wide.
        let columns = |line: &str| text::width(line) + 3 * line.matches('\t').count();
        if (lines_before, lines_after) == (0, 0)
            || (label_fits && shown.split('\n').all(|line| columns(line) <= self.columns))
        {
            return Ok(whole);
        }
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let room = self.columns.saturating_sub(self.label_columns + span.len() / 2);
        let mut window_start = start;
        for (offset, _) in before.char_indices().rev() {
            if room < columns(&before[offset..]) {
                break;
            }
            window_start = line_start + offset;
        }
        // Half a word in front says nothing.
        if window_start != line_start
            && let Some(space) = text[window_start..start].find(' ')
        {
            window_start += space + 1;
        }
        let mut window_end = text.ceil_char_boundary((start + span.len()).min(line_end));
        for (offset, character) in text[window_end..line_end].char_indices() {
            let end = window_end + offset + character.len_utf8();
            if self.columns < columns(&text[window_start..end]) {
                window_end += offset;
                return Ok(self.contents(window_start, window_end));
            }
        }
        window_end = line_end;
        Ok(self.contents(window_start, window_end))
    }
}

impl Window {
    fn contents(&self, start: usize, end: usize) -> Box<dyn SpanContents<'_> + '_> {
        let text = self.snippet.text();
        let line = text[..start].bytes().filter(|&byte| byte == b'\n').count();
        // The column that is printed comes from the snippet, which is asked without context.
        Box::new(MietteSpanContents::new(
            &text.as_bytes()[start..end],
            (start, end - start).into(),
            line,
            0,
            1,
        ))
    }
}
