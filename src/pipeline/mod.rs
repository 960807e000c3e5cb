//! The table of contents: from a directory to a report, stage by stage.
//!
//! ```text
//! walk ─ measure ─ parse ─ graph ─ packages ─ encode ─ checks ─ judge ─ report
//! ```
//!
//! Only this module knows all stages. Files are read, measured and parsed one by one, in parallel, the largest
//! first; everything behind that looks at the whole build. The order of the work never shows in the result.

mod contents;
mod copies;
mod encodings;
mod importers;
mod kept;
mod large_file;
mod named;
mod one_file;
mod room;
mod verdict;
mod wanted;
mod weigh;
mod workers;

pub use copies::copies;
pub use encodings::Encoder;
pub use importers::importers;
pub use verdict::{Asked, decide};

use std::collections::{BTreeMap, BTreeSet};

use rayon::ThreadPoolBuildError;

use crate::cache::Cache;
use crate::measure::FoundForm;
use crate::model::asset::{AssetId, ResourceType};
use crate::model::baseline::Pasts;
use crate::model::bounds::SizeBounds;
use crate::model::build::Build;
use crate::model::check::{CheckSettings, Severity};
use crate::model::config::{Compression, Config};
use crate::model::file::FoundFile;
use crate::model::finding::{Finding, FindingFacts};
use crate::model::fingerprint::ContentHash;
use crate::model::manifest::GivenManifest;
use crate::model::outside::Measurements;
use crate::model::path::AssetPath;
use crate::model::problem::Problem;
use crate::model::report::Report;
use crate::model::verdict::{Judgement, Verdict};
use crate::pipeline::wanted::Wanted;
use crate::pipeline::workers::Workers;
use crate::{baseline, bundlers, checks, graph, judge, measure, packages, parse, walk};

/// Is told how the work goes on.
pub trait Progress: Sync {
    /// So many bytes are to be compressed.
    fn start(&self, bytes: u64);
    /// So many more are done.
    fn advance(&self, bytes: u64);
    /// It is over.
    fn finish(&self);
}

/// How the work is done. It never shows in the result but where something is estimated.
#[derive(Clone, Debug)]
pub struct Work {
    /// How many files are worked on at once; `None` for one a core.
    pub threads: Option<usize>,
    /// What was measured before.
    pub cache: Cache,
    /// How savings of images become known.
    pub encoder: Encoder,
    /// Whether they are found out for AVIF, too, which takes its time.
    pub avif: bool,
}

/// What a run is given beside the build.
#[derive(Debug, Default)]
pub struct Given {
    /// The manifests of the command line.
    pub manifests: Vec<GivenManifest>,
    /// What growth and drift are judged against.
    pub pasts: Pasts,
    /// What other tools measured of the running site.
    pub measurements: Measurements,
}

/// Weighs, inspects and judges the files that `walked` found.
///
/// `directory` is only for showing.
pub fn check(
    walked: walk::Walked,
    given: Given,
    directory: String,
    config: Config,
    work: &Work,
    progress: &dyn Progress,
) -> Result<Report, ThreadPoolBuildError> {
    let Given { manifests, pasts, measurements } = given;
    let found = Found::of(walked);
    let workers = Workers::new(work)?;
    let way = (Some(config.compression), Wanted::ALL);
    let Seen { mut build, problems, .. } = read(&found, &manifests, way, work, &workers, progress);
    build.encodings = encodings::encodings(&found.files, &build, work, &workers, progress);
    drop(workers);
    let checks = checks::that_run(&config.checks);
    let findings = checks::run(&build, &config.checks);
    let Pasts { baseline, anchor } = pasts;
    let against = baseline::compare(&build, baseline);
    let anchor = baseline::compare(&build, anchor);
    let judgements = judge::judge(&build, &config, &against, &anchor, &measurements);
    let verdict = verdict(&findings, &judgements);
    Ok(Report {
        directory,
        build,
        config,
        against,
        anchor,
        measurements,
        judgements,
        checks,
        findings,
        problems,
        verdict,
    })
}

/// The build that `walked` found and what could not be read of it, without compressing anything: no file has `sizes`.
pub fn inspect(
    walked: walk::Walked,
    manifests: &[GivenManifest],
    work: &Work,
    progress: &dyn Progress,
) -> Result<(Build, Vec<Problem>), ThreadPoolBuildError> {
    let seen = read(&Found::of(walked), manifests, (None, Wanted::ALL), work, &Workers::new(work)?, progress);
    Ok((seen.build, seen.problems))
}

/// The images of `build` that a check of images names and that new forms would mend, sorted by path. `files` are those
/// of the build. Checks that `settings` switches off count all the same, since they were asked for by name.
pub fn mendable_images(
    files: &[FoundFile],
    build: &mut Build,
    settings: &CheckSettings,
    work: &Work,
    progress: &dyn Progress,
) -> Result<BTreeSet<AssetId>, ThreadPoolBuildError> {
    build.encodings = encodings::encodings(files, build, work, &Workers::new(work)?, progress);
    let findings =
        checks::run(build, &settings.only(checks::CHECKS, &["legacy-image-format", "missing-srcset"]));
    let image = |finding: &Finding| match &finding.observation.facts {
        FindingFacts::Image(facts) => facts.image().or(Some(finding.observation.asset)),
        _ => None,
    };
    Ok(findings.iter().filter_map(image).filter(|&id| build.image(id).is_some()).collect())
}

/// What the walk found.
struct Found {
    files: Vec<FoundFile>,
    /// The same, compressed forms beside what they are forms of.
    joined: Vec<(FoundFile, Vec<FoundForm>)>,
    ignored: Vec<AssetPath>,
    problems: Vec<Problem>,
}

impl Found {
    fn of(walked: walk::Walked) -> Self {
        let walk::Walked { files, ignored, problems } = walked;
        Self { joined: measure::join_precompressed(files.clone()), files, ignored, problems }
    }
}

/// A build as far as it was looked at.
struct Seen {
    build: Build,
    problems: Vec<Problem>,
    /// What each asset weighs; runs parallel to them.
    bounds: Vec<Option<SizeBounds>>,
}

/// Reads the files, and finds how they load each other. Without a compression they are not measured; else what is not
/// wanted is not found out.
fn read(
    found: &Found,
    manifests: &[GivenManifest],
    (compression, wanted): (Option<Compression>, Wanted),
    work: &Work,
    workers: &Workers,
    progress: &dyn Progress,
) -> Seen {
    let mut problems = found.problems.clone();
    let mut build = Build::default();
    let (mut marks, mut hashed, mut bounds) = (Vec::new(), Vec::new(), Vec::new());
    let mut images: BTreeMap<ContentHash, Vec<AssetId>> = BTreeMap::new();
    let names = parse::Hashes::new(found.joined.iter().map(|(file, _)| &file.path));
    for file in weigh::weigh_all(&found.joined, &names, (compression, wanted), work, workers, progress) {
        problems.extend(file.problems);
        build.licence_marks.extend(file.licence_marks);
        let Some(asset) = file.asset else { continue };
        let is_image = asset.resource_type == ResourceType::Image;
        if let Some(known) = file.fingerprint.as_ref().filter(|_| is_image) {
            images.entry(known.content).or_default().push(AssetId::new(build.assets.len()));
        }
        hashed.push(graph::Hashed { own: names.number(&asset.path), named: file.hashes });
        bounds.push(file.bounds);
        build.assets.push(asset);
        build.facts.push(file.facts);
        build.lines.push(file.lines);
        build.contents.push(file.contents);
        build.modules.push(file.modules);
        build.fingerprints.push(file.fingerprint);
        marks.push(file.marks);
    }
    build.same_images = images.into_values().filter(|images| images.len() > 1).collect();
    build.same_images.sort();
    let left_out = left_out(found, &problems);
    if wanted.facts {
        let beside = graph::Beside { manifests, left_out: &left_out };
        let (graph, disagreements) = graph::build_graph(&build.assets, &build.facts, beside);
        build.graph = graph;
        if compression.is_some() && wanted.hashes {
            build.unreferenced = graph::unreferenced(&build, &hashed, &left_out);
        }
        build.image_uses = graph::image_uses(&build);
        build.references = graph::references(&build, &left_out);
        named::keep_written(&mut build, found, workers);
        problems.extend(disagreements);
    }
    problems.sort();
    if wanted.contents {
        build.bundlers = bundlers::bundlers(&build.assets, &marks);
        build.packages = packages::find(&build);
    }
    Seen { build, problems, bounds }
}

/// The files that are there and of which nothing is known.
fn left_out(found: &Found, problems: &[Problem]) -> Vec<AssetPath> {
    let unread = problems.iter().filter_map(|problem| problem.asset.clone());
    found.ignored.iter().cloned().chain(unread).collect()
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
