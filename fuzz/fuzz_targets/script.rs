//! Any bytes as a script: its facts, the packages in it without a source map, the comment that names one.
#![no_main]

use weighbridge::model::asset::ResourceType;
use weighbridge::model::build::Facts;
use weighbridge::model::path::AssetPath;
use weighbridge::packages::{self, Script};
use weighbridge::parse::{self, source_map};
use weighbridge_fuzz::facts::{check_contents, check_spans};

weighbridge_fuzz::target!(|data| {
    let path = AssetPath::new("assets/index-BxY1c2_z.js");
    let parsed = parse::parse(&path, ResourceType::Script, data);
    let text = String::from_utf8_lossy(data);
    check_spans(&parsed.facts, &text);
    check_spans(&parsed.marks, &text);
    check_spans(&source_map::reference(&text), &text);
    let Facts::Script(facts) = &parsed.facts else { return };
    assert!(facts.minification.is_some_and(|found| found.needed <= found.bytes));
    let script = Script { name: path.file_name(), text: &text, facts, notices: &[] };
    let (contents, texts) = packages::contents(&script, None);
    check_contents(&contents, &texts, &text);
});
