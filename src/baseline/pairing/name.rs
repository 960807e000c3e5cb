//! The same name without hashes, where it is the name of one file only in both builds.
//!
//! A chunk is named after one of its modules, so that the name may pass from a large chunk to a small one that is new.
//! Hence this is two rules: what is alike is paired at once, and the rest only when nothing else was found for it.

use std::collections::BTreeMap;

use crate::baseline::pairing::sides::{Side, Sides};
use crate::baseline::pairing::size::{could_be_one, is_one_at_first};
use crate::model::asset::AssetId;
use crate::model::baseline::PairedBy;

/// Pairs files whose name no other file of their builds has, and whose words or sizes are not quite other ones, unless
/// both are loaded at first. A name that is nothing but a hash is none.
pub(super) fn unique(sides: &mut Sides<'_>) {
    for (now, before) in pairs(sides) {
        if could_be_one(sides, now, before) || is_one_at_first(sides, now, before) {
            sides.pair(now, before, PairedBy::Name);
        }
    }
}

/// The same, whatever is in them.
pub(super) fn of_changed_content(sides: &mut Sides<'_>) {
    for (now, before) in pairs(sides) {
        sides.pair(now, before, PairedBy::Name);
    }
}

fn pairs(sides: &Sides<'_>) -> Vec<(AssetId, AssetId)> {
    let now = unique_names(&sides.now);
    let before = unique_names(&sides.before);
    now.iter().filter_map(|(name, id)| Some((*id, *before.get(name.as_str())?))).collect()
}

fn unique_names(side: &Side<'_>) -> BTreeMap<String, AssetId> {
    let mut names: BTreeMap<&str, Option<AssetId>> = BTreeMap::new();
    for (id, _) in side.build.iter() {
        let file = names.entry(side.name(id));
        file.and_modify(|only| *only = None).or_insert(Some(id));
    }
    let is_name = |name: &str| !name.rsplit('/').next().unwrap_or(name).starts_with("*.");
    let names = names.into_iter().filter(|(name, _)| is_name(name));
    names.filter_map(|(name, id)| Some((name.to_owned(), id?))).collect()
}
