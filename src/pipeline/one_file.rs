//! One file: read once, measured, parsed, and taken apart into packages.

use std::io;

use crate::measure::{FoundForm, Transfer};
use crate::model::asset::{Asset, FormContent, Precompressed, ResourceType, Sizes};
use crate::model::bounds::{Between, SizeBounds};
use crate::model::build::Facts;
use crate::model::bundler::Mark;
use crate::model::config::Compression;
use crate::model::file::FoundFile;
use crate::model::fingerprint::Fingerprint;
use crate::model::package::{Contents, Module, PackageMark};
use crate::model::path::AssetPath;
use crate::model::problem::Problem;
use crate::model::span::Lines;
use crate::parse::{Hashes, Parsed};
use crate::pipeline::contents::{Companions, ScriptText, is_licence_list, licence_marks};
use crate::pipeline::kept::{Codec, Kept};
use crate::pipeline::large_file;
use crate::pipeline::room::Room;
use crate::pipeline::wanted::Wanted;
use crate::{fingerprint, measure, packages, parse, walk};

/// What all files are weighed with.
#[derive(Clone, Copy)]
pub(crate) struct Way<'a> {
    /// The content hashes in the names of all files.
    pub(crate) names: &'a Hashes,
    /// How files are compressed; `None` where they are only looked at.
    pub(crate) compression: Option<Compression>,
    /// What is found out of them; what is not compressed has bounds for sizes.
    pub(crate) wanted: Wanted,
    /// The files that belong to scripts.
    pub(crate) companions: &'a Companions<'a>,
    /// What was found out before.
    pub(crate) kept: &'a Kept<'a>,
    /// Where the work takes place.
    pub(crate) memory: &'a Room,
}

/// What became of one file.
#[derive(Default)]
pub(crate) struct WeighedFile {
    /// `None` where it could not be read. Its sizes are the most that it may weigh.
    pub(crate) asset: Option<Asset>,
    /// What it weighs, as far as that is known; `None` as for the sizes.
    pub(crate) bounds: Option<SizeBounds>,
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
    /// The packages that it names, if it is a list of licences.
    pub(crate) licence_marks: Vec<PackageMark>,
    /// The content hashes of other files that stand in it; not looked for without compression.
    pub(crate) hashes: Vec<u32>,
    /// What could not be read or understood of it.
    pub(crate) problems: Vec<Problem>,
}

/// Weighs a file and reads what it says.
pub(crate) fn weigh(file: &FoundFile, forms: &[FoundForm], way: Way<'_>) -> WeighedFile {
    let path = file.path.clone();
    let resource_type = ResourceType::of(&path);
    let transfer = measure::transfer_of(&path, resource_type);
    let lists_licences = is_licence_list(file);
    let is_needed = match way.compression {
        Some(_) => !matches!(transfer, Transfer::AsIs | Transfer::NotSent),
        None => lists_licences || parse::is_parsed(&path, resource_type, file.bytes),
    };
    if !is_needed {
        return weigh_as_is(file, forms, resource_type, transfer, way);
    }
    if walk::LARGEST_WHOLE < file.bytes {
        return large_file::weigh(file, precompressed(forms, None), way.compression);
    }
    if !way.reads(resource_type, forms) {
        return unread(file, forms, resource_type);
    }
    let bytes = match walk::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return unreadable(file, &error),
    };
    let read = Read { path: &path, resource_type, bytes: &bytes, content: blake3::hash(&bytes) };
    let (bounds, (parsed, contents)) = rayon::join(
        || way.compression.map(|compression| weighed(read, transfer, compression, way)),
        || {
            let parsed = if way.wanted.facts { parsed(read, way) } else { Parsed::default() };
            let contents = if way.wanted.contents {
                contents(read, &parsed.facts, way)
            } else {
                (Contents::default(), Vec::new())
            };
            (parsed, contents)
        },
    );
    let (contents, problems) = contents;
    let compared = way.compression.filter(|_| way.wanted.forms).map(|_| bytes.as_slice());
    let precompressed = precompressed(forms, compared);
    let is_known_by = way.compression.filter(|_| way.wanted.hashes);
    let (fingerprint, hashes) = is_known_by.map(|_| known_by(read, way)).unzip();
    let sizes = bounds.map(SizeBounds::high);
    let asset = Asset { path, resource_type, raw: bytes.len() as u64, sizes, precompressed };
    WeighedFile {
        modules: packages::modules(&asset, &contents),
        asset: Some(asset),
        bounds,
        facts: parsed.facts,
        lines: parsed.lines,
        contents,
        fingerprint,
        marks: parsed.marks,
        licence_marks: if lists_licences { licence_marks(&bytes) } else { Vec::new() },
        hashes: hashes.unwrap_or_default(),
        problems: parsed.problems.into_iter().chain(problems).collect(),
    }
}

impl Way<'_> {
    /// Whether anything is asked for that stands in a file that servers compress.
    fn reads(&self, resource_type: ResourceType, forms: &[FoundForm]) -> bool {
        let Wanted { facts, but_scripts, hashes, gzip, brotli, .. } = self.wanted;
        let facts = facts && !(but_scripts && resource_type == ResourceType::Script);
        let is_weighed = gzip.takes(resource_type) || brotli.takes(resource_type);
        facts || hashes || is_weighed || (self.wanted.forms && !forms.is_empty())
    }
}

/// A file of which nothing is asked but its bytes; one that cannot be read is none.
fn unread(file: &FoundFile, forms: &[FoundForm], resource_type: ResourceType) -> WeighedFile {
    if let Err(error) = walk::open(file) {
        return unreadable(file, &error);
    }
    let between = Between::unmeasured(file.bytes);
    let bounds = SizeBounds { raw: file.bytes, gzip: between, brotli: between };
    let precompressed = precompressed(forms, None);
    let sizes = Some(bounds.high());
    let asset = Asset { path: file.path.clone(), resource_type, raw: file.bytes, sizes, precompressed };
    WeighedFile { asset: Some(asset), bounds: Some(bounds), ..WeighedFile::default() }
}

/// A file that was read.
#[derive(Clone, Copy)]
struct Read<'a> {
    path: &'a AssetPath,
    resource_type: ResourceType,
    bytes: &'a [u8],
    /// The hash of all bytes.
    content: blake3::Hash,
}

/// What it weighs on disk and on the wire, as far as that is wanted or known.
fn weighed(read: Read<'_>, transfer: Transfer, compression: Compression, way: Way<'_>) -> SizeBounds {
    let Read { bytes, content, resource_type, .. } = read;
    let raw = bytes.len() as u64;
    if !measure::is_compressed(bytes, transfer) {
        return SizeBounds::exact(Sizes::incompressible(raw));
    }
    let size = |is_wanted: bool, codec, measure: &(dyn Fn() -> u64 + Sync)| {
        if is_wanted {
            return Between::exact(way.kept.size(&content, raw, (codec, compression), measure));
        }
        let known = way.kept.known_size(&content, raw, (codec, compression));
        known.map_or(Between::unmeasured(raw), Between::exact)
    };
    let brotli = || {
        let _taken = way.memory.take(measure::memory_for(bytes.len()));
        measure::brotli_size(bytes, compression)
    };
    let wanted = way.wanted;
    let (gzip, brotli) = rayon::join(
        || size(wanted.gzip.takes(resource_type), Codec::Gzip, &|| measure::gzip_size(bytes, compression)),
        || size(wanted.brotli.takes(resource_type), Codec::Brotli, &brotli),
    );
    SizeBounds { raw, gzip, brotli }
}

/// What the file says.
fn parsed(read: Read<'_>, way: Way<'_>) -> Parsed {
    let Read { path, resource_type, bytes, content } = read;
    let form = (resource_type, bytes.len());
    if resource_type == ResourceType::Image {
        return way.kept.parsed(&content, path, form, || parse::parse_image(path, bytes, bytes.len() as u64));
    }
    if !parse::is_parsed(path, resource_type, bytes.len() as u64) {
        return Parsed::default();
    }
    let parsed = way.kept.parsed(&content, path, form, || {
        let _taken = way.memory.take(parse::memory_for(bytes.len()));
        parse::parse(path, resource_type, bytes)
    });
    let lines = parsed.lines.or_else(|| parse::lines(path, resource_type, bytes));
    Parsed { lines, ..parsed }
}

/// What it is made of.
fn contents(read: Read<'_>, facts: &Facts, way: Way<'_>) -> (Contents, Vec<Problem>) {
    // Places in a text that is not UTF-8 are not places in the file.
    let Ok(text) = std::str::from_utf8(read.bytes) else { return (Contents::default(), Vec::new()) };
    let script = ScriptText { path: read.path, content: &read.content, text };
    let is_measured = way.compression.is_some();
    let facts = if let Facts::Script(facts) = facts { Some(facts) } else { None };
    match read.resource_type {
        ResourceType::Script => way.companions.contents(script, facts, is_measured, way.kept),
        ResourceType::Stylesheet => {
            (way.companions.contents_of_style(read.path, text, is_measured), Vec::new())
        }
        _ => (Contents::default(), Vec::new()),
    }
}

/// What it is known by in another build, and the hashes of other files in it.
fn known_by(read: Read<'_>, way: Way<'_>) -> (Fingerprint, Vec<u32>) {
    way.kept.fingerprint(&read.content, way.names.count(), || {
        let mentions = way.names.in_text(read.bytes);
        let fingerprint = fingerprint::of_bytes(read.bytes, &read.content, &mentions.places);
        (fingerprint, mentions.numbers)
    })
}

/// A file that is not compressed, and of which at most the head is looked at.
fn weigh_as_is(
    file: &FoundFile,
    forms: &[FoundForm],
    resource_type: ResourceType,
    transfer: Transfer,
    way: Way<'_>,
) -> WeighedFile {
    let path = file.path.clone();
    let is_weighed = way.compression.is_some();
    // An SVG says what it is anywhere.
    if resource_type == ResourceType::Image && (is_weighed || path.extension() != "svg") {
        return weigh_raster(file, precompressed(forms, None), way);
    }
    let is_measured = is_weighed && transfer == Transfer::AsIs;
    let mut fingerprint = None;
    if is_measured {
        let mut hasher = way.wanted.hashes.then(blake3::Hasher::new);
        if let Err(error) = walk::read_head(file, 0, hasher.as_mut()) {
            return unreadable(file, &error);
        }
        fingerprint = hasher.map(|hasher| fingerprint::of_hash(&hasher.finalize()));
    }
    let sizes = is_measured.then(|| Sizes::incompressible(file.bytes));
    let precompressed = precompressed(forms, None);
    let asset = Asset { path, resource_type, raw: file.bytes, sizes, precompressed };
    let bounds = sizes.map(SizeBounds::exact);
    WeighedFile { asset: Some(asset), bounds, fingerprint, ..WeighedFile::default() }
}

/// An image that is sent as it is: its head says all that is known of it.
fn weigh_raster(file: &FoundFile, precompressed: Vec<Precompressed>, way: Way<'_>) -> WeighedFile {
    let is_measured = way.compression.is_some();
    let mut hasher = (is_measured && way.wanted.hashes).then(blake3::Hasher::new);
    let most = if way.wanted.facts { parse::image_header::HEAD_BYTES } else { 0 };
    let head = match walk::read_head(file, most, hasher.as_mut()) {
        Ok(head) => head,
        Err(error) => return unreadable(file, &error),
    };
    let path = file.path.clone();
    let parsed =
        if way.wanted.facts { parse::parse_image(&path, &head, file.bytes) } else { Parsed::default() };
    let sizes = is_measured.then(|| Sizes::incompressible(file.bytes));
    let asset = Asset { path, resource_type: ResourceType::Image, raw: file.bytes, sizes, precompressed };
    WeighedFile {
        asset: Some(asset),
        bounds: sizes.map(SizeBounds::exact),
        facts: parsed.facts,
        fingerprint: hasher.map(|hasher| fingerprint::of_hash(&hasher.finalize())),
        problems: parsed.problems,
        ..WeighedFile::default()
    }
}

pub(crate) fn unreadable(file: &FoundFile, error: &io::Error) -> WeighedFile {
    let problem = Problem::of(&file.path, format!("cannot be read: {}", walk::reason(error)));
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
