//! EDGE. Reads JSON reports of the tool from files or stdin: baselines, and what is merged. Whatever is wrong with one
//! is told in the same words; they say what the file was for.

use std::fmt;
use std::io;
use std::path::Path;

use miette::Diagnostic;
use thiserror::Error;

use crate::cli::{input, paths};
use crate::model::json_report::Report;
use crate::report::json::{ReadError, SCHEMA_VERSION, read};
use crate::report::text::printable;

/// A report of a build with 13,000 files takes some 20 MB.
pub(crate) const LARGEST: u64 = 512 << 20;

/// What a report is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To compare with.
    Baseline,
    /// To be joined with others.
    Merge,
    /// To be compared with another.
    Compare,
}

impl Purpose {
    /// What is read.
    fn kind(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Merge | Self::Compare => "JSON report",
        }
    }

    /// How to come by one.
    fn write_one(self) -> &'static str {
        match self {
            Self::Baseline => {
                "write one with: weighbridge update, or weighbridge check DIRECTORY --report json=FILE"
            }
            Self::Merge | Self::Compare => "write one with: weighbridge check DIRECTORY --report json=FILE",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Baseline => "baseline",
            Self::Merge | Self::Compare => "report",
        })
    }
}

/// Why a file gives no report.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum ReportFileError {
    #[error("cannot read the {purpose} `{name}`")]
    #[diagnostic(
        code(weighbridge::report_file::unreadable),
        help("name a {} of weighbridge; {}", purpose.kind(), purpose.write_one())
    )]
    Unreadable { purpose: Purpose, name: String, source: io::Error },
    #[error("the {purpose} `{name}` is larger than {} MiB", LARGEST >> 20)]
    #[diagnostic(
        code(weighbridge::report_file::too_large),
        help("no build gives such a file: name the right one, or {}", purpose.write_one())
    )]
    TooLarge { purpose: Purpose, name: String },
    #[error("the {purpose} `{name}` is not UTF-8 text: byte {} cannot be read", offset + 1)]
    #[diagnostic(
        code(weighbridge::report_file::not_text),
        help(
            "let the tool write the file itself, as PowerShell's > writes UTF-16: --report json=FILE instead of > FILE"
        )
    )]
    NotText { purpose: Purpose, name: String, offset: usize },
    #[error("the {purpose} `{name}` ends in the middle, at line {line}, column {column}")]
    #[diagnostic(
        code(weighbridge::report_file::half_written),
        help("it was not written to its end; {}", purpose.write_one())
    )]
    HalfWritten { purpose: Purpose, name: String, line: usize, column: usize },
    #[error("the {purpose} `{name}` is no {} of weighbridge: {reason}", purpose.kind())]
    #[diagnostic(code(weighbridge::report_file::no_report), help("{}", purpose.write_one()))]
    NoReport { purpose: Purpose, name: String, reason: String },
    #[error("the {purpose} `{name}` is of a newer format: schemaVersion {version}, and this is weighbridge {} with {SCHEMA_VERSION}", env!("CARGO_PKG_VERSION"))]
    #[diagnostic(
        code(weighbridge::report_file::newer),
        help("update weighbridge{at_least}, or write it anew with this one: {}", purpose.write_one())
    )]
    Newer { purpose: Purpose, name: String, version: u64, at_least: String },
}

/// The reports in a file, or in stdin where there is no path, and what the file is called.
pub(crate) fn reports(
    path: Option<&Path>,
    purpose: Purpose,
) -> Result<(String, Vec<Report>), ReportFileError> {
    let (name, bytes) = match path {
        Some(path) => (printable(&paths::shown(path)).into_owned(), input::file(path, LARGEST)),
        None => ("stdin".to_owned(), input::stdin(LARGEST)),
    };
    let bytes = match bytes {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(ReportFileError::TooLarge { purpose, name }),
        Err(source) => return Err(ReportFileError::Unreadable { purpose, name, source }),
    };
    match read(&bytes) {
        Ok(reports) => Ok((name, reports)),
        Err(error) => Err(ReportFileError::of(error, purpose, name)),
    }
}

impl ReportFileError {
    /// What is wrong with the text of that file.
    pub(crate) fn of(error: ReadError, purpose: Purpose, name: String) -> Self {
        match error {
            ReadError::NotText { offset } => Self::NotText { purpose, name, offset },
            ReadError::HalfWritten { line, column } => Self::HalfWritten { purpose, name, line, column },
            ReadError::NoReport(reason) => Self::NoReport { purpose, name, reason },
            ReadError::Newer { version, writer } => {
                let at_least = writer.map_or_else(String::new, |writer| format!(" to at least {writer}"));
                Self::Newer { purpose, name, version, at_least }
            }
        }
    }
}
