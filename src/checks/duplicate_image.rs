//! Images whose bytes are in the build several times.
//!
//! Off by default, since the files alone do not tell whether one visitor loads two copies. Silent for copies with the
//! same path behind their first folder: builds, languages or versions of a site beside each other, and tools that keep
//! what they took from `_static/` in `_images/`. Silent for icons, which systems and documents ask for by fixed names.

use std::collections::BTreeSet;

use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, OptionUnit};
use crate::model::finding::{FindingFacts, ImageFinding, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "duplicate-image",
    summary: "images that are in the build several times",
    severity: None,
    what: "Finds images of at least `min` with the same bytes under several paths; one finding a build, at the largest. \
           Copies whose paths differ in the first folder alone are taken for parts of several sites, and names of icons \
           (`favicon`, `apple-touch-icon`, `android-chrome`, `mstile`, `icon-…`) are left out. Off by default: whether a \
           visitor loads two of the copies cannot be told from the files.",
    why: "A browser keeps an image by its URL: under two URLs it is loaded twice. It happens where an image is imported in \
          one place and named by its path in `public/` in another. Nothing is said to be wasted. Up to the default of 4,096 \
          bytes, Vite and Rsbuild inline an imported image.",
    fix: "Name it one way: import it everywhere, or take it from `public/` everywhere.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 4_096,
        about: "The least size of an image that is worth a finding.",
    }],
    run,
};

const ICONS: [&str; 6] = ["favicon", "apple-touch-icon", "android-chrome", "mstile", "icon-", "icon."];

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let least = options.get("min");
    let (mut images, mut bytes) = (0, 0);
    let mut largest: Option<(u64, AssetId, AssetId)> = None;
    for group in &build.same_images {
        let copies = copies(build, group);
        let (&[first, second, ..], Some(&id)) = (copies.as_slice(), group.first()) else { continue };
        let raw = build.asset(id).raw;
        if raw < least {
            continue;
        }
        images += 1;
        bytes += raw * (copies.len() as u64 - 1);
        if largest.is_none_or(|(most, ..)| most < raw) {
            largest = Some((raw, first, second));
        }
    }
    let observation = largest.map(|(_, asset, other)| {
        let facts = FindingFacts::Image(ImageFinding::DuplicateImage { images, bytes, other });
        Observation { asset, span: None, waste: None, facts }
    });
    observation.into_iter().collect()
}

/// One of each path behind the first folder.
fn copies(build: &Build, group: &[AssetId]) -> Vec<AssetId> {
    let mut paths = BTreeSet::new();
    let is_icon = |id: AssetId| {
        let name = build.asset(id).path.file_name().to_ascii_lowercase();
        ICONS.iter().any(|icon| name.starts_with(icon))
    };
    let behind_folder = |id| build.path(id).split_once('/').map_or(build.path(id), |(_, rest)| rest);
    group.iter().copied().filter(|&id| !is_icon(id) && paths.insert(behind_folder(id))).collect()
}
