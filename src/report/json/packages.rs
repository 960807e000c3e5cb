//! The packages of a build and of its chunks, as the JSON report has them.

use crate::model::asset::AssetId;
use crate::model::json_report as json;
use crate::model::package::{Evidence, InstanceBytes, Module, Origin, Package, PackageInChunk, Part};
use crate::model::report::Report;

/// Every package of the build.
pub(super) fn packages(report: &Report) -> Vec<json::Package> {
    report.build.packages.all.iter().map(|package| self::package(report, package)).collect()
}

/// The packages of one script.
pub(super) fn in_chunk(report: &Report, chunk: AssetId) -> Vec<json::ChunkPackage> {
    report.build.packages.in_chunk(chunk).iter().map(chunk_package).collect()
}

/// The source files that one script was made from.
pub(super) fn modules(report: &Report, chunk: AssetId) -> Vec<json::Module> {
    let module = |module: &Module| json::Module {
        path: module.path.clone(),
        package: module.package.clone(),
        bytes: module.sizes.raw,
        gzip: module.sizes.gzip,
        brotli: module.sizes.brotli,
    };
    report.build.modules.get(chunk.index()).map_or_else(Vec::new, |all| all.iter().map(module).collect())
}

/// Where the bytes of one script come from; `None` without a source map.
pub(super) fn composition(report: &Report, chunk: AssetId) -> Option<json::Composition> {
    let contents = report.build.contents.get(chunk.index())?;
    let mapped: Vec<&Part> =
        contents.parts.iter().filter(|part| part.evidence == Evidence::SourceMap).collect();
    let mut composition = json::Composition::default();
    for part in &mapped {
        let sum = match part.origin {
            Origin::Instance(_) | Origin::Package(_) => &mut composition.packages,
            Origin::Application => &mut composition.application,
            Origin::Bundler => &mut composition.bundler,
            Origin::Unknown => &mut composition.unmapped,
            Origin::MapComment => &mut composition.map_comment,
        };
        *sum += part.bytes;
    }
    (!mapped.is_empty()).then_some(composition)
}

fn package(report: &Report, package: &Package) -> json::Package {
    let uses = package.uses.iter().filter_map(|&index| report.build.packages.in_chunks.get(index));
    json::Package {
        name: package.name.clone(),
        versions: package.versions.clone(),
        bytes: package.sizes.map(|sizes| sizes.raw),
        gzip: package.sizes.map(|sizes| sizes.gzip),
        brotli: package.sizes.map(|sizes| sizes.brotli),
        chunks: uses.map(|found| report.path(found.chunk).to_owned()).collect(),
        initial: package.is_initial,
    }
}

fn chunk_package(found: &PackageInChunk) -> json::ChunkPackage {
    json::ChunkPackage {
        name: found.name.clone(),
        version: match found.versions.as_slice() {
            [version] => Some(version.clone()),
            _ => None,
        },
        bytes: found.sizes.map(|sizes| sizes.raw),
        gzip: found.sizes.map(|sizes| sizes.gzip),
        brotli: found.sizes.map(|sizes| sizes.brotli),
        instances: found.instances.iter().map(instance).collect(),
        evidence: found.evidence.name().into(),
    }
}

fn instance(bytes: &InstanceBytes) -> json::Instance {
    json::Instance {
        path: bytes.instance.path.clone(),
        version: bytes.instance.version.clone(),
        bytes: bytes.sizes.raw,
    }
}
