//! The XML of `JUnit`: what CI servers show as tests.
//!
//! Two suites a project: one test for every limit and item that was judged, one test for every check that ran. What
//! fails the run is a failure; what only warns passes and says so in its output. No test has a time, since none was
//! measured. The format is the one that the XSD of Jenkins' xunit plugin describes.

mod suite;

use crate::model::budget::Bound;
use crate::model::hashed_name::without_hash;
use crate::model::json_report::{Breach, Budget, Finding, Joined, Report};
use crate::report::junit::suite::{Outcome, Suite};
use crate::report::{judged, text};

/// So many findings of one check are listed; the others are counted.
const LISTED_FINDINGS: usize = 100;

/// The document, ending with a line feed.
pub fn render(joined: &Joined) -> String {
    let mut suites = Vec::new();
    for (name, report) in joined.named() {
        suites.push(budgets(&name, report));
        suites.push(checks(&name, report));
    }
    suite::document(&suites)
}

fn suite_of(project: &str, what: &str) -> Suite {
    if project.is_empty() { Suite::new(what) } else { Suite::new(&format!("{project}: {what}")) }
}

fn budgets(project: &str, report: &Report) -> Suite {
    let mut suite = suite_of(project, "budgets");
    for row in &report.budgets {
        suite.test(&row_name(row), row_outcome(row, report));
    }
    suite
}

/// What is judged, the same in the next build: `First load JS: index.html, gzip`.
fn row_name(row: &Budget) -> String {
    let item = row.item.as_deref().map(|item| format!(": {}", without_hash(item))).unwrap_or_default();
    let metric = row.metric.as_deref().map(|metric| format!(", {metric}")).unwrap_or_default();
    let growth = match (row.growth_max, row.since.as_deref()) {
        (None, _) => "",
        (Some(_), Some("anchor")) => " drift",
        (Some(_), _) => " growth",
    };
    format!("{}{item}{metric}{growth}", row.name)
}

fn row_outcome(row: &Budget, report: &Report) -> Outcome {
    let reason = || row.reason.as_deref().unwrap_or_default().to_owned();
    match &*row.status {
        "skipped" => Outcome::Skipped { reason: reason() },
        "fail" => Outcome::Failed {
            kind: "budget",
            message: if row.reason.is_some() { reason() } else { standing(row) },
            text: breach_of(row, report).map(|breach| explained(breach, report)).unwrap_or_default(),
        },
        "warn" => {
            let said = if row.reason.is_some() { reason() } else { standing(row) };
            Outcome::Passed { output: format!("warning: {said}") }
        }
        _ => Outcome::Passed { output: String::new() },
    }
}

/// `61.2 kB measured, at most 50 kB allowed`.
fn standing(row: &Budget) -> String {
    let Some(standing) = judged::standing(row) else { return row.name.clone() };
    let (actual, limit) = standing.values();
    let allowed = match standing.bound {
        Bound::Max => format!("at most {limit} allowed"),
        Bound::Warn => format!("at most {limit} without a warning"),
        Bound::Min => format!("at least {limit} wanted"),
        Bound::Growth => format!("at most {limit} allowed ({} since the baseline)", standing.allowed()),
        Bound::Drift => format!("at most {limit} allowed ({} since the anchor)", standing.allowed()),
    };
    format!("{actual} measured, {allowed}")
}

fn breach_of<'r>(row: &Budget, report: &'r Report) -> Option<&'r Breach> {
    report.breaches.iter().find(|breach| {
        let growth = breach.bound.as_deref().filter(|bound| matches!(*bound, "growth" | "drift"));
        let of_row =
            row.growth_max.map(|_| if row.since.as_deref() == Some("anchor") { "drift" } else { "growth" });
        breach.budget == row.name && breach.metric == row.metric && growth == of_row
    })
}

fn explained(breach: &Breach, report: &Report) -> String {
    let place = match (&report.config, breach.line, breach.column) {
        (Some(config), Some(line), Some(column)) => format!("\nin {config}:{line}:{column}"),
        (Some(config), ..) => format!("\nin {config}"),
        (None, ..) => String::new(),
    };
    format!("{}\nto fix: {}{place}", text::printable(&breach.message), text::printable(&breach.help))
}

fn checks(project: &str, report: &Report) -> Suite {
    let mut suite = suite_of(project, "checks");
    for check in &report.checks {
        let findings: Vec<&Finding> =
            report.findings.iter().filter(|finding| finding.check == check.id).collect();
        let listed = listed(&findings, report);
        let outcome = if findings.iter().any(|finding| finding.severity == "error") {
            Outcome::Failed {
                kind: "check",
                message: text::counted(findings.len() as u64, "finding"),
                text: listed,
            }
        } else {
            Outcome::Passed { output: listed }
        };
        suite.test(&check.id, outcome);
    }
    let problems: Vec<String> = report
        .problems
        .iter()
        .map(|problem| match &problem.asset {
            Some(asset) => format!("{}: {}", report.located(asset), problem.message),
            None => problem.message.clone(),
        })
        .collect();
    suite.errors(problems);
    suite
}

/// One line a finding: `warning: dist/assets/a.js:1:2041: what; to fix: how`.
fn listed(findings: &[&Finding], report: &Report) -> String {
    let mut lines: Vec<String> = Vec::new();
    for finding in findings.iter().take(LISTED_FINDINGS) {
        let place = match (finding.line, finding.column) {
            (Some(line), Some(column)) => format!(":{line}:{column}"),
            _ => String::new(),
        };
        let path = report.located(&finding.asset);
        let line =
            format!("{}: {path}{place}: {}; to fix: {}", finding.severity, finding.message, finding.help);
        lines.push(text::printable(&line).into_owned());
    }
    if let Some(more) = findings.len().checked_sub(LISTED_FINDINGS).filter(|&more| 0 < more) {
        lines.push(format!("and {} more", text::count(more as u64)));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::model::json_report::{Check, Joined, Report};
    use crate::report::json;
    use crate::report::terminal::sample;

    fn shop(project: Option<&str>) -> Report {
        let mut report = json::document(&sample::shop(200_000));
        report.project = project.map(str::to_owned);
        report.checks = ["heavy-import", "ineffective-split-point", "unminified-asset"]
            .map(|id| Check { id: id.into(), severity: "warning".into() })
            .to_vec();
        report
    }

    #[test]
    fn limits_and_checks_are_tests() {
        let xml = render(&Joined::of(vec![shop(None)]));
        for expected in [
            "<testsuite name=\"budgets\" tests=\"12\" failures=\"2\" errors=\"0\" skipped=\"1\">",
            "<testcase classname=\"budgets\" name=\"First load JS: admin/index.html, gzip\"/>",
            "<failure type=\"budget\" message=\"200 kB measured, at most 100 kB allowed\">",
            "in budgets.json:5:",
            "<skipped>not judged: no baseline given</skipped>",
            "<testsuite name=\"checks\" tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"0\">",
            "<testcase classname=\"checks\" name=\"heavy-import\"/>",
            "<system-out>warning: dist/assets/account-C3d4E5f6.js:1:97: import() of ",
            "<system-err>dist/assets/broken.js: unexpected end of file at 1:2041</system-err>",
        ] {
            assert!(xml.contains(expected), "{expected} is not in {xml}");
        }
    }

    #[test]
    fn an_error_of_a_check_is_a_failure() {
        let mut report = shop(None);
        for finding in &mut report.findings {
            finding.severity = "error".into();
        }
        let xml = render(&Joined::of(vec![report]));
        assert!(xml.contains("<testsuite name=\"checks\" tests=\"3\" failures=\"2\""), "{xml}");
        assert!(xml.contains("<failure type=\"check\" message=\"1 finding\">error: dist/"), "{xml}");
    }

    #[test]
    fn each_project_has_suites_of_its_own() {
        let xml = render(&Joined::of(vec![shop(Some("shop")), shop(Some("admin"))]));
        assert!(
            xml.contains("<testsuites name=\"weighbridge\" tests=\"30\" failures=\"4\" errors=\"0\">"),
            "{xml}"
        );
        assert!(
            xml.contains("<testsuite name=\"admin: budgets\"")
                && xml.contains("<testsuite name=\"shop: checks\"")
        );
        assert!(xml.contains("classname=\"admin: budgets\""));
    }
}
