//! EDGE. What a DIRECTORY of any command means: where the build is, and by what it is judged.
//!
//! It is a build, or a project: a folder whose own budgets.json says where its build is.

#![expect(clippy::disallowed_methods, reason = "what lies in a folder says what it is")]

use std::path::{Path, PathBuf};

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::checks::CHECKS;
use crate::cli::baseline::{ANCHOR, BASELINE};
use crate::cli::paths;
use crate::config;
use crate::model::config::{Config, Origin};
use crate::walk::{self, WalkError, Walked};

/// No DIRECTORY, and no budget file that knows it.
#[derive(Debug, Error, Diagnostic)]
#[error("no build directory is given")]
#[diagnostic(code(weighbridge::check::no_directory), help("{help}"))]
struct NoDirectory {
    help: &'static str,
}

/// A build and what it is judged by.
pub(crate) struct Settled {
    /// Where the build is.
    pub(crate) build: PathBuf,
    /// The same for reports.
    pub(crate) shown: String,
    /// What it is judged by.
    pub(crate) config: Config,
    /// Whether the DIRECTORY is a project, in which the build is.
    pub(crate) is_project: bool,
    /// The budget file, where it came from one.
    pub(crate) budget_file: Option<PathBuf>,
    /// The folder in which its baseline is looked for: that of the budget file, or else the working directory. `None`
    /// where budgets are not looked for either.
    pub(crate) beside: Option<PathBuf>,
}

impl Settled {
    /// The files of the build. What `update` keeps is none of it, where both lie in one folder.
    pub(crate) fn walk(&self) -> Result<Walked, WalkError> {
        Ok(walk::walk(&self.build, &self.shown, &self.config.ignore)?.without(&[BASELINE, ANCHOR]))
    }
}

/// A configuration, and its file if it came from one.
#[derive(Clone)]
pub(crate) struct Loaded {
    config: Config,
    file: Option<PathBuf>,
}

impl Loaded {
    /// That of a budget file.
    pub(crate) fn from(path: &Path) -> Result<Self, Diagnosis> {
        let config = config::load(path, &paths::shown(path), CHECKS)?;
        Ok(Self { config, file: Some(path.to_path_buf()) })
    }

    /// One that came from no file.
    pub(crate) fn without_file(config: Config) -> Self {
        Self { config, file: None }
    }
}

/// Where the build of the DIRECTORY `given` is (without one, the budget file alone says it), and what it is judged by:
/// `shared`, or else the nearest budgets.json.
pub(crate) fn settle(given: Option<&Path>, shared: Option<&Loaded>) -> Result<Settled, Diagnosis> {
    let start = given.unwrap_or(Path::new("."));
    let loaded = match (shared, config::find(start)) {
        (Some(shared), _) => shared.clone(),
        (None, Some(path)) => Loaded::from(&path)?,
        (None, None) => Loaded::without_file(config::built_in()),
    };
    let (folder, build) = if let Some(given) = given {
        (given, own_build(given, shared, &loaded)?)
    } else {
        let folder = loaded.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        (folder, Some(loaded.config.build.clone().ok_or_else(|| no_directory(shared))?))
    };
    let is_project = build.is_some();
    let beside = match (&loaded.file, shared) {
        (Some(file), _) => file.parent().map(Path::to_path_buf),
        (None, None) => Some(PathBuf::new()),
        (None, Some(_)) => None,
    };
    let (build, shown) = match build {
        Some(build) => (folder.join(&build), paths::shown_within(folder, &build)),
        None => (folder.to_path_buf(), paths::shown(folder)),
    };
    Ok(Settled { build, shown, config: loaded.config, is_project, budget_file: loaded.file, beside })
}

/// What the budgets.json in that very folder says of its build. Another one that the run is judged by changes the
/// limits, not where the build is.
fn own_build(folder: &Path, shared: Option<&Loaded>, loaded: &Loaded) -> Result<Option<String>, Diagnosis> {
    let own = folder.join(config::FILE_NAME);
    if !own.is_file() {
        return Ok(None);
    }
    Ok(if shared.is_some() { Loaded::from(&own)?.config.build } else { loaded.config.build.clone() })
}

fn no_directory(shared: Option<&Loaded>) -> NoDirectory {
    let by_limits = shared.is_some_and(|shared| matches!(shared.config.origin, Origin::CommandLine));
    NoDirectory {
        help: if by_limits {
            "name it before the limit: weighbridge check dist --limit \"170 kB\""
        } else {
            "name the directory that the bundler writes (weighbridge check dist), or set \"build\" in budgets.json"
        },
    }
}
