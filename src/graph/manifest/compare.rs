//! The edges that a manifest states beside those that the code shows.
//!
//! Vite and esbuild record the imports of each file: they are compared one by one. webpack records who asked for a
//! group of chunks: there it counts that the chunk can be reached.
//!
//! An `import()` in code that the minifier dropped is still recorded. Such a chunk is loaded by nobody at all, and
//! that is no disagreement, unless most of what is recorded is lost: then the code was not understood.

use std::collections::{HashMap, HashSet};

use crate::graph::manifest::Code;
use crate::graph::manifest::base::Located;
use crate::model::asset::{AssetId, ResourceType};
use crate::model::asset_set::AssetSet;
use crate::model::chunk_graph::{Edge, EdgeKind, Via};
use crate::model::manifest::{ManifestFacts, ManifestFormat};

/// Fewer chunks than this may all have been in code that was dropped.
const FEWEST_LOST: usize = 3;
/// From so many files it is asked what they reach; of more, nothing is said.
const MOST_ASKED: usize = 2_000;
/// So many disagreements are named.
const EXAMPLES: usize = 3;

/// What came of a comparison.
#[derive(Default)]
pub(crate) struct Outcome {
    /// The edges that the code could not show.
    pub(crate) edges: Vec<Edge>,
    /// What the code would show if it were so.
    pub(crate) problem: Option<String>,
}

/// A stated edge whose files are in the build.
struct Stated {
    from: Vec<AssetId>,
    to: AssetId,
    kind: EdgeKind,
}

/// Compares a manifest with the code.
pub(crate) fn compare(facts: &ManifestFacts, located: &Located, code: &Code<'_>) -> Outcome {
    let stated: Vec<Stated> = facts
        .edges
        .iter()
        .filter_map(|edge| {
            let to = located.asset(edge.to)?;
            let from: Vec<AssetId> = edge.from.iter().filter_map(|file| located.asset(*file)).collect();
            (!from.is_empty() && !from.contains(&to)).then_some(Stated { from, to, kind: edge.kind })
        })
        .collect();
    let mut comparison = Comparison::new(facts.format, code);
    comparison.granted = comparison.granted(&stated);
    for stated in &stated {
        comparison.add(stated);
    }
    comparison.outcome()
}

struct Comparison<'a, 'c> {
    format: ManifestFormat,
    code: &'a Code<'c>,
    shown: HashSet<(AssetId, AssetId)>,
    /// What anything loads.
    loaded: HashSet<AssetId>,
    /// The stylesheets that belong to some script.
    owned: HashSet<AssetId>,
    /// What some file loads that the manifest gives it to, where one is enough.
    granted: HashSet<AssetId>,
    /// What can be reached from a file: before it runs, and ever.
    reached: HashMap<AssetId, (AssetSet, AssetSet)>,
    edges: Vec<Edge>,
    /// What is loaded later by what was compared.
    later: HashSet<AssetId>,
    lost: Vec<(AssetId, AssetId)>,
    wrong: Vec<(AssetId, AssetId)>,
}

impl<'a, 'c> Comparison<'a, 'c> {
    fn new(format: ManifestFormat, code: &'a Code<'c>) -> Self {
        let loads = || code.edges.iter().filter(|edge| edge.kind != EdgeKind::Preload);
        let is_script = |id: AssetId| code.assets[id.index()].resource_type == ResourceType::Script;
        let is_owned = |edge: &&Edge| edge.kind == EdgeKind::Stylesheet && is_script(edge.from);
        Self {
            format,
            code,
            shown: loads().map(|edge| (edge.from, edge.to)).collect(),
            loaded: loads().map(|edge| edge.to).collect(),
            owned: loads().filter(is_owned).map(|edge| edge.to).collect(),
            granted: HashSet::new(),
            reached: HashMap::new(),
            edges: Vec::new(),
            later: HashSet::new(),
            lost: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// webpack puts a module into several chunks, and drops code of one of them that another one runs: of all chunks
    /// that ask for a chunk, one has to load it.
    fn granted(&mut self, stated: &[Stated]) -> HashSet<AssetId> {
        if self.format != ManifestFormat::WebpackStats {
            return HashSet::new();
        }
        let later = stated.iter().filter(|stated| stated.kind.is_later());
        later.filter(|stated| self.is_shown(stated)).map(|stated| stated.to).collect()
    }

    fn add(&mut self, stated: &Stated) {
        if stated.kind == EdgeKind::Stylesheet {
            return self.add_style(stated);
        }
        if stated.kind.is_later() {
            self.later.insert(stated.to);
        }
        if self.is_shown(stated) {
            return;
        }
        let blind: Vec<AssetId> =
            stated.from.iter().copied().filter(|from| self.code.blind.may_load(*from, stated.kind)).collect();
        match (blind.as_slice(), stated.from.as_slice()) {
            ([from], _) => self.edges.push(edge(*from, stated)),
            ([], [from, ..]) if stated.kind.is_later() && !self.loaded.contains(&stated.to) => {
                self.lost.push((*from, stated.to));
            }
            ([], _) if stated.kind.is_later() && self.granted.contains(&stated.to) => {}
            ([], [from, ..]) => self.wrong.push((*from, stated.to)),
            // One of several that may: which of them is not known.
            _ => {}
        }
    }

    /// The stylesheet of a chunk where the code gives it to nobody. esbuild writes some that are loaded by nobody
    /// either: where there are pages, they have to name it.
    fn add_style(&mut self, stated: &Stated) {
        let is_linked = self.format != ManifestFormat::Esbuild
            || !self.code.has_pages
            || self.loaded.contains(&stated.to);
        if let ([from], true) = (stated.from.as_slice(), is_linked && !self.owned.contains(&stated.to)) {
            self.edges.push(edge(*from, stated));
        }
    }

    fn is_shown(&mut self, stated: &Stated) -> bool {
        if stated.from.iter().any(|from| self.shown.contains(&(*from, stated.to))) {
            return true;
        }
        if self.format != ManifestFormat::WebpackStats {
            return false;
        }
        let is_new = |from: &AssetId| !self.reached.contains_key(from);
        if self.reached.len() >= MOST_ASKED && stated.from.iter().any(is_new) {
            return true;
        }
        stated.from.iter().any(|from| {
            let reach = &self.code.reach;
            let (closure, everything) = self
                .reached
                .entry(*from)
                .or_insert_with(|| (reach.closure([*from]), reach.everything([*from])));
            let reached = if stated.kind == EdgeKind::Static { closure } else { everything };
            reached.contains(stated.to)
        })
    }

    fn outcome(mut self) -> Outcome {
        let lost: HashSet<AssetId> = self.lost.iter().map(|(_, to)| *to).collect();
        if FEWEST_LOST <= lost.len() && self.later.len() < lost.len() * 2 {
            self.wrong.append(&mut self.lost);
        }
        self.wrong.sort_unstable();
        self.wrong.dedup();
        let problem = (!self.wrong.is_empty()).then(|| self.disagreement());
        Outcome { edges: self.edges, problem }
    }

    /// `disagrees with the code in 2 imports: a.js does not load b.js, …`
    fn disagreement(&self) -> String {
        let path = |id: AssetId| self.code.assets[id.index()].path.as_str();
        let example =
            |(from, to): &(AssetId, AssetId)| format!("{} does not load {}", path(*from), path(*to));
        let examples: Vec<String> = self.wrong.iter().take(EXAMPLES).map(example).collect();
        let number = self.wrong.len();
        let (imports, more) = (if number == 1 { "import" } else { "imports" }, number - examples.len());
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        format!("disagrees with the code in {number} {imports}: {}{more}", examples.join(", "))
    }
}

fn edge(from: AssetId, stated: &Stated) -> Edge {
    Edge { from, to: stated.to, kind: stated.kind, via: Via::Manifest, span: None }
}
