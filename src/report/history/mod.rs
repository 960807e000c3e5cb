//! The history of a project, `history.ndjson`: its lines, and what they say over time.
//!
//! A line is written whole from a report. Reading takes any text: a line that is none is counted and told, and the
//! others are read.

mod chart;
mod html;
mod series;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::hashed_name::without_hash;
use crate::model::history::{BudgetValue, EntryLoad, Revision, Run, SCHEMA_VERSION};
use crate::model::json_report::{Budget, Joined, Report};
use crate::report::judged::limit_of;
use crate::report::text;

pub use html::render as render_html;
pub use series::{Point, Series};

/// So many items of one budget are kept, the worst: a limit on each of 3,000 files is no 3,000 numbers a run.
const KEPT_ITEMS: usize = 10;
/// Longer lines are none.
const LONGEST_LINE: usize = 16 << 20;
/// An error's words may hold any text of the line.
const REASON_COLUMNS: usize = 120;

/// What a history says.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trend {
    /// The version of the format.
    pub schema_version: u32,
    /// How many lines were read.
    pub runs: usize,
    /// The lines that were not.
    pub bad_lines: Vec<BadLine>,
    /// What was measured, run after run.
    pub series: Vec<Series>,
}

/// A line that is none of a history.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// Why.
    pub reason: String,
}

/// The lines of a run: one a project, each ended by LF.
pub fn lines(joined: &Joined, revision: &Revision) -> String {
    let mut lines = String::new();
    for report in &joined.projects {
        // Types without maps of other keys than texts and without floats cannot fail to serialise.
        lines += &serde_json::to_string(&run(report, revision)).unwrap_or_default();
        lines.push('\n');
    }
    lines
}

fn run(report: &Report, revision: &Revision) -> Run {
    let modern = report.entries.iter().filter(|entry| entry.audience == "modern");
    Run {
        schema_version: SCHEMA_VERSION,
        project: report.project.clone(),
        verdict: report.verdict.clone(),
        commit: revision.commit.clone(),
        branch: revision.branch.clone(),
        time: revision.time.clone(),
        totals: report.totals.clone(),
        entries: modern
            .map(|entry| EntryLoad {
                path: without_hash(&entry.path),
                files: entry.initial.files,
                raw: entry.initial.raw,
                gzip: entry.initial.gzip,
                brotli: entry.initial.brotli,
            })
            .collect(),
        budgets: budgets(&report.budgets),
    }
}

/// The worst items of each budget and metric; in a report, these come first.
fn budgets(budgets: &[Budget]) -> Vec<BudgetValue> {
    let mut kept: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    let value = |budget: &Budget| BudgetValue {
        name: budget.name.clone(),
        item: budget.item.as_deref().map(without_hash),
        metric: budget.metric.clone(),
        actual: budget.actual,
        max: budget.max,
        warn: budget.warn,
        min: budget.min,
        status: budget.status.clone(),
    };
    let mut values = Vec::new();
    // Growth is judged beside the same values, and has no limit that could be drawn: it counts where nothing else does.
    let plain: BTreeSet<_> = budgets.iter().map(limit_of).filter(|&(.., growth)| growth.is_none()).collect();
    let is_kept = |budget: &&Budget| {
        let (name, metric, growth) = limit_of(budget);
        growth.is_none() || !plain.contains(&(name, metric, None))
    };
    for budget in budgets.iter().filter(is_kept) {
        let number = kept.entry((&budget.name, budget.metric.as_deref())).or_default();
        *number += 1;
        if *number <= KEPT_ITEMS {
            values.push(value(budget));
        }
    }
    values
}

/// Reads a history.
pub fn read(bytes: &[u8]) -> Trend {
    let (mut runs, mut bad_lines) = (Vec::new(), Vec::new());
    for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match read_line(line) {
            Ok(run) => runs.push(run),
            Err(reason) => bad_lines.push(BadLine { line: index + 1, reason }),
        }
    }
    Trend { schema_version: SCHEMA_VERSION, runs: runs.len(), bad_lines, series: series::of(&runs) }
}

fn read_line(line: &[u8]) -> Result<Run, String> {
    if LONGEST_LINE < line.len() {
        return Err("it is longer than 16 MiB".to_owned());
    }
    let run: Run = serde_json::from_slice(line).map_err(|error| {
        let words = error.to_string();
        text::first_columns(&text::printable(&words), REASON_COLUMNS).to_owned()
    })?;
    match run.schema_version {
        SCHEMA_VERSION => Ok(run),
        other => Err(format!("it has schemaVersion {other}, and this version reads {SCHEMA_VERSION}")),
    }
}

/// The trend as JSON, ending with a line feed.
pub fn render_json(trend: &Trend) -> String {
    let mut text = serde_json::to_string_pretty(trend).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::{read, render_html};

    const RUN: &str = r#"{"schemaVersion":1,"project":null,"verdict":"pass","commit":"a1","branch":"main","time":null,"totals":{},"entries":[],"budgets":[{"name":"JS","item":null,"metric":"gzip","actual":900,"max":1000,"warn":null,"min":null,"status":"pass"}]}"#;

    #[test]
    fn lines_that_are_none_are_told_and_the_others_are_read() {
        let text = format!("{RUN}\n\n{{\"schemaVersion\":1,\n{}\n{RUN}", RUN.replace(":1,\"p", ":9,\"p"));
        let trend = read(text.as_bytes());
        assert_eq!(trend.runs, 2);
        let lines: Vec<usize> = trend.bad_lines.iter().map(|bad| bad.line).collect();
        assert_eq!(lines, [3, 4]);
        assert!(trend.bad_lines[1].reason.contains("schemaVersion 9"));
        assert_eq!(trend.series.len(), 1);
        assert_eq!(trend.series[0].points.len(), 2);
    }

    #[test]
    fn nothing_and_rubbish_are_empty_trends() {
        assert_eq!(read(b"").runs, 0);
        assert_eq!(read(&[0xff, b'\n', 0xfe]).bad_lines.len(), 2);
        let deep = "[".repeat(500_000);
        assert_eq!(read(deep.as_bytes()).bad_lines.len(), 1);
        assert!(render_html(&read(b"")).contains("no runs"));
    }

    #[test]
    fn extreme_numbers_are_drawn() {
        let text = format!("{}\n{}\n", RUN.replace("900", "18446744073709551615"), RUN.replace("900", "0"));
        let html = render_html(&read(text.as_bytes()));
        assert!(html.contains("<polyline") && !html.contains("NaN") && !html.contains("inf"), "{html}");
    }

    #[test]
    fn thousands_of_runs_are_one_page() {
        let html = render_html(&read(format!("{RUN}\n").repeat(5_000).as_bytes()));
        assert!(html.len() < 1_000_000, "{}", html.len());
    }
}
