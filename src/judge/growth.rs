//! Limits on growth: what an item is now beside what it was in the baseline, or in the anchor.
//!
//! What is new has nothing to grow from: it counts in sums, not against itself. What the baseline does not tell is not
//! judged, and says so. What other hashes in a file compress to is no growth.

use std::cmp::Reverse;

use crate::judge::select::{Items, Selected};
use crate::judge::{Measured, unjudged};
use crate::model::asset::AssetId;
use crate::model::baseline::{Against, Comparison};
use crate::model::budget::{Budget, GrowthLimit, Metric};
use crate::model::build::Build;
use crate::model::growth::Change;
use crate::model::verdict::{Item, Judgement, Outcome, Since, Verdict};

/// What a run is compared with, and the items of the budgets in it.
pub(crate) struct Past<'a> {
    /// Which earlier build it is.
    pub(crate) since: Since,
    now: &'a Build,
    against: &'a Against,
    known: Option<(&'a Comparison, Items<'a>)>,
}

impl<'a> Past<'a> {
    /// Looks at all budgets once, as [`Items::new`] does.
    pub(crate) fn new(now: &'a Build, budgets: &[Budget], against: &'a Against, since: Since) -> Self {
        let known = against.comparison().map(|past| (past, Items::new(&past.earlier.build, budgets)));
        Self { since, now, against, known }
    }

    /// The items of the earlier build, where it tells what `budget` is about.
    pub(crate) fn of(&self, budget: &Budget) -> Option<(&'a Comparison, &Items<'a>)> {
        let (comparison, items) = self.known.as_ref()?;
        comparison.tells(&budget.selector, budget.per).then_some((comparison, items))
    }

    /// What stood in the earlier build for an item.
    pub(crate) fn counterpart(&self, item: &Item) -> Option<Item> {
        self.known.as_ref()?.0.counterpart(self.now, item)
    }

    /// How much more these files compress to than those of the earlier build, of which they are the same but for hashes.
    /// Both are sorted.
    pub(crate) fn noise(&self, metric: Metric, now: &[AssetId], before: &[AssetId]) -> u64 {
        let Some((past, _)) = &self.known else { return 0 };
        let kept = now.iter().filter(|id| {
            past.pairs.files.get(id).is_some_and(|counterpart| before.binary_search(counterpart).is_ok())
        });
        let noise: Change = kept.filter_map(|&id| past.pairs.noise(self.now, &past.earlier.build, id)).sum();
        let noise = match metric {
            Metric::Gzip => noise.gzip,
            Metric::Brotli => noise.brotli,
            Metric::Raw | Metric::Count | Metric::Time | Metric::Invalidated | Metric::Outside(_) => 0,
        };
        u64::try_from(noise).unwrap_or_default()
    }

    /// Whether returning visitors must load a file of this build again.
    pub(crate) fn is_invalidated(&self, id: AssetId) -> bool {
        let invalidated = self.known.as_ref().and_then(|(past, _)| past.growth.invalidated.as_ref());
        invalidated.is_some_and(|invalidated| invalidated.files.binary_search(&id).is_ok())
    }

    /// Why that is not known; `None` where it is.
    pub(crate) fn untold_contents(&self) -> Option<Outcome> {
        match self.against {
            Against::Nothing => Some(Outcome::NoBaseline(self.since)),
            Against::Missing(..) => Some(Outcome::MissingBaseline(self.since)),
            Against::Report(past) => past.growth.invalidated.is_none().then_some(Outcome::UntoldContents),
        }
    }

    /// The files that were measured for it then, where that is known, and their build.
    pub(crate) fn files(&self, budget: &Budget, item: &Item) -> Option<(&'a Build, Selected)> {
        let (comparison, items) = self.of(budget)?;
        let before = self.counterpart(item)?;
        Some((&comparison.earlier.build, items.one(&budget.selector, &before)?))
    }
}

/// The judgements of one growth limit, the worst item first; one that says why where none can be judged.
pub(crate) fn judged(
    index: usize,
    budget: &Budget,
    limit: &GrowthLimit,
    past: &Past<'_>,
    measured: Vec<Measured>,
) -> Vec<Judgement> {
    let since = past.since;
    let unjudged = |outcome| Judgement { since: Some(since), ..unjudged(index, Some(limit.metric), outcome) };
    match past.against {
        Against::Nothing => return vec![unjudged(Outcome::NoBaseline(since))],
        Against::Missing(..) => return vec![unjudged(Outcome::MissingBaseline(since))],
        Against::Report(_) => {}
    }
    // That it matches nothing is said already.
    if measured.is_empty() {
        return Vec::new();
    }
    if past.of(budget).is_none() {
        return vec![unjudged(Outcome::UntoldBefore(since))];
    }
    let is_known = measured.iter().any(|one| one.is_known);
    let mut grown: Vec<Judgement> =
        measured.into_iter().filter_map(|measured| judge(index, limit, since, measured)).collect();
    if grown.is_empty() {
        return vec![unjudged(if is_known { Outcome::NothingBefore(since) } else { Outcome::UnknownSize })];
    }
    grown.sort_by_key(|judgement| Reverse(badness(judgement)));
    grown
}

fn judge(index: usize, limit: &GrowthLimit, since: Since, measured: Measured) -> Option<Judgement> {
    let Measured { item, actual, is_known, parts, before, noise } = measured;
    let before = before.filter(|_| is_known)?;
    let most = limit.most(before)?.saturating_add(noise);
    let verdict = if most < actual { Verdict::Fail } else { Verdict::Pass };
    Some(Judgement {
        budget: index,
        item,
        metric: Some(limit.metric),
        actual: Some(actual),
        max: None,
        warn: None,
        min: None,
        before: Some(before),
        growth_max: Some(most),
        since: Some(since),
        outcome: Outcome::Judged(verdict),
        parts,
    })
}

/// How bad it is: its verdict, then how far beyond what it may be, or how near to it.
fn badness(judgement: &Judgement) -> (Verdict, i128) {
    let beyond = match (judgement.actual, judgement.growth_max) {
        (Some(actual), Some(most)) => i128::from(actual) - i128::from(most),
        _ => i128::MIN,
    };
    (judgement.outcome.verdict(), beyond)
}
