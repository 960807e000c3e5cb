//! Which split points a route runs: those that stand in the code of its record, whatever the bundler made of `import()`.
//!
//! A path without a leading `/` goes on behind the route that loads its script; in a script that pages start with,
//! behind nothing. Where a script is loaded by an import of no route, what holds for the importing script holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::graph::routes::Read;
use crate::model::asset::AssetId;
use crate::model::asset_set::AssetSet;
use crate::model::build::Facts;
use crate::model::chunk_graph::{Audience, EntryPoint, SplitPoint};
use crate::model::route::{LoadOwner, RouteRecord};

/// So many scripts of routes can be loaded one by the other.
const MOST_LEVELS: usize = 8;
/// A script in more places than this is no part of the routes.
const MOST_PLACES: usize = 64;

/// What was found for the split points.
pub(crate) struct Run {
    /// By split point: its routes.
    pub(crate) carried: Vec<BTreeSet<String>>,
    /// Split points that every route of their table runs, with those routes.
    pub(crate) site: Vec<(usize, String)>,
}

/// A record that holds a split point.
struct Holding<'a> {
    record: &'a RouteRecord,
    /// The record's place among all of the build.
    id: usize,
    split: usize,
    owner: LoadOwner,
}

/// A route of a split point, and the route behind which it goes on.
type Link = (usize, String);

/// Finds the routes of all split points.
pub(crate) fn split_points(read: &Read<'_>, entries: &[EntryPoint], splits: &[SplitPoint]) -> Run {
    let holdings = holdings(read, splits);
    let mut finder = Finder::new(entries, splits, &holdings);
    finder.relative(&holdings);
    finder.run(&holdings)
}

/// Every record with each split point that stands in its code.
fn holdings<'a>(read: &Read<'a>, splits: &[SplitPoint]) -> Vec<Holding<'a>> {
    let mut holdings = Vec::new();
    let mut id = 0;
    for (index, facts) in read.facts.iter().enumerate() {
        let Facts::Script(facts) = facts else { continue };
        let chunk = AssetId::new(index);
        let first = splits.partition_point(|split| split.chunk < chunk);
        let here = &splits[first..splits.partition_point(|split| split.chunk <= chunk)];
        for record in &facts.routes {
            id += 1;
            for load in &record.loads {
                let from = here.partition_point(|split| split.span.start < load.span.start);
                let within = here[from..].iter().take_while(|split| split.span.start < load.span.end);
                for (at, split) in within.enumerate() {
                    if load.runs(split.span) {
                        holdings.push(Holding { record, id, split: first + from + at, owner: load.owner });
                    }
                }
            }
        }
    }
    holdings
}

struct Finder<'a> {
    splits: &'a [SplitPoint],
    /// Scripts that are there when a page starts.
    initial: AssetSet,
    /// The split points that bring a script.
    loaders: HashMap<AssetId, Vec<usize>>,
    /// The routes of each split point that its own records give, and what each goes on behind.
    own: Vec<BTreeMap<String, Option<Link>>>,
    /// Whether a split point stands in a record of its own.
    has_record: Vec<bool>,
}

impl<'a> Finder<'a> {
    fn new(entries: &[EntryPoint], splits: &'a [SplitPoint], holdings: &[Holding<'_>]) -> Self {
        let modern = entries.iter().filter(|entry| entry.audience == Audience::Modern);
        let mut finder = Self {
            splits,
            initial: AssetSet::of_all(modern.map(|entry| &entry.initial)),
            loaders: HashMap::new(),
            own: vec![BTreeMap::new(); splits.len()],
            has_record: vec![false; splits.len()],
        };
        let chunks: BTreeSet<AssetId> = splits.iter().map(|split| split.chunk).collect();
        for (index, split) in splits.iter().enumerate() {
            for chunk in split.adds.iter().filter(|chunk| chunks.contains(chunk)) {
                finder.loaders.entry(chunk).or_default().push(index);
            }
        }
        for holding in holdings.iter().filter(|holding| holding.owner == LoadOwner::Route) {
            finder.has_record[holding.split] = true;
            let at_start = finder.initial.contains(splits[holding.split].chunk);
            if !holding.record.relative || at_start {
                finder.own[holding.split].insert(holding.record.path.clone(), None);
            }
        }
        finder
    }

    /// What relative paths in `chunk` go on behind: routes with the split points that have them; `None` for nothing.
    fn before(&self, chunk: AssetId) -> Vec<Option<Link>> {
        let mut before = Vec::new();
        let mut seen = BTreeSet::from([chunk]);
        let mut open = vec![chunk];
        while let Some(chunk) = open.pop() {
            if self.initial.contains(chunk) {
                before.push(None);
            }
            for &split in self.loaders.get(&chunk).into_iter().flatten() {
                if self.has_record[split] {
                    before.extend(self.own[split].keys().map(|route| Some((split, route.clone()))));
                } else if seen.insert(self.splits[split].chunk) {
                    open.push(self.splits[split].chunk);
                }
            }
        }
        before.sort_unstable();
        before.dedup();
        before
    }

    /// Finds the routes of relative paths, level by level.
    fn relative(&mut self, holdings: &[Holding<'_>]) {
        let is_open = |holding: &&Holding<'_>| holding.owner == LoadOwner::Route && holding.record.relative;
        let open: Vec<&Holding<'_>> = holdings.iter().filter(is_open).collect();
        for _ in 0..MOST_LEVELS {
            let mut changed = false;
            let mut known: HashMap<AssetId, Vec<Option<Link>>> = HashMap::new();
            for holding in &open {
                let chunk = self.splits[holding.split].chunk;
                let before = known.entry(chunk).or_insert_with(|| self.before(chunk));
                if MOST_PLACES < before.len() {
                    continue;
                }
                for link in before.iter() {
                    let path = behind(link.as_ref().map_or("", |(_, route)| route), &holding.record.path);
                    let own = &mut self.own[holding.split];
                    if own.len() < MOST_PLACES && !own.contains_key(&path) {
                        own.insert(path, link.clone());
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
    }

    fn run(mut self, holdings: &[Holding<'_>]) -> Run {
        let mut known: HashMap<AssetId, Vec<Option<Link>>> = HashMap::new();
        for chunk in holdings.iter().map(|holding| self.splits[holding.split].chunk) {
            known.entry(chunk).or_insert_with(|| self.before(chunk));
        }
        let before = |holding: &Holding<'_>| known.get(&self.splits[holding.split].chunk);
        let absolute = holdings.iter().enumerate().filter(|(_, holding)| !holding.record.relative);
        let inner: BTreeSet<usize> = absolute
            .filter(|(_, holding)| {
                before(holding).is_some_and(|before| is_inner(before, &holding.record.path))
            })
            .map(|(at, _)| at)
            .collect();
        for holding in inner.iter().filter_map(|at| holdings.get(*at)) {
            self.own[holding.split].remove(&holding.record.path);
        }
        for _ in 0..if inner.is_empty() { 0 } else { MOST_LEVELS } {
            let before = self.own.clone();
            let is_there =
                |link: &Link| before.get(link.0).is_some_and(|routes| routes.contains_key(&link.1));
            for routes in &mut self.own {
                routes.retain(|_, link| link.as_ref().is_none_or(is_there));
            }
        }
        let mut carried: Vec<BTreeSet<String>> =
            self.own.iter().map(|routes| routes.keys().cloned().collect()).collect();
        // What a route goes on behind is opened with it, and its layouts.
        let mut behind: HashMap<Link, BTreeSet<String>> = HashMap::new();
        for routes in &self.own {
            for (route, link) in routes {
                let mut above = link.as_ref();
                for _ in 0..MOST_LEVELS {
                    let Some((split, before)) = above else { break };
                    carried[*split].insert(route.clone());
                    behind.entry((*split, before.clone())).or_default().insert(route.clone());
                    above = self.own[*split].get(before).and_then(Option::as_ref);
                }
            }
        }
        let mut own_of: HashMap<usize, Vec<usize>> = HashMap::new();
        for holding in holdings.iter().filter(|holding| holding.owner == LoadOwner::Route) {
            own_of.entry(holding.id).or_default().push(holding.split);
        }
        let mut site = Vec::new();
        for (at, holding) in holdings.iter().enumerate() {
            if inner.contains(&at) || holding.owner == LoadOwner::Route {
                continue;
            }
            let before = known.get(&self.splits[holding.split].chunk);
            let mut paths = paths_of(holding.record, before.map_or(&[], Vec::as_slice));
            let own = own_of.get(&holding.id).into_iter().flatten();
            let links = own.flat_map(|split| paths.iter().map(|path| (*split, path.clone())));
            let further: BTreeSet<&String> = links.filter_map(|link| behind.get(&link)).flatten().collect();
            paths.extend(further.into_iter().cloned());
            match holding.owner {
                LoadOwner::Site => site.extend(paths.into_iter().map(|path| (holding.split, path))),
                _ => carried[holding.split].extend(paths),
            }
        }
        Run { carried, site }
    }
}

/// The routes of the record of a layout.
fn paths_of(record: &RouteRecord, before: &[Option<Link>]) -> Vec<String> {
    if !record.relative {
        return vec![record.path.clone()];
    }
    if MOST_PLACES < before.len() {
        return Vec::new();
    }
    let routes = before.iter().map(|link| link.as_ref().map_or("", |(_, route)| route));
    routes.map(|route| behind(route, &record.path)).collect()
}

/// Whether an absolute path stands where only other routes lead to: a router in a router, whose paths go on behind
/// something although they begin with `/`.
fn is_inner(before: &[Option<Link>], path: &str) -> bool {
    let leads = |link: &Option<Link>| link.as_ref().is_none_or(|(_, route)| is_below(path, route));
    !before.is_empty() && !before.iter().any(leads)
}

/// A relative path behind a route.
fn behind(route: &str, path: &str) -> String {
    let route = route.strip_suffix("/*").unwrap_or(route).trim_end_matches('/');
    let path = path.trim_start_matches('/');
    if path.is_empty() && !route.is_empty() { route.to_owned() } else { format!("{route}/{path}") }
}

fn is_below(path: &str, route: &str) -> bool {
    let route = route.trim_end_matches('*').trim_end_matches('/');
    path.strip_prefix(route).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
