//! bundlesize: each file that a glob matches has a limit, and all rules that match a file apply
//! (<https://github.com/siddharthkp/bundlesize>, src/files.js and src/config.js of 0.18.2).

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::import::byte_sizes::{MaxSize, max_size};
use crate::config::import::globs::{Dialect, translate};
use crate::config::import::rules::{Rule, finish, member, objects, place, required_text, text};
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported};
use crate::model::budget::{Metric, Per};

/// What is measured where nothing is said.
const DEFAULT: &str = "gzip";

/// The keys of a file: `{ "files": [ … ] }`, which bundlewatch and `BundleMon` write, too.
pub(crate) fn is_it(tree: &Value<'_>) -> bool {
    let is_files =
        |object: &Object<'_>| object.properties.iter().all(|property| property.name.as_str() == "files");
    tree.as_object()
        .is_some_and(|object| is_files(object) && has_rules(object.get("files").map(|it| &it.value)))
}

/// Whether a value is an array of rules for files: each with a path, and nothing that other tools write.
pub(crate) fn has_rules(value: Option<&Value<'_>>) -> bool {
    let is_key = |key: &str| matches!(key, "path" | "maxSize" | "compression" | "name");
    let is_rule = |rule: &Value<'_>| {
        rule.as_object().is_some_and(|rule| {
            rule.get("path").is_some()
                && rule.properties.iter().all(|property| is_key(property.name.as_str()))
        })
    };
    value
        .and_then(Value::as_array)
        .is_some_and(|array| !array.elements.is_empty() && array.elements.iter().all(is_rule))
}

/// Its budgets.
pub(crate) fn read(source: Source<'_>, problems: &mut Problems) -> Imported {
    let mut imported = Imported::by(Foreign::Bundlesize);
    imported.notes.push(kilobytes(Foreign::Bundlesize));
    let files = source.tree.as_object().and_then(|object| member(object, "files")).unwrap_or(source.tree);
    let rules = rules_of(files, DEFAULT, &mut imported, problems);
    finish(rules, &mut imported);
    imported
}

/// What people should know of the sizes of these tools.
pub(crate) fn kilobytes(tool: Foreign) -> String {
    format!("1 kB is 1,024 bytes to {}: what is 100 kB there is 100 KiB here.", tool.name())
}

/// The rules in an array of them, as bundlesize and bundlewatch write it.
pub(crate) fn rules_of(
    files: &Value<'_>,
    default_compression: &str,
    imported: &mut Imported,
    problems: &mut Problems,
) -> Vec<Rule> {
    let tool = imported.tool;
    let objects = objects(files, tool, problems);
    objects.into_iter().filter_map(|object| rule(object, default_compression, imported, problems)).collect()
}

fn rule(
    object: &Object<'_>,
    default_compression: &str,
    imported: &mut Imported,
    problems: &mut Problems,
) -> Option<Rule> {
    let tool = imported.tool.name();
    let (path, span) = (required_text(object, "path", problems)?, place(object));
    let translated = match path.strip_prefix('!').filter(|rest| !rest.starts_with('(')) {
        Some(_) => Err("glob 7 knows no exclusion, and looks for a file of that name".to_owned()),
        None => translate(path, Dialect::Minimatch),
    };
    let translated = match translated {
        Ok(translated) => translated,
        Err(reason) => {
            imported.leave_out(format!("{path:?}"), reason, span);
            return None;
        }
    };
    let mut notes = Vec::new();
    let compression =
        text(object, "compression").filter(|name| !name.is_empty()).unwrap_or(default_compression);
    let metric = match compression {
        "gzip" => Metric::Gzip,
        "brotli" => Metric::Brotli,
        "none" => Metric::Raw,
        other => {
            notes.push(format!("{tool} knows no compression {other:?} and measures the raw size."));
            Metric::Raw
        }
    };
    let max = match max_size(member(object, "maxSize"), imported.tool) {
        MaxSize::Bytes(bytes, note) => {
            notes.extend(note);
            Some(bytes)
        }
        MaxSize::None(note) => {
            notes.push(match note {
                Some(note) => format!("{note}: measured only; it must be there."),
                None => "No limit: measured only; it must be there.".to_owned(),
            });
            None
        }
        MaxSize::Never(reason) => {
            imported.leave_out(format!("{path:?}"), reason, span);
            return None;
        }
    };
    if path.ends_with('*') {
        notes.push(format!("{tool} fails where such a glob matches a folder; weighbridge takes its files."));
    }
    notes.extend(letters(path));
    Some(Rule {
        name: path.to_owned(),
        globs: translated.globs,
        excluded: translated.hidden,
        per: Per::File,
        metric,
        max,
        growth: None,
        notes,
        span,
    })
}

/// What to say of `[hash]`, which bundlers write for a placeholder.
pub(crate) fn letters(path: &str) -> Option<String> {
    const PLACEHOLDERS: [&str; 5] = ["[hash]", "[contenthash]", "[chunkhash]", "[name]", "[id]"];
    let placeholder = PLACEHOLDERS.into_iter().find(|placeholder| path.contains(placeholder))?;
    Some(format!(
        "{placeholder} is a set of letters in a glob, there and here: it stands for one of them. Write * instead."
    ))
}
