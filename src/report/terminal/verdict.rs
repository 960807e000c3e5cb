//! The last lines: what it all comes to, and what to do next.

use std::collections::BTreeSet;

use crate::model::asset::ResourceType;
use crate::model::budget::Bound;
use crate::model::check::Severity;
use crate::model::config::Origin;
use crate::model::report::Report;
use crate::model::verdict::{Item, Judgement, Outcome, Verdict};
use crate::report::breach::Breach;
use crate::report::terminal::page::{Ink, Page, piece};
use crate::report::wording::{self, Standing};
use crate::report::{remedy, text};

/// So many budgets are named in the verdict.
const NAMED: usize = 3;
/// The room for a path in the last line.
const NAME_COLUMNS: usize = 40;

/// Writes the verdict and the next step.
pub(super) fn write(page: &mut Page, report: &Report, breaches: &[Breach<'_>]) {
    page.gap();
    let (word, ink) = (report.verdict.name().to_uppercase(), Ink::Stamp(report.verdict));
    page.paragraph(0, &[piece(word, ink), piece("  ", Ink::Plain)], &summary(report), Ink::Bold);
    if let Some((lead, step)) = next_step(report, breaches) {
        page.paragraph(0, &[piece(lead, Ink::Dim)], &step, Ink::Dim);
    }
    if matches!(report.config.origin, Origin::BuiltIn) {
        let note = "built-in budgets; set your own in budgets.json (docs/budgets.md)";
        page.paragraph(0, &[piece("note: ", Ink::Dim)], note, Ink::Dim);
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
            let judged = fails.iter().any(|(_, judgement)| matches!(judgement.outcome, Outcome::Judged(_)));
            let how = if judged { "exceeded" } else { "failed" };
            format!("{} of {budgets} {how}: {}{also}", text::count(fails.len() as u64), names(&fails))
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
            (Outcome::Judged(_), Some(standing)) => {
                format!("{} ({})", text::shorten(name, NAME_COLUMNS), standing.excess())
            }
            _ => format!("{} (matches nothing)", text::shorten(name, NAME_COLUMNS)),
        })
        .collect();
    if let Some(more) = budgets.len().checked_sub(NAMED).filter(|&more| 0 < more) {
        named.push(format!("{} more", text::count(more as u64)));
        return text::list(&named);
    }
    named.join(", ")
}

/// The one step that helps most, and what it is called.
fn next_step(report: &Report, breaches: &[Breach<'_>]) -> Option<(&'static str, String)> {
    let step = match report.verdict {
        Verdict::Pass => return Some(("closest: ", closest(report)?)),
        Verdict::Fail => breaches.first().map(|breach| cure(report, breach)),
        Verdict::Warn => warning(report),
    };
    let finding = || {
        let finding = report.findings.first()?;
        Some(format!("{}; {}", wording::help(report, finding), explained_by(finding.check.id)))
    };
    Some(("next: ", step.or_else(finding)?))
}

/// What is above a warning limit, and when it will fail.
fn warning(report: &Report) -> Option<String> {
    let &(name, judgement) = beyond(report, Verdict::Warn).first()?;
    let standing = Standing::of(judgement).filter(|standing| standing.broken)?;
    let item = match judgement.item {
        Item::Total => "its sum".into(),
        _ => wording::item(report, &judgement.item),
    };
    let (item, (actual, _)) = (text::shorten(&item, NAME_COLUMNS), standing.values());
    let fails = judgement.max.map_or(String::new(), |max| {
        format!("; {name} fails above {}", text::quantity(standing.metric, max))
    });
    Some(format!("make {item} lighter: it is {actual}{fails}"))
}

fn cure(report: &Report, breach: &Breach<'_>) -> String {
    if let Some(remedy) = remedy::of(report, breach) {
        return format!("{}; {}", remedy.step(), explained_by(remedy.check));
    }
    let script = breach
        .heaviest()
        .filter(|&(asset, _)| report.build.asset(asset).resource_type == ResourceType::Script)
        .filter(|_| breach.is_about_weight());
    let Some((asset, gzip)) = script else { return breach.action().to_owned() };
    let (path, gzip) = (text::shorten(report.path(asset), NAME_COLUMNS), text::size(gzip));
    let step = if breach.can_be_deferred(asset) {
        format!("move {path} ({gzip}) behind import()")
    } else {
        format!("split {path} ({gzip}) with import()")
    };
    format!("{step}; {}", explained_by("missing-split-point"))
}

/// A command is not broken over two lines.
fn explained_by(check: &str) -> String {
    format!("how:\u{a0}weighbridge\u{a0}explain\u{a0}{check}")
}

/// How near the nearest limit is.
fn closest(report: &Report) -> Option<String> {
    let measured =
        report.judgements.iter().filter(|judgement| matches!(judgement.outcome, Outcome::Judged(_)));
    // What has not grown is not close to anything.
    let is_near = |standing: &Standing| !standing.bound.is_growth() || 0 < standing.used();
    let standing = |judgement| Standing::of(judgement).filter(is_near);
    let standings = measured.filter_map(|judgement| Some((judgement, standing(judgement)?)));
    let (judgement, standing) =
        standings.reduce(|best, next| if best.1.used() < next.1.used() { next } else { best })?;
    let name = &report.config.budgets.get(judgement.budget)?.name;
    let (actual, limit) = standing.values();
    let place = match judgement.item {
        Item::Total => String::new(),
        _ => format!(" in {}", text::shorten(&wording::item(report, &judgement.item), NAME_COLUMNS)),
    };
    if standing.bound.is_growth() {
        let (change, allowed, room) = (standing.change(), standing.allowed(), standing.room());
        return Some(format!("{name}, {change}, {allowed} allowed ({room}){place}"));
    }
    let side = if standing.bound == Bound::Min { ", at least " } else { " of " };
    Some(format!("{name}, {actual}{side}{limit} ({}){place}", standing.room()))
}
