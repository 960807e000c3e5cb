//! A report to what is kept of it.

use std::collections::BTreeSet;

use crate::model::baseline_file::names::Names;
use crate::model::baseline_file::{
    BaselineDocument, Entry, FORMAT, File, Initial, PackageOfChunk, Project, Route, SplitPoint,
};
use crate::model::json_report::{ChunkPackage, Report, Sizes};
use crate::model::package::MARKS;

/// Where the schema can be read.
const SCHEMA: &str = "https://weighbridge.dev/schema/baseline.schema.json";

impl BaselineDocument {
    /// The document of these projects.
    pub fn of(mut projects: Vec<Project>) -> Self {
        projects.sort_by(|a, b| (&a.project, &a.directory).cmp(&(&b.project, &b.directory)));
        Self { schema: Some(SCHEMA.to_owned()), format: FORMAT.into(), schema_version: 1, projects }
    }
}

impl Project {
    /// What is kept of a report; `directory` is where its build lies from the file on.
    pub fn of(report: &Report, directory: String) -> Self {
        let names = Names::of(report);
        let chunks = report.chunks.iter().filter(|chunk| chunk.composition.is_some());
        let mapped: BTreeSet<&str> = chunks.map(|chunk| chunk.path.as_str()).collect();
        let mut files: Vec<File> = report
            .assets
            .iter()
            .map(|asset| File {
                path: names.name(&asset.path),
                resource_type: asset.resource_type.clone(),
                load: asset.load.clone(),
                raw: asset.raw,
                gzip: asset.gzip,
                brotli: asset.brotli,
                mapped: mapped.contains(asset.path.as_str()),
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut packages: Vec<PackageOfChunk> = report
            .chunks
            .iter()
            .flat_map(|chunk| {
                chunk.packages.iter().map(|package| self::package(names.name(&chunk.path), package))
            })
            .collect();
        packages.sort_by(|a, b| (&a.chunk, &a.name).cmp(&(&b.chunk, &b.name)));
        Self {
            project: report.project.clone(),
            directory,
            compression: report.build.compression.clone(),
            knows: Some(MARKS),
            files,
            packages,
            entries: entries(report, &names),
            routes: routes(report, &names),
            split_points: split_points(report, &names),
        }
    }
}

fn package(chunk: String, package: &ChunkPackage) -> PackageOfChunk {
    let sizes = match (package.bytes, package.gzip, package.brotli) {
        (Some(raw), Some(gzip), Some(brotli)) => Some(Sizes { raw, gzip, brotli }),
        _ => None,
    };
    PackageOfChunk {
        chunk,
        name: package.name.clone(),
        version: package.version.clone(),
        evidence: package.evidence.clone(),
        sizes,
    }
}

fn entries(report: &Report, names: &Names<'_>) -> Vec<Entry> {
    let entry = |entry: &crate::model::json_report::Entry| {
        let told = &entry.initial;
        Entry {
            path: names.name(&entry.path),
            audience: entry.audience.clone(),
            route: entry.route.clone(),
            initial: Initial {
                raw: told.raw,
                gzip: told.gzip,
                brotli: told.brotli,
                files: told.files,
                depth: told.depth,
                loads: names.all(told.scripts.iter().chain(&told.stylesheets)),
            },
        }
    };
    let mut entries: Vec<Entry> = report.entries.iter().map(entry).collect();
    entries.sort_by(|a, b| (&a.path, &a.audience).cmp(&(&b.path, &b.audience)));
    entries
}

fn routes(report: &Report, names: &Names<'_>) -> Vec<Route> {
    let route = |route: &crate::model::json_report::Route| {
        let told = &route.initial;
        Route {
            path: route.path.clone(),
            entry: names.name(&route.entry),
            initial: Initial {
                raw: told.raw,
                gzip: told.gzip,
                brotli: told.brotli,
                files: told.files,
                depth: told.depth,
                loads: names.all(told.scripts.iter().chain(&told.stylesheets)),
            },
        }
    };
    let mut routes: Vec<Route> = report.routes.iter().map(route).collect();
    routes.sort_by(|a, b| (&a.path, &a.entry).cmp(&(&b.path, &b.entry)));
    routes
}

/// Those of one chunk and target stay in their order.
fn split_points(report: &Report, names: &Names<'_>) -> Vec<SplitPoint> {
    let point = |point: &crate::model::json_report::SplitPoint| SplitPoint {
        chunk: names.name(&point.chunk),
        target: names.name(&point.target),
        audience: point.audience.clone(),
        effective: point.effective,
        adds: point.adds.clone(),
        loads: names.all(&point.loads),
        routes: point.routes.clone(),
    };
    let mut points: Vec<SplitPoint> = report.split_points.iter().map(point).collect();
    points.sort_by(|a, b| (&a.chunk, &a.target).cmp(&(&b.chunk, &b.target)));
    points
}
