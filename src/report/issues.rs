//! Findings and broken limits as issues that stand somewhere in the repository: for the formats that know nothing
//! else (SARIF, Code Climate).
//!
//! Takes a report and gives its issues, the most important first, each with a fingerprint by which a server knows it
//! again in the next build: neither sizes nor lines nor content hashes go into it. Names stand as they are in the
//! build; each format writes them in a way that is safe there.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::budget::Metric;
use crate::model::hashed_name::without_hash;
use crate::model::json_report::{Breach, Budget, Finding, Report};
use crate::report::{judged, text};

/// The rule of limits that do not hold.
pub const BUDGET_EXCEEDED: &str = "budget-exceeded";
/// The rule of budgets that match nothing.
pub const BUDGET_UNMATCHED: &str = "budget-unmatched";

/// So many hex digits tell issues apart: 128 bits.
const FINGERPRINT_DIGITS: usize = 32;

/// How much an issue matters, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The run passes with a warning.
    Warning,
    /// A finding that fails the run.
    Error,
    /// A limit that does not hold.
    Breach,
}

/// Something to be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The check's id, or one of the two rules of budgets.
    pub rule: String,
    /// How much it matters.
    pub level: Level,
    /// What is wrong: a phrase.
    pub message: String,
    /// What to do: an imperative.
    pub help: String,
    /// The file, from where the tool ran.
    pub path: String,
    /// The line, where there is one.
    pub line: Option<u32>,
    /// The column in UTF-16 code units, where there is one.
    pub column: Option<u32>,
    /// What it is known by in the next build.
    pub fingerprint: String,
}

impl Issue {
    /// What is wrong and what to do, in one line that does nothing to who shows it.
    pub fn sentence(&self) -> String {
        text::printable(&format!("{}; to fix: {}", self.message, self.help)).into_owned()
    }
}

/// The issues of a report, the most important first. `project` tells them apart from those of others.
pub fn issues(project: &str, report: &Report) -> Vec<Issue> {
    let mut issues: Vec<Issue> = breaches(project, report);
    issues.extend(findings(project, report));
    issues.extend(warnings(project, report));
    issues.sort_by_key(|issue| std::cmp::Reverse(issue.level));
    issues
}

fn breaches(project: &str, report: &Report) -> Vec<Issue> {
    let assets: BTreeSet<&str> = report.assets.iter().map(|asset| asset.path.as_str()).collect();
    let mut seen = Seen::default();
    let issue = |breach: &Breach| {
        let rule = if breach.metric.is_some() { BUDGET_EXCEEDED } else { BUDGET_UNMATCHED };
        let (metric, bound) = (breach.metric.as_deref(), breach.bound.as_deref());
        let key = [project, rule, &breach.budget, metric.unwrap_or_default(), bound.unwrap_or_default()];
        let rows = || report.budgets.iter().filter(|row| row.name == breach.budget && row.status == "fail");
        let row = rows().find(|row| row.metric == breach.metric);
        Issue {
            rule: rule.to_owned(),
            level: Level::Breach,
            message: breach.message.clone(),
            help: breach.help.clone(),
            path: place(report, &assets, row),
            line: breach.line,
            column: breach.column,
            fingerprint: seen.fingerprint(&key),
        }
    };
    report.breaches.iter().map(issue).collect()
}

/// The budget file; without one the file that breaks the limit, and without that the build.
fn place(report: &Report, assets: &BTreeSet<&str>, row: Option<&Budget>) -> String {
    if let Some(config) = &report.config {
        return config.clone();
    }
    let file = row.and_then(|row| row.item.as_deref()).filter(|item| assets.contains(item));
    file.map_or_else(|| report.build.directory.clone(), |file| report.located(file))
}

fn findings(project: &str, report: &Report) -> Vec<Issue> {
    // Which one of several in a file it is follows from where it stands, not from what it weighs.
    let mut by_place: Vec<(usize, &Finding)> = report.findings.iter().enumerate().collect();
    by_place.sort_by_key(|(_, finding)| (&finding.asset, finding.line, finding.column, &finding.message));
    let mut seen = Seen::default();
    let mut issues: BTreeMap<usize, Issue> = BTreeMap::new();
    for (index, finding) in by_place {
        let issue = Issue {
            rule: finding.check.clone().into_owned(),
            level: if finding.severity == "error" { Level::Error } else { Level::Warning },
            message: finding.message.clone(),
            help: finding.help.clone(),
            path: report.located(&finding.asset),
            line: finding.line,
            column: finding.column,
            fingerprint: seen.fingerprint(&[project, &finding.check, &without_hash(&finding.asset)]),
        };
        issues.insert(index, issue);
    }
    issues.into_values().collect()
}

/// Budgets that only warn: one issue for each budget and metric, told by its worst item.
fn warnings(project: &str, report: &Report) -> Vec<Issue> {
    let assets: BTreeSet<&str> = report.assets.iter().map(|asset| asset.path.as_str()).collect();
    let mut rows: Vec<(&Budget, u64)> = Vec::new();
    for row in report.budgets.iter().filter(|row| row.status == "warn") {
        match rows.iter_mut().find(|(worst, _)| worst.name == row.name && worst.metric == row.metric) {
            Some((_, items)) => *items += 1,
            None => rows.push((row, 1)),
        }
    }
    let mut seen = Seen::default();
    let issue = |(row, items): (&Budget, u64)| {
        let (rule, message, help) = warning(row, items);
        let key = [project, rule, &row.name, row.metric.as_deref().unwrap_or_default(), "warn"];
        Issue {
            rule: rule.to_owned(),
            level: Level::Warning,
            message,
            help,
            path: place(report, &assets, Some(row)),
            line: None,
            column: None,
            fingerprint: seen.fingerprint(&key),
        }
    };
    rows.into_iter().map(issue).collect()
}

/// Rule, message and help of a budget that warns.
fn warning(row: &Budget, items: u64) -> (&'static str, String, String) {
    let name = &row.name;
    let values = judged::values(row);
    let warned = values.and_then(|values| Some((values.metric, values.actual?, values.warn?)));
    let Some((metric, actual, warn)) = warned else {
        let help = "correct what the budget selects, or set \"unmatched\" to \"ignore\"";
        return (BUDGET_UNMATCHED, format!("\"{name}\" matches nothing in the build"), help.to_owned());
    };
    let (actual_text, warn_text) = text::compared(metric, actual, warn);
    let distance = text::quantity(metric, actual.abs_diff(warn));
    let message = match items {
        1 => format!("\"{name}\" is {distance} over what it warns at"),
        _ => {
            format!(
                "\"{name}\" is up to {distance} over what it warns at in {}",
                text::counted(items, "item")
            )
        }
    };
    let item = row.item.as_deref().unwrap_or("all");
    (
        BUDGET_EXCEEDED,
        message,
        match metric {
            Metric::Outside(_) => format!("{} of {item} is {actual_text}, {warn_text} warns", metric.name()),
            _ => format!("{item} is {actual_text}, {warn_text} warns: make it smaller before it fails"),
        },
    )
}

/// How often each key was seen, so that no two fingerprints are the same.
#[derive(Default)]
struct Seen(BTreeMap<String, u64>);

impl Seen {
    fn fingerprint(&mut self, key: &[&str]) -> String {
        let key = key.join("\0");
        let times = self.0.entry(key.clone()).or_default();
        *times += 1;
        let hash = blake3::hash(format!("{key}\0{times}").as_bytes()).to_hex();
        hash.chars().take(FINGERPRINT_DIGITS).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{BUDGET_EXCEEDED, Issue, Level, issues};
    use crate::model::json_report::Report;
    use crate::report::json;
    use crate::report::terminal::sample;

    fn shop(chart: u64) -> Report {
        json::document(&sample::shop(chart))
    }

    fn fingerprints(issues: &[Issue]) -> BTreeSet<String> {
        issues.iter().map(|issue| issue.fingerprint.clone()).collect()
    }

    #[test]
    fn what_breaks_comes_first_and_stands_in_the_budget_file() {
        let issues = issues("", &shop(200_000));
        assert!(issues.is_sorted_by_key(|issue| std::cmp::Reverse(issue.level)));
        let first = issues.first().expect("the shop is over its budget");
        assert_eq!((first.rule.as_str(), first.level), (BUDGET_EXCEEDED, Level::Breach));
        assert_eq!((first.path.as_str(), first.line), ("budgets.json", Some(4)));
        assert!(
            first.sentence().contains("\"First load JS\" is 103 kB over its limit; to fix: "),
            "{first:?}"
        );
    }

    #[test]
    fn a_budget_that_warns_is_an_issue_too() {
        let issues = issues("", &shop(95_000));
        let warning = issues.iter().find(|issue| issue.rule == BUDGET_EXCEEDED).expect("there is one");
        assert_eq!(warning.level, Level::Warning);
        assert_eq!(warning.message, "\"Any chunk\" is 5 kB over what it warns at");
    }

    #[test]
    fn fingerprints_outlive_hashes_sizes_and_lines() {
        let before = shop(200_000);
        let mut after = shop(230_000);
        for finding in &mut after.findings {
            finding.asset = finding.asset.replace("BxY1c2Zq", "Qq0Zz1Aa").replace("C3d4E5f6", "D4e5F6a7");
            finding.line = finding.line.map(|line| line + 7);
        }
        assert_ne!(before, after);
        assert_eq!(fingerprints(&issues("", &before)), fingerprints(&issues("", &after)));
    }

    #[test]
    fn no_two_issues_have_one_fingerprint() {
        let mut report = shop(200_000);
        let again = report.findings.clone();
        report.findings.extend(again);
        let mut all = issues("shop", &report);
        all.extend(issues("admin", &report));
        assert_eq!(fingerprints(&all).len(), all.len());
    }

    #[test]
    fn without_a_budget_file_an_issue_stands_at_what_breaks_the_limit() {
        let mut report = shop(200_000);
        report.config = None;
        let issues = issues("", &report);
        assert_eq!(issues.first().expect("there is one").path, "dist/index.html");
    }
}
