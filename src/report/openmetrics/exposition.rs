//! Families and their samples as text: the part that a client library would do. Such a library keeps metrics that a
//! running program counts up; here every value is known at once, and writing them takes fewer lines than filling it.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::report::text::{self, push};

/// What is common to all series of a name. All are gauges.
pub(super) struct Family {
    /// The name; ends with the unit.
    pub(super) name: &'static str,
    /// The unit of its values.
    pub(super) unit: Option<&'static str>,
    /// A sentence.
    pub(super) help: &'static str,
}

/// The families by name, each with its samples as lines.
#[derive(Default)]
pub(super) struct Exposition {
    project: String,
    families: BTreeMap<&'static str, String>,
}

impl Exposition {
    /// What follows is about this project; the empty name has no label.
    pub(super) fn project(&mut self, name: &str) {
        name.clone_into(&mut self.project);
    }

    /// One value.
    pub(super) fn sample(&mut self, family: &Family, labels: &[(&str, &str)], value: impl Display) {
        let project = [("project", self.project.as_str())];
        let project = project.iter().filter(|(_, name)| !name.is_empty());
        let labels: Vec<String> =
            project.chain(labels).map(|(label, value)| format!("{label}=\"{}\"", escape(value))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        push(self.lines(family), format_args!("{}{labels} {value}\n", family.name));
    }

    /// A size on disk, as gzip and as Brotli, as far as they are known.
    pub(super) fn encodings(&mut self, family: &Family, labels: &[(&str, &str)], sizes: [Option<u64>; 3]) {
        for (encoding, size) in ["raw", "gzip", "brotli"].into_iter().zip(sizes) {
            let Some(size) = size else { continue };
            let mut labels = labels.to_vec();
            labels.push(("encoding", encoding));
            self.sample(family, &labels, size);
        }
    }

    /// The lines of a family, of which all must stand together.
    fn lines(&mut self, family: &Family) -> &mut String {
        let Family { name, unit, help } = family;
        self.families.entry(name).or_insert_with(|| {
            let mut head = format!("# HELP {name} {help}\n# TYPE {name} gauge\n");
            if let Some(unit) = unit {
                push(&mut head, format_args!("# UNIT {name} {unit}\n"));
            }
            head
        })
    }

    /// All of it.
    pub(super) fn text(self) -> String {
        let mut text: String = self.families.into_values().collect();
        text.push_str("# EOF\n");
        text
    }
}

/// A label's value: backslashes, quotes and line feeds escaped as the format says, other control characters written
/// out before.
fn escape(value: &str) -> String {
    text::printable(value).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_value_cannot_end_its_label() {
        assert_eq!(escape("a\"} 1\nb\\"), "a\\\"} 1\\\\nb\\\\");
    }
}
