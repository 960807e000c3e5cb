//! One file that is too large to be in memory: read piece by piece, weighed to the byte, not parsed.

use std::io;

use crate::model::asset::{Asset, Precompressed, ResourceType, Sizes};
use crate::model::bounds::SizeBounds;
use crate::model::config::Compression;
use crate::model::file::FoundFile;
use crate::model::problem::Problem;
use crate::pipeline::one_file::{WeighedFile, unreadable};
use crate::{fingerprint, measure, parse, walk};

/// Weighs it; what it says stays unknown, and that is told.
pub(crate) fn weigh(
    file: &FoundFile,
    precompressed: Vec<Precompressed>,
    compression: Option<Compression>,
) -> WeighedFile {
    let measured = match compression.map(|compression| measured(file, compression)).transpose() {
        Ok(measured) => measured,
        Err(error) => return unreadable(file, &error),
    };
    let path = file.path.clone();
    let resource_type = ResourceType::of(&path);
    let mut problems = Vec::new();
    if parse::is_parsed(&path, resource_type, file.bytes) {
        problems.push(Problem::of(&path, "was not parsed: it is larger than 256 MiB"));
    }
    let (hash, sizes) = measured.unzip();
    let raw = sizes.map_or(file.bytes, |sizes| sizes.raw);
    WeighedFile {
        bounds: sizes.map(SizeBounds::exact),
        asset: Some(Asset { path, resource_type, raw, sizes, precompressed }),
        fingerprint: hash.map(|hash| fingerprint::of_hash(&hash)),
        problems,
        ..WeighedFile::default()
    }
}

fn measured(file: &FoundFile, compression: Compression) -> io::Result<(blake3::Hash, Sizes)> {
    let mut hasher = blake3::Hasher::new();
    walk::read_head(file, 0, Some(&mut hasher))?;
    let transfer = measure::transfer_of(&file.path, ResourceType::of(&file.path));
    let sizes = measure::sizes_of_stream(&|| walk::open(file), hasher.count(), transfer, compression)?;
    Ok((hasher.finalize(), sizes))
}
