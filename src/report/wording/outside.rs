//! What is said of measurements of other tools.

use crate::model::outside::{Measurement, Outside, Tool, Unit};

/// Whom a measurement is about: the page, the load test among several, or `k6`.
pub(super) fn measurement(measurement: &Measurement) -> &str {
    measurement.name.as_deref().unwrap_or(measurement.tool.name())
}

/// The metric's name without that of its tool: `lcp`, `http_req_duration.p95`.
pub fn short_name(metric: Outside) -> &'static str {
    let name = metric.get().name;
    name.split_once('.').map_or(name, |(_, short)| short)
}

/// What to do about a limit that does not hold.
pub fn action(metric: Outside) -> &'static str {
    let metric = metric.get();
    match (metric.tool, metric.unit) {
        (Tool::Lighthouse, Unit::Score) => "mend what Lighthouse's report lists under it",
        (Tool::Lighthouse, _) => "mend what Lighthouse's report names as its cause",
        (Tool::K6, Unit::Milliseconds) => "find what the slow requests wait for",
        (Tool::K6, Unit::FailedShare) => "find the requests that fail",
        (Tool::K6, Unit::PassedShare) => "find the checks that fail",
        (Tool::K6, _) => "see whether the test did what it should",
    }
}

pub(super) fn not_given(tool: Tool) -> &'static str {
    match tool {
        Tool::Lighthouse => "not judged: no Lighthouse result was given (--lighthouse FILE)",
        Tool::K6 => "not judged: no summary of k6 was given (--k6 FILE)",
    }
}

pub(super) fn not_measured(tool: Tool) -> &'static str {
    match tool {
        Tool::Lighthouse => "not judged: the Lighthouse result does not have it",
        Tool::K6 => "not judged: the summary of k6 does not have it",
    }
}

pub(super) fn failed(tool: Tool) -> &'static str {
    match tool {
        Tool::Lighthouse => "not judged: Lighthouse could not measure it",
        Tool::K6 => "not judged: k6 could not measure it",
    }
}
