//! The arguments of `compare`.

use clap::Args;

use crate::cli::arguments::ReportRequest;

/// The arguments of `compare`.
#[derive(Args, Debug)]
pub struct CompareArguments {
    /// The earlier build: its JSON report, its directory, or a project's folder. `-` reads a report from stdin.
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The build that is compared with it; likewise.
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Write a report, as for `check`: to stdout or with `=PATH` to a file. Repeatable.
    #[arg(long, value_name = "FORMAT[=PATH]")]
    pub report: Vec<ReportRequest>,
    /// How many files are worked on at once; one a core if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}
