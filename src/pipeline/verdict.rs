//! EDGE. The verdict before the sizes: files are only compressed where the verdict hangs on them.
//!
//! Each file weighs something between two bounds, at first between nothing and more than stored. The build is judged with
//! the lower bounds of all files and with the upper ones (`judge/bounds.rs`). What comes to the same both times is
//! decided. Of the rest, the files are compressed quickly, which gives better bounds, and where that does not do, as
//! hard as the configuration says, those of which least is known first, until all is decided. So what is judged is what
//! the full run judges; where a limit is broken, exact sizes break it. Where only checks ask what files say, the limits
//! come first: if they fail, no file is parsed.

use std::collections::{BTreeMap, BTreeSet};

use rayon::ThreadPoolBuildError;

use crate::model::asset::{AssetId, Sizes};
use crate::model::baseline::{Against, Baseline, Pasts};
use crate::model::bounds::{Between, SizeBounds};
use crate::model::budget::Metric;
use crate::model::build::Build;
use crate::model::config::Config;
use crate::model::file::FoundFile;
use crate::model::outside::Measurements;
use crate::model::report::Report;
use crate::model::verdict::{Judgement, Verdict};
use crate::pipeline::encodings::{encodings, file};
use crate::pipeline::kept::{Codec, Kept};
use crate::pipeline::wanted::Plan;
use crate::pipeline::workers::Workers;
use crate::pipeline::{Found, Given, Progress, Seen, Work, named, read, verdict};
use crate::{baseline, checks, judge, measure, packages, walk};

/// What is asked of a run that says less than everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Whether it fails; checks that only warn count where `warnings` do.
    Verdict {
        /// Whether warnings of checks count.
        warnings: bool,
    },
    /// What the short report shows: all that fails, and what warns where nothing does.
    ShortReport,
}

/// So many bytes are compressed hard by each thread before it is asked again what is decided.
const BYTES_A_BATCH: u64 = 256 << 10;

/// Judges as [`check`](crate::pipeline::check()) does, and comes to the same verdict; with warnings of checks only where
/// they are asked for. In the report, nothing is exact but what the short one shows of it, and of a run that is only
/// asked for its verdict not even that.
pub fn decide(
    walked: walk::Walked,
    given: Given,
    directory: String,
    config: Config,
    asked: Asked,
    work: &Work,
    progress: &dyn Progress,
) -> Result<Report, ThreadPoolBuildError> {
    let Given { manifests, pasts, measurements } = given;
    let found = Found::of(walked);
    let workers = Workers::new(work)?;
    let compression = Some(config.compression);
    let look = |plan: &Plan| {
        let mut seen = read(&found, &manifests, (compression, plan.wanted), work, &workers, progress);
        if plan.encodes {
            seen.build.encodings = encodings(&found.files, &seen.build, work, &workers, progress);
        }
        let findings = checks::run(&seen.build, &plan.checks);
        (seen, findings)
    };
    let (plan, later_plan) = match Plan::apart(asked, &config, &pasts, &found.joined) {
        Some((of_limits, of_checks)) => (of_limits, Some(of_checks)),
        None => (Plan::new(asked, &config, &pasts, &found.joined), None),
    };
    let (Seen { build, mut problems, bounds }, mut findings) = look(&plan);
    let Pasts { baseline, anchor } = pasts;
    let (against, later) = compared(&build, baseline, plan.against);
    let (anchor, later_anchor) = compared(&build, anchor, plan.anchor);
    let mut undecided = Undecided {
        build,
        bounds,
        files: &found.files,
        config: &config,
        measurements: &measurements,
        asked,
        done: BTreeMap::new(),
        // Sizes hang on no names.
        kept: Kept::new(&work.cache, blake3::hash(b"")),
        workers: &workers,
    };
    let of_judgements = undecided.decide(&against, &anchor, verdict(&findings, &[]));
    let later_plan = later_plan.filter(|_| of_judgements != Verdict::Fail).map(|plan| {
        let nothing_is_broken =
            plan.only_references && !named::may_be_broken(&found, &manifests, work, &workers, progress);
        if nothing_is_broken { plan.without_facts() } else { plan }
    });
    if let Some(plan) = &later_plan {
        (Seen { problems, .. }, findings) = look(plan);
    }
    let (mut against, mut anchor) = (against, anchor);
    if asked == Asked::ShortReport && of_judgements != Verdict::Pass {
        let is_compared = later.is_some() || later_anchor.is_some();
        // Why it grew is shown beside what is broken, and that is told of all files.
        if is_compared {
            undecided.weigh_all();
        }
        undecided.share();
        if later.is_some() {
            against = baseline::compare(&undecided.build, later);
        }
        if later_anchor.is_some() {
            anchor = baseline::compare(&undecided.build, later_anchor);
        }
    }
    let Undecided { build, .. } = undecided;
    let judgements = judge::judge(&build, &config, &against, &anchor, &measurements);
    let verdict = of_judgements.max(verdict(&findings, &[]));
    Ok(Report {
        directory,
        build,
        config,
        against,
        anchor,
        measurements,
        judgements,
        checks: checks::that_run(&later_plan.unwrap_or(plan).checks),
        findings,
        problems,
        verdict,
    })
}

/// What is compared now, and what may have to be later: pairs of files hang on sizes.
fn compared(build: &Build, past: Option<Baseline>, is_needed: bool) -> (Against, Option<Baseline>) {
    if is_needed || past.as_ref().is_none_or(|past| past.earlier.is_err()) {
        (baseline::compare(build, past), None)
    } else {
        (Against::Nothing, past)
    }
}

/// A build of which not all sizes are known.
struct Undecided<'a> {
    build: Build,
    bounds: Vec<Option<SizeBounds>>,
    files: &'a [FoundFile],
    config: &'a Config,
    measurements: &'a Measurements,
    asked: Asked,
    /// How hard each size was looked for.
    done: BTreeMap<Size, Effort>,
    kept: Kept<'a>,
    workers: &'a Workers,
}

/// What a limit on that metric hangs on.
fn codec_of(metric: Metric) -> Option<Codec> {
    match metric {
        Metric::Gzip | Metric::Time | Metric::Invalidated => Some(Codec::Gzip),
        Metric::Brotli => Some(Codec::Brotli),
        Metric::Raw | Metric::Count | Metric::Outside(_) => None,
    }
}

/// How hard a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effort {
    /// For a bound.
    Quick,
    /// For a closer one.
    Closer,
    /// As the configuration says.
    Hard,
}

/// A compressed size of one file.
type Size = (AssetId, Codec);

impl Undecided<'_> {
    /// What the limits come to, with what is known already: sizes are found out until that is certain.
    fn decide(&mut self, against: &Against, anchor: &Against, known: Verdict) -> Verdict {
        loop {
            self.set(SizeBounds::low);
            let lows = self.judge(against, anchor);
            self.set(SizeBounds::high);
            let highs = self.judge(against, anchor);
            let rows = judge::rows(&lows, &highs);
            let certain = rows.iter().map(|row| row.best).max().unwrap_or_default();
            let sizes = match self.asked {
                Asked::Verdict { .. } => {
                    let certain = certain.max(known);
                    self.sizes(&rows, |row| !row.is_decided() && certain < row.worst)
                }
                // What is shown is exact.
                Asked::ShortReport => {
                    let shown = certain.max(known).max(Verdict::Warn);
                    self.sizes(&rows, |row| !row.is_decided() || row.best == shown)
                }
            };
            if sizes.is_empty() {
                return certain;
            }
            self.weigh(&sizes);
        }
    }

    fn judge(&self, against: &Against, anchor: &Against) -> Vec<Judgement> {
        judge::judge(&self.build, self.config, against, anchor, self.measurements)
    }

    fn set(&mut self, side: fn(SizeBounds) -> Sizes) {
        for (asset, bounds) in self.build.assets.iter_mut().zip(&self.bounds) {
            asset.sizes = bounds.map(side);
        }
    }

    fn between(&self, (id, codec): Size) -> Option<Between> {
        let bounds = self.bounds.get(id.index()).copied().flatten()?;
        Some(match codec {
            Codec::Gzip => bounds.gzip,
            Codec::Brotli => bounds.brotli,
        })
    }

    /// The sizes that the rows hang on and that are not known.
    fn sizes(&self, rows: &[judge::Row], is_open: impl Fn(&judge::Row) -> bool) -> BTreeSet<Size> {
        let open = rows.iter().filter(|row| is_open(row));
        let of_rows = open.filter_map(|row| Some((row, codec_of(row.metric?)?)));
        let sizes = of_rows.flat_map(|(row, codec)| row.files.iter().map(move |&id| (id, codec)));
        sizes.filter(|&size| self.between(size).is_some_and(|between| !between.is_exact())).collect()
    }

    /// Finds out more of these sizes: those that nothing is known of are compressed quickly; if there are none, those
    /// that least is known of are compressed hard.
    fn weigh(&mut self, sizes: &BTreeSet<Size>) {
        let width = |size: &Size| self.between(*size).map_or(0, Between::width);
        // By what was done, not by what came of it: what does not get smaller stays as far as it was.
        let is_new = |size: &&Size| !self.done.contains_key(*size);
        let is_far = |size: &&Size| size.1 == Codec::Brotli && self.done.get(*size) == Some(&Effort::Quick);
        let new: Vec<Size> = sizes.iter().filter(is_new).copied().collect();
        let far: Vec<Size> = sizes.iter().filter(is_far).copied().collect();
        let (mut batch, effort) = match (new.is_empty(), far.is_empty()) {
            (false, _) => (new, Effort::Quick),
            (true, false) => (far, Effort::Closer),
            (true, true) => (sizes.iter().copied().collect(), Effort::Hard),
        };
        batch.sort_by_key(|size| (std::cmp::Reverse(width(size)), *size));
        if effort == Effort::Hard {
            let room = BYTES_A_BATCH * self.workers.threads() as u64;
            let mut taken = 0;
            let raw = |size: &Size| self.build.asset(size.0).raw;
            batch.retain(|size| {
                let fits = taken < room;
                taken += raw(size);
                fits
            });
        }
        self.done.extend(batch.iter().map(|&size| (size, effort)));
        self.compress(batch, effort);
    }

    /// Divides what the scripts weigh between their packages and modules, as [`read`] did with what it knew.
    fn share(&mut self) {
        let build = &mut self.build;
        let of_scripts = build.assets.iter().zip(&build.contents);
        build.modules = of_scripts.map(|(asset, contents)| packages::modules(asset, contents)).collect();
        build.packages = packages::find(build);
    }

    /// All sizes of all files.
    fn weigh_all(&mut self) {
        let of_file = |(id, _)| [(id, Codec::Gzip), (id, Codec::Brotli)];
        let sizes = self.build.iter().flat_map(of_file);
        let sizes: Vec<Size> =
            sizes.filter(|&size| self.between(size).is_some_and(|between| !between.is_exact())).collect();
        self.compress(sizes, Effort::Hard);
        self.set(SizeBounds::high);
    }

    fn compress(&mut self, sizes: Vec<Size>, effort: Effort) {
        let this = &*self;
        let found = self.workers.each(sizes, |size| (size, this.found(size, effort)));
        for ((id, codec), between) in found {
            if let Some(Some(bounds)) = self.bounds.get_mut(id.index()) {
                match codec {
                    Codec::Gzip => bounds.gzip = between,
                    Codec::Brotli => bounds.brotli = between,
                }
            }
        }
    }

    /// A file that is gone by now weighs nothing.
    fn found(&self, (id, codec): Size, effort: Effort) -> Between {
        let asset = self.build.asset(id);
        let _content = self.workers.contents.take(asset.raw);
        let bytes = file(self.files, asset.path.as_str()).and_then(|file| walk::read(file).ok());
        let Some(bytes) = bytes else { return Between::exact(0) };
        if !measure::is_compressed(&bytes, measure::transfer_of(&asset.path, asset.resource_type)) {
            return Between::exact(asset.raw);
        }
        let (raw, content) = (bytes.len() as u64, blake3::hash(&bytes));
        let how = (codec, self.config.compression);
        if effort != Effort::Hard
            && let Some(size) = self.kept.known_size(&content, raw, how)
        {
            return Between::exact(size);
        }
        let _taken = self.workers.memory.take(measure::memory_for(bytes.len()));
        match (codec, effort) {
            (Codec::Gzip, Effort::Quick | Effort::Closer) => measure::gzip_between(&bytes, how.1),
            (Codec::Brotli, Effort::Quick) => measure::brotli_between(&bytes, how.1),
            (Codec::Brotli, Effort::Closer) => measure::brotli_closer(&bytes, how.1),
            (Codec::Gzip, Effort::Hard) => {
                Between::exact(self.kept.size(&content, raw, how, || measure::gzip_size(&bytes, how.1)))
            }
            (Codec::Brotli, Effort::Hard) => {
                Between::exact(self.kept.size(&content, raw, how, || measure::brotli_size(&bytes, how.1)))
            }
        }
    }
}
