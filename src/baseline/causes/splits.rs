//! Split points that were lost, and new ones: what an `import()` loaded later and is loaded at first now, and the
//! other way round.
//!
//! Known by the files where both builds have them; where a chunk is gone, by the modules or packages in it if a source
//! map or its runtime tells them, or else by its words.

use std::collections::{BTreeMap, BTreeSet};

use crate::baseline::causes::pieces::{Key, Piece};
use crate::baseline::causes::sides::{Side, Sides};
use crate::baseline::causes::words::Holders;
use crate::baseline::causes::{Inside, cause};
use crate::model::asset::AssetId;
use crate::model::chunk_graph::{Audience, Load, SplitPoint};
use crate::model::growth::{At, Cause, CauseKind, Change, Was};

/// Code that was taken in by another file is as large as it was, but for so small a part: the wrapping of a module.
/// A choice: it is 1 in 2,200 where Rolldown takes a chunk of 62 kB in (fixtures/growth), and a smaller part would miss
/// small chunks, of which the wrapping is more.
const PART_OF_SIZE: u64 = 20;

/// The split points of one build only.
pub(crate) struct Moves {
    /// Those of the earlier build.
    lost: Split,
    /// Those of this one.
    added: Split,
}

/// The files that split points loaded later, in the build that has them.
#[derive(Default)]
struct Split {
    /// The file of the split point that each came with.
    target: BTreeMap<AssetId, AssetId>,
    /// Where the other build has its code, for files that are known by their words.
    holder: BTreeMap<AssetId, AssetId>,
}

impl Moves {
    /// Looks for them.
    pub(crate) fn new(sides: &Sides<'_>) -> Self {
        Self { lost: split(&sides.before, &sides.now), added: split(&sides.now, &sides.before) }
    }
}

/// The split points that `one` has and `other` has not, although it loads at first what they load.
fn split(one: &Side<'_>, other: &Side<'_>) -> Split {
    let working = |side: &Side<'_>| -> BTreeSet<AssetId> {
        let points = side.build.graph.split_points.iter();
        let works = |point: &&SplitPoint| point.effective && point.audience == Audience::Modern;
        points.filter(works).map(|point| point.target).collect()
    };
    let kept = working(other);
    let mut found = Split::default();
    let mut holders: Option<Holders<'_>> = None;
    let mut unknown: BTreeMap<AssetId, BTreeSet<AssetId>> = BTreeMap::new();
    for point in &one.build.graph.split_points {
        let is_later = point.effective
            && point.audience == Audience::Modern
            && one.load(point.target) == Some(Load::Lazy)
            && !one.pair(point.target).is_some_and(|pair| kept.contains(&pair));
        if !is_later {
            continue;
        }
        if is_initial(one, other, point.target) {
            let came = point.adds.iter().filter(|&id| is_initial(one, other, id));
            for id in [point.target].into_iter().chain(came) {
                found.target.entry(id).or_insert(point.target);
            }
        } else if one.pair(point.target).is_none() && !has_words(one, other, point) {
            unknown.entry(point.chunk).or_default().insert(point.target);
        } else if one.pair(point.target).is_none() {
            let holders = holders.get_or_insert_with(|| Holders::new(other, at_first(other)));
            if let Some(holder) =
                holders.of(one, point.target).filter(|&holder| has_room(one, other, point.target, holder))
            {
                found.target.entry(point.target).or_insert(point.target);
                found.holder.insert(point.target, holder);
            }
        }
    }
    for (loader, targets) in unknown {
        if let Some(holder) = took_in(one, other, loader, &targets) {
            for target in targets {
                found.target.entry(target).or_insert(target);
                found.holder.entry(target).or_insert(holder);
            }
        }
    }
    found
}

/// Whether the words of a split point's target can be looked for in the other build.
fn has_words(one: &Side<'_>, other: &Side<'_>, point: &SplitPoint) -> bool {
    let loader = one.pair(point.chunk).and_then(|loader| other.fingerprint(loader));
    one.fingerprint(point.target).is_some() && loader.is_some()
}

/// The counterpart of a file that imported others, if it is so much larger as they were all together: where contents
/// are not told, as in a baseline of `update`.
fn took_in(
    one: &Side<'_>,
    other: &Side<'_>,
    loader: AssetId,
    targets: &BTreeSet<AssetId>,
) -> Option<AssetId> {
    let holder = one.pair(loader).filter(|&holder| other.load(holder) == Some(Load::Initial))?;
    let more = other.sizes(holder).raw.checked_sub(one.sizes(loader).raw)?;
    let was: u64 = targets.iter().map(|&target| one.sizes(target).raw).sum();
    (0 < was && was.abs_diff(more) <= was / PART_OF_SIZE).then_some(holder)
}

/// The files that some page loads at first.
fn at_first<'s>(side: &'s Side<'_>) -> impl Iterator<Item = AssetId> + 's {
    side.build.iter().map(|(id, _)| id).filter(|&id| side.load(id) == Some(Load::Initial))
}

/// Whether the file that seems to hold the code of another is so much larger for it: by half of it at least.
fn has_room(one: &Side<'_>, other: &Side<'_>, code: AssetId, holder: AssetId) -> bool {
    let was = other.pair(holder).map(|pair| one.sizes(pair).raw).unwrap_or_default();
    let more = other.sizes(holder).raw.saturating_sub(was);
    one.sizes(code).raw <= more.saturating_mul(2)
}

/// Whether a file that `one` loads later is loaded at first by `other`: as a file, or at least half of what is in it.
fn is_initial(one: &Side<'_>, other: &Side<'_>, id: AssetId) -> bool {
    if one.load(id) != Some(Load::Lazy) {
        return false;
    }
    if let Some(pair) = one.pair(id) {
        return other.load(pair) == Some(Load::Initial);
    }
    let at_first = |side: &Side<'_>, file: AssetId| side.load(file) == Some(Load::Initial);
    let modules = one.modules_of(id).iter().filter(|module| module.package.is_none()).map(|module| {
        let initial = |side: &Side<'_>| {
            let found = side.modules.get(module.path.as_str()).into_iter().flatten();
            found.map(|(file, _)| *file).any(|file| at_first(side, file))
        };
        (module.sizes.raw, initial(other) && !initial(one))
    });
    let packages = one.build.packages.in_chunk(id).iter().filter_map(|found| {
        let initial = |side: &Side<'_>| {
            let found = side.packages.get(found.name.as_str()).into_iter().flatten();
            found.map(|found| found.chunk).any(|file| at_first(side, file))
        };
        Some((found.sizes?.raw, initial(other) && !initial(one)))
    });
    let moved: u64 = modules.chain(packages).filter(|(_, is_moved)| *is_moved).map(|(bytes, _)| bytes).sum();
    one.sizes(id).raw < moved.saturating_mul(2)
}

/// Takes the pieces that came with split points of one build only.
pub(crate) fn take(
    inside: &Inside<'_, '_>,
    moves: &Moves,
    pieces: &mut BTreeMap<Key<'_>, Piece>,
) -> Vec<Cause> {
    let sides = inside.sides;
    let in_before = |at| match at {
        At::Before(id) => Some(id),
        At::Now(id) => sides.now.pair(id),
    };
    let in_now = |at| match at {
        At::Now(id) => Some(id),
        At::Before(id) => sides.before.pair(id),
    };
    let mut lost = taken(&moves.lost, (&sides.before, &inside.is_before), &in_before, pieces);
    let mut added = taken(&moves.added, (&sides.now, &inside.is_after), &in_now, pieces);
    for (&target, &holder) in &moves.lost.holder {
        if inside.is_before.get(target.index()) != Some(&true)
            && let Some(piece) = pieces.get_mut(&Key::File(At::Now(holder)))
        {
            let taken = lost.entry(target).or_default();
            taken.change += piece.take(Change::from(sides.before.sizes(target)) - taken.change);
            taken.now = Some(holder);
        }
    }
    for (&target, &holder) in &moves.added.holder {
        let key = sides.before.pair(holder).map_or(At::Before(holder), At::Now);
        if inside.is_after.get(target.index()) != Some(&true)
            && let Some(piece) = pieces.get_mut(&Key::File(key))
        {
            let taken = added.entry(target).or_default();
            taken.change += piece.take(Change::from(sides.now.sizes(target)) + taken.change);
        }
    }
    let lost = lost.into_iter().map(|(target, taken)| {
        // Where it is now, if that is one file.
        let at = sides.before.pair(target).map(At::Now).or(taken.now.map(At::Now));
        Cause {
            change: taken.change,
            was: Some(Was::File(target)),
            ..cause(CauseKind::SplitPointLost, sides.before.build.path(target).to_owned(), at)
        }
    });
    let added = added.into_iter().map(|(target, taken)| Cause {
        change: taken.change,
        was: Some(Was::Initial),
        ..cause(CauseKind::SplitPointAdded, sides.now.build.path(target).to_owned(), Some(At::Now(target)))
    });
    lost.chain(added).collect()
}

/// What came with one split point.
#[derive(Default)]
struct Taken {
    change: Change,
    /// The file of this build with the most of it.
    now: Option<AssetId>,
    most: i64,
}

/// `side` is the build that has the split points, with what of it is in the load; `to_side` gives the file of it that a
/// file of either build is.
fn taken(
    split: &Split,
    (side, is_in): (&Side<'_>, &[bool]),
    to_side: &dyn Fn(At) -> Option<AssetId>,
    pieces: &mut BTreeMap<Key<'_>, Piece>,
) -> BTreeMap<AssetId, Taken> {
    let mut found: BTreeMap<AssetId, Taken> = BTreeMap::new();
    if split.target.is_empty() {
        return found;
    }
    let is_here = |id: AssetId| is_in.get(id.index()) == Some(&true);
    // Of the files that a piece is in on that side the first that came with such a split point. In an initial load it
    // must be new or gone as a whole; in what is loaded later it is the part of that side.
    let target = |files: &mut dyn Iterator<Item = AssetId>, piece: &Piece| -> Option<AssetId> {
        let (mut target, mut stays) = (None, false);
        for file in files {
            target = target.or_else(|| split.target.get(&file).copied());
            stays |= is_here(file) && !split.target.contains_key(&file);
        }
        let is_whole = piece.before.is_none() || piece.after.is_none();
        target.filter(|_| is_whole && !stays)
    };
    pieces.retain(|key, piece| {
        let target = match key {
            Key::Package(name) => {
                let files = side.packages.get(name).into_iter().flatten();
                target(&mut files.map(|found| found.chunk), piece)
            }
            Key::Module(path) => {
                let files = side.modules.get(path).into_iter().flatten();
                target(&mut files.map(|(file, _)| *file), piece)
            }
            Key::File(at) => target(&mut to_side(*at).into_iter(), piece),
        };
        let Some(target) = target else { return true };
        let taken = found.entry(target).or_default();
        taken.change += piece.change();
        if let Some(after) = piece.after
            && taken.most < after.sizes.raw
        {
            (taken.now, taken.most) = (Some(after.chunk), after.sizes.raw);
        }
        false
    });
    found
}
