//! The broken limits, each with its place in budgets.json, what broke it and what to do.

use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};

use crate::model::verdict::Verdict;
use crate::report::diagnostic::Breach;
use crate::report::terminal::page::{Ink, Page, piece};
use crate::report::text;
use crate::report::wording::Standing;

const SHOWN: usize = 3;

/// Writes a diagnostic for each.
pub(super) fn write(page: &mut Page, breaches: &[Breach<'_>]) {
    let style = page.style();
    // Said in full: miette's own default asks the environment.
    let theme = GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(page.columns())
        .with_links(false)
        .without_syntax_highlighting();
    for breach in breaches.iter().take(SHOWN) {
        let diagnostic = breach.diagnostic(page.columns());
        let mut drawn = String::new();
        let in_file = breach.origin().is_some();
        if in_file && handler.render_report(&mut drawn, &diagnostic).is_ok() {
            page.gap();
            page.drawn(&drawn);
        } else {
            write_plain(page, breach, &diagnostic.to_string());
        }
    }
    if let Some(more) = breaches.len().checked_sub(SHOWN).filter(|&more| 0 < more) {
        page.gap();
        let (limits, are, list) =
            if more == 1 { ("limit", "is", "lists it") } else { ("limits", "are", "lists them") };
        page.more(
            2,
            &format!("{} more {limits} {are} exceeded; the table above {list}", text::count(more as u64)),
        );
    }
}

/// The same without a place: budgets that stand in no file.
fn write_plain(page: &mut Page, breach: &Breach<'_>, message: &str) {
    page.gap();
    let values = breach.standing().map(Standing::values);
    let values =
        values.map_or(String::new(), |(actual, limit)| format!(": {actual} measured, {limit} allowed"));
    page.paragraph(
        2,
        &[piece(if page.style().unicode { "× " } else { "x " }, Ink::Verdict(Verdict::Fail))],
        &format!("{message}{values}"),
        Ink::Plain,
    );
    let help = breach.help((page.columns() / 2).clamp(16, 48));
    page.paragraph(2, &[piece("help: ", Ink::Dim)], &help, Ink::Plain);
}
