//! What is a manifest and what only looks like one.

use crate::model::chunk_graph::EdgeKind;
use crate::model::manifest::{ManifestFacts, ManifestFormat};
use crate::parse::manifest::{ReadManifest, read_manifest};

#[track_caller]
fn manifest(text: &str) -> ManifestFacts {
    match read_manifest(text) {
        ReadManifest::Manifest(facts) => facts,
        other => panic!("{other:?} for {text}"),
    }
}

/// The edges as `a.js>b.js`, sorted; several files that may load are joined with `|`.
#[track_caller]
fn check(text: &str, format: ManifestFormat, entries: &[&str], edges: &[&str]) {
    let facts = manifest(text);
    let name = |file: &u32| facts.files[*file as usize].as_str();
    assert_eq!(facts.format, format);
    assert_eq!(facts.entries.iter().map(name).collect::<Vec<_>>(), entries, "entries of {text}");
    let arrow = |kind| match kind {
        EdgeKind::Static => "->",
        EdgeKind::Dynamic => "~>",
        EdgeKind::Worker => "=>",
        EdgeKind::Stylesheet => "-o",
        EdgeKind::Preload => "??",
    };
    let mut found: Vec<String> = facts
        .edges
        .iter()
        .map(|edge| {
            let from: Vec<&str> = edge.from.iter().map(name).collect();
            format!("{}{}{}", from.join("|"), arrow(edge.kind), name(&edge.to))
        })
        .collect();
    found.sort();
    assert_eq!(found, edges, "edges of {text}");
}

#[track_caller]
fn check_other(text: &str) {
    assert_eq!(read_manifest(text), ReadManifest::Other, "{text}");
}

#[track_caller]
fn check_broken(text: &str, expected: ManifestFormat) {
    match read_manifest(text) {
        ReadManifest::Broken(format, _) => assert_eq!(format, expected, "{text}"),
        other => panic!("{other:?} for {text}"),
    }
}

#[test]
fn a_vite_manifest_tells_the_imports_of_every_chunk() {
    let text = r#"{
        "_b.js": { "file": "assets/b.js", "name": "b", "imports": ["src/a.ts"] },
        "src/a.ts": { "file": "assets/a.js", "src": "src/a.ts", "isEntry": true, "imports": ["_b.js", "gone"],
            "dynamicImports": ["src/c.ts"], "css": ["assets/a.css"], "assets": ["assets/w.js", "assets/p.png"] },
        "src/c.ts": { "file": "assets/c.js", "isDynamicEntry": true },
        "src/only.css": { "file": "assets/only.css", "isEntry": true },
        "src/p.png": { "file": "assets/p.png", "src": "src/p.png" }
    }"#;
    let edges = [
        "assets/a.js->assets/b.js",
        "assets/a.js-oassets/a.css",
        "assets/a.js~>assets/c.js",
        "assets/b.js->assets/a.js",
    ];
    check(text, ManifestFormat::Vite, &["assets/a.js"], &edges);
    assert_eq!(manifest(text).files.len(), 5, "a picture is none of its files");
}

#[test]
fn a_metafile_tells_the_imports_of_every_output() {
    let text = r#"{
        "inputs": { "src/a.js": { "bytes": 1, "imports": [
            { "path": "src/c.js", "kind": "dynamic-import" }, { "path": "src/dead.js", "kind": "dynamic-import" }] } },
        "outputs": {
            "dist/a.js": { "imports": [
                { "path": "dist/b.js", "kind": "import-statement" }, { "path": "dist/c.js", "kind": "dynamic-import" },
                { "path": "react", "kind": "import-statement", "external": true },
                { "path": "dist/p.png", "kind": "file-loader" }],
                "entryPoint": "src/a.js", "cssBundle": "dist/a.css", "inputs": {}, "bytes": 9 },
            "dist/b.js": { "imports": [], "exports": [] },
            "dist/c.js": { "entryPoint": "src/c.js", "cssBundle": "dist/c.css" },
            "dist/dead.js": { "entryPoint": "src/dead.js" },
            "dist/a.css": { "imports": [{ "path": "dist/p.png", "kind": "url-token" }] },
            "dist/c.css": {}, "dist/a.js.map": {}, "dist/p.png": {}
        }
    }"#;
    let edges = ["dist/a.js->dist/b.js", "dist/a.js-odist/a.css", "dist/a.js~>dist/c.js"];
    check(text, ManifestFormat::Esbuild, &["dist/a.js"], &edges);
}

#[test]
fn statistics_of_webpack_tell_who_asks_for_a_chunk() {
    let text = r#"{ "hash": "1", "publicPath": "/", "entrypoints": { "main": { "chunks": [1, 2], "assets": [] } }, "chunks": [
        { "id": 1, "names": ["runtime"], "files": ["r.js"], "entry": true, "initial": true, "origins": [] },
        { "id": 2, "names": ["main"], "files": ["m.css", "m.js"], "initial": true, "parents": [],
            "origins": [{ "module": "", "moduleIdentifier": "" }],
            "modules": [{ "identifier": "whole", "modules": [{ "identifier": "m|1" }] }] },
        { "id": "lazy", "names": [], "files": ["l.js", "l.js.map"], "parents": [1, 2],
            "origins": [{ "moduleIdentifier": "m|1" }] },
        { "id": 4, "files": ["w.js"], "entry": true, "origins": [{ "moduleIdentifier": "m|1" }] },
        { "id": 5, "files": ["p.js"], "parents": [1, 2], "origins": [{ "moduleIdentifier": "unknown" }] },
        { "id": null, "names": [], "files": [] }
    ], "modules": [] }"#;
    let edges = ["m.js->r.js", "m.js-om.css", "m.js=>w.js", "m.js~>l.js", "r.js|m.js~>p.js"];
    check(text, ManifestFormat::WebpackStats, &["m.js"], &edges);
}

#[test]
fn what_several_compilers_wrote_are_several_outputs() {
    let one = r#"{ "chunks": [{ "id": 1, "names": ["main"], "files": ["main.js"] }], "entrypoints": { "main": { "chunks": [1] } } }"#;
    let text = format!(r#"{{ "errors": [], "warnings": [], "children": [{one}, {one}] }}"#);
    check(&text, ManifestFormat::WebpackStats, &["main.js", "main.js"], &[]);
}

#[test]
fn an_asset_manifest_tells_files_and_with_which_a_page_starts() {
    let text = r#"{ "files": { "main.js": "/static/js/main.1.js", "main.css": "/static/css/main.2.css", "index.html": "/index.html" },
        "entrypoints": ["static/css/main.2.css", "static/js/main.1.js"] }"#;
    check(text, ManifestFormat::AssetManifest, &["/static/js/main.1.js"], &[]);
    let flat = r#"{ "a.js": "https://cdn.test/a-1.js", "b.css": { "src": "b-2.css", "integrity": "x" }, "p.png": "p-3.png",
        "entrypoints": { "a": { "assets": { "js": ["https://cdn.test/a-1.js"] } } } }"#;
    check(flat, ManifestFormat::AssetManifest, &["https://cdn.test/a-1.js"], &[]);
}

#[test]
fn other_json_is_no_manifest() {
    for text in [
        "",
        "  ",
        "null",
        "[]",
        "{}",
        "[{\"file\":\"a.js\",\"isEntry\":true}]",
        r#"{ "name": "App", "icons": [{ "src": "a.png" }], "start_url": ".", "display": "standalone" }"#,
        r#"{ "name": "pkg", "version": "1.0.0", "main": "index.js", "files": ["dist"] }"#,
        r#"{ "hello": "Hallo", "script": "Drehbuch.js" }"#,
        r#"{ "v": "5.5.7", "fr": 60, "layers": [], "assets": [] }"#,
        r#"{ "version": 3, "sources": ["a.js"], "names": [], "mappings": "AAAA", "file": "a.js" }"#,
        r#"{ "imports": { "react": "/react.js" } }"#,
        r#"{ "pages": { "/": ["static/chunks/a.js"] }, "rootMainFiles": [] }"#,
        r#"{ "src/a.vue": ["/assets/a.js"] }"#,
        r#"{ "p.png": { "file": "assets/p.png", "src": "p.png" } }"#,
        r#"{ "chunks": [1, 2], "page": 3 }"#,
        r#"{ "inputs": [], "outputs": {} }"#,
        r#"{ "errors": [], "warnings": [], "children": [] }"#,
    ] {
        check_other(text);
    }
}

#[test]
fn a_manifest_with_wrong_types_is_none() {
    for text in [
        r#"{ "a": { "file": 1, "isEntry": true } }"#,
        r#"{ "a": { "file": "a.js", "isEntry": true, "imports": "b" } }"#,
        r#"{ "a": { "file": "a.js", "isEntry": true, "imports": [1] } }"#,
        r#"{ "a": { "file": "a.js", "isEntry": true }, "b": 7 }"#,
        r#"{ "inputs": {}, "outputs": { "a.js": { "imports": {} } } }"#,
        r#"{ "inputs": {}, "outputs": { "a.js": [] } }"#,
        r#"{ "chunks": [{ "files": ["a.js"] }], "entrypoints": {} }"#,
        r#"{ "chunks": [{ "id": {}, "files": ["a.js"] }], "entrypoints": {} }"#,
        r#"{ "chunks": [{ "id": 1, "files": "a.js" }], "entrypoints": {} }"#,
        r#"{ "files": { "a.js": 1 }, "entrypoints": [] }"#,
    ] {
        check_other(text);
    }
}

#[test]
fn one_that_ends_too_early_is_broken_once_it_can_be_recognised() {
    let vite = r#"{ "a": { "file": "a.js", "isEntry": true }, "b": { "file": "b.js" } }"#;
    let metafile = r#"{ "inputs": {}, "outputs": { "a.js": { "imports": [] } } }"#;
    let stats = r#"{ "entrypoints": {}, "chunks": [{ "id": 1, "files": ["a.js"] }] }"#;
    let assets = r#"{ "files": { "a.js": "a.js" }, "entrypoints": ["a.js"] }"#;
    for (text, format, recognisable) in [
        (vite, ManifestFormat::Vite, 43),
        (metafile, ManifestFormat::Esbuild, 27),
        (stats, ManifestFormat::WebpackStats, 30),
        (assets, ManifestFormat::AssetManifest, 47),
    ] {
        for end in 0..text.len() {
            let cut = &text[..end];
            match read_manifest(cut) {
                ReadManifest::Other => assert!(end < recognisable, "{cut}"),
                ReadManifest::Broken(..) => check_broken(cut, format),
                ReadManifest::Manifest(facts) => panic!("{facts:?} for {cut}"),
            }
        }
        assert_eq!(manifest(text).format, format);
        check_broken(&format!("{text}}}"), format);
    }
}

#[test]
fn deep_nesting_and_a_byte_order_mark_do_no_harm() {
    let deep = "[".repeat(100_000);
    check_other(&format!(r#"{{ "a": {deep}"#));
    check_broken(
        &format!(r#"{{ "chunks": [], "entrypoints": {{}}, "modules": {deep}"#),
        ManifestFormat::WebpackStats,
    );
    let modules = format!(
        "{}{}",
        r#"[{"identifier":"x","modules":"#.repeat(5_000),
        "[]".to_owned() + &"}]".repeat(5_000)
    );
    let stats = format!(
        r#"{{ "chunks": [{{ "id": 1, "files": ["a.js"] }}], "entrypoints": {{}}, "modules": {modules} }}"#
    );
    check(&stats, ManifestFormat::WebpackStats, &[], &[]);
    check(
        "\u{feff}{ \"files\": { \"a\\u002ejs\": \"a.js\" }, \"entrypoints\": [] }",
        ManifestFormat::AssetManifest,
        &[],
        &[],
    );
}
