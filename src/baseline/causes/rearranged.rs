//! Code that stands in another file of the same load: a chunk that was cut in two, or joined to another. It is no cause.

use std::collections::BTreeMap;

use crate::baseline::causes::Inside;
use crate::baseline::causes::pieces::{Key, Piece};
use crate::baseline::causes::words::Holders;
use crate::model::asset::AssetId;
use crate::model::growth::At;

/// Adds what is left of a file that is on one side only to the file that has its code on the other side.
pub(crate) fn join(inside: &Inside<'_, '_>, pieces: &mut BTreeMap<Key<'_>, Piece>) {
    let (now, before) = (&inside.sides.now, &inside.sides.before);
    let (mut new, mut gone) = (Vec::new(), Vec::new());
    for (key, piece) in &*pieces {
        match *key {
            Key::File(At::Now(id)) if piece.before.is_none() && !piece.is_share => new.push(id),
            Key::File(At::Before(id)) if piece.after.is_none() && !piece.is_share => gone.push(id),
            _ => {}
        }
    }
    let is_after = |id: AssetId| inside.is_after.get(id.index()) == Some(&true);
    let mut moved: Vec<(At, At)> = Vec::new();
    if !new.is_empty() {
        let holders = Holders::new(before, inside.load.before.iter());
        moved.extend(new.iter().filter_map(|&id| {
            let holder = holders.of(now, id)?;
            let kept = before.pair(holder).filter(|&pair| is_after(pair));
            Some((At::Now(id), kept.map_or(At::Before(holder), At::Now)))
        }));
    }
    if !gone.is_empty() {
        let holders = Holders::new(now, inside.load.after.iter());
        moved.extend(gone.iter().filter_map(|&id| Some((At::Before(id), At::Now(holders.of(before, id)?)))));
    }
    for (from, to) in moved {
        // A file that was joined to another one already is no holder any more.
        if from == to || !pieces.contains_key(&Key::File(to)) {
            continue;
        }
        if let (Some(piece), Some(holder)) = (pieces.remove(&Key::File(from)), pieces.get_mut(&Key::File(to)))
        {
            holder.absorb(piece);
        }
    }
}
