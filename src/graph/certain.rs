//! What is certainly loaded when a chunk runs: what every way to it loads.
//!
//! For a chunk of an initial load that is what all the entry points that load it have in common; for a lazy
//! chunk, what is certain where it is imported, and what comes with it. That is a greatest fixed point: start
//! with "everything" and take away until nothing changes, as dominators are computed. What holds for an importer
//! holds for what it imports statically, so each edge is looked at only when something before it has changed.

use crate::graph::esm::LocatedImport;
use crate::graph::reach::Reach;
use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::asset_set::AssetSet;
use crate::model::chunk_graph::{Audience, Edge, EdgeKind, EntryPoint};

/// What dynamic imports load, whatever is there already.
pub(crate) struct Loaded {
    /// By asset, for those that some import names: the asset with its static closure.
    closures: Vec<Option<AssetSet>>,
}

impl Loaded {
    /// Each target's closure is made once, however many imports name it.
    pub(crate) fn new(located: &[LocatedImport], reach: &Reach) -> Self {
        let mut closures = vec![None; reach.len()];
        for root in located.iter().flat_map(roots) {
            closures[root.index()].get_or_insert_with(|| reach.closure([root]));
        }
        Self { closures }
    }

    /// Adds to `there` what an import loads.
    pub(crate) fn add(&self, import: &LocatedImport, there: &mut AssetSet) {
        for closure in roots(import).filter_map(|root| self.closures[root.index()].as_ref()) {
            there.add_all(closure);
        }
    }
}

/// The files that an import asks for.
pub(crate) fn roots(import: &LocatedImport) -> impl Iterator<Item = AssetId> {
    import.preloads.iter().copied().chain([import.target])
}

/// Imports by the file in which they stand.
pub(crate) struct Imports<'a> {
    located: &'a [LocatedImport],
    of: Vec<Vec<usize>>,
}

impl<'a> Imports<'a> {
    /// Sorts them in.
    pub(crate) fn new(located: &'a [LocatedImport], assets: usize) -> Self {
        let mut of = vec![Vec::new(); assets];
        for (index, import) in located.iter().enumerate() {
            of[import.chunk.index()].push(index);
        }
        Self { located, of }
    }

    fn of(&self, chunk: AssetId) -> impl Iterator<Item = &'a LocatedImport> {
        self.of[chunk.index()].iter().map(|&index| &self.located[index])
    }
}

/// For each asset what is certainly loaded when it runs; `None` where no entry point of that audience leads to it.
pub(crate) fn certain(
    assets: &[Asset],
    edges: &[Edge],
    imports: &Imports<'_>,
    loaded: &Loaded,
    entries: &[EntryPoint],
    audience: Audience,
    reach: &Reach,
) -> Vec<Option<AssetSet>> {
    let mut certain = vec![None; reach.len()];
    let mut changed = AssetSet::default();
    let mut starts = Vec::new();
    for entry in entries.iter().filter(|entry| entry.audience == audience) {
        for start in starts_of(entry, assets, edges) {
            narrow(&mut certain, start, &entry.initial, &mut changed);
            starts.push(start);
        }
    }
    let order = order(&starts, imports, reach);
    while !changed.is_empty() {
        for &chunk in &order {
            if !changed.remove(chunk) {
                continue;
            }
            let Some(here) = certain[chunk.index()].clone() else { continue };
            for &to in reach.imported_by(chunk) {
                narrow(&mut certain, to, &here, &mut changed);
            }
            for import in imports.of(chunk) {
                let mut there = here.clone();
                loaded.add(import, &mut there);
                for to in roots(import) {
                    narrow(&mut certain, to, &there, &mut changed);
                }
            }
        }
    }
    certain
}

/// Where an entry point starts: itself, and of a document what it names.
fn starts_of(entry: &EntryPoint, assets: &[Asset], edges: &[Edge]) -> Vec<AssetId> {
    let mut starts = vec![entry.asset];
    if assets[entry.asset.index()].resource_type == ResourceType::Document {
        let from = edges.partition_point(|edge| edge.from < entry.asset);
        let own = edges[from..].iter().take_while(|edge| edge.from == entry.asset);
        let named = own.filter(|edge| matches!(edge.kind, EdgeKind::Static | EdgeKind::Stylesheet));
        starts.extend(named.map(|edge| edge.to).filter(|to| entry.initial.contains(*to)));
    }
    starts
}

/// All chunks that can be reached, importers before what they import where there are no cycles: few passes will do.
fn order(starts: &[AssetId], imports: &Imports<'_>, reach: &Reach) -> Vec<AssetId> {
    let next = |chunk: AssetId| -> Vec<AssetId> {
        reach.imported_by(chunk).iter().copied().chain(imports.of(chunk).flat_map(roots)).collect()
    };
    let mut seen = AssetSet::default();
    let mut order = Vec::new();
    for &start in starts {
        if !seen.insert(start) {
            continue;
        }
        let mut open = vec![(start, next(start))];
        while let Some((chunk, rest)) = open.last_mut() {
            match rest.pop() {
                Some(to) if seen.insert(to) => open.push((to, next(to))),
                Some(_) => {}
                None => {
                    order.push(*chunk);
                    open.pop();
                }
            }
        }
    }
    order.reverse();
    order
}

/// Keeps of what is certain at `chunk` what `other` has too, and notes whether that changed anything.
fn narrow(certain: &mut [Option<AssetSet>], chunk: AssetId, other: &AssetSet, changed: &mut AssetSet) {
    match &mut certain[chunk.index()] {
        Some(known) if known.is_subset(other) => return,
        Some(known) => known.keep_all(other),
        unknown => *unknown = Some(other.clone()),
    }
    changed.insert(chunk);
}
