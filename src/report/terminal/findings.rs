//! What the checks found, and what could not be read.

use std::collections::BTreeMap;

use crate::model::check::Severity;
use crate::model::finding::{Finding, FindingFacts};
use crate::model::report::Report;
use crate::model::verdict::Verdict;
use crate::report::terminal::page::{Ink, Page, piece};
use crate::report::text;
use crate::report::wording;

const SHOWN: usize = 10;
const SHOWN_OF_ONE_CHECK: usize = 3;
const SHOWN_PROBLEMS: usize = 5;
const INDENT: usize = 2;

/// Writes the findings; nothing where there are none.
pub(super) fn write(page: &mut Page, report: &Report) {
    write_selected(page, report, &report.findings.iter().collect::<Vec<_>>());
}

/// Writes those that fail the run.
pub(super) fn write_errors(page: &mut Page, report: &Report) {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    write_selected(page, report, &report.findings.iter().filter(is_error).collect::<Vec<_>>());
}

fn write_selected(page: &mut Page, report: &Report, findings: &[&Finding]) {
    let Some(first) = findings.first() else { return };
    page.heading("Findings");
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let mut left_out: BTreeMap<&str, u64> = BTreeMap::new();
    let mut shown = 0;
    for finding in findings {
        let of_check = met.entry(finding.check.id).or_default();
        if *of_check < SHOWN_OF_ONE_CHECK && shown < SHOWN {
            *of_check += 1;
            shown += 1;
            write_finding(page, report, finding);
        } else {
            *left_out.entry(finding.check.id).or_default() += 1;
        }
    }
    if !left_out.is_empty() {
        let parts: Vec<String> = left_out
            .iter()
            .map(|(check, number)| format!("{} more of {check}", text::count(*number)))
            .collect();
        page.more(INDENT, &text::list(&parts));
    }
    let words = format!("reasons and remedies: weighbridge explain {}", first.check.id);
    page.paragraph(INDENT, &[], &words, Ink::Dim);
}

fn write_finding(page: &mut Page, report: &Report, finding: &Finding) {
    let ink = match finding.severity {
        Severity::Error => Ink::Verdict(Verdict::Fail),
        Severity::Warning => Ink::Verdict(Verdict::Warn),
    };
    let severity = finding.severity.name();
    let taken = INDENT + severity.len() + 1 + finding.check.id.len() + 2;
    let place = wording::place(report, finding);
    // The place gets a line of its own where it would have to be cut down to nothing.
    let room = page.columns().saturating_sub(taken);
    let head = [
        piece("  ", Ink::Plain),
        piece(severity, ink),
        piece(" ", Ink::Plain),
        piece(finding.check.id, Ink::Bold),
    ];
    let shortened = shorten_place(&place, room.max(24));
    if text::width(&shortened) <= room {
        page.line(&[&head[..], &[piece("  ", Ink::Plain), piece(shortened, Ink::Plain)]].concat());
    } else {
        page.line(&head);
        let room = page.columns() - INDENT - 2;
        page.line(&[piece("    ", Ink::Plain), piece(shorten_place(&place, room), Ink::Plain)]);
    }
    let waste = finding.observation.waste.filter(|&waste| 0 < waste);
    let unit = if matches!(finding.observation.facts, FindingFacts::Image(_)) { "" } else { "gzip " };
    let waste = waste.map_or(String::new(), |waste| format!("; {} {unit}wasted", text::size(waste)));
    let message = format!("{}{waste}", wording::message(report, finding));
    page.paragraph(INDENT + 2, &[], &message, Ink::Plain);
    page.paragraph(INDENT + 2, &[piece("fix: ", Ink::Dim)], &wording::help(report, finding), Ink::Dim);
}

/// Line and column stay whole: they are what one jumps to.
fn shorten_place(place: &str, columns: usize) -> String {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let split = place.rsplit_once(':').and_then(|(rest, column)| {
        let (path, line) = rest.rsplit_once(':')?;
        (is_number(line) && is_number(column)).then_some((path, &place[path.len()..]))
    });
    let (path, position) = split.unwrap_or((place, ""));
    format!("{}{position}", text::shorten(path, columns.saturating_sub(position.len())))
}

/// Writes what could not be read; nothing where all could.
pub(super) fn write_problems(page: &mut Page, report: &Report) {
    if report.problems.is_empty() {
        return;
    }
    page.heading("Problems");
    for problem in report.problems.iter().take(SHOWN_PROBLEMS) {
        let path = problem.asset.as_ref().map_or("a file without a readable name", |path| path.as_str());
        let path = text::shorten(path, page.columns() / 2);
        page.paragraph(INDENT, &[], &format!("{path}: {}", problem.message), Ink::Dim);
    }
    if let Some(more) = report.problems.len().checked_sub(SHOWN_PROBLEMS).filter(|&more| 0 < more) {
        page.more(INDENT, &text::counted(more as u64, "more problem"));
    }
}
