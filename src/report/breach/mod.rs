//! Broken limits: which they are, what broke them and what to do, for all formats.
//!
//! Takes the judgements of a report and gives one [`Breach`] for each `max` or `min` that does not hold, however
//! many items break it, and one for each budget that fails because it matches nothing. Warnings are no breaches.
//! As in `wording`, names stand as they are in the build: each format writes them in a way that is safe there.

mod cause;
mod growth;

use std::collections::BTreeMap;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::budget::{Bound, Budget, Limit, Metric, Per};
use crate::model::chunk_graph::EdgeKind;
use crate::model::config::{ConfigFile, Origin};
use crate::model::report::Report;
use crate::model::span::Span;
use crate::model::verdict::{Item, Judgement, Outcome, Verdict};
use crate::report::wording::Standing;
use crate::report::{json, remedy, text};

/// One limit that does not hold.
#[derive(Debug)]
pub struct Breach<'r> {
    report: &'r Report,
    /// The budget.
    pub budget: &'r Budget,
    /// The limit; `None` where the budget fails because it matches nothing.
    pub limit: Option<Limit>,
    /// What breaks it, worst first; never empty.
    pub judgements: Vec<&'r Judgement>,
    /// What made the worst item grow, what matters most first; of growth limits alone.
    causes: Vec<String>,
}

/// Every breach, in the order of the budgets.
pub fn breaches(report: &Report) -> Vec<Breach<'_>> {
    let mut found: BTreeMap<(usize, Option<(Metric, Bound)>), Breach<'_>> = BTreeMap::new();
    for judgement in &report.judgements {
        let Some(budget) = report.config.budgets.get(judgement.budget) else { continue };
        let limit = match judgement.outcome {
            Outcome::Unmatched(Verdict::Fail) => None,
            Outcome::Judged(Verdict::Fail) => match broken_limit(budget, judgement) {
                Some(limit) => Some(limit),
                None => continue,
            },
            _ => continue,
        };
        let key = (judgement.budget, limit.map(|limit| (limit.metric, limit.bound)));
        let new = || Breach { report, budget, limit, judgements: Vec::new(), causes: Vec::new() };
        found.entry(key).or_insert_with(new).judgements.push(judgement);
    }
    let mut found: Vec<Breach<'_>> = found.into_values().collect();
    explain_growth(report, &mut found);
    found
}

/// Says of what grew too much why it did, where the comparison tells it.
fn explain_growth(report: &Report, breaches: &mut [Breach<'_>]) {
    let mut grown = breaches.iter_mut().filter(|breach| breach.is_about_growth()).peekable();
    if grown.peek().is_none() {
        return;
    }
    let Some(baseline) = json::comparison(report) else { return };
    for breach in grown {
        if let Some(worst) = breach.judgements.first() {
            breach.causes = growth::causes(report, &baseline, breach.budget, worst);
        }
    }
}

/// The limit as written, or a limit without a place where the budget has none of that kind.
fn broken_limit(budget: &Budget, judgement: &Judgement) -> Option<Limit> {
    let standing = Standing::of(judgement).filter(|standing| standing.broken)?;
    if standing.bound.is_growth() {
        let limits = if standing.bound == Bound::Drift { &budget.drift } else { &budget.growth };
        let written = limits.iter().find(|limit| limit.metric == standing.metric);
        let (metric, value) = (standing.metric, standing.limit);
        let span = written.and_then(|limit| limit.span);
        return Some(Limit { metric, bound: standing.bound, value, span });
    }
    let written = budget.limit(standing.metric, standing.bound).filter(|limit| limit.value == standing.limit);
    Some(written.unwrap_or(Limit {
        metric: standing.metric,
        bound: standing.bound,
        value: standing.limit,
        span: None,
    }))
}

impl<'r> Breach<'r> {
    /// What is wrong, as a phrase: `"First load JS" is 11.2 kB over its limit`.
    pub fn message(&self) -> String {
        let name = &self.budget.name;
        let Some(standing) = self.standing() else {
            return format!("\"{name}\" matches nothing in the build");
        };
        let distance = match standing.metric {
            Metric::Count => text::quantity(Metric::Count, standing.actual.abs_diff(standing.limit)),
            _ => standing.distance(),
        };
        let side = match standing.bound {
            Bound::Min => "below its minimum",
            Bound::Drift => "over its limit since the anchor",
            _ => "over its limit",
        };
        let side = match standing.metric {
            Metric::Outside(metric) => format!("{side} for {}", metric.get().name),
            Metric::Invalidated => format!("{side} for what is loaded again"),
            _ => side.to_owned(),
        };
        let is = if standing.bound.is_growth() { "grew" } else { "is" };
        let cause = self.causes.first().map_or(String::new(), |cause| format!(", above all {cause}"));
        match (self.judgements.len() as u64, self.budget.per) {
            (0 | 1, _) => format!("\"{name}\" {is} {distance} {side}{cause}"),
            (items, per) => {
                let noun = match per {
                    Per::Entry if self.is_about_routes() => "route",
                    Per::Entry => "entry point",
                    Per::SplitPoint => "split point",
                    Per::Package => "package",
                    _ if self.budget.is_about_outside() => "measurement",
                    _ => "file",
                };
                format!("\"{name}\" {is} up to {distance} {side} in {}{cause}", text::counted(items, noun))
            }
        }
    }

    fn is_about_routes(&self) -> bool {
        self.judgements.iter().all(|judgement| matches!(judgement.item, Item::Route(_)))
    }

    /// Why the limit is pointed at: `61.2 kB measured`, `58 kB → 61.2 kB, +2.9 kB allowed`.
    pub fn label(&self) -> String {
        match self.standing() {
            Some(standing) if standing.bound.is_growth() => {
                format!("{}, {} allowed", standing.change(), standing.allowed())
            }
            Some(standing) => format!("{} measured", standing.values().0),
            None => "no file matches".to_owned(),
        }
    }

    /// What broke it and what to do, with each path in so many columns.
    pub fn help(&self, path_columns: usize) -> String {
        let Some(limit) = self.limit else { return self.action().to_owned() };
        let raise = match limit.bound {
            Bound::Max | Bound::Warn => "raise the limit",
            Bound::Min => "lower the limit",
            Bound::Growth => "write the baseline anew if the growth is meant (weighbridge update)",
            Bound::Drift => "write the anchor anew if the growth is meant (weighbridge update --anchor)",
        };
        let todo = match remedy::of(self.report, self) {
            Some(remedy) => format!("{}; or {raise}", remedy.how),
            None => format!("{}, or {raise}", self.action()),
        };
        let cause = self.judgements.first().map(|worst| self.cause(worst, path_columns)).unwrap_or_default();
        let cause = match self.packages() {
            _ if !self.causes.is_empty() => format!("{cause}; {}", text::list(&self.causes)),
            Some(packages) => format!("{cause}, with {packages} in it"),
            None => cause,
        };
        if self.judgements.len() < 2 {
            return format!("{cause}: {todo}");
        }
        let worst = self.worst(path_columns);
        match self.judgements.first().map(|worst| &worst.item) {
            // A file has no parts to tell of, and its name and size stand in the list.
            Some(Item::File(_)) if self.packages().is_none() => format!("{worst}: {todo}"),
            None => format!("{worst}: {todo}"),
            Some(_) => format!("{worst}; {cause}: {todo}"),
        }
    }

    /// The step that helps most: a lighter package where there is one, else what [`Breach::action`] says.
    pub fn step(&self) -> String {
        match remedy::of(self.report, self) {
            Some(remedy) => format!("{}: {}", remedy.step(), remedy.how),
            None => match self.limit.map(|limit| limit.metric) {
                Some(metric @ Metric::Outside(_)) => format!("{}: {}", metric.name(), self.action()),
                _ => self.action().to_owned(),
            },
        }
    }

    /// The file that weighs most in what broke the limit, with its gzip size.
    pub fn heaviest(&self) -> Option<(AssetId, u64)> {
        let worst = self.judgements.first()?;
        let asset = match (worst.parts.first(), &worst.item) {
            (Some(part), _) => part.asset,
            (None, Item::File(asset)) => *asset,
            (None, _) => return None,
        };
        Some((asset, self.report.build.asset(asset).sizes?.gzip))
    }

    /// Whether moving the whole file behind `import()` would help: it is loaded with more than itself, and no
    /// document names it.
    pub fn can_be_deferred(&self, asset: AssetId) -> bool {
        let worst = self.judgements.first().map(|worst| &worst.item);
        if !matches!(worst, Some(Item::Entry(_) | Item::Route(_) | Item::Total)) {
            return false;
        }
        let build = &self.report.build;
        let named_by_page = |from| build.asset(from).resource_type == ResourceType::Document;
        build.asset(asset).resource_type == ResourceType::Script
            && !build.graph.entries.iter().any(|entry| entry.asset == asset)
            && !build
                .graph
                .edges
                .iter()
                .any(|edge| edge.to == asset && edge.kind == EdgeKind::Static && named_by_page(edge.from))
    }

    /// Where the limit stands in budgets.json, with the file.
    pub fn origin(&self) -> Option<(&'r ConfigFile, Span)> {
        let Origin::File(file) = &self.report.config.origin else { return None };
        let span = match self.limit {
            Some(limit) => limit.span?,
            // The beginning of the budget: what is wrong is the whole of it.
            None => self.budget.span.map(|span| Span { start: span.start, end: span.start })?,
        };
        Some((file, span))
    }

    /// Where the worst item stands.
    pub fn standing(&self) -> Option<Standing> {
        self.limit?;
        self.judgements.first().copied().and_then(Standing::of)
    }

    fn is_about_growth(&self) -> bool {
        self.limit.is_some_and(|limit| limit.bound == Bound::Growth)
    }

    /// Whether fewer bytes are the cure.
    pub fn is_about_weight(&self) -> bool {
        self.limit.is_some_and(|limit| {
            limit.bound != Bound::Min && !matches!(limit.metric, Metric::Count | Metric::Outside(_))
        })
    }

    /// The files that the worst item consists of; none for a package.
    pub fn chunks(&self) -> Vec<AssetId> {
        match self.judgements.first() {
            None => Vec::new(),
            Some(worst) => match worst.item {
                Item::File(asset) => vec![asset],
                Item::Package(_) | Item::Measurement(_) => Vec::new(),
                Item::Total | Item::Entry(_) | Item::Route(_) | Item::SplitPoint(_) => {
                    worst.parts.iter().map(|part| part.asset).collect()
                }
            },
        }
    }

    /// What kind of file that is.
    pub fn heaviest_type(&self) -> Option<ResourceType> {
        self.heaviest().map(|(asset, _)| self.report.build.asset(asset).resource_type)
    }
}
