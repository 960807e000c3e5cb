//! The arguments of `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::arguments::{HistoryArguments, Limits, ReportRequest, WorkArguments};
use crate::cli::past::PastSource;

/// The arguments of `check`.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches")]
pub struct CheckArguments {
    /// The directory that the bundler wrote, or a project: a folder whose budgets.json says where its `build` is.
    /// Several are judged one by one and reported together: `apps/*`. Without any, `build` of budgets.json.
    #[arg(value_name = "DIRECTORY")]
    pub directories: Vec<PathBuf>,
    /// What reports call the project; where several are judged, each goes by its DIRECTORY.
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new(), help_heading = "Output")]
    pub project: Option<String>,

    /// The budget file. Without it, budgets.json is looked for in DIRECTORY and its parents, up to the
    /// repository's root; where there is none, the built-in budgets apply.
    #[arg(long, value_name = "FILE", help_heading = "Budgets")]
    pub config: Option<PathBuf>,
    /// Use the built-in budgets, whatever files there are.
    #[arg(long, conflicts_with = "config", help_heading = "Budgets")]
    pub no_config: bool,
    /// Budgets of the command line.
    #[command(flatten)]
    pub limits: Limits,
    /// What to compare with: growth is shown, and judged by the budgets' `growth` limits. A file of `update`, an earlier
    /// JSON report, `-` for stdin, or git:REF:PATH for a file of a commit. Without it, budgets.baseline.json beside the
    /// budget file. One that is not there yet is no mistake: the report says so, and growth is not judged.
    #[arg(long, value_name = "FILE", help_heading = "Budgets")]
    pub baseline: Option<PastSource>,
    /// A second baseline that stays, against slow drift: the budgets' `drift` limits are judged against it. Without it,
    /// budgets.anchor.json beside the budget file.
    #[arg(long, value_name = "FILE", help_heading = "Budgets")]
    pub anchor: Option<PastSource>,
    /// Compare with nothing.
    #[arg(long, conflicts_with_all = ["baseline", "anchor"], help_heading = "Budgets")]
    pub no_baseline: bool,
    /// What Lighthouse measured, for limits on `lighthouse.*`: its result as JSON, or the folder of Lighthouse CI
    /// (.lighthouseci). Of several results of one page, the median counts. Repeatable.
    #[arg(long, value_name = "FILE", help_heading = "Budgets")]
    pub lighthouse: Vec<PathBuf>,
    /// What k6 measured, for limits on `k6.*`: its end-of-test summary as JSON, of `--summary-export` or `handleSummary()`.
    /// Repeatable.
    #[arg(long, value_name = "FILE", help_heading = "Budgets")]
    pub k6: Vec<PathBuf>,
    /// What fails the run: errors only, warnings too, or nothing (a task runner keeps no result of a task that fails).
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error, help_heading = "Budgets")]
    pub fail_on: FailOn,

    /// Write a report: `terminal`, `json`, `markdown`, `github`, `html`, `sarif`, `junit`, `openmetrics`, `codeclimate`,
    /// `badge` or `size-limit`, to stdout or with `=PATH` to a file. Repeatable; `-` is stdout.
    /// `--format` is another name for it.
    #[arg(long, alias = "format", value_name = "FORMAT[=PATH]", help_heading = "Output")]
    pub report: Vec<ReportRequest>,
    /// Print only what fails or warns; nothing where all is well.
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
    /// Print nothing but `pass`, `warn` or `fail`. Files are only compressed where that hangs on them, and checks are
    /// only run if they can fail the run.
    #[arg(long, conflicts_with_all = ["report", "quiet", "append", "avif"], help_heading = "Output")]
    pub verdict: bool,

    /// What is kept of the run.
    #[command(flatten)]
    pub history: HistoryArguments,

    /// A manifest of the bundler that does not lie in the build: Vite's manifest.json, stats.json of webpack, Rspack
    /// or Angular, esbuild's metafile, asset-manifest.json. It is compared with the code, and tells what the code
    /// does not show. Repeatable.
    #[arg(long, value_name = "FILE", help_heading = "Work")]
    pub manifest: Vec<PathBuf>,
    /// How the work is done.
    #[command(flatten)]
    pub work: WorkArguments,
    /// Say what images would take as AVIF, too. That takes twenty times as long.
    #[arg(long, help_heading = "Work")]
    pub avif: bool,
    /// Encode no images: what other formats would save is estimated from the number of pixels.
    #[arg(long, help_heading = "Work")]
    pub no_encode: bool,
}

/// What fails the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Exceeded limits and findings of severity `error`.
    Error,
    /// Warnings too.
    Warning,
    /// Nothing: the report alone tells.
    Never,
}
