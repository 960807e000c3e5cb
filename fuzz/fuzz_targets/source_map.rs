//! A source map and its script, NUL between them: decoding, and every byte of the script with its origin.
#![no_main]

use weighbridge::packages::{self, MapOfScript, Script};
use weighbridge::parse::source_map;
use weighbridge_fuzz::facts::check_contents;

weighbridge_fuzz::target!(|data| {
    let (map, script) = weighbridge_fuzz::two_parts(data);
    let text = String::from_utf8_lossy(script);
    let Ok(map) = source_map::decode(map) else { return };
    assert!(map.segments.is_sorted_by_key(|segment| (segment.line, segment.column)));
    let comment = source_map::reference(&text).map(|reference| reference.comment);
    let Ok((contents, texts)) = packages::mapped(&text, MapOfScript { map: &map, directory: "assets", comment })
    else {
        return;
    };
    check_contents(&contents, &texts, &text);
    let bytes: u64 = contents.parts.iter().map(|part| part.bytes).sum();
    assert_eq!(bytes, text.len() as u64);
    let script = Script { name: "a.js", text: &text, facts: &Default::default(), notices: &[] };
    let (contents, texts) = packages::contents(&script, Some((contents, texts)));
    check_contents(&contents, &texts, &text);
});
