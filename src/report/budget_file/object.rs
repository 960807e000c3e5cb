//! One budget as it stands in budgets.json: any that can be read is written so that it is read again as the same.

use serde_json::{Value, json};

use crate::model::budget::{Allowance, Bound, Budget, GrowthLimit, Metric, Per, Selector};
use crate::model::globs::Globs;
use crate::model::network::Network;
use crate::model::outside::{PARTS, Unit};
use crate::report::text;

/// The bounds, in the order of the documentation.
const BOUNDS: [Bound; 3] = [Bound::Max, Bound::Warn, Bound::Min];

/// The budget on one line, its keys in the order of the documentation.
pub fn object(budget: &Budget) -> String {
    let mut members = vec![("name", json!(budget.name).to_string())];
    members.extend(selector(&budget.selector));
    if budget.per != Per::Total {
        members.push(("per", json!(budget.per.name()).to_string()));
    }
    // Without a limit on time it would say nothing.
    let has_time = budget.limits.iter().any(|limit| limit.metric == Metric::Time);
    if has_time && budget.network != Network::DEFAULT {
        members.push(("network", json!(budget.network.name).to_string()));
    }
    for bound in BOUNDS {
        let limits = budget.limits.iter().filter(|limit| limit.bound == bound);
        let written: Vec<String> = limits
            .map(|limit| format!("\"{}\": {}", limit.metric.name(), amount(limit.metric, limit.value)))
            .collect();
        if !written.is_empty() {
            members.push((bound.name(), format!("{{ {} }}", written.join(", "))));
        }
    }
    for (bound, limits) in [(Bound::Growth, &budget.growth), (Bound::Drift, &budget.drift)] {
        let growth: Vec<String> = limits.iter().map(growth_limit).collect();
        if !growth.is_empty() {
            members.push((bound.name(), format!("{{ {} }}", growth.join(", "))));
        }
    }
    let members: Vec<String> =
        members.into_iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{ {} }}", members.join(", "))
}

fn growth_limit(limit: &GrowthLimit) -> String {
    let allowance = match limit.allowance {
        Allowance::Amount(value) => amount(limit.metric, value),
        Allowance::BasisPoints(points) => json!(percentage(points)).to_string(),
    };
    format!("\"{}\": {allowance}", limit.metric.name())
}

fn selector(selector: &Selector) -> Vec<(&'static str, String)> {
    let mut members = Vec::new();
    members.extend(selector.files.as_ref().map(|globs| ("files", globs_of([globs]))));
    members.extend(selector.resource_type.map(|kind| ("type", json!(kind.name()).to_string())));
    members.extend(selector.load.map(|load| ("load", json!(load.name()).to_string())));
    members.extend(selector.precached.then(|| ("load", json!("precache").to_string())));
    if selector.has_entry() {
        members.push(("entry", globs_of(selector.entry.iter().chain(&selector.route))));
    }
    members.extend(selector.package.as_ref().map(|globs| ("package", globs_of([globs]))));
    members.extend(selector.page.as_ref().map(|globs| ("page", globs_of([globs]))));
    members.extend(selector.rest.then(|| ("rest", "true".to_owned())));
    members
}

fn globs_of<'a>(globs: impl IntoIterator<Item = &'a Globs>) -> String {
    let patterns: Vec<&String> = globs.into_iter().flat_map(Globs::written).collect();
    match patterns.as_slice() {
        [only] => json!(only).to_string(),
        several => spaced(&json!(several)),
    }
}

/// `["a", "b"]`, with a space behind each comma.
pub(crate) fn spaced(array: &Value) -> String {
    let elements: Vec<String> = array.as_array().into_iter().flatten().map(Value::to_string).collect();
    format!("[{}]", elements.join(", "))
}

fn amount(metric: Metric, value: u64) -> String {
    match metric {
        Metric::Raw | Metric::Gzip | Metric::Brotli | Metric::Invalidated => {
            json!(exact_bytes(value)).to_string()
        }
        Metric::Count => value.to_string(),
        Metric::Time => json!(format!("{value} ms")).to_string(),
        Metric::Outside(metric) => {
            let decimal = text::trim(&format!("{}.{:06}", value / PARTS, value % PARTS));
            let is_duration = metric.get().unit == Unit::Milliseconds;
            if is_duration { json!(format!("{decimal} ms")).to_string() } else { decimal }
        }
    }
}

/// Hundredths of a percent, without marks between the thousands: `12.5 %`.
fn percentage(points: u64) -> String {
    let decimals = format!("{}.{:02}", points / 100, points % 100);
    format!("{} %", text::trim(&decimals))
}

/// A size as it is written in budgets.json, to the byte: `35 kB`, `1.25 MB`, `244 KiB`, `812 B`.
pub fn exact_bytes(bytes: u64) -> String {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    let (unit, name) = match bytes {
        1_000_000.. if bytes.is_multiple_of(10_000) => (1_000_000, "MB"),
        MIB.. if bytes.is_multiple_of(MIB / 4) => (MIB, "MiB"),
        1_000.. if bytes.is_multiple_of(10_000) => (1_000, "kB"),
        KIB.. if bytes.is_multiple_of(KIB) => (KIB, "KiB"),
        1_000.. if bytes.is_multiple_of(10) => (1_000, "kB"),
        _ => return format!("{bytes} B"),
    };
    let hundredths = bytes % unit * 100 / unit;
    format!("{} {name}", text::trim(&format!("{}.{hundredths:02}", bytes / unit)))
}

#[cfg(test)]
mod tests {
    use super::exact_bytes;

    #[test]
    fn a_size_is_written_to_the_byte() {
        assert_eq!(exact_bytes(35_000), "35 kB");
        assert_eq!(exact_bytes(1_500), "1.5 kB");
        assert_eq!(exact_bytes(1_250_000), "1.25 MB");
        assert_eq!(exact_bytes(2_000_000), "2 MB");
        assert_eq!(exact_bytes(1_050_000), "1.05 MB");
        assert_eq!(exact_bytes(500), "500 B");
        assert_eq!(exact_bytes(1_234_567), "1234567 B");
    }

    #[test]
    fn a_binary_limit_keeps_its_unit() {
        assert_eq!(exact_bytes(10_240), "10 KiB");
        assert_eq!(exact_bytes(512_000), "500 KiB");
        assert_eq!(exact_bytes(1_572_864), "1.5 MiB");
        assert_eq!(exact_bytes(10_240_000), "10.24 MB");
        assert_eq!(exact_bytes(640_000), "640 kB");
    }
}
