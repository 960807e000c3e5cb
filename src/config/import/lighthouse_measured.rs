//! What Lighthouse measures of a page, as limits of our own on its results: scores of categories, and the numbers of
//! audits.
//!
//! Audits and categories have the names of [`METRICS`](crate::model::outside::METRICS).

use crate::config::import::lighthouse_pages::{By, Pages};
use crate::config::import::limits::{Limited, budget, globs};
use crate::config::import::{Foreign, Imported, ImportedBudget, lighthouse_resources};
use crate::model::budget::{Per, Selector};
use crate::model::outside::{Outside, PARTS, Tool, Unit};

/// What people should know of limits on what is measured.
const NOTE: &str = "What Lighthouse measures is judged from its results, weighbridge check --lighthouse lhr.json, and skipped without them.";

/// How Lighthouse CI judges several runs of a page (0.15.1, `@lhci/utils`, `src/assertions.js`: `optimistic`).
const RUNS: &str = "Of several runs of a page Lighthouse CI takes the best value, where aggregationMethod says nothing else; here it is the median run's.";

/// [`PARTS`].
const IN_ONE: f64 = 1e6;

/// The number that an audit gives.
pub(crate) fn of_audit(audit: &str) -> Option<Outside> {
    find(audit, |unit| unit != Unit::Score)
}

/// The score of a category.
pub(crate) fn of_category(category: &str) -> Option<Outside> {
    find(category, |unit| unit == Unit::Score)
}

fn find(key: &str, is_unit: fn(Unit) -> bool) -> Option<Outside> {
    Outside::all().find(|metric| {
        let metric = metric.get();
        metric.tool == Tool::Lighthouse && metric.key == key && is_unit(metric.unit)
    })
}

/// A number in the parts that limits are counted in; `None` below zero.
pub(crate) fn parts(number: f64) -> Option<u64> {
    let is_below_zero = number < 0.0;
    (!is_below_zero).then(|| format!("{:.0}", number * IN_ONE).parse().unwrap_or(u64::MAX))
}

/// The same of a score, which is from 0 to 1.
pub(crate) fn parts_of_score(score: f64) -> Option<u64> {
    parts(score).filter(|&parts| parts <= PARTS)
}

/// Adds the limits on what is measured of `pages`, without those that are `later`'s.
pub(crate) fn add<'a>(
    imported: &mut Imported,
    of: &str,
    pages: &Pages,
    later: impl Iterator<Item = &'a Pages>,
    limits: &[Limited],
) {
    if limits.is_empty() {
        return;
    }
    let not: Vec<String> =
        later.flat_map(|later| later.globs(By::Address)).map(|glob| format!("!{glob}")).collect();
    let is_needed = !pages.are_all() || !not.is_empty();
    let patterns: Vec<String> = pages.globs(By::Address).into_iter().chain(not).collect();
    let page = if is_needed { globs(&patterns) } else { None };
    let selector = Selector { page, ..Selector::default() };
    let budget = budget(format!("{of}Lighthouse"), selector, Per::Total, limits);
    imported.budgets.push(ImportedBudget { budget, notes: Vec::new() });
}

/// Adds what people should know of the budgets that were made of a file of Lighthouse's.
pub(crate) fn add_notes(imported: &mut Imported) {
    let is_measured = |one: &ImportedBudget| one.budget.is_about_outside();
    let mut notes = Vec::new();
    if imported.budgets.is_empty() || imported.budgets.iter().any(|one| !is_measured(one)) {
        notes.extend(lighthouse_resources::NOTES);
    }
    if imported.budgets.iter().any(is_measured) {
        notes.push(NOTE);
        if imported.tool == Foreign::LighthouseCi {
            notes.push(RUNS);
        }
    }
    imported.notes.splice(0..0, notes.into_iter().map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use super::{of_audit, of_category, parts};

    #[test]
    fn an_audit_is_no_category() {
        assert_eq!(
            of_audit("largest-contentful-paint").map(|metric| metric.get().name),
            Some("lighthouse.lcp")
        );
        assert_eq!(of_category("seo").map(|metric| metric.get().name), Some("lighthouse.seo"));
        assert_eq!((of_audit("performance"), of_category("speed-index")), (None, None));
        assert_eq!((of_audit("http_reqs"), of_category("pwa")), (None, None));
    }

    #[test]
    fn a_number_is_kept_to_a_millionth() {
        assert_eq!(parts(2_500.0), Some(2_500_000_000));
        for (number, expected) in [(0.1, 100_000), (0.29, 290_000), (0.57, 570_000), (0.000_001, 1)] {
            assert_eq!(parts(number), Some(expected));
        }
        assert_eq!((parts(-0.1), parts(1e300)), (None, Some(u64::MAX)));
    }
}
