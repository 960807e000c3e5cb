//! EDGE. `weighbridge merge`: joins JSON reports, and writes what `check` over all projects would have.

#![expect(clippy::disallowed_methods, reason = "a file of that very name tells that `=` names no project")]

use std::path::Path;

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::cli::arguments::MergeArguments;
use crate::cli::report_file::{self, Purpose, ReportFileError};
use crate::cli::{ExitStatus, check, output, rendered, requested, terminal};
use crate::model::json_report::Joined;
use crate::model::verdict::Verdict;
use crate::report::join::{JoinError, Source, join};
use crate::report::terminal::render_joined;
use crate::report::text::printable;

/// Reports that cannot be merged.
#[derive(Debug, Error, Diagnostic)]
enum MergeError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    File(#[from] ReportFileError),
    #[error("`{name}` has {count} projects, and one name is given")]
    #[diagnostic(code(weighbridge::merge::name_of_many), help("leave the name out: they have theirs"))]
    NameOfMany { name: String, count: usize },
    #[error("`{one}` and `{other}` say different things of the project `{project}`")]
    #[diagnostic(
        code(weighbridge::merge::conflict),
        help("leave out the older one or, if they are two projects, name them: shop={one} docs={other}")
    )]
    Conflict { project: String, one: String, other: String },
    #[error(
        "the sizes in `{one}` and `{other}` were compressed in different ways: {one_way} and {other_way}"
    )]
    #[diagnostic(
        code(weighbridge::merge::compression),
        help("give the budget files the same \"compression\", and check the builds again")
    )]
    Compression { one: String, other: String, one_way: String, other_way: String },
    #[error("stdin is named twice")]
    #[diagnostic(code(weighbridge::merge::stdin_twice), help("name `-` once"))]
    StdinTwice,
}

/// Reads, joins, writes.
pub(crate) fn run(arguments: &MergeArguments) -> Result<ExitStatus, Diagnosis> {
    let takes_stdout = requested::one_to_stdout(&arguments.report)?;
    let joined = match joined(&arguments.inputs) {
        Ok(joined) => joined,
        // All that is wrong is told at once, and nothing is written.
        Err(errors) => {
            for error in errors {
                output::to_stderr(&rendered(&error.into()));
            }
            return Ok(ExitStatus::CouldNotJudge);
        }
    };
    let for_people = |style| render_joined(&joined, arguments.quiet, &style);
    let for_stdout = for_people(terminal::stdout_style());
    check::write(&joined, &arguments.report, &for_people(terminal::file_style()), &for_stdout)?;
    check::append(&joined, &arguments.history)?;
    if !takes_stdout {
        output::to_stdout(&for_stdout)?;
    }
    // `read` has let no other word in.
    let verdict = Verdict::named(&joined.verdict).unwrap_or(Verdict::Fail);
    Ok(check::status(verdict, arguments.fail_on))
}

fn joined(inputs: &[String]) -> Result<Joined, Vec<MergeError>> {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    if 1 < inputs.iter().filter(|input| named(input).1 == "-").count() {
        return Err(vec![MergeError::StdinTwice]);
    }
    for input in inputs {
        match source(input) {
            Ok(source) => sources.push(source),
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    join(sources).map_err(|error| vec![merge_error(error)])
}

/// The project's name, where one is given, and the file.
fn named(input: &str) -> (Option<&str>, &str) {
    match input.split_once('=') {
        Some((name, path)) if !name.is_empty() && !Path::new(input).exists() => (Some(name), path),
        _ => (None, input),
    }
}

fn source(input: &str) -> Result<Source, MergeError> {
    let (project, path) = named(input);
    let file = (path != "-").then(|| Path::new(path));
    let (shown, mut reports) = report_file::reports(file, Purpose::Merge)?;
    match (project, reports.as_mut_slice()) {
        (Some(name), [only]) => only.project = Some(name.to_owned()),
        (Some(_), several) => return Err(MergeError::NameOfMany { name: shown, count: several.len() }),
        (None, _) => {}
    }
    Ok(Source { name: shown, reports })
}

fn merge_error(error: JoinError) -> MergeError {
    match error {
        JoinError::Conflict { project, one, other } => {
            MergeError::Conflict { project: printable(&project).into_owned(), one, other }
        }
        JoinError::Compression { one, other, one_way, other_way } => {
            MergeError::Compression { one, other, one_way, other_way }
        }
    }
}
