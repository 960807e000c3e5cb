//! The arguments of `hook`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::arguments::examples;

/// The arguments of `hook`.
#[derive(Args, Debug)]
pub struct HookArguments {
    /// What to do with it.
    #[command(subcommand)]
    pub hook: Hook,
}

/// What can be done with git's pre-push hook.
#[derive(Debug, Subcommand)]
pub enum Hook {
    /// Put the check into the repository's pre-push hook. What stands there already stays.
    #[command(after_help = examples::HOOK_INSTALL)]
    Install(HookInstallArguments),
    /// Take the check out of the pre-push hook again, and nothing else.
    #[command(after_help = examples::HOOK_REMOVE)]
    Remove,
    /// What the hook runs: judge the builds that are there, and refuse the push by exit status 1.
    #[command(after_help = examples::HOOK_RUN)]
    Run(HookRunArguments),
}

/// The arguments of `hook install`.
#[derive(Args, Debug)]
pub struct HookInstallArguments {
    /// Folders with a budgets.json that says `build`, or build directories. Without any, the hook looks for such
    /// budget files in the whole repository, anew at each push.
    #[arg(value_name = "PROJECT")]
    pub projects: Vec<PathBuf>,
    /// Refuse a push while a build directory is missing, instead of saying so.
    #[arg(long)]
    pub require_build: bool,
}

/// The arguments of `hook run`.
#[derive(Args, Debug)]
pub struct HookRunArguments {
    /// Folders with a budgets.json that says `build`, or build directories. Without any, all such budget files of the
    /// repository that git does not ignore.
    #[arg(value_name = "PROJECT")]
    pub projects: Vec<PathBuf>,
    /// Refuse a push while a build directory is missing, instead of saying so.
    #[arg(long)]
    pub require_build: bool,
    /// Read from stdin what is pushed, as git tells its hooks: where branches are only deleted, nothing is checked.
    #[arg(long)]
    pub refs: bool,
}
