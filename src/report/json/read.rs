//! Reads JSON reports back: one by itself or joined ones. What is none, or not whole, is an error and never a report.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::json_report::{Joined, Report};
use crate::model::verdict::Verdict;
use crate::report::text;

/// The version that is read.
pub const SCHEMA_VERSION: u64 = 1;
/// An error's words may hold any text of the file.
const REASON_COLUMNS: usize = 160;

/// Why a text is no report.
#[derive(Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is not UTF-8 from that byte on.
    NotText {
        /// How many bytes are.
        offset: usize,
    },
    /// It is the beginning of something.
    HalfWritten {
        /// Where it ends.
        line: usize,
        /// Likewise.
        column: usize,
    },
    /// It is something else, or damaged.
    NoReport(String),
    /// It is of a version of the format that came later.
    Newer {
        /// That version.
        version: u64,
        /// The version of the tool that wrote it.
        writer: Option<String>,
    },
}

/// What every version of the format has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    schema_version: Option<u64>,
    tool: Option<Writer>,
    projects: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Writer {
    name: String,
    version: Option<String>,
}

/// The reports that a text holds.
pub fn read(bytes: &[u8]) -> Result<Vec<Report>, ReadError> {
    let text = utf8(bytes)?;
    let head: Head = serde_json::from_str(text).map_err(|error| read_error(&error))?;
    let no_report = |reason: &str| Err(ReadError::NoReport(reason.to_owned()));
    let Some(tool) = head.tool.filter(|tool| tool.name == env!("CARGO_PKG_NAME")) else {
        return no_report("\"tool\" does not say weighbridge");
    };
    let newer = |version, writer: &str| {
        let writer = text::first_columns(&text::printable(writer), REASON_COLUMNS).to_owned();
        Err(ReadError::Newer { version, writer: Some(writer).filter(|writer| !writer.is_empty()) })
    };
    match head.schema_version {
        Some(SCHEMA_VERSION) => {}
        Some(version) if SCHEMA_VERSION < version => {
            return newer(version, tool.version.as_deref().unwrap_or_default());
        }
        _ => return no_report("its \"schemaVersion\" was never one"),
    }
    let reports = if head.projects.is_some() {
        serde_json::from_str::<Joined>(text).map(|joined| joined.projects)
    } else {
        serde_json::from_str::<Report>(text).map(|report| vec![report])
    };
    let reports = reports.map_err(|error| read_error(&error))?;
    let version = |report: &Report| u64::from(report.schema_version);
    if let Some(later) = reports.iter().find(|report| SCHEMA_VERSION < version(report)) {
        return newer(version(later), &later.tool.version);
    }
    if reports.iter().any(|report| version(report) != SCHEMA_VERSION) {
        return no_report("its projects have another \"schemaVersion\" than it");
    }
    if reports.iter().any(|report| Verdict::named(&report.verdict).is_none()) {
        return no_report("it has no verdict");
    }
    Ok(reports)
}

/// The text, without a byte order mark.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, ReadError> {
    let text =
        std::str::from_utf8(bytes).map_err(|error| ReadError::NotText { offset: error.valid_up_to() })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Why a text is not what it was read as.
pub(crate) fn read_error(error: &serde_json::Error) -> ReadError {
    if error.is_eof() {
        return ReadError::HalfWritten { line: error.line(), column: error.column() };
    }
    let words = error.to_string();
    ReadError::NoReport(text::first_columns(&text::printable(&words), REASON_COLUMNS).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{ReadError, read};

    fn says(text: &str) -> ReadError {
        read(text.as_bytes()).expect_err("it is no report")
    }

    #[test]
    fn what_is_no_report_is_told_from_what_is_cut_short() {
        assert_eq!(says(""), ReadError::HalfWritten { line: 1, column: 0 });
        assert!(matches!(says("{\"schemaVersion\": 1,"), ReadError::HalfWritten { .. }));
        assert!(matches!(says("{}"), ReadError::NoReport(_)));
        assert!(matches!(says("{\"schemaVersion\":1,\"tool\":{\"name\":\"x\"}}"), ReadError::NoReport(_)));
        assert!(matches!(read(b"\xff\xfe{"), Err(ReadError::NotText { offset: 0 })));
        let newer = "{\"schemaVersion\":2,\"tool\":{\"name\":\"weighbridge\"},\"projects\":7}";
        assert_eq!(says(newer), ReadError::Newer { version: 2, writer: None });
        let older = "{\"schemaVersion\":1,\"tool\":{\"name\":\"weighbridge\"}}";
        assert!(matches!(says(older), ReadError::NoReport(reason) if reason.contains("missing field")));
    }

    #[test]
    fn deep_nesting_is_an_error_and_costs_no_stack() {
        assert!(matches!(says(&"[".repeat(1_000_000)), ReadError::NoReport(_)));
        let deep =
            format!("{{\"tool\":{{\"name\":\"weighbridge\"}},\"projects\":{}", "{\"a\":".repeat(1_000_000));
        says(&deep);
    }

    #[test]
    fn a_text_of_the_file_in_a_reason_does_nothing_to_a_terminal() {
        let ReadError::NoReport(reason) = says("{\"schemaVersion\":\"\\u001b[31m\\u202e\"}") else {
            panic!("it is JSON");
        };
        assert!(!reason.contains(['\u{1b}', '\u{202e}']), "{reason:?}");
    }
}
