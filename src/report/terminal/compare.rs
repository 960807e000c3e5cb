//! Two builds beside each other: what happened first, then the loads with their causes, new and gone files, what is
//! loaded again, and which files are one though their names differ.
//!
//! Made from the JSON report's types alone, as reports are compared, too. Nothing is judged.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::budget::Metric;
use crate::model::json_report::{Asset, Baseline, Joined, Report, Sizes};
use crate::report::changes::{self, Told};
use crate::report::terminal::changes::cause;
use crate::report::terminal::page::{Ink, Page, left, piece, right};
use crate::report::terminal::projects;
use crate::report::{judged, text};

/// So many loads, causes of one and files of a kind are listed; the JSON report has all.
const LOADS: usize = 10;
const CAUSES: usize = 10;
const FILES: usize = 10;
/// So many files are named on one line.
const NAMED: usize = 3;
/// Tables wider than this make the eye lose its line.
const WIDEST_TABLE: usize = 120;
/// What a size takes with the gap before it: `  61.2 kB`.
const SIZE: usize = 9;

/// Writes all projects.
pub(super) fn write(page: &mut Page, joined: &Joined) {
    for report in &joined.projects {
        let Some(baseline) = &report.baseline else { continue };
        if 1 < joined.projects.len() {
            page.gap();
            projects::heading(page, report.project.as_deref().unwrap_or(&report.build.directory));
        }
        project(page, report, baseline);
    }
}

fn project(page: &mut Page, report: &Report, baseline: &Baseline) {
    page.paragraph(0, &[], &changes::headline(baseline), Ink::Bold);
    page.paragraph(2, &[], &compared(report, baseline), Ink::Dim);
    if let Some(again) = changes::again(baseline) {
        page.paragraph(2, &[], &again, Ink::Plain);
    }
    let told = changes::loads(baseline);
    for load in told.iter().take(LOADS) {
        self::load(page, load);
    }
    if let Some(more) = told.len().checked_sub(LOADS).filter(|&more| 0 < more) {
        page.gap();
        page.more(0, &text::counted(more as u64, "more load"));
    }
    let small = changes::small(baseline);
    if 0 < small {
        let (loads, differ) = (text::counted(small, "load"), if small == 1 { "differs" } else { "differ" });
        page.gap();
        page.paragraph(0, &[], &format!("{loads} {differ} by a few bytes"), Ink::Dim);
    }
    files(page, report, baseline);
    pairs(page, baseline);
}

/// `old → dist: of the files 21 are in both, 3 are new and 2 are gone; +41.2 kB gzip, +37 kB brotli, +120 kB raw`
fn compared(report: &Report, baseline: &Baseline) -> String {
    let of = if baseline.file == baseline.directory || baseline.directory == report.build.directory {
        String::new()
    } else {
        format!(" ({})", baseline.directory)
    };
    let are = |number: usize, what| match number {
        1 => format!("1 is {what}"),
        _ => format!("{} are {what}", text::count(number as u64)),
    };
    let (added, removed) = (baseline.added.len(), baseline.removed.len());
    let mut words = vec![are(usize::try_from(baseline.pairs).unwrap_or(usize::MAX), "in both")];
    words.extend((0 < added).then(|| are(added, "new")));
    words.extend((0 < removed).then(|| are(removed, "gone")));
    let growth = &baseline.growth;
    let sizes = [(growth.gzip, "gzip"), (growth.brotli, "brotli"), (growth.raw, "raw")];
    let sizes: Vec<String> =
        sizes.into_iter().map(|(bytes, unit)| format!("{} {unit}", text::growth(bytes))).collect();
    format!(
        "{}{of} → {}: of the files {}; {}",
        baseline.file,
        report.build.directory,
        text::list(&words),
        sizes.join(", ")
    )
}

/// A load, and why it is not what it was.
fn load(page: &mut Page, told: &Told<'_>) {
    let change = told.change;
    page.gap();
    let name = change.entry.as_deref().map(|entry| {
        let entry = text::shorten(entry, page.columns() / 2);
        format!(" of {entry}{}", told.alike().map(|alike| format!(" {alike}")).unwrap_or_default())
    });
    let title = format!("{}{}: ", told.what(), name.unwrap_or_default());
    let (before, after) = text::compared(Metric::Gzip, change.before.gzip, change.after.gzip);
    let differs = judged::change(Metric::Gzip, change.before.gzip, change.after.gzip);
    page.paragraph(0, &[piece(title, Ink::Bold)], &format!("{before} → {after} gzip, {differs}"), Ink::Plain);
    for cause in told.causes.iter().take(CAUSES) {
        self::cause(page, 2, cause);
    }
    if let Some(rest) = told.causes.get(CAUSES..).filter(|rest| !rest.is_empty()) {
        let bytes: i64 = rest.iter().map(|cause| cause.gzip).fold(0, i64::saturating_add);
        let more = text::counted(rest.len() as u64, "more cause");
        page.more(2, &format!("{more}, together {}", text::growth(bytes)));
    }
    named(page, "no longer in it: ", &change.removed);
}

/// The first of some paths on one line.
fn named(page: &mut Page, lead: &str, paths: &[String]) {
    if paths.is_empty() {
        return;
    }
    let room = page.columns() / 2;
    let mut names: Vec<String> = paths.iter().take(NAMED).map(|path| text::shorten(path, room)).collect();
    if let Some(more) = paths.len().checked_sub(NAMED).filter(|&more| 0 < more) {
        names.push(format!("{} more", text::count(more as u64)));
    }
    page.paragraph(2, &[piece(lead, Ink::Dim)], &text::list(&names), Ink::Dim);
}

/// A file in a list: its path, its bytes as gzip, a word.
struct Row<'r> {
    path: &'r str,
    gzip: Option<u64>,
    note: &'static str,
}

/// New and gone files; what is new to an initial load first.
fn files(page: &mut Page, report: &Report, baseline: &Baseline) {
    let assets: BTreeMap<&str, &Asset> =
        report.assets.iter().map(|asset| (asset.path.as_str(), asset)).collect();
    let gzip = |path: &str| assets.get(path).and_then(|asset| asset.gzip);
    let loaded = |path: &str| match assets.get(path).and_then(|asset| asset.load.as_deref()) {
        Some("initial") => "initial",
        Some("lazy") => "lazy",
        Some("legacy") => "legacy browsers",
        _ => "",
    };
    let at_first = changes::new_at_first(baseline).into_iter().map(|(path, is_new)| {
        let note = if is_new { "new file" } else { "was in the build, loaded later or not at all" };
        Row { path, gzip: gzip(path), note }
    });
    list(page, "New in an initial load", at_first.collect());
    let added = changes::other_added(baseline).into_iter();
    list(page, "New files", added.map(|path| Row { path, gzip: gzip(path), note: loaded(path) }).collect());
    let sizes = baseline.removed_sizes.iter().map(Some).chain(std::iter::repeat(None));
    let removed = baseline.removed.iter().zip(sizes).map(|(path, sizes): (&String, Option<&Sizes>)| Row {
        path,
        gzip: sizes.map(|sizes| sizes.gzip),
        note: "",
    });
    list(page, "Gone files", removed.collect());
}

/// The heaviest first.
fn list(page: &mut Page, title: &str, mut rows: Vec<Row<'_>>) {
    if rows.is_empty() {
        return;
    }
    rows.sort_by_key(|row| (Reverse(row.gzip), row.path));
    let shown = rows.get(..FILES).unwrap_or(&rows);
    let note = shown.iter().map(|row| text::width(row.note)).max().unwrap_or_default();
    let room = page.columns().min(WIDEST_TABLE).saturating_sub(2 + SIZE);
    // Where there is no room for notes, the names are worth more.
    let (room, has_notes) = if note + 2 < room / 2 { (room - note - 2, true) } else { (room, false) };
    let longest = shown.iter().map(|row| text::width(&text::printable(row.path))).max().unwrap_or_default();
    let name = longest.max(text::width(title)).min(room);
    page.gap();
    let gzip = right("gzip", SIZE);
    page.line(&[piece(left(title, name + 2), Ink::Bold), piece(gzip, Ink::Dim)]);
    for row in shown {
        let size = row.gzip.map_or("–".to_owned(), text::size);
        page.line(&[
            piece(format!("  {}", left(&text::shorten(row.path, name), name)), Ink::Plain),
            piece(right(&size, SIZE), Ink::Plain),
            piece(if has_notes { format!("  {}", row.note) } else { String::new() }, Ink::Dim),
        ]);
    }
    if let Some(rest) = rows.get(FILES..).filter(|rest| !rest.is_empty()) {
        let bytes: u64 = rest.iter().filter_map(|row| row.gzip).sum();
        let more = text::counted(rest.len() as u64, "more file");
        page.more(2, &format!("{more}, together {}", text::size(bytes)));
    }
}

/// The files that are one though their names differ, and how that is known.
fn pairs(page: &mut Page, baseline: &Baseline) {
    let pairs = changes::paired_by_more_than_names(baseline);
    if pairs.is_empty() {
        return;
    }
    page.heading("Paired under other names");
    for changed in pairs.iter().take(FILES) {
        let room = (page.columns() / 2).saturating_sub(4);
        let (was, path) = (text::shorten(&changed.was, room), text::shorten(&changed.path, room));
        page.paragraph(2, &[], &format!("{was} → {path}, {}", changes::how(changed)), Ink::Plain);
    }
    if let Some(more) = pairs.len().checked_sub(FILES).filter(|&more| 0 < more) {
        page.more(2, &text::counted(more as u64, "more pair"));
    }
}
