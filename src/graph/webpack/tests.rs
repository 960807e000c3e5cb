//! Chunk ids that must and must not find files.

use crate::graph::{Beside, build_graph};
use crate::model::asset::{Asset, ResourceType};
use crate::model::build::Facts;
use crate::model::chunk_graph::{Edge, EdgeKind};
use crate::model::path::AssetPath;
use crate::model::script::ScriptFacts;
use crate::model::span::Span;
use crate::model::webpack::{ChunkHint, ChunkLoad, IdSet, IdTest, NameExpression, WebpackFacts, WebpackUnit};

/// A container of chunk `id` that loads the chunks `loads`.
fn container(global: &str, id: &str, loads: &[&str]) -> WebpackUnit {
    let load = |(index, chunk): (usize, &&str)| ChunkLoad {
        chunks: vec![(*chunk).to_owned()],
        module: None,
        span: Span::new(index, index + 1),
    };
    WebpackUnit {
        globals: vec![global.to_owned()],
        is_container: true,
        chunk_ids: vec![id.to_owned()],
        loads: loads.iter().enumerate().map(load).collect(),
        ..WebpackUnit::default()
    }
}

/// The edges as `from>to`, with their kind unless it is a dynamic import, and how many ids named no file.
#[track_caller]
fn check(files: Vec<(&str, WebpackUnit)>, edges: &[&str], unresolved: usize) {
    let asset = |path: &str| Asset {
        path: AssetPath::new(path),
        resource_type: ResourceType::of(&AssetPath::new(path)),
        raw: 0,
        sizes: None,
        precompressed: Vec::new(),
    };
    let assets: Vec<Asset> = files.iter().map(|(path, _)| asset(path)).collect();
    let facts = files.into_iter().map(|(path, unit)| {
        if ResourceType::of(&AssetPath::new(path)) == ResourceType::Stylesheet {
            return Facts::None;
        }
        let webpack = Some(Box::new(WebpackFacts { units: vec![unit] }));
        Facts::Script(ScriptFacts { webpack, ..ScriptFacts::default() })
    });
    let (graph, _) = build_graph(&assets, &facts.collect::<Vec<_>>(), Beside::default());
    let path = |id: crate::model::asset::AssetId| assets[id.index()].path.as_str();
    let described = |edge: &Edge| match edge.kind {
        EdgeKind::Dynamic => format!("{}>{}", path(edge.from), path(edge.to)),
        kind => format!("{} {}>{}", kind.name(), path(edge.from), path(edge.to)),
    };
    let found: Vec<String> = graph.edges.iter().map(described).collect();
    assert_eq!(found, edges);
    assert_eq!(graph.unresolved, unresolved);
}

#[test]
fn ids_of_two_builds_are_not_mixed() {
    check(
        vec![
            ("a1.js", container("a", "1", &["2"])),
            ("a2.js", container("a", "2", &[])),
            ("b1.js", container("b", "1", &["2"])),
            ("b2.js", container("b", "2", &[])),
        ],
        &["a1.js>a2.js", "b1.js>b2.js"],
        0,
    );
}

#[test]
fn of_two_builds_with_one_global_the_nearer_one_counts() {
    check(
        vec![
            ("x/1.js", container("a", "1", &["2"])),
            ("x/2.js", container("a", "2", &[])),
            ("y/2.js", container("a", "2", &[])),
        ],
        &["x/1.js>x/2.js"],
        0,
    );
}

#[test]
fn an_id_that_names_no_file_or_two_is_counted_and_loads_nothing() {
    check(vec![("1.js", container("a", "1", &["9"]))], &[], 1);
    let twice = vec![
        ("1.js", container("a", "1", &["2"])),
        ("2.js", container("a", "2", &[])),
        ("2b.js", container("a", "2", &[])),
    ];
    check(twice, &[], 1);
}

fn load(chunks: &[&str]) -> ChunkLoad {
    let chunks = chunks.iter().map(|id| (*id).to_owned()).collect();
    ChunkLoad { chunks, module: None, span: Span::new(0, 1) }
}

/// `{id}.{end}`, with a hash for the chunks in `hashes`, if there are any.
fn name(hashes: &[&str], end: &str) -> NameExpression {
    let text = |text: &str| NameExpression::Text(text.to_owned());
    let mut parts = vec![NameExpression::Id];
    if !hashes.is_empty() {
        let table = hashes.iter().map(|id| ((*id).to_owned(), text(".a7"))).collect();
        parts.push(NameExpression::Lookup { table, key: Box::new(NameExpression::Id) });
    }
    parts.push(text(end));
    NameExpression::Sum(parts)
}

/// A runtime that knows the hashes of `hashes`.
fn runtime(global: &str, hashes: &[&str]) -> WebpackUnit {
    WebpackUnit {
        globals: vec![global.to_owned()],
        script_names: vec![name(hashes, ".js")],
        ..WebpackUnit::default()
    }
}

#[test]
fn an_id_that_the_hashes_do_not_know_is_the_file_of_no_chunk() {
    let files = vec![
        ("23.a7.js", container("a", "23", &["24"])),
        ("24undefined.js", WebpackUnit::default()),
        ("main.js", WebpackUnit { loads: vec![load(&["23"])], ..runtime("a", &["23"]) }),
        ("undefined.js", WebpackUnit::default()),
    ];
    check(files, &["main.js>23.a7.js"], 1);
}

#[test]
fn chunks_that_the_runtime_has_no_script_for_are_not_missed_and_name_no_file() {
    let shared = |ids: IdSet, negated: bool| WebpackUnit {
        loads: vec![load(&["7", "8"])],
        without_script: Some(IdTest { ids, negated }),
        ..runtime("a", &[])
    };
    // The files of 7 are those of another build.
    let files = |main: WebpackUnit| {
        vec![("7.js", container("a", "7", &[])), ("8.js", container("a", "8", &["9"])), ("main.js", main)]
    };
    let edges = ["main.js>8.js"];
    check(files(shared(IdSet::One("7".to_owned()), false)), &edges, 1);
    check(files(shared(IdSet::Pattern("^(7|9)$".to_owned()), false)), &edges, 0);
    check(files(shared(IdSet::One("8".to_owned()), true)), &edges, 0);
    // What is no pattern says nothing.
    check(files(shared(IdSet::Pattern("^(7|9".to_owned()), false)), &["main.js>7.js", "main.js>8.js"], 1);
}

#[test]
fn each_id_that_names_no_file_is_counted_once() {
    let files = vec![
        ("1.js", container("a", "1", &["8", "9"])),
        ("2.js", container("a", "2", &["9"])),
        ("3.js", container("b", "3", &["9"])),
    ];
    check(files, &[], 3);
}

#[test]
fn a_file_that_pushes_under_two_globals_is_a_chunk_of_both_builds() {
    let both = WebpackFacts { units: vec![container("a", "1", &["2"]), container("b", "5", &["2"])] };
    let script = |webpack: WebpackFacts| {
        Facts::Script(ScriptFacts { webpack: Some(Box::new(webpack)), ..ScriptFacts::default() })
    };
    let one = |unit: WebpackUnit| script(WebpackFacts { units: vec![unit] });
    let facts = [script(both), one(container("a", "2", &["5"])), one(container("b", "2", &["5"]))];
    let asset = |path: &str| Asset {
        path: AssetPath::new(path),
        resource_type: ResourceType::Script,
        raw: 0,
        sizes: None,
        precompressed: Vec::new(),
    };
    let (graph, _) = build_graph(&["both.js", "x.js", "y.js"].map(asset), &facts, Beside::default());
    let edges: Vec<(usize, usize)> =
        graph.edges.iter().map(|edge| (edge.from.index(), edge.to.index())).collect();
    // 5 is known where "b" is pushed to, and not in the other build.
    assert_eq!(edges, [(0, 1), (0, 2), (2, 0)]);
    assert_eq!(graph.unresolved, 1);
}

#[test]
fn stylesheets_workers_and_runtimes_of_chunks_are_edges_of_their_kinds() {
    let main = WebpackUnit {
        style_names: vec![name(&[], ".css")],
        styled: Some(vec!["2".to_owned(), "3".to_owned()]),
        workers: vec![load(&["4"])],
        hints: vec![ChunkHint {
            with: Some("2".to_owned()),
            chunks: vec!["5".to_owned()],
            span: Span::new(0, 1),
        }],
        ..runtime("a", &[])
    };
    let entry = WebpackUnit {
        runs_entry: true,
        entry_dependencies: vec![load(&["5"])],
        ..container("a", "1", &["2", "3"])
    };
    check(
        vec![
            ("1.js", entry),
            ("2.css", WebpackUnit::default()),
            ("2.js", container("a", "2", &[])),
            ("3.css", WebpackUnit::default()),
            ("4.js", WebpackUnit::default()),
            ("5.js", container("a", "5", &[])),
            ("main.js", main),
        ],
        &[
            "1.js>2.js",
            "1.js>3.css",
            "static 1.js>5.js",
            "static 1.js>main.js",
            "stylesheet 2.js>2.css",
            "preload 2.js>5.js",
            "worker main.js>4.js",
        ],
        0,
    );
}

#[test]
fn a_server_build_beside_the_client_build_keeps_its_ids() {
    // Files in CommonJS form say no global, and both builds number from 1.
    let server = |id: &str, loads: &[&str]| WebpackUnit {
        globals: Vec::new(),
        is_container: false,
        ..container("", id, loads)
    };
    check(
        vec![
            ("client/1.js", container("a", "1", &["2"])),
            ("client/2.js", container("a", "2", &[])),
            ("server/1.js", server("1", &["2"])),
            ("server/2.js", server("2", &[])),
        ],
        &["client/1.js>client/2.js", "server/1.js>server/2.js"],
        0,
    );
}
