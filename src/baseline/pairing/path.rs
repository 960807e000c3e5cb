//! The same path.

use std::collections::BTreeMap;

use crate::baseline::pairing::sides::Sides;
use crate::model::asset::AssetId;
use crate::model::baseline::PairedBy;

/// Pairs files of the same path.
pub(super) fn same(sides: &mut Sides<'_>) {
    let before: BTreeMap<&str, AssetId> =
        sides.before.build.iter().map(|(id, asset)| (asset.path.as_str(), id)).collect();
    for (id, asset) in sides.now.build.iter() {
        if let Some(&before) = before.get(asset.path.as_str()) {
            sides.pair(id, before, PairedBy::Path);
        }
    }
}
