//! What each dynamic import costs beyond what is certainly loaded when it runs.
//!
//! What is certain at a chunk is what every way to it loads: for a chunk of an initial load, what all the entry
//! points that load it have in common; for a lazy chunk, what is certain where it is imported, and what comes
//! with it. That is a greatest fixed point: start with "everything" and take away until nothing changes, as
//! dominators are computed.

use fixedbitset::FixedBitSet;

use crate::graph::esm::LocatedImport;
use crate::graph::reach::Reach;
use crate::model::asset::{Asset, AssetId, Sizes};
use crate::model::chunk_graph::{Audience, Edge, EdgeKind, EntryPoint, SplitPoint};

/// Every dynamic import with what it adds, sorted by chunk and place; and for each asset what is certainly loaded when
/// it runs in a browser with modules, `None` where no entry point leads to it.
pub(crate) fn split_points(
    assets: &[Asset],
    edges: &[Edge],
    located: &[LocatedImport],
    entries: &[EntryPoint],
    reach: &Reach,
) -> (Vec<SplitPoint>, Vec<Option<FixedBitSet>>) {
    let loaded: Vec<FixedBitSet> = located.iter().map(|import| loaded_with(import, reach)).collect();
    let modern = certain(located, &loaded, entries, Audience::Modern, reach);
    let legacy = certain(located, &loaded, entries, Audience::Legacy, reach);
    let mut split_points: Vec<SplitPoint> = located
        .iter()
        .zip(&loaded)
        .map(|(import, loaded)| {
            let index = import.chunk.index();
            // A chunk that no entry point leads to has no audience; it is told of as if it were modern.
            let (certain, audience) = match (&modern[index], &legacy[index]) {
                (None, Some(certain)) => (Some(certain), Audience::Legacy),
                (certain, _) => (certain.as_ref(), Audience::Modern),
            };
            let mut adds = loaded.clone();
            adds.set(import.chunk.index(), false);
            if let Some(certain) = certain {
                adds.difference_with(certain);
            }
            let effective = adds.contains(import.target.index());
            SplitPoint {
                chunk: import.chunk,
                span: import.span,
                target: import.target,
                cost: adds.ones().filter_map(|index| assets[index].sizes).sum::<Sizes>(),
                effective,
                loaded_by: if effective { None } else { static_importer(import, certain, edges) },
                depth: depth(import, &adds, reach),
                adds: adds.ones().map(AssetId::new).collect(),
                audience,
                routes: Vec::new(),
            }
        })
        .collect();
    split_points.sort_by_key(|split_point| (split_point.chunk, split_point.span, split_point.target));
    (split_points, modern)
}

fn depth(import: &LocatedImport, adds: &FixedBitSet, reach: &Reach) -> u32 {
    let chain = reach.longest_chain(import.preloads.iter().copied().chain([import.target]), adds);
    u32::try_from(chain.len()).unwrap_or(u32::MAX)
}

/// A file that loads the target statically and is there when the import runs: the importing chunk itself if it
/// does, else the first by path.
fn static_importer(import: &LocatedImport, certain: Option<&FixedBitSet>, edges: &[Edge]) -> Option<AssetId> {
    let is_there =
        |id: AssetId| id == import.chunk || certain.is_some_and(|certain| certain.contains(id.index()));
    let to_target = edges.iter().filter(|edge| edge.to == import.target && edge.kind == EdgeKind::Static);
    to_target
        .map(|edge| edge.from)
        .filter(|&from| is_there(from))
        .min_by_key(|&from| (from != import.chunk, from))
}

/// What a dynamic import loads, whatever is there already.
fn loaded_with(import: &LocatedImport, reach: &Reach) -> FixedBitSet {
    reach.closure(import.preloads.iter().copied().chain([import.target]))
}

/// For each asset what is certainly loaded when it runs; `None` where no entry point of that audience leads to it.
fn certain(
    located: &[LocatedImport],
    loaded: &[FixedBitSet],
    entries: &[EntryPoint],
    audience: Audience,
    reach: &Reach,
) -> Vec<Option<FixedBitSet>> {
    let mut certain: Vec<Option<FixedBitSet>> = vec![None; reach.len()];
    for entry in entries.iter().filter(|entry| entry.audience == audience) {
        let mut initial = FixedBitSet::with_capacity(reach.len());
        initial.extend(entry.initial.iter().map(|id| id.index()));
        for id in &entry.initial {
            narrow(&mut certain[id.index()], &initial);
        }
    }
    // Every pass takes files away or ends; two or three passes are usual.
    loop {
        let mut changed = false;
        for (import, loaded) in located.iter().zip(loaded) {
            let Some(at_import) = &certain[import.chunk.index()] else { continue };
            let mut there = at_import.clone();
            there.union_with(loaded);
            for index in loaded.ones() {
                changed |= narrow(&mut certain[index], &there);
            }
        }
        if !changed {
            return certain;
        }
    }
}

/// Keeps of `known` what `other` has too; whether that changed anything.
fn narrow(known: &mut Option<FixedBitSet>, other: &FixedBitSet) -> bool {
    match known {
        None => {
            *known = Some(other.clone());
            true
        }
        Some(known) if known.is_subset(other) => false,
        Some(known) => {
            known.intersect_with(other);
            true
        }
    }
}
