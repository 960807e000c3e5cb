//! What HTML documents load: their scripts for each audience, their stylesheets, their hints.

use std::collections::BTreeSet;

use crate::graph::esm::LocatedImport;
use crate::graph::resolve::Resolver;
use crate::graph::turbopack;
use crate::model::asset::{Asset, AssetId};
use crate::model::build::Facts;
use crate::model::chunk_graph::{Edge, EdgeKind, Via};
use crate::model::document::{DocumentFacts, HintKind, Hydration, ScriptElement};
use crate::model::hashed_name::{HashedName, share_name};
use crate::model::script::ReferenceKind;
use crate::model::span::Span;

/// What one document loads by itself.
pub(crate) struct DocumentRoots {
    /// The document.
    pub(crate) document: AssetId,
    /// Scripts of browsers that run modules, sorted.
    pub(crate) modern: Vec<AssetId>,
    /// Scripts of browsers that do not; empty unless the document has `nomodule` scripts.
    pub(crate) legacy: Vec<AssetId>,
    /// Stylesheets, sorted.
    pub(crate) stylesheets: Vec<AssetId>,
    /// What browsers that run modules load later by the document itself: workers, islands that wait. Sorted.
    pub(crate) later: Vec<AssetId>,
    /// The islands that wait, as dynamic imports.
    pub(crate) located: Vec<LocatedImport>,
    /// What is fetched at once because a hint says so.
    pub(crate) hinted: BTreeSet<AssetId>,
    /// All of it as edges.
    pub(crate) edges: Vec<Edge>,
}

impl DocumentRoots {
    /// Whether it loads scripts, for whomever and whenever.
    pub(crate) fn loads_scripts(&self) -> bool {
        !self.modern.is_empty() || !self.legacy.is_empty() || !self.later.is_empty()
    }
}

/// What each document loads, sorted by path.
pub(crate) fn roots(assets: &[Asset], facts: &[Facts], resolver: &Resolver<'_>) -> Vec<DocumentRoots> {
    let document = |(index, facts): (usize, &Facts)| match facts {
        Facts::Document(facts) => Some(document_roots(AssetId::new(index), facts, resolver)),
        _ => None,
    };
    debug_assert_eq!(assets.len(), facts.len(), "facts run parallel to the assets");
    facts.iter().enumerate().filter_map(document).collect()
}

fn document_roots(document: AssetId, facts: &DocumentFacts, resolver: &Resolver<'_>) -> DocumentRoots {
    let has_legacy = facts.scripts.iter().any(|script| script.nomodule && !script.module);
    let mut roots = DocumentRoots {
        document,
        modern: Vec::new(),
        legacy: Vec::new(),
        stylesheets: Vec::new(),
        later: Vec::new(),
        located: Vec::new(),
        hinted: BTreeSet::new(),
        edges: Vec::new(),
    };
    let edge = |to, kind, via, span| Edge { from: document, to, kind, via, span: Some(span) };
    for script in &facts.scripts {
        for (to, via, span, kind) in loaded_by(script, document, facts.base.as_deref(), resolver) {
            roots.edges.push(edge(to, kind, via, span));
            if kind != EdgeKind::Static {
                roots.later.extend((!script.nomodule).then_some(to));
                continue;
            }
            if !script.nomodule {
                roots.modern.push(to);
            }
            if has_legacy && !script.module {
                roots.legacy.push(to);
            }
        }
    }
    for link in &facts.stylesheets {
        if let Some(to) = resolver.document_url(&link.url, document, facts.base.as_deref()) {
            roots.edges.push(edge(to, EdgeKind::Stylesheet, Via::Html, link.span));
            roots.stylesheets.push(to);
        }
    }
    for hint in &facts.hints {
        if let Some(to) = resolver.document_url(&hint.url, document, facts.base.as_deref()) {
            roots.edges.push(edge(to, EdgeKind::Preload, Via::Html, hint.span));
            if hint.kind != HintKind::Prefetch {
                roots.hinted.insert(to);
            }
        }
    }
    for script in &facts.flight_scripts {
        // React fetches them while it reads the page; `<base>` does not matter to it.
        if let Some(to) = resolver.document_url(&script.url, document, None) {
            roots.edges.push(edge(to, EdgeKind::Static, Via::Flight, script.span));
            roots.modern.push(to);
            if has_legacy {
                roots.legacy.push(to);
            }
        }
    }
    add_islands(&mut roots, facts, resolver);
    for list in [&mut roots.modern, &mut roots.legacy, &mut roots.stylesheets, &mut roots.later] {
        list.sort_unstable();
        list.dedup();
    }
    roots
}

/// The islands of Astro. Those that every visit fetches count as scripts of the page: nothing but the page itself
/// has to happen. The others are dynamic imports that stand at their elements.
fn add_islands(roots: &mut DocumentRoots, facts: &DocumentFacts, resolver: &Resolver<'_>) {
    let document = roots.document;
    let find = |url: &Option<String>| {
        url.as_deref().and_then(|url| resolver.document_url(url, document, facts.base.as_deref()))
    };
    let edge = |to, kind, span| Edge { from: document, to, kind, via: Via::Html, span: Some(span) };
    for island in &facts.islands {
        let hydrated = [&island.component, &island.renderer].map(find).into_iter().flatten();
        let at_once = find(&island.before_hydration).into_iter();
        let at_once: Vec<_> = match island.hydration {
            Hydration::Always => at_once.chain(hydrated).collect(),
            Hydration::Conditional => at_once.collect(),
        };
        for to in at_once {
            roots.edges.push(edge(to, EdgeKind::Static, island.span));
            roots.modern.push(to);
        }
    }
    for island in facts.islands.iter().filter(|island| island.hydration == Hydration::Conditional) {
        let Some(target) = find(&island.component) else { continue };
        let renderer = find(&island.renderer);
        for to in [Some(target), renderer].into_iter().flatten().filter(|to| !roots.modern.contains(to)) {
            roots.edges.push(edge(to, EdgeKind::Dynamic, island.span));
            roots.later.push(to);
        }
        // Another island of the page may bring the component at once.
        if roots.later.contains(&target) {
            let preloads = renderer.into_iter().collect();
            roots.located.push(LocatedImport { chunk: document, span: island.span, target, preloads });
        }
    }
}

/// What a script element loads. Code between its tags runs while the page loads, so its `import()`s count as
/// static here: that is how SvelteKit and SystemJS pages start.
fn loaded_by(
    script: &ScriptElement,
    document: AssetId,
    base: Option<&str>,
    resolver: &Resolver<'_>,
) -> Vec<(AssetId, Via, Span, EdgeKind)> {
    let mut loaded = Vec::new();
    if let Some(to) = script.src.as_deref().and_then(|src| resolver.document_url(src, document, base)) {
        loaded.push((to, Via::Html, script.span, EdgeKind::Static));
    }
    for reference in script.inline.iter().flat_map(|facts| &facts.references) {
        let kind = match reference.kind {
            ReferenceKind::Static | ReferenceKind::Dynamic => EdgeKind::Static,
            ReferenceKind::Worker => EdgeKind::Worker,
        };
        if let Some(to) = resolver.target(&reference.target, document) {
            loaded.push((to, reference.via, reference.span, kind));
        }
    }
    if let Some(facts) = script.inline.as_ref().and_then(|facts| facts.turbopack.as_deref()) {
        let bootstrap = turbopack::bootstrap_of_document(facts, document, resolver).into_iter();
        loaded.extend(bootstrap.map(|(to, span)| (to, Via::Turbopack, span, EdgeKind::Static)));
    }
    loaded
}

/// Which of a page's stylesheets belong to one of its chunks: those that share its name but for the hash
/// (`index-9pqryl8h.js` and `index-CPLIeadc.css`).
///
/// A stylesheet with the very hash of the script was named after it by a plugin that collects the styles of all
/// chunks (rollup-plugin-postcss): it belongs to the page.
pub(crate) fn stylesheets_of_chunks(assets: &[Asset], documents: &[DocumentRoots]) -> Vec<Edge> {
    let name = |id: AssetId| assets[id.index()].path.file_name();
    let mut edges = Vec::new();
    for document in documents {
        for &to in &document.stylesheets {
            let style = name(to);
            let owns = |&&script: &&AssetId| {
                let hash = HashedName::parse(name(script)).hash;
                let is_named_after_it = hash.is_some() && hash == HashedName::parse(style).hash;
                share_name(name(script), style) && !is_named_after_it
            };
            if let Some(&from) = document.modern.iter().find(owns) {
                edges.push(Edge { from, to, kind: EdgeKind::Stylesheet, via: Via::Name, span: None });
            }
        }
    }
    edges
}
