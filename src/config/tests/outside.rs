//! Limits on what other tools measure: the reader and the schema say the same of them.

use crate::config::parse;
use crate::config::tests::{CHECKS, schema_accepts};
use crate::model::budget::{Bound, Metric};

#[track_caller]
fn check(budget: &str, is_good: bool) {
    let text = format!(r#"{{ "budgets": [{{ {budget} }}] }}"#);
    assert_eq!(parse(&text, "budgets.json", &CHECKS).is_ok(), is_good, "the reader: {text}");
    assert_eq!(schema_accepts(&text), is_good, "the schema: {text}");
}

#[test]
fn what_can_be_meant_is_accepted_and_the_rest_is_not() {
    check(
        r#""max": { "lighthouse.lcp": "2.5 s", "lighthouse.cls": 0.1, "k6.http_req_failed.rate": "1 %" }"#,
        true,
    );
    check(r#""min": { "lighthouse.performance": 0.9, "k6.checks.rate": "99.5 %" }"#, true);
    check(r#""page": "/checkout/**", "warn": { "lighthouse.tbt": "150 ms" }"#, true);
    check(r#""max": { "k6.http_reqs.count": 1000, "k6.http_reqs.rate": 50.5 }"#, true);
    check(r#""max": { "lighthouse.performance": 0.9 }"#, false);
    check(r#""warn": { "k6.checks.rate": 0.9 }"#, false);
    check(r#""min": { "lighthouse.performance": 90 }"#, false);
    check(r#""min": { "lighthouse.performance": "0.9" }"#, false);
    check(r#""max": { "lighthouse.lcp": 2500 }"#, false);
    check(r#""max": { "lighthouse.cls": "0.1" }"#, false);
    check(r#""max": { "lighthouse.cls": -0.1 }"#, false);
    check(r#""max": { "lighthouse.fid": "1 s" }"#, false);
    check(r#""max": { "k6.http_req_duration": "1 s" }"#, false);
    check(r#""growth": { "lighthouse.lcp": "5 %" }"#, false);
    check(r#""max": { "lighthouse.lcp": "1 s", "gzip": 1 }"#, false);
    check(r#""max": { "lighthouse.lcp": "1 s" }, "growth": { "gzip": 1 }"#, false);
    for key in [r#""files": "a.js""#, r#""type": "script""#, r#""per": "file""#, r#""network": "slow-4g""#] {
        check(&format!(r#"{key}, "max": {{ "lighthouse.lcp": "1 s" }}"#), false);
    }
    check(r#""page": "/", "max": { "gzip": 1 }"#, false);
    check(r#""page": "/", "max": { "k6.http_reqs.count": 1 }"#, false);
}

#[test]
fn values_are_counted_in_millionths() {
    let check = |limits: &str, metric: &str, bound: Bound, value: u64| {
        let text = format!(r#"{{ "budgets": [{{ {limits} }}] }}"#);
        let config = parse(&text, "budgets.json", &CHECKS).expect(limits);
        let metric = Metric::named(metric).expect("there is such a metric");
        assert_eq!(config.budgets[0].limit(metric, bound).map(|limit| limit.value), Some(value), "{limits}");
        assert_eq!(config.budgets[0].name, metric.name());
    };
    check(r#""max": { "lighthouse.lcp": "2.5 s" }"#, "lighthouse.lcp", Bound::Max, 2_500_000_000);
    check(r#""max": { "lighthouse.cls": 0.1 }"#, "lighthouse.cls", Bound::Max, 100_000);
    check(r#""min": { "lighthouse.seo": "90 %" }"#, "lighthouse.seo", Bound::Min, 900_000);
    check(r#""min": { "lighthouse.seo": 1 }"#, "lighthouse.seo", Bound::Min, 1_000_000);
    check(r#""warn": { "k6.http_req_failed.rate": 0.01 }"#, "k6.http_req_failed.rate", Bound::Warn, 10_000);
    check(r#""max": { "k6.http_reqs.count": 10 }"#, "k6.http_reqs.count", Bound::Max, 10_000_000);
}
