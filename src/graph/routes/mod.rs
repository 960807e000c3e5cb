//! The paths by which visitors open a site: what the documents, the routers' records and Next's chunks say of them.
//!
//! `names.rs` gives entry points their routes, `records.rs` split points, `opened.rs` finds what opening a route loads.

mod names;
mod opened;
mod patterns;
mod records;

use crate::graph::documents::DocumentRoots;
use crate::model::asset::Asset;
use crate::model::asset_set::AssetSet;
use crate::model::build::Facts;
use crate::model::chunk_graph::{Edge, EntryPoint, SplitPoint};
use crate::model::route::Route;

/// What is known of the build when its routes are looked for.
pub(crate) struct Read<'a> {
    /// Every file, sorted by path.
    pub(crate) assets: &'a [Asset],
    /// What each file says.
    pub(crate) facts: &'a [Facts],
    /// What the documents load.
    pub(crate) documents: &'a [DocumentRoots],
    /// For each file what is certainly loaded when it runs; `None` where no entry point leads to it.
    pub(crate) certain: &'a [Option<AssetSet>],
    /// How the files load each other, sorted.
    pub(crate) edges: &'a [Edge],
}

/// Names the routes of the entry points and split points, and gives what opening each of them loads, sorted by path.
pub(crate) fn routes(
    read: &Read<'_>,
    entries: &mut [EntryPoint],
    split_points: &mut [SplitPoint],
) -> Vec<Route> {
    names::name(read, entries);
    let run = records::split_points(read, entries, split_points);
    for (split_point, routes) in split_points.iter_mut().zip(run.carried) {
        split_point.routes = routes.into_iter().collect();
    }
    opened::routes(read, entries, split_points, &run.site)
}
