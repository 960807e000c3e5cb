//! References by chunk id: what webpack 4 and 5, Rspack, Rsbuild and Next.js on webpack write.
//!
//! `chunks.rs` finds the file of an id, `file_names.rs` evaluates the runtime's names, `styles.rs` finds the
//! chunks' stylesheets; here are the edges.

mod chunks;
mod file_names;
mod id_set;
mod styles;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashSet};

use crate::graph::documents::DocumentRoots;
use crate::graph::esm::LocatedImport;
use crate::graph::resolve::Resolver;
use crate::graph::webpack::chunks::{Chunks, Missed, Piece};
use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::Facts;
use crate::model::chunk_graph::{Edge, EdgeKind, Via};
use crate::model::span::Span;
use crate::model::webpack::{ChunkLoad, WebpackUnit};

/// Adds the edges between chunks, and the imports that load them; gives the ids that named no file.
pub(crate) fn edges(
    facts: &[Facts],
    documents: &[DocumentRoots],
    resolver: &Resolver<'_>,
    edges: &mut Vec<Edge>,
    located: &mut Vec<LocatedImport>,
) -> Missed {
    let (mut chunks, pieces) = Chunks::new(resolver, units(facts));
    styles::edges(&mut chunks, resolver, edges);
    let mut graph = Graph { chunks, resolver, edges, located, waits: Vec::new() };
    // A document can hold the runtime, and nothing else.
    let scripts: Vec<Piece<'_>> = pieces
        .into_iter()
        .filter(|piece| resolver.resource_type(piece.asset) == ResourceType::Script)
        .collect();
    for piece in &scripts {
        graph.loads(*piece);
        graph.hints(*piece);
    }
    let workers = graph.workers(&scripts);
    for piece in scripts.iter().filter(|piece| is_entry(piece.unit)) {
        graph.entry_dependencies(*piece, documents, &workers);
    }
    let Graph { chunks, edges, waits, .. } = graph;
    styles::left_over(&scripts, &waits, documents, resolver, edges);
    chunks.missed()
}

/// The scripts that hosts open under Module Federation.
pub(crate) fn remote_entries(facts: &[Facts]) -> HashSet<AssetId> {
    let remotes = units(facts).into_iter().filter(|(_, unit)| unit.is_remote_entry);
    remotes.map(|(asset, _)| asset).collect()
}

/// All units with their files; those of inline scripts with their document.
fn units(facts: &[Facts]) -> Vec<(AssetId, &WebpackUnit)> {
    let mut units = Vec::new();
    for (index, facts) in facts.iter().enumerate() {
        let scripts = match facts {
            Facts::Script(script) => vec![script],
            Facts::Document(document) => {
                document.scripts.iter().filter_map(|script| script.inline.as_ref()).collect()
            }
            Facts::Stylesheet(_)
            | Facts::Image(_)
            | Facts::Manifest(_)
            | Facts::ServiceWorker(_)
            | Facts::None
            | Facts::Unreadable => {
                continue;
            }
        };
        let webpack = scripts.into_iter().filter_map(|script| script.webpack.as_deref());
        units.extend(webpack.flat_map(|facts| &facts.units).map(|unit| (AssetId::new(index), unit)));
    }
    units
}

/// Whether a module is run as soon as the file and the chunks that it waits for are there.
fn is_entry(unit: &WebpackUnit) -> bool {
    unit.runs_entry || !unit.entry_dependencies.is_empty()
}

/// Adds edges.
struct Graph<'a, 'e> {
    chunks: Chunks<'a>,
    resolver: &'a Resolver<'a>,
    edges: &'e mut Vec<Edge>,
    located: &'e mut Vec<LocatedImport>,
    /// Chunks without a known file that an entry waits for: group, id, and the entry's file.
    waits: Vec<(usize, &'a str, AssetId)>,
}

impl<'a> Graph<'a, '_> {
    fn edge(&mut self, from: AssetId, to: AssetId, kind: EdgeKind, span: Option<Span>) {
        self.edges.push(Edge { from, to, kind, via: Via::Webpack, span });
    }

    /// The script or, where a chunk has none, the stylesheet of `id`.
    fn file(&mut self, piece: Piece<'a>, id: &'a str) -> Option<AssetId> {
        let script = self.chunks.script(piece.group, id, piece.asset);
        let file = script.or_else(|| self.chunks.only_style(piece.group, id));
        if file.is_none() {
            self.chunks.miss(piece, id);
        }
        file
    }

    fn files(&mut self, piece: Piece<'a>, load: &'a ChunkLoad) -> Vec<AssetId> {
        load.chunks.iter().filter_map(|id| self.file(piece, id)).collect()
    }

    fn loads(&mut self, piece: Piece<'a>) {
        for load in &piece.unit.loads {
            let files = self.files(piece, load);
            for &to in &files {
                self.edge(piece.asset, to, EdgeKind::Dynamic, Some(load.span));
            }
            let Some(target) = self.root(piece.group, load, &files).filter(|target| *target != piece.asset)
            else {
                continue;
            };
            let preloads = files.into_iter().filter(|file| *file != target && *file != piece.asset).collect();
            self.located.push(LocatedImport { chunk: piece.asset, span: load.span, target, preloads });
        }
    }

    /// The file with the module that was asked for; where that is not known the last one, which webpack makes it.
    fn root(&self, group: usize, load: &ChunkLoad, files: &[AssetId]) -> Option<AssetId> {
        let holds = |file: &&AssetId| {
            load.module.as_ref().is_some_and(|module| self.chunks.holds_module(group, module, **file))
        };
        files.iter().rev().find(holds).or(files.last()).copied()
    }

    fn hints(&mut self, piece: Piece<'a>) {
        for hint in &piece.unit.hints {
            let from = match &hint.with {
                Some(id) => self.chunks.script(piece.group, id, piece.asset),
                None => Some(piece.asset),
            };
            // The place is one in the runtime's file, not in that of the chunk.
            let span = hint.with.is_none().then_some(hint.span);
            for id in &hint.chunks {
                if let (Some(from), Some(to)) = (from, self.chunks.script(piece.group, id, piece.asset)) {
                    self.edge(from, to, EdgeKind::Preload, span);
                }
            }
        }
    }

    /// Adds the edges to workers; gives their scripts.
    fn workers(&mut self, pieces: &[Piece<'a>]) -> HashSet<AssetId> {
        let chunk_files: HashSet<AssetId> =
            pieces.iter().filter(|piece| !piece.unit.chunk_ids.is_empty()).map(|piece| piece.asset).collect();
        let mut workers = HashSet::new();
        for piece in pieces {
            for load in &piece.unit.workers {
                for to in self.files(*piece, load) {
                    self.edge(piece.asset, to, EdgeKind::Worker, Some(load.span));
                    workers.insert(to);
                }
            }
            for (url, span) in &piece.unit.script_urls {
                let is_script = |to: &AssetId| {
                    self.resolver.resource_type(*to) == ResourceType::Script && !chunk_files.contains(to)
                };
                if let Some(to) = self.resolver.nearest(url, piece.asset).filter(is_script) {
                    self.edge(piece.asset, to, EdgeKind::Worker, Some(*span));
                    workers.insert(to);
                }
            }
        }
        workers
    }

    /// What has to be there before the entry module runs: chunks, and the runtime.
    fn entry_dependencies(
        &mut self,
        piece: Piece<'a>,
        documents: &[DocumentRoots],
        workers: &HashSet<AssetId>,
    ) {
        for load in &piece.unit.entry_dependencies {
            for id in &load.chunks {
                let Some(to) = self.file(piece, id) else {
                    self.waits.push((piece.group, id, piece.asset));
                    continue;
                };
                let kind = match self.resolver.resource_type(to) {
                    ResourceType::Stylesheet => EdgeKind::Stylesheet,
                    _ => EdgeKind::Static,
                };
                self.edge(piece.asset, to, kind, Some(load.span));
            }
        }
        if piece.unit.is_container
            && let Some(runtime) = self.runtime_of(piece, documents, workers)
        {
            self.edge(piece.asset, runtime, EdgeKind::Static, None);
        }
    }

    /// The script whose runtime an entry chunk needs: the only one of its build, or the only one on its pages.
    fn runtime_of(
        &self,
        piece: Piece<'a>,
        documents: &[DocumentRoots],
        workers: &HashSet<AssetId>,
    ) -> Option<AssetId> {
        let runtimes = self.chunks.groups[piece.group].runtimes.iter().map(|runtime| runtime.asset);
        let scripts: BTreeSet<AssetId> = runtimes
            .filter(|asset| self.resolver.resource_type(*asset) == ResourceType::Script)
            .filter(|asset| !workers.contains(asset))
            .collect();
        let mut scripts: Vec<AssetId> = scripts.into_iter().collect();
        self.chunks.keep_nearest(&mut scripts, piece.asset);
        if scripts.len() > 1 {
            let loads =
                |document: &&DocumentRoots, asset: &AssetId| document.modern.binary_search(asset).is_ok();
            let pages = documents.iter().filter(|document| loads(document, &piece.asset));
            let pages: Vec<&DocumentRoots> = pages.collect();
            scripts.retain(|asset| !pages.is_empty() && pages.iter().all(|page| loads(page, asset)));
        }
        match scripts.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}
