//! A dynamic import whose target is loaded already whenever it runs.

use std::collections::BTreeSet;

use crate::model::asset::ResourceType;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::chunk_graph::Audience;
use crate::model::finding::{FindingFacts, LoadFinding, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "ineffective-split-point",
    summary: "a dynamic import of a chunk that is loaded already",
    severity: Some(Severity::Warning),
    what: "Finds `import()`s whose target is in every initial load from which they can be reached, or comes with the \
           chunk that they stand in: the code looks as if it were loaded later, but it is not.\n\
           A target that only some pages load early is not reported.",
    why: "Somebody split this code off on purpose, and something else brought it back: a static import of the same \
          module from another file, a barrel file (`index.js` that re-exports everything), or a manual chunk that \
          joins it with code needed at once. The initial load is as large as without the split.",
    fix: "Find the static import of the same module and make it dynamic too, or take the module out of the chunk \
          group that is loaded at first. Bundlers name the file: look for Vite's and Rolldown's warning \
          `is dynamically imported by … but also statically imported by …` in the build's output. \
          If it should be loaded at first, replace the `import()` by a static import.",
    options: &[],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    let mut told = BTreeSet::new();
    let split_points = build.graph.split_points.iter();
    split_points
        .filter(|split_point| !split_point.effective && split_point.audience == Audience::Modern)
        // An island that waits says when it comes to life; that its code is there before is nobody's mistake.
        .filter(|split_point| build.asset(split_point.chunk).resource_type != ResourceType::Document)
        // Several imports of one chunk by one file are one mistake.
        .filter(|split_point| told.insert((split_point.chunk, split_point.target)))
        .map(|split_point| Observation {
            asset: split_point.chunk,
            span: Some(split_point.span),
            waste: None,
            facts: FindingFacts::Load(LoadFinding::IneffectiveSplitPoint {
                target: split_point.target,
                loaded_by: split_point.loaded_by,
            }),
        })
        .collect()
}
