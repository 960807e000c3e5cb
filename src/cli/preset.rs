//! `weighbridge init --preset NAME`: writes budgets that are the same for every build, and tells what each comes to today.

use miette::Report as Diagnosis;

use crate::cli::arguments::InitArguments;
use crate::cli::init::{self, build_directory, names_the_same};
use crate::cli::progress::Bar;
use crate::cli::threads::ThreadsError;
use crate::cli::{ExitStatus, output, paths, today};
use crate::config::{self, Preset};
use crate::model::budget::{Bound, Budget};
use crate::pipeline::{self, Encoder, Given};
use crate::report::budget_file::{self, BudgetFile, PresetFile, Rule, WrittenBudget};
use crate::report::text::without_commands;

/// Measures and writes.
pub(crate) fn run(preset: Preset, arguments: &InitArguments) -> Result<ExitStatus, Diagnosis> {
    init::refuse_to_overwrite(arguments)?;
    let directory = match &arguments.directory {
        Some(directory) => directory.clone(),
        None => build_directory()?,
    };
    let name = paths::shown(&directory);
    let walked = init::walked(&directory, &name)?;
    let set = preset.config()?;
    let mut measuring = set.clone();
    // No budget of a set is of Brotli, whose best quality takes most of the time.
    measuring.compression.brotli = 0;
    let work = arguments.work.work(&directory, Encoder::Estimate);
    let report = pipeline::check(walked, Given::default(), name.clone(), measuring, &work, &Bar::new())
        .map_err(ThreadsError::from)?;
    let rule = |(index, budget): (usize, &Budget)| Rule {
        name: budget.name.clone(),
        today: today::today(&report, index),
        notes: Vec::new(),
    };
    let budgets: Vec<Rule> = set.budgets.iter().enumerate().map(rule).collect();
    let written = set.budgets.iter().zip(&budgets).map(|(budget, rule)| {
        let mut comments = preset.about_budget(budget);
        comments.push(rule.comment());
        WrittenBudget { comments, budget: budget.clone() }
    });
    let is_named = names_the_same(&name, &directory);
    let file = BudgetFile {
        schema: init::schema(),
        build: is_named.then(|| name.clone()),
        compression: None,
        ignore: Vec::new(),
        unmatched: set.unmatched,
        head: preset.about(),
        budgets: written.collect(),
        foot: Vec::new(),
        checks: init::failing_checks(&report),
    };
    let text = budget_file::render(&file);
    if arguments.stdout {
        output::to_stdout(&text)?;
        return Ok(ExitStatus::WithinBudget);
    }
    init::write_new(&text)?;
    let told = PresetFile {
        written: config::FILE_NAME.to_owned(),
        name: preset.name(),
        unnamed: (!is_named).then_some(name),
        budgets,
        only_warns: set
            .budgets
            .iter()
            .flat_map(|budget| &budget.limits)
            .all(|limit| limit.bound == Bound::Warn),
        checks: file.checks,
    };
    output::to_stdout(&without_commands(&told.summary()))?;
    Ok(ExitStatus::WithinBudget)
}
