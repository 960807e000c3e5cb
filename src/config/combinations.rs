//! Keys of a budget that do not go together: each says a thing that cannot be, or can never be seen.

use crate::config::budgets::{Written, WrittenLoad};
use crate::config::error::Problems;
use crate::config::fields::Field;
use crate::config::outside;
use crate::model::asset::ResourceType;
use crate::model::budget::{Bound, Metric, Per};
use crate::model::chunk_graph::Load;

/// Notes everything in a budget that does not go together.
pub(crate) fn check(budget: &Written<'_>, problems: &mut Problems) {
    some_limit(budget, problems);
    rest(budget, problems);
    package(budget, problems);
    split_point(budget, problems);
    precache(budget, problems);
    network(budget, problems);
    bounds(budget, problems);
    outside::combinations(budget, problems);
    metrics(budget, problems);
    invalidated(budget, problems);
}

/// What is loaded again is that of files, and less of it is never worse.
fn invalidated(budget: &Written<'_>, problems: &mut Problems) {
    let of_files =
        !budget.fields.has("package") && !matches!(budget.per, Some(Per::Package | Per::SplitPoint));
    for limit in budget.limits.bounds.iter().filter(|limit| limit.metric == Metric::Invalidated) {
        if limit.bound == Bound::Min {
            let message = "\"invalidated\" has no lower limit: the less is loaded again, the better";
            problems.push(limit.key_span, message, "no lower limit", "use \"max\" or \"warn\"".to_owned());
        } else if !of_files {
            let message = "\"invalidated\" is what is loaded again of files, not of packages or split points";
            let help =
                "remove \"package\", and write \"per\": \"total\", \"per\": \"entry\" or \"per\": \"file\"";
            problems.push(limit.key_span, message, "of files", help.to_owned());
        }
    }
}

fn some_limit(budget: &Written<'_>, problems: &mut Problems) {
    if !["max", "warn", "min", "growth", "drift"].iter().any(|key| budget.fields.has(key)) {
        let help = r#"add "max": { "gzip": "170 kB" } or another limit"#.to_owned();
        problems.push(budget.head, "this budget has no limit", "no limit", help);
    }
}

fn rest(budget: &Written<'_>, problems: &mut Problems) {
    let (Some(_), Some(per)) = (budget.fields.get("rest"), budget.fields.get("per")) else { return };
    if let Some(other @ (Per::Total | Per::Entry | Per::SplitPoint | Per::Package)) = budget.per {
        let message = format!("\"rest\" is measured file by file, not per {}", other.name());
        let help = "remove \"per\", or write \"per\": \"file\"".to_owned();
        problems.push(per.span(), message, "not with \"rest\"", help);
    }
}

fn package(budget: &Written<'_>, problems: &mut Problems) {
    let (Some(package), Some(per)) = (budget.fields.get("package"), budget.per) else { return };
    if !matches!(per, Per::Package | Per::Total) {
        let message = format!("packages are not measured per {}", per.name());
        let help = "write \"per\": \"package\" or \"per\": \"total\", without \"rest\"".to_owned();
        problems.push(package.key_span, message, format!("not per {}", per.name()), help);
    }
}

fn split_point(budget: &Written<'_>, problems: &mut Problems) {
    if (budget.per, budget.load) == (Some(Per::SplitPoint), Some(WrittenLoad::When(Load::Initial)))
        && let Some(load) = budget.fields.get("load")
    {
        let message = "what a split point adds is never part of the initial load";
        let help = "remove \"load\", or write \"per\": \"entry\"".to_owned();
        problems.push(load.span(), message, "never initial", help);
    }
}

/// A service worker is the site's, whichever page installs it.
fn precache(budget: &Written<'_>, problems: &mut Problems) {
    let Some(load) = budget.fields.get("load").filter(|_| budget.load == Some(WrittenLoad::Precache)) else {
        return;
    };
    let by_entry = budget.fields.has("entry");
    if by_entry || matches!(budget.per, Some(Per::Entry | Per::SplitPoint)) {
        let help = "remove \"entry\", and write \"per\": \"total\" or \"per\": \"file\"".to_owned();
        let message = "what a service worker fetches does not depend on the page";
        problems.push(load.span(), message, "of the whole build", help);
    }
}

fn network(budget: &Written<'_>, problems: &mut Problems) {
    if let Some(network) = budget.fields.get("network")
        && budget.limits.metrics().all(|(metric, _)| metric != Metric::Time)
    {
        let help = "add a limit such as \"max\": { \"time\": \"3 s\" }, or remove \"network\"".to_owned();
        problems.push(network.key_span, "\"network\" without a limit on \"time\"", "without effect", help);
    }
}

fn bounds(budget: &Written<'_>, problems: &mut Problems) {
    for metric in Metric::every() {
        let value = |bound| budget.limits.value(metric, bound);
        let Some((max, _)) = value(Bound::Max) else { continue };
        if let Some((warn, span)) = value(Bound::Warn)
            && max <= warn
        {
            let message = format!("{:?} warns where \"max\" fails already", metric.name());
            problems.push(
                span,
                message,
                "can never be seen",
                "lower it below \"max\", or remove it".to_owned(),
            );
        }
        if let Some((min, span)) = value(Bound::Min)
            && max < min
        {
            let message = format!("{:?} has a \"min\" above its \"max\"", metric.name());
            problems.push(span, message, "above \"max\"", "lower it to \"max\" or below".to_owned());
        }
    }
}

/// Metrics that mean nothing for what the budget measures.
fn metrics(budget: &Written<'_>, problems: &mut Problems) {
    for (metric, span) in budget.limits.metrics() {
        let name = metric.name();
        let mut note = |message: String, label: &'static str, help: &str| {
            problems.push(span, message, label, help.to_owned());
        };
        match metric {
            Metric::Count if budget.per == Some(Per::File) => note(
                "the count of a single file is always 1".to_owned(),
                "always 1",
                "write \"per\": \"total\" or \"per\": \"entry\", without \"rest\"",
            ),
            Metric::Time if budget.resource_type == Some(ResourceType::SourceMap) => unsent(name, &mut note),
            Metric::Time => time(budget, &mut note),
            Metric::Gzip | Metric::Brotli | Metric::Invalidated
                if budget.resource_type == Some(ResourceType::SourceMap) =>
            {
                unsent(name, &mut note);
            }
            _ => {}
        }
    }
}

fn unsent(name: &str, note: &mut impl FnMut(String, &'static str, &str)) {
    let message = format!("{name:?} is not measured of source maps: they are not sent to visitors");
    note(message, "not measured", "use \"raw\" or \"count\"");
}

/// A download time is that of a whole load: what an entry point needs, or what a split point adds.
fn time(budget: &Written<'_>, note: &mut impl FnMut(String, &'static str, &str)) {
    let load = budget.fields.get("load");
    match budget.per {
        Some(Per::Total | Per::File | Per::Package) => note(
            "\"time\" is that of an initial load or of a split point".to_owned(),
            "of which load?",
            "write \"per\": \"entry\" with \"load\": \"initial\", or \"per\": \"split-point\"",
        ),
        Some(Per::Entry) if load.is_none_or(is_lazy) => note(
            "\"time\" per entry is the time of its initial load".to_owned(),
            "of which load?",
            "write \"load\": \"initial\", or \"per\": \"split-point\"",
        ),
        Some(Per::Entry | Per::SplitPoint) | None => {}
    }
}

/// Whether the field says `lazy`, rather than something that could not be read.
fn is_lazy(load: Field<'_>) -> bool {
    load.value.as_string_lit().is_some_and(|text| text.value == Load::Lazy.name())
}
