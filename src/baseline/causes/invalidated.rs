//! What returning visitors must load again.

use crate::baseline::causes::sides::Sides;
use crate::model::asset::AssetId;
use crate::model::baseline::sent;
use crate::model::growth::Invalidated;

/// The files that a browser's cache does not have from the earlier build: no file of that path, or another content.
/// `None` where the earlier build does not tell contents.
pub(crate) fn invalidated(sides: &Sides<'_>) -> Option<Invalidated> {
    let has_fingerprint = |id| sides.before.fingerprint(id).is_some();
    if !sent(sides.before.build).all(has_fingerprint) {
        return None;
    }
    let mut found = Invalidated::default();
    for id in sent(sides.now.build) {
        let path = sides.now.build.asset(id).path.as_str();
        let assets = &sides.before.build.assets;
        let same_path = assets.binary_search_by(|asset| asset.path.as_str().cmp(path)).ok();
        let same_path = same_path.map(AssetId::new);
        let content = sides.now.fingerprint(id)?.content;
        let is_cached = same_path
            .and_then(|before| sides.before.fingerprint(before))
            .is_some_and(|before| before.content == content);
        if is_cached {
            continue;
        }
        found.files.push(id);
        let is_renamed = sides.now.pair(id).is_some_and(|before| {
            matches!(
                (sides.now.fingerprint(id), sides.before.fingerprint(before)),
                (Some(now), Some(before)) if now.without_references == before.without_references
            )
        });
        if is_renamed {
            found.renamed.push(id);
        }
    }
    Some(found)
}
