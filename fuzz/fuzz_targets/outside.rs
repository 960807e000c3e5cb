//! Any text as results of Lighthouse and of k6.
#![no_main]

use weighbridge::model::outside::Tool;
use weighbridge::outside::{OutsideFile, read};

weighbridge_fuzz::target!(|data| {
    let (one, other) = weighbridge_fuzz::two_parts(data);
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    for tool in [Tool::Lighthouse, Tool::K6] {
        let file = |name, text| OutsideFile { tool, name, text };
        let _ = read(&[file("one.json", &one)]);
        let both = read(&[file("one.json", &one), file("other.json", &other)]).ok();
        let turned = read(&[file("other.json", &other), file("one.json", &one)]).ok();
        assert_eq!(both.map(|both| both.all.len()), turned.map(|turned| turned.all.len()));
    }
});
