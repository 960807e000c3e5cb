//! EDGE. `weighbridge graph`: the chunk graph for tools that draw or read graphs.

use miette::Report;

use crate::cli::arguments::{GraphArguments, GraphFormat};
use crate::cli::inspected::Inspected;
use crate::cli::settled::settle;
use crate::cli::{ExitStatus, inspected, output};
use crate::report::graph::{render_dot, render_json, render_mermaid};

/// Writes the graph to stdout.
pub(crate) fn run(arguments: &GraphArguments) -> Result<ExitStatus, Report> {
    let Inspected { build, .. } =
        inspected::inspect(settle(Some(&arguments.directory), None)?, &arguments.manifest, arguments.work)?;
    let text = match arguments.format {
        GraphFormat::Dot => render_dot(&build),
        GraphFormat::Mermaid => render_mermaid(&build),
        GraphFormat::Json => render_json(&build),
    };
    output::to_stdout(&text)?;
    Ok(ExitStatus::WithinBudget)
}
