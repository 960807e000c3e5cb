//! What of some packs is kept, and what of it is copied. Pure.

use std::collections::HashMap;

use crate::cache::key::Half;
use crate::cache::pack::{Pack, ReadAt, Record};

/// Where an entry stands and when it was used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The pack that was written last of those that have it or a mark of it.
    pub(crate) used: usize,
    /// The pack that has it, if one was found.
    pub(crate) entry: Option<(usize, Record)>,
}

/// What is to be done with packs, which are named by their index.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What is kept, that which was used last first.
    pub(crate) kept: Vec<(Half, Place)>,
    /// Which packs stay as they are: all that they have is kept.
    stays: Vec<bool>,
}

impl Plan {
    /// All of `packs`, the newest first, in new packs.
    pub(crate) fn joining<S: ReadAt>(packs: &[Pack<S>]) -> Self {
        Self { kept: places(packs), stays: vec![false; packs.len()] }
    }

    /// So many bytes of them at most: what was used last.
    pub(crate) fn keeping<S: ReadAt>(packs: &[Pack<S>], most_bytes: u64) -> Self {
        let mut kept = places(packs);
        let mut bytes = 0_u64;
        let fits = |(_, place): &&(Half, Place)| {
            bytes = bytes.saturating_add(place.entry.map_or(0, |(_, record)| record.bytes()));
            bytes <= most_bytes
        };
        let number = kept.iter().take_while(fits).count();
        kept.truncate(number);
        // A mark of what is nowhere says nothing.
        kept.retain(|(_, place)| place.entry.is_some());
        let mut left: Vec<usize> =
            packs.iter().map(|pack| pack.records().filter(|record| !record.is_mark()).count()).collect();
        let has_entries: Vec<bool> = left.iter().map(|entries| 0 < *entries).collect();
        for (pack, _) in kept.iter().filter_map(|(_, place)| place.entry) {
            if let Some(entries) = left.get_mut(pack) {
                *entries = entries.saturating_sub(1);
            }
        }
        let stays = left.iter().zip(has_entries).map(|(left, has_entries)| has_entries && *left == 0);
        Self { kept, stays: stays.collect() }
    }

    /// Whether a pack stays as it is.
    pub(crate) fn stays(&self, pack: usize) -> bool {
        self.stays.get(pack).copied().unwrap_or_default()
    }
}

/// All entries and marks, those that were used last first.
fn places<S: ReadAt>(packs: &[Pack<S>]) -> Vec<(Half, Place)> {
    let mut places: HashMap<Half, Place> = HashMap::new();
    for (index, pack) in packs.iter().enumerate() {
        for record in pack.records() {
            let place = places.entry(record.half).or_insert(Place { used: index, entry: None });
            if place.entry.is_none() && !record.is_mark() {
                place.entry = Some((index, record));
            }
        }
    }
    let mut places: Vec<(Half, Place)> = places.into_iter().collect();
    // Within a pack in the order in which they stand there, so that it is read from its beginning to its end.
    places.sort_unstable_by_key(|(half, place)| {
        (place.used, place.entry.map(|(pack, record)| (pack, record.offset)), *half)
    });
    places
}

#[cfg(test)]
mod tests {
    use crate::cache::pack::pack_of;
    use crate::cache::{CacheKey, Pack, Seal};

    use super::Plan;

    fn key(number: u8) -> CacheKey {
        CacheKey::new(&[number], "")
    }

    fn pack(numbers: &[u8]) -> Pack<Vec<u8>> {
        let entries: Vec<(CacheKey, &[u8])> =
            numbers.iter().map(|number| (key(*number), [0; 84].as_slice())).collect();
        Pack::read(pack_of(&entries, &Seal::default()), &Seal::default()).expect("it is whole")
    }

    #[test]
    fn what_is_kept_whole_stays_and_what_is_older_goes() {
        let packs = [pack(&[1, 2]), pack(&[3, 4]), pack(&[2, 5])];
        let plan = Plan::keeping(&packs, 450);
        let kept: Vec<_> = plan.kept.iter().map(|(half, _)| *half).collect();
        assert_eq!(kept, [1, 2, 3, 4].map(|number| key(number).half()));
        assert_eq!([0, 1, 2].map(|pack| plan.stays(pack)), [true, true, false]);
        // Half of a pack is copied.
        let plan = Plan::keeping(&packs, 350);
        assert_eq!((plan.kept.len(), [0, 1, 2].map(|pack| plan.stays(pack))), (3, [true, false, false]));
        let plan = Plan::joining(&packs);
        assert_eq!((plan.kept.len(), [0, 1, 2].map(|pack| plan.stays(pack))), (5, [false; 3]));
    }
}
