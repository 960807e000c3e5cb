//! EDGE. What git knows: asked of git itself, which knows worktrees, submodules and core.hooksPath.

use std::path::{Path, PathBuf};

use crate::cli::git;
use crate::cli::hook::HookError;

/// A repository with a working tree.
#[derive(Debug)]
pub(super) struct Repository {
    /// The top of the working tree.
    pub(super) root: PathBuf,
}

impl Repository {
    /// The one that the working directory is in.
    pub(super) fn here() -> Result<Self, HookError> {
        let inside = ask(Path::new("."), &["rev-parse", "--is-inside-work-tree", "--is-bare-repository"])?;
        match inside.as_deref().map(|said| said.split_whitespace().collect::<Vec<_>>()).as_deref() {
            Some(["true", _]) => {}
            Some([_, "true"]) => return Err(HookError::BareRepository),
            _ => return Err(HookError::NoRepository),
        }
        let root = ask(Path::new("."), &["rev-parse", "--show-toplevel"])?.ok_or(HookError::NoRepository)?;
        Ok(Self { root: PathBuf::from(root) })
    }

    /// The folder in which git looks for hooks.
    pub(super) fn hooks(&self) -> Result<PathBuf, HookError> {
        let path = ask(&self.root, &["rev-parse", "--git-path", "hooks"])?.ok_or(HookError::NoRepository)?;
        // Relative to where git was asked.
        Ok(self.root.join(path))
    }

    /// Whether that folder is set for more repositories than this one. What git is too old to say is not known.
    pub(super) fn shares_hooks(&self) -> Result<bool, HookError> {
        let scope = ask(&self.root, &["config", "--show-scope", "--get", "core.hooksPath"])?;
        let scope = scope.unwrap_or_default();
        Ok(matches!(scope.split_whitespace().next(), Some("global" | "system")))
    }

    /// The files that match, from the root on: tracked ones, and, if asked for, new ones that are not ignored.
    pub(super) fn files(&self, pattern: &str, with_new: bool) -> Result<Vec<PathBuf>, HookError> {
        let mut arguments = vec!["ls-files", "-z", "--full-name", "--cached"];
        if with_new {
            arguments.extend(["--others", "--exclude-standard"]);
        }
        arguments.extend(["--", pattern]);
        let said = ask(&self.root, &arguments)?.unwrap_or_default();
        let mut files: Vec<PathBuf> =
            said.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect();
        files.sort();
        files.dedup();
        Ok(files)
    }
}

/// What git says to that, without the line feed at its end; `None` where it fails.
fn ask(directory: &Path, arguments: &[&str]) -> Result<Option<String>, HookError> {
    let output = git::run(directory, arguments).map_err(|source| HookError::NoGit { source })?;
    Ok(output.status.success().then(|| git::text(&output.stdout)))
}
