//! Budgets about packages: what a package weighs in the scripts that the rest of the selector is about.
//!
//! Where a script shows that a package is in it but not how much, the sum is a lower bound: it can break a limit, and
//! it can never be said to hold one.

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::select::Items;
use crate::judge::{Measured, Pasts, judged};
use crate::model::asset::AssetId;
use crate::model::budget::{Bound, Budget, Metric, Per};
use crate::model::config::Config;
use crate::model::package::PackageInChunk;
use crate::model::verdict::{Item, Judgement, Part, Since};

/// An item and the packages that are measured for it, script by script.
type Found<'a> = BTreeMap<Item, Vec<&'a PackageInChunk>>;

/// Judges one budget about packages.
pub(crate) fn judge(
    index: usize,
    budget: &Budget,
    config: &Config,
    items: &Items<'_>,
    past: &Pasts<'_>,
) -> Vec<Judgement> {
    let mut found = found_in(budget, items);
    // "None of it" is kept where there is none of it.
    let forbids = budget.limits.iter().any(|limit| limit.bound == Bound::Max && limit.value == 0);
    if found.is_empty() && forbids {
        found.insert(Item::Total, Vec::new());
    }
    let found: Vec<(Item, Vec<&PackageInChunk>)> = found.into_iter().collect();
    let [in_baseline, in_anchor] =
        [&past.baseline, &past.anchor].map(|past| past.of(budget).map(|(_, items)| found_in(budget, items)));
    judged(index, budget, config, past, &found, |past, metric, (item, inside)| {
        let earlier = if past.since == Since::Anchor { &in_anchor } else { &in_baseline };
        let before = earlier.as_ref().and_then(|earlier| {
            let inside = match past.counterpart(item)? {
                // There was none of them.
                Item::Total => earlier.get(&Item::Total).map_or(&[][..], Vec::as_slice),
                before => earlier.get(&before)?,
            };
            Some(measure(metric, Item::Total, inside)).filter(|before| before.is_known)
        });
        Measured { before: before.map(|before| before.actual), ..measure(metric, item.clone(), inside) }
    })
}

fn found_in<'a>(budget: &Budget, items: &Items<'a>) -> Found<'a> {
    let packages = &items.build().packages;
    let chunks: BTreeSet<AssetId> = items.files(&budget.selector).into_iter().collect();
    let is_about = |name: &str| budget.selector.package.as_ref().is_none_or(|names| names.matches(name));
    let mut found = Found::new();
    for (position, package) in packages.all.iter().enumerate().filter(|(_, package)| is_about(&package.name))
    {
        let item = if budget.per == Per::Total { Item::Total } else { Item::Package(position) };
        let uses = package.uses.iter().filter_map(|&index| packages.in_chunks.get(index));
        let inside: Vec<&PackageInChunk> = uses.filter(|found| chunks.contains(&found.chunk)).collect();
        if !inside.is_empty() {
            found.entry(item).or_default().extend(inside);
        }
    }
    found
}

/// What packages weigh; parts largest first.
fn measure(metric: Metric, item: Item, inside: &[&PackageInChunk]) -> Measured {
    let amount = |found: &PackageInChunk| match (metric, found.sizes) {
        (Metric::Count, _) => Some(1),
        (Metric::Raw, sizes) => Some(sizes?.raw),
        (Metric::Gzip | Metric::Time, sizes) => Some(sizes?.gzip),
        (Metric::Brotli, sizes) => Some(sizes?.brotli),
        (Metric::Invalidated | Metric::Outside(_), _) => None,
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
    Measured { item, actual, is_known, parts, before: None, noise: 0 }
}
