//! EDGE. Which builds of a repository are judged before a push, and by what.

#![expect(clippy::disallowed_methods, reason = "budget files are looked for here")]

use std::path::{Path, PathBuf};

use miette::Report;

use crate::checks::CHECKS;
use crate::cli::baseline::{ANCHOR, BASELINE, Compared, kept};
use crate::cli::hook::git::Repository;
use crate::cli::settled::{Settled, settle};
use crate::cli::{input, package_json, paths};
use crate::config;
use crate::model::baseline::Pasts;
use crate::model::check::{Check, Need, Severity};
use crate::model::config::Config;
use crate::pipeline::Encoder;
use crate::walk::Walked;

/// A build and what it is judged by.
pub(super) struct Project {
    /// Its folder, as it is shown.
    pub(super) name: String,
    /// Where the sources lie.
    pub(super) folder: PathBuf,
    /// The directory that the bundler writes.
    pub(super) directory: PathBuf,
    /// The same for messages.
    pub(super) shown: String,
    /// What it is judged by.
    pub(super) config: Config,
    /// Where its baseline lies.
    beside: Option<PathBuf>,
}

impl Project {
    /// What `path` means: a project, a build, or the budget file of a project.
    pub(super) fn at(path: &Path) -> Result<Self, Report> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let is_budget_file = path.ends_with(config::FILE_NAME) && path.is_file();
        let given = if is_budget_file { parent } else { path };
        let Settled { build, shown, config, is_project, beside, .. } = settle(Some(given), None)?;
        let folder = if is_project || is_budget_file { given } else { parent };
        Ok(Self {
            name: paths::shown(given),
            folder: folder.to_path_buf(),
            directory: build,
            shown,
            config,
            beside,
        })
    }

    /// What it is compared with, where a growth limit asks for it.
    pub(super) fn pasts(&self, walked: &Walked) -> Result<Pasts, Report> {
        let budgets = &self.config.budgets;
        let compared = Compared {
            project: None,
            among_several: false,
            directory: &self.shown,
            build: &self.directory,
            beside: self.beside.as_deref(),
            compression: self.config.compression,
        };
        let read = |is_wanted: bool, file_name| {
            if is_wanted { kept(compared, walked, file_name) } else { Ok(None) }
        };
        Ok(Pasts {
            baseline: read(budgets.iter().any(|budget| !budget.growth.is_empty()), BASELINE)?,
            anchor: read(budgets.iter().any(|budget| !budget.drift.is_empty()), ANCHOR)?,
        })
    }

    /// How its images are measured: a push waits for it, so they are only encoded where that may refuse it.
    pub(super) fn encoder(&self) -> Encoder {
        let may_fail = |check: &Check| {
            self.config.checks.of(check).severity == Some(Severity::Error)
                && check.needs.contains(&Need::Encodings)
        };
        if CHECKS.iter().any(|check| may_fail(check)) { Encoder::Real } else { Encoder::Estimate }
    }

    /// The command that builds it, where its package.json, or one above it, has a script `build`.
    pub(super) fn build_command(&self, root: &Path) -> Option<String> {
        let folder = self.folder.canonicalize().ok()?;
        let root = root.canonicalize().ok()?;
        let above = |wanted: &Path| {
            folder.ancestors().take_while(|at| at.starts_with(&root)).find(|at| at.join(wanted).is_file())
        };
        let at = above(Path::new("package.json"))?;
        package_json::read(at)?.get("scripts")?.get("build")?.as_str()?;
        let managers = [
            ("pnpm-lock.yaml", "pnpm run build"),
            ("yarn.lock", "yarn build"),
            ("bun.lock", "bun run build"),
            ("bun.lockb", "bun run build"),
        ];
        let command = managers.iter().find(|(lock, _)| above(Path::new(lock)).is_some());
        let command = command.map_or("npm run build", |(_, command)| command);
        let at = paths::shown(at);
        Some(if at == "." { command.to_owned() } else { format!("cd {at} && {command}") })
    }
}

/// All budget files of the repository that say which build they are about, with those that cannot be read as JSON.
pub(super) fn of_repository(repository: &Repository) -> Result<Vec<PathBuf>, Report> {
    let pattern = format!(":(top,glob)**/{}", config::FILE_NAME);
    let files = repository.files(&pattern, true)?;
    let at_root = |file: &Path| file.parent().is_none_or(|folder| folder.as_os_str().is_empty());
    Ok(files
        .into_iter()
        // What lies deeper and is no budget file of this tool is somebody else's.
        .filter(|file| {
            let path = repository.root.join(file);
            path.is_file() && (says_build(&path) || (at_root(file) && is_broken(&path)))
        })
        .map(|file| repository.root.join(file))
        .collect())
}

fn says_build(file: &Path) -> bool {
    said(file) == Some(true)
}

fn is_broken(file: &Path) -> bool {
    said(file).is_none()
}

/// Whether it names a build; `None` where it cannot be read.
fn said(file: &Path) -> Option<bool> {
    let bytes = input::file(file, config::LARGEST_FILE).ok()??;
    config::names_a_build(std::str::from_utf8(&bytes).ok()?)
}
