//! The reports that `--report` asks for, written where they are asked for: the same for every command.

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::cli::arguments::ReportRequest;
use crate::cli::output;

/// Arguments that cannot be meant.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum RequestError {
    #[error("two reports go to stdout")]
    #[diagnostic(
        code(weighbridge::report::two_to_stdout),
        help("write one of them to a file: --report json=report.json")
    )]
    TwoToStdout,
}

/// Whether a report takes stdout; more than one cannot.
pub(crate) fn one_to_stdout(requests: &[ReportRequest]) -> Result<bool, RequestError> {
    match requests.iter().filter(|request| request.path.is_none()).count() {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(RequestError::TwoToStdout),
    }
}

/// Writes each, files first: a run that could not write one of them has said nothing on stdout.
pub(crate) fn write(
    requests: &[ReportRequest],
    text: impl Fn(&ReportRequest) -> String,
) -> Result<(), Diagnosis> {
    let (files, stdout): (Vec<_>, Vec<_>) = requests.iter().partition(|request| request.path.is_some());
    for request in files.into_iter().chain(stdout) {
        let text = text(request);
        match &request.path {
            Some(path) => output::to_file(path, &text)?,
            None => output::to_stdout(&text)?,
        }
    }
    Ok(())
}
