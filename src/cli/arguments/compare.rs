//! The arguments of `compare`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::{ReportRequest, WorkArguments};
use crate::cli::past::PastSource;

/// The arguments of `compare`.
#[derive(Args, Debug)]
pub struct CompareArguments {
    /// The earlier build: its directory, a project's folder, its JSON report, or what `update` wrote. `-` reads from
    /// stdin, git:REF:PATH from a commit.
    #[arg(value_name = "OLD")]
    pub old: PastSource,
    /// The build that is compared with it: its directory, a project's folder or its JSON report; `-` reads from stdin.
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Write a report, as for `check`: to stdout or with `=PATH` to a file. Repeatable.
    #[arg(long, value_name = "FORMAT[=PATH]")]
    pub report: Vec<ReportRequest>,
    /// How the work is done.
    #[command(flatten)]
    pub work: WorkArguments,
}
