//! What opening a route loads: the initial load of its entry point, and what its split points add.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::routes::Read;
use crate::model::asset::AssetId;
use crate::model::chunk_graph::{Audience, EdgeKind, EntryPoint, SplitPoint};
use crate::model::route::Route;

/// Every route that a document is or a split point has, sorted by path. `site` are split points that a route runs
/// without having them to itself.
pub(crate) fn routes(
    read: &Read<'_>,
    entries: &[EntryPoint],
    splits: &[SplitPoint],
    site: &[(usize, String)],
) -> Vec<Route> {
    let mut by_path: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let modern = || entries.iter().filter(|entry| entry.audience == Audience::Modern);
    for route in modern().filter_map(|entry| entry.route.as_deref()) {
        by_path.entry(route).or_default();
    }
    let modern_splits = splits.iter().enumerate().filter(|(_, split)| split.audience == Audience::Modern);
    for (index, split) in modern_splits {
        for route in &split.routes {
            by_path.entry(route).or_default().insert(index);
        }
    }
    for (index, route) in site {
        by_path.entry(route).or_default().insert(*index);
    }
    let mut own: BTreeMap<&str, &EntryPoint> = BTreeMap::new();
    for entry in modern() {
        // Of `about.html` and `about/index.html` the first.
        own.entry(entry.route.as_deref().unwrap_or_default()).or_insert(entry);
    }
    let candidates = Candidates { entries: modern().collect() };
    let route = |(path, split_points): (&str, BTreeSet<usize>)| {
        let entry = match own.get(path) {
            Some(entry) => entry,
            None => candidates.leading_to(path, &chunks_of(&split_points, splits))?,
        };
        Some(opened(read, path, entry, splits, split_points))
    };
    by_path.into_iter().filter_map(route).collect()
}

/// The scripts in which some split points stand.
fn chunks_of(split_points: &BTreeSet<usize>, splits: &[SplitPoint]) -> BTreeSet<AssetId> {
    split_points.iter().filter_map(|index| splits.get(*index)).map(|split| split.chunk).collect()
}

struct Candidates<'a> {
    entries: Vec<&'a EntryPoint>,
}

impl<'a> Candidates<'a> {
    /// The entry point that a route without a document of its own is opened with: the only one whose scripts run all of
    /// its split points, or of several the one with the nearest route above, `/admin` for `/admin/users`.
    fn leading_to(&self, path: &str, chunks: &BTreeSet<AssetId>) -> Option<&'a EntryPoint> {
        let has =
            |entry: &EntryPoint, chunk: &AssetId| entry.initial.contains(chunk) || entry.lazy.contains(chunk);
        let leads = |entry: &&&EntryPoint| chunks.iter().all(|chunk| has(entry, chunk));
        let mut leading = self.entries.iter().filter(leads);
        let first = leading.next()?;
        let is_above = |route: &str| {
            let route = route.trim_end_matches('/');
            path.strip_prefix(route).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let rest: Vec<&&EntryPoint> = leading.collect();
        if rest.is_empty() {
            return Some(first);
        }
        let above = std::iter::once(first).chain(rest).filter_map(|entry| {
            let route = entry.route.as_deref().filter(|route| is_above(route))?;
            Some((route.len(), *entry))
        });
        above.max_by_key(|(length, _)| *length).map(|(_, entry)| entry)
    }
}

fn opened(
    read: &Read<'_>,
    path: &str,
    entry: &EntryPoint,
    splits: &[SplitPoint],
    split_points: BTreeSet<usize>,
) -> Route {
    let mut initial = entry.initial.clone();
    for split in split_points.iter().filter_map(|index| splits.get(*index)) {
        initial.extend(&split.adds);
        // What had to be loaded to run it at all; of that, what other entry points have is none of this one's.
        let certain = read.certain.get(split.chunk.index()).and_then(Option::as_ref);
        let before = certain.into_iter().flat_map(|certain| certain.ones()).map(AssetId::new);
        initial.extend(before.filter(|id| entry.lazy.contains(id)));
    }
    Route {
        path: path.to_owned(),
        entry: entry.asset,
        depth: depth(read, entry, splits, &split_points),
        lazy: entry.lazy.difference(&initial).copied().collect(),
        initial,
        split_points: split_points.into_iter().collect(),
    }
}

/// How many requests follow each other: those of the entry point, then those of each split point behind the one that
/// brings its script. What the document hints at is asked for at once.
fn depth(read: &Read<'_>, entry: &EntryPoint, splits: &[SplitPoint], split_points: &BTreeSet<usize>) -> u32 {
    let start = read.edges.partition_point(|edge| edge.from < entry.asset);
    let from_document = read.edges[start..].iter().take_while(|edge| edge.from == entry.asset);
    let hinted: BTreeSet<AssetId> =
        from_document.filter(|edge| edge.kind == EdgeKind::Preload).map(|edge| edge.to).collect();
    let is_late = |id: &&AssetId| !entry.initial.contains(id) && !hinted.contains(id);
    let mut open: Vec<&SplitPoint> = split_points.iter().filter_map(|index| splits.get(*index)).collect();
    open.retain(|split| split.adds.iter().any(|id| is_late(&id)));
    let mut there: BTreeSet<AssetId> = entry.initial.clone();
    let mut depth = entry.depth;
    while !open.is_empty() {
        let (mut runs, mut later): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|split| there.contains(&split.chunk));
        if runs.is_empty() {
            // Something that is no part of the route brings them: at least one request more.
            depth = depth.saturating_add(1);
            runs = std::mem::take(&mut later);
        }
        depth = depth.saturating_add(runs.iter().map(|split| split.depth).max().unwrap_or_default());
        there.extend(runs.iter().flat_map(|split| &split.adds));
        open = later;
    }
    depth
}
