//! bundlewatch: as bundlesize, but each file is judged by the last rule that matches it
//! (<https://github.com/bundlewatch/bundlewatch>, src/app/getLocalFileDetails of 0.4.2).

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::fields::span_of;
use crate::config::import::bundlesize::{has_rules, kilobytes, rules_of};
use crate::config::import::rules::{Overlap, finish, member, one_rule_a_file, text};
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported};

const KEYS: [&str; 5] = ["files", "defaultCompression", "normalizeFilenames", "bundlewatchServiceHost", "ci"];

/// What stands beside the rules, and why it is not needed here.
const NOT_NEEDED: [(&str, &str); 3] = [
    (
        "normalizeFilenames",
        "weighbridge knows a file again whose hash has changed: check --baseline needs no pattern",
    ),
    (
        "bundlewatchServiceHost",
        "there is no service: a report of the main branch is what --baseline compares with",
    ),
    ("ci", "there is no service: a report of the main branch is what --baseline compares with"),
];

/// The keys of a file, or an array of rules.
pub(crate) fn is_it(tree: &Value<'_>) -> bool {
    let is_its =
        |object: &Object<'_>| object.properties.iter().all(|property| KEYS.contains(&property.name.as_str()));
    let has_max = |value: &Value<'_>| {
        let rules = value.as_array().map(|array| array.elements.iter().filter_map(Value::as_object));
        rules.is_some_and(|mut rules| rules.any(|rule| rule.get("maxSize").is_some()))
    };
    match tree {
        Value::Object(object) => is_its(object) && has_rules(object.get("files").map(|it| &it.value)),
        other => has_max(other) && has_rules(Some(other)),
    }
}

/// Its budgets.
pub(crate) fn read(source: Source<'_>, problems: &mut Problems) -> Imported {
    let mut imported = Imported::by(Foreign::Bundlewatch);
    imported.notes.push(kilobytes(Foreign::Bundlewatch));
    let (files, default) = match source.tree {
        Value::Object(object) => {
            for (key, reason) in NOT_NEEDED {
                if let Some(value) = member(object, key) {
                    imported.leave_out(format!("{key:?}"), reason, span_of(value));
                }
            }
            (member(object, "files").unwrap_or(source.tree), text(object, "defaultCompression"))
        }
        other => (other, None),
    };
    let rules = rules_of(files, default.unwrap_or("gzip"), &mut imported, problems);
    let rules = one_rule_a_file(rules, Overlap::Last, &mut imported);
    finish(rules, &mut imported);
    imported
}
