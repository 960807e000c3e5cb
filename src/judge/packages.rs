//! Budgets about packages: what a package weighs in the scripts that the rest of the selector is about.
//!
//! Where a script shows that a package is in it but not how much, the sum is a lower bound: it can break a limit, and
//! it can never be said to hold one.

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::select::Items;
use crate::judge::{compared, judged};
use crate::model::asset::AssetId;
use crate::model::budget::{Bound, Budget, Metric, Per};
use crate::model::build::Build;
use crate::model::config::Config;
use crate::model::package::PackageInChunk;
use crate::model::verdict::{Item, Judgement, Outcome, Part, Verdict};

/// Judges one budget about packages.
pub(crate) fn judge(
    index: usize,
    budget: &Budget,
    build: &Build,
    config: &Config,
    items: &Items<'_>,
) -> Vec<Judgement> {
    let chunks: BTreeSet<AssetId> = items.files(&budget.selector).into_iter().collect();
    let is_about = |name: &str| budget.selector.package.as_ref().is_none_or(|names| names.matches(name));
    let mut found: Vec<(Item, Vec<&PackageInChunk>)> = Vec::new();
    for (position, package) in
        build.packages.all.iter().enumerate().filter(|(_, package)| is_about(&package.name))
    {
        let uses = package.uses.iter().filter_map(|&index| build.packages.in_chunks.get(index));
        let inside = uses.filter(|found| chunks.contains(&found.chunk));
        let inside: Vec<&PackageInChunk> = inside.collect();
        if !inside.is_empty() {
            found.push((Item::Package(position), inside));
        }
    }
    if budget.per == Per::Total {
        let all: Vec<&PackageInChunk> = found.into_iter().flat_map(|(_, inside)| inside).collect();
        found = if all.is_empty() { Vec::new() } else { vec![(Item::Total, all)] };
    }
    // "None of it" is kept where there is none of it.
    let forbids = budget.limits.iter().any(|limit| limit.bound == Bound::Max && limit.value == 0);
    if found.is_empty() && forbids {
        found.push((Item::Total, Vec::new()));
    }
    judged(index, budget, config, &found, |metric, (item, inside)| {
        judge_item(index, budget, metric, item, inside)
    })
}

fn judge_item(
    index: usize,
    budget: &Budget,
    metric: Metric,
    item: &Item,
    inside: &[&PackageInChunk],
) -> Judgement {
    let amount = |found: &PackageInChunk| match (metric, found.sizes) {
        (Metric::Count, _) => Some(1),
        (Metric::Raw, sizes) => Some(sizes?.raw),
        (Metric::Gzip | Metric::Time, sizes) => Some(sizes?.gzip),
        (Metric::Brotli, sizes) => Some(sizes?.brotli),
    };
    let is_known = inside.iter().all(|found| amount(found).is_some());
    let mut by_chunk: BTreeMap<AssetId, u64> = BTreeMap::new();
    for found in inside {
        let sum = by_chunk.entry(found.chunk).or_default();
        // Several packages in one script; a file counts once.
        *sum = if metric == Metric::Count { 1 } else { *sum + amount(found).unwrap_or_default() };
    }
    let mut parts: Vec<Part> = by_chunk.into_iter().map(|(asset, amount)| Part { asset, amount }).collect();
    let actual = parts.iter().map(|part| part.amount).sum();
    parts.sort_by_key(|part| (std::cmp::Reverse(part.amount), part.asset));
    let judgement = compared(index, budget, item.clone(), metric, actual, parts);
    let is_over = judgement.max.is_some_and(|max| max < actual);
    if is_known || (is_over && judgement.outcome == Outcome::Judged(Verdict::Fail)) {
        return judgement;
    }
    Judgement { actual: None, outcome: Outcome::UnknownSize, ..judgement }
}
