//! A big initial load behind which nothing is loaded later.
//!
//! Reported only of documents, and only where every script of the build was read and is loaded by some page: a
//! script that no known mechanism loads may well be a lazy chunk of a runtime that is not understood.

use std::collections::BTreeSet;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::chunk_graph::{Audience, EdgeKind, EntryPoint};
use crate::model::finding::{FindingFacts, LoadFinding, Observation};
use crate::model::script::{Reference, ReferenceKind};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "missing-split-point",
    summary: "a big initial load without a single dynamic import",
    severity: Some(Severity::Warning),
    what: "Finds documents whose initial scripts are larger than `max` and contain no `import()`: every visitor \
           loads the code of every route and every dialog.\n\
           It stays silent where a script could not be parsed, or where the build holds scripts that no page is \
           seen to load: those may be lazy chunks.",
    why: "A phone has to load, parse and compile all of it before the page answers, and most of that code is for \
          other pages. \
          The default limit is the one at which Vite warns of a chunk and advises `import()` \
          (`build.chunkSizeWarningLimit`, 500 kB before compression).",
    fix: "Load routes, dialogs, editors and charts when they are opened: `const Report = lazy(() => \
          import(\"./Report\"))` in React, `() => import(\"./Report.vue\")` as a route's component in Vue, \
          `loadComponent` in Angular.",
    options: &[CheckOption {
        name: "max",
        unit: OptionUnit::Bytes,
        default: 500_000,
        about: "Bytes of script (before compression) that an entry point may load without a split point.",
    }],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    // An id that names no file may be a lazy chunk.
    if !every_script_is_accounted_for(build) || build.graph.unresolved > 0 {
        return Vec::new();
    }
    let allowed = options.get("max");
    // Pages that load the same scripts have one mistake, not many: it is told of at the first of them.
    let mut told = BTreeSet::new();
    let mut observations = Vec::new();
    let is_document = |entry: &&EntryPoint| build.asset(entry.asset).resource_type == ResourceType::Document;
    for entry in build.graph.modern_entries().filter(is_document) {
        let scripts = initial_scripts(build, entry);
        let raw: u64 = scripts.iter().map(|&id| build.asset(id).raw).sum();
        let largest = scripts.iter().copied().max_by_key(|&id| build.asset(id).raw);
        let Some(largest) = largest else { continue };
        if raw <= allowed || scripts.iter().any(|&id| loads_later(build, id)) || !told.insert(scripts.clone())
        {
            continue;
        }
        observations.push(Observation {
            asset: entry.asset,
            span: None,
            waste: None,
            facts: FindingFacts::Load(LoadFinding::MissingSplitPoint {
                scripts: scripts.len(),
                raw,
                allowed,
                largest,
            }),
        });
    }
    observations
}

fn every_script_is_accounted_for(build: &Build) -> bool {
    build
        .of_type(ResourceType::Script)
        .all(|(id, _)| build.graph.load(id).is_some() && matches!(build.facts(id), Facts::Script(_)))
}

fn initial_scripts(build: &Build, entry: &EntryPoint) -> Vec<AssetId> {
    debug_assert_eq!(entry.audience, Audience::Modern, "budgets and checks are about modern browsers");
    let is_script = |id: &AssetId| build.asset(*id).resource_type == ResourceType::Script;
    entry.initial.iter().filter(is_script).collect()
}

/// Also where the target is unknown or lies elsewhere: something is loaded later.
fn loads_later(build: &Build, id: AssetId) -> bool {
    let is_import = |reference: &Reference| reference.kind == ReferenceKind::Dynamic;
    build.graph.edges_from(id).any(|edge| edge.kind == EdgeKind::Dynamic)
        || build.script(id).is_some_and(|facts| facts.references.iter().any(is_import))
}
