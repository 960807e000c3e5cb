//! k6's end-of-test summary, in each form that k6 writes:
//!
//! - the data that `handleSummary()` is given: `metrics.<name>.values.<stat>`;
//! - `--summary-export`: `metrics.<name>.<stat>`, and a share is called `value`;
//! - the machine-readable summary of k6 1.x and later: `results.metrics[]` with `name` and `values`.
//!
//! All times are milliseconds. The first two are made by `internal/js/summary.go` and `summary-wrapper.js` of
//! <https://github.com/grafana/k6>, the third by `internal/lib/summary/machine_readable.go`.

use serde_json::{Map, Value as Json};

use crate::model::outside::{Outside, Tool, Unit, Value};
use crate::outside::{OutsideError, millionths};

/// What `--out json` writes, in words.
pub(super) const STREAM: &str = "it is k6's stream of single points (--out json), not the summary at the end";

/// Whether a document is a summary, in any form.
pub(super) fn is_summary(json: &Json) -> bool {
    let by_name = json.get("metrics").is_some_and(Json::is_object) && json.get("root_group").is_some();
    let listed = json.pointer("/results/metrics").is_some_and(Json::is_array);
    by_name || listed
}

/// Whether a text is a stream of points: its first line is one.
pub(super) fn is_stream(text: &str) -> bool {
    let first = text.lines().next().and_then(|line| serde_json::from_str::<Json>(line).ok());
    first.is_some_and(|line| line.get("type").is_some() && line.get("metric").is_some())
}

/// The values of a summary that budgets can limit.
pub(super) fn read(json: &Json) -> Result<Vec<(Outside, Value)>, OutsideError> {
    // A summary that a handleSummary() made smaller has no groups.
    if !is_summary(json) && !json.get("metrics").is_some_and(Json::is_object) {
        return Err(OutsideError::Other("it has no \"metrics\" of k6".to_owned()));
    }
    let summary = Summary { json };
    let known = Outside::all().filter(|metric| metric.get().tool == Tool::K6);
    let values: Vec<(Outside, Value)> =
        known.filter_map(|metric| Some((metric, Value::Measured(summary.value(metric)?)))).collect();
    if values.is_empty() {
        return Err(OutsideError::Nothing("it has none of k6's own metrics".to_owned()));
    }
    Ok(values)
}

struct Summary<'a> {
    json: &'a Json,
}

impl<'a> Summary<'a> {
    /// A metric's statistics, whichever the form.
    fn metric(&self, name: &str) -> Option<&'a Map<String, Json>> {
        if let Some(metric) = self.json.get("metrics").and_then(|metrics| metrics.get(name)) {
            return metric.get("values").unwrap_or(metric).as_object();
        }
        let listed = |path: &str| self.json.pointer(path).and_then(Json::as_array).into_iter().flatten();
        // Checks have metrics of their own there.
        let name = if name == "checks" { "checks_succeeded" } else { name };
        let mut all = listed("/results/metrics").chain(listed("/results/checks/metrics"));
        all.find(|metric| metric.get("name").and_then(Json::as_str) == Some(name))?.get("values")?.as_object()
    }

    fn value(&self, metric: Outside) -> Option<u64> {
        let metric = metric.get();
        let values = self.metric(metric.key)?;
        let is_share = matches!(metric.unit, Unit::FailedShare | Unit::PassedShare);
        if is_share {
            // A share of nothing is written as 0.
            let seen = |key| values.get(key).and_then(Json::as_f64);
            let of = seen("total").or_else(|| Some(seen("passes")? + seen("fails")?));
            if of.is_some_and(|of| of <= 0.0) {
                return None;
            }
            let share = millionths(values.get("rate").or_else(|| values.get("value")))?;
            return (share <= crate::model::outside::PARTS).then_some(share);
        }
        if metric.unit == Unit::Milliseconds && self.is_of_nothing(metric.key) {
            return None;
        }
        millionths(values.get(metric.stat))
    }

    /// Whether there was nothing that a trend could have measured: with a threshold, k6 writes its times as 0.
    fn is_of_nothing(&self, trend: &str) -> bool {
        let counter = match trend {
            name if name.starts_with("http_req_") => "http_reqs",
            "iteration_duration" => "iterations",
            _ => return false,
        };
        let count = self.metric(counter).and_then(|values| values.get("count")).and_then(Json::as_f64);
        count.is_some_and(|count| count <= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{is_stream, read};
    use crate::model::outside::{Outside, Value};

    #[track_caller]
    fn check(summary: &serde_json::Value, expected: &[(&str, u64)]) {
        let read = read(summary).expect("it is a summary");
        for (name, value) in expected {
            let metric = Outside::named(name).expect("there is such a metric");
            let found = read.iter().find(|(known, _)| *known == metric).map(|(_, value)| *value);
            assert_eq!(found, Some(Value::Measured(*value)), "{name}");
        }
        assert_eq!(read.len(), expected.len(), "{read:?}");
    }

    // The shapes are those of k6's own tests and generated types:
    // https://github.com/grafana/k6/blob/master/internal/js/summary_test.go
    #[test]
    fn every_form_of_a_summary_says_the_same() {
        let expected = [
            ("k6.http_req_duration.avg", 144_560_000),
            ("k6.http_req_duration.p95", 215_950_000),
            ("k6.http_req_failed.rate", 25_000),
            ("k6.checks.rate", 750_000),
            ("k6.http_reqs.count", 180_000_000),
        ];
        check(
            &json!({
                "root_group": {}, "options": {}, "state": {},
                "metrics": {
                    "http_req_duration": {
                        "type": "trend", "contains": "time",
                        "values": { "avg": 144.56, "p(95)": 215.95 },
                        "thresholds": { "p(95)<500": { "ok": true } }
                    },
                    "http_req_duration{expected_response:true}": { "values": { "avg": 1 } },
                    "http_req_failed": { "values": { "rate": 0.025, "passes": 1, "fails": 39 } },
                    "checks": { "values": { "rate": 0.75, "passes": 45, "fails": 15 } },
                    "http_reqs": { "values": { "count": 180 } },
                    "my_trend": { "values": { "avg": 15 } }
                }
            }),
            &expected,
        );
        check(
            &json!({
                "root_group": {},
                "metrics": {
                    "http_req_duration": { "avg": 144.56, "p(95)": 215.95, "thresholds": { "p(95)<500": false } },
                    "http_req_failed": { "value": 0.025, "passes": 1, "fails": 39 },
                    "checks": { "value": 0.75, "passes": 45, "fails": 15 },
                    "http_reqs": { "count": 180 }
                }
            }),
            &expected,
        );
        check(
            &json!({
                "version": "1.0.0", "config": {}, "metadata": {},
                "results": {
                    "metrics": [
                        { "name": "http_req_duration", "type": "trend", "contains": "time",
                          "values": { "avg": 144.56, "p(95)": 215.95 } },
                        { "name": "http_req_failed", "values": { "matches": 1, "rate": 0.025, "total": 40 } },
                        { "name": "http_reqs", "values": { "count": 180 } }
                    ],
                    "checks": { "metrics": [
                        { "name": "checks_succeeded", "values": { "matches": 45, "rate": 0.75, "total": 60 } }
                    ] }
                }
            }),
            &expected,
        );
    }

    #[test]
    fn nothing_measured_is_no_zero() {
        let summary = json!({
            "root_group": {},
            "metrics": {
                "http_req_duration": { "avg": 0, "p(95)": 0 },
                "http_req_failed": { "value": 0, "passes": 0, "fails": 0 },
                "http_reqs": { "count": 0 },
                "iterations": { "count": 3, "rate": 0.1 }
            }
        });
        check(
            &summary,
            &[("k6.http_reqs.count", 0), ("k6.iterations.count", 3_000_000), ("k6.iterations.rate", 100_000)],
        );
        assert!(read(&json!({ "root_group": {}, "metrics": { "mine": { "avg": 3 } } })).is_err());
        assert!(read(&json!({ "metrics": [] })).is_err());
    }

    #[test]
    fn a_stream_of_points_is_known() {
        assert!(is_stream("{\"type\":\"Metric\",\"data\":{},\"metric\":\"vus\"}\n{\"type\":\"Point\"}"));
        assert!(!is_stream("{}\n{}"));
    }
}
