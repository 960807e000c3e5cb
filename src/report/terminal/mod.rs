//! The report for people at a terminal.
//!
//! Takes a report and how the terminal is; gives text. A refused push shows the end of the output first, so what
//! matters most stands last: the tables come first, then the broken limits, then the verdict in one line.
//! Nothing of the environment is asked here: width and colour are given.

mod budgets;
mod changes;
mod chunks;
mod columns;
mod compare;
mod findings;
mod header;
mod images;
mod initial_load;
mod limits;
mod packages;
mod page;
mod projects;
mod quiet;
#[cfg(test)]
pub(in crate::report) mod sample;
mod split_points;
#[cfg(test)]
mod tests;
mod verdict;
mod why;
mod why_package;

use crate::model::build::Build;
use crate::model::chain::{PackageReason, Reason};
use crate::model::json_report::Joined;
use crate::model::report::Report;
use crate::model::verdict::Verdict;
use crate::report::breach;
use crate::report::terminal::page::Page;

pub use crate::report::terminal::quiet::{Refused, render_quiet, render_refusal};

/// How the terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalStyle {
    /// Its width in columns; 80 where it is not known.
    pub width: usize,
    /// Whether it shows colours.
    pub color: bool,
    /// Whether it shows more than ASCII.
    pub unicode: bool,
}

/// The whole report, lines ended by LF.
pub fn render(report: &Report, style: &TerminalStyle) -> String {
    let breaches = breach::breaches(report);
    let mut page = Page::new(*style);
    header::write(&mut page, report);
    initial_load::write(&mut page, report);
    chunks::write(&mut page, report);
    packages::write(&mut page, report);
    split_points::write(&mut page, report);
    images::write(&mut page, report);
    findings::write(&mut page, report);
    findings::write_problems(&mut page, report);
    budgets::write(&mut page, report);
    changes::write(&mut page, report);
    limits::write(&mut page, &breaches);
    verdict::write(&mut page, report, &breaches);
    page.finish()
}

/// What has changed in one or several projects, and why. Nothing is judged.
pub fn render_compared(joined: &Joined, style: &TerminalStyle) -> String {
    let mut page = Page::new(*style);
    compare::write(&mut page, joined);
    page.finish()
}

/// Why a package and files are loaded. `unreadable` is how many files could not be read or understood.
pub fn render_why(
    build: &Build,
    package: Option<&PackageReason>,
    reasons: &[Reason],
    unreadable: usize,
    style: &TerminalStyle,
) -> String {
    let mut page = Page::new(*style);
    if let Some(package) = package {
        why_package::write(&mut page, build, package);
    }
    for reason in reasons {
        why::write(&mut page, build, reason);
    }
    why::write_unreadable(&mut page, unreadable);
    page.finish()
}

/// The whole report of one of several projects, under a heading with its name and with its name before each line: what
/// is found in a log says whose it is.
pub fn render_for(project: &str, report: &Report, style: &TerminalStyle) -> String {
    let mut page = Page::new(*style);
    projects::heading(&mut page, project);
    page.finish() + &projects::prefixed(project, style, |style| render(report, style))
}

/// The short report of one of several projects, its name before each line and no gaps between them.
pub fn render_quiet_for(project: &str, report: &Report, style: &TerminalStyle) -> String {
    let short = projects::prefixed(project, style, |style| render_quiet(report, style));
    short.split_inclusive('\n').filter(|line| *line != "\n").collect()
}

/// The table that closes a run over several projects. `unjudged` are those that could not be judged.
pub fn render_summary(joined: &Joined, unjudged: &[&str], style: &TerminalStyle) -> String {
    let mut page = Page::new(*style);
    projects::table(&mut page, joined, unjudged);
    if joined.projects.is_empty() { page.finish() } else { format!("\n{}", page.finish()) }
}

/// Reports that were merged: what broke, and one line a project. `is_quiet`: nothing where all is well.
pub fn render_joined(joined: &Joined, is_quiet: bool, style: &TerminalStyle) -> String {
    if is_quiet && joined.verdict == Verdict::Pass.name() {
        return String::new();
    }
    let mut page = Page::new(*style);
    projects::broken(&mut page, joined);
    projects::table(&mut page, joined, &[]);
    page.finish()
}
