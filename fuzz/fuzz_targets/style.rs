//! Any bytes as a stylesheet: its facts.
#![no_main]

use weighbridge::model::asset::ResourceType;
use weighbridge::model::build::Facts;
use weighbridge::model::path::AssetPath;
use weighbridge::parse::{self, source_map};
use weighbridge_fuzz::facts::check_spans;

weighbridge_fuzz::target!(|data| {
    let parsed = parse::parse(&AssetPath::new("assets/index.css"), ResourceType::Stylesheet, data);
    let text = String::from_utf8_lossy(data);
    check_spans(&parsed.facts, &text);
    check_spans(&source_map::reference(&text), &text);
    let Facts::Stylesheet(facts) = &parsed.facts else { panic!("a stylesheet has facts, whatever is in it") };
    assert!(facts.minification.is_some_and(|found| found.needed <= found.bytes));
});
