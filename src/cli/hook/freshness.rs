//! EDGE. Whether sources were written after the build.
//!
//! By the times of the files, so it is said as what it is and never refuses a push: a checkout writes files anew that
//! the build was made from. Only tracked sources of kinds that bundlers read count, and no tests.

#![expect(clippy::disallowed_methods, reason = "times of files are read here")]

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use crate::cli::hook::git::Repository;
use crate::cli::hook::projects::Project;

/// What goes into builds.
const SOURCES: [&str; 17] = [
    "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "astro", "css", "scss", "sass",
    "less", "styl", "html",
];
/// Parts of names and folders of what does not.
const OTHERS: [&str; 12] = [
    ".test.",
    ".spec.",
    ".stories.",
    ".d.",
    ".config.",
    "__tests__/",
    "test/",
    "tests/",
    "e2e/",
    "scripts/",
    "docs/",
    "cypress/",
];

/// A tracked source of the project that was written after the last file of its build.
pub(super) fn newer_source(repository: &Repository, project: &Project) -> Option<PathBuf> {
    let built = WalkDir::new(&project.directory)
        .into_iter()
        .filter_map(Result::ok)
        .filter_map(|entry| modified(&entry.metadata().ok()?))
        .max()?;
    let root = repository.root.canonicalize().ok()?;
    let folder = project.folder.canonicalize().ok()?;
    let directory = project.directory.canonicalize().ok()?;
    let inside = folder.strip_prefix(&root).ok()?;
    let tracked = repository.files(":(top)", false).ok()?;
    let sources = tracked.into_iter().filter(|path| path.starts_with(inside) && is_source(path, inside));
    sources
        .filter(|path| !root.join(path).starts_with(&directory))
        .filter_map(|path| Some((modified(&root.join(&path).metadata().ok()?)?, path)))
        .filter(|(written, _)| built < *written)
        .max()
        .map(|(_, path)| path.strip_prefix(inside).map(Path::to_path_buf).unwrap_or(path))
}

fn modified(metadata: &Metadata) -> Option<SystemTime> {
    metadata.is_file().then(|| metadata.modified().ok()).flatten()
}

fn is_source(path: &Path, inside: &Path) -> bool {
    let path = path.strip_prefix(inside).unwrap_or(path);
    let is_kind = path.extension().is_some_and(|kind| SOURCES.iter().any(|source| kind == *source));
    let name = path.to_string_lossy();
    is_kind
        && !OTHERS.iter().any(|other| match other.strip_suffix('/') {
            Some(folder) => name.split('/').rev().skip(1).any(|part| part == folder),
            None => name.contains(other),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_what_bundlers_read_and_no_tests() {
        let is = |path: &str| is_source(&Path::new("apps/web").join(path), Path::new("apps/web"));
        assert!(is("src/App.tsx") && is("index.html") && is("src/a.css") && is("src/test.ts"));
        for other in [
            "README.md",
            "src/App.test.tsx",
            "e2e/a.ts",
            "src/__tests__/a.js",
            "vite-env.d.ts",
            "vite.config.ts",
            "src/logo.svg",
        ] {
            assert!(!is(other), "{other}");
        }
    }
}
