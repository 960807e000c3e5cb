//! A set of assets.
//!
//! A build has as many of these as pages and imports, and each holds a few files or nearly all: ids are stored
//! compressed, so that thousands of pages which can all load thousands of chunks take kilobytes each.

use std::hash::{Hash, Hasher};

use roaring::RoaringBitmap;

use crate::model::asset::AssetId;

/// Assets, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssetSet(RoaringBitmap);

// Numbers are equal to themselves.
impl Eq for AssetSet {}

impl Hash for AssetSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.len().hash(state);
        self.0.iter().for_each(|id| id.hash(state));
    }
}

impl AssetSet {
    /// Adds one, and says whether it is new.
    pub fn insert(&mut self, id: AssetId) -> bool {
        self.0.insert(id.0)
    }

    /// Takes one out, and says whether it was there.
    pub fn remove(&mut self, id: AssetId) -> bool {
        self.0.remove(id.0)
    }

    /// Whether it is in it.
    pub fn contains(&self, id: AssetId) -> bool {
        self.0.contains(id.0)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.0.len()
    }

    /// All of them, sorted.
    pub fn iter(&self) -> impl Iterator<Item = AssetId> {
        self.0.iter().map(AssetId)
    }

    /// Whether `other` has all of these.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    /// Adds all of `other`.
    pub fn add_all(&mut self, other: &Self) {
        self.0 |= &other.0;
    }

    /// Takes all of `other` out.
    pub fn remove_all(&mut self, other: &Self) {
        self.0 -= &other.0;
    }

    /// Keeps what `other` has, too.
    pub fn keep_all(&mut self, other: &Self) {
        self.0 &= &other.0;
    }

    /// What is in any of these.
    pub fn of_all<'s>(sets: impl Iterator<Item = &'s Self>) -> Self {
        let mut all = Self::default();
        sets.for_each(|set| all.add_all(set));
        all
    }

    /// Whether something is in both.
    pub fn has_any_of(&self, other: &Self) -> bool {
        !self.0.is_disjoint(&other.0)
    }

    /// What is in both.
    #[must_use]
    pub fn in_both(&self, other: &Self) -> Self {
        Self(&self.0 & &other.0)
    }
}

impl FromIterator<AssetId> for AssetSet {
    fn from_iter<I: IntoIterator<Item = AssetId>>(ids: I) -> Self {
        Self(ids.into_iter().map(|id| id.0).collect())
    }
}

impl Extend<AssetId> for AssetSet {
    fn extend<I: IntoIterator<Item = AssetId>>(&mut self, ids: I) {
        self.0.extend(ids.into_iter().map(|id| id.0));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::AssetSet;
    use crate::model::asset::AssetId;

    /// Few or many, near each other or far: each is stored in another way.
    fn ids() -> impl Strategy<Value = BTreeSet<AssetId>> {
        let few = proptest::collection::btree_set(0..200_u32, 0..20);
        let far = proptest::collection::btree_set(any::<u32>(), 0..20);
        let many = (0..60_000_u32, 0..9_000_u32).prop_map(|(from, count)| (from..from + count).collect());
        prop_oneof![few, far, many].prop_map(|ids: BTreeSet<u32>| ids.into_iter().map(AssetId).collect())
    }

    fn set(ids: &BTreeSet<AssetId>) -> AssetSet {
        ids.iter().copied().collect()
    }

    proptest! {
        #[test]
        fn it_holds_what_a_sorted_set_does(one in ids(), other in ids(), id in any::<u32>().prop_map(AssetId)) {
            let (mut one_set, other_set) = (set(&one), set(&other));
            prop_assert!(one_set.iter().eq(one.iter().copied()));
            prop_assert_eq!(one_set.len(), one.len() as u64);
            prop_assert_eq!(one_set.contains(id), one.contains(&id));
            prop_assert_eq!(one_set.is_subset(&other_set), one.is_subset(&other));
            prop_assert_eq!(one_set.has_any_of(&other_set), !one.is_disjoint(&other));
            prop_assert_eq!(one_set.in_both(&other_set), set(&(&one & &other)));
            let all = AssetSet::of_all([&one_set, &other_set].into_iter());
            prop_assert_eq!(&all, &set(&(&one | &other)));
            let mut rest = all.clone();
            rest.remove_all(&other_set);
            prop_assert_eq!(&rest, &set(&(&one - &other)));
            rest.keep_all(&one_set);
            prop_assert!(rest.is_subset(&one_set));
            prop_assert_eq!(one_set.insert(id), !one.contains(&id));
            prop_assert!(one_set.remove(id) && !one_set.contains(id));
        }
    }
}
