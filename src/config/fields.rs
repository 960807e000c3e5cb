//! The objects of a budget file: which keys may stand in them, and what kind of value each holds.
//!
//! Every reading that fails notes a problem and gives `None`, and the caller goes on.

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use crate::config::error::Problems;
use crate::model::span::Span;
use crate::model::suggestion::did_you_mean;

/// Where a node of the tree stands.
pub(crate) fn span_of(node: &impl Ranged) -> Span {
    let range = node.range();
    Span::new(range.start, range.end)
}

/// What people call a value of that kind.
pub(crate) fn kind_of(value: &Value<'_>) -> &'static str {
    match value {
        Value::StringLit(_) => "a string",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(_) => "a boolean",
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::NullKeyword(_) => "null",
    }
}

/// `"a", "b" or "c"`
pub(crate) fn any_of(candidates: &[&str]) -> String {
    match candidates {
        [] => "nothing".to_owned(),
        [only] => format!("{only:?}"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|candidate| format!("{candidate:?}")).collect();
            format!("{} or {last:?}", first.join(", "))
        }
    }
}

/// What to do about `word`: the one candidate that is close, or the list of all.
pub(crate) fn suggest(word: &str, candidates: &[&str]) -> String {
    match did_you_mean(word, candidates) {
        Some(candidate) => format!("did you mean {candidate:?}?"),
        None => format!("write {}", any_of(candidates)),
    }
}

/// One key of an object with its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    /// The key.
    pub(crate) key: &'a str,
    /// Where the key stands, quotes included.
    pub(crate) key_span: Span,
    /// The value.
    pub(crate) value: &'a Value<'a>,
}

impl<'a> Field<'a> {
    /// Where the value stands.
    pub(crate) fn span(self) -> Span {
        span_of(self.value)
    }

    /// Notes that the value is of the wrong kind.
    pub(crate) fn wrong_kind(self, expected: &str, problems: &mut Problems) {
        let found = kind_of(self.value);
        let message = format!("{:?} is {expected}, not {found}", self.key);
        problems.push(self.span(), message, found, format!("write {expected}"));
    }

    /// The value as a string that says something.
    pub(crate) fn text(self, problems: &mut Problems) -> Option<&'a str> {
        match self.value {
            Value::StringLit(text) if text.value.trim().is_empty() => {
                let message = format!("{:?} is empty", self.key);
                problems.push(
                    self.span(),
                    message,
                    "empty",
                    format!("write a text, or remove {:?}", self.key),
                );
                None
            }
            Value::StringLit(text) => Some(&text.value),
            _ => {
                self.wrong_kind("a string", problems);
                None
            }
        }
    }

    /// The value as an object.
    pub(crate) fn object(self, problems: &mut Problems) -> Option<&'a Object<'a>> {
        let object = self.value.as_object();
        if object.is_none() {
            self.wrong_kind("an object", problems);
        }
        object
    }

    /// What the value stands for, as one of a few names.
    pub(crate) fn choice<T: Copy>(self, choices: &[(&'static str, T)], problems: &mut Problems) -> Option<T> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let Value::StringLit(text) = self.value else {
            self.wrong_kind(&any_of(&names), problems);
            return None;
        };
        let choice = choices.iter().find(|(name, _)| *name == text.value);
        if choice.is_none() {
            let message = format!("{:?} cannot be {:?}", self.key, text.value);
            problems.push(self.span(), message, "unknown value", suggest(&text.value, &names));
        }
        choice.map(|(_, meaning)| *meaning)
    }
}

/// The keys of an object that may stand there, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields<'a>(Vec<Field<'a>>);

impl<'a> Fields<'a> {
    /// Takes the keys that are `allowed`; notes the others and those that stand twice.
    pub(crate) fn read(object: &'a Object<'a>, allowed: &[&str], problems: &mut Problems) -> Self {
        Self::read_with(object, allowed, |key| suggest(key, allowed), problems)
    }

    /// The same with other words for what to do about a key that is not allowed.
    pub(crate) fn read_with(
        object: &'a Object<'a>,
        allowed: &[&str],
        suggest: impl Fn(&str) -> String,
        problems: &mut Problems,
    ) -> Self {
        let mut fields = Self::default();
        for property in &object.properties {
            let (key, key_span) = (property.name.as_str(), span_of(&property.name));
            if !allowed.contains(&key) {
                problems.push(key_span, format!("unknown key {key:?}"), "unknown key", suggest(key));
            } else if fields.has(key) {
                let help = format!("keep one {key:?}");
                problems.push(key_span, format!("{key:?} stands here twice"), "a second time", help);
            } else {
                fields.0.push(Field { key, key_span, value: &property.value });
            }
        }
        fields
    }

    /// The field of that key.
    pub(crate) fn get(&self, key: &str) -> Option<Field<'a>> {
        self.iter().find(|field| field.key == key)
    }

    /// Whether the key stands there, whatever its value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Every field, in the order written.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Field<'a>> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::any_of;

    #[test]
    fn a_list_ends_with_or() {
        assert_eq!(any_of(&["a"]), r#""a""#);
        assert_eq!(any_of(&["a", "b", "c"]), r#""a", "b" or "c""#);
    }
}
