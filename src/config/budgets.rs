//! The budgets of a file: from each object of the array to a [`Budget`].

use jsonc_parser::ast::{Object, Value};

use crate::config::combinations;
use crate::config::error::Problems;
use crate::config::fields::{Field, Fields, kind_of, span_of, suggest};
use crate::config::limits::{Judged, Limits};
use crate::config::values::{entry_globs, name_globs, path_globs};
use crate::model::asset::ResourceType;
use crate::model::budget::{Budget, Per, Selector};
use crate::model::chunk_graph::Load;
use crate::model::globs::Globs;
use crate::model::network::{NETWORKS, Network};
use crate::model::span::Span;

const KEYS: [&str; 14] = [
    "name", "files", "type", "load", "entry", "package", "rest", "per", "network", "max", "warn", "min",
    "growth", "drift",
];

/// A budget as written, for the question whether its keys go together. What is written but could not be
/// read is `None` here, and no second problem follows from it.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    /// Its keys.
    pub(crate) fields: Fields<'a>,
    /// Where a problem of the whole budget is shown: its name, or else its opening brace.
    pub(crate) head: Span,
    /// What is measured one by one.
    pub(crate) per: Option<Per>,
    /// The resource type.
    pub(crate) resource_type: Option<ResourceType>,
    /// Initial, lazy or precache.
    pub(crate) load: Option<WrittenLoad>,
    /// Its limits.
    pub(crate) limits: Limits,
}

/// What `load` can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrittenLoad {
    /// When the file is loaded.
    When(Load),
    /// What service workers fetch when they are installed.
    Precache,
}

impl WrittenLoad {
    /// Every value, in the order of the documentation.
    pub(crate) const ALL: [Self; 3] = [Self::When(Load::Initial), Self::When(Load::Lazy), Self::Precache];

    /// Its name in budgets.json.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::When(load) => load.name(),
            Self::Precache => "precache",
        }
    }
}

/// Reads the array of budgets.
pub(crate) fn read(field: Field<'_>, problems: &mut Problems) -> Vec<Budget> {
    let Value::Array(array) = field.value else {
        field.wrong_kind("an array", problems);
        return Vec::new();
    };
    let mut budgets = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for element in &array.elements {
        let Value::Object(object) = element else {
            let found = kind_of(element);
            let help =
                r#"write an object such as { "files": "**/*.js", "max": { "gzip": "170 kB" } }"#.to_owned();
            problems.push(span_of(element), format!("a budget is an object, not {found}"), found, help);
            continue;
        };
        let noted_before = problems.count();
        let (budget, head) = read_budget(object, problems);
        // A name that was made from what could not be read says nothing.
        if problems.count() != noted_before {
            continue;
        }
        if names.contains(&budget.name) {
            let message = format!("two budgets are called {:?}", budget.name);
            let help = "give each budget a \"name\" of its own: reports tell them apart by it".to_owned();
            problems.push(head, message, "name taken", help);
        }
        names.push(budget.name.clone());
        budgets.push(budget);
    }
    budgets
}

/// Reads one budget, and gives where a problem of the whole of it is shown.
fn read_budget<'a>(object: &'a Object<'a>, problems: &mut Problems) -> (Budget, Span) {
    let fields = Fields::read(object, &KEYS, problems);
    let brace = Span::new(object.range.start, object.range.start + 1);
    let name = fields.get("name");
    let head = name.map_or(brace, Field::span);
    let name = name.and_then(|field| field.text(problems)).map(str::to_owned);
    let load = fields.get("load");
    let load =
        load.and_then(|field| field.choice(&WrittenLoad::ALL.map(|load| (load.name(), load)), problems));
    let selector = Selector {
        load: load.and_then(|load| if let WrittenLoad::When(load) = load { Some(load) } else { None }),
        precached: load == Some(WrittenLoad::Precache),
        ..read_selector(&fields, problems)
    };
    let per = match fields.get("per") {
        Some(field) => field.choice(&Per::ALL.map(|per| (per.name(), per)), problems),
        None if fields.has("rest") => Some(Per::File),
        None => Some(Per::Total),
    };
    let network = fields.get("network").and_then(|field| read_network(field, problems));
    let limits = Limits::read(&fields, problems);
    let written = Written { head, per, resource_type: selector.resource_type, load, limits, fields };
    combinations::check(&written, problems);

    let Judged { limits, growth, drift } = written.limits.judged();
    let per = per.unwrap_or(Per::Total);
    let budget = Budget {
        name: name.unwrap_or_else(|| describe(&selector, per)),
        selector,
        per,
        limits,
        growth,
        drift,
        network: network.unwrap_or(Network::DEFAULT),
        span: Some(span_of(object)),
    };
    (budget, head)
}

fn read_selector(fields: &Fields<'_>, problems: &mut Problems) -> Selector {
    let types = ResourceType::ALL.map(|resource_type| (resource_type.name(), resource_type));
    let entry = fields.get("entry").and_then(|field| entry_globs(field, problems)).unwrap_or_default();
    Selector {
        files: fields.get("files").and_then(|field| path_globs(field, problems)),
        resource_type: fields.get("type").and_then(|field| field.choice(&types, problems)),
        entry: entry.paths,
        route: entry.routes,
        package: fields.get("package").and_then(|field| name_globs(field, problems)),
        rest: fields.get("rest").is_some_and(|field| read_rest(field, problems)),
        ..Selector::default()
    }
}

fn read_rest(field: Field<'_>, problems: &mut Problems) -> bool {
    match field.value {
        Value::BooleanLit(literal) if literal.value => return true,
        Value::BooleanLit(_) => {
            let help = "remove \"rest\"".to_owned();
            problems.push(field.span(), "\"rest\" can only be true", "says nothing", help);
        }
        _ => field.wrong_kind("true", problems),
    }
    false
}

fn read_network(field: Field<'_>, problems: &mut Problems) -> Option<Network> {
    let name = field.text(problems)?;
    let network = Network::from_name(name);
    if network.is_none() {
        let names = NETWORKS.map(|network| network.name);
        let message = format!("{name:?} is not a network");
        problems.push(field.span(), message, "unknown network", suggest(name, &names));
    }
    network
}

/// A name for a budget that has none: what it selects.
pub(crate) fn describe(selector: &Selector, per: Per) -> String {
    let mut parts = Vec::new();
    if selector.rest {
        parts.push("everything else".to_owned());
    }
    parts.extend(selector.files.iter().map(|globs| globs.written().join(" ")));
    parts.extend(selector.resource_type.iter().map(ResourceType::to_string));
    parts.extend(selector.load.iter().map(|load| load.name().to_owned()));
    parts.extend(selector.precached.then(|| "precached".to_owned()));
    let entry: Vec<&str> =
        selector.entry.iter().chain(&selector.route).flat_map(Globs::written).map(String::as_str).collect();
    if !entry.is_empty() {
        parts.push(format!("of {}", entry.join(" ")));
    }
    parts.extend(selector.package.iter().map(|globs| format!("package {}", globs.written().join(" "))));
    if parts.is_empty() {
        parts.push(if per == Per::Package { "all packages" } else { "all files" }.to_owned());
    }
    // The rest is per file by its nature.
    if per != Per::Total && !selector.rest {
        parts.push(format!("per {}", per.name()));
    }
    parts.join(", ")
}
