//! A budget file for people to go on with: JSON with comments.
//!
//! Takes budgets and what to say of them; gives the text of budgets.json. What `init` proposes (`proposal.rs`) and what
//! it imports (`imported.rs`) are written by the same hand. Names of the build and of other tools' files stand in
//! comments, where a line break would end them: they are written so that they cannot.

mod imported;
mod object;
mod preset;
mod proposal;

use serde_json::json;

use crate::model::budget::Budget;
use crate::model::config::Compression;
use crate::model::verdict::Verdict;
use crate::report::text;

pub use crate::report::budget_file::imported::{ImportedFile, NotCarried, Rule, Today};
pub use crate::report::budget_file::object::{exact_bytes, object};
pub use crate::report::budget_file::preset::PresetFile;
pub use crate::report::budget_file::proposal::{LoweredCheck, Proposal, ProposedBudget, summary};

/// All that is written.
#[derive(Clone, Debug)]
pub struct BudgetFile {
    /// The place of the schema, for editors.
    pub schema: String,
    /// The build directory relative to the file, where it can be named.
    pub build: Option<String>,
    /// How the compressors try, where that is not the default.
    pub compression: Option<Compression>,
    /// Globs of files that are left out of everything.
    pub ignore: Vec<String>,
    /// What a budget that matches nothing comes to; `None` to ignore it.
    pub unmatched: Option<Verdict>,
    /// What stands above the budgets.
    pub head: Vec<String>,
    /// The budgets.
    pub budgets: Vec<WrittenBudget>,
    /// What stands below them.
    pub foot: Vec<String>,
    /// The checks that only warn for now.
    pub checks: Vec<LoweredCheck>,
}

/// A budget and what to say of it.
#[derive(Clone, Debug)]
pub struct WrittenBudget {
    /// What stands above it.
    pub comments: Vec<String>,
    /// The budget.
    pub budget: Budget,
}

/// The text of budgets.json.
pub fn render(file: &BudgetFile) -> String {
    let mut members: Vec<Vec<String>> = vec![vec![format!("\"$schema\": {}", json!(file.schema))]];
    if let Some(build) = &file.build {
        members.push(vec![
            comment("What the bundler writes: \"weighbridge check\" needs no directory then."),
            format!("\"build\": {}", json!(build)),
        ]);
    }
    if let Some(Compression { gzip, brotli }) = file.compression {
        members.push(vec![format!("\"compression\": {{ \"gzip\": {gzip}, \"brotli\": {brotli} }}")]);
    }
    if !file.ignore.is_empty() {
        members.push(vec![format!("\"ignore\": {}", object::spaced(&json!(file.ignore)))]);
    }
    match file.unmatched {
        Some(Verdict::Warn) => members.push(vec!["\"unmatched\": \"warn\"".to_owned()]),
        None => members.push(vec!["\"unmatched\": \"ignore\"".to_owned()]),
        Some(Verdict::Fail | Verdict::Pass) => {}
    }
    members.push(budgets(file));
    if !file.checks.is_empty() {
        members.push(checks(&file.checks));
    }
    let members: Vec<String> = members.into_iter().map(|lines| lines.join("\n  ")).collect();
    format!("{{\n  {}\n}}\n", members.join(",\n  "))
}

fn budgets(file: &BudgetFile) -> Vec<String> {
    let mut lines: Vec<String> = file.head.iter().map(|line| comment(line)).collect();
    if file.budgets.is_empty() && file.foot.is_empty() {
        lines.push("\"budgets\": []".to_owned());
        return lines;
    }
    lines.push("\"budgets\": [".to_owned());
    let last = file.budgets.len().saturating_sub(1);
    for (index, written) in file.budgets.iter().enumerate() {
        lines.extend(written.comments.iter().map(|line| format!("  {}", comment(line))));
        let comma = if index == last { "" } else { "," };
        lines.push(format!("  {}{comma}", object(&written.budget)));
    }
    lines.extend(file.foot.iter().map(|line| format!("  {}", comment(line))));
    lines.push("]".to_owned());
    lines
}

fn checks(checks: &[LoweredCheck]) -> Vec<String> {
    let mut lines = vec!["\"checks\": {".to_owned()];
    let last = checks.len() - 1;
    for (index, check) in checks.iter().enumerate() {
        let places = text::counted(check.places, "place");
        let found = format!(
            "Found in {places} today: take this line out when they are mended, and it is an error again."
        );
        lines.push(format!("  {}", comment(&found)));
        lines.push(format!("  {}: \"warn\"{}", json!(check.id), if index == last { "" } else { "," }));
    }
    lines.push("}".to_owned());
    lines
}

fn comment(line: &str) -> String {
    format!("// {}", text::printable(line))
}
