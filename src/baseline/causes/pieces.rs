//! A load cut into pieces: packages, modules of the application, and what is left of each file.

use std::collections::BTreeMap;

use crate::baseline::causes::Inside;
use crate::baseline::causes::lens::Lens;
use crate::baseline::causes::sides::Side;
use crate::model::asset::AssetId;
use crate::model::growth::{At, Change};

/// What changed by less than a fiftieth of its bytes is taken to compress as it did: the compressed size of a package or
/// module is a share of its chunk's, and moves a little with all that stands beside it.
///
/// Measured on fixtures/growth: where a chunk of 70 kB is taken in by another one, modules of the same bytes compress to
/// 0.7 to 0.9 % less; where the chunk stays, to at most 0.04 % less.
const STEADY: i64 = 50;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key<'b> {
    /// A package, in all files of the load.
    Package(&'b str),
    /// A source file of the application, in all files of the load.
    Module(&'b str),
    /// What is left of a file: of one that is gone, in the earlier build.
    File(At),
}

/// What a piece weighs on one side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// Its sizes.
    pub(crate) sizes: Change,
    /// The file with the most of it.
    pub(crate) chunk: AssetId,
    /// How much that has.
    most: i64,
}

/// One piece on both sides.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Piece {
    /// In the earlier build.
    pub(crate) before: Option<Part>,
    /// In this one.
    pub(crate) after: Option<Part>,
    /// Whether its compressed sizes are shares of those of a file.
    pub(crate) is_share: bool,
    /// Whether it is more than one file.
    pub(crate) is_joined: bool,
}

impl Piece {
    /// How much more it weighs.
    pub(crate) fn change(&self) -> Change {
        let sizes = |part: Option<Part>| part.map(|part| part.sizes).unwrap_or_default();
        sizes(self.after) - sizes(self.before)
    }

    /// Takes another piece in.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (part, other) in [(&mut self.before, other.before), (&mut self.after, other.after)] {
            match (part.as_mut(), other) {
                (Some(part), Some(other)) => part.sizes += other.sizes,
                (None, other) => *part = other,
                (Some(_), None) => {}
            }
        }
        self.is_joined = true;
    }

    /// Takes out of the change what `sizes` can account for, in the direction of the change, and says what that is.
    pub(crate) fn take(&mut self, sizes: Change) -> Change {
        let change = self.change();
        let part = |change: i64, size: i64| change.clamp(-size.max(0), size.max(0));
        let taken = Change {
            raw: part(change.raw, sizes.raw),
            gzip: part(change.gzip, sizes.gzip),
            brotli: part(change.brotli, sizes.brotli),
        };
        if let Some(after) = &mut self.after {
            after.sizes = after.sizes - taken;
            return taken;
        }
        Change::default()
    }

    /// How much more it weighs by itself, without what only the rounding of shares made of it.
    pub(crate) fn own_change(&self) -> Change {
        let change = self.change();
        let (true, Some(before), Some(after)) = (self.is_share, self.before, self.after) else {
            return change;
        };
        if before.sizes.raw <= change.raw.saturating_abs().saturating_mul(STEADY) {
            return change;
        }
        let in_proportion = |compressed: i64| {
            let part = i128::from(change.raw) * i128::from(compressed);
            let own = part.checked_div(i128::from(after.sizes.raw)).unwrap_or_default();
            i64::try_from(own).unwrap_or_default()
        };
        Change {
            raw: change.raw,
            gzip: in_proportion(after.sizes.gzip),
            brotli: in_proportion(after.sizes.brotli),
        }
    }
}

/// The pieces of all files that are not the same on both sides.
pub(crate) fn pieces<'b>(inside: &Inside<'_, 'b>, lens: &Lens<'b>) -> BTreeMap<Key<'b>, Piece> {
    let sides = inside.sides;
    let mut pieces = Pieces { lens, pieces: BTreeMap::new() };
    let has = |flags: &[bool], id: AssetId| flags.get(id.index()) == Some(&true);
    for id in inside.load.after.iter() {
        let pair = sides.now.pair(id);
        let is_same = pair.is_some_and(|pair| has(&inside.is_before, pair) && !sides.differs(id, pair));
        if !is_same {
            pieces.add(&sides.now, id, At::Now(id), |piece| &mut piece.after);
        }
    }
    for id in inside.load.before.iter() {
        let pair = sides.before.pair(id);
        let is_same = pair.is_some_and(|pair| has(&inside.is_after, pair) && !sides.differs(pair, id));
        if !is_same {
            let kept = pair.filter(|&pair| has(&inside.is_after, pair));
            pieces.add(&sides.before, id, kept.map_or(At::Before(id), At::Now), |piece| &mut piece.before);
        }
    }
    pieces.pieces
}

struct Pieces<'l, 'b> {
    lens: &'l Lens<'b>,
    pieces: BTreeMap<Key<'b>, Piece>,
}

impl<'b> Pieces<'_, 'b> {
    fn add(&mut self, side: &Side<'b>, file: AssetId, at: At, part: fn(&mut Piece) -> &mut Option<Part>) {
        let mut left = Change::from(side.sizes(file));
        let mut is_share = false;
        let build = side.build;
        let packages = build.packages.in_chunk(file).iter();
        let packages =
            packages.filter_map(|found| Some((Key::Package(&found.name), self.lens.sizes(found)?)));
        let modules =
            side.modules_of(file).iter().filter(|module| self.lens.modules && module.package.is_none());
        let modules = modules.map(|module| (Key::Module(&module.path), module.sizes));
        let inside: Vec<_> = packages.chain(modules).collect();
        for (key, sizes) in inside {
            is_share = true;
            left = left - Change::from(sizes);
            self.put(key, file, sizes.into(), true, part);
        }
        self.put(Key::File(at), file, left, is_share, part);
    }

    fn put(
        &mut self,
        key: Key<'b>,
        chunk: AssetId,
        sizes: Change,
        is_share: bool,
        part: fn(&mut Piece) -> &mut Option<Part>,
    ) {
        let piece = self.pieces.entry(key).or_default();
        piece.is_share |= is_share;
        let part = part(piece);
        match part {
            None => *part = Some(Part { sizes, chunk, most: sizes.raw }),
            Some(part) => {
                part.sizes += sizes;
                if part.most < sizes.raw {
                    (part.chunk, part.most) = (chunk, sizes.raw);
                }
            }
        }
    }
}
