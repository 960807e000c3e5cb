//! The arguments as they are typed.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{
    Arg, ArgAction, ArgMatches, Args, Command as Clap, FromArgMatches, Parser, Subcommand, ValueEnum,
};

use crate::cli::history_arguments::{HistoryArguments, TrendArguments};
use crate::cli::merge_arguments::MergeArguments;

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
    /// Join the JSON reports of several projects, and judge them together.
    Merge(MergeArguments),
    /// Draw what was appended to a history: a chart for each budget.
    Trend(TrendArguments),
    /// Say why a chunk or a package is loaded: the shortest way from each entry point to it.
    Why(WhyArguments),
    /// Write the graph of pages, chunks and stylesheets, to be drawn or read by other tools.
    Graph(GraphArguments),
    /// Write what mends findings, into a folder of its own. The build is not changed.
    Fix(FixArguments),
    /// Say what a check does, why it matters, how to mend it and what can be set.
    Explain(ExplainArguments),
}

/// The arguments of `check`.
#[derive(Args, Debug)]
#[command(after_help = EXIT_STATUS)]
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
    /// What fails the run: errors only, warnings too, or nothing (a task runner keeps no result of a task that fails).
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error, help_heading = "Budgets")]
    pub fail_on: FailOn,

    /// Write a report: `terminal` or `json`, to stdout or with `=PATH` to a file. Repeatable; `-` is stdout.
    #[arg(long, value_name = "FORMAT[=PATH]", help_heading = "Output")]
    pub report: Vec<ReportRequest>,
    /// Print only what fails or warns; nothing where all is well.
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,

    /// What is kept of the run.
    #[command(flatten)]
    pub history: HistoryArguments,

    /// A manifest of the bundler that does not lie in the build: Vite's manifest.json, stats.json of webpack, Rspack
    /// or Angular, esbuild's metafile, asset-manifest.json. It is compared with the code, and tells what the code
    /// does not show. Repeatable.
    #[arg(long, value_name = "FILE", help_heading = "Work")]
    pub manifest: Vec<PathBuf>,
    /// How many files are worked on at once; one a core if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Work")]
    pub threads: Option<u16>,
    /// Measure everything anew, and keep nothing of it.
    #[arg(long, help_heading = "Work")]
    pub no_cache: bool,
    /// Say what images would take as AVIF, too. That takes twenty times as long.
    #[arg(long, help_heading = "Work")]
    pub avif: bool,
    /// Encode no images: what other formats would save is estimated from the number of pixels.
    #[arg(long, help_heading = "Work")]
    pub no_encode: bool,
}

/// The arguments of `why`.
#[derive(Args, Debug)]
pub struct WhyArguments {
    /// The directory that the bundler wrote.
    pub directory: PathBuf,
    /// The script or stylesheet: its path, the end of its path, its name without the hash, or a glob. Or an npm
    /// package: `moment`, `@mui/material`.
    pub name: String,
    /// A manifest of the bundler that does not lie in the build, as for `check`. Repeatable.
    #[arg(long, value_name = "FILE")]
    pub manifest: Vec<PathBuf>,
}

/// The arguments of `graph`.
#[derive(Args, Debug)]
pub struct GraphArguments {
    /// The directory that the bundler wrote.
    pub directory: PathBuf,
    /// The language that the graph is written in.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = GraphFormat::Dot)]
    pub format: GraphFormat,
    /// A manifest of the bundler that does not lie in the build, as for `check`. Repeatable.
    #[arg(long, value_name = "FILE")]
    pub manifest: Vec<PathBuf>,
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

/// The arguments of `fix`.
#[derive(Args, Debug)]
pub struct FixArguments {
    /// What to mend.
    #[command(subcommand)]
    pub fix: Fix,
}

/// What can be mended.
#[derive(Debug, Subcommand)]
pub enum Fix {
    /// Write the images that `legacy-image-format` and `missing-srcset` name as WebP, beside copies of them, and print
    /// the markup that shows them.
    Images(FixImagesArguments),
}

/// The arguments of `fix images`.
#[derive(Args, Debug)]
pub struct FixImagesArguments {
    /// The directory that the bundler wrote.
    pub directory: PathBuf,
    /// Where to write, outside of the build: in the folders that the images have there.
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// Write AVIF, too. That takes its time.
    #[arg(long)]
    pub avif: bool,
    /// Write smaller ones, too: pixels across, those that are no smaller than the image left out.
    #[arg(
        long,
        value_name = "WIDTHS",
        num_args = 0..=1,
        value_delimiter = ',',
        default_missing_value = "400,800,1200",
        value_parser = clap::value_parser!(u32).range(1..=16_383)
    )]
    pub widths: Option<Vec<u32>>,
    /// Overwrite what is in the folder.
    #[arg(long)]
    pub force: bool,
    /// How many images are worked on at once; one a core if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Measure everything anew, and keep nothing of it.
    #[arg(long)]
    pub no_cache: bool,
}

/// The arguments of `explain`.
#[derive(Args, Debug)]
pub struct ExplainArguments {
    /// The check, such as `unminified-asset`; without it, all checks are listed.
    pub check: Option<String>,
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

/// `--limit SIZE [GLOB...]`, each occurrence by itself: a size as typed and the globs behind it.
///
/// Written by hand because derived arguments join the values of all occurrences.
#[derive(Debug, Default)]
pub struct Limits(pub Vec<(String, Vec<String>)>);

const LIMIT: &str = "limit";

impl Args for Limits {
    fn augment_args(command: Clap) -> Clap {
        let limit = Arg::new(LIMIT)
            .long(LIMIT)
            .value_names(["SIZE", "GLOB"])
            .num_args(1..)
            .action(ArgAction::Append)
            .conflicts_with_all(["config", "no_config"])
            .help_heading("Budgets")
            .help(
                "A budget without a file: what the files that match the globs may weigh together (gzip, or say \
                 \"170 kB brotli\" or \"1 MB raw\"). Write DIRECTORY before it. Repeatable; replaces the budget file",
            );
        command.arg(limit)
    }

    fn augment_args_for_update(command: Clap) -> Clap {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Limits {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut limits = Self::default();
        limits.update_from_arg_matches(matches)?;
        Ok(limits)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for mut values in matches.get_occurrences::<String>(LIMIT).into_iter().flatten() {
            if let Some(size) = values.next() {
                self.0.push((size.clone(), values.cloned().collect()));
            }
        }
        Ok(())
    }
}

/// One `--report FORMAT[=PATH]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRequest {
    /// Which format.
    pub format: Format,
    /// Where to; `None` for stdout.
    pub path: Option<PathBuf>,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Terminal,
    /// For other tools: docs/report.md.
    Json,
    /// For GitHub's step summary and a comment in a pull request.
    Markdown,
    /// GitHub's workflow commands: annotations in the files of a pull request.
    Github,
    /// One page with everything, for a browser.
    Html,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML, for test reports of CI servers.
    Junit,
    /// `OpenMetrics`, for Prometheus and GitLab's metrics report.
    Openmetrics,
    /// Code Climate's issues, for GitLab's code quality report.
    Codeclimate,
    /// An SVG with the verdict.
    Badge,
}

impl FromStr for ReportRequest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) = match text.split_once('=') {
            Some((_, "")) => return Err(format!("`{text}` names no file behind `=`")),
            Some((format, "-")) => (format, None),
            Some((format, path)) => (format, Some(PathBuf::from(path))),
            None => (text, None),
        };
        let formats = || Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<String> = formats().map(|format| format.get_name().to_owned()).collect();
        match Format::from_str(format, false) {
            Ok(format) => Ok(Self { format, path }),
            Err(_) => Err(format!("there is no format `{format}`; write {}", known.join(" or "))),
        }
    }
}
