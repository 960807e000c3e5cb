//! What can be reached from some files over edges of some kinds.
//!
//! In a build whose chunks import each other in circles every file reaches nearly all others, and thousands of
//! pages would each walk over all edges. What a large circle reaches is therefore found once.

use fixedbitset::FixedBitSet;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::model::asset::AssetId;

/// Circles of at least so many files are walked once: the sets take at most n² / 512 bytes for n files.
const LARGE: usize = 64;

/// Edges, by the file at which they start.
pub(crate) struct Closures {
    next: Vec<Vec<AssetId>>,
    /// For each file of a large circle its index in `reached`.
    circle: Vec<Option<usize>>,
    /// All that a large circle reaches, itself included.
    reached: Vec<FixedBitSet>,
}

impl Closures {
    /// Finds the circles.
    pub(crate) fn new(next: Vec<Vec<AssetId>>) -> Self {
        let edges = next.iter().enumerate();
        let edges = edges.flat_map(|(from, to)| to.iter().map(move |to| (index(from), index(to.index()))));
        let graph = DiGraph::<(), (), u32>::from_edges(edges);
        let mut closures = Self { circle: vec![None; next.len()], next, reached: Vec::new() };
        // What a circle leads to comes before it.
        for circle in kosaraju_scc(&graph) {
            if circle.len() >= LARGE {
                let reached = closures.of(circle.first().map(|node| AssetId::new(node.index())));
                for node in circle {
                    closures.circle[node.index()] = Some(closures.reached.len());
                }
                closures.reached.push(reached);
            }
        }
        closures
    }

    /// Where the edges of a file lead.
    pub(crate) fn next(&self, id: AssetId) -> &[AssetId] {
        &self.next[id.index()]
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.next.len()
    }

    /// All that can be reached from `roots`, themselves included.
    pub(crate) fn of(&self, roots: impl IntoIterator<Item = AssetId>) -> FixedBitSet {
        let mut seen = FixedBitSet::with_capacity(self.len());
        let mut open: Vec<AssetId> = roots.into_iter().collect();
        while let Some(id) = open.pop() {
            if seen.contains(id.index()) {
                continue;
            }
            if let Some(circle) = self.circle[id.index()] {
                seen.union_with(&self.reached[circle]);
            } else {
                seen.insert(id.index());
                open.extend(self.next(id).iter().filter(|to| !seen.contains(to.index())));
            }
        }
        seen
    }
}

fn index(asset: usize) -> u32 {
    // A build has fewer files.
    u32::try_from(asset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Closures;
    use crate::model::asset::AssetId;

    /// A circle of `size` files, with a way in (the file before the last) and a way out (the last).
    #[track_caller]
    fn check_circle(size: usize) {
        let mut next: Vec<Vec<AssetId>> = (0..size).map(|at| vec![AssetId::new((at + 1) % size)]).collect();
        next[size / 2].push(AssetId::new(size + 1));
        next.extend([vec![AssetId::new(0)], Vec::new()]);
        let closures = Closures::new(next);
        let reached = |from: usize| -> Vec<usize> { closures.of([AssetId::new(from)]).ones().collect() };
        let inside: Vec<usize> = (0..size).chain([size + 1]).collect();
        assert_eq!(reached(3), inside);
        assert_eq!(reached(size), (0..size + 2).collect::<Vec<_>>());
        assert_eq!(reached(size + 1), [size + 1]);
    }

    #[test]
    fn a_circle_reaches_itself_and_what_it_leads_to_whether_it_is_large_or_not() {
        check_circle(63);
        check_circle(64);
        check_circle(500);
    }
}
