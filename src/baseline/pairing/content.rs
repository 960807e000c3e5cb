//! The same bytes, or the same but for references to other files.

use crate::baseline::pairing::sides::{Group, Side, Sides};
use crate::model::asset::AssetId;
use crate::model::baseline::PairedBy;
use crate::model::fingerprint::FEWEST;

/// The same name and bytes. Copies are paired in the order of their paths: it makes no difference which is which.
pub(super) fn same(sides: &mut Sides<'_>) {
    let groups = sides.groups(|side, id| Some((side.name(id).to_owned(), side.fingerprint(id)?.content)));
    for group in groups.into_values() {
        for (&now, &before) in group.now.iter().zip(&group.before) {
            sides.pair(now, before, PairedBy::Content);
        }
    }
}

/// The same name, and the same bytes but for references to other files, where only one file on either side is so.
pub(super) fn same_but_for_references(sides: &mut Sides<'_>) {
    for group in named_alike(sides) {
        if let Some((now, before)) = group.only() {
            sides.pair(now, before, PairedBy::Content);
        }
    }
}

/// What is left of those, in the order of their paths: all are of the same size.
pub(super) fn copies(sides: &mut Sides<'_>) {
    for group in named_alike(sides) {
        for (&now, &before) in group.now.iter().zip(&group.before) {
            sides.pair(now, before, PairedBy::Content);
        }
    }
}

fn named_alike(sides: &Sides<'_>) -> Vec<Group> {
    let key = |side: &Side<'_>, id: AssetId| {
        Some((side.name(id).to_owned(), side.fingerprint(id)?.without_references))
    };
    sides.groups(key).into_values().collect()
}

/// Another name, such as in a moved folder: the same bytes, or else the same but for references, where only one file
/// on either side is so.
///
/// A short script that only loads another one is the same as the next such one but for its references; without enough
/// words in it that says nothing.
pub(super) fn moved(sides: &mut Sides<'_>) {
    let bytes = |side: &Side<'_>, id: AssetId| {
        Some((side.resource_type(id), side.fingerprint(id)?.content)).filter(|_| 0 < side.asset(id).raw)
    };
    let but_for_references = |side: &Side<'_>, id: AssetId| {
        let known = side.fingerprint(id).filter(|known| FEWEST <= known.words.0.len())?;
        Some((side.resource_type(id), known.without_references))
    };
    let same = sides.groups(bytes);
    pair_only(sides, same.into_values());
    let similar = sides.groups(but_for_references);
    pair_only(sides, similar.into_values());
}

fn pair_only(sides: &mut Sides<'_>, groups: impl Iterator<Item = Group>) {
    for (now, before) in groups.filter_map(|group| group.only()) {
        sides.pair(now, before, PairedBy::Content);
    }
}
