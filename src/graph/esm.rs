//! References that are URLs: ECMAScript modules, SystemJS, workers, and Vite's lists of preloads.

use crate::graph::resolve::Resolver;
use crate::model::asset::{AssetId, ResourceType};
use crate::model::chunk_graph::{Edge, EdgeKind, Via};
use crate::model::hashed_name::share_name;
use crate::model::script::{Reference, ReferenceKind, ScriptFacts};
use crate::model::span::Span;

/// A dynamic import whose target is known.
#[derive(Clone, Debug)]
pub(crate) struct LocatedImport {
    /// The script that imports.
    pub(crate) chunk: AssetId,
    /// Where.
    pub(crate) span: Span,
    /// What it imports.
    pub(crate) target: AssetId,
    /// What the bundler's runtime fetches with it.
    pub(crate) preloads: Vec<AssetId>,
}

/// Adds the edges that start at the script `from`, and its dynamic imports.
pub(crate) fn edges(
    facts: &ScriptFacts,
    from: AssetId,
    resolver: &Resolver<'_>,
    edges: &mut Vec<Edge>,
    located: &mut Vec<LocatedImport>,
) {
    for reference in &facts.references {
        let Some(to) = resolver.target(&reference.target, from) else { continue };
        edges.push(Edge {
            from,
            to,
            kind: edge_kind(reference, to, resolver),
            via: reference.via,
            span: Some(reference.span),
        });
        if reference.kind == ReferenceKind::Dynamic && to != from {
            let preloads = preloads(reference, from, to, resolver, edges);
            located.push(LocatedImport { chunk: from, span: reference.span, target: to, preloads });
        }
    }
}

fn edge_kind(reference: &Reference, to: AssetId, resolver: &Resolver<'_>) -> EdgeKind {
    match reference.kind {
        // `import "./x.css" with { type: "css" }`
        ReferenceKind::Static if resolver.resource_type(to) == ResourceType::Stylesheet => {
            EdgeKind::Stylesheet
        }
        ReferenceKind::Static => EdgeKind::Static,
        ReferenceKind::Dynamic => EdgeKind::Dynamic,
        ReferenceKind::Worker => EdgeKind::Worker,
    }
}

/// Vite's list names the target, its static closure and their stylesheets. It is the only trace of which
/// stylesheet belongs to which chunk: to the one of the list that shares its name, else to the target.
fn preloads(
    reference: &Reference,
    from: AssetId,
    target: AssetId,
    resolver: &Resolver<'_>,
    edges: &mut Vec<Edge>,
) -> Vec<AssetId> {
    let preloads: Vec<AssetId> =
        reference.preloads.iter().filter_map(|preload| resolver.target(preload, from)).collect();
    let owner = |style: AssetId| {
        let is_owner = |id: &&AssetId| {
            resolver.resource_type(**id) == ResourceType::Script
                && share_name(resolver.file_name(**id), resolver.file_name(style))
        };
        preloads.iter().find(is_owner).copied().unwrap_or(target)
    };
    for &to in &preloads {
        let (from, kind) = match resolver.resource_type(to) {
            ResourceType::Stylesheet => (owner(to), EdgeKind::Stylesheet),
            _ if to == target => continue,
            _ => (from, EdgeKind::Preload),
        };
        edges.push(Edge { from, to, kind, via: Via::ViteMapDeps, span: None });
    }
    preloads
}
