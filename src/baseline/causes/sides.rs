//! The two builds side by side, with what the explanation looks up in both.

use std::collections::BTreeMap;

use crate::model::asset::{AssetId, Sizes};
use crate::model::baseline::Pairs;
use crate::model::build::Build;
use crate::model::chunk_graph::{Audience, EdgeKind, Load};
use crate::model::fingerprint::Fingerprint;
use crate::model::growth::At;
use crate::model::package::{Contents, Module, PackageInChunk};

/// Both builds.
pub(crate) struct Sides<'b> {
    /// This build.
    pub(crate) now: Side<'b>,
    /// The earlier one.
    pub(crate) before: Side<'b>,
}

/// One of the two builds.
pub(crate) struct Side<'b> {
    /// The build.
    pub(crate) build: &'b Build,
    /// What each file is in the other build.
    pairs: Vec<Option<AssetId>>,
    /// Where packages are, by name.
    pub(crate) packages: BTreeMap<&'b str, Vec<&'b PackageInChunk>>,
    /// Where the modules of the application are, by path.
    pub(crate) modules: BTreeMap<&'b str, Vec<(AssetId, &'b Module)>>,
    /// The files that import a file statically.
    importers: BTreeMap<AssetId, Vec<AssetId>>,
    /// The only route that brings a file; runs parallel to the assets.
    routes: Vec<Option<&'b str>>,
}

impl<'b> Sides<'b> {
    /// Takes both builds.
    pub(crate) fn new(now: &'b Build, before: &'b Build, pairs: &Pairs) -> Self {
        let mut of_now = vec![None; now.assets.len()];
        let mut of_before = vec![None; before.assets.len()];
        for (&one, &other) in &pairs.files {
            if let (Some(slot), Some(back)) = (of_now.get_mut(one.index()), of_before.get_mut(other.index()))
            {
                *slot = Some(other);
                *back = Some(one);
            }
        }
        Self { now: Side::new(now, of_now), before: Side::new(before, of_before) }
    }

    /// The path of a file of either build.
    pub(crate) fn path(&self, at: At) -> &'b str {
        match at {
            At::Now(id) => self.now.build.path(id),
            At::Before(id) => self.before.build.path(id),
        }
    }

    /// Whether a file of this build and its counterpart differ in size or, where that is told, in content.
    pub(crate) fn differs(&self, now: AssetId, before: AssetId) -> bool {
        let contents = (self.now.fingerprint(now), self.before.fingerprint(before));
        let is_other = matches!(contents, (Some(now), Some(before)) if now.content != before.content);
        is_other || self.now.sizes(now) != self.before.sizes(before)
    }

    /// Whether two files are the same but for references to other files: by their contents where these are told.
    pub(crate) fn differ_in_references(&self, now: AssetId, before: AssetId) -> bool {
        match (self.now.fingerprint(now), self.before.fingerprint(before)) {
            (Some(now), Some(before)) => now.without_references == before.without_references,
            _ => self.now.sizes(now).raw == self.before.sizes(before).raw,
        }
    }
}

impl<'b> Side<'b> {
    fn new(build: &'b Build, pairs: Vec<Option<AssetId>>) -> Self {
        let mut packages: BTreeMap<&str, Vec<&PackageInChunk>> = BTreeMap::new();
        for found in &build.packages.in_chunks {
            packages.entry(&found.name).or_default().push(found);
        }
        let mut modules: BTreeMap<&str, Vec<(AssetId, &Module)>> = BTreeMap::new();
        for (index, of_file) in build.modules.iter().enumerate() {
            for module in of_file.iter().filter(|module| module.package.is_none()) {
                modules.entry(&module.path).or_default().push((AssetId::new(index), module));
            }
        }
        let mut importers: BTreeMap<AssetId, Vec<AssetId>> = BTreeMap::new();
        for edge in build.graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Static) {
            let of_file = importers.entry(edge.to).or_default();
            if of_file.last() != Some(&edge.from) {
                of_file.push(edge.from);
            }
        }
        Self { build, pairs, packages, modules, importers, routes: only_routes(build) }
    }

    /// The counterpart of a file in the other build.
    pub(crate) fn pair(&self, id: AssetId) -> Option<AssetId> {
        self.pairs.get(id.index()).copied().flatten()
    }

    /// What a file weighs; nothing for source maps.
    pub(crate) fn sizes(&self, id: AssetId) -> Sizes {
        self.build.asset(id).sizes.unwrap_or_default()
    }

    /// What a file is known by.
    pub(crate) fn fingerprint(&self, id: AssetId) -> Option<&'b Fingerprint> {
        self.build.fingerprints.get(id.index())?.as_ref()
    }

    /// When a file is loaded.
    pub(crate) fn load(&self, id: AssetId) -> Option<Load> {
        self.build.graph.load(id)
    }

    /// Whether a source map says of a script where its bytes come from.
    pub(crate) fn is_mapped(&self, id: AssetId) -> bool {
        self.build.contents.get(id.index()).is_some_and(Contents::is_mapped)
    }

    /// The modules of a script that a source map names.
    pub(crate) fn modules_of(&self, id: AssetId) -> &'b [Module] {
        self.build.modules.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The only file that imports another statically.
    pub(crate) fn only_importer(&self, id: AssetId) -> Option<AssetId> {
        match self.importers.get(&id)?.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The only route whose opening loads a file that is loaded later.
    pub(crate) fn only_route(&self, id: AssetId) -> Option<&'b str> {
        self.routes.get(id.index()).copied().flatten()
    }

    /// Marks these files; runs parallel to the assets.
    pub(crate) fn flags(&self, ids: impl Iterator<Item = AssetId>) -> Vec<bool> {
        let mut flags = vec![false; self.build.assets.len()];
        for id in ids {
            if let Some(flag) = flags.get_mut(id.index()) {
                *flag = true;
            }
        }
        flags
    }
}

/// Of each file that split points load the only route whose opening does. What is loaded by something else, too, is not
/// the route's.
fn only_routes(build: &Build) -> Vec<Option<&str>> {
    let mut routes = vec![None; build.assets.len()];
    let mut seen = vec![false; build.assets.len()];
    for point in build.graph.split_points.iter().filter(|point| point.audience == Audience::Modern) {
        let only = match point.routes.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        };
        for id in point.adds.iter().chain([point.target]) {
            if let (Some(route), Some(seen)) = (routes.get_mut(id.index()), seen.get_mut(id.index())) {
                *route = if *seen { route.filter(|&known| Some(known) == only) } else { only };
                *seen = true;
            }
        }
    }
    routes
}
