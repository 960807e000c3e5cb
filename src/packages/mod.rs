//! Which npm packages are in the scripts of a build, how much of them, and how that is known.
//!
//! Two steps: [`contents`] looks at one script while its text is at hand, [`find`] at all of them
//! together when the graph is known. One file a kind of evidence. A source map accounts for every byte; without one a
//! package has bytes only where a module's boundaries are in the script, and is otherwise only known to be there.
//! Pure: maps and licence files are handed in.

mod attribute;
mod bare_imports;
mod evidence;
mod known;
mod licence_lists;
mod licences;
mod module_paths;
mod origin;
mod registry;
mod shares;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::{Asset, AssetId, ResourceType, Sizes};
use crate::model::build::{Build, Facts};
use crate::model::chunk_graph::{ChunkGraph, Load};
use crate::model::package::{
    Contents, Evidence, InstanceBytes, Module, Origin, Package, PackageInChunk, PackageMark, Packages, Part,
    SourceBytes,
};
use crate::model::script::ScriptFacts;
use crate::model::source_map::SourceMap;
use crate::model::span::Span;
use crate::packages::evidence::Sightings;

/// The source map of one script.
#[derive(Clone, Copy, Debug)]
pub struct MapOfScript<'a> {
    /// The map.
    pub map: &'a SourceMap,
    /// The folder that it lies in, relative to the build.
    pub directory: &'a str,
    /// The comment in the script that names it.
    pub comment: Option<Span>,
}

/// What one script is made of, and the text of each part, parallel to its parts.
pub type ContentsWithTexts = (Contents, Vec<String>);

/// Says of every byte of `text` where it comes from. The error says what is wrong with the map, as what follows
/// "the source map".
pub fn mapped(text: &str, map: MapOfScript<'_>) -> Result<ContentsWithTexts, String> {
    let attributed = attribute::attribute(text, map.map, map.directory, map.comment)?;
    Ok((attributed.contents, attributed.texts))
}

/// One script and what belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct Script<'a> {
    /// Its file name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// What was read from it.
    pub facts: &'a ScriptFacts,
    /// The texts of the licence files that minifiers wrote for it.
    pub notices: &'a [String],
}

/// What one script is made of: by its source map, of which `mapped` is what [`mapped`] gave, or else by what it shows
/// itself. A map without sources says nothing: bundlers write such maps for scripts that they made up.
pub fn contents(script: &Script<'_>, mapped: Option<ContentsWithTexts>) -> ContentsWithTexts {
    let evidence = Sightings::in_script(script);
    let mapped = mapped.filter(|(contents, _)| !contents.sources.is_empty());
    let (contents, texts) = mapped.unwrap_or_else(|| evidence.parts(script.text));
    (Contents { marks: evidence.marks(script), ..contents }, texts)
}

/// The modules that a script was made from, as far as its source map names them; empty where it was not measured.
pub fn modules(asset: &Asset, contents: &Contents) -> Vec<Module> {
    let Some(sizes) = asset.sizes else { return Vec::new() };
    let (gzip, brotli) = (contents.shares(sizes.gzip), contents.shares(sizes.brotli));
    let module = |source: &SourceBytes| Module {
        path: source.path.clone(),
        package: contents.parts.get(source.part).and_then(|part| part.origin.package()).map(str::to_owned),
        sizes: Sizes {
            raw: source.bytes,
            gzip: gzip.of_source(source).unwrap_or_default(),
            brotli: brotli.of_source(source).unwrap_or_default(),
        },
    };
    contents.sources.iter().map(module).collect()
}

/// The path of a source that a map in `directory` of the build names as `written`, and where it comes from.
pub fn source(written: &str, directory: &str) -> (String, Origin) {
    let source = origin::source(written, directory);
    (source.path, source.origin)
}

/// The packages that a list of all licences of a build names; empty for a text that is no such list.
pub fn in_licence_list(text: &str) -> Vec<PackageMark> {
    licence_lists::named(text)
}

/// The packages of a build, as far as its scripts show them.
pub fn find(build: &Build) -> Packages {
    let is_made_by = |framework| build.bundlers.iter().any(|bundler| bundler.tool == framework);
    let mapped = specifiers(build);
    let is_mapped = |specifier: &str| {
        mapped.contains(specifier)
            || mapped.iter().any(|key| key.ends_with('/') && specifier.starts_with(key))
    };
    let mut in_chunks = Vec::new();
    let mut externals = BTreeMap::new();
    for (id, asset) in build.of_type(ResourceType::Script) {
        if let Some(facts) = build.script(id) {
            externals.insert(id, bare_imports::externals(id, facts, &build.graph, &is_mapped));
        }
        let Some(contents) = build.contents.get(id.index()) else { continue };
        let marks = contents.marks.iter().filter(|mark| mark.framework.is_none_or(is_made_by));
        in_chunks.extend(in_chunk(id, asset, contents, &marks.collect::<Vec<_>>()));
    }
    externals.retain(|_, names| !names.is_empty());
    let all = all(&in_chunks, &build.licence_marks, &build.graph);
    Packages { in_chunks, all, externals }
}

/// What the import maps of all documents know.
fn specifiers(build: &Build) -> BTreeSet<&str> {
    let maps = build.facts.iter().filter_map(|facts| match facts {
        Facts::Document(document) => Some(&document.import_map),
        _ => None,
    });
    maps.flatten().map(|(specifier, _)| specifier.as_str()).collect()
}

/// The packages of one script, sorted by name.
fn in_chunk(
    chunk: AssetId,
    asset: &Asset,
    contents: &Contents,
    marks: &[&PackageMark],
) -> Vec<PackageInChunk> {
    let mut found: BTreeMap<&str, PackageInChunk> = BTreeMap::new();
    let new = |name: &str, evidence: Evidence| PackageInChunk {
        chunk,
        name: name.to_owned(),
        versions: Vec::new(),
        instances: Vec::new(),
        sizes: None,
        evidence,
        span: None,
    };
    for (part, sizes) in contents.parts.iter().zip(part_sizes(asset, &contents.parts)) {
        let Some(name) = part.origin.package() else { continue };
        let package = found.entry(name).or_insert_with(|| new(name, part.evidence));
        package.sizes = Some(package.sizes.unwrap_or_default() + sizes);
        if let Origin::Instance(instance) = &part.origin {
            package.versions.extend(instance.version.clone());
            package.instances.push(InstanceBytes { instance: instance.clone(), sizes });
        }
    }
    let is_mapped = contents.parts.iter().any(|part| part.evidence == Evidence::SourceMap);
    for mark in marks {
        let package = match found.get_mut(mark.name.as_str()) {
            Some(package) => package,
            // A map names all that is in a script; what it does not name is a text that looks like a mark.
            None if is_mapped => continue,
            None => found.entry(&mark.name).or_insert_with(|| new(&mark.name, mark.evidence)),
        };
        package.evidence = package.evidence.min(mark.evidence);
        package.span = package.span.or(mark.span);
        if package.instances.iter().all(|bytes| bytes.instance.version.is_none()) {
            package.versions.extend(mark.version.clone());
        }
    }
    let mut packages: Vec<PackageInChunk> = found.into_values().collect();
    for package in &mut packages {
        package.versions.sort();
        package.versions.dedup();
    }
    packages
}

/// What each part weighs: its bytes, and its share of what the script weighs compressed.
fn part_sizes(asset: &Asset, parts: &[Part]) -> Vec<Sizes> {
    let weights: Vec<u64> = parts.iter().map(|part| part.weight).collect();
    let sizes = asset.sizes.unwrap_or_default();
    let (gzip, brotli) = (shares::shares(sizes.gzip, &weights), shares::shares(sizes.brotli, &weights));
    let of_part = |((part, gzip), brotli): ((&Part, u64), u64)| Sizes { raw: part.bytes, gzip, brotli };
    parts.iter().zip(gzip).zip(brotli).map(of_part).collect()
}

fn all(in_chunks: &[PackageInChunk], listed: &[PackageMark], graph: &ChunkGraph) -> Vec<Package> {
    let mut all: BTreeMap<&str, Package> = BTreeMap::new();
    let mut versions: BTreeMap<&str, BTreeSet<&String>> = BTreeMap::new();
    for (index, found) in in_chunks.iter().enumerate() {
        let name = found.name.as_str();
        let package = all.entry(name).or_insert_with(|| unseen(name));
        let load = graph.load(found.chunk);
        package.uses.push(index);
        package.is_initial |= load == Some(Load::Initial);
        let add = |sum: Option<Sizes>| found.sizes.map(|sizes| sum.unwrap_or_default() + sizes).or(sum);
        // What only browsers without modules load is there twice.
        if load != Some(Load::Legacy) {
            package.sizes = add(package.sizes);
        }
        if load == Some(Load::Initial) {
            package.initial = add(package.initial);
        }
        versions.entry(name).or_default().extend(&found.versions);
    }
    for mark in listed {
        all.entry(&mark.name).or_insert_with(|| unseen(&mark.name));
        versions.entry(&mark.name).or_default().extend(&mark.version);
    }
    for (name, versions) in versions {
        if let Some(package) = all.get_mut(name) {
            package.versions = versions.into_iter().cloned().collect();
        }
    }
    all.into_values().collect()
}

/// A package of which nothing is known yet but its name.
fn unseen(name: &str) -> Package {
    Package {
        name: name.to_owned(),
        versions: Vec::new(),
        sizes: None,
        uses: Vec::new(),
        is_initial: false,
        initial: None,
    }
}
