//! What visitors load: the initial loads of the entry points, all that is only loaded later, and all other files.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::baseline::causes::sides::{Side, Sides};
use crate::model::asset::{AssetId, Sizes};
use crate::model::asset_set::AssetSet;
use crate::model::baseline::{Earlier, Pairs, sent};
use crate::model::chunk_graph::{Audience, EntryPoint, Load as When};
use crate::model::growth::{At, Change, LoadOf};

/// One load in both builds.
pub(crate) struct Load<'b> {
    /// Which.
    pub(crate) of: LoadOf,
    /// Its files in the earlier build.
    pub(crate) before: Files<'b>,
    /// Its files in this build.
    pub(crate) after: Files<'b>,
    /// What it weighed, files that the report does not name included.
    pub(crate) weighed_before: Sizes,
    /// What it weighs.
    pub(crate) weighed_after: Sizes,
    /// Whether it is there in one of the builds only.
    pub(crate) is_one_sided: bool,
}

impl Load<'_> {
    /// Whether it has the same files as before, and other hashes in them alone make it weigh more or less.
    pub(crate) fn is_noise(&self, sides: &Sides<'_>, pairs: &Pairs) -> bool {
        let before: BTreeSet<AssetId> = self.before.iter().collect();
        let mut after = 0;
        let mut sum = Change::default();
        for id in self.after.iter() {
            let is_in_both = sides.now.pair(id).is_some_and(|pair| before.contains(&pair));
            match pairs.noise(sides.now.build, sides.before.build, id) {
                Some(noise) if is_in_both => sum += noise,
                _ => return false,
            }
            after += 1;
        }
        let weighed = Change::between(self.weighed_before, self.weighed_after);
        !self.is_one_sided && after == before.len() && weighed == sum
    }
}

/// Some files of a build, sorted.
pub(crate) enum Files<'b> {
    /// Those of an entry point.
    Of(&'b AssetSet),
    /// These.
    These(Vec<AssetId>),
}

impl Files<'_> {
    /// One after the other.
    pub(crate) fn iter(&self) -> impl Iterator<Item = AssetId> {
        let (set, list) = match self {
            Self::Of(set) => (Some(*set), None),
            Self::These(list) => (None, Some(list)),
        };
        set.into_iter().flat_map(AssetSet::iter).chain(list.into_iter().flatten().copied())
    }
}

/// The loads that are not what they were, what matters most first: initial loads, what is loaded later, other files;
/// among initial loads those that changed most.
pub(crate) fn changed<'b>(sides: &Sides<'b>, earlier: &'b Earlier, pairs: &Pairs) -> Vec<Load<'b>> {
    let mut loads = initial(sides, earlier, pairs);
    loads.extend(one_sided(sides, earlier, pairs));
    let rank = |load: &Load<'_>| {
        let path = match &load.of {
            LoadOf::Initial { entry, .. } => sides.path(*entry),
            LoadOf::Lazy | LoadOf::Other => "",
        };
        let change = Change::between(load.weighed_before, load.weighed_after);
        (load.is_one_sided, Reverse(change.magnitude()), path)
    };
    loads.sort_by(|a, b| rank(a).cmp(&rank(b)));
    loads.extend(shared(sides));
    loads
}

/// The entry points that are in both builds; those with the same change are one load.
fn initial<'b>(sides: &Sides<'b>, earlier: &'b Earlier, pairs: &Pairs) -> Vec<Load<'b>> {
    let mut groups: BTreeMap<Difference, Load<'b>> = BTreeMap::new();
    let mut seen = Seen::new(sides);
    for entry in modern(&sides.now.build.graph.entries) {
        let Some(&place) = pairs.entries.get(&(entry.asset, Audience::Modern)) else { continue };
        let (Some(past), Some(&weighed_before)) =
            (earlier.build.graph.entries.get(place), earlier.initial.get(place))
        else {
            continue;
        };
        let weighed_after = sides.now.build.weigh(entry.initial.iter());
        let Some(difference) = seen.difference(sides, entry, past, (weighed_before, weighed_after)) else {
            continue;
        };
        if let Some(Load { of: LoadOf::Initial { alike, .. }, .. }) = groups.get_mut(&difference) {
            alike.push(entry.asset);
            continue;
        }
        let load = Load {
            of: LoadOf::Initial { entry: At::Now(entry.asset), alike: Vec::new() },
            before: Files::Of(&past.initial),
            after: Files::Of(&entry.initial),
            weighed_before,
            weighed_after,
            is_one_sided: false,
        };
        groups.insert(difference, load);
    }
    groups.into_values().collect()
}

fn modern(entries: &[EntryPoint]) -> impl Iterator<Item = &EntryPoint> {
    entries.iter().filter(|entry| entry.audience == Audience::Modern)
}

/// What is not the same in the load of an entry point, apart from the document itself, of which the bytes count.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    added: Vec<AssetId>,
    changed: Vec<AssetId>,
    removed: Vec<AssetId>,
    document: i64,
}

/// Which entry point a file of either build was seen in last, so that sets are compared in one pass.
struct Seen {
    now: Vec<usize>,
    before: Vec<usize>,
    differs: Vec<bool>,
    round: usize,
}

impl Seen {
    fn new(sides: &Sides<'_>) -> Self {
        let differs = |(id, _)| sides.now.pair(id).is_some_and(|before| sides.differs(id, before));
        Self {
            now: vec![0; sides.now.build.assets.len()],
            before: vec![0; sides.before.build.assets.len()],
            differs: sides.now.build.iter().map(differs).collect(),
            round: 0,
        }
    }

    /// `None` where nothing differs.
    fn difference(
        &mut self,
        sides: &Sides<'_>,
        entry: &EntryPoint,
        past: &EntryPoint,
        (weighed_before, weighed_after): (Sizes, Sizes),
    ) -> Option<Difference> {
        self.round += 1;
        let round = self.round;
        let mark = |seen: &mut [usize], id: AssetId| {
            if let Some(slot) = seen.get_mut(id.index()) {
                *slot = round;
            }
        };
        let is_in = |seen: &[usize], id: Option<AssetId>| {
            id.is_some_and(|id| seen.get(id.index()).is_some_and(|&last| last == round))
        };
        past.initial.iter().for_each(|id| mark(&mut self.before, id));
        entry.initial.iter().for_each(|id| mark(&mut self.now, id));
        let (mut added, mut changed) = (Vec::new(), Vec::new());
        for id in entry.initial.iter() {
            if !is_in(&self.before, sides.now.pair(id)) {
                added.push(id);
            } else if self.differs.get(id.index()) == Some(&true) && id != entry.asset {
                changed.push(id);
            }
        }
        let is_gone = |id: &AssetId| !is_in(&self.now, sides.before.pair(*id));
        let removed: Vec<AssetId> = past.initial.iter().filter(is_gone).collect();
        let document = Change::between(sides.before.sizes(past.asset), sides.now.sizes(entry.asset)).raw;
        let is_same = weighed_before == weighed_after
            && added.is_empty()
            && removed.is_empty()
            && changed.iter().all(|&id| {
                sides.now.pair(id).is_none_or(|before| sides.now.sizes(id) == sides.before.sizes(before))
            });
        (!is_same).then_some(Difference { added, changed, removed, document })
    }
}

/// The entry points that are in one of the builds only.
fn one_sided<'b>(sides: &Sides<'b>, earlier: &'b Earlier, pairs: &Pairs) -> Vec<Load<'b>> {
    let load = |at, before, after, weighed_before, weighed_after| Load {
        of: LoadOf::Initial { entry: at, alike: Vec::new() },
        before,
        after,
        weighed_before,
        weighed_after,
        is_one_sided: true,
    };
    let none = || Files::These(Vec::new());
    let mut loads = Vec::new();
    for entry in modern(&sides.now.build.graph.entries) {
        if !pairs.entries.contains_key(&(entry.asset, Audience::Modern)) {
            let weighed = sides.now.build.weigh(entry.initial.iter());
            let at = At::Now(entry.asset);
            loads.push(load(at, none(), Files::Of(&entry.initial), Sizes::default(), weighed));
        }
    }
    let kept: BTreeSet<usize> = pairs.entries.values().copied().collect();
    for (place, entry) in earlier.build.graph.entries.iter().enumerate() {
        if entry.audience == Audience::Modern && !kept.contains(&place) {
            let weighed = earlier.initial.get(place).copied().unwrap_or_default();
            let at = At::Before(entry.asset);
            loads.push(load(at, Files::Of(&entry.initial), none(), weighed, Sizes::default()));
        }
    }
    loads
}

/// What is loaded later, and all other files, where something in them differs.
fn shared<'b>(sides: &Sides<'b>) -> Vec<Load<'b>> {
    // Where the earlier report does not tell when files are loaded, what is not loaded at first is one load.
    let is_told = sides.before.build.graph.loads.iter().any(Option::is_some);
    let is_lazy = |when: Option<When>| is_told && when == Some(When::Lazy);
    let is_other = |when: Option<When>| !is_lazy(when) && when != Some(When::Initial);
    let load = |of, is_in: &dyn Fn(Option<When>) -> bool| {
        let of_side = |side: &Side<'b>| -> Vec<AssetId> {
            sent(side.build).filter(|&id| is_in(side.load(id))).collect()
        };
        let (before, after) = (of_side(&sides.before), of_side(&sides.now));
        let (weighed_before, weighed_after) =
            (sides.before.build.weigh(before.iter().copied()), sides.now.build.weigh(after.iter().copied()));
        let (before, after) = (Files::These(before), Files::These(after));
        Load { of, before, after, weighed_before, weighed_after, is_one_sided: false }
    };
    let lazy = load(LoadOf::Lazy, &is_lazy);
    let other = load(LoadOf::Other, &is_other);
    let is_changed = |load: &Load<'_>| {
        let after: BTreeSet<AssetId> = load.after.iter().collect();
        let before: BTreeSet<AssetId> = load.before.iter().collect();
        load.weighed_before != load.weighed_after
            || before.iter().any(|&id| sides.before.pair(id).is_none_or(|pair| !after.contains(&pair)))
            || after.iter().any(|&id| {
                sides.now.pair(id).is_none_or(|pair| {
                    !before.contains(&pair) || sides.now.sizes(id) != sides.before.sizes(pair)
                })
            })
    };
    [lazy, other].into_iter().filter(is_changed).collect()
}
