//! EDGE. `weighbridge man`: the man pages, made from the arguments.

use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use miette::{IntoDiagnostic, Report};

use crate::cli::arguments::{Arguments, ManArguments};
use crate::cli::{ExitStatus, output};

/// Writes the page of the tool to stdout, or all pages into a folder.
pub(crate) fn run(arguments: &ManArguments) -> Result<ExitStatus, Report> {
    let mut tool = Arguments::command();
    // Gives subcommands their full names, and arguments what they inherit.
    tool.build();
    match &arguments.out {
        None => output::to_stdout(&page(&tool)?)?,
        Some(folder) => write_all(&tool, "weighbridge", folder)?,
    }
    Ok(ExitStatus::WithinBudget)
}

fn write_all(command: &Command, name: &str, folder: &Path) -> Result<(), Report> {
    output::to_file(
        &folder.join(format!("{name}.1")),
        &page(&command.clone().display_name(name.to_owned()))?,
    )?;
    for subcommand in command.get_subcommands().filter(|one| one.get_name() != "help") {
        write_all(subcommand, &format!("{name}-{}", subcommand.get_name()), folder)?;
    }
    Ok(())
}

fn page(command: &Command) -> Result<String, Report> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page).into_diagnostic()?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
