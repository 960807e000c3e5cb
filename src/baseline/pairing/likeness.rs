//! How alike files are by the modules or the words in them, and the pairs of the most alike.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::baseline::pairing::sides::{Group, Side, Sides};
use crate::model::asset::AssetId;
use crate::model::fingerprint::{Overlap, common};

/// So many pairs of a group are all compared: a hundred namesakes with a hundred.
const MOST_COMPARED: usize = 10_000;
/// In larger groups files are compared that share a word or module that no more than so many files on either side have.
const MOST_SHARED: usize = 8;

/// Fewer words of either text say nothing: most short scripts have `import`, `export` and `default`.
pub(super) const FEWEST_WORDS: usize = 8;

/// What files are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The sources that their maps name.
    Modules,
    /// The words in them.
    Words,
}

/// What makes two files alike enough.
#[derive(Clone, Copy, Debug)]
pub(super) struct Enough {
    /// So much of all that is in either is in both, at least.
    pub(super) resemblance: f64,
    /// The next best candidate of either file is so much less alike, at least.
    pub(super) margin: f64,
    /// So many words or modules of either say something, at least.
    pub(super) fewest: usize,
}

impl Likeness {
    /// What two files have in common; `None` where that says nothing.
    pub(super) fn overlap(self, sides: &Sides<'_>, now: AssetId, before: AssetId) -> Option<Overlap> {
        match self {
            Self::Modules => {
                let (one, other) = (sides.now.modules(now), sides.before.modules(before));
                let is_known = !one.is_empty() && !other.is_empty();
                let overlap = Overlap { common: common(one, other), one: one.len(), other: other.len() };
                is_known.then_some(overlap)
            }
            Self::Words => {
                let (one, other) = (sides.now.fingerprint(now)?, sides.before.fingerprint(before)?);
                let overlap = one.words.overlap(&other.words);
                (FEWEST_WORDS <= overlap.one.min(overlap.other)).then_some(overlap)
            }
        }
    }

    fn features<'s>(self, side: &'s Side<'_>, id: AssetId) -> &'s [u32] {
        match self {
            Self::Modules => side.modules(id),
            Self::Words => side.words(id),
        }
    }

    /// Of the files of a group that are left those that are alike enough, the most alike first; each at most once.
    pub(super) fn best(self, sides: &Sides<'_>, group: &Group, enough: Enough) -> Vec<(AssetId, AssetId)> {
        let mut alike: Vec<Alike> = self
            .candidates(sides, group)
            .into_iter()
            .filter_map(|(now, before)| {
                let overlap = self.overlap(sides, now, before)?;
                let resemblance = overlap.resemblance();
                if overlap.one.min(overlap.other) < enough.fewest {
                    return None;
                }
                let difference = sides.now.asset(now).raw.abs_diff(sides.before.asset(before).raw);
                let same_name = sides.now.name(now) == sides.before.name(before);
                Some(Alike { resemblance, difference, same_name, now, before })
            })
            .filter(|alike| enough.resemblance - enough.margin <= alike.resemblance)
            .collect();
        alike.sort_by(Alike::compare);
        let rivals = Rivals::of(&alike);
        let (mut now, mut before) = (BTreeSet::new(), BTreeSet::new());
        alike.retain(|alike| {
            let is_taken = now.contains(&alike.now) || before.contains(&alike.before);
            let is_enough =
                enough.resemblance <= alike.resemblance && rivals.are_behind(alike, enough.margin);
            !is_taken && is_enough && now.insert(alike.now) && before.insert(alike.before)
        });
        alike.into_iter().map(|alike| (alike.now, alike.before)).collect()
    }

    /// The pairs of a group that are worth comparing, each once.
    fn candidates(self, sides: &Sides<'_>, group: &Group) -> Vec<(AssetId, AssetId)> {
        if group.now.len().saturating_mul(group.before.len()) <= MOST_COMPARED {
            return group.now.iter().flat_map(|&now| group.before.iter().map(move |&id| (now, id))).collect();
        }
        let index = |side: &Side<'_>, ids: &[AssetId]| {
            let mut index: BTreeMap<u32, Vec<AssetId>> = BTreeMap::new();
            for &id in ids {
                for &feature in self.features(side, id) {
                    index.entry(feature).or_default().push(id);
                }
            }
            index.retain(|_, files| files.len() <= MOST_SHARED);
            index
        };
        let (now, before) = (index(&sides.now, &group.now), index(&sides.before, &group.before));
        let shared = now.iter().filter_map(|(feature, files)| Some((files, before.get(feature)?)));
        let mut pairs: Vec<_> = shared
            .flat_map(|(now, before)| now.iter().flat_map(|&now| before.iter().map(move |&id| (now, id))))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// Two files and how alike they are.
#[derive(Clone, Copy, Debug)]
struct Alike {
    resemblance: f64,
    difference: u64,
    same_name: bool,
    now: AssetId,
    before: AssetId,
}

impl Alike {
    /// The most alike first; of equal ones those of the same name, then those of the nearest sizes.
    fn compare(&self, other: &Self) -> Ordering {
        let by_likeness = other.resemblance.total_cmp(&self.resemblance);
        let by_name = other.same_name.cmp(&self.same_name);
        let by_size = self.difference.cmp(&other.difference);
        let by_path = (self.now, self.before).cmp(&(other.now, other.before));
        by_likeness.then(by_name).then(by_size).then(by_path)
    }
}

/// The two most alike candidates of each file.
#[derive(Default)]
struct Rivals {
    now: BTreeMap<AssetId, [f64; 2]>,
    before: BTreeMap<AssetId, [f64; 2]>,
}

impl Rivals {
    /// `alike` is sorted.
    fn of(alike: &[Alike]) -> Self {
        let mut rivals = Self::default();
        for alike in alike {
            for (all, id) in [(&mut rivals.now, alike.now), (&mut rivals.before, alike.before)] {
                let [first, second] = all.entry(id).or_insert([0.0; 2]);
                if *first == 0.0 {
                    *first = alike.resemblance;
                } else if *second == 0.0 {
                    *second = alike.resemblance;
                }
            }
        }
        rivals
    }

    /// Whether the other candidates of both files are less alike by `margin`.
    fn are_behind(&self, alike: &Alike, margin: f64) -> bool {
        let next = |all: &BTreeMap<AssetId, [f64; 2]>, id| {
            let [first, second] = all.get(&id).copied().unwrap_or_default();
            if first <= alike.resemblance { second } else { first }
        };
        margin <= 0.0
            || next(&self.now, alike.now).max(next(&self.before, alike.before)) + margin <= alike.resemblance
    }
}
