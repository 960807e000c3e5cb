//! What has changed since the baseline, and why, in a few lines: the headline, the causes of what matters most, and what
//! else has changed.

use crate::model::json_report::{Baseline, Cause};
use crate::model::report::Report;
use crate::report::terminal::page::{Ink, Page, piece, right};
use crate::report::{changes, json, text};

/// So many causes and other loads.
const SHOWN: usize = 5;
/// At least so many of them are other loads, where there are any.
const OTHER_LOADS: usize = 2;
/// What a change takes: `+61.2 kB`.
const CHANGE: usize = 8;

/// Writes the section; nothing where nothing has changed, or nothing is known of why.
pub(super) fn write(page: &mut Page, report: &Report) {
    let Some(baseline) = json::comparison(report) else { return };
    if baseline.headline.is_empty() || !changes::are_any(&baseline) {
        return;
    }
    page.heading(&format!("Since {}", baseline.file));
    page.paragraph(2, &[], &baseline.headline, Ink::Plain);
    let told = changes::loads(&baseline);
    let Some(first) = told.first() else { return };
    let others = changes::others(&told, &baseline);
    let causes = first.causes.len().min(SHOWN - others.len().min(OTHER_LOADS));
    for cause in first.causes.iter().take(causes) {
        self::cause(page, 4, cause);
    }
    let loads = others.len().min(SHOWN - causes);
    for load in others.iter().take(loads) {
        page.line(&[piece("  ", Ink::Plain), piece(load.change.message.clone(), Ink::Plain)]);
    }
    let left_out = (first.causes.len() - causes) + (others.len() - loads);
    if 0 < left_out {
        page.more(2, &format!("{} more; weighbridge compare lists them", text::count(left_out as u64)));
    }
}

/// The headline where there is little room: that something grew, and why. Empty where nothing did.
pub(super) fn grown(report: &Report) -> Option<String> {
    let baseline = json::comparison(report)?;
    let Baseline { file, headline, .. } = &baseline;
    let is_told = !headline.is_empty() && changes::has_grown(&baseline);
    is_told.then(|| format!("since {file}: {headline}"))
}

/// `   +38 kB  moment (new, in assets/report-*.js)`
pub(super) fn cause(page: &mut Page, indent: usize, cause: &Cause) {
    let what = if cause.message.is_empty() { &cause.name } else { &cause.message };
    let lead = format!("{}{}  ", " ".repeat(indent), right(&text::growth(cause.gzip), CHANGE));
    page.line(&[piece(lead, Ink::Plain), piece(what.clone(), Ink::Plain)]);
}
