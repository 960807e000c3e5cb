//! The arguments of `why`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::WorkArguments;

/// The arguments of `why`.
#[derive(Args, Debug)]
pub struct WhyArguments {
    /// The directory that the bundler wrote, or a project: a folder whose budgets.json says where its `build` is.
    pub directory: PathBuf,
    /// The script or stylesheet: its path, the end of its path, its name without the hash, or a glob. Or an npm
    /// package: `moment`, `@mui/material`.
    pub name: String,
    /// A manifest of the bundler that does not lie in the build, as for `check`. Repeatable.
    #[arg(long, value_name = "FILE")]
    pub manifest: Vec<PathBuf>,
    /// How the work is done.
    #[command(flatten)]
    pub work: WorkArguments,
}
