//! What happened to a source file of the application in a load.

use crate::baseline::causes::pieces::Piece;
use crate::baseline::causes::{Inside, cause, loads_of, place};
use crate::model::asset::AssetId;
use crate::model::growth::{Cause, CauseKind};
use crate::model::package::Module;

/// Says what happened to the module `path`, whose bytes in this load changed.
pub(crate) fn cause_of(inside: &Inside<'_, '_>, path: &str, piece: &Piece) -> Cause {
    let (now, before) = (&inside.sides.now, &inside.sides.before);
    let none: &[(AssetId, &Module)] = &[];
    let was = before.modules.get(path).map_or(none, Vec::as_slice);
    let is = now.modules.get(path).map_or(none, Vec::as_slice);
    let has = |found: &[(AssetId, &Module)], is_in: &[bool]| {
        found.iter().any(|(file, _)| is_in.get(file.index()) == Some(&true))
    };
    let plain = |kind| cause(kind, path.to_owned(), place(piece));
    match (has(was, &inside.is_before), has(is, &inside.is_after)) {
        (true, true) if 0 < piece.change().raw => plain(CauseKind::ModuleGrown),
        (true, true) => plain(CauseKind::ModuleShrunk),
        (false, _) if was.is_empty() => plain(CauseKind::ModuleAdded),
        (true, _) if is.is_empty() => plain(CauseKind::ModuleRemoved),
        _ => Cause {
            was: Some(loads_of(before, was.iter().map(|(file, _)| *file))),
            ..plain(CauseKind::ModuleMoved)
        },
    }
}
