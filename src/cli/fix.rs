//! EDGE. `weighbridge fix images`: the new forms of images, beside copies of them, and the markup that shows them.
//!
//! The build itself is never touched: a folder that is in it, by whatever way, is refused before anything is written.

#![expect(clippy::disallowed_methods, reason = "this is the edge where images are written")]

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use miette::{Diagnostic, Report};
use thiserror::Error;

use crate::cli::arguments::{Fix, FixArguments, FixImagesArguments};
use crate::cli::inspected::Inspected;
use crate::cli::progress::Bar;
use crate::cli::settled::settle;
use crate::cli::threads::ThreadsError;
use crate::cli::{ExitStatus, inspected, output, paths};
use crate::model::image_copies::{ImageCopies, WantedCopies};
use crate::pipeline::{self, Encoder};
use crate::report::markup;

/// Why nothing was written, or not all.
#[derive(Debug, Error, Diagnostic)]
enum FixError {
    #[error("`{out}` lies in the build `{build}`, which is never changed")]
    #[diagnostic(
        code(weighbridge::fix::inside_the_build),
        help("name a folder outside of the build: --out images")
    )]
    InsideTheBuild { out: String, build: String },
    #[error("`{path}` is there already, and is another file")]
    #[diagnostic(
        code(weighbridge::fix::already_there),
        help(
            "name an empty folder with --out, or overwrite what is there with --force; nothing was written"
        )
    )]
    AlreadyThere { path: String },
    #[error("cannot write `{path}`")]
    #[diagnostic(
        code(weighbridge::fix::unwritable),
        help("check that the folder can be written to, or name another one with --out")
    )]
    Unwritable { path: String, source: io::Error },
}

/// Does what is asked for.
pub(crate) fn run(arguments: &FixArguments) -> Result<ExitStatus, Report> {
    match &arguments.fix {
        Fix::Images(arguments) => images(arguments),
    }
}

fn images(arguments: &FixImagesArguments) -> Result<ExitStatus, Report> {
    let out = &arguments.out;
    let settled = settle(Some(&arguments.directory), None)?;
    let (directory, shown) = (settled.build.clone(), settled.shown.clone());
    outside(out, out, &directory, &shown)?;
    let Inspected { mut build, files, checks, .. } = inspected::inspect(settled, &[], arguments.work)?;
    // The findings say which images; whether they become AVIF, too, is for the copies.
    let work = arguments.work.work(&directory, Encoder::Real);
    let bar = Bar::new();
    let named =
        pipeline::mendable_images(&files, &mut build, &checks, &work, &bar).map_err(ThreadsError::from)?;
    let mut widths = arguments.widths.clone().unwrap_or_default();
    widths.sort_unstable();
    widths.dedup();
    let wanted = WantedCopies { avif: arguments.avif, widths };
    let all = pipeline::copies(&files, &build, &named, &wanted, &work, &bar).map_err(ThreadsError::from)?;

    let targets: Vec<(PathBuf, &[u8])> =
        all.iter().flat_map(|copies| targets(out, build.path(copies.asset), copies)).collect();
    for (path, bytes) in &targets {
        outside(path, out, &directory, &shown)?;
        if !arguments.force && is_another(path, bytes) {
            return Err(FixError::AlreadyThere { path: paths::shown(path) }.into());
        }
    }
    for (path, bytes) in &targets {
        output::whole(path, bytes, output::Mode::Document)
            .map_err(|source| FixError::Unwritable { path: paths::shown(path), source })?;
    }
    output::to_stdout(&markup::render(&build, &all))?;
    Ok(ExitStatus::WithinBudget)
}

/// The copy of the image and its forms, under `out` in the folders that they have in the build.
fn targets<'c>(out: &Path, path: &str, copies: &'c ImageCopies) -> Vec<(PathBuf, &'c [u8])> {
    let original = (out.join(path), copies.original.as_slice());
    let forms = copies.forms.iter().map(|form| (out.join(&form.path), form.bytes.as_slice()));
    std::iter::once(original).chain(forms).collect()
}

/// Fails unless `path` is outside of the build, wherever symbolic links lead.
fn outside(path: &Path, out: &Path, build: &Path, shown: &str) -> Result<(), FixError> {
    let Ok(root) = fs::canonicalize(build) else { return Ok(()) };
    let is_inside = place(path).is_none_or(|place| place.starts_with(&root));
    if is_inside {
        return Err(FixError::InsideTheBuild { out: paths::shown(out), build: shown.to_owned() });
    }
    Ok(())
}

/// Where `path` really lies, or would lie; `None` where that cannot be told.
fn place(path: &Path) -> Option<PathBuf> {
    let mut missing = Vec::new();
    let mut existing = std::path::absolute(path).ok()?;
    loop {
        match fs::canonicalize(&existing) {
            Ok(real) => return Some(missing.iter().rev().fold(real, |place, part| place.join(part))),
            // A dangling link leads nobody knows where once its target is made.
            Err(_) if fs::symlink_metadata(&existing).is_ok() => return None,
            Err(_) => match existing.components().next_back()? {
                Component::Normal(part) => {
                    missing.push(part.to_owned());
                    existing.pop();
                }
                _ => return None,
            },
        }
    }
}

fn is_another(path: &Path, bytes: &[u8]) -> bool {
    match fs::symlink_metadata(path) {
        Err(_) => false,
        Ok(found) => {
            let may_be_same = found.is_file() && found.len() == bytes.len() as u64;
            !(may_be_same && fs::read(path).is_ok_and(|there| there == bytes))
        }
    }
}
