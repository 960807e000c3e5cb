//! Numbers of two kinds, paired so that the nearest of all are paired first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Pairs the places of `left` and `right`: of all pairs that are left the one with the smallest difference, as long as
/// the larger number is at most `factor` times the smaller. Both are sorted ascending; of equal differences the
/// smaller numbers come first, and of equal numbers the earlier.
///
/// The nearest two of different kinds always stand beside each other in the merged order, so that n numbers take
/// n log n steps.
pub(crate) fn nearest(left: &[u64], right: &[u64], factor: u64) -> Vec<(usize, usize)> {
    let mut all: Vec<(u64, bool, usize)> = Vec::new();
    all.extend(left.iter().enumerate().map(|(place, &number)| (number, false, place)));
    all.extend(right.iter().enumerate().map(|(place, &number)| (number, true, place)));
    // Equal numbers alternate, so that those of both kinds stand beside each other in their order.
    let rank = |numbers: &[u64], number: u64, place: usize| place - numbers.partition_point(|&n| n < number);
    all.sort_by_key(|&(number, is_right, place)| {
        let rank = rank(if is_right { right } else { left }, number, place);
        (number, rank, is_right)
    });
    let mut line = Line::new(all.len());
    let mut heap = BinaryHeap::new();
    let candidate = |one: usize, other: usize| {
        let (&(small, kind, _), &(large, other_kind, _)) = (all.get(one)?, all.get(other)?);
        let is_near = kind != other_kind && large <= small.saturating_mul(factor);
        is_near.then_some(Reverse((large - small, one, other)))
    };
    heap.extend((1..all.len()).filter_map(|place| candidate(place - 1, place)));
    let mut pairs = Vec::new();
    while let Some(Reverse((_, one, other))) = heap.pop() {
        if !(line.has(one) && line.has(other)) {
            continue;
        }
        for place in [one, other] {
            line.remove(place);
        }
        if let (Some(&(_, is_right, place)), Some(&(.., other_place))) = (all.get(one), all.get(other)) {
            pairs.push(if is_right { (other_place, place) } else { (place, other_place) });
        }
        if let (Some(before), Some(after)) = (line.before(one), line.after(other)) {
            heap.extend(candidate(before, after));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Places in a row from which some are taken.
struct Line {
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Line {
    fn new(length: usize) -> Self {
        Self {
            before: (0..length).map(|place| place.checked_sub(1)).collect(),
            after: (1..=length).map(|place| (place < length).then_some(place)).collect(),
            taken: vec![false; length],
        }
    }

    fn has(&self, place: usize) -> bool {
        self.taken.get(place) == Some(&false)
    }

    fn before(&self, place: usize) -> Option<usize> {
        self.before.get(place).copied().flatten()
    }

    fn after(&self, place: usize) -> Option<usize> {
        self.after.get(place).copied().flatten()
    }

    fn remove(&mut self, place: usize) {
        let (before, after) = (self.before(place), self.after(place));
        if let Some(slot) = before.and_then(|before| self.after.get_mut(before)) {
            *slot = after;
        }
        if let Some(slot) = after.and_then(|after| self.before.get_mut(after)) {
            *slot = before;
        }
        if let Some(taken) = self.taken.get_mut(place) {
            *taken = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_are_paired_first() {
        assert_eq!(nearest(&[10, 50], &[12, 51], 2), [(0, 0), (1, 1)]);
        assert_eq!(nearest(&[100, 110], &[108], 2), [(1, 0)]);
        assert_eq!(nearest(&[100, 110], &[108, 190], 2), [(0, 1), (1, 0)]);
    }

    #[test]
    fn equal_numbers_pair_in_their_order() {
        assert_eq!(nearest(&[7, 7, 7], &[7, 7, 7], 2), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(nearest(&[7, 7], &[7, 7, 7], 2), [(0, 0), (1, 1)]);
        assert_eq!(nearest(&[0], &[0], 2), [(0, 0)]);
    }

    #[test]
    fn numbers_that_are_far_apart_stay_alone() {
        assert_eq!(nearest(&[2_000], &[100_000], 2), []);
        assert_eq!(nearest(&[2_000], &[4_000], 2), [(0, 0)]);
        assert_eq!(nearest(&[], &[1], 2), []);
    }
}
