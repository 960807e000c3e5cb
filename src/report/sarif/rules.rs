//! The table of rules: every check, and the two ways in which a budget does not hold.

use serde_json::{Value, json};

use crate::model::check::{Check, Severity};
use crate::report::explanation::{self, sentence};
use crate::report::issues::{BUDGET_EXCEEDED, BUDGET_UNMATCHED};

/// GitHub shows no more of a description; see the link in `mod.rs`.
const LONGEST_DESCRIPTION: usize = 1_024;

/// The rules of budgets: id, summary, what it means, what to do, the page about it.
const OF_BUDGETS: [(&str, &str, &str, &str); 2] = [
    (
        BUDGET_EXCEEDED,
        "a limit of a budget does not hold",
        "What the budget selects is over its `max`, below its `min`, or over what it warns at.",
        "Make what broke it smaller, or raise the limit in budgets.json where the weight is wanted.",
    ),
    (
        BUDGET_UNMATCHED,
        "a budget matches nothing in the build",
        "No file, entry point, split point or package of the build is what the budget selects, so that it judges nothing.",
        "Correct what the budget selects, or set `unmatched` to `warn` or `ignore`.",
    ),
];

/// The rules in their order.
pub(super) struct Table<'c> {
    checks: &'c [&'c Check],
}

impl<'c> Table<'c> {
    pub(super) fn of(checks: &'c [&'c Check]) -> Self {
        Self { checks }
    }

    /// The place of a rule; `None` for a check that this version does not have.
    pub(super) fn index(&self, rule: &str) -> Option<usize> {
        let of_budgets = OF_BUDGETS.iter().position(|(id, ..)| *id == rule);
        let of_checks = || self.checks.iter().position(|check| check.id == rule);
        of_budgets.map(|index| self.checks.len() + index).or_else(of_checks)
    }

    pub(super) fn rules(&self) -> Vec<Value> {
        self.checks.iter().map(|check| of_check(check)).chain(OF_BUDGETS.map(of_budget)).collect()
    }
}

fn of_check(check: &Check) -> Value {
    let level = match check.severity {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) | None => "warning",
    };
    json!({
        "id": check.id,
        "shortDescription": { "text": format!("{}.", sentence(check.summary)) },
        "fullDescription": { "text": whole_sentences(check.what) },
        "helpUri": page(&format!("checks.md#{}", check.id)),
        "help": { "text": explanation::of(check), "markdown": explanation::markdown(check) },
        "defaultConfiguration": { "enabled": check.severity.is_some(), "level": level },
        "properties": { "tags": ["performance"], "problem.severity": level },
    })
}

fn of_budget((id, summary, what, fix): (&str, &str, &str, &str)) -> Value {
    let help = format!("{what}\n\n{fix}\n");
    json!({
        "id": id,
        "shortDescription": { "text": format!("{}.", sentence(summary)) },
        "fullDescription": { "text": what },
        "helpUri": page("budgets.md"),
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "enabled": true, "level": "error" },
        "properties": { "tags": ["performance"], "problem.severity": "error" },
    })
}

fn page(name: &str) -> String {
    format!("{}/blob/main/docs/{name}", env!("CARGO_PKG_REPOSITORY"))
}

/// As many sentences as a description may have.
fn whole_sentences(text: &str) -> &str {
    if text.len() <= LONGEST_DESCRIPTION {
        return text;
    }
    let cut = text.get(..text.floor_char_boundary(LONGEST_DESCRIPTION)).unwrap_or(text);
    cut.rfind(". ").and_then(|end| cut.get(..=end)).unwrap_or(cut)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_DESCRIPTION, whole_sentences};

    #[test]
    fn a_long_description_ends_with_a_sentence() {
        assert_eq!(whole_sentences("One. Two."), "One. Two.");
        let long = "A sentence of some words. ".repeat(50);
        let cut = whole_sentences(&long);
        assert!(cut.len() <= LONGEST_DESCRIPTION && cut.ends_with("words."), "{cut}");
    }
}
