//! EDGE. Which part of an earlier build's file a run is compared with: of `--baseline`, or of the file that `update`
//! wrote beside the budget file.
//!
//! A file that is not there is no mistake: a first run has none; nor is a project that the report of several does not
//! have yet. All else that is wrong with it is, so that nothing is compared wrongly.

use std::path::{Path, PathBuf};

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::baseline::{Contradiction, Paths, earlier, share_a_file};
use crate::cli::past::{PastError, PastSource};
use crate::cli::paths;
use crate::cli::report_file::{Purpose, ReportFileError};
use crate::model::baseline::{Baseline, Earlier, Missing, Pasts};
use crate::model::baseline_file::Project;
use crate::model::config::Compression;
use crate::model::json_report::Report;
use crate::report::baseline_file::{self, Past};
use crate::walk::Walked;

/// The file that `update` writes.
pub(crate) const BASELINE: &str = "budgets.baseline.json";
/// The file that `update --anchor` writes.
pub(crate) const ANCHOR: &str = "budgets.anchor.json";

/// Why a report is no baseline for this run.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum BaselineError {
    #[error("the baseline `{name}` contradicts itself: {contradiction}")]
    #[diagnostic(
        code(weighbridge::baseline::contradiction),
        help("it is not to be edited: write it anew with weighbridge update")
    )]
    Contradicts { name: String, contradiction: Contradiction },
    #[error(
        "the baseline `{name}` was measured with gzip {} and brotli {}, this build with gzip {} and brotli {}",
        was.gzip, was.brotli, now.gzip, now.brotli
    )]
    #[diagnostic(
        code(weighbridge::baseline::compression),
        help(
            "sizes of different settings cannot be compared: write it anew with weighbridge update, or set \
             \"compression\" in budgets.json to what it was"
        )
    )]
    Compression { name: String, was: Compression, now: Compression },
    #[error("the baseline `{name}` is of {of}, not of {project}")]
    #[diagnostic(
        code(weighbridge::baseline::other_project),
        help(
            "name the baseline of this project (--baseline FILE) or write one (weighbridge update); several projects \
             share a file when they are updated together (weighbridge update apps/*) or by name (--project NAME)"
        )
    )]
    OtherProject { name: String, of: String, project: String },
    #[error("the baseline `{name}` has no file in common with {directory}")]
    #[diagnostic(
        code(weighbridge::baseline::other_build),
        help(
            "it seems to be of another project, {of}: name the baseline of this one, or write it anew with weighbridge \
             update"
        )
    )]
    OtherBuild { name: String, directory: String, of: String },
}

/// A baseline file as it was read: the reports of one or several projects.
#[derive(Debug)]
pub(crate) struct BaselineFile {
    name: String,
    /// Where it lies.
    folder: Option<PathBuf>,
    /// Whether nobody asked for it by name.
    is_automatic: bool,
    /// `None` where the file is not there yet.
    past: Option<(Vec<Report>, Paths)>,
}

/// One project that is compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Compared<'a> {
    /// Its name in a run over several; `None` where there is only one.
    pub(crate) project: Option<&'a str>,
    /// Whether others are judged with it.
    pub(crate) among_several: bool,
    /// Its build directory as it is shown.
    pub(crate) directory: &'a str,
    /// The same as it is opened.
    pub(crate) build: &'a Path,
    /// The folder of its budget file.
    pub(crate) beside: Option<&'a Path>,
    /// How it is measured.
    pub(crate) compression: Compression,
}

/// What `update` kept of a project, where there is such a file beside its budget file.
pub(crate) fn kept(
    compared: Compared<'_>,
    walked: &Walked,
    file_name: &str,
) -> Result<Option<Baseline>, Diagnosis> {
    let Some(folder) = compared.beside else { return Ok(None) };
    let Some(file) = BaselineFile::kept(folder, file_name)? else { return Ok(None) };
    Ok(Some(file.of(compared, walked)?))
}

/// The files that the arguments name.
#[derive(Debug, Default)]
pub(crate) struct NamedPasts {
    /// `--baseline`.
    pub(crate) baseline: Option<BaselineFile>,
    /// `--anchor`.
    pub(crate) anchor: Option<BaselineFile>,
}

impl NamedPasts {
    /// What a project is compared with: what is named, or else what `update` kept beside its budget file.
    pub(crate) fn of(&self, compared: Compared<'_>, walked: &Walked) -> Result<Pasts, Diagnosis> {
        let choose = |named: &Option<BaselineFile>, file_name| match named {
            Some(file) => Ok(Some(file.of(compared, walked)?)),
            None => kept(compared, walked, file_name),
        };
        Ok(Pasts { baseline: choose(&self.baseline, BASELINE)?, anchor: choose(&self.anchor, ANCHOR)? })
    }
}

impl BaselineFile {
    /// Reads what the arguments name.
    pub(crate) fn read(source: &PastSource) -> Result<Self, PastError> {
        let name = source.to_string();
        let past = match source.read()? {
            None => None,
            Some(bytes) => match baseline_file::read(&bytes) {
                Ok(Past::Reports(reports)) => Some((reports, Paths::OfTheBuild)),
                Ok(Past::Kept(kept)) => {
                    let reports = kept.projects.into_iter().map(Project::report);
                    Some((reports.collect(), Paths::WithoutHashes))
                }
                Err(error) => return Err(ReportFileError::of(error, Purpose::Baseline, name).into()),
            },
        };
        Ok(Self { name, folder: source.folder(), is_automatic: false, past })
    }

    /// Reads a file that `update` wrote into this folder; `None` where there is none.
    pub(crate) fn kept(folder: &Path, file_name: &str) -> Result<Option<Self>, PastError> {
        let file = Self::read(&PastSource::File(folder.join(file_name)))?;
        Ok(file.past.is_some().then_some(Self { is_automatic: true, ..file }))
    }

    /// The report of a build that was measured just now.
    pub(crate) fn of_report(name: String, report: Report) -> Self {
        Self { name, folder: None, is_automatic: false, past: Some((vec![report], Paths::OfTheBuild)) }
    }

    /// What the file is called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What it holds; nothing where it is not there.
    pub(crate) fn reports(&self) -> &[Report] {
        self.past.as_ref().map_or(&[], |(reports, _)| reports)
    }

    /// Whether it is there.
    pub(crate) fn is_there(&self) -> bool {
        self.past.is_some()
    }

    /// The part about one project, whose files are those that `walked` found.
    pub(crate) fn of(&self, compared: Compared<'_>, walked: &Walked) -> Result<Baseline, BaselineError> {
        self.of_files(compared, walked.files.iter().map(|file| file.path.as_str()))
    }

    /// The part about one project, whose files have these paths.
    pub(crate) fn of_files<'p>(
        &self,
        compared: Compared<'_>,
        paths: impl IntoIterator<Item = &'p str>,
    ) -> Result<Baseline, BaselineError> {
        let name = self.name.clone();
        let Some((reports, kind)) = &self.past else {
            return Ok(Baseline { name, earlier: Err(Missing::File) });
        };
        let here = match kind {
            Paths::OfTheBuild => compared.directory.to_owned(),
            Paths::WithoutHashes => {
                let folder = self.folder.as_deref().or(compared.beside).unwrap_or(Path::new(""));
                paths::from_folder(folder, compared.build)
            }
        };
        let Some(report) = self.choose(reports, compared, &here)? else {
            return Ok(Baseline { name, earlier: Err(Missing::Project) });
        };
        let was = &report.build.compression;
        let was = Compression { gzip: was.gzip, brotli: was.brotli };
        if was != compared.compression {
            return Err(BaselineError::Compression { name, was, now: compared.compression });
        }
        let earlier = match earlier(report, *kind) {
            // Of the same place, whatever the way to it is from here.
            Ok(earlier) if earlier.directory == here => {
                Earlier { directory: compared.directory.to_owned(), ..earlier }
            }
            Ok(earlier) => earlier,
            Err(contradiction) => return Err(BaselineError::Contradicts { name, contradiction }),
        };
        if !earlier.build.assets.is_empty() && !share_a_file(paths, &earlier) {
            let (directory, of) = (compared.directory.to_owned(), report.build.directory.clone());
            return Err(BaselineError::OtherBuild { name, directory, of });
        }
        Ok(Baseline { name, earlier: Ok(earlier) })
    }

    /// The report of a project, whose build lies `here` for the file; `None` where the projects of the file do not have it yet.
    fn choose<'r>(
        &self,
        reports: &'r [Report],
        compared: Compared<'_>,
        here: &str,
    ) -> Result<Option<&'r Report>, BaselineError> {
        let other = |of: String, project: &str| {
            let (name, project) = (self.name.clone(), project.to_owned());
            Err(BaselineError::OtherProject { name, of, project })
        };
        match (compared.project, reports) {
            // Who names a file knows whose it is; one that merely lies there may be another project's.
            (None, [only]) if !self.is_automatic => Ok(Some(only)),
            (None, _) => match reports.iter().find(|report| report.build.directory == here) {
                Some(report) => Ok(Some(report)),
                None => other(projects(reports), compared.directory),
            },
            (Some(project), _) => {
                let is_named = |report: &&Report| report.project.as_deref() == Some(project);
                // One that was written without a name is of whatever lies in that directory.
                let is_there = |report: &&Report| report.project.is_none() && report.build.directory == here;
                let found = reports.iter().find(is_named).or_else(|| reports.iter().find(is_there));
                match (found, reports) {
                    (Some(report), _) => Ok(Some(report)),
                    // Of several projects, one had a baseline before the others.
                    (None, [Report { project: Some(_), .. }]) if compared.among_several => Ok(None),
                    (None, [only]) => {
                        other(only.project.clone().unwrap_or_else(|| only.build.directory.clone()), project)
                    }
                    (None, _) => Ok(None),
                }
            }
        }
    }
}

/// The names of projects, as they are shown.
pub(crate) fn projects(reports: &[Report]) -> String {
    let name = |report: &Report| report.project.clone().unwrap_or_else(|| report.build.directory.clone());
    let names: Vec<String> = reports.iter().map(name).collect();
    if names.is_empty() { "no project".to_owned() } else { names.join(", ") }
}
