//! Budgets as they are judged: valid, compiled, and each limit with its place in budgets.json.

use crate::model::asset::ResourceType;
use crate::model::chunk_graph::Load;
use crate::model::globs::Globs;
use crate::model::json_report::Number;
use crate::model::network::Network;
use crate::model::outside::Outside;
use crate::model::span::Span;

/// A selector, what is measured, and its limits.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Its name in every report; never empty.
    pub name: String,
    /// Which files it is about.
    pub selector: Selector,
    /// What is measured one by one.
    pub per: Per,
    /// The limits, at most one for each metric and bound.
    pub limits: Vec<Limit>,
    /// Limits on growth against the baseline.
    pub growth: Vec<GrowthLimit>,
    /// Limits on growth against the anchor.
    pub drift: Vec<GrowthLimit>,
    /// The network that time limits are judged on.
    pub network: Network,
    /// The whole entry in budgets.json.
    pub span: Option<Span>,
}

/// Which files a budget is about. All that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    /// Paths relative to the build.
    pub files: Option<Globs>,
    /// The resource type.
    pub resource_type: Option<ResourceType>,
    /// When the file is loaded: initial or lazy.
    pub load: Option<Load>,
    /// Only what service workers fetch when they are installed.
    pub precached: bool,
    /// Paths of entry points: only what they load.
    pub entry: Option<Globs>,
    /// Routes: only what opening them loads. Beside `entry`, what either of them loads.
    pub route: Option<Globs>,
    /// Names of packages.
    pub package: Option<Globs>,
    /// Pages that Lighthouse looked at, by their paths.
    pub page: Option<Globs>,
    /// Only files that no other per-file budget is about.
    pub rest: bool,
}

impl Selector {
    /// Whether it is about what entry points or routes load.
    pub fn has_entry(&self) -> bool {
        self.entry.is_some() || self.route.is_some()
    }

    /// Whether it is about the entry point at `path`.
    pub fn takes_entry(&self, path: &str) -> bool {
        match &self.entry {
            Some(globs) => globs.matches(path),
            None => self.route.is_none(),
        }
    }

    /// Whether it is about a route.
    pub fn takes_route(&self, route: &str) -> bool {
        self.route.as_ref().is_some_and(|globs| globs.matches_route(route))
    }
}

/// What a budget measures one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// All selected files together.
    Total,
    /// Each selected file.
    File,
    /// For each entry point, the selected files that it loads.
    Entry,
    /// For each split point, the selected files that it adds.
    SplitPoint,
    /// Each selected package.
    Package,
}

impl Per {
    /// Every value, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Total, Self::File, Self::Entry, Self::SplitPoint, Self::Package];

    /// The name in budgets.json.
    pub fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::File => "file",
            Self::Entry => "entry",
            Self::SplitPoint => "split-point",
            Self::Package => "package",
        }
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Bytes on disk.
    Raw,
    /// Bytes as gzip.
    Gzip,
    /// Bytes as Brotli.
    Brotli,
    /// Files.
    Count,
    /// Milliseconds of download on the budget's network.
    Time,
    /// Bytes as gzip that returning visitors must load again since the baseline.
    Invalidated,
    /// What another tool measured of the running site, in millionths of its unit.
    Outside(Outside),
}

impl Metric {
    /// Every metric of the build itself, in the order in which they are judged.
    pub const ALL: [Self; 6] =
        [Self::Raw, Self::Gzip, Self::Brotli, Self::Count, Self::Time, Self::Invalidated];

    /// The name in budgets.json and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Gzip => "gzip",
            Self::Brotli => "brotli",
            Self::Count => "count",
            Self::Time => "time",
            Self::Invalidated => "invalidated",
            Self::Outside(metric) => metric.get().name,
        }
    }

    /// Every metric: those of the build, then those of other tools.
    pub fn every() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().chain(Outside::all().map(Self::Outside))
    }

    /// The metric of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::every().find(|metric| metric.name() == name)
    }

    /// A value as reports write it: what is counted in millionths has decimals.
    pub fn number(self, value: u64) -> Number {
        match self {
            Self::Outside(_) => Number::millionths(value),
            _ => Number::whole(value),
        }
    }

    /// A value that was read from a report, as it is counted here; `None` for what no report says of the metric.
    pub fn value(self, number: Number) -> Option<u64> {
        match self {
            Self::Outside(_) => number.as_millionths(),
            _ => number.as_whole(),
        }
    }
}

/// On which side of its value a limit is broken, and what that means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// More than this fails.
    Max,
    /// More than this warns.
    Warn,
    /// Less than this fails.
    Min,
    /// More than the baseline's value and this fails.
    Growth,
    /// More than the anchor's value and this fails.
    Drift,
}

impl Bound {
    /// The name in budgets.json.
    pub fn name(self) -> &'static str {
        match self {
            Self::Max => "max",
            Self::Warn => "warn",
            Self::Min => "min",
            Self::Growth => "growth",
            Self::Drift => "drift",
        }
    }

    /// Whether it is about what something was before.
    pub fn is_growth(self) -> bool {
        matches!(self, Self::Growth | Self::Drift)
    }
}

/// One limit. A value equal to it passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is measured.
    pub metric: Metric,
    /// Which way it limits.
    pub bound: Bound,
    /// Bytes, files, milliseconds, or millionths of what another tool measures.
    pub value: u64,
    /// The value in budgets.json; `None` for built-in budgets and those of the command line.
    pub span: Option<Span>,
}

/// How much a size may grow against the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrowthLimit {
    /// What is measured; never time.
    pub metric: Metric,
    /// How much more is allowed.
    pub allowance: Allowance,
    /// The value in budgets.json.
    pub span: Option<Span>,
}

/// How much more something may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// So many bytes or files.
    Amount(u64),
    /// So many hundredths of a percent.
    BasisPoints(u64),
}

impl GrowthLimit {
    /// The most that something may be that was `before`: changes of up to [`DEAD_BAND`] bytes are none. `None` where
    /// nothing can be a part of nothing.
    pub fn most(&self, before: u64) -> Option<u64> {
        let allowed = match self.allowance {
            Allowance::Amount(amount) => amount,
            Allowance::BasisPoints(_) if before == 0 => return None,
            Allowance::BasisPoints(points) => {
                let part = u128::from(before) * u128::from(points) / 10_000;
                u64::try_from(part).unwrap_or(u64::MAX)
            }
        };
        let least = if self.metric == Metric::Count { 0 } else { DEAD_BAND };
        Some(before.saturating_add(allowed.max(least)))
    }
}

/// So many bytes more are no growth: other hashes in the same code compress to some bytes more or less. `BundleMon`'s
/// rules about growth have the same band.
pub const DEAD_BAND: u64 = 10;

impl Budget {
    /// Whether it is about what other tools measured of the running site, not about the build.
    pub fn is_about_outside(&self) -> bool {
        self.limits.iter().any(|limit| matches!(limit.metric, Metric::Outside(_)))
    }

    /// The limit of that metric and bound, if the budget has one.
    pub fn limit(&self, metric: Metric, bound: Bound) -> Option<Limit> {
        self.limits.iter().copied().find(|limit| limit.metric == metric && limit.bound == bound)
    }
}
