//! EDGE. `weighbridge trend`: reads a history and writes what it says over time.

use std::io;

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::cli::arguments::{Format, ReportRequest, TrendArguments};
use crate::cli::{ExitStatus, input, output, paths, requested};
use crate::report::history;
use crate::report::text::{self, counted};

/// A line takes some kilobytes.
const LARGEST_HISTORY: u64 = 512 << 20;

/// What a trend is written as.
const FORMATS: [Format; 2] = [Format::Html, Format::Json];

/// Why there is no trend.
#[derive(Debug, Error, Diagnostic)]
enum TrendError {
    #[error("cannot read the history `{name}`")]
    #[diagnostic(
        code(weighbridge::trend::unreadable),
        help("write it first: weighbridge check DIRECTORY --append FILE")
    )]
    Unreadable { name: String, source: io::Error },
    #[error("the history `{name}` is larger than 512 MiB")]
    #[diagnostic(code(weighbridge::trend::too_large), help("keep its last lines: tail -n 10000"))]
    TooLarge { name: String },
    #[error("there is no trend as `{format}`; write {}", formats())]
    #[diagnostic(code(weighbridge::trend::format), help("such as --report html=trend.html"))]
    Format { format: String },
}

/// Reads, draws, writes.
pub(crate) fn run(arguments: &TrendArguments) -> Result<ExitStatus, Diagnosis> {
    requested::one_to_stdout(&arguments.report)?;
    let is_other = |request: &&ReportRequest| !FORMATS.contains(&request.format);
    if let Some(other) = arguments.report.iter().find(is_other) {
        return Err(TrendError::Format { format: other.format.name() }.into());
    }
    let name = paths::shown(&arguments.history);
    let bytes = match input::file(&arguments.history, LARGEST_HISTORY) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(TrendError::TooLarge { name }.into()),
        Err(source) => return Err(TrendError::Unreadable { name, source }.into()),
    };
    let trend = history::read(&bytes);
    if let Some(first) = trend.bad_lines.first() {
        let number = counted(trend.bad_lines.len() as u64, "line");
        let (line, reason) = (first.line, &first.reason);
        output::to_stderr(&format!(
            "note: {number} of the history could not be read; line {line}: {reason}\n"
        ));
    }
    requested::write(&arguments.report, |request| match request.format {
        Format::Json => history::render_json(&trend),
        _ => history::render_html(&trend),
    })?;
    Ok(ExitStatus::WithinBudget)
}

fn formats() -> String {
    text::alternatives(&FORMATS.map(Format::name))
}
