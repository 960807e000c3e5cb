//! The comparison with an earlier report, as the JSON report has it.

use crate::model::asset::{Asset, AssetId, Sizes};
use crate::model::baseline::{Comparison, sent};
use crate::model::json_report as json;
use crate::model::report::Report;
use crate::report::json::{growth as explained, sizes};

/// What is the same, what is new, what is gone, and what grew.
pub(super) fn baseline(report: &Report, past: &Comparison) -> json::Baseline {
    let (now, before) = (&report.build, &past.earlier.build);
    let has_paths = past.earlier.has_paths;
    let pairs = || {
        let pair = |id: AssetId| Some((id, *past.pairs.files.get(&id)?));
        sent(now).filter_map(pair)
    };
    let changed = pairs().filter_map(|(id, earlier)| {
        let (path, was) = (report.path(id), before.path(earlier));
        let (after, weighed) = (now.asset(id).sizes?, before.asset(earlier).sizes?);
        ((has_paths && path != was) || after != weighed).then(|| json::Changed {
            path: path.to_owned(),
            was: was.to_owned(),
            before: sizes(weighed),
            after: sizes(after),
            by: past.pairs.by.get(&id).map_or("path", |by| by.name()).into(),
        })
    });
    json::Baseline {
        file: past.name.clone(),
        directory: past.earlier.directory.clone(),
        pairs: pairs().count() as u64,
        added: past.added(now).into_iter().map(|id| report.path(id).to_owned()).collect(),
        removed: past.removed().into_iter().map(|id| before.path(id).to_owned()).collect(),
        removed_sizes: past.removed().into_iter().map(|id| sizes(weight(before.asset(id)))).collect(),
        growth: growth(now.weigh(sent(now)), before.weigh(sent(before))),
        changed: changed.collect(),
        loads: explained::loads(report, past),
        causes: explained::causes(report, past),
        invalidated: explained::invalidated(report, past),
        headline: explained::headline(report, past),
    }
}

/// Of a file that visitors are sent; only a report that somebody else wrote has some without sizes.
fn weight(asset: &Asset) -> Sizes {
    asset.sizes.unwrap_or(Sizes::incompressible(asset.raw))
}

fn growth(now: Sizes, before: Sizes) -> json::Growth {
    // Builds are far smaller than half of what 64 bits count.
    let difference = |now: u64, before: u64| now.cast_signed().wrapping_sub(before.cast_signed());
    json::Growth {
        raw: difference(now.raw, before.raw),
        gzip: difference(now.gzip, before.gzip),
        brotli: difference(now.brotli, before.brotli),
    }
}

/// How much it drifted.
pub(super) fn anchor(report: &Report, past: &Comparison) -> json::Anchor {
    let (now, before) = (&report.build, &past.earlier.build);
    json::Anchor {
        file: past.name.clone(),
        directory: past.earlier.directory.clone(),
        growth: growth(now.weigh(sent(now)), before.weigh(sent(before))),
    }
}
