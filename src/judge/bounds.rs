//! What a run comes to while compressed sizes are only known within bounds.
//!
//! Takes the judgements of one build twice: once with the least that each file may weigh, once with the most. Sums,
//! times and what is selected never fall when a file gets heavier, so whatever the sizes are, each value lies between
//! the two, and so does what it comes to. Growth, and what packages weigh, are not of that kind: the sizes behind them
//! must be known.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::AssetId;
use crate::model::budget::Metric;
use crate::model::verdict::{Item, Judgement, Outcome, Since, Verdict};

/// One limit and item, and what it may come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is measured; `None` where the budget as a whole could not be judged.
    pub metric: Option<Metric>,
    /// The best that it may come to.
    pub best: Verdict,
    /// The worst that it may come to.
    pub worst: Verdict,
    /// The files that it is made of.
    pub files: BTreeSet<AssetId>,
}

impl Row {
    /// Whether it comes to the same whatever the sizes are.
    pub fn is_decided(&self) -> bool {
        self.best == self.worst
    }
}

/// What names a judgement among those of one build.
type Key<'j> = (usize, Option<Metric>, Option<Since>, &'j Item);

fn key(judgement: &Judgement) -> Key<'_> {
    (judgement.budget, judgement.metric, judgement.since, &judgement.item)
}

/// What each judgement may come to, in the order of `lows`; both are of the same build and budgets.
pub fn rows(lows: &[Judgement], highs: &[Judgement]) -> Vec<Row> {
    let highs: BTreeMap<Key<'_>, &Judgement> = highs.iter().map(|high| (key(high), high)).collect();
    let row = |low: &Judgement| {
        let high = highs.get(&key(low)).copied().unwrap_or(low);
        let (best, worst) = range(low, high);
        let own = if let Item::File(id) = low.item { Some(id) } else { None };
        let files = high.parts.iter().map(|part| part.asset).chain(own).collect();
        Row { metric: low.metric, best, worst, files }
    };
    lows.iter().map(row).collect()
}

/// The best and the worst that one judgement may come to.
fn range(low: &Judgement, high: &Judgement) -> (Verdict, Verdict) {
    let (Outcome::Judged(_), Outcome::Judged(_), Some(least), Some(most)) =
        (low.outcome, high.outcome, low.actual, high.actual)
    else {
        let both = [low.outcome.verdict(), high.outcome.verdict()];
        return (both[0].min(both[1]), both[0].max(both[1]));
    };
    if low.since.is_some() {
        let both = [low.outcome.verdict(), high.outcome.verdict()];
        return (both[0].min(both[1]), both[0].max(both[1]));
    }
    let limits = Limits { max: low.max, warn: low.warn, min: low.min };
    // The best value is the least one that a floor allows.
    let best = limits.verdict(least.max(low.min.unwrap_or_default()).min(most));
    (best, limits.verdict(least).max(limits.verdict(most)))
}

struct Limits {
    max: Option<u64>,
    warn: Option<u64>,
    min: Option<u64>,
}

impl Limits {
    fn verdict(&self, actual: u64) -> Verdict {
        let is_over = |limit: Option<u64>| limit.is_some_and(|limit| limit < actual);
        if is_over(self.max) || self.min.is_some_and(|min| actual < min) {
            Verdict::Fail
        } else if is_over(self.warn) {
            Verdict::Warn
        } else {
            Verdict::Pass
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Limits, range};
    use crate::model::budget::Metric;
    use crate::model::verdict::{Item, Judgement, Outcome};

    fn judgement(limits: &Limits, actual: u64) -> Judgement {
        Judgement {
            budget: 0,
            item: Item::Total,
            metric: Some(Metric::Brotli),
            actual: Some(actual),
            max: limits.max,
            warn: limits.warn,
            min: limits.min,
            before: None,
            growth_max: None,
            since: None,
            outcome: Outcome::Judged(limits.verdict(actual)),
            parts: Vec::new(),
        }
    }

    fn limit() -> impl Strategy<Value = Option<u64>> {
        proptest::option::of(0..20_u64)
    }

    proptest! {
        #[test]
        fn the_range_is_what_the_values_between_come_to(
            (max, warn, min) in (limit(), limit(), limit()),
            (one, other) in (0..20_u64, 0..20_u64),
        ) {
            let limits = Limits { max, warn, min };
            let (least, most) = (one.min(other), one.max(other));
            let all = || (least..=most).map(|value| limits.verdict(value));
            let expected = (all().min().expect("there is one"), all().max().expect("there is one"));
            prop_assert_eq!(range(&judgement(&limits, least), &judgement(&limits, most)), expected);
        }
    }
}
