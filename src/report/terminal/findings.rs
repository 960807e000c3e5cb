//! What the checks found, and what could not be read.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::AssetId;
use crate::model::check::Severity;
use crate::model::finding::{Finding, FindingFacts};
use crate::model::report::Report;
use crate::model::verdict::Verdict;
use crate::report::terminal::images;
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
    let mut checks: BTreeMap<&str, OfCheck> = BTreeMap::new();
    let mut shown = 0;
    for finding in findings {
        let of_check = checks.entry(finding.check.id).or_default();
        of_check.add(report, finding);
        if of_check.shown < SHOWN_OF_ONE_CHECK && shown < SHOWN {
            of_check.shown += 1;
            shown += 1;
            let help = wording::help(report, finding);
            let is_new = !of_check.helps.contains(&help);
            write_finding(page, report, finding, is_new.then_some(help.as_str()));
            of_check.helps.insert(help);
        }
    }
    let mut left_out: Vec<(&str, OfCheck)> =
        checks.into_iter().filter(|(_, all)| 0 < all.left_out()).collect();
    left_out.sort_by_key(|(check, all)| (Reverse(all.waste()), Reverse(all.left_out()), *check));
    for (check, all) in left_out {
        let more = format!("{} more of {check}", text::count(all.left_out() as u64));
        let unit = if all.is_gzip { "gzip " } else { "" };
        let sum = all.waste().map(|waste| format!(", {} {unit}wasted in all", text::size(waste)));
        page.more(INDENT, &format!("{more}{}", sum.unwrap_or_default()));
    }
    let words = format!("reasons and remedies: weighbridge explain {}", first.check.id);
    page.paragraph(INDENT, &[], &words, Ink::Dim);
}

/// All findings of one check.
#[derive(Default)]
struct OfCheck {
    number: usize,
    shown: usize,
    helps: BTreeSet<String>,
    waste: u64,
    is_gzip: bool,
    /// The files whose bytes `waste` counts.
    files: BTreeSet<AssetId>,
    /// Whether a file was met twice.
    is_overlapping: bool,
}

impl OfCheck {
    fn add(&mut self, report: &Report, finding: &Finding) {
        self.number += 1;
        let Some(waste) = finding.observation.waste.filter(|&waste| 0 < waste) else { return };
        self.waste += waste;
        self.is_gzip = is_gzip(finding);
        let file = images::image(report, finding).unwrap_or(finding.observation.asset);
        self.is_overlapping |= !self.files.insert(file);
    }

    fn left_out(&self) -> usize {
        self.number - self.shown
    }

    /// The sum of all; `None` where some of it may be counted twice.
    fn waste(&self) -> Option<u64> {
        (0 < self.waste && !self.is_overlapping).then_some(self.waste)
    }
}

/// Whether what is wasted are bytes after gzip; of images they are those of the file.
fn is_gzip(finding: &Finding) -> bool {
    !matches!(finding.observation.facts, FindingFacts::Image(_))
}

/// `help` is what to do, unless that was said before.
fn write_finding(page: &mut Page, report: &Report, finding: &Finding, help: Option<&str>) {
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
    let unit = if is_gzip(finding) { "gzip " } else { "" };
    let waste = waste.map_or(String::new(), |waste| format!("; {} {unit}wasted", text::size(waste)));
    let message = format!("{}{waste}", wording::message(report, finding));
    page.paragraph(INDENT + 2, &[], &message, Ink::Plain);
    if let Some(help) = help {
        page.paragraph(INDENT + 2, &[piece("fix: ", Ink::Dim)], help, Ink::Dim);
    }
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
