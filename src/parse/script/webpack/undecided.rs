//! What cannot be decided where it stands: the rest of the unit has to be read first.

use std::collections::HashSet;

use crate::model::span::Span;
use crate::model::webpack::{ChunkFile, ChunkLoad, WebpackUnit};
use crate::parse::script::webpack::loads::ContextEntry;

/// What needs something that stands elsewhere in the unit.
#[derive(Default)]
pub(crate) struct Undecided {
    /// Context maps with the function around them.
    pub(crate) contexts: Vec<(Span, Vec<ContextEntry>)>,
    /// Where and at which index code begins to read chunks from a context map, in the order of the places.
    pub(crate) first_chunks: Vec<(Span, usize)>,
    /// Chunk files with the function around them and their own place.
    pub(crate) chunk_files: Vec<(Span, Span, Vec<ChunkFile>)>,
    /// `x.f.j = …`: the function around it and its own place.
    pub(crate) loaders: Vec<(Span, Span)>,
    /// webpack 4's `x.push([0, "vendors"])` with the function around it.
    pub(crate) deferred: Vec<(Span, ChunkLoad)>,
    /// Modules that are run for their effect alone.
    pub(crate) run_for_effect: HashSet<String>,
    /// The functions in which a chunk-loading global is read.
    pub(crate) reads: Vec<Span>,
    /// The functions with a map of modules that a remote offers.
    pub(crate) exposes: HashSet<Span>,
    /// The functions that export `get` and `init`.
    pub(crate) remote_entries: HashSet<Span>,
}

impl Undecided {
    /// Adds to `unit` what turned out to be so; gives the places whose references are something else than they look.
    pub(crate) fn decide(mut self, unit: &mut WebpackUnit) -> Vec<Span> {
        let mut claimed = Vec::new();
        self.first_chunks.sort_unstable();
        for (function, entries) in self.contexts {
            let from = self.first_chunks.partition_point(|(place, _)| place.start < function.start);
            // Places lie in each other or apart: if this one is not in the function, no later one is.
            let first = self.first_chunks.get(from).filter(|(place, _)| function.contains(*place));
            let first = first.map(|(_, index)| *index);
            // "./de" and "./de.js" are two names of one module.
            let mut met = HashSet::new();
            let loads = entries.into_iter().filter_map(|entry| entry.load(first));
            unit.loads.extend(loads.filter(|load| met.insert((load.module.clone(), load.chunks.clone()))));
        }
        let with_loader: HashSet<Span> = self.loaders.iter().map(|(function, _)| *function).collect();
        let loaders = Places::new(self.loaders.into_iter().map(|(_, place)| place).collect());
        for (function, place, files) in self.chunk_files {
            if with_loader.contains(&function) || loaders.hold(place) {
                claimed.push(place);
                unit.chunk_files.extend(files);
            }
        }
        let reads: HashSet<Span> = self.reads.into_iter().collect();
        let deferred = self.deferred.into_iter().filter(|(function, _)| reads.contains(function));
        unit.entry_dependencies.extend(deferred.map(|(_, load)| load));
        unit.is_remote_entry |= !self.exposes.is_disjoint(&self.remote_entries);
        unit.loads.sort_by_key(|load| load.span);
        claimed
    }
}

/// Nodes of one syntax tree: they lie in each other or apart.
pub(crate) struct Places {
    /// The outermost ones, in the order of the text.
    outermost: Vec<Span>,
}

impl Places {
    /// Takes places in any order.
    pub(crate) fn new(mut places: Vec<Span>) -> Self {
        places.sort_unstable_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        let mut outermost: Vec<Span> = Vec::new();
        for place in places {
            if outermost.last().is_none_or(|last| !last.contains(place)) {
                outermost.push(place);
            }
        }
        Self { outermost }
    }

    /// Whether one of them holds all of `place`.
    pub(crate) fn hold(&self, place: Span) -> bool {
        let next = self.outermost.partition_point(|outer| outer.start <= place.start);
        next.checked_sub(1).is_some_and(|last| self.outermost[last].contains(place))
    }
}
