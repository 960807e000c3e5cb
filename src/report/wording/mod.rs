//! What findings and judgements say in words, for all formats.
//!
//! Takes the facts of the model and gives sentence fragments with numbers and names, without colour and without
//! escaping: names stand as they are in the build, and each format writes them in a way that is safe there.

mod contents;
mod delivery;
pub mod growth;
mod image_files;
mod image_forms;
mod images;
mod loads;
pub mod outside;

use std::borrow::Cow;

use crate::model::asset::AssetId;
use crate::model::budget::{Bound, Metric};
use crate::model::chunk_graph::SplitPoint;
use crate::model::finding::{Finding, FindingFacts};
use crate::model::report::Report;
use crate::model::verdict::{Item, Judgement, Outcome, Since};
use crate::report::text;

/// What was seen: a sentence fragment.
pub fn message(report: &Report, finding: &Finding) -> String {
    match &finding.observation.facts {
        FindingFacts::Load(facts) => loads::message(report, finding.observation.asset, facts),
        FindingFacts::Content(facts) => contents::message(report, facts),
        FindingFacts::Image(facts) => images::message(report, facts),
        FindingFacts::Delivery(facts) => delivery::message(report, finding.observation.asset, facts),
    }
}

/// What to do next: an imperative.
pub fn help(report: &Report, finding: &Finding) -> String {
    match &finding.observation.facts {
        FindingFacts::Load(facts) => loads::help(report, finding.observation.asset, facts),
        FindingFacts::Content(facts) => contents::help(report, facts),
        FindingFacts::Image(facts) => images::help(report, facts),
        FindingFacts::Delivery(facts) => delivery::help(report, finding.observation.asset, facts),
    }
}

/// The place of a finding: `assets/index.js:1:2041`, or the path alone where no place is known.
pub fn place(report: &Report, finding: &Finding) -> String {
    let observation = &finding.observation;
    let place = observation.span.and_then(|span| report.place(observation.asset, span));
    match place {
        Some(place) => format!("{}:{}:{}", report.path(observation.asset), place.line, place.column),
        None => report.path(observation.asset).to_owned(),
    }
}

/// The name of what a budget measured; `all` for the sum of all files, the target for a split point, with its routes.
pub fn item<'r>(report: &'r Report, item: &Item) -> Cow<'r, str> {
    let graph = &report.build.graph;
    let name = item_asset(report, item).map_or("all", |asset| report.path(asset));
    match item {
        Item::Route(index) => graph.routes.get(*index).map_or(name, |route| &route.path).into(),
        Item::SplitPoint(index) => match graph.split_points.get(*index).and_then(routes) {
            Some(routes) => format!("{name} of {routes}").into(),
            None => name.into(),
        },
        Item::Package(index) => {
            report.build.packages.all.get(*index).map_or(name, |package| &package.name).into()
        }
        Item::Measurement(index) => {
            report.measurements.all.get(*index).map_or(name, outside::measurement).into()
        }
        Item::Total | Item::File(_) | Item::Entry(_) => name.into(),
    }
}

/// The routes of a split point: `/docs`, or `/docs and 3 more`.
pub fn routes(split: &SplitPoint) -> Option<String> {
    match split.routes.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        [first, others @ ..] => Some(format!("{first} and {} more", text::count(others.len() as u64))),
    }
}

/// The file that stands for an item, where one does.
fn item_asset(report: &Report, item: &Item) -> Option<AssetId> {
    match item {
        Item::Total | Item::Package(_) | Item::Measurement(_) => None,
        Item::File(asset) | Item::Entry(asset) => Some(*asset),
        Item::Route(index) => report.build.graph.routes.get(*index).map(|route| route.entry),
        Item::SplitPoint(index) => report.build.graph.split_points.get(*index).map(|split| split.target),
    }
}

/// Why a budget was not measured; `None` if it was.
pub fn reason(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Judged(_) => None,
        Outcome::Unmatched(_) => Some("matches nothing in the build"),
        Outcome::UnmatchedIgnored => Some("matches nothing, which is ignored"),
        Outcome::NoBaseline(Since::Baseline) => Some("not judged: no baseline given"),
        Outcome::NoBaseline(Since::Anchor) => Some("not judged: no anchor given"),
        Outcome::MissingBaseline(Since::Baseline) => Some("not judged: the baseline is not there yet"),
        Outcome::MissingBaseline(Since::Anchor) => Some("not judged: the anchor is not there yet"),
        Outcome::NothingBefore(Since::Baseline) => Some("not judged: nothing of it is in the baseline"),
        Outcome::NothingBefore(Since::Anchor) => Some("not judged: nothing of it is in the anchor"),
        Outcome::UntoldBefore(Since::Baseline) => Some("not judged: the baseline does not tell what it was"),
        Outcome::UntoldBefore(Since::Anchor) => Some("not judged: the anchor does not tell what it was"),
        Outcome::UntoldContents => {
            Some("not judged: the baseline does not tell contents; use an earlier JSON report as baseline")
        }
        Outcome::UnknownSize => {
            Some("not judged: the size of the package is not known; build with source maps")
        }
        Outcome::NotGiven(tool) => Some(outside::not_given(tool)),
        Outcome::NotMeasured(tool) => Some(outside::not_measured(tool)),
        Outcome::MeasuringFailed(tool) => Some(outside::failed(tool)),
    }
}

/// The unit behind a value of that metric in a table; times bring their own.
pub fn unit(metric: Metric, value: u64) -> &'static str {
    match metric {
        Metric::Raw | Metric::Gzip | Metric::Brotli => metric.name(),
        Metric::Count if value == 1 => "file",
        Metric::Count => "files",
        Metric::Time => "",
        Metric::Invalidated => "gzip to load again",
        Metric::Outside(metric) => outside::short_name(metric),
    }
}

/// A measured value beside the one limit of its judgement that matters: the broken one, or else the hardest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What is measured.
    pub metric: Metric,
    /// What was measured.
    pub actual: u64,
    /// Which limit it is.
    pub bound: Bound,
    /// Its value.
    pub limit: u64,
    /// What it was in the baseline, where that is known.
    pub before: Option<u64>,
    /// Whether it is broken.
    pub broken: bool,
}

impl Standing {
    /// Where a judgement stands; `None` where nothing was measured or limited.
    pub fn of(judgement: &Judgement) -> Option<Self> {
        let (metric, actual) = (judgement.metric?, judgement.actual?);
        let before = judgement.before;
        let growth = judgement.since.map_or(Bound::Growth, Since::bound);
        let over = |limit: Option<u64>| limit.filter(|&limit| limit < actual);
        let broken = over(judgement.max)
            .map(|limit| (Bound::Max, limit))
            .or_else(|| judgement.min.filter(|&min| actual < min).map(|limit| (Bound::Min, limit)))
            .or_else(|| over(judgement.growth_max).map(|limit| (growth, limit)))
            .or_else(|| over(judgement.warn).map(|limit| (Bound::Warn, limit)));
        let (bound, limit) = broken
            .or(judgement.max.map(|limit| (Bound::Max, limit)))
            .or(judgement.warn.map(|limit| (Bound::Warn, limit)))
            .or(judgement.growth_max.map(|limit| (growth, limit)))
            .or(judgement.min.map(|limit| (Bound::Min, limit)))?;
        Some(Self { metric, actual, bound, limit, before, broken: broken.is_some() })
    }

    /// How much of the limit is used, in millionths; more than a million is beyond it.
    pub fn used(self) -> u64 {
        let (part, whole) = match self.bound {
            Bound::Max | Bound::Warn => (self.actual, self.limit),
            Bound::Min => (self.limit, self.actual),
            Bound::Growth | Bound::Drift => self.growth(),
        };
        if part == whole {
            // Nothing of nothing is used, where nothing may grow.
            return if self.bound.is_growth() && part == 0 { 0 } else { 1_000_000 };
        }
        let share = (u128::from(part) * 1_000_000).checked_div(u128::from(whole));
        share.and_then(|share| u64::try_from(share).ok()).unwrap_or(u64::MAX)
    }

    /// How much it grew, and how much it may.
    fn growth(self) -> (u64, u64) {
        let before = self.before.unwrap_or_default();
        (self.actual.saturating_sub(before), self.limit.saturating_sub(before))
    }

    /// The value, with what it was in the baseline where that is something else: `58 kB → 61.2 kB`.
    pub fn change(self) -> String {
        let before = self.before.filter(|&before| before != self.actual);
        match (before, self.bound) {
            // What is allowed stands beside it, not a limit that it could be mistaken for.
            (None, Bound::Growth | Bound::Drift) => text::quantity(self.metric, self.actual),
            (None, _) => self.values().0,
            (Some(before), _) if self.metric == Metric::Count => {
                format!("{} → {}", text::count(before), text::quantity(self.metric, self.actual))
            }
            (Some(before), _) => {
                let (was, is) = text::compared(self.metric, before, self.actual);
                format!("{was} → {is}")
            }
        }
    }

    /// The limit as it is set: for growth, how much more is allowed.
    pub fn allowed(self) -> String {
        match self.bound {
            Bound::Max | Bound::Warn => self.values().1,
            Bound::Min => format!("min {}", self.values().1),
            Bound::Growth | Bound::Drift => format!("+{}", text::quantity(self.metric, self.growth().1)),
        }
    }

    /// Value and limit, told apart where they differ: `61.2 kB`, `50 kB`.
    pub fn values(self) -> (String, String) {
        text::compared(self.metric, self.actual, self.limit)
    }

    /// The distance to the limit: `11.2 kB`.
    pub fn distance(self) -> String {
        match self.metric {
            Metric::Count => text::count(self.actual.abs_diff(self.limit)),
            metric => text::quantity(metric, self.actual.abs_diff(self.limit)),
        }
    }

    /// The distance as it is added to a name: `+11.2 kB`.
    pub fn excess(self) -> String {
        text::difference(self.metric, self.limit, self.actual)
    }

    /// Head-room or excess: `61 % used`, `+11.2 kB over`.
    pub fn room(self) -> String {
        match (self.bound, self.broken) {
            (Bound::Max | Bound::Warn | Bound::Growth | Bound::Drift, true) => {
                format!("+{} over", self.distance())
            }
            (Bound::Min, true) => format!("{} short", self.distance()),
            (Bound::Growth | Bound::Drift, false) if self.growth().0 == 0 => "no growth".to_owned(),
            _ if self.actual == self.limit => "at the limit".to_owned(),
            (Bound::Max | Bound::Warn, false) => format!("{} used", text::percent(self.actual, self.limit)),
            (Bound::Min, false) => format!("+{} above", self.distance()),
            (Bound::Growth | Bound::Drift, false) => {
                format!("{} used", text::percent(self.growth().0, self.growth().1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, help, message, place};
    use crate::model::budget::Metric;
    use crate::model::check::Severity;
    use crate::model::finding::{ContentFinding, FindingFacts, LoadFinding};
    use crate::model::verdict::{Item, Judgement, Outcome, Verdict};
    use crate::report::terminal::sample::Sample;

    /// A finding in `a.js`, beside which `b.js` lies.
    #[track_caller]
    fn check(facts: FindingFacts, expected_message: &str, expected_help: &str) {
        let mut sample = Sample::new();
        let asset = sample.file("a.js", 10);
        sample.file("b.js", 20);
        sample.finding(asset, Some(4), None, Severity::Warning, facts);
        let report = sample.done();
        assert_eq!(message(&report, &report.findings[0]), expected_message);
        assert_eq!(help(&report, &report.findings[0]), expected_help);
        assert_eq!(place(&report, &report.findings[0]), "a.js:1:5");
    }

    #[test]
    fn every_finding_says_what_was_seen_and_what_to_do() {
        use crate::model::asset::AssetId;
        let b = AssetId(1);
        check(
            FindingFacts::Load(LoadFinding::MissingSplitPoint {
                scripts: 12,
                raw: 1_200_000,
                allowed: 500_000,
                largest: b,
            }),
            "loads 12 scripts with 1.2 MB of code at once and nothing later; 500 kB are allowed",
            "load what the first screen does not need with import(); start with b.js, the largest script",
        );
        check(
            FindingFacts::Load(LoadFinding::IneffectiveSplitPoint { target: b, loaded_by: Some(b) }),
            "import() of b.js splits nothing off: b.js loads it statically",
            "make the import in b.js dynamic too, or import statically here",
        );
        check(
            FindingFacts::Load(LoadFinding::IneffectiveSplitPoint { target: b, loaded_by: Some(AssetId(0)) }),
            "import() of b.js splits nothing off: the same file loads it statically",
            "make the other import in this file dynamic too, or use that one here",
        );
        check(
            FindingFacts::Load(LoadFinding::IneffectiveSplitPoint { target: b, loaded_by: None }),
            "import() of b.js splits nothing off: it is loaded already",
            "make every other import of it dynamic too, or import statically here",
        );
        check(
            FindingFacts::Content(ContentFinding::UnminifiedAsset { waste_basis_points: 3_149 }),
            "31 % of the file is white space and comments",
            "switch on the bundler's minifier for production builds",
        );
    }

    #[test]
    fn a_judgement_is_told_by_the_limit_that_matters() {
        let check = |actual, max, warn, min, expected: &str| {
            let judgement = Judgement {
                budget: 0,
                item: Item::Total,
                metric: Some(Metric::Gzip),
                actual: Some(actual),
                max,
                warn,
                min,
                before: None,
                growth_max: None,
                since: None,
                outcome: Outcome::Judged(Verdict::Pass),
                parts: Vec::new(),
            };
            assert_eq!(Standing::of(&judgement).map(Standing::room).as_deref(), Some(expected));
        };
        check(61_200, Some(50_000), Some(40_000), None, "+11.2 kB over");
        check(45_000, Some(50_000), Some(40_000), None, "+5 kB over");
        check(30_500, Some(50_000), Some(40_000), None, "61 % used");
        check(50_000, Some(50_000), None, None, "at the limit");
        check(7_000, None, None, Some(10_000), "3 kB short");
        check(12_000, None, None, Some(10_000), "+2 kB above");
    }
}
