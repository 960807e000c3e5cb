//! A whole budget file: from its text to a [`Config`], or to every problem that it has.

use std::sync::Arc;

use jsonc_parser::ast::{Object, Value};

use crate::config::budgets;
use crate::config::checks;
use crate::config::error::{ConfigError, Problems};
use crate::config::fields::{Field, Fields};
use crate::config::syntax::read_object;
use crate::config::values::ignored_globs;
use crate::model::check::Check;
use crate::model::config::{Compression, Config, ConfigFile, Origin};
use crate::model::globs::Globs;
use crate::model::verdict::Verdict;

const KEYS: [&str; 7] = ["$schema", "build", "compression", "ignore", "budgets", "unmatched", "checks"];

const COMPRESSIONS: [(&str, Compression); 2] = [("max", Compression::MAX), ("cdn", Compression::CDN)];

const UNMATCHED: [(&str, Option<Verdict>); 3] =
    [("error", Some(Verdict::Fail)), ("warn", Some(Verdict::Warn)), ("ignore", None)];

/// Reads the text of the budget file that people know as `name`; `checks` are those that it may speak of.
pub fn parse(text: &str, name: &str, checks: &[&'static Check]) -> Result<Config, ConfigError> {
    // Editors on Windows write a byte order mark; no offset counts it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut problems = Problems::default();
    let config = read_object(text, &mut problems).map(|object| {
        let origin = Origin::File(ConfigFile { name: name.to_owned(), text: Arc::from(text) });
        read_config(&object, origin, checks, &mut problems)
    });
    let problems = problems.into_vec();
    match config {
        Some(config) if problems.is_empty() => Ok(config),
        _ => Err(ConfigError::invalid(name, text, problems)),
    }
}

/// Whether the text names a build directory; `None` where it is no JSON object, comments allowed.
pub fn names_a_build(text: &str) -> Option<bool> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let object = read_object(text, &mut Problems::default())?;
    Some(object.get_string("build").is_some())
}

fn read_config(
    object: &Object<'_>,
    origin: Origin,
    checks: &[&'static Check],
    problems: &mut Problems,
) -> Config {
    let fields = Fields::read(object, &KEYS, problems);
    // What it says is for editors; that it says something that editors can read is for us.
    fields.get("$schema").and_then(|field| field.text(problems));
    Config {
        origin,
        build: fields.get("build").and_then(|field| field.text(problems)).map(str::to_owned),
        compression: fields
            .get("compression")
            .and_then(|field| read_compression(field, problems))
            .unwrap_or(Compression::MAX),
        ignore: fields
            .get("ignore")
            .and_then(|field| ignored_globs(field, problems))
            .unwrap_or_else(Globs::none),
        budgets: fields.get("budgets").map(|field| budgets::read(field, problems)).unwrap_or_default(),
        unmatched: fields
            .get("unmatched")
            .and_then(|field| field.choice(&UNMATCHED, problems))
            .unwrap_or(Some(Verdict::Fail)),
        checks: fields.get("checks").map(|field| checks::read(field, checks, problems)).unwrap_or_default(),
    }
}

fn read_compression(field: Field<'_>, problems: &mut Problems) -> Option<Compression> {
    let Value::Object(object) = field.value else {
        if field.value.as_string_lit().is_none() {
            field.wrong_kind(r#""max", "cdn" or an object"#, problems);
            return None;
        }
        return field.choice(&COMPRESSIONS, problems);
    };
    let mut compression = Compression::MAX;
    for field in Fields::read(object, &["gzip", "brotli"], problems).iter() {
        let (level, lowest, highest) = match field.key {
            "gzip" => (&mut compression.gzip, 1, 9),
            _ => (&mut compression.brotli, 0, 11),
        };
        match field.value.as_number_lit().map(|number| number.value.parse::<u32>()) {
            Some(Ok(written)) if (lowest..=highest).contains(&written) => *level = written,
            _ => {
                let message =
                    format!("the level of {} is a whole number from {lowest} to {highest}", field.key);
                let help = format!("write {highest} for the smallest files");
                problems.push(field.span(), message, "no such level", help);
            }
        }
    }
    Some(compression)
}
