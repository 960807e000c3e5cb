//! `--lighthouse` and `--k6`: limits on what other tools measured of the running site, in every report.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Project, unwrapped};

const BUDGETS: &str = r#"{
  "compression": { "gzip": 1, "brotli": 0 },
  "checks": { "missing-image-size": "off" },
  "budgets": [
    {
      "name": "Field",
      "min": { "lighthouse.performance": 0.9 },
      "max": { "lighthouse.lcp": "2.5 s", "lighthouse.cls": 0.1, "lighthouse.tbt": "200 ms" }
    },
    {
      "name": "API",
      "max": { "k6.http_req_duration.p95": "500 ms", "k6.http_req_failed.rate": "1 %" }
    }
  ]
}"#;

fn project() -> Project {
    Project::new()
        .file("dist/index.html", "<!doctype html><html lang=en><title>a</title><p>a")
        .file("budgets.json", BUDGETS)
}

/// A result of Lighthouse as far as it is read.
fn result(url: &str, performance: f64, paint: f64) -> String {
    let timed = |value: f64| json!({ "numericValue": value, "scoreDisplayMode": "numeric" });
    json!({
        "lighthouseVersion": "12.8.2", "requestedUrl": url, "finalDisplayedUrl": url,
        "categories": { "performance": { "score": performance } },
        "audits": {
            "first-contentful-paint": timed(paint / 2.0),
            "largest-contentful-paint": timed(paint),
            "interactive": timed(paint),
            "cumulative-layout-shift": timed(0.1),
            "total-blocking-time": timed(0.0)
        }
    })
    .to_string()
}

fn summary(p95: f64, failed: f64) -> String {
    json!({
        "root_group": {},
        "metrics": {
            "http_req_duration": { "avg": 100, "p(95)": p95 },
            "http_req_failed": { "value": failed, "passes": 1, "fails": 79 },
            "http_reqs": { "count": 80, "rate": 4.3 }
        }
    })
    .to_string()
}

/// Each row: metric, item, value, status.
fn rows(report: &Value) -> Vec<(String, Option<String>, Value, String)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let rows = report["budgets"].as_array().expect("it is an array").iter();
    rows.map(|row| {
        let status = text(&row["status"]).expect("it has a status");
        (text(&row["metric"]).unwrap_or_default(), text(&row["item"]), row["actual"].clone(), status)
    })
    .collect()
}

#[track_caller]
fn status_of(report: &Value, metric: &str) -> String {
    let row = rows(report).into_iter().find(|row| row.0 == metric);
    row.unwrap_or_else(|| panic!("{metric} is judged")).3
}

#[test]
fn what_was_measured_is_judged_exactly() {
    let project = project()
        .file("lhr.json", result("https://shop.example/", 0.9, 2500.0))
        .file("k6.json", summary(500.000_001, 0.01));
    let report = project.report(&["--lighthouse", "lhr.json", "--k6", "k6.json"]);
    let passes = ["lighthouse.performance", "lighthouse.lcp", "lighthouse.cls", "lighthouse.tbt"];
    for metric in passes.into_iter().chain(["k6.http_req_failed.rate"]) {
        assert_eq!(status_of(&report, metric), "pass", "{metric}");
    }
    assert_eq!(status_of(&report, "k6.http_req_duration.p95"), "fail");
    let lcp = rows(&report).into_iter().find(|row| row.0 == "lighthouse.lcp").expect("it is judged");
    assert_eq!(lcp.1.as_deref(), Some("/"));
    assert_eq!(lcp.2, json!(2500));
    assert!(rows(&report).iter().any(|row| row.2 == json!(500.000_001)), "{:?}", rows(&report));
}

#[test]
fn each_page_is_judged_by_the_median_of_its_runs() {
    let project = project()
        .file(".lighthouseci/lhr-1.json", result("https://shop.example/", 0.5, 9000.0))
        .file(".lighthouseci/lhr-2.json", result("https://shop.example/", 0.95, 1000.0))
        .file(".lighthouseci/lhr-3.json", result("https://shop.example/", 0.94, 1200.0))
        .file(".lighthouseci/lhr-4.json", result("https://shop.example/cart", 0.8, 2000.0))
        .file(".lighthouseci/manifest.json", "[]");
    let report = project.report(&["--lighthouse", ".lighthouseci"]);
    let performance: Vec<_> =
        rows(&report).into_iter().filter(|row| row.0 == "lighthouse.performance").collect();
    let told: Vec<_> = performance
        .iter()
        .map(|row| (row.1.as_deref().unwrap_or_default(), row.2.as_f64(), row.3.as_str()))
        .collect();
    assert_eq!(told, [("/cart", Some(0.8), "fail"), ("/", Some(0.94), "pass")]);

    project.write(
        "budgets.json",
        r#"{ "budgets": [{ "page": "/ca*", "max": { "lighthouse.lcp": "1 s" } },
             { "page": "/none", "max": { "lighthouse.lcp": "1 s" } }] }"#,
    );
    let report = project.report(&["--lighthouse", ".lighthouseci"]);
    let told: Vec<_> = rows(&report).into_iter().map(|row| (row.1, row.3)).collect();
    assert_eq!(told, [(Some("/cart".to_owned()), "fail".to_owned()), (None, "fail".to_owned())]);
    assert_eq!(report["budgets"][1]["reason"], "matches nothing in the build");
}

#[test]
fn what_was_not_given_or_not_measured_is_skipped_and_says_why() {
    let project = project().file("k6.json", r#"{"root_group":{},"metrics":{"http_reqs":{"count":3}}}"#);
    let report = project.report(&["--k6", "k6.json"]);
    assert!(rows(&report).iter().all(|row| row.3 == "skipped" && row.2.is_null()), "{:?}", rows(&report));
    let reasons: Vec<&str> = report["budgets"]
        .as_array()
        .expect("it is an array")
        .iter()
        .filter_map(|row| row["reason"].as_str())
        .collect();
    assert_eq!(reasons[0], "not judged: no Lighthouse result was given (--lighthouse FILE)");
    assert_eq!(reasons[5], "not judged: the summary of k6 does not have it");
}

#[test]
fn a_file_that_is_not_of_the_tool_ends_the_run_with_what_is_wrong() {
    let whole = result("https://shop.example/", 0.9, 2500.0);
    let failed = whole.replacen('{', r#"{"runtimeError":{"code":"NO_FCP"},"#, 1);
    let stream = "{\"type\":\"Metric\",\"metric\":\"vus\"}\n{\"type\":\"Point\",\"metric\":\"vus\"}\n";
    let cases = [
        ("--lighthouse", &whole[..whole.len() / 2], "ends in the middle"),
        ("--lighthouse", "", "it is empty"),
        ("--lighthouse", "{}", "it has no \"lighthouseVersion\""),
        ("--lighthouse", r#"{ "traceEvents": [] }"#, "it is a trace of DevTools"),
        ("--lighthouse", &summary(1.0, 0.0), "give it with --k6"),
        ("--lighthouse", &failed, "could not measure the page: NO_FCP"),
        ("--k6", &whole, "give it with --lighthouse"),
        ("--k6", stream, "stream of single points"),
        ("--k6", "[]", "it has no \"metrics\" of k6"),
    ];
    for (option, text, expected) in cases {
        let project = project().file("given.json", text);
        let outcome = project.run(&["check", "dist", option, "given.json"]);
        assert_eq!(outcome.status, 2, "{expected}");
        let said = unwrapped(&outcome.stderr);
        assert!(said.contains(expected) && said.contains("`given.json`"), "{said}");
    }
    let outcome = project().run(&["check", "dist", "--k6", "none.json"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("none.json"), "{}", outcome.stderr);
}

#[test]
fn every_report_names_the_metric_and_its_unit() {
    let project = project()
        .file("lhr.json", result("https://shop.example/", 0.87, 2_931.5))
        .file("k6.json", summary(431.25, 0.0125));
    let formats = ["terminal", "markdown", "html", "junit", "sarif", "openmetrics", "codeclimate", "github"];
    let mut arguments: Vec<String> =
        ["check", "dist", "--lighthouse", "lhr.json", "--k6", "k6.json"].map(str::to_owned).to_vec();
    for format in formats {
        arguments.extend(["--report".to_owned(), format!("{format}={format}.out")]);
    }
    arguments.extend(["--append".to_owned(), "history.ndjson".to_owned()]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = project.run(&arguments);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let read = |name: &str| fs::read_to_string(project.path(name)).expect("the report is written");
    for format in formats {
        let text = read(&format!("{format}.out"));
        let expected: &[&str] = match format {
            "openmetrics" => &[
                r#"weighbridge_budget_actual_measured_seconds{budget="Field",item="/",metric="lighthouse.lcp"} 2.9315"#,
                r#"weighbridge_budget_actual_measured_ratio{budget="API",item="all",metric="k6.http_req_failed.rate"} 0.0125"#,
            ],
            "terminal" => {
                &["2.93 s lcp", "2.5 s", "0.87 performance", "min 0.9", "1.25 % http_req_failed.rate"]
            }
            "html" => &["2.93 s", "≤ 2.5 s", "lighthouse.lcp", "≥ 0.9"],
            "github" => &["432 ms over its limit for lighthouse.lcp", "line=7"],
            _ => &["lighthouse.lcp", "lighthouse.performance", "k6.http_req_failed.rate"],
        };
        for expected in expected {
            assert!(text.contains(expected), "{format} lacks {expected}:\n{text}");
        }
    }
    let trend = project.run(&["trend", "history.ndjson", "--report", "html=trend.html"]);
    assert_eq!(trend.status, 0, "{}", trend.stderr);
    assert!(read("trend.html").contains("431 ms, limit 500 ms"));
}

#[test]
fn a_budget_that_cannot_be_meant_is_refused_with_the_way_out() {
    let cases = [
        (r#""max": { "lighthouse.performance": 0.9 }"#, "write it under \"min\""),
        (r#""min": { "lighthouse.seo": 90 }"#, "write \"90 %\""),
        (r#""max": { "lcp": "2 s" }"#, "did you mean \"lighthouse.lcp\"?"),
        (r#""max": { "k6.http_req_duration.p(95)": "1 s" }"#, "did you mean \"k6.http_req_duration.p95\"?"),
        (r#""max": { "lighthouse.lcp": 2500 }"#, "2500 is a duration without a unit"),
        (r#""files": "*.js", "max": { "lighthouse.lcp": "2 s" }"#, "remove \"files\""),
        (r#""max": { "gzip": 1000, "lighthouse.lcp": "2 s" }"#, "write a budget of its own"),
        (r#""growth": { "lighthouse.lcp": "5 %" }"#, "has no growth"),
        (r#""page": "/x", "max": { "k6.http_reqs.count": 10 }"#, "is not of a page"),
        (r#""page": "/x", "max": { "gzip": 10 }"#, "\"page\" without a limit of Lighthouse"),
    ];
    for (budget, expected) in cases {
        let project = project().file("budgets.json", format!("{{ \"budgets\": [{{ {budget} }}] }}"));
        let outcome = project.run(&["check", "dist"]);
        assert_eq!(outcome.status, 2, "{budget}");
        let said = unwrapped(&outcome.stderr);
        assert!(said.contains(expected), "{budget}: {said}");
    }
}
