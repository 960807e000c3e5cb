//! What was decided: for each limit, and for the run.

use crate::model::asset::AssetId;
use crate::model::budget::{Bound, Metric};
use crate::model::outside::Tool;

/// What a run or a budget comes to. Ordered: the verdict of many is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Verdict {
    /// Within every limit.
    #[default]
    Pass,
    /// Above a limit that only warns.
    Warn,
    /// Beyond a limit.
    Fail,
}

impl Verdict {
    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Pass, Self::Warn, Self::Fail].into_iter().find(|verdict| verdict.name() == name)
    }

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// What one limit of one budget came to for one item.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The budget's index in the configuration.
    pub budget: usize,
    /// What was measured.
    pub item: Item,
    /// The metric; `None` where the budget as a whole could not be judged.
    pub metric: Option<Metric>,
    /// What was measured, in the metric's unit; `None` where it could not be.
    pub actual: Option<u64>,
    /// More than this fails.
    pub max: Option<u64>,
    /// More than this warns.
    pub warn: Option<u64>,
    /// Less than this fails.
    pub min: Option<u64>,
    /// What it was in the baseline, or for `drift` in the anchor; `None` where there is none, or where it does not tell.
    pub before: Option<u64>,
    /// More than this fails as growth: what it was and what it may grow by. A growth limit is judged by itself, so that
    /// the other limits are `None` then.
    pub growth_max: Option<u64>,
    /// What a growth limit is about; `None` for all others.
    pub since: Option<Since>,
    /// What it comes to.
    pub outcome: Outcome,
    /// What makes up the value, largest first; empty for a single file.
    pub parts: Vec<Part>,
}

/// The earlier build that a growth limit compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Since {
    /// The last one: `growth`.
    Baseline,
    /// One that stays: `drift`.
    Anchor,
}

impl Since {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Anchor => "anchor",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Baseline, Self::Anchor].into_iter().find(|since| since.name() == name)
    }

    /// The limit that it is about.
    pub fn bound(self) -> Bound {
        match self {
            Self::Baseline => Bound::Growth,
            Self::Anchor => Bound::Drift,
        }
    }
}

/// What a budget measured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// All selected files together.
    Total,
    /// One file.
    File(AssetId),
    /// What one entry point loads.
    Entry(AssetId),
    /// What opening one route loads: its index in the graph.
    Route(usize),
    /// What one split point adds: its index in the graph.
    SplitPoint(usize),
    /// One package: its index in the packages of the build.
    Package(usize),
    /// What another tool measured of one page or in one load test: its index in the measurements.
    Measurement(usize),
}

/// How a limit was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was measured and compared.
    Judged(Verdict),
    /// The budget matches nothing, and the configuration says what that means.
    Unmatched(Verdict),
    /// The budget matches nothing, and the configuration says to ignore it.
    UnmatchedIgnored,
    /// A growth limit without an earlier build to grow from.
    NoBaseline(Since),
    /// A growth limit, and the earlier build is not there yet.
    MissingBaseline(Since),
    /// A growth limit on what is new: nothing of it is in the earlier build.
    NothingBefore(Since),
    /// A growth limit on what is not told of the earlier build.
    UntoldBefore(Since),
    /// A limit on what returning visitors load again, and the earlier build does not tell the contents of its files.
    UntoldContents,
    /// The packages that it is about are in the build, but what they weigh is not known of all of them.
    UnknownSize,
    /// No file of the tool that measures it was given.
    NotGiven(Tool),
    /// The tool did not look at it.
    NotMeasured(Tool),
    /// The tool tried to measure it, and could not.
    MeasuringFailed(Tool),
}

impl Outcome {
    /// What it adds to the verdict of the run; what was not judged adds nothing.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Judged(verdict) | Self::Unmatched(verdict) => verdict,
            Self::UnmatchedIgnored
            | Self::NoBaseline(_)
            | Self::MissingBaseline(_)
            | Self::NothingBefore(_)
            | Self::UntoldBefore(_)
            | Self::UntoldContents
            | Self::UnknownSize
            | Self::NotGiven(_)
            | Self::NotMeasured(_)
            | Self::MeasuringFailed(_) => Verdict::Pass,
        }
    }
}

/// One file's share of what was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The file.
    pub asset: AssetId,
    /// Its share in the metric's unit: bytes; 1 for counts.
    pub amount: u64,
}
