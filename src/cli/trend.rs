//! EDGE. `weighbridge trend`: reads a history and writes what it says over time.

#![expect(clippy::disallowed_methods, reason = "this is the edge where the history is read")]

use std::fs::File;
use std::io::{self, Read};

use miette::{Diagnostic, IntoDiagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::cli::arguments::{Format, TrendArguments};
use crate::cli::{ExitStatus, check, output, paths};
use crate::report::history;
use crate::report::text::counted;

/// A line takes some kilobytes.
const LARGEST_HISTORY: u64 = 512 << 20;

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
    #[error("a trend is not written as that")]
    #[diagnostic(code(weighbridge::trend::format), help("write --report html=FILE or --report json=FILE"))]
    Format,
}

/// Reads, draws, writes.
pub(crate) fn run(arguments: &TrendArguments) -> Result<ExitStatus, Diagnosis> {
    check::one_to_stdout(&arguments.report)?;
    if arguments.report.iter().any(|request| !matches!(request.format, Format::Html | Format::Json)) {
        return Err(TrendError::Format.into());
    }
    let name = paths::shown(&arguments.history);
    let mut bytes = Vec::new();
    let read = File::open(&arguments.history)
        .and_then(|file| file.take(LARGEST_HISTORY + 1).read_to_end(&mut bytes));
    match read {
        Err(source) => return Err(TrendError::Unreadable { name, source }.into()),
        Ok(length) if LARGEST_HISTORY < length as u64 => return Err(TrendError::TooLarge { name }.into()),
        Ok(_) => {}
    }
    let trend = history::read(&bytes);
    if let Some(first) = trend.bad_lines.first() {
        let number = counted(trend.bad_lines.len() as u64, "line");
        let (line, reason) = (first.line, &first.reason);
        output::to_stderr(&format!(
            "note: {number} of the history could not be read; line {line}: {reason}\n"
        ));
    }
    let (files, stdout): (Vec<_>, Vec<_>) =
        arguments.report.iter().partition(|request| request.path.is_some());
    for request in files.into_iter().chain(stdout) {
        let text = match request.format {
            Format::Json => history::render_json(&trend),
            _ => history::render_html(&trend),
        };
        match &request.path {
            Some(path) => output::to_file(path, &text)?,
            None => output::to_stdout(&text).into_diagnostic()?,
        }
    }
    Ok(ExitStatus::WithinBudget)
}
