//! All files on one pool of threads, the largest first.

use std::collections::BTreeMap;

use rayon::iter::{ParallelBridge, ParallelIterator};
use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use crate::measure::{self, FoundForm};
use crate::model::asset::ResourceType;
use crate::model::config::Compression;
use crate::model::file::FoundFile;
use crate::parse::{self, Hashes};
use crate::pipeline::contents::Companions;
use crate::pipeline::one_file::{Way, WeighedFile, weigh};
use crate::pipeline::wanted::Wanted;
use crate::pipeline::{Progress, Work};

/// Reads, measures and parses every file; the result is in the order of the paths.
pub(crate) fn weigh_all(
    mut files: Vec<(FoundFile, Vec<FoundForm>)>,
    hashes: &Hashes,
    (compression, wanted): (Option<Compression>, Wanted),
    work: &Work,
    progress: &dyn Progress,
) -> Result<Vec<WeighedFile>, ThreadPoolBuildError> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(work.threads.unwrap_or(0))
        .stack_size(parse::STACK_BYTES)
        .thread_name(|index| format!("weigh-{index}"))
        .build()?;
    let companions = Companions::new(files.iter().map(|(file, _)| file));
    let way = Way { names: hashes, compression, wanted, companions: &companions, cache: &work.cache };
    // The largest first, so that all cores are busy to the end.
    files.sort_by(|(a, _), (b, _)| to_compress(b).cmp(&to_compress(a)).then_with(|| a.path.cmp(&b.path)));
    progress.start(files.iter().map(|(file, _)| to_compress(file)).sum());
    let weighed: BTreeMap<_, _> = pool.install(|| {
        let jobs = files.into_iter().par_bridge();
        jobs.map(|(file, forms)| {
            let weighed = weigh(&file, &forms, way);
            progress.advance(to_compress(&file));
            (file.path, weighed)
        })
        .collect()
    });
    progress.finish();
    Ok(weighed.into_values().collect())
}

/// Bytes that have to be compressed: nearly all of the time goes there.
fn to_compress(file: &FoundFile) -> u64 {
    match measure::transfer_of(&file.path, ResourceType::of(&file.path)) {
        measure::Transfer::Compressed | measure::Transfer::CompressedIfText => file.bytes,
        measure::Transfer::AsIs | measure::Transfer::NotSent => 0,
    }
}
