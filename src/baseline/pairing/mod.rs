//! Which files, entry points and split points of two builds are the same.
//!
//! Each rule pairs what it is sure of and leaves the rest to the next one; what none of them pairs is new or gone. A
//! pair that is wrong invents growth that nobody caused, one that is missing is only a file that is new and one that is
//! gone: so rules rather leave files alone. Two files of one build never become one: each has at most one counterpart.
//!
//! The order of the files says nothing, and which of the builds is the earlier one neither. Hashes say nothing, but
//! where files are alike in all else.

mod content;
mod likeness;
mod loads;
mod lookalikes;
mod name;
mod namesakes;
mod nearest;
mod neighbours;
mod path;
mod renamed;
mod sides;
mod size;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::baseline::pairing::sides::{Side, Sides};
use crate::model::baseline::{Earlier, Pairs};
use crate::model::build::Build;
use crate::model::hashed_name::without_hash;

/// The rules, in their order.
const RULES: [fn(&mut Sides<'_>); 15] = [
    path::same,
    content::same,
    content::same_but_for_references,
    content::moved,
    name::unique,
    neighbours::of_same_content,
    content::copies,
    namesakes::by_modules,
    namesakes::by_words,
    size::to_the_byte,
    neighbours::of_same_name,
    size::by_size,
    lookalikes::by_name,
    renamed::by_likeness,
    name::of_changed_content,
];

/// Pairs two builds.
pub fn pairs(now: &Build, earlier: &Earlier) -> Pairs {
    pairs_of(Side::new(now, names_of(now)), Side::new(&earlier.build, earlier.names.clone()))
}

fn pairs_of(now: Side<'_>, before: Side<'_>) -> Pairs {
    let (builds, mut sides) = ((now.build, before.build), Sides::new(now, before));
    for rule in RULES {
        rule(&mut sides);
    }
    let (files, by) = sides.into_pairs();
    let entries = loads::entries(builds.0, builds.1, &files);
    let split_points = loads::split_points(builds.0, builds.1, &files);
    Pairs { files, by, entries, split_points }
}

/// The names that the files of a build have in every build: their paths without hashes.
fn names_of(build: &Build) -> Vec<String> {
    build.assets.iter().map(|asset| without_hash(asset.path.as_str())).collect()
}

/// Whether two builds have one file in common, be it by its name without the hash: those of one project do.
pub fn share_a_file<'p>(now: impl IntoIterator<Item = &'p str>, earlier: &Earlier) -> bool {
    let known: BTreeSet<&str> = earlier.names.iter().map(String::as_str).collect();
    now.into_iter().any(|path| known.contains(without_hash(path).as_str()))
}
