//! `--baseline FILE`: which part of an earlier report a run is compared with.
//!
//! A file that is not there is no mistake: a first run has none; nor is a project that the report of several does not
//! have yet. All else that is wrong with it is, so that nothing is compared wrongly.

use std::io;
use std::path::Path;

use miette::Diagnostic;
use thiserror::Error;

use crate::baseline::{Contradiction, earlier, share_a_file};
use crate::cli::paths;
use crate::cli::report_file::{self, Purpose, ReportFileError};
use crate::model::baseline::{Baseline, Missing};
use crate::model::config::Compression;
use crate::model::json_report::Report;

/// Why a report is no baseline for this run.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum BaselineError {
    #[error("the baseline `{name}` contradicts itself: {contradiction}")]
    #[diagnostic(
        code(weighbridge::baseline::contradiction),
        help("a report is not to be edited: write the baseline anew")
    )]
    Contradicts { name: String, contradiction: Contradiction },
    #[error(
        "the baseline `{name}` was measured with gzip {} and brotli {}, this build with gzip {} and brotli {}",
        was.gzip, was.brotli, now.gzip, now.brotli
    )]
    #[diagnostic(
        code(weighbridge::baseline::compression),
        help(
            "sizes of different settings cannot be compared: write the baseline anew, or set \"compression\" in \
             budgets.json to what it was"
        )
    )]
    Compression { name: String, was: Compression, now: Compression },
    #[error("the baseline `{name}` is of {of}, not of {project}")]
    #[diagnostic(
        code(weighbridge::baseline::other_project),
        help(
            "name the baseline of this project, or write one with: weighbridge check DIRECTORY --report json=FILE"
        )
    )]
    OtherProject { name: String, of: String, project: String },
    #[error("the baseline `{name}` has no file in common with {directory}")]
    #[diagnostic(
        code(weighbridge::baseline::other_build),
        help(
            "it seems to be of another project, {of}: name the baseline of this one, or write the baseline anew"
        )
    )]
    OtherBuild { name: String, directory: String, of: String },
}

/// A baseline file as it was read: the reports of one or several projects.
#[derive(Debug)]
pub(crate) struct BaselineFile {
    name: String,
    /// `None` where the file is not there yet.
    reports: Option<Vec<Report>>,
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
    /// How it is measured.
    pub(crate) compression: Compression,
}

impl BaselineFile {
    /// Reads the file.
    pub(crate) fn read(file: &Path) -> Result<Self, ReportFileError> {
        match report_file::reports(Some(file), Purpose::Baseline) {
            Ok((name, reports)) => Ok(Self { name, reports: Some(reports) }),
            Err(ReportFileError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Ok(Self { name: paths::shown(file), reports: None })
            }
            Err(error) => Err(error),
        }
    }

    /// Reports that were read or made already.
    pub(crate) fn of_reports(name: String, reports: Vec<Report>) -> Self {
        Self { name, reports: Some(reports) }
    }

    /// The part about one project, whose files have these `paths`.
    pub(crate) fn of<'p>(
        &self,
        compared: Compared<'_>,
        paths: impl IntoIterator<Item = &'p str>,
    ) -> Result<Baseline, BaselineError> {
        let name = self.name.clone();
        let Some(reports) = &self.reports else { return Ok(Baseline { name, earlier: Err(Missing::File) }) };
        let Some(report) = self.choose(reports, compared)? else {
            return Ok(Baseline { name, earlier: Err(Missing::Project) });
        };
        let was = &report.build.compression;
        let was = Compression { gzip: was.gzip, brotli: was.brotli };
        if was != compared.compression {
            return Err(BaselineError::Compression { name, was, now: compared.compression });
        }
        let earlier = match earlier(report) {
            Ok(earlier) => earlier,
            Err(contradiction) => return Err(BaselineError::Contradicts { name, contradiction }),
        };
        if !earlier.build.assets.is_empty() && !share_a_file(paths, &earlier.build) {
            let (directory, of) = (compared.directory.to_owned(), report.build.directory.clone());
            return Err(BaselineError::OtherBuild { name, directory, of });
        }
        Ok(Baseline { name, earlier: Ok(earlier) })
    }

    /// The report of a project; `None` where the projects of the file do not have it yet.
    fn choose<'r>(
        &self,
        reports: &'r [Report],
        compared: Compared<'_>,
    ) -> Result<Option<&'r Report>, BaselineError> {
        let other = |of: String, project: &str| {
            let (name, project) = (self.name.clone(), project.to_owned());
            Err(BaselineError::OtherProject { name, of, project })
        };
        match (compared.project, reports) {
            (None, [only]) => Ok(Some(only)),
            (None, _) => match reports.iter().find(|report| report.build.directory == compared.directory) {
                Some(report) => Ok(Some(report)),
                None => other(projects(reports), compared.directory),
            },
            (Some(project), _) => {
                let is_named = |report: &&Report| report.project.as_deref() == Some(project);
                // One that was written without a name is of whatever lies in that directory.
                let is_there = |report: &&Report| {
                    report.project.is_none() && report.build.directory == compared.directory
                };
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

fn projects(reports: &[Report]) -> String {
    let name = |report: &Report| report.project.clone().unwrap_or_else(|| report.build.directory.clone());
    let names: Vec<String> = reports.iter().map(name).collect();
    if names.is_empty() { "no project".to_owned() } else { names.join(", ") }
}
