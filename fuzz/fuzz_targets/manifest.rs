//! Any text as a bundler's record of the build, or as the configuration of Angular's service worker.
#![no_main]

use std::collections::BTreeMap;

use weighbridge::model::asset::ResourceType;
use weighbridge::model::path::AssetPath;
use weighbridge::parse::{self, read_manifest};
use weighbridge_fuzz::build;

weighbridge_fuzz::target!(|data| {
    let text = String::from_utf8_lossy(data);
    let _ = read_manifest(&text);
    parse::parse(&AssetPath::new("stats.json"), ResourceType::Other, data);
    let file = |path: &str, text: &[u8]| (path.to_owned(), text.to_vec());
    let files = BTreeMap::from([
        file(".vite/manifest.json", data),
        file("index.html", b"<script type=module src=assets/index-BxY1c2_z.js></script>"),
        file("assets/index-BxY1c2_z.js", b"import('./lazy-DlZdHA-6.js')"),
        file("assets/lazy-DlZdHA-6.js", b"export default 1"),
        file("assets/a.css", b"a{}"),
    ]);
    build::build(&files);
});
