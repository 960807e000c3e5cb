//! Parcel writes each `import()` into a module of its own and asks for that where the import stood:
//! `register("dsL0D", function (t) { t.exports = import("1gKX5") })`, `component: () => require("dsL0D")`.

use std::collections::HashMap;

use crate::model::parcel::ParcelFacts;
use crate::model::route::{RouteLoad, RouteRecord};
use crate::model::span::Span;

/// Adds to the code of each route that of the modules that it asks for.
pub(crate) fn follow(parcel: &ParcelFacts, routes: &mut [RouteRecord]) {
    let modules: HashMap<&str, Span> =
        parcel.modules.iter().map(|module| (module.id.as_str(), module.span)).collect();
    for load in routes.iter_mut().map(|route| &mut route.loads) {
        let asked: Vec<RouteLoad> = load
            .iter()
            .flat_map(|load| {
                let from = parcel.requires.partition_point(|asked| asked.span.start < load.span.start);
                let within =
                    parcel.requires[from..].iter().take_while(|asked| asked.span.start < load.span.end);
                within.filter(|asked| load.runs(asked.span)).map(|asked| (asked.id.as_str(), load.owner))
            })
            .filter_map(|(id, owner)| Some(RouteLoad { span: *modules.get(id)?, except: Vec::new(), owner }))
            .collect();
        load.extend(asked);
    }
}
