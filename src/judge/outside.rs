//! Budgets on what other tools measured: no files of the build, but pages that Lighthouse looked at, and load tests.
//!
//! What was not given or not measured is not judged, and says so: it neither passes nor fails.

use std::cmp::Reverse;

use crate::judge::{Measured, badness, compared, unjudged};
use crate::model::budget::{Budget, Metric};
use crate::model::config::Config;
use crate::model::outside::{Measurements, Value};
use crate::model::verdict::{Item, Judgement, Outcome};

/// Judges one budget; of each metric the worst item first, what was not measured last.
pub(crate) fn judge(
    index: usize,
    budget: &Budget,
    config: &Config,
    measurements: &Measurements,
) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    let mut matches_nothing = false;
    for metric in Metric::every() {
        let Metric::Outside(outside) = metric else { continue };
        if !budget.limits.iter().any(|limit| limit.metric == metric) {
            continue;
        }
        let tool = outside.get().tool;
        let of_tool = measurements.all.iter().enumerate().filter(|(_, one)| one.tool == tool);
        let of_tool: Vec<_> = of_tool.collect();
        if of_tool.is_empty() {
            judgements.push(unjudged(index, Some(metric), Outcome::NotGiven(tool)));
            continue;
        }
        let (mut judged, mut others) = (Vec::new(), Vec::new());
        for (place, measurement) in of_tool {
            let name = measurement.name.as_deref().unwrap_or_default();
            if budget.selector.page.as_ref().is_some_and(|pages| !pages.matches_route(name)) {
                continue;
            }
            let item = Item::Measurement(place);
            let outcome = match measurement.value(outside) {
                Some(Value::Measured(actual)) => {
                    let measured =
                        Measured { item, actual, is_known: true, parts: Vec::new(), before: None, noise: 0 };
                    judged.push(compared(index, budget, metric, measured));
                    continue;
                }
                Some(Value::Failed) => Outcome::MeasuringFailed(tool),
                None => Outcome::NotMeasured(tool),
            };
            others.push(Judgement { item, ..unjudged(index, Some(metric), outcome) });
        }
        matches_nothing |= judged.is_empty() && others.is_empty();
        judged.sort_by_key(|judgement| Reverse(badness(judgement)));
        judgements.extend(judged);
        judgements.extend(others);
    }
    if matches_nothing {
        let outcome = config.unmatched.map_or(Outcome::UnmatchedIgnored, Outcome::Unmatched);
        judgements.push(unjudged(index, None, outcome));
    }
    judgements
}
