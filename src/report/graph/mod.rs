//! The chunk graph as text for tools that draw or read graphs: one file a format.
//!
//! Nodes are the documents, scripts and stylesheets that have edges. Preloads are in the JSON alone: in a picture
//! they would be a second arrow beside nearly every first one.

mod dot;
mod json;
mod mermaid;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::chunk_graph::{Edge, EdgeKind};

pub use dot::render as render_dot;
pub use json::render as render_json;
pub use mermaid::render as render_mermaid;

/// The edges between documents, scripts and stylesheets, in the order of the graph.
fn edges(build: &Build) -> Vec<&Edge> {
    let is_node = |id: AssetId| {
        matches!(
            build.asset(id).resource_type,
            ResourceType::Document | ResourceType::Script | ResourceType::Stylesheet
        )
    };
    build.graph.edges.iter().filter(|edge| is_node(edge.from) && is_node(edge.to)).collect()
}

/// The same without preloads.
fn drawn_edges(build: &Build) -> Vec<&Edge> {
    edges(build).into_iter().filter(|edge| edge.kind != EdgeKind::Preload).collect()
}

/// The ends of `edges`, sorted by path.
fn nodes(edges: &[&Edge]) -> BTreeSet<AssetId> {
    edges.iter().flat_map(|edge| [edge.from, edge.to]).collect()
}
