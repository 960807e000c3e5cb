//! Turbopack: chunks that are loaded by the id of a module.
//!
//! The module that loads them may stand in another file than the code that asks for it, so the ids of all files
//! are known before the first edge is made.

use std::collections::{HashMap, HashSet};

use crate::graph::esm::LocatedImport;
use crate::graph::group::{self, Group};
use crate::graph::resolve::Resolver;
use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::Facts;
use crate::model::chunk_graph::{Edge, EdgeKind, Via};
use crate::model::script::{Target, UrlBase};
use crate::model::span::Span;
use crate::model::turbopack::{
    ChunkList, ChunkListKind, ChunkLoader, ModuleUseKind, TurbopackFacts, WorkerLoader,
};

/// Adds the edges of all scripts, and their dynamic imports. Gives how many ids and chunks are not in the build.
pub(crate) fn edges(
    facts: &[Facts],
    resolver: &Resolver<'_>,
    edges: &mut Vec<Edge>,
    located: &mut Vec<LocatedImport>,
) -> usize {
    let modules = Modules::new(facts);
    let mut build =
        Builder { modules, resolver, edges, located, unresolved: 0, used_workers: HashSet::new() };
    for (from, facts) in scripts(facts) {
        for list in &facts.lists {
            build.list(from, list);
        }
        build.uses(from, facts);
    }
    for (from, facts) in scripts(facts) {
        build.workers_without_use(from, facts);
    }
    build.unresolved
}

/// The scripts that a page starts with, by the list in its inline script.
pub(crate) fn bootstrap_of_document(
    facts: &TurbopackFacts,
    document: AssetId,
    resolver: &Resolver<'_>,
) -> Vec<(AssetId, Span)> {
    let bootstraps = facts.lists.iter().filter(|list| list.kind == ChunkListKind::Bootstrap);
    let files = bootstraps.flat_map(|list| list.chunks.iter().map(|chunk| (chunk, list.span)));
    files
        .filter_map(|(chunk, span)| Some((file(chunk, document, resolver)?, span)))
        .filter(|&(id, _)| resolver.resource_type(id) == ResourceType::Script)
        .collect()
}

/// Where the lists of other pages stand. A page is no import that could be left out, so a list that adds nothing
/// (the visitor is on that page already) is nothing to tell of.
pub(crate) fn pages(facts: &[Facts]) -> HashSet<(AssetId, Span)> {
    let of_script = |(from, facts): (AssetId, &TurbopackFacts)| -> Vec<(AssetId, Span)> {
        let pages = facts.lists.iter().filter(|list| list.kind == ChunkListKind::Page);
        pages.map(|list| (from, list.span)).collect()
    };
    scripts(facts).flat_map(of_script).collect()
}

fn scripts(facts: &[Facts]) -> impl Iterator<Item = (AssetId, &TurbopackFacts)> {
    facts.iter().enumerate().filter_map(|(index, facts)| match facts {
        Facts::Script(facts) => Some((AssetId::new(index), facts.turbopack.as_deref()?)),
        _ => None,
    })
}

/// Chunks are relative to a folder above all chunks: `/_next/`, or where a content delivery network has it.
fn file(chunk: &str, from: AssetId, resolver: &Resolver<'_>) -> Option<AssetId> {
    let rooted = |url: String| resolver.target(&Target::url(url, UrlBase::File), from);
    rooted(format!("/{chunk}")).or_else(|| rooted(format!("/_next/{chunk}")))
}

/// What all files say of modules, by id. The same module may stand in several files.
struct Modules<'a> {
    places: HashSet<(&'a str, AssetId)>,
    loaders: HashMap<&'a str, Vec<(AssetId, &'a ChunkLoader)>>,
    workers: HashMap<&'a str, Vec<(AssetId, &'a WorkerLoader)>>,
    known: HashSet<&'a str>,
}

impl<'a> Modules<'a> {
    fn new(facts: &'a [Facts]) -> Self {
        let mut modules = Self {
            places: HashSet::new(),
            loaders: HashMap::new(),
            workers: HashMap::new(),
            known: HashSet::new(),
        };
        for (file, facts) in scripts(facts) {
            modules.known.extend(facts.modules.iter().map(|module| module.id.as_str()));
            modules.places.extend(facts.modules.iter().map(|module| (module.id.as_str(), file)));
            for loader in &facts.loaders {
                modules.loaders.entry(&loader.id).or_default().push((file, loader));
            }
            for worker in &facts.workers {
                modules.workers.entry(&worker.id).or_default().push((file, worker));
            }
        }
        modules
    }
}

/// The module of the same file before that of another: ids are unique in one build only.
fn nearest<'a, T>(found: &[(AssetId, &'a T)], from: AssetId) -> Option<(AssetId, &'a T)> {
    found.iter().find(|(file, _)| *file == from).or_else(|| found.first()).copied()
}

struct Builder<'a, 'r, 'e> {
    modules: Modules<'a>,
    resolver: &'r Resolver<'r>,
    edges: &'e mut Vec<Edge>,
    located: &'e mut Vec<LocatedImport>,
    unresolved: usize,
    used_workers: HashSet<&'a str>,
}

impl<'a> Builder<'a, '_, '_> {
    fn files(&mut self, chunks: &[String], from: AssetId) -> Vec<AssetId> {
        let files: Vec<AssetId> =
            chunks.iter().filter_map(|chunk| file(chunk, from, self.resolver)).collect();
        self.unresolved += chunks.len() - files.len();
        files
    }

    fn list(&mut self, from: AssetId, list: &ChunkList) {
        let files = self.files(&list.chunks, from);
        match list.kind {
            ChunkListKind::Bootstrap => {
                for to in files {
                    let kind = match self.resolver.resource_type(to) {
                        ResourceType::Stylesheet => EdgeKind::Stylesheet,
                        _ => EdgeKind::Static,
                    };
                    self.edges.push(Edge { from, to, kind, via: Via::Turbopack, span: Some(list.span) });
                }
            }
            ChunkListKind::Page => {
                let group = Group { from, span: list.span, files, main: None, via: Via::Turbopack };
                group::add(group, self.resolver, self.edges, self.located);
            }
        }
    }

    fn uses(&mut self, from: AssetId, facts: &'a TurbopackFacts) {
        for module in &facts.uses {
            let id = module.id.as_str();
            match module.kind {
                ModuleUseKind::Load => {
                    let found = self.modules.loaders.get(id).and_then(|found| nearest(found, from));
                    if let Some((place, loader)) = found {
                        let files = self.files(&loader.chunks, place);
                        let imported = loader.imported.as_deref();
                        let is_main = |file: &AssetId| {
                            imported.is_some_and(|id| self.modules.places.contains(&(id, *file)))
                        };
                        let main = files.iter().copied().find(is_main);
                        let group = Group { from, span: module.span, files, main, via: Via::Turbopack };
                        group::add(group, self.resolver, self.edges, self.located);
                    } else if !self.modules.known.contains(id) {
                        // A module that is known loads nothing: what it imports is there already.
                        self.unresolved += 1;
                    }
                }
                ModuleUseKind::Call => {
                    let found = self.modules.workers.get(id).and_then(|found| nearest(found, from));
                    if let Some((place, worker)) = found {
                        self.used_workers.insert(&worker.id);
                        self.worker(from, module.span, place, worker);
                    }
                }
            }
        }
    }

    /// Where it is not seen who calls a module that makes a worker, the module itself is taken for the caller.
    fn workers_without_use(&mut self, from: AssetId, facts: &'a TurbopackFacts) {
        for worker in &facts.workers {
            if !self.used_workers.contains(worker.id.as_str()) {
                self.worker(from, worker.span, from, worker);
            }
        }
    }

    /// The script that a worker starts with loads all others; without one, each is loaded by itself.
    fn worker(&mut self, from: AssetId, span: Span, place: AssetId, worker: &WorkerLoader) {
        let files = self.files(&worker.chunks, place);
        let entry = worker.entry.as_ref().and_then(|entry| file(entry, place, self.resolver));
        let edge = |from, to, kind, span| Edge { from, to, kind, via: Via::Turbopack, span };
        if let Some(entry) = entry {
            self.edges.push(edge(from, entry, EdgeKind::Worker, Some(span)));
            self.edges.extend(files.into_iter().map(|to| edge(entry, to, EdgeKind::Static, None)));
        } else {
            self.edges.extend(files.into_iter().map(|to| edge(from, to, EdgeKind::Worker, Some(span))));
        }
    }
}
