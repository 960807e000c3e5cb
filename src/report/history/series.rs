//! Runs as series: for each project, budget and metric the worst value of each run, and each entry point's initial load.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::history::{BudgetValue, Run};
use crate::model::json_report::{Number, Word};

/// One value over the runs.
#[derive(Debug, Serialize)]
pub struct Series {
    /// The project.
    pub project: Option<String>,
    /// The budget's name, or the entry point.
    pub name: String,
    /// `budget` or `initial`.
    pub kind: &'static str,
    /// The unit.
    pub metric: Word,
    /// A point a run in which it was measured, in the order of the history.
    pub points: Vec<Point>,
}

/// One run's value.
#[derive(Debug, Serialize)]
pub struct Point {
    /// Which of the project's runs, from 1.
    pub run: usize,
    /// The commit.
    pub commit: Option<String>,
    /// Its branch.
    pub branch: Option<String>,
    /// When.
    pub time: Option<String>,
    /// What was measured.
    pub item: Option<String>,
    /// The value.
    pub actual: Number,
    /// More than this fails.
    pub max: Option<Number>,
    /// More than this warns.
    pub warn: Option<Number>,
    /// Less than this fails.
    pub min: Option<Number>,
    /// What it came to; `null` where nothing limits it.
    pub status: Option<Word>,
}

type Key = (Option<String>, &'static str, String, Word);

/// The series of those runs: budgets first, by project and name.
pub(super) fn of(runs: &[Run]) -> Vec<Series> {
    let mut series: BTreeMap<Key, Vec<Point>> = BTreeMap::new();
    let mut numbers: BTreeMap<&Option<String>, usize> = BTreeMap::new();
    for run in runs {
        let number = numbers.entry(&run.project).or_default();
        *number += 1;
        let mut worst: BTreeMap<(&str, &Word), (&BudgetValue, Number)> = BTreeMap::new();
        for value in &run.budgets {
            if let (Some(metric), Some(actual)) = (&value.metric, value.actual) {
                // The worst item stands first.
                worst.entry((&value.name, metric)).or_insert((value, actual));
            }
        }
        for ((name, metric), (value, actual)) in worst {
            let key = (run.project.clone(), "budget", name.to_owned(), metric.clone());
            series.entry(key).or_default().push(Point {
                item: value.item.clone(),
                max: value.max,
                warn: value.warn,
                min: value.min,
                status: Some(value.status.clone()),
                ..point(run, *number, actual)
            });
        }
        for entry in &run.entries {
            let key = (run.project.clone(), "initial", entry.path.clone(), "gzip".into());
            series.entry(key).or_default().push(point(run, *number, Number::whole(entry.gzip)));
        }
    }
    series
        .into_iter()
        .map(|((project, kind, name, metric), points)| Series { project, name, kind, metric, points })
        .collect()
}

fn point(run: &Run, number: usize, actual: Number) -> Point {
    Point {
        run: number,
        commit: run.commit.clone(),
        branch: run.branch.clone(),
        time: run.time.clone(),
        item: None,
        actual,
        max: None,
        warn: None,
        min: None,
        status: None,
    }
}
