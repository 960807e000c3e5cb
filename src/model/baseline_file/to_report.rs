//! What was kept, as the report that it was made from: so that there is one way from a baseline to a build.
//!
//! What is not kept is empty. Files are called as they are here; scripts and stylesheets of a load stand in one list.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::baseline_file::{Entry, File, Initial, PackageOfChunk, Project, Route, SplitPoint};
use crate::model::json_report as json;
use crate::model::package::MARKS;

impl Project {
    /// The report.
    pub fn report(self) -> json::Report {
        let chunks = chunks(&self.files, self.packages);
        let this = json::Tool::this();
        // Which version wrote it is not kept, but whether it knew the same: else what it calls no package may be one.
        let version = if self.knows == Some(MARKS) { this.version.clone() } else { "".into() };
        json::Report {
            schema_version: 1,
            tool: json::Tool { version, ..this },
            project: self.project,
            build: json::Build {
                directory: self.directory,
                compression: self.compression,
                bundlers: Vec::new(),
                manifests: Vec::new(),
            },
            config: None,
            totals: BTreeMap::new(),
            assets: self
                .files
                .into_iter()
                .map(|file| json::Asset {
                    path: file.path,
                    resource_type: file.resource_type,
                    load: file.load,
                    raw: file.raw,
                    gzip: file.gzip,
                    brotli: file.brotli,
                    precompressed: BTreeMap::new(),
                    fingerprint: None,
                })
                .collect(),
            chunks,
            entries: self.entries.into_iter().map(entry).collect(),
            routes: self.routes.into_iter().map(route).collect(),
            split_points: self.split_points.into_iter().map(split_point).collect(),
            unresolved: 0,
            import_costs: Vec::new(),
            precache: Vec::new(),
            packages: Vec::new(),
            images: Vec::new(),
            checks: Vec::new(),
            findings: Vec::new(),
            budgets: Vec::new(),
            breaches: Vec::new(),
            baseline: None,
            anchor: None,
            problems: Vec::new(),
            verdict: "pass".into(),
        }
    }
}

fn chunks(files: &[File], packages: Vec<PackageOfChunk>) -> Vec<json::Chunk> {
    let scripts = files.iter().filter(|file| file.resource_type == "script");
    let mut chunks: BTreeMap<String, Vec<json::ChunkPackage>> =
        scripts.map(|script| (script.path.clone(), Vec::new())).collect();
    let mapped: BTreeSet<&str> =
        files.iter().filter(|file| file.mapped).map(|file| file.path.as_str()).collect();
    for package in packages {
        chunks.entry(package.chunk).or_default().push(json::ChunkPackage {
            name: package.name,
            version: package.version,
            bytes: package.sizes.as_ref().map(|sizes| sizes.raw),
            gzip: package.sizes.as_ref().map(|sizes| sizes.gzip),
            brotli: package.sizes.as_ref().map(|sizes| sizes.brotli),
            instances: Vec::new(),
            evidence: package.evidence,
        });
    }
    let chunk = |(path, packages): (String, _)| json::Chunk {
        composition: mapped.contains(path.as_str()).then(json::Composition::default),
        path,
        imports: Vec::new(),
        dynamic_imports: Vec::new(),
        css: Vec::new(),
        workers: Vec::new(),
        packages,
        externals: Vec::new(),
        modules: Vec::new(),
    };
    chunks.into_iter().map(chunk).collect()
}

fn entry(entry: Entry) -> json::Entry {
    let Initial { raw, gzip, brotli, files, depth, loads } = entry.initial;
    json::Entry {
        path: entry.path,
        audience: entry.audience,
        route: entry.route,
        initial: json::Initial {
            scripts: loads,
            stylesheets: Vec::new(),
            files,
            depth,
            chain: Vec::new(),
            raw,
            gzip,
            brotli,
            before: None,
        },
    }
}

fn route(route: Route) -> json::Route {
    let Initial { raw, gzip, brotli, files, depth, loads } = route.initial;
    json::Route {
        path: route.path,
        entry: route.entry,
        split_points: Vec::new(),
        initial: json::RouteInitial {
            scripts: loads,
            stylesheets: Vec::new(),
            files,
            depth,
            raw,
            gzip,
            brotli,
        },
    }
}

fn split_point(point: SplitPoint) -> json::SplitPoint {
    json::SplitPoint {
        chunk: point.chunk,
        line: 1,
        column: 1,
        target: point.target,
        loads: point.loads,
        adds: point.adds,
        effective: point.effective,
        audience: point.audience,
        routes: point.routes,
    }
}
