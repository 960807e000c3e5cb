//! Rules of other tools on their way to budgets: which files, what is measured, what is allowed.
//!
//! What size-limit, bundlesize, bundlewatch and `BundleMon` have in common: globs that begin at the project, one size a
//! rule, and tools that take files for files, whatever they hold.

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::fields::{kind_of, span_of};
use crate::config::import::globs::{could_share, covers};
use crate::config::import::places::Places;
use crate::config::import::{Foreign, Imported, ImportedBudget};
use crate::model::asset::ResourceType;
use crate::model::budget::{Allowance, Bound, Budget, GrowthLimit, Limit, Metric, Per, Selector};
use crate::model::globs::Globs;
use crate::model::network::Network;
use crate::model::span::Span;

/// Formats that weighbridge takes as they are sent: what other tools' second compression of them comes to is nothing
/// that a visitor sees. The usual ones, by the ending of a glob.
const COMPRESSED: [&str; 15] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "woff", "woff2", "mp4", "webm", "mp3", "ogg", "zip", "pdf",
    "tgz",
];

/// One rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// Its name in reports.
    pub(crate) name: String,
    /// What takes files in, from the project on.
    pub(crate) globs: Vec<String>,
    /// What takes them out again.
    pub(crate) excluded: Vec<String>,
    /// Each file, or all together.
    pub(crate) per: Per,
    /// What is measured.
    pub(crate) metric: Metric,
    /// At most so much; `None` to measure only.
    pub(crate) max: Option<u64>,
    /// At most so many hundredths of a percent more than before.
    pub(crate) growth: Option<u64>,
    /// What people should know.
    pub(crate) notes: Vec<String>,
    /// Where it stands.
    pub(crate) span: Span,
}

/// Whose rule a file is that several are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overlap {
    /// The first that matches.
    First,
    /// The last that matches.
    Last,
}

/// Lets each file be judged by one rule alone; a rule that is about no file then is left out.
pub(crate) fn one_rule_a_file(rules: Vec<Rule>, overlap: Overlap, imported: &mut Imported) -> Vec<Rule> {
    let original: Vec<Vec<String>> = rules.iter().map(|rule| rule.globs.clone()).collect();
    let tool = imported.tool.name();
    let mut kept = Vec::new();
    for (index, mut rule) in rules.into_iter().enumerate() {
        let others = original.iter().enumerate().filter(|(other, _)| match overlap {
            Overlap::First => *other < index,
            Overlap::Last => index < *other,
        });
        let others: Vec<&String> = others.flat_map(|(_, globs)| globs).collect();
        let is_taken = |glob: &String| others.iter().any(|other| covers(other, glob));
        if rule.globs.iter().all(is_taken) {
            let which = if overlap == Overlap::First { "an earlier" } else { "a later" };
            let reason = format!("{tool} judges these files by {which} rule only");
            imported.leave_out(format!("{:?}", rule.name), reason, rule.span);
            continue;
        }
        for other in others {
            if rule.globs.iter().any(|glob| could_share(glob, other)) && !rule.excluded.contains(other) {
                rule.excluded.push(other.clone());
            }
        }
        kept.push(rule);
    }
    kept
}

/// The budgets of the rules, with paths that begin at the build.
pub(crate) fn finish(rules: Vec<Rule>, imported: &mut Imported) {
    let rules: Vec<Rule> = rules.into_iter().filter_map(|rule| named(rule, imported)).collect();
    let leads_out = |rule: &Rule| rule.globs.iter().any(|glob| glob.starts_with("../"));
    let (out, inside): (Vec<Rule>, Vec<Rule>) = rules.into_iter().partition(leads_out);
    // All of them together can have a build outside; some cannot.
    let rules = if inside.is_empty() { out } else { leave_out_outsiders(out, inside, imported) };
    let mut rules: Vec<(Rule, Selector)> =
        rules.into_iter().filter_map(|rule| selector(rule, imported)).collect();
    let places = Places::of(rules.iter().flat_map(|(rule, _)| &rule.globs).map(String::as_str));
    if places.build == ".." || places.build == "." && rules.iter().any(|(rule, _)| leads_out(rule)) {
        for (rule, _) in rules.drain(..) {
            imported.leave_out(format!("{:?}", rule.name), "its files lie outside of the folder", rule.span);
        }
    }
    if places.build == "." && !places.ignore.is_empty() && !rules.is_empty() {
        imported.notes.push(
            "The rules are about files of several directories: the build is the whole folder, and \"ignore\" leaves out what none of them is about."
                .to_owned(),
        );
    }
    imported.budgets =
        rules.into_iter().filter_map(|(rule, selector)| budget(rule, selector, &places)).collect();
    if !imported.budgets.is_empty() {
        imported.build = Some(places.build);
        imported.ignore = places.ignore;
    }
}

/// A rule without globs that name nothing, such as `" "` or `" /a.js"`; `None` where it has no others.
fn named(mut rule: Rule, imported: &mut Imported) -> Option<Rule> {
    let is_blank = |part: &str| !part.is_empty() && part.trim().is_empty();
    let names_something = |glob: &String| !glob.is_empty() && !glob.split('/').any(is_blank);
    rule.globs.retain(names_something);
    rule.excluded.retain(names_something);
    if rule.globs.is_empty() {
        imported.leave_out(format!("{:?}", rule.name), "its path names no file", rule.span);
        return None;
    }
    Some(rule)
}

fn leave_out_outsiders(out: Vec<Rule>, inside: Vec<Rule>, imported: &mut Imported) -> Vec<Rule> {
    for rule in out {
        imported.leave_out(
            format!("{:?}", rule.name),
            "its files lie outside of the folder that the other rules are about: import it by itself",
            rule.span,
        );
    }
    inside
}

/// What a rule is about besides its globs; `None` where that cannot be judged here.
fn selector(mut rule: Rule, imported: &mut Imported) -> Option<(Rule, Selector)> {
    let tool = imported.tool.name();
    let endings: Vec<&str> = rule.globs.iter().map(|glob| ending(glob)).collect();
    if let Some(form) = endings.iter().find(|ending| matches!(**ending, "gz" | "br" | "zst")) {
        let reason = format!(
            "weighbridge takes a.js.{form} for the compressed form of the a.js beside it: write a limit for a.js instead"
        );
        imported.leave_out(format!("{:?}", rule.name), reason, rule.span);
        return None;
    }
    let mut selector = Selector::default();
    if endings.iter().all(|ending| *ending == "map") {
        if rule.metric != Metric::Raw {
            let reason = "source maps are not sent to visitors: weighbridge limits their raw size only";
            imported.leave_out(format!("{:?}", rule.name), reason, rule.span);
            return None;
        }
        selector.resource_type = Some(ResourceType::SourceMap);
    } else if rule.globs.iter().any(|glob| can_take_maps(glob)) {
        rule.notes.push(format!("{tool} also counts source maps; weighbridge leaves them out."));
    }
    let words = || endings.iter().flat_map(|ending| ending.split(|c: char| !c.is_ascii_alphanumeric()));
    if let Some(ending) = words().find(|ending| COMPRESSED.contains(ending))
        && rule.metric != Metric::Raw
    {
        rule.notes.push(format!(
            "{ending} is compressed already: weighbridge counts what is sent, {tool} compresses it once more."
        ));
    }
    Some((rule, selector))
}

/// What stands behind the last point of the last name.
fn ending(glob: &str) -> &str {
    let name = glob.rsplit('/').next().unwrap_or(glob);
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

fn can_take_maps(glob: &str) -> bool {
    glob.ends_with(['*', '?', ']']) || ending(glob).contains("map")
}

fn budget(rule: Rule, mut selector: Selector, places: &Places) -> Option<ImportedBudget> {
    let excluded = rule.excluded.iter().map(|glob| format!("!{}", places.strip(glob)));
    let globs: Vec<String> = rule.globs.iter().map(|glob| places.strip(glob)).chain(excluded).collect();
    selector.files = Some(Globs::new(&globs).ok()?);
    let limit = |bound, value| Limit { metric: rule.metric, bound, value, span: None };
    let limits = match (rule.max, rule.growth) {
        (Some(max), _) => vec![limit(Bound::Max, max)],
        (None, Some(_)) => Vec::new(),
        // It must be there, and is measured.
        (None, None) => vec![limit(Bound::Min, 0)],
    };
    let growth = rule.growth.map(|points| GrowthLimit {
        metric: rule.metric,
        allowance: Allowance::BasisPoints(points),
        span: None,
    });
    let budget = Budget {
        name: rule.name,
        selector,
        per: rule.per,
        limits,
        growth: growth.into_iter().collect(),
        drift: Vec::new(),
        network: Network::DEFAULT,
        span: None,
    };
    Some(ImportedBudget { budget, notes: rule.notes })
}

/// The objects of an array; notes what is none.
pub(crate) fn objects<'a>(
    value: &'a Value<'a>,
    tool: Foreign,
    problems: &mut Problems,
) -> Vec<&'a Object<'a>> {
    let Value::Array(array) = value else {
        let message = format!("the rules of {} are an array, not {}", tool.name(), kind_of(value));
        problems.push(span_of(value), message, kind_of(value), "write [ ... ]".to_owned());
        return Vec::new();
    };
    let mut objects = Vec::new();
    for element in &array.elements {
        match element {
            Value::Object(object) => objects.push(object),
            other => {
                let message = format!("a rule of {} is an object, not {}", tool.name(), kind_of(other));
                problems.push(span_of(other), message, kind_of(other), "write { \"path\": ... }".to_owned());
            }
        }
    }
    objects
}

/// The text of a key that must have one; notes where it has none.
pub(crate) fn required_text<'a>(
    object: &'a Object<'a>,
    key: &str,
    problems: &mut Problems,
) -> Option<&'a str> {
    match object.get(key).map(|property| &property.value) {
        Some(Value::StringLit(text)) if !text.value.is_empty() => Some(&text.value),
        Some(other) => {
            let message = format!("{key:?} is a text");
            problems.push(span_of(other), message, kind_of(other), "write a path or a glob".to_owned());
            None
        }
        None => {
            let span = Span::new(object.range.start, object.range.start + 1);
            problems.push(
                span,
                format!("a rule without {key:?}"),
                "no path",
                "write a path or a glob".to_owned(),
            );
            None
        }
    }
}

/// The value of a key, unless it is `null`.
pub(crate) fn member<'a>(object: &'a Object<'a>, key: &str) -> Option<&'a Value<'a>> {
    let value = object.get(key).map(|property| &property.value)?;
    (!matches!(value, Value::NullKeyword(_))).then_some(value)
}

/// The text of a key.
pub(crate) fn text<'a>(object: &'a Object<'a>, key: &str) -> Option<&'a str> {
    member(object, key)?.as_string_lit().map(|text| &*text.value)
}

/// Where an object stands.
pub(crate) fn place(object: &Object<'_>) -> Span {
    span_of(object)
}
