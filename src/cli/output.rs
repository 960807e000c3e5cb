//! EDGE. Writes reports: to stdout, or to a file that is never half written.

#![expect(clippy::disallowed_methods, reason = "this is the edge where reports are written")]

use std::fs::{self, Permissions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use miette::Diagnostic;
use tempfile::NamedTempFile;
use thiserror::Error;

use crate::cli::interrupt;
use crate::report::text::without_commands;

/// A report that could not be written.
#[derive(Debug, Error, Diagnostic)]
#[error("cannot write the report `{}`", path.display())]
#[diagnostic(
    code(weighbridge::report::unwritable),
    help("check that the directory can be written to, or name another file: --report FORMAT=PATH")
)]
pub(crate) struct WriteError {
    path: PathBuf,
    source: io::Error,
}

/// Something that could not be said.
#[derive(Debug, Error, Diagnostic)]
#[error("cannot write to stdout")]
#[diagnostic(
    code(weighbridge::stdout::unwritable),
    help("check that the disk is not full, or let reports go to files: --report FORMAT=PATH")
)]
pub(crate) struct StdoutError(#[source] io::Error);

/// Writes `text` to stdout. A reader that has gone away (`| head`) has seen what it wanted.
pub(crate) fn to_stdout(text: &str) -> Result<(), StdoutError> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(StdoutError),
    }
}

/// Writes `text` to stderr, where no log of a CI takes any of it for a command. Nobody is left to tell if that is
/// closed.
pub(crate) fn to_stderr(text: &str) {
    let _ = anstream::stderr().lock().write_all(without_commands(text).as_bytes());
}

/// A history that could not be added to.
#[derive(Debug, Error, Diagnostic)]
#[error("cannot add to the history `{}`", path.display())]
#[diagnostic(
    code(weighbridge::history::unwritable),
    help("check that the file can be written to, or name another one: --append FILE")
)]
pub(crate) struct AppendError {
    path: PathBuf,
    source: io::Error,
}

/// Adds lines to a file with one write, so that those of runs at the same time do not mix (`O_APPEND`). Where its last
/// line was cut short, a new one is begun first.
pub(crate) fn append(path: &Path, lines: &str) -> Result<(), AppendError> {
    let append = || {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let mut file = fs::OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut last = [b'\n'];
        if file.seek(SeekFrom::End(-1)).is_ok() {
            file.read_exact(&mut last)?;
        }
        let whole = if last == *b"\n" { lines.to_owned() } else { format!("\n{lines}") };
        file.write_all(whole.as_bytes())
    };
    interrupt::whole(append).map_err(|source| AppendError { path: path.to_path_buf(), source })
}

/// Writes a report to a file, as [`whole`] does.
pub(crate) fn to_file(path: &Path, text: &str) -> Result<(), WriteError> {
    whole(path, text.as_bytes(), Mode::Document)
        .map_err(|source| WriteError { path: path.to_path_buf(), source })
}

/// Writes a file beside `path` and renames it, so that nobody ever reads half of it. Missing folders are made. What is
/// no regular file (`/dev/null`, a pipe) is written to, never replaced.
pub(crate) fn whole(path: &Path, bytes: &[u8], mode: Mode) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    interrupt::whole(|| {
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        set_mode(file.as_file(), mode)?;
        file.persist(path).map(|_| ()).map_err(|error| error.error)
    })
}

/// Who may do what with a file that is written.
#[derive(Clone, Debug)]
pub(crate) enum Mode {
    /// Everybody may read it. Temporary files are readable for their owner alone.
    Document,
    /// Everybody may run it.
    Program,
    /// As it was.
    Kept(Permissions),
}

/// Writes `text` to a file that is not there yet, whole or not at all; `false` where there is one, which stays as it is.
pub(crate) fn to_new_file(path: &Path, text: &str) -> io::Result<bool> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    interrupt::whole(|| {
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        set_mode(file.as_file(), Mode::Document)?;
        match file.persist_noclobber(path) {
            Ok(_) => Ok(true),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error.error),
        }
    })
}

#[cfg(unix)]
fn set_mode(file: &fs::File, mode: Mode) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    file.set_permissions(match mode {
        Mode::Document => Permissions::from_mode(0o644),
        Mode::Program => Permissions::from_mode(0o755),
        Mode::Kept(permissions) => permissions,
    })
}

#[cfg(not(unix))]
fn set_mode(file: &fs::File, mode: Mode) -> io::Result<()> {
    match mode {
        Mode::Document | Mode::Program => Ok(()),
        Mode::Kept(permissions) => file.set_permissions(permissions),
    }
}
