//! How deep both builds can be looked into, so that a change of evidence does not look like growth.

use std::collections::BTreeSet;

use crate::baseline::causes::Inside;
use crate::baseline::causes::sides::Side;
use crate::model::asset::{AssetId, ResourceType, Sizes};
use crate::model::baseline::Insides;
use crate::model::growth::Depth;
use crate::model::package::{Evidence, PackageInChunk};

/// Of the bytes that source maps tell of, one in so many may stand beside them in scripts that no map tells of.
///
/// A choice: the chunk of helpers that esbuild writes without sources is 1 in 134 in fixtures/growth, and what is hidden
/// is no more then than what a line of the explanation leaves out (a twentieth).
const MOST_HIDDEN: u64 = 20;

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
        let hidden = Hidden::of(inside);
        let depth = if insides == Insides::Untold { Depth::Files } else { depth(inside, &hidden) };
        let mut unsized_packages = BTreeSet::new();
        let of_load = [(&inside.sides.now, &inside.is_after), (&inside.sides.before, &inside.is_before)];
        for (side, is_in) in of_load {
            let found = side.build.packages.in_chunks.iter();
            let unsized_there =
                found.filter(|found| found.sizes.is_none() && is_in.get(found.chunk.index()) == Some(&true));
            unsized_packages.extend(unsized_there.map(|found| found.name.as_str()));
        }
        let modules = depth == Depth::Insides
            && mapped(&inside.sides.now, &inside.is_after)
                .all(|id| !inside.sides.now.modules_of(id).is_empty())
            && mapped(&inside.sides.before, &inside.is_before)
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

fn mapped<'s>(side: &'s Side<'_>, is_in: &'s [bool]) -> impl Iterator<Item = AssetId> + 's {
    scripts(side, is_in).filter(|&id| side.is_mapped(id))
}

/// The bytes of the scripts that are in one of the builds only and that no source map tells of.
struct Hidden {
    now: u64,
    before: u64,
}

impl Hidden {
    fn of(inside: &Inside<'_, '_>) -> Self {
        let bytes = |side: &Side<'_>, is_in: &[bool]| -> u64 {
            let hidden = scripts(side, is_in).filter(|&id| side.pair(id).is_none() && !side.is_mapped(id));
            hidden.map(|id| side.sizes(id).raw).sum()
        };
        Self {
            now: bytes(&inside.sides.now, &inside.is_after),
            before: bytes(&inside.sides.before, &inside.is_before),
        }
    }
}

/// Insides are compared where source maps stand on both sides alike: a script that is in both builds has one in both
/// or in neither, and one that is in one of them only has one if any other has. Bundlers write a few helpers that no
/// source map is about: so much may be without.
fn depth(inside: &Inside<'_, '_>, hidden: &Hidden) -> Depth {
    let (now, before) = (&inside.sides.now, &inside.sides.before);
    let maps_now = mapped(now, &inside.is_after).next().is_some();
    let maps_before = mapped(before, &inside.is_before).next().is_some();
    let is_alike = |side: &Side<'_>, other: &Side<'_>, is_in: &[bool], hidden: u64| {
        let mut pairs = scripts(side, is_in).filter_map(|id| Some((id, side.pair(id)?)));
        let mapped: u64 = mapped(side, is_in).map(|id| side.sizes(id).raw).sum();
        let is_little = hidden.saturating_mul(MOST_HIDDEN) <= mapped;
        pairs.all(|(id, pair)| side.is_mapped(id) == other.is_mapped(pair))
            && (is_little || !(maps_now || maps_before))
    };
    if is_alike(now, before, &inside.is_after, hidden.now)
        && is_alike(before, now, &inside.is_before, hidden.before)
    {
        Depth::Insides
    } else if maps_now && !maps_before {
        Depth::NewMaps
    } else if maps_before && !maps_now {
        Depth::GoneMaps
    } else {
        Depth::Files
    }
}
