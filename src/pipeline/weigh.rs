//! Each file by itself: read, measured, parsed, and taken apart into packages; in parallel, the largest first.

use std::collections::BTreeMap;
use std::io;

use rayon::iter::{ParallelBridge, ParallelIterator};
use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use crate::measure::FoundForm;
use crate::model::asset::{Asset, FormContent, Precompressed, ResourceType, Sizes};
use crate::model::build::Facts;
use crate::model::bundler::Mark;
use crate::model::config::Compression;
use crate::model::file::FoundFile;
use crate::model::fingerprint::Fingerprint;
use crate::model::package::{Contents, Module};
use crate::model::problem::Problem;
use crate::model::script::ScriptFacts;
use crate::model::span::Lines;
use crate::parse::Hashes;
use crate::pipeline::Progress;
use crate::pipeline::contents::Companions;
use crate::{fingerprint, measure, packages, parse, walk};

/// What became of one file.
#[derive(Default)]
pub(crate) struct WeighedFile {
    /// `None` where it could not be read.
    pub(crate) asset: Option<Asset>,
    /// What it says.
    pub(crate) facts: Facts,
    /// Its line starts, if it is text that was read.
    pub(crate) lines: Option<Lines>,
    /// What it is made of, if it is a script.
    pub(crate) contents: Contents,
    /// The modules that it was made from, if it is a script; not told without compression.
    pub(crate) modules: Vec<Module>,
    /// What it is known by in another build; not found out without compression, nor for source maps.
    pub(crate) fingerprint: Option<Fingerprint>,
    /// What the tools that made it left in it.
    pub(crate) marks: Vec<Mark>,
    /// The content hashes of other files that stand in it; not looked for without compression.
    pub(crate) hashes: Vec<u32>,
    /// What could not be read or understood of it.
    pub(crate) problems: Vec<Problem>,
}

/// Reads, measures and parses every file; the result is in the order of the paths.
pub(crate) fn weigh_all(
    mut files: Vec<(FoundFile, Vec<FoundForm>)>,
    hashes: &Hashes,
    compression: Option<Compression>,
    threads: Option<usize>,
    progress: &dyn Progress,
) -> Result<Vec<WeighedFile>, ThreadPoolBuildError> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .stack_size(parse::STACK_BYTES)
        .thread_name(|index| format!("weigh-{index}"))
        .build()?;
    let companions = Companions::new(files.iter().map(|(file, _)| file));
    // The largest first, so that all cores are busy to the end.
    files.sort_by(|(a, _), (b, _)| work(b).cmp(&work(a)).then_with(|| a.path.cmp(&b.path)));
    progress.start(files.iter().map(|(file, _)| work(file)).sum());
    let weighed: BTreeMap<_, _> = pool.install(|| {
        let jobs = files.into_iter().par_bridge();
        jobs.map(|(file, forms)| {
            let weighed = weigh(&file, &forms, hashes, compression, &companions);
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
    forms: &[FoundForm],
    names: &Hashes,
    compression: Option<Compression>,
    companions: &Companions,
) -> WeighedFile {
    let path = file.path.clone();
    let resource_type = ResourceType::of(&path);
    let transfer = measure::transfer_of(&path, resource_type);
    let is_needed = match compression {
        Some(_) => !matches!(transfer, measure::Transfer::AsIs | measure::Transfer::NotSent),
        None => parse::is_parsed(&path, resource_type, file.bytes),
    };
    if !is_needed {
        // An SVG says what it is anywhere.
        if resource_type == ResourceType::Image && (compression.is_some() || path.extension() != "svg") {
            return weigh_raster(file, precompressed(forms, None), compression.is_some());
        }
        let is_measured = compression.is_some() && transfer == measure::Transfer::AsIs;
        let mut fingerprint = None;
        if is_measured {
            let mut hasher = blake3::Hasher::new();
            if let Err(error) = walk::read_head(file, 0, Some(&mut hasher)) {
                return unreadable(file, &error);
            }
            fingerprint = Some(fingerprint::of_hash(&hasher.finalize()));
        }
        let sizes = is_measured.then(|| Sizes::incompressible(file.bytes));
        let precompressed = precompressed(forms, None);
        let asset = Asset { path, resource_type, raw: file.bytes, sizes, precompressed };
        return WeighedFile { asset: Some(asset), fingerprint, ..WeighedFile::default() };
    }
    let bytes = match walk::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return unreadable(file, &error),
    };
    let (sizes, (parsed, (contents, problems))) = rayon::join(
        || compression.map(|compression| measure::sizes(&bytes, transfer, compression)),
        || {
            let parsed = if resource_type == ResourceType::Image {
                parse::parse_image(&path, &bytes, bytes.len() as u64)
            } else {
                parse::parse(&path, resource_type, &bytes)
            };
            // Places in a text that is not UTF-8 are not places in the file.
            let text = std::str::from_utf8(&bytes).ok();
            let is_measured = compression.is_some();
            let none = ScriptFacts::default();
            let facts = if let Facts::Script(facts) = &parsed.facts { facts } else { &none };
            let contents = match (text, resource_type) {
                (Some(text), ResourceType::Script) => companions.contents(&path, text, facts, is_measured),
                (Some(text), ResourceType::Stylesheet) => {
                    (companions.contents_of_style(&path, text, is_measured), Vec::new())
                }
                _ => (Contents::default(), Vec::new()),
            };
            (parsed, contents)
        },
    );
    let precompressed = precompressed(forms, compression.map(|_| bytes.as_slice()));
    let mentions = compression.map(|_| names.in_text(&bytes));
    let fingerprint = mentions.as_ref().map(|mentions| fingerprint::of_bytes(&bytes, &mentions.places));
    let asset = Asset { path, resource_type, raw: bytes.len() as u64, sizes, precompressed };
    WeighedFile {
        modules: packages::modules(&asset, &contents),
        asset: Some(asset),
        facts: parsed.facts,
        lines: parsed.lines,
        contents,
        fingerprint,
        marks: parsed.marks,
        hashes: mentions.unwrap_or_default().numbers,
        problems: parsed.problems.into_iter().chain(problems).collect(),
    }
}

/// An image that is sent as it is: its head says all that is known of it.
fn weigh_raster(file: &FoundFile, precompressed: Vec<Precompressed>, is_measured: bool) -> WeighedFile {
    let mut hasher = is_measured.then(blake3::Hasher::new);
    let head = match walk::read_head(file, parse::image_header::HEAD_BYTES, hasher.as_mut()) {
        Ok(head) => head,
        Err(error) => return unreadable(file, &error),
    };
    let path = file.path.clone();
    let parsed = parse::parse_image(&path, &head, file.bytes);
    let sizes = is_measured.then(|| Sizes::incompressible(file.bytes));
    let asset = Asset { path, resource_type: ResourceType::Image, raw: file.bytes, sizes, precompressed };
    WeighedFile {
        asset: Some(asset),
        facts: parsed.facts,
        fingerprint: hasher.map(|hasher| fingerprint::of_hash(&hasher.finalize())),
        problems: parsed.problems,
        ..WeighedFile::default()
    }
}

fn unreadable(file: &FoundFile, error: &io::Error) -> WeighedFile {
    let problem = Problem::of(&file.path, format!("cannot be read: {}", error.kind()));
    WeighedFile { problems: vec![problem], ..WeighedFile::default() }
}

/// The compressed forms of a file, compared with the bytes of `original` where these are given.
fn precompressed(forms: &[FoundForm], original: Option<&[u8]>) -> Vec<Precompressed> {
    let content = |form: &FoundForm| {
        let original = original?;
        let form_bytes = walk::open(&form.file).ok()?;
        Some(measure::content_of_form(form.encoding, form_bytes, original))
    };
    let joined = |form: &FoundForm| Precompressed {
        encoding: form.encoding,
        bytes: form.file.bytes,
        content: content(form).unwrap_or(FormContent::Unknown),
    };
    forms.iter().map(joined).collect()
}
