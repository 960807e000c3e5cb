//! Source maps that lie in the build.

use std::collections::{BTreeSet, HashSet};

use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::check::{Check, CheckOptions, Need};
use crate::model::finding::{ContentFinding, FindingFacts, Observation};
use crate::model::package::{Contents, MapPlace, Origin};
use crate::model::path::AssetPath;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "public-source-map",
    summary: "source maps in the build, from which visitors can read the sources",
    severity: None,
    what: "Finds source maps that a script or stylesheet of the build names, or that lie beside one under its name. \
           One finding a build, at the largest map.\n\
           It is off unless a budget file switches it on: maps cost visitors nothing, since only developer tools load \
           them; many publish them knowingly, for error reports or because the sources are public anyway; and others \
           upload them and take them away after the gate has run.",
    why: "Source maps hold the names of all source files, and mostly their whole text with its comments: who can load \
          the script can read them.",
    fix: "Keep the maps for your error reports and out of what is deployed: write them without naming them \
          (`build.sourcemap: \"hidden\"` in Vite, `devtool: \"hidden-source-map\"` in webpack), upload them, and \
          delete `*.map` before the build goes out.",
    options: &[],
    needs: &[Need::Graph, Need::Contents],
    run,
};

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    let of_contents = |contents: &'_ Contents| match &contents.map {
        Some(MapPlace::File(path)) => Some(path.clone()),
        _ => None,
    };
    let named: HashSet<AssetPath> = build.contents.iter().filter_map(of_contents).collect();
    let maps = build.of_type(ResourceType::SourceMap);
    let maps: Vec<AssetId> = maps
        .filter(|(_, map)| named.contains(&map.path) || lies_beside_a_file(build, map))
        .map(|(id, _)| id)
        .collect();
    let Some(largest) = maps.iter().copied().max_by_key(|&id| (build.asset(id).raw, std::cmp::Reverse(id)))
    else {
        return Vec::new();
    };
    let mut sources: BTreeSet<&str> = BTreeSet::new();
    for contents in build.contents.iter().filter(|contents| matches!(contents.map, Some(MapPlace::File(_)))) {
        let origin = |part: usize| contents.parts.get(part).map(|part| &part.origin);
        let own = contents.sources.iter().filter(|source| origin(source.part) == Some(&Origin::Application));
        sources.extend(own.map(|source| source.path.as_str()));
    }
    let bytes = maps.iter().map(|&id| build.asset(id).raw).sum();
    let facts = FindingFacts::Content(ContentFinding::PublicSourceMap {
        maps: maps.len(),
        bytes,
        sources: sources.len(),
    });
    vec![Observation { asset: largest, span: None, waste: None, facts }]
}

/// Whether a file of the build has the map's name without `.map`.
fn lies_beside_a_file(build: &Build, map: &Asset) -> bool {
    let beside = map.path.as_str().strip_suffix(".map");
    beside
        .is_some_and(|beside| build.assets.binary_search_by(|asset| asset.path.as_str().cmp(beside)).is_ok())
}
