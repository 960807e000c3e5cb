//! EDGE. What was measured before, by content: plain files that any run may add and anybody may delete.
//!
//! `<directory>/v1/<2 hex digits>/<62 hex digits>`: the name is the hash of what was measured and how; the file holds
//! the hash of its text and the text. A file that is damaged is as good as none, and so is a directory that cannot be
//! written: a cache makes a run faster or does nothing. Entries are some dozens of bytes and never change, so nothing
//! is evicted; who wants the room deletes the directory.

#![expect(clippy::disallowed_methods, reason = "this is the edge where the cache is read and written")]

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// The layout of the files. A new one leaves the old ones alone.
const LAYOUT: &str = "v1";

/// Larger files are not entries.
const LARGEST_ENTRY: u64 = 64 * 1024;

/// Names the directory, whatever else there is.
const VARIABLE: &str = "WEIGHBRIDGE_CACHE_DIR";

/// What was measured and how, as a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheKey(blake3::Hash);

impl CacheKey {
    /// For `content` measured in the way that `how` describes: everything that the result hangs on, versions too.
    pub fn new(content: &[u8], how: &str) -> Self {
        Self::of_hash(&blake3::hash(content), how)
    }

    /// Likewise, for content whose hash is known.
    pub fn of_hash(content: &blake3::Hash, how: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(content.as_bytes()).update(how.as_bytes());
        Self(hasher.finalize())
    }
}

/// A cache, or none.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    directory: Option<PathBuf>,
}

impl Cache {
    /// One that keeps nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// The one in that directory.
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self { directory: Some(directory.into()) }
    }

    /// The one for a build: where the environment says, else beside the caches of its other tools
    /// (`node_modules/.cache`, in the nearest folder above it that has `node_modules`, up to the repository's root),
    /// else with the user's other caches.
    pub fn of_build(build: &Path) -> Self {
        let named = env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        Self { directory: named.or_else(|| beside_tools(build)).or_else(of_user) }
    }

    /// What was kept; `None` where nothing was, or what is there is damaged.
    pub fn get(&self, key: CacheKey) -> Option<Vec<u8>> {
        let path = self.path(key)?;
        if fs::metadata(&path).ok()?.len() > LARGEST_ENTRY {
            return None;
        }
        let bytes = fs::read(&path).ok()?;
        let end = bytes.iter().position(|&byte| byte == b'\n')?;
        let text = bytes.get(end + 1..)?;
        (bytes.get(..end)? == checksum(key, text).as_bytes()).then(|| text.to_vec())
    }

    /// Keeps `text`. What cannot be kept is not.
    pub fn put(&self, key: CacheKey, text: &[u8]) {
        let Some(path) = self.path(key) else { return };
        let Some(folder) = path.parent() else { return };
        let written =
            fs::create_dir_all(folder).and_then(|()| NamedTempFile::new_in(folder)).and_then(|mut file| {
                file.write_all(checksum(key, text).as_bytes())?;
                file.write_all(b"\n")?;
                file.write_all(text)?;
                file.persist(&path).map_err(|error| error.error)
            });
        // A cache that cannot be written is no cache.
        drop(written);
    }

    fn path(&self, key: CacheKey) -> Option<PathBuf> {
        let name = key.0.to_hex();
        let (folder, file) = name.split_at(2);
        Some(self.directory.as_ref()?.join(LAYOUT).join(folder).join(file))
    }
}

/// An entry that was copied to another name is damaged, too.
fn checksum(key: CacheKey, text: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.0.as_bytes()).update(text);
    hasher.finalize().to_hex().to_string()
}

fn beside_tools(build: &Path) -> Option<PathBuf> {
    let build = fs::canonicalize(build).ok()?;
    for folder in build.ancestors().skip(1) {
        let modules = folder.join("node_modules");
        if modules.is_dir() {
            return Some(modules.join(".cache").join("weighbridge"));
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// XDG Base Directory Specification; on Windows the folder for what does not roam, on macOS `~/Library/Caches`.
fn of_user() -> Option<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let own = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        absolute("HOME").map(|home| home.join("Library").join("Caches"))
    } else {
        absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")))
    };
    own.map(|own| own.join("weighbridge"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{Cache, CacheKey};

    fn entry(directory: &std::path::Path) -> PathBuf {
        let mut files = walkdir::WalkDir::new(directory).into_iter().filter_map(Result::ok);
        files.find(|entry| entry.file_type().is_file()).expect("there is an entry").into_path()
    }

    #[test]
    fn what_was_put_is_got_by_its_content_and_its_way() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let cache = Cache::at(folder.path());
        let key = CacheKey::new(b"image", "webp 80");
        assert_eq!(cache.get(key), None);
        cache.put(key, b"61000");
        assert_eq!(cache.get(key).as_deref(), Some(b"61000".as_slice()));
        assert_eq!(cache.get(CacheKey::new(b"image", "webp 75")), None);
        assert_eq!(cache.get(CacheKey::new(b"other", "webp 80")), None);
        assert_eq!(Cache::none().get(key), None);
    }

    #[test]
    fn a_damaged_entry_is_none_and_is_written_anew() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let cache = Cache::at(folder.path());
        let key = CacheKey::new(b"image", "webp 80");
        cache.put(key, b"61000");
        let path = entry(folder.path());
        let whole = fs::read(&path).expect("it can be read");
        for damaged in
            [&whole[..whole.len() - 1], b"", b"\n", &[whole.as_slice(), b"1"].concat(), &vec![0xFF; 100_000]]
        {
            fs::write(&path, damaged).expect("it can be written");
            assert_eq!(cache.get(key), None);
        }
        cache.put(key, b"61000");
        assert_eq!(cache.get(key).as_deref(), Some(b"61000".as_slice()));
    }

    #[test]
    fn an_entry_under_another_name_is_none() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let cache = Cache::at(folder.path());
        let (one, other) = (CacheKey::new(b"one", "webp 80"), CacheKey::new(b"other", "webp 80"));
        cache.put(one, b"1");
        let bytes = fs::read(entry(folder.path())).expect("it can be read");
        cache.put(other, b"2");
        for found in walkdir::WalkDir::new(folder.path()).into_iter().filter_map(Result::ok) {
            if found.file_type().is_file() {
                fs::write(found.path(), &bytes).expect("it can be written");
            }
        }
        assert_eq!(cache.get(one).as_deref(), Some(b"1".as_slice()));
        assert_eq!(cache.get(other), None);
    }

    #[test]
    fn a_directory_that_is_a_file_keeps_nothing() {
        let file = tempfile::NamedTempFile::new().expect("a file can be made");
        let cache = Cache::at(file.path());
        let key = CacheKey::new(b"image", "webp 80");
        cache.put(key, b"61000");
        assert_eq!(cache.get(key), None);
    }
}
