//! What one page can load into its own thread: the scripts that can ever stand beside each other.

use std::collections::BTreeMap;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::asset_set::AssetSet;
use crate::model::build::Build;
use crate::model::chunk_graph::{Edge, EdgeKind, EntryPoint};

/// What browsers that run modules load of an entry point. Workers are left out: they are threads of their own.
#[derive(Clone, Debug)]
pub struct Page {
    /// The entry points that load this, sorted by path; there is at least one.
    pub entries: Vec<AssetId>,
    /// The scripts of the initial load, sorted.
    pub initial: Vec<AssetId>,
    /// Every script that can be loaded; those of the initial load too.
    scripts: AssetSet,
}

impl Page {
    /// Every script that the page can load, sorted.
    pub fn scripts(&self) -> impl Iterator<Item = AssetId> {
        self.scripts.iter()
    }

    /// Whether the page can load that script.
    pub fn can_load(&self, script: AssetId) -> bool {
        self.scripts.contains(script)
    }

    /// Whether the page can load one of those scripts.
    pub fn can_load_any(&self, scripts: &AssetSet) -> bool {
        self.scripts.has_any_of(scripts)
    }

    /// Whether the page loads that script at first.
    pub fn is_initial(&self, script: AssetId) -> bool {
        self.initial.binary_search(&script).is_ok()
    }
}

/// The pages of a build, one for all entry points that begin with the same scripts, in the order of the entry points.
pub fn pages(build: &Build) -> Vec<Page> {
    let known = Known::of(build);
    let mut by_roots: BTreeMap<(Vec<AssetId>, Vec<AssetId>), usize> = BTreeMap::new();
    let mut pages: Vec<Page> = Vec::new();
    for entry in build.graph.modern_entries() {
        let is_script = |id: &AssetId| build.asset(*id).resource_type == ResourceType::Script;
        let initial: Vec<AssetId> = entry.initial.iter().filter(is_script).collect();
        let later = loaded_by_the_document(build, entry);
        let place = by_roots.entry((initial, later)).or_insert_with_key(|(initial, later)| {
            let scripts = known.scripts_of(entry);
            let scripts =
                scripts.unwrap_or_else(|| scripts_from(build, initial.iter().chain(later).copied()));
            pages.push(Page { entries: Vec::new(), initial: initial.clone(), scripts });
            pages.len() - 1
        });
        if let Some(page) = pages.get_mut(*place) {
            page.entries.push(entry.asset);
        }
    }
    pages
}

/// What the document itself imports dynamically.
fn loaded_by_the_document(build: &Build, entry: &EntryPoint) -> Vec<AssetId> {
    let is_document = build.asset(entry.asset).resource_type == ResourceType::Document;
    let later = |edge: &&Edge| is_document && edge.kind == EdgeKind::Dynamic && entry.lazy.contains(edge.to);
    build.graph.edges_from(entry.asset).filter(later).map(|edge| edge.to).collect()
}

/// What is the same for all pages.
struct Known {
    scripts: AssetSet,
    /// The files that start workers.
    starters: AssetSet,
}

impl Known {
    fn of(build: &Build) -> Self {
        let workers = build.graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Worker);
        Self {
            scripts: build.of_type(ResourceType::Script).map(|(id, _)| id).collect(),
            starters: workers.map(|edge| edge.from).collect(),
        }
    }

    /// The scripts that an entry point can load; `None` where they have to be told from those of workers.
    fn scripts_of(&self, entry: &EntryPoint) -> Option<AssetSet> {
        let sets = [&entry.initial, &entry.lazy];
        let starts =
            self.starters.contains(entry.asset) || sets.iter().any(|set| set.has_any_of(&self.starters));
        (!starts).then(|| {
            let [initial, lazy] = sets.map(|set| set.in_both(&self.scripts));
            AssetSet::of_all([&initial, &lazy].into_iter())
        })
    }
}

/// The scripts that can be loaded from `roots`, the roots included, but not by workers.
fn scripts_from(build: &Build, roots: impl Iterator<Item = AssetId>) -> AssetSet {
    let mut seen = AssetSet::default();
    let mut open: Vec<AssetId> = roots.collect();
    while let Some(id) = open.pop() {
        if build.asset(id).resource_type == ResourceType::Script && seen.insert(id) {
            let edges = build.graph.edges_from(id);
            let own = edges.filter(|edge| matches!(edge.kind, EdgeKind::Static | EdgeKind::Dynamic));
            open.extend(own.map(|edge| edge.to));
        }
    }
    seen
}
