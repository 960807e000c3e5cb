//! From text to a tree: JSON with comments and trailing commas, and nothing else of JSON5.
//!
//! Takes the text of a budget file, gives the object at its top. A mistake of syntax is one problem, since
//! whatever follows it may be a mere consequence.

use std::borrow::Cow;

use jsonc_parser::ast::{Array, Object, Value};
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, ParseStringErrorKind, parse_to_ast};

use crate::config::error::Problems;
use crate::config::fields::{kind_of, span_of};
use crate::model::span::Span;

const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The keys by which a Lighthouse budget file is known.
const LIGHTHOUSE_KEYS: [&str; 3] = ["resourceSizes", "resourceCounts", "timings"];

/// Reads the object that a budget file is; `None` when a problem was noted instead.
pub(crate) fn read_object<'a>(text: &'a str, problems: &mut Problems) -> Option<Object<'a>> {
    match read_value(text, problems)? {
        Value::Object(object) => return Some(object),
        Value::Array(array) if is_lighthouse(&array) => problems.push(
            span_of(&array),
            "this is a Lighthouse budget file",
            "Lighthouse's format",
            "rename it, and import it: weighbridge init --from FILE; or name another file with --config"
                .to_owned(),
        ),
        value => problems.push(
            span_of(&value),
            format!("a budget file is an object, not {}", kind_of(&value)),
            kind_of(&value),
            r#"write { "budgets": [ ... ] }"#.to_owned(),
        ),
    }
    None
}

/// Reads the value that a file is; `None` when a problem was noted instead.
pub(crate) fn read_value<'a>(text: &'a str, problems: &mut Problems) -> Option<Value<'a>> {
    match parse_to_ast(text, &CollectOptions::default(), &OPTIONS).map(|result| result.value) {
        Ok(Some(value)) => return Some(value),
        Ok(None) => problems.push(
            Span::new(0, text.len()),
            "the file is empty",
            "nothing here",
            r#"write { "budgets": [ ... ] }, or remove the file to use the built-in budgets"#.to_owned(),
        ),
        Err(error) => note(&error, problems),
    }
    None
}

/// Whether some object of the array has a key that only Lighthouse's format has.
fn is_lighthouse(array: &Array<'_>) -> bool {
    array
        .elements
        .iter()
        .filter_map(Value::as_object)
        .any(|object| LIGHTHOUSE_KEYS.iter().any(|key| object.get(key).is_some()))
}

/// Notes a mistake of syntax.
fn note(error: &ParseError, problems: &mut Problems) {
    let range = error.range();
    let (label, help) = advice(error.kind());
    let message = lower_first(&error.kind().to_string());
    problems.push(Span::new(range.start, range.end), message, label, help.map(str::to_owned));
}

/// A few words for the place, and what to do where the message does not say it.
fn advice(kind: &ParseErrorKind) -> (Cow<'static, str>, Option<&'static str>) {
    let (label, help) = match kind {
        ParseErrorKind::ExpectedComma => ("comma missing", Some("add a comma")),
        ParseErrorKind::ExpectedColonAfterObjectKey => ("colon missing", Some("add a colon and a value")),
        ParseErrorKind::ExpectedObjectValue => ("value missing", Some("add a value")),
        ParseErrorKind::ExpectedStringObjectProperty => ("no quotes", Some("put the key in double quotes")),
        ParseErrorKind::UnexpectedWord => ("no quotes", Some("put texts in double quotes")),
        ParseErrorKind::SingleQuotedStringsNotAllowed => ("single quote", Some("use double quotes")),
        ParseErrorKind::UnaryPlusNumbersNotAllowed => ("plus sign", Some("remove the plus sign")),
        ParseErrorKind::HexadecimalNumbersNotAllowed => ("hexadecimal", Some("write the number in decimal")),
        ParseErrorKind::BareDecimalPointNumbersNotAllowed => {
            ("decimal point", Some("write a digit on either side of the point"))
        }
        ParseErrorKind::UnexpectedCloseBrace | ParseErrorKind::UnexpectedCloseBracket => {
            ("does not close", Some("close what was opened last, or remove this bracket"))
        }
        ParseErrorKind::UnexpectedComma => ("comma", Some("remove the comma")),
        ParseErrorKind::UnterminatedObject => ("never closed", Some("add the missing }")),
        ParseErrorKind::UnterminatedArray => ("never closed", Some("add the missing ]")),
        ParseErrorKind::UnterminatedCommentBlock => ("never closed", Some("add the missing */")),
        ParseErrorKind::String(ParseStringErrorKind::UnterminatedStringLiteral) => {
            ("never closed", Some("add the missing double quote"))
        }
        ParseErrorKind::String(_) => ("bad escape", Some("write a backslash as \\\\")),
        ParseErrorKind::MultipleRootJsonValues => {
            ("a second value", Some("keep a single object in the file"))
        }
        ParseErrorKind::NestingDepthExceeded => ("too deep", Some("take some of the brackets away")),
        _ => ("unexpected", Some("see what should stand here: docs/budgets.md has an example")),
    };
    (Cow::Borrowed(label), help)
}

/// The parser's messages begin with a capital; ours do not.
fn lower_first(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::read_object;
    use crate::config::error::Problems;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let mut problems = Problems::default();
        assert_eq!(read_object(text, &mut problems).is_some(), expected.is_none(), "{text}");
        let problems = problems.into_vec();
        assert_eq!(problems.len(), usize::from(expected.is_some()), "{text}");
        if let (Some(problem), Some((message, place))) = (problems.first(), expected) {
            let marked = &text[problem.span.start as usize..problem.span.end as usize];
            assert_eq!((problem.message.as_str(), marked), (message, place));
        }
    }

    #[test]
    fn comments_and_trailing_commas_are_allowed() {
        check("// one\n{ /* two */ \"a\": [1, 2,], } // three", None);
    }

    #[test]
    fn nothing_else_of_json5_is() {
        check("{ a: 1 }", Some(("expected string for object property", "a")));
        check("{ \"a\": 'b' }", Some(("single-quoted strings are not allowed", "'")));
        check("{ \"a\": +1 }", Some(("unary plus on numbers is not allowed", "+")));
        check("{ \"a\": .5 }", Some(("leading or trailing decimal points on numbers are not allowed", ".")));
        check("{ \"a\": NaN }", Some(("unexpected word", "NaN")));
        check("{ \"a\": 0x1F }", Some(("hexadecimal numbers are not allowed", "0")));
        check("{ \"a\": \"\\x41\" }", Some(("invalid escape", "\\x")));
        check("{ \"a\": 1 \"b\": 2 }", Some(("expected comma", "")));
    }

    #[test]
    fn the_top_of_the_file_is_an_object() {
        check("", Some(("the file is empty", "")));
        check("// nothing", Some(("the file is empty", "// nothing")));
        check("12", Some(("a budget file is an object, not a number", "12")));
        check("[]", Some(("a budget file is an object, not an array", "[]")));
        check("{}{}", Some(("text cannot contain more than one JSON value", "{")));
        check("{", Some(("unterminated object", "{")));
        let deep = "[".repeat(100_000);
        let mut problems = Problems::default();
        assert!(read_object(&deep, &mut problems).is_none());
    }

    #[test]
    fn a_lighthouse_budget_file_is_known_by_its_keys() {
        for key in super::LIGHTHOUSE_KEYS {
            let text = format!(r#"[{{ "path": "/*", "{key}": [] }}]"#);
            check(&text, Some(("this is a Lighthouse budget file", text.as_str())));
        }
        check(
            r#"[{ "path": "/*" }]"#,
            Some(("a budget file is an object, not an array", r#"[{ "path": "/*" }]"#)),
        );
    }
}
