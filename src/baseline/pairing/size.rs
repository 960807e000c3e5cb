//! Several files of one name: by their sizes.

use std::collections::BTreeMap;

use crate::baseline::pairing::likeness::Likeness;
use crate::baseline::pairing::nearest::nearest;
use crate::baseline::pairing::sides::{Group, Sides};
use crate::model::asset::{AssetId, Sizes};
use crate::model::baseline::PairedBy;
use crate::model::build::Build;
use crate::model::chunk_graph::Load;

/// Of several files with one name, two are the same only if the larger has at most so many times the bytes: beyond
/// that, one that is gone and one that is new are as likely, and a growth that nobody can know is not reported.
const MOST_GROWTH_OF_NAMESAKES: u64 = 2;

/// Two texts with so few words in common are not one, whatever else they share.
const LEAST_RESEMBLANCE: f64 = 0.1;

/// Whether nothing speaks against it that two files of one name are one: their words, or else their sizes.
pub(super) fn could_be_one(sides: &Sides<'_>, now: AssetId, before: AssetId) -> bool {
    if let Some(overlap) = Likeness::Words.overlap(sides, now, before) {
        return LEAST_RESEMBLANCE <= overlap.resemblance();
    }
    let (now, before) = (sides.now.asset(now).raw, sides.before.asset(before).raw);
    now.max(before) <= now.min(before).saturating_mul(MOST_GROWTH_OF_NAMESAKES)
}

/// Whether two files that alone have their name in either build, and that are loaded at first in both, are one however
/// much the one grew: an entry script that took a lazy chunk in still is the entry script, and not that chunk. The
/// smaller one's words must be in the larger one where there are enough of them to tell.
pub(super) fn is_one_at_first(sides: &Sides<'_>, now: AssetId, before: AssetId) -> bool {
    let is_initial = |build: &Build, id: AssetId| build.graph.load(id) == Some(Load::Initial);
    if !is_initial(sides.now.build, now) || !is_initial(sides.before.build, before) {
        return false;
    }
    Likeness::Words
        .overlap(sides, now, before)
        .is_none_or(|overlap| overlap.one.min(overlap.other) <= overlap.common.saturating_mul(2))
}

/// Of several files of one name those with the same packages, of the same sizes, then of the nearest; first among those
/// that are loaded the same way. Texts whose words are known were judged by them.
pub(super) fn by_size(sides: &mut Sides<'_>) {
    for group in sides.namesakes() {
        let group = without_judged(sides, group);
        by_packages(sides, &group);
        by_same_sizes(sides, &group);
        let mut by_load: BTreeMap<Option<Load>, Group> = BTreeMap::new();
        for &id in &group.now {
            by_load.entry(sides.now.build.graph.load(id)).or_default().now.push(id);
        }
        for &id in &group.before {
            by_load.entry(sides.before.build.graph.load(id)).or_default().before.push(id);
        }
        for group in by_load.values().chain([&group]) {
            by_nearest_sizes(sides, group);
        }
    }
}

/// Of several files of one name those with the same bytes on disk, where one file alone on either side has so many.
///
/// Before the loaders are asked: what they load beside it may be called otherwise, so that it seems to be the only one.
pub(super) fn to_the_byte(sides: &mut Sides<'_>) {
    for group in sides.namesakes() {
        by_same_bytes(sides, &group);
    }
}

/// Of a group those with the same bytes on disk, where one file alone on either side has so many, and where nobody knows
/// what was in them.
pub(super) fn by_same_bytes(sides: &mut Sides<'_>, group: &Group) {
    let mut same: BTreeMap<u64, Group> = BTreeMap::new();
    for &id in group.now.iter().filter(|id| sides.now.is_left(**id)) {
        same.entry(sides.now.asset(id).raw).or_default().now.push(id);
    }
    for &id in group.before.iter().filter(|id| sides.before.is_left(**id)) {
        same.entry(sides.before.asset(id).raw).or_default().before.push(id);
    }
    for (now, before) in same.values().filter_map(Group::only) {
        if sides.now.fingerprint(now).is_none() || sides.before.fingerprint(before).is_none() {
            sides.pair(now, before, PairedBy::Size);
        }
    }
}

/// Without the texts that have words to be known by, unless no file of the other build has.
fn without_judged(sides: &Sides<'_>, group: Group) -> Group {
    let has_words = |words: &[u32]| !words.is_empty();
    let now_is_known = group.now.iter().any(|&id| has_words(sides.now.words(id)));
    let before_is_known = group.before.iter().any(|&id| has_words(sides.before.words(id)));
    if !(now_is_known && before_is_known) {
        return group;
    }
    let is_short = |words: &[u32]| words.len() < crate::model::fingerprint::FEWEST;
    let Group { mut now, mut before } = group;
    now.retain(|&id| is_short(sides.now.words(id)));
    before.retain(|&id| is_short(sides.before.words(id)));
    Group { now, before }
}

fn by_packages(sides: &mut Sides<'_>, group: &Group) {
    let mut by_packages: BTreeMap<Vec<&str>, Group> = BTreeMap::new();
    let packages = |build: &'_ Build, id: AssetId| -> Vec<String> {
        build.packages.in_chunk(id).iter().map(|package| package.name.clone()).collect()
    };
    let (now, before): (Vec<_>, Vec<_>) = (
        group.now.iter().map(|&id| (id, packages(sides.now.build, id))).collect(),
        group.before.iter().map(|&id| (id, packages(sides.before.build, id))).collect(),
    );
    for (id, names) in now.iter().filter(|(_, names)| !names.is_empty()) {
        by_packages.entry(names.iter().map(String::as_str).collect()).or_default().now.push(*id);
    }
    for (id, names) in before.iter().filter(|(_, names)| !names.is_empty()) {
        by_packages.entry(names.iter().map(String::as_str).collect()).or_default().before.push(*id);
    }
    for (now, before) in by_packages.values().filter_map(Group::only) {
        if could_be_one(sides, now, before) {
            sides.pair(now, before, PairedBy::Modules);
        }
    }
}

/// The same to the byte, in the order of their paths.
fn by_same_sizes(sides: &mut Sides<'_>, group: &Group) {
    type Key = (u64, Option<(u64, u64)>, Option<Load>);
    let key = |build: &Build, id: AssetId| -> Key {
        let asset = build.asset(id);
        let compressed = asset.sizes.map(|Sizes { gzip, brotli, .. }| (gzip, brotli));
        (asset.raw, compressed, build.graph.load(id))
    };
    for with_load in [true, false] {
        let key = |build, id| {
            let (raw, compressed, load) = key(build, id);
            (raw, compressed, load.filter(|_| with_load))
        };
        let mut same: BTreeMap<Key, Group> = BTreeMap::new();
        for &id in group.now.iter().filter(|id| sides.now.is_left(**id)) {
            same.entry(key(sides.now.build, id)).or_default().now.push(id);
        }
        for &id in group.before.iter().filter(|id| sides.before.is_left(**id)) {
            same.entry(key(sides.before.build, id)).or_default().before.push(id);
        }
        for group in same.into_values() {
            for (&now, &before) in group.now.iter().zip(&group.before) {
                sides.pair(now, before, PairedBy::Size);
            }
        }
    }
}

fn by_nearest_sizes(sides: &mut Sides<'_>, group: &Group) {
    let mut now: Vec<AssetId> = group.now.iter().copied().filter(|id| sides.now.is_left(*id)).collect();
    let mut before: Vec<AssetId> =
        group.before.iter().copied().filter(|id| sides.before.is_left(*id)).collect();
    now.sort_by_key(|&id| (sides.now.asset(id).raw, id));
    before.sort_by_key(|&id| (sides.before.asset(id).raw, id));
    let bytes =
        |build: &Build, ids: &[AssetId]| -> Vec<u64> { ids.iter().map(|&id| build.asset(id).raw).collect() };
    let (left, right) = (bytes(sides.now.build, &now), bytes(sides.before.build, &before));
    for (place, earlier) in nearest(&left, &right, MOST_GROWTH_OF_NAMESAKES) {
        if let (Some(&now), Some(&before)) = (now.get(place), before.get(earlier)) {
            sides.pair(now, before, PairedBy::Size);
        }
    }
}
