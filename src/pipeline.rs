//! The table of contents: from a directory to a report, stage by stage.
//!
//! ```text
//! walk ─ measure ─ parse ─ graph ─ (packages) ─ checks ─ judge ─ report
//! ```
//!
//! Only this module knows all stages. Files are read, measured and parsed one by one, in parallel, the largest
//! first; everything behind that looks at the whole build. The order of the work never shows in the result.

use std::collections::BTreeMap;

use rayon::iter::{ParallelBridge, ParallelIterator};
use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use crate::model::asset::{Asset, Precompressed, ResourceType, Sizes};
use crate::model::build::{Build, Facts};
use crate::model::bundler::Mark;
use crate::model::check::Severity;
use crate::model::config::{Compression, Config};
use crate::model::file::FoundFile;
use crate::model::finding::Finding;
use crate::model::manifest::GivenManifest;
use crate::model::problem::Problem;
use crate::model::report::Report;
use crate::model::span::Lines;
use crate::model::verdict::{Judgement, Verdict};
use crate::{bundlers, checks, graph, judge, measure, parse, walk};

/// Is told how the work goes on.
pub trait Progress: Sync {
    /// So many bytes are to be compressed.
    fn start(&self, bytes: u64);
    /// So many more are done.
    fn advance(&self, bytes: u64);
    /// It is over.
    fn finish(&self);
}

/// Weighs, inspects and judges the files that `walked` found.
///
/// `manifests` are those of the command line. `directory` is only for showing. `threads` is how many files are worked on at once; `None` for one a core.
pub fn check(
    walked: walk::Walked,
    manifests: &[GivenManifest],
    directory: String,
    config: Config,
    threads: Option<usize>,
    progress: &dyn Progress,
) -> Result<Report, ThreadPoolBuildError> {
    let (build, problems) = read(walked, manifests, Some(config.compression), threads, progress)?;
    let findings = checks::run(&build, &config.checks);
    let judgements = judge::judge(&build, &config);
    let verdict = verdict(&findings, &judgements);
    Ok(Report { directory, build, config, judgements, findings, problems, verdict })
}

/// The build that `walked` found and what could not be read of it, without compressing anything: no file has `sizes`.
pub fn inspect(
    walked: walk::Walked,
    manifests: &[GivenManifest],
    progress: &dyn Progress,
) -> Result<(Build, Vec<Problem>), ThreadPoolBuildError> {
    read(walked, manifests, None, None, progress)
}

/// Reads the files, and finds how they load each other. Without `compression` they are not measured.
fn read(
    walked: walk::Walked,
    manifests: &[GivenManifest],
    compression: Option<Compression>,
    threads: Option<usize>,
    progress: &dyn Progress,
) -> Result<(Build, Vec<Problem>), ThreadPoolBuildError> {
    let mut problems = walked.problems;
    let files = measure::join_precompressed(walked.files);
    let mut build = Build::default();
    let mut marks = Vec::new();
    for file in weigh_all(files, compression, threads, progress)? {
        problems.extend(file.problems);
        let Some(asset) = file.asset else { continue };
        build.assets.push(asset);
        build.facts.push(file.facts);
        build.lines.push(file.lines);
        marks.push(file.marks);
    }
    let mut left_out = walked.ignored;
    left_out.extend(problems.iter().filter_map(|problem| problem.asset.clone()));
    let beside = graph::Beside { manifests, left_out: &left_out };
    let (graph, disagreements) = graph::build_graph(&build.assets, &build.facts, beside);
    build.graph = graph;
    problems.extend(disagreements);
    problems.sort();
    build.bundlers = bundlers::bundlers(&build.assets, &marks);
    Ok((build, problems))
}

/// The worst of all.
fn verdict(findings: &[Finding], judgements: &[Judgement]) -> Verdict {
    let of_findings = findings.iter().map(|finding| match finding.severity {
        Severity::Warning => Verdict::Warn,
        Severity::Error => Verdict::Fail,
    });
    of_findings
        .chain(judgements.iter().map(|judgement| judgement.outcome.verdict()))
        .max()
        .unwrap_or_default()
}

/// What became of one file.
#[derive(Default)]
struct WeighedFile {
    /// `None` where it could not be read.
    asset: Option<Asset>,
    facts: Facts,
    lines: Option<Lines>,
    marks: Vec<Mark>,
    problems: Vec<Problem>,
}

/// Reads, measures and parses every file; the result is in the order of the paths.
fn weigh_all(
    mut files: Vec<(FoundFile, Vec<Precompressed>)>,
    compression: Option<Compression>,
    threads: Option<usize>,
    progress: &dyn Progress,
) -> Result<Vec<WeighedFile>, ThreadPoolBuildError> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .stack_size(parse::STACK_BYTES)
        .thread_name(|index| format!("weigh-{index}"))
        .build()?;
    // The largest first, so that all cores are busy to the end.
    files.sort_by(|(a, _), (b, _)| work(b).cmp(&work(a)).then_with(|| a.path.cmp(&b.path)));
    progress.start(files.iter().map(|(file, _)| work(file)).sum());
    let weighed: BTreeMap<_, _> = pool.install(|| {
        let jobs = files.into_iter().par_bridge();
        jobs.map(|(file, precompressed)| {
            let weighed = weigh(&file, precompressed, compression);
            progress.advance(work(&file));
            (file.path, weighed)
        })
        .collect()
    });
    progress.finish();
    Ok(weighed.into_values().collect())
}

/// Bytes that have to be compressed: nearly all of the time goes there.
fn work(file: &FoundFile) -> u64 {
    match measure::transfer_of(&file.path, ResourceType::of(&file.path)) {
        measure::Transfer::Compressed | measure::Transfer::CompressedIfText => file.bytes,
        measure::Transfer::AsIs | measure::Transfer::NotSent => 0,
    }
}

fn weigh(
    file: &FoundFile,
    precompressed: Vec<Precompressed>,
    compression: Option<Compression>,
) -> WeighedFile {
    let path = file.path.clone();
    let resource_type = ResourceType::of(&path);
    let transfer = measure::transfer_of(&path, resource_type);
    let is_needed = match compression {
        Some(_) => !matches!(transfer, measure::Transfer::AsIs | measure::Transfer::NotSent),
        None => parse::is_parsed(&path, resource_type, file.bytes),
    };
    if !is_needed {
        let is_measured = compression.is_some() && transfer == measure::Transfer::AsIs;
        let sizes = is_measured.then(|| Sizes::incompressible(file.bytes));
        let asset = Asset { path, resource_type, raw: file.bytes, sizes, precompressed };
        return WeighedFile { asset: Some(asset), ..WeighedFile::default() };
    }
    let bytes = match walk::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem = Problem::of(&path, format!("cannot be read: {}", error.kind()));
            return WeighedFile { problems: vec![problem], ..WeighedFile::default() };
        }
    };
    let (sizes, parsed) = rayon::join(
        || compression.map(|compression| measure::sizes(&bytes, transfer, compression)),
        || parse::parse(&path, resource_type, &bytes),
    );
    let asset = Asset { path, resource_type, raw: bytes.len() as u64, sizes, precompressed };
    WeighedFile {
        asset: Some(asset),
        facts: parsed.facts,
        lines: parsed.lines,
        marks: parsed.marks,
        problems: parsed.problems,
    }
}
