//! The budgets and what broke them, as the JSON report has them.

use crate::model::json_report as json;
use crate::model::report::Report;
use crate::model::span::Lines;
use crate::model::verdict::{Item, Judgement, Outcome};
use crate::report::breach::Breach;
use crate::report::wording;

/// One limit and what it came to.
pub(super) fn budget(report: &Report, judgement: &Judgement) -> json::Budget {
    let (item, place) = match judgement.item {
        Item::Total => (None, None),
        Item::File(id) | Item::Entry(id) => (Some(report.path(id).to_owned()), None),
        Item::Route(_) | Item::Package(_) => {
            (Some(wording::item(report, &judgement.item).into_owned()), None)
        }
        Item::Measurement(index) => {
            (report.measurements.all.get(index).and_then(|one| one.name.clone()), None)
        }
        Item::SplitPoint(index) => {
            let split_point = &report.build.graph.split_points[index];
            let place = report.place(split_point.chunk, split_point.span);
            (Some(report.path(split_point.target).to_owned()), place)
        }
    };
    let number = |value: Option<u64>| Some(judgement.metric?.number(value?));
    json::Budget {
        name: report.config.budgets[judgement.budget].name.clone(),
        item,
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        metric: judgement.metric.map(|metric| metric.name().into()),
        actual: number(judgement.actual),
        max: number(judgement.max),
        warn: number(judgement.warn),
        min: number(judgement.min),
        growth_max: number(judgement.growth_max),
        since: judgement.since.map(|since| since.name().into()),
        before: number(judgement.before),
        status: match judgement.outcome {
            Outcome::Judged(verdict) | Outcome::Unmatched(verdict) => verdict.name().into(),
            Outcome::UnmatchedIgnored
            | Outcome::NoBaseline(_)
            | Outcome::MissingBaseline(_)
            | Outcome::NothingBefore(_)
            | Outcome::UntoldBefore(_)
            | Outcome::UntoldContents
            | Outcome::UnknownSize
            | Outcome::NotGiven(_)
            | Outcome::NotMeasured(_)
            | Outcome::MeasuringFailed(_) => "skipped".into(),
        },
        reason: wording::reason(judgement.outcome).map(Into::into),
    }
}

/// A limit that does not hold.
pub(super) fn breach(breach: &Breach<'_>) -> json::Breach {
    let place = breach.origin().and_then(|(file, span)| Lines::new(&file.text).place(span.start));
    json::Breach {
        budget: breach.budget.name.clone(),
        metric: breach.limit.map(|limit| limit.metric.name().into()),
        bound: breach.limit.map(|limit| limit.bound.name().into()),
        message: breach.message(),
        label: breach.label(),
        help: breach.help(usize::MAX),
        action: breach.step(),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
    }
}
