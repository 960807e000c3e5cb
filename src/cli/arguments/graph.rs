//! The arguments of `graph`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::arguments::WorkArguments;

/// The arguments of `graph`.
#[derive(Args, Debug)]
pub struct GraphArguments {
    /// The directory that the bundler wrote, or a project: a folder whose budgets.json says where its `build` is.
    pub directory: PathBuf,
    /// The language that the graph is written in.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = GraphFormat::Dot)]
    pub format: GraphFormat,
    /// A manifest of the bundler that does not lie in the build, as for `check`. Repeatable.
    #[arg(long, value_name = "FILE")]
    pub manifest: Vec<PathBuf>,
    /// How the work is done.
    #[command(flatten)]
    pub work: WorkArguments,
}

/// The language of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// For Graphviz.
    Dot,
    /// For Markdown on GitHub and GitLab.
    Mermaid,
    /// For other tools; with the preloads.
    Json,
}
