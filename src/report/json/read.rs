//! Reads JSON reports back: one by itself or joined ones. What is none, or not whole, is an error and never a report.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::error::Category;

use crate::model::json_report::{Joined, Report};
use crate::model::verdict::Verdict;
use crate::report::text;

/// The version that is read.
const SCHEMA_VERSION: u64 = 1;
/// An error's words may hold any text of the file.
const REASON_COLUMNS: usize = 160;

/// Why a text is no report.
#[derive(Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is no JSON, or not all of it.
    Damaged(String),
    /// It is JSON of something else.
    Other(String),
    /// It is a report of another version of the format.
    Version(u64),
}

/// What tells what a file is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    schema_version: u64,
    tool: ToolName,
    projects: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct ToolName {
    name: String,
}

/// The reports that a text holds.
pub fn read(bytes: &[u8]) -> Result<Vec<Report>, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head: Head = serde_json::from_slice(bytes).map_err(|error| read_error(&error))?;
    if head.tool.name != env!("CARGO_PKG_NAME") {
        return Err(ReadError::Other("another tool wrote it".to_owned()));
    }
    if head.schema_version != SCHEMA_VERSION {
        return Err(ReadError::Version(head.schema_version));
    }
    let reports = if head.projects.is_some() {
        serde_json::from_slice::<Joined>(bytes).map(|joined| joined.projects)
    } else {
        serde_json::from_slice::<Report>(bytes).map(|report| vec![report])
    };
    let reports = reports.map_err(|error| read_error(&error))?;
    if let Some(other) = reports.iter().find(|report| u64::from(report.schema_version) != SCHEMA_VERSION) {
        return Err(ReadError::Version(other.schema_version.into()));
    }
    if reports.iter().any(|report| Verdict::named(&report.verdict).is_none()) {
        return Err(ReadError::Other("it has no verdict".to_owned()));
    }
    Ok(reports)
}

fn read_error(error: &serde_json::Error) -> ReadError {
    let words = error.to_string();
    let reason = text::first_columns(&text::printable(&words), REASON_COLUMNS).to_owned();
    match error.classify() {
        Category::Data => ReadError::Other(reason),
        Category::Io | Category::Syntax | Category::Eof => ReadError::Damaged(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::{ReadError, read};

    fn says(text: &str) -> ReadError {
        read(text.as_bytes()).expect_err("it is no report")
    }

    #[test]
    fn what_is_no_report_is_told_from_what_is_damaged() {
        assert!(matches!(says(""), ReadError::Damaged(_)));
        assert!(matches!(says("{\"schemaVersion\": 1,"), ReadError::Damaged(_)));
        assert!(matches!(says("{}"), ReadError::Other(_)));
        assert!(matches!(says("{\"schemaVersion\":1,\"tool\":{\"name\":\"x\"}}"), ReadError::Other(_)));
        let newer = "{\"schemaVersion\":2,\"tool\":{\"name\":\"weighbridge\"},\"projects\":7}";
        assert_eq!(says(newer), ReadError::Version(2));
        let older = "{\"schemaVersion\":1,\"tool\":{\"name\":\"weighbridge\"}}";
        assert!(matches!(says(older), ReadError::Other(reason) if reason.contains("missing field")));
    }

    #[test]
    fn deep_nesting_is_an_error_and_costs_no_stack() {
        assert!(matches!(says(&"[".repeat(1_000_000)), ReadError::Other(_) | ReadError::Damaged(_)));
        let deep =
            format!("{{\"tool\":{{\"name\":\"weighbridge\"}},\"projects\":{}", "{\"a\":".repeat(1_000_000));
        assert!(matches!(says(&deep), ReadError::Damaged(_)));
    }

    #[test]
    fn a_text_of_the_file_in_a_reason_does_nothing_to_a_terminal() {
        let ReadError::Other(reason) = says("{\"schemaVersion\":\"\\u001b[31m\\u202e\"}") else {
            panic!("it is JSON");
        };
        assert!(!reason.contains(['\u{1b}', '\u{202e}']), "{reason:?}");
    }
}
