//! What is said of a set of budgets that was written: what each comes to today.

use crate::model::verdict::Verdict;
use crate::report::budget_file::{LoweredCheck, Rule, Today};
use crate::report::text;

/// A set of budgets, as people are told of it.
#[derive(Clone, Debug)]
pub struct PresetFile {
    /// The budget file that was written.
    pub written: String,
    /// The set's name.
    pub name: &'static str,
    /// The build that was measured, where the file does not name it.
    pub unnamed: Option<String>,
    /// Every budget.
    pub budgets: Vec<Rule>,
    /// Whether none of them can fail a run.
    pub only_warns: bool,
    /// The checks that only warn for now.
    pub checks: Vec<LoweredCheck>,
}

impl PresetFile {
    /// The lines, for stdout.
    pub fn summary(&self) -> String {
        let written = text::printable(&self.written);
        let count = text::counted(self.budgets.len() as u64, "budget");
        let mut out = format!("wrote {written}: {count} of the preset \"{}\"\n", self.name);
        let columns = self.budgets.iter().map(|rule| text::width(&rule.name)).max().unwrap_or_default();
        for rule in &self.budgets {
            let gap = " ".repeat(columns - text::width(&rule.name));
            let (word, told) = (rule.today.word(), rule.today.told());
            text::push(
                &mut out,
                format_args!("  {word:<6}  {}{gap}  {}\n", rule.name, text::printable(&told)),
            );
        }
        for check in &self.checks {
            let places = text::counted(check.places, "place");
            text::push(
                &mut out,
                format_args!("  {} only warns for now: it is found in {places}\n", check.id),
            );
        }
        let argument =
            self.unnamed.as_ref().map_or(String::new(), |build| format!(" {}", text::printable(build)));
        let count = |wanted: Verdict| {
            let is_it =
                |rule: &&Rule| matches!(rule.today, Today::Measured { verdict, .. } if verdict == wanted);
            self.budgets.iter().filter(is_it).count() as u64
        };
        let later = if self.only_warns { "warns" } else { "fails" };
        let outcome = match (count(Verdict::Fail), count(Verdict::Warn)) {
            (0, 0) => format!("passes now; it {later} when the build grows over a limit"),
            (0, warning) => format!("passes now, {} with a warning", text::counted(warning, "budget")),
            (failing, _) => format!("fails now, by {}", text::counted(failing, "budget")),
        };
        text::push(
            &mut out,
            format_args!(
                "next:\n  weighbridge check{argument}   {outcome}\n  commit {written} and run weighbridge check in CI, after the build\n"
            ),
        );
        out
    }
}

impl Rule {
    /// What stands beside the budget in the file: `Today: 31.2 kB gzip of 500 kB (index.html): passes.`
    pub fn comment(&self) -> String {
        let told = self.today.told();
        match &self.today {
            Today::Measured { .. } => format!("Today: {told}: {}.", self.today.word()),
            _ => format!("Today: {told}."),
        }
    }
}
