//! Names of files and where they are: `{ "files": {}, "entrypoints": [] }` of Create React App, the flat
//! `{ "main.js": "/static/js/main.3f2a91bc.js" }` of webpack-manifest-plugin, gulp-rev and others, with or without
//! Shakapacker's `entrypoints`.
//!
//! They say which files there are and which a page starts with, and nothing of who loads what.

use serde::Deserialize;

use crate::model::manifest::{ManifestFacts, ManifestFormat};
use crate::parse::manifest::files::Files;
use crate::parse::manifest::members::{Entries, Members, Text};

/// `"/static/js/main.js"`, or what webpack-assets-manifest writes: `{ "src": "main.js", "integrity": "…" }`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Place {
    Path(String),
    Record { src: String },
}

impl Place {
    fn path(&self) -> &str {
        match self {
            Self::Path(path) | Self::Record { src: path } => path,
        }
    }
}

/// `{ "js": [] }`, or `{ "assets": { "js": [] } }`.
#[derive(Deserialize)]
struct EntryPoint {
    #[serde(default)]
    js: Vec<String>,
    assets: Option<Assets>,
}

#[derive(Deserialize)]
struct Assets {
    #[serde(default)]
    js: Vec<String>,
}

/// Either `files` and `entrypoints`, or nothing but files under names with the same extension.
pub(crate) fn is_one(members: &Members<'_>) -> bool {
    if members.begins("files", '{') && members.begins("entrypoints", '[') {
        return true;
    }
    let mut has_code = false;
    for (key, value) in members.iter().filter(|(key, _)| *key != "entrypoints") {
        let place = value.and_then(|value| serde_json::from_str::<Place>(value.get()).ok());
        let Some(place) = place.filter(|place| extension(key) == extension(place.path())) else {
            return false;
        };
        has_code |= matches!(extension(place.path()), Some("js" | "mjs" | "css"));
    }
    has_code
}

/// What it says.
pub(crate) fn facts(members: &Members<'_>) -> Option<ManifestFacts> {
    let mut files = Files::default();
    if let Some(Entries(named)) = members.read::<Entries<'_, Place>>("files") {
        for (_, place) in &named {
            files.file(place.path());
        }
        // Relative to the same folder as the others, but written without the public path.
        for Text(entry) in members.read::<Vec<Text<'_>>>("entrypoints").unwrap_or_default() {
            let is_it = |place: &&str| {
                place.strip_suffix(&*entry).is_some_and(|before| before.is_empty() || before.ends_with('/'))
            };
            let found = named.iter().map(|(_, place)| place.path()).find(is_it);
            if let Some(script) = files.script(found.unwrap_or(&entry)) {
                files.enter(script);
            }
        }
        return Some(files.into_facts(ManifestFormat::AssetManifest));
    }
    for (_, value) in members.iter().filter(|(key, _)| *key != "entrypoints") {
        files.file(serde_json::from_str::<Place>(value?.get()).ok()?.path());
    }
    let Entries(entries) = members.read::<Entries<'_, EntryPoint>>("entrypoints").unwrap_or_default();
    for (_, entry) in &entries {
        let nested = entry.assets.iter().flat_map(|assets| &assets.js);
        for script in entry.js.iter().chain(nested) {
            if let Some(script) = files.script(script) {
                files.enter(script);
            }
        }
    }
    Some(files.into_facts(ManifestFormat::AssetManifest))
}

/// What stands behind the last dot of the last part of a path or URL.
fn extension(path: &str) -> Option<&str> {
    let path = path.split(['?', '#']).next()?;
    let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
    (!extension.is_empty()).then_some(extension)
}
