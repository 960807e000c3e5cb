//! Attribution by source maps: every byte once.

use std::sync::Arc;

use proptest::prelude::*;

use crate::model::package::{Origin, Part};
use crate::model::source_map::{MapSource, Segment, SourceMap};
use crate::model::span::Span;
use crate::packages::{MapOfScript, mapped};

fn map(sources: &[&str], segments: &[(u32, u32, Option<u32>)]) -> SourceMap {
    SourceMap {
        sources: sources.iter().map(|&path| MapSource { path: Arc::from(path), banner: None }).collect(),
        segments: segments.iter().map(|&(line, column, source)| Segment { line, column, source }).collect(),
    }
}

fn parts(text: &str, map: &SourceMap, comment: Option<Span>) -> Result<Vec<Part>, String> {
    let mapped = mapped(text, MapOfScript { map, directory: "", comment })?;
    assert_eq!(mapped.0.parts.len(), mapped.1.len(), "each part has its text");
    Ok(mapped.0.parts)
}

/// Bytes by package; `-` for the application, `?` for what is of no known origin, `#` for the comment.
#[track_caller]
fn check(text: &str, map: &SourceMap, expected: &[(&str, u64)]) {
    let comment = text.find("//#").map(|start| Span::new(start, text.len()));
    let found = parts(text, map, comment).expect("the map fits");
    let name = |part: &Part| match &part.origin {
        Origin::Application => "-".to_owned(),
        Origin::Unknown => "?".to_owned(),
        Origin::MapComment => "#".to_owned(),
        other => other.package().expect("it is a package").to_owned(),
    };
    let found: Vec<(String, u64)> = found.iter().map(|part| (name(part), part.bytes)).collect();
    let expected: Vec<(String, u64)> =
        expected.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_segment_reaches_to_the_next_one_or_to_the_end_of_its_line() {
    let map = map(
        &["node_modules/a/i.js", "node_modules/b/i.js", "src/main.ts"],
        &[(0, 2, Some(0)), (0, 5, Some(1)), (0, 7, None), (1, 0, Some(2))],
    );
    check(
        "??aaabb???\nmain\n//# sourceMappingURL=x",
        &map,
        &[("a", 3), ("b", 2), ("-", 4), ("?", 7), ("#", 22)],
    );
}

#[test]
fn columns_are_utf_16_units() {
    let map = map(&["node_modules/a/i.js", "src/b.ts"], &[(0, 0, Some(0)), (0, 3, Some(1))]);
    // "é" is 2 bytes and 1 unit, "𝒳" 4 bytes and 2 units.
    check("é𝒳ab", &map, &[("a", 6), ("-", 2)]);
}

#[test]
fn line_ends_belong_to_nobody() {
    let map = map(&["node_modules/a/i.js"], &[(0, 0, Some(0)), (1, 0, Some(0))]);
    check("aa\r\naa\n", &map, &[("a", 4), ("?", 3)]);
}

#[test]
fn of_two_segments_at_one_place_the_last_counts() {
    let map = map(&["node_modules/a/i.js", "node_modules/b/i.js"], &[(0, 0, Some(0)), (0, 0, Some(1))]);
    check("bbb", &map, &[("b", 3)]);
}

#[test]
fn a_map_of_another_text_is_refused_and_one_stray_segment_is_not() {
    let mut segments: Vec<_> = (0..40).map(|column| (0, column, Some(0))).collect();
    let other = map(&["src/a.ts"], &segments);
    assert!(parts("short", &other, None).is_err());
    segments.push((9, 0, Some(0)));
    assert!(parts(&"x".repeat(50), &map(&["src/a.ts"], &segments), None).is_ok());
}

#[test]
fn a_segment_of_a_source_that_is_not_listed_belongs_to_nobody() {
    check("abc", &map(&["node_modules/a/i.js"], &[(0, 0, Some(7))]), &[("?", 3)]);
}

proptest! {
    #[test]
    fn the_parts_sum_to_the_text(
        text in "[a-cé𝒳\n\r]{0,60}",
        segments in prop::collection::vec((0..4_u32, 0..30_u32, prop::option::of(0..4_u32)), 0..40),
    ) {
        let mut segments = segments;
        segments.sort_by_key(|&(line, column, _)| (line, column));
        let map = map(&["node_modules/a/i.js", "src/b.ts", "webpack/runtime/x", "node_modules/a/j.js"], &segments);
        if let Ok(parts) = parts(&text, &map, None) {
            prop_assert_eq!(parts.iter().map(|part| part.bytes).sum::<u64>(), text.len() as u64);
        }
    }
}
