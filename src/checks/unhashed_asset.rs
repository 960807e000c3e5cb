//! Files without a content hash in their names, in a build that hashes names.
//!
//! Silent where the build does not hash most of what it loads, about what must keep its name (documents, workers at
//! the top of the site, scripts that other sites load), about what is versioned in another way (a folder, a query,
//! a version), and about small scripts: settings that a deployment writes are scripts without a hash on purpose.

use std::collections::BTreeMap;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::chunk_graph::EdgeKind;
use crate::model::finding::{DeliveryFinding, FindingFacts, Observation};
use crate::model::hashed_name::HashedName;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "unhashed-asset",
    summary: "a file that browsers cannot keep, for want of a hash in its name",
    severity: Some(Severity::Warning),
    what: "Finds scripts and stylesheets that a page loads, and the fonts and images of its stylesheets, whose names \
           have no content hash, in a build where at least three of four scripts and stylesheets have one. Folders and \
           names with a version or a hash (`v1.2.3/`, `jquery-3.6.0.js`) and URLs with a query count as hashed. \
           Workers at the top of the site, remotes of Module Federation, and files of less than `min` are left \
           alone.",
    why: "What has its hash in its name can be cached for ever. A name that stays the same when the content changes \
          must be asked for again, or shows visitors an old file beside new ones: \
          <https://web.dev/articles/http-cache>.",
    fix: "Import the file instead of copying it (from `public/` or `static/`), or switch hashes on for its sort of \
          output (`entryFileNames`, `chunkFileNames` and `assetFileNames` in Rollup and Vite, `filename: \
          \"[name].[contenthash].js\"` in webpack). Where it must keep its name, list it in `ignore`.",
    options: &[
        CheckOption {
            name: "min",
            unit: OptionUnit::Bytes,
            default: 2_048,
            about: "The least size, in bytes after gzip, of a file that is worth a finding.",
        },
        CheckOption {
            name: "ignore",
            unit: OptionUnit::Names,
            default: 0,
            about: "Paths that must stay as they are; globs count.",
        },
    ],
    needs: &[Need::Graph, Need::Gzip],
    run,
};

/// So many of the names have to have a hash before one without is the exception.
const LEAST_HASHED: usize = 3;

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let code = loaded_code(build);
    let hashed = code.keys().filter(|&&id| is_hashed(build.path(id))).count();
    if hashed < LEAST_HASHED || hashed * 4 < code.len() * 3 {
        return Vec::new();
    }
    let lengths: Vec<usize> = code.keys().filter_map(|&id| hash_length(build.path(id))).collect();
    let in_styles =
        build.references.in_styles.iter().map(|(&id, &by)| (id, by)).filter(|&(id, _)| {
            matches!(build.asset(id).resource_type, ResourceType::Font | ResourceType::Image)
        });
    let loaded: BTreeMap<AssetId, AssetId> = code.into_iter().chain(in_styles).collect();
    let is_unhashed = |id: AssetId| {
        let path = build.path(id);
        !is_hashed(path)
            && !may_be_hashed(path, &lengths)
            && !build.references.with_query.contains(&id)
            && !must_keep_its_name(build, id)
            && !options.lists("ignore", path)
            && build.asset(id).sizes.is_some_and(|sizes| options.get("min") <= sizes.gzip)
    };
    let observation = |(asset, loaded_by)| {
        let facts = FindingFacts::Delivery(DeliveryFinding::UnhashedAsset { loaded_by });
        Observation { asset, span: None, waste: None, facts }
    };
    loaded.into_iter().filter(|&(id, _)| is_unhashed(id)).map(observation).collect()
}

/// The scripts and stylesheets that some page loads, each with the first file that loads it.
fn loaded_code(build: &Build) -> BTreeMap<AssetId, AssetId> {
    let mut code = BTreeMap::new();
    for edge in &build.graph.edges {
        let is_code =
            matches!(build.asset(edge.to).resource_type, ResourceType::Script | ResourceType::Stylesheet);
        if is_code && build.graph.load(edge.to).is_some() && build.graph.load(edge.from).is_some() {
            code.entry(edge.to).or_insert(edge.from);
        }
    }
    code
}

/// Remotes, and workers at the top, whose scope is their folder.
fn must_keep_its_name(build: &Build, id: AssetId) -> bool {
    let is_entry = build.graph.entries.iter().any(|entry| entry.asset == id);
    let is_worker = || build.graph.edges.iter().any(|edge| edge.to == id && edge.kind == EdgeKind::Worker);
    is_entry || build.asset(id).path.directory().is_empty() && is_worker()
}

/// Whether the name or a folder has a hash or a version in it.
fn is_hashed(path: &str) -> bool {
    // `woff2` reads as a hash.
    let path = path.rsplit_once('.').map_or(path, |(path, _)| path);
    path.split('/').any(|part| {
        // Turbopack's names are nothing but a hash, with `-` and `_` in it.
        let mut pieces = part.split(['.', '-', '_', '~']);
        HashedName::parse(&format!("{part}.x")).hash.is_some()
            || pieces.any(|piece| HashedName::parse(&format!("x-{piece}.x")).hash.is_some())
            || has_version(part)
    })
}

/// `1.2`, with a digit on each side of the dot.
fn has_version(part: &str) -> bool {
    part.as_bytes().windows(3).any(
        |three| matches!(three, [before, b'.', after] if before.is_ascii_digit() && after.is_ascii_digit()),
    )
}

fn hash_length(path: &str) -> Option<usize> {
    HashedName::parse(path.rsplit('/').next()?).hash.map(str::len)
}

/// Whether the last part of the name is as long as the hashes of the build are: one of them may look like a word.
fn may_be_hashed(path: &str, lengths: &[usize]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let base = name.split_once('.').map_or(name, |(base, _)| base);
    let bases = [base, name.rsplit_once('.').map_or(name, |(base, _)| base)];
    bases.iter().any(|base| {
        lengths.iter().any(|&length| {
            let Some(before) = base.len().checked_sub(length) else { return false };
            let Some(hash) = base.get(before..) else { return false };
            let stands_alone =
                before == 0 || base.get(..before).is_some_and(|stem| stem.ends_with(['-', '.', '_']));
            stands_alone && hash.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
    })
}
