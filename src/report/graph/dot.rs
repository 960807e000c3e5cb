//! The graph in the DOT language of Graphviz: `weighbridge graph dist | dot -Tsvg > graph.svg`.
//!
//! Source: <https://graphviz.org/doc/info/lang.html>; in labels, backslashes and entities mean something too.

use std::fmt::Write as _;

use crate::model::asset::ResourceType;
use crate::model::build::Build;
use crate::model::chunk_graph::EdgeKind;
use crate::report::graph::{drawn_edges, nodes};
use crate::report::text;

/// The graph as DOT, ending with a line feed.
pub fn render(build: &Build) -> String {
    let edges = drawn_edges(build);
    let mut out = String::from("digraph build {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n");
    for id in nodes(&edges) {
        let asset = build.asset(id);
        let label = format!("{}\\n{}", escaped(asset.path.as_str()), text::size(asset.raw));
        let shape = match asset.resource_type {
            ResourceType::Document => "note",
            ResourceType::Stylesheet => "ellipse",
            _ => "box",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  n{} [label=\"{label}\", shape={shape}];", id.0);
    }
    for edge in edges {
        let style = match edge.kind {
            EdgeKind::Static | EdgeKind::Preload => "solid",
            EdgeKind::Dynamic => "dashed",
            EdgeKind::Stylesheet => "dotted",
            EdgeKind::Worker => "bold",
        };
        let kind = edge.kind.name();
        let _ = writeln!(out, "  n{} -> n{} [style={style}, tooltip=\"{kind}\"];", edge.from.0, edge.to.0);
    }
    out.push_str("}\n");
    out
}

fn escaped(path: &str) -> String {
    text::printable(path).replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}
