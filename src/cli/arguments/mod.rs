//! The arguments as they are typed: one file a subcommand.

mod cache;
mod check;
mod compare;
mod examples;
mod explain;
mod fix;
mod graph;
mod history;
mod hook;
mod init;
mod limits;
mod merge;
mod report;
mod shell;
mod update;
mod why;
mod work;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};

pub(crate) use cache::{CacheAction, CacheArguments};
pub(crate) use check::{CheckArguments, FailOn};
pub(crate) use compare::CompareArguments;
pub(crate) use explain::ExplainArguments;
pub(crate) use fix::{Fix, FixArguments, FixImagesArguments};
pub(crate) use graph::{GraphArguments, GraphFormat};
pub(crate) use history::{HistoryArguments, TrendArguments};
pub(crate) use hook::{Hook, HookArguments, HookInstallArguments, HookRunArguments};
pub(crate) use init::InitArguments;
pub(crate) use limits::Limits;
pub(crate) use merge::MergeArguments;
pub(crate) use report::{Format, ReportRequest};
pub(crate) use shell::{CompletionsArguments, ManArguments};
pub(crate) use update::UpdateArguments;
pub(crate) use why::WhyArguments;
pub(crate) use work::WorkArguments;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Performance budgets for frontend builds, judged from the built files alone.
#[derive(Debug, Parser)]
#[command(name = "weighbridge", version, styles = STYLES, after_help = examples::TOOL, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done, in the order in which people come to it.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write budgets.json: what a build weighs today, with head-room.
    #[command(after_help = examples::INIT)]
    Init(InitArguments),
    /// Weigh a build, inspect it, and judge it by its budgets.
    #[command(after_help = examples::CHECK)]
    Check(CheckArguments),
    /// Keep what a build weighs now in budgets.baseline.json, which later builds are compared with.
    #[command(after_help = examples::UPDATE)]
    Update(UpdateArguments),
    /// Say what has changed between two builds, and why it grew. Nothing is judged.
    #[command(after_help = examples::COMPARE)]
    Compare(CompareArguments),
    /// Say why a chunk or a package is loaded: the shortest way from each entry point to it.
    #[command(after_help = examples::WHY)]
    Why(WhyArguments),
    /// Say what a check does, why it matters, how to mend it and what can be set.
    #[command(after_help = examples::EXPLAIN)]
    Explain(ExplainArguments),
    /// Write what mends findings, into a folder of its own. The build is not changed.
    #[command(after_help = examples::FIX)]
    Fix(FixArguments),
    /// Check the budgets before each push, in git's pre-push hook.
    #[command(after_help = examples::HOOK)]
    Hook(HookArguments),
    /// Join the JSON reports of several projects, and judge them together.
    #[command(after_help = examples::MERGE)]
    Merge(MergeArguments),
    /// Draw what was appended to a history: a chart for each budget.
    #[command(after_help = examples::TREND)]
    Trend(TrendArguments),
    /// Write the graph of pages, chunks and stylesheets, to be drawn or read by other tools.
    #[command(after_help = examples::GRAPH)]
    Graph(GraphArguments),
    /// Say what is kept of what was measured before, or remove it.
    #[command(after_help = examples::CACHE)]
    Cache(CacheArguments),
    /// Write what teaches a shell to complete these arguments.
    #[command(after_help = examples::COMPLETIONS)]
    Completions(CompletionsArguments),
    /// Write the man page.
    #[command(after_help = examples::MAN)]
    Man(ManArguments),
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use clap::{CommandFactory, Parser};

    use super::Arguments;

    /// Each line of `Examples:`, as words; what a shell does with the output is left out.
    fn examples(command: &clap::Command) -> Vec<Vec<String>> {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let lines = help.lines().skip_while(|line| *line != "Examples:").skip(1);
        let lines: Vec<Vec<String>> = lines
            .take_while(|line| !line.is_empty())
            .map(|line| line.trim().split("   ").next().unwrap_or_default().replace('\'', ""))
            .map(|line| line.replace("170 kB", "170kB"))
            .map(|line| {
                line.split(' ').take_while(|word| !matches!(*word, "|" | ">")).map(str::to_owned).collect()
            })
            .collect();
        assert!(!lines.is_empty(), "`{}` has no examples", command.get_name());
        lines
    }

    fn all(command: &clap::Command) -> Vec<Vec<String>> {
        let commands = command.get_subcommands().filter(|one| one.get_name() != "help");
        examples(command).into_iter().chain(commands.flat_map(all)).collect()
    }

    #[test]
    fn every_example_of_the_help_can_be_typed() {
        let examples = all(&Arguments::command());
        assert!(20 < examples.len(), "{examples:?}");
        for words in examples {
            let name = words.first().map(String::as_str);
            if name == Some("WEIGHBRIDGE=0") {
                continue;
            }
            assert_eq!(name, Some("weighbridge"), "{words:?}");
            let parsed = Arguments::try_parse_from(&words);
            assert!(parsed.is_ok(), "{words:?}: {}", parsed.unwrap_err());
        }
    }

    /// Every option of every command, with its values.
    fn options(command: &clap::Command) -> Vec<(String, Vec<String>)> {
        let named = command.get_arguments().filter_map(|argument| {
            let values = argument.get_value_names().unwrap_or_default();
            Some((argument.get_long()?.to_owned(), values.iter().map(ToString::to_string).collect()))
        });
        named.chain(command.get_subcommands().flat_map(options)).collect()
    }

    #[test]
    fn an_option_takes_the_same_in_every_command() {
        let mut command = Arguments::command();
        command.build();
        let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (option, values) in options(&command) {
            let first = known.entry(option.clone()).or_insert_with(|| values.clone());
            assert_eq!(*first, values, "--{option}");
        }
        assert!(known.contains_key("report"), "{known:?}");
    }

    #[test]
    fn examples_of_the_tool_fit_a_terminal_of_80_columns() {
        let help = Arguments::command().get_after_help().map(ToString::to_string).unwrap_or_default();
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    }

    #[test]
    fn the_definitions_hold_together() {
        Arguments::command().debug_assert();
    }
}
