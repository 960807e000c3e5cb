//! `weighbridge graph`: the chunk graph in each format, written by the real binary.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use serde_json::{Value, json};
use support::{Project, fixture_names};

/// What stdout holds for `arguments` behind `graph dist`.
#[track_caller]
fn graph(project: &Project, arguments: &[&str]) -> String {
    let outcome = project.run(&[&["graph", "dist"], arguments].concat());
    outcome.expect(0, &[]);
    outcome.stdout
}

/// A page, a script, what that loads in each way, and a file without edges.
fn site() -> Project {
    Project::new()
        .file("dist/index.html", "<link rel=stylesheet href=a.css>\n<script type=module src=a.js></script>")
        .file("dist/a.css", "a{b:c}")
        .file("dist/a.js", "import './b.js';\nimport('./c.js');new Worker(new URL('w.js', import.meta.url))")
        .file("dist/b.js", "1")
        .file("dist/c.js", "2")
        .file("dist/w.js", "3")
        .file("dist/orphan.js", "4")
}

#[test]
fn json_has_every_node_and_edge_with_its_place() {
    let graph: Value = serde_json::from_str(&graph(&site(), &["--format", "json"])).expect("it is JSON");
    let edge = |from, to, kind, via, line, column| json!({ "from": from, "to": to, "kind": kind, "via": via, "line": line, "column": column });
    let node = |path, kind, raw, load| json!({ "path": path, "type": kind, "raw": raw, "load": load });
    let script =
        |path, raw, load| json!({ "path": path, "type": "script", "raw": raw, "load": load, "sources": [] });
    let expected = json!({
        "nodes": [
            node("a.css", "stylesheet", 6, "initial"),
            script("a.js", 78, "initial"),
            script("b.js", 1, "initial"),
            script("c.js", 1, "lazy"),
            node("index.html", "document", 71, "initial"),
            script("w.js", 1, "lazy"),
        ],
        "edges": [
            json!({ "from": "a.js", "to": "a.css", "kind": "stylesheet", "via": "name", "line": null, "column": null }),
            edge("a.js", "b.js", "static", "esm", 1, 1),
            edge("a.js", "c.js", "dynamic", "esm", 2, 1),
            edge("a.js", "w.js", "worker", "esm", 2, 18),
            edge("index.html", "a.css", "stylesheet", "html", 1, 1),
            edge("index.html", "a.js", "static", "html", 2, 1),
        ],
    });
    assert_eq!(graph, expected, "{graph:#}");
}

#[test]
fn dot_is_the_default_and_draws_each_kind_in_its_style() {
    let dot = graph(&site(), &[]);
    assert_eq!(dot, graph(&site(), &["--format", "dot"]));
    assert!(dot.starts_with("digraph build {\n") && dot.ends_with("}\n"), "{dot}");
    for line in [
        "n1 [label=\"a.js\\n78 B\", shape=box];",
        "n1 -> n2 [style=solid, tooltip=\"static\"];",
        "n1 -> n3 [style=dashed, tooltip=\"dynamic\"];",
        "n1 -> n6 [style=bold, tooltip=\"worker\"];",
        "n4 -> n0 [style=dotted, tooltip=\"stylesheet\"];",
    ] {
        assert!(dot.contains(&format!("\n  {line}\n")), "{line} is not in\n{dot}");
    }
    assert!(!dot.contains("orphan"), "{dot}");
}

#[test]
fn mermaid_draws_each_kind_with_its_arrow() {
    let chart = graph(&site(), &["--format", "mermaid"]);
    for line in ["n4([\"index.html<br/>71 B\"])", "n1 --> n2", "n1 -.-> n3", "n1 ==> n6", "n4 --o n0"] {
        assert!(chart.contains(&format!("\n  {line}\n")), "{line} is not in\n{chart}");
    }
}

#[test]
fn every_fixture_gives_the_same_graph_twice_and_each_arrow_has_its_nodes() {
    for name in fixture_names() {
        let project = Project::new().fixture(&name);
        for format in ["dot", "mermaid", "json"] {
            let text = graph(&project, &["--format", format]);
            assert_eq!(text, graph(&project, &["--format", format]), "{name}");
        }
        let dot = graph(&project, &[]);
        let has_node = |id: &str| dot.contains(&format!("\n  {id} [label="));
        for (from, to) in dot.lines().filter_map(|line| line.split_once(" -> ")) {
            let to = to.split(' ').next().expect("a split has a first part");
            assert!(has_node(from.trim()) && has_node(to), "{name}: {from} -> {to}");
        }
    }
}

#[test]
fn a_format_that_there_is_not_is_status_2() {
    site().run(&["graph", "dist", "--format", "svg"]).expect(2, &["svg"]);
}
