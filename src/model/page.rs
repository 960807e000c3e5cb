//! What one page can load into its own thread: the scripts that can ever stand beside each other.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::chunk_graph::{Edge, EdgeKind, EntryPoint};

/// What browsers that run modules load of an entry point. Workers are left out: they are threads of their own.
#[derive(Clone, Debug)]
pub struct Page {
    /// The entry points that load this, sorted by path; there is at least one.
    pub entries: Vec<AssetId>,
    /// The scripts of the initial load, sorted.
    pub initial: Vec<AssetId>,
    /// Every script that can be loaded, by index; those of the initial load too.
    scripts: FixedBitSet,
}

impl Page {
    /// Every script that the page can load, sorted.
    pub fn scripts(&self) -> impl Iterator<Item = AssetId> {
        self.scripts.ones().map(AssetId::new)
    }

    /// Whether the page can load that script.
    pub fn can_load(&self, script: AssetId) -> bool {
        self.scripts.contains(script.index())
    }

    /// Whether the page loads that script at first.
    pub fn is_initial(&self, script: AssetId) -> bool {
        self.initial.binary_search(&script).is_ok()
    }
}

/// The pages of a build, one for all entry points that begin with the same scripts, in the order of the entry points.
pub fn pages(build: &Build) -> Vec<Page> {
    let mut by_roots: BTreeMap<(Vec<AssetId>, Vec<AssetId>), usize> = BTreeMap::new();
    let mut pages: Vec<Page> = Vec::new();
    for entry in build.graph.modern_entries() {
        let is_script = |id: &AssetId| build.asset(*id).resource_type == ResourceType::Script;
        let initial: Vec<AssetId> = entry.initial.iter().copied().filter(is_script).collect();
        let later = loaded_by_the_document(build, entry);
        let known = by_roots.entry((initial, later)).or_insert_with_key(|(initial, later)| {
            let scripts = scripts(build, initial.iter().chain(later).copied());
            pages.push(Page { entries: Vec::new(), initial: initial.clone(), scripts });
            pages.len() - 1
        });
        if let Some(page) = pages.get_mut(*known) {
            page.entries.push(entry.asset);
        }
    }
    pages
}

/// What the document itself imports dynamically.
fn loaded_by_the_document(build: &Build, entry: &EntryPoint) -> Vec<AssetId> {
    let is_document = build.asset(entry.asset).resource_type == ResourceType::Document;
    let later = |edge: &&Edge| is_document && edge.kind == EdgeKind::Dynamic && entry.lazy.contains(&edge.to);
    build.graph.edges_from(entry.asset).filter(later).map(|edge| edge.to).collect()
}

/// The scripts that can be loaded from `roots`, the roots included.
fn scripts(build: &Build, roots: impl Iterator<Item = AssetId>) -> FixedBitSet {
    let mut seen = FixedBitSet::with_capacity(build.assets.len());
    let mut open: Vec<AssetId> = roots.collect();
    while let Some(id) = open.pop() {
        if build.asset(id).resource_type == ResourceType::Script && !seen.put(id.index()) {
            let edges = build.graph.edges_from(id);
            let own = edges.filter(|edge| matches!(edge.kind, EdgeKind::Static | EdgeKind::Dynamic));
            open.extend(own.map(|edge| edge.to));
        }
    }
    seen
}
