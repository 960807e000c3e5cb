//! EDGE. `--baseline FILE`: reads an earlier JSON report.
//!
//! A file that is not there is no mistake: a first run has none. All else that is wrong with it is, so that nothing is
//! compared wrongly.

#![expect(clippy::disallowed_methods, reason = "this is the edge where the earlier report is read")]

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use miette::Diagnostic;
use serde::Deserialize;
use serde::de::IgnoredAny;
use thiserror::Error;

use crate::baseline::{Contradiction, earlier, share_a_file};
use crate::cli::paths;
use crate::model::baseline::Baseline;
use crate::model::config::Compression;
use crate::model::json_report::{self as json, Joined, Report};

/// The version of the format that is read.
const SCHEMA_VERSION: u64 = 1;
/// A report of 13,000 files takes less than a tenth of it.
const LARGEST: u64 = 512 << 20;

const WRITE_ONE: &str = "write one with: weighbridge check DIRECTORY --report json=FILE";

/// Why a file is no baseline for this run.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum BaselineError {
    #[error("cannot read the baseline `{name}`")]
    #[diagnostic(
        code(weighbridge::baseline::unreadable),
        help("name a JSON report of weighbridge; {WRITE_ONE}")
    )]
    Unreadable { name: String, source: io::Error },
    #[error("the baseline `{name}` is larger than {} MB", LARGEST >> 20)]
    #[diagnostic(code(weighbridge::baseline::too_large), help("{WRITE_ONE}"))]
    TooLarge { name: String },
    #[error("the baseline `{name}` is not UTF-8 text: byte {} cannot be read", offset + 1)]
    #[diagnostic(
        code(weighbridge::baseline::not_text),
        help(
            "let the tool write the file itself, as PowerShell's > writes UTF-16: --report json=FILE instead of > FILE"
        )
    )]
    NotText { name: String, offset: usize },
    #[error("the baseline `{name}` ends in the middle, at line {line}, column {column}")]
    #[diagnostic(
        code(weighbridge::baseline::half_written),
        help("it was not written to its end; {WRITE_ONE}")
    )]
    HalfWritten { name: String, line: usize, column: usize },
    #[error("the baseline `{name}` is no JSON report of weighbridge: {reason}")]
    #[diagnostic(code(weighbridge::baseline::no_report), help("{WRITE_ONE}"))]
    NoReport { name: String, reason: String },
    #[error("the baseline `{name}` is of a newer format: schemaVersion {version}, and this is weighbridge {} with {SCHEMA_VERSION}", env!("CARGO_PKG_VERSION"))]
    #[diagnostic(
        code(weighbridge::baseline::newer),
        help("update weighbridge to at least {writer}, or write the baseline anew with this one")
    )]
    Newer { name: String, version: u64, writer: String },
    #[error("the baseline `{name}` contradicts itself: {contradiction}")]
    #[diagnostic(
        code(weighbridge::baseline::contradiction),
        help("a report is not to be edited; {WRITE_ONE}")
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
        help("name the baseline of this project; {WRITE_ONE}")
    )]
    OtherProject { name: String, of: String, project: String },
    #[error("the baseline `{name}` has no file in common with {directory}")]
    #[diagnostic(
        code(weighbridge::baseline::other_build),
        help("it seems to be of another project, {of}: name the baseline of this one; {WRITE_ONE}")
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
    /// Its build directory as it is shown.
    pub(crate) directory: &'a str,
    /// How it is measured.
    pub(crate) compression: Compression,
}

/// What every version of the format has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    schema_version: Option<u64>,
    tool: Option<json::Tool>,
    projects: Option<IgnoredAny>,
}

impl BaselineFile {
    /// Reads the file.
    pub(crate) fn read(file: &Path) -> Result<Self, BaselineError> {
        let name = paths::shown(file);
        let reports = match bytes(file) {
            Ok(bytes) if LARGEST < bytes.len() as u64 => return Err(BaselineError::TooLarge { name }),
            Ok(bytes) => Some(reports(&name, &bytes)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(BaselineError::Unreadable { name, source }),
        };
        Ok(Self { name, reports })
    }

    /// The part about one project, whose files have these `paths`.
    pub(crate) fn of<'p>(
        &self,
        compared: Compared<'_>,
        paths: impl IntoIterator<Item = &'p str>,
    ) -> Result<Baseline, BaselineError> {
        let name = self.name.clone();
        let Some(reports) = &self.reports else { return Ok(Baseline { name, earlier: None }) };
        let Some(report) = self.choose(reports, compared)? else {
            return Ok(Baseline { name, earlier: None });
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
        Ok(Baseline { name, earlier: Some(earlier) })
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
                let named = reports.iter().find(|report| report.project.as_deref() == Some(project));
                match (named, reports) {
                    (Some(report), _) => Ok(Some(report)),
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

fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn reports(name: &str, bytes: &[u8]) -> Result<Vec<Report>, BaselineError> {
    let owned = || name.to_owned();
    let text = std::str::from_utf8(bytes)
        .map_err(|error| BaselineError::NotText { name: owned(), offset: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head: Head = serde_json::from_str(text).map_err(|error| broken(name, &error))?;
    let no_report = |reason: &str| BaselineError::NoReport { name: owned(), reason: reason.to_owned() };
    let Some(tool) = head.tool.filter(|tool| tool.name == env!("CARGO_PKG_NAME")) else {
        return Err(no_report("\"tool\" does not say weighbridge"));
    };
    match head.schema_version {
        Some(SCHEMA_VERSION) => {}
        Some(version) if SCHEMA_VERSION < version => {
            return Err(BaselineError::Newer { name: owned(), version, writer: tool.version.into_owned() });
        }
        _ => return Err(no_report("its \"schemaVersion\" was never one")),
    }
    let read = match head.projects {
        Some(_) => serde_json::from_str::<Joined>(text).map(|joined| joined.projects),
        None => serde_json::from_str::<Report>(text).map(|report| vec![report]),
    };
    let reports = read.map_err(|error| broken(name, &error))?;
    let is_of_version = |report: &Report| u64::from(report.schema_version) == SCHEMA_VERSION;
    if !reports.iter().all(is_of_version) {
        return Err(no_report("its projects have another \"schemaVersion\" than it"));
    }
    Ok(reports)
}

fn broken(name: &str, error: &serde_json::Error) -> BaselineError {
    let name = name.to_owned();
    if error.is_eof() {
        return BaselineError::HalfWritten { name, line: error.line(), column: error.column() };
    }
    BaselineError::NoReport { name, reason: error.to_string() }
}
