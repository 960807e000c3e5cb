//! EDGE. `weighbridge init --from FILE`: writes what another tool's budget file says as budgets.json, measures the build,
//! and tells what each rule comes to today and what is not carried over.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the edge where a build and a budget file are looked for"
)]

use std::path::{Path, PathBuf};

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::checks::CHECKS;
use crate::cli::arguments::InitArguments;
use crate::cli::init::{self, build_directory, names_the_same};
use crate::cli::progress::Bar;
use crate::cli::threads::ThreadsError;
use crate::cli::{ExitStatus, input, output, paths, today};
use crate::config::{self, Foreign, ImportError, Imported};
use crate::model::budget::Metric;
use crate::model::config::Config;
use crate::model::report::Report;
use crate::model::span::{Lines, Span};
use crate::pipeline::{Encoder, Given};
use crate::report::budget_file::{self, BudgetFile, ImportedFile, LoweredCheck, NotCarried, WrittenBudget};
use crate::report::text::without_commands;
use crate::{pipeline, walk};

/// No budget file is larger; angular.json of a large workspace has 300 kB.
const LARGEST: u64 = 8 << 20;
/// Larger files of a build are not compressed once more for a comparison.
const LARGEST_BUILT: u64 = 16 << 20;

/// What is not carried over stands in the file, too, but not without end.
const MOST_IN_FILE: usize = 20;

/// Why nothing is imported.
#[derive(Debug, Error, Diagnostic)]
enum FromError {
    #[error("cannot read {name}")]
    #[diagnostic(
        code(weighbridge::import::unreadable),
        help("name the file with the budgets of the other tool, such as package.json or .size-limit.json")
    )]
    Unreadable { name: String, source: std::io::Error },
    #[error("no tool is called {key:?}")]
    #[diagnostic(code(weighbridge::import::no_tool), help("write one of these behind the #: {known}"))]
    NoTool { key: String, known: String },
    #[error("{name} is no budget file: it is larger than 8 MiB, or not UTF-8 text")]
    #[diagnostic(
        code(weighbridge::import::not_text),
        help("name the file with the budgets of the other tool, such as package.json or .size-limit.json")
    )]
    NotText { name: String },
    #[error("nothing of {name} can be carried over:\n{reasons}")]
    #[diagnostic(
        code(weighbridge::import::nothing),
        help("weighbridge init, without --from, proposes budgets from what the build weighs")
    )]
    Nothing { name: String, reasons: String },
}

/// Where the build is.
struct Place {
    /// From the working directory.
    directory: PathBuf,
    /// As it is shown, and written.
    shown: String,
}

/// Imports, measures, writes.
pub(crate) fn run(from: &str, arguments: &InitArguments) -> Result<ExitStatus, Diagnosis> {
    init::refuse_to_overwrite(arguments)?;
    let (path, wanted) = file_and_tool(from)?;
    let name = paths::shown(path);
    let text = read(path, &name)?;
    let imported = config::import(&text, &name, wanted)?;
    let not_carried = not_carried(&text, &imported);
    if imported.budgets.is_empty() {
        let reasons: Vec<String> = not_carried.iter().map(|one| format!("  {}", one.sentence())).collect();
        return Err(FromError::Nothing { name, reasons: reasons.join("\n") }.into());
    }
    let place = place(path, &imported, arguments);
    let mut file = budget_file(&imported, &name, place.as_ref(), &not_carried);
    let config = config::parse(&budget_file::render(&file), config::FILE_NAME, CHECKS)?;
    let measured = match &place {
        Some(place) => measure(place, config, arguments)?,
        None => None,
    };
    if let Some(report) = &measured {
        file.checks = init::failing_checks(report);
    }
    let text = budget_file::render(&file);
    let read_built = |file: &str| input::file(&place.as_ref()?.directory.join(file), LARGEST_BUILT).ok()?;
    let summary = ImportedFile {
        written: (!arguments.stdout).then(|| config::FILE_NAME.to_owned()),
        from: name,
        tool: imported.tool.name(),
        measured: measured.is_some().then(|| place.as_ref().map(|place| place.shown.clone())).flatten(),
        missing: if measured.is_some() { None } else { place.as_ref().map(|place| place.shown.clone()) },
        names_build: file.build.is_some(),
        rules: today::rules(&imported, measured.as_ref(), &read_built),
        not_carried,
        notes: notes(&imported, &file.checks),
    }
    .summary();
    if arguments.stdout {
        output::to_stdout(&text)?;
        output::to_stderr(&summary);
    } else {
        init::write_new(&text)?;
        output::to_stdout(&without_commands(&summary))?;
    }
    Ok(ExitStatus::WithinBudget)
}

/// Where budgets of other tools usually stand.
const USUAL_FILES: [&str; 10] = [
    "package.json",
    ".size-limit.json",
    "bundlesize.config.json",
    ".bundlewatch.config.json",
    ".bundlewatchrc.json",
    ".bundlemonrc",
    ".bundlemonrc.json",
    "budget.json",
    "lighthouserc.json",
    "angular.json",
];

/// What to say where another tool's budgets lie in the working directory; empty where there are none.
pub(crate) fn hint() -> String {
    let found = USUAL_FILES.iter().filter_map(|name| {
        let text = read(Path::new(name), name).ok()?;
        match config::import(&text, name, None) {
            Ok(imported) if !imported.budgets.is_empty() => {
                Some(format!("{name} has budgets of {}", imported.tool.name()))
            }
            Err(ImportError::Several { tools, .. }) => Some(format!("{name} has budgets of {tools}")),
            _ => None,
        }
        .map(|has| {
            format!(
                "{has}: to have them instead, remove {} and run weighbridge init --from {name}\n",
                config::FILE_NAME
            )
        })
    });
    found.collect()
}

/// `package.json#bundlesize`: the file, and whose budgets are wanted.
fn file_and_tool(from: &str) -> Result<(&Path, Option<Foreign>), FromError> {
    let whole = Path::new(from);
    let Some((path, key)) = from.rsplit_once('#') else { return Ok((whole, None)) };
    match Foreign::of_key(key) {
        Some(tool) => Ok((Path::new(path), Some(tool))),
        // A file can be called so.
        None if whole.exists() || !Path::new(path).exists() => Ok((whole, None)),
        None => {
            let known: Vec<&str> = Foreign::ALL.iter().map(|tool| tool.key()).collect();
            Err(FromError::NoTool { key: key.to_owned(), known: known.join(", ") })
        }
    }
}

fn read(path: &Path, name: &str) -> Result<String, FromError> {
    let unreadable = |source| FromError::Unreadable { name: name.to_owned(), source };
    let bytes = input::file(path, LARGEST).map_err(unreadable)?;
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.ok_or_else(|| FromError::NotText { name: name.to_owned() })
}

/// The build: the DIRECTORY that is given, the one that the rules are about, or the one that is there.
fn place(path: &Path, imported: &Imported, arguments: &InitArguments) -> Option<Place> {
    if let Some(directory) = &arguments.directory {
        return Some(Place { shown: paths::shown(directory), directory: directory.clone() });
    }
    let Some(build) = &imported.build else {
        let directory = build_directory().ok()?;
        return Some(Place { shown: paths::shown(&directory), directory });
    };
    let in_package = path.file_name().is_some_and(|name| name == "package.json");
    let from_here = imported.tool.reads_paths_from_where_it_runs() && !in_package;
    let folder = if from_here { Path::new("") } else { path.parent().unwrap_or(Path::new("")) };
    Some(Place { directory: folder.join(build), shown: paths::shown_within(folder, build) })
}

fn budget_file(
    imported: &Imported,
    name: &str,
    place: Option<&Place>,
    not_carried: &[NotCarried],
) -> BudgetFile {
    // A place that is not there yet is one that was named from here.
    let is_named = |place: &&Place| {
        names_the_same(&place.shown, &place.directory)
            || !place.directory.exists() && place.directory.is_relative()
    };
    let mut head = vec![format!("Imported from {name} ({}).", imported.tool.name())];
    head.extend(imported.notes.iter().cloned());
    let mut foot: Vec<String> = not_carried
        .iter()
        .take(MOST_IN_FILE)
        .map(|one| format!("Not carried over: {}", one.sentence()))
        .collect();
    if let Some(more) = not_carried.len().checked_sub(MOST_IN_FILE).filter(|&more| 0 < more) {
        foot.push(format!("Not carried over: {more} more."));
    }
    let budgets = imported
        .budgets
        .iter()
        .map(|imported| WrittenBudget { comments: imported.notes.clone(), budget: imported.budget.clone() });
    BudgetFile {
        schema: init::schema(),
        build: place.filter(is_named).map(|place| place.shown.clone()),
        compression: imported.compression,
        ignore: imported.ignore.clone(),
        unmatched: imported.unmatched,
        head,
        budgets: budgets.collect(),
        foot,
        checks: Vec::new(),
    }
}

/// The build judged by the new budgets; `None` where there is none.
fn measure(
    place: &Place,
    mut config: Config,
    arguments: &InitArguments,
) -> Result<Option<Report>, Diagnosis> {
    if !place.directory.is_dir() {
        return Ok(None);
    }
    let walked = match walk::walk(&place.directory, &place.shown, &config.ignore) {
        Ok(walked) => walked,
        Err(walk::WalkError::Empty { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // Its best quality takes most of the time.
    if !config.budgets.iter().flat_map(|budget| &budget.limits).any(|limit| limit.metric == Metric::Brotli) {
        config.compression.brotli = 0;
    }
    let work = arguments.work.work(&place.directory, Encoder::Estimate);
    let report = pipeline::check(walked, Given::default(), place.shown.clone(), config, &work, &Bar::new());
    Ok(Some(report.map_err(ThreadsError::from)?))
}

fn not_carried(text: &str, imported: &Imported) -> Vec<NotCarried> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines::new(text);
    let line = |span: Span| Some(lines.place(span.start)?.line as usize);
    let told = imported.left_out.iter().map(|one| NotCarried {
        line: one.span.and_then(line),
        what: one.what.clone(),
        reason: one.reason.clone(),
    });
    told.collect()
}

fn notes(imported: &Imported, checks: &[LoweredCheck]) -> Vec<String> {
    let mut notes = imported.notes.clone();
    if !checks.is_empty() {
        let ids: Vec<&str> = checks.iter().map(|check| check.id).collect();
        notes.push(format!(
            "weighbridge's own checks that would fail today only warn for now: {}",
            ids.join(", ")
        ));
    }
    notes
}
