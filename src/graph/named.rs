//! From a name as somebody types it to the scripts and stylesheets that are meant.

use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::globs::Globs;
use crate::model::hashed_name::HashedName;

/// The scripts and stylesheets that `name` means, sorted by path. The first that finds something decides: the whole
/// path, its end, the name without its hash (with its extension or without), a glob.
pub fn named(build: &Build, name: &str) -> Vec<AssetId> {
    let name = name.strip_prefix("./").unwrap_or(name).trim_start_matches('/');
    let ends_so = |asset: &Asset| {
        asset
            .path
            .as_str()
            .strip_suffix(name)
            .is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    let without_hash = |asset: &Asset| {
        let parsed = HashedName::parse(asset.path.file_name());
        let directory = asset.path.directory();
        let stem = if directory.is_empty() { String::new() } else { format!("{directory}/") } + parsed.stem;
        let is_it = |path: &str| path == name || path.rsplit('/').next() == Some(name);
        is_it(&stem) || is_it(&format!("{stem}{}", parsed.extension))
    };
    // Without a pattern that takes in, everything would be meant.
    let globs = Globs::new(&[name]).ok().filter(|_| !name.starts_with('!'));
    let in_glob = |asset: &Asset| {
        let is_in = |path: &str| globs.as_ref().is_some_and(|globs| globs.matches(path));
        is_in(asset.path.as_str()) || (!name.contains('/') && is_in(asset.path.file_name()))
    };
    let ways: [&dyn Fn(&Asset) -> bool; 4] =
        [&|asset| asset.path.as_str() == name, &ends_so, &without_hash, &in_glob];
    let found = |is_meant: &dyn Fn(&Asset) -> bool| -> Vec<AssetId> {
        code(build).filter(|(_, asset)| is_meant(asset)).map(|(id, _)| id).collect()
    };
    ways.into_iter().map(found).find(|found| !found.is_empty()).unwrap_or_default()
}

/// All that could be typed for some script or stylesheet, the shortest forms first: for "did you mean".
pub fn names(build: &Build) -> Vec<&str> {
    let stems = code(build).map(|(_, asset)| HashedName::parse(asset.path.file_name()).stem);
    let files = code(build).map(|(_, asset)| asset.path.file_name());
    let paths = code(build).map(|(_, asset)| asset.path.as_str());
    stems.chain(files).chain(paths).collect()
}

fn code(build: &Build) -> impl Iterator<Item = (AssetId, &Asset)> {
    let is_code = |resource_type| matches!(resource_type, ResourceType::Script | ResourceType::Stylesheet);
    build.iter().filter(move |(_, asset)| is_code(asset.resource_type))
}
