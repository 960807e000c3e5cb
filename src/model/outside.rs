//! What other tools measure of the running site and budgets can limit: Lighthouse's results, k6's summaries.
//!
//! Every value is kept in millionths of its unit, so that comparing is exact, and so is reading it back from a report.

/// So many parts of a unit are counted.
pub const PARTS: u64 = 1_000_000;

/// What measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tool {
    /// Lighthouse: its result, an LHR.
    Lighthouse,
    /// k6: its end-of-test summary.
    K6,
}

impl Tool {
    /// Both, in the order of the documentation.
    pub const ALL: [Self; 2] = [Self::Lighthouse, Self::K6];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lighthouse => "Lighthouse",
            Self::K6 => "k6",
        }
    }

    /// The beginning of its metrics' names, and its option on the command line behind `--`.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Lighthouse => "lighthouse",
            Self::K6 => "k6",
        }
    }
}

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Milliseconds,
    /// From 0 to 1, where 1 is best.
    Score,
    /// A share from 0 to 1 of what went wrong.
    FailedShare,
    /// A share from 0 to 1 of what went well.
    PassedShare,
    /// A number without a unit.
    Number,
    /// So many in a second.
    PerSecond,
    /// So many.
    Count,
}

impl Unit {
    /// Whether more is better, so that only a lower bound is meant.
    pub fn is_better_when_more(self) -> bool {
        matches!(self, Self::Score | Self::PassedShare)
    }
}

/// One metric of another tool.
#[derive(Debug)]
pub struct OutsideMetric {
    /// Its name in budgets.json and in reports.
    pub name: &'static str,
    /// Which tool measures it.
    pub tool: Tool,
    /// What the tool calls it: an audit or a category, or a metric of k6.
    pub key: &'static str,
    /// The statistic of k6's metric; for Lighthouse `score` or `numericValue`.
    pub stat: &'static str,
    /// What it counts.
    pub unit: Unit,
}

const fn lighthouse(name: &'static str, key: &'static str, unit: Unit) -> OutsideMetric {
    let stat = if matches!(unit, Unit::Score) { "score" } else { "numericValue" };
    OutsideMetric { name, tool: Tool::Lighthouse, key, stat, unit }
}

const fn k6(name: &'static str, key: &'static str, stat: &'static str, unit: Unit) -> OutsideMetric {
    OutsideMetric { name, tool: Tool::K6, key, stat, unit }
}

/// A list of the metrics, and k6's trends with each of their statistics behind them.
macro_rules! metrics {
    ([$($single:expr),* $(,)?], [$($trend:literal),* $(,)?]) => {
        &[
            $($single,)*
            $(
                k6(concat!("k6.", $trend, ".avg"), $trend, "avg", Unit::Milliseconds),
                k6(concat!("k6.", $trend, ".min"), $trend, "min", Unit::Milliseconds),
                k6(concat!("k6.", $trend, ".med"), $trend, "med", Unit::Milliseconds),
                k6(concat!("k6.", $trend, ".max"), $trend, "max", Unit::Milliseconds),
                k6(concat!("k6.", $trend, ".p90"), $trend, "p(90)", Unit::Milliseconds),
                k6(concat!("k6.", $trend, ".p95"), $trend, "p(95)", Unit::Milliseconds),
                k6(concat!("k6.", $trend, ".p99"), $trend, "p(99)", Unit::Milliseconds),
            )*
        ]
    };
}

/// The metrics, in the order in which they are judged.
///
/// Categories and audits are those of Lighthouse's default configuration
/// (<https://github.com/GoogleChrome/lighthouse/blob/main/core/config/default-config.js>), metrics and statistics those
/// that k6 has built in (<https://grafana.com/docs/k6/latest/using-k6/metrics/reference/>).
pub const METRICS: &[OutsideMetric] = metrics!(
    [
        lighthouse("lighthouse.performance", "performance", Unit::Score),
        lighthouse("lighthouse.accessibility", "accessibility", Unit::Score),
        lighthouse("lighthouse.best-practices", "best-practices", Unit::Score),
        lighthouse("lighthouse.seo", "seo", Unit::Score),
        lighthouse("lighthouse.fcp", "first-contentful-paint", Unit::Milliseconds),
        lighthouse("lighthouse.lcp", "largest-contentful-paint", Unit::Milliseconds),
        lighthouse("lighthouse.tbt", "total-blocking-time", Unit::Milliseconds),
        lighthouse("lighthouse.cls", "cumulative-layout-shift", Unit::Number),
        lighthouse("lighthouse.si", "speed-index", Unit::Milliseconds),
        lighthouse("lighthouse.tti", "interactive", Unit::Milliseconds),
        lighthouse("lighthouse.inp", "interaction-to-next-paint", Unit::Milliseconds),
        k6("k6.http_req_failed.rate", "http_req_failed", "rate", Unit::FailedShare),
        k6("k6.checks.rate", "checks", "rate", Unit::PassedShare),
        k6("k6.http_reqs.count", "http_reqs", "count", Unit::Count),
        k6("k6.http_reqs.rate", "http_reqs", "rate", Unit::PerSecond),
        k6("k6.iterations.count", "iterations", "count", Unit::Count),
        k6("k6.iterations.rate", "iterations", "rate", Unit::PerSecond),
        k6("k6.dropped_iterations.count", "dropped_iterations", "count", Unit::Count),
    ],
    [
        "http_req_duration",
        "http_req_waiting",
        "http_req_blocked",
        "http_req_connecting",
        "http_req_tls_handshaking",
        "http_req_sending",
        "http_req_receiving",
        "iteration_duration",
        "group_duration",
        "grpc_req_duration",
        "ws_connecting",
        "ws_session_duration",
    ]
);

/// One of [`METRICS`], by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outside(u16);

impl Outside {
    /// Each of them, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0_u16..).zip(METRICS).map(|(place, _)| Self(place))
    }

    /// The metric of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|metric| metric.get().name == name)
    }

    /// What it is.
    pub fn get(self) -> &'static OutsideMetric {
        // Only this file makes one, from a place in the list.
        METRICS.get(usize::from(self.0)).unwrap_or(&METRICS[0])
    }
}

/// The measurements that a run was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measurements {
    /// What was measured, sorted by tool and name.
    pub all: Vec<Measurement>,
}

/// What one tool measured of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// The tool.
    pub tool: Tool,
    /// The page, or the load test where there are several; `None` for the only load test.
    pub name: Option<String>,
    /// What was measured, in millionths of the metric's unit.
    pub values: Vec<(Outside, Value)>,
}

/// One value of a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// In millionths of the metric's unit.
    Measured(u64),
    /// The tool tried, and could not.
    Failed,
}

impl Measurement {
    /// What was measured; `None` where the tool did not try.
    pub fn value(&self, metric: Outside) -> Option<Value> {
        self.values.iter().find(|(known, _)| *known == metric).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{METRICS, Outside, Tool};

    #[test]
    fn every_metric_is_found_by_its_name_which_no_other_has() {
        let names: BTreeSet<&str> = METRICS.iter().map(|metric| metric.name).collect();
        assert_eq!(names.len(), METRICS.len());
        for metric in Outside::all() {
            assert_eq!(Outside::named(metric.get().name), Some(metric));
            let prefix = format!("{}.", metric.get().tool.prefix());
            assert!(metric.get().name.starts_with(&prefix), "{}", metric.get().name);
        }
        assert!(Tool::ALL.iter().all(|tool| METRICS.iter().any(|metric| metric.tool == *tool)));
    }
}
