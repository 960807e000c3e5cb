//! A text that diagnostics show pieces of: the lines round a place, and of very long lines only a window.
//!
//! miette prints whole lines and panics on a label beyond column 65,535, and the files of a build have lines
//! of a million columns. What it shows is therefore cut here, before it sees it. Two rules follow for whoever
//! makes a diagnostic: its labels come from [`Snippet::label`], and it has one label only, since miette would
//! join the windows of two.

use std::ops::Range;
use std::sync::Arc;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::model::span::Span;

/// Lines longer than this many bytes are shown in part.
const LONGEST_LINE: usize = 160;

/// How many bytes are shown on either side of a place in a long line.
const MARGIN: usize = 60;

/// A label underlines no more bytes than this.
const LONGEST_LABEL: usize = 60;

/// A named text for diagnostics. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    name: Arc<str>,
    text: Arc<str>,
}

impl Snippet {
    /// The text of the file that people know as `name`.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// What people know the file as.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What to underline for `span`: its beginning, up to the end of the line, and never nothing if there is
    /// a character to point at.
    pub fn label(&self, span: Span) -> SourceSpan {
        let Range { start, end } = self.clamp(span.start as usize, span.end as usize);
        let rest = &self.text[start..];
        let line_end = start + rest.find(['\r', '\n']).unwrap_or(rest.len());
        let end = self.text.floor_char_boundary(end.min(line_end).min(start + LONGEST_LABEL));
        if start < end {
            return (start, end - start).into();
        }
        // An empty place is shown as the character behind it, or before it at the end of a line.
        let width = |character: Option<char>| character.map_or(0, char::len_utf8);
        if start < line_end {
            (start, width(self.text[start..].chars().next())).into()
        } else {
            let width = width(self.text[..start].chars().next_back().filter(|&before| before != '\n'));
            (start - width, width).into()
        }
    }

    /// The range brought inside the text and to the beginnings of characters.
    fn clamp(&self, start: usize, end: usize) -> Range<usize> {
        let start = self.text.floor_char_boundary(start);
        start..self.text.floor_char_boundary(end).max(start)
    }

    /// What is shown for a place, with up to so many lines around it.
    fn window(&self, place: Range<usize>, lines_before: usize, lines_after: usize) -> Range<usize> {
        let text = &*self.text;
        let mut start = text[..place.start].rfind('\n').map_or(0, |newline| newline + 1);
        let mut end = text[place.end..].find('\n').map_or(text.len(), |newline| place.end + newline);
        if text[start..end].split('\n').any(|line| LONGEST_LINE < line.len()) {
            // The neighbours of a long line say nothing: it is a line of minified code.
            let shown_end = place.end.min(place.start + LONGEST_LABEL);
            start = text.floor_char_boundary(start.max(place.start.saturating_sub(MARGIN)));
            end = text.floor_char_boundary(end.min(shown_end + MARGIN));
            return start..end;
        }
        for _ in 0..lines_before {
            let Some(before) = text[..start].strip_suffix('\n') else { break };
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            if LONGEST_LINE < before.len() - line_start {
                break;
            }
            start = line_start;
        }
        for _ in 0..lines_after {
            let Some(after) = text[end..].strip_prefix('\n') else { break };
            let length = after.find('\n').unwrap_or(after.len());
            if LONGEST_LINE < length {
                break;
            }
            end += 1 + length;
        }
        // Half a line break at the end would make miette count one line less.
        if place.end < end && text[..end].ends_with('\r') {
            end -= 1;
        }
        start..end
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        if self.text.len() < span.offset() {
            return Err(MietteError::OutOfBounds);
        }
        let place = self.clamp(span.offset(), span.offset().saturating_add(span.len()));
        // miette takes the line and column that it prints from the answer to a question without context.
        let shown = if context_lines_before == 0 && context_lines_after == 0 {
            place
        } else {
            self.window(place, context_lines_before, context_lines_after)
        };
        let before = &self.text[..shown.start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count();
        let column = before[line_start..].chars().map(char::len_utf16).sum();
        let data = &self.text[shown.clone()];
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_string(),
            data.as_bytes(),
            (shown.start, shown.len()).into(),
            line,
            column,
            data.bytes().filter(|&byte| byte == b'\n').count() + 1,
        )))
    }
}

#[cfg(test)]
mod tests {
    use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic};

    use super::Snippet;
    use crate::model::span::Span;

    fn render(snippet: &Snippet, label: miette::SourceSpan) -> String {
        let diagnostic = MietteDiagnostic::new("too heavy")
            .with_label(LabeledSpan::new_with_span(Some("here".into()), label));
        let report = miette::Report::new(diagnostic).with_source_code(snippet.clone());
        let mut out = String::new();
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
            .with_width(80)
            .render_report(&mut out, report.as_ref())
            .expect("a string can be written to");
        out
    }

    /// Renders a label on `needle`, and holds the places, the underline and the size of what is shown.
    #[track_caller]
    fn check(text: &str, needle: &str, place: &str, shows: &[&str], hides: &[&str]) {
        let snippet = Snippet::new("dist/app.js", text);
        let start = text.find(needle).expect("the needle is in the text");
        let out = render(&snippet, snippet.label(Span::new(start, start + needle.len())));
        assert!(out.contains(&format!("[dist/app.js:{place}]")), "{place} is not in\n{out}");
        assert!(out.contains("─ here"), "the label is not in\n{out}");
        assert!(out.len() < 1_500, "{} bytes", out.len());
        for shown in shows {
            assert!(out.contains(shown), "{shown} is not in\n{out}");
        }
        for hidden in hides {
            assert!(!out.contains(hidden), "{hidden} is in\n{out}");
        }
    }

    #[test]
    fn a_short_line_is_shown_with_its_neighbours() {
        check(
            "one\ntwo\nthree\nfour\nfive",
            "three",
            "3:1",
            &["2 │ two", "3 │ three", "4 │ four"],
            &["one", "five"],
        );
        check("needle", "needle", "1:1", &["1 │ needle"], &[]);
    }

    #[test]
    fn a_line_of_200_000_columns_is_shown_in_part() {
        let text = format!("first\n{}needle{}\nlast", "a".repeat(199_999), "b".repeat(100_000));
        check(&text, "needle", "2:200000", &["2 │ aaaa", "aneedleb"], &["first", "last"]);
    }

    #[test]
    fn a_window_is_cut_between_characters() {
        let text = format!("{}needle{}", "é𝒳€".repeat(30_000), "€𝒳é".repeat(30_000));
        check(&text, "needle", "1:120001", &["needle"], &["\u{fffd}"]);
    }

    #[test]
    fn a_long_neighbour_is_left_out() {
        let text = format!("{}\nneedle\n{}", "a".repeat(70_000), "b".repeat(70_000));
        check(&text, "needle", "2:1", &["2 │ needle"], &["aaa", "bbb"]);
    }

    #[test]
    fn carriage_returns_do_not_count_as_columns_or_lines() {
        check(
            "one\r\ntwo needle\r\nthree\r\n",
            "needle",
            "2:5",
            &["1 │ one", "2 │ two needle", "3 │ three"],
            &["\r"],
        );
        let text = format!("one\r\n{}needle\r\nlast", "a".repeat(70_000));
        check(&text, "needle", "2:70001", &["aneedle"], &["last"]);
    }

    #[test]
    fn columns_count_utf16_units() {
        check("é𝒳needle", "needle", "1:4", &["é𝒳needle"], &[]);
    }

    #[test]
    fn a_long_place_is_underlined_at_its_beginning() {
        check(&format!("x{}", "needle".repeat(20_000)), &"needle".repeat(20_000), "1:2", &["xneedle"], &[]);
        check("one {\n  two\n}\n", "{\n  two\n}", "1:5", &["1 │ one {"], &[]);
    }

    #[test]
    fn an_empty_place_is_shown_as_a_character_beside_it() {
        let snippet = Snippet::new("x", "ab\ncd");
        assert_eq!(snippet.label(Span::new(0, 0)), (0, 1).into());
        assert_eq!(snippet.label(Span::new(2, 2)), (1, 1).into());
        assert_eq!(snippet.label(Span::new(5, 5)), (4, 1).into());
        assert_eq!(Snippet::new("x", "").label(Span::new(7, 9)), (0, 0).into());
    }

    #[test]
    fn no_place_makes_the_renderer_panic() {
        let texts = ["", "\n", "\r\n", "a\n\n€\n", &"é".repeat(400), &format!("a\n{}\nb", "€".repeat(700))];
        for text in texts {
            let snippet = Snippet::new("x", text);
            for start in (0..=text.len()).step_by(1 + text.len() / 50) {
                for length in [0, 1, 5, 90, 7_000] {
                    render(&snippet, snippet.label(Span::new(start, start + length)));
                    // Also without the advice of `label`.
                    assert!(render(&snippet, (start, length).into()).len() < 2_000);
                }
            }
        }
    }
}
