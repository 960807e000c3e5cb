//! EDGE. Which builds the arguments of `check` mean, and how they are called.
//!
//! `apps/*` also names what is neither a build nor a project; where several are named, that is left out and told, never
//! weighed as if it were a build.

#![expect(clippy::disallowed_methods, reason = "what lies in a folder says what it is")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::cli::arguments::{CheckArguments, Limits, UpdateArguments};
use crate::cli::settled::{Loaded, Settled, settle};
use crate::cli::{output, package_json, paths, rendered};
use crate::config;

/// Files that a folder with sources has beside its package.json, if it has one, and that no bundler writes.
const SOURCES: [&str; 6] =
    ["Cargo.toml", "go.mod", "pyproject.toml", "pubspec.yaml", "composer.json", "pom.xml"];

/// Arguments that cannot be meant.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum ArgumentError {
    #[error("there is no directory `{name}`")]
    #[diagnostic(
        code(weighbridge::check::missing),
        help("name builds, or projects: folders with a budgets.json that has \"build\"")
    )]
    Missing { name: String },
    #[error("`{}` and `{}` would both be called `{name}`", one.display(), other.display())]
    #[diagnostic(
        code(weighbridge::check::same_name),
        help(
            "run weighbridge in a folder from which their paths differ, or judge one at a time with --project NAME"
        )
    )]
    SameName { name: String, one: PathBuf, other: PathBuf },
    #[error("--project names one project, and {count} directories are given")]
    #[diagnostic(
        code(weighbridge::check::project_of_many),
        help("leave it out: each project is called by its directory")
    )]
    OneName { count: usize },
    #[error("none of the directories is a build or a project: {names}")]
    #[diagnostic(
        code(weighbridge::check::nothing_to_judge),
        help(
            "name the directories that the bundler writes, or put a budgets.json with \"build\" into each project"
        )
    )]
    Nothing { names: String },
    #[error("the manifest `{name}` lies in none of the projects")]
    #[diagnostic(
        code(weighbridge::check::whose_manifest),
        help("which of the builds it is about cannot be told: judge that one by itself")
    )]
    WhoseManifest { name: String },
    #[error("what `{name}` says is of none of the projects: it lies in none of them")]
    #[diagnostic(
        code(weighbridge::check::whose_measurement),
        help(
            "which of the sites it is about cannot be told: put it into the project's folder, or judge that one by itself"
        )
    )]
    WhoseMeasurement { name: String },
}

/// The arguments that say which builds are meant, and by what they are judged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a> {
    directories: &'a [PathBuf],
    project: Option<&'a str>,
    manifests: &'a [PathBuf],
    lighthouse: &'a [PathBuf],
    k6: &'a [PathBuf],
    config: Option<&'a Path>,
    no_config: bool,
    limits: Option<&'a Limits>,
}

impl<'a> From<&'a CheckArguments> for Named<'a> {
    fn from(arguments: &'a CheckArguments) -> Self {
        Self {
            directories: &arguments.directories,
            project: arguments.project.as_deref(),
            manifests: &arguments.manifest,
            lighthouse: &arguments.lighthouse,
            k6: &arguments.k6,
            config: arguments.config.as_deref(),
            no_config: arguments.no_config,
            limits: Some(&arguments.limits),
        }
    }
}

impl<'a> From<&'a UpdateArguments> for Named<'a> {
    fn from(arguments: &'a UpdateArguments) -> Self {
        Self {
            directories: &arguments.directories,
            project: arguments.project.as_deref(),
            manifests: &arguments.manifest,
            lighthouse: &[],
            k6: &[],
            config: arguments.config.as_deref(),
            no_config: false,
            limits: None,
        }
    }
}

/// What is judged.
#[derive(Debug)]
pub(crate) struct Project {
    /// What reports call it; `None` where there is only one and it was given no name.
    pub(crate) name: Option<String>,
    /// As it was given; `None` where the budget file alone says what the build is.
    given: Option<PathBuf>,
    /// The manifests that are about its build.
    pub(crate) manifests: Vec<PathBuf>,
    /// The results of Lighthouse that are about its site.
    pub(crate) lighthouse: Vec<PathBuf>,
    /// The summaries of k6.
    pub(crate) k6: Vec<PathBuf>,
}

/// What the arguments come to.
#[derive(Debug, Default)]
pub(crate) struct Chosen {
    /// What is judged, sorted by name.
    pub(crate) projects: Vec<Project>,
    /// What is not, and why.
    pub(crate) left_out: Vec<String>,
}

/// What the arguments name; `None` where that is nothing: all that is wrong with them is told at once.
pub(crate) fn chosen_or_told(arguments: Named<'_>) -> Option<Chosen> {
    chosen(arguments)
        .map_err(|errors| {
            for error in errors {
                output::to_stderr(&rendered(&error.into()));
            }
        })
        .ok()
}

fn chosen(arguments: Named<'_>) -> Result<Chosen, Vec<ArgumentError>> {
    match arguments.directories {
        given @ ([] | [_]) => {
            let project = Project {
                name: arguments.project.map(str::to_owned),
                given: given.first().cloned(),
                manifests: arguments.manifests.to_vec(),
                lighthouse: arguments.lighthouse.to_vec(),
                k6: arguments.k6.to_vec(),
            };
            Ok(Chosen { projects: vec![project], left_out: Vec::new() })
        }
        several => several_of(several, arguments),
    }
}

fn several_of(directories: &[PathBuf], arguments: Named<'_>) -> Result<Chosen, Vec<ArgumentError>> {
    let mut errors = Vec::new();
    if arguments.project.is_some() {
        errors.push(ArgumentError::OneName { count: directories.len() });
    }
    let mut named: BTreeMap<String, &PathBuf> = BTreeMap::new();
    let mut chosen = Chosen::default();
    for directory in directories {
        let name = paths::shown(directory);
        if let Some(other) = named.get(&name) {
            // The same directory twice, such as from `apps/* apps/shop`, is one project.
            if fs::canonicalize(other).ok() != fs::canonicalize(directory).ok() {
                errors.push(ArgumentError::SameName {
                    name,
                    one: (*other).clone(),
                    other: directory.clone(),
                });
            }
        } else if !directory.exists() {
            errors.push(ArgumentError::Missing { name });
        } else {
            match why_left_out(directory) {
                Some(why) => chosen.left_out.push(format!("{name} is left out: {why}")),
                None => {
                    named.insert(name, directory);
                }
            }
        }
    }
    if named.is_empty() && errors.is_empty() {
        let all: Vec<String> = directories.iter().map(|directory| paths::shown(directory)).collect();
        errors.push(ArgumentError::Nothing { names: all.join(", ") });
    }
    let mut manifests = arguments.manifests.to_vec();
    let (mut lighthouse, mut k6) = (arguments.lighthouse.to_vec(), arguments.k6.to_vec());
    for (name, given) in named {
        chosen.projects.push(Project {
            name: Some(name),
            given: Some(given.clone()),
            manifests: taken(&mut manifests, given),
            lighthouse: taken(&mut lighthouse, given),
            k6: taken(&mut k6, given),
        });
    }
    errors.extend(manifests.iter().map(|file| ArgumentError::WhoseManifest { name: paths::shown(file) }));
    let measured = lighthouse.iter().chain(&k6);
    errors.extend(measured.map(|file| ArgumentError::WhoseMeasurement { name: paths::shown(file) }));
    if errors.is_empty() { Ok(chosen) } else { Err(errors) }
}

/// The files that lie in a directory; the others are left.
fn taken(files: &mut Vec<PathBuf>, directory: &Path) -> Vec<PathBuf> {
    let (own, others) = std::mem::take(files).into_iter().partition(|file| lies_in(file, directory));
    *files = others;
    own
}

fn lies_in(file: &Path, directory: &Path) -> bool {
    match (fs::canonicalize(file), fs::canonicalize(directory)) {
        (Ok(file), Ok(directory)) => file.starts_with(directory),
        _ => false,
    }
}

/// Why something that `apps/*` names is not judged; `None` where it is a project or may be a build.
fn why_left_out(path: &Path) -> Option<&'static str> {
    if path.is_file() {
        return Some("it is a file");
    }
    if path.join(config::FILE_NAME).is_file() {
        return None;
    }
    let has_sources = SOURCES.iter().any(|name| path.join(name).is_file()) || has_scripts(path);
    has_sources.then_some(
        "it holds sources, and no budgets.json with \"build\" says where its build is (\"build\": \".\" if it is one)",
    )
}

/// Whether the folder's package.json is that of a project: bundlers write some, too, with neither scripts nor tools.
fn has_scripts(directory: &Path) -> bool {
    let package = package_json::read(directory);
    let has = |key: &str| {
        let value = package.as_ref().and_then(|package| package.get(key)?.as_object());
        value.is_some_and(|entries| !entries.is_empty())
    };
    has("scripts") || has("devDependencies")
}

/// The configuration that all projects share, where the arguments name one.
pub(crate) fn shared_config(arguments: Named<'_>) -> Result<Option<Loaded>, Diagnosis> {
    if let Some(limits) = arguments.limits.filter(|limits| !limits.0.is_empty()) {
        return Ok(Some(Loaded::without_file(config::from_limits(&limits.0)?)));
    }
    if arguments.no_config {
        return Ok(Some(Loaded::without_file(config::built_in())));
    }
    arguments.config.map(Loaded::from).transpose()
}

impl Project {
    /// Where its build is and what it is judged by: `shared`, or else the nearest budgets.json.
    pub(crate) fn settle(&self, shared: Option<&Loaded>) -> Result<Settled, Diagnosis> {
        settle(self.given.as_deref(), shared)
    }
}
