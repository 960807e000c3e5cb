//! The graph as a Mermaid flowchart, which GitHub and GitLab draw in Markdown.
//!
//! Source: <https://mermaid.js.org/syntax/flowchart.html>; characters that mean something are written as `#34;`.

use std::fmt::Write as _;

use crate::model::asset::ResourceType;
use crate::model::build::Build;
use crate::model::chunk_graph::EdgeKind;
use crate::report::graph::{drawn_edges, nodes};
use crate::report::text;

/// The graph as a flowchart, ending with a line feed.
pub fn render(build: &Build) -> String {
    let edges = drawn_edges(build);
    let mut out = String::from("flowchart LR\n");
    for id in nodes(&edges) {
        let asset = build.asset(id);
        let (open, close) = match asset.resource_type {
            ResourceType::Document => ("([", "])"),
            ResourceType::Stylesheet => ("(", ")"),
            _ => ("[", "]"),
        };
        let path = escaped(asset.path.as_str());
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  n{}{open}\"{path}<br/>{}\"{close}", id.0, text::size(asset.raw));
    }
    for edge in edges {
        let arrow = match edge.kind {
            EdgeKind::Static | EdgeKind::Preload => "-->",
            EdgeKind::Dynamic => "-.->",
            EdgeKind::Stylesheet => "--o",
            EdgeKind::Worker => "==>",
        };
        let _ = writeln!(out, "  n{} {arrow} n{}", edge.from.0, edge.to.0);
    }
    out
}

/// Letters, digits and what paths usually have stay; at the beginning, `-` would make a list of the label.
fn escaped(path: &str) -> String {
    let mut out = String::new();
    for character in text::printable(path).chars() {
        let is_plain = character.is_alphanumeric() || matches!(character, '.' | '/' | '_' | '-');
        if is_plain && !(out.is_empty() && character == '-') {
            out.push(character);
        } else {
            let _ = write!(out, "#{};", u32::from(character));
        }
    }
    out
}
