//! EDGE. Paths as people would write them from where they are: never absolute in anything that is kept.

#![expect(clippy::disallowed_methods, reason = "what a relative path is relative to is the edge's business")]

use std::env;
use std::path::{Component, Path, PathBuf};

/// How far up a budget file may lie to be shown with its way.
const DEEPEST_MONOREPO: usize = 3;

/// `path` from the working directory on, with `/` between its parts; only its name where it lies elsewhere.
pub(crate) fn shown(path: &Path) -> String {
    let as_typed = path.is_relative().then(|| path.to_path_buf());
    let shown = as_typed
        .or_else(|| from_here(path))
        .or_else(|| from_here(&path.canonicalize().ok()?))
        .unwrap_or_else(|| path.file_name().map_or_else(|| path.to_path_buf(), Into::into));
    let shown = shown.to_string_lossy().replace('\\', "/");
    let shown = shown.strip_prefix("./").unwrap_or(&shown).trim_end_matches('/');
    if shown.is_empty() { ".".to_owned() } else { shown.to_owned() }
}

/// `path` from the folder of the budget file that says so, without the detours: `apps/shop` and `./dist` are
/// `apps/shop/dist`. For showing; a link on the way may lead elsewhere.
pub(crate) fn shown_within(folder: &Path, path: &str) -> String {
    let mut way = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(way.components().next_back(), Some(Component::Normal(_))) => {
                way.pop();
            }
            other => way.push(other),
        }
    }
    shown(&way)
}

/// The way from `folder` to `path`, with `/` between its parts, wherever the tool runs; as [`shown`] where there is none
/// that stays near.
pub(crate) fn from_folder(folder: &Path, path: &Path) -> String {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let way = match (folder.canonicalize(), path.canonicalize()) {
        (Ok(folder), Ok(path)) => pathdiff::diff_paths(path, folder),
        _ => None,
    };
    match way.filter(|way| leading_parents(way) <= DEEPEST_MONOREPO) {
        Some(way) => shown(&way),
        None => shown(path),
    }
}

/// The way from the working directory to an absolute path, unless it leads through another corner of the machine.
fn from_here(path: &Path) -> Option<PathBuf> {
    let way = pathdiff::diff_paths(path, env::current_dir().ok()?)?;
    (leading_parents(&way) <= DEEPEST_MONOREPO).then_some(way)
}

fn leading_parents(path: &Path) -> usize {
    path.components().take_while(|part| matches!(part, Component::ParentDir)).count()
}
