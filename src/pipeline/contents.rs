//! EDGE. What one script is made of: finds its source map and the licence file beside it, and reads them.
//!
//! Only files that the walk found are read, whatever a script names.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::model::asset::ResourceType;
use crate::model::config::Compression;
use crate::model::file::FoundFile;
use crate::model::package::{Contents, MapPlace};
use crate::model::path::AssetPath;
use crate::model::problem::Problem;
use crate::model::source_map::{MapReference, MapTarget, SourceMap};
use crate::packages::MapOfScript;
use crate::parse::source_map;
use crate::{measure, packages, walk};

/// A decoded map takes four times its size of memory: above this many bytes, one at a time.
const LARGE_MAP: u64 = 8 << 20;

/// The files that belong to scripts and are none themselves, by path.
#[derive(Debug, Default)]
pub(crate) struct Companions {
    maps: HashMap<AssetPath, FoundFile>,
    large: Mutex<()>,
}

impl Companions {
    /// Picks them from all files of a build.
    pub(crate) fn new<'f>(files: impl Iterator<Item = &'f FoundFile>) -> Self {
        let is_map = |file: &&FoundFile| ResourceType::of(&file.path) == ResourceType::SourceMap;
        let maps = files.filter(is_map).map(|file| (file.path.clone(), file.clone())).collect();
        Self { maps, large: Mutex::default() }
    }

    /// What the script at `path` is made of. Without `is_measured` its parts are not compared compressed.
    pub(crate) fn contents(&self, path: &AssetPath, text: &str, is_measured: bool) -> (Contents, Vec<Problem>) {
        let reference = source_map::reference(text);
        let comment = reference.as_ref().map(|reference| reference.comment);
        let place = self.place(path, reference.as_ref());
        let mut contents = Contents { map: place.clone(), map_comment: comment, ..Contents::default() };
        let mut problems = Vec::new();
        let Some(place) = place else { return (contents, problems) };
        let directory = match &place {
            MapPlace::Inline => path.directory(),
            MapPlace::File(map) => map.directory(),
        };
        let mapped = self.map(&place, text, reference.as_ref()).and_then(|map| {
            packages::mapped(text, MapOfScript { map: &map, directory, comment })
        });
        match mapped {
            Ok((mapped, texts)) => {
                contents.parts = mapped.parts;
                contents.sources = mapped.sources;
                if is_measured {
                    weigh_parts(&mut contents, &texts);
                }
            }
            Err(what) => {
                let name = match &place {
                    MapPlace::Inline => "the source map in it".to_owned(),
                    MapPlace::File(map) => format!("its source map {map}"),
                };
                problems.push(Problem::of(path, format!("{name} {what}; packages were looked for without it")));
                contents.map = None;
            }
        }
        (contents, problems)
    }

    /// Where the map of a script is: as the script says, or beside it.
    fn place(&self, path: &AssetPath, reference: Option<&MapReference>) -> Option<MapPlace> {
        let named = match reference.map(|reference| &reference.target) {
            Some(MapTarget::Inline(_)) => return Some(MapPlace::Inline),
            Some(MapTarget::Url(url)) => self.named(path, url),
            None => None,
        };
        let beside = || self.maps.get_key_value(format!("{path}.map").as_str());
        named.or_else(beside).map(|(path, _)| MapPlace::File(path.clone()))
    }

    fn named(&self, path: &AssetPath, url: &str) -> Option<(&AssetPath, &FoundFile)> {
        let end = url.find(['?', '#']).unwrap_or(url.len());
        let decoded = percent_encoding::percent_decode_str(&url[..end]).decode_utf8().ok()?;
        // A map on another origin is often the one beside the script, too.
        let last = decoded.rsplit('/').next().unwrap_or(&decoded);
        let in_folder = |name: &str| joined(path.directory(), name);
        let ways = [in_folder(&decoded), decoded.trim_start_matches('/').to_owned(), in_folder(last)];
        ways.iter().find_map(|way| self.maps.get_key_value(way.as_str()))
    }

    fn map(&self, place: &MapPlace, text: &str, reference: Option<&MapReference>) -> Result<SourceMap, String> {
        match (place, reference.map(|reference| &reference.target)) {
            (MapPlace::File(path), _) => {
                let file = self.maps.get(path).ok_or("is not there")?;
                if source_map::LARGEST_MAP < file.bytes {
                    return Err("is larger than 100 MiB".to_owned());
                }
                let _alone = (LARGE_MAP < file.bytes)
                    .then(|| self.large.lock().unwrap_or_else(PoisonError::into_inner));
                let bytes = walk::read(file).map_err(|error| format!("cannot be read: {}", error.kind()))?;
                source_map::decode(&bytes)
            }
            (MapPlace::Inline, Some(MapTarget::Inline(url))) => {
                let url = text.get(url.start as usize..url.end as usize).unwrap_or_default();
                source_map::decode_data_url(url)
            }
            (MapPlace::Inline, _) => Err("is not there".to_owned()),
        }
    }
}

/// A relative URL in a folder of the build. What leads out of the build names nothing.
fn joined(directory: &str, name: &str) -> String {
    let mut parts: Vec<&str> = directory.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return String::new();
                }
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Each part compressed by itself. Only the proportions count, so a fast level does for gzip and Brotli alike.
fn weigh_parts(contents: &mut Contents, texts: &[String]) {
    for (part, text) in contents.parts.iter_mut().zip(texts) {
        part.weight = measure::gzip_size(text.as_bytes(), Compression::CDN);
    }
}
