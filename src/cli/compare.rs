//! EDGE. `weighbridge compare`: two builds beside each other, each a directory or a JSON report. Nothing is judged.
//!
//! A directory is measured here, as the other side was where that is a report. The earlier one is always read as a report
//! is, so that a build and its report compare in the same way.

#![expect(clippy::disallowed_methods, reason = "what lies at a path says what it is")]

use std::path::Path;

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::baseline::{self, Contradiction, earlier};
use crate::checks::CHECKS;
use crate::cli::arguments::CompareArguments;
use crate::cli::baseline::{BaselineFile, Compared};
use crate::cli::progress::Bar;
use crate::cli::report_file::{self, Purpose};
use crate::cli::settled::{Settled, settle};
use crate::cli::threads::ThreadsError;
use crate::cli::{ExitStatus, check, output, paths, requested, terminal};
use crate::config;
use crate::model::baseline::{Against, Baseline, Earlier};
use crate::model::config::{Compression, Config};
use crate::model::json_report::{Joined, Report};
use crate::model::report::Report as Run;
use crate::model::verdict::Verdict;
use crate::pipeline::{Encoder, Work};
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

/// One side of the comparison.
enum Side {
    /// A build.
    Build(Settled),
    /// What was measured already, and what the file is called.
    Reports(String, Vec<Report>),
}

/// Compares, and writes.
pub(crate) fn run(arguments: &CompareArguments) -> Result<ExitStatus, Diagnosis> {
    let takes_stdout = requested::one_to_stdout(&arguments.report)?;
    if arguments.old == "-" && arguments.new == "-" {
        return Err(CompareError::StdinTwice.into());
    }
    let (old, new) = (side(&arguments.old)?, side(&arguments.new)?);
    let joined = joined(old, new, arguments.threads.map(usize::from))?;
    let for_stdout = render_compared(&joined, &terminal::stdout_style());
    let for_files = render_compared(&joined, &terminal::file_style());
    check::write(&joined, &arguments.report, &for_files, &for_stdout)?;
    if !takes_stdout {
        output::to_stdout(&for_stdout)?;
    }
    Ok(ExitStatus::WithinBudget)
}

fn side(named: &str) -> Result<Side, Diagnosis> {
    let path = (named != "-").then(|| Path::new(named));
    match path {
        Some(path) if path.is_dir() => Ok(Side::Build(settle(Some(path), None)?)),
        Some(path) if !path.exists() => {
            Err(CompareError::Missing { name: printable(&paths::shown(path)).into_owned() }.into())
        }
        _ => {
            let (name, reports) = report_file::reports(path, Purpose::Compare)?;
            Ok(Side::Reports(name, reports))
        }
    }
}

/// The projects of the new side that the old one has, too, each with what has changed.
fn joined(old: Side, new: Side, threads: Option<usize>) -> Result<Joined, Diagnosis> {
    let compression = compression(&old, &new);
    let (old_name, old) = match old {
        Side::Build(settled) => {
            let name = settled.shown.clone();
            (name, vec![json::document(&weigh(settled, compression, threads, |_, _| Ok(None))?)])
        }
        Side::Reports(name, reports) => (name, reports),
    };
    let old_projects = old.iter().map(project_name).collect::<Vec<_>>().join(", ");
    let number = old.len();
    let only_name = match old.as_slice() {
        [only] => only.project.clone(),
        _ => None,
    };
    let old = BaselineFile::of_reports(old_name.clone(), old);
    let (new_name, compared) = match new {
        Side::Build(settled) => {
            let name = settled.shown.clone();
            let run = weigh(settled, compression, threads, |walked, directory| {
                let compared = Compared { project: None, among_several: false, directory, compression };
                let paths = walked.files.iter().map(|file| file.path.as_str());
                Ok(Some(old.of(compared, paths)?))
            })?;
            (name, vec![json::document(&run)])
        }
        Side::Reports(name, reports) => {
            let among_several = 1 < reports.len();
            let mut compared = Vec::new();
            for report in reports {
                // Of one each, a name on one side alone says nothing against it.
                let is_named =
                    number != 1 || among_several || (only_name.is_some() && only_name != report.project);
                let project = report.project.clone().filter(|_| is_named);
                compared.extend(beside(&name, report, project.as_deref(), among_several, &old)?);
            }
            (name, compared)
        }
    };
    if compared.is_empty() {
        return Err(CompareError::NoProject { old: old_name, new: new_name, has: old_projects }.into());
    }
    Ok(Joined::of(compared))
}

fn project_name(report: &Report) -> String {
    printable(report.project.as_deref().unwrap_or(&report.build.directory)).into_owned()
}

/// How both sides are measured: as a report was, or else as the new build's budgets.json says.
fn compression(old: &Side, new: &Side) -> Compression {
    let of_report = |side: &Side| match side {
        Side::Reports(_, reports) => reports.first().map(|report| {
            let was = &report.build.compression;
            Compression { gzip: was.gzip, brotli: was.brotli }
        }),
        Side::Build(_) => None,
    };
    let of_build = |side: &Side| match side {
        Side::Build(settled) => Some(settled.config.compression),
        Side::Reports(..) => None,
    };
    of_report(new).or(of_report(old)).or(of_build(new)).unwrap_or(Compression::MAX)
}

/// A build, measured so, inspected and judged by nothing.
fn weigh(
    settled: Settled,
    compression: Compression,
    threads: Option<usize>,
    baseline: impl FnOnce(&walk::Walked, &str) -> Result<Option<Baseline>, Diagnosis>,
) -> Result<Run, Diagnosis> {
    let walked = walk::walk(&settled.build, &settled.shown, &settled.config.ignore)?;
    let baseline = baseline(&walked, &settled.shown)?;
    let work = Work { threads, encoder: Encoder::Estimate, avif: false };
    let config = without_judgement(Config { compression, ..settled.config });
    let run = pipeline::check(walked, &[], settled.shown, config, baseline, &work, &Bar::new());
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
    project: Option<&str>,
    among_several: bool,
    old: &BaselineFile,
) -> Result<Option<Report>, Diagnosis> {
    let compression =
        Compression { gzip: report.build.compression.gzip, brotli: report.build.compression.brotli };
    let directory = report.build.directory.as_str();
    let compared = Compared { project, among_several, directory, compression };
    let baseline = old.of(compared, report.assets.iter().map(|asset| asset.path.as_str()))?;
    if baseline.earlier.is_err() {
        let told = format!("note: {} is not in {}, and left out\n", project_name(&report), baseline.name);
        output::to_stderr(&told);
        return Ok(None);
    }
    let Earlier { build, vague, .. } = earlier(&report)
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
