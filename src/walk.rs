//! EDGE. Finds the files of a build and reads them.
//!
//! Takes a directory, gives its regular files sorted by path. Hidden files and folders belong to a build.
//! Symbolic links are followed as long as they stay inside the build; loops end. What cannot be taken in
//! (a name that is not UTF-8, a socket, a folder without permission) is a [`Problem`], not a failure.

#![expect(clippy::disallowed_methods, reason = "this is the edge where the build is read")]

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use miette::Diagnostic;
use thiserror::Error;
use walkdir::{DirEntry, WalkDir};

use crate::model::file::FoundFile;
use crate::model::globs::Globs;
use crate::model::path::AssetPath;
use crate::model::problem::Problem;

/// What a walk gave.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, sorted by path.
    pub files: Vec<FoundFile>,
    /// The files that `ignore` matches, sorted: they are there, and no part of the build.
    pub ignored: Vec<AssetPath>,
    /// What could not be taken in.
    pub problems: Vec<Problem>,
}

impl Walked {
    /// Without files of these paths.
    #[must_use]
    pub fn without(mut self, paths: &[&str]) -> Self {
        self.files.retain(|file| !paths.contains(&file.path.as_str()));
        self
    }
}

/// Why there is no build to look at.
#[derive(Debug, Error, Diagnostic)]
pub enum WalkError {
    /// There is nothing of that name.
    #[error("there is no directory `{directory}`")]
    #[diagnostic(
        code(weighbridge::walk::missing),
        help(
            "build the project first, or name the directory that the bundler writes: weighbridge check dist"
        )
    )]
    Missing {
        /// As the user named it.
        directory: String,
    },
    /// It is a file.
    #[error("`{directory}` is a file, not the directory of a build")]
    #[diagnostic(
        code(weighbridge::walk::not_a_directory),
        help("name the directory that holds it: {parent}")
    )]
    NotADirectory {
        /// As the user named it.
        directory: String,
        /// The directory that it lies in.
        parent: String,
    },
    /// It cannot be opened.
    #[error("cannot read the directory `{directory}`")]
    #[diagnostic(code(weighbridge::walk::unreadable), help("check its permissions"))]
    Unreadable {
        /// As the user named it.
        directory: String,
        /// What the system says.
        source: io::Error,
    },
    /// It holds no files.
    #[error("there are no files in `{directory}`")]
    #[diagnostic(
        code(weighbridge::walk::empty),
        help(
            "build the project first; if it was built, check `ignore` in budgets.json and the bundler's output directory"
        )
    )]
    Empty {
        /// As the user named it.
        directory: String,
    },
}

/// Finds every file under `directory` that `ignore` does not match. Errors speak of the directory as `name`.
pub fn walk(directory: &Path, name: &str, ignore: &Globs) -> Result<Walked, WalkError> {
    let name = name.to_owned();
    let root = match fs::canonicalize(directory) {
        Ok(root) => root,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(WalkError::Missing { directory: name });
        }
        Err(source) => return Err(WalkError::Unreadable { directory: name, source }),
    };
    if root.is_file() {
        let parent = name.rsplit_once('/').map_or(".", |(parent, _)| parent).to_owned();
        return Err(WalkError::NotADirectory { directory: name, parent });
    }
    if let Err(source) = fs::read_dir(&root) {
        return Err(WalkError::Unreadable { directory: name, source });
    }
    let walked = walk_root(&root, ignore);
    if walked.files.is_empty() {
        return Err(WalkError::Empty { directory: name });
    }
    Ok(walked)
}

/// So much more than when it was found may a file hold: more is one that is still being written.
const MOST_GROWTH: u64 = 1 << 20;

/// Larger files are never in memory whole: fifty times the largest script of real builds, and the largest manifest
/// that is looked into.
pub const LARGEST_WHOLE: u64 = 256 << 20;

/// Reads a found file whole.
pub fn read(file: &FoundFile) -> io::Result<Vec<u8>> {
    let length = usize::try_from(file.bytes).ok().filter(|_| file.bytes <= LARGEST_WHOLE);
    let length = length.ok_or_else(|| io::Error::other("it is larger than 256 MiB"))?;
    let mut bytes = Vec::with_capacity(length);
    open(file)?.read_to_end(&mut bytes)?;
    check_length(file, bytes.len() as u64)?;
    Ok(bytes)
}

/// Reads the first bytes of a found file, at most `most` of them. Where a `hasher` is given, it is fed the whole file,
/// of which no more than that is held in memory.
pub fn read_head(file: &FoundFile, most: usize, hasher: Option<&mut blake3::Hasher>) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut opened = open(file)?;
    opened.by_ref().take(most as u64).read_to_end(&mut head)?;
    if let Some(hasher) = hasher {
        hasher.update(&head);
        let rest = file.bytes.saturating_sub(head.len() as u64);
        let rest = feed(opened, hasher, rest)?;
        check_length(file, head.len() as u64 + rest)?;
    }
    Ok(head)
}

/// Reads to the end, about `length` bytes; `io::copy` would ask the system for 8 KiB at a time.
fn feed(mut opened: impl Read, hasher: &mut blake3::Hasher, length: u64) -> io::Result<u64> {
    const PIECE: usize = 256 << 10;
    let mut piece = vec![0; usize::try_from(length).unwrap_or(PIECE).clamp(1, PIECE)];
    let mut fed = 0;
    loop {
        match opened.read(&mut piece) {
            Ok(0) => return Ok(fed),
            Ok(read) => {
                hasher.update(piece.get(..read).unwrap_or_default());
                fed += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Opens a found file for reading it piece by piece, and no more than it may hold.
///
/// A build may be written to while it is read. What has come in the place of the file must be a regular file of the
/// build, too: nobody waits for a pipe, and no link is followed that leads out of it.
pub fn open(file: &FoundFile) -> io::Result<io::Take<fs::File>> {
    let opened = without_waiting().open(&file.location)?;
    let metadata = opened.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no regular file any more"));
    }
    let identity = identity(&metadata);
    if identity != file.identity && !lies_inside(file, identity) {
        return Err(io::Error::other("it leads out of the build since it was found"));
    }
    Ok(opened.take(file.bytes.saturating_add(MOST_GROWTH).saturating_add(1)))
}

/// Why a file cannot be read, in words that are the same on all systems.
pub fn reason(error: &io::Error) -> String {
    error.get_ref().map_or_else(|| error.kind().to_string(), ToString::to_string)
}

fn check_length(file: &FoundFile, read: u64) -> io::Result<()> {
    if read <= file.bytes.saturating_add(MOST_GROWTH) {
        return Ok(());
    }
    Err(io::Error::other("it grew while it was read"))
}

#[cfg(unix)]
fn without_waiting() -> fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;

    let mut options = fs::OpenOptions::new();
    options.read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    options
}

#[cfg(not(unix))]
fn without_waiting() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    options
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not say it")]
fn identity(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;

    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

/// Whether what was opened in place of a file is a file of the build, too: bundlers write anew and rename.
fn lies_inside(file: &FoundFile, opened: Option<(u64, u64)>) -> bool {
    let folders = Path::new(file.path.as_str()).components().count();
    let Some(root) = file.location.ancestors().nth(folders) else { return false };
    let Ok(target) = fs::canonicalize(&file.location) else { return false };
    target.starts_with(root) && fs::metadata(&target).is_ok_and(|found| identity(&found) == opened)
}

fn walk_root(root: &Path, ignore: &Globs) -> Walked {
    let mut walked = Walked::default();
    let mut left_behind = Vec::new();
    let entries = WalkDir::new(root).follow_links(true).into_iter().filter_entry(|entry| {
        let inside = !entry.path_is_symlink() || entry.depth() == 0 || stays_inside(entry, root);
        if !inside {
            left_behind.push(entry.path().to_path_buf());
        }
        inside
    });
    for entry in entries {
        match entry {
            Ok(entry) => take(&entry, root, ignore, &mut walked),
            Err(error) => walked.problems.push(unwalkable(&error, root)),
        }
    }
    for path in left_behind {
        walked.problems.push(named(
            &path,
            root,
            "is a symbolic link that leads out of the build; it was left out",
        ));
    }
    // What is ignored is no problem either.
    walked
        .problems
        .retain(|problem| !problem.asset.as_ref().is_some_and(|path| ignore.matches(path.as_str())));
    walked.files.sort_by(|a, b| a.path.cmp(&b.path));
    walked.ignored.sort();
    walked.problems.sort();
    walked
}

fn stays_inside(entry: &DirEntry, root: &Path) -> bool {
    fs::canonicalize(entry.path()).is_ok_and(|target| target.starts_with(root))
}

fn take(entry: &DirEntry, root: &Path, ignore: &Globs, walked: &mut Walked) {
    if entry.file_type().is_dir() {
        return;
    }
    let Some(path) = asset_path(entry.path(), root) else {
        walked.problems.push(named(entry.path(), root, "has a name that is not UTF-8; it was left out"));
        return;
    };
    if ignore.matches(path.as_str()) {
        walked.ignored.push(path);
        return;
    }
    if !entry.file_type().is_file() {
        walked.problems.push(Problem::of(&path, "is not a regular file; it was left out"));
        return;
    }
    match entry.metadata() {
        Ok(metadata) => {
            let location = entry.path().to_path_buf();
            let (bytes, identity) = (metadata.len(), identity(&metadata));
            walked.files.push(FoundFile { path, location, bytes, identity });
        }
        Err(error) => {
            walked.problems.push(Problem::of(&path, format!("cannot be read: {}", reason_of(&error))));
        }
    }
}

fn unwalkable(error: &walkdir::Error, root: &Path) -> Problem {
    let message = match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => "is a symbolic link to a folder that it lies in; it was left out".to_owned(),
        (None, Some(error)) => format!("cannot be read: {}", error.kind()),
        (None, None) => "cannot be read".to_owned(),
    };
    named(error.path().unwrap_or(root), root, message)
}

/// A problem of a path that may not have a proper name.
fn named(path: &Path, root: &Path, message: impl Into<String>) -> Problem {
    let relative = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let asset = (!relative.is_empty()).then(|| AssetPath::new(relative));
    Problem { asset, message: message.into() }
}

fn asset_path(path: &Path, root: &Path) -> Option<AssetPath> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(AssetPath::new(parts?.join("/")))
}

fn reason_of(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| "unknown reason".to_owned(), |error| error.kind().to_string())
}
