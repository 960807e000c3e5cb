//! The values that a budget file is made of: sizes, counts, durations, percentages, globs.

use jsonc_parser::ast::Value;

use crate::config::amount::{AmountError, Wanted, whole_number};
use crate::config::duration::{DURATION, parse_duration, without_unit};
use crate::config::error::Problems;
use crate::config::fields::{Field, kind_of, span_of};
use crate::config::percentage::{PERCENTAGE, parse_percentage};
use crate::config::size::{SIZE, size_with_unit};
use crate::model::budget::Allowance;
use crate::model::globs::Globs;
use crate::model::span::Span;

/// How messages speak of counts.
const COUNT: Wanted = Wanted { noun: "a whole number", example: "25" };

/// How messages speak of growth limits, which are sizes or percentages.
const GROWTH: Wanted = Wanted { noun: "a size or a percentage", example: "\"10 kB\" or \"5 %\"" };

/// A size, in bytes: `"170 kB"`, or a bare number.
pub(crate) fn size(value: &Value<'_>) -> Result<u64, AmountError> {
    match value {
        Value::StringLit(text) => size_with_unit(&text.value),
        Value::NumberLit(number) => whole_number(
            number.value,
            Wanted { noun: "a whole number of bytes, or a size with its unit", example: "\"1.5 MB\"" },
        ),
        other => Err(wrong_kind(other, SIZE)),
    }
}

/// A number of files.
pub(crate) fn count(value: &Value<'_>) -> Result<u64, AmountError> {
    match value {
        Value::NumberLit(number) => whole_number(number.value, COUNT),
        other => Err(wrong_kind(other, COUNT)),
    }
}

/// A duration, in milliseconds.
pub(crate) fn duration(value: &Value<'_>) -> Result<u64, AmountError> {
    match value {
        Value::StringLit(text) => parse_duration(&text.value),
        Value::NumberLit(number) => Err(without_unit(number.value)),
        other => Err(wrong_kind(other, DURATION)),
    }
}

/// A percentage, in basis points.
pub(crate) fn percentage(value: &Value<'_>) -> Result<u64, AmountError> {
    match value {
        Value::StringLit(text) => parse_percentage(&text.value),
        Value::NumberLit(number) => Err(AmountError {
            message: format!("{} is a percentage without its sign", number.value),
            label: "no % sign",
            help: format!("write \"{} %\"", number.value),
        }),
        other => Err(wrong_kind(other, PERCENTAGE)),
    }
}

/// How much a size may grow: a size or a percentage.
pub(crate) fn size_growth(value: &Value<'_>) -> Result<Allowance, AmountError> {
    growth(value, size)
}

/// How much a number of files may grow: a number or a percentage.
pub(crate) fn count_growth(value: &Value<'_>) -> Result<Allowance, AmountError> {
    growth(value, count)
}

fn growth(
    value: &Value<'_>,
    amount: fn(&Value<'_>) -> Result<u64, AmountError>,
) -> Result<Allowance, AmountError> {
    match value {
        Value::StringLit(text) if text.value.trim_end().ends_with('%') => {
            parse_percentage(&text.value).map(Allowance::BasisPoints)
        }
        Value::StringLit(_) | Value::NumberLit(_) => amount(value).map(Allowance::Amount),
        other => Err(wrong_kind(other, GROWTH)),
    }
}

/// The error for a value that is no text and no number, or the wrong one of the two.
pub(crate) fn wrong_kind(value: &Value<'_>, wanted: Wanted) -> AmountError {
    AmountError {
        message: format!("{} is not {}", kind_of(value), wanted.noun),
        label: kind_of(value),
        help: format!("write {} such as {}", wanted.noun, wanted.example),
    }
}

/// Reads an amount; notes at its place what is wrong with it.
pub(crate) fn amount<'a, T>(
    value: &Value<'a>,
    read: impl Fn(&Value<'a>) -> Result<T, AmountError>,
    problems: &mut Problems,
) -> Option<T> {
    match read(value) {
        Ok(amount) => Some(amount),
        Err(AmountError { message, label, help }) => {
            problems.push(span_of(value), message, label, help);
            None
        }
    }
}

/// Reads patterns for paths: one string, or an array of them.
pub(crate) fn path_globs(field: Field<'_>, problems: &mut Problems) -> Option<Globs> {
    let patterns = patterns(field, problems)?;
    let mut good = true;
    for (pattern, span) in &patterns {
        let (mark, path) = pattern.strip_prefix('!').map_or(("", *pattern), |path| ("!", path));
        if let Some(relative) = path.strip_prefix('/') {
            let message = format!("{pattern:?} matches nothing: paths are relative to the build");
            problems.push(
                *span,
                message,
                "leading slash",
                format!("write {:?}", format!("{mark}{relative}")),
            );
            good = false;
        }
    }
    let globs = compile(&patterns, problems)?;
    good.then_some(globs)
}

/// The patterns of `entry` by what they are about.
#[derive(Debug, Default)]
pub(crate) struct EntryGlobs {
    /// Paths of entry points.
    pub(crate) paths: Option<Globs>,
    /// Routes: the patterns that begin with `/`, which no path does.
    pub(crate) routes: Option<Globs>,
}

/// Reads patterns for entry points: one string, or an array of them. Those that only take out of what the others do
/// not take in say nothing.
pub(crate) fn entry_globs(field: Field<'_>, problems: &mut Problems) -> Option<EntryGlobs> {
    let patterns = patterns(field, problems)?;
    let is_about_routes = |(pattern, _): &(&str, Span)| pattern.trim_start_matches('!').starts_with('/');
    let takes_in = |patterns: &[(&str, Span)]| patterns.iter().any(|(pattern, _)| !pattern.starts_with('!'));
    let (routes, paths): (Vec<_>, Vec<_>) = patterns.into_iter().partition(is_about_routes);
    let mut read = |these: &[(&str, Span)], others: &[(&str, Span)]| {
        let globs = if these.is_empty() { None } else { Some(compile(these, problems)?) };
        Some(globs.filter(|_| takes_in(these) || !takes_in(others)))
    };
    let (by_path, by_route) = (read(&paths, &routes), read(&routes, &paths));
    Some(EntryGlobs { paths: by_path?, routes: by_route? })
}

/// Reads patterns for the names of packages: one string, or an array of them.
pub(crate) fn name_globs(field: Field<'_>, problems: &mut Problems) -> Option<Globs> {
    compile(&patterns(field, problems)?, problems)
}

/// Reads the files that are left out of everything; unlike elsewhere, an empty array says nothing strange.
pub(crate) fn ignored_globs(field: Field<'_>, problems: &mut Problems) -> Option<Globs> {
    if field.value.as_array().is_some_and(|array| array.elements.is_empty()) {
        return Some(Globs::none());
    }
    let globs = path_globs(field, problems)?;
    if globs.written().iter().all(|pattern| pattern.starts_with('!')) {
        problems.push(
            field.span(),
            "\"ignore\" takes out everything but these files",
            "only exceptions",
            "write what to ignore as well, such as \"storybook/**\"".to_owned(),
        );
        return None;
    }
    Some(globs)
}

/// The patterns as written, each with its place.
fn patterns<'a>(field: Field<'a>, problems: &mut Problems) -> Option<Vec<(&'a str, Span)>> {
    let elements = match field.value {
        Value::Array(array) => array.elements.as_slice(),
        Value::StringLit(_) => std::slice::from_ref(field.value),
        _ => {
            field.wrong_kind("a glob or an array of globs", problems);
            return None;
        }
    };
    if elements.is_empty() {
        let help = format!("write at least one glob, or remove {:?}", field.key);
        problems.push(field.span(), format!("{:?} has no glob", field.key), "no glob", help);
        return None;
    }
    // All are read before any is given up, so that every problem is noted.
    let read: Vec<_> = elements
        .iter()
        .map(|value| {
            let text = Field { value, ..field }.text(problems)?;
            Some((text, span_of(value)))
        })
        .collect();
    read.into_iter().collect()
}

fn compile(patterns: &[(&str, Span)], problems: &mut Problems) -> Option<Globs> {
    let written: Vec<&str> = patterns.iter().map(|(pattern, _)| *pattern).collect();
    match Globs::new(&written) {
        Ok(globs) => Some(globs),
        Err(bad_globs) => {
            for bad in bad_globs {
                if let Some((pattern, span)) = patterns.get(bad.index) {
                    let message = format!("{pattern:?} is not a glob: {}", bad.reason);
                    let help = "put a backslash before a character that is meant literally".to_owned();
                    problems.push(*span, message, "cannot be read", help);
                }
            }
            None
        }
    }
}
