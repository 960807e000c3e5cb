//! EDGE. `weighbridge hook`: the check before a push.
//!
//! `install` and `remove` edit the hook (`block`, pure) where git says that it lies (`git`), unless another tool writes
//! that file (`owner`, pure). `run` is what the hook calls, so that the hook itself stays a few lines of shell.

mod block;
mod freshness;
mod git;
mod install;
mod owner;
mod projects;
mod run;

use miette::{Diagnostic, Report};
use thiserror::Error;

use crate::cli::ExitStatus;
use crate::cli::arguments::{Hook, HookArguments};

/// Why nothing was done.
#[derive(Debug, Error, Diagnostic)]
enum HookError {
    #[error("git cannot be run")]
    #[diagnostic(code(weighbridge::hook::no_git), help("install git, or add it to PATH"))]
    NoGit { source: std::io::Error },
    #[error("there is no git repository here")]
    #[diagnostic(code(weighbridge::hook::no_repository), help("run it in a working tree: git init, or cd"))]
    NoRepository,
    #[error("this is a bare repository: nobody pushes from it")]
    #[diagnostic(
        code(weighbridge::hook::bare_repository),
        help("run it in a clone or a worktree, from which people push")
    )]
    BareRepository,
    #[error("`{path}` is no shell script")]
    #[diagnostic(
        code(weighbridge::hook::not_a_shell_script),
        help("nothing was written; let it run `{line}`, and end with status 1 where that does")
    )]
    NotAShellScript { path: String, line: String },
    #[error("core.hooksPath is set for more than this repository: `{path}`")]
    #[diagnostic(
        code(weighbridge::hook::shared_hooks),
        help(
            "nothing was written, since it would run in every repository; set a path for this one with `git config core.hooksPath .githooks` and run it again, or add to your own hook: {line}"
        )
    )]
    SharedHooks { path: String, line: String },
    #[error("the lines of weighbridge in `{path}` have lost their end")]
    #[diagnostic(
        code(weighbridge::hook::damaged_block),
        help("nothing was written; delete what is left of them by hand, from `{begin}` on")
    )]
    DamagedBlock { path: String, begin: &'static str },
    #[error("cannot read the hook `{path}`, so it stays as it is")]
    #[diagnostic(
        code(weighbridge::hook::unreadable),
        help("check that it is a file that this user may read")
    )]
    Unreadable { path: String, source: std::io::Error },
    #[error("cannot write `{path}`")]
    #[diagnostic(code(weighbridge::hook::unwritable), help("check that this user may write there"))]
    Unwritable { path: String, source: std::io::Error },
}

/// Does what is asked for.
pub(crate) fn run(arguments: &HookArguments) -> Result<ExitStatus, Report> {
    match &arguments.hook {
        Hook::Install(arguments) => install::install(arguments),
        Hook::Remove => install::remove(),
        Hook::Run(arguments) => run::run(arguments),
    }
}
