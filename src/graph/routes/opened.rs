//! What opening a route loads: the initial load of its entry point, and what its split points add.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::graph::routes::Read;
use crate::graph::routes::patterns::Patterns;
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
    // A document that was made in advance for one value of a parameter: `/blog/hello` of `/blog/[slug]`.
    let patterns = Patterns::of(by_path.keys().copied());
    let mut by_pattern = Vec::new();
    for (path, _) in by_path.iter().filter(|(_, split_points)| split_points.is_empty()) {
        let split_points = patterns.only_match(path).and_then(|pattern| by_path.get(pattern));
        by_pattern.extend(split_points.map(|split_points| (*path, split_points.clone())));
    }
    by_path.extend(by_pattern);
    let mut own: BTreeMap<&str, &EntryPoint> = BTreeMap::new();
    for entry in modern() {
        // Of `about.html` and `about/index.html` the first.
        own.entry(entry.route.as_deref().unwrap_or_default()).or_insert(entry);
    }
    let mut leading: HashMap<BTreeSet<AssetId>, Leading<'_>> = HashMap::new();
    let mut routes = Vec::new();
    for (path, split_points) in by_path {
        let entry = own.get(path).copied().or_else(|| {
            let chunks = chunks_of(&split_points, splits);
            let new = |chunks: &BTreeSet<AssetId>| Leading::to(chunks, modern());
            leading.entry(chunks).or_insert_with_key(new).to_route(path)
        });
        routes.extend(entry.map(|entry| opened(read, path, entry, splits, split_points)));
    }
    routes
}

/// The scripts in which some split points stand.
fn chunks_of(split_points: &BTreeSet<usize>, splits: &[SplitPoint]) -> BTreeSet<AssetId> {
    split_points.iter().filter_map(|index| splits.get(*index)).map(|split| split.chunk).collect()
}

/// The entry points that lead to some scripts.
struct Leading<'a> {
    only: Option<&'a EntryPoint>,
    by_route: HashMap<&'a str, &'a EntryPoint>,
}

impl<'a> Leading<'a> {
    fn to(chunks: &BTreeSet<AssetId>, entries: impl Iterator<Item = &'a EntryPoint>) -> Self {
        let has_all = |entry: &&EntryPoint| chunks.iter().all(|&chunk| entry.can_load(chunk));
        let all: Vec<&EntryPoint> = entries.filter(has_all).collect();
        let mut by_route = HashMap::new();
        for entry in &all {
            if let Some(route) = entry.route.as_deref() {
                by_route.entry(route).or_insert(*entry);
            }
        }
        Self { only: if let [only] = all.as_slice() { Some(*only) } else { None }, by_route }
    }

    /// The entry point that a route without a document of its own is opened with: the only one whose scripts run its
    /// split points, or of several the one with the nearest route above, `/admin` for `/admin/users`.
    fn to_route(&self, path: &str) -> Option<&'a EntryPoint> {
        let mut above = path.rmatch_indices('/').map(|(end, _)| if end == 0 { "/" } else { &path[..end] });
        self.only.or_else(|| above.find_map(|route| self.by_route.get(route)).copied())
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
        initial.add_all(&split.adds);
        // What had to be loaded to run it at all; of that, what other entry points have is none of this one's.
        let certain = read.certain.get(split.chunk.index()).and_then(Option::as_ref);
        if let Some(certain) = certain {
            initial.add_all(&certain.in_both(&entry.lazy));
        }
    }
    let mut lazy = entry.lazy.clone();
    lazy.remove_all(&initial);
    Route {
        path: path.to_owned(),
        entry: entry.asset,
        depth: depth(read, entry, splits, &split_points),
        lazy,
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
    let is_late = |id: AssetId| !entry.initial.contains(id) && !hinted.contains(&id);
    let mut open: Vec<&SplitPoint> = split_points.iter().filter_map(|index| splits.get(*index)).collect();
    open.retain(|split| split.adds.iter().any(is_late));
    let mut there = entry.initial.clone();
    let mut depth = entry.depth;
    while !open.is_empty() {
        let (mut runs, mut later): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|split| there.contains(split.chunk));
        if runs.is_empty() {
            // Something that is no part of the route brings them: at least one request more.
            depth = depth.saturating_add(1);
            runs = std::mem::take(&mut later);
        }
        depth = depth.saturating_add(runs.iter().map(|split| split.depth).max().unwrap_or_default());
        for split in &runs {
            there.add_all(&split.adds);
        }
        open = later;
    }
    depth
}
