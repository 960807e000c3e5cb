//! What `init` proposes: the budget file, and what to say of it.
//!
//! Takes what was measured and which limits are proposed.

use std::fmt::Write;

use crate::model::budget::{Bound, Budget, Limit, Metric};
use crate::model::verdict::Verdict;
use crate::report::budget_file::{BudgetFile, WrittenBudget};
use crate::report::text;

/// A budget with its limit and where that comes from.
#[derive(Clone, Debug)]
pub struct ProposedBudget {
    /// What it selects and measures.
    pub budget: Budget,
    /// What it is about.
    pub about: &'static str,
    /// What it limits.
    pub metric: Metric,
    /// The largest value that was measured.
    pub measured: u64,
    /// Where: the entry point or file; `None` for a sum.
    pub item: Option<String>,
    /// The limit.
    pub limit: u64,
    /// A number that teams aim at.
    pub target: Option<u64>,
}

/// A check that would fail the run today.
#[derive(Clone, Debug)]
pub struct LoweredCheck {
    /// Its id.
    pub id: &'static str,
    /// In how many places it fires.
    pub places: u64,
}

/// All that is written.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The place of the schema, for editors.
    pub schema: String,
    /// The build directory relative to the file, where it can be named.
    pub build: Option<String>,
    /// The head-room, in hundredths of a percent.
    pub headroom: u64,
    /// The budgets.
    pub budgets: Vec<ProposedBudget>,
    /// The checks that only warn for now.
    pub checks: Vec<LoweredCheck>,
}

impl Proposal {
    /// The file that is written.
    pub fn file(&self) -> BudgetFile {
        let headroom = text::basis_points(self.headroom);
        let budgets = self.budgets.iter().map(|proposed| WrittenBudget {
            comments: comments(proposed),
            budget: Budget { limits: vec![limit(proposed)], ..proposed.budget.clone() },
        });
        BudgetFile {
            schema: self.schema.clone(),
            build: self.build.clone(),
            compression: None,
            ignore: Vec::new(),
            unmatched: Some(Verdict::Fail),
            head: vec![
                format!("Each limit is what was measured and {headroom} head-room, rounded up: weighbridge update --ratchet"),
                "lowers it when the build got lighter. \"growth\": { \"gzip\": \"5 %\" } beside \"max\" limits growth against"
                    .to_owned(),
                "the baseline that weighbridge update keeps.".to_owned(),
            ],
            budgets: budgets.collect(),
            foot: Vec::new(),
            checks: self.checks.clone(),
        }
    }
}

fn limit(proposed: &ProposedBudget) -> Limit {
    Limit { metric: proposed.metric, bound: Bound::Max, value: proposed.limit, span: None }
}

/// What is said when it is written. `file` is where it was, `directory` is to be named for `check` where the file does not.
pub fn summary(proposal: &Proposal, file: &str, directory: &str) -> String {
    let mut out = String::new();
    let (budgets, headroom) =
        (text::counted(proposal.budgets.len() as u64, "budget"), text::basis_points(proposal.headroom));
    // Writing to a text cannot fail.
    let _ = writeln!(
        out,
        "wrote {}: {budgets}, {headroom} above what {} weighs",
        text::printable(file),
        text::printable(directory)
    );
    let name_columns =
        proposal.budgets.iter().map(|one| text::width(&one.budget.name)).max().unwrap_or_default();
    for proposed in &proposal.budgets {
        let (limit, measured) =
            (value(proposed.metric, proposed.limit), value(proposed.metric, proposed.measured));
        let gap = " ".repeat(name_columns - text::width(&proposed.budget.name));
        let over = match over_target(proposed) {
            Some(target) => format!("; teams aim at {}", aimed_at(proposed, target)),
            None => String::new(),
        };
        let _ = writeln!(out, "  {}{gap}  {limit}, measured {measured}{over}", proposed.budget.name);
    }
    for check in &proposal.checks {
        let places = text::counted(check.places, "place");
        let _ = writeln!(out, "  {} only warns for now: it is found in {places}", check.id);
    }
    let argument =
        if proposal.build.is_some() { String::new() } else { format!(" {}", text::printable(directory)) };
    let _ = write!(
        out,
        "next:\n  weighbridge check{argument}          passes now; it fails when the build grows over a limit\n  \
         weighbridge update{argument}         keeps what it weighs: later runs say what grew, and why\n  \
         weighbridge hook install   refuses a push that is over budget\n  \
         commit {} and run weighbridge check in CI, after the build\n",
        text::printable(file)
    );
    out
}

fn comments(proposed: &ProposedBudget) -> Vec<String> {
    let place = proposed.item.as_ref().map_or(String::new(), |item| format!(", the most in {item}"));
    let measured = value(proposed.metric, proposed.measured);
    let mut comments = vec![format!("{} Measured: {measured}{place}.", proposed.about)];
    if let Some(target) = over_target(proposed) {
        let target = aimed_at(proposed, target);
        comments.push(format!("Teams aim at {target}: lower the limit towards that, step by step."));
    }
    comments
}

/// A number that teams aim at, which what was measured is above.
fn aimed_at(proposed: &ProposedBudget, target: u64) -> String {
    let shown = value(proposed.metric, target);
    if shown == value(proposed.metric, proposed.measured) {
        format!("{shown}, which is a little less")
    } else {
        shown
    }
}

fn over_target(proposed: &ProposedBudget) -> Option<u64> {
    proposed.target.filter(|&target| target < proposed.measured)
}

/// `31.2 kB gzip`, `4 files`
pub(crate) fn value(metric: Metric, value: u64) -> String {
    let quantity = text::quantity(metric, value);
    match metric {
        Metric::Raw | Metric::Gzip | Metric::Brotli => format!("{quantity} {}", metric.name()),
        Metric::Invalidated => format!("{quantity} gzip"),
        Metric::Count | Metric::Time | Metric::Outside(_) => quantity,
    }
}
