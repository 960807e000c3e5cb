//! EDGE. What one script is made of: finds its source map and the licence file beside it, and reads them.
//!
//! Only files that the walk found are read, whatever a script names.

use std::collections::HashMap;

use crate::model::asset::ResourceType;
use crate::model::config::Compression;
use crate::model::file::FoundFile;
use crate::model::package::{Contents, Evidence, MapPlace, Origin, PackageMark, Part};
use crate::model::path::{AssetPath, joined};
use crate::model::problem::Problem;
use crate::model::script::ScriptFacts;
use crate::model::source_map::{MapReference, MapTarget, SourceMap};
use crate::packages::{ContentsWithTexts, MapOfScript};
use crate::parse::source_map;
use crate::pipeline::kept::{Beside, Kept};
use crate::pipeline::room::{Room, Taken};
use crate::{measure, packages, walk};

/// What a map takes of memory in bytes for each of its own: it is there as it is written and decoded, which is four times
/// its size.
const MAP_BYTES: u64 = 5;

/// The files that Terser's plug-in and esbuild move licences to.
const NOTICES: [&str; 2] = [".LICENSE.txt", ".LEGAL.txt"];
/// A longer file is no list of licences.
const LARGEST_NOTICE: u64 = 4 << 20;

/// The lists of licences that Angular and Vite write for a whole build.
const LICENCE_LISTS: [&str; 2] = ["3rdpartylicenses.txt", "license.md"];

/// Whether a file may be a list of the licences of a build.
pub(crate) fn is_licence_list(file: &FoundFile) -> bool {
    LICENCE_LISTS.contains(&file.path.file_name()) && file.bytes <= LARGEST_NOTICE
}

/// The packages that a list of licences names.
pub(crate) fn licence_marks(bytes: &[u8]) -> Vec<PackageMark> {
    packages::in_licence_list(&String::from_utf8_lossy(bytes))
}

/// A script that was read.
#[derive(Clone, Copy)]
pub(crate) struct ScriptText<'a> {
    /// Where it lies.
    pub(crate) path: &'a AssetPath,
    /// The hash of its bytes.
    pub(crate) content: &'a blake3::Hash,
    /// All of it.
    pub(crate) text: &'a str,
}

/// The files that belong to scripts and are none themselves, by path.
#[derive(Debug)]
pub(crate) struct Companions<'r> {
    maps: HashMap<AssetPath, FoundFile>,
    notices: HashMap<AssetPath, FoundFile>,
    memory: &'r Room,
}

impl<'r> Companions<'r> {
    /// Picks them from all files of a build. Maps are decoded in `memory`.
    pub(crate) fn new<'f>(files: impl Iterator<Item = &'f FoundFile>, memory: &'r Room) -> Self {
        let mut companions = Self { maps: HashMap::new(), notices: HashMap::new(), memory };
        for file in files {
            let named = || (file.path.clone(), file.clone());
            if ResourceType::of(&file.path) == ResourceType::SourceMap {
                companions.maps.extend([named()]);
            } else if NOTICES.iter().any(|ending| file.path.as_str().ends_with(ending)) {
                companions.notices.extend([named()]);
            }
        }
        companions
    }

    /// What a script is made of; `facts` are those of one that could be parsed. Without `is_measured` its parts are not
    /// compared compressed.
    pub(crate) fn contents(
        &self,
        script: ScriptText<'_>,
        facts: Option<&ScriptFacts>,
        is_measured: bool,
        kept: &Kept<'_>,
    ) -> (Contents, Vec<Problem>) {
        let ScriptText { path, content, text } = script;
        let reference = source_map::reference(text);
        let place = self.place(path, reference.as_ref());
        let taken = self.room_for_map(place.as_ref(), text);
        let map = place.as_ref().map(|place| self.map(place));
        let notices = self.notices(path);
        let beside = Beside {
            map: place.as_ref(),
            map_content: map.as_ref().and_then(|map| map.as_ref().ok()).map(|map| blake3::hash(map)),
            notices: notices.iter().map(|notice| blake3::hash(notice.as_bytes())).collect(),
            is_measured,
        };
        // What cannot be read today may be there tomorrow, and a parser with more time may read it.
        let is_kept = facts.is_some() && !map.as_ref().is_some_and(Result::is_err);
        let find = || {
            let none = ScriptFacts::default();
            let facts = facts.unwrap_or(&none);
            let map = place.as_ref().zip(map);
            let map = map.map(|(place, map)| (place, decoded(place, map, text, reference.as_ref())));
            let mapped = map.map(|(place, map)| mapped(path, text, (place, map), reference.as_ref()));
            let problem = mapped.as_ref().and_then(|mapped| mapped.as_ref().err().cloned());
            let mapped = mapped.and_then(Result::ok);
            let map = place.clone().filter(|_| mapped.is_some());
            let script = packages::Script { name: path.file_name(), text, facts, notices: &notices };
            let (mut contents, texts) = packages::contents(&script, mapped);
            if is_measured {
                weigh_parts(&mut contents, &texts);
            }
            let map_comment = reference.as_ref().map(|reference| reference.comment);
            drop(taken);
            (Contents { map, map_comment, ..contents }, problem.into_iter().collect())
        };
        if is_kept { kept.contents(content, path, &beside, text.len(), find) } else { find() }
    }

    /// The source map of the stylesheet at `path`; where it is in the stylesheet, what it takes of it.
    pub(crate) fn contents_of_style(&self, path: &AssetPath, text: &str, is_measured: bool) -> Contents {
        let reference = source_map::reference(text);
        let map = self.place(path, reference.as_ref());
        let map_comment = reference.map(|reference| reference.comment);
        let mut contents = Contents { map, map_comment, ..Contents::default() };
        if let Some(comment) = map_comment.filter(|_| contents.map == Some(MapPlace::Inline)) {
            let (start, end) = (comment.start as usize, comment.end as usize);
            let (before, inside) =
                (text.get(..start).unwrap_or_default(), text.get(start..end).unwrap_or_default());
            let part = |origin, text: &str| {
                let (evidence, bytes) = (Evidence::SourceMap, text.len() as u64);
                Part { origin, evidence, bytes, weight: 0 }
            };
            contents.parts = vec![part(Origin::Unknown, before), part(Origin::MapComment, inside)];
            if is_measured {
                weigh_parts(&mut contents, &[before.to_owned(), inside.to_owned()]);
            }
        }
        contents
    }

    /// The texts of the licence files that minifiers wrote for a script.
    fn notices(&self, path: &AssetPath) -> Vec<String> {
        let files = NOTICES.iter().filter_map(|ending| self.notices.get(format!("{path}{ending}").as_str()));
        let small = files.filter(|file| file.bytes <= LARGEST_NOTICE);
        // One that cannot be read is listed as an asset that cannot.
        small.filter_map(|file| Some(String::from_utf8_lossy(&walk::read(file).ok()?).into_owned())).collect()
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
        let ways = [in_folder(&decoded), Some(decoded.trim_start_matches('/').to_owned()), in_folder(last)];
        ways.iter().flatten().find_map(|way| self.maps.get_key_value(way.as_str()))
    }

    /// The bytes of a map that is a file; none of one that is in its script.
    fn map(&self, place: &MapPlace) -> Result<Vec<u8>, String> {
        let MapPlace::File(path) = place else { return Ok(Vec::new()) };
        let file = self.maps.get(path).ok_or("is not there")?;
        if source_map::LARGEST_MAP < file.bytes {
            return Err("is larger than 100 MiB".to_owned());
        }
        walk::read(file).map_err(|error| format!("cannot be read: {}", walk::reason(&error)))
    }

    /// Waits until there is memory for the map of a script.
    fn room_for_map(&self, place: Option<&MapPlace>, text: &str) -> Option<Taken<'r>> {
        let bytes = match place? {
            MapPlace::File(path) => self.maps.get(path)?.bytes,
            MapPlace::Inline => text.len() as u64,
        };
        Some(self.memory.take(bytes.saturating_mul(MAP_BYTES)))
    }
}

/// The map from its bytes, or from the script that it is in.
fn decoded(
    place: &MapPlace,
    bytes: Result<Vec<u8>, String>,
    text: &str,
    reference: Option<&MapReference>,
) -> Result<SourceMap, String> {
    match (place, reference.map(|reference| &reference.target)) {
        (MapPlace::File(_), _) => source_map::decode(&bytes?),
        (MapPlace::Inline, Some(MapTarget::Inline(url))) => {
            let url = text.get(url.start as usize..url.end as usize).unwrap_or_default();
            source_map::decode(&source_map::data_url(url)?)
        }
        (MapPlace::Inline, _) => Err("is not there".to_owned()),
    }
}

/// What the source map says; the error is the map's.
fn mapped(
    path: &AssetPath,
    text: &str,
    (place, map): (&MapPlace, Result<SourceMap, String>),
    reference: Option<&MapReference>,
) -> Result<ContentsWithTexts, Problem> {
    let (name, directory) = match place {
        MapPlace::Inline => ("the source map in it".to_owned(), path.directory()),
        MapPlace::File(map) => (format!("its source map {map}"), map.directory()),
    };
    let comment = reference.map(|reference| reference.comment);
    map.and_then(|map| packages::mapped(text, MapOfScript { map: &map, directory, comment }))
        .map_err(|what| Problem::of(path, format!("{name} {what}; packages were looked for without it")))
}

/// Each part compressed by itself. Only the proportions count, so a fast level does for gzip and Brotli alike.
fn weigh_parts(contents: &mut Contents, texts: &[String]) {
    for (part, text) in contents.parts.iter_mut().zip(texts) {
        part.weight = measure::gzip_size(text.as_bytes(), Compression::CDN);
    }
}
