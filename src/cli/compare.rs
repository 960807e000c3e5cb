//! EDGE. `weighbridge compare`: two builds beside each other, each a directory or a JSON report. Nothing is judged.
//!
//! A directory is measured here, as the other side was where that is a report. The earlier one is always read as a report
//! is, so that a build and its report compare in the same way.

#![expect(clippy::disallowed_methods, reason = "what lies at a path says what it is")]

use std::path::Path;

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::baseline::{self, Contradiction, Paths, earlier};
use crate::checks::CHECKS;
use crate::cli::arguments::{CompareArguments, WorkArguments};
use crate::cli::baseline::{BaselineFile, Compared, projects};
use crate::cli::past::PastSource;
use crate::cli::progress::Bar;
use crate::cli::report_file::{self, Purpose};
use crate::cli::settled::{Settled, settle};
use crate::cli::threads::ThreadsError;
use crate::cli::{ExitStatus, check, output, paths, requested, terminal};
use crate::config;
use crate::model::baseline::{Against, Baseline, Earlier};
use crate::model::config::{Compression, Config};
use crate::model::json_report::{Joined, Report};
use crate::model::outside::Measurements;
use crate::model::report::Report as Run;
use crate::model::verdict::Verdict;
use crate::pipeline::{Encoder, Given};
use crate::report::json;
use crate::report::terminal::render_compared;
use crate::report::text::printable;
use crate::{pipeline, walk};

/// What cannot be compared.
#[derive(Debug, Error, Diagnostic)]
enum CompareError {
    #[error("there is no report and no directory `{name}`")]
    #[diagnostic(
        code(weighbridge::compare::missing),
        help(
            "name a build or its JSON report; write one with: weighbridge check DIRECTORY --report json=FILE"
        )
    )]
    Missing { name: String },
    #[error("stdin is named twice")]
    #[diagnostic(code(weighbridge::compare::stdin_twice), help("name `-` once, and a file or a directory"))]
    StdinTwice,
    #[error("the report `{name}` contradicts itself: {contradiction}")]
    #[diagnostic(
        code(weighbridge::compare::contradiction),
        help(
            "a report is not to be edited: write it anew with weighbridge check DIRECTORY --report json=FILE"
        )
    )]
    Contradicts { name: String, contradiction: Contradiction },
    #[error("`{old}` and `{new}` have no project in common")]
    #[diagnostic(
        code(weighbridge::compare::no_project),
        help("name reports of the same projects: those of {old} are {has}")
    )]
    NoProject { old: String, new: String, has: String },
}

impl CompareError {
    fn missing(name: &str) -> Self {
        Self::Missing { name: printable(name).into_owned() }
    }
}

/// The build that is compared.
enum New {
    /// A build.
    Build(Box<Settled>),
    /// What was measured already, and what the file is called.
    Reports(String, Vec<Report>),
}

/// Compares, and writes.
pub(crate) fn run(arguments: &CompareArguments) -> Result<ExitStatus, Diagnosis> {
    let takes_stdout = requested::one_to_stdout(&arguments.report)?;
    if arguments.old == PastSource::Stdin && arguments.new == Path::new("-") {
        return Err(CompareError::StdinTwice.into());
    }
    let new = new(&arguments.new)?;
    let old = old(&arguments.old, &new, arguments.work)?;
    let joined = joined(&old, new, arguments.work)?;
    let for_stdout = render_compared(&joined, &terminal::stdout_style());
    let for_files = render_compared(&joined, &terminal::file_style());
    check::write(&joined, &arguments.report, &for_files, &for_stdout)?;
    if !takes_stdout {
        output::to_stdout(&for_stdout)?;
    }
    Ok(ExitStatus::WithinBudget)
}

fn new(path: &Path) -> Result<New, Diagnosis> {
    if path.is_dir() {
        return Ok(New::Build(Box::new(settle(Some(path), None)?)));
    }
    let is_stdin = path == Path::new("-");
    if !is_stdin && !path.exists() {
        return Err(CompareError::missing(&paths::shown(path)).into());
    }
    let (name, reports) = report_file::reports((!is_stdin).then_some(path), Purpose::Compare)?;
    Ok(New::Reports(name, reports))
}

/// The earlier build; where it is a directory, measured as the new one is.
fn old(source: &PastSource, new: &New, work: WorkArguments) -> Result<BaselineFile, Diagnosis> {
    match source {
        PastSource::File(path) if path.is_dir() => {
            let settled = settle(Some(path), None)?;
            let compression = match new {
                New::Build(settled) => settled.config.compression,
                New::Reports(_, reports) => {
                    reports.first().map_or(settled.config.compression, compression_of)
                }
            };
            let name = settled.shown.clone();
            let run = weigh(settled, compression, work, |_, _| Ok(None))?;
            Ok(BaselineFile::of_report(name, json::document(&run)))
        }
        _ => {
            let file = BaselineFile::read(source)?;
            if file.is_there() { Ok(file) } else { Err(CompareError::missing(file.name()).into()) }
        }
    }
}

/// The projects of the new side that the old one has, too, each with what has changed.
fn joined(old: &BaselineFile, new: New, work: WorkArguments) -> Result<Joined, Diagnosis> {
    let (name, compared) = match new {
        New::Build(settled) => {
            let compression = old.reports().first().map_or(settled.config.compression, compression_of);
            let (name, beside) = (settled.shown.clone(), settled.beside.clone());
            let (directory, build) = (settled.shown.clone(), settled.build.clone());
            let run = weigh(*settled, compression, work, |walked, compression| {
                let compared = Compared {
                    project: None,
                    among_several: false,
                    directory: &directory,
                    build: &build,
                    beside: beside.as_deref(),
                    compression,
                };
                Ok(Some(old.of(compared, walked)?))
            })?;
            (name, vec![json::document(&run)])
        }
        New::Reports(name, reports) => {
            let among_several = 1 < reports.len();
            let mut compared = Vec::new();
            for report in reports {
                compared.extend(beside(&name, report, among_several, old)?);
            }
            (name, compared)
        }
    };
    if compared.is_empty() {
        let (old, has) = (old.name().to_owned(), printable(&projects(old.reports())).into_owned());
        return Err(CompareError::NoProject { old, new: name, has }.into());
    }
    Ok(Joined::of(compared))
}

fn compression_of(report: &Report) -> Compression {
    Compression { gzip: report.build.compression.gzip, brotli: report.build.compression.brotli }
}

/// The project by which the part of the old side is found. Of one report each, a name on one side alone says nothing
/// against it.
fn project_of<'r>(report: &'r Report, among_several: bool, old: &BaselineFile) -> Option<&'r str> {
    let project = report.project.as_deref()?;
    let is_needed = match old.reports() {
        [only] => among_several || only.project.as_deref().is_some_and(|other| other != project),
        _ => true,
    };
    is_needed.then_some(project)
}

/// A build, measured so, inspected and judged by nothing.
fn weigh(
    settled: Settled,
    compression: Compression,
    work: WorkArguments,
    baseline: impl FnOnce(&walk::Walked, Compression) -> Result<Option<Baseline>, Diagnosis>,
) -> Result<Run, Diagnosis> {
    let walked = walk::walk(&settled.build, &settled.shown, &settled.config.ignore)?;
    let baseline = baseline(&walked, compression)?;
    let work = work.work(&settled.build, Encoder::Estimate);
    let config = without_judgement(Config { compression, ..settled.config });
    let given = Given { pasts: baseline.into(), ..Given::default() };
    let run = pipeline::check(walked, given, settled.shown, config, &work, &Bar::new());
    Ok(run.map_err(ThreadsError::from)?)
}

fn without_judgement(config: Config) -> Config {
    let checks = config.checks.only(CHECKS, &[]);
    Config { budgets: Vec::new(), unmatched: None, checks, ..config }
}

/// A report with what has changed since the old side; `None` for a project that the old side does not have.
fn beside(
    name: &str,
    report: Report,
    among_several: bool,
    old: &BaselineFile,
) -> Result<Option<Report>, Diagnosis> {
    let (compression, directory) = (compression_of(&report), report.build.directory.as_str());
    let compared = Compared {
        project: project_of(&report, among_several, old),
        among_several,
        directory,
        build: Path::new(directory),
        beside: None,
        compression,
    };
    let baseline = old.of_files(compared, report.assets.iter().map(|asset| asset.path.as_str()))?;
    if baseline.earlier.is_err() {
        let project = report.project.as_deref().unwrap_or(directory);
        let told = format!("note: {} is not in {}, and left out\n", printable(project), baseline.name);
        output::to_stderr(&told);
        return Ok(None);
    }
    let Earlier { build, vague, .. } = earlier(&report, Paths::OfTheBuild)
        .map_err(|contradiction| CompareError::Contradicts { name: name.to_owned(), contradiction })?;
    let mut against = baseline::compare(&build, Some(baseline));
    if let Against::Report(comparison) = &mut against {
        // What one of them does not tell cannot be compared.
        comparison.earlier.vague |= vague;
    }
    let run = Run {
        directory: directory.to_owned(),
        build,
        config: without_judgement(Config { compression, ..config::built_in() }),
        against,
        anchor: Against::Nothing,
        measurements: Measurements::default(),
        judgements: Vec::new(),
        checks: Vec::new(),
        findings: Vec::new(),
        problems: Vec::new(),
        verdict: Verdict::Pass,
    };
    Ok(Some(with_changes(report, &run)))
}

/// The report of the new build with the changes that `run`, which was made of it, has found; what it was judged by then
/// is left out.
fn with_changes(report: Report, run: &Run) -> Report {
    let past = run.against.comparison();
    let mut entries = report.entries;
    // The entry points of the run are those of the report, in its order.
    for (entry, point) in entries.iter_mut().zip(&run.build.graph.entries) {
        let before = past.and_then(|past| past.initial_before(point));
        entry.initial.before = before.map(json::sizes);
    }
    Report {
        entries,
        checks: Vec::new(),
        findings: Vec::new(),
        budgets: Vec::new(),
        breaches: Vec::new(),
        baseline: json::comparison(run),
        verdict: Verdict::Pass.name().into(),
        ..report
    }
}
