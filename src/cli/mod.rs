//! EDGE. The command line: one file a subcommand.
//!
//! Reports go to files or stdout; progress and diagnostics go to stderr. The exit status is the same for
//! every command and format.

mod arguments;
mod baseline;
mod cache;
mod check;
mod compare;
mod completions;
mod explain;
mod fix;
mod formats;
mod git;
mod graph;
mod hook;
mod import;
mod init;
mod input;
mod inspected;
mod interrupt;
mod man;
mod manifests;
mod merge;
mod output;
mod outside;
mod package_json;
mod past;
mod paths;
mod preset;
mod progress;
mod projects;
mod ratchet;
mod recompressed;
mod report_file;
mod requested;
mod revision;
mod settled;
mod terminal;
mod threads;
mod today;
mod trend;
mod update;
mod why;

use std::process::ExitCode;

use miette::{GraphicalReportHandler, Report};

pub use arguments::{Arguments, Command};

use crate::report::text;

/// What the process returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// 0: within every budget.
    WithinBudget,
    /// 1: over budget, or a check that fails the run fired.
    OverBudget,
    /// 2: could not judge: usage, configuration, a build that cannot be read, a report that cannot be written.
    CouldNotJudge,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(match status {
            ExitStatus::WithinBudget => 0,
            ExitStatus::OverBudget => 1,
            ExitStatus::CouldNotJudge => 2,
        })
    }
}

/// Runs what the arguments ask for.
pub fn run(arguments: Arguments) -> Result<ExitStatus, Report> {
    interrupt::watch();
    match arguments.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Merge(arguments) => merge::run(&arguments),
        Command::Trend(arguments) => trend::run(&arguments),
        Command::Update(arguments) => update::run(&arguments),
        Command::Why(arguments) => why::run(&arguments),
        Command::Graph(arguments) => graph::run(&arguments),
        Command::Fix(arguments) => fix::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Hook(arguments) => hook::run(&arguments),
        Command::Cache(arguments) => cache::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

/// An error as it is shown on stderr, ending with a line feed.
pub fn rendered(error: &Report) -> String {
    let style = terminal::stderr_style();
    let handler = GraphicalReportHandler::new_themed(terminal::theme(&style))
        .with_width(style.width)
        .with_links(false)
        .with_context_lines(1);
    let mut text = String::new();
    // Writing to a text cannot fail; a diagnostic that does is shown without its picture.
    if handler.render_report(&mut text, error.as_ref()).is_err() {
        text = format!("{error}\n");
    }
    // A log shows stderr, too, and errors quote names and budget files.
    text::without_commands(&text).into_owned()
}
