//! `performance` of webpack's configuration, as JSON.
//!
//! Read as webpack 5 reads it (`lib/performance/SizeLimitsPlugin.js`, schemas/WebpackOptions.json): bytes as they lie in
//! the build, 250,000 where nothing is said.

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::fields::{kind_of, span_of};
use crate::config::import::limits::{at_most, budget, globs, number};
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported, ImportedBudget};
use crate::model::budget::{Bound, Metric, Per, Selector};
use crate::model::chunk_graph::Load;
use crate::model::verdict::Verdict;

/// Both limits where nothing is said.
const DEFAULT: u64 = 250_000;

/// The keys by which `performance` is known where it stands alone.
const SIZES: [&str; 2] = ["maxAssetSize", "maxEntrypointSize"];

/// What webpack 5.110 has checks for, and which of ours look for the same.
const CHECKS: [(&str, &str); 3] = [
    ("duplicatePackages", "the check duplicate-package looks for it"),
    ("duplicateModules", "the check duplicate-module looks for it"),
    ("redundantDynamicImports", "the check ineffective-split-point looks for it"),
];

/// Whether a file is of that shape: a configuration with `performance`, or that object alone.
pub(crate) fn is_it(tree: &Value<'_>) -> bool {
    tree.as_object().is_some_and(|object| {
        object
            .get("performance")
            .is_some_and(|performance| matches!(performance.value, Value::Object(_) | Value::BooleanLit(_)))
            || SIZES.iter().any(|key| object.get(key).is_some())
    })
}

/// Its budgets.
pub(crate) fn read(source: Source<'_>, problems: &mut Problems) -> Imported {
    let mut imported = Imported::by(Foreign::Webpack);
    // A build has entry points or none, and webpack fails neither.
    imported.unmatched = Some(Verdict::Warn);
    let Some(whole) = source.tree.as_object() else { return imported };
    let performance = match whole.get("performance").map(|property| &property.value) {
        Some(Value::Object(performance)) => performance,
        Some(other) => {
            imported.leave_out("performance", "it is switched off", span_of(other));
            return imported;
        }
        None => whole,
    };
    let Some(bound) = bound(performance, &mut imported) else { return imported };
    others(performance, &mut imported);
    let (asset, entry_point) =
        (limit(performance, SIZES[0], problems), limit(performance, SIZES[1], problems));
    let asset = budget(SIZES[0], Selector::default(), Per::File, &[(Metric::Raw, bound, asset)]);
    imported.budgets.push(ImportedBudget { budget: asset, notes: Vec::new() });
    let selector = Selector {
        files: globs(&["**/*.{js,mjs,cjs}", "**/*.css"]),
        load: Some(Load::Initial),
        ..Selector::default()
    };
    let entry_point = budget(SIZES[1], selector, Per::Entry, &[(Metric::Raw, bound, entry_point)]);
    let note = "An entry point here is a page: one with several of webpack's adds them up.".to_owned();
    imported.budgets.push(ImportedBudget { budget: entry_point, notes: vec![note] });
    imported.notes.push(
        "JSON has no assetFilter: where there is one, write what it leaves out as `ignore`.".to_owned(),
    );
    imported
}

/// What is over its limit comes to: webpack warns in production where nothing is said.
fn bound(performance: &Object<'_>, imported: &mut Imported) -> Option<Bound> {
    let Some(hints) = performance.get("hints") else { return Some(Bound::Warn) };
    match &hints.value {
        Value::StringLit(text) if text.value == "error" => Some(Bound::Max),
        Value::StringLit(text) if text.value == "warning" => Some(Bound::Warn),
        Value::BooleanLit(on) if !on.value => {
            imported.leave_out("performance", "hints are switched off", span_of(hints));
            None
        }
        _ => {
            imported.leave_out("performance", "such hints fail and warn of nothing", span_of(hints));
            None
        }
    }
}

fn limit(performance: &Object<'_>, key: &str, problems: &mut Problems) -> u64 {
    let Some(property) = performance.get(key) else { return DEFAULT };
    match number(&property.value) {
        Some(limit) if 0.0 <= limit => at_most(limit),
        _ => {
            let found = kind_of(&property.value);
            let message = format!("{key:?} is a number of bytes, not {found}");
            problems.push(
                span_of(&property.value),
                message,
                found,
                "write a number such as 250000".to_owned(),
            );
            DEFAULT
        }
    }
}

fn others(performance: &Object<'_>, imported: &mut Imported) {
    for property in &performance.properties {
        let key = property.name.as_str();
        let is_off = matches!(&property.value, Value::BooleanLit(on) if !on.value);
        if SIZES.contains(&key) || key == "hints" || is_off {
            continue;
        }
        let check = CHECKS.iter().find(|(name, _)| *name == key);
        let reason = check.map_or("it is no limit on a size", |(_, reason)| reason);
        imported.leave_out(key, reason, span_of(property));
    }
}
