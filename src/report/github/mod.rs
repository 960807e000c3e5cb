//! Workflow commands of GitHub Actions: annotations of the run and, where the file is in the pull request, of its lines.
//!
//! Takes reports and gives one command a line. GitHub shows [ten annotations of a type for each step], so that no more
//! are written: the worst first, and a notice that says how many there are besides. A broken limit points at its line in
//! the budget file, which is in the repository. A finding points at its file of the build: that is seldom in the
//! repository, so GitHub lists it with the run, not in the diff, and the message has the place once more, since the log
//! shows nothing but the message.
//!
//! [ten annotations of a type for each step]: https://docs.github.com/en/rest/checks/runs

mod command;

use crate::model::json_report::{Breach, Budget, Finding, Joined, Problem, Report};
use crate::report::github::command::{Command, Kind};
use crate::report::{judged, text};

/// So many of a type GitHub shows of one step.
const SHOWN: usize = 10;

/// An annotation and how much it matters: more is more.
struct Ranked {
    kind: Kind,
    /// Broken limits matter more than findings, those more than problems.
    rank: u8,
    /// Its place among those of its project.
    place: usize,
    command: Command,
}

/// The commands, each ended by a line feed; nothing where nothing is wrong.
pub fn render(joined: &Joined) -> String {
    let mut all: Vec<Ranked> = joined.projects.iter().flat_map(annotations).collect();
    // The worst of each project before the second of any; a stable sort keeps the projects' order.
    all.sort_by_key(|annotation| (annotation.kind, annotation.rank, annotation.place));
    let mut out = String::new();
    let mut left_out = Vec::new();
    for (kind, noun) in [(Kind::Error, "more error"), (Kind::Warning, "more warning")] {
        let of_kind: Vec<&Ranked> = all.iter().filter(|annotation| annotation.kind == kind).collect();
        for annotation in of_kind.iter().take(SHOWN) {
            annotation.command.write(&mut out);
        }
        if let Some(more) = of_kind.len().checked_sub(SHOWN).filter(|&more| 0 < more) {
            left_out.push(text::counted(more as u64, noun));
        }
    }
    if !left_out.is_empty() {
        let message = format!(
            "{}: GitHub shows {SHOWN} of each; the step summary and the other reports tell of them, too",
            text::list(&left_out)
        );
        Command::new(Kind::Notice, "weighbridge", vec![message]).write(&mut out);
    }
    out
}

fn annotations(report: &Report) -> Vec<Ranked> {
    let mut all = Vec::new();
    let mut add = |kind, rank, commands: Vec<Command>| {
        all.extend(commands.into_iter().enumerate().map(|(place, command)| Ranked {
            kind,
            rank,
            place,
            command,
        }));
    };
    add(Kind::Error, 0, report.breaches.iter().map(|breach| broken(report, breach)).collect());
    let findings = |severity: &str, kind| -> Vec<Command> {
        let with = report.findings.iter().filter(|finding| finding.severity == severity);
        with.map(|finding| found(report, finding, kind)).collect()
    };
    add(Kind::Error, 1, findings("error", Kind::Error));
    let near = judged::with_status(report, "warn");
    add(Kind::Warning, 0, near.into_iter().map(|budget| above_warning(report, budget)).collect());
    add(Kind::Warning, 1, findings("warning", Kind::Warning));
    add(Kind::Warning, 2, report.problems.iter().map(|problem| unreadable(report, problem)).collect());
    all
}

/// The title, behind the project's name where there are several.
fn title(report: &Report, title: &str) -> String {
    match &report.project {
        Some(project) => format!("{project}: {title}"),
        None => title.to_owned(),
    }
}

fn broken(report: &Report, breach: &Breach) -> Command {
    let message = vec![format!("{} ({})", breach.message, breach.label), breach.help.clone()];
    let command = Command::new(Kind::Error, &title(report, &breach.budget), message);
    match &report.config {
        Some(config) => command.at(config, breach.line, breach.column),
        None => command,
    }
}

fn above_warning(report: &Report, budget: &Budget) -> Command {
    let item = judged::item(budget, report).map_or(String::new(), |item| format!("{item}: "));
    let message = match judged::standing(budget) {
        Some(standing) => {
            let (actual, limit) = standing.values();
            format!("{item}{actual} measured, above the warning limit of {limit}")
        }
        None => "matches nothing in the build".to_owned(),
    };
    let command = Command::new(Kind::Warning, &title(report, &budget.name), vec![message]);
    match &report.config {
        Some(config) => command.at(config, None, None),
        None => command,
    }
}

fn found(report: &Report, finding: &Finding, kind: Kind) -> Command {
    let path = report.located(&finding.asset);
    let waste = finding.waste.map_or(String::new(), |waste| format!("; {} gzip wasted", text::size(waste)));
    let place = judged::place(&path, finding.line, finding.column);
    let message = vec![format!("{place}: {}{waste}", finding.message), format!("fix: {}", finding.help)];
    Command::new(kind, &title(report, &finding.check), message).at(&path, finding.line, finding.column)
}

fn unreadable(report: &Report, problem: &Problem) -> Command {
    let title = title(report, "could not be read or understood");
    match &problem.asset {
        Some(asset) => {
            let path = report.located(asset);
            let message = format!("{path}: {}", problem.message);
            Command::new(Kind::Warning, &title, vec![message]).at(&path, None, None)
        }
        None => Command::new(Kind::Warning, &title, vec![problem.message.clone()]),
    }
}
