//! `BundleMon`'s labels: `main.<hash>.js` stands for a file name with a text of the label's regular expression in it.
//!
//! Takes patterns with labels, gives globs: a wildcard for the label, and an exclusion for names that have something
//! there which its set of characters does not have, where it can only stand in one place.

use jsonc_parser::ast::Value;

use crate::config::error::Problems;
use crate::config::fields::{kind_of, span_of};
use crate::config::import::globs::{Dialect, translate};

/// The label that is always there: `DEFAULT_PATH_LABELS` in packages/bundlemon/lib/common/consts.ts.
const HASH: (&str, &str) = ("hash", "[a-zA-Z0-9]+");

/// Characters that nobody writes; each stands for one label while the rest of a pattern is read.
const FIRST_STAND_IN: u32 = 0xe100;
const MOST_LABELS: usize = 16;

/// The labels of a file.
#[derive(Clone, Debug)]
pub(crate) struct Labels(Vec<(String, Label)>);

/// What stands for a label.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Label {
    /// The wildcard.
    wildcard: String,
    /// The characters that it is made of, as in a set; `None` if they are not known.
    set: Option<String>,
}

/// Globs for a pattern with labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Labelled {
    /// The globs.
    pub(crate) globs: Vec<String>,
    /// What they take in and `BundleMon` does not.
    pub(crate) hidden: Vec<String>,
    /// What to say of it.
    pub(crate) note: Option<String>,
}

impl Labels {
    /// Those of `pathLabels`, and `<hash>`.
    pub(crate) fn read(value: Option<&Value<'_>>, problems: &mut Problems) -> Self {
        let mut labels = vec![(HASH.0.to_owned(), Label::of(HASH.1))];
        let Some(value) = value else { return Self(labels) };
        let Value::Object(object) = value else {
            let help = "write { \"hash\": \"[a-z0-9]+\" }".to_owned();
            problems.push(span_of(value), "\"pathLabels\" is an object", kind_of(value), help);
            return Self(labels);
        };
        for property in &object.properties {
            let Value::StringLit(regex) = &property.value else {
                let help = "write a regular expression".to_owned();
                problems.push(span_of(&property.value), "a label is a text", kind_of(&property.value), help);
                continue;
            };
            let name = property.name.as_str();
            labels.retain(|(other, _)| other != name);
            labels.push((name.to_owned(), Label::of(&regex.value)));
        }
        Self(labels)
    }

    /// The globs of a pattern.
    pub(crate) fn translate(&self, pattern: &str) -> Result<Labelled, String> {
        if pattern.starts_with('!') {
            return Err("a pattern that takes everything else is no glob here".to_owned());
        }
        let mut stand_ins: Vec<(char, &str, &Label)> = Vec::new();
        let mut text = pattern.to_owned();
        for (name, label) in &self.0 {
            let written = format!("<{name}>");
            while let Some(at) = text.find(&written) {
                let next = FIRST_STAND_IN + u32::try_from(stand_ins.len()).unwrap_or(0);
                let stand_in = char::from_u32(next).filter(|_| stand_ins.len() < MOST_LABELS);
                let stand_in = stand_in.ok_or("it has too many labels")?;
                text.replace_range(at..at + written.len(), stand_in.encode_utf8(&mut [0; 4]));
                stand_ins.push((stand_in, name, label));
            }
        }
        let translated = translate(&text, Dialect::Picomatch)?;
        let mut labelled = Labelled { globs: Vec::new(), hidden: translated.hidden, note: None };
        for glob in &translated.globs {
            labelled.globs.push(filled(glob, &stand_ins));
            for part in glob.split('/') {
                let here: Vec<_> =
                    stand_ins.iter().filter(|(stand_in, ..)| part.contains(*stand_in)).collect();
                let is_alone = !part.contains(['*', '?', '[', '{']);
                match here.as_slice() {
                    [] => {}
                    [(stand_in, _, Label { set: Some(set), .. })] if is_alone => {
                        let other = glob.replace(*stand_in, &format!("*[!{set}]*"));
                        labelled.hidden.push(filled(&other, &stand_ins));
                    }
                    [(_, name, _), ..] => {
                        labelled.note = Some(format!("<{name}> is any text of a name here."));
                    }
                }
            }
        }
        labelled.hidden = labelled.hidden.iter().map(|glob| filled(glob, &stand_ins)).collect();
        Ok(labelled)
    }
}

/// The glob with a wildcard for each label.
fn filled(glob: &str, stand_ins: &[(char, &str, &Label)]) -> String {
    stand_ins
        .iter()
        .fold(glob.to_owned(), |glob, (stand_in, _, label)| glob.replace(*stand_in, &label.wildcard))
}

impl Label {
    /// What can stand for a regular expression: a set of characters, and how many of them.
    fn of(regex: &str) -> Self {
        let any = Self { wildcard: "*".to_owned(), set: None };
        let (set, times) = if let Some(times) = regex.strip_prefix("\\w") {
            (Some("a-zA-Z0-9_".to_owned()), times)
        } else if let Some(times) = regex.strip_prefix("\\d") {
            (Some("0-9".to_owned()), times)
        } else if let Some((inside, times)) = regex.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            (set(inside), times)
        } else {
            (None, "")
        };
        let Some(set) = set else { return any };
        let exactly = |text: &str| text.parse::<usize>().ok().filter(|times| *times <= 64);
        let counted = times.strip_prefix('{').and_then(|times| times.strip_suffix('}'));
        let wildcard = match (times, counted) {
            ("+" | "*", _) => "*".to_owned(),
            ("", _) => "?".to_owned(),
            (_, Some(times)) => {
                match (exactly(times), times.split_once(',').and_then(|(least, _)| exactly(least))) {
                    (Some(times), _) => "?".repeat(times),
                    (None, Some(least)) => format!("{}*", "?".repeat(least)),
                    (None, None) => return any,
                }
            }
            _ => return any,
        };
        Self { wildcard, set: Some(set) }
    }
}

/// The inside of a set as a glob has it; `None` where that is not plain.
fn set(inside: &str) -> Option<String> {
    let plain = inside.replace("\\w", "a-zA-Z0-9_").replace("\\d", "0-9").replace("\\-", "-");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if plain.is_empty() || !plain.chars().all(is_plain) {
        return None;
    }
    // A dash behind a range would begin another one.
    let at_end = plain.ends_with('-');
    Some(if at_end { format!("{}-", plain.trim_end_matches('-')) } else { plain })
}

#[cfg(test)]
mod tests {
    use super::Labels;
    use crate::config::error::Problems;
    use crate::model::globs::Globs;

    #[track_caller]
    fn check(pattern: &str, inside: &[&str], outside: &[&str]) {
        let labelled = Labels::read(None, &mut Problems::default()).translate(pattern).expect("it is a glob");
        let excluded = labelled.hidden.iter().map(|glob| format!("!{glob}"));
        let globs: Vec<String> = labelled.globs.iter().cloned().chain(excluded).collect();
        let globs = Globs::new(&globs).expect("the globs compile");
        for path in inside {
            assert!(globs.matches(path), "{path} is in {globs:?}");
        }
        for path in outside {
            assert!(!globs.matches(path), "{path} is not in {globs:?}");
        }
    }

    #[test]
    fn a_hash_is_letters_and_digits() {
        check(
            "static/main.<hash>.js",
            &["static/main.AbC12.js"],
            &["static/main.a-b.js", "static/main.a.b.js", "static/x/main.ab.js", "main.ab.js"],
        );
        check("**/*.<hash>.chunk.js", &["a.1.chunk.js", "x/vendors~a.b1.chunk.js"], &["a.chunk.js"]);
        check("<hash>/a.js", &["ab12/a.js"], &["a-b/a.js", "a/b/a.js"]);
    }
}
