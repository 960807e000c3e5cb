//! The stylesheets of chunks.
//!
//! The runtime's function names a stylesheet for every id; which chunks really have one stands beside it.

use std::collections::{BTreeSet, HashSet};

use crate::graph::documents::DocumentRoots;
use crate::graph::resolve::Resolver;
use crate::graph::webpack::chunks::{Chunks, Piece};
use crate::graph::webpack::file_names::{depends_on_id, file_name};
use crate::model::asset::{AssetId, ResourceType};
use crate::model::chunk_graph::{Edge, EdgeKind, Via};

/// Adds the edges from chunks to their stylesheets, and notes the chunks that are nothing but one.
pub(crate) fn edges(chunks: &mut Chunks<'_>, resolver: &Resolver<'_>, edges: &mut Vec<Edge>) {
    for group in 0..chunks.groups.len() {
        let runtimes: Vec<_> =
            chunks.groups[group].runtimes.iter().map(|runtime| (runtime.asset, runtime.unit)).collect();
        for (asset, unit) in runtimes {
            for file in &unit.style_files {
                let style = resolver.target(&file.target, asset);
                if let (Some(from), Some(to)) = (chunks.script(group, &file.id, asset), style) {
                    let kind = EdgeKind::Stylesheet;
                    edges.push(Edge { from, to, kind, via: Via::Webpack, span: None });
                }
            }
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

/// The stylesheets of entry chunks: a page links them, and nothing in the code names them.
///
/// Where one of a page's stylesheets belongs to no chunk yet, and one of its chunks has traces of one and owns
/// none, the two belong together. An entry that waits for a chunk without files (`waits`) has such a chunk's
/// stylesheet, if there is one of each in the whole build.
pub(crate) fn left_over(
    pieces: &[Piece<'_>],
    waits: &[(usize, &str, AssetId)],
    documents: &[DocumentRoots],
    resolver: &Resolver<'_>,
    edges: &mut Vec<Edge>,
) {
    let is_owned = |edge: &&Edge| {
        edge.kind == EdgeKind::Stylesheet && resolver.resource_type(edge.from) == ResourceType::Script
    };
    let mut owned: HashSet<AssetId> = edges.iter().filter(is_owned).map(|edge| edge.to).collect();
    let mut owners: HashSet<AssetId> = edges.iter().filter(is_owned).map(|edge| edge.from).collect();
    let linked = documents.iter().flat_map(|document| &document.stylesheets).copied();
    let left: BTreeSet<AssetId> = linked.filter(|style| !owned.contains(style)).collect();
    let waited_for: HashSet<(usize, &str)> = waits.iter().map(|(group, id, _)| (*group, *id)).collect();
    let mut own =
        |from: AssetId, to: AssetId, owned: &mut HashSet<AssetId>, owners: &mut HashSet<AssetId>| {
            owned.insert(to);
            owners.insert(from);
            edges.push(Edge { from, to, kind: EdgeKind::Stylesheet, via: Via::Webpack, span: None });
        };
    if let (Some(&style), 1, 1) = (left.first(), left.len(), waited_for.len()) {
        for (_, _, from) in waits {
            own(*from, style, &mut owned, &mut owners);
        }
        return;
    }
    // Next.js lets no script have styles but those of pages.
    let has_pages = pieces.iter().any(|piece| !piece.unit.pages.is_empty());
    let may_own = |piece: &&Piece<'_>| {
        !piece.unit.style_modules.is_empty() && (!has_pages || !piece.unit.pages.is_empty())
    };
    let traces: BTreeSet<AssetId> = pieces.iter().filter(may_own).map(|piece| piece.asset).collect();
    // A page settles what another one leaves open; few pages differ in their stylesheets.
    for document in documents.iter().chain(documents) {
        let mut styles = document.stylesheets.iter().filter(|style| !owned.contains(style));
        let (Some(&style), None) = (styles.next(), styles.next()) else { continue };
        let has_traces = |script: &&AssetId| traces.contains(script) && !owners.contains(script);
        let mut scripts = document.modern.iter().filter(has_traces);
        if let (Some(&script), None) = (scripts.next(), scripts.next()) {
            own(script, style, &mut owned, &mut owners);
        }
    }
}
