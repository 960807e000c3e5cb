//! One workflow command: `::error file=budgets.json,line=8,col=133,title=First load::11 kB over`.
//!
//! Escaped as GitHub's own [toolkit] does: `%`, CR and LF in the message, `:` and `,` in properties, too. What is no
//! line feed of ours is written out before (`\n`, `\u{1b}`), and a name's `##[` and `::` at the beginning of a line are
//! broken up: the log shows the message again, and what reads logs may know the older commands (`##[error]`).
//!
//! [toolkit]: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts

use std::fmt::Write as _;

use crate::report::text;

/// The runner cuts messages off behind so many characters; counted here are UTF-16 units, as there.
const MESSAGE: usize = 4_096;
/// Titles are one line in GitHub's pages.
const TITLE: usize = 200;

/// What is annotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Error,
    Warning,
    Notice,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// An annotation.
#[derive(Debug)]
pub(super) struct Command {
    kind: Kind,
    title: String,
    /// Its lines.
    message: Vec<String>,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
}

impl Command {
    /// An annotation of no file; the message by its lines.
    pub(super) fn new(kind: Kind, title: &str, message: Vec<String>) -> Self {
        Self { kind, title: title.to_owned(), message, file: None, line: None, column: None }
    }

    /// The same at a place.
    pub(super) fn at(self, file: &str, line: Option<u32>, column: Option<u32>) -> Self {
        Self { file: Some(file.to_owned()), line, column, ..self }
    }

    /// Writes the line.
    pub(super) fn write(&self, out: &mut String) {
        let mut properties = Vec::new();
        if let Some(file) = &self.file {
            properties.push(format!("file={}", property(&harmless(file))));
            // GitHub takes a column only with its line.
            if let Some(line) = self.line {
                properties.push(format!("line={line}"));
                properties.extend(self.column.map(|column| format!("col={column}")));
            }
        }
        properties.push(format!("title={}", property(&cut(&harmless(&self.title), TITLE))));
        let lines: Vec<String> = self.message.iter().map(|line| harmless(line)).collect();
        let message = cut(&lines.join("\n"), MESSAGE);
        // Writing to a text cannot fail.
        let _ = writeln!(out, "::{} {}::{}", self.kind.name(), properties.join(","), data(&message));
    }
}

/// Without anything that acts on a terminal or a log: what is in a line stays in it.
fn harmless(line: &str) -> String {
    text::without_commands(&text::printable(line)).into_owned()
}

fn cut(text: &str, units: usize) -> String {
    if text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut left = units - 1;
    let kept: String = text
        .chars()
        .take_while(|character| {
            let fits = character.len_utf16() <= left;
            left = left.saturating_sub(character.len_utf16());
            fits
        })
        .collect();
    format!("{kept}…")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{Command, Kind, cut};

    #[test]
    fn values_are_escaped_as_the_toolkit_does() {
        let mut out = String::new();
        Command::new(Kind::Error, "a: b, c", vec!["50 % of a\n".into(), "::b".into()])
            .at("x,y:z.js", Some(3), Some(4))
            .write(&mut out);
        assert_eq!(
            out,
            "::error file=x%2Cy%3Az.js,line=3,col=4,title=a%3A b%2C c::50 %25 of a\\n%0A\\u{3a}:b\n"
        );
    }

    #[test]
    fn a_long_message_is_cut_between_characters() {
        assert_eq!(cut("🚚🚚🚚", 4), "🚚…");
        assert_eq!(cut("abcd", 4), "abcd");
    }
}
