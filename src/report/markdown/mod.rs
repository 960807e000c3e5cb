//! Markdown for GitHub: the step summary of a job and the comment on a pull request.
//!
//! Takes reports and gives GitHub Flavored Markdown that is never longer than a comment may be. The verdict stands
//! first, then the table of what counts, then what broke and why; what is only looked up is folded.
//! `gfm` makes names harmless, `page` keeps the limit.

mod changes;
mod details;
mod gfm;
mod page;
mod reasons;
mod summary;
#[cfg(test)]
mod tests;

use crate::model::json_report::{Joined, Report};
use crate::report::markdown::gfm::Where;
use crate::report::markdown::page::{Page, width};
use crate::report::{changes as told, judged, text};

/// GitHub takes 65,536 characters in a comment; the rest is for the mark by which a comment is found again.
const LIMIT: usize = 64_900;
/// What the table of projects may take of it.
const PROJECTS: usize = 20_000;
/// A section shorter than this tells nothing.
const LEAST_SECTION: usize = 2_000;

/// The whole report.
pub fn render(joined: &Joined) -> String {
    let mut page = Page::new(LIMIT);
    let footer = footer(joined);
    let room = page.room().saturating_sub(width(&footer) + 2);
    page.within(room, |page| match joined.projects.as_slice() {
        [only] => {
            page.block(&format!("## {}", headline(only)));
            write_report(page, only);
        }
        several => write_projects(page, joined, several),
    });
    page.block(&footer);
    page.finish()
}

/// The verdict and what broke; of a report that judges nothing, what has changed.
fn headline(report: &Report) -> String {
    match &report.baseline {
        Some(baseline) if told::is_all(report) => gfm::sentence(&told::headline(baseline), Where::Line),
        _ => summary::headline(report),
    }
}

fn write_report(page: &mut Page, report: &Report) {
    if let Some(next) = reasons::next(report) {
        page.block(&format!("**Next:** {next}"));
    }
    changes::write(page, report);
    summary::write(page, report);
    reasons::write(page, report);
    details::write(page, report);
}

fn write_projects(page: &mut Page, joined: &Joined, reports: &[Report]) {
    let mut sorted: Vec<&Report> = reports.iter().collect();
    // A stable sort: by name among those that are equally bad.
    sorted.sort_by_key(|report| std::cmp::Reverse(judged::badness(&report.verdict)));
    let all = text::counted(sorted.len() as u64, "project");
    let bad = |word| sorted.iter().filter(|report| report.verdict == word).count() as u64;
    let counts: Vec<String> = [("fail", "over budget"), ("warn", "with warnings")]
        .into_iter()
        .filter_map(|(word, what)| {
            Some(bad(word)).filter(|&n| 0 < n).map(|n| format!("{} {what}", text::count(n)))
        })
        .collect();
    let told = if counts.is_empty() { "all within their budgets".to_owned() } else { text::list(&counts) };
    page.block(&format!("## {} – {all}: {told}", summary::stamp(&joined.verdict)));
    let rows: Vec<Vec<String>> = sorted.iter().map(|report| summary::project_row(report)).collect();
    let head = ["project", "verdict<", "initial load, gzip", "change", "what broke<"];
    page.within(PROJECTS, |page| page.table(&head, &rows, usize::MAX, "project"));
    for (at, report) in sorted.iter().enumerate() {
        let left = sorted.len() - at;
        let more = format!(
            "… no section for {}: the limit of a comment is reached",
            text::counted(left as u64, "more project")
        );
        let reserve = if 1 < left { width(&more) + 2 } else { 0 };
        let room = page.room().saturating_sub(reserve);
        // What one does not need is for those behind it.
        let share = (room / left).max(LEAST_SECTION);
        if room < share {
            page.block(&more);
            return;
        }
        let project = gfm::name(project_name(report), Where::Line);
        let headline = headline(report);
        page.within(share, |page| {
            page.block(&format!("### {project}: {headline}"));
            if report.verdict == "pass" {
                page.fold("Numbers", |page| write_report(page, report));
            } else {
                write_report(page, report);
            }
        });
    }
}

/// The project's name, or where its build lies.
fn project_name(report: &Report) -> &str {
    report.project.as_deref().unwrap_or(&report.build.directory)
}

fn footer(joined: &Joined) -> String {
    let tool = format!("weighbridge {}", gfm::sentence(&joined.tool.version, Where::Line));
    let [only] = joined.projects.as_slice() else { return format!("<sub>{tool}</sub>") };
    let directory = gfm::name(&only.build.directory, Where::Line);
    let compression = &only.build.compression;
    let levels = format!("gzip level {}, Brotli level {}", compression.gzip, compression.brotli);
    let against = match &only.baseline {
        Some(baseline) => {
            format!("compared with a baseline, {} paired", text::counted(baseline.pairs, "file"))
        }
        None => "no baseline to compare with".to_owned(),
    };
    let budgets = match &only.config {
        Some(config) => gfm::name(config, Where::Line),
        None => "no budget file".to_owned(),
    };
    format!("<sub>{tool} · {directory} · {budgets} · {levels} · {against}</sub>")
}
