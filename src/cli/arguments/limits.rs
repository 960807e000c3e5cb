//! Budgets of the command line: `--limit SIZE [GLOB...]`.

use clap::{Arg, ArgAction, ArgMatches, Args, Command as Clap, FromArgMatches};

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
