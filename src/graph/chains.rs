//! The shortest ways from the entry points to one file.
//!
//! A way with fewer `import()`s and workers in it is shorter, whatever its length; of those, the one with fewer
//! steps; of those, the first by path. Preloads are hints and no reason why a file is loaded: they are left out.
//! All entry points are answered by one search, backwards from the file.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::chain::{Chain, Reason};
use crate::model::chunk_graph::{Audience, Edge, EdgeKind, EntryPoint};

/// How far it is to the file: steps that are taken later, then all steps.
type Distance = (u32, u32);

/// Why `target` is loaded.
pub fn reason(build: &Build, target: AssetId) -> Reason {
    let distances = distances(build, target);
    let ways = [Audience::Modern, Audience::Legacy]
        .map(|audience| (audience, chains(build, target, audience, &distances)));
    let importers = importers(build, target);
    let [modern, legacy] = ways;
    let (audience, chains) = if modern.1.is_empty() && !legacy.1.is_empty() { legacy } else { modern };
    Reason { target, audience, chains, importers }
}

fn chains(build: &Build, target: AssetId, audience: Audience, distances: &[Option<Distance>]) -> Vec<Chain> {
    let mut chains: BTreeMap<Vec<(AssetId, EdgeKind)>, (Distance, Chain)> = BTreeMap::new();
    let entries = build.graph.entries.iter().filter(|entry| entry.audience == audience);
    for entry in entries {
        let Some(steps) = steps(build, entry, target, distances) else { continue };
        let way: Vec<_> = steps.iter().map(|step| (step.to, step.kind)).collect();
        let distance = steps.iter().fold((0, 0), |distance, step| further(distance, step.kind));
        chains
            .entry(way)
            .and_modify(|(_, chain)| chain.entries.push(entry.asset))
            .or_insert((distance, Chain { entries: vec![entry.asset], steps }));
    }
    let mut chains: Vec<_> = chains.into_values().collect();
    chains.sort_by_key(|(distance, chain)| (*distance, chain.entries.first().copied()));
    chains.into_iter().map(|(_, chain)| chain).collect()
}

fn importers(build: &Build, target: AssetId) -> Vec<AssetId> {
    let edges = build.graph.edges.iter();
    let mut importers: Vec<_> =
        edges.filter(|edge| edge.to == target && loads(edge)).map(|edge| edge.from).collect();
    importers.dedup();
    importers
}

fn loads(edge: &Edge) -> bool {
    edge.kind != EdgeKind::Preload
}

fn further((later, steps): Distance, kind: EdgeKind) -> Distance {
    (later + u32::from(kind.is_later()), steps + 1)
}

/// Dijkstra's search, backwards; `None` for files that do not lead to `target`.
fn distances(build: &Build, target: AssetId) -> Vec<Option<Distance>> {
    let mut to: Vec<Vec<&Edge>> = vec![Vec::new(); build.assets.len()];
    for edge in build.graph.edges.iter().filter(|edge| loads(edge)) {
        to[edge.to.index()].push(edge);
    }
    let mut distances: Vec<Option<Distance>> = vec![None; build.assets.len()];
    let mut open = BinaryHeap::from([Reverse(((0, 0), target))]);
    while let Some(Reverse((distance, id))) = open.pop() {
        if distances[id.index()].is_some() {
            continue;
        }
        distances[id.index()] = Some(distance);
        open.extend(to[id.index()].iter().map(|edge| Reverse((further(distance, edge.kind), edge.from))));
    }
    distances
}

/// The way of one entry point; `None` where none leads from it to `target`.
fn steps(
    build: &Build,
    entry: &EntryPoint,
    target: AssetId,
    distances: &[Option<Distance>],
) -> Option<Vec<Edge>> {
    let mut steps = Vec::new();
    let mut at = entry.asset;
    while at != target {
        // What a document loads depends on the browser: only what this entry point loads counts.
        let is_loaded = |edge: &&Edge| entry.can_load(edge.to);
        let next = build.graph.edges_from(at).filter(|edge| loads(edge)).filter(is_loaded);
        let step = next
            .filter_map(|edge| Some((further(distances[edge.to.index()]?, edge.kind), edge)))
            .min_by_key(|(distance, _)| *distance)?
            .1;
        // Distances fall with every step; only what is not loaded from here could make them rise.
        if build.assets.len() <= steps.len() {
            return None;
        }
        steps.push(step.clone());
        at = step.to;
    }
    Some(steps)
}
