//! What has changed since the baseline: the rows from which the page's script makes its section, and what stands there
//! without it.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::model::json_report::{Baseline, Changed, Report, Sizes};
use crate::report::changes::{self, Told};
use crate::report::html::data::Rows;
use crate::report::text::{growth, printable, size};
use crate::report::xml::escape;

/// So many causes of a load are there without the script.
const CAUSES: usize = 20;

/// The comparison as a whole: `file`, `again`, and `isAll` where nothing is judged; `null` without one.
pub(super) fn since(report: &Report) -> Value {
    let Some(baseline) = &report.baseline else { return Value::Null };
    json!({
        "file": printable(&baseline.file),
        "isAll": changes::is_all(report),
        "again": changes::again(baseline),
    })
}

/// `[what, entry, alike, before, after, added, removed, causes]`: a load that is not what it was. Sizes are
/// `[raw, gzip, brotli]`, a cause is `[message, chunk, raw, gzip, brotli]`.
pub(super) fn loads(rows: &mut Rows<'_>, report: &Report) -> Vec<Value> {
    let told = report.baseline.as_ref().map(changes::loads).unwrap_or_default();
    told.iter().map(|load| self::load(rows, load)).collect()
}

fn load(rows: &mut Rows<'_>, told: &Told<'_>) -> Value {
    let change = told.change;
    let causes: Vec<Value> = told
        .causes
        .iter()
        .map(|cause| {
            let what = if cause.message.is_empty() { &cause.name } else { &cause.message };
            let chunk = cause.chunk.as_deref().and_then(|chunk| rows.number(chunk));
            json!([rows.text(what), chunk, cause.raw, cause.gzip, cause.brotli])
        })
        .collect();
    let entry = change.entry.as_deref().map(printable);
    let alike: Vec<_> = change.alike.iter().map(|entry| printable(entry)).collect();
    let removed: Vec<_> = change.removed.iter().map(|path| printable(path)).collect();
    let (before, after) = (sizes(&change.before), sizes(&change.after));
    json!([told.what(), entry, alike, before, after, rows.all(&change.added), removed, causes])
}

fn sizes(sizes: &Sizes) -> [u64; 3] {
    [sizes.raw, sizes.gzip, sizes.brotli]
}

/// `[path, asset, before, was, how, kind]`: a file that is not what it was. `before` is `[raw, gzip, brotli]`, `null` for
/// a new file; a file that is gone has no asset.
pub(super) fn files(rows: &mut Rows<'_>, report: &Report) -> Vec<Value> {
    let Some(baseline) = &report.baseline else { return Vec::new() };
    let at_first: BTreeMap<&str, bool> = changes::new_at_first(baseline).into_iter().collect();
    let is_at_first = |path: &str| at_first.contains_key(path);
    let mut files: Vec<Value> =
        baseline.changed.iter().map(|one| changed(rows, one, is_at_first(&one.path))).collect();
    let told: Vec<&str> = baseline.changed.iter().map(|changed| changed.path.as_str()).collect();
    for (path, is_new) in changes::new_at_first(baseline) {
        if told.contains(&path) {
            continue;
        }
        let asset = report.assets.iter().find(|asset| asset.path == path).filter(|_| !is_new);
        let before = asset.map(|asset| json!([asset.raw, asset.gzip, asset.brotli]));
        let kind = rows.text(if is_new { "new, loaded at first" } else { "now loaded at first" });
        files.push(json!([printable(path), rows.number(path), before, null, null, kind]));
    }
    let new = rows.text("new");
    for path in changes::other_added(baseline) {
        files.push(json!([printable(path), rows.number(path), null, null, null, new]));
    }
    let gone = rows.text("removed");
    let weights = baseline.removed_sizes.iter().map(Some).chain(std::iter::repeat(None));
    for (path, before) in baseline.removed.iter().zip(weights) {
        files.push(json!([printable(path), null, before.map(sizes), null, null, gone]));
    }
    files
}

fn changed(rows: &mut Rows<'_>, changed: &Changed, is_at_first: bool) -> Value {
    let kind = rows.text(match (is_at_first, changed.before == changed.after) {
        (true, _) => "now loaded at first",
        (false, true) => "renamed",
        (false, false) => "changed",
    });
    let was = (changed.path != changed.was).then(|| printable(&changed.was));
    let how = was.as_ref().map(|_| rows.text(changes::how(changed)));
    json!([printable(&changed.path), rows.number(&changed.path), sizes(&changed.before), was, how, kind])
}

/// The headline of the comparison, below the verdict.
pub(super) fn write_headline(out: &mut String, baseline: &Baseline) {
    if baseline.headline.is_empty() || !changes::are_any(baseline) {
        return;
    }
    let (file, headline) = (escape(&baseline.file), escape(&baseline.headline));
    let _ = writeln!(out, "<p class=\"since\"><span class=\"of\">Since {file}:</span> {headline}</p>");
}

/// The loads with their causes, for browsers without JavaScript.
pub(super) fn write_table(out: &mut String, report: &Report) {
    let told = report.baseline.as_ref().map(changes::loads).unwrap_or_default();
    for load in told {
        let change = load.change;
        let entry = change.entry.as_deref().map(|entry| format!(" of {}", escape(entry))).unwrap_or_default();
        let alike = load.alike().map(|alike| format!(" {alike}")).unwrap_or_default();
        let (before, after) = (size(change.before.gzip), size(change.after.gzip));
        let _ = write!(
            out,
            "<table><caption>{}{entry}{alike}: {before} → {after} gzip</caption>\n<tbody>\n",
            load.what()
        );
        for cause in load.causes.iter().take(CAUSES) {
            let what = if cause.message.is_empty() { &cause.name } else { &cause.message };
            let (change, what) = (growth(cause.gzip), escape(what));
            let _ = writeln!(out, "<tr><th scope=\"row\">{what}</th><td class=\"n\">{change}</td></tr>");
        }
        out.push_str("</tbody></table>\n");
    }
}
