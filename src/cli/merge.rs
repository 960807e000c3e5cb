//! EDGE. `weighbridge merge`: reads JSON reports, joins them, and writes what `check` over all projects would have.

#![expect(clippy::disallowed_methods, reason = "this is the edge where reports are read")]

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use miette::{Diagnostic, IntoDiagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::cli::arguments::MergeArguments;
use crate::cli::{ExitStatus, check, output, paths, rendered, terminal};
use crate::model::json_report::Joined;
use crate::model::verdict::Verdict;
use crate::report::join::{JoinError, Source, join};
use crate::report::json::{ReadError, read};
use crate::report::terminal::render_joined;
use crate::report::text::printable;

/// A report of a build with 13,000 files takes some 20 MB.
const LARGEST_REPORT: u64 = 512 << 20;

/// A report that cannot be merged.
#[derive(Debug, Error, Diagnostic)]
enum MergeError {
    #[error("cannot read the report `{name}`")]
    #[diagnostic(
        code(weighbridge::merge::unreadable),
        help("write it first: weighbridge check DIRECTORY --report json=FILE")
    )]
    Unreadable { name: String, source: io::Error },
    #[error("the report `{name}` is larger than 512 MiB")]
    #[diagnostic(
        code(weighbridge::merge::too_large),
        help("no build gives such a report: name the right file")
    )]
    TooLarge { name: String },
    #[error("the report `{name}` is damaged: {reason}")]
    #[diagnostic(code(weighbridge::merge::damaged), help("write it again; it may have been cut short"))]
    Damaged { name: String, reason: String },
    #[error("`{name}` is no JSON report of weighbridge: {reason}")]
    #[diagnostic(
        code(weighbridge::merge::not_a_report),
        help("name what `weighbridge check DIRECTORY --report json=FILE` of this version wrote")
    )]
    NotAReport { name: String, reason: String },
    #[error("the report `{name}` has schemaVersion {version}, and this version reads 1")]
    #[diagnostic(
        code(weighbridge::merge::version),
        help("write and merge the reports with one version of weighbridge")
    )]
    Version { name: String, version: u64 },
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
    let takes_stdout = check::one_to_stdout(&arguments.report)?;
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
        output::to_stdout(&for_stdout).into_diagnostic()?;
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
    let shown = match path {
        "-" => "stdin".to_owned(),
        path => printable(&paths::shown(Path::new(path))).into_owned(),
    };
    let mut bytes = Vec::new();
    let read_bytes = match path {
        "-" => io::stdin().lock().take(LARGEST_REPORT + 1).read_to_end(&mut bytes),
        path => File::open(path).and_then(|file| file.take(LARGEST_REPORT + 1).read_to_end(&mut bytes)),
    };
    match read_bytes {
        Err(source) => return Err(MergeError::Unreadable { name: shown, source }),
        Ok(length) if LARGEST_REPORT < length as u64 => return Err(MergeError::TooLarge { name: shown }),
        Ok(_) => {}
    }
    let mut reports = match read(&bytes) {
        Ok(reports) => reports,
        Err(ReadError::Damaged(reason)) => return Err(MergeError::Damaged { name: shown, reason }),
        Err(ReadError::Other(reason)) => return Err(MergeError::NotAReport { name: shown, reason }),
        Err(ReadError::Version(version)) => return Err(MergeError::Version { name: shown, version }),
    };
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
