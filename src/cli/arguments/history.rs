//! The arguments of the history: what is appended to it, and those of `trend`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::ReportRequest;

/// What is kept of a run.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "History")]
pub struct HistoryArguments {
    /// Add a line for each project to a file, for `weighbridge trend`.
    #[arg(long, value_name = "FILE")]
    pub append: Option<PathBuf>,
    /// The commit in that line; else what the CI server says (docs/history.md).
    #[arg(long, value_name = "SHA", requires = "append")]
    pub commit: Option<String>,
    /// The branch in that line; likewise.
    #[arg(long, value_name = "NAME", requires = "append")]
    pub branch: Option<String>,
    /// The time in that line, as 2026-11-21T17:14:20Z or in seconds since 1970; likewise. Never the clock's.
    #[arg(long, value_name = "TIME", requires = "append")]
    pub time: Option<String>,
}

/// The arguments of `trend`.
#[derive(Args, Debug)]
pub struct TrendArguments {
    /// What `--append` wrote.
    pub history: PathBuf,
    /// Write `html` (a chart for each budget) or `json`, to stdout or with `=PATH` to a file. Repeatable.
    #[arg(long, required = true, value_name = "FORMAT[=PATH]")]
    pub report: Vec<ReportRequest>,
}
