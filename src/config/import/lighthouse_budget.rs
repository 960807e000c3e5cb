//! Lighthouse's budget.json: what a page may load.
//!
//! Read as Lighthouse 11.7.1 reads it (`core/config/budget.js`): sizes are KiB of what a browser is sent, and of the
//! budgets that are about a page the last applies alone. Lighthouse CI applies all of them; the two differ only where
//! several are about one page.

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::fields::{Field, Fields, kind_of, span_of};
use crate::config::import::lighthouse_pages::{By, NoPages, Pages};
use crate::config::import::lighthouse_resources::{Entry, Resource, TYPES, add};
use crate::config::import::limits::{Limited, amount, at_most};
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported, lighthouse_measured};
use crate::model::budget::{Bound, Metric};
use crate::model::span::Span;
use crate::model::verdict::Verdict;

const KEYS: [&str; 5] = ["path", "options", "resourceSizes", "resourceCounts", "timings"];

/// The keys that only this format has.
const OWN_KEYS: [&str; 3] = ["resourceSizes", "resourceCounts", "timings"];

/// What Lighthouse takes a budget for that a browser measures.
const TIMINGS: [&str; 8] = [
    "first-contentful-paint",
    "interactive",
    "first-meaningful-paint",
    "max-potential-fid",
    "total-blocking-time",
    "speed-index",
    "largest-contentful-paint",
    "cumulative-layout-shift",
];

/// One element of the array.
struct Budget<'a> {
    /// As it is written; nothing for every page.
    path: Option<&'a str>,
    pages: Pages,
    resources: Vec<Limits<'a>>,
    /// On what a browser measures.
    timings: Vec<Limited>,
    span: Span,
}

/// What a resource type may come to.
struct Limits<'a> {
    name: &'a str,
    resource: Resource,
    most: Vec<(Metric, Bound, u64)>,
    span: Span,
}

/// Whether a file is of that shape: an array of objects, one of which has a key that only this format has.
pub(crate) fn is_it(tree: &Value<'_>) -> bool {
    let objects = tree.as_array().map(|array| array.elements.iter().filter_map(Value::as_object));
    objects.is_some_and(|mut objects| {
        objects.any(|object| OWN_KEYS.iter().any(|key| object.get_array(key).is_some()))
    })
}

/// Its budgets.
pub(crate) fn read(source: Source<'_>, problems: &mut Problems) -> Imported {
    let mut imported = Imported::by(Foreign::LighthouseBudget);
    // There, a budget for what a page does not have passes.
    imported.unmatched = Some(Verdict::Warn);
    let elements = source.tree.as_array().map(|array| array.elements.as_slice()).unwrap_or_default();
    let mut budgets: Vec<Budget<'_>> = Vec::new();
    for element in elements {
        match element {
            Value::Object(object) => budgets.extend(budget(object, &mut imported, problems)),
            other => {
                let found = kind_of(other);
                let message = format!("a budget is an object, not {found}");
                problems.push(span_of(other), message, found, "remove it".to_owned());
            }
        }
    }
    let named =
        if budgets.iter().any(|budget| budget.pages.name_documents()) { By::Document } else { By::Route };
    if 1 < budgets.len() {
        imported.notes.push(
            "Of the budgets about a page the last one applies, as in Lighthouse; Lighthouse CI applies them all."
                .to_owned(),
        );
    }
    for (place, budget) in budgets.iter().enumerate() {
        let later = budgets.get(place + 1..).unwrap_or_default();
        if later.iter().any(|later| later.pages.cover(&budget.pages)) {
            let what = budget
                .path
                .map_or_else(|| "a budget for all pages".to_owned(), |path| format!("path {path}"));
            imported.leave_out(
                what,
                "a later budget is about all its pages, and only the last applies",
                budget.span,
            );
            continue;
        }
        carry_over(&mut imported, budget, later, named);
    }
    lighthouse_measured::add_notes(&mut imported);
    imported
}

fn carry_over(imported: &mut Imported, budget: &Budget<'_>, later: &[Budget<'_>], named: By) {
    let mut patterns = budget.pages.globs(named);
    patterns.extend(later.iter().flat_map(|later| later.pages.globs(named)).map(|glob| format!("!{glob}")));
    let entry = Entry::of(patterns, named);
    let of =
        budget.path.filter(|_| !budget.pages.are_all()).map_or(String::new(), |path| format!("{path}: "));
    for one in &budget.resources {
        let name = format!("{of}{}", one.name);
        add(imported, one.resource, name.clone(), &entry, &one.most, (name, one.span));
    }
    let later = later.iter().map(|later| &later.pages);
    lighthouse_measured::add(imported, &of, &budget.pages, later, &budget.timings);
}

fn budget<'a>(
    object: &'a Object<'a>,
    imported: &mut Imported,
    problems: &mut Problems,
) -> Option<Budget<'a>> {
    let fields = Fields::read(object, &KEYS, problems);
    let path_field = fields.get("path");
    let path = path_field.and_then(|field| field.text(problems));
    let mut resources = Vec::new();
    for (key, metric) in [("resourceSizes", Metric::Gzip), ("resourceCounts", Metric::Count)] {
        if let Some(field) = fields.get(key) {
            resource_limits(field, metric, &mut resources, problems);
        }
    }
    let timings = fields.get("timings").map(|field| timings(field, imported, problems)).unwrap_or_default();
    if let Some(options) = fields.get("options").and_then(|field| field.object(problems)) {
        Fields::read(options, &["firstPartyHostnames"], problems);
    }
    let pages = match path.map_or_else(|| Ok(Pages::all()), Pages::of) {
        Ok(pages) => pages,
        Err(NoPages::Invalid(reason)) => {
            let span = path_field.map_or_else(|| span_of(object), Field::span);
            problems.push(span, reason, "no path of Lighthouse", "mend it as Lighthouse reads it".to_owned());
            return None;
        }
        Err(NoPages::Query) => {
            let what = format!("path {}", path.unwrap_or_default());
            imported.leave_out(
                what,
                "a build does not tell what a query in an address changes",
                span_of(object),
            );
            return None;
        }
    };
    Some(Budget { path, pages, resources, timings, span: span_of(object) })
}

/// The limits of an array by resource type: sizes and numbers of one type come together.
fn resource_limits<'a>(
    field: Field<'a>,
    metric: Metric,
    resources: &mut Vec<Limits<'a>>,
    problems: &mut Problems,
) {
    for object in objects(field, problems) {
        let fields = Fields::read(object, &["resourceType", "budget"], problems);
        let resource = required(object, &fields, "resourceType", problems);
        let resource = resource.and_then(|field| Some((field, field.choice(&TYPES, problems)?)));
        let limit = required(object, &fields, "budget", problems).and_then(|field| amount(field, problems));
        let (Some((kind, resource)), Some(limit)) = (resource, limit) else { continue };
        let name = TYPES.iter().find(|(_, of)| *of == resource).map_or("", |(name, _)| name);
        let value = at_most(if metric == Metric::Count { limit } else { limit * 1_024.0 });
        let met = resources.iter_mut().find(|met| met.resource == resource);
        match met {
            Some(met) if met.most.iter().any(|(of, ..)| *of == metric) => {
                let message = format!("{name:?} stands here twice");
                problems.push(kind.span(), message, "a second time", format!("keep one {name:?}"));
            }
            Some(met) => met.most.push((metric, Bound::Max, value)),
            None => resources.push(Limits {
                name,
                resource,
                most: vec![(metric, Bound::Max, value)],
                span: span_of(object),
            }),
        }
    }
}

fn timings(field: Field<'_>, imported: &mut Imported, problems: &mut Problems) -> Vec<Limited> {
    let mut met: Vec<&str> = Vec::new();
    let mut limits = Vec::new();
    for object in objects(field, problems) {
        let fields = Fields::read(object, &["metric", "budget"], problems);
        let choices = TIMINGS.map(|name| (name, name));
        let kind = required(object, &fields, "metric", problems);
        let metric = kind.and_then(|field| Some((field, field.choice(&choices, problems)?)));
        let limit = required(object, &fields, "budget", problems).and_then(|field| amount(field, problems));
        let (Some((kind, metric)), Some(limit)) = (metric, limit) else { continue };
        if met.contains(&metric) {
            let message = format!("{metric:?} stands here twice");
            problems.push(kind.span(), message, "a second time", format!("keep one {metric:?}"));
            continue;
        }
        met.push(metric);
        let limited = lighthouse_measured::of_audit(metric).zip(lighthouse_measured::parts(limit));
        match limited {
            Some((metric, limit)) => limits.push((Metric::Outside(metric), Bound::Max, limit)),
            None => imported.leave_out(
                metric,
                "weighbridge reads no such value of Lighthouse's results",
                span_of(object),
            ),
        }
    }
    limits
}

/// The objects of an array; notes whatever else is in it.
fn objects<'a>(field: Field<'a>, problems: &mut Problems) -> Vec<&'a Object<'a>> {
    let Value::Array(array) = field.value else {
        field.wrong_kind("an array", problems);
        return Vec::new();
    };
    let mut objects = Vec::new();
    for element in &array.elements {
        match element {
            Value::Object(object) => objects.push(object),
            other => {
                let found = kind_of(other);
                let message = format!("{:?} has objects, not {found}", field.key);
                problems.push(span_of(other), message, found, "remove it".to_owned());
            }
        }
    }
    objects
}

fn required<'a>(
    object: &Object<'_>,
    fields: &Fields<'a>,
    key: &str,
    problems: &mut Problems,
) -> Option<Field<'a>> {
    let field = fields.get(key);
    if field.is_none() {
        problems.push(span_of(object), format!("{key:?} is missing"), "incomplete", format!("add {key:?}"));
    }
    field
}
