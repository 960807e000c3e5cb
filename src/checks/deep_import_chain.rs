//! A page whose requests wait for each other, since no hint names the files that its scripts import.

use std::collections::BTreeSet;

use crate::model::asset::ResourceType;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::chunk_graph::EntryPoint;
use crate::model::finding::{FindingFacts, LoadFinding, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "deep-import-chain",
    summary: "a waterfall of requests that no preload hides",
    severity: Some(Severity::Warning),
    what: "Finds documents whose initial load takes more than `max` requests one after the other: the document names \
           a script, which imports a second, which imports a third. Files that the document names in \
           `<link rel=\"modulepreload\">` or `preload` are asked for at once and make no chain.",
    why: "Each link of the chain costs a round trip before anything else can happen: 150 ms on Lighthouse's slow 4G. \
          The default of 4 leaves room for a document, its script, what that imports, and one import behind it, \
          which bundlers without preload links produce.",
    fix: "Let the bundler write the links (`build.modulePreload` in Vite, which is on by default; \
          `<link rel=\"modulepreload\" href=\"…\">` for the chunks of the chain elsewhere), or join chunks that are \
          always loaded together.",
    options: &[CheckOption {
        name: "max",
        unit: OptionUnit::Count,
        default: 4,
        about: "How many requests may follow each other, the document included.",
    }],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let allowed = options.get("max");
    let is_document = |entry: &&EntryPoint| build.asset(entry.asset).resource_type == ResourceType::Document;
    // Pages of one layout have one chain behind their documents: it is told of at the first of them.
    let mut told = BTreeSet::new();
    let deep =
        build.graph.modern_entries().filter(is_document).filter(|entry| u64::from(entry.depth) > allowed);
    deep.filter(|entry| told.insert(&entry.chain[1..]))
        .map(|entry| Observation {
            asset: entry.asset,
            span: None,
            waste: None,
            facts: FindingFacts::Load(LoadFinding::DeepImportChain { chain: entry.chain.clone(), allowed }),
        })
        .collect()
}
