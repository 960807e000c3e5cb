//! Budgets for a build that has none: what `init` measures, and limits with head-room above it.
//!
//! The budgets are judged like any others, without limits that could break, so that what is proposed is measured by
//! the very code that will judge it. Sets of other budgets and those of other tools' files come in here, too.

use crate::config::built_in::built_in;
use crate::model::asset::ResourceType;
use crate::model::budget::{Bound, Budget, Limit, Metric, Per, Selector};
use crate::model::chunk_graph::Load;
use crate::model::config::Config;
use crate::model::globs::Globs;
use crate::model::network::Network;

/// A budget that may be proposed.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What is measured.
    pub budget: Budget,
    /// What it is about, for the people who read the file.
    pub about: &'static str,
    /// A number that teams aim at, from the built-in budgets, where there is one.
    pub target: Option<u64>,
    /// No limit is lower than that.
    pub least: u64,
}

/// Ten segments of 1,460 bytes, what a server sends at once over a new connection
/// (<https://www.rfc-editor.org/rfc/rfc6928#section-2>), rounded up: a file that is smaller takes one round trip
/// whatever it weighs. A limit on each file of a kind that is lower would refuse the next icon.
const ONE_ROUND_TRIP: u64 = 15_000;

impl Candidate {
    /// The one metric that it limits.
    pub fn metric(&self) -> Metric {
        self.budget.limits.first().map_or(Metric::Gzip, |limit| limit.metric)
    }
}

/// What is measured in every build; what matches nothing there is not proposed.
pub fn candidates() -> Vec<Candidate> {
    let of_type = |resource_type| Selector { resource_type: Some(resource_type), ..Selector::default() };
    let initial = |selector| Selector { load: Some(Load::Initial), ..selector };
    let scripts = || of_type(ResourceType::Script);
    let vendor = Selector { files: Globs::new(&["**/*vendor*.js"]).ok(), ..Selector::default() };
    vec![
        candidate(
            "First load JS",
            "The scripts that an entry point loads before any import().",
            initial(scripts()),
            (Per::Entry, Metric::Gzip),
        ),
        candidate(
            "First load CSS",
            "The stylesheets that it loads.",
            initial(of_type(ResourceType::Stylesheet)),
            (Per::Entry, Metric::Gzip),
        ),
        candidate(
            "Requests",
            "The files of an initial load, the document included.",
            initial(Selector::default()),
            (Per::Entry, Metric::Count),
        ),
        candidate(
            "A lazy load",
            "What one import() adds to what is loaded already.",
            Selector::default(),
            (Per::SplitPoint, Metric::Gzip),
        ),
        candidate("Vendor", "All vendor chunks together.", vendor, (Per::Total, Metric::Gzip)),
        candidate("Any script", "Each script by itself.", scripts(), (Per::File, Metric::Gzip)),
        candidate(
            "Any image",
            "Each image by itself; the limit is at least 15 kB, what arrives in one round trip.",
            of_type(ResourceType::Image),
            (Per::File, Metric::Raw),
        ),
        candidate(
            "Everything else",
            "Each file that no other budget per file is about; at least 15 kB, too.",
            Selector { rest: true, ..Selector::default() },
            (Per::File, Metric::Raw),
        ),
    ]
}

fn candidate(name: &str, about: &'static str, selector: Selector, (per, metric): (Per, Metric)) -> Candidate {
    let same = |budget: &&Budget| budget.name == name;
    let target = built_in().budgets.iter().find(same).and_then(|budget| budget.limit(metric, Bound::Max));
    let limits = vec![Limit { metric, bound: Bound::Max, value: u64::MAX, span: None }];
    let budget = Budget {
        name: name.to_owned(),
        selector,
        per,
        limits,
        growth: Vec::new(),
        drift: Vec::new(),
        network: Network::DEFAULT,
        span: None,
    };
    let least = if (per, metric) == (Per::File, Metric::Raw) { ONE_ROUND_TRIP } else { 0 };
    Candidate { budget, about, target: target.map(|limit| limit.value), least }
}

/// The built-in settings with these budgets, none of which can break.
pub fn measuring(candidates: &[Candidate]) -> Config {
    let budgets = candidates.iter().map(|candidate| candidate.budget.clone()).collect();
    Config { budgets, ..built_in() }
}

/// A limit for what was measured: so much more, rounded up to a number that is easily read; never less.
pub fn with_headroom(metric: Metric, measured: u64, basis_points: u64) -> u64 {
    let room = (u128::from(measured) * u128::from(basis_points)).div_ceil(10_000);
    let wanted = measured.saturating_add(u64::try_from(room).unwrap_or(u64::MAX));
    let step = match (metric, wanted) {
        (Metric::Count | Metric::Time, _) => 1,
        (_, 0..10_000) => 500,
        (_, 10_000..100_000) => 1_000,
        (_, 100_000..1_000_000) => 5_000,
        (_, 1_000_000..10_000_000) => 50_000,
        _ => 500_000,
    };
    wanted.checked_next_multiple_of(step).unwrap_or(wanted).max(step)
}

#[cfg(test)]
mod tests {
    use super::{candidates, with_headroom};
    use crate::model::budget::Metric;

    #[test]
    fn a_limit_is_a_round_number_above_what_was_measured() {
        let check = |measured, headroom, expected| {
            assert_eq!(with_headroom(Metric::Gzip, measured, headroom), expected, "{measured} {headroom}");
        };
        check(31_189, 1_000, 35_000);
        check(31_189, 0, 32_000);
        check(32_000, 0, 32_000);
        check(0, 1_000, 500);
        check(812, 1_000, 1_000);
        check(482_300, 1_000, 535_000);
        check(2_345_678, 1_000, 2_600_000);
        check(u64::MAX, 1_000, u64::MAX);
        assert_eq!(with_headroom(Metric::Count, 4, 1_000), 5);
        assert_eq!(with_headroom(Metric::Count, 4, 0), 4);
    }

    #[test]
    fn what_teams_aim_at_is_known_of_the_budgets_that_are_built_in() {
        let targets: Vec<_> = candidates()
            .into_iter()
            .filter_map(|candidate| Some((candidate.budget.name, candidate.target?)))
            .collect();
        assert_eq!(
            targets,
            [
                ("First load JS".to_owned(), 500_000),
                ("Requests".to_owned(), 50),
                ("Any script".to_owned(), 250_000)
            ]
        );
    }
}
