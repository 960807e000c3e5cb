//! Why something grew beyond its limit: the causes that the comparison names, as far as they are about it.

use std::collections::BTreeSet;

use crate::model::budget::{Budget, Metric, Selector};
use crate::model::json_report::{Baseline, Cause};
use crate::model::report::Report;
use crate::model::verdict::{Item, Judgement};
use crate::report::text;

/// So many are named.
const NAMED: usize = 3;
/// What is less than a tenth of the growth is not worth naming.
const LEAST_SHARE: u64 = 10;

/// What made an item grow, what matters most first: `+38 kB moment (new, in assets/report-*.js)`.
pub(super) fn causes(
    report: &Report,
    baseline: &Baseline,
    budget: &Budget,
    judgement: &Judgement,
) -> Vec<String> {
    let Some((metric, actual, before)) = values(judgement) else { return Vec::new() };
    let growth = actual.saturating_sub(before);
    let files: BTreeSet<&str> = match &judgement.item {
        Item::File(asset) => BTreeSet::from([report.path(*asset)]),
        _ => judgement.parts.iter().map(|part| report.path(part.asset)).collect(),
    };
    let load = match &judgement.item {
        Item::Entry(asset) => match load_of(baseline, report.path(*asset)) {
            Some(entry) => Some(entry),
            None => return Vec::new(),
        },
        _ => None,
    };
    // A cause in no one file is about a whole load.
    let is_there = |cause: &Cause| match &cause.chunk {
        Some(chunk) => files.contains(chunk.as_str()),
        None => load.is_some() && takes_all(&budget.selector),
    };
    let bytes = |cause: &Cause| {
        let more = match metric {
            Metric::Raw => cause.raw,
            Metric::Gzip => cause.gzip,
            Metric::Brotli => cause.brotli,
            Metric::Count | Metric::Time | Metric::Invalidated | Metric::Outside(_) => 0,
        };
        u64::try_from(more).unwrap_or_default()
    };
    let mut met = BTreeSet::new();
    let named = baseline
        .causes
        .iter()
        .filter(|cause| load.is_none_or(|entry| is_initial(cause) && cause.entry.as_deref() == Some(entry)))
        .filter(|cause| is_there(cause))
        .filter(|cause| 0 < bytes(cause) && growth <= bytes(cause).saturating_mul(LEAST_SHARE))
        .filter(|cause| met.insert((&cause.kind, &cause.name, &cause.chunk)));
    named.take(NAMED).map(|cause| format!("+{} {}", text::size(bytes(cause)), cause.message)).collect()
}

fn is_initial(cause: &Cause) -> bool {
    cause.load == "initial"
}

fn values(judgement: &Judgement) -> Option<(Metric, u64, u64)> {
    Some((judgement.metric?, judgement.actual?, judgement.before?))
}

/// The entry point by which the comparison calls the initial load of a page.
fn load_of<'b>(baseline: &'b Baseline, path: &str) -> Option<&'b str> {
    let initial = baseline.loads.iter().filter(|load| load.load == "initial");
    let mut named = initial.filter_map(|load| Some((load.entry.as_deref()?, &load.alike)));
    named
        .find(|(entry, alike)| *entry == path || alike.iter().any(|other| other == path))
        .map(|found| found.0)
}

/// Whether no file of a load is left out.
fn takes_all(selector: &Selector) -> bool {
    selector.files.is_none()
        && selector.resource_type.is_none()
        && selector.package.is_none()
        && !selector.precached
        && !selector.rest
}
