//! Why a build grew, as the JSON report has it.

use crate::model::asset::AssetId;
use crate::model::baseline::Comparison;
use crate::model::growth::{At, Cause, Change, Invalidated, LoadChange, LoadOf, Was};
use crate::model::json_report as json;
use crate::model::report::Report;
use crate::report::json::sizes;
use crate::report::wording::growth::Words;

/// What happened, in one line.
pub(super) fn headline(report: &Report, past: &Comparison) -> String {
    Words::new(report, past).headline()
}

/// The loads that are not what they were.
pub(super) fn loads(report: &Report, past: &Comparison) -> Vec<json::LoadChange> {
    let words = Words::new(report, past);
    let load = |load: &LoadChange| {
        let (entry, alike) = match &load.load {
            LoadOf::Initial { entry, alike } => (Some(path(report, past, *entry)), alike.as_slice()),
            LoadOf::Lazy | LoadOf::Other => (None, &[][..]),
        };
        json::LoadChange {
            load: load_name(load).into(),
            entry,
            alike: alike.iter().map(|&id| report.path(id).to_owned()).collect(),
            before: sizes(load.before),
            after: sizes(load.after),
            added: load.added.iter().map(|&id| report.path(id).to_owned()).collect(),
            removed: load.removed.iter().map(|&id| past.earlier.build.path(id).to_owned()).collect(),
            message: words.load(load),
        }
    };
    past.growth.loads.iter().map(load).collect()
}

/// The causes of all loads, one load after the other.
pub(super) fn causes(report: &Report, past: &Comparison) -> Vec<json::Cause> {
    let words = Words::new(report, past);
    let cause = |load: &LoadChange, cause: &Cause| {
        let Change { raw, gzip, brotli } = cause.change;
        json::Cause {
            kind: cause.kind.name().into(),
            name: cause.name.clone(),
            load: load_name(load).into(),
            entry: match &load.load {
                LoadOf::Initial { entry, .. } => Some(path(report, past, *entry)),
                LoadOf::Lazy | LoadOf::Other => None,
            },
            raw,
            gzip,
            brotli,
            chunk: cause.at.map(|at| path(report, past, at)),
            was: cause.was.as_ref().and_then(|was| match was {
                Was::Version(version) => Some(version.clone()),
                Was::File(id) => Some(past.earlier.build.path(*id).to_owned()),
                Was::Lazy => Some("lazy".to_owned()),
                Was::Initial => Some("initial".to_owned()),
                Was::Elsewhere => None,
            }),
            message: words.cause(cause),
        }
    };
    let of_load = |load| {
        let load: &LoadChange = load;
        load.causes.iter().map(move |one| (load, one))
    };
    past.growth.loads.iter().flat_map(of_load).map(|(load, one)| cause(load, one)).collect()
}

/// What returning visitors must load again.
pub(super) fn invalidated(report: &Report, past: &Comparison) -> Option<json::Invalidated> {
    let Invalidated { files, renamed } = past.growth.invalidated.as_ref()?;
    let weigh = |files: &[AssetId]| report.build.weigh(files.iter().copied());
    let all = weigh(files);
    Some(json::Invalidated {
        files: files.len() as u64,
        raw: all.raw,
        gzip: all.gzip,
        brotli: all.brotli,
        renamed: renamed.iter().map(|&id| report.path(id).to_owned()).collect(),
        renamed_sizes: sizes(weigh(renamed)),
    })
}

fn load_name(load: &LoadChange) -> &'static str {
    match load.load {
        LoadOf::Initial { .. } => "initial",
        LoadOf::Lazy => "lazy",
        LoadOf::Other => "other",
    }
}

fn path(report: &Report, past: &Comparison, at: At) -> String {
    match at {
        At::Now(id) => report.path(id).to_owned(),
        At::Before(id) => past.earlier.build.path(id).to_owned(),
    }
}
