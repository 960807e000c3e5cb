//! What bundlers recorded of the build, beside what its code shows.
//!
//! Code is believed first. A manifest adds edges where the code could not show them (`blind.rs`), tells the entry
//! scripts of a build without pages, and is compared with the rest: a disagreement is a problem. One that names
//! files which are not there describes another build, and nothing of it is used.

mod base;
mod blind;
mod compare;

use std::collections::{BTreeSet, HashSet};

use crate::graph::manifest::base::{Found, Located};
use crate::graph::reach::Reach;
use crate::graph::resolve::Resolver;
use crate::model::asset::{Asset, AssetId};
use crate::model::build::Facts;
use crate::model::chunk_graph::{Edge, EdgeKind};
use crate::model::manifest::{GivenManifest, ManifestFacts, ManifestFormat, ManifestUse};
use crate::model::path::AssetPath;
use crate::model::problem::Problem;

/// What is known beside the files of a build.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The manifests that were named on the command line.
    pub manifests: &'a [GivenManifest],
    /// Files that are there, but are not looked at: ignored, or unreadable.
    pub left_out: &'a [AssetPath],
}

/// What the manifests gave.
#[derive(Debug, Default)]
pub(crate) struct Witness {
    /// The edges that only they know.
    pub(crate) edges: Vec<Edge>,
    /// The entry scripts, as far as some manifest tells them.
    pub(crate) entries: BTreeSet<AssetId>,
    /// The files of the manifests that tell entry scripts: what is no entry there is none.
    pub(crate) named: HashSet<AssetId>,
    /// What became of each, sorted by path.
    pub(crate) uses: Vec<ManifestUse>,
    /// Those that describe another build, or disagree.
    pub(crate) problems: Vec<Problem>,
}

/// The code's side: what a manifest is compared with.
pub(crate) struct Code<'a> {
    pub(crate) assets: &'a [Asset],
    pub(crate) edges: &'a [Edge],
    pub(crate) reach: Reach,
    pub(crate) blind: blind::Blind,
    pub(crate) has_pages: bool,
}

/// Asks all manifests of the build and of the command line. `missed` are the files with ids that name no file,
/// `has_pages` says whether a document loads a script.
pub(crate) fn ask(
    assets: &[Asset],
    facts: &[Facts],
    edges: &[Edge],
    resolver: &Resolver<'_>,
    missed: &HashSet<AssetId>,
    has_pages: bool,
    beside: Beside<'_>,
) -> Witness {
    let manifests = manifests(assets, facts, beside.manifests);
    let mut witness = Witness::default();
    if manifests.is_empty() {
        return witness;
    }
    let blind = blind::Blind::new(facts, resolver, missed);
    let code = Code { assets, edges, reach: Reach::new(assets, edges), blind, has_pages };
    let left_out: HashSet<&str> = beside.left_out.iter().map(AssetPath::as_str).collect();
    for (path, facts) in manifests {
        let mut manifest = ManifestUse { path: path.clone(), format: facts.format, used: 0, agrees: true };
        match base::locate(facts, path, assets, &left_out) {
            Found::Here(located) => {
                let outcome = compare::compare(facts, &located, &code);
                manifest.used = outcome.edges.len();
                manifest.agrees = outcome.problem.is_none();
                witness.problems.extend(outcome.problem.map(|message| Problem::of(path, message)));
                witness.edges.extend(outcome.edges);
                enter(facts, &located, &code, &mut witness);
            }
            Found::Elsewhere(message) => {
                manifest.agrees = false;
                witness.problems.push(Problem::of(path, message));
            }
        }
        witness.uses.push(manifest);
    }
    witness.uses.sort_by(|a, b| a.path.cmp(&b.path));
    witness
}

/// Those that lie in the build, and those of the command line that do not.
fn manifests<'a>(
    assets: &'a [Asset],
    facts: &'a [Facts],
    given: &'a [GivenManifest],
) -> Vec<(&'a AssetPath, &'a ManifestFacts)> {
    let in_build = assets.iter().zip(facts).filter_map(|(asset, facts)| match facts {
        Facts::Manifest(facts) => Some((&asset.path, facts)),
        _ => None,
    });
    let mut manifests: Vec<_> = in_build.collect();
    for manifest in given {
        if manifests.iter().all(|(path, _)| **path != manifest.path) {
            manifests.push((&manifest.path, &manifest.facts));
        }
    }
    manifests
}

/// Notes the entry scripts that a manifest tells. One that another script starts as a worker is none.
fn enter(facts: &ManifestFacts, located: &Located, code: &Code<'_>, witness: &mut Witness) {
    let workers: HashSet<AssetId> =
        code.edges.iter().filter(|edge| edge.kind == EdgeKind::Worker).map(|edge| edge.to).collect();
    let entries = facts.entries.iter().filter_map(|file| located.asset(*file));
    let mut entries: BTreeSet<AssetId> = entries.filter(|entry| !workers.contains(entry)).collect();
    if facts.format == ManifestFormat::AssetManifest {
        // It lists all that a page needs: what the last script needs itself is no entry.
        let needed: Vec<AssetId> = entries
            .iter()
            .flat_map(|entry| {
                let closure = code.reach.closure([*entry]);
                entries.iter().copied().filter(move |other| other != entry && closure.contains(*other))
            })
            .collect();
        if needed.len() < entries.len() {
            entries.retain(|entry| !needed.contains(entry));
        }
    }
    if !entries.is_empty() {
        witness.entries.extend(entries);
        witness.named.extend(located.assets());
    }
}
