//! Results and notifications, with their places and with names that are only shown.

use serde_json::{Map, Value, json};

use crate::report::issues::{Issue, Level};
use crate::report::sarif::rules::Table;
use crate::report::sarif::uri;
use crate::report::text;

/// What paths are relative to; GitHub takes it for the repository's root.
pub(super) const BASE: &str = "%SRCROOT%";

pub(super) fn result(issue: &Issue, table: &Table<'_>) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), issue.rule.as_str().into());
    if let Some(index) = table.index(&issue.rule) {
        result.insert("ruleIndex".to_owned(), index.into());
    }
    let level = if issue.level == Level::Warning { "warning" } else { "error" };
    result.insert("level".to_owned(), level.into());
    result.insert("message".to_owned(), json!({ "text": message(&issue.sentence()) }));
    // GitHub wants a region: what is about the whole file begins at its first line.
    let mut region = json!({ "startLine": issue.line.unwrap_or(1) });
    if let (Some(_), Some(column)) = (issue.line, issue.column) {
        region["startColumn"] = column.into();
    }
    let location =
        json!({ "physicalLocation": { "artifactLocation": artifact(&issue.path), "region": region } });
    result.insert("locations".to_owned(), json!([location]));
    // GitHub takes the first; without it, its upload action hashes the line of minified code.
    let fingerprints =
        json!({ "primaryLocationLineHash": issue.fingerprint, "weighbridge/v1": issue.fingerprint });
    result.insert("partialFingerprints".to_owned(), fingerprints);
    Value::Object(result)
}

/// What could not be read: the run is not a failure for that.
pub(super) fn notification(problem: &str, path: Option<&str>) -> Value {
    let mut notification =
        json!({ "level": "warning", "message": { "text": message(&text::printable(problem)) } });
    if let Some(path) = path {
        notification["locations"] = json!([{ "physicalLocation": { "artifactLocation": artifact(path) } }]);
    }
    notification
}

fn artifact(path: &str) -> Value {
    json!({ "uri": uri::reference(path), "uriBaseId": BASE })
}

/// A text as a message: braces doubled, since single ones are placeholders (§3.11.5), and the brackets of what reads
/// as a link escaped (§3.11.6).
fn message(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text }
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn names_are_neither_placeholders_nor_links() {
        assert_eq!(message("/blog/[slug] is {0}"), "/blog/[slug] is {{0}}");
        assert_eq!(message("[link](javascript:alert(1)).js"), "\\[link\\](javascript:alert(1)).js");
    }
}
