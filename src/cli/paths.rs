//! EDGE. Paths as people would write them from where they are: never absolute in anything that is kept.

#![expect(clippy::disallowed_methods, reason = "what a relative path is relative to is the edge's business")]

use std::env;
use std::path::{Component, Path};

/// `path` from the working directory on, with `/` between its parts; only its name where it lies elsewhere.
pub(crate) fn shown(path: &Path) -> String {
    let relative = env::current_dir().ok().and_then(|here| {
        let here = here.canonicalize().ok()?;
        let there = path.canonicalize().ok()?;
        pathdiff::diff_paths(there, here)
    });
    let shown = match relative {
        Some(relative) if relative.as_os_str().is_empty() => ".".into(),
        // Further up than a monorepo is deep: another corner of the machine.
        Some(relative) if leading_parents(&relative) <= 3 => relative,
        _ if path.is_relative() => path.to_path_buf(),
        _ => path.file_name().map_or_else(|| path.to_path_buf(), Into::into),
    };
    shown.to_string_lossy().replace('\\', "/")
}

fn leading_parents(path: &Path) -> usize {
    path.components().take_while(|part| matches!(part, Component::ParentDir)).count()
}
