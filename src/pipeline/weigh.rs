//! All files, the largest first.

use std::collections::{BTreeMap, HashSet};

use crate::measure::{self, FoundForm};
use crate::model::asset::ResourceType;
use crate::model::config::Compression;
use crate::model::file::FoundFile;
use crate::parse::Hashes;
use crate::pipeline::contents::Companions;
use crate::pipeline::kept::Kept;
use crate::pipeline::one_file::{Way, WeighedFile, weigh};
use crate::pipeline::wanted::Wanted;
use crate::pipeline::workers::Workers;
use crate::pipeline::{Progress, Work};
use crate::walk;

/// Reads, measures and parses every file; the result is in the order of the paths.
pub(crate) fn weigh_all(
    files: &[(FoundFile, Vec<FoundForm>)],
    hashes: &Hashes,
    (compression, wanted): (Option<Compression>, Wanted),
    work: &Work,
    workers: &Workers,
    progress: &dyn Progress,
) -> Vec<WeighedFile> {
    let companions = Companions::new(files.iter().map(|(file, _)| file), &workers.memory);
    let kept = Kept::new(&work.cache, hashes.digest());
    let memory = &workers.memory;
    let way = Way { names: hashes, compression, wanted, companions: &companions, kept: &kept, memory };
    // The largest first, so that all cores are busy to the end.
    let mut files: Vec<&(FoundFile, Vec<FoundForm>)> = files.iter().collect();
    files.sort_by(|(a, _), (b, _)| to_compress(b).cmp(&to_compress(a)).then_with(|| a.path.cmp(&b.path)));
    // What is as long as another file may be the same once more: later, its sizes are known.
    let mut lengths = HashSet::new();
    let (mut files, again): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(file, _)| lengths.insert((to_compress(file), file.path.extension())));
    files.extend(again);
    progress.start(files.iter().map(|(file, _)| to_compress(file)).sum());
    let weighed = workers.each(files, |(file, forms)| {
        // Larger files are read piece by piece.
        let in_memory = if file.bytes <= walk::LARGEST_WHOLE { to_compress(file) } else { 0 };
        let _taken = workers.contents.take(in_memory);
        let weighed = weigh(file, forms, way);
        progress.advance(to_compress(file));
        (&file.path, weighed)
    });
    progress.finish();
    let in_order: BTreeMap<_, _> = weighed.into_iter().collect();
    in_order.into_values().collect()
}

/// Bytes that have to be compressed: nearly all of the time goes there.
fn to_compress(file: &FoundFile) -> u64 {
    match measure::transfer_of(&file.path, ResourceType::of(&file.path)) {
        measure::Transfer::Compressed | measure::Transfer::CompressedIfText => file.bytes,
        measure::Transfer::AsIs | measure::Transfer::NotSent => 0,
    }
}
