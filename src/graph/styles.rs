//! Stylesheets that import stylesheets.

use crate::graph::resolve::Resolver;
use crate::model::asset::AssetId;
use crate::model::chunk_graph::{Edge, EdgeKind, Via};
use crate::model::script::{Target, UrlBase};
use crate::model::style::StyleFacts;

/// Adds the edges that start at the stylesheet `from`.
pub(crate) fn edges(facts: &StyleFacts, from: AssetId, resolver: &Resolver<'_>, edges: &mut Vec<Edge>) {
    for import in &facts.imports {
        let target = Target::url(import.url.clone(), UrlBase::File);
        if let Some(to) = resolver.target(&target, from) {
            edges.push(Edge { from, to, kind: EdgeKind::Stylesheet, via: Via::Css, span: Some(import.span) });
        }
    }
}
