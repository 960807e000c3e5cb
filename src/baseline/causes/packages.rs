//! What happened to a package in a load.

use std::collections::BTreeSet;

use crate::baseline::causes::pieces::Piece;
use crate::baseline::causes::sides::Side;
use crate::baseline::causes::{Inside, cause, loads_of, place};
use crate::model::asset::AssetId;
use crate::model::growth::{At, Brought, Cause, CauseKind, Was};
use crate::model::package::PackageInChunk;

/// Says what happened to `name`, whose bytes in this load changed.
pub(crate) fn cause_of(inside: &Inside<'_, '_>, name: &str, piece: &Piece) -> Cause {
    let (now, before) = (&inside.sides.now, &inside.sides.before);
    let (after, was) = (Found::of(now, name, &inside.is_after), Found::of(before, name, &inside.is_before));
    let at = place(piece);
    let grows = 0 < piece.change().raw;
    let plain =
        |kind| Cause { version: after.version().or(was.version()), ..cause(kind, name.to_owned(), at) };
    match (was.here.is_empty(), after.here.is_empty()) {
        (true, _) if was.elsewhere.is_empty() => {
            Cause { from: brought(inside, at), ..plain(CauseKind::PackageAdded) }
        }
        (true, _) => Cause {
            was: Some(loads_of(before, was.elsewhere.iter().map(|found| found.chunk))),
            from: brought(inside, at),
            ..plain(CauseKind::PackageMoved)
        },
        (false, true) if after.elsewhere.is_empty() => plain(CauseKind::PackageRemoved),
        (false, true) => Cause {
            at: after.elsewhere.first().map(|found| At::Now(found.chunk)),
            was: Some(loads_of(before, was.here.iter().map(|found| found.chunk))),
            ..plain(CauseKind::PackageMoved)
        },
        (false, false) if grows && was.copies() < after.copies() => Cause {
            version: Some(after.versions().into_iter().collect::<Vec<_>>().join(" and "))
                .filter(|all| !all.is_empty()),
            ..plain(CauseKind::DuplicateAdded)
        },
        (false, false) => match (was.version(), after.version()) {
            (Some(old), Some(new)) if old != new => {
                Cause { was: Some(Was::Version(old)), ..plain(CauseKind::PackageUpdated) }
            }
            _ if grows => plain(CauseKind::PackageGrown),
            _ => plain(CauseKind::PackageShrunk),
        },
    }
}

/// Where a package is in one build.
struct Found<'b> {
    side: &'b Side<'b>,
    /// In the load.
    here: Vec<&'b PackageInChunk>,
    /// In other files.
    elsewhere: Vec<&'b PackageInChunk>,
}

impl<'b> Found<'b> {
    fn of(side: &'b Side<'b>, name: &str, is_in: &[bool]) -> Self {
        let all = side.packages.get(name).into_iter().flatten().copied();
        let (here, elsewhere) = all.partition(|found| is_in.get(found.chunk.index()) == Some(&true));
        Self { side, here, elsewhere }
    }

    fn versions(&self) -> BTreeSet<&'b str> {
        let found = self.here.iter().flat_map(|found| {
            let of_copies = found.instances.iter().filter_map(|copy| copy.instance.version.as_deref());
            found.versions.iter().map(String::as_str).chain(of_copies)
        });
        found.collect()
    }

    /// The one version that is known of it.
    fn version(&self) -> Option<String> {
        let versions = self.versions();
        (versions.len() == 1).then(|| versions.first().map(|&version| version.to_owned())).flatten()
    }

    /// How many copies there are: installed ones, or the most chunks that one of its modules stands in.
    fn copies(&self) -> usize {
        let installed: BTreeSet<&str> = self
            .here
            .iter()
            .flat_map(|found| found.instances.iter().map(|copy| copy.instance.path.as_str()))
            .collect();
        let name = self.here.first().map(|found| found.name.as_str());
        let mut modules: Vec<&str> = self
            .here
            .iter()
            .flat_map(|found| self.side.modules_of(found.chunk))
            .filter(|module| module.package.as_deref() == name)
            .map(|module| module.path.as_str())
            .collect();
        modules.sort_unstable();
        let most = modules.chunk_by(|a, b| a == b).map(<[&str]>::len).max();
        installed.len().max(most.unwrap_or_default()).max(self.versions().len())
    }
}

/// What brought in a file of this build, as far as that is known.
pub(crate) fn brought(inside: &Inside<'_, '_>, at: Option<At>) -> Option<Brought> {
    let Some(At::Now(chunk)) = at else { return None };
    let now = &inside.sides.now;
    if let Some(route) = now.only_route(chunk) {
        return Some(Brought::Route(route.to_owned()));
    }
    let own: Vec<&str> = own_modules(now, chunk);
    if let [only] = own.as_slice() {
        return Some(Brought::Module((*only).to_owned()));
    }
    // What imports a file that was there already may have imported it then.
    let is_new = inside.added.binary_search(&chunk).is_ok();
    now.only_importer(chunk).filter(|_| is_new).map(Brought::Importer)
}

fn own_modules<'b>(side: &Side<'b>, chunk: AssetId) -> Vec<&'b str> {
    let own = side.modules_of(chunk).iter().filter(|module| module.package.is_none());
    own.map(|module| module.path.as_str()).collect()
}
