//! The text of a JSON file in, the manifest that it is out. Its content decides, never its name: a web app manifest
//! is named `manifest.json` too.
//!
//! The members of the outermost object are told apart without reading them (`members.rs`); only the few that the
//! format needs are read into types, so that the modules of a large stats.json cost nothing but the way over them.
//! One file a format.

mod asset_manifest;
mod esbuild;
mod files;
mod members;
#[cfg(test)]
mod tests;
mod vite;
mod webpack_stats;

use crate::model::manifest::{ManifestFacts, ManifestFormat};
use crate::parse::manifest::members::Members;

/// No manifest is larger, in bytes: that of a build with some 100,000 modules.
pub(crate) const MOST_BYTES: u64 = 256 << 20;

/// What a JSON file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadManifest {
    /// A manifest.
    Manifest(ManifestFacts),
    /// What would be one if it could be read to its end; and what is wrong with it.
    Broken(ManifestFormat, String),
    /// Something else.
    Other,
}

/// Reads the text of a JSON file.
pub fn read_manifest(text: &str) -> ReadManifest {
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('{') {
        return ReadManifest::Other;
    }
    let (members, error) = Members::of(text);
    let Some(format) = recognised(&members) else { return ReadManifest::Other };
    if let Some(error) = error {
        return ReadManifest::Broken(format, error);
    }
    let facts = match format {
        ManifestFormat::Vite => vite::facts(&members),
        ManifestFormat::WebpackStats => webpack_stats::facts(&members),
        ManifestFormat::Esbuild => esbuild::facts(&members),
        ManifestFormat::AssetManifest => asset_manifest::facts(&members),
    };
    // One without a script or stylesheet says nothing, whatever it is.
    facts.filter(|facts| !facts.files.is_empty()).map_or(ReadManifest::Other, ReadManifest::Manifest)
}

fn recognised(members: &Members<'_>) -> Option<ManifestFormat> {
    if esbuild::is_one(members) {
        Some(ManifestFormat::Esbuild)
    } else if webpack_stats::is_one(members) {
        Some(ManifestFormat::WebpackStats)
    } else if vite::is_one(members) {
        Some(ManifestFormat::Vite)
    } else if asset_manifest::is_one(members) {
        Some(ManifestFormat::AssetManifest)
    } else {
        None
    }
}
