//! What a single static import brings into an initial load: the bytes that would be gone if it were dynamic.
//!
//! An import brings what can be reached through it alone: if the imported chunk is reached by no other way, that
//! is the chunk with everything that it dominates in the graph of the initial load (Lengauer and Tarjan's
//! dominators, here by petgraph's `simple_fast` after Cooper, Harvey and Kennedy).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use petgraph::algo::dominators;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::asset::{Asset, AssetId, ResourceType, Sizes};
use crate::model::chunk_graph::{Audience, Edge, EdgeKind, EntryPoint, ImportCost, Via};

/// The cost of every static import that some initial load hangs on, sorted by entry point and place.
///
/// Entry points that load the same files are told of once, at the first of them.
pub(crate) fn import_costs(assets: &[Asset], edges: &[Edge], entries: &[EntryPoint]) -> Vec<ImportCost> {
    let mut told = BTreeSet::new();
    let mut costs = Vec::new();
    for entry in entries.iter().filter(|entry| entry.audience == Audience::Modern) {
        let loaded: Vec<AssetId> = entry.initial.iter().filter(|id| *id != entry.asset).collect();
        if told.insert(loaded) {
            costs.extend(InitialLoad::of(entry, edges).costs(entry.asset, assets));
        }
    }
    costs
}

/// The graph of one initial load.
struct InitialLoad<'a> {
    graph: DiGraph<AssetId, ()>,
    root: NodeIndex,
    /// Imports that stand in a script of the load, by their ends.
    imports: BTreeMap<(AssetId, AssetId), &'a Edge>,
}

impl<'a> InitialLoad<'a> {
    fn of(entry: &EntryPoint, edges: &'a [Edge]) -> Self {
        let mut graph = DiGraph::new();
        let nodes: HashMap<AssetId, NodeIndex> =
            entry.initial.iter().map(|id| (id, graph.add_node(id))).collect();
        let mut imports = BTreeMap::new();
        let of_load = entry.initial.iter().flat_map(|from| {
            let first = edges.partition_point(|edge| edge.from < from);
            edges[first..].iter().take_while(move |edge| edge.from == from)
        });
        for edge in of_load.filter(|edge| matches!(edge.kind, EdgeKind::Static | EdgeKind::Stylesheet)) {
            let (Some(&from), Some(&to)) = (nodes.get(&edge.from), nodes.get(&edge.to)) else { continue };
            graph.add_edge(from, to, ());
            // Runtimes that number their chunks list what an entry waits for: no import that could be made dynamic.
            let is_import = matches!(edge.via, Via::Esm | Via::System);
            if edge.kind == EdgeKind::Static && is_import && edge.from != entry.asset {
                imports.insert((edge.from, edge.to), edge);
            }
        }
        Self { root: nodes[&entry.asset], graph, imports }
    }

    fn costs(&self, entry: AssetId, assets: &[Asset]) -> Vec<ImportCost> {
        let sizes_of = |node: NodeIndex| assets[self.graph[node].index()].sizes.unwrap_or_default();
        let tree = DominatorTree::of(&self.graph, self.root, sizes_of);
        let is_script = |id: AssetId| assets[id.index()].resource_type == ResourceType::Script;
        let nodes = self.graph.node_indices().filter(|&node| is_script(self.graph[node]));
        let mut costs: Vec<ImportCost> = nodes
            .filter_map(|node| {
                let importer = self.graph[self.only_way_to(node, &tree)?];
                let edge = self.imports.get(&(importer, self.graph[node]))?;
                let brings = tree.brought[node.index()];
                Some(ImportCost { entry, chunk: edge.from, target: edge.to, span: edge.span?, brings })
            })
            .collect();
        costs.sort_by_key(|cost| (cost.chunk, cost.span));
        costs
    }

    /// The one node whose edge every way to `node` ends with; `None` where several edges lead to it.
    fn only_way_to(&self, node: NodeIndex, tree: &DominatorTree) -> Option<NodeIndex> {
        let ways = self.graph.neighbors_directed(node, petgraph::Incoming);
        let mut ways = ways.filter(|&way| !tree.is_below(way, node));
        match (ways.next(), ways.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}

/// Which nodes can be reached through which alone.
struct DominatorTree {
    /// For each node its number on the way down through the tree, and the last number below it; `None` for nodes
    /// that nothing leads to.
    numbers: Vec<Option<(usize, usize)>>,
    /// For each node what it weighs with all that it dominates.
    brought: Vec<Sizes>,
}

impl DominatorTree {
    fn of(graph: &DiGraph<AssetId, ()>, root: NodeIndex, sizes: impl Fn(NodeIndex) -> Sizes) -> Self {
        let dominators = dominators::simple_fast(graph, root);
        let mut children: Vec<Vec<NodeIndex>> = vec![Vec::new(); graph.node_count()];
        for node in graph.node_indices() {
            if let Some(dominator) = dominators.immediate_dominator(node) {
                children[dominator.index()].push(node);
            }
        }
        let mut way_down = Vec::with_capacity(graph.node_count());
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            way_down.push(node);
            open.extend(&children[node.index()]);
        }
        let mut numbers = vec![None; graph.node_count()];
        let mut brought: Vec<Sizes> = graph.node_indices().map(sizes).collect();
        for (number, &node) in way_down.iter().enumerate().rev() {
            let below = children[node.index()].iter();
            let last = below.clone().filter_map(|child| numbers[child.index()]).map(|(_, last)| last).max();
            numbers[node.index()] = Some((number, last.unwrap_or(number)));
            for child in below {
                let of_child = brought[child.index()];
                brought[node.index()] += of_child;
            }
        }
        Self { numbers, brought }
    }

    /// Whether every way to `node` leads over `above`, or it is `above` itself.
    fn is_below(&self, node: NodeIndex, above: NodeIndex) -> bool {
        match (self.numbers[node.index()], self.numbers[above.index()]) {
            (Some((number, _)), Some((first, last))) => (first..=last).contains(&number),
            _ => false,
        }
    }
}
