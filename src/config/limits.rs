//! The limits of a budget as written: `max`, `warn`, `min`, `growth` and `drift`, each value with its place.

use crate::config::error::Problems;
use crate::config::fields::{Field, Fields};
use crate::config::outside;
use crate::config::values::{amount, count, count_growth, duration, size, size_growth};
use crate::model::budget::{Allowance, Bound, GrowthLimit, Limit, Metric};
use crate::model::span::Span;

/// The bounds, in the order in which limits are kept.
const BOUNDS: [Bound; 3] = [Bound::Max, Bound::Warn, Bound::Min];

/// The metrics that can grow.
const GROWING: [Metric; 4] = [Metric::Raw, Metric::Gzip, Metric::Brotli, Metric::Count];

/// One limit as written. What could not be read is kept too: it is a limit all the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrittenLimit<B, V> {
    /// What is measured.
    pub(crate) metric: Metric,
    /// Which way it limits.
    pub(crate) bound: B,
    /// The value; `None` when it could not be read.
    pub(crate) value: Option<V>,
    /// Where the metric's name stands.
    pub(crate) key_span: Span,
    /// Where the value stands.
    pub(crate) span: Span,
}

/// Every limit of one budget.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    /// `max`, `warn` and `min`.
    pub(crate) bounds: Vec<WrittenLimit<Bound, u64>>,
    /// `growth`.
    pub(crate) growth: Vec<WrittenLimit<(), Allowance>>,
    /// `drift`.
    pub(crate) drift: Vec<WrittenLimit<(), Allowance>>,
}

/// The limits of a budget that could be read.
pub(crate) struct Judged {
    pub(crate) limits: Vec<Limit>,
    pub(crate) growth: Vec<GrowthLimit>,
    pub(crate) drift: Vec<GrowthLimit>,
}

impl Limits {
    /// Reads those keys of a budget that limit.
    pub(crate) fn read(budget: &Fields<'_>, problems: &mut Problems) -> Self {
        let mut limits = Self::default();
        let every: Vec<Metric> = Metric::every().collect();
        for bound in BOUNDS {
            for (metric, field) in metrics(budget.get(bound.name()), &every, problems) {
                let value = match metric {
                    Metric::Raw | Metric::Gzip | Metric::Brotli | Metric::Invalidated => {
                        amount(field.value, size, problems)
                    }
                    Metric::Count => amount(field.value, count, problems),
                    Metric::Time => amount(field.value, duration, problems),
                    Metric::Outside(metric) => {
                        amount(field.value, |value| outside::limit(value, metric.get().unit), problems)
                    }
                };
                limits.bounds.push(written(metric, bound, value, field));
            }
        }
        for (key, limits) in [("growth", &mut limits.growth), ("drift", &mut limits.drift)] {
            for (metric, field) in metrics(budget.get(key), &GROWING, problems) {
                let read = if metric == Metric::Count { count_growth } else { size_growth };
                let allowance = amount(field.value, read, problems);
                limits.push(written(metric, (), allowance, field));
            }
        }
        limits
    }

    /// Every metric that is limited, with the place of its name; repeats where several bounds limit it.
    pub(crate) fn metrics(&self) -> impl Iterator<Item = (Metric, Span)> {
        let bounds = self.bounds.iter().map(|limit| (limit.metric, limit.key_span));
        let growth = self.growth.iter().chain(&self.drift);
        bounds.chain(growth.map(|limit| (limit.metric, limit.key_span)))
    }

    /// The limit of that metric and bound, if it was written and could be read.
    pub(crate) fn value(&self, metric: Metric, bound: Bound) -> Option<(u64, Span)> {
        let limit = self.bounds.iter().find(|limit| limit.metric == metric && limit.bound == bound)?;
        Some((limit.value?, limit.span))
    }

    /// The limits that could be read, as they are judged.
    pub(crate) fn judged(&self) -> Judged {
        let limit = |limit: &WrittenLimit<Bound, u64>| {
            Some(Limit {
                metric: limit.metric,
                bound: limit.bound,
                value: limit.value?,
                span: Some(limit.span),
            })
        };
        let growth = |limit: &WrittenLimit<(), Allowance>| {
            Some(GrowthLimit { metric: limit.metric, allowance: limit.value?, span: Some(limit.span) })
        };
        Judged {
            limits: self.bounds.iter().filter_map(limit).collect(),
            growth: self.growth.iter().filter_map(growth).collect(),
            drift: self.drift.iter().filter_map(growth).collect(),
        }
    }
}

fn written<B, V>(metric: Metric, bound: B, value: Option<V>, field: Field<'_>) -> WrittenLimit<B, V> {
    WrittenLimit { metric, bound, value, key_span: field.key_span, span: field.span() }
}

/// The metrics that an object such as `max` names, in the order written.
fn metrics<'a>(
    field: Option<Field<'a>>,
    allowed: &[Metric],
    problems: &mut Problems,
) -> Vec<(Metric, Field<'a>)> {
    let Some(field) = field else { return Vec::new() };
    let Some(object) = field.object(problems) else { return Vec::new() };
    let names: Vec<&str> = allowed.iter().map(|metric| metric.name()).collect();
    if object.properties.is_empty() {
        let help =
            format!("write what is limited, such as {{ \"gzip\": \"170 kB\" }}, or remove {:?}", field.key);
        problems.push(field.span(), format!("{:?} limits nothing", field.key), "no limit", help);
    }
    let fields = Fields::read_with(object, &names, |key| outside::suggest_metric(key, &names), problems);
    fields
        .iter()
        .filter_map(|field| {
            let metric = allowed.iter().find(|metric| metric.name() == field.key)?;
            Some((*metric, field))
        })
        .collect()
}
