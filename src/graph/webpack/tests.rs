//! Chunk ids that must and must not find files.

use crate::graph::{Beside, build_graph};
use crate::model::asset::{Asset, ResourceType};
use crate::model::build::Facts;
use crate::model::path::AssetPath;
use crate::model::script::ScriptFacts;
use crate::model::span::Span;
use crate::model::webpack::{ChunkLoad, WebpackFacts, WebpackUnit};

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

/// The edges as `from>to`, and how many ids named no file.
#[track_caller]
fn check(files: Vec<(&str, WebpackUnit)>, edges: &[&str], unresolved: usize) {
    let asset = |path: &str| Asset {
        path: AssetPath::new(path),
        resource_type: ResourceType::Script,
        raw: 0,
        sizes: None,
        precompressed: Vec::new(),
    };
    let assets: Vec<Asset> = files.iter().map(|(path, _)| asset(path)).collect();
    let facts = files.into_iter().map(|(_, unit)| {
        let webpack = Some(Box::new(WebpackFacts { units: vec![unit] }));
        Facts::Script(ScriptFacts { webpack, ..ScriptFacts::default() })
    });
    let (graph, _) = build_graph(&assets, &facts.collect::<Vec<_>>(), Beside::default());
    let path = |id: crate::model::asset::AssetId| assets[id.index()].path.as_str();
    let found: Vec<String> =
        graph.edges.iter().map(|edge| format!("{}>{}", path(edge.from), path(edge.to))).collect();
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
