//! What happened to a file in a load, as far as no package or module of it says more.

use std::collections::BTreeMap;

use crate::baseline::causes::pieces::{Key, Piece};
use crate::baseline::causes::sides::Side;
use crate::baseline::causes::{Inside, cause, loads_of, packages};
use crate::model::asset::{AssetId, ResourceType};
use crate::model::baseline_file::with_hash;
use crate::model::growth::{At, Cause, CauseKind, Was};
use crate::model::hashed_name::HashedName;

/// What is known to be a hash.
const ANY_HASH: &str = "3f2a91bc";

/// Says what happened to the file; `None` where nothing did but to references in it.
pub(crate) fn cause_of(inside: &Inside<'_, '_>, at: At, piece: &Piece) -> Option<Cause> {
    let sides = inside.sides;
    let (side, id) = match at {
        At::Now(id) => (&sides.now, id),
        At::Before(id) => (&sides.before, id),
    };
    let plain = |kind| cause(kind, sides.path(at).to_owned(), Some(at));
    let is_script = side.build.asset(id).resource_type == ResourceType::Script;
    let found = match (piece.before, piece.after, side.pair(id)) {
        (Some(_), Some(_), Some(pair)) if !piece.is_joined && only_references(inside, at, pair) => {
            return None;
        }
        // Where packages or modules are taken out of it, what is left has no size of its own to be told by.
        (Some(_), Some(_), _) if is_script => plain(CauseKind::Code),
        (Some(_), Some(_), _) if piece.change().raw < 0 => plain(CauseKind::FileShrunk),
        (Some(_), Some(_), _) => plain(CauseKind::FileGrown),
        (None, _, None) if is_script && piece.is_share => plain(CauseKind::Code),
        (None, _, None) => Cause { from: packages::brought(inside, Some(at)), ..plain(CauseKind::FileAdded) },
        (_, None, None) => plain(CauseKind::FileRemoved),
        (None, _, Some(pair)) => {
            Cause { was: Some(loads_of(&sides.before, [pair])), ..plain(CauseKind::ChunkMoved) }
        }
        (_, None, Some(pair)) => Cause {
            at: Some(At::Now(pair)),
            was: Some(loads_of(&sides.before, [id])),
            ..plain(CauseKind::ChunkMoved)
        },
    };
    Some(found)
}

/// Whether nothing changed but references to other files.
fn only_references(inside: &Inside<'_, '_>, at: At, pair: AssetId) -> bool {
    match at {
        At::Now(id) => inside.sides.differ_in_references(id, pair),
        At::Before(_) => false,
    }
}

/// Takes the files that are gone while another of the same name is new: `hero-3f2a91bc.webp` and `hero-77ab01cd.png`.
pub(crate) fn take_replaced(inside: &Inside<'_, '_>, pieces: &mut BTreeMap<Key<'_>, Piece>) -> Vec<Cause> {
    #[derive(Default)]
    struct Namesakes {
        gone: Vec<AssetId>,
        new: Vec<AssetId>,
    }
    let sides = inside.sides;
    let mut names: BTreeMap<String, Namesakes> = BTreeMap::new();
    for key in pieces.keys() {
        match *key {
            Key::File(At::Now(id)) if is_replaceable(&sides.now, id) => {
                names.entry(stem(&sides.now, id)).or_default().new.push(id);
            }
            Key::File(At::Before(id)) if is_replaceable(&sides.before, id) => {
                names.entry(stem(&sides.before, id)).or_default().gone.push(id);
            }
            _ => {}
        }
    }
    let mut causes = Vec::new();
    for Namesakes { gone, new } in names.into_values() {
        let ([gone], [new]) = (gone.as_slice(), new.as_slice()) else { continue };
        let taken = [At::Now(*new), At::Before(*gone)].map(|at| pieces.remove(&Key::File(at)));
        causes.push(Cause {
            change: taken.iter().flatten().map(Piece::change).sum(),
            was: Some(Was::File(*gone)),
            ..cause(CauseKind::FileReplaced, sides.now.build.path(*new).to_owned(), Some(At::Now(*new)))
        });
    }
    causes
}

/// Scripts of one name are paired elsewhere or nothing of each other, and documents have names of their own.
fn is_replaceable(side: &Side<'_>, id: AssetId) -> bool {
    let resource_type = side.build.asset(id).resource_type;
    side.pair(id).is_none() && !matches!(resource_type, ResourceType::Script | ResourceType::Document)
}

/// A path without hash and extension. A baseline of `update` has `*` for the hash.
fn stem(side: &Side<'_>, id: AssetId) -> String {
    let path = side.build.path(id);
    let hashed = with_hash(path, ANY_HASH);
    let path = hashed.as_deref().unwrap_or(path);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    format!("{folder}/{}", HashedName::parse(name).stem)
}
