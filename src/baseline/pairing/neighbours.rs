//! Several files of one name: by what loads them.

use std::collections::{BTreeMap, BTreeSet};

use crate::baseline::pairing::sides::{Group, Side, Sides};
use crate::baseline::pairing::size::could_be_one;
use crate::model::asset::AssetId;
use crate::model::baseline::PairedBy;

/// A file that was paired tells more of its neighbours; a chain of so many such steps is followed.
const MOST_STEPS: usize = 8;

/// How a file is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Initial,
    SplitPoint,
}

/// What loads a file, of what is paired: by the files of the earlier build.
type Loaders = BTreeSet<(Way, AssetId)>;

/// Of the files that are the same but for references those with the same loaders.
pub(super) fn of_same_content(sides: &mut Sides<'_>) {
    pair(sides, |side, id| Some((side.name(id).to_owned(), Some(side.fingerprint(id)?.without_references))));
}

/// Of the files of one name those with the same loaders, where nothing speaks against it.
pub(super) fn of_same_name(sides: &mut Sides<'_>) {
    pair(sides, |side, id| Some((side.name(id).to_owned(), ())));
}

fn pair<K: Ord>(sides: &mut Sides<'_>, key: impl Fn(&Side<'_>, AssetId) -> Option<K>) {
    for _ in 0..MOST_STEPS {
        let (now, before) = (loaders_now(sides), loaders_before(sides));
        let is_now = |side: &Side<'_>| std::ptr::eq(side.build, sides.now.build);
        let groups = sides.groups(|side, id| {
            let loaders = if is_now(side) { now.get(&id) } else { before.get(&id) };
            Some((key(side, id)?, loaders?.clone()))
        });
        let found: Vec<_> = groups
            .values()
            .filter_map(Group::only)
            .filter(|&(now, before)| could_be_one(sides, now, before))
            .collect();
        if found.is_empty() {
            return;
        }
        for (now, before) in found {
            sides.pair(now, before, PairedBy::Name);
        }
    }
}

fn loaders_now(sides: &Sides<'_>) -> BTreeMap<AssetId, Loaders> {
    loaders(&sides.now, |id| sides.counterpart(id))
}

fn loaders_before(sides: &Sides<'_>) -> BTreeMap<AssetId, Loaders> {
    loaders(&sides.before, |id| (!sides.before.is_left(id)).then_some(id))
}

/// The loaders of the files that are left.
fn loaders(side: &Side<'_>, paired: impl Fn(AssetId) -> Option<AssetId>) -> BTreeMap<AssetId, Loaders> {
    let mut loaders: BTreeMap<AssetId, Loaders> = BTreeMap::new();
    let graph = &side.build.graph;
    for entry in &graph.entries {
        let Some(loader) = paired(entry.asset) else { continue };
        for id in entry.initial.iter().filter(|id| side.is_left(*id)) {
            loaders.entry(id).or_default().insert((Way::Initial, loader));
        }
    }
    for point in graph.split_points.iter().filter(|point| side.is_left(point.target)) {
        if let Some(loader) = paired(point.chunk) {
            loaders.entry(point.target).or_default().insert((Way::SplitPoint, loader));
        }
    }
    loaders
}
