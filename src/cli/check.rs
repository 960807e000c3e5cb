//! EDGE. `weighbridge check`: finds the budgets, runs the pipeline, writes the reports.

use miette::Report as Diagnosis;

use crate::cli::arguments::{CheckArguments, FailOn, Format, HistoryArguments, ReportRequest};
use crate::cli::baseline::{BaselineFile, Compared, NamedPasts};
use crate::cli::past::{PastError, PastSource};
use crate::cli::progress::Bar;
use crate::cli::projects::{self, Project};
use crate::cli::revision::revision;
use crate::cli::settled::Loaded;
use crate::cli::threads::ThreadsError;
use crate::cli::{ExitStatus, formats, manifests, output, outside, rendered, requested, terminal};
use crate::model::baseline::Pasts;
use crate::model::json_report::{self, Joined};
use crate::model::verdict::Verdict;
use crate::pipeline::{self, Asked, Encoder, Given, Work};
use crate::report::terminal::{
    TerminalStyle, render, render_for, render_quiet, render_quiet_for, render_summary,
};
use crate::report::text::printable;
use crate::report::{history, json};

/// A project that was judged: all that is kept of it while the next one is.
struct Judged {
    /// `None` where nobody asked for it.
    report: Option<json_report::Report>,
    verdict: Verdict,
    for_stdout: String,
    for_files: String,
}

/// What a run over all projects came to.
#[derive(Default)]
struct Outcome {
    judged: Vec<Judged>,
    /// The names of the projects that could not be judged, and why.
    failed: Vec<(String, Diagnosis)>,
}

/// Weighs, inspects, judges: one project after the other.
pub(crate) fn run(arguments: &CheckArguments) -> Result<ExitStatus, Diagnosis> {
    let takes_stdout = requested::one_to_stdout(&arguments.report)?;
    let Some(chosen) = projects::chosen_or_told(arguments.into()) else {
        return Ok(ExitStatus::CouldNotJudge);
    };
    let shared = projects::shared_config(arguments.into())?;
    if [&arguments.baseline, &arguments.anchor].iter().all(|source| **source == Some(PastSource::Stdin)) {
        return Err(PastError::TwoFromStdin.into());
    }
    let read = |source: &Option<PastSource>| source.as_ref().map(BaselineFile::read).transpose();
    let named = NamedPasts { baseline: read(&arguments.baseline)?, anchor: read(&arguments.anchor)? };
    if !(arguments.quiet || arguments.verdict) {
        for left_out in &chosen.left_out {
            output::to_stderr(&format!("note: {}\n", printable(left_out)));
        }
    }
    let are_several = 1 < arguments.directories.len();
    let mut outcome = Outcome::default();
    for project in &chosen.projects {
        match (judge(project, shared.as_ref(), &named, arguments), &project.name) {
            (Ok(judged), _) => outcome.judged.push(judged),
            // One that cannot be judged does not hide the others.
            (Err(error), Some(name)) if are_several => outcome.failed.push((name.clone(), error)),
            (Err(error), _) => return Err(error),
        }
    }
    let verdict = outcome.judged.iter().map(|judged| judged.verdict).max().unwrap_or_default();
    if !report(outcome, are_several, takes_stdout, arguments)? {
        return Ok(ExitStatus::CouldNotJudge);
    }
    if arguments.verdict {
        output::to_stdout(&format!("{}\n", verdict.name()))?;
    }
    Ok(status(verdict, arguments.fail_on))
}

/// What is asked of each project, if it is not all.
fn asked(arguments: &CheckArguments) -> Option<Asked> {
    let is_kept = !arguments.report.is_empty() || arguments.history.append.is_some();
    if arguments.verdict {
        return Some(Asked::Verdict { warnings: arguments.fail_on == FailOn::Warning });
    }
    (arguments.quiet && !is_kept).then_some(Asked::ShortReport)
}

/// What the run returns.
pub(crate) fn status(verdict: Verdict, fail_on: FailOn) -> ExitStatus {
    let worst_allowed = match fail_on {
        FailOn::Error => Verdict::Warn,
        FailOn::Warning => Verdict::Pass,
        FailOn::Never => Verdict::Fail,
    };
    if verdict <= worst_allowed { ExitStatus::WithinBudget } else { ExitStatus::OverBudget }
}

/// One project, of which no more is kept than what will be written.
fn judge(
    project: &Project,
    shared: Option<&Loaded>,
    named: &NamedPasts,
    arguments: &CheckArguments,
) -> Result<Judged, Diagnosis> {
    let settled = project.settle(shared)?;
    let walked = settled.walk()?;
    let manifests = manifests::read(&project.manifests, &walked)?;
    let encoder = if arguments.no_encode { Encoder::Estimate } else { Encoder::Real };
    let work = Work { avif: arguments.avif, ..arguments.work.work(&settled.build, encoder) };
    let bar = Bar::new();
    let compared = Compared {
        project: project.name.as_deref(),
        among_several: 1 < arguments.directories.len(),
        directory: &settled.shown,
        build: &settled.build,
        beside: settled.beside.as_deref(),
        compression: settled.config.compression,
    };
    let pasts = if arguments.no_baseline { Pasts::default() } else { named.of(compared, &walked)? };
    let measurements = outside::measurements(&project.lighthouse, &project.k6)?;
    let given = Given { manifests, pasts, measurements };
    let (shown, config, asked) = (settled.shown, settled.config, asked(arguments));
    let report = match asked {
        Some(asked) => pipeline::decide(walked, given, shown, config, asked, &work, &bar),
        None => pipeline::check(walked, given, shown, config, &work, &bar),
    };
    let report = report.map_err(ThreadsError::from)?;
    if arguments.verdict {
        let (for_stdout, for_files) = (String::new(), String::new());
        return Ok(Judged { report: None, verdict: report.verdict, for_stdout, for_files });
    }
    let for_people = |style: &TerminalStyle| match (&project.name, arguments.quiet) {
        (Some(name), false) => render_for(name, &report, style),
        (Some(name), true) => render_quiet_for(name, &report, style),
        (None, false) => render(&report, style),
        (None, true) => render_quiet(&report, style),
    };
    Ok(Judged {
        verdict: report.verdict,
        for_stdout: for_people(&terminal::stdout_style()),
        for_files: for_people(&terminal::file_style()),
        report: asked
            .is_none()
            .then(|| json_report::Report { project: project.name.clone(), ..json::document(&report) }),
    })
}

/// Writes the reports, and why projects could not be judged; gives whether all were.
///
/// Reports for machines are only written whole: one without a project would pass for all of them.
fn report(
    outcome: Outcome,
    are_several: bool,
    takes_stdout: bool,
    arguments: &CheckArguments,
) -> Result<bool, Diagnosis> {
    let Outcome { judged, failed } = outcome;
    let (mut for_stdout, mut for_files) = (String::new(), String::new());
    let mut reports = Vec::new();
    for (index, project) in judged.into_iter().enumerate() {
        if 0 < index && !arguments.quiet && !arguments.verdict {
            for_stdout.push('\n');
            for_files.push('\n');
        }
        for_stdout += &project.for_stdout;
        for_files += &project.for_files;
        reports.extend(project.report);
    }
    let joined = Joined::of(reports);
    let unjudged: Vec<&str> = failed.iter().map(|(name, _)| name.as_str()).collect();
    if are_several && !arguments.quiet && !arguments.verdict {
        for_stdout += &render_summary(&joined, &unjudged, &terminal::stdout_style());
        for_files += &render_summary(&joined, &unjudged, &terminal::file_style());
    }
    if failed.is_empty() {
        write(&joined, &arguments.report, &for_files, &for_stdout)?;
        append(&joined, &arguments.history)?;
        // The report for people is always there, unless stdout is taken.
        if !takes_stdout {
            output::to_stdout(&for_stdout)?;
        }
        return Ok(true);
    }
    if takes_stdout {
        output::to_stderr(&for_stdout);
    } else {
        output::to_stdout(&for_stdout)?;
    }
    for (name, error) in failed {
        let what = format!("`{}` could not be judged; reports to files are not written", printable(&name));
        output::to_stderr(&rendered(&error.wrap_err(what)));
    }
    Ok(false)
}

/// Adds the run to its history, where there is one.
pub(crate) fn append(joined: &Joined, arguments: &HistoryArguments) -> Result<(), Diagnosis> {
    if let Some(path) = &arguments.append {
        output::append(path, &history::lines(joined, &revision(arguments)))?;
    }
    Ok(())
}

/// Writes the reports that were asked for; the one for people is made already, in two styles.
pub(crate) fn write(
    joined: &Joined,
    requests: &[ReportRequest],
    for_files: &str,
    for_stdout: &str,
) -> Result<(), Diagnosis> {
    requested::write(requests, |request| match (request.format, &request.path) {
        (Format::Terminal, Some(_)) => for_files.to_owned(),
        (Format::Terminal, None) => for_stdout.to_owned(),
        (format, _) => formats::rendered(format, joined),
    })
}
