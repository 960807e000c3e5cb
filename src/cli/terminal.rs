//! EDGE. What the terminal can show: width, colour, characters.

#![expect(clippy::disallowed_methods, reason = "what the terminal can show is told by the environment")]

use std::env;
use std::io::{self, IsTerminal};

use anstream::AutoStream;
use anstream::ColorChoice;
use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};

use crate::report::terminal::TerminalStyle;

/// Where nothing is known.
const DEFAULT_WIDTH: usize = 80;

/// The style of what goes to stdout.
pub(crate) fn stdout_style() -> TerminalStyle {
    style(io::stdout().is_terminal(), AutoStream::choice(&io::stdout()))
}

/// The style of what goes to stderr.
pub(crate) fn stderr_style() -> TerminalStyle {
    style(io::stderr().is_terminal(), AutoStream::choice(&io::stderr()))
}

/// The style of a report that is written to a file: the same on every machine.
pub(crate) fn file_style() -> TerminalStyle {
    TerminalStyle { width: DEFAULT_WIDTH, color: false, unicode: true }
}

/// How miette draws in that style.
pub(crate) fn theme(style: &TerminalStyle) -> GraphicalTheme {
    GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    }
}

fn style(is_terminal: bool, choice: ColorChoice) -> TerminalStyle {
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = if is_terminal {
        terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
    } else {
        None
    };
    TerminalStyle {
        width: columns.or(measured).unwrap_or(DEFAULT_WIDTH).max(40),
        color: !matches!(choice, ColorChoice::Never),
        unicode: !is_ascii_only(is_terminal),
    }
}

/// A terminal in the C locale shows question marks for everything else; files and pipes are read as UTF-8.
fn is_ascii_only(is_terminal: bool) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    let is_plain = locale.is_some_and(|locale| matches!(locale.as_str(), "C" | "POSIX"));
    is_terminal && (is_plain || env::var("TERM").is_ok_and(|term| term == "dumb" || term == "linux"))
}
