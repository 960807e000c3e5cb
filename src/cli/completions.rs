//! EDGE. `weighbridge completions`: the script that teaches a shell to complete the arguments.

use clap::CommandFactory;
use clap_complete::generate;
use miette::Report;

use crate::cli::arguments::{Arguments, CompletionsArguments};
use crate::cli::{ExitStatus, output};

/// Writes the script to stdout.
pub(crate) fn run(arguments: &CompletionsArguments) -> Result<ExitStatus, Report> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut Arguments::command(), "weighbridge", &mut script);
    output::to_stdout(&String::from_utf8_lossy(&script))?;
    Ok(ExitStatus::WithinBudget)
}
