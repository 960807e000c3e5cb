//! The arguments as they are typed: one file a subcommand.

mod check;
mod explain;
mod fix;
mod graph;
mod limits;
mod report;
mod why;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};

pub use check::{CheckArguments, FailOn};
pub use explain::ExplainArguments;
pub use fix::{Fix, FixArguments, FixImagesArguments};
pub use graph::{GraphArguments, GraphFormat};
pub use limits::Limits;
pub use report::{Format, ReportRequest};
pub use why::WhyArguments;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXIT_STATUS: &str = "\
Exit status:
  0  within budget
  1  over budget
  2  could not judge: usage, configuration, a build that cannot be read";

/// Performance budgets for frontend builds, judged from the built files alone.
#[derive(Debug, Parser)]
#[command(name = "weighbridge", version, styles = STYLES, after_help = EXIT_STATUS, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Weigh a build, inspect it, and judge it by its budgets.
    Check(CheckArguments),
    /// Say why a chunk or a package is loaded: the shortest way from each entry point to it.
    Why(WhyArguments),
    /// Write the graph of pages, chunks and stylesheets, to be drawn or read by other tools.
    Graph(GraphArguments),
    /// Write what mends findings, into a folder of its own. The build is not changed.
    Fix(FixArguments),
    /// Say what a check does, why it matters, how to mend it and what can be set.
    Explain(ExplainArguments),
}
