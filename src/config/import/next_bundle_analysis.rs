//! `nextBundleAnalysis` in package.json: what the first load of a page may be.
//!
//! Read as nextjs-bundle-analysis 0.5.0 reads it (`report.js`, `compare.js`): the scripts of a page with those that all
//! pages share, each as gzip 9. Its percentage is one of the budget, not of what the page was before, wherever there is
//! a budget.

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::fields::{kind_of, span_of};
use crate::config::import::limits::{at_least, at_most, budget, globs, number};
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported, ImportedBudget};
use crate::model::asset::ResourceType;
use crate::model::budget::{Allowance, Bound, GrowthLimit, Metric, Per, Selector};
use crate::model::chunk_graph::Load;

/// Where Next.js writes.
const BUILD: &str = ".next";

/// Whether a file is of that shape where it stands alone.
pub(crate) fn is_it(tree: &Value<'_>) -> bool {
    tree.as_object().is_some_and(|object| object.get("budgetPercentIncreaseRed").is_some())
}

/// Its budget.
pub(crate) fn read(source: Source<'_>, problems: &mut Problems) -> Imported {
    let mut imported = Imported::by(Foreign::NextBundleAnalysis);
    let Some(options) = source.tree.as_object() else { return imported };
    let build = options.get_string("buildOutputDirectory").map_or(BUILD, |build| &build.value);
    imported.build = Some(build.trim_end_matches('/').to_owned());
    let bytes = amount(options, "budget", problems);
    let percent = amount(options, "budgetPercentIncreaseRed", problems);
    let selector = Selector {
        resource_type: Some(ResourceType::Script),
        load: Some(Load::Initial),
        route: globs(&["/**"]),
        ..Selector::default()
    };
    let mut notes = vec!["There it colours a comment and fails nothing; here it fails.".to_owned()];
    let limits: Vec<_> = bytes.iter().map(|&bytes| (Metric::Gzip, Bound::Max, at_most(bytes))).collect();
    let mut first_load = budget("First load", selector, Per::Entry, &limits);
    let allowance = percent.map(|percent| match bytes {
        // Red is a change of that many hundredths of the budget or more.
        Some(bytes) => {
            notes.push(format!("Growth is limited to {percent} % of the budget, as there."));
            Allowance::Amount(at_least(bytes * percent / 100.0).saturating_sub(1))
        }
        None => {
            notes.push(
                "Growth is a part of the whole first load; there it is one of the page's own scripts."
                    .to_owned(),
            );
            Allowance::BasisPoints(at_most(percent * 100.0))
        }
    });
    first_load.growth = allowance
        .map(|allowance| GrowthLimit { metric: Metric::Gzip, allowance, span: None })
        .into_iter()
        .collect();
    if first_load.limits.is_empty() && first_load.growth.is_empty() {
        imported.leave_out("nextBundleAnalysis", "it limits nothing", span_of(source.tree));
        return imported;
    }
    imported.budgets.push(ImportedBudget { budget: first_load, notes });
    if let Some(threshold) = options.get("minimumChangeThreshold") {
        let reason = "a change of up to 10 bytes is none; more is not left out";
        imported.leave_out("minimumChangeThreshold", reason, span_of(threshold));
    }
    imported
}

fn amount(options: &Object<'_>, key: &str, problems: &mut Problems) -> Option<f64> {
    let property = options.get(key)?;
    // `null`, `false` and 0 are no budget there.
    if matches!(property.value, Value::NullKeyword(_) | Value::BooleanLit(_)) {
        return None;
    }
    let found = number(&property.value).filter(|&number| 0.0 <= number);
    if found.is_none() {
        let kind = kind_of(&property.value);
        let message = format!("{key:?} is a number, not {kind}");
        problems.push(span_of(&property.value), message, kind, "write a number such as 358400".to_owned());
    }
    found.filter(|&number| 0.0 < number)
}
