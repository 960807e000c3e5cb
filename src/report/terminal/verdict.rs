//! The last lines: what it all comes to, and what to do next.

use std::collections::BTreeSet;

use crate::model::asset::ResourceType;
use crate::model::check::Severity;
use crate::model::config::Origin;
use crate::model::report::Report;
use crate::model::verdict::{Judgement, Outcome, Verdict};
use crate::report::diagnostic::Breach;
use crate::report::terminal::page::{Ink, Page, piece};
use crate::report::text;
use crate::report::wording::{self, Standing};

/// So many budgets are named in the verdict.
const NAMED: usize = 3;

/// Writes the verdict and the next step.
pub(super) fn write(page: &mut Page, report: &Report, breaches: &[Breach<'_>]) {
    page.gap();
    let (word, ink) = (report.verdict.name().to_uppercase(), Ink::Stamp(report.verdict));
    page.paragraph(0, &[piece(word, ink), piece("  ", Ink::Plain)], &summary(report), Ink::Bold);
    if let Some(next) = next_step(report, breaches) {
        page.paragraph(0, &[], &next, Ink::Dim);
    }
}

fn summary(report: &Report) -> String {
    let all = report.config.budgets.len() as u64;
    let budgets = text::counted(all, "budget");
    let fails = beyond(report, Verdict::Fail);
    let warns = beyond(report, Verdict::Warn);
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error).count() as u64;
    let findings = match report.findings.len() as u64 {
        0 => String::new(),
        number => format!(", {}", text::counted(number, "finding")),
    };
    match report.verdict {
        Verdict::Fail if fails.is_empty() => format!("{}; {budgets} within", text::counted(errors, "error")),
        Verdict::Fail => {
            let also =
                if 0 < errors { format!("; {}", text::counted(errors, "error")) } else { String::new() };
            format!("{} of {budgets} exceeded: {}{also}", text::count(fails.len() as u64), names(&fails))
        }
        Verdict::Warn if !warns.is_empty() => {
            let number = text::count(warns.len() as u64);
            format!("{number} of {budgets} above the warning limit: {}{findings}", names(&warns))
        }
        Verdict::Warn | Verdict::Pass => format!("{budgets}{findings}"),
    }
}

/// The worst judgement of each budget that comes to a verdict, in the order of the budgets.
fn beyond(report: &Report, verdict: Verdict) -> Vec<(&str, &Judgement)> {
    let mut met = BTreeSet::new();
    let judged = report.judgements.iter().filter(|judgement| judgement.outcome.verdict() == verdict);
    judged
        .filter(|judgement| met.insert(judgement.budget))
        .filter_map(|judgement| Some((report.config.budgets.get(judgement.budget)?.name.as_str(), judgement)))
        .collect()
}

/// `First load JS (+11.2 kB), Any chunk (+3 kB)`
fn names(budgets: &[(&str, &Judgement)]) -> String {
    let mut named: Vec<String> = budgets
        .iter()
        .take(NAMED)
        .map(|(name, judgement)| match (judgement.outcome, Standing::of(judgement)) {
            (Outcome::Judged(_), Some(standing)) => format!("{name} ({})", standing.excess()),
            _ => format!("{name} (matches nothing)"),
        })
        .collect();
    if let Some(more) = budgets.len().checked_sub(NAMED).filter(|&more| 0 < more) {
        named.push(format!("{} more", text::count(more as u64)));
        return text::list(&named);
    }
    named.join(", ")
}

/// The one step that helps most.
fn next_step(report: &Report, breaches: &[Breach<'_>]) -> Option<String> {
    if matches!(report.config.origin, Origin::BuiltIn) {
        return Some(
            "next: no budgets.json found: the built-in budgets were used; write your own (docs/budgets.md)"
                .to_owned(),
        );
    }
    if let Some(breach) = breaches.first() {
        return Some(format!("next: {}", cure(report, breach)));
    }
    let first = report.findings.first().filter(|_| report.verdict != Verdict::Pass);
    if let Some(finding) = first
        .filter(|finding| finding.severity == Severity::Error || beyond(report, Verdict::Warn).is_empty())
    {
        return Some(format!(
            "next: {}; weighbridge explain {}",
            wording::help(report, finding),
            finding.check.id
        ));
    }
    closest(report)
}

fn cure(report: &Report, breach: &Breach<'_>) -> String {
    let script = breach
        .heaviest()
        .filter(|&(asset, _)| report.build.asset(asset).resource_type == ResourceType::Script)
        .filter(|_| breach.is_about_weight());
    let Some((asset, gzip)) = script else { return breach.action().to_owned() };
    let (path, gzip) = (text::shorten(report.path(asset), 40), text::size(gzip));
    let step = if breach.can_be_deferred(asset) {
        format!("move {path} ({gzip}) behind import()")
    } else {
        format!("split {path} ({gzip}) with import()")
    };
    format!("{step}; how: weighbridge explain missing-split-point")
}

/// How near the nearest limit is.
fn closest(report: &Report) -> Option<String> {
    let measured =
        report.judgements.iter().filter(|judgement| matches!(judgement.outcome, Outcome::Judged(_)));
    let standings = measured.filter_map(|judgement| Some((judgement, Standing::of(judgement)?)));
    let (judgement, standing) =
        standings.reduce(|best, next| if best.1.used() < next.1.used() { next } else { best })?;
    let name = &report.config.budgets.get(judgement.budget)?.name;
    let item = text::shorten(wording::item(report, &judgement.item), 40);
    let (actual, limit) = standing.values();
    Some(format!("closest: {name}, {actual} of {limit} ({}) in {item}", standing.room()))
}
