//! What breaks a limit, in words: the worst items, what they consist of, the packages in them.

use std::collections::BTreeMap;

use crate::model::asset::AssetId;
use crate::model::budget::Metric;
use crate::model::outside::Tool;
use crate::model::verdict::{Item, Judgement, Part};
use crate::report::breach::Breach;
use crate::report::text;
use crate::report::wording::{self, Standing};

/// How many items a breach names, and how many files of one item.
const NAMED_ITEMS: usize = 3;
const NAMED_PARTS: usize = 2;
const NAMED_PACKAGES: usize = 3;
/// What is less than a tenth of the whole is not worth naming.
const LEAST_SHARE: u64 = 10;

impl Breach<'_> {
    /// The worst items: `a.js (80 kB), b.js (60 kB) and 2 more`. What several `import()` load is named once.
    pub(super) fn worst(&self, path_columns: usize) -> String {
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

    /// The packages that weigh most in what breaks the limit: `refractor (306 kB) and react-dom (61.1 kB)`.
    pub(super) fn packages(&self) -> Option<String> {
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
                Metric::Gzip | Metric::Time | Metric::Invalidated | Metric::Count | Metric::Outside(_) => {
                    sizes.gzip
                }
            };
        }
        let mut heaviest: Vec<(u64, &str)> = bytes.into_iter().map(|(name, bytes)| (bytes, name)).collect();
        heaviest.sort_by_key(|&(bytes, name)| (std::cmp::Reverse(bytes), name));
        let named = heaviest.into_iter().take(NAMED_PACKAGES).filter(|(bytes, _)| 0 < *bytes);
        let named: Vec<String> =
            named.map(|(bytes, name)| format!("{name} ({})", text::size(bytes))).collect();
        (!named.is_empty()).then(|| text::list(&named))
    }

    fn path(&self, asset: AssetId, columns: usize) -> String {
        text::shorten(self.report.path(asset), columns)
    }

    /// `index.html (61.2 kB)`
    fn item(&self, judgement: &Judgement, columns: usize) -> String {
        let name = text::shorten(&wording::item(self.report, &judgement.item), columns);
        match Standing::of(judgement) {
            Some(standing) if standing.bound.is_growth() => format!("{name} ({})", standing.change()),
            Some(standing) => format!("{name} ({})", standing.values().0),
            None => name,
        }
    }

    /// What the worst item consists of: `index.html loads a.js (38 kB) and b.js (14.1 kB)`.
    pub(super) fn cause(&self, judgement: &Judgement, columns: usize) -> String {
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
            (
                Metric::Raw | Metric::Gzip | Metric::Brotli | Metric::Time | Metric::Invalidated,
                _,
                Some(parts),
            ) => parts.clone(),
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
