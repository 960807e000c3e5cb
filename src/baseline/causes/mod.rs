//! Why a build grew: the change of everything that visitors load, divided into its causes.
//!
//! Works at the level of a load, not of a file, so that code which moves from one chunk of a load to another is no
//! cause. Each load is cut into pieces on both sides (`pieces`): packages, modules of the application and what is left
//! of each file; a piece is one row of both builds, and what it has more or less is a cause (`packages`, `modules`,
//! `files`). Pieces that came with a split point that was lost go together (`splits`), and so does code that stands in
//! another file now (`rearranged`). Nothing is counted twice and
//! nothing is left out: the causes of a load sum up to its change.
//!
//! What the two builds show by unlike evidence is not compared (`lens`): what a source map shows for the first time is
//! not new.

use std::cmp::Reverse;

mod files;
mod invalidated;
mod lens;
mod loads;
mod modules;
mod packages;
mod pieces;
mod rearranged;
mod sides;
mod splits;
mod words;

use crate::baseline::causes::lens::Lens;
use crate::baseline::causes::loads::Load;
use crate::baseline::causes::pieces::{Key, Piece};
use crate::baseline::causes::sides::{Side, Sides};
use crate::baseline::causes::splits::Moves;
use crate::model::asset::AssetId;
use crate::model::baseline::{Earlier, Pairs};
use crate::model::build::Build;
use crate::model::chunk_graph::Load as When;
use crate::model::growth::{At, Cause, CauseKind, Change, Growth, LoadChange, LoadOf, Was};

/// So many loads are explained, those that changed most; a site of thousands of pages has as many loads.
const MOST_LOADS: usize = 50;
/// So many causes of a load are told one by one, the largest; the smaller ones are told as one.
const MOST_CAUSES: usize = 100;

/// Explains the change from the earlier build to this one.
pub(crate) fn explain(now: &Build, earlier: &Earlier, pairs: &Pairs) -> Growth {
    let sides = Sides::new(now, &earlier.build, pairs);
    let mut found = loads::changed(&sides, earlier, pairs);
    found.retain(|load| !load.is_noise(&sides, pairs));
    let more_loads = found.len().saturating_sub(MOST_LOADS);
    found.truncate(MOST_LOADS);
    let moves = Moves::new(&sides);
    let loads = found.into_iter().map(|load| change(&sides, earlier, &moves, load)).collect();
    Growth { loads, more_loads, invalidated: invalidated::invalidated(&sides) }
}

fn change(sides: &Sides<'_>, earlier: &Earlier, moves: &Moves, load: Load<'_>) -> LoadChange {
    let inside = Inside::new(sides, load);
    let lens = Lens::new(&inside, earlier.insides);
    let causes = match &inside.load.of {
        LoadOf::Initial { entry, .. } if inside.load.is_one_sided => vec![entry_point(&inside, *entry)],
        _ => bounded(causes(&inside, &lens, moves)),
    };
    let Inside { added, removed, load, .. } = inside;
    LoadChange {
        load: load.of,
        before: load.weighed_before,
        after: load.weighed_after,
        added,
        removed,
        depth: lens.depth,
        causes,
    }
}

/// A load with what is in it on both sides.
pub(crate) struct Inside<'s, 'b> {
    /// The two builds.
    pub(crate) sides: &'s Sides<'b>,
    /// The load.
    pub(crate) load: Load<'b>,
    /// Which files of this build are in it; runs parallel to the assets.
    pub(crate) is_after: Vec<bool>,
    /// Which files of the earlier build are in it; runs parallel to its assets.
    pub(crate) is_before: Vec<bool>,
    /// The files of this build that had no counterpart in it.
    pub(crate) added: Vec<AssetId>,
    /// The files of the earlier build that have none in it.
    pub(crate) removed: Vec<AssetId>,
}

impl<'s, 'b> Inside<'s, 'b> {
    fn new(sides: &'s Sides<'b>, load: Load<'b>) -> Self {
        let is_after = sides.now.flags(load.after.iter());
        let is_before = sides.before.flags(load.before.iter());
        let has =
            |flags: &[bool], id: Option<AssetId>| id.is_some_and(|id| flags.get(id.index()) == Some(&true));
        let added = load.after.iter().filter(|&id| !has(&is_before, sides.now.pair(id))).collect();
        let removed = load.before.iter().filter(|&id| !has(&is_after, sides.before.pair(id))).collect();
        Self { sides, load, is_after, is_before, added, removed }
    }
}

/// A page that is new or gone is a cause of its own.
fn entry_point(inside: &Inside<'_, '_>, entry: At) -> Cause {
    let kind = if matches!(entry, At::Now(_)) { CauseKind::EntryAdded } else { CauseKind::EntryRemoved };
    let change = Change::between(inside.load.weighed_before, inside.load.weighed_after);
    Cause { change, ..cause(kind, inside.sides.path(entry).to_owned(), Some(entry)) }
}

/// A cause of which no more is known.
pub(crate) fn cause(kind: CauseKind, name: String, at: Option<At>) -> Cause {
    Cause { kind, name, change: Change::default(), at, was: None, version: None, from: None }
}

fn causes(inside: &Inside<'_, '_>, lens: &Lens<'_>, moves: &Moves) -> Vec<Cause> {
    let mut pieces = pieces::pieces(inside, lens);
    let mut causes = splits::take(inside, moves, &mut pieces);
    causes.extend(files::take_replaced(inside, &mut pieces));
    rearranged::join(inside, &mut pieces);
    for (key, piece) in &pieces {
        let change = piece.own_change();
        if change.is_zero() {
            continue;
        }
        let found = match key {
            Key::Package(name) => packages::cause_of(inside, name, piece),
            Key::Module(path) => modules::cause_of(inside, path, piece),
            Key::File(at) => match files::cause_of(inside, *at, piece) {
                Some(found) => found,
                None => continue,
            },
        };
        causes.push(Cause { change, ..found });
    }
    causes.retain(|cause| !cause.change.is_zero());
    let told: Change = causes.iter().map(|cause| cause.change).sum();
    let whole = Change::between(inside.load.weighed_before, inside.load.weighed_after);
    causes.sort_by(|a, b| {
        let rank = |cause: &Cause| Reverse(cause.change.magnitude());
        rank(a).cmp(&rank(b)).then_with(|| a.kind.cmp(&b.kind)).then_with(|| a.name.cmp(&b.name))
    });
    let rest = whole - told;
    if !rest.is_zero() {
        causes.push(Cause { change: rest, ..cause(CauseKind::Rest, String::new(), None) });
    }
    causes
}

/// The largest causes; the others go into the rest.
fn bounded(mut causes: Vec<Cause>) -> Vec<Cause> {
    if causes.len() <= MOST_CAUSES {
        return causes;
    }
    let small = causes.split_off(MOST_CAUSES);
    let change = small.iter().map(|cause| cause.change).sum();
    causes.push(Cause { change, ..cause(CauseKind::Rest, String::new(), None) });
    causes
}

/// The file with the most of a piece: of this build, or of the earlier one where it is gone.
pub(crate) fn place(piece: &Piece) -> Option<At> {
    let now = piece.after.map(|part| At::Now(part.chunk));
    now.or(piece.before.map(|part| At::Before(part.chunk)))
}

/// When these files of the earlier build were loaded.
pub(crate) fn loads_of(before: &Side<'_>, files: impl IntoIterator<Item = AssetId>) -> Was {
    let mut loads: Vec<Option<When>> = files.into_iter().map(|file| before.load(file)).collect();
    loads.dedup();
    match loads.as_slice() {
        [Some(When::Lazy)] => Was::Lazy,
        [Some(When::Initial)] => Was::Initial,
        _ => Was::Elsewhere,
    }
}
