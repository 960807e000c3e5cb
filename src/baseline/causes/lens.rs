//! How deep both builds can be looked into, so that a change of evidence does not look like growth.

use std::collections::BTreeSet;

use crate::baseline::causes::Inside;
use crate::baseline::causes::sides::Side;
use crate::model::asset::{AssetId, ResourceType, Sizes};
use crate::model::baseline::Insides;
use crate::model::growth::Depth;
use crate::model::package::{Evidence, PackageInChunk};

/// What of a load is compared.
pub(crate) struct Lens<'b> {
    /// How deep.
    pub(crate) depth: Depth,
    /// Whether modules are.
    pub(crate) modules: bool,
    /// Whether packages are that no source map shows.
    unmapped: bool,
    /// The packages that are seen somewhere in the load without a size.
    unsized_packages: BTreeSet<&'b str>,
}

impl<'b> Lens<'b> {
    /// Looks at the evidence of both sides.
    pub(crate) fn new(inside: &Inside<'_, 'b>, insides: Insides) -> Self {
        let depth = if insides == Insides::Untold { Depth::Files } else { depth(inside) };
        let mut unsized_packages = BTreeSet::new();
        let of_load = [(&inside.sides.now, &inside.is_after), (&inside.sides.before, &inside.is_before)];
        for (side, is_in) in of_load {
            let found = side.build.packages.in_chunks.iter();
            let unsized_there =
                found.filter(|found| found.sizes.is_none() && is_in.get(found.chunk.index()) == Some(&true));
            unsized_packages.extend(unsized_there.map(|found| found.name.as_str()));
        }
        let modules = depth == Depth::Insides
            && mapped(inside, &inside.sides.now, &inside.is_after)
                .all(|id| !inside.sides.now.modules_of(id).is_empty())
            && mapped(inside, &inside.sides.before, &inside.is_before)
                .all(|id| !inside.sides.before.modules_of(id).is_empty());
        Self { depth, modules, unmapped: insides == Insides::Alike, unsized_packages }
    }

    /// What a package weighs in a script, where that can be compared.
    pub(crate) fn sizes(&self, found: &PackageInChunk) -> Option<Sizes> {
        let is_comparable = self.depth == Depth::Insides
            && (self.unmapped || found.evidence == Evidence::SourceMap)
            && !self.unsized_packages.contains(found.name.as_str());
        found.sizes.filter(|_| is_comparable)
    }
}

fn scripts<'s>(side: &'s Side<'_>, is_in: &'s [bool]) -> impl Iterator<Item = AssetId> + 's {
    let of_type = side.build.of_type(ResourceType::Script).map(|(id, _)| id);
    of_type.filter(|id| is_in.get(id.index()) == Some(&true))
}

fn mapped<'s>(
    _: &'s Inside<'_, '_>,
    side: &'s Side<'_>,
    is_in: &'s [bool],
) -> impl Iterator<Item = AssetId> + 's {
    scripts(side, is_in).filter(|&id| side.is_mapped(id))
}

/// Insides are compared where source maps stand on both sides alike: a script that is in both builds has one in both
/// or in neither, and one that is in one of them only has one if any other has.
fn depth(inside: &Inside<'_, '_>) -> Depth {
    let (now, before) = (&inside.sides.now, &inside.sides.before);
    let maps_now = mapped(inside, now, &inside.is_after).next().is_some();
    let maps_before = mapped(inside, before, &inside.is_before).next().is_some();
    let is_alike = |side: &Side<'_>, other: &Side<'_>, is_in: &[bool]| {
        scripts(side, is_in).all(|id| match side.pair(id) {
            Some(pair) => side.is_mapped(id) == other.is_mapped(pair),
            None => side.is_mapped(id) || !(maps_now || maps_before),
        })
    };
    if is_alike(now, before, &inside.is_after) && is_alike(before, now, &inside.is_before) {
        Depth::Insides
    } else if maps_now && !maps_before {
        Depth::NewMaps
    } else if maps_before && !maps_now {
        Depth::GoneMaps
    } else {
        Depth::Files
    }
}
