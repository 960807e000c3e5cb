//! What a visitor waits for: the initial load of each entry point, with a bar against its budget.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::asset::{AssetId, ResourceType, Sizes};
use crate::model::budget::{Bound, Metric, Per};
use crate::model::chunk_graph::{Audience, EntryPoint, Load};
use crate::model::report::Report;
use crate::model::verdict::{Item, Verdict};
use crate::report::terminal::columns::Columns;
use crate::report::terminal::page::{Ink, Page, Piece, piece};
use crate::report::text;
use crate::report::wording::{self, Standing};

const SHOWN_ENTRIES: usize = 5;
const SHOWN_CHUNKS: usize = 3;
const INDENT: usize = 2;
/// A bar shows at most three times its limit: what is far beyond needs no exact length.
const LONGEST_BAR: u64 = 3_000_000;

/// Entry points that load the same scripts and stylesheets.
struct Group<'r> {
    heaviest: &'r EntryPoint,
    sizes: Sizes,
    others: usize,
}

/// A limit that is about an entry point.
struct Measure<'r> {
    budget: &'r str,
    verdict: Verdict,
    standing: Standing,
}

/// Writes the section; nothing for a build without entry points.
pub(super) fn write(page: &mut Page, report: &Report) {
    if report.build.graph.entries.is_empty() {
        return;
    }
    let columns = Columns::of(page, report);
    page.gap();
    page.line(&columns.head("Initial load", "requests"));
    let groups = groups(report);
    let measures: Vec<_> =
        groups.iter().take(SHOWN_ENTRIES).map(|group| measure(report, group.heaviest.asset)).collect();
    // One scale for all, so that the limits stand under each other.
    let reach = measures.iter().flatten().map(|measure| measure.standing.used()).max().unwrap_or_default();
    for (group, measure) in groups.iter().zip(&measures) {
        write_group(page, report, columns, group);
        if let Some(measure) = measure {
            write_bar(page, measure, reach.clamp(1_000_000, LONGEST_BAR));
        }
        write_chunks(page, report, columns, group);
    }
    if let Some(next) = groups.get(SHOWN_ENTRIES) {
        let entries = groups[SHOWN_ENTRIES..].iter().map(|group| 1 + group.others as u64).sum();
        let heaviest = text::size(next.sizes.gzip);
        page.more(
            INDENT,
            &format!("{}, the heaviest of them {heaviest}", text::counted(entries, "more entry point")),
        );
    }
    write_legacy(page, report);
}

/// Heaviest first.
fn groups(report: &Report) -> Vec<Group<'_>> {
    let build = &report.build;
    let is_code = |id: &AssetId| {
        matches!(build.asset(*id).resource_type, ResourceType::Script | ResourceType::Stylesheet)
    };
    let mut groups: BTreeMap<Vec<AssetId>, Group<'_>> = BTreeMap::new();
    for entry in build.graph.modern_entries() {
        let sizes = build.weigh(entry.initial.iter());
        let code: Vec<_> = entry.initial.iter().filter(is_code).collect();
        // Pages without any code have only that in common.
        let code = if code.is_empty() { vec![entry.asset] } else { code };
        groups
            .entry(code)
            .and_modify(|group| {
                group.others += 1;
                if group.sizes.gzip < sizes.gzip {
                    (group.heaviest, group.sizes) = (entry, sizes);
                }
            })
            .or_insert(Group { heaviest: entry, sizes, others: 0 });
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_by_key(|group| (Reverse(group.sizes.gzip), group.heaviest.asset));
    groups
}

fn write_group(page: &mut Page, report: &Report, columns: Columns, group: &Group<'_>) {
    let others = if 0 < group.others {
        format!(" and {} more", text::count(group.others as u64))
    } else {
        String::new()
    };
    let room = columns.name(INDENT).saturating_sub(text::width(&others));
    let name = format!("{}{others}", text::shorten(report.path(group.heaviest.asset), room));
    let requests = text::count(group.heaviest.initial.len());
    page.line(&columns.row(INDENT, &name, group.sizes, &requests));
    let before = report.against.comparison().and_then(|past| past.initial_before(group.heaviest));
    if let Some(before) = before.filter(|before| before.gzip != group.sizes.gzip) {
        let change = text::difference(Metric::Gzip, before.gzip, group.sizes.gzip);
        let words = format!("{change} gzip since the baseline, {} before", text::size(before.gzip));
        page.paragraph(INDENT + 2, &[], &words, Ink::Dim);
    }
}

/// The limit that says most about an entry point: the one broken furthest, or else the one for script as gzip,
/// or else the nearest.
fn measure(report: &Report, entry: AssetId) -> Option<Measure<'_>> {
    let of_entry = report.judgements.iter().filter(|judgement| judgement.item == Item::Entry(entry));
    let measures = of_entry.filter_map(|judgement| {
        let budget = report.config.budgets.get(judgement.budget)?;
        let is_shown = |standing: &Standing| standing.bound != Bound::Min && !standing.bound.is_growth();
        let standing = Standing::of(judgement).filter(is_shown)?;
        let is_initial = budget.per == Per::Entry && budget.selector.load == Some(Load::Initial);
        let usual = is_initial
            && budget.selector.resource_type == Some(ResourceType::Script)
            && standing.metric == Metric::Gzip;
        let verdict = judgement.outcome.verdict();
        Some(((verdict, verdict == Verdict::Pass && usual, standing.used()), budget, standing))
    });
    // Of equals the first, as `max_by_key` would give the last.
    let (rank, budget, standing) = measures.reduce(|best, next| if best.0 < next.0 { next } else { best })?;
    Some(Measure { budget: &budget.name, verdict: rank.0, standing })
}

/// `█████████│▓▓▓  122 % of First load JS, 50 kB gzip`
fn write_bar(page: &mut Page, measure: &Measure<'_>, reach: u64) {
    let cells = (page.columns() * 2 / 5).clamp(16, 48) as u64;
    let scale = |used: u64| usize::try_from(used.min(reach) * cells / reach).unwrap_or_default();
    let limit = scale(1_000_000);
    let used = measure.standing.used();
    let mut within = scale(used.min(1_000_000));
    // What is over by a hair is over, and what is something is more than nothing.
    let over = if 1_000_000 < used { (scale(used) - limit).max(1) } else { 0 };
    if 0 < measure.standing.actual {
        within = within.max(1);
    }
    let (_, limit_words) = measure.standing.values();
    let share = text::percent(measure.standing.actual, measure.standing.limit);
    let unit = wording::unit(measure.standing.metric, measure.standing.limit);
    let words = format!("  {share} of {}, {}", measure.budget, words_of_limit(&limit_words, unit));
    let ink = Ink::Verdict(measure.verdict);
    page.line(&[
        piece("    ", Ink::Plain),
        piece("█".repeat(within), Ink::Plain),
        piece("░".repeat(limit - within), Ink::Dim),
        piece("│", Ink::Plain),
        piece("▓".repeat(over), ink),
        piece(words, if measure.verdict == Verdict::Pass { Ink::Dim } else { ink }),
    ]);
}

fn words_of_limit(limit: &str, unit: &str) -> String {
    // "25 files" and "3 s" bring their unit with them.
    if unit.is_empty() || unit == "files" { limit.to_owned() } else { format!("{limit} {unit}") }
}

fn write_chunks(page: &mut Page, report: &Report, columns: Columns, group: &Group<'_>) {
    let mut chunks: Vec<(AssetId, u64)> = group
        .heaviest
        .initial
        .iter()
        .map(|id| (id, report.build.asset(id)))
        .filter(|(_, asset)| matches!(asset.resource_type, ResourceType::Script | ResourceType::Stylesheet))
        .filter_map(|(id, asset)| Some((id, asset.sizes?.gzip)))
        .collect();
    chunks.sort_by_key(|&(id, gzip)| (Reverse(gzip), id));
    for (id, gzip) in chunks.into_iter().take(SHOWN_CHUNKS) {
        let name = text::shorten(report.path(id), columns.name(INDENT + 2));
        let mut line: Vec<Piece> = columns.short_row(INDENT + 2, &name, gzip, Ink::Dim);
        line.push(piece(format!("  {} of it", text::percent(gzip, group.sizes.gzip)), Ink::Dim));
        page.line(&line);
    }
}

fn write_legacy(page: &mut Page, report: &Report) {
    let build = &report.build;
    let legacy: Vec<_> =
        build.graph.entries.iter().filter(|entry| entry.audience == Audience::Legacy).collect();
    let weight = |entry: &&EntryPoint| build.weigh(entry.initial.iter()).gzip;
    let Some(heaviest) = legacy.iter().map(weight).max() else { return };
    let entries = text::counted(legacy.len() as u64, "entry point");
    let words = format!("browsers without modules: {entries} of at most {} gzip", text::size(heaviest));
    page.paragraph(INDENT, &[], &words, Ink::Dim);
}
