//! The stylesheets of chunks.
//!
//! The runtime's function names a stylesheet for every id; which chunks really have one stands beside it.

use crate::graph::resolve::Resolver;
use crate::graph::webpack::chunks::Chunks;
use crate::graph::webpack::file_names::{depends_on_id, file_name};
use crate::model::asset::ResourceType;
use crate::model::chunk_graph::{Edge, EdgeKind, Via};

/// Adds the edges from chunks to their stylesheets, and notes the chunks that are nothing but one.
pub(crate) fn edges(chunks: &mut Chunks<'_>, resolver: &Resolver<'_>, edges: &mut Vec<Edge>) {
    for group in 0..chunks.groups.len() {
        let runtimes: Vec<_> =
            chunks.groups[group].runtimes.iter().map(|runtime| (runtime.asset, runtime.unit)).collect();
        for (asset, unit) in runtimes {
            for name in &unit.style_names {
                let ids = match &unit.styled {
                    Some(styled) => styled.iter().map(String::as_str).collect(),
                    None if depends_on_id(name) => chunks.ids(group),
                    // The same file for every chunk, and nothing says for which it is meant.
                    None => continue,
                };
                for id in ids {
                    let style = file_name(name, id, unit.full_hash.as_deref())
                        .and_then(|name| resolver.nearest(&name, asset))
                        .filter(|style| resolver.resource_type(*style) == ResourceType::Stylesheet);
                    let Some(to) = style else { continue };
                    match chunks.script(group, id, asset) {
                        Some(from) => {
                            let kind = EdgeKind::Stylesheet;
                            edges.push(Edge { from, to, kind, via: Via::Webpack, span: None });
                        }
                        None => chunks.set_only_style(group, id, to),
                    }
                }
            }
        }
    }
}
