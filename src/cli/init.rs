//! EDGE. `weighbridge init`: measures a build and writes a budget file that it passes.

#![expect(clippy::disallowed_methods, reason = "this is the edge where a build and a schema are looked for")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::cli::arguments::InitArguments;
use crate::cli::progress::Bar;
use crate::cli::threads::ThreadsError;
use crate::cli::{ExitStatus, import, output, paths, preset};
use crate::config::{self, Candidate};
use crate::model::asset::ResourceType;
use crate::model::check::Severity;
use crate::model::globs::Globs;
use crate::model::report::Report;
use crate::model::verdict::{Item, Outcome};
use crate::pipeline::{Encoder, Given};
use crate::report::budget_file::{self, LoweredCheck, Proposal, ProposedBudget};
use crate::report::text::without_commands;
use crate::report::wording;
use crate::{pipeline, walk};

/// Where bundlers and frameworks write by default, each for browsers.
const BUILD_DIRECTORIES: [&str; 7] =
    ["dist", "build", "out", ".output/public", ".next", ".svelte-kit/output/client", "_site"];
/// What a build for browsers is called beside one for a server.
const BROWSER_FOLDERS: [&str; 3] = ["browser", "client", "public"];
/// `dist/app/browser` lies two below.
const DEEPEST_BUILD: usize = 2;

const SCHEMA: &str = "node_modules/weighbridge/schema/budgets.schema.json";

/// Why no budget file is written.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum InitError {
    #[error("{} is there already", config::FILE_NAME)]
    #[diagnostic(
        code(weighbridge::init::exists),
        help("it is not overwritten: edit it, or see what would be written with weighbridge init --stdout")
    )]
    Exists,
    #[error("there is no build directory here")]
    #[diagnostic(
        code(weighbridge::init::no_build),
        help(
            "build first (npm run build), or name the directory that the bundler writes: weighbridge init dist"
        )
    )]
    NoBuild,
    #[error("several directories here can be the build: {found}")]
    #[diagnostic(code(weighbridge::init::several_builds), help("name one: weighbridge init {first}"))]
    SeveralBuilds { found: String, first: String },
    #[error("cannot write {}", config::FILE_NAME)]
    #[diagnostic(
        code(weighbridge::init::unwritable),
        help("check that this directory can be written to, or print the file: weighbridge init --stdout")
    )]
    Unwritable { source: std::io::Error },
    #[error("there is no page and no script in `{directory}`")]
    #[diagnostic(
        code(weighbridge::init::nothing_to_limit),
        help("build first, or name the directory that the bundler writes")
    )]
    NothingToLimit { directory: String },
}

/// Measures and writes.
pub(crate) fn run(arguments: &InitArguments) -> Result<ExitStatus, Diagnosis> {
    match (&arguments.from, arguments.preset) {
        (Some(from), _) => import::run(from, arguments),
        (None, Some(preset)) => preset::run(preset, arguments),
        (None, None) => propose(arguments),
    }
}

/// Fails where there is a budget file already.
pub(crate) fn refuse_to_overwrite(arguments: &InitArguments) -> Result<(), Diagnosis> {
    let is_there = Path::new(config::FILE_NAME).symlink_metadata().is_ok();
    if !arguments.stdout && is_there { Err(InitError::Exists.into()) } else { Ok(()) }
}

/// Writes the new file.
pub(crate) fn write_new(text: &str) -> Result<(), Diagnosis> {
    match output::to_new_file(Path::new(config::FILE_NAME), text) {
        Ok(true) => Ok(()),
        Ok(false) => Err(InitError::Exists.into()),
        Err(source) => Err(InitError::Unwritable { source }.into()),
    }
}

fn propose(arguments: &InitArguments) -> Result<ExitStatus, Diagnosis> {
    refuse_to_overwrite(arguments)?;
    let headroom = config::parse_headroom(&arguments.headroom)?;
    let directory = match &arguments.directory {
        Some(directory) => directory.clone(),
        None => build_directory()?,
    };
    let name = paths::shown(&directory);
    let walked = walked(&directory, &name)?;
    let candidates = config::candidates();
    // What images would save is no matter of budgets.
    let work = arguments.work.work(&directory, Encoder::Estimate);
    let mut measuring = config::measuring(&candidates);
    // No limit that is proposed is of Brotli, whose best quality takes most of the time.
    measuring.compression.brotli = 0;
    let report = pipeline::check(walked, Given::default(), name.clone(), measuring, &work, &Bar::new())
        .map_err(ThreadsError::from)?;
    let proposal = Proposal {
        schema: schema(),
        build: names_the_same(&name, &directory).then(|| name.clone()),
        headroom,
        budgets: budgets(&report, candidates, headroom),
        checks: failing_checks(&report),
    };
    let text = budget_file::render(&proposal.file());
    if arguments.stdout {
        output::to_stdout(&text)?;
        return Ok(ExitStatus::WithinBudget);
    }
    write_new(&text)?;
    let summary = budget_file::summary(&proposal, config::FILE_NAME, &name) + &import::hint();
    output::to_stdout(&without_commands(&summary))?;
    Ok(ExitStatus::WithinBudget)
}

/// The files of a build; a directory without one is an error.
pub(crate) fn walked(directory: &Path, name: &str) -> Result<walk::Walked, Diagnosis> {
    let walked = walk::walk(directory, name, &Globs::none())?;
    if holds_a_build(&walked) {
        Ok(walked)
    } else {
        Err(InitError::NothingToLimit { directory: name.to_owned() }.into())
    }
}

/// The one directory here that a bundler can have written.
pub(crate) fn build_directory() -> Result<PathBuf, InitError> {
    let found: Vec<PathBuf> = BUILD_DIRECTORIES.iter().filter_map(|name| build_in(Path::new(name))).collect();
    match found.as_slice() {
        [] => Err(InitError::NoBuild),
        [only] => Ok(only.clone()),
        [first, ..] => {
            let names: Vec<String> = found.iter().map(|path| paths::shown(path)).collect();
            Err(InitError::SeveralBuilds { found: names.join(", "), first: paths::shown(first) })
        }
    }
}

/// The build in a directory, or in the folder of it that holds the part for browsers.
fn build_in(directory: &Path) -> Option<PathBuf> {
    let mut build = directory.to_path_buf();
    for _ in 0..DEEPEST_BUILD {
        let Ok(entries) = build.read_dir() else { break };
        let entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        let is_page_or_script = |path: &PathBuf| {
            path.extension().is_some_and(|extension| extension == "html" || extension == "js")
        };
        if entries.iter().any(is_page_or_script) {
            break;
        }
        let folders: Vec<&PathBuf> = entries.iter().filter(|path| path.is_dir()).collect();
        let browser = BROWSER_FOLDERS.iter().map(|name| build.join(name)).find(|path| path.is_dir());
        build = match (browser, folders.as_slice()) {
            (Some(browser), _) => browser,
            (None, [only]) if !only.ends_with("assets") && !only.ends_with("static") => (*only).clone(),
            _ => break,
        };
    }
    let walked = walk::walk(&build, &paths::shown(&build), &Globs::none()).ok()?;
    holds_a_build(&walked).then_some(build)
}

fn holds_a_build(walked: &walk::Walked) -> bool {
    let is_code = |kind| matches!(kind, ResourceType::Document | ResourceType::Script);
    walked.files.iter().any(|file| is_code(ResourceType::of(&file.path)))
}

/// Whether `name` leads to `directory` from the file that is written.
pub(crate) fn names_the_same(name: &str, directory: &Path) -> bool {
    let (named, meant) = (Path::new(name).canonicalize(), directory.canonicalize());
    matches!((named, meant), (Ok(named), Ok(meant)) if named == meant)
}

/// The schema of the installed package, or the public one.
pub(crate) fn schema() -> String {
    let here = Path::new(SCHEMA).is_file();
    if here { format!("./{SCHEMA}") } else { config::SCHEMA_ID.to_owned() }
}

/// The budgets that something in the build is about, with the largest value of each.
fn budgets(report: &Report, candidates: Vec<Candidate>, headroom: u64) -> Vec<ProposedBudget> {
    let mut proposed = Vec::new();
    for (index, candidate) in candidates.into_iter().enumerate() {
        let of_it = report.judgements.iter().filter(|judgement| judgement.budget == index);
        let measured = of_it.filter(|judgement| matches!(judgement.outcome, Outcome::Judged(_)));
        let largest = measured.filter_map(|judgement| Some((judgement.actual?, judgement)));
        let Some((measured, judgement)) =
            largest.reduce(|best, next| if best.0 < next.0 { next } else { best })
        else {
            continue;
        };
        let item = match judgement.item {
            Item::Total => None,
            _ => Some(wording::item(report, &judgement.item).into_owned()),
        };
        let metric = candidate.metric();
        let limit = config::with_headroom(metric, measured, headroom).max(candidate.least);
        let Candidate { budget, about, target, .. } = candidate;
        proposed.push(ProposedBudget { budget, about, metric, measured, item, limit, target });
    }
    proposed
}

/// The checks that fail the run.
pub(crate) fn failing_checks(report: &Report) -> Vec<LoweredCheck> {
    let mut places: BTreeMap<&'static str, u64> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        *places.entry(finding.check.id).or_default() += 1;
    }
    places.into_iter().map(|(id, places)| LoweredCheck { id, places }).collect()
}
