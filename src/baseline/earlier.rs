//! A build out of its JSON report.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::model::asset::{Asset, AssetId, ResourceType, Sizes};
use crate::model::asset_set::AssetSet;
use crate::model::baseline::{Earlier, Insides};
use crate::model::baseline_file::plain_name;
use crate::model::build::{Build, Facts};
use crate::model::chunk_graph::{Audience, EntryPoint, Load, SplitPoint};
use crate::model::fingerprint::{ContentHash, Fingerprint, WordSample};
use crate::model::hashed_name::without_hash;
use crate::model::json_report as json;
use crate::model::package::{
    Contents, Evidence, Instance, InstanceBytes, Module, Origin, Package, PackageInChunk, Part,
};
use crate::model::path::AssetPath;
use crate::model::route::Route;
use crate::model::span::Span;

/// Larger than any build; sums of less do not overflow.
const LARGEST_FILE: u64 = 1 << 50;

/// A report that contradicts itself: it was not written by this tool, or was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{place} {what}")]
pub struct Contradiction {
    /// Where in the report: `entries[0].initial.scripts[2]`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

/// What the paths of a report are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paths {
    /// Those that the files had.
    OfTheBuild,
    /// Names without content hashes, as `update` keeps them.
    WithoutHashes,
}

/// The build that a report is about.
pub fn earlier(report: &json::Report, paths: Paths) -> Result<Earlier, Contradiction> {
    let names = names(report)?;
    let fingerprints = report.assets.iter().enumerate();
    let fingerprints =
        fingerprints.map(|(index, asset)| Ok((asset.path.as_str(), fingerprint(index, asset)?)));
    let mut fingerprints: BTreeMap<&str, Option<Fingerprint>> = fingerprints.collect::<Result<_, _>>()?;
    let assets: Vec<Asset> = names.sorted.iter().map(|asset| self::asset(asset)).collect();
    let mut build = Build {
        facts: assets.iter().map(|_| Facts::None).collect(),
        lines: assets.iter().map(|_| None).collect(),
        contents: assets.iter().map(|_| Contents::default()).collect(),
        modules: assets.iter().map(|_| Vec::new()).collect(),
        fingerprints: assets.iter().map(|asset| fingerprints.remove(asset.path.as_str()).flatten()).collect(),
        assets,
        ..Build::default()
    };
    build.graph.loads = names.sorted.iter().map(|asset| load(asset)).collect();
    let mut vague = false;
    let mut initial = Vec::new();
    for (index, entry) in report.entries.iter().enumerate() {
        let point = entry_point(&names, index, entry)?;
        vague |= point.initial.len() != entry.initial.files;
        let told = &entry.initial;
        initial.push(Sizes { raw: told.raw, gzip: told.gzip, brotli: told.brotli });
        build.graph.entries.push(point);
    }
    for (index, point) in report.split_points.iter().enumerate() {
        build.graph.split_points.push(split_point(&names, index, point)?);
    }
    for (index, route) in report.routes.iter().enumerate() {
        let read = self::route(&names, index, route)?;
        vague |= read.initial.len() != route.initial.files;
        build.graph.routes.push(read);
    }
    packages(&names, report, &mut build)?;
    let name = |asset: &Asset| match paths {
        Paths::OfTheBuild => without_hash(asset.path.as_str()),
        Paths::WithoutHashes => plain_name(asset.path.as_str()),
    };
    let names = build.assets.iter().map(name).collect();
    let has_paths = paths == Paths::OfTheBuild;
    let directory = report.build.directory.clone();
    Ok(Earlier { directory, build, initial, vague, insides: insides(report), names, has_paths })
}

/// What the report tells of packages: what it calls none may have some if another version looked for them.
fn insides(report: &json::Report) -> Insides {
    let has_scripts = report.assets.iter().any(|asset| asset.resource_type == ResourceType::Script.name());
    if report.chunks.is_empty() && has_scripts {
        Insides::Untold
    } else if report.tool.version == env!("CARGO_PKG_VERSION") {
        Insides::Alike
    } else {
        Insides::OtherVersion
    }
}

/// The files of a report by their paths.
struct Names<'r> {
    sorted: Vec<&'r json::Asset>,
    by_path: BTreeMap<&'r str, AssetId>,
}

impl Names<'_> {
    fn id(&self, path: &str, place: impl FnOnce() -> String) -> Result<AssetId, Contradiction> {
        self.by_path.get(path).copied().ok_or_else(|| Contradiction {
            place: place(),
            what: format!("names {path:?}, which is not among the assets"),
        })
    }

    fn ids(&self, paths: &[String], place: &str) -> Result<AssetSet, Contradiction> {
        let ids = paths.iter().enumerate();
        ids.map(|(index, path)| self.id(path, || format!("{place}[{index}]"))).collect()
    }
}

fn names(report: &json::Report) -> Result<Names<'_>, Contradiction> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, asset) in report.assets.iter().enumerate() {
        let place = || format!("assets[{index}]");
        if places.insert(&asset.path, index).is_some() {
            return Err(Contradiction { place: place(), what: format!("names {:?} again", asset.path) });
        }
        let sizes = [Some(asset.raw), asset.gzip, asset.brotli];
        if sizes.into_iter().flatten().any(|size| LARGEST_FILE < size) {
            return Err(Contradiction { place: place(), what: "is larger than any file".to_owned() });
        }
        if ResourceType::from_name(&asset.resource_type).is_none() {
            let what = format!("has the unknown type {:?}", asset.resource_type);
            return Err(Contradiction { place: place(), what });
        }
    }
    // The order of the paths is that of every build.
    let sorted: Vec<&json::Asset> = places.values().filter_map(|&index| report.assets.get(index)).collect();
    let by_path = sorted.iter().enumerate();
    let by_path = by_path.map(|(index, asset)| (asset.path.as_str(), AssetId::new(index))).collect();
    Ok(Names { sorted, by_path })
}

fn asset(asset: &json::Asset) -> Asset {
    let path = AssetPath::new(asset.path.as_str());
    let sizes = match (asset.gzip, asset.brotli) {
        (Some(gzip), Some(brotli)) => Some(Sizes { raw: asset.raw, gzip, brotli }),
        _ => None,
    };
    let resource_type = ResourceType::from_name(&asset.resource_type).unwrap_or(ResourceType::Other);
    Asset { path, resource_type, raw: asset.raw, sizes, precompressed: Vec::new() }
}

/// What a file is known by. `index` is the place of `asset` in the report.
fn fingerprint(index: usize, asset: &json::Asset) -> Result<Option<Fingerprint>, Contradiction> {
    let Some(told) = &asset.fingerprint else { return Ok(None) };
    let wrong = |key: &str, what: &str| Contradiction {
        place: format!("assets[{index}].fingerprint.{key}"),
        what: format!("is not {what}"),
    };
    let hash = |key: &str, text: &str| {
        ContentHash::from_hex(text).ok_or_else(|| wrong(key, "a hash of 32 hex digits"))
    };
    Ok(Some(Fingerprint {
        content: hash("content", &told.content)?,
        without_references: hash("withoutReferences", &told.without_references)?,
        words: WordSample::from_hex(&told.words)
            .ok_or_else(|| wrong("words", "a row of hashes of 8 hex digits, ascending"))?,
    }))
}

/// The modules of a script. `index` is the place of `chunk` in the report.
fn modules(index: usize, chunk: &json::Chunk) -> Result<Vec<Module>, Contradiction> {
    let module = |(place, module): (usize, &json::Module)| {
        let sizes = Sizes { raw: module.bytes, gzip: module.gzip, brotli: module.brotli };
        if [sizes.raw, sizes.gzip, sizes.brotli].into_iter().any(|size| LARGEST_FILE < size) {
            let place = format!("chunks[{index}].modules[{place}]");
            return Err(Contradiction { place, what: "is larger than any file".to_owned() });
        }
        Ok(Module { path: module.path.clone(), package: module.package.clone(), sizes })
    };
    let mut modules: Vec<Module> = chunk.modules.iter().enumerate().map(module).collect::<Result<_, _>>()?;
    modules.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(modules)
}

fn load(asset: &json::Asset) -> Option<Load> {
    let name = asset.load.as_deref()?;
    [Load::Initial, Load::Lazy, Load::Legacy].into_iter().find(|load| load.name() == name)
}

fn entry_point(names: &Names<'_>, index: usize, entry: &json::Entry) -> Result<EntryPoint, Contradiction> {
    let asset = names.id(&entry.path, || format!("entries[{index}].path"))?;
    let told = &entry.initial;
    let mut initial = names.ids(&told.scripts, &format!("entries[{index}].initial.scripts"))?;
    initial.add_all(&names.ids(&told.stylesheets, &format!("entries[{index}].initial.stylesheets"))?);
    initial.insert(asset);
    Ok(EntryPoint {
        asset,
        audience: audience(&entry.audience),
        route: entry.route.clone(),
        initial,
        lazy: AssetSet::default(),
        depth: told.depth,
        chain: Vec::new(),
    })
}

fn split_point(
    names: &Names<'_>,
    index: usize,
    point: &json::SplitPoint,
) -> Result<SplitPoint, Contradiction> {
    let adds = &point.adds;
    Ok(SplitPoint {
        chunk: names.id(&point.chunk, || format!("splitPoints[{index}].chunk"))?,
        span: Span::new(0, 0),
        target: names.id(&point.target, || format!("splitPoints[{index}].target"))?,
        adds: names.ids(&point.loads, &format!("splitPoints[{index}].loads"))?,
        cost: Sizes { raw: adds.raw, gzip: adds.gzip, brotli: adds.brotli },
        depth: 0,
        effective: point.effective,
        loaded_by: None,
        audience: audience(&point.audience),
        routes: point.routes.clone(),
    })
}

fn route(names: &Names<'_>, index: usize, route: &json::Route) -> Result<Route, Contradiction> {
    let entry = names.id(&route.entry, || format!("routes[{index}].entry"))?;
    let told = &route.initial;
    let mut initial = names.ids(&told.scripts, &format!("routes[{index}].initial.scripts"))?;
    initial.add_all(&names.ids(&told.stylesheets, &format!("routes[{index}].initial.stylesheets"))?);
    initial.insert(entry);
    Ok(Route {
        path: route.path.clone(),
        entry,
        split_points: Vec::new(),
        initial,
        lazy: AssetSet::default(),
        depth: told.depth,
    })
}

fn packages(names: &Names<'_>, report: &json::Report, build: &mut Build) -> Result<(), Contradiction> {
    let mut found = Vec::new();
    for (index, chunk) in report.chunks.iter().enumerate() {
        let id = names.id(&chunk.path, || format!("chunks[{index}].path"))?;
        found.extend(chunk.packages.iter().map(|package| in_chunk(id, package)));
        if let Some(of_chunk) = build.modules.get_mut(id.index()) {
            *of_chunk = modules(index, chunk)?;
        }
        if let (Some(composition), Some(contents)) = (&chunk.composition, build.contents.get_mut(id.index()))
        {
            contents.parts = parts(composition);
        }
    }
    found.sort_by(|a: &PackageInChunk, b| (a.chunk, &a.name).cmp(&(b.chunk, &b.name)));
    let mut uses: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, package) in found.iter().enumerate() {
        uses.entry(package.name.clone()).or_default().push(index);
    }
    let package = |(name, uses): (String, Vec<usize>)| Package {
        name,
        versions: Vec::new(),
        sizes: None,
        uses,
        is_initial: false,
        initial: None,
    };
    build.packages.all = uses.into_iter().map(package).collect();
    build.packages.in_chunks = found;
    Ok(())
}

fn in_chunk(chunk: AssetId, package: &json::ChunkPackage) -> PackageInChunk {
    let sizes = match (package.bytes, package.gzip, package.brotli) {
        (Some(raw), Some(gzip), Some(brotli)) => Some(Sizes { raw, gzip, brotli }),
        _ => None,
    };
    PackageInChunk {
        chunk,
        name: package.name.clone(),
        versions: package.version.iter().cloned().collect(),
        instances: package.instances.iter().map(|instance| self::instance(&package.name, instance)).collect(),
        sizes,
        evidence: Evidence::from_name(&package.evidence).unwrap_or(Evidence::Licence),
        span: None,
    }
}

/// A copy of which the report has the bytes, but not their shares of what the script weighs compressed.
fn instance(name: &str, instance: &json::Instance) -> InstanceBytes {
    InstanceBytes {
        instance: Instance {
            name: name.to_owned(),
            path: instance.path.clone(),
            version: instance.version.clone(),
        },
        sizes: Sizes { raw: instance.bytes, gzip: 0, brotli: 0 },
    }
}

/// What a source map told, without the packages, which stand by themselves.
fn parts(composition: &json::Composition) -> Vec<Part> {
    let part = |(origin, bytes)| Part { origin, evidence: Evidence::SourceMap, bytes, weight: 0 };
    let told = [
        (Origin::Application, composition.application),
        (Origin::Bundler, composition.bundler),
        (Origin::Unknown, composition.unmapped),
        (Origin::MapComment, composition.map_comment),
    ];
    told.map(part).into()
}

fn audience(name: &str) -> Audience {
    if name == "legacy" { Audience::Legacy } else { Audience::Modern }
}
