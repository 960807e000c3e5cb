//! Packages that a script imports by name: the bundler left them out, and the page loads them from elsewhere.

use std::collections::BTreeSet;

use crate::model::asset::AssetId;
use crate::model::chunk_graph::ChunkGraph;
use crate::model::script::{ReferenceKind, ScriptFacts, Target, UrlBase};
use crate::packages::origin::package_name;

/// Modules of Node.js that have names like packages.
const BUILT_IN: [&str; 22] = [
    "assert",
    "buffer",
    "child_process",
    "cluster",
    "crypto",
    "dns",
    "events",
    "fs",
    "http",
    "https",
    "module",
    "net",
    "os",
    "path",
    "process",
    "querystring",
    "stream",
    "tls",
    "url",
    "util",
    "vm",
    "zlib",
];

/// The packages, sorted, that a script imports by name and that no file of the build answers. `is_mapped` says whether
/// an import map of the build knows a specifier.
pub(crate) fn externals(
    chunk: AssetId,
    facts: &ScriptFacts,
    graph: &ChunkGraph,
    is_mapped: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let imports = facts.references.iter().filter(|reference| reference.kind != ReferenceKind::Worker);
    let bare = imports.filter_map(|reference| match &reference.target {
        Target::Url { url, base: UrlBase::Specifier } if !is_mapped(url) => {
            Some((package(url)?, reference.span))
        }
        _ => None,
    });
    let is_answered = |span| graph.edges_from(chunk).any(|edge| edge.span == Some(span));
    let names: BTreeSet<&str> = bare.filter(|(_, span)| !is_answered(*span)).map(|(name, _)| name).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The package of a specifier; `None` for paths, URLs, files and what Node.js has built in.
pub(crate) fn package(specifier: &str) -> Option<&str> {
    let is_bare = !specifier.starts_with(['.', '/', '#']) && !specifier.contains(':');
    let is_file =
        [".js", ".mjs", ".css"].iter().any(|ending| specifier.ends_with(ending)) && !specifier.contains('/');
    package_name(specifier).filter(|name| is_bare && !is_file && !BUILT_IN.contains(name))
}
