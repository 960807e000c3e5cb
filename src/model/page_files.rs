//! Every file that one page can load: the scripts and stylesheets beside each other, and the document itself.

use std::collections::BTreeSet;

use crate::model::asset::AssetId;
use crate::model::build::{Build, Facts};
use crate::model::chunk_graph::EdgeKind;

/// What a visitor opens, with all that it loads at first and later.
#[derive(Clone, Debug)]
pub struct PageFiles {
    /// The document; `None` where a script is what is opened.
    pub document: Option<AssetId>,
    /// All of its files, itself included.
    pub files: BTreeSet<AssetId>,
}

/// The pages of a build, as browsers that run modules load them: the entry points, then the documents without scripts.
pub fn page_files(build: &Build) -> Vec<PageFiles> {
    let mut pages: Vec<PageFiles> = build
        .graph
        .modern_entries()
        .map(|entry| PageFiles {
            document: matches!(build.facts(entry.asset), Facts::Document(_)).then_some(entry.asset),
            files: entry.initial.union(&entry.lazy).copied().chain([entry.asset]).collect(),
        })
        .collect();
    let known: BTreeSet<AssetId> = pages.iter().filter_map(|page| page.document).collect();
    for (id, _) in build.iter() {
        if matches!(build.facts(id), Facts::Document(_)) && !known.contains(&id) {
            pages.push(PageFiles { document: Some(id), files: with_stylesheets(build, id) });
        }
    }
    pages
}

/// A document that is no entry point, with the stylesheets that it loads.
fn with_stylesheets(build: &Build, document: AssetId) -> BTreeSet<AssetId> {
    let mut found = BTreeSet::from([document]);
    let mut next = vec![document];
    while let Some(from) = next.pop() {
        let sheets = build.graph.edges_from(from).filter(|edge| edge.kind == EdgeKind::Stylesheet);
        next.extend(sheets.map(|edge| edge.to).filter(|&to| found.insert(to)));
    }
    found
}
