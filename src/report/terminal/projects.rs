//! Several projects for people: a heading above each one's report, its name before each line, and a table that closes
//! the run or is all that is said of reports that were merged.
//!
//! The table is made from the JSON report's types, so that `merge` says what the run itself said.

use crate::model::json_report::{Joined, Report};
use crate::model::verdict::Verdict;
use crate::report::terminal::TerminalStyle;
use crate::report::terminal::page::{Ink, Page, left, piece};
use crate::report::text;

/// The room for a project's name in the table.
const NAME_COLUMNS: usize = 32;
/// The room for a path in front of a line.
const PREFIX_COLUMNS: usize = 40;
/// The word of a project that could not be judged.
const UNJUDGED: &str = "NONE";
/// So many projects are named in the verdict.
const NAMED: usize = 3;
/// Broken limits that are told of one project.
const TOLD: usize = 5;

/// The heading above a project's report.
pub(super) fn heading(page: &mut Page, project: &str) {
    let rule = if page.style().unicode { "─" } else { "-" };
    let name = text::shorten(project, page.columns().saturating_sub(4));
    let rest = page.columns().saturating_sub(text::width(&name) + 4);
    page.line(&[
        piece(format!("{rule}{rule} "), Ink::Dim),
        piece(name, Ink::Bold),
        piece(format!(" {}", rule.repeat(rest)), Ink::Dim),
    ]);
}

/// What `render` writes in the room beside the project's name, with that name before each line that is not empty. The
/// name is data, too: it makes no line a command of a CI log.
pub(super) fn prefixed(
    project: &str,
    style: &TerminalStyle,
    render: impl Fn(&TerminalStyle) -> String,
) -> String {
    let prefix = format!("{}: ", text::printable(&text::shorten(project, PREFIX_COLUMNS)));
    let width = style.width.saturating_sub(text::width(&prefix));
    let mut out = String::new();
    for line in render(&TerminalStyle { width, ..*style }).lines() {
        if !line.trim().is_empty() {
            out.extend([prefix.as_str(), line]);
        }
        out.push('\n');
    }
    text::without_commands(&out).into_owned()
}

/// One line a project and the verdict of all. `unjudged` are the projects that could not be judged.
pub(super) fn table(page: &mut Page, joined: &Joined, unjudged: &[&str]) {
    page.heading("projects");
    let names = joined.projects.iter().map(name).chain(unjudged.iter().copied());
    let columns = names.map(|name| text::width(&text::printable(name))).max().unwrap_or(0).min(NAME_COLUMNS);
    let mut lines: Vec<(&str, String, Ink, String)> = Vec::new();
    for report in &joined.projects {
        let verdict = verdict(&report.verdict);
        lines.push((
            name(report),
            left(&report.verdict.to_uppercase(), 4),
            Ink::Verdict(verdict),
            outcome(report, verdict),
        ));
    }
    for &name in unjudged {
        lines.push((name, UNJUDGED.into(), Ink::Verdict(Verdict::Fail), "could not be judged".into()));
    }
    lines.sort_by_key(|(name, ..)| *name);
    for (name, word, ink, outcome) in lines {
        let name = left(&text::shorten(name, columns), columns + 2);
        page.line(&[
            piece("  ", Ink::Plain),
            piece(word, ink),
            piece("  ", Ink::Plain),
            piece(name, Ink::Plain),
            piece(outcome, Ink::Plain),
        ]);
    }
    closing(page, joined, unjudged);
}

/// What broke, project by project.
pub(super) fn broken(page: &mut Page, joined: &Joined) {
    for report in &joined.projects {
        let errors = report.findings.iter().filter(|finding| finding.severity == "error");
        let (breaches, errors) = (report.breaches.iter().take(TOLD), errors.take(TOLD));
        let told = breaches.map(|breach| (&breach.message, &breach.help));
        let told: Vec<_> = told.chain(errors.map(|error| (&error.message, &error.help))).collect();
        if told.is_empty() {
            continue;
        }
        page.heading(name(report));
        for (message, help) in told {
            let mark = piece("✗ ", Ink::Verdict(Verdict::Fail));
            page.paragraph(2, &[mark], message, Ink::Plain);
            page.paragraph(4, &[], help, Ink::Dim);
        }
    }
}

fn closing(page: &mut Page, joined: &Joined, unjudged: &[&str]) {
    page.gap();
    let all = (joined.projects.len() + unjudged.len()) as u64;
    let of_verdict = |wanted: &str| -> Vec<String> {
        let such = joined.projects.iter().filter(|report| report.verdict == wanted);
        such.map(|report| text::shorten(name(report), NAME_COLUMNS)).collect()
    };
    let (failed, warned) = (of_verdict("fail"), of_verdict("warn"));
    let summary = |some: &[String], what: &str| {
        let projects = text::counted(all, "project");
        format!("{} of {projects} {what}: {}", text::count(some.len() as u64), listed(some))
    };
    let (verdict, told) = match (failed.as_slice(), warned.as_slice()) {
        ([], []) => (Verdict::Pass, text::counted(joined.projects.len() as u64, "project")),
        ([], warned) => (Verdict::Warn, summary(warned, "with warnings")),
        (failed, _) => (Verdict::Fail, summary(failed, "over budget")),
    };
    if !joined.projects.is_empty() {
        let stamp = piece(verdict.name().to_uppercase(), Ink::Stamp(verdict));
        page.paragraph(0, &[stamp, piece("  ", Ink::Plain)], &told, Ink::Bold);
    }
    if !unjudged.is_empty() {
        let names: Vec<String> = unjudged.iter().map(|name| text::shorten(name, NAME_COLUMNS)).collect();
        let stamp = piece(UNJUDGED, Ink::Stamp(Verdict::Fail));
        let told = summary(&names, "could not be judged");
        page.paragraph(0, &[stamp, piece("  ", Ink::Plain)], &told, Ink::Bold);
    }
}

fn listed(names: &[String]) -> String {
    let mut listed: Vec<String> = names.iter().take(NAMED).cloned().collect();
    if let Some(more) = names.len().checked_sub(NAMED).filter(|&more| 0 < more) {
        listed.push(format!("{} more", text::count(more as u64)));
    }
    text::list(&listed)
}

/// What a project came to, in some words.
fn outcome(report: &Report, verdict: Verdict) -> String {
    let number = |some: usize, noun: &str| text::counted(some as u64, noun);
    let severe =
        |severity: &str| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (severe("error"), severe("warning"));
    let mut told: Vec<String> = Vec::new();
    match verdict {
        Verdict::Fail => {
            told.extend(report.breaches.first().map(|breach| breach.message.clone()));
            let more = report.breaches.len().saturating_sub(1);
            told.extend((0 < more).then(|| format!("{} more", text::count(more as u64))));
            told.extend((0 < errors).then(|| number(errors, "error")));
        }
        Verdict::Warn => {
            let warned = report.budgets.iter().filter(|budget| budget.status == "warn").count();
            told.extend((0 < warned).then(|| format!("{} above a warning limit", number(warned, "value"))));
        }
        Verdict::Pass => {
            let gzip = report.totals.get("all").and_then(|total| total.gzip);
            told.extend(gzip.map(|gzip| format!("{} gzip", text::size(gzip))));
            let mut budgets: Vec<&str> = report.budgets.iter().map(|budget| budget.name.as_str()).collect();
            budgets.dedup();
            told.push(number(budgets.len(), "budget"));
        }
    }
    if verdict != Verdict::Fail && 0 < warnings {
        told.push(number(warnings, "finding"));
    }
    told.join(", ")
}

fn name(report: &Report) -> &str {
    report.project.as_deref().unwrap_or(&report.build.directory)
}

/// The verdict behind a report's word; a word that is none is not passed.
fn verdict(word: &str) -> Verdict {
    Verdict::named(word).unwrap_or(Verdict::Fail)
}
