//! Which files, entry points and split points of two builds are the same.
//!
//! Each rule pairs what it is sure of and leaves the rest to the next one; what none of them pairs is new or gone.
//! Two files of one build never become one: each has at most one counterpart.

use std::collections::{BTreeMap, BTreeSet};

use crate::baseline::nearest::nearest;
use crate::model::asset::AssetId;
use crate::model::baseline::{Earlier, Pairs};
use crate::model::build::Build;
use crate::model::chunk_graph::{Audience, SplitPoint};
use crate::model::hashed_name::without_hash;

/// Of several files with one name, two are the same only if the larger has at most so many times the bytes: beyond
/// that, one that is gone and one that is new are as likely, and a growth that nobody can know is not reported.
const MOST_GROWTH_OF_NAMESAKES: u64 = 2;

/// Pairs two builds.
pub fn pairs(now: &Build, earlier: &Earlier) -> Pairs {
    let before = &earlier.build;
    let mut files = Files { now, before, earlier, pairs: BTreeMap::new(), taken: BTreeSet::new() };
    by_path(&mut files);
    by_name(&mut files);
    by_size(&mut files);
    let files = files.pairs;
    let entries = entries(now, before, &files);
    let split_points = split_points(now, before, &files);
    Pairs { files, entries, split_points }
}

/// Whether two builds have one file in common, be it by its name without the hash: those of one project do.
pub fn share_a_file<'p>(now: impl IntoIterator<Item = &'p str>, earlier: &Earlier) -> bool {
    let known: BTreeSet<&str> = earlier.names.iter().map(String::as_str).collect();
    now.into_iter().any(|path| known.contains(without_hash(path).as_str()))
}

/// The files that are paired already, and those that are left.
struct Files<'b> {
    now: &'b Build,
    before: &'b Build,
    earlier: &'b Earlier,
    pairs: BTreeMap<AssetId, AssetId>,
    taken: BTreeSet<AssetId>,
}

/// Files of one name without hash that are not paired yet, sorted by path.
#[derive(Default)]
struct Namesakes {
    now: Vec<AssetId>,
    before: Vec<AssetId>,
}

impl Files<'_> {
    fn pair(&mut self, now: AssetId, before: AssetId) {
        self.pairs.insert(now, before);
        self.taken.insert(before);
    }

    fn namesakes(&self) -> BTreeMap<String, Namesakes> {
        let mut names: BTreeMap<String, Namesakes> = BTreeMap::new();
        for (id, asset) in self.now.iter().filter(|(id, _)| !self.pairs.contains_key(id)) {
            names.entry(without_hash(asset.path.as_str())).or_default().now.push(id);
        }
        for (id, _) in self.before.iter().filter(|(id, _)| !self.taken.contains(id)) {
            names.entry(self.earlier.name(id).to_owned()).or_default().before.push(id);
        }
        names
    }
}

/// The same path.
fn by_path(files: &mut Files<'_>) {
    let paths: BTreeMap<&str, AssetId> =
        files.before.iter().map(|(id, asset)| (asset.path.as_str(), id)).collect();
    for (id, asset) in files.now.iter() {
        if let Some(&before) = paths.get(asset.path.as_str()) {
            files.pair(id, before);
        }
    }
}

/// The same name without its hash, where only one file on either side has it.
fn by_name(files: &mut Files<'_>) {
    for namesakes in files.namesakes().into_values() {
        if let ([now], [before]) = (namesakes.now.as_slice(), namesakes.before.as_slice()) {
            files.pair(*now, *before);
        }
    }
}

/// Of several files of one name those of the same sizes, in the order of their paths; then those of the nearest.
fn by_size(files: &mut Files<'_>) {
    for namesakes in files.namesakes().into_values() {
        let sizes = |build: &Build, id: AssetId| {
            let asset = build.asset(id);
            (asset.raw, asset.sizes.map(|sizes| (sizes.gzip, sizes.brotli)))
        };
        let mut same: BTreeMap<_, Namesakes> = BTreeMap::new();
        for &id in &namesakes.now {
            same.entry(sizes(files.now, id)).or_default().now.push(id);
        }
        for &id in &namesakes.before {
            same.entry(sizes(files.before, id)).or_default().before.push(id);
        }
        let mut left = Namesakes::default();
        // Ascending by their bytes, as the keys are.
        for Namesakes { now, before } in same.into_values() {
            let paired = now.len().min(before.len());
            for (&now, &before) in now.iter().zip(&before) {
                files.pair(now, before);
            }
            left.now.extend(now.into_iter().skip(paired));
            left.before.extend(before.into_iter().skip(paired));
        }
        let raw = |build: &Build, ids: &[AssetId]| -> Vec<u64> {
            ids.iter().map(|&id| build.asset(id).raw).collect()
        };
        let (now, before) = (raw(files.now, &left.now), raw(files.before, &left.before));
        for (now, before) in nearest(&now, &before, MOST_GROWTH_OF_NAMESAKES) {
            if let (Some(&now), Some(&before)) = (left.now.get(now), left.before.get(before)) {
                files.pair(now, before);
            }
        }
    }
}

/// Entry points of the same file and audience; of those that are left, those that alone open the same route.
fn entries(
    now: &Build,
    before: &Build,
    files: &BTreeMap<AssetId, AssetId>,
) -> BTreeMap<(AssetId, Audience), usize> {
    type NowAndBefore = (Vec<AssetId>, Vec<usize>);
    let places = before.graph.entries.iter().enumerate();
    let mut left: BTreeMap<(AssetId, Audience), usize> =
        places.map(|(place, entry)| ((entry.asset, entry.audience), place)).collect();
    let mut pairs = BTreeMap::new();
    let mut by_route: BTreeMap<(&str, Audience), NowAndBefore> = BTreeMap::new();
    for entry in &now.graph.entries {
        let same = files.get(&entry.asset).and_then(|&asset| left.remove(&(asset, entry.audience)));
        if let Some(before) = same {
            pairs.insert((entry.asset, entry.audience), before);
        } else if let Some(route) = &entry.route {
            by_route.entry((route, entry.audience)).or_default().0.push(entry.asset);
        }
    }
    for place in left.into_values() {
        let entry = before.graph.entries.get(place);
        if let Some((entry, route)) = entry.and_then(|entry| Some((entry, entry.route.as_ref()?))) {
            by_route.entry((route, entry.audience)).or_default().1.push(place);
        }
    }
    for ((_, audience), (now, before)) in by_route {
        if let ([now], [before]) = (now.as_slice(), before.as_slice()) {
            pairs.insert((*now, audience), *before);
        }
    }
    pairs
}

/// Split points of the same target in the same file, those of one file in their order; of those that are left, those
/// of a target that only one of them names.
fn split_points(now: &Build, before: &Build, files: &BTreeMap<AssetId, AssetId>) -> BTreeMap<usize, usize> {
    type Key = (Option<AssetId>, AssetId, Audience);
    let (now, before) = (&now.graph.split_points, &before.graph.split_points);
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let groups = |pairs: &BTreeMap<usize, usize>, taken: &BTreeSet<usize>, by_chunk: bool| {
        let mut groups: BTreeMap<Key, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        let key = |chunk: Option<AssetId>, target, point: &SplitPoint| {
            Some((if by_chunk { Some(chunk?) } else { None }, target, point.audience))
        };
        for (place, point) in now.iter().enumerate().filter(|(place, _)| !pairs.contains_key(place)) {
            let chunk = files.get(&point.chunk).copied();
            let target = files.get(&point.target).copied();
            if let Some(key) = target.and_then(|target| key(chunk, target, point)) {
                groups.entry(key).or_default().0.push(place);
            }
        }
        for (place, point) in before.iter().enumerate().filter(|(place, _)| !taken.contains(place)) {
            if let Some(key) = key(Some(point.chunk), point.target, point) {
                groups.entry(key).or_default().1.push(place);
            }
        }
        groups
    };
    for (of_now, of_before) in groups(&pairs, &taken, true).into_values() {
        for (&now, &before) in of_now.iter().zip(&of_before) {
            pairs.insert(now, before);
            taken.insert(before);
        }
    }
    for (of_now, of_before) in groups(&pairs, &taken, false).into_values() {
        if let ([now], [before]) = (of_now.as_slice(), of_before.as_slice()) {
            pairs.insert(*now, *before);
            taken.insert(*before);
        }
    }
    pairs
}
