//! What broke, why, and what to do next; the warnings that matter most.

use crate::model::json_report::{Breach, Finding, Report};
use crate::report::markdown::gfm::{self, Where};
use crate::report::markdown::page::Page;
use crate::report::markdown::summary::mark;
use crate::report::{judged, text};

/// So many stand in the open; findings are all in the folded table.
const REASONS: usize = 10;
const WARNINGS: usize = 5;

/// The one step that helps most; `None` where nothing has to be done.
pub(super) fn next(report: &Report) -> Option<String> {
    if report.verdict == "pass" {
        return None;
    }
    if let Some(breach) = report.breaches.first() {
        let at = place(report, breach).map_or(String::new(), |place| format!(" ({place})"));
        return Some(format!("{}{at}", gfm::sentence(&breach.action, Where::Line)));
    }
    let finding = report.findings.first()?;
    let check = gfm::name(&format!("weighbridge explain {}", finding.check), Where::Line);
    let asset = gfm::name(&finding.asset, Where::Line);
    Some(format!("{asset}: {} (how: {check})", gfm::sentence(&finding.help, Where::Line)))
}

/// Writes the sections.
pub(super) fn write(page: &mut Page, report: &Report) {
    let with = |severity| report.findings.iter().filter(move |finding| finding.severity == severity);
    let mut broken: Vec<String> = report.breaches.iter().map(|breach| reason(report, breach)).collect();
    broken.extend(with("error").map(observation));
    if !broken.is_empty() && page.block("### What broke and why") {
        page.list(&broken, REASONS, "reason");
    }
    let mut warnings: Vec<String> = judged::with_status(report, "warn")
        .into_iter()
        .map(|budget| {
            let name = gfm::sentence(&budget.name, Where::Line);
            let item = judged::item(budget, report)
                .map_or(String::new(), |item| format!(" in {}", gfm::name(&item, Where::Line)));
            match judged::standing(budget) {
                Some(standing) => {
                    let (actual, limit) = standing.values();
                    format!("{} {name}: {actual}{item}, above the warning limit of {limit}", mark("warn"))
                }
                None => format!("{} {name}: matches nothing", mark("warn")),
            }
        })
        .collect();
    let all = warnings.len() + with("warning").count();
    warnings.truncate(REASONS);
    warnings.extend(with("warning").take(WARNINGS).map(observation));
    let left_out = (all - warnings.len()) as u64;
    if !warnings.is_empty() && page.block("### Warnings") {
        page.list(&warnings, usize::MAX, "warning");
        if 0 < left_out {
            page.block(&format!("… and {} below", text::counted(left_out, "more warning")));
        }
    }
}

fn reason(report: &Report, breach: &Breach) -> String {
    let message = gfm::sentence(&breach.message, Where::Line);
    let label = gfm::sentence(&breach.label, Where::Line);
    let at = place(report, breach).map_or(String::new(), |place| format!(", {place}"));
    format!("{} **{message}** ({label}{at})<br>{}", mark("fail"), gfm::sentence(&breach.help, Where::Line))
}

fn place(report: &Report, breach: &Breach) -> Option<String> {
    let config = report.config.as_deref()?;
    Some(gfm::name(&judged::place(config, breach.line, breach.column), Where::Line))
}

fn observation(finding: &Finding) -> String {
    let mark = mark(if finding.severity == "error" { "fail" } else { "warn" });
    let check = gfm::name(&finding.check, Where::Line);
    let place = gfm::name(&judged::place(&finding.asset, finding.line, finding.column), Where::Line);
    let message = gfm::sentence(&finding.message, Where::Line);
    let waste = finding.waste.map_or(String::new(), |waste| format!("; {} gzip wasted", text::size(waste)));
    format!("{mark} {place} – {check}: {message}{waste}<br>{}", gfm::sentence(&finding.help, Where::Line))
}
