//! Any bytes as an image, whole and as the head of a longer one.
#![no_main]

use weighbridge::model::path::AssetPath;
use weighbridge::parse;
use weighbridge::parse::image_header::read_image_header;

weighbridge_fuzz::target!(|data| {
    let length = data.len() as u64;
    for more in [0, 1, length, u64::from(u32::MAX), u64::MAX - length] {
        if let Ok(Some(header)) = read_image_header(data, length + more) {
            let metadata: u64 = header.metadata.iter().map(|found| found.bytes).sum();
            assert!(metadata <= length + more, "{metadata} of {length} + {more}");
            assert!(header.embedded <= length + more);
        }
    }
    for name in ["a.svg", "a.png"] {
        let parsed = parse::parse_image(&AssetPath::new(name), data, length);
        assert!(parsed.problems.len() <= 1);
    }
});
