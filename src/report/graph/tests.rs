//! Names that would end a label, or begin something else, in the language of each format.

use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::chunk_graph::{Edge, EdgeKind, Via};
use crate::model::package::{Contents, Evidence, Origin, Part, SourceBytes};
use crate::model::path::AssetPath;
use crate::report::graph::{render_dot, render_json, render_mermaid};

/// `a.html` loads a script of this name.
fn build(script: &str) -> Build {
    let asset = |path: &str, resource_type| Asset {
        path: AssetPath::from(path),
        resource_type,
        raw: 1_500,
        sizes: None,
        precompressed: Vec::new(),
    };
    let mut build = Build {
        assets: vec![asset("a.html", ResourceType::Document), asset(script, ResourceType::Script)],
        ..Build::default()
    };
    build.graph.edges =
        vec![Edge { from: AssetId(0), to: AssetId(1), kind: EdgeKind::Dynamic, via: Via::Html, span: None }];
    build
}

#[track_caller]
fn check(script: &str, dot: &str, mermaid: &str) {
    let build = build(script);
    let (dot_text, mermaid_text) = (render_dot(&build), render_mermaid(&build));
    let dot = format!("\n  n1 [label=\"{dot}\\n1.5 kB\", shape=box];\n");
    assert!(dot_text.contains(&dot), "{dot} is not in\n{dot_text}");
    let mermaid = format!("\n  n1[\"{mermaid}<br/>1.5 kB\"]\n");
    assert!(mermaid_text.contains(&mermaid), "{mermaid} is not in\n{mermaid_text}");
    let json: serde_json::Value = serde_json::from_str(&render_json(&build)).expect("it is JSON");
    assert_eq!(json["nodes"][1]["path"], script);
    assert_eq!(json["edges"][0]["to"], script);
    // Whatever the name, a node and an edge take one line each.
    assert_eq!((dot_text.lines().count(), mermaid_text.lines().count()), (7, 4), "{dot_text}{mermaid_text}");
}

#[test]
fn usual_names_stay_as_they_are() {
    check("assets/index-CzUUkgW3.js", "assets/index-CzUUkgW3.js", "assets/index-CzUUkgW3.js");
    check("größe.js", "größe.js", "größe.js");
}

#[test]
fn quotes_backslashes_and_brackets_do_not_end_a_label() {
    check("a\"];n0->n1;[\".js", "a\\\"];n0->n1;[\\\".js", "a#34;#93;#59;n0-#62;n1#59;#91;#34;.js");
    check("a\\", "a\\\\", "a#92;");
    check("[slug](x){y}.js", "[slug](x){y}.js", "#91;slug#93;#40;x#41;#123;y#125;.js");
}

#[test]
fn entities_and_lists_are_no_markup() {
    check("a&lt;.js", "a&amp;lt;.js", "a#38;lt#59;.js");
    check("#35;.js", "#35;.js", "#35;35#59;.js");
    check("- a.js", "- a.js", "#45;#32;a.js");
}

#[test]
fn a_line_break_in_a_name_breaks_no_line() {
    let (dot, mermaid) = (render_dot(&build("a\nb.js")), render_mermaid(&build("a\nb.js")));
    assert_eq!((dot.lines().count(), mermaid.lines().count()), (7, 4), "{dot}{mermaid}");
}

#[test]
fn the_json_has_what_each_script_was_made_from_by_path() {
    let mut build = build("a.js");
    let part = |origin| Part { origin, evidence: Evidence::SourceMap, bytes: 10, weight: 0 };
    let source = |path: &str, part, bytes| SourceBytes { path: path.to_owned(), part, bytes };
    let contents = Contents {
        parts: vec![part(Origin::Package("ms".to_owned())), part(Origin::Application)],
        sources: vec![source("../node_modules/ms/index.js", 0, 7), source("../src/main.js", 1, 10)],
        ..Contents::default()
    };
    build.contents = vec![Contents::default(), contents];
    let json: serde_json::Value = serde_json::from_str(&render_json(&build)).expect("it is JSON");
    let expected = serde_json::json!([
        { "path": "../node_modules/ms/index.js", "package": "ms", "bytes": 7 },
        { "path": "../src/main.js", "package": null, "bytes": 10 },
    ]);
    assert_eq!(json["nodes"][1]["sources"], expected);
    assert!(json["nodes"][0].get("sources").is_none(), "a document is made from no sources");
}

#[test]
fn a_script_without_a_source_map_has_no_sources() {
    let json: serde_json::Value = serde_json::from_str(&render_json(&build("a.js"))).expect("it is JSON");
    assert_eq!(json["nodes"][1]["sources"], serde_json::json!([]));
}
