//! Sets of files that are loaded together: closures over the edges.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::chunk_graph::{Edge, EdgeKind};

/// The edges by the file that they start at.
pub(crate) struct Reach {
    /// Loaded before the file runs, or with it.
    with_it: Vec<Vec<AssetId>>,
    /// Loaded when some code of the file runs.
    later: Vec<Vec<AssetId>>,
}

impl Reach {
    /// Edges that start at documents are left out: what a document loads depends on the browser.
    pub(crate) fn new(assets: &[Asset], edges: &[Edge]) -> Self {
        let mut with_it = vec![Vec::new(); assets.len()];
        let mut later = vec![Vec::new(); assets.len()];
        for edge in edges {
            if assets[edge.from.index()].resource_type == ResourceType::Document {
                continue;
            }
            match edge.kind {
                EdgeKind::Static | EdgeKind::Stylesheet => with_it[edge.from.index()].push(edge.to),
                EdgeKind::Dynamic | EdgeKind::Worker => later[edge.from.index()].push(edge.to),
                EdgeKind::Preload => {}
            }
        }
        Self { with_it, later }
    }

    /// How many assets there are.
    pub(crate) fn len(&self) -> usize {
        self.with_it.len()
    }

    /// Everything that is loaded with `roots` before any of it runs, the roots included.
    pub(crate) fn closure(&self, roots: impl IntoIterator<Item = AssetId>) -> FixedBitSet {
        self.walk(roots, false)
    }

    /// Everything that can ever be loaded from `roots`, the roots included.
    pub(crate) fn everything(&self, roots: impl IntoIterator<Item = AssetId>) -> FixedBitSet {
        self.walk(roots, true)
    }

    /// The longest chain of requests of `set` that must follow each other, when `roots` are asked for at once: the
    /// way to one of the files that come last, breadth first.
    pub(crate) fn longest_chain(
        &self,
        roots: impl IntoIterator<Item = AssetId>,
        set: &FixedBitSet,
    ) -> Vec<AssetId> {
        let mut seen = FixedBitSet::with_capacity(self.len());
        let mut asked_by: HashMap<AssetId, AssetId> = HashMap::new();
        let mut level: Vec<AssetId> = roots.into_iter().collect();
        let mut last = None;
        loop {
            level.retain(|id| set.contains(id.index()) && !seen.put(id.index()));
            let Some(&first) = level.first() else { break };
            last = Some(first);
            let mut next = Vec::new();
            for &id in &level {
                for &to in &self.with_it[id.index()] {
                    if !seen.contains(to.index()) {
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

    fn walk(&self, roots: impl IntoIterator<Item = AssetId>, later_too: bool) -> FixedBitSet {
        let mut seen = FixedBitSet::with_capacity(self.len());
        let mut open: Vec<AssetId> = roots.into_iter().collect();
        while let Some(id) = open.pop() {
            if !seen.put(id.index()) {
                open.extend(&self.with_it[id.index()]);
                if later_too {
                    open.extend(&self.later[id.index()]);
                }
            }
        }
        seen
    }
}
