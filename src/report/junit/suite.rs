//! Suites and their tests as XML.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::text::{self, push};
use crate::report::xml::escape;

/// A suite of tests.
pub(super) struct Suite {
    name: String,
    tests: Vec<(String, Outcome)>,
    names: BTreeSet<String>,
    /// How often each name was wanted.
    wanted: BTreeMap<String, usize>,
    errors: Vec<String>,
}

/// What a test came to.
pub(super) enum Outcome {
    /// Nothing is wrong that fails the run.
    Passed { output: String },
    /// It fails the run.
    Failed { kind: &'static str, message: String, text: String },
    /// It could not be judged.
    Skipped { reason: String },
}

impl Suite {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            tests: Vec::new(),
            names: BTreeSet::new(),
            wanted: BTreeMap::new(),
            errors: Vec::new(),
        }
    }

    /// Adds a test. A name that is taken gets a number: servers know a test by its name.
    pub(super) fn test(&mut self, name: &str, outcome: Outcome) {
        let wanted = self.wanted.entry(name.to_owned()).or_default();
        let mut unique = name.to_owned();
        loop {
            *wanted += 1;
            if 1 < *wanted {
                unique = format!("{name} ({wanted})");
            }
            if self.names.insert(unique.clone()) {
                break;
            }
        }
        self.tests.push((unique, outcome));
    }

    /// What stands beside the tests, a line each.
    pub(super) fn errors(&mut self, lines: Vec<String>) {
        self.errors = lines;
    }

    fn failures(&self) -> usize {
        self.tests.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Failed { .. })).count()
    }

    fn skipped(&self) -> usize {
        self.tests.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Skipped { .. })).count()
    }

    fn write(&self, out: &mut String) {
        let name = escape(&self.name);
        let (tests, failures, skipped) = (self.tests.len(), self.failures(), self.skipped());
        push(
            out,
            format_args!(
                "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">\n"
            ),
        );
        for (test, outcome) in &self.tests {
            push(out, format_args!("    <testcase classname=\"{name}\" name=\"{}\"", escape(test)));
            match outcome {
                Outcome::Passed { output } if output.is_empty() => *out += "/>\n",
                Outcome::Passed { output } => {
                    push(
                        out,
                        format_args!(
                            ">\n      <system-out>{}</system-out>\n    </testcase>\n",
                            lines(output)
                        ),
                    );
                }
                Outcome::Failed { kind, message, text } => {
                    push(
                        out,
                        format_args!(
                            ">\n      <failure type=\"{kind}\" message=\"{}\">{}</failure>\n    </testcase>\n",
                            escape(message),
                            lines(text)
                        ),
                    );
                }
                Outcome::Skipped { reason } => {
                    push(
                        out,
                        format_args!(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", escape(reason)),
                    );
                }
            }
        }
        if !self.errors.is_empty() {
            let errors: Vec<String> =
                self.errors.iter().map(|line| text::printable(line).into_owned()).collect();
            push(out, format_args!("    <system-err>{}</system-err>\n", lines(&errors.join("\n"))));
        }
        *out += "  </testsuite>\n";
    }
}

/// A text of several lines, which stay lines; all else is escaped.
fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(escape).collect();
    lines.join("\n")
}

/// The document.
pub(super) fn document(suites: &[Suite]) -> String {
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let (tests, failures) = (sum(|suite| suite.tests.len()), sum(Suite::failures));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"weighbridge\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n"
    );
    for suite in suites {
        suite.write(&mut out);
    }
    out += "</testsuites>\n";
    out
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Suite, document};

    #[test]
    fn names_are_unique_and_hold_no_markup() {
        let mut suite = Suite::new("<b>");
        for _ in 0..2 {
            suite.test("a\n\"b\"", Outcome::Skipped { reason: "]]>".to_owned() });
        }
        let xml = document(&[suite]);
        assert!(xml.contains("<testcase classname=\"&lt;b&gt;\" name=\"a\\n&quot;b&quot;\">"), "{xml}");
        assert!(xml.contains("name=\"a\\n&quot;b&quot; (2)\""), "{xml}");
        assert!(xml.contains("<skipped message=\"]]&gt;\"/>"), "{xml}");
    }
}
