//! What the service workers of a build fetch when they are installed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::graph::resolve::{Resolver, path_of};
use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::Facts;
use crate::model::chunk_graph::{Edge, EdgeKind};
use crate::model::path::AssetPath;
use crate::model::script::{Target, UrlBase};
use crate::model::service_worker::{Precache, PrecacheList};

/// Every service worker with a list, sorted by path. What is `left_out` of the build is not missed.
pub(crate) fn precaches(
    facts: &[Facts],
    edges: &[Edge],
    resolver: &Resolver<'_>,
    left_out: &[AssetPath],
) -> Vec<Precache> {
    let listed =
        facts.iter().enumerate().filter_map(|(index, facts)| Some((AssetId::new(index), list(facts)?)));
    let listed: BTreeMap<AssetId, &PrecacheList> = listed.collect();
    let importers = importers(&listed, edges, resolver);
    let left_out: HashSet<&str> = left_out.iter().flat_map(|path| endings(path.as_str())).collect();
    let mut by_worker: BTreeMap<AssetId, Precache> = BTreeMap::new();
    for (asset, list) in listed {
        let is_configuration = matches!(facts.get(asset.index()), Some(Facts::ServiceWorker(_)));
        let angular = || resolver.nearest("ngsw-worker.js", asset).filter(|_| is_configuration);
        let worker = importers.get(&asset).copied().or_else(angular).unwrap_or(asset);
        let empty = || Precache { service_worker: worker, files: BTreeSet::new(), missing: BTreeSet::new() };
        let precache = by_worker.entry(worker).or_insert_with(empty);
        for url in &list.urls {
            if let Some(file) = file(url, worker, resolver) {
                precache.files.insert(file);
            } else if !is_elsewhere(url) && !left_out.contains(path_in_build(url).as_str()) {
                precache.missing.insert(url.clone());
            }
        }
    }
    by_worker.into_values().collect()
}

fn list(facts: &Facts) -> Option<&PrecacheList> {
    match facts {
        Facts::Script(facts) => facts.precache.as_deref(),
        Facts::ServiceWorker(list) => Some(list),
        _ => None,
    }
}

/// The scripts that load lists with `importScripts`: the service workers whose lists they are.
fn importers(
    listed: &BTreeMap<AssetId, &PrecacheList>,
    edges: &[Edge],
    resolver: &Resolver<'_>,
) -> BTreeMap<AssetId, AssetId> {
    let is_script = |asset: AssetId| resolver.resource_type(asset) == ResourceType::Script;
    let mut importers = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.kind == EdgeKind::Static && listed.contains_key(&edge.to)) {
        if is_script(edge.from) {
            importers.entry(edge.to).or_insert(edge.from);
        }
    }
    importers
}

/// The file that a server sends for a URL: folders are opened by their index, and pages without their extension.
fn file(url: &str, worker: AssetId, resolver: &Resolver<'_>) -> Option<AssetId> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let find = |path: &str| resolver.target(&Target::url(path, UrlBase::File), worker);
    if path.is_empty() || path == "." || path.ends_with('/') {
        let folder = if path == "." { "./" } else { path };
        return find(&format!("{folder}index.html"));
    }
    find(path).or_else(|| {
        let has_extension = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let page = |ending: &str| find(&format!("{path}{ending}"));
        if has_extension { None } else { page(".html").or_else(|| page("/index.html")) }
    })
}

fn is_elsewhere(url: &str) -> bool {
    url.contains("://") || url.starts_with("//")
}

/// The path of a URL without what leads to the folder of the build.
fn path_in_build(url: &str) -> String {
    let path = path_of(url).unwrap_or_default();
    path.trim_start_matches("./").trim_start_matches('/').to_owned()
}

/// A path, and what is left of it without its first folders.
fn endings(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once(path).chain(path.match_indices('/').map(|(at, _)| &path[at + 1..]))
}
