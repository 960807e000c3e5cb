//! The workflow commands, read back as GitHub's runner reads them, beside what the JSON report says.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests read files of the repository and fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;

use support::commands::{Annotation, read};
use support::{Project, fixture_names, fixtures};
use weighbridge::model::json_report::{Breach, Joined, Problem, Report};
use weighbridge::report::github;

/// The kept report of a fixture.
fn report(fixture: &str) -> Report {
    let text = fs::read_to_string(fixtures().join("expected").join(format!("{fixture}.json")));
    serde_json::from_str(&text.expect("it is kept")).expect("it is a report")
}

fn annotations(reports: Vec<Report>) -> Vec<Annotation> {
    read(&github::render(&Joined::of(reports)))
}

fn of<'a>(all: &'a [Annotation], command: &str) -> Vec<&'a Annotation> {
    all.iter().filter(|annotation| annotation.command == command).collect()
}

#[test]
fn every_finding_of_a_fixture_is_annotated_at_its_place_up_to_ten_of_a_kind() {
    for name in fixture_names() {
        let report = report(&name);
        let all = annotations(vec![report.clone()]);
        for (severity, command) in [("error", "error"), ("warning", "warning")] {
            let found: Vec<_> =
                report.findings.iter().filter(|finding| finding.severity == severity).collect();
            let told: Vec<_> =
                of(&all, command).into_iter().filter(|told| told.title().contains('-')).collect();
            assert!(of(&all, command).len() <= 10, "{name}");
            assert!(told.len() >= found.len().min(8), "{name}: {} of {}", told.len(), found.len());
            for (finding, told) in found.iter().zip(told) {
                assert_eq!(told.title(), finding.check, "{name}");
                assert_eq!(told.properties["file"], format!("dist/{}", finding.asset), "{name}");
                assert_eq!(told.number("line"), finding.line, "{name}");
                assert_eq!(told.number("col"), finding.line.and(finding.column), "{name}");
                assert!(
                    told.message.contains(&finding.message) && told.message.contains(&finding.help),
                    "{told:?}"
                );
            }
        }
    }
}

#[test]
fn a_broken_limit_points_at_its_line_in_the_budget_file() {
    let project = Project::new().fixture("vite8-shop").file(
        "budgets.json",
        "{\n  \"build\": \"dist\",\n  \"compression\": { \"gzip\": 6, \"brotli\": 0 },\n  \"budgets\": [\n    \
         { \"name\": \"First: load, 100 %\", \"load\": \"initial\", \"per\": \"entry\", \"max\": { \"gzip\": \"20 kB\" } },\n    \
         { \"name\": \"Scripts\", \"type\": \"script\", \"warn\": { \"raw\": \"1 kB\" } },\n  ],\n}\n",
    );
    let outcome = project.run(&["check", "--report", "github", "--report", "json=report.json"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let report: Report = serde_json::from_str(&project.read("report.json")).expect("it is a report");
    let all = read(&outcome.stdout);
    let (told, breach) = (&all[0], &report.breaches[0]);
    assert_eq!((told.command.as_str(), told.title()), ("error", "First: load, 100 %"));
    assert_eq!(told.properties["file"], "budgets.json");
    assert_eq!((told.number("line"), told.number("col")), (Some(5), breach.column));
    assert_eq!(told.message, format!("{} ({})\n{}", breach.message, breach.label, breach.help));
    let warned = of(&all, "warning")[0];
    assert_eq!((warned.title(), warned.properties["file"].as_str()), ("Scripts", "budgets.json"));
    assert!(warned.message.ends_with("above the warning limit of 1 kB"), "{warned:?}");
}

#[test]
fn of_a_hundred_ten_are_shown_and_a_notice_counts_the_others() {
    let mut report = report("everything-wrong");
    let finding = report.findings[0].clone();
    report.findings = vec![finding; 100];
    report.breaches = (0..4)
        .map(|number| Breach {
            budget: format!("budget {number}"),
            metric: None,
            bound: None,
            message: "x".repeat(10_000),
            label: "l".into(),
            help: "h".into(),
            action: "do it".into(),
            line: None,
            column: None,
        })
        .collect();
    report.problems = vec![Problem { asset: None, message: "cannot be read".into() }; 12];
    let mut other = report.clone();
    (report.project, other.project) = (Some("apps/a".into()), Some("apps/b".into()));
    let all = annotations(vec![report, other]);
    let errors = of(&all, "error");
    // The first of each project, then the second of each: none hides the other.
    let titles: Vec<&str> = errors.iter().take(3).map(|told| told.title()).collect();
    assert_eq!(titles, ["apps/a: budget 0", "apps/b: budget 0", "apps/a: budget 1"]);
    assert_eq!((errors.len(), of(&all, "warning").len()), (10, 10));
    assert!(errors.iter().all(|told| told.message.encode_utf16().count() <= 4_096));
    let notice = of(&all, "notice");
    assert!(
        notice.len() == 1 && notice[0].message.starts_with("198 more errors and 14 more warnings"),
        "{notice:?}"
    );
}

#[test]
fn a_build_within_its_budgets_is_not_annotated() {
    let project = Project::new().file("dist/index.html", "<!doctype html>\n<title>a</title>\n");
    let outcome = project.run(&["check", "dist", "--report", "github"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, ""), "{}", outcome.stderr);
}

#[test]
fn the_parser_of_these_tests_knows_both_kinds_of_commands() {
    let told = read("::error file=a%2Cb,line=3,title=x%3Ay::m%25%0An\n");
    assert_eq!(told[0].properties["file"], "a,b");
    assert_eq!((told[0].title(), told[0].message.as_str()), ("x:y", "m%\nn"));
    let known: BTreeSet<&str> = ["a ##[error]b", "  ::stop-commands::c", "\u{a0}::debug::x"].into();
    assert!(known.iter().all(|line| support::commands::acts(line)));
    assert!(!["a ::error::b", "#[x]", "::", ":: x"].iter().any(|line| support::commands::acts(line)));
}
