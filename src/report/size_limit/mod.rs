//! The JSON that size-limit prints with `--json`, for size-limit-action and dashboards that read it.
//!
//! A row has the keys that size-limit's reporter writes
//! (<https://github.com/ai/size-limit/blob/main/packages/size-limit/create-reporter.js>), for the judged sizes.
//! Readers know a row by its name from build to build and keep one row of a name
//! (<https://github.com/andresz1/size-limit-action/blob/master/src/SizeLimit.ts>): names have no content hash, and of
//! several rows with one name the worst stands for all. `loading` and `running` are left out: the action reads neither
//! without the other, and nothing here runs code.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::budget::Metric;
use crate::model::hashed_name::without_hash;
use crate::model::json_report::{Budget, Joined, Number, Report};
use crate::report::{judged, text};

/// A budget has a row for each item where it has no more; else the worst stands for all. The action writes all rows into
/// one comment, and GitHub takes 65,536 characters. Rows of the 20 worst alone would come and go with every build, and
/// the action calls a file that has no row any more one of 0 bytes.
const MOST_ITEMS: usize = 20;

/// One row.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    name: String,
    /// Left out where no limit fails the run, as size-limit does where a check has no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    passed: Option<bool>,
    size: u64,
    /// Left out where nothing has a maximum, as size-limit does where a path matches nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    size_limit: Option<u64>,
}

/// One array of the rows of all projects, in the order of their budgets; ends with a line feed.
pub fn render(joined: &Joined) -> String {
    let mut rows = Rows::default();
    for (project, report) in joined.named() {
        rows.of_project(&project, report);
    }
    // Texts and numbers can always be written.
    let text = serde_json::to_string_pretty(&rows.done()).unwrap_or_else(|_| "[]".to_owned());
    format!("{text}\n")
}

/// What a row is about: the budget, the item without its hash, and the metric.
type About<'r> = (&'r str, Option<String>, Option<&'r str>);

/// The rows so far.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    taken: BTreeSet<String>,
}

impl Rows {
    fn of_project(&mut self, project: &str, report: &Report) {
        let several = budgets_of_several_sizes(report);
        let crowded = budgets_of_many_items(report);
        let mut met: BTreeMap<About<'_>, (usize, &Budget)> = BTreeMap::new();
        for budget in &report.budgets {
            let Some(row) = row(budget) else { continue };
            let metric = budget.metric.as_deref();
            let item = item(budget).filter(|_| !crowded.contains(&(budget.name.as_str(), metric)));
            if let Some((place, worst)) = met.get_mut(&(budget.name.as_str(), item.clone(), metric)) {
                if rank(worst) < rank(budget)
                    && let Some(kept) = self.rows.get_mut(*place)
                {
                    *kept = Row { name: std::mem::take(&mut kept.name), ..row };
                    *worst = budget;
                }
                continue;
            }
            let of_several = metric.filter(|_| several.contains(budget.name.as_str()));
            let name = self.unique(&name(project, &budget.name, item.as_deref(), of_several));
            met.insert((&budget.name, item, metric), (self.rows.len(), budget));
            self.rows.push(Row { name, ..row });
        }
    }

    /// A name that is taken gets a number: a reader would keep one of the two rows only.
    fn unique(&mut self, name: &str) -> String {
        let mut unique = name.to_owned();
        let mut number = 1;
        while !self.taken.insert(unique.clone()) {
            number += 1;
            unique = format!("{name} ({number})");
        }
        unique
    }

    fn done(self) -> Vec<Row> {
        self.rows
    }
}

/// A row without its name; `None` for what is no size, is about growth, or was not judged.
fn row(budget: &Budget) -> Option<Row> {
    let passed = match &*budget.status {
        "fail" => Some(false),
        "skipped" => return None,
        _ => budget.max.or(budget.min).map(|_| true),
    };
    let named = |size, size_limit| Row { name: String::new(), passed, size, size_limit };
    let Some(metric) = budget.metric.as_deref() else {
        // Nothing matches: size-limit has a size of 0 and no limit then.
        return Some(named(0, None));
    };
    let is_limited = budget.max.or(budget.warn).or(budget.min).is_some();
    (is_size(metric) && is_limited).then_some(())?;
    Some(named(budget.actual?.as_whole()?, budget.max.and_then(Number::as_whole)))
}

fn is_size(metric: &str) -> bool {
    matches!(Metric::named(metric), Some(Metric::Raw | Metric::Gzip | Metric::Brotli))
}

/// The names of budgets that limit more than one size: the rows of all others need no metric in their names.
fn budgets_of_several_sizes(report: &Report) -> BTreeSet<&str> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let sizes = report.budgets.iter().filter(|budget| row(budget).is_some());
    let metrics = sizes.filter_map(|budget| Some((budget.name.as_str(), budget.metric.as_deref()?)));
    metrics
        .filter(|&(name, metric)| *first.entry(name).or_insert(metric) != metric)
        .map(|(name, _)| name)
        .collect()
}

/// The budgets and metrics with more items than rows.
fn budgets_of_many_items(report: &Report) -> BTreeSet<(&str, Option<&str>)> {
    let mut items: BTreeMap<(&str, Option<&str>), BTreeSet<Option<String>>> = BTreeMap::new();
    for budget in report.budgets.iter().filter(|budget| row(budget).is_some()) {
        items.entry((&budget.name, budget.metric.as_deref())).or_default().insert(item(budget));
    }
    items.into_iter().filter(|(_, items)| MOST_ITEMS < items.len()).map(|(limit, _)| limit).collect()
}

/// What is measured, named as in the next build.
fn item(budget: &Budget) -> Option<String> {
    budget.item.as_deref().map(without_hash)
}

/// More is worse: the status, then the size.
fn rank(budget: &Budget) -> (u8, u64) {
    (judged::badness(&budget.status), budget.actual.and_then(Number::as_whole).unwrap_or_default())
}

/// `shop: First load JS: index.html, gzip`. The action writes names into a table, a line each.
fn name(project: &str, budget: &str, item: Option<&str>, metric: Option<&str>) -> String {
    let mut name = String::new();
    if !project.is_empty() {
        text::push(&mut name, format_args!("{project}: "));
    }
    name += budget;
    if let Some(item) = item {
        text::push(&mut name, format_args!(": {item}"));
    }
    if let Some(metric) = metric {
        text::push(&mut name, format_args!(", {metric}"));
    }
    text::printable(&name).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::render;
    use crate::model::json_report::{Budget, Joined, Number, Report};
    use crate::report::json;
    use crate::report::terminal::sample::Sample;

    fn budget(name: &str, item: Option<&str>, metric: &'static str, actual: u64, max: u64) -> Budget {
        Budget {
            name: name.into(),
            item: item.map(str::to_owned),
            line: None,
            column: None,
            metric: Some(metric.into()),
            actual: Some(Number::whole(actual)),
            max: Some(Number::whole(max)),
            warn: None,
            min: None,
            before: None,
            growth_max: None,
            since: None,
            status: if max < actual { "fail" } else { "pass" }.into(),
            reason: None,
        }
    }

    fn report(budgets: Vec<Budget>) -> Report {
        Report { budgets, ..json::document(&Sample::new().done()) }
    }

    #[track_caller]
    fn check(budgets: Vec<Budget>, expected: &Value) {
        let text = render(&Joined::of(vec![report(budgets)]));
        let rows: Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(&rows, expected);
    }

    #[test]
    fn the_text_is_what_size_limit_prints() {
        let text = render(&Joined::of(vec![report(vec![budget("app", None, "brotli", 286_003, 285_000)])]));
        let expected = "[\n  {\n    \"name\": \"app\",\n    \"passed\": false,\n    \"size\": 286003,\n    \"sizeLimit\": 285000\n  }\n]\n";
        assert_eq!(text, expected);
        assert_eq!(render(&Joined::of(vec![report(Vec::new())])), "[]\n");
    }

    #[test]
    fn names_have_no_hash_and_the_worst_of_a_name_stands_for_all() {
        let rows = vec![
            budget("any", Some("assets/index-9pqryl8h.js"), "gzip", 90, 100),
            budget("any", Some("assets/index-CPLIeadc.js"), "gzip", 120, 100),
            budget("any", Some("assets/form-BXmxm_jU.js"), "gzip", 10, 100),
        ];
        check(
            rows,
            &json!([
                { "name": "any: assets/index-*.js", "passed": false, "size": 120, "sizeLimit": 100 },
                { "name": "any: assets/form-*.js", "passed": true, "size": 10, "sizeLimit": 100 },
            ]),
        );
    }

    #[test]
    fn a_metric_is_named_where_a_budget_limits_several_sizes() {
        let rows = vec![
            budget("app", None, "raw", 90, 100),
            budget("app", None, "brotli", 30, 50),
            budget("app", None, "count", 3, 2),
            budget("one", None, "gzip", 30, 50),
            budget("one", None, "time", 30, 50),
        ];
        check(
            rows,
            &json!([
                { "name": "app, raw", "passed": true, "size": 90, "sizeLimit": 100 },
                { "name": "app, brotli", "passed": true, "size": 30, "sizeLimit": 50 },
                { "name": "one", "passed": true, "size": 30, "sizeLimit": 50 },
            ]),
        );
    }

    #[test]
    fn what_matches_nothing_has_not_passed() {
        let unmatched = |status: &'static str| Budget {
            metric: None,
            actual: None,
            max: None,
            status: status.into(),
            ..budget("gone", None, "gzip", 0, 0)
        };
        check(vec![unmatched("fail")], &json!([{ "name": "gone", "passed": false, "size": 0 }]));
        check(vec![unmatched("warn")], &json!([{ "name": "gone", "size": 0 }]));
        check(vec![unmatched("skipped")], &json!([]));
    }

    #[test]
    fn a_limit_that_only_warns_is_a_size_without_a_limit() {
        let warned = Budget {
            max: None,
            warn: Some(Number::whole(50)),
            status: "warn".into(),
            ..budget("soft", None, "gzip", 90, 0)
        };
        check(vec![warned], &json!([{ "name": "soft", "size": 90 }]));
        let both = Budget {
            warn: Some(Number::whole(50)),
            status: "warn".into(),
            ..budget("hard", None, "gzip", 90, 100)
        };
        check(vec![both], &json!([{ "name": "hard", "passed": true, "size": 90, "sizeLimit": 100 }]));
    }

    #[test]
    fn of_many_items_the_worst_stands_for_all() {
        let rows = |count: u64| {
            let rows = (0..count)
                .map(|number| budget("any", Some(&format!("{number}.js")), "gzip", 50 + number, 200));
            let text = render(&Joined::of(vec![report(rows.collect())]));
            serde_json::from_str::<Vec<Value>>(&text).expect("it is JSON")
        };
        assert_eq!((rows(20).len(), &rows(20)[19]["name"]), (20, &json!("any: 19.js")));
        assert_eq!(rows(21), [json!({ "name": "any", "passed": true, "size": 70, "sizeLimit": 200 })]);
    }

    #[test]
    fn growth_is_left_out() {
        let growth = Budget {
            max: None,
            growth_max: Some(Number::whole(80)),
            status: "fail".into(),
            ..budget("a", None, "gzip", 90, 0)
        };
        check(vec![growth], &json!([]));
    }

    #[test]
    fn no_two_rows_have_one_name() {
        let rows = vec![budget("a: b", None, "gzip", 1, 2), budget("a", Some("b"), "gzip", 2, 2)];
        check(
            rows,
            &json!([
                { "name": "a: b", "passed": true, "size": 1, "sizeLimit": 2 },
                { "name": "a: b (2)", "passed": true, "size": 2, "sizeLimit": 2 },
            ]),
        );
        let project = |name: &str| Report {
            project: Some(name.to_owned()),
            ..report(vec![budget("app", None, "gzip", 1, 2)])
        };
        let text = render(&Joined::of(vec![project("shop"), project("admin")]));
        assert!(text.contains("\"admin: app\"") && text.contains("\"shop: app\""), "{text}");
    }
}
