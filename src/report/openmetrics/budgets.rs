//! Budgets as series: what was measured and what is allowed, each in its own unit, and how many limits hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::budget::Metric;
use crate::model::hashed_name::without_hash;
use crate::model::json_report::{Budget, Report};
use crate::report::openmetrics::OMITTED;
use crate::report::openmetrics::exposition::{Exposition, Family};

/// So many items of a budget have series, for each metric; the worst come first in a report.
const MOST_ITEMS: usize = 20;

const STATUSES: [&str; 4] = ["pass", "warn", "fail", "skipped"];

const STATUS: Family = Family {
    name: "weighbridge_budget_status",
    unit: None,
    help: "How many limits and items of a budget came to a status.",
};
const ACTUAL_BYTES: Family = Family {
    name: "weighbridge_budget_actual_bytes",
    unit: Some("bytes"),
    help: "What was measured of an item of a budget.",
};
const LIMIT_BYTES: Family = Family {
    name: "weighbridge_budget_limit_bytes",
    unit: Some("bytes"),
    help: "What is allowed: more than max fails, more than warn warns, less than min fails.",
};
const ACTUAL_FILES: Family = Family {
    name: "weighbridge_budget_actual_files",
    unit: None,
    help: "What was counted of an item of a budget.",
};
const LIMIT_FILES: Family = Family {
    name: "weighbridge_budget_limit_files",
    unit: None,
    help: "How many files are allowed: more than max fails, more than warn warns, less than min fails.",
};
const ACTUAL_SECONDS: Family = Family {
    name: "weighbridge_budget_actual_seconds",
    unit: Some("seconds"),
    help: "The computed download time of an item of a budget.",
};
const LIMIT_SECONDS: Family = Family {
    name: "weighbridge_budget_limit_seconds",
    unit: Some("seconds"),
    help: "What is allowed: more than max fails, more than warn warns, less than min fails.",
};

pub(super) fn budgets(out: &mut Exposition, report: &Report) {
    let mut statuses: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut items: BTreeMap<(&str, Metric), usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut omitted = 0;
    for row in &report.budgets {
        for status in STATUSES {
            *statuses.entry((&row.name, status)).or_default() += u64::from(row.status == status);
        }
        let metric = row.metric.as_deref().and_then(Metric::named);
        let (Some(metric), Some(actual)) = (metric, row.actual) else { continue };
        let item = row.item.as_deref().map_or_else(|| "all".to_owned(), without_hash);
        if !seen.insert((&row.name, item.clone(), metric)) {
            continue;
        }
        let count = items.entry((&row.name, metric)).or_default();
        *count += 1;
        if MOST_ITEMS < *count {
            omitted += 1;
            continue;
        }
        judged(out, row, &item, metric, actual);
    }
    for ((budget, status), count) in statuses {
        out.sample(&STATUS, &[("budget", budget), ("status", status)], count);
    }
    out.sample(&OMITTED, &[("of", "budget_items")], omitted);
}

fn judged(out: &mut Exposition, row: &Budget, item: &str, metric: Metric, actual: u64) {
    let mut labels = vec![("budget", row.name.as_str()), ("item", item)];
    let (measured, allowed) = match metric {
        Metric::Raw | Metric::Gzip | Metric::Brotli => {
            labels.push(("encoding", metric.name()));
            (&ACTUAL_BYTES, &LIMIT_BYTES)
        }
        Metric::Count => (&ACTUAL_FILES, &LIMIT_FILES),
        Metric::Time => (&ACTUAL_SECONDS, &LIMIT_SECONDS),
    };
    let value = |value: u64| match metric {
        Metric::Time => format!("{}.{:03}", value / 1_000, value % 1_000),
        _ => value.to_string(),
    };
    out.sample(measured, &labels, value(actual));
    for (bound, limit) in [("max", row.max), ("warn", row.warn), ("min", row.min)] {
        let Some(limit) = limit else { continue };
        let mut labels = labels.clone();
        labels.push(("bound", bound));
        out.sample(allowed, &labels, value(limit));
    }
}
