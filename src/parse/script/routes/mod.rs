//! The routes that a script has code for: a tree in, each route with the code that opening it runs out.
//!
//! One file a mechanism: `records.rs` reads the routers' objects with a path and a component, `sveltekit.rs`
//! SvelteKit's table of nodes, `turbopack.rs` the pages of Next.js on Turbopack; `parcel.rs` goes on to the code that
//! Parcel moved away. Which imports stand in that code is
//! for the graph to find, by their places: the code of every bundler is the same to the readers here.

mod bindings;
mod parcel;
mod path;
mod records;
mod run;
mod sveltekit;
mod turbopack;

use swc_ecma_ast::Program;

use crate::model::parcel::ParcelFacts;
use crate::model::route::RouteRecord;

/// The routes of a program, in the order in which they stand.
pub(crate) fn read(program: &Program, text: &str, parcel: Option<&ParcelFacts>) -> Vec<RouteRecord> {
    // Keeps the walks over the tree away from most scripts.
    let mut routes = Vec::new();
    if text.contains("dictionary") && text.contains("nodes") {
        routes.extend(sveltekit::read(program));
    }
    if text.contains(turbopack::BOOTSTRAP) {
        routes.extend(turbopack::read(program));
    }
    if records::LOADERS.iter().any(|key| text.contains(key)) {
        routes.extend(records::read(program));
    }
    if let Some(parcel) = parcel {
        parcel::follow(parcel, &mut routes);
    }
    routes
}
