//! Several files of one name: by what is in them.

use crate::baseline::pairing::likeness::{Enough, FEWEST_WORDS, Likeness};
use crate::baseline::pairing::sides::Sides;
use crate::model::baseline::PairedBy;

/// Two of one name are the same from here on.
///
/// Measured on two releases of a Vite app with 317 scripts: all 190 whose name is unique and that have enough words have
/// a resemblance of 0.6 and above with themselves. 49 of the 279 with enough words have it with any other script of
/// their build; of 0.4, 108 do.
pub(super) const ENOUGH_WORDS: Enough = Enough { resemblance: 0.6, margin: 0.0, fewest: FEWEST_WORDS };

/// A list of modules is no estimate.
const ENOUGH_MODULES: Enough = Enough { resemblance: 0.5, margin: 0.0, fewest: 1 };

/// Those with the most modules in common first.
pub(super) fn by_modules(sides: &mut Sides<'_>) {
    pair(sides, Likeness::Modules, ENOUGH_MODULES, PairedBy::Modules);
}

/// Those with the most words in common first.
pub(super) fn by_words(sides: &mut Sides<'_>) {
    pair(sides, Likeness::Words, ENOUGH_WORDS, PairedBy::Words);
}

fn pair(sides: &mut Sides<'_>, likeness: Likeness, enough: Enough, by: PairedBy) {
    for group in sides.namesakes() {
        for (now, before) in likeness.best(sides, &group, enough) {
            sides.pair(now, before, by);
        }
    }
}
