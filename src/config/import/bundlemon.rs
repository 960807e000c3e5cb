//! `BundleMon`: each file is judged by the first rule of `files` that matches it, and each rule of `groups` sums all that
//! it matches (<https://github.com/LironEr/bundlemon>, packages/bundlemon/lib of 3.1.0).

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::fields::{kind_of, span_of};
use crate::config::import::bundlesize::{has_rules, kilobytes};
use crate::config::import::byte_sizes::{MaxSize, max_size, to_bytes};
use crate::config::import::labels::Labels;
use crate::config::import::rules::{
    Overlap, Rule, finish, member, objects, one_rule_a_file, place, required_text, text,
};
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported};
use crate::model::budget::{Metric, Per};

/// The keys that only `BundleMon` has.
const OWN_KEYS: [&str; 6] =
    ["baseDir", "groups", "pathLabels", "reportOutput", "subProject", "includeCommitMessage"];
/// The keys that others have, too.
const SHARED_KEYS: [&str; 3] = ["files", "defaultCompression", "verbose"];

/// What stands beside the rules, and why it is not needed here.
const NOT_NEEDED: [(&str, &str); 4] = [
    ("reportOutput", "weighbridge writes reports where it is run: check --report, or its GitHub Action"),
    ("subProject", "weighbridge names projects by their folders"),
    ("includeCommitMessage", "there is no service"),
    ("verbose", "all that is measured is in the JSON report"),
];

/// The keys of a file.
pub(crate) fn is_it(tree: &Value<'_>) -> bool {
    let Some(object) = tree.as_object() else { return false };
    let has = |keys: &[&str]| object.properties.iter().any(|property| keys.contains(&property.name.as_str()));
    let is_its = object.properties.iter().all(|property| {
        let key = property.name.as_str();
        OWN_KEYS.contains(&key) || SHARED_KEYS.contains(&key)
    });
    let rules = object.get("files").or_else(|| object.get("groups")).map(|property| &property.value);
    is_its && (has(&OWN_KEYS) && rules.is_some() || has_own_rules(rules) || has_rules(rules))
}

/// Whether a rule has a key that only `BundleMon`'s have.
fn has_own_rules(rules: Option<&Value<'_>>) -> bool {
    let rules =
        rules.and_then(Value::as_array).map(|array| array.elements.iter().filter_map(Value::as_object));
    rules.is_some_and(|mut rules| {
        rules.any(|rule| rule.get("maxPercentIncrease").is_some() || rule.get("friendlyName").is_some())
    })
}

/// What all rules of a file share.
struct Shared<'a> {
    base: &'a str,
    compression: &'a str,
    labels: Labels,
}

/// Its budgets.
pub(crate) fn read(source: Source<'_>, problems: &mut Problems) -> Imported {
    let mut imported = Imported::by(Foreign::BundleMon);
    imported.unmatched = None;
    imported.notes.push(kilobytes(Foreign::BundleMon));
    let Value::Object(object) = source.tree else {
        let found = kind_of(source.tree);
        problems.push(
            span_of(source.tree),
            format!("BundleMon's budgets are an object, not {found}"),
            found,
            None,
        );
        return imported;
    };
    for (key, reason) in NOT_NEEDED {
        if let Some(value) = member(object, key) {
            imported.leave_out(format!("{key:?}"), reason, span_of(value));
        }
    }
    let shared = Shared {
        base: text(object, "baseDir").unwrap_or(""),
        compression: text(object, "defaultCompression").unwrap_or("gzip"),
        labels: Labels::read(member(object, "pathLabels"), problems),
    };
    let files = rules(object, "files", Per::File, &shared, &mut imported, problems);
    let files = one_rule_a_file(files, Overlap::First, &mut imported);
    let groups = rules(object, "groups", Per::Total, &shared, &mut imported, problems);
    let (limited, tracked): (Vec<Rule>, Vec<Rule>) =
        files.into_iter().chain(groups).partition(|rule| rule.max.is_some() || rule.growth.is_some());
    for rule in tracked {
        let reason = "it has no limit; what these files weigh is in every report";
        imported.leave_out(format!("{:?}", rule.name), reason, rule.span);
    }
    if limited.iter().any(|rule| rule.growth.is_some()) {
        imported
            .notes
            .push("Growth is judged against a baseline: weighbridge check --baseline FILE.".to_owned());
    }
    finish(limited, &mut imported);
    imported
}

/// The rules of one key. Of two with the same path the later one holds, at the place of the first.
fn rules(
    object: &Object<'_>,
    key: &str,
    per: Per,
    shared: &Shared<'_>,
    imported: &mut Imported,
    problems: &mut Problems,
) -> Vec<Rule> {
    let Some(value) = member(object, key) else { return Vec::new() };
    let mut by_path: Vec<(String, Rule)> = Vec::new();
    for object in objects(value, Foreign::BundleMon, problems) {
        let Some((path, rule)) = rule(object, per, shared, imported, problems) else { continue };
        match by_path.iter_mut().find(|(other, _)| *other == path) {
            Some((_, same)) => {
                let reason = "another rule has the same path, and BundleMon takes the later one";
                imported.leave_out(format!("{:?}", same.name), reason, same.span);
                *same = rule;
            }
            None => by_path.push((path, rule)),
        }
    }
    by_path.into_iter().map(|(_, rule)| rule).collect()
}

fn rule(
    object: &Object<'_>,
    per: Per,
    shared: &Shared<'_>,
    imported: &mut Imported,
    problems: &mut Problems,
) -> Option<(String, Rule)> {
    let (path, span) = (required_text(object, "path", problems)?, place(object));
    let name = text(object, "friendlyName").filter(|name| !name.trim().is_empty()).unwrap_or(path);
    let metric = match text(object, "compression").unwrap_or(shared.compression) {
        "gzip" => Metric::Gzip,
        "brotli" => Metric::Brotli,
        "none" => Metric::Raw,
        other => {
            let message = format!("BundleMon knows no compression {other:?}");
            let help = "write \"gzip\", \"brotli\" or \"none\"".to_owned();
            problems.push(member(object, "compression").map_or(span, span_of), message, "unknown", help);
            return None;
        }
    };
    let mut notes = Vec::new();
    let max = match max_size(member(object, "maxSize"), Foreign::BundleMon) {
        MaxSize::Bytes(bytes, note) => {
            notes.extend(note);
            Some(bytes)
        }
        MaxSize::None(note) => {
            notes.extend(note);
            None
        }
        MaxSize::Never(reason) => {
            imported.leave_out(format!("{name:?}"), reason, span);
            return None;
        }
    };
    let growth = member(object, "maxPercentIncrease").and_then(|value| basis_points(value, problems));
    let based = |glob: &str| match shared.base.trim_end_matches('/') {
        "" | "." => glob.to_owned(),
        base => format!("{}/{glob}", base.strip_prefix("./").unwrap_or(base)),
    };
    match shared.labels.translate(path) {
        Ok(translated) if !shared.base.starts_with('/') => {
            let globs = translated.globs.iter().map(|glob| based(glob)).collect();
            let excluded = translated.hidden.iter().map(|glob| based(glob)).collect();
            notes.extend(translated.note);
            Some((
                path.to_owned(),
                Rule { name: name.to_owned(), globs, excluded, per, metric, max, growth, notes, span },
            ))
        }
        Ok(_) => {
            imported.leave_out(format!("{name:?}"), "\"baseDir\" is an absolute path", span);
            None
        }
        Err(reason) => {
            imported.leave_out(format!("{name:?}"), reason, span);
            None
        }
    }
}

/// A percentage, in hundredths of a percent.
fn basis_points(value: &Value<'_>, problems: &mut Problems) -> Option<u64> {
    let percent = value.as_number_lit().and_then(|number| number.value.parse::<f64>().ok());
    let points =
        percent.filter(|percent| 0.0 < *percent).and_then(|percent| to_bytes((percent * 100.0).round()));
    if points.is_none() {
        let message = "\"maxPercentIncrease\" is a number above 0";
        problems.push(span_of(value), message, kind_of(value), "write a percentage such as 5".to_owned());
    }
    points
}
