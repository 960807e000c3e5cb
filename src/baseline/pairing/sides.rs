//! Two builds while their files are paired: what each file is known by, and which are left.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::baseline::PairedBy;
use crate::model::build::Build;
use crate::model::fingerprint::Fingerprint;

/// One of two builds.
pub(super) struct Side<'b> {
    pub(super) build: &'b Build,
    names: Vec<String>,
    modules: Vec<Vec<u32>>,
    left: BTreeSet<AssetId>,
}

/// Both, and the pairs.
pub(super) struct Sides<'b> {
    pub(super) now: Side<'b>,
    pub(super) before: Side<'b>,
    pairs: BTreeMap<AssetId, (AssetId, PairedBy)>,
}

/// Files of both builds that have something in common, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) now: Vec<AssetId>,
    pub(super) before: Vec<AssetId>,
}

impl Group {
    /// Its files, if there is one on either side.
    pub(super) fn only(&self) -> Option<(AssetId, AssetId)> {
        match (self.now.as_slice(), self.before.as_slice()) {
            (&[now], &[before]) => Some((now, before)),
            _ => None,
        }
    }
}

impl<'b> Side<'b> {
    /// A build and the names of its files without hashes.
    pub(super) fn new(build: &'b Build, names: Vec<String>) -> Self {
        Self { build, names, modules: Vec::new(), left: build.iter().map(|(id, _)| id).collect() }
    }

    /// Gives the modules numbers that they have in both builds.
    fn number_modules(&mut self, numbers: &mut BTreeMap<&'b str, u32>) {
        let mut number = |path: &'b str| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(path).or_insert(next)
        };
        let modules = self.build.modules.iter().map(|modules| {
            let numbers: BTreeSet<u32> = modules.iter().map(|module| number(&module.path)).collect();
            numbers.into_iter().collect()
        });
        self.modules = modules.collect();
    }

    pub(super) fn asset(&self, id: AssetId) -> &'b Asset {
        self.build.asset(id)
    }

    pub(super) fn resource_type(&self, id: AssetId) -> ResourceType {
        self.asset(id).resource_type
    }

    /// Its path without hashes.
    pub(super) fn name(&self, id: AssetId) -> &str {
        self.names.get(id.index()).map_or("", String::as_str)
    }

    pub(super) fn fingerprint(&self, id: AssetId) -> Option<&'b Fingerprint> {
        self.build.fingerprints.get(id.index())?.as_ref()
    }

    /// The numbers of its modules, the same in both builds; sorted.
    pub(super) fn modules(&self, id: AssetId) -> &[u32] {
        self.modules.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The hashes of its words, sorted; empty where they are not known.
    pub(super) fn words(&self, id: AssetId) -> &'b [u32] {
        self.fingerprint(id).map_or(&[], |known| &known.words.0)
    }

    pub(super) fn is_left(&self, id: AssetId) -> bool {
        self.left.contains(&id)
    }

    /// The files that are not paired yet, sorted by path.
    pub(super) fn left(&self) -> impl Iterator<Item = AssetId> {
        self.left.iter().copied()
    }
}

impl<'b> Sides<'b> {
    pub(super) fn new(mut now: Side<'b>, mut before: Side<'b>) -> Self {
        let mut numbers = BTreeMap::new();
        now.number_modules(&mut numbers);
        before.number_modules(&mut numbers);
        Self { now, before, pairs: BTreeMap::new() }
    }

    /// Pairs two files that are left; where one is not, nothing happens.
    pub(super) fn pair(&mut self, now: AssetId, before: AssetId, by: PairedBy) {
        if self.now.is_left(now) && self.before.is_left(before) {
            self.now.left.remove(&now);
            self.before.left.remove(&before);
            self.pairs.insert(now, (before, by));
        }
    }

    /// The files that are left, by a key; those without one are left out.
    pub(super) fn groups<K: Ord>(&self, key: impl Fn(&Side<'b>, AssetId) -> Option<K>) -> BTreeMap<K, Group> {
        let mut groups: BTreeMap<K, Group> = BTreeMap::new();
        for id in self.now.left() {
            if let Some(key) = key(&self.now, id) {
                groups.entry(key).or_default().now.push(id);
            }
        }
        for id in self.before.left() {
            if let Some(key) = key(&self.before, id) {
                groups.entry(key).or_default().before.push(id);
            }
        }
        groups.retain(|_, group| !group.now.is_empty() && !group.before.is_empty());
        groups
    }

    /// The files that are left, by their names.
    pub(super) fn namesakes(&self) -> Vec<Group> {
        self.groups(|side, id| Some(side.name(id).to_owned())).into_values().collect()
    }

    /// The counterpart that was found for a file of this build.
    pub(super) fn counterpart(&self, now: AssetId) -> Option<AssetId> {
        self.pairs.get(&now).map(|&(before, _)| before)
    }

    /// What was paired, and how.
    pub(super) fn into_pairs(self) -> (BTreeMap<AssetId, AssetId>, BTreeMap<AssetId, PairedBy>) {
        let pairs = self.pairs.into_iter();
        pairs.map(|(now, (before, by))| ((now, before), (now, by))).unzip()
    }
}
