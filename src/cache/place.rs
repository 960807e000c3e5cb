//! EDGE. Where the cache lies, how large it may become and whose it is, as the environment says.

#![expect(clippy::disallowed_methods, reason = "this is the edge where the environment is read")]

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use bytesize::ByteSize;

use crate::cache::key::Seal;
use crate::cache::store::Terms;

/// Names the directory, whatever else there is.
const DIRECTORY: &str = "WEIGHBRIDGE_CACHE";

/// Says how large it may become: `64MB`. 0 is no cache.
const SIZE: &str = "WEIGHBRIDGE_CACHE_SIZE";

/// The secret of those who write it.
const SECRET: &str = "WEIGHBRIDGE_CACHE_KEY";

/// A build of 20 MB takes some MB; a quarter of a GiB holds the last dozens of it, and those of its neighbours.
pub(crate) const BOUND: u64 = 256 << 20;

/// More is read no faster than it is measured, and its index would not fit into the memory that is kept for it.
const LARGEST_BOUND: u64 = 4 << 30;

/// The directory that the environment names, else one for weighbridge among the user's caches: XDG Base Directory
/// Specification; on Windows the folder for what does not roam, on macOS `~/Library/Caches`. `None` without a home.
pub(crate) fn directory() -> Option<PathBuf> {
    let absolute = |name: &str| given(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let of_user = || {
        if cfg!(windows) {
            absolute("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            absolute("HOME").map(|home| home.join("Library").join("Caches"))
        } else {
            absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        }
    };
    given(DIRECTORY).map(PathBuf::from).or_else(|| of_user().map(|caches| caches.join("weighbridge")))
}

/// What the environment says of size and secret. A size that cannot be read is as good as none given.
pub(crate) fn terms() -> Terms {
    let size = given(SIZE).and_then(|size| size.to_str()?.parse::<ByteSize>().ok());
    let bound = size.map_or(BOUND, |size| size.as_u64().min(LARGEST_BOUND));
    let secret = given(SECRET).unwrap_or_default();
    Terms { seal: Seal::of(secret.as_encoded_bytes()), bound }
}

fn given(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// Whether `directory`, which may not be there yet, lies in `build`, by whatever way. What cannot be known is taken for
/// inside: a build is never written to.
pub(crate) fn is_inside(directory: &Path, build: &Path) -> bool {
    match (canonical(directory), fs::canonicalize(build)) {
        (Some(directory), Ok(build)) => directory.starts_with(build),
        _ => true,
    }
}

/// The real path of what is there, and the rest as it is written; none if that leads up again.
fn canonical(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    for there in path.ancestors() {
        let Ok(real) = fs::canonicalize(there) else {
            // A link to nowhere: where it leads is not known.
            if fs::symlink_metadata(there).is_ok() {
                return None;
            }
            continue;
        };
        let rest = path.strip_prefix(there).ok()?;
        let is_plain = rest.components().all(|part| matches!(part, Component::Normal(_)));
        return is_plain.then(|| real.join(rest));
    }
    None
}
