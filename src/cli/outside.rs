//! EDGE. `--lighthouse FILE` and `--k6 FILE`: reads what other tools measured of the running site.

#![expect(clippy::disallowed_methods, reason = "this is the edge where these files are looked for")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use miette::Diagnostic;
use thiserror::Error;

use crate::cli::{input, paths};
use crate::model::outside::{Measurements, Tool};
use crate::outside::{OutsideError, OutsideFile, read};
use crate::report::text::printable;

/// A result with screenshots of the whole page takes a few MB.
const LARGEST: u64 = 64 << 20;

/// Why a file says nothing of the running site.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum MeasurementError {
    #[error("cannot read `{name}`, which is to be of {}", tool.name())]
    #[diagnostic(code(weighbridge::measurement::unreadable), help("{}", how(*tool)))]
    Unreadable { tool: Tool, name: String, source: io::Error },
    #[error("no file lhr-*.json lies in `{name}`")]
    #[diagnostic(
        code(weighbridge::measurement::empty_folder),
        help("name the folder to which Lighthouse CI wrote (.lighthouseci), or the files themselves")
    )]
    EmptyFolder { name: String },
    #[error("`{name}` is larger than {} MiB", LARGEST >> 20)]
    #[diagnostic(code(weighbridge::measurement::too_large), help("{}", how(*tool)))]
    TooLarge { tool: Tool, name: String },
    #[error("`{name}` is not UTF-8 text")]
    #[diagnostic(
        code(weighbridge::measurement::not_text),
        help("let the tool write the file itself, as PowerShell's > writes UTF-16: {}", how(*tool))
    )]
    NotText { tool: Tool, name: String },
    #[error("`{name}` ends in the middle, at line {line}, column {column}")]
    #[diagnostic(
        code(weighbridge::measurement::half_written),
        help("it was not written to its end: {}", how(*tool))
    )]
    HalfWritten { tool: Tool, name: String, line: usize, column: usize },
    #[error("`{name}` is nothing of {}: {reason}", tool.name())]
    #[diagnostic(code(weighbridge::measurement::other), help("{}", how(*tool)))]
    Other { tool: Tool, name: String, reason: String },
    #[error("nothing was measured in `{name}`: {reason}")]
    #[diagnostic(
        code(weighbridge::measurement::nothing),
        help("let {} run again, or leave the file out: its limits are skipped then", tool.name())
    )]
    Nothing { tool: Tool, name: String, reason: String },
}

/// How a file of the tool comes about.
fn how(tool: Tool) -> &'static str {
    match tool {
        Tool::Lighthouse => "write one with: lighthouse URL --output=json --output-path=lhr.json",
        Tool::K6 => "write one with: k6 run --summary-export=summary.json SCRIPT",
    }
}

/// Reads all files of a run; a folder of Lighthouse CI stands for the results in it.
pub(crate) fn measurements(lighthouse: &[PathBuf], k6: &[PathBuf]) -> Result<Measurements, MeasurementError> {
    let mut files: Vec<(Tool, String, String)> = Vec::new();
    for path in lighthouse {
        for path in results_in(path)? {
            files.push(text(Tool::Lighthouse, &path)?);
        }
    }
    for path in k6 {
        files.push(text(Tool::K6, path)?);
    }
    let borrowed: Vec<OutsideFile<'_>> =
        files.iter().map(|(tool, name, text)| OutsideFile { tool: *tool, name, text }).collect();
    read(&borrowed).map_err(|(index, error)| {
        let (tool, name) = files.get(index).map_or((Tool::Lighthouse, String::new()), |(tool, name, _)| {
            (*tool, printable(name).into_owned())
        });
        match error {
            OutsideError::HalfWritten { line, column } => {
                MeasurementError::HalfWritten { tool, name, line, column }
            }
            OutsideError::Other(reason) => {
                MeasurementError::Other { tool, name, reason: printable(&reason).into_owned() }
            }
            OutsideError::Nothing(reason) => {
                MeasurementError::Nothing { tool, name, reason: printable(&reason).into_owned() }
            }
        }
    })
}

/// The results that a path names: itself, or those in a folder by the names that Lighthouse CI gives them, sorted.
fn results_in(path: &Path) -> Result<Vec<PathBuf>, MeasurementError> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let name = || printable(&paths::shown(path)).into_owned();
    let entries = fs::read_dir(path).map_err(|source| MeasurementError::Unreadable {
        tool: Tool::Lighthouse,
        name: name(),
        source,
    })?;
    let is_result = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("lhr-") && path.extension().is_some_and(|extension| extension == "json")
    };
    let mut results: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_result).collect();
    results.sort();
    if results.is_empty() { Err(MeasurementError::EmptyFolder { name: name() }) } else { Ok(results) }
}

fn text(tool: Tool, path: &Path) -> Result<(Tool, String, String), MeasurementError> {
    let name = paths::shown(path);
    let shown = || printable(&name).into_owned();
    let bytes = match input::file(path, LARGEST) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(MeasurementError::TooLarge { tool, name: shown() }),
        Err(source) => return Err(MeasurementError::Unreadable { tool, name: shown(), source }),
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok((tool, name, text)),
        Err(_) => Err(MeasurementError::NotText { tool, name: shown() }),
    }
}
