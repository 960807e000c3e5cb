//! The arguments of `merge` as they are typed.

use clap::Args;

use crate::cli::arguments::{FailOn, HistoryArguments, ReportRequest};

/// The arguments of `merge`.
#[derive(Args, Debug)]
pub struct MergeArguments {
    /// JSON reports, of one project or joined: files, or `-` for stdin. NAME=FILE names the project.
    #[arg(required = true, value_name = "[NAME=]REPORT")]
    pub inputs: Vec<String>,
    /// Write a report, as for `check`: to stdout or with `=PATH` to a file. Repeatable.
    #[arg(long, alias = "format", value_name = "FORMAT[=PATH]")]
    pub report: Vec<ReportRequest>,
    /// What fails the run: errors only, warnings too, or nothing.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error)]
    pub fail_on: FailOn,
    /// Print nothing where all is well.
    #[arg(long, short)]
    pub quiet: bool,
    /// What is kept of the run.
    #[command(flatten)]
    pub history: HistoryArguments,
}
