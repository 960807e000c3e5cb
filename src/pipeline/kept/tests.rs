//! What was kept is what was found out; what somebody else wrote does no harm.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use blake3::Hash;
use proptest::prelude::*;

use crate::cache::{Cache, CacheKey};
use crate::model::asset::ResourceType;
use crate::model::bundler::Tool;
use crate::model::config::Compression;
use crate::model::file::FoundFile;
use crate::model::fingerprint::{ContentHash, Fingerprint, WordSample};
use crate::model::globs::Globs;
use crate::model::package::{Contents, Evidence, Instance, MapPlace, Origin, PackageMark, Part, SourceBytes};
use crate::model::path::AssetPath;
use crate::model::span::Span;
use crate::model::webpack::NameExpression;
use crate::parse::{self, Parsed};
use crate::pipeline::kept::record::{KeptContents, KeptFingerprint};
use crate::pipeline::kept::{Beside, Codec, Kept, keys, record, sane};
use crate::pipeline::{self, Encoder, Given, Progress, Work};
use crate::report::json;
use crate::{config, walk};

/// Of each family of bundlers one, and the one with all that is wrong.
const SOME: [&str; 5] = ["everything-wrong", "webpack5-shop", "parcel2-shop", "vite8-gallery", "two-builds"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn files_of(folder: &Path) -> Vec<FoundFile> {
    walk::walk(folder, "dist", &Globs::none()).expect("there are files").files
}

/// What is read of a file, on a thread that has the room for it.
fn parsed(file: &FoundFile) -> (ResourceType, Vec<u8>, Parsed) {
    let bytes = walk::read(file).expect("it can be read");
    let resource_type = ResourceType::of(&file.path);
    let (path, text) = (file.path.clone(), bytes.clone());
    let parse = move || match resource_type {
        ResourceType::Image => parse::parse_image(&path, &text, text.len() as u64),
        _ => parse::parse(&path, resource_type, &text),
    };
    let thread = std::thread::Builder::new().stack_size(parse::STACK_BYTES).spawn(parse);
    (resource_type, bytes, thread.expect("it starts").join().expect("it ends"))
}

fn shown(parsed: &Parsed) -> String {
    format!("{:?}", (&parsed.facts, &parsed.marks, &parsed.problems))
}

#[test]
fn what_every_file_of_the_fixtures_says_is_read_back_as_it_was() {
    let mut files = 0;
    for name in SOME {
        for file in files_of(&fixtures().join(name)) {
            let (resource_type, bytes, parsed) = parsed(&file);
            let kept = record::parsed(&parsed).expect("it can be written");
            let read = record::read_parsed(&kept, &file.path, resource_type, bytes.len());
            let is_kept = parse::is_parsed(&file.path, resource_type, bytes.len() as u64)
                || resource_type == ResourceType::Image;
            if is_kept {
                files += 1;
                let read = read.unwrap_or_else(|| panic!("{name}/{} cannot be read", file.path));
                assert!(shown(&read) == shown(&parsed), "{name}/{}", file.path);
            }
        }
    }
    assert!(30 < files, "{files}");
}

#[test]
fn the_elements_around_the_images_of_a_document_stay_shared() {
    let around: String = (0..200).fold(String::new(), |mut text, level| {
        write!(text, "<div id=d{level} class='a b'>").expect("a text takes everything");
        text
    });
    let text = format!("{around}{}", "<img src=a.png>".repeat(300));
    let path = AssetPath::new("index.html");
    let parsed = parse::parse(&path, ResourceType::Document, text.as_bytes());
    let kept = record::parsed(&parsed).expect("it can be written");
    assert!(kept.len() < 4 * text.len(), "{} of {}", kept.len(), text.len());
    let read = record::read_parsed(&kept, &path, ResourceType::Document, text.len()).expect("it can be read");
    assert_eq!(shown(&read), shown(&parsed));
    assert!(shown(&read).contains("d199"));
}

fn some_contents() -> Contents {
    let instance = Instance {
        name: "ms".to_owned(),
        path: "../node_modules/ms".to_owned(),
        version: Some("2.1.3".to_owned()),
    };
    let part = |origin, bytes| Part { origin, evidence: Evidence::SourceMap, bytes, weight: 10 };
    let origins = [
        Origin::Instance(instance),
        Origin::Package("react".to_owned()),
        Origin::Application,
        Origin::Bundler,
        Origin::Unknown,
        Origin::MapComment,
    ];
    Contents {
        parts: origins.into_iter().map(|origin| part(origin, 10)).collect(),
        sources: vec![SourceBytes { path: "a.js".to_owned(), part: 5, bytes: 7 }],
        marks: vec![PackageMark {
            name: "preact".to_owned(),
            evidence: Evidence::Licence,
            version: None,
            span: Some(Span { start: 3, end: 9 }),
            framework: Some(Tool::Next),
        }],
        map: Some(MapPlace::File(AssetPath::new("maps/a.js.map"))),
        map_comment: Some(Span { start: 90, end: 100 }),
    }
}

#[test]
fn what_a_script_is_made_of_and_is_known_by_is_read_back_as_it_was() {
    let contents = some_contents();
    let kept = record::contents(&contents, &[]).expect("it can be written");
    let read: KeptContents = record::read(&kept).expect("it can be read");
    assert!(sane::are_contents(&read.contents, 100));
    assert!(!sane::are_contents(&read.contents, 50), "its parts are longer than the script");
    assert_eq!(read.contents, contents);

    let content = blake3::hash(b"text");
    let mut first = [0; 16];
    first.copy_from_slice(&content.as_bytes()[..16]);
    let known = Fingerprint {
        content: ContentHash(first),
        without_references: ContentHash([7; 16]),
        words: WordSample(vec![1, 5]),
    };
    let kept = record::fingerprint(&known, &[0, 3]).expect("it can be written");
    let read: KeptFingerprint = record::read(&kept).expect("it can be read");
    assert!(sane::is_fingerprint(&read, &content, 4));
    assert!(!sane::is_fingerprint(&read, &content, 3), "there is no fourth hash");
    assert!(!sane::is_fingerprint(&read, &blake3::hash(b"other"), 4));
    assert_eq!((read.fingerprint, read.hashes), (known, vec![0, 3]));
}

#[test]
fn a_file_name_that_is_nested_without_end_is_not_read() {
    let nested = |levels: usize| {
        let sum = |inner, _| NameExpression::Sum(vec![inner]);
        record::written(&(0..levels).fold(NameExpression::Id, sum)).expect("it can be written")
    };
    assert!(record::read::<NameExpression>(&nested(100)).is_some());
    assert!(record::read::<NameExpression>(&nested(1_000)).is_none());
    // As bytes, since what nests so deeply could not even be let go: a sum of one sum, and so on.
    let [kind, one] = [nested(1)[0], nested(1)[1]];
    assert!(record::read::<NameExpression>(&[kind, one].repeat(1_000_000)).is_none());
    // The limit is counted anew for the next one.
    assert!(record::read::<NameExpression>(&nested(100)).is_some());
}

#[test]
fn a_span_that_ends_before_it_starts_is_not_read() {
    assert_eq!(record::read(&[5, 3]), None::<Span>);
    assert_eq!(record::read(&[3, 5]), Some(Span { start: 3, end: 5 }));
    assert_eq!(record::read(&[3, 5, 0]), None::<Span>, "something follows");
}

#[test]
fn a_size_is_kept_for_its_content_codec_and_level_alone() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let cache = Cache::at(folder.path());
    let (one, other) = (blake3::hash(b"one"), blake3::hash(b"other"));
    let kept = Kept::new(&cache, one);
    let ask = |kept: &Kept<'_>, content: &Hash, codec, compression, size| {
        kept.size(content, 1_000, (codec, compression), || size)
    };
    assert_eq!(ask(&kept, &one, Codec::Gzip, Compression::MAX, 700), 700);
    assert_eq!(ask(&kept, &one, Codec::Gzip, Compression::MAX, 1), 700);
    assert_eq!(ask(&kept, &one, Codec::Brotli, Compression::MAX, 600), 600);
    assert_eq!(ask(&kept, &one, Codec::Gzip, Compression::CDN, 710), 710);
    assert_eq!(ask(&kept, &other, Codec::Gzip, Compression::MAX, 500), 500);
    // Another build asks for other files, and its sizes are the same.
    assert_eq!(ask(&Kept::new(&cache, other), &one, Codec::Gzip, Compression::MAX, 1), 700);
    // In the same run even without a cache.
    let none = Cache::none();
    let kept = Kept::new(&none, one);
    assert_eq!(ask(&kept, &one, Codec::Gzip, Compression::MAX, 700), 700);
    assert_eq!(ask(&kept, &one, Codec::Gzip, Compression::MAX, 1), 700);
}

#[test]
fn a_size_that_cannot_be_is_measured_anew() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let cache = Cache::at(folder.path());
    let content = blake3::hash(b"one");
    let written = record::written(&u64::MAX).expect("it can be written");
    cache.put(keys::size(&content, Codec::Gzip, 9), &written);
    let kept = Kept::new(&cache, content);
    assert_eq!(kept.size(&content, 1_000, (Codec::Gzip, Compression::MAX), || 700), 700);
}

#[test]
fn whatever_a_result_hangs_on_is_in_its_key() {
    let (one, other) = (blake3::hash(b"one"), blake3::hash(b"other"));
    let (path, map) = (AssetPath::new("a/b.js"), MapPlace::File(AssetPath::new("a/b.js.map")));
    let of = |path: &AssetPath, beside: Beside<'_>| keys::contents(&one, path, &beside);
    let keys = [
        keys::size(&one, Codec::Gzip, 9),
        keys::size(&other, Codec::Gzip, 9),
        keys::size(&one, Codec::Gzip, 6),
        keys::size(&one, Codec::Brotli, 9),
        keys::facts(&one, &path, ResourceType::Script),
        keys::facts(&one, &path, ResourceType::Document),
        keys::facts(&other, &path, ResourceType::Script),
        keys::facts(&one, &AssetPath::new("a.svg"), ResourceType::Image),
        keys::facts(&one, &AssetPath::new("a.png"), ResourceType::Image),
        keys::fingerprint(&one, &one),
        keys::fingerprint(&one, &other),
        of(&path, Beside::default()),
        of(&AssetPath::new("b.js"), Beside::default()),
        of(&path, Beside { is_measured: true, ..Beside::default() }),
        of(&path, Beside { map: Some(&MapPlace::Inline), ..Beside::default() }),
        of(&path, Beside { map: Some(&map), ..Beside::default() }),
        of(&path, Beside { map: Some(&map), map_content: Some(one), ..Beside::default() }),
        of(&path, Beside { map: Some(&map), map_content: Some(other), ..Beside::default() }),
        of(&path, Beside { notices: vec![one], ..Beside::default() }),
        of(&path, Beside { notices: vec![one, one], ..Beside::default() }),
    ];
    for (index, key) in keys.iter().enumerate() {
        assert!(!keys[..index].contains(key), "{index}");
    }
    // What a file says does not hang on its name.
    let renamed = keys::facts(&one, &AssetPath::new("c.js"), ResourceType::Script);
    assert_eq!(renamed, keys::facts(&one, &path, ResourceType::Script));
}

/// Nobody looks on.
struct Nobody;

impl Progress for Nobody {
    fn start(&self, _: u64) {}
    fn advance(&self, _: u64) {}
    fn finish(&self) {}
}

/// The report of a folder.
fn report(folder: &Path, cache: &Cache) -> String {
    let walked = walk::walk(folder, "dist", &Globs::none()).expect("there are files");
    let mut config = config::Preset::Default.config().expect("it is valid");
    config.compression = Compression { gzip: 1, brotli: 0 };
    let work = Work { threads: Some(1), cache: cache.clone(), encoder: Encoder::Estimate, avif: false };
    let report = pipeline::check(walked, Given::default(), "dist".to_owned(), config, &work, &Nobody);
    let report = json::document(&report.expect("threads start"));
    serde_json::to_string(&report).expect("it can be written")
}

/// Under which key what is kept of each file's facts.
type KeptFacts = BTreeMap<AssetPath, (CacheKey, Vec<u8>)>;

/// Those of a folder.
fn facts_of(folder: &Path) -> KeptFacts {
    let files = files_of(folder);
    let facts = files.iter().filter_map(|file| {
        let (resource_type, bytes, parsed) = parsed(file);
        let key = keys::facts(&blake3::hash(&bytes), &file.path, resource_type);
        Some((file.path.clone(), (key, record::parsed(&parsed)?)))
    });
    facts.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn facts_that_somebody_made_up_do_no_harm(seeds in prop::collection::vec(any::<u64>(), 8)) {
        static FACTS: std::sync::LazyLock<Vec<(PathBuf, KeptFacts)>> =
            std::sync::LazyLock::new(|| {
                let folders = SOME.iter().map(|name| fixtures().join(name));
                folders.map(|folder| (folder.clone(), facts_of(&folder))).collect()
            });
        let of_seed = |seed: u64| usize::try_from(seed % 65_521).unwrap_or_default();
        let (folder, facts) = &FACTS[of_seed(seeds[0]) % FACTS.len()];
        let place = tempfile::tempdir().expect("a folder can be made");
        let cache = Cache::at(place.path());
        for (index, (path, (key, bytes))) in facts.iter().enumerate() {
            let mut bytes = bytes.clone();
            for seed in seeds.iter().map(|seed| seed.rotate_left(u32::try_from(index % 64).unwrap_or_default())) {
                let length = bytes.len().max(1);
                if let Some(byte) = bytes.get_mut(of_seed(seed >> 8) % length) {
                    *byte = if seed & 1 == 0 { *byte ^ (1 << (seed >> 32 & 7)) } else { seed.to_le_bytes()[5] };
                }
            }
            if seeds[1].is_multiple_of(4) {
                bytes.truncate(of_seed(seeds[2]) % (bytes.len() + 1));
            }
            let resource_type = ResourceType::of(path);
            let _ = record::read_parsed(&bytes, path, resource_type, 1_000_000);
            cache.put(*key, &bytes);
        }
        // It ends, and its numbers are some.
        prop_assert!(report(folder, &cache).contains("\"schemaVersion\""));
    }

    #[test]
    fn a_record_of_any_bytes_is_none_or_something(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let path = AssetPath::new("a.js");
        for resource_type in ResourceType::ALL {
            let _ = record::read_parsed(&bytes, &path, resource_type, 1_000);
        }
        let _ = record::read::<KeptContents>(&bytes);
        let _ = record::read::<KeptFingerprint>(&bytes);
    }
}

#[test]
fn a_cut_record_is_none() {
    for file in files_of(&fixtures().join("webpack5-shop")) {
        let (resource_type, bytes, parsed) = parsed(&file);
        let kept = record::parsed(&parsed).expect("it can be written");
        let step = kept.len() / 50 + 1;
        for end in (0..kept.len()).step_by(step) {
            let read = record::read_parsed(&kept[..end], &file.path, resource_type, bytes.len());
            assert!(read.is_none(), "{} cut to {end} bytes", file.path);
        }
    }
}

#[test]
fn what_is_kept_of_one_build_is_good_for_another_and_changes_no_report() {
    let place = tempfile::tempdir().expect("a folder can be made");
    let cache = Cache::at(place.path());
    let reports = || SOME.map(|name| report(&fixtures().join(name), &cache));
    let alone = SOME.map(|name| report(&fixtures().join(name), &Cache::none()));
    assert!(reports() == alone, "what others left changes a report");
    assert!(reports() == alone, "what it left itself changes a report");
}
