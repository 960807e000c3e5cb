//! EDGE. What each stage takes on the fixtures: `cargo bench --bench stages`, with `-- parse` for those of
//! that name.
//!
//! Each is a stage by itself, on what the stages before it gave. docs/performance.md says what they cost in real runs.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the benchmarks read the fixtures and fail by panicking"
)]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use weighbridge::cache::Cache;
use weighbridge::checks::{self, CHECKS};
use weighbridge::graph::{self, Beside};
use weighbridge::model::asset::ResourceType;
use weighbridge::model::baseline::Against;
use weighbridge::model::config::{Compression, Config};
use weighbridge::model::json_report::Joined;
use weighbridge::model::outside::Measurements;
use weighbridge::model::report::Report;
use weighbridge::parse::{self, source_map};
use weighbridge::pipeline::{self, Encoder, Given, Progress, Work};
use weighbridge::report::terminal::{self, TerminalStyle};
use weighbridge::report::{
    badge, codeclimate, github, html, json, junit, markdown, openmetrics, sarif, size_limit,
};
use weighbridge::{baseline, config, encode, fingerprint, judge, measure, packages, walk};

/// A build of each way of bundling.
const BUILDS: [&str; 6] =
    ["vite8-gallery", "webpack5-shop", "rspack-shop", "parcel2-shop", "esbuild-shop", "multi-page"];

/// Has all that a report can show.
const REPORTED: &str = "vite8-gallery";

/// Writes one format.
type Render<'a> = &'a dyn Fn(&Joined) -> String;

struct Silent;

impl Progress for Silent {
    fn start(&self, _: u64) {}
    fn advance(&self, _: u64) {}
    fn finish(&self) {}
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn walked(name: &str, config: &Config) -> walk::Walked {
    walk::walk(&fixture(name), name, &config.ignore).expect("the fixture is there")
}

fn report(name: &str) -> Report {
    let config = config::built_in();
    let work = Work { threads: None, cache: Cache::none(), encoder: Encoder::Estimate, avif: false };
    pipeline::check(walked(name, &config), Given::default(), name.to_owned(), config, &work, &Silent)
        .expect("threads can be started")
}

/// All files of the fixtures of a type, as one text.
fn texts(wanted: ResourceType) -> String {
    let mut all = String::new();
    for file in files() {
        if ResourceType::of(&file.path) == wanted {
            all.push_str(&fs::read_to_string(&file.location).expect("it is text"));
            all.push('\n');
        }
    }
    all
}

fn files() -> Vec<weighbridge::model::file::FoundFile> {
    let config = config::built_in();
    BUILDS.iter().flat_map(|name| walked(name, &config).files).collect()
}

fn reading(criterion: &mut Criterion) {
    let config = config::built_in();
    criterion.bench_function("walk", |bencher| bencher.iter(|| walked("webpack5-shop", &config)));
    let all = files();
    criterion.bench_function("read", |bencher| {
        bencher.iter(|| {
            all.iter().filter_map(|file| walk::read(file).ok()).map(|bytes| bytes.len()).sum::<usize>()
        });
    });
}

fn measuring(criterion: &mut Criterion) {
    let text = texts(ResourceType::Script);
    let mut group = criterion.benchmark_group("measure");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
    for level in [6, 9] {
        let compression = Compression { gzip: level, ..Compression::MAX };
        group.bench_function(BenchmarkId::new("gzip", level), |bencher| {
            bencher.iter(|| measure::gzip_size(black_box(text.as_bytes()), compression));
        });
    }
    for level in [5, 11] {
        let compression = Compression { brotli: level, ..Compression::MAX };
        group.bench_function(BenchmarkId::new("brotli", level), |bencher| {
            bencher.iter(|| measure::brotli_size(black_box(text.as_bytes()), compression));
        });
    }
    group.bench_function("fingerprint", |bencher| {
        bencher.iter(|| fingerprint::of_bytes(text.as_bytes(), &blake3::hash(text.as_bytes()), &[]));
    });
}

fn parsing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    let types = [
        ("script", ResourceType::Script),
        ("document", ResourceType::Document),
        ("style", ResourceType::Stylesheet),
    ];
    for (name, resource_type) in types {
        let files: Vec<_> =
            files().into_iter().filter(|file| ResourceType::of(&file.path) == resource_type).collect();
        let texts: Vec<_> =
            files.iter().map(|file| (&file.path, walk::read(file).expect("it can be read"))).collect();
        group.throughput(Throughput::Bytes(texts.iter().map(|(_, text)| text.len() as u64).sum()));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                texts
                    .iter()
                    .map(|(path, text)| parse::parse(path, resource_type, text).problems.len())
                    .sum::<usize>()
            });
        });
    }
    let maps: Vec<_> =
        files().into_iter().filter(|file| ResourceType::of(&file.path) == ResourceType::SourceMap).collect();
    let maps: Vec<_> = maps.iter().map(|file| walk::read(file).expect("it can be read")).collect();
    group.throughput(Throughput::Bytes(maps.iter().map(|map| map.len() as u64).sum()));
    group.bench_function("source map", |bencher| {
        bencher.iter(|| maps.iter().filter_map(|map| source_map::decode(map).ok()).count());
    });
    let script: Arc<str> = texts(ResourceType::Script).into();
    group.throughput(Throughput::Bytes(script.len() as u64));
    group.bench_function("one large script", |bencher| bencher.iter(|| parse::script::parse_script(&script)));
}

fn judging(criterion: &mut Criterion) {
    let report = report(REPORTED);
    let (build, config) = (&report.build, &report.config);
    criterion.bench_function("graph", |bencher| {
        bencher.iter(|| {
            graph::build_graph(&build.assets, &build.facts, Beside { manifests: &[], left_out: &[] })
        });
    });
    criterion.bench_function("packages", |bencher| bencher.iter(|| packages::find(build)));
    criterion.bench_function("checks", |bencher| bencher.iter(|| checks::run(build, &config.checks)));
    let none = || baseline::compare(build, None);
    let (against, anchor): (Against, Against) = (none(), none());
    criterion.bench_function("judge", |bencher| {
        bencher.iter(|| judge::judge(build, config, &against, &anchor, &Measurements::default()));
    });
}

fn encoding(criterion: &mut Criterion) {
    let photo = files()
        .into_iter()
        .filter(|file| file.path.extension() == "png")
        .max_by_key(|file| file.bytes)
        .expect("there is one");
    let bytes = walk::read(&photo).expect("it can be read");
    let decode =
        || encode::decode(&bytes, weighbridge::model::image::ImageFormat::Png).expect("it is a picture");
    let picture = decode();
    let mut group = criterion.benchmark_group("encode");
    group.throughput(Throughput::Elements(u64::from(picture.width()) * u64::from(picture.height())));
    group.sample_size(10);
    group.bench_function("decode", |bencher| bencher.iter(decode));
    group.bench_function("webp", |bencher| bencher.iter(|| encode::webp(&picture)));
    group.bench_function("jpeg", |bencher| bencher.iter(|| encode::jpeg(&picture)));
}

fn reporting(criterion: &mut Criterion) {
    let report = report(REPORTED);
    let mut group = criterion.benchmark_group("report");
    let style = TerminalStyle { width: 80, color: true, unicode: true };
    group.bench_function("terminal", |bencher| bencher.iter(|| terminal::render(&report, &style)));
    group.bench_function("document", |bencher| bencher.iter(|| json::document(&report)));
    let joined = Joined::of(vec![json::document(&report)]);
    let sarif = |joined: &Joined| sarif::render(joined, CHECKS);
    let formats: [(&str, Render<'_>); 10] = [
        ("json", &json::render),
        ("markdown", &markdown::render),
        ("github", &github::render),
        ("html", &html::render),
        ("sarif", &sarif),
        ("junit", &junit::render),
        ("openmetrics", &openmetrics::render),
        ("codeclimate", &codeclimate::render),
        ("badge", &badge::render),
        ("size-limit", &size_limit::render),
    ];
    for (name, render) in formats {
        group.bench_function(name, |bencher| bencher.iter(|| render(&joined)));
    }
}

criterion_group!(stages, reading, measuring, parsing, judging, encoding, reporting);
criterion_main!(stages);
