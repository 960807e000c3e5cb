//! What a single static import brings into an initial load: the bytes that would be gone if it were dynamic.
//!
//! An import brings what can be reached through it alone: if the imported chunk is reached by no other way, that
//! is the chunk with everything that it dominates in the graph of the initial load (Lengauer and Tarjan's
//! dominators, here by petgraph's `simple_fast` after Cooper, Harvey and Kennedy).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use petgraph::algo::dominators::{self, Dominators};
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
        let loaded: Vec<AssetId> = entry.initial.iter().copied().filter(|id| *id != entry.asset).collect();
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
            entry.initial.iter().map(|&id| (id, graph.add_node(id))).collect();
        let mut imports = BTreeMap::new();
        let is_inside = |edge: &&Edge| {
            matches!(edge.kind, EdgeKind::Static | EdgeKind::Stylesheet)
                && entry.initial.contains(&edge.from)
                && entry.initial.contains(&edge.to)
        };
        for edge in edges.iter().filter(is_inside) {
            graph.add_edge(nodes[&edge.from], nodes[&edge.to], ());
            // Runtimes that number their chunks list what an entry waits for: no import that could be made dynamic.
            let is_import = matches!(edge.via, Via::Esm | Via::System);
            if edge.kind == EdgeKind::Static && is_import && edge.from != entry.asset {
                imports.insert((edge.from, edge.to), edge);
            }
        }
        Self { root: nodes[&entry.asset], graph, imports }
    }

    fn costs(&self, entry: AssetId, assets: &[Asset]) -> Vec<ImportCost> {
        let dominators = dominators::simple_fast(&self.graph, self.root);
        let mut brought: HashMap<NodeIndex, Sizes> = HashMap::new();
        for node in self.graph.node_indices() {
            let sizes = assets[self.graph[node].index()].sizes.unwrap_or_default();
            for dominator in dominators.dominators(node).into_iter().flatten() {
                *brought.entry(dominator).or_default() += sizes;
            }
        }
        let is_script = |id: AssetId| assets[id.index()].resource_type == ResourceType::Script;
        let nodes = self.graph.node_indices().filter(|&node| is_script(self.graph[node]));
        let mut costs: Vec<ImportCost> = nodes
            .filter_map(|node| {
                let importer = self.graph[self.only_way_to(node, &dominators)?];
                let edge = self.imports.get(&(importer, self.graph[node]))?;
                let brings = brought.get(&node).copied().unwrap_or_default();
                Some(ImportCost { entry, chunk: edge.from, target: edge.to, span: edge.span?, brings })
            })
            .collect();
        costs.sort_by_key(|cost| (cost.chunk, cost.span));
        costs
    }

    /// The one node whose edge every way to `node` ends with; `None` where several edges lead to it.
    fn only_way_to(&self, node: NodeIndex, dominators: &Dominators<NodeIndex>) -> Option<NodeIndex> {
        let is_below = |other: NodeIndex| {
            dominators.dominators(other).is_some_and(|mut chain| chain.any(|dominator| dominator == node))
        };
        let mut ways = self.graph.neighbors_directed(node, petgraph::Incoming).filter(|&way| !is_below(way));
        match (ways.next(), ways.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}
