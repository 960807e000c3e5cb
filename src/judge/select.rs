//! Which files each budget is about, item by item.

use std::collections::BTreeSet;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::asset_set::AssetSet;
use crate::model::budget::{Bound, Budget, Per, Selector};
use crate::model::build::Build;
use crate::model::chunk_graph::{EntryPoint, Load, SplitPoint};
use crate::model::route::Route;
use crate::model::verdict::Item;

/// One item of a budget and the files that are measured for it.
pub(crate) struct Selected {
    /// What is measured.
    pub(crate) item: Item,
    /// The files, sorted.
    pub(crate) assets: Vec<AssetId>,
    /// How many requests must follow each other.
    pub(crate) depth: u32,
}

/// Finds the items of budgets in one build.
pub(crate) struct Items<'a> {
    build: &'a Build,
    /// Files that some per-file budget other than a `rest` one is about.
    taken: BTreeSet<AssetId>,
}

impl<'a> Items<'a> {
    /// Looks at all budgets once, for those about the rest.
    pub(crate) fn new(build: &'a Build, budgets: &[Budget]) -> Self {
        let mut items = Self { build, taken: BTreeSet::new() };
        let per_file = budgets.iter().filter(|budget| budget.per == Per::File && !budget.selector.rest);
        let taken: BTreeSet<AssetId> = per_file.flat_map(|budget| items.files(&budget.selector)).collect();
        items.taken = taken;
        items
    }

    /// The items of `budget`; empty where it matches nothing.
    pub(crate) fn of(&self, budget: &Budget) -> Vec<Selected> {
        let selector = &budget.selector;
        match budget.per {
            Per::Total => {
                let assets = self.files(selector);
                let total = Selected { item: Item::Total, assets, depth: 0 };
                if total.assets.is_empty() { Vec::new() } else { vec![total] }
            }
            Per::File => {
                let item = |id| Selected { item: Item::File(id), assets: vec![id], depth: 0 };
                self.files(selector).into_iter().map(item).collect()
            }
            Per::Entry => {
                // An entry point with nothing of the kind is beneath every limit but a floor.
                let has_floor = budget.limits.iter().any(|limit| limit.bound == Bound::Min);
                let entries = self.entries(selector).map(|entry| self.entry(selector, entry));
                let routes = self.routes(selector).map(|(index, route)| self.route(selector, index, route));
                entries.chain(routes).filter(|selected| has_floor || !selected.assets.is_empty()).collect()
            }
            Per::SplitPoint => self.split_points(selector),
            // Packages are no files: `packages.rs` asks for the files that they are in.
            Per::Package => Vec::new(),
        }
    }

    /// The build.
    pub(crate) fn build(&self) -> &'a Build {
        self.build
    }

    /// One item of the build, whether a budget is about it or not: what is measured for it in a build that this one is
    /// compared with. `None` for packages, which are no files.
    pub(crate) fn one(&self, selector: &Selector, item: &Item) -> Option<Selected> {
        let graph = &self.build.graph;
        match *item {
            Item::Total => Some(Selected { item: Item::Total, assets: self.files(selector), depth: 0 }),
            Item::File(id) => Some(Selected { item: Item::File(id), assets: vec![id], depth: 0 }),
            Item::Entry(asset) => {
                let entry = graph.modern_entries().find(|entry| entry.asset == asset)?;
                Some(self.entry(selector, entry))
            }
            Item::Route(index) => Some(self.route(selector, index, graph.routes.get(index)?)),
            Item::SplitPoint(index) => {
                Some(self.split_point(selector, index, graph.split_points.get(index)?))
            }
            Item::Package(_) | Item::Measurement(_) => None,
        }
    }

    /// The files that a selector is about, seen over the whole build.
    pub(crate) fn files(&self, selector: &Selector) -> Vec<AssetId> {
        let by_entry = selector.has_entry().then(|| self.loaded_by_entries(selector));
        let precached = selector.precached.then(|| self.build.graph.precached());
        let is_selected = |id: &AssetId| {
            if precached.as_ref().is_some_and(|precached| !precached.contains(id)) {
                return false;
            }
            let when = match &by_entry {
                Some(loaded) => loaded.contains(*id),
                None => selector.load.is_none_or(|load| self.build.graph.load(*id) == Some(load)),
            };
            when && self.is_about(selector, *id)
        };
        self.build.iter().map(|(id, _)| id).filter(is_selected).collect()
    }

    /// What the selected entry points and routes load, by when they do.
    fn loaded_by_entries(&self, selector: &Selector) -> AssetSet {
        let entries = || self.entries(selector).map(|entry| (&entry.initial, &entry.lazy));
        let loads = || entries().chain(self.routes(selector).map(|(_, route)| (&route.initial, &route.lazy)));
        let mut initial = AssetSet::of_all(loads().map(|(initial, _)| initial));
        let mut lazy = AssetSet::of_all(loads().map(|(_, lazy)| lazy));
        match selector.load {
            Some(Load::Initial) => initial,
            Some(_) => {
                lazy.remove_all(&initial);
                lazy
            }
            None => {
                initial.add_all(&lazy);
                initial
            }
        }
    }

    fn entries(&self, selector: &'a Selector) -> impl Iterator<Item = &'a EntryPoint> {
        let build = self.build;
        build.graph.modern_entries().filter(move |entry| selector.takes_entry(build.path(entry.asset)))
    }

    fn routes(&self, selector: &'a Selector) -> impl Iterator<Item = (usize, &'a Route)> {
        let routes = self.build.graph.routes.iter().enumerate();
        routes.filter(|(_, route)| selector.takes_route(&route.path))
    }

    fn route(&self, selector: &Selector, index: usize, route: &Route) -> Selected {
        let assets = self.loaded(selector, &route.initial, &route.lazy);
        Selected { item: Item::Route(index), assets, depth: route.depth }
    }

    fn entry(&self, selector: &Selector, entry: &EntryPoint) -> Selected {
        let assets = self.loaded(selector, &entry.initial, &entry.lazy);
        Selected { item: Item::Entry(entry.asset), assets, depth: entry.depth }
    }

    /// The files of the selector's kind that are loaded when it says.
    fn loaded(&self, selector: &Selector, initial: &AssetSet, lazy: &AssetSet) -> Vec<AssetId> {
        let is_about = |id: &AssetId| self.is_about(selector, *id);
        match selector.load {
            Some(Load::Initial) => initial.iter().filter(is_about).collect(),
            Some(_) => lazy.iter().filter(is_about).collect(),
            None => AssetSet::of_all([initial, lazy].into_iter()).iter().filter(is_about).collect(),
        }
    }

    fn split_points(&self, selector: &Selector) -> Vec<Selected> {
        // Routes have split points of their own; entry points have all that they lead to.
        let by_path = Selector { entry: selector.entry.clone(), ..Selector::default() };
        let reachable = selector.entry.is_some().then(|| self.loaded_by_entries(&by_path));
        let split_points = self.build.graph.split_points.iter().enumerate();
        let considered = split_points.filter(|(_, split_point)| {
            let is_reached = reachable.as_ref().is_some_and(|loaded| loaded.contains(split_point.chunk));
            let is_of_route = || split_point.routes.iter().any(|route| selector.takes_route(route));
            split_point.effective && (!selector.has_entry() || is_reached || is_of_route())
        });
        let selected = considered.map(|(index, split_point)| self.split_point(selector, index, split_point));
        selected.filter(|selected| !selected.assets.is_empty()).collect()
    }

    fn split_point(&self, selector: &Selector, index: usize, split_point: &SplitPoint) -> Selected {
        Selected {
            item: Item::SplitPoint(index),
            assets: split_point.adds.iter().filter(|id| self.is_about(selector, *id)).collect(),
            depth: split_point.depth,
        }
    }

    /// Whether a file is of the selector's kind, whenever it is loaded.
    fn is_about(&self, selector: &Selector, id: AssetId) -> bool {
        let asset = self.build.asset(id);
        let type_holds = match selector.resource_type {
            Some(resource_type) => asset.resource_type == resource_type,
            // Nobody is sent them: they count only where they are named.
            None => asset.resource_type != ResourceType::SourceMap,
        };
        type_holds
            && selector.files.as_ref().is_none_or(|globs| globs.matches(asset.path.as_str()))
            && !(selector.rest && self.taken.contains(&id))
    }
}
