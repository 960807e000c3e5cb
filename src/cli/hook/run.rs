//! EDGE. What the hook runs: judges the builds that are there.
//!
//! It refuses a push only for what is known: a build that is over its budget, or a budget file that cannot be read.
//! A build that is missing is said, and refused only where that was asked for: hooks do not build, many pushes touch
//! no build at all, and a hook that stands in the way of those is soon skipped by habit. CI judges every build.

#![expect(
    clippy::disallowed_methods,
    reason = "WEIGHBRIDGE=0 skips the check; what is pushed comes from stdin"
)]

use std::env;
use std::io::{self, IsTerminal, Read};

use miette::Report as Diagnosis;

use crate::cli::arguments::{HookRunArguments, WorkArguments};
use crate::cli::baseline::{ANCHOR, BASELINE};
use crate::cli::hook::freshness;
use crate::cli::hook::git::Repository;
use crate::cli::hook::projects::{self, Project};
use crate::cli::progress::Bar;
use crate::cli::threads::ThreadsError;
use crate::cli::{ExitStatus, output, terminal};
use crate::model::report::Report;
use crate::model::verdict::Verdict;
use crate::pipeline::{self, Asked, Given};
use crate::report::terminal::{Refused, TerminalStyle, render_refusal};
use crate::report::text;
use crate::walk::{self, WalkError};

/// What `git push` may hand over: more refs than this are no push of a person's.
const MOST_REFS: u64 = 4 << 20;
/// The width of a message that is read in whatever `git push` runs in.
const COLUMNS: usize = 80;

/// What became of a project.
enum Seen {
    Judged(Box<Report>),
    NotBuilt,
}

/// Judges.
pub(super) fn run(arguments: &HookRunArguments) -> Result<ExitStatus, Diagnosis> {
    if env::var("WEIGHBRIDGE").is_ok_and(|value| value == "0") {
        say("weighbridge: skipped, since WEIGHBRIDGE is 0\n");
        return Ok(ExitStatus::WithinBudget);
    }
    if arguments.refs && only_deletes() {
        return Ok(ExitStatus::WithinBudget);
    }
    let repository = Repository::here()?;
    let judged = judge_all(arguments, &repository);
    if judged.is_err() {
        say("weighbridge: this push cannot be judged; skip: git push --no-verify\n");
    }
    judged
}

fn judge_all(arguments: &HookRunArguments, repository: &Repository) -> Result<ExitStatus, Diagnosis> {
    let paths = match arguments.projects.as_slice() {
        [] => projects::of_repository(repository)?,
        given => given.to_vec(),
    };
    if paths.is_empty() {
        let file = "no budgets.json of this repository says \"build\"";
        say(&format!("weighbridge: nothing to check: {file}; write\n  {{ \"build\": \"dist\" }}\n"));
        return Ok(ExitStatus::WithinBudget);
    }
    let (mut refused, mut notes, mut missing, mut passed, mut warned) =
        (Vec::new(), Vec::new(), 0, 0_u64, false);
    for path in &paths {
        let project = Project::at(path)?;
        match see(&project)? {
            Seen::NotBuilt => {
                missing += 1;
                notes.push(not_built(&project, repository));
            }
            Seen::Judged(report) => {
                if let Some(source) = freshness::newer_source(repository, &project) {
                    let (build, source) = (&project.shown, source.to_string_lossy().replace('\\', "/"));
                    notes.push(format!("{build} may be out of date: {source} was written after it"));
                }
                if report.verdict == Verdict::Fail {
                    refused.push((project.name, report));
                } else {
                    passed += 1;
                    warned |= report.verdict == Verdict::Warn;
                }
            }
        }
    }
    let style =
        TerminalStyle { width: terminal::stderr_style().width.min(COLUMNS), ..terminal::stderr_style() };
    let refusals: Vec<Refused<'_>> = refused.iter().map(|(name, report)| Refused { name, report }).collect();
    let headline = match (refusals.len(), passed) {
        (0, 0) => None,
        (0, _) => Some(passed_line(passed, warned)),
        _ => None,
    };
    say(&render_refusal(&refusals, paths.len(), headline.as_deref(), &notes, &style));
    Ok(match (refused.is_empty(), arguments.require_build && 0 < missing) {
        (false, _) => ExitStatus::OverBudget,
        (true, true) => ExitStatus::CouldNotJudge,
        (true, false) => ExitStatus::WithinBudget,
    })
}

fn passed_line(passed: u64, warned: bool) -> String {
    let who = if passed == 1 { String::new() } else { format!("{}, ", text::counted(passed, "build")) };
    let warned = if warned { ", with warnings: see weighbridge check" } else { "" };
    format!("{who}within budget{warned}")
}

fn see(project: &Project) -> Result<Seen, Diagnosis> {
    let name = project.shown.clone();
    let walked = match walk::walk(&project.directory, &name, &project.config.ignore) {
        Ok(walked) if walked.files.is_empty() => return Ok(Seen::NotBuilt),
        Ok(walked) => walked.without(&[BASELINE, ANCHOR]),
        Err(WalkError::Missing { .. }) => return Ok(Seen::NotBuilt),
        Err(error) => return Err(error.into()),
    };
    let pasts = project.pasts(&walked)?;
    let encoder = project.encoder();
    let work = WorkArguments::default().work(&project.directory, encoder);
    let given = Given { pasts, ..Given::default() };
    let (config, asked) = (project.config.clone(), Asked::ShortReport);
    let report = pipeline::decide(walked, given, name, config, asked, &work, &Bar::new())
        .map_err(ThreadsError::from)?;
    Ok(Seen::Judged(Box::new(report)))
}

fn not_built(project: &Project, repository: &Repository) -> String {
    let directory = &project.shown;
    let how = match project.build_command(&repository.root) {
        Some(command) => format!("build first: {command}").replace(' ', "\u{a0}"),
        None => "build first".to_owned(),
    };
    format!("no build in {directory}, so it was not checked; {how}")
}

/// Whether stdin names refs and all of them are deleted: git gives `LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID`, and an
/// id of zeros where there is nothing (githooks(5), pre-push).
fn only_deletes() -> bool {
    if io::stdin().is_terminal() {
        return false;
    }
    let mut refs = String::new();
    // What cannot be read is checked.
    if io::stdin().lock().take(MOST_REFS).read_to_string(&mut refs).is_err() {
        return false;
    }
    let mut ids = refs.lines().filter_map(|line| line.split(' ').nth(1)).peekable();
    ids.peek().is_some() && ids.all(|id| !id.is_empty() && id.bytes().all(|byte| byte == b'0'))
}

/// All of it is for people: stdout is that of `git push --porcelain`, which is read by tools.
fn say(text: &str) {
    output::to_stderr(text);
}
