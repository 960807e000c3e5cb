//! SARIF 2.1.0: what GitHub code scanning, Azure DevOps and editors read.
//!
//! One run a project. Every run has the whole table of rules, whatever fired, so that a rule's index is the same from
//! run to run. See <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>, and for what GitHub takes of it
//! <https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>.

mod results;
mod rules;
mod uri;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::check::Check;
use crate::model::json_report::{Joined, Report};
use crate::report::issues::issues;
use crate::report::text;

/// The schema that the document says it fits.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// GitHub refuses a file with more:
/// <https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit>.
const MOST_RESULTS: usize = 25_000;
/// Likewise.
const MOST_RUNS: usize = 20;

/// The document, ending with a line feed. What is beyond GitHub's limits is left out, the least important first, and a
/// notification says so.
pub fn render(joined: &Joined, checks: &[&Check]) -> String {
    let projects = joined.named();
    let kept = most_important(&projects);
    let left_out = projects.len() - kept.len();
    let mut runs = Vec::new();
    for (index, (name, report)) in projects.iter().enumerate().filter(|(index, _)| kept.contains(index)) {
        let is_first = kept.first() == Some(&index);
        runs.push(run(name, report, checks, if is_first { left_out } else { 0 }));
    }
    let document = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": runs });
    format!("{document:#}\n")
}

/// The places of the projects that fit: those that fail before those that warn.
fn most_important(projects: &[(String, &Report)]) -> BTreeSet<usize> {
    let mut order: Vec<usize> = (0..projects.len()).collect();
    order.sort_by_key(|&index| match projects.get(index).map(|(_, report)| &*report.verdict) {
        Some("fail") => 0,
        Some("warn") => 1,
        _ => 2,
    });
    order.truncate(MOST_RUNS);
    order.into_iter().collect()
}

fn run(name: &str, report: &Report, checks: &[&Check], projects_left_out: usize) -> Value {
    let table = rules::Table::of(checks);
    let issues = issues(name, report);
    let results: Vec<Value> =
        issues.iter().take(MOST_RESULTS).map(|issue| results::result(issue, &table)).collect();
    let mut notifications = Vec::new();
    let mut note = |left_out: usize, noun: &str, limit: usize| {
        if 0 < left_out {
            let text = format!(
                "{} left out, the least important: GitHub takes {}",
                text::counted(left_out as u64, noun),
                text::count(limit as u64)
            );
            notifications.push(json!({ "level": "warning", "message": { "text": text } }));
        }
    };
    note(issues.len().saturating_sub(MOST_RESULTS), "result", MOST_RESULTS);
    note(projects_left_out, "project", MOST_RUNS);
    notifications.extend(report.problems.iter().take(MOST_RESULTS).map(|problem| {
        let path = problem.asset.as_ref().map(|asset| report.located(asset));
        results::notification(&problem.message, path.as_deref())
    }));
    json!({
        "tool": { "driver": {
            "name": report.tool.name,
            "semanticVersion": report.tool.version,
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": table.rules(),
        } },
        // Whatever stands before the last slash is the category that GitHub keeps apart.
        "automationDetails": { "id": if name.is_empty() { "weighbridge/".to_owned() } else {
            format!("weighbridge/{}/", text::printable(name))
        } },
        "originalUriBaseIds": { results::BASE: {
            "description": { "text": "The folder that weighbridge ran in: the repository's root." },
        } },
        "columnKind": "utf16CodeUnits",
        "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notifications }],
        "results": results,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{MOST_RESULTS, MOST_RUNS, render};
    use crate::model::json_report::{Finding, Joined, Report};
    use crate::report::json;
    use crate::report::terminal::sample;

    fn shop(project: &str, chart: u64) -> Report {
        Report { project: Some(project.to_owned()), ..json::document(&sample::shop(chart)) }
    }

    fn sarif(reports: Vec<Report>) -> Value {
        serde_json::from_str(&render(&Joined::of(reports), &[])).expect("it is JSON")
    }

    #[test]
    fn each_project_is_a_run_with_an_id_of_its_own() {
        let sarif = sarif(vec![shop("shop", 10), shop("admin", 200_000), shop("shop", 10)]);
        let ids: Vec<&Value> = sarif["runs"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|run| &run["automationDetails"]["id"])
            .collect();
        assert_eq!(ids, ["weighbridge/admin/", "weighbridge/shop/", "weighbridge/shop (2)/"]);
    }

    #[test]
    fn projects_beyond_the_limit_are_left_out_and_it_says_so() {
        let mut reports: Vec<Report> =
            (0..MOST_RUNS).map(|number| shop(&format!("a{number:02}"), 10)).collect();
        reports.push(shop("zoo", 200_000));
        let sarif = sarif(reports);
        let runs = sarif["runs"].as_array().expect("a list");
        assert_eq!(runs.len(), MOST_RUNS);
        assert_eq!(runs[MOST_RUNS - 1]["automationDetails"]["id"], "weighbridge/zoo/", "what fails stays");
        assert_eq!(
            runs[0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
            "1 project left out, the least important: GitHub takes 20"
        );
    }

    #[test]
    fn results_beyond_the_limit_are_left_out_and_it_says_so() {
        let mut report = shop("shop", 200_000);
        let warning = report.findings[0].clone();
        let many = (1..=25_000).map(|line| Finding { line: Some(line), ..warning.clone() });
        report.findings = many.collect();
        let sarif = sarif(vec![report]);
        let results = sarif["runs"][0]["results"].as_array().expect("a list");
        assert_eq!(results.len(), MOST_RESULTS);
        assert_eq!(results[0]["ruleId"], "budget-exceeded", "what breaks the budget stays");
        let note = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        let note = note.as_str().expect("a text");
        assert!(note.ends_with(" results left out, the least important: GitHub takes 25,000"), "{note}");
    }
}
