//! The graph as JSON: `nodes` and `edges`, preloads among them, and what each script was made from.

use serde::Serialize;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::chunk_graph::Load;
use crate::report::graph::{edges, nodes};

#[derive(Serialize)]
struct Graph<'b> {
    nodes: Vec<Node<'b>>,
    edges: Vec<Arrow<'b>>,
}

#[derive(Serialize)]
struct Node<'b> {
    path: &'b str,
    #[serde(rename = "type")]
    resource_type: &'static str,
    raw: u64,
    load: Option<&'static str>,
    /// Of scripts alone; empty where no source map says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<Vec<Source<'b>>>,
}

#[derive(Serialize)]
struct Source<'b> {
    path: &'b str,
    package: Option<&'b str>,
    bytes: u64,
}

#[derive(Serialize)]
struct Arrow<'b> {
    from: &'b str,
    to: &'b str,
    kind: &'static str,
    via: &'static str,
    line: Option<u32>,
    column: Option<u32>,
}

/// The graph as JSON, ending with a line feed.
pub fn render(build: &Build) -> String {
    let edges = edges(build);
    let node = |id| {
        let asset = build.asset(id);
        Node {
            path: asset.path.as_str(),
            resource_type: asset.resource_type.name(),
            raw: asset.raw,
            load: build.graph.load(id).map(Load::name),
            sources: (asset.resource_type == ResourceType::Script).then(|| sources(build, id)),
        }
    };
    let nodes = nodes(&edges).into_iter().map(node).collect();
    let arrows = edges.iter().map(|edge| {
        let place = edge.span.and_then(|span| build.place(edge.from, span));
        Arrow {
            from: build.path(edge.from),
            to: build.path(edge.to),
            kind: edge.kind.name(),
            via: edge.via.name(),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
        }
    });
    // Types without maps and without floats cannot fail to serialise.
    let mut text =
        serde_json::to_string_pretty(&Graph { nodes, edges: arrows.collect() }).unwrap_or_default();
    text.push('\n');
    text
}

/// What a script was made from, sorted by path.
fn sources(build: &Build, id: AssetId) -> Vec<Source<'_>> {
    let Some(contents) = build.contents.get(id.index()) else { return Vec::new() };
    let sources = contents.sources.iter().map(|source| Source {
        path: &source.path,
        package: contents.parts.get(source.part).and_then(|part| part.origin.package()),
        bytes: source.bytes,
    });
    sources.collect()
}
