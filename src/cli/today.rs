//! What imported rules come to in the build of today.

use crate::cli::recompressed;
use crate::config::{Imported, ImportedBudget};
use crate::model::budget::{Bound, Metric};
use crate::model::report::Report;
use crate::model::verdict::{Item, Judgement, Outcome, Verdict};
use crate::report::budget_file::{Rule, Today};
use crate::report::wording;

/// Every budget of the import, judged by the report; `read` gives the bytes of a file of the build.
pub(crate) fn rules(
    imported: &Imported,
    report: Option<&Report>,
    read: &impl Fn(&str) -> Option<Vec<u8>>,
) -> Vec<Rule> {
    let recompressed =
        |one: &ImportedBudget| report.and_then(|report| recompressed::note(imported.tool, one, report, read));
    let rule = |(index, one): (usize, &ImportedBudget)| Rule {
        name: one.budget.name.clone(),
        today: report.map_or(Today::NotMeasured, |report| today(report, index)),
        notes: one.notes.iter().cloned().chain(recompressed(one)).collect(),
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
    // They stand with the worst first.
    let worst = of_it().filter_map(verdict).max();
    let is_worst = |judgement: &&Judgement| worst.is_some() && verdict(judgement) == worst;
    if let Some((verdict, judgement)) = worst.zip(of_it().find(is_worst))
        && let Some((metric, actual)) = judgement.metric.zip(judgement.actual)
    {
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
            limit: limit(judgement, verdict, actual),
            item,
            verdict,
            alike: of_it().filter(is_worst).count() as u64,
            is_close: of_it().any(is_close),
        };
    }
    let not_judged = of_it().find_map(|judgement| match judgement.outcome {
        Outcome::Unmatched(verdict) => Some(Today::Nothing { verdict: Some(verdict) }),
        Outcome::UnmatchedIgnored => Some(Today::Nothing { verdict: None }),
        Outcome::NotGiven(tool) => Some(Today::Outside(tool)),
        _ => None,
    });
    not_judged.unwrap_or(Today::NotJudged)
}

/// The limit that a verdict comes from, or that it was kept.
fn limit(judgement: &Judgement, verdict: Verdict, actual: u64) -> Option<(Bound, u64)> {
    let max = judgement.max.map(|max| (Bound::Max, max));
    let warn = judgement.warn.map(|warn| (Bound::Warn, warn));
    let min = judgement.min.filter(|&min| 0 < min).map(|min| (Bound::Min, min));
    match verdict {
        Verdict::Fail => max.filter(|&(_, max)| max < actual).or(min).or(max),
        Verdict::Warn => warn,
        Verdict::Pass => max.or(warn).or(min),
    }
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
