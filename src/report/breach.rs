//! Broken limits: which they are, what broke them and what to do, for all formats.
//!
//! Takes the judgements of a report and gives one [`Breach`] for each `max` or `min` that does not hold, however
//! many items break it, and one for each budget that fails because it matches nothing. Warnings are no breaches.
//! As in `wording`, names stand as they are in the build: each format writes them in a way that is safe there.

use std::collections::BTreeMap;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::budget::{Bound, Budget, Limit, Metric, Per};
use crate::model::chunk_graph::EdgeKind;
use crate::model::config::{ConfigFile, Origin};
use crate::model::outside::Tool;
use crate::model::report::Report;
use crate::model::span::Span;
use crate::model::verdict::{Item, Judgement, Outcome, Part, Verdict};
use crate::report::wording::{self, Standing};
use crate::report::{remedy, text};

/// How many items a breach names, and how many files of one item.
const NAMED_ITEMS: usize = 3;
const NAMED_PARTS: usize = 2;
const NAMED_PACKAGES: usize = 3;
/// What is less than a tenth of the whole is not worth naming.
const LEAST_SHARE: u64 = 10;

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
        let new = || Breach { report, budget, limit, judgements: Vec::new() };
        found.entry(key).or_insert_with(new).judgements.push(judgement);
    }
    found.into_values().collect()
}

/// The limit as written, or a limit without a place where the budget has none of that kind.
fn broken_limit(budget: &Budget, judgement: &Judgement) -> Option<Limit> {
    let standing = Standing::of(judgement).filter(|standing| standing.broken)?;
    if standing.bound == Bound::Growth {
        let written = budget.growth.iter().find(|limit| limit.metric == standing.metric);
        let (metric, value) = (standing.metric, standing.limit);
        let span = written.and_then(|limit| limit.span);
        return Some(Limit { metric, bound: Bound::Growth, value, span });
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
        let side = if standing.bound == Bound::Min { "below its minimum" } else { "over its limit" };
        let side = match standing.metric {
            Metric::Outside(metric) => format!("{side} for {}", metric.get().name),
            _ => side.to_owned(),
        };
        let is = if standing.bound == Bound::Growth { "grew" } else { "is" };
        match (self.judgements.len() as u64, self.budget.per) {
            (0 | 1, _) => format!("\"{name}\" {is} {distance} {side}"),
            (items, per) => {
                let noun = match per {
                    Per::Entry if self.is_about_routes() => "route",
                    Per::Entry => "entry point",
                    Per::SplitPoint => "split point",
                    Per::Package => "package",
                    _ if self.budget.is_about_outside() => "measurement",
                    _ => "file",
                };
                format!("\"{name}\" {is} up to {distance} {side} in {}", text::counted(items, noun))
            }
        }
    }

    fn is_about_routes(&self) -> bool {
        self.judgements.iter().all(|judgement| matches!(judgement.item, Item::Route(_)))
    }

    /// Why the limit is pointed at: `61.2 kB measured`, `58 kB → 61.2 kB, +2.9 kB allowed`.
    pub fn label(&self) -> String {
        match self.standing() {
            Some(standing) if standing.bound == Bound::Growth => {
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
            Bound::Growth => "write the baseline anew if the growth is meant",
        };
        let todo = match remedy::of(self.report, self) {
            Some(remedy) => format!("{}; or {raise}", remedy.how),
            None => format!("{}, or {raise}", self.action()),
        };
        let cause = self.judgements.first().map(|worst| self.cause(worst, path_columns)).unwrap_or_default();
        let cause = match self.packages() {
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

    /// The worst items: `a.js (80 kB), b.js (60 kB) and 2 more`. What several `import()` load is named once.
    fn worst(&self, path_columns: usize) -> String {
        let mut named: Vec<String> = Vec::new();
        let (mut more, mut last) = (0_u64, String::new());
        for judgement in &self.judgements {
            let item = self.item(judgement, path_columns);
            if item == last && matches!(judgement.item, Item::SplitPoint(_)) {
                continue;
            }
            last.clone_from(&item);
            if named.len() < NAMED_ITEMS {
                named.push(item);
            } else {
                more += 1;
            }
        }
        if 0 < more {
            named.push(format!("{} more", text::count(more)));
        }
        text::list(&named)
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

    /// The packages that weigh most in what breaks the limit: `refractor (306 kB) and react-dom (61.1 kB)`.
    fn packages(&self) -> Option<String> {
        let is_about_them = self.budget.selector.package.is_some();
        let worst = self.judgements.first().filter(|_| self.is_about_weight() && !is_about_them)?;
        let chunks = self.chunks();
        let metric = worst.metric?;
        let mut bytes: BTreeMap<&str, u64> = BTreeMap::new();
        for found in chunks.into_iter().flat_map(|chunk| self.report.build.packages.in_chunk(chunk)) {
            let Some(sizes) = found.sizes else { continue };
            *bytes.entry(&found.name).or_default() += match metric {
                Metric::Raw => sizes.raw,
                Metric::Brotli => sizes.brotli,
                Metric::Gzip | Metric::Time | Metric::Count | Metric::Outside(_) => sizes.gzip,
            };
        }
        let mut heaviest: Vec<(u64, &str)> = bytes.into_iter().map(|(name, bytes)| (bytes, name)).collect();
        heaviest.sort_by_key(|&(bytes, name)| (std::cmp::Reverse(bytes), name));
        let named = heaviest.into_iter().take(NAMED_PACKAGES).filter(|(bytes, _)| 0 < *bytes);
        let named: Vec<String> =
            named.map(|(bytes, name)| format!("{name} ({})", text::size(bytes))).collect();
        (!named.is_empty()).then(|| text::list(&named))
    }

    /// What kind of file that is.
    pub fn heaviest_type(&self) -> Option<ResourceType> {
        self.heaviest().map(|(asset, _)| self.report.build.asset(asset).resource_type)
    }

    fn path(&self, asset: AssetId, columns: usize) -> String {
        text::shorten(self.report.path(asset), columns)
    }

    /// `index.html (61.2 kB)`
    fn item(&self, judgement: &Judgement, columns: usize) -> String {
        let name = text::shorten(&wording::item(self.report, &judgement.item), columns);
        match Standing::of(judgement) {
            Some(standing) if standing.bound == Bound::Growth => format!("{name} ({})", standing.change()),
            Some(standing) => format!("{name} ({})", standing.values().0),
            None => name,
        }
    }

    /// What the worst item consists of: `index.html loads a.js (38 kB) and b.js (14.1 kB)`.
    fn cause(&self, judgement: &Judgement, columns: usize) -> String {
        let metric = judgement.metric.unwrap_or(Metric::Raw);
        let graph = &self.report.build.graph;
        let (split, depth) = match judgement.item {
            Item::Entry(asset) => {
                (None, graph.modern_entries().find(|entry| entry.asset == asset).map(|entry| entry.depth))
            }
            Item::Route(index) => (None, graph.routes.get(index).map(|route| route.depth)),
            Item::SplitPoint(index) => {
                let split = graph.split_points.get(index);
                (split, split.map(|split| split.depth))
            }
            Item::Total | Item::File(_) | Item::Package(_) | Item::Measurement(_) => (None, None),
        };
        let actual = text::quantity(metric, judgement.actual.unwrap_or_default());
        let parts = self.parts(&judgement.parts, metric, columns);
        let files = text::counted(judgement.parts.len() as u64, "file");
        let loads = match (metric, depth, &parts) {
            (Metric::Time, Some(depth), Some(parts)) => {
                let bytes = self.report.build.weigh(judgement.parts.iter().map(|part| part.asset)).gzip;
                let steps = text::counted(depth.into(), "step");
                format!("{} gzip in {steps}, most of it {parts}", text::size(bytes))
            }
            (Metric::Raw | Metric::Gzip | Metric::Brotli | Metric::Time, _, Some(parts)) => parts.clone(),
            (Metric::Count | Metric::Outside(_), ..) | (_, _, None) => actual.clone(),
        };
        match &judgement.item {
            Item::File(asset) => self.path(*asset, columns),
            Item::Total => match parts {
                Some(parts) if self.budget.selector.package.is_some() && metric != Metric::Count => {
                    format!("it is in {parts}")
                }
                Some(parts) if metric != Metric::Count => format!("{files}, above all {parts}"),
                _ => format!("there are {actual}"),
            },
            Item::Measurement(_) => {
                let item = text::shorten(&wording::item(self.report, &judgement.item), columns);
                let of = if item == Tool::K6.name() { String::new() } else { format!(" of {item}") };
                format!("{}{of} is {actual}", metric.name())
            }
            Item::Entry(asset) => format!("{} loads {loads}", self.path(*asset, columns)),
            Item::Package(_) => {
                format!("{} is in {loads}", wording::item(self.report, &judgement.item))
            }
            Item::Route(_) => {
                let route = wording::item(self.report, &judgement.item);
                format!("opening {} loads {loads}", text::shorten(&route, columns))
            }
            Item::SplitPoint(_) => {
                let place = split.map(|split| {
                    let chunk = self.path(split.chunk, columns);
                    match self.report.place(split.chunk, split.span) {
                        Some(place) => format!("{chunk}:{}:{}", place.line, place.column),
                        None => chunk,
                    }
                });
                let of = split.and_then(wording::routes).map(|routes| format!(" of {routes}"));
                format!("import(){} in {} loads {loads}", of.unwrap_or_default(), place.unwrap_or_default())
            }
        }
    }

    /// The largest parts with their sizes; `None` where there are none to tell of.
    fn parts(&self, parts: &[Part], metric: Metric, columns: usize) -> Option<String> {
        let share = |part: &Part| match metric {
            Metric::Time => self.report.build.asset(part.asset).sizes.map_or(0, |sizes| sizes.gzip),
            _ => part.amount,
        };
        let total: u64 = parts.iter().map(share).sum();
        let named: Vec<String> = parts
            .iter()
            .take(NAMED_PARTS)
            .take_while(|part| total <= share(part) * LEAST_SHARE)
            .map(|part| format!("{} ({})", self.path(part.asset, columns), text::size(share(part))))
            .collect();
        (!named.is_empty()).then(|| text::list(&named))
    }
}
