//! What holds for all pairs of builds.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use proptest::prelude::*;

use crate::baseline::pairing::sides::Side;
use crate::baseline::pairing::{names_of, pairs_of};
use crate::model::asset::{Asset, AssetId, ResourceType, Sizes};
use crate::model::baseline::Pairs;
use crate::model::build::Build;
use crate::model::fingerprint::{ContentHash, Fingerprint, WordSample};
use crate::model::hashed_name::without_hash;
use crate::model::path::AssetPath;

fn pairs(now: &Build, before: &Build) -> Pairs {
    pairs_of(Side::new(now, names_of(now)), Side::new(before, names_of(before)))
}

/// A file: its name, which of the names' hashes it has, its content and its bytes.
type File = (u8, u16, u8, u16);

/// Eight characters that are no word.
fn hash(number: u16, salt: u32) -> String {
    let mixed = (u32::from(number) + 1).wrapping_mul(0x9e37_79b1) ^ salt.wrapping_mul(0x85eb_ca6b);
    format!("{:05x}A1z", mixed & 0xf_ffff)
}

fn spread(number: u32) -> u32 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b1);
    (mixed ^ (mixed >> 15)).wrapping_mul(0x85eb_ca77)
}

fn fingerprint(content: u32, unlike: u32) -> Fingerprint {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&content.to_le_bytes());
    bytes[4..8].copy_from_slice(&unlike.to_le_bytes());
    let words =
        (0..40).map(|word| spread(content * 100 + word + if word < unlike % 20 { 5_000_000 } else { 0 }));
    let hash = ContentHash(bytes);
    Fingerprint { content: hash, without_references: hash, words: WordSample::of(words.collect()) }
}

fn build(files: impl Iterator<Item = (String, u64, Option<Fingerprint>)>) -> Build {
    let mut files: Vec<_> = files.collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files.dedup_by(|a, b| a.0 == b.0);
    let mut build = Build::default();
    for (path, raw, known) in files {
        let path = AssetPath::new(path);
        let sizes = Some(Sizes { raw, gzip: raw / 3, brotli: raw / 4 });
        build.assets.push(Asset {
            resource_type: ResourceType::of(&path),
            path,
            raw,
            sizes,
            precompressed: Vec::new(),
        });
        build.fingerprints.push(known);
        build.modules.push(Vec::new());
    }
    build.graph.loads = vec![None; build.assets.len()];
    build
}

fn of_files(files: &[File], salt: u32) -> Build {
    let names = ["a/index-", "a/main.", "b/index-", "a/", "a/icon-"];
    build(files.iter().map(|&(name, number, content, bytes)| {
        let start = names[usize::from(name) % names.len()];
        let known = (content % 5 != 0).then(|| fingerprint(u32::from(content), u32::from(bytes)));
        (format!("{start}{}.js", hash(number, salt)), u64::from(bytes), known)
    }))
}

/// The names of the pairs, without what says which of several equal files they are.
fn told(now: &Build, before: &Build) -> Vec<(String, String, u64, u64)> {
    let file = |build: &Build, id: AssetId| (without_hash(build.path(id)), build.asset(id).raw);
    let mut told: Vec<_> = pairs(now, before)
        .files
        .into_iter()
        .map(|(one, other)| {
            let ((name, raw), (was, before)) = (file(now, one), file(before, other));
            (name, was, raw, before)
        })
        .collect();
    told.sort();
    told
}

fn files() -> impl Strategy<Value = Vec<File>> {
    prop::collection::vec((0..5_u8, any::<u16>(), 0..12_u8, 0..3_000_u16), 0..40)
}

proptest! {
    #[test]
    fn each_file_has_at_most_one_counterpart_and_the_builds_can_be_swapped(now in files(), before in files()) {
        let (now, before) = (of_files(&now, 1), of_files(&before, 2));
        let there = pairs(&now, &before);
        let counterparts: BTreeSet<_> = there.files.values().collect();
        prop_assert_eq!(counterparts.len(), there.files.len());
        prop_assert_eq!(there.by.len(), there.files.len());
        let back = pairs(&before, &now).files;
        let swapped: BTreeMap<_, _> = back.into_iter().map(|(one, other)| (other, one)).collect();
        prop_assert_eq!(there.files, swapped);
    }

    #[test]
    fn a_build_with_other_hashes_is_the_same_build(files in files(), salt in 3..1_000_u32) {
        let (now, before) = (of_files(&files, salt), of_files(&files, 2));
        let told = told(&now, &before);
        prop_assert_eq!(told.len(), before.assets.len().min(now.assets.len()));
        for (name, was, raw, before) in told {
            prop_assert_eq!((name, raw), (was, before));
        }
    }
}

#[test]
fn a_build_of_13_000_files_pairs_in_no_time() {
    let files = |salt: u32| {
        let file = move |number: u16| {
            let name = match number % 4 {
                0 => format!("a/{}.js", hash(number, salt)),
                1 => format!("a/index-{}.js", hash(number, salt)),
                2 => format!("a/page{}-{}.js", number / 4, hash(number, salt)),
                _ => format!(
                    "b/{}-{}.js",
                    ["lib", "dist", "src"][usize::from(number / 4) % 3],
                    hash(number, salt)
                ),
            };
            let known = fingerprint(u32::from(number), salt % 20);
            (name, 1_000 + u64::from(number), Some(known))
        };
        build((0..13_000).map(file))
    };
    let (now, before) = (files(5), files(4));
    let start = Instant::now();
    let pairs = pairs(&now, &before);
    let took = start.elapsed();
    assert!(took.as_secs() < 20, "{took:?} without optimisation");
    assert!(before.assets.len() * 98 / 100 < pairs.files.len(), "{}", pairs.files.len());
    let wrong = pairs.files.iter().filter(|(now_id, id)| now.asset(**now_id).raw != before.asset(**id).raw);
    assert_eq!(wrong.count(), 0);
    println!("{took:?}");
}
