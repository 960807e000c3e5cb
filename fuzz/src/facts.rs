//! What holds of the facts of any file: spans lie in its text, parts add up to it.

use std::fmt::Debug;

use weighbridge::model::package::Contents;
use weighbridge::model::span::Lines;

const SPAN: &str = "Span { start: ";

/// Every span in `facts`, by what they print themselves as: whatever is added to them later is looked at, too.
fn spans(printed: &str) -> impl Iterator<Item = (u32, u32)> {
    printed.match_indices(SPAN).filter_map(|(at, _)| {
        let rest = &printed[at + SPAN.len()..];
        let (start, rest) = rest.split_once(", end: ")?;
        let (end, _) = rest.split_once(" }")?;
        Some((start.parse().ok()?, end.parse().ok()?))
    })
}

/// Whether a text could forge a span.
fn forges(text: &str) -> bool {
    text.contains("Span {")
}

/// Every span of `facts` is a piece of `text`, and its start has a line and a column.
#[track_caller]
pub fn check_spans(facts: &impl Debug, text: &str) {
    if forges(text) {
        return;
    }
    let lines = Lines::new(text);
    let printed = format!("{facts:?}");
    for (start, end) in spans(&printed) {
        assert!(text.get(start as usize..end as usize).is_some(), "{start}..{end} of {}: {printed}", text.len());
        assert!(lines.place(start).is_some(), "{start} has no place");
    }
}

/// What `facts` print themselves as, with their spans `offset` bytes further to the front.
pub fn unshifted(facts: &impl Debug, offset: u32) -> String {
    let printed = format!("{facts:?}");
    let mut text = String::with_capacity(printed.len());
    let mut done = 0;
    for (at, _) in printed.match_indices(SPAN) {
        let rest = &printed[at..];
        let Some(length) = rest.find(" }") else { continue };
        let Some((start, end)) = spans(&rest[..length + 2]).next() else { continue };
        text.push_str(&printed[done..at]);
        let less = |place: u32| i64::from(place) - i64::from(offset);
        text.push_str(&format!("Span {}..{}", less(start), less(end)));
        done = at + length + 2;
    }
    text + &printed[done..]
}

/// Parts account for every byte of a text, and sources for no more than their parts.
#[track_caller]
pub fn check_contents(contents: &Contents, texts: &[String], text: &str) {
    check_spans(contents, text);
    assert_eq!(contents.parts.len(), texts.len());
    for (part, text) in contents.parts.iter().zip(texts) {
        assert_eq!(part.bytes, text.len() as u64);
    }
    let bytes: u64 = contents.parts.iter().map(|part| part.bytes).sum();
    assert!(contents.parts.is_empty() || bytes == text.len() as u64, "{bytes} of {}", text.len());
    let mut of_sources = vec![0; contents.parts.len()];
    for source in &contents.sources {
        of_sources[source.part] += source.bytes;
    }
    for (part, bytes) in contents.parts.iter().zip(of_sources) {
        assert!(bytes <= part.bytes);
    }
}
