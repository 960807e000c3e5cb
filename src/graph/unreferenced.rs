//! Files whose hashed names stand in no text of the build.
//!
//! What only such files name is not reached either: the chunks of an entry script that an earlier build left. Silent
//! where a text may be missing: no document loads a script (a server has the names), or a text is left out.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::path::AssetPath;

/// What one file has to do with the hashes of the build: their numbers.
#[derive(Clone, Debug, Default)]
pub struct Hashed {
    /// The hash in its own name.
    pub own: Option<u32>,
    /// The hashes in its text, sorted.
    pub named: Vec<u32>,
}

/// The files that nothing names, sorted. `hashed` runs parallel to the assets; `left_out` are files that are there
/// and were not looked at.
pub fn unreferenced(build: &Build, hashed: &[Hashed], left_out: &[AssetPath]) -> Vec<AssetId> {
    if !has_pages(build) || left_out.iter().any(|path| is_unread_text(build, path)) {
        return Vec::new();
    }
    let mut by_hash: HashMap<u32, Vec<AssetId>> = HashMap::new();
    for (id, asset) in build.iter() {
        if let Some(own) = own(hashed, id).filter(|_| is_asked_for(asset)) {
            by_hash.entry(own).or_default().push(id);
        }
    }
    let is_candidate = |id: AssetId, asset: &Asset| {
        is_asked_for(asset) && own(hashed, id).is_some() && build.graph.load(id).is_none()
    };
    let mut waiting: Vec<AssetId> =
        build.iter().filter(|&(id, asset)| !is_candidate(id, asset)).map(|(id, _)| id).collect();
    let mut reached: HashSet<AssetId> = waiting.iter().copied().collect();
    while let Some(from) = waiting.pop() {
        for hash in hashed.get(from.index()).into_iter().flat_map(|hashed| &hashed.named) {
            for &to in by_hash.get(hash).into_iter().flatten() {
                if reached.insert(to) {
                    waiting.push(to);
                }
            }
        }
    }
    // Only folders that the bundler writes into: others may hold names that somebody gave.
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, asset) in build.iter().filter(|(id, _)| reached.contains(id)) {
        if own(hashed, id).is_some() {
            *folders.entry(asset.path.directory()).or_default() += 1;
        }
    }
    let is_build_folder = |asset: &Asset| folders.contains_key(asset.path.directory());
    let lost = build.iter().filter(|(id, asset)| !reached.contains(id) && is_build_folder(asset));
    lost.map(|(id, _)| id).collect()
}

fn own(hashed: &[Hashed], id: AssetId) -> Option<u32> {
    hashed.get(id.index())?.own
}

fn has_pages(build: &Build) -> bool {
    let is = |id, resource_type| build.asset(id).resource_type == resource_type;
    build
        .graph
        .edges
        .iter()
        .any(|edge| is(edge.from, ResourceType::Document) && is(edge.to, ResourceType::Script))
}

fn is_unread_text(build: &Build, path: &AssetPath) -> bool {
    let may_name = match ResourceType::of(path) {
        ResourceType::Document | ResourceType::Script | ResourceType::Stylesheet => true,
        ResourceType::Other => !matches!(path.extension().as_str(), "gz" | "br" | "zst"),
        _ => false,
    };
    may_name && build.assets.binary_search_by(|asset| asset.path.cmp(path)).is_err()
}

/// What browsers ask for by its name.
fn is_asked_for(asset: &Asset) -> bool {
    use ResourceType::{Font, Image, Media, Script, Stylesheet, Wasm};
    matches!(asset.resource_type, Script | Stylesheet | Font | Image | Media | Wasm)
}
