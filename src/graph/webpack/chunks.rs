//! Which file a chunk's id names.
//!
//! Ids count within one build, and builds are told apart by their chunk-loading global. Files that push under
//! it say themselves which chunks they are; the runtime's file names tell of the others, and decide where
//! several builds with the same global lie in one directory.

use std::collections::{HashMap, HashSet};

use crate::graph::resolve::Resolver;
use crate::graph::webpack::file_names::file_name;
use crate::graph::webpack::id_set::Ids;
use crate::model::asset::{AssetId, ResourceType};
use crate::model::webpack::{ChunkFile, WebpackUnit};

/// A unit and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    /// The file.
    pub(crate) asset: AssetId,
    /// What it says.
    pub(crate) unit: &'a WebpackUnit,
    /// Its build, an index into [`Chunks::groups`].
    pub(crate) group: usize,
}

/// The files that share one chunk-loading global.
#[derive(Default)]
pub(crate) struct Group<'a> {
    containers: HashMap<&'a str, Vec<AssetId>>,
    modules: HashMap<&'a str, Vec<AssetId>>,
    /// What finds chunks by name, in the order of the paths.
    pub(crate) runtimes: Vec<Runtime<'a>>,
}

/// A runtime and where it stands.
pub(crate) struct Runtime<'a> {
    /// The script, or the document that holds it.
    pub(crate) asset: AssetId,
    /// What it says.
    pub(crate) unit: &'a WebpackUnit,
    files: HashMap<&'a str, &'a ChunkFile>,
    /// The chunks that it loads no script for.
    without_script: Option<Ids>,
}

/// Ids that name no file of the build.
pub(crate) struct Missed {
    /// How many there are.
    pub(crate) ids: usize,
    /// The files that they stand in.
    pub(crate) files: HashSet<AssetId>,
}

/// All chunks of a build's directory.
pub(crate) struct Chunks<'a> {
    resolver: &'a Resolver<'a>,
    /// The builds.
    pub(crate) groups: Vec<Group<'a>>,
    /// By group, runtime and id: each name is made once.
    named: HashMap<(usize, usize, &'a str), Option<AssetId>>,
    /// By group and file: the runtimes that the file's ids are meant for.
    runtimes_of: HashMap<(usize, AssetId), Vec<usize>>,
    /// By group and id: the stylesheet of a chunk that has no script.
    only_styles: HashMap<(usize, &'a str), AssetId>,
    /// References by id that name no file.
    unresolved: HashSet<(usize, &'a str)>,
    /// Where they stand, those of Module Federation too.
    missed_in: HashSet<AssetId>,
}

impl<'a> Chunks<'a> {
    /// Groups the pieces; gives each its group.
    pub(crate) fn new(
        resolver: &'a Resolver<'a>,
        units: Vec<(AssetId, &'a WebpackUnit)>,
    ) -> (Self, Vec<Piece<'a>>) {
        let known: HashSet<&str> = units
            .iter()
            .filter(|(_, unit)| unit.is_container)
            .flat_map(|(_, unit)| unit.globals.iter().map(String::as_str))
            .collect();
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut by_global: HashMap<Option<&str>, usize> = HashMap::new();
        let mut pieces = Vec::with_capacity(units.len());
        for (asset, unit) in units {
            let global = unit.globals.iter().map(String::as_str).find(|name| known.contains(name));
            let group = *by_global.entry(global).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            groups[group].add(asset, unit);
            pieces.push(Piece { asset, unit, group });
        }
        let chunks = Self {
            resolver,
            groups,
            named: HashMap::new(),
            runtimes_of: HashMap::new(),
            only_styles: HashMap::new(),
            unresolved: HashSet::new(),
            missed_in: HashSet::new(),
        };
        (chunks, pieces)
    }

    /// Whether the runtime itself says that chunk `id` has no script, where `from` asks for it: its modules are
    /// shared ones or come from elsewhere (Module Federation), or it is a stylesheet only.
    pub(crate) fn is_without_script(&mut self, group: usize, id: &str, from: AssetId) -> bool {
        let runtimes = self.runtimes_of(group, from);
        let says_so = |&runtime: &usize| self.groups[group].runtimes[runtime].is_without_script(id);
        !runtimes.is_empty() && runtimes.iter().all(says_so)
    }

    /// The script of chunk `id` where `from` asks for it; `None` where that cannot be told.
    pub(crate) fn script(&mut self, group: usize, id: &'a str, from: AssetId) -> Option<AssetId> {
        if self.is_without_script(group, id, from) {
            return None;
        }
        let mut named: Vec<AssetId> = Vec::new();
        for runtime in self.runtimes_of(group, from) {
            named.extend(self.named(group, runtime, id));
        }
        named.sort_unstable();
        named.dedup();
        let candidates = self.groups[group].containers.get(id).map_or(&[][..], Vec::as_slice);
        if let [only] = named.as_slice() {
            return Some(*only);
        }
        let fits = |candidate: &&AssetId| named.is_empty() || named.contains(candidate);
        let mut fitting: Vec<AssetId> = candidates.iter().filter(fits).copied().collect();
        self.keep_nearest(&mut fitting, from);
        match fitting.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The stylesheet of a chunk that has no script.
    pub(crate) fn only_style(&self, group: usize, id: &str) -> Option<AssetId> {
        self.only_styles.get(&(group, id)).copied()
    }

    /// Notes that a chunk without a script has this stylesheet.
    pub(crate) fn set_only_style(&mut self, group: usize, id: &'a str, style: AssetId) {
        self.only_styles.entry((group, id)).or_insert(style);
    }

    /// Notes that an id names no file.
    pub(crate) fn miss(&mut self, piece: Piece<'a>, id: &'a str) {
        // Module Federation loads these from elsewhere, or already has them; webpack itself gives the names.
        let is_federated = id.starts_with("webpack_sharing_consume_") || id.starts_with("webpack_container_");
        if !is_federated && !self.is_without_script(piece.group, id, piece.asset) {
            self.missed_in.insert(piece.asset);
            self.unresolved.insert((piece.group, id));
        }
    }

    /// The ids that named no file.
    pub(crate) fn missed(self) -> Missed {
        Missed { ids: self.unresolved.len(), files: self.missed_in }
    }

    /// Whether a module is in a file.
    pub(crate) fn holds_module(&self, group: usize, module: &str, asset: AssetId) -> bool {
        self.groups[group].modules.get(module).is_some_and(|assets| assets.contains(&asset))
    }

    /// The ids of all chunks that say which they are, sorted.
    pub(crate) fn ids(&self, group: usize) -> Vec<&'a str> {
        let mut ids: Vec<&str> = self.groups[group].containers.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// Keeps those of `assets` whose folder is nearest to that of `from`.
    pub(crate) fn keep_nearest(&self, assets: &mut Vec<AssetId>, from: AssetId) {
        if assets.len() < 2 {
            return;
        }
        let nearest = assets.iter().map(|asset| self.resolver.shared_folders(*asset, from)).max();
        assets.retain(|asset| Some(self.resolver.shared_folders(*asset, from)) == nearest);
    }

    /// The runtimes that the ids in a file are meant for: its own; those that name the file; the nearest.
    fn runtimes_of(&mut self, group: usize, from: AssetId) -> Vec<usize> {
        if let Some(known) = self.runtimes_of.get(&(group, from)) {
            return known.clone();
        }
        let runtimes = &self.groups[group].runtimes;
        let mut found: Vec<usize> = (0..runtimes.len())
            .filter(|&index| runtimes[index].asset == from || runtimes.len() == 1)
            .collect();
        if found.is_empty() {
            let ids = self.groups[group].ids_of(from);
            found = (0..self.groups[group].runtimes.len())
                .filter(|&runtime| ids.iter().any(|id| self.named(group, runtime, id) == Some(from)))
                .collect();
        }
        if found.is_empty() {
            let runtimes = &self.groups[group].runtimes;
            let mut nearest: Vec<AssetId> = runtimes.iter().map(|runtime| runtime.asset).collect();
            self.keep_nearest(&mut nearest, from);
            found = (0..runtimes.len()).filter(|&index| nearest.contains(&runtimes[index].asset)).collect();
        }
        self.runtimes_of.insert((group, from), found.clone());
        found
    }

    /// The script that one runtime would load for `id`.
    fn named(&mut self, group: usize, runtime: usize, id: &'a str) -> Option<AssetId> {
        if let Some(known) = self.named.get(&(group, runtime, id)) {
            return *known;
        }
        let runtime_of_ids = &self.groups[group].runtimes[runtime];
        let Runtime { asset, unit, files, .. } = runtime_of_ids;
        let imported = files.get(id).and_then(|file| self.resolver.target(&file.target, *asset));
        let hash = unit.full_hash.as_deref();
        let mut names = unit.script_names.iter().filter_map(|name| file_name(name, id, hash));
        let is_script = |asset: &AssetId| self.resolver.resource_type(*asset) == ResourceType::Script;
        let found = imported
            .or_else(|| names.find_map(|name| self.resolver.nearest(&name, *asset).filter(is_script)))
            .filter(|_| !runtime_of_ids.is_without_script(id));
        self.named.insert((group, runtime, id), found);
        found
    }
}

impl Runtime<'_> {
    fn is_without_script(&self, id: &str) -> bool {
        self.without_script.as_ref().is_some_and(|ids| ids.contain(id))
    }
}

impl<'a> Group<'a> {
    fn add(&mut self, asset: AssetId, unit: &'a WebpackUnit) {
        for id in &unit.chunk_ids {
            let assets = self.containers.entry(id).or_default();
            if !assets.contains(&asset) {
                assets.push(asset);
            }
        }
        for module in &unit.modules {
            let assets = self.modules.entry(&module.id).or_default();
            if assets.last() != Some(&asset) {
                assets.push(asset);
            }
        }
        let finds_chunks = !unit.script_names.is_empty() || !unit.chunk_files.is_empty();
        let is_runtime = !unit.is_container && (finds_chunks || !unit.style_names.is_empty());
        if is_runtime {
            let files = unit.chunk_files.iter().map(|file| (file.id.as_str(), file)).collect();
            let without_script = unit.without_script.as_ref().and_then(Ids::new);
            self.runtimes.push(Runtime { asset, unit, files, without_script });
        }
    }

    fn ids_of(&self, asset: AssetId) -> Vec<&'a str> {
        let mut ids: Vec<&str> =
            self.containers.iter().filter(|(_, assets)| assets.contains(&asset)).map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids
    }
}
