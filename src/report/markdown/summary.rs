//! The verdict in one line, and the table of what counts: broken budgets, initial loads, the other budgets, totals.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::budget::{Bound, Metric};
use crate::model::json_report::{Budget, Entry, Number, Report, Sizes};
use crate::report::markdown::gfm::{self, Where};
use crate::report::markdown::page::Page;
use crate::report::markdown::project_name;
use crate::report::{judged, text};

/// The columns of the table; `<` marks a column of texts.
pub(super) const COLUMNS: [&str; 6] = ["metric", "before", "now", "change", "target", "status<"];
/// So many are named in the verdict, and so many characters of a name.
const NAMED: usize = 3;
const NAME_CHARACTERS: usize = 60;
/// So many initial loads and budgets stand in the table; the rest is folded.
const ENTRIES: usize = 3;
const BUDGETS: usize = 12;
const FOLDED: usize = 50;

/// ❌ FAIL
pub(super) fn stamp(verdict: &str) -> String {
    let word = match verdict {
        "fail" => "FAIL",
        "warn" => "WARN",
        _ => "PASS",
    };
    format!("{} {word}", mark(verdict))
}

/// What stands for a status at a glance.
pub(super) fn mark(status: &str) -> &'static str {
    match status {
        "fail" => "❌",
        "warn" => "⚠️",
        "pass" => "✅",
        _ => "–",
    }
}

/// The verdict and what broke, in one line.
pub(super) fn headline(report: &Report) -> String {
    format!("{} – {}", stamp(&report.verdict), told(report, Where::Line))
}

/// `First load JS +11.2 kB and Any chunk +3 kB; 1 error`
fn told(report: &Report, at: Where) -> String {
    let number =
        |severity| report.findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let (errors, warnings) = (number("error"), number("warning"));
    let broken = judged::with_status(report, if report.verdict == "fail" { "fail" } else { "warn" });
    let mut parts = Vec::new();
    if report.verdict == "pass" || broken.is_empty() {
        let budgets = judged::number_of_budgets(report);
        if 0 < budgets {
            parts.push(format!("{} within", text::counted(budgets, "budget")));
        }
    } else {
        parts.push(names(&broken, at));
    }
    if 0 < errors {
        parts.insert(if broken.is_empty() { 0 } else { parts.len() }, text::counted(errors, "error"));
    }
    if report.verdict != "fail" && 0 < warnings {
        parts.push(text::counted(warnings, "warning"));
    }
    if parts.is_empty() { "nothing to judge".to_owned() } else { parts.join("; ") }
}

fn names(broken: &[&Budget], at: Where) -> String {
    let mut named: Vec<String> = broken
        .iter()
        .take(NAMED)
        .map(|budget| {
            let mut name: String = budget.name.chars().take(NAME_CHARACTERS).collect();
            if name.len() < budget.name.len() {
                name.push('…');
            }
            format!("{} {}", gfm::sentence(&name, at), judged::excess(budget))
        })
        .collect();
    if let Some(more) = broken.len().checked_sub(NAMED).filter(|&more| 0 < more) {
        named.push(format!("{} more", text::count(more as u64)));
    }
    text::list(&named)
}

/// The row of a project in the table of projects.
pub(super) fn project_row(report: &Report) -> Vec<String> {
    let heaviest = loads(report).into_iter().max_by_key(|load| load.entry.initial.gzip);
    let initial = heaviest.as_ref().map(|load| &load.entry.initial);
    let broke = if report.verdict == "pass" { "–".to_owned() } else { told(report, Where::Cell) };
    vec![
        gfm::name(project_name(report), Where::Cell),
        stamp(&report.verdict),
        initial.map_or("–".to_owned(), |initial| text::size(initial.gzip)),
        initial.map_or("–".to_owned(), |initial| {
            changed(Metric::Gzip, initial.before.as_ref().map(|before| before.gzip), initial.gzip)
        }),
        broke,
    ]
}

/// Entry points that load the same scripts and stylesheets.
pub(super) struct Load<'r> {
    /// The heaviest of them.
    pub(super) entry: &'r Entry,
    /// How many others there are.
    pub(super) others: u64,
}

impl Load<'_> {
    /// `index.html` and 3 others
    pub(super) fn name(&self) -> String {
        let name = gfm::name(&self.entry.path, Where::Cell);
        match self.others {
            0 => name,
            others => format!("{name} and {}", text::counted(others, "other")),
        }
    }
}

/// The initial loads of what browsers of today open: those that break a limit first, then the heaviest.
pub(super) fn loads(report: &Report) -> Vec<Load<'_>> {
    let mut alike: BTreeMap<(&[String], &[String]), Load<'_>> = BTreeMap::new();
    for entry in report.entries.iter().filter(|entry| entry.audience == "modern") {
        let key = (entry.initial.scripts.as_slice(), entry.initial.stylesheets.as_slice());
        match alike.get_mut(&key) {
            Some(load) => {
                load.others += 1;
                if load.entry.initial.gzip < entry.initial.gzip {
                    load.entry = entry;
                }
            }
            None => {
                alike.insert(key, Load { entry, others: 0 });
            }
        }
    }
    let mut worst: BTreeMap<&str, u8> = BTreeMap::new();
    for budget in report.budgets.iter().filter(|budget| budget.line.is_none()) {
        if let Some(item) = &budget.item {
            let known = worst.entry(item).or_default();
            *known = (*known).max(judged::badness(&budget.status));
        }
    }
    let mut loads: Vec<Load<'_>> = alike.into_values().collect();
    loads.sort_by_key(|load| {
        let badness = worst.get(load.entry.path.as_str()).copied().unwrap_or_default();
        (Reverse(badness), Reverse(load.entry.initial.gzip), load.entry.path.as_str())
    });
    loads
}

/// Writes the table.
pub(super) fn write(page: &mut Page, report: &Report) {
    let budgets = judged::worst_of_each(report);
    let (bad, good): (Vec<_>, Vec<_>) = budgets
        .into_iter()
        .filter(|(budget, _)| budget.status != "skipped")
        .partition(|(budget, _)| budget.status != "pass");
    let (bad, loads) = (bad.get(..BUDGETS).unwrap_or(&bad), loads(report));
    // A limit on exactly the initial load has one row: its own where it is broken, else that of the initial load.
    let is_told = |limit: &Budget| bad.iter().any(|(budget, _)| std::ptr::eq(*budget, limit));
    let mut told: Vec<&Budget> = Vec::new();
    let mut rows: Vec<Vec<String>> =
        bad.iter().map(|&(budget, number)| budget_row(report, budget, number)).collect();
    for load in loads.iter().take(ENTRIES) {
        for (limit, row) in load_rows(report, load) {
            if limit.is_none_or(|limit| !is_told(limit)) {
                told.extend(limit);
                rows.push(row);
            }
        }
    }
    let others = good.iter().filter(|(budget, _)| !told.iter().any(|limit| std::ptr::eq(*limit, *budget)));
    rows.extend(others.take(BUDGETS).map(|&(budget, number)| budget_row(report, budget, number)));
    if let Some(all) = report.totals.get("all") {
        let files = text::counted(all.files, "file");
        let growth = report.baseline.as_ref().map(|baseline| &baseline.growth);
        let metrics = [
            (Metric::Gzip, all.gzip, growth.map(|growth| growth.gzip)),
            (Metric::Brotli, all.brotli, growth.map(|growth| growth.brotli)),
            (Metric::Raw, Some(all.raw), growth.map(|growth| growth.raw)),
        ];
        for (metric, total, growth) in metrics {
            let Some(total) = total else { continue };
            let before = growth.and_then(i64::checked_neg).and_then(|less| total.checked_add_signed(less));
            let name = format!("Total of {files}, {}", unit(metric.name()));
            rows.push(unlimited(name, metric, before, total));
        }
    }
    page.table(&COLUMNS, &rows, usize::MAX, "row");
    if let Some(rest) = loads.get(ENTRIES..).filter(|rest| !rest.is_empty()) {
        let number: u64 = rest.iter().map(|load| load.others + 1).sum();
        page.fold(&format!("Initial loads of {}", text::counted(number, "more entry point")), |page| {
            let rows: Vec<Vec<String>> = rest.iter().map(short_row).collect();
            let head = ["entry point", "before", "gzip", "change", "Brotli", "requests"];
            page.table(&head, &rows, FOLDED, "row");
        });
    }
}

fn short_row(load: &Load<'_>) -> Vec<String> {
    let initial = &load.entry.initial;
    let before = initial.before.as_ref().map(|before| before.gzip);
    vec![
        load.name(),
        quantity(Metric::Gzip, before),
        text::size(initial.gzip),
        changed(Metric::Gzip, before, initial.gzip),
        text::size(initial.brotli),
        text::count(initial.files),
    ]
}

/// A row for each metric, and the limit in it.
fn load_rows<'r>(report: &'r Report, load: &Load<'r>) -> Vec<(Option<&'r Budget>, Vec<String>)> {
    let initial = &load.entry.initial;
    let before = |part: fn(&Sizes) -> u64| initial.before.as_ref().map(part);
    let metrics = [
        (Metric::Gzip, "gzip", initial.gzip, before(|sizes| sizes.gzip)),
        (Metric::Brotli, "Brotli", initial.brotli, before(|sizes| sizes.brotli)),
        (Metric::Count, "requests", initial.files, None),
    ];
    let row = |(metric, unit, now, before)| {
        let name = format!("Initial load of {}, {unit}", load.name());
        let limit = limit_on(report, load.entry, metric, now);
        let mut row = unlimited(name, metric, before, now);
        if let Some(limit) = limit {
            row.truncate(4);
            row.extend([target(limit), status(limit)]);
        }
        (limit, row)
    };
    metrics.into_iter().map(row).collect()
}

/// A limit on exactly that and no other: it measured the same of the same page.
fn limit_on<'r>(report: &'r Report, entry: &Entry, metric: Metric, now: u64) -> Option<&'r Budget> {
    report.budgets.iter().find(|budget| {
        budget.item.as_ref() == Some(&entry.path)
            && budget.line.is_none()
            && budget.metric.as_deref() == Some(metric.name())
            && budget.actual == Some(Number::whole(now))
            && budget.max.is_some()
    })
}

fn unlimited(name: String, metric: Metric, before: Option<u64>, now: u64) -> Vec<String> {
    let dash = || "–".to_owned();
    let now_text = text::quantity(metric, now);
    vec![name, quantity(metric, before), now_text, changed(metric, before, now), dash(), dash()]
}

/// The worst judgement of a budget: what it is about, and its numbers.
fn budget_row(report: &Report, budget: &Budget, number: u64) -> Vec<String> {
    let mut name = gfm::sentence(&budget.name, Where::Cell);
    if let Some(metric) = budget.metric.as_deref() {
        name = format!("{name}, {}", unit(metric));
    }
    if let Some(item) = judged::item(budget, report) {
        name = format!("{name}: {}", gfm::name(&item, Where::Cell));
        if 1 < number {
            name = format!("{name} (worst of {})", text::count(number));
        }
    }
    if budget.status == "fail" {
        name = format!("**{name}**");
    }
    std::iter::once(name).chain(numbers(budget)).collect()
}

/// before, now, change, target and status.
pub(super) fn numbers(budget: &Budget) -> [String; 5] {
    let values = judged::values(budget);
    let Some((values, actual)) = values.and_then(|values| Some((values, values.actual?))) else {
        let dash = || "–".to_owned();
        return [dash(), dash(), dash(), dash(), status(budget)];
    };
    let (metric, before) = (values.metric, values.before);
    let now = judged::standing(budget)
        .map_or_else(|| text::quantity(metric, actual), |standing| standing.values().0);
    [quantity(metric, before), now, changed(metric, before, actual), target(budget), status(budget)]
}

/// What a metric of budgets is called in a table.
pub(super) fn unit(metric: &str) -> &str {
    match metric {
        "brotli" => "Brotli",
        "count" => "files",
        other => other,
    }
}

fn quantity(metric: Metric, value: Option<u64>) -> String {
    value.map_or("–".to_owned(), |value| text::quantity(metric, value))
}

pub(super) fn changed(metric: Metric, before: Option<u64>, now: u64) -> String {
    before.map_or("–".to_owned(), |before| judged::change(metric, before, now))
}

/// `≤ 50 kB`
fn target(budget: &Budget) -> String {
    let Some(standing) = judged::standing(budget) else { return "–".to_owned() };
    let limit = standing.values().1;
    match standing.bound {
        Bound::Max => format!("≤ {limit}"),
        Bound::Warn => format!("≤ {limit} (warning)"),
        Bound::Min => format!("≥ {limit}"),
        Bound::Growth => format!("≤ {limit} ({})", standing.allowed()),
        Bound::Drift => format!("≤ {limit} ({} since the anchor)", standing.allowed()),
    }
}

/// `❌ +11.2 kB over`
fn status(budget: &Budget) -> String {
    let said = match (judged::standing(budget), &budget.reason) {
        (_, Some(reason)) => gfm::sentence(reason, Where::Cell),
        (Some(standing), None) => standing.room(),
        (None, None) => budget_word(&budget.status).to_owned(),
    };
    format!("{} {said}", mark(&budget.status))
}

fn budget_word(status: &str) -> &str {
    match status {
        "fail" | "warn" | "pass" => status,
        _ => "not judged",
    }
}
