//! What can be reached from some files over edges of some kinds.
//!
//! Thousands of pages would each walk over all edges, where every file reaches nearly all others: in builds whose chunks
//! import each other in circles, and in those where all import what has the router. What a large circle or a popular
//! file reaches is therefore found once.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::asset::AssetId;
use crate::model::asset_set::AssetSet;

/// Circles of at least so many files, and files to which so many lead, are walked from once.
const LARGE: usize = 64;

/// Edges, by the file at which they start.
pub(crate) struct Closures {
    next: Vec<Vec<AssetId>>,
    /// For each file of a large circle, and each popular one, its index in `reached`.
    shared: Vec<Option<usize>>,
    /// All that such files reach, themselves included.
    reached: Vec<AssetSet>,
}

impl Closures {
    /// Finds the circles.
    pub(crate) fn new(next: Vec<Vec<AssetId>>) -> Self {
        let edges = next.iter().enumerate();
        let edges = edges.flat_map(|(from, to)| to.iter().map(move |to| (index(from), index(to.index()))));
        let graph = DiGraph::<(), (), u32>::from_edges(edges);
        let is_popular =
            |node: &NodeIndex| graph.neighbors_directed(*node, petgraph::Incoming).nth(LARGE - 1).is_some();
        let mut closures = Self { shared: vec![None; next.len()], next, reached: Vec::new() };
        // What a circle leads to comes before it. A file alone is a circle, too.
        for circle in kosaraju_scc(&graph) {
            if circle.len() >= LARGE || circle.iter().any(is_popular) {
                let reached = closures.of(circle.first().map(|node| AssetId::new(node.index())));
                for node in circle {
                    closures.shared[node.index()] = Some(closures.reached.len());
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
    pub(crate) fn of(&self, roots: impl IntoIterator<Item = AssetId>) -> AssetSet {
        let mut seen = AssetSet::default();
        let mut open: Vec<AssetId> = roots.into_iter().collect();
        while let Some(id) = open.pop() {
            if seen.contains(id) {
                continue;
            }
            if let Some(shared) = self.shared[id.index()] {
                seen.add_all(&self.reached[shared]);
            } else {
                seen.insert(id);
                open.extend(self.next(id).iter().filter(|to| !seen.contains(**to)));
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
        let reached = |from: usize| -> Vec<usize> {
            closures.of([AssetId::new(from)]).iter().map(AssetId::index).collect()
        };
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
