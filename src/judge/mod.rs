//! A build and its budgets in, one judgement for every limit and item out.
//!
//! A value equal to its limit passes. A budget that matches nothing never passes: the configuration says what
//! it comes to. Budgets are about browsers that run modules; the `nomodule` graph is not judged.

mod bounds;
mod growth;
mod outside;
mod packages;
mod select;

use std::cmp::Reverse;

pub use bounds::{Row, rows};

use crate::judge::growth::Past;
use crate::judge::select::{Items, Selected};
use crate::model::asset::AssetId;
use crate::model::baseline::Against;
use crate::model::budget::{Bound, Budget, Metric, Per};
use crate::model::build::Build;
use crate::model::config::Config;
use crate::model::outside::Measurements;
use crate::model::verdict::{Item, Judgement, Outcome, Part, Since, Verdict};

/// Judges every budget, growth since `against` and drift since `anchor`; judgements stand in the order of the budgets,
/// the worst item first.
pub fn judge(
    build: &Build,
    config: &Config,
    against: &Against,
    anchor: &Against,
    measurements: &Measurements,
) -> Vec<Judgement> {
    let items = Items::new(build, &config.budgets);
    let past = Pasts {
        baseline: Past::new(build, &config.budgets, against, Since::Baseline),
        anchor: Past::new(build, &config.budgets, anchor, Since::Anchor),
    };
    let judge = |(index, budget): (usize, &Budget)| {
        if budget.is_about_outside() {
            return outside::judge(index, budget, config, measurements);
        }
        judge_budget(index, budget, config, &items, &past)
    };
    config.budgets.iter().enumerate().flat_map(judge).collect()
}

/// What a build is compared with.
struct Pasts<'a> {
    baseline: Past<'a>,
    anchor: Past<'a>,
}

/// One item of a budget, measured.
struct Measured {
    item: Item,
    actual: u64,
    /// Whether that is all of it; else it is at least so much.
    is_known: bool,
    parts: Vec<Part>,
    /// What it was in the earlier build.
    before: Option<u64>,
    /// How much of that is less for other hashes alone.
    noise: u64,
}

fn judge_budget(
    index: usize,
    budget: &Budget,
    config: &Config,
    items: &Items<'_>,
    past: &Pasts<'_>,
) -> Vec<Judgement> {
    if budget.per == Per::Package || budget.selector.package.is_some() {
        return packages::judge(index, budget, config, items, past);
    }
    let selected = items.of(budget);
    judged(index, budget, config, past, &selected, |past, metric, selected| {
        // Reports do not tell how many requests of a split point follow each other.
        let is_told = !(metric == Metric::Time && matches!(selected.item, Item::SplitPoint(_)))
            && metric != Metric::Invalidated;
        let before = past.files(budget, &selected.item).filter(|_| is_told).map(|(build, before)| {
            let parts = parts(&before, metric, build);
            let noise = past.noise(metric, &selected.assets, &before.assets);
            (value(budget, metric, &before, &parts), noise)
        });
        let (before, noise) = before.unzip();
        let mut parts = parts(selected, metric, items.build());
        if metric == Metric::Invalidated {
            parts.retain(|part| past.is_invalidated(part.asset));
        }
        let actual = value(budget, metric, selected, &parts);
        let parts = if matches!(selected.item, Item::File(_)) { Vec::new() } else { parts };
        Measured {
            item: selected.item.clone(),
            actual,
            is_known: true,
            parts,
            before,
            noise: noise.unwrap_or_default(),
        }
    })
}

/// The judgements of one budget about `items`: of each metric with a limit, the worst item first; then growth, and what
/// cannot be judged.
fn judged<T>(
    index: usize,
    budget: &Budget,
    config: &Config,
    past: &Pasts<'_>,
    items: &[T],
    measure: impl Fn(&Past<'_>, Metric, &T) -> Measured,
) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    if items.is_empty() {
        let outcome = config.unmatched.map_or(Outcome::UnmatchedIgnored, Outcome::Unmatched);
        judgements.push(unjudged(index, None, outcome));
    }
    let is_limited = |metric: &Metric| budget.limits.iter().any(|limit| limit.metric == *metric);
    for metric in Metric::ALL.into_iter().filter(is_limited) {
        if metric == Metric::Invalidated
            && let Some(outcome) = past.baseline.untold_contents()
        {
            judgements.extend((!items.is_empty()).then(|| unjudged(index, Some(metric), outcome)));
            continue;
        }
        let first = judgements.len();
        let measured = items.iter().map(|item| measure(&past.baseline, metric, item));
        judgements.extend(measured.map(|measured| compared(index, budget, metric, measured)));
        judgements[first..].sort_by_key(|judgement| Reverse(badness(judgement)));
    }
    for (limits, past) in [(&budget.growth, &past.baseline), (&budget.drift, &past.anchor)] {
        for limit in limits {
            let measured = items.iter().map(|item| measure(past, limit.metric, item)).collect();
            judgements.extend(growth::judged(index, budget, limit, past, measured));
        }
    }
    judgements
}

fn unjudged(budget: usize, metric: Option<Metric>, outcome: Outcome) -> Judgement {
    Judgement {
        budget,
        item: Item::Total,
        metric,
        actual: None,
        max: None,
        warn: None,
        min: None,
        before: None,
        growth_max: None,
        since: None,
        outcome,
        parts: Vec::new(),
    }
}

/// What the files come to.
fn value(budget: &Budget, metric: Metric, selected: &Selected, parts: &[Part]) -> u64 {
    let sum: u64 = parts.iter().map(|part| part.amount).sum();
    match (metric, &selected.item) {
        (Metric::Time, Item::SplitPoint(_)) => budget.network.later_load_ms(sum, selected.depth),
        (Metric::Time, _) => budget.network.first_load_ms(sum, selected.depth),
        _ => sum,
    }
}

/// A value beside its limits.
fn compared(index: usize, budget: &Budget, metric: Metric, measured: Measured) -> Judgement {
    let Measured { item, actual, is_known, parts, before, .. } = measured;
    let limit = |bound| budget.limit(metric, bound).map(|limit| limit.value);
    let (max, warn, min) = (limit(Bound::Max), limit(Bound::Warn), limit(Bound::Min));
    let is_over = max.is_some_and(|max| actual > max);
    let verdict = if is_over || min.is_some_and(|min| actual < min) {
        Verdict::Fail
    } else if warn.is_some_and(|warn| actual > warn) {
        Verdict::Warn
    } else {
        Verdict::Pass
    };
    // A lower bound can break a limit, and can never be said to hold one.
    let is_judged = is_known || is_over;
    Judgement {
        budget: index,
        item,
        metric: Some(metric),
        actual: is_judged.then_some(actual),
        max,
        warn,
        min,
        before,
        growth_max: None,
        since: None,
        outcome: if is_judged { Outcome::Judged(verdict) } else { Outcome::UnknownSize },
        parts,
    }
}

/// Each file's share, largest first. Time is made of gzip bytes.
fn parts(selected: &Selected, metric: Metric, build: &Build) -> Vec<Part> {
    let amount = |id: AssetId| {
        let asset = build.asset(id);
        match metric {
            Metric::Raw => asset.raw,
            Metric::Gzip | Metric::Time | Metric::Invalidated => asset.sizes.map_or(0, |sizes| sizes.gzip),
            Metric::Brotli => asset.sizes.map_or(0, |sizes| sizes.brotli),
            Metric::Count => 1,
            Metric::Outside(_) => 0,
        }
    };
    let mut parts: Vec<Part> =
        selected.assets.iter().map(|&asset| Part { asset, amount: amount(asset) }).collect();
    parts.sort_by_key(|part| (Reverse(part.amount), part.asset));
    parts
}

/// How bad a judgement is: its verdict, then how much of its limit is used, in millionths.
fn badness(judgement: &Judgement) -> (Verdict, u128) {
    let used = match (judgement.actual, judgement.max.or(judgement.warn)) {
        (Some(actual), Some(limit)) => u128::from(actual) * 1_000_000 / u128::from(limit.max(1)),
        // Only a floor: the less there is, the worse.
        (Some(actual), None) => u128::from(u64::MAX - actual),
        (None, _) => 0,
    };
    (judgement.outcome.verdict(), used)
}
