//! Entry points and split points of two builds whose files are paired.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::chunk_graph::{Audience, SplitPoint};

/// Entry points of the same file and audience; of those that are left, those that alone open the same route.
pub(super) fn entries(
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
pub(super) fn split_points(
    now: &Build,
    before: &Build,
    files: &BTreeMap<AssetId, AssetId>,
) -> BTreeMap<usize, usize> {
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
