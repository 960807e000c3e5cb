//! What the page says without its script: of each project the verdict, what broke and what to do, the summary; and, for
//! browsers without JavaScript, the heaviest files and the findings.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::model::json_report::{Breach, Finding, Joined, Report};
use crate::report::changes as told;
use crate::report::html::{changes, summary, tables, verdict};
use crate::report::text::{count, counted, size};
use crate::report::xml::escape;

/// So many broken limits stand open; the others are folded.
const OPEN: usize = 3;
/// A headline of more characters is set smaller.
const LONG: usize = 90;

/// The sections of all projects.
pub(super) fn render(joined: &Joined) -> String {
    let mut out = String::new();
    for (number, report) in joined.projects.iter().enumerate() {
        let id = format!("verdict-{number}");
        let _ =
            writeln!(out, "<section class=\"project\" data-project=\"{number}\" aria-labelledby=\"{id}\">");
        head(&mut out, report, &id, 1 < joined.projects.len());
        if let Some(baseline) = report.baseline.as_ref().filter(|_| !told::is_all(report)) {
            changes::write_headline(&mut out, baseline);
        }
        breaches(&mut out, report);
        if report.breaches.is_empty() {
            first_finding(&mut out, report);
        }
        summary::write(&mut out, report);
        tables::write(&mut out, report);
        out.push_str("</section>\n");
    }
    if joined.projects.is_empty() {
        out.push_str("<p class=\"headline\">The report is of no project.</p>\n");
    }
    out
}

fn head(out: &mut String, report: &Report, id: &str, is_one_of_many: bool) {
    let word = verdict(&report.verdict);
    let name = report.project.as_deref().filter(|_| is_one_of_many);
    let name = name.map(|name| format!("<span class=\"of\">{}</span> ", escape(name))).unwrap_or_default();
    // A report that says nothing but what has changed has no verdict.
    let stamp = if told::is_all(report) {
        String::new()
    } else {
        format!("<p class=\"stamp\">{}</p>\n", word.to_uppercase())
    };
    let headline = headline(report);
    let long = if LONG < headline.chars().count() { " long" } else { "" };
    let _ = writeln!(
        out,
        "<header class=\"verdict {word}\">\n{stamp}<div>\n<h2 class=\"headline{long}\" id=\"{id}\">{name}{}</h2>\n\
         <p class=\"facts\">{}</p>\n</div>\n</header>",
        escape(&headline),
        facts(report)
    );
}

/// The verdict in one sentence.
fn headline(report: &Report) -> String {
    if let Some(baseline) = report.baseline.as_ref().filter(|_| told::is_all(report)) {
        return told::headline(baseline);
    }
    let names: BTreeSet<&str> = report.budgets.iter().map(|budget| budget.name.as_str()).collect();
    let broken = report.breaches.len() as u64;
    let errors = report.findings.iter().filter(|finding| finding.severity == "error").count() as u64;
    let all = counted(names.len() as u64, "budget");
    match (verdict(&report.verdict), broken) {
        ("fail", 0) if errors == 0 => "A limit does not hold".into(),
        ("fail", 0) => format!("{} among the findings", counted(errors, "error")),
        ("fail", 1) => format!("One limit of {all} does not hold"),
        ("fail", _) => format!("{} limits of {all} do not hold", count(broken)),
        (_, 1) => format!("One limit of {all} is above its warning"),
        (_, 2..) => format!("{} limits of {all} are above their warnings", count(broken)),
        ("warn", 0) => {
            format!("{} within; {} to look at", all, counted(report.findings.len() as u64, "finding"))
        }
        _ if names.is_empty() => "No budget to hold".into(),
        _ if names.len() == 1 => "The budget holds".into(),
        _ => format!("All {all} hold"),
    }
}

fn facts(report: &Report) -> String {
    let mut facts = vec![format!("<code>{}</code>", escape(&report.build.directory))];
    if let Some(all) = report.totals.get("all") {
        facts.push(counted(all.files, "file"));
        let gzip = all.gzip.map(|bytes| format!("{} gzip", size(bytes)));
        let brotli = all.brotli.map(|bytes| format!("{} brotli", size(bytes)));
        facts.extend([gzip, brotli, Some(format!("{} raw", size(all.raw)))].into_iter().flatten());
    }
    for bundler in &report.build.bundlers {
        let version = bundler.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
        facts.push(escape(&format!("{}{version}", bundler.name)));
    }
    let config = report.config.as_deref().map_or("built-in budgets".into(), escape);
    facts.push(config);
    let spans: Vec<String> = facts.into_iter().map(|fact| format!("<span>{fact}</span>")).collect();
    spans.join(" ")
}

/// What broke, the most important first, and what to do about it.
fn breaches(out: &mut String, report: &Report) {
    if report.breaches.is_empty() {
        return;
    }
    let (open, folded) = report.breaches.split_at(report.breaches.len().min(OPEN));
    out.push_str("<ol class=\"breaches\">\n");
    for breach in open {
        item(out, report, breach);
    }
    out.push_str("</ol>\n");
    if !folded.is_empty() {
        let _ = writeln!(
            out,
            "<details class=\"more\"><summary>{} more</summary>\n<ol class=\"breaches\" start=\"{}\">",
            count(folded.len() as u64),
            OPEN + 1
        );
        for breach in folded {
            item(out, report, breach);
        }
        out.push_str("</ol>\n</details>\n");
    }
}

fn item(out: &mut String, report: &Report, breach: &Breach) {
    let place = place(report.config.as_deref(), breach.line, breach.column);
    let _ = writeln!(
        out,
        "<li>\n<p class=\"what\">{} <span class=\"measured\">{}</span></p>\n<p class=\"help\">{}</p>{place}\n</li>",
        escape(&breach.message),
        escape(&breach.label),
        escape(&breach.help)
    );
}

fn place(file: Option<&str>, line: Option<u32>, column: Option<u32>) -> String {
    let (Some(file), Some(line), Some(column)) = (file, line, column) else { return String::new() };
    format!("\n<p class=\"place\"><code>{}:{line}:{column}</code></p>", escape(file))
}

/// Where no limit is broken: the finding that matters most.
fn first_finding(out: &mut String, report: &Report) {
    let Some(Finding { check, asset, line, column, message, help, .. }) = report.findings.first() else {
        return;
    };
    let place = match (line, column) {
        (Some(line), Some(column)) => format!("{asset}:{line}:{column}"),
        _ => asset.clone(),
    };
    let _ = writeln!(
        out,
        "<ol class=\"breaches hint\">\n<li>\n<p class=\"what\">{} <span class=\"measured\">{}</span></p>\n\
         <p class=\"help\">{}</p>\n<p class=\"place\"><code>{}</code></p>\n</li>\n</ol>",
        escape(message),
        escape(check),
        escape(help),
        escape(&place)
    );
}
