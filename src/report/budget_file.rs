//! A budget file for people to go on with: JSON with comments.
//!
//! Takes what was measured and which limits are proposed; gives the text of budgets.json and what to say of it. Names
//! of the build stand in comments, where a line break would end them: they are written so that they cannot.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::model::asset::ResourceType;
use crate::model::budget::{Budget, Metric, Per};
use crate::model::globs::Globs;
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

/// The text of budgets.json.
pub fn render(proposal: &Proposal) -> String {
    let mut out = String::from("{\n");
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("  \"$schema\": {},", quoted(&proposal.schema)));
    if let Some(build) = &proposal.build {
        line("  // What the bundler writes: \"weighbridge check\" needs no directory then.".to_owned());
        line(format!("  \"build\": {},", quoted(build)));
    }
    let headroom = text::basis_points(proposal.headroom);
    line(format!(
        "  // Each limit is what was measured and {headroom} head-room, rounded up. Lower it when a build"
    ));
    line(
        "  // got lighter. \"growth\": { \"gzip\": \"5 %\" } beside \"max\" limits growth (weighbridge update)."
            .to_owned(),
    );
    line("  \"budgets\": [".to_owned());
    let last = proposal.budgets.len().saturating_sub(1);
    for (index, proposed) in proposal.budgets.iter().enumerate() {
        for comment in comments(proposed) {
            line(format!("    // {}", text::printable(&comment)));
        }
        line(format!("    {}{}", object(proposed), if index == last { "" } else { "," }));
    }
    line(if proposal.checks.is_empty() { "  ]" } else { "  ]," }.to_owned());
    if !proposal.checks.is_empty() {
        line("  \"checks\": {".to_owned());
        let last = proposal.checks.len() - 1;
        for (index, check) in proposal.checks.iter().enumerate() {
            let places = text::counted(check.places, "place");
            line(format!(
                "    // Found in {places} today: take this line out when they are mended, and it is an error again."
            ));
            line(format!("    {}: \"warn\"{}", quoted(check.id), if index == last { "" } else { "," }));
        }
        line("  }".to_owned());
    }
    out.push_str("}\n");
    out
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
            Some(target) => format!("; teams aim at {}", value(proposed.metric, target)),
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
        let target = value(proposed.metric, target);
        comments.push(format!("Teams aim at {target}: lower the limit towards that, step by step."));
    }
    comments
}

fn over_target(proposed: &ProposedBudget) -> Option<u64> {
    proposed.target.filter(|&target| target < proposed.measured)
}

/// `31.2 kB gzip`, `4 files`
fn value(metric: Metric, value: u64) -> String {
    let quantity = text::quantity(metric, value);
    match metric {
        Metric::Raw | Metric::Gzip | Metric::Brotli => format!("{quantity} {}", metric.name()),
        Metric::Count | Metric::Time | Metric::Outside(_) => quantity,
    }
}

/// The budget on one line, its keys in the order of the documentation.
fn object(proposed: &ProposedBudget) -> String {
    let budget = &proposed.budget;
    let selector = &budget.selector;
    let mut members = vec![("name", json!(budget.name))];
    members.extend(selector.files.as_ref().map(|globs| ("files", written(globs))));
    members.extend(selector.resource_type.map(|kind: ResourceType| ("type", json!(kind.name()))));
    members.extend(selector.load.map(|load| ("load", json!(load.name()))));
    members.extend(selector.rest.then(|| ("rest", json!(true))));
    members.extend((budget.per != Per::Total).then(|| ("per", json!(budget.per.name()))));
    let mut out = String::from("{ ");
    for (key, value) in members {
        let _ = write!(out, "{}: {value}, ", quoted(key));
    }
    let limit = match proposed.metric {
        Metric::Raw | Metric::Gzip | Metric::Brotli => json!(exact(proposed.limit)),
        // Nothing is proposed of what other tools measure.
        Metric::Count | Metric::Outside(_) => json!(proposed.limit),
        Metric::Time => json!(format!("{} ms", proposed.limit)),
    };
    let _ = write!(out, "\"max\": {{ \"{}\": {limit} }} }}", proposed.metric.name());
    out
}

fn written(globs: &Globs) -> Value {
    match globs.written() {
        [only] => json!(only),
        several => json!(several),
    }
}

/// A size as it is written in budgets.json, to the byte: `35 kB`, `1.25 MB`, `812 B`.
fn exact(bytes: u64) -> String {
    let (unit, name) = match bytes {
        1_000_000.. if bytes.is_multiple_of(10_000) => (1_000_000, "MB"),
        1_000.. if bytes.is_multiple_of(10) => (1_000, "kB"),
        _ => return format!("{bytes} B"),
    };
    let hundredths = bytes % unit * 100 / unit;
    if hundredths == 0 {
        return format!("{} {name}", bytes / unit);
    }
    let decimals = format!("{hundredths:02}");
    format!("{}.{} {name}", bytes / unit, decimals.trim_end_matches('0'))
}

fn quoted(text: &str) -> String {
    json!(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn a_size_is_written_to_the_byte() {
        assert_eq!(exact(35_000), "35 kB");
        assert_eq!(exact(1_500), "1.5 kB");
        assert_eq!(exact(1_250_000), "1.25 MB");
        assert_eq!(exact(2_000_000), "2 MB");
        assert_eq!(exact(1_050_000), "1.05 MB");
        assert_eq!(exact(500), "500 B");
        assert_eq!(exact(1_234_567), "1234567 B");
    }
}
