//! EDGE. `weighbridge check`: finds the budgets, runs the pipeline, writes the reports.

use std::path::{Path, PathBuf};

use miette::{Diagnostic, IntoDiagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::cache::Cache;
use crate::checks::CHECKS;
use crate::cli::arguments::{CheckArguments, FailOn, Format, ReportRequest};
use crate::cli::baseline::{BaselineFile, Compared};
use crate::cli::progress::Bar;
use crate::cli::{ExitStatus, formats, manifests, output, paths, terminal};
use crate::config;
use crate::model::config::Config;
use crate::model::json_report::Joined;
use crate::model::report::Report;
use crate::model::verdict::Verdict;
use crate::pipeline::{Encoder, Work};
use crate::report::json;
use crate::report::terminal::{TerminalStyle, render, render_quiet};
use crate::{pipeline, walk};

/// Arguments that cannot be meant.
#[derive(Debug, Error, Diagnostic)]
enum UsageError {
    #[error("no build directory is given")]
    #[diagnostic(code(weighbridge::check::no_directory))]
    NoDirectory {
        #[help]
        help: &'static str,
    },
    #[error("two reports go to stdout")]
    #[diagnostic(
        code(weighbridge::check::two_reports),
        help("write one of them to a file: --report json=report.json")
    )]
    TwoReportsToStdout,
}

/// Weighs, inspects, judges.
pub(crate) fn run(arguments: &CheckArguments) -> Result<ExitStatus, Diagnosis> {
    let to_stdout = arguments.report.iter().filter(|request| request.path.is_none()).count();
    if to_stdout > 1 {
        return Err(UsageError::TwoReportsToStdout.into());
    }
    let (config, config_path) = configuration(arguments)?;
    let directory = match (&arguments.directory, &config.build) {
        (Some(directory), _) => directory.clone(),
        (None, Some(build)) => beside(config_path.as_deref(), build),
        (None, None) if arguments.limits.0.is_empty() => {
            let help = "name the directory that the bundler writes (weighbridge check dist), or set \"build\" in budgets.json";
            return Err(UsageError::NoDirectory { help }.into());
        }
        (None, None) => {
            let help = "name it before the limit: weighbridge check dist --limit \"170 kB\"";
            return Err(UsageError::NoDirectory { help }.into());
        }
    };
    let name = paths::shown(&directory);
    let walked = walk::walk(&directory, &name, &config.ignore)?;
    let manifests = manifests::read(&arguments.manifest, &walked)?;
    let encoder = match (arguments.no_encode, arguments.no_cache) {
        (true, _) => Encoder::Estimate,
        (false, true) => Encoder::Real(Cache::none()),
        (false, false) => Encoder::Real(Cache::of_build(&directory)),
    };
    let work = Work { threads: arguments.threads.map(usize::from), encoder, avif: arguments.avif };
    let baseline = arguments.baseline.as_deref().map(BaselineFile::read).transpose()?;
    let compared = Compared { project: None, directory: &name, compression: config.compression };
    let paths = walked.files.iter().map(|file| file.path.as_str());
    let baseline = baseline.map(|file| file.of(compared, paths)).transpose()?;
    let report =
        pipeline::check(walked, &manifests, name, config, baseline, &work, &Bar::new()).into_diagnostic()?;

    let joined = Joined::of(vec![json::document(&report)]);
    // Files first: a run that could not write one of them has said nothing on stdout.
    let (files, stdout): (Vec<_>, Vec<_>) =
        arguments.report.iter().partition(|request| request.path.is_some());
    for request in files.into_iter().chain(stdout) {
        write(&report, &joined, request, arguments.quiet)?;
    }
    // The report for people is always there, unless stdout is taken.
    if to_stdout == 0 {
        output::to_stdout(&for_people(&report, &terminal::stdout_style(), arguments.quiet))
            .into_diagnostic()?;
    }
    Ok(status(report.verdict, arguments.fail_on))
}

/// The configuration, and the path of its file if it came from one.
fn configuration(arguments: &CheckArguments) -> Result<(Config, Option<PathBuf>), Diagnosis> {
    if !arguments.limits.0.is_empty() {
        return Ok((config::from_limits(&arguments.limits.0)?, None));
    }
    if arguments.no_config {
        return Ok((config::built_in(), None));
    }
    let start = arguments.directory.as_deref().unwrap_or(Path::new("."));
    match arguments.config.clone().or_else(|| config::find(start)) {
        None => Ok((config::built_in(), None)),
        Some(path) => Ok((config::load(&path, &paths::shown(&path), CHECKS)?, Some(path))),
    }
}

fn beside(config: Option<&Path>, build: &str) -> PathBuf {
    config.and_then(Path::parent).unwrap_or(Path::new("")).join(build)
}

fn write(report: &Report, joined: &Joined, request: &ReportRequest, quiet: bool) -> Result<(), Diagnosis> {
    let style = if request.path.is_some() { terminal::file_style() } else { terminal::stdout_style() };
    let text = match request.format {
        Format::Terminal => for_people(report, &style, quiet),
        format => formats::rendered(format, joined),
    };
    match &request.path {
        Some(path) => Ok(output::to_file(path, &text)?),
        None => output::to_stdout(&text).into_diagnostic(),
    }
}

fn for_people(report: &Report, style: &TerminalStyle, quiet: bool) -> String {
    if quiet { render_quiet(report, style) } else { render(report, style) }
}

fn status(verdict: Verdict, fail_on: FailOn) -> ExitStatus {
    let worst_allowed = match fail_on {
        FailOn::Error => Verdict::Warn,
        FailOn::Warning => Verdict::Pass,
    };
    if verdict <= worst_allowed { ExitStatus::WithinBudget } else { ExitStatus::OverBudget }
}
