//! A list of files that one dynamic import loads together: its edges, and the import itself.

use crate::graph::esm::LocatedImport;
use crate::graph::resolve::Resolver;
use crate::model::asset::{AssetId, ResourceType};
use crate::model::chunk_graph::{Edge, EdgeKind, Via};
use crate::model::span::Span;

/// The files of one dynamic import.
pub(crate) struct Group {
    /// The script that imports.
    pub(crate) from: AssetId,
    /// Where.
    pub(crate) span: Span,
    /// The scripts and stylesheets, in the order written; other files are no part of the graph.
    pub(crate) files: Vec<AssetId>,
    /// The file with the module that was imported, where it is known.
    pub(crate) main: Option<AssetId>,
    /// The mechanism that proved it.
    pub(crate) via: Via,
}

/// Adds a dynamic edge to each script, hangs the stylesheets on the imported one, and keeps the import.
///
/// Names tell nothing here: Turbopack's are hashes, and Parcel names what several chunks share after one of them.
/// Without any script, the first stylesheet is what is imported.
pub(crate) fn add(
    group: Group,
    resolver: &Resolver<'_>,
    edges: &mut Vec<Edge>,
    located: &mut Vec<LocatedImport>,
) {
    let Group { from, span, mut files, main, via } = group;
    let is = |id: AssetId, resource_type| resolver.resource_type(id) == resource_type;
    files.retain(|&id| id != from && (is(id, ResourceType::Script) || is(id, ResourceType::Stylesheet)));
    let first_script = || files.iter().copied().find(|&id| is(id, ResourceType::Script));
    let main = main.filter(|main| files.contains(main));
    let Some(target) = main.or_else(first_script).or_else(|| files.first().copied()) else { return };
    for &to in &files {
        if is(to, ResourceType::Stylesheet) && to != target {
            edges.push(Edge { from: target, to, kind: EdgeKind::Stylesheet, via, span: None });
        } else {
            edges.push(Edge { from, to, kind: EdgeKind::Dynamic, via, span: Some(span) });
        }
    }
    let preloads = files.into_iter().filter(|&id| id != target).collect();
    located.push(LocatedImport { chunk: from, span, target, preloads });
}
