//! Budgets as series: what was measured and what is allowed, each in its own unit, and how many limits hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::budget::Metric;
use crate::model::hashed_name::without_hash;
use crate::model::json_report::{Budget, Report};
use crate::model::outside::{PARTS, Unit};
use crate::report::judged::{self, Values};
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
    help: "What is allowed: more than max, growth or drift fails, more than warn warns, less than min fails.",
};
const ACTUAL_INVALIDATED: Family = Family {
    name: "weighbridge_budget_actual_invalidated_bytes",
    unit: Some("bytes"),
    help: "What returning visitors load again of an item of a budget, as gzip.",
};
const LIMIT_INVALIDATED: Family = Family {
    name: "weighbridge_budget_limit_invalidated_bytes",
    unit: Some("bytes"),
    help: "What is allowed: more than max fails, more than warn warns.",
};
const ACTUAL_FILES: Family = Family {
    name: "weighbridge_budget_actual_files",
    unit: None,
    help: "What was counted of an item of a budget.",
};
const LIMIT_FILES: Family = Family {
    name: "weighbridge_budget_limit_files",
    unit: None,
    help: "How many files are allowed: more than max, growth or drift fails, more than warn warns, less than min fails.",
};
const ACTUAL_SECONDS: Family = Family {
    name: "weighbridge_budget_actual_seconds",
    unit: Some("seconds"),
    help: "The computed download time of an item of a budget.",
};
const LIMIT_SECONDS: Family = Family {
    name: "weighbridge_budget_limit_seconds",
    unit: Some("seconds"),
    help: "What is allowed: more than max, growth or drift fails, more than warn warns, less than min fails.",
};

const ACTUAL_MEASURED_SECONDS: Family = Family {
    name: "weighbridge_budget_actual_measured_seconds",
    unit: Some("seconds"),
    help: "What Lighthouse or k6 measured.",
};
const LIMIT_MEASURED_SECONDS: Family = Family {
    name: "weighbridge_budget_limit_measured_seconds",
    unit: Some("seconds"),
    help: "What is allowed of it: more than max fails, more than warn warns, less than min fails.",
};
const ACTUAL_RATIO: Family = Family {
    name: "weighbridge_budget_actual_measured_ratio",
    unit: Some("ratio"),
    help: "A score or share that Lighthouse or k6 measured, from 0 to 1.",
};
const LIMIT_RATIO: Family = Family {
    name: "weighbridge_budget_limit_measured_ratio",
    unit: Some("ratio"),
    help: "What is allowed of it: more than max fails, more than warn warns, less than min fails.",
};
const ACTUAL_MEASURED: Family = Family {
    name: "weighbridge_budget_actual_measured",
    unit: None,
    help: "A number that Lighthouse or k6 measured.",
};
const LIMIT_MEASURED: Family = Family {
    name: "weighbridge_budget_limit_measured",
    unit: None,
    help: "What is allowed of it: more than max fails, more than warn warns, less than min fails.",
};

/// The families of what other tools measured, and of its limits.
fn families(unit: Unit) -> (&'static Family, &'static Family) {
    match unit {
        Unit::Milliseconds => (&ACTUAL_MEASURED_SECONDS, &LIMIT_MEASURED_SECONDS),
        Unit::Score | Unit::FailedShare | Unit::PassedShare => (&ACTUAL_RATIO, &LIMIT_RATIO),
        Unit::Number | Unit::PerSecond | Unit::Count => (&ACTUAL_MEASURED, &LIMIT_MEASURED),
    }
}

/// Millionths of a unit in the base unit: milliseconds in seconds.
fn base_units(unit: Unit, parts: u64) -> String {
    let (whole, places) = if unit == Unit::Milliseconds { (PARTS * 1_000, 9) } else { (PARTS, 6) };
    let decimal = format!("{}.{:0places$}", parts / whole, parts % whole);
    decimal.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub(super) fn budgets(out: &mut Exposition, report: &Report) {
    let mut statuses: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut items: BTreeMap<(&str, Metric), usize> = BTreeMap::new();
    let (mut seen, mut met) = (BTreeSet::new(), BTreeSet::new());
    let mut left_out: BTreeSet<(&String, String, Metric)> = BTreeSet::new();
    let mut omitted = 0;
    for row in &report.budgets {
        for status in STATUSES {
            *statuses.entry((&row.name, status)).or_default() += u64::from(row.status == status);
        }
        let Some(values) = judged::values(row) else { continue };
        let (metric, Some(actual)) = (values.metric, values.actual) else { continue };
        let item = row.item.as_deref().map_or_else(|| "all".to_owned(), without_hash);
        // Growth has a row of its own beside that of the other limits. Rows of one kind come worst first.
        let growth = values.growth_max.map(|_| values.growth);
        if !seen.insert((&row.name, item.clone(), metric, growth)) {
            continue;
        }
        let is_new = met.insert((&row.name, item.clone(), metric));
        if is_new {
            let count = items.entry((&row.name, metric)).or_default();
            *count += 1;
            if MOST_ITEMS < *count {
                omitted += 1;
                left_out.insert((&row.name, item, metric));
                continue;
            }
        } else if left_out.contains(&(&row.name, item.clone(), metric)) {
            continue;
        }
        judged(out, row, &item, values, is_new.then_some(actual));
    }
    for ((budget, status), count) in statuses {
        out.sample(&STATUS, &[("budget", budget), ("status", status)], count);
    }
    out.sample(&OMITTED, &[("of", "budget_items")], omitted);
}

fn judged(out: &mut Exposition, row: &Budget, item: &str, values: Values, actual: Option<u64>) {
    let metric = values.metric;
    let mut labels = vec![("budget", row.name.as_str()), ("item", item)];
    let (measured, allowed) = match metric {
        Metric::Raw | Metric::Gzip | Metric::Brotli => {
            labels.push(("encoding", metric.name()));
            (&ACTUAL_BYTES, &LIMIT_BYTES)
        }
        Metric::Invalidated => (&ACTUAL_INVALIDATED, &LIMIT_INVALIDATED),
        Metric::Count => (&ACTUAL_FILES, &LIMIT_FILES),
        Metric::Time => (&ACTUAL_SECONDS, &LIMIT_SECONDS),
        Metric::Outside(outside) => {
            labels.push(("metric", metric.name()));
            families(outside.get().unit)
        }
    };
    let value = |value: u64| match metric {
        Metric::Time => format!("{}.{:03}", value / 1_000, value % 1_000),
        Metric::Outside(outside) => base_units(outside.get().unit, value),
        _ => value.to_string(),
    };
    if let Some(actual) = actual {
        out.sample(measured, &labels, value(actual));
    }
    let growth = (values.growth.name(), values.growth_max);
    let limits = [("max", values.max), ("warn", values.warn), ("min", values.min), growth];
    for (bound, limit) in limits {
        let Some(limit) = limit else { continue };
        let mut labels = labels.clone();
        labels.push(("bound", bound));
        out.sample(allowed, &labels, value(limit));
    }
}
