//! EDGE. Which builds of a repository are judged before a push, and by what.

#![expect(clippy::disallowed_methods, reason = "budget files and package.json are read here")]

use std::fs;
use std::path::{Path, PathBuf};

use miette::Report;

use crate::cache::Cache;
use crate::checks::CHECKS;
use crate::cli::hook::git::Repository;
use crate::cli::paths;
use crate::config;
use crate::model::budget::Metric;
use crate::model::check::{Check, Severity};
use crate::model::config::{Compression, Config};
use crate::pipeline::Encoder;

/// A build and what it is judged by.
pub(super) struct Project {
    /// Its folder, as it is shown.
    pub(super) name: String,
    /// Where the sources lie.
    pub(super) folder: PathBuf,
    /// The directory that the bundler writes.
    pub(super) directory: PathBuf,
    /// What it is judged by.
    pub(super) config: Config,
}

/// Checks of severity `error` by default that compare no sizes of other forms of a file.
const WITHOUT_SIZES: [&str; 2] = ["broken-reference", "stale-precompressed"];

impl Project {
    /// What `path` means: a budget file, a folder that has one with `build` in it, else a build directory.
    pub(super) fn at(path: &Path) -> Result<Self, Report> {
        if path.is_file() {
            return Self::of_file(path);
        }
        let file = path.join(config::FILE_NAME);
        if file.is_file() && says_build(&file) {
            return Self::of_file(&file);
        }
        let config = match config::find(path) {
            None => config::built_in(),
            Some(file) => config::load(&file, &paths::shown(&file), CHECKS)?,
        };
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (folder, directory) = (folder.to_path_buf(), path.to_path_buf());
        Ok(Self { name: paths::shown(path), folder, directory, config })
    }

    fn of_file(file: &Path) -> Result<Self, Report> {
        let config = config::load(file, &paths::shown(file), CHECKS)?;
        let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Without one, the folder itself is the build.
        let directory =
            config.build.as_ref().map_or_else(|| folder.to_path_buf(), |build| folder.join(build));
        Ok(Self { name: paths::shown(folder), folder: folder.to_path_buf(), directory, config })
    }

    /// How its images are measured, after the configuration is reduced to what the verdict hangs on: a push waits for
    /// it. Brotli at its best takes most of the time, and is not needed where no limit asks for it.
    pub(super) fn lighten(&mut self) -> Encoder {
        let limits = |metric| {
            self.config.budgets.iter().any(|budget| {
                budget.limits.iter().any(|limit| limit.metric == metric)
                    || budget.growth.iter().any(|growth| growth.metric == metric)
            })
        };
        let may_fail = |check: &Check| {
            self.config.checks.of(check).severity == Some(Severity::Error)
                && !WITHOUT_SIZES.contains(&check.id)
        };
        if CHECKS.iter().any(|check| may_fail(check)) {
            return Encoder::Real(Cache::of_build(&self.directory));
        }
        if !limits(Metric::Brotli) {
            self.config.compression = Compression { brotli: 0, ..self.config.compression };
        }
        Encoder::Estimate
    }

    /// The command that builds it, where its package.json, or one above it, has a script `build`.
    pub(super) fn build_command(&self, root: &Path) -> Option<String> {
        let folder = self.folder.canonicalize().ok()?;
        let root = root.canonicalize().ok()?;
        let above = |wanted: &Path| {
            folder.ancestors().take_while(|at| at.starts_with(&root)).find(|at| at.join(wanted).is_file())
        };
        let at = above(Path::new("package.json"))?;
        let package: serde_json::Value =
            serde_json::from_slice(&fs::read(at.join("package.json")).ok()?).ok()?;
        package.get("scripts")?.get("build")?.as_str()?;
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
    config::names_a_build(&fs::read_to_string(file).ok()?)
}
