//! What the table of checks says of each check: for `weighbridge explain` and for docs/checks.md.

use crate::model::check::{Check, OptionUnit, Severity};
use crate::report::text::{self, push};

/// One check, whole. Markdown, ending with a line feed.
pub fn of(check: &Check) -> String {
    let mut page = format!("{}: {}\n\n", check.id, check.summary);
    sections(&mut page, check, |title| format!("{title}\n\n"));
    page
}

/// What the check does, why it matters, how to mend it and what can be set, under Markdown headings.
pub fn markdown(check: &Check) -> String {
    let mut page = String::new();
    sections(&mut page, check, |title| format!("### {title}\n\n"));
    page
}

/// One line a check.
pub fn list(checks: &[&Check]) -> String {
    let width = checks.iter().map(|check| check.id.len()).max().unwrap_or(0);
    let mut page = String::new();
    for check in checks {
        push(&mut page, format_args!("{:width$}  {}\n", check.id, check.summary));
    }
    page.push_str("\nweighbridge explain <check> says why it matters and how to mend it\n");
    page
}

/// The page docs/checks.md.
pub fn document(checks: &[&Check]) -> String {
    let mut page = String::from(
        "<!-- Made from the table in src/checks/mod.rs: UPDATE=1 cargo test --test generated -->\n\n# Checks\n\n\
         Each check can be set in budgets.json: `\"checks\": { \"<check>\": \"off\" }`, `\"warn\"` or `\"error\"`, \
         or `[\"error\", { \"<option>\": <value> }]`.\n\n",
    );
    for check in checks {
        push(&mut page, format_args!("- [`{0}`](#{0}): {1}\n", check.id, check.summary));
    }
    for check in checks {
        push(&mut page, format_args!("\n## {}\n\n{}.\n\n", check.id, sentence(check.summary)));
        sections(&mut page, check, |title| format!("### {title}\n\n"));
        page.truncate(page.trim_end().len());
        page.push('\n');
    }
    page
}

fn sections(page: &mut String, check: &Check, heading: impl Fn(&str) -> String) {
    let texts = [("What it does", check.what), ("Why it costs users", check.why), ("How to fix", check.fix)];
    for (title, text) in texts {
        push(page, format_args!("{}{text}\n\n", heading(title)));
    }
    push(
        page,
        format_args!("{}Severity: `{}`, unless set otherwise.\n", heading("Options"), level(check.severity)),
    );
    if !check.options.is_empty() {
        page.push('\n');
    }
    for option in check.options {
        let default = value(option.unit, option.default);
        push(page, format_args!("- `{}` (default `{default}`): {}\n", option.name, option.about));
    }
}

fn level(severity: Option<Severity>) -> &'static str {
    match severity {
        None => "off",
        Some(Severity::Warning) => "warn",
        Some(Severity::Error) => "error",
    }
}

/// As it would be written in budgets.json.
fn value(unit: OptionUnit, value: u64) -> String {
    match unit {
        OptionUnit::Bytes if value.is_multiple_of(1000) => format!("\"{} kB\"", value / 1000),
        OptionUnit::Bytes => format!("\"{value} B\""),
        OptionUnit::Count => value.to_string(),
        OptionUnit::Percent => format!("\"{}\"", text::basis_points(value)),
        OptionUnit::Names => "[]".to_owned(),
    }
}

pub(in crate::report) fn sentence(phrase: &str) -> String {
    let mut characters = phrase.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
