//! Lighthouse's result (LHR), version 5 and later: the scores of categories and the numbers of audits.
//!
//! It is read as Lighthouse writes it (`--output=json`), as its Node module returns it (`lhr` in a runner's result) and as
//! `PageSpeed` Insights wraps it (`lighthouseResult`).

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::model::outside::{Measurement, Outside, Tool, Unit, Value};
use crate::outside::{OutsideError, millionths};

/// Its first version with `categories` by their names as they are today, `numericValue` and times in milliseconds:
/// <https://github.com/GoogleChrome/lighthouse/releases/tag/v5.0.0>.
const FIRST_VERSION: u64 = 5;

/// One run over one page.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Where the page is: scheme and authority.
    origin: String,
    /// Its path.
    path: String,
    values: Vec<(Outside, Value)>,
    first_paint: Option<f64>,
    interactive: Option<f64>,
}

/// The result within what wraps it.
fn result(json: &Json) -> &Json {
    let wrapped = json.get("lighthouseResult").or_else(|| json.get("lhr"));
    wrapped.filter(|result| result.is_object()).unwrap_or(json)
}

/// Whether a document is a result.
pub(super) fn is_result(json: &Json) -> bool {
    result(json).get("lighthouseVersion").is_some()
}

/// Reads one result.
pub(super) fn read(json: &Json) -> Result<Run, OutsideError> {
    let other = |what: &str| Err(OutsideError::Other(what.to_owned()));
    if json.get("steps").is_some_and(Json::is_array) {
        return other(
            "it is the result of a user flow: write the result of each step (its \"lhr\") to a file",
        );
    }
    let result = result(json);
    let text = |key: &str| result.get(key).and_then(Json::as_str);
    let Some(version) = text("lighthouseVersion") else {
        return other("it has no \"lighthouseVersion\"");
    };
    let major = version.split('.').next().and_then(|major| major.parse::<u64>().ok());
    if major.is_some_and(|major| major < FIRST_VERSION) {
        return Err(OutsideError::Other(format!(
            "it is of Lighthouse {version}: results of version {FIRST_VERSION} and later are read"
        )));
    }
    let (Some(categories), Some(audits)) = (result.get("categories"), result.get("audits")) else {
        return other("it has no \"categories\" and \"audits\"");
    };
    if let Some(error) = result.get("runtimeError").and_then(|error| error.get("code")).and_then(Json::as_str)
        && error != "NO_ERROR"
    {
        return Err(OutsideError::Nothing(format!("Lighthouse could not measure the page: {error}")));
    }
    let url = ["finalDisplayedUrl", "finalUrl", "requestedUrl"].into_iter().find_map(text);
    let Some(url) = url else { return other("it does not say which page it is about") };
    let (origin, path) = page(url);
    let known = Outside::all().filter(|metric| metric.get().tool == Tool::Lighthouse);
    let values = known.filter_map(|metric| Some((metric, value(metric, categories, audits)?))).collect();
    let number = |audit: &str| audits.get(audit)?.get("numericValue")?.as_f64();
    Ok(Run {
        origin,
        path,
        values,
        first_paint: number("first-contentful-paint"),
        interactive: number("interactive"),
    })
}

/// What a result says of a metric; `None` where Lighthouse did not look at it.
fn value(metric: Outside, categories: &Json, audits: &Json) -> Option<Value> {
    let metric = metric.get();
    let source = if metric.unit == Unit::Score { categories } else { audits };
    let found = source.get(metric.key)?;
    if let Some(value) = millionths(found.get(metric.stat)) {
        return Some(Value::Measured(value));
    }
    let mode = found.get("scoreDisplayMode").and_then(Json::as_str);
    // A category without a score has an audit that failed; an audit says so itself, or does not apply to the page.
    let failed = metric.unit == Unit::Score || mode == Some("error");
    failed.then_some(Value::Failed)
}

/// The origin of a URL and the path of its page: with its query, and with a fragment that is a route.
fn page(url: &str) -> (String, String) {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let authority = url.get(after_scheme..).unwrap_or_default();
    let end = authority.find(['/', '?', '#']).map_or(url.len(), |at| after_scheme + at);
    let (origin, rest) = url.split_at(end);
    let path = match rest.split_once('#') {
        Some((path, route)) if !route.starts_with(['/', '!']) => path,
        _ => rest,
    };
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    (origin.to_owned(), path)
}

/// Of each page one run, by the page's path: the median where there are several. Pages of several sites that have the
/// same path are told apart by their URLs.
pub(super) fn one_of_each_page(runs: Vec<Run>) -> Vec<Measurement> {
    let mut pages: BTreeMap<(String, String), Vec<Run>> = BTreeMap::new();
    for run in runs {
        pages.entry((run.path.clone(), run.origin.clone())).or_default().push(run);
    }
    let paths: Vec<String> = pages.keys().map(|(path, _)| path.clone()).collect();
    pages
        .into_iter()
        .filter_map(|((path, origin), runs)| {
            let is_only = paths.iter().filter(|other| **other == path).count() == 1;
            let name = if is_only { path } else { format!("{origin}{path}") };
            let values = median(runs)?.values;
            Some(Measurement { tool: Tool::Lighthouse, name: Some(name), values })
        })
        .collect()
}

/// The run that Lighthouse itself takes for the median (`core/lib/median-run.js`): the nearest to the median First
/// Contentful Paint and the median Time to Interactive together, then the one with the lowest Time to Interactive. Runs
/// without these two count where no run has them; then it is the first.
fn median(mut runs: Vec<Run>) -> Option<Run> {
    let is_timed = |run: &Run| run.first_paint.is_some() && run.interactive.is_some();
    if runs.iter().any(is_timed) {
        runs.retain(is_timed);
    }
    let of = |time: fn(&Run) -> Option<f64>| {
        let mut times: Vec<f64> = runs.iter().filter_map(time).collect();
        times.sort_by(f64::total_cmp);
        let (lower, upper) = (times.get(times.len().saturating_sub(1) / 2)?, times.get(times.len() / 2)?);
        Some(f64::midpoint(*lower, *upper))
    };
    let (paint, interactive) = (of(|run| run.first_paint), of(|run| run.interactive));
    let distance = |run: &Run| {
        let apart = |median: Option<f64>, time: Option<f64>| Some((median? - time?).powi(2));
        Some(apart(paint, run.first_paint)? + apart(interactive, run.interactive)?)
    };
    let order = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => Ordering::Equal,
    };
    let nearest = |one: &&Run, other: &&Run| {
        order(distance(one), distance(other)).then(order(one.interactive, other.interactive))
    };
    runs.iter().min_by(nearest).cloned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{one_of_each_page, page, read};
    use crate::model::outside::{Outside, Value};
    use crate::outside::OutsideError;

    fn result(url: &str, paint: f64, interactive: f64) -> Json {
        json!({
            "lighthouseVersion": "12.8.2", "finalDisplayedUrl": url,
            "categories": { "performance": { "score": 0.87 }, "seo": { "score": null } },
            "audits": {
                "first-contentful-paint": { "numericValue": paint, "scoreDisplayMode": "numeric" },
                "interactive": { "numericValue": interactive, "scoreDisplayMode": "numeric" },
                "cumulative-layout-shift": { "numericValue": 0.1 },
                "speed-index": { "scoreDisplayMode": "error", "errorMessage": "no frames" },
                "interaction-to-next-paint": { "scoreDisplayMode": "notApplicable" }
            }
        })
    }

    #[track_caller]
    fn value(json: &Json, name: &str) -> Option<Value> {
        let metric = Outside::named(name).expect("there is such a metric");
        let run = read(json).expect("it is a result");
        run.values.iter().find(|(known, _)| *known == metric).map(|(_, value)| *value)
    }

    #[test]
    fn a_result_says_what_was_measured_what_failed_and_what_was_not_looked_at() {
        let json = result("https://shop.example/", 1_513.920_500_000_000_2, 1_590.0);
        assert_eq!(value(&json, "lighthouse.performance"), Some(Value::Measured(870_000)));
        assert_eq!(value(&json, "lighthouse.fcp"), Some(Value::Measured(1_513_920_500)));
        assert_eq!(value(&json, "lighthouse.cls"), Some(Value::Measured(100_000)));
        assert_eq!(value(&json, "lighthouse.seo"), Some(Value::Failed));
        assert_eq!(value(&json, "lighthouse.si"), Some(Value::Failed));
        assert_eq!(value(&json, "lighthouse.inp"), None);
        assert_eq!(value(&json, "lighthouse.lcp"), None);
        let wrapped = json!({ "lighthouseResult": json });
        assert_eq!(value(&wrapped, "lighthouse.performance"), Some(Value::Measured(870_000)));
    }

    #[test]
    fn of_several_runs_the_median_is_taken_as_lighthouse_does() {
        let run = |paint, interactive| read(&result("https://shop.example/", paint, interactive)).ok();
        let runs = [(1_000.0, 5_000.0), (1_200.0, 2_000.0), (1_100.0, 2_400.0), (900.0, 2_500.0)];
        let runs = runs.into_iter().filter_map(|(paint, interactive)| run(paint, interactive)).collect();
        let pages = one_of_each_page(runs);
        assert_eq!(pages.len(), 1);
        // The medians are 1,050 and 2,450.
        let metric = Outside::named("lighthouse.fcp").expect("there is such a metric");
        assert_eq!(pages[0].value(metric), Some(Value::Measured(1_100_000_000)));
    }

    #[test]
    fn a_page_is_called_by_its_path() {
        let check = |url: &str, path: &str| assert_eq!(page(url).1, path, "{url}");
        check("https://shop.example", "/");
        check("https://shop.example/checkout?step=2", "/checkout?step=2");
        check("http://localhost:4173/#top", "/");
        check("http://localhost:4173/#/cart", "/#/cart");
        check("https://shop.example?a", "/?a");
        let runs = ["https://a.example/x", "https://b.example/x", "https://a.example/y"];
        let runs = runs.iter().filter_map(|url| read(&result(url, 1.0, 2.0)).ok()).collect();
        let names: Vec<_> = one_of_each_page(runs).into_iter().filter_map(|page| page.name).collect();
        assert_eq!(names, ["https://a.example/x", "https://b.example/x", "/y"]);
    }

    #[test]
    fn what_is_no_result_of_a_page_is_refused() {
        let mut old = result("https://shop.example/", 1.0, 2.0);
        old["lighthouseVersion"] = "2.9.1".into();
        assert!(matches!(read(&old), Err(OutsideError::Other(_))));
        let mut failed = result("https://shop.example/", 1.0, 2.0);
        failed["runtimeError"] = json!({ "code": "NO_FCP", "message": "nothing was painted" });
        assert!(matches!(read(&failed), Err(OutsideError::Nothing(_))));
        assert!(matches!(read(&json!({ "steps": [] })), Err(OutsideError::Other(_))));
        assert!(matches!(read(&json!([])), Err(OutsideError::Other(_))));
    }
}
