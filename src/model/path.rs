//! Where an asset lies in the build: relative to the build directory, `/` on every system.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A path relative to the build directory, with `/` between its parts and no leading `/`.
///
/// Cheap to clone: every stage holds some.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct AssetPath(Arc<str>);

impl AssetPath {
    /// Takes a relative path whose parts are separated by `/`.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: `a/b.js` is named `b.js`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// What stands before the last `/`; empty for a file at the top of the build.
    pub fn directory(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(directory, _)| directory)
    }

    /// The lower-cased text behind the last dot of the file name, without the dot; empty if there is none.
    pub fn extension(&self) -> String {
        match self.file_name().rsplit_once('.') {
            Some((_, extension)) => extension.to_ascii_lowercase(),
            None => String::new(),
        }
    }
}

impl fmt::Display for AssetPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AssetPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl Borrow<str> for AssetPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<AssetPath> for String {
    fn from(path: AssetPath) -> Self {
        path.as_str().to_owned()
    }
}

impl From<String> for AssetPath {
    fn from(path: String) -> Self {
        Self::new(path)
    }
}

impl From<&str> for AssetPath {
    fn from(path: &str) -> Self {
        Self::new(path)
    }
}

/// `directory` and the relative `path` in it as one path, `.` and `..` taken away; `None` where it leads out of the build.
pub fn joined(directory: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = directory.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}
