//! EDGE. Puts the lines into the pre-push hook and takes them out again.

#![expect(clippy::disallowed_methods, reason = "this is the edge where hooks are read and written")]

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use miette::{IntoDiagnostic, Report};

use crate::cli::arguments::HookInstallArguments;
use crate::cli::hook::HookError;
use crate::cli::hook::block::{self, BEGIN, Edit};
use crate::cli::hook::git::Repository;
use crate::cli::hook::owner::{self, Owner};
use crate::cli::output::Mode;
use crate::cli::{ExitStatus, output, paths};

const HOOK: &str = "pre-push";
const SHEBANG: &str = "#!/bin/sh\n";
/// Where npm puts the tool.
const OF_NPM: &str = "node_modules/.bin/weighbridge";

/// The file that is edited.
struct Target {
    path: PathBuf,
    /// husky runs it with `sh`, so that it needs neither shebang nor mode.
    is_huskys: bool,
    note: Option<&'static str>,
}

/// Puts the lines in.
pub(super) fn install(arguments: &HookInstallArguments) -> Result<ExitStatus, Report> {
    let repository = Repository::here()?;
    let command = command(&repository, arguments)?;
    let target = target(&repository)?;
    let found = read(&target.path)?;
    let line = format!("weighbridge {command} --refs");
    if let Some(owner) = owner_of(&repository, &target, found.as_deref()) {
        output::to_stdout(&owner.lines(&command))?;
        return Ok(ExitStatus::CouldNotJudge);
    }
    if repository.shares_hooks()? {
        return Err(HookError::SharedHooks { path: paths::shown(&target.path), line }.into());
    }
    let shown = paths::shown(&target.path);
    let file = found.as_deref().unwrap_or_default();
    if !block::is_shell(file) {
        return Err(HookError::NotAShellScript { path: shown, line }.into());
    }
    if block::is_called_by_hand(file) {
        say(&format!("already there: {shown} calls `weighbridge hook run`\n"))?;
        return Ok(ExitStatus::WithinBudget);
    }
    let tools = tools(&repository)?;
    let block = block::block(&format!("{command} --refs"), &tools, found.is_none());
    let start = if found.is_none() && !target.is_huskys { SHEBANG.as_bytes() } else { file };
    let damaged = |_| HookError::DamagedBlock { path: shown.clone(), begin: BEGIN };
    match block::insert(start, &block).map_err(damaged)? {
        Edit::Write(bytes) => {
            write(&target.path, &bytes)?;
            say(&format!(
                "installed in {shown}: git push checks the budgets first\n\
                 take it out with `weighbridge hook remove`; skip it once with `WEIGHBRIDGE=0 git push`\n"
            ))?;
        }
        Edit::None | Edit::Delete => say(&format!("already installed in {shown}\n"))?,
    }
    if let Some(note) = target.note {
        say(&format!("note: {note}\n"))?;
    }
    if !target.is_huskys && !is_executable(&target.path) {
        say(&format!("note: git runs it only once it is executable: chmod +x {shown}\n"))?;
    }
    Ok(ExitStatus::WithinBudget)
}

/// Takes the lines out.
pub(super) fn remove() -> Result<ExitStatus, Report> {
    let repository = Repository::here()?;
    let path = target(&repository)?.path;
    let shown = paths::shown(&path);
    let file = read(&path)?.unwrap_or_default();
    let damaged = |_| HookError::DamagedBlock { path: shown.clone(), begin: BEGIN };
    match block::remove(&file).map_err(damaged)? {
        Edit::None => say(&format!("nothing to remove: {shown} has no lines of weighbridge\n"))?,
        Edit::Write(bytes) => {
            write(&path, &bytes)?;
            say(&format!("removed from {shown}\n"))?;
        }
        Edit::Delete => {
            fs::remove_file(&path).map_err(|source| HookError::Unwritable { path: shown.clone(), source })?;
            say(&format!("removed {shown}, which held nothing else\n"))?;
        }
    }
    Ok(ExitStatus::WithinBudget)
}

/// What a hook holds; `None` where there is none. One that cannot be read is there all the same, and somebody's.
fn read(path: &Path) -> Result<Option<Vec<u8>>, HookError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(HookError::Unreadable { path: paths::shown(path), source }),
    }
}

/// The hook that git runs, or the file that husky runs for it.
fn target(repository: &Repository) -> Result<Target, HookError> {
    let hooks = repository.hooks()?;
    // husky 9 generates `.husky/_/pre-push`, which runs the user's `.husky/pre-push`.
    let is_generated =
        hooks.ends_with("_") && (hooks.join("h").is_file() || hooks.join("husky.sh").is_file());
    if let Some(folder) = hooks.parent().filter(|_| is_generated) {
        return Ok(Target { path: folder.join(HOOK), is_huskys: true, note: None });
    }
    // It belongs to the project, and has not been set up in this clone.
    let husky = repository.root.join(".husky");
    if husky.is_dir() && hooks.ends_with(".git/hooks") {
        let note = Some("husky is not set up in this clone yet: npx husky");
        return Ok(Target { path: husky.join(HOOK), is_huskys: true, note });
    }
    // A link leads to the file that is meant.
    let path = hooks.join(HOOK);
    Ok(Target { path: fs::canonicalize(&path).unwrap_or(path), is_huskys: false, note: None })
}

fn owner_of(repository: &Repository, target: &Target, hook: Option<&[u8]>) -> Option<Owner> {
    let root = &repository.root;
    let configurations: Vec<&str> =
        owner::CONFIGURATIONS.into_iter().filter(|name| root.join(name).is_file()).collect();
    // Where husky runs, the others' files are leftovers.
    let configurations = if target.is_huskys { &[][..] } else { &configurations };
    let package = fs::read_to_string(root.join("package.json")).ok().filter(|_| !target.is_huskys);
    owner::owner(hook, configurations, package.as_deref())
}

/// The words behind `weighbridge`; projects as seen from the root, where hooks run.
fn command(repository: &Repository, arguments: &HookInstallArguments) -> Result<String, Report> {
    let here = env::current_dir().into_diagnostic()?;
    let here = here.canonicalize().unwrap_or(here);
    let root = repository.root.canonicalize().unwrap_or_else(|_| repository.root.clone());
    let mut command = "hook run".to_owned();
    if arguments.require_build {
        command.push_str(" --require-build");
    }
    for project in &arguments.projects {
        let path = here.join(project);
        let path = path.canonicalize().unwrap_or(path);
        let path = pathdiff::diff_paths(&path, &root).unwrap_or(path);
        let path = path.to_string_lossy().replace('\\', "/");
        let path = if path.is_empty() { "." } else { &path };
        command.push(' ');
        command.push_str(&block::quoted(path));
    }
    Ok(command)
}

/// Where the tool may lie, from the root: npm's folders from here upwards, then PATH.
fn tools(repository: &Repository) -> Result<Vec<String>, Report> {
    let here = env::current_dir().into_diagnostic()?;
    let here = here.canonicalize().unwrap_or(here);
    let root = repository.root.canonicalize().unwrap_or_else(|_| repository.root.clone());
    let folders = here.ancestors().take_while(|folder| folder.starts_with(&root) && **folder != root);
    let mut tools: Vec<String> = folders
        .filter(|folder| folder.join(OF_NPM).exists())
        .filter_map(|folder| pathdiff::diff_paths(folder.join(OF_NPM), &root))
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .collect();
    tools.extend([OF_NPM.to_owned(), "weighbridge".to_owned()]);
    Ok(tools)
}

/// Whole, and with the mode that it had; a new one can be run.
fn write(path: &Path, bytes: &[u8]) -> Result<(), HookError> {
    let failed = |source| HookError::Unwritable { path: paths::shown(path), source };
    let mode = match fs::metadata(path) {
        Ok(found) => Mode::Kept(found.permissions()),
        Err(_) => Mode::Program,
    };
    output::whole(path, bytes, mode).map_err(failed)
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    true
}

fn say(text: &str) -> Result<(), Report> {
    Ok(output::to_stdout(text)?)
}
