//! EDGE. A build that is only looked at: walked, parsed, its graph known, nothing compressed.

use std::path::{Path, PathBuf};

use miette::{IntoDiagnostic, Report};

use crate::checks::CHECKS;
use crate::cli::progress::Bar;
use crate::cli::{manifests, paths};
use crate::config;
use crate::model::build::Build;
use crate::model::check::CheckSettings;
use crate::model::file::FoundFile;
use crate::model::problem::Problem;
use crate::{pipeline, walk};

/// A build that is only looked at.
pub(crate) struct Inspected {
    /// The build.
    pub(crate) build: Build,
    /// What could not be read of it.
    pub(crate) problems: Vec<Problem>,
    /// Its files, sorted by path.
    pub(crate) files: Vec<FoundFile>,
    /// What its budgets.json says of the checks.
    pub(crate) checks: CheckSettings,
}

/// The build in `directory`. `ignore` of its budgets.json counts as it does for
/// `check`, so that both speak of the same files.
pub(crate) fn inspect(directory: &Path, manifests: &[PathBuf]) -> Result<Inspected, Report> {
    let config = match config::find(directory) {
        None => config::built_in(),
        Some(path) => config::load(&path, &paths::shown(&path), CHECKS)?,
    };
    let walked = walk::walk(directory, &paths::shown(directory), &config.ignore)?;
    let manifests = manifests::read(manifests, &walked)?;
    let files = walked.files.clone();
    let (build, problems) = pipeline::inspect(walked, &manifests, &Bar::new()).into_diagnostic()?;
    Ok(Inspected { build, problems, files, checks: config.checks })
}
