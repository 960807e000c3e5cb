//! Code Climate's issues, as GitLab reads them for its code quality report: the subset that
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format> documents.

use serde_json::{Value, json};

use crate::model::json_report::Joined;
use crate::report::issues::{Issue, Level, issues};
use crate::report::text;

/// One array of all issues, each project's most important first; ends with a line feed.
pub fn render(joined: &Joined) -> String {
    let mut all: Vec<Value> = Vec::new();
    for (name, report) in joined.named() {
        all.extend(issues(&name, report).iter().map(|issue| self::issue(&name, issue)));
    }
    format!("{:#}\n", Value::Array(all))
}

fn issue(project: &str, issue: &Issue) -> Value {
    let sentence = issue.sentence();
    let description =
        if project.is_empty() { sentence } else { format!("{}: {sentence}", text::printable(project)) };
    json!({
        "type": "issue",
        "check_name": issue.rule,
        "description": description,
        "categories": ["Performance"],
        "severity": severity(issue.level),
        "fingerprint": issue.fingerprint,
        // What has no line is about the whole file, and GitLab wants one.
        "location": { "path": text::printable(&issue.path), "lines": { "begin": issue.line.unwrap_or(1) } },
    })
}

/// `blocker` and `info` are left to other tools.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Breach => "critical",
        Level::Error => "major",
        Level::Warning => "minor",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::render;
    use crate::model::json_report::{Joined, Report};
    use crate::report::json;
    use crate::report::terminal::sample;

    #[test]
    fn the_issues_of_two_projects_are_told_apart() {
        let shop = |project: &str| Report {
            project: Some(project.to_owned()),
            ..json::document(&sample::shop(200_000))
        };
        let text = render(&Joined::of(vec![shop("shop"), shop("admin")]));
        let issues: Vec<Value> = serde_json::from_str(&text).expect("it is a list");
        let fingerprints: BTreeSet<String> =
            issues.iter().map(|issue| issue["fingerprint"].to_string()).collect();
        assert_eq!(fingerprints.len(), issues.len());
        assert!(issues[0]["description"].as_str().is_some_and(|text| text.starts_with("admin: \"")));
        assert_eq!(issues[0]["severity"], "critical");
    }
}
