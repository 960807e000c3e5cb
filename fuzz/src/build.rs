//! A small build in memory, taken through the stages as the pipeline takes files.
//!
//! An input is files with NULs between them, each a line with its path and then its bytes.

use std::collections::BTreeMap;

use weighbridge::graph::{self, Beside, Hashed};
use weighbridge::model::asset::{Asset, ResourceType, Sizes};
use weighbridge::model::build::{Build, Facts};
use weighbridge::model::path::AssetPath;
use weighbridge::model::problem::Problem;
use weighbridge::model::script::ScriptFacts;
use weighbridge::packages::{self, MapOfScript, Script};
use weighbridge::parse::{self, source_map};
use weighbridge::{bundlers, fingerprint};

use crate::facts::{check_contents, check_spans};

/// More are no small build.
const MOST_FILES: usize = 40;

/// The files of an input by path. Paths are those of a build: relative, of printable text, without `.` and `..`.
pub fn files(data: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for piece in crate::parts(data).take(MOST_FILES) {
        let end = piece.iter().position(|&byte| byte == b'\n').unwrap_or(piece.len());
        let Ok(name) = std::str::from_utf8(&piece[..end]) else { continue };
        let name = name.trim_matches('/');
        let is_part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
        if name.len() < 200 && name.split('/').all(is_part) {
            files.insert(name.to_owned(), piece.get(end + 1..).unwrap_or_default().to_vec());
        }
    }
    files
}

/// What the pipeline would make of these files, but for compressing: each weighs what it is long.
pub fn build(files: &BTreeMap<String, Vec<u8>>) -> (Build, Vec<Problem>) {
    let mut build = Build::default();
    let (mut problems, mut marks, mut hashed) = (Vec::new(), Vec::new(), Vec::new());
    let paths: Vec<AssetPath> = files.keys().map(|path| AssetPath::new(path.as_str())).collect();
    let names = parse::Hashes::new(paths.iter());
    for (path, bytes) in paths.iter().zip(files.values()) {
        let resource_type = ResourceType::of(path);
        let parsed = if resource_type == ResourceType::Image {
            parse::parse_image(path, bytes, bytes.len() as u64)
        } else {
            parse::parse(path, resource_type, bytes)
        };
        let text = String::from_utf8_lossy(bytes);
        if !matches!(parsed.facts, Facts::Manifest(_)) {
            check_spans(&parsed.facts, &text);
        }
        let mentions = names.in_text(bytes);
        let sizes = (resource_type != ResourceType::SourceMap).then(|| Sizes::incompressible(bytes.len() as u64));
        let asset = Asset {
            path: path.clone(),
            resource_type,
            raw: bytes.len() as u64,
            sizes,
            precompressed: Vec::new(),
        };
        let none = ScriptFacts::default();
        let facts = if let Facts::Script(facts) = &parsed.facts { facts } else { &none };
        let contents = match (std::str::from_utf8(bytes), resource_type) {
            (Ok(text), ResourceType::Script) => {
                let map = files.get(&format!("{path}.map")).and_then(|map| source_map::decode(map).ok());
                let mapped = map.and_then(|map| {
                    let comment = source_map::reference(text).map(|reference| reference.comment);
                    packages::mapped(text, MapOfScript { map: &map, directory: path.directory(), comment }).ok()
                });
                let script = Script { name: path.file_name(), text, facts, notices: &[] };
                let (contents, texts) = packages::contents(&script, mapped);
                check_contents(&contents, &texts, text);
                contents
            }
            _ => Default::default(),
        };
        hashed.push(Hashed { own: names.number(path), named: mentions.numbers });
        build.modules.push(packages::modules(&asset, &contents));
        build.fingerprints.push(Some(fingerprint::of_bytes(bytes, &mentions.places)));
        build.assets.push(asset);
        build.facts.push(parsed.facts);
        build.lines.push(parsed.lines);
        build.contents.push(contents);
        marks.push(parsed.marks);
        problems.extend(parsed.problems);
    }
    let left_out: Vec<AssetPath> = problems.iter().filter_map(|problem| problem.asset.clone()).collect();
    let (graph, disagreements) =
        graph::build_graph(&build.assets, &build.facts, Beside { manifests: &[], left_out: &left_out });
    build.graph = graph;
    build.unreferenced = graph::unreferenced(&build, &hashed, &left_out);
    build.image_uses = graph::image_uses(&build);
    build.references = graph::references(&build, &left_out);
    build.bundlers = bundlers::bundlers(&build.assets, &marks);
    build.packages = packages::find(&build);
    problems.extend(disagreements);
    problems.sort();
    (build, problems)
}
