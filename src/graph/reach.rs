//! Sets of files that are loaded together: closures over the edges.

use std::collections::HashMap;

use crate::graph::closures::Closures;
use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::asset_set::AssetSet;
use crate::model::chunk_graph::{Edge, EdgeKind};

/// The edges by the file that they start at.
pub(crate) struct Reach {
    /// Loaded before the file runs, or with it.
    with_it: Closures,
    /// Loaded at any time.
    ever: Closures,
}

impl Reach {
    /// Edges that start at documents are left out: what a document loads depends on the browser.
    pub(crate) fn new(assets: &[Asset], edges: &[Edge]) -> Self {
        let mut with_it = vec![Vec::new(); assets.len()];
        let mut ever = vec![Vec::new(); assets.len()];
        for edge in edges {
            if assets[edge.from.index()].resource_type == ResourceType::Document {
                continue;
            }
            if edge.kind == EdgeKind::Preload {
                continue;
            }
            ever[edge.from.index()].push(edge.to);
            if matches!(edge.kind, EdgeKind::Static | EdgeKind::Stylesheet) {
                with_it[edge.from.index()].push(edge.to);
            }
        }
        Self { with_it: Closures::new(with_it), ever: Closures::new(ever) }
    }

    /// How many assets there are.
    pub(crate) fn len(&self) -> usize {
        self.with_it.len()
    }

    /// What a file loads before it runs, or with it; nothing for documents.
    pub(crate) fn imported_by(&self, id: AssetId) -> &[AssetId] {
        self.with_it.next(id)
    }

    /// Everything that is loaded with `roots` before any of it runs, the roots included.
    pub(crate) fn closure(&self, roots: impl IntoIterator<Item = AssetId>) -> AssetSet {
        self.with_it.of(roots)
    }

    /// Everything that can ever be loaded from `roots`, the roots included.
    pub(crate) fn everything(&self, roots: impl IntoIterator<Item = AssetId>) -> AssetSet {
        self.ever.of(roots)
    }

    /// How many requests of `set` must follow each other, when `roots` are asked for at once.
    pub(crate) fn depth(&self, roots: impl IntoIterator<Item = AssetId>, set: &AssetSet) -> u32 {
        let mut seen = AssetSet::default();
        let mut level: Vec<AssetId> = roots.into_iter().collect();
        let mut depth = 0;
        loop {
            level.retain(|id| set.contains(*id) && seen.insert(*id));
            if level.is_empty() {
                return depth;
            }
            depth += 1;
            level = level.iter().flat_map(|id| self.with_it.next(*id)).copied().collect();
        }
    }

    /// The longest chain of requests of `set` that must follow each other, when `roots` are asked for at once: the
    /// way to one of the files that come last, breadth first.
    pub(crate) fn longest_chain(
        &self,
        roots: impl IntoIterator<Item = AssetId>,
        set: &AssetSet,
    ) -> Vec<AssetId> {
        let mut seen = AssetSet::default();
        let mut asked_by: HashMap<AssetId, AssetId> = HashMap::new();
        let mut level: Vec<AssetId> = roots.into_iter().collect();
        let mut last = None;
        loop {
            level.retain(|id| set.contains(*id) && seen.insert(*id));
            let Some(&first) = level.first() else { break };
            last = Some(first);
            let mut next = Vec::new();
            for &id in &level {
                for &to in self.with_it.next(id) {
                    if !seen.contains(to) {
                        asked_by.entry(to).or_insert(id);
                        next.push(to);
                    }
                }
            }
            level = next;
        }
        let mut chain: Vec<AssetId> = std::iter::successors(last, |id| asked_by.get(id).copied()).collect();
        chain.reverse();
        chain
    }
}
