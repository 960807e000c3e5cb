//! The summary: one row for each limit and for each initial load; metric, before, now, change, target, status.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::model::budget::Metric;
use crate::model::json_report::{Budget, Entry, Report};
use crate::report::judged;
use crate::report::text::{count, counted, exact_size, quantity};
use crate::report::xml::escape;

/// So many items of one budget have a row; those that hold have one at most.
const ITEMS: usize = 5;
/// So many initial loads have a row.
const LOADS: usize = 5;
/// What is not known.
const UNKNOWN: &str = "–";

/// Writes the table.
pub(super) fn write(out: &mut String, report: &Report) {
    let rows = [budgets(report), loads(report)].concat();
    if rows.is_empty() {
        return;
    }
    out.push_str(
        "<div class=\"scroll\" role=\"region\" aria-label=\"Summary\" tabindex=\"0\">\n<table class=\"summary\">\n\
         <caption>Summary</caption>\n<thead><tr><th scope=\"col\">Metric</th><th scope=\"col\" class=\"n\">Before</th>\
         <th scope=\"col\" class=\"n\">Now</th><th scope=\"col\" class=\"n\">Change</th>\
         <th scope=\"col\" class=\"n\">Target</th><th scope=\"col\">Status</th></tr></thead>\n<tbody>\n",
    );
    for row in rows {
        out.push_str(&row);
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// The rows of the budgets in their order: what is broken, or else what comes closest, and how many more there are.
fn budgets(report: &Report) -> Vec<String> {
    let mut order: Vec<judged::Limit<'_>> = Vec::new();
    let mut groups: BTreeMap<judged::Limit<'_>, Vec<&Budget>> = BTreeMap::new();
    for budget in &report.budgets {
        let key = judged::limit_of(budget);
        let group = groups.entry(key).or_default();
        if group.is_empty() {
            order.push(key);
        }
        group.push(budget);
    }
    let mut rows = Vec::new();
    for group in order.iter().filter_map(|key| groups.get(key)) {
        let broken = group.iter().filter(|budget| matches!(budget.status.as_ref(), "fail" | "warn")).count();
        let shown = broken.clamp(1, ITEMS).min(group.len());
        rows.extend(group.iter().take(shown).map(|budget| budget_row(budget, report)));
        if let Some(more) = group.len().checked_sub(shown).filter(|&more| 0 < more) {
            let (kind, what) = if shown < broken { ("beyond", "more") } else { ("pass", "more within") };
            rows.push(format!(
                "<tr class=\"rest {kind}\"><td colspan=\"6\">{} {what}</td></tr>\n",
                count(more as u64)
            ));
        }
    }
    rows
}

fn budget_row(budget: &Budget, report: &Report) -> String {
    let values = judged::values(budget);
    let item = judged::item(budget, report);
    let (status, mark) = match budget.status.as_ref() {
        "fail" => ("fail", "✗ fail"),
        "warn" => ("warn", "! warn"),
        "pass" => ("pass", "✓ pass"),
        _ => ("skipped", "○ skipped"),
    };
    let reason =
        budget.reason.as_deref().map(|reason| format!(" <span class=\"reason\">{}</span>", escape(reason)));
    let cells = Cells {
        name: escape(&budget.name),
        item: item.as_deref().map(escape),
        metric: values.map(|values| values.metric),
        before: values.and_then(|values| values.before),
        now: values.and_then(|values| values.actual),
        target: target(values),
        status,
        mark: format!("{mark}{}", reason.unwrap_or_default()),
    };
    cells.row()
}

/// `≤ 300 kB`
fn target(values: Option<judged::Values>) -> String {
    let Some(values) = values else { return UNKNOWN.into() };
    let metric = values.metric;
    let max = values.max.map(|max| format!("≤ {}", quantity(metric, max)));
    let warn = values.warn.map(|warn| format!("warn above {}", quantity(metric, warn)));
    let min = values.min.map(|min| format!("≥ {}", quantity(metric, min)));
    let growth =
        values.growth_max.map(|max| format!("≤ {} as {}", quantity(metric, max), values.growth.name()));
    let limits: Vec<String> = [min, max, growth, warn].into_iter().flatten().collect();
    if limits.is_empty() { UNKNOWN.into() } else { limits.join(", ") }
}

/// The heaviest initial loads; those that weigh the same, as pages of one site do, share a row.
fn loads(report: &Report) -> Vec<String> {
    let mut groups: BTreeMap<(u64, u64, Option<u64>), Vec<&Entry>> = BTreeMap::new();
    for entry in report.entries.iter().filter(|entry| entry.audience == "modern") {
        let before = entry.initial.before.as_ref().map(|sizes| sizes.gzip);
        groups.entry((entry.initial.gzip, entry.initial.raw, before)).or_default().push(entry);
    }
    let all = groups.len();
    let mut rows: Vec<String> =
        groups.into_values().rev().take(LOADS).map(|group| load_row(&group)).collect();
    if let Some(more) = all.checked_sub(LOADS).filter(|&more| 0 < more) {
        rows.push(format!(
            "<tr class=\"rest\"><td colspan=\"6\">{} lighter</td></tr>\n",
            counted(more as u64, "load")
        ));
    }
    rows
}

fn load_row(group: &[&Entry]) -> String {
    let Some(first) = group.first() else { return String::new() };
    let more = match group.len() {
        1 => String::new(),
        several => format!(" and {} more", several - 1),
    };
    let cells = Cells {
        name: "Initial load".into(),
        item: Some(format!("{}{more}", escape(&first.path))),
        metric: Some(Metric::Gzip),
        before: first.initial.before.as_ref().map(|sizes| sizes.gzip),
        now: Some(first.initial.gzip),
        target: UNKNOWN.into(),
        status: "none",
        mark: UNKNOWN.into(),
    };
    cells.row()
}

/// One row; all texts are escaped.
struct Cells {
    name: String,
    item: Option<String>,
    metric: Option<Metric>,
    before: Option<u64>,
    now: Option<u64>,
    target: String,
    status: &'static str,
    mark: String,
}

impl Cells {
    fn row(&self) -> String {
        let value = |value: Option<u64>| match (self.metric, value) {
            (Some(metric), Some(value)) => {
                let exact = matches!(metric, Metric::Raw | Metric::Gzip | Metric::Brotli);
                let title = if exact { format!(" title=\"{}\"", exact_size(value)) } else { String::new() };
                format!("<td class=\"n\"{title}>{}</td>", quantity(metric, value))
            }
            _ => format!("<td class=\"n\">{UNKNOWN}</td>"),
        };
        let (change, way) = self.change();
        let item = self.item.as_deref().map(|item| format!("<span class=\"item\">{item}</span>"));
        let unit = self.metric.map(|metric| format!(" <span class=\"unit\">{}</span>", metric.name()));
        let mut out = String::new();
        let _ = writeln!(
            out,
            "<tr class=\"{}\"><th scope=\"row\"><span class=\"budget\">{}{}</span>{}</th>{}{}<td class=\"n {way}\">{change}\
             </td><td class=\"n\">{}</td><td class=\"status\">{}</td></tr>",
            self.status,
            self.name,
            unit.unwrap_or_default(),
            item.unwrap_or_default(),
            value(self.before),
            value(self.now),
            self.target,
            self.mark
        );
        out
    }

    /// `+11.2 kB (+3.1 %)`, and whether that is more or less.
    fn change(&self) -> (String, &'static str) {
        let (Some(metric), Some(before), Some(now)) = (self.metric, self.before, self.now) else {
            return (UNKNOWN.into(), "same");
        };
        let way = match before.cmp(&now) {
            Ordering::Less => "grown",
            Ordering::Equal => "same",
            Ordering::Greater => "shrunk",
        };
        (judged::change(metric, before, now), way)
    }
}
