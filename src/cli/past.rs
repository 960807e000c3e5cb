//! EDGE. Where an earlier build is kept: a file, stdin, or a file of a commit.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use miette::Diagnostic;
use thiserror::Error;

use crate::cli::report_file::{LARGEST, Purpose, ReportFileError};
use crate::cli::{git, input, paths};
use crate::report::text::printable;

/// What `--baseline` and `--anchor` name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PastSource {
    /// A file.
    File(PathBuf),
    /// `-`.
    Stdin,
    /// `git:REF:PATH`: a file as it is in a commit; the path is from the repository's root on, or with `./` from the
    /// working directory on.
    Git {
        /// A branch, tag or commit.
        revision: String,
        /// The file in it.
        path: String,
    },
}

/// A name that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadSource {
    /// It has no path, or no revision.
    #[error("write git:REF:PATH, such as git:origin/main:budgets.baseline.json")]
    NoPath,
    /// No revision of git is called so.
    #[error("no branch, tag or commit is called `{0}`; write git:REF:PATH")]
    NoRevision(String),
    /// Nothing is named.
    #[error("name a file, `-` for stdin, or git:REF:PATH")]
    Empty,
}

impl FromStr for PastSource {
    type Err = BadSource;

    fn from_str(text: &str) -> Result<Self, BadSource> {
        let Some(named) = text.strip_prefix("git:") else {
            return match text {
                "" => Err(BadSource::Empty),
                "-" => Ok(Self::Stdin),
                file => Ok(Self::File(PathBuf::from(file))),
            };
        };
        // Names of revisions hold no colon (git-check-ref-format(1)).
        let Some((revision, path)) = named.split_once(':') else { return Err(BadSource::NoPath) };
        if revision.is_empty() || path.is_empty() {
            return Err(BadSource::NoPath);
        }
        // One that begins with a dash would be an option.
        if revision.starts_with('-') || named.contains(['\0', '\n', '\r']) {
            return Err(BadSource::NoRevision(printable(revision).into_owned()));
        }
        Ok(Self::Git { revision: revision.to_owned(), path: path.replace('\\', "/") })
    }
}

impl fmt::Display for PastSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => formatter.write_str(&printable(&paths::shown(path))),
            Self::Stdin => formatter.write_str("stdin"),
            Self::Git { revision, path } => {
                formatter.write_str(&printable(&format!("git:{revision}:{path}")))
            }
        }
    }
}

/// Why there are no bytes.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum PastError {
    #[error("--baseline and --anchor cannot both come from stdin")]
    #[diagnostic(code(weighbridge::baseline::two_from_stdin), help("name a file for one of them"))]
    TwoFromStdin,
    #[error(transparent)]
    #[diagnostic(transparent)]
    File(#[from] ReportFileError),
    #[error("git cannot be run, and `{name}` is in a repository")]
    #[diagnostic(code(weighbridge::baseline::no_git), help("install git, or name a file"))]
    NoGit { name: String, source: io::Error },
    #[error("`{name}` cannot be read: git says: {reason}")]
    #[diagnostic(code(weighbridge::baseline::no_revision), help("{}", help_of(revision)))]
    NoRevision { name: String, revision: String, reason: String },
    #[error("`{name}` cannot be read: {reason}")]
    #[diagnostic(
        code(weighbridge::baseline::not_in_git),
        help("name a file by its path from the repository's root on, or with ./ from here on")
    )]
    NotInGit { name: String, reason: String },
}

/// A checkout of CI has one commit of one branch: all else is fetched first.
fn help_of(revision: &str) -> String {
    match revision.split_once('/') {
        Some((remote @ ("origin" | "upstream"), branch)) => format!(
            "a checkout of CI has one branch only: run git fetch --depth=1 {remote} \
             +refs/heads/{branch}:refs/remotes/{remote}/{branch} first"
        ),
        _ => "a checkout of CI has one commit only: fetch what is compared with first, such as git fetch \
              --depth=1 origin main, or check out with its history"
            .to_owned(),
    }
}

impl PastSource {
    /// The bytes; `None` where there is no such file yet.
    pub(crate) fn read(&self) -> Result<Option<Vec<u8>>, PastError> {
        let name = self.to_string();
        let purpose = Purpose::Baseline;
        let bytes = match self {
            Self::File(path) => input::file(path, LARGEST),
            Self::Stdin => input::stdin(LARGEST),
            Self::Git { revision, path } => return blob(name, revision, path),
        };
        match bytes {
            Ok(Some(bytes)) => Ok(Some(bytes)),
            Ok(None) => Err(ReportFileError::TooLarge { purpose, name }.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ReportFileError::Unreadable { purpose, name, source }.into()),
        }
    }

    /// The folder in which it lies, where that is known.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::File(path) => path.parent().map(Path::to_path_buf),
            Self::Stdin => None,
            Self::Git { path, .. } => {
                let here = path.starts_with("./") || path.starts_with("../");
                let root = if here {
                    PathBuf::new()
                } else {
                    let said = git::run(Path::new("."), &["rev-parse", "--show-toplevel"]).ok()?;
                    said.status.success().then(|| PathBuf::from(git::text(&said.stdout)))?
                };
                root.join(path).parent().map(Path::to_path_buf)
            }
        }
    }
}

/// A file of a commit. Its name is looked up in the trees first, so that what is missing is told from what cannot be
/// read.
fn blob(name: String, revision: &str, path: &str) -> Result<Option<Vec<u8>>, PastError> {
    let ask = |arguments: &[&str]| {
        git::run(Path::new("."), arguments).map_err(|source| PastError::NoGit { name: name.clone(), source })
    };
    let reason = |stderr: &[u8]| {
        let said = git::text(stderr);
        let line = said.lines().next().unwrap_or_default();
        printable(line.strip_prefix("fatal: ").unwrap_or(line)).into_owned()
    };
    let tree = ask(&["cat-file", "-e", &format!("{revision}^{{tree}}")])?;
    if !tree.status.success() {
        let (revision, reason) = (revision.to_owned(), reason(&tree.stderr).replace("^{tree}", ""));
        return Err(PastError::NoRevision { name, revision, reason });
    }
    let object = format!("{revision}:{path}");
    let found = ask(&["cat-file", "-e", &object])?;
    if !found.status.success() {
        let reason = reason(&found.stderr);
        let is_missing = reason.contains("does not exist") || reason.contains("but not in");
        return if is_missing { Ok(None) } else { Err(PastError::NotInGit { name, reason }) };
    }
    let kind = git::text(&ask(&["cat-file", "-t", &object])?.stdout);
    if kind != "blob" {
        return Err(PastError::NotInGit { name, reason: format!("it is a {kind}, not a file") });
    }
    let size = ask(&["cat-file", "-s", &object])?;
    if git::text(&size.stdout).parse::<u64>().is_ok_and(|size| LARGEST < size) {
        return Err(ReportFileError::TooLarge { purpose: Purpose::Baseline, name }.into());
    }
    let blob = ask(&["cat-file", "blob", &object])?;
    if blob.status.success() {
        Ok(Some(blob.stdout))
    } else {
        Err(PastError::NotInGit { name, reason: reason(&blob.stderr) })
    }
}

#[cfg(test)]
mod tests {
    use super::{BadSource, PastSource};

    #[test]
    fn a_source_is_a_file_stdin_or_a_file_of_a_commit() {
        let git =
            |revision: &str, path: &str| PastSource::Git { revision: revision.into(), path: path.into() };
        assert_eq!("a.json".parse(), Ok(PastSource::File("a.json".into())));
        assert_eq!("-".parse(), Ok(PastSource::Stdin));
        assert_eq!("git:HEAD~1:web/report.json".parse(), Ok(git("HEAD~1", "web/report.json")));
        assert_eq!("git:main:web\\a.json".parse(), Ok(git("main", "web/a.json")));
        assert_eq!("git:main:a:b.json".parse(), Ok(git("main", "a:b.json")));
        for bad in ["git:", "git:main", "git::a.json", "git:main:"] {
            assert_eq!(bad.parse::<PastSource>(), Err(BadSource::NoPath), "{bad}");
        }
        assert_eq!("git:--output=x:a".parse::<PastSource>(), Err(BadSource::NoRevision("--output=x".into())));
        assert_eq!("".parse::<PastSource>(), Err(BadSource::Empty));
    }
}
