//! The JSON report, `schemaVersion` 1: what dashboards and other tools read.
//!
//! The types of `model/json_report` are the format; they are frozen and mirror docs and schema, not the rest of the
//! model. Here is how they are made and written.
//! Deterministic: sorted by path, no times, no absolute paths.

mod baseline;
mod budgets;
mod growth;
mod images;
mod packages;
mod read;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::asset::{Asset, AssetId, ResourceType, Sizes};
use crate::model::asset_set::AssetSet;
use crate::model::bundler::Bundler;
use crate::model::chunk_graph::{Audience, Edge, EdgeKind, EntryPoint, ImportCost, SplitPoint};
use crate::model::config::Origin;
use crate::model::finding::Finding;
use crate::model::fingerprint::Fingerprint;
use crate::model::json_report as json;
use crate::model::manifest::ManifestUse;
use crate::model::report::Report;
use crate::model::route::Route;
use crate::model::service_worker::Precache;
use crate::report::breach::breaches;
use crate::report::wording;

pub use read::{ReadError, SCHEMA_VERSION, read};
pub(crate) use read::{read_error, utf8};

/// Reports as JSON, ending with a line feed: one by itself, several as a joined report.
pub fn render(joined: &json::Joined) -> String {
    match joined.projects.as_slice() {
        [only] => pretty(only),
        _ => pretty(joined),
    }
}

fn pretty(document: &impl Serialize) -> String {
    // Types without maps of other keys than texts and without floats cannot fail to serialise.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// The JSON Schema of a report.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(json::Report);
    schema.insert("$id".to_owned(), "https://weighbridge.dev/schema/report.schema.json".into());
    schema.to_value()
}

/// The JSON Schema of a joined report.
pub fn joined_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(json::Joined);
    schema.insert("$id".to_owned(), "https://weighbridge.dev/schema/joined.schema.json".into());
    schema.to_value()
}

/// What has changed since an earlier build; `None` where there is none to compare with.
pub fn comparison(report: &Report) -> Option<json::Baseline> {
    report.against.comparison().map(|past| baseline::baseline(report, past))
}

/// The report as other programs and the other formats get it.
pub fn document(report: &Report) -> json::Report {
    let build = &report.build;
    json::Report {
        schema_version: 1,
        tool: json::Tool::this(),
        project: None,
        build: json::Build {
            directory: report.directory.clone(),
            compression: json::Compression {
                gzip: report.config.compression.gzip,
                brotli: report.config.compression.brotli,
            },
            bundlers: build.bundlers.iter().map(bundler).collect(),
            manifests: build.graph.manifests.iter().map(manifest).collect(),
        },
        config: match &report.config.origin {
            Origin::File(file) => Some(file.name.clone()),
            Origin::CommandLine | Origin::BuiltIn => None,
        },
        totals: totals(&build.assets),
        assets: build.iter().map(|(id, asset)| self::asset(report, id, asset)).collect(),
        chunks: build.of_type(ResourceType::Script).map(|(id, _)| chunk(report, id)).collect(),
        entries: build.graph.entries.iter().map(|entry| self::entry(report, entry)).collect(),
        routes: routes(report),
        split_points: build
            .graph
            .split_points
            .iter()
            .filter_map(|point| split_point(report, point))
            .collect(),
        unresolved: build.graph.unresolved,
        import_costs: build.graph.import_costs.iter().filter_map(|cost| import_cost(report, cost)).collect(),
        precache: build.graph.precaches.iter().map(|precache| self::precache(report, precache)).collect(),
        packages: packages::packages(report),
        images: images::images(report),
        checks: report
            .checks
            .iter()
            .map(|ran| json::Check { id: ran.check.id.into(), severity: ran.severity.name().into() })
            .collect(),
        findings: report.findings.iter().map(|finding| self::finding(report, finding)).collect(),
        budgets: report.judgements.iter().map(|judgement| budgets::budget(report, judgement)).collect(),
        breaches: breaches(report).iter().map(budgets::breach).collect(),
        baseline: comparison(report),
        anchor: report.anchor.comparison().map(|past| baseline::anchor(report, past)),
        problems: report
            .problems
            .iter()
            .map(|problem| json::Problem {
                asset: problem.asset.as_ref().map(ToString::to_string),
                message: problem.message.clone(),
            })
            .collect(),
        verdict: report.verdict.name().into(),
    }
}

fn bundler(bundler: &Bundler) -> json::Bundler {
    json::Bundler {
        name: bundler.tool.name().to_owned(),
        version: bundler.version.clone(),
        evidence: bundler.evidence.clone(),
    }
}

fn manifest(manifest: &ManifestUse) -> json::Manifest {
    json::Manifest {
        path: manifest.path.to_string(),
        format: manifest.format.name().into(),
        used: manifest.used,
        agrees: manifest.agrees,
    }
}

fn totals(assets: &[Asset]) -> BTreeMap<json::Word, json::Total> {
    let total = |assets: &mut dyn Iterator<Item = &Asset>| {
        let mut total = json::Total { files: 0, raw: 0, gzip: Some(0), brotli: Some(0) };
        for asset in assets {
            total.files += 1;
            total.raw += asset.raw;
            let add = |sum: Option<u64>, size: Option<u64>| Some(sum? + size?);
            total.gzip = add(total.gzip, asset.sizes.map(|sizes| sizes.gzip));
            total.brotli = add(total.brotli, asset.sizes.map(|sizes| sizes.brotli));
        }
        total
    };
    let mut totals = BTreeMap::new();
    totals.insert(
        "all".into(),
        total(&mut assets.iter().filter(|asset| asset.resource_type != ResourceType::SourceMap)),
    );
    for resource_type in ResourceType::ALL {
        let mut of_type = assets.iter().filter(|asset| asset.resource_type == resource_type).peekable();
        if of_type.peek().is_some()
            || matches!(resource_type, ResourceType::Script | ResourceType::Stylesheet)
        {
            totals.insert(resource_type.name().into(), total(&mut of_type));
        }
    }
    totals
}

fn asset(report: &Report, id: AssetId, asset: &Asset) -> json::Asset {
    json::Asset {
        path: asset.path.to_string(),
        resource_type: asset.resource_type.name().into(),
        load: report.build.graph.load(id).map(|load| load.name().into()),
        raw: asset.raw,
        gzip: asset.sizes.map(|sizes| sizes.gzip),
        brotli: asset.sizes.map(|sizes| sizes.brotli),
        precompressed: asset
            .precompressed
            .iter()
            .map(|form| (form.encoding.name().into(), form.bytes))
            .collect(),
        fingerprint: report
            .build
            .fingerprints
            .get(id.index())
            .and_then(|known| known.as_ref().map(fingerprint)),
    }
}

fn fingerprint(known: &Fingerprint) -> json::Fingerprint {
    json::Fingerprint {
        content: known.content.to_string(),
        without_references: known.without_references.to_string(),
        words: known.words.to_string(),
    }
}

fn chunk(report: &Report, id: AssetId) -> json::Chunk {
    let is_style = |id: AssetId| report.build.asset(id).resource_type == ResourceType::Stylesheet;
    let to = |kind: EdgeKind| {
        // A chunk may load a stylesheet by an edge that is dynamic: it is among its styles all the same.
        let listed_as = |edge: &Edge| if is_style(edge.to) { EdgeKind::Stylesheet } else { edge.kind };
        let edges = report.build.graph.edges_from(id).filter(|edge| listed_as(edge) == kind);
        edges.map(|edge| report.path(edge.to).to_owned()).collect()
    };
    json::Chunk {
        path: report.path(id).to_owned(),
        imports: to(EdgeKind::Static),
        dynamic_imports: to(EdgeKind::Dynamic),
        css: to(EdgeKind::Stylesheet),
        workers: to(EdgeKind::Worker),
        packages: packages::in_chunk(report, id),
        modules: packages::modules(report, id),
        composition: packages::composition(report, id),
        externals: report.build.packages.externals.get(&id).cloned().unwrap_or_default(),
    }
}

fn entry(report: &Report, entry: &EntryPoint) -> json::Entry {
    let of_type = |resource_type| paths_of_type(report, &entry.initial, resource_type);
    let sizes = report.build.weigh(entry.initial.iter());
    json::Entry {
        path: report.path(entry.asset).to_owned(),
        audience: audience(entry.audience),
        route: entry.route.clone(),
        initial: json::Initial {
            scripts: of_type(ResourceType::Script),
            stylesheets: of_type(ResourceType::Stylesheet),
            files: entry.initial.len(),
            depth: entry.depth,
            chain: entry.chain.iter().map(|&id| report.path(id).to_owned()).collect(),
            raw: sizes.raw,
            gzip: sizes.gzip,
            brotli: sizes.brotli,
            before: report.against.comparison().and_then(|past| past.initial_before(entry)).map(self::sizes),
        },
    }
}

fn paths_of_type(report: &Report, ids: &AssetSet, resource_type: ResourceType) -> Vec<String> {
    let wanted = ids.iter().filter(|id| report.build.asset(*id).resource_type == resource_type);
    wanted.map(|id| report.path(id).to_owned()).collect()
}

fn routes(report: &Report) -> Vec<json::Route> {
    let graph = &report.build.graph;
    // Split points without a place are not told of: the others move up.
    let told = graph.split_points.iter().map(|split| report.place(split.chunk, split.span).is_some());
    let places: Vec<Option<usize>> = told
        .scan(0, |next, is_told| {
            let place = is_told.then_some(*next);
            *next += usize::from(is_told);
            Some(place)
        })
        .collect();
    let place = |index: &usize| places.get(*index).copied().flatten();
    graph
        .routes
        .iter()
        .map(|route| self::route(report, route, route.split_points.iter().filter_map(place).collect()))
        .collect()
}

fn route(report: &Report, route: &Route, split_points: Vec<usize>) -> json::Route {
    let sizes = report.build.weigh(route.initial.iter());
    json::Route {
        path: route.path.clone(),
        entry: report.path(route.entry).to_owned(),
        split_points,
        initial: json::RouteInitial {
            scripts: paths_of_type(report, &route.initial, ResourceType::Script),
            stylesheets: paths_of_type(report, &route.initial, ResourceType::Stylesheet),
            files: route.initial.len(),
            depth: route.depth,
            raw: sizes.raw,
            gzip: sizes.gzip,
            brotli: sizes.brotli,
        },
    }
}

fn split_point(report: &Report, split_point: &SplitPoint) -> Option<json::SplitPoint> {
    let place = report.place(split_point.chunk, split_point.span)?;
    Some(json::SplitPoint {
        chunk: report.path(split_point.chunk).to_owned(),
        line: place.line,
        column: place.column,
        target: report.path(split_point.target).to_owned(),
        loads: split_point.adds.iter().map(|id| report.path(id).to_owned()).collect(),
        adds: sizes(split_point.cost),
        effective: split_point.effective,
        audience: audience(split_point.audience),
        routes: split_point.routes.clone(),
    })
}

fn import_cost(report: &Report, cost: &ImportCost) -> Option<json::ImportCost> {
    let place = report.place(cost.chunk, cost.span)?;
    Some(json::ImportCost {
        entry: report.path(cost.entry).to_owned(),
        chunk: report.path(cost.chunk).to_owned(),
        line: place.line,
        column: place.column,
        target: report.path(cost.target).to_owned(),
        brings: sizes(cost.brings),
    })
}

fn precache(report: &Report, precache: &Precache) -> json::Precache {
    let sizes = report.build.weigh(precache.files.iter().copied());
    json::Precache {
        service_worker: report.path(precache.service_worker).to_owned(),
        files: precache.files.len() as u64,
        raw: sizes.raw,
        gzip: sizes.gzip,
        brotli: sizes.brotli,
        missing: precache.missing.iter().cloned().collect(),
    }
}

/// Sizes as the report has them.
pub fn sizes(sizes: Sizes) -> json::Sizes {
    json::Sizes { raw: sizes.raw, gzip: sizes.gzip, brotli: sizes.brotli }
}

fn audience(audience: Audience) -> json::Word {
    match audience {
        Audience::Modern => "modern".into(),
        Audience::Legacy => "legacy".into(),
    }
}

fn finding(report: &Report, finding: &Finding) -> json::Finding {
    let seen = &finding.observation;
    let place = seen.span.and_then(|span| report.place(seen.asset, span));
    json::Finding {
        check: finding.check.id.into(),
        severity: finding.severity.name().into(),
        asset: report.path(seen.asset).to_owned(),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        message: wording::message(report, finding),
        help: wording::help(report, finding),
        waste: seen.waste,
    }
}
