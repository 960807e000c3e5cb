//! The arguments of `update`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use crate::cli::arguments::WorkArguments;

/// The arguments of `update`.
#[derive(Args, Debug)]
pub struct UpdateArguments {
    /// The directory that the bundler wrote, or a project, as for `check`. Several are kept one by one: each beside its
    /// own budgets.json, or by its name in the one that they share.
    #[arg(value_name = "DIRECTORY")]
    pub directories: Vec<PathBuf>,
    /// What the project is called, where several share a baseline.
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub project: Option<String>,
    /// The budget file, as for `check`.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The file to write; without it, budgets.baseline.json beside the budget file, or in the working directory where
    /// there is none.
    #[arg(long, value_name = "FILE", conflicts_with = "stdout")]
    pub baseline: Option<PathBuf>,
    /// Write the anchor instead, a second baseline that stays, which the budgets' `drift` limits are judged against:
    /// budgets.anchor.json, or FILE.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with = "baseline")]
    #[expect(clippy::option_option, reason = "the switch alone, or with a file")]
    pub anchor: Option<Option<PathBuf>>,
    /// Print the file instead of writing it.
    #[arg(long)]
    pub stdout: bool,
    /// Lower the limits of budgets.json, too, to what is measured plus head-room: `max` and `warn`, never upwards. Comments
    /// and formatting stay. Projects that share the file are given together: a limit is that of the heaviest.
    #[arg(long, conflicts_with_all = ["stdout", "anchor"], help_heading = "Ratchet")]
    pub ratchet: bool,
    /// How much more than measured the limits allow; they are rounded up to numbers that are easily read.
    #[arg(
        long,
        value_name = "PERCENT",
        default_value = "10 %",
        requires = "ratchet",
        help_heading = "Ratchet"
    )]
    pub headroom: String,
    /// Raise the limits that this budget breaks, with a reason. Repeatable.
    #[arg(long, value_name = "BUDGET", requires = "ratchet", help_heading = "Ratchet")]
    pub allow_raise: Vec<String>,
    /// Why, for each of them or for all; it is written beside the limit as a comment.
    #[arg(long, value_name = "TEXT", requires = "allow_raise", help_heading = "Ratchet")]
    pub reason: Vec<String>,
    /// A manifest of the bundler that does not lie in the build, as for `check`. Repeatable.
    #[arg(long, value_name = "FILE")]
    pub manifest: Vec<PathBuf>,
    /// How the work is done.
    #[command(flatten)]
    pub work: WorkArguments,
    /// Print nothing.
    #[arg(long, short)]
    pub quiet: bool,
}
