//! EDGE. `--manifest FILE`: reads bundlers' records that are named on the command line.

#![expect(clippy::disallowed_methods, reason = "this is the edge where these files are read")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use miette::Diagnostic;
use thiserror::Error;

use crate::cli::{input, paths};
use crate::model::manifest::GivenManifest;
use crate::model::path::AssetPath;
use crate::parse::{ReadManifest, read_manifest};
use crate::walk::{self, Walked};

/// Why a file is no manifest.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum ManifestError {
    #[error("cannot read the manifest `{name}`")]
    #[diagnostic(
        code(weighbridge::manifest::unreadable),
        help("name the file that the bundler wrote, or leave --manifest out: the code alone is enough")
    )]
    Unreadable { name: String, source: io::Error },
    #[error("the {title} `{name}` is broken: {reason}")]
    #[diagnostic(code(weighbridge::manifest::broken), help("let the bundler write it again"))]
    Broken { name: String, title: &'static str, reason: String },
    #[error("`{name}` is no manifest of a bundler")]
    #[diagnostic(
        code(weighbridge::manifest::unknown),
        help(
            "these are: .vite/manifest.json (build.manifest), stats.json (webpack --json, ng build --stats-json), \
             the metafile of esbuild, asset-manifest.json; the manifest of a web app is none"
        )
    )]
    Unknown { name: String },
}

/// A larger file is not looked into when it lies in the build, either.
const LARGEST: u64 = walk::LARGEST_WHOLE;

/// Reads manifests. One that lies in the build is named as it is there.
pub(crate) fn read(files: &[PathBuf], walked: &Walked) -> Result<Vec<GivenManifest>, ManifestError> {
    files.iter().map(|file| one(file, walked)).collect()
}

fn one(file: &Path, walked: &Walked) -> Result<GivenManifest, ManifestError> {
    let name = paths::shown(file);
    let bytes = match input::file(file, LARGEST) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            let source = io::Error::other("it is larger than 256 MiB");
            return Err(ManifestError::Unreadable { name, source });
        }
        Err(source) => return Err(ManifestError::Unreadable { name, source }),
    };
    match read_manifest(&String::from_utf8_lossy(&bytes)) {
        ReadManifest::Manifest(facts) => {
            let location = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
            let in_build = walked.files.iter().find(|found| found.location == location);
            let path = in_build.map_or_else(|| AssetPath::new(name), |found| found.path.clone());
            Ok(GivenManifest { path, facts })
        }
        ReadManifest::Broken(format, reason) => {
            Err(ManifestError::Broken { name, title: format.title(), reason })
        }
        ReadManifest::Other => Err(ManifestError::Unknown { name }),
    }
}
