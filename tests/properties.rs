//! Properties over random input of what everything else is counted with: sizes, globs, hashes in names, growth.
//!
//! Each is held beside a plain second way to the same answer, or beside a law that it must keep.

#![expect(clippy::expect_used, reason = "the tests fail by panicking")]

use proptest::prelude::*;
use proptest::sample::{Index, select};
use weighbridge::config::parse_size;
use weighbridge::measure::{Transfer, brotli_size, gzip_size, sizes};
use weighbridge::model::asset::Sizes;
use weighbridge::model::budget::{Allowance, DEAD_BAND, GrowthLimit, Metric};
use weighbridge::model::config::Compression;
use weighbridge::model::globs::Globs;
use weighbridge::model::growth::Change;
use weighbridge::model::hashed_name::{HashedName, hashes, share_name, without_hash};
use weighbridge::report::budget_file::exact_bytes;

/// Slow in a debug build, so fewer than usual.
fn few(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

// --- Sizes ---

/// Text with repeats, and noise.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let text = prop::collection::vec(
        select(vec!["const ", "a=", "function(){", "}", "\n", "é", "return 1;"]),
        0..400,
    );
    prop_oneof![
        text.prop_map(|words| words.concat().into_bytes()),
        prop::collection::vec(any::<u8>(), 0..3_000),
        (any::<u8>(), 0..200_000_usize).prop_map(|(byte, times)| vec![byte; times]),
    ]
}

fn compression() -> impl Strategy<Value = Compression> {
    (1..=9_u32, 0..=9_u32).prop_map(|(gzip, brotli)| Compression { gzip, brotli })
}

proptest! {
    #![proptest_config(few(24))]

    #[test]
    fn a_compressed_size_is_bounded_by_its_file_and_the_same_each_time(bytes in content(), level in compression()) {
        let raw = bytes.len() as u64;
        let (gzip, brotli) = (gzip_size(&bytes, level), brotli_size(&bytes, level));
        prop_assert_eq!(sizes(&bytes, Transfer::Compressed, level), Sizes { raw, gzip, brotli });
        // The fast levels of both write codes for noise, too: it grows by some percent. The others store it: RFC 1951,
        // 3.2.4, blocks of at most 65,535 bytes, zlib's of 16 KiB or more, 5 bytes each; RFC 1952, 18 bytes around them.
        let stored = raw + 5 * (raw / 16_383 + 1) + 18;
        let most = if level.gzip < 4 { 2 * raw + 64 } else { stored };
        prop_assert!((20..=most).contains(&gzip), "{gzip} of {raw} at {level:?}");
        prop_assert!((1..=2 * raw + 64).contains(&brotli), "{brotli} of {raw} at {level:?}");
    }

    #[test]
    fn what_is_not_compressed_weighs_what_it_is(bytes in content(), level in compression()) {
        let whole = Sizes::incompressible(bytes.len() as u64);
        prop_assert_eq!(sizes(&bytes, Transfer::AsIs, level), whole);
        let is_text = std::str::from_utf8(&bytes).is_ok() && !bytes.contains(&0);
        let as_text = if is_text { sizes(&bytes, Transfer::Compressed, level) } else { whole };
        prop_assert_eq!(sizes(&bytes, Transfer::CompressedIfText, level), as_text);
    }
}

fn some_sizes() -> impl Strategy<Value = Vec<Sizes>> {
    let one = (0..1_u64 << 50, 0..1_u64 << 50, 0..1_u64 << 50);
    prop::collection::vec(one.prop_map(|(raw, gzip, brotli)| Sizes { raw, gzip, brotli }), 0..20)
}

proptest! {
    #[test]
    fn the_sum_of_two_heaps_is_that_of_the_whole_in_any_order(mut files in some_sizes(), cut: Index) {
        let whole: Sizes = files.iter().copied().sum();
        let (one, other) = files.split_at(cut.index(files.len() + 1));
        prop_assert_eq!(one.iter().copied().sum::<Sizes>() + other.iter().copied().sum(), whole);
        prop_assert_eq!(whole.gzip, files.iter().map(|sizes| sizes.gzip).sum::<u64>());
        files.reverse();
        prop_assert_eq!(files.into_iter().sum::<Sizes>(), whole);
    }
}

// --- Globs ---

/// A piece of a pattern within one folder.
#[derive(Clone, Debug)]
enum Piece {
    Text(&'static str),
    Star,
    Mark,
    Class(&'static str),
    Choice(Vec<&'static str>),
}

/// A folder of a pattern; `None` is `**`.
type Folder = Option<Vec<Piece>>;

const TEXTS: [&str; 6] = ["a", "b", "ab", ".js", "-", "_"];

fn folder() -> impl Strategy<Value = Folder> {
    let piece = prop_oneof![
        4 => select(TEXTS.to_vec()).prop_map(Piece::Text),
        2 => Just(Piece::Star),
        1 => Just(Piece::Mark),
        1 => select(vec!["a", "ab", "b-"]).prop_map(Piece::Class),
        1 => prop::collection::vec(select(TEXTS.to_vec()), 1..4).prop_map(Piece::Choice),
    ];
    prop_oneof![1 => Just(None), 3 => prop::collection::vec(piece, 1..4).prop_map(Some)]
}

fn written(pattern: &[Folder]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => (*text).to_owned(),
        Piece::Star => "*".to_owned(),
        Piece::Mark => "?".to_owned(),
        Piece::Class(of) => format!("[{of}]"),
        Piece::Choice(texts) => format!("{{{}}}", texts.join(",")),
    };
    let folder = |folder: &Folder| match folder {
        None => "**".to_owned(),
        Some(pieces) => {
            // Two stars that happen to stand beside each other are one.
            let mut pieces = pieces.clone();
            pieces.dedup_by(|one, other| matches!((one, other), (Piece::Star, Piece::Star)));
            pieces.iter().map(piece).collect()
        }
    };
    pattern.iter().map(folder).collect::<Vec<_>>().join("/")
}

fn name_matches(pieces: &[Piece], name: &str) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return name.is_empty() };
    let behind = |text: &str| name.strip_prefix(text).is_some_and(|name| name_matches(rest, name));
    let mut characters = name.chars();
    match first {
        Piece::Text(text) => behind(text),
        Piece::Star => {
            name_matches(rest, name)
                || characters.next().is_some_and(|_| name_matches(pieces, characters.as_str()))
        }
        Piece::Mark => characters.next().is_some_and(|_| name_matches(rest, characters.as_str())),
        Piece::Class(of) => {
            characters.next().is_some_and(|one| of.contains(one) && name_matches(rest, characters.as_str()))
        }
        Piece::Choice(texts) => texts.iter().any(|text| behind(text)),
    }
}

fn path_matches(pattern: &[Folder], path: &[String]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, _) => path.is_empty(),
        // At the end, what lies in a folder, and not the folder itself.
        (Some((None, [])), _) => !path.is_empty(),
        (Some((None, rest)), _) => (0..=path.len()).any(|from| path_matches(rest, &path[from..])),
        (Some((Some(pieces), rest)), Some((name, folders))) => {
            name_matches(pieces, name) && path_matches(rest, folders)
        }
        (Some(_), None) => false,
    }
}

proptest! {
    #![proptest_config(few(600))]

    #[test]
    fn globs_match_what_a_plain_matcher_does(
        taken_in in prop::collection::vec(prop::collection::vec(folder(), 1..4), 0..3),
        taken_out in prop::collection::vec(prop::collection::vec(folder(), 1..4), 0..2),
        path in prop::collection::vec(prop::collection::vec(select(TEXTS.to_vec()), 1..4).prop_map(|parts| parts.concat()), 1..4),
    ) {
        let out = taken_out.iter().map(|pattern| format!("!{}", written(pattern)));
        let patterns: Vec<String> = taken_in.iter().map(|pattern| written(pattern)).chain(out).collect();
        let any = |patterns: &[Vec<Folder>]| patterns.iter().any(|pattern| path_matches(pattern, &path));
        let expected = (taken_in.is_empty() || any(&taken_in)) && !any(&taken_out);
        let globs = Globs::new(&patterns).expect("the patterns compile");
        prop_assert_eq!(globs.matches(&path.join("/")), expected, "{:?} and {:?}", patterns, path);
        let turned: Vec<&String> = patterns.iter().rev().collect();
        prop_assert_eq!(Globs::new(&turned).expect("they still do").matches(&path.join("/")), expected);
    }

    #[test]
    fn any_text_is_a_glob_or_is_refused(patterns in prop::collection::vec("[!*?{}\\[\\],/a\\\\.-]{0,12}|\\PC{0,8}", 0..4), path in "\\PC{0,20}") {
        match Globs::new(&patterns) {
            Ok(globs) => prop_assert_eq!(globs.matches(&path), globs.matches(&path)),
            Err(bad) => prop_assert!(bad.iter().all(|bad| bad.index < patterns.len() && !bad.reason.is_empty())),
        }
    }
}

// --- Hashes in names ---

const WORDS: [&str; 8] = ["index", "vendor", "about", "page", "form", "main", "component", "chunk"];

/// One to three words as people join them.
fn words() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(select(WORDS.to_vec()), 1..4);
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    prop_oneof![
        (words.clone(), select(vec!["-", ".", "_"])).prop_map(|(words, between)| words.join(between)),
        words.prop_map(move |words| words.iter().map(|word| capital(word)).collect()),
    ]
}

/// A hash as some bundler cuts it. One without a digit may be a word, and one of digits alone a number.
fn hash() -> impl Strategy<Value = String> {
    let mixed = |hash: &String| {
        let is = |kind: fn(&u8) -> bool| hash.bytes().filter(kind).count();
        2 <= is(u8::is_ascii_digit) && 2 <= is(u8::is_ascii_alphabetic)
    };
    prop_oneof![
        "[A-Za-z0-9]{8}".prop_filter("two of each", mixed),
        "[0-9a-f]{8}".prop_filter("two of each", mixed),
        "[0-9a-f]{16}".prop_filter("two of each", mixed),
        "[0-9a-f]{20}".prop_filter("two of each", mixed),
        "[A-Z2-7]{8}".prop_filter("two of each", mixed),
    ]
    .prop_filter("a size is none", |hash| {
        let unit = hash.trim_start_matches(|c: char| c.is_ascii_digit());
        !hash.contains('x') && !["px", "dpi", "ms"].contains(&unit)
    })
}

const ENDINGS: [&str; 5] = [".js", ".css", ".chunk.js", ".webp", ".js.map"];

proptest! {
    #![proptest_config(few(3_000))]

    #[test]
    fn any_path_without_its_hashes_has_none_left(path in "([A-Za-z0-9_.~-]{0,24}/){0,2}[A-Za-z0-9_.~-]{0,30}|\\PC{0,30}") {
        let without = without_hash(&path);
        prop_assert_eq!(without_hash(&without), without.clone(), "of {}", path);
        // The hashes stand in the path one after the other, and nothing but them is gone.
        if !path.ends_with(".LICENSE.txt") {
            let (mut rest, mut rebuilt) = (path.as_str(), String::new());
            for hash in hashes(&path) {
                let at = rest.find(hash).expect("it stands in the path");
                rebuilt += &rest[..at];
                rebuilt.push('*');
                rest = &rest[at + hash.len()..];
            }
            prop_assert_eq!(rebuilt.len() + rest.len(), without.len(), "{} and {}", path, without);
        }
    }

    #[test]
    fn the_parts_of_a_name_are_the_name(name in "[A-Za-z0-9_.~-]{0,40}|[^/]{0,20}") {
        let HashedName { stem, hash, extension } = HashedName::parse(&name);
        prop_assert!(name.starts_with(stem) && name.ends_with(extension));
        match hash {
            None => prop_assert_eq!(stem.to_owned() + extension, name),
            Some(hash) => {
                prop_assert_eq!(stem.len() + 1 + hash.len() + extension.len(), name.len());
                prop_assert!(name.ends_with(&(hash.to_owned() + extension)));
            }
        }
    }

    #[test]
    fn words_are_kept_and_a_file_is_known_whatever_its_hash(
        folder in select(vec!["", "assets/", "static/js/"]),
        words in words(), one in hash(), other in hash(),
        between in select(vec!["-", "."]), ending in select(ENDINGS.to_vec()),
    ) {
        let plain = format!("{folder}{words}{ending}");
        prop_assert_eq!(without_hash(&plain), plain);
        let named = |hash: &str| format!("{folder}{words}{between}{hash}{ending}");
        let expected = named("*");
        prop_assert_eq!(without_hash(&named(&one)), expected.clone(), "{}", one);
        prop_assert_eq!(without_hash(&named(&other)), expected, "{}", other);
        let file_name = |hash: &str| named(hash)[folder.len()..].to_owned();
        prop_assert!(share_name(&file_name(&one), &file_name(&other)));
    }

    #[test]
    fn to_share_a_name_goes_both_ways(one in "[a-cA-C1-3._-]{0,16}", other in "[a-cA-C1-3._-]{0,16}") {
        prop_assert!(share_name(&one, &one));
        prop_assert_eq!(share_name(&one, &other), share_name(&other, &one));
    }
}

// --- Growth ---

fn any_size() -> impl Strategy<Value = u64> {
    prop_oneof![
        any::<u64>(),
        0..100_u64,
        0..10_000_000_u64,
        (0..64_u32).prop_map(|bit| 1 << bit),
        Just(u64::MAX)
    ]
}

fn limit() -> impl Strategy<Value = GrowthLimit> {
    let metric = select(vec![Metric::Raw, Metric::Gzip, Metric::Brotli, Metric::Count]);
    let allowance =
        prop_oneof![any_size().prop_map(Allowance::Amount), any_size().prop_map(Allowance::BasisPoints)];
    (metric, allowance).prop_map(|(metric, allowance)| GrowthLimit { metric, allowance, span: None })
}

proptest! {
    #![proptest_config(few(3_000))]

    #[test]
    fn what_may_be_grown_to_is_what_exact_numbers_say(limit in limit(), before in any_size()) {
        let least = if limit.metric == Metric::Count { 0 } else { DEAD_BAND };
        let allowed = match limit.allowance {
            Allowance::Amount(amount) => Some(u128::from(amount)),
            Allowance::BasisPoints(_) if before == 0 => None,
            Allowance::BasisPoints(points) => Some(u128::from(before) * u128::from(points) / 10_000),
        };
        let most = allowed.map(|allowed| u128::from(before) + allowed.max(u128::from(least)));
        let most = most.map(|most| u64::try_from(most).unwrap_or(u64::MAX));
        prop_assert_eq!(limit.most(before), most);
    }

    #[test]
    fn what_was_larger_may_become_no_less(limit in limit(), one in any_size(), other in any_size()) {
        let (small, large) = (one.min(other), one.max(other));
        if let (Some(of_small), Some(of_large)) = (limit.most(small), limit.most(large)) {
            prop_assert!(small <= of_small && of_small <= of_large);
        }
    }

    #[test]
    fn a_change_there_and_back_is_none(heaps in prop::collection::vec(some_sizes(), 3)) {
        let [one, two, three]: [Sizes; 3] =
            heaps.into_iter().map(|heap| heap.into_iter().sum()).collect::<Vec<_>>().try_into().expect("three");
        prop_assert_eq!(Change::between(one, two), -Change::between(two, one));
        prop_assert_eq!(Change::between(one, two) + Change::between(two, three), Change::between(one, three));
        prop_assert!(Change::between(one, one).is_zero());
        prop_assert_eq!(Change::between(one, two).magnitude(), Change::between(two, one).magnitude());
        prop_assert_eq!(Change::between(one, two).raw < 0, two.raw < one.raw);
    }
}

// --- Sizes as they are written ---

proptest! {
    #[test]
    fn a_size_with_decimals_is_its_exact_value_rounded(whole in 0..1_000_000_u64, digits in "[0-9]{1,9}", unit in 0..8_usize) {
        let (name, factor) = [
            ("B", 1), ("kB", 1_000), ("KB", 1_000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20),
            ("GB", 1_000_000_000), ("GiB", 1_u128 << 30),
        ][unit];
        let scale = 10_u128.pow(u32::try_from(digits.len()).expect("there are nine at most"));
        let fraction: u128 = digits.parse().expect("these are digits");
        let exact = ((u128::from(whole) * scale + fraction) * factor * 2 + scale) / (2 * scale);
        prop_assert_eq!(parse_size(&format!("{whole}.{digits} {name}")).map(u128::from), Ok(exact));
    }

    #[test]
    fn a_size_that_is_written_is_read_back_to_the_byte(bytes in any_size(), round in select(vec![1, 10, 250, 1_000, 1_024, 10_000, 1 << 18])) {
        let bytes = bytes / round * round;
        prop_assert_eq!(parse_size(&exact_bytes(bytes)), Ok(bytes), "{}", exact_bytes(bytes));
    }
}
