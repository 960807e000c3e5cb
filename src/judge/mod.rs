//! A build and its budgets in, one judgement for every limit and item out.
//!
//! A value equal to its limit passes. A budget that matches nothing never passes: the configuration says what
//! it comes to. Budgets are about browsers that run modules; the `nomodule` graph is not judged.

mod packages;
mod select;

use std::cmp::Reverse;

use crate::judge::select::{Items, Selected};
use crate::model::asset::AssetId;
use crate::model::budget::{Bound, Budget, Metric, Per};
use crate::model::build::Build;
use crate::model::config::Config;
use crate::model::verdict::{Item, Judgement, Outcome, Part, Verdict};

/// Judges every budget; judgements stand in the order of the budgets, the worst item first.
pub fn judge(build: &Build, config: &Config) -> Vec<Judgement> {
    let items = Items::new(build, &config.budgets);
    let judge = |(index, budget)| judge_budget(index, budget, build, config, &items);
    config.budgets.iter().enumerate().flat_map(judge).collect()
}

fn judge_budget(
    index: usize,
    budget: &Budget,
    build: &Build,
    config: &Config,
    items: &Items<'_>,
) -> Vec<Judgement> {
    if budget.per == Per::Package || budget.selector.package.is_some() {
        return packages::judge(index, budget, build, config, items);
    }
    let selected = items.of(budget);
    judged(index, budget, config, &selected, |metric, item| judge_item(index, budget, metric, item, build))
}

/// The judgements of one budget about `items`: of each metric with a limit, the worst item first; then what cannot be
/// judged.
fn judged<T>(
    index: usize,
    budget: &Budget,
    config: &Config,
    items: &[T],
    judge_item: impl Fn(Metric, &T) -> Judgement,
) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    if items.is_empty() {
        let outcome = config.unmatched.map_or(Outcome::UnmatchedIgnored, Outcome::Unmatched);
        judgements.push(unjudged(index, None, outcome));
    }
    let is_limited = |metric: &Metric| budget.limits.iter().any(|limit| limit.metric == *metric);
    for metric in Metric::ALL.into_iter().filter(is_limited) {
        let first = judgements.len();
        judgements.extend(items.iter().map(|item| judge_item(metric, item)));
        judgements[first..].sort_by_key(|judgement| Reverse(badness(judgement)));
    }
    let growth = budget.growth.iter().map(|growth| unjudged(index, Some(growth.metric), Outcome::NoBaseline));
    judgements.extend(growth);
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
        outcome,
        parts: Vec::new(),
    }
}

fn judge_item(
    index: usize,
    budget: &Budget,
    metric: Metric,
    selected: &Selected,
    build: &Build,
) -> Judgement {
    let parts = parts(selected, metric, build);
    let sum: u64 = parts.iter().map(|part| part.amount).sum();
    let actual = match (metric, &selected.item) {
        (Metric::Time, Item::SplitPoint(split_point)) => {
            budget.network.later_load_ms(sum, build.graph.split_points[*split_point].depth)
        }
        (Metric::Time, _) => budget.network.first_load_ms(sum, selected.depth),
        _ => sum,
    };
    let parts = if matches!(selected.item, Item::File(_)) { Vec::new() } else { parts };
    compared(index, budget, selected.item.clone(), metric, actual, parts)
}

/// A value beside its limits.
fn compared(
    index: usize,
    budget: &Budget,
    item: Item,
    metric: Metric,
    actual: u64,
    parts: Vec<Part>,
) -> Judgement {
    let limit = |bound| budget.limit(metric, bound).map(|limit| limit.value);
    let (max, warn, min) = (limit(Bound::Max), limit(Bound::Warn), limit(Bound::Min));
    let verdict = if max.is_some_and(|max| actual > max) || min.is_some_and(|min| actual < min) {
        Verdict::Fail
    } else if warn.is_some_and(|warn| actual > warn) {
        Verdict::Warn
    } else {
        Verdict::Pass
    };
    Judgement {
        budget: index,
        item,
        metric: Some(metric),
        actual: Some(actual),
        max,
        warn,
        min,
        outcome: Outcome::Judged(verdict),
        parts,
    }
}

/// Each file's share, largest first. Time is made of gzip bytes.
fn parts(selected: &Selected, metric: Metric, build: &Build) -> Vec<Part> {
    let amount = |id: AssetId| {
        let asset = build.asset(id);
        match metric {
            Metric::Raw => asset.raw,
            Metric::Gzip | Metric::Time => asset.sizes.map_or(0, |sizes| sizes.gzip),
            Metric::Brotli => asset.sizes.map_or(0, |sizes| sizes.brotli),
            Metric::Count => 1,
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
