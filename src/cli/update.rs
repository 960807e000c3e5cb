//! EDGE. `weighbridge update`: keeps what builds weigh now in the files that later builds are compared with.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::cli::arguments::UpdateArguments;
use crate::cli::baseline::{ANCHOR, BASELINE};
use crate::cli::output::{self, Mode};
use crate::cli::past::PastSource;
use crate::cli::progress::Bar;
use crate::cli::projects::{self, Project};
use crate::cli::ratchet::BudgetFiles;
use crate::cli::report_file::{Purpose, ReportFileError};
use crate::cli::settled::{Loaded, Settled};
use crate::cli::threads::ThreadsError;
use crate::cli::{ExitStatus, manifests, paths};
use crate::model::baseline_file::{self as kept, BaselineDocument};
use crate::model::json_report;
use crate::model::report::Report;
use crate::pipeline::{self, Encoder, Given};
use crate::report::baseline_file::{self, Past};
use crate::report::json::{self, ReadError};
use crate::report::text;

/// Why nothing is written.
#[derive(Debug, Error, Diagnostic)]
enum UpdateError {
    #[error("`{file}` holds the baseline of {of}, and this is {project}")]
    #[diagnostic(
        code(weighbridge::update::two_projects),
        help(
            "two projects share a file by their names: update them together (weighbridge update apps/*) or with \
             --project NAME each; or give this one a file of its own: --baseline FILE. If it is one project whose build \
             has moved, delete the file"
        )
    )]
    TwoProjects { file: String, of: String, project: String },
    #[error("`{file}` is no baseline, and is not overwritten: {reason}")]
    #[diagnostic(
        code(weighbridge::update::no_baseline),
        help("name another file, or delete this one if it is not needed")
    )]
    NoBaseline { file: String, reason: String },
    #[error("cannot write `{file}`")]
    #[diagnostic(
        code(weighbridge::update::unwritable),
        help("check that its folder can be written to, or name another file: --baseline FILE")
    )]
    Unwritable { file: String, source: io::Error },
}

/// A project that was weighed, and the file that it is kept in.
struct Weighed {
    file: PathBuf,
    build: PathBuf,
    report: json_report::Report,
}

/// Weighs and writes.
pub(crate) fn run(arguments: &UpdateArguments) -> Result<ExitStatus, Diagnosis> {
    let Some(chosen) = projects::chosen_or_told(arguments.into()) else {
        return Ok(ExitStatus::CouldNotJudge);
    };
    let shared = projects::shared_config(arguments.into())?;
    for left_out in &chosen.left_out {
        output::to_stderr(&format!("note: {}\n", text::printable(left_out)));
    }
    let mut files: BTreeMap<PathBuf, Vec<Weighed>> = BTreeMap::new();
    let mut budget_files = BudgetFiles::default();
    for project in &chosen.projects {
        let weighed = weigh(project, shared.as_ref(), arguments, &mut budget_files)?;
        files.entry(weighed.file.clone()).or_default().push(weighed);
    }
    if arguments.stdout {
        let all = files.into_iter().flat_map(|(file, weighed)| new_projects(&file, weighed, arguments));
        let all = all.map(|(_, project)| project).collect();
        output::to_stdout(&baseline_file::render(&BaselineDocument::of(all)))?;
        return Ok(ExitStatus::WithinBudget);
    }
    // All or none: what is refused is told before anything is written.
    let mut changes = Vec::new();
    for (file, weighed) in files {
        let new = new_projects(&file, weighed, arguments);
        changes.push(change(file, new)?);
    }
    let ratcheted = if arguments.ratchet { budget_files.plan(arguments)? } else { Vec::new() };
    let mut said = String::new();
    for planned in &ratcheted {
        planned.write()?;
        said += &planned.summary();
    }
    for change in changes {
        let shown = text::printable(&paths::shown(&change.file)).into_owned();
        if let Some(text) = &change.text {
            output::whole(&change.file, text.as_bytes(), Mode::Document)
                .map_err(|source| UpdateError::Unwritable { file: shown.clone(), source })?;
        }
        said += &change.summary(&shown);
    }
    if !arguments.quiet {
        output::to_stdout(&text::without_commands(&said))?;
    }
    Ok(ExitStatus::WithinBudget)
}

fn weigh(
    project: &Project,
    shared: Option<&Loaded>,
    arguments: &UpdateArguments,
    budget_files: &mut BudgetFiles,
) -> Result<Weighed, Diagnosis> {
    let settled = project.settle(shared)?;
    let folder = settled.beside.clone().unwrap_or_default();
    let file = match (&arguments.baseline, &arguments.anchor) {
        (Some(file), _) | (None, Some(Some(file))) => file.clone(),
        (None, Some(None)) => folder.join(ANCHOR),
        (None, None) => folder.join(BASELINE),
    };
    let (build, budget_file) = (settled.build.clone(), settled.budget_file.clone());
    let report = measured(project, settled, arguments)?;
    if arguments.ratchet {
        budget_files.add(budget_file.as_deref(), &report)?;
    }
    let report = json_report::Report { project: project.name.clone(), ..json::document(&report) };
    Ok(Weighed { file, build, report })
}

/// What images would save is no matter of baselines.
fn measured(project: &Project, settled: Settled, arguments: &UpdateArguments) -> Result<Report, Diagnosis> {
    let walked = settled.walk()?;
    let manifests = manifests::read(&project.manifests, &walked)?;
    let work = arguments.work.work(&settled.build, Encoder::Estimate);
    let given = Given { manifests, ..Given::default() };
    let report = pipeline::check(walked, given, settled.shown, settled.config, &work, &Bar::new());
    Ok(report.map_err(ThreadsError::from)?)
}

/// What is kept of the projects of one file, each with what people call it. One that has a file of its own needs no
/// name in it.
fn new_projects(
    file: &Path,
    weighed: Vec<Weighed>,
    arguments: &UpdateArguments,
) -> Vec<(String, kept::Project)> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let has_name = arguments.baseline.is_some() || matches!(arguments.anchor, Some(Some(_)));
    let is_alone = weighed.len() == 1 && arguments.project.is_none() && !has_name;
    let kept = |one: Weighed| {
        let project = kept::Project::of(&one.report, paths::from_folder(folder, &one.build));
        let shown = project.project.clone().unwrap_or(one.report.build.directory);
        let name = project.project.filter(|_| !is_alone);
        (shown, kept::Project { project: name, ..project })
    };
    weighed.into_iter().map(kept).collect()
}

/// A file that will be written.
struct Change {
    file: PathBuf,
    /// Its text; `None` where it says the same already.
    text: Option<String>,
    /// Whether what was there could not be read.
    was_broken: bool,
    /// The projects that were weighed, by what people call them, and what they weighed before.
    projects: Vec<(String, kept::Project, Option<u64>)>,
}

fn change(file: PathBuf, new: Vec<(String, kept::Project)>) -> Result<Change, Diagnosis> {
    let shown = text::printable(&paths::shown(&file)).into_owned();
    let bytes = PastSource::File(file.clone()).read()?;
    let (mut all, mut was_broken) = (Vec::new(), false);
    if let Some(bytes) = &bytes {
        match baseline_file::read(bytes) {
            Ok(Past::Kept(document)) => all = document.projects,
            Ok(Past::Reports(_)) => {
                let reason = "it is a JSON report of weighbridge check".to_owned();
                return Err(UpdateError::NoBaseline { file: shown, reason }.into());
            }
            Err(error @ ReadError::Newer { .. }) => {
                return Err(ReportFileError::of(error, Purpose::Baseline, shown).into());
            }
            // Cut short, or with the marks of a merge in it: to be written anew.
            Err(_) if baseline_file::was_one(bytes) => was_broken = true,
            Err(error) => {
                let reason = ReportFileError::of(error, Purpose::Baseline, shown.clone()).to_string();
                return Err(UpdateError::NoBaseline { file: shown, reason }.into());
            }
        }
    }
    let mut projects = Vec::new();
    for (name, mut project) in new {
        let before = take(&mut all, &project).map_err(|of| UpdateError::TwoProjects {
            file: shown.clone(),
            of: of.project.unwrap_or(of.directory),
            project: project.project.clone().unwrap_or_else(|| project.directory.clone()),
        })?;
        project.project = project.project.or_else(|| before.as_ref()?.project.clone());
        projects.push((name, project.clone(), before.as_ref().map(gzip)));
        all.push(project);
    }
    let text = baseline_file::render(&BaselineDocument::of(all));
    let is_same = bytes.is_some_and(|bytes| bytes == text.as_bytes());
    Ok(Change { file, text: (!is_same).then_some(text), was_broken, projects })
}

/// Takes out what is kept of a project; the error is another project that would be taken for it, or it for that one.
fn take(
    all: &mut Vec<kept::Project>,
    project: &kept::Project,
) -> Result<Option<kept::Project>, Box<kept::Project>> {
    let is_same = |one: &kept::Project| match (&one.project, &project.project) {
        (Some(one), Some(other)) => one == other,
        _ => one.directory == project.directory,
    };
    let places: Vec<usize> = (0..all.len()).filter(|&place| all.get(place).is_some_and(is_same)).collect();
    match places.as_slice() {
        [place] => Ok(Some(all.remove(*place))),
        [] => match all.iter().find(|one| one.project.is_none() || project.project.is_none()) {
            Some(other) => Err(Box::new(other.clone())),
            None => Ok(None),
        },
        [place, ..] => Err(Box::new(all.swap_remove(*place))),
    }
}

/// What visitors can be sent.
fn gzip(project: &kept::Project) -> u64 {
    project.files.iter().filter_map(|file| file.gzip).sum()
}

impl Change {
    /// What happened, a line a project.
    fn summary(&self, shown: &str) -> String {
        let mut said = String::new();
        if self.was_broken {
            text::push(&mut said, format_args!("{shown} could not be read and is written anew\n"));
        }
        for (name, project, before) in &self.projects {
            let name = text::printable(name);
            let files = project.files.iter().filter(|file| file.gzip.is_some()).count() as u64;
            let (files, now) = (text::counted(files, "file"), gzip(project));
            let weight = match before {
                Some(before) if *before != now => {
                    format!("{} → {} gzip", text::size(*before), text::size(now))
                }
                _ => format!("{} gzip", text::size(now)),
            };
            let verb = if self.text.is_some() { "written" } else { "as it was" };
            text::push(&mut said, format_args!("{shown} {verb}: {name}, {files}, {weight}\n"));
        }
        said
    }
}
