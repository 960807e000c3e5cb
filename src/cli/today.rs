//! What imported rules come to in the build of today.

use crate::config::{Imported, ImportedBudget};
use crate::model::budget::Metric;
use crate::model::report::Report;
use crate::model::verdict::{Item, Judgement, Outcome, Verdict};
use crate::report::budget_file::{Rule, Today};
use crate::report::wording;

/// Every budget of the import, judged by the report.
pub(crate) fn rules(imported: &Imported, report: Option<&Report>) -> Vec<Rule> {
    let rule = |(index, one): (usize, &ImportedBudget)| Rule {
        name: one.budget.name.clone(),
        today: report.map_or(Today::NotMeasured, |report| today(report, index)),
        notes: one.notes.clone(),
    };
    imported.budgets.iter().enumerate().map(rule).collect()
}

/// What one budget of the report comes to.
pub(crate) fn today(report: &Report, budget: usize) -> Today {
    let of_it = || report.judgements.iter().filter(move |judgement| judgement.budget == budget);
    let verdict = |judgement: &Judgement| match judgement.outcome {
        Outcome::Judged(verdict) => Some(verdict),
        _ => None,
    };
    let fails = |judgement: &&Judgement| verdict(judgement) == Some(Verdict::Fail);
    // They stand with the worst first.
    let worst = of_it().find(fails).or_else(|| of_it().find(|judgement| verdict(judgement).is_some()));
    if let Some((judgement, metric, actual)) =
        worst.and_then(|judgement| Some((judgement, judgement.metric?, judgement.actual?)))
    {
        let limit = judgement.max.or(judgement.warn).or(judgement.min.filter(|&min| 0 < min));
        let item = match judgement.item {
            Item::Total => None,
            _ => Some(wording::item(report, &judgement.item).into_owned()),
        };
        let is_close = |judgement: &Judgement| {
            let limit = judgement.max.or(judgement.min);
            judgement.actual.zip(limit).is_some_and(|(actual, limit)| is_close(metric, actual, limit))
        };
        return Today::Measured {
            metric,
            actual,
            limit,
            item,
            fails: fails(&judgement),
            failing: of_it().filter(fails).count() as u64,
            is_close: of_it().any(is_close),
        };
    }
    let unmatched = of_it().find_map(|judgement| match judgement.outcome {
        Outcome::Unmatched(verdict) => Some(verdict == Verdict::Fail),
        Outcome::UnmatchedIgnored => Some(false),
        _ => None,
    });
    unmatched.map_or(Today::NotJudged, |fails| Today::Nothing { fails })
}

/// Whether another compressor could put a size on the other side of its limit: those of the tools differ by up to 0.5 %
/// of the sum of a build's largest files (docs/measuring.md).
fn is_close(metric: Metric, actual: u64, limit: u64) -> bool {
    matches!(metric, Metric::Gzip | Metric::Brotli)
        && u128::from(actual.abs_diff(limit)) * 200 <= u128::from(limit)
}

#[cfg(test)]
mod tests {
    use super::is_close;
    use crate::model::budget::Metric;

    #[test]
    fn half_a_percent_of_the_limit_is_close() {
        assert!(is_close(Metric::Gzip, 100_500, 100_000));
        assert!(is_close(Metric::Brotli, 99_500, 100_000));
        assert!(!is_close(Metric::Gzip, 100_501, 100_000));
        assert!(!is_close(Metric::Raw, 100_000, 100_000));
    }
}
