//! EDGE. `weighbridge update --ratchet`: lowers the limits of budget files to what is measured, and raises those that
//! are allowed to be.

#![expect(clippy::disallowed_methods, reason = "this is the edge where budget files are rewritten")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, Report as Diagnosis};
use thiserror::Error;

use crate::checks::CHECKS;
use crate::cli::arguments::UpdateArguments;
use crate::cli::output::{self, Mode};
use crate::cli::paths;
use crate::config::{self, Change, Measured, Raise, Worst};
use crate::model::config::{Config, Origin};
use crate::model::report::Report;
use crate::model::verdict::Outcome;
use crate::report::text;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Why no limit is changed.
#[derive(Debug, Error, Diagnostic)]
enum RatchetError {
    #[error("there is no budget file whose limits could be lowered")]
    #[diagnostic(code(weighbridge::ratchet::no_file), help("write one with: weighbridge init"))]
    NoFile,
    #[error("a limit is raised with a reason only")]
    #[diagnostic(
        code(weighbridge::ratchet::no_reason),
        help("say why for each: --allow-raise {name:?} --reason \"the new editor\"")
    )]
    NoReason { name: String },
    #[error("no budget is called {name:?}")]
    #[diagnostic(code(weighbridge::ratchet::no_budget), help("there are: {known}"))]
    NoBudget { name: String, known: String },
    #[error("cannot write `{file}`")]
    #[diagnostic(
        code(weighbridge::ratchet::unwritable),
        help("allow this user to write the file, or lower the limits by hand")
    )]
    Unwritable { file: String, source: io::Error },
    #[error("`{file}` has changed meanwhile")]
    #[diagnostic(code(weighbridge::ratchet::changed), help("run it again"))]
    Changed { file: String },
}

/// What was measured for the budgets of one file, over all projects that are judged by it.
pub(crate) struct BudgetFile {
    config: Config,
    measured: Measured,
    /// The budgets that something in some build is about.
    matched: Vec<bool>,
}

/// The budget files of a run.
#[derive(Default)]
pub(crate) struct BudgetFiles(BTreeMap<PathBuf, BudgetFile>);

impl BudgetFiles {
    /// Takes in what one project came to.
    pub(crate) fn add(&mut self, path: Option<&Path>, report: &Report) -> Result<(), Diagnosis> {
        let path = path.ok_or(RatchetError::NoFile)?;
        let new = || BudgetFile {
            config: report.config.clone(),
            measured: Measured::new(),
            matched: report.config.budgets.iter().map(|_| false).collect(),
        };
        let file = self.0.entry(path.to_path_buf()).or_insert_with(new);
        for judgement in &report.judgements {
            let is_matched = !matches!(judgement.outcome, Outcome::Unmatched(_) | Outcome::UnmatchedIgnored);
            if let Some(matched) = file.matched.get_mut(judgement.budget) {
                *matched |= is_matched;
            }
            let (None, Some(metric)) = (judgement.since, judgement.metric) else { continue };
            let worst = file.measured.entry((judgement.budget, metric));
            let worst = worst.or_insert(Worst { actual: 0, is_known: true });
            match judgement.actual {
                Some(actual) => worst.actual = worst.actual.max(actual),
                None => worst.is_known = false,
            }
        }
        Ok(())
    }

    /// What will be written, and what is said of it.
    pub(crate) fn plan(self, arguments: &UpdateArguments) -> Result<Vec<Planned>, Diagnosis> {
        let headroom = config::parse_headroom(&arguments.headroom)?;
        let raises = raises(arguments)?;
        let names = |file: &BudgetFile| -> Vec<String> {
            file.config.budgets.iter().map(|budget| format!("{:?}", budget.name)).collect()
        };
        let known: Vec<String> = self.0.values().flat_map(names).collect();
        for raise in &raises {
            if !known.contains(&format!("{:?}", raise.budget)) {
                let (name, known) = (raise.budget.clone(), text::printable(&known.join(", ")).into_owned());
                return Err(RatchetError::NoBudget { name, known }.into());
            }
        }
        self.0.into_iter().map(|(path, file)| planned(path, &file, headroom, &raises)).collect()
    }
}

/// Each budget that may be raised, with its reason; one reason may be that of all.
fn raises(arguments: &UpdateArguments) -> Result<Vec<Raise>, RatchetError> {
    let reasons: Vec<String> = arguments.reason.iter().map(|reason| config::one_line(reason)).collect();
    let reason = |place: usize, name: &String| {
        let own = if reasons.len() == 1 { reasons.first() } else { reasons.get(place) };
        let own = own.filter(|own| !own.is_empty() && reasons.len() <= arguments.allow_raise.len());
        own.cloned().ok_or_else(|| RatchetError::NoReason { name: name.clone() })
    };
    let names = arguments.allow_raise.iter().enumerate();
    names.map(|(place, name)| Ok(Raise { budget: name.clone(), reason: reason(place, name)? })).collect()
}

/// A budget file that will be written.
pub(crate) struct Planned {
    path: PathBuf,
    /// What it was when it was read.
    before: String,
    /// Its text; `None` where nothing changes.
    text: Option<String>,
    changes: Vec<Change>,
    /// What is said beside the changes.
    notes: Vec<String>,
}

fn planned(path: PathBuf, file: &BudgetFile, headroom: u64, raises: &[Raise]) -> Result<Planned, Diagnosis> {
    let Origin::File(origin) = &file.config.origin else { return Err(RatchetError::NoFile.into()) };
    let changes = config::changes(&file.config, &origin.text, &file.measured, headroom, raises);
    let text = (!changes.is_empty()).then(|| config::rewritten(&origin.text, &changes));
    if let Some(text) = &text {
        // A file that would not be read again is not written.
        config::parse(text, &origin.name, CHECKS)?;
    }
    let mut notes = Vec::new();
    for (budget, _) in file.config.budgets.iter().zip(&file.matched).filter(|&(_, matched)| !matched) {
        let name = text::printable(&budget.name);
        notes.push(format!("\"{name}\" matches nothing and stays as it is"));
    }
    let known = |raise: &&Raise| file.config.budgets.iter().any(|budget| budget.name == raise.budget);
    for raise in raises.iter().filter(known) {
        if !changes.iter().any(|change| change.budget == raise.budget && change.reason.is_some()) {
            let name = text::printable(&raise.budget);
            notes.push(format!("\"{name}\" is within its limits, and is not raised"));
        }
    }
    Ok(Planned { path, before: origin.text.to_string(), text, changes, notes })
}

impl Planned {
    /// Writes the file, where something changes in it.
    pub(crate) fn write(&self) -> Result<(), Diagnosis> {
        let Some(text) = &self.text else { return Ok(()) };
        let file = text::printable(&paths::shown(&self.path)).into_owned();
        let unwritable = |source| RatchetError::Unwritable { file: file.clone(), source };
        // A link stays one.
        let path = self.path.canonicalize().map_err(unwritable)?;
        let permissions = fs::metadata(&path).map_err(unwritable)?.permissions();
        if permissions.readonly() {
            return Err(unwritable(io::ErrorKind::PermissionDenied.into()).into());
        }
        let now = fs::read_to_string(&path).map_err(unwritable)?;
        let mark = if now.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
        if now.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&now) != self.before {
            return Err(RatchetError::Changed { file }.into());
        }
        let whole = format!("{mark}{text}");
        output::whole(&path, whole.as_bytes(), Mode::Kept(permissions)).map_err(unwritable)?;
        Ok(())
    }

    /// What happened, a line a limit.
    pub(crate) fn summary(&self) -> String {
        let file = text::printable(&paths::shown(&self.path)).into_owned();
        let mut said = String::new();
        for change in &self.changes {
            let Change { budget, metric, bound, from, to, measured, reason, .. } = change;
            let verb = if reason.is_some() { "raised" } else { "lowered" };
            let measured = text::quantity(*metric, *measured);
            let budget = text::printable(budget);
            let limit = format!("\"{budget}\" {} {}", bound.name(), metric.name());
            text::push(
                &mut said,
                format_args!("{file} {verb}: {limit}, {from} → {to} ({measured} measured)\n"),
            );
        }
        if self.changes.is_empty() {
            text::push(
                &mut said,
                format_args!("{file} as it was: no limit is further from what is measured\n"),
            );
        }
        for note in &self.notes {
            text::push(&mut said, format_args!("{file}: {note}\n"));
        }
        said
    }
}
