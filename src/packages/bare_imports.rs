//! Packages that a script imports by name: the bundler left them out, and the page loads them from elsewhere.

use crate::model::asset::AssetId;
use crate::model::chunk_graph::ChunkGraph;
use crate::model::package::{Evidence, PackageMark};
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

/// One mark for each import of a package by name that no file of the build answers.
pub(crate) fn marks(chunk: AssetId, facts: &ScriptFacts, graph: &ChunkGraph) -> Vec<PackageMark> {
    let imports = facts.references.iter().filter(|reference| reference.kind != ReferenceKind::Worker);
    let bare = imports.filter_map(|reference| match &reference.target {
        Target::Url { url, base: UrlBase::Specifier } => Some((package(url)?, reference.span)),
        _ => None,
    });
    // An import map, or a file of that name, makes it an import of the build.
    let is_answered = |span| graph.edges_from(chunk).any(|edge| edge.span == Some(span));
    bare.filter(|(_, span)| !is_answered(*span))
        .map(|(name, span)| PackageMark {
            name: name.to_owned(),
            evidence: Evidence::BareImport,
            version: None,
            span: Some(span),
            framework: None,
        })
        .collect()
}

fn package(specifier: &str) -> Option<&str> {
    let is_bare = !specifier.starts_with(['.', '/', '#']) && !specifier.contains(':');
    let is_file =
        [".js", ".mjs", ".css"].iter().any(|ending| specifier.ends_with(ending)) && !specifier.contains('/');
    package_name(specifier).filter(|name| is_bare && !is_file && !BUILT_IN.contains(name))
}
