//! Files of quite other names: by what is in them alone.

use crate::baseline::pairing::likeness::{Enough, Likeness};
use crate::baseline::pairing::sides::Sides;
use crate::model::baseline::PairedBy;
use crate::model::fingerprint::FEWEST;

/// A chunk is named after one of its modules; where it gets another first one, it gets another name.
///
/// Measured as in `namesakes.rs`: short scripts of one kind, such
/// as icons, have resemblances up to 0.88. Of 317 scripts two have one above 0.9 with another one: both hold the same
/// library, so that none of them is paired, for want of a margin.
const ENOUGH: Enough = Enough { resemblance: 0.9, margin: 0.1, fewest: 0 };

/// Of that many words at least.
const WORDS: usize = FEWEST;

/// One of two modules is easily in another chunk, too.
const MODULES: usize = 3;

/// Pairs files of one type that are nearly the same and like no other ones, and that are loaded when they were: a lazy
/// chunk that is nearly all of an entry script now was taken in by it.
pub(super) fn by_likeness(sides: &mut Sides<'_>) {
    let ways = [
        (Likeness::Modules, Enough { fewest: MODULES, ..ENOUGH }, PairedBy::Modules),
        (Likeness::Words, Enough { fewest: WORDS, ..ENOUGH }, PairedBy::Words),
    ];
    for (likeness, enough, by) in ways {
        for group in
            sides.groups(|side, id| Some((side.resource_type(id), side.build.graph.load(id)))).into_values()
        {
            for (now, before) in likeness.best(sides, &group, enough) {
                sides.pair(now, before, by);
            }
        }
    }
}
