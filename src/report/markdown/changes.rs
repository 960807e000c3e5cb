//! What has changed since the baseline: the headline near the top, all else folded.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::budget::Metric;
use crate::model::json_report::{Baseline, Changed, Report, Sizes};
use crate::report::changes::{self, Told};
use crate::report::markdown::gfm::{self, Where};
use crate::report::markdown::page::Page;
use crate::report::markdown::summary;
use crate::report::text;

/// So many loads have a line near the top, and so many a row below.
const OPEN: usize = 3;
const LOADS: usize = 30;
/// So many causes of a load.
const CAUSES: usize = 8;
const FILES: usize = 50;

/// Writes the headline, and what else has changed; nothing where nothing is known of why.
pub(super) fn write(page: &mut Page, report: &Report) {
    let Some(baseline) = &report.baseline else { return };
    if baseline.headline.is_empty() || !changes::are_any(baseline) {
        return;
    }
    let told = changes::loads(baseline);
    // Where nothing is judged, the headline stands at the top already.
    if !changes::is_all(report) {
        let headline = gfm::sentence(&baseline.headline, Where::Line);
        page.block(&format!("**Since the baseline:** {headline}"));
    }
    let others = changes::others(&told, baseline);
    let others: Vec<String> =
        others.into_iter().map(|load| gfm::sentence(&load.change.message, Where::Line)).collect();
    page.list(&others, OPEN, "load");
}

/// Writes the folds: the loads with their causes, and the files.
pub(super) fn write_details(page: &mut Page, report: &Report) {
    let Some(baseline) = &report.baseline else { return };
    causes(page, baseline);
    files(page, report, baseline);
    pairs(page, baseline);
}

fn causes(page: &mut Page, baseline: &Baseline) {
    let told = changes::loads(baseline);
    if told.is_empty() {
        return;
    }
    let loads = text::counted(told.len() as u64, "load");
    let number = text::counted(told.iter().map(|load| load.causes.len() as u64).sum(), "cause");
    page.fold(&format!("Why: {number} in {loads}"), |page| {
        let rows: Vec<Vec<String>> = told.iter().map(row).collect();
        page.table(&["load", "before, gzip", "now, gzip", "change", "causes<"], &rows, LOADS, "load");
        if let Some(again) = changes::again(baseline) {
            page.block(&gfm::sentence(&again, Where::Line));
        }
    });
}

fn row(told: &Told<'_>) -> Vec<String> {
    let change = told.change;
    let entry = change.entry.as_deref().map(|entry| format!(" of {}", gfm::name(entry, Where::Cell)));
    let alike = told.alike().map(|alike| format!(" {alike}"));
    let mut causes: Vec<String> = told
        .causes
        .iter()
        .take(CAUSES)
        .map(|cause| {
            let what = if cause.message.is_empty() { &cause.name } else { &cause.message };
            format!("{} {}", text::growth(cause.gzip), gfm::sentence(what, Where::Cell))
        })
        .collect();
    if let Some(more) = told.causes.len().checked_sub(CAUSES).filter(|&more| 0 < more) {
        causes.push(format!("and {} more", text::count(more as u64)));
    }
    let causes = if causes.is_empty() { "–".to_owned() } else { causes.join("<br>") };
    let (before, after) = (change.before.gzip, change.after.gzip);
    vec![
        format!("{}{}{}", told.what(), entry.unwrap_or_default(), alike.unwrap_or_default()),
        text::size(before),
        text::size(after),
        summary::changed(Metric::Gzip, Some(before), after),
        causes,
    ]
}

/// The files that differ from the baseline: what is new to an initial load first, then by how much.
fn files(page: &mut Page, report: &Report, baseline: &Baseline) {
    let other_size = |changed: &&Changed| changed.before != changed.after;
    let mut changed: Vec<&Changed> = baseline.changed.iter().filter(other_size).collect();
    let (added, removed) = (baseline.added.len() as u64, baseline.removed.len() as u64);
    if changed.is_empty() && added + removed == 0 {
        return;
    }
    changed.sort_by_key(|changed| Reverse(changed.before.gzip.abs_diff(changed.after.gzip)));
    let title = format!(
        "Since the baseline: {} changed, {} added, {} removed",
        text::counted(changed.len() as u64, "file"),
        text::count(added),
        text::count(removed)
    );
    let sizes: BTreeMap<&str, Option<u64>> =
        report.assets.iter().map(|asset| (asset.path.as_str(), asset.gzip)).collect();
    let size = |bytes: Option<u64>| bytes.map_or("–".to_owned(), text::size);
    let alone = |path: &str, before: Option<u64>, now: Option<u64>, what: &str| {
        vec![gfm::name(path, Where::Cell), size(before), size(now), what.to_owned()]
    };
    let now = |path: &str| sizes.get(path).copied().flatten();
    page.fold(&title, |page| {
        let mut rows: Vec<Vec<String>> = changes::new_at_first(baseline)
            .into_iter()
            .map(|(path, is_new)| {
                let what = if is_new { "added, in an initial load" } else { "now in an initial load" };
                alone(path, None, now(path), what)
            })
            .collect();
        rows.extend(changed.iter().map(|changed| {
            let (before, after) = (changed.before.gzip, changed.after.gzip);
            let difference = summary::changed(Metric::Gzip, Some(before), after);
            alone(&changed.path, Some(before), Some(after), &difference)
        }));
        let added = changes::other_added(baseline);
        rows.extend(added.into_iter().map(|path| alone(path, None, now(path), "added")));
        let weights = baseline.removed_sizes.iter().map(Some).chain(std::iter::repeat(None));
        let removed = baseline.removed.iter().zip(weights);
        rows.extend(removed.map(|(path, sizes): (&String, Option<&Sizes>)| {
            alone(path, sizes.map(|sizes| sizes.gzip), None, "removed")
        }));
        page.table(&["file", "before, gzip", "now, gzip", "change"], &rows, FILES, "file");
    });
}

/// The files that are one though their names differ.
fn pairs(page: &mut Page, baseline: &Baseline) {
    let pairs = changes::paired_by_more_than_names(baseline);
    if pairs.is_empty() {
        return;
    }
    let number = text::counted(pairs.len() as u64, "file");
    page.fold(&format!("Paired under other names: {number}"), |page| {
        let rows: Vec<Vec<String>> = pairs
            .into_iter()
            .map(|changed| {
                let (was, path) =
                    (gfm::name(&changed.was, Where::Cell), gfm::name(&changed.path, Where::Cell));
                vec![was, path, changes::how(changed).to_owned()]
            })
            .collect();
        page.table(&["was", "is<", "known by<"], &rows, FILES, "file");
    });
}
