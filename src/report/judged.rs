//! Where the budgets of a JSON report stand: each judgement beside the one limit that matters, and of each budget the
//! worst judgement.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::budget::{Bound, Metric};
use crate::model::json_report::{Budget, Number, Report, SplitPoint};
use crate::report::text;
use crate::report::wording::Standing;

/// The numbers of a judgement as they are counted, see [`Metric::value`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Values {
    /// What they count.
    pub metric: Metric,
    /// What was measured.
    pub actual: Option<u64>,
    /// More than this fails.
    pub max: Option<u64>,
    /// More than this warns.
    pub warn: Option<u64>,
    /// Less than this fails.
    pub min: Option<u64>,
    /// More than this fails as growth.
    pub growth_max: Option<u64>,
    /// Which growth that is.
    pub growth: Bound,
    /// What it was in the baseline.
    pub before: Option<u64>,
}

/// The numbers of a judgement; `None` where it is about none.
pub fn values(budget: &Budget) -> Option<Values> {
    let metric = Metric::named(budget.metric.as_deref()?)?;
    let value = |number: Option<Number>| number.and_then(|number| metric.value(number));
    Some(Values {
        metric,
        actual: value(budget.actual),
        max: value(budget.max),
        warn: value(budget.warn),
        min: value(budget.min),
        growth_max: value(budget.growth_max),
        growth: growth(budget),
        before: value(budget.before),
    })
}

/// The growth limit that a judgement is about, if it is about one.
fn growth(budget: &Budget) -> Bound {
    if budget.since.as_deref() == Some("anchor") { Bound::Drift } else { Bound::Growth }
}

/// Where a judgement stands; `None` where nothing was measured or limited.
pub fn standing(budget: &Budget) -> Option<Standing> {
    let Values { metric, actual, max, warn, min, growth_max, growth, before } = values(budget)?;
    let actual = actual?;
    let max = max.map(|limit| (Bound::Max, limit, limit < actual));
    let warn = warn.map(|limit| (Bound::Warn, limit, limit < actual));
    let min = min.map(|limit| (Bound::Min, limit, actual < limit));
    let growth = growth_max.map(|limit| (growth, limit, limit < actual));
    // The broken one by how bad it is, or else the hardest.
    let broken = [max, min, growth, warn].into_iter().flatten().find(|&(.., broken)| broken);
    let (bound, limit, broken) = broken.or(max).or(warn).or(growth).or(min)?;
    Some(Standing { metric, actual, bound, limit, before, broken })
}

/// How bad a status is; more is worse.
pub fn badness(status: &str) -> u8 {
    match status {
        "fail" => 3,
        "warn" => 2,
        "pass" => 1,
        _ => 0,
    }
}

/// A budget's name, the metric, and the growth that it is about: growth limits are judged apart from the others.
pub type Limit<'r> = (&'r str, Option<&'r str>, Option<Bound>);

/// The limit that a judgement is about. One on growth that could not be judged has no numbers at all.
pub fn limit_of(budget: &Budget) -> Limit<'_> {
    let is_plain = budget.max.or(budget.warn).or(budget.min).is_some();
    let is_growth = budget.metric.is_some() && !is_plain;
    (&budget.name, budget.metric.as_deref(), is_growth.then(|| growth(budget)))
}

/// Of each budget and metric the worst judgement, growth apart, and how many judgements it stands for; the worst first, else in the
/// order of the budgets.
pub fn worst_of_each(report: &Report) -> Vec<(&Budget, u64)> {
    type Met<'r> = (usize, &'r Budget, u64);
    let mut met: BTreeMap<Limit<'_>, Met<'_>> = BTreeMap::new();
    for (place, budget) in report.budgets.iter().enumerate() {
        let (first, worst, number) = met.entry(limit_of(budget)).or_insert((place, budget, 0));
        *number += 1;
        *first = (*first).min(place);
        if rank(worst) < rank(budget) {
            *worst = budget;
        }
    }
    let mut all: Vec<Met<'_>> = met.into_values().collect();
    all.sort_by_key(|&(place, budget, _)| (Reverse(badness(&budget.status)), place));
    all.into_iter().map(|(_, budget, number)| (budget, number)).collect()
}

fn rank(budget: &Budget) -> (u8, u64) {
    (badness(&budget.status), standing(budget).map_or(0, Standing::used))
}

/// The worst judgement of each budget that comes to `status`, in the order of [`worst_of_each`].
pub fn with_status<'r>(report: &'r Report, status: &str) -> Vec<&'r Budget> {
    let mut names = Vec::new();
    let mut found = Vec::new();
    for (budget, _) in worst_of_each(report).into_iter().filter(|(budget, _)| budget.status == status) {
        if !names.contains(&budget.name.as_str()) {
            names.push(budget.name.as_str());
            found.push(budget);
        }
    }
    found
}

/// How many budgets there are, by their names.
pub fn number_of_budgets(report: &Report) -> u64 {
    let mut names: Vec<&str> = report.budgets.iter().map(|budget| budget.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.len() as u64
}

/// `index.html`, or `app.js:3:14 → lazy.js` for a split point; `None` for the sum of all that is selected.
pub fn item(budget: &Budget, report: &Report) -> Option<String> {
    let item = budget.item.as_deref()?;
    let Some(line) = budget.line else { return Some(item.to_owned()) };
    let is_it = |point: &&SplitPoint| {
        (point.line, Some(point.column), point.target.as_str()) == (line, budget.column, item)
    };
    // The place is in the chunk that has the import(), and the item is what that loads.
    let from = report.split_points.iter().find(is_it);
    Some(match from {
        Some(point) => format!("{} → {item}", place(&point.chunk, budget.line, budget.column)),
        None => format!("→ {item}"),
    })
}

/// `assets/a.js:3:14`, or the path alone where no place is known.
pub fn place(path: &str, line: Option<u32>, column: Option<u32>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("{path}:{line}:{column}"),
        (Some(line), None) => format!("{path}:{line}"),
        (None, _) => path.to_owned(),
    }
}

/// `+11.2 kB`, or `matches nothing` where nothing could be judged.
pub fn excess(budget: &Budget) -> String {
    match standing(budget) {
        Some(standing) => standing.excess(),
        None => "matches nothing".to_owned(),
    }
}

/// What changed since the baseline: `+11.2 kB (+22.4 %)`, `±0`.
pub fn change(metric: Metric, before: u64, now: u64) -> String {
    if before == now {
        return "±0".to_owned();
    }
    let difference = text::difference(metric, before, now);
    let thousandths = u128::from(now.abs_diff(before)) * 1_000;
    match thousandths.checked_div(u128::from(before)).and_then(|share| u64::try_from(share).ok()) {
        // What is more than nothing is not called nothing.
        Some(0) => format!("{difference} (<\u{a0}0.1 %)"),
        Some(share) => {
            let sign = if before < now { '+' } else { '-' };
            format!("{difference} ({sign}{})", text::basis_points(share.saturating_mul(10)))
        }
        None => difference,
    }
}

#[cfg(test)]
mod tests {
    use super::{change, item, standing, worst_of_each};
    use crate::model::budget::{Bound, Metric};
    use crate::model::json_report::{Budget, Number, Report, Sizes, SplitPoint};
    use crate::report::json;
    use crate::report::terminal::sample::Sample;

    fn budget(name: &str, item: &str, actual: u64, status: &'static str) -> Budget {
        Budget {
            name: name.into(),
            item: Some(item.into()),
            line: None,
            column: None,
            metric: Some("gzip".into()),
            actual: Some(Number::whole(actual)),
            max: Some(Number::whole(100)),
            warn: Some(Number::whole(80)),
            min: None,
            before: None,
            growth_max: None,
            since: None,
            status: status.into(),
            reason: None,
        }
    }

    fn report(budgets: Vec<Budget>) -> Report {
        Report { budgets, ..json::document(&Sample::new().done()) }
    }

    #[test]
    fn a_judgement_is_told_by_the_limit_that_matters() {
        let check = |actual, expected| {
            let found = standing(&budget("a", "a.js", actual, "pass"));
            assert_eq!(found.map(|found| (found.bound, found.limit, found.broken)), Some(expected));
        };
        check(50, (Bound::Max, 100, false));
        check(90, (Bound::Warn, 80, true));
        check(101, (Bound::Max, 100, true));
    }

    #[test]
    fn of_each_budget_the_worst_is_told_and_the_broken_ones_first() {
        let report = report(vec![
            budget("within", "a.js", 10, "pass"),
            budget("within", "b.js", 20, "pass"),
            budget("over", "a.js", 120, "fail"),
            budget("over", "b.js", 300, "fail"),
        ]);
        let told: Vec<_> = worst_of_each(&report)
            .into_iter()
            .map(|(budget, number)| (budget.name.as_str(), budget.actual.and_then(Number::as_whole), number))
            .collect();
        assert_eq!(told, [("over", Some(300), 2), ("within", Some(20), 2)]);
    }

    #[test]
    fn growth_that_could_not_be_judged_is_no_item_of_the_other_limits() {
        let skipped = Budget {
            item: None,
            actual: None,
            max: None,
            warn: None,
            status: "skipped".into(),
            ..budget("a", "", 0, "skipped")
        };
        let report = report(vec![budget("a", "a.js", 10, "pass"), skipped]);
        let numbers: Vec<_> = worst_of_each(&report).into_iter().map(|(_, number)| number).collect();
        assert_eq!(numbers, [1, 1]);
    }

    #[test]
    fn a_split_point_is_told_by_where_it_stands_and_what_it_loads() {
        let mut report = report(Vec::new());
        let mut row = budget("a", "lazy.js", 10, "pass");
        (row.line, row.column) = (Some(3), Some(14));
        assert_eq!(item(&row, &report).as_deref(), Some("→ lazy.js"));
        report.split_points.push(SplitPoint {
            chunk: "app.js".into(),
            line: 3,
            column: 14,
            target: "lazy.js".into(),
            loads: Vec::new(),
            adds: Sizes { raw: 1, gzip: 1, brotli: 1 },
            effective: true,
            audience: "modern".into(),
            routes: Vec::new(),
        });
        assert_eq!(item(&row, &report).as_deref(), Some("app.js:3:14 → lazy.js"));
    }

    #[test]
    fn a_change_has_its_share() {
        assert_eq!(change(Metric::Gzip, 50_000, 61_200), "+11.2 kB (+22.4 %)");
        assert_eq!(change(Metric::Gzip, 61_200, 50_000), "-11.2 kB (-18.3 %)");
        assert_eq!(change(Metric::Gzip, 50_000, 50_000), "±0");
        assert_eq!(change(Metric::Gzip, 500_000, 500_001), "+1 B (<\u{a0}0.1 %)");
        assert_eq!(change(Metric::Count, 0, 3), "+3 files");
    }
}
