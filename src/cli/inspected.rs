//! EDGE. A build that is only looked at: walked, parsed, its graph known, nothing compressed.

use std::path::PathBuf;

use miette::Report;

use crate::cli::arguments::WorkArguments;
use crate::cli::manifests;
use crate::cli::progress::Bar;
use crate::cli::settled::Settled;
use crate::cli::threads::ThreadsError;
use crate::model::build::Build;
use crate::model::check::CheckSettings;
use crate::model::file::FoundFile;
use crate::model::problem::Problem;
use crate::pipeline::{self, Encoder};
use crate::walk;

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

/// A build, of whose budgets.json `ignore` counts as it does for `check`, so that both speak of the same files.
pub(crate) fn inspect(
    settled: Settled,
    manifests: &[PathBuf],
    work: WorkArguments,
) -> Result<Inspected, Report> {
    let Settled { build, shown, config, .. } = settled;
    let work = work.work(&build, Encoder::Estimate);
    let walked = walk::walk(&build, &shown, &config.ignore)?;
    let manifests = manifests::read(manifests, &walked)?;
    let files = walked.files.clone();
    let (build, problems) =
        pipeline::inspect(walked, &manifests, &work, &Bar::new()).map_err(ThreadsError::from)?;
    Ok(Inspected { build, problems, files, checks: config.checks })
}
