//! The facts of all files in, the graph out: edges, entry points, split points.
//!
//! One file a runtime (`esm.rs` covers everything whose references are URLs: ECMAScript modules, SystemJS,
//! Vite's lists); a runtime that numbers its modules gets a file of its own.
//! `routes/` finds the names by which visitors open them.
//! Pure: a reference that names no file of the build gives no edge.

mod certain;
mod chains;
mod closures;
mod documents;
mod entry_points;
mod esm;
mod font_faces;
mod group;
mod images;
mod import_costs;
mod manifest;
mod named;
mod parcel;
mod precache;
mod reach;
mod references;
mod resolve;
mod routes;
mod split_points;
mod styles;
mod turbopack;
mod unreferenced;
mod webpack;

pub use chains::reason;
pub use images::image_uses;
pub use manifest::Beside;
pub use named::{named, names};
pub use references::{references, suspects};
pub use unreferenced::{Hashed, unreferenced};

use crate::graph::documents::DocumentRoots;
use crate::graph::resolve::{ImportMap, Resolver};
use crate::model::asset::{Asset, AssetId};
use crate::model::build::Facts;
use crate::model::chunk_graph::{ChunkGraph, Edge};
use crate::model::problem::Problem;

/// Finds how the files load each other. `facts` runs parallel to `assets`, which are sorted by path. Gives what is
/// wrong with manifests, too.
pub fn build_graph(assets: &[Asset], facts: &[Facts], beside: Beside<'_>) -> (ChunkGraph, Vec<Problem>) {
    let resolver = Resolver::new(assets, import_maps(facts));
    let documents = documents::roots(assets, facts, &resolver);
    let mut located = Vec::new();
    let mut edges = Vec::new();
    for (index, facts) in facts.iter().enumerate() {
        let from = AssetId::new(index);
        match facts {
            Facts::Script(facts) => esm::edges(facts, from, &resolver, &mut edges, &mut located),
            Facts::Stylesheet(facts) => styles::edges(facts, from, &resolver, &mut edges),
            Facts::Document(_)
            | Facts::Image(_)
            | Facts::Manifest(_)
            | Facts::ServiceWorker(_)
            | Facts::None
            | Facts::Unreadable => {}
        }
    }
    let mut unresolved = turbopack::edges(facts, &resolver, &mut edges, &mut located);
    unresolved += parcel::edges(facts, &resolver, &mut edges, &mut located);
    edges.extend(documents.iter().flat_map(|document| document.edges.iter().cloned()));
    located.extend(documents.iter().flat_map(|document| document.located.iter().cloned()));
    edges.extend(documents::stylesheets_of_chunks(assets, &documents));
    let missed = webpack::edges(facts, &documents, &resolver, &mut edges, &mut located);
    unresolved += missed.ids;
    let mut edges = sorted(edges);
    let has_pages = documents.iter().any(DocumentRoots::loads_scripts);
    let witness = manifest::ask(assets, facts, &edges, &resolver, &missed.files, has_pages, beside);
    if !witness.edges.is_empty() {
        edges.extend(witness.edges.iter().cloned());
        edges = sorted(edges);
    }

    let reach = reach::Reach::new(assets, &edges);
    let remotes = webpack::remote_entries(facts);
    let mut entries = entry_points::entry_points(assets, &edges, &documents, &witness, &remotes, &reach);
    let (mut split_points, certain) = split_points::split_points(assets, &edges, &located, &entries, &reach);
    // A list of pages names the page that is open too: that is no mistake of anybody's.
    let pages = turbopack::pages(facts);
    split_points.retain(|split| split.effective || !pages.contains(&(split.chunk, split.span)));
    let import_costs = import_costs::import_costs(assets, &edges, &entries);
    let loads = entry_points::loads(assets.len(), &entries);
    let read = routes::Read { assets, facts, documents: &documents, certain: &certain, edges: &edges };
    let routes = routes::routes(&read, &mut entries, &mut split_points);
    let precaches = precache::precaches(facts, &edges, &resolver, beside.left_out);
    let graph = ChunkGraph {
        edges,
        entries,
        split_points,
        routes,
        import_costs,
        loads,
        unresolved,
        manifests: witness.uses,
        precaches,
        font_faces: font_faces::font_faces(facts, &resolver),
    };
    (graph, witness.problems)
}

fn import_maps(facts: &[Facts]) -> Vec<ImportMap> {
    let map = |(index, facts): (usize, &Facts)| match facts {
        Facts::Document(facts) if !facts.import_map.is_empty() => {
            Some(ImportMap { document: AssetId::new(index), imports: facts.import_map.clone() })
        }
        _ => None,
    };
    facts.iter().enumerate().filter_map(map).collect()
}

/// Sorted; of edges that differ only in their place, the first.
fn sorted(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.retain(|edge| edge.from != edge.to);
    edges.sort();
    edges.dedup_by_key(|edge| (edge.from, edge.to, edge.kind));
    edges
}
