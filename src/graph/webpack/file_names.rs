//! From a chunk's id to the name of its file, by the runtime's own function.
//!
//! A lookup that misses is `undefined`, and a name with `undefined` in it is that of no file: so a runtime
//! tells which ids it knows.

use std::borrow::Cow;

use crate::model::webpack::{FileName, NameExpression};

/// The name of the file of chunk `id`; `None` where the function does not know it.
pub(crate) fn file_name(name: &FileName, id: &str, full_hash: Option<&str>) -> Option<String> {
    match evaluate(name, &Known { id, full_hash }) {
        Value::Text(text) if !text.is_empty() => Some(text.into_owned()),
        _ => None,
    }
}

/// Whether a name differs from chunk to chunk.
pub(crate) fn depends_on_id(name: &FileName) -> bool {
    match name {
        NameExpression::Id => true,
        NameExpression::Text(_) | NameExpression::Undefined | NameExpression::FullHash => false,
        NameExpression::Sum(parts) | NameExpression::First(parts) | NameExpression::Both(parts) => {
            parts.iter().any(depends_on_id)
        }
        NameExpression::Choice { arms, otherwise } => {
            let differs = |(test, value): &(_, _)| depends_on_id(test) || depends_on_id(value);
            arms.iter().any(differs) || depends_on_id(otherwise)
        }
        NameExpression::Equal { left, right, .. } => depends_on_id(left) || depends_on_id(right),
        NameExpression::Lookup { key, .. } => depends_on_id(key),
    }
}

struct Known<'a> {
    id: &'a str,
    full_hash: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value<'a> {
    Text(Cow<'a, str>),
    Truth(bool),
    Undefined,
}

impl Value<'_> {
    fn holds(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Truth(truth) => *truth,
            Self::Undefined => false,
        }
    }
}

fn evaluate<'a>(expression: &'a NameExpression, known: &Known<'a>) -> Value<'a> {
    match expression {
        NameExpression::Id => Value::Text(Cow::Borrowed(known.id)),
        NameExpression::Text(text) => Value::Text(Cow::Borrowed(text)),
        NameExpression::Undefined => Value::Undefined,
        NameExpression::FullHash => {
            known.full_hash.map_or(Value::Undefined, |hash| Value::Text(Cow::Borrowed(hash)))
        }
        NameExpression::Sum(parts) => {
            let mut sum = String::new();
            for part in parts {
                match evaluate(part, known) {
                    Value::Text(text) => sum.push_str(&text),
                    // "js/undefined.js" is no file.
                    Value::Truth(_) | Value::Undefined => return Value::Undefined,
                }
            }
            Value::Text(Cow::Owned(sum))
        }
        NameExpression::Choice { arms, otherwise } => {
            let arm = arms.iter().find(|(test, _)| evaluate(test, known).holds());
            evaluate(arm.map_or(otherwise, |(_, value)| value), known)
        }
        NameExpression::Equal { left, right, negated } => {
            Value::Truth((evaluate(left, known) == evaluate(right, known)) != *negated)
        }
        NameExpression::First(parts) => {
            let mut values = parts.iter().map(|part| evaluate(part, known));
            values.find(Value::holds).unwrap_or(Value::Undefined)
        }
        NameExpression::Both(parts) => {
            let mut last = Value::Undefined;
            for part in parts {
                last = evaluate(part, known);
                if !last.holds() {
                    break;
                }
            }
            last
        }
        NameExpression::Lookup { table, key } => match evaluate(key, known) {
            Value::Text(key) => table.get(&*key).map_or(Value::Undefined, |value| evaluate(value, known)),
            Value::Truth(_) | Value::Undefined => Value::Undefined,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;
    use crate::model::webpack::NameExpression::{self, Choice, Equal, First, Id, Lookup, Sum, Text};

    fn text(text: &str) -> NameExpression {
        Text(text.to_owned())
    }

    fn lookup(entries: &[(&str, &str)]) -> NameExpression {
        let table = entries.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect();
        Lookup { table, key: Box::new(Id) }
    }

    #[track_caller]
    fn check(name: &NameExpression, id: &str, expected: Option<&str>) {
        assert_eq!(file_name(name, id, Some("b00c")).as_deref(), expected, "{name:?} of {id}");
    }

    #[test]
    fn a_hash_that_is_not_in_the_table_makes_no_name() {
        let name = Sum(vec![text("js/"), Id, text("."), lookup(&[("23", "a754")]), text(".js")]);
        check(&name, "23", Some("js/23.a754.js"));
        check(&name, "24", None);
    }

    #[test]
    fn a_name_takes_the_place_of_the_id_where_there_is_one() {
        let name = Sum(vec![First(vec![lookup(&[("2", "about")]), Id]), text(".js")]);
        check(&name, "2", Some("about.js"));
        check(&name, "3", Some("3.js"));
    }

    #[test]
    fn tests_compare_ids_as_texts() {
        let is = |id: &str| Equal { left: Box::new(text(id)), right: Box::new(Id), negated: false };
        let arms = vec![(is("935"), text("a.js")), (is("233"), text("b.js"))];
        let name = Choice { arms, otherwise: Box::new(Sum(vec![Id, NameExpression::FullHash])) };
        check(&name, "935", Some("a.js"));
        check(&name, "233", Some("b.js"));
        check(&name, "5", Some("5b00c"));
    }
}
