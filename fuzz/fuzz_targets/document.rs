//! Any bytes as an HTML document: its facts, and the same facts behind a comment, each place as much further on.
#![no_main]

use weighbridge::model::asset::ResourceType;
use weighbridge::model::path::AssetPath;
use weighbridge::parse;
use weighbridge_fuzz::facts::{check_spans, unshifted};

const COMMENT: &str = "<!--w-->";

weighbridge_fuzz::target!(|data| {
    let path = AssetPath::new("index.html");
    let parsed = parse::parse(&path, ResourceType::Document, data);
    let text = String::from_utf8_lossy(data);
    check_spans(&parsed.facts, &text);
    check_spans(&parsed.marks, &text);
    let moved = parse::parse(&path, ResourceType::Document, &[COMMENT.as_bytes(), data].concat());
    assert_eq!(unshifted(&moved.facts, COMMENT.len() as u32), unshifted(&parsed.facts, 0));
});
