//! A small build of any files: parsed, joined to a graph, checked, and reported.
#![no_main]

use weighbridge::checks::{self, CHECKS};
use weighbridge::config;
use weighbridge::judge;
use weighbridge::model::asset::{AssetId, Sizes};
use weighbridge::model::baseline::Against;
use weighbridge::model::build::Build;
use weighbridge::model::json_report::Joined;
use weighbridge::model::outside::Measurements;
use weighbridge::model::report::Report;
use weighbridge::model::verdict::Verdict;
use weighbridge::report::json;
use weighbridge_fuzz::build;

const BUDGETS: &str = r#"{ "budgets": [
    { "name": "a", "per": "entry", "load": "initial", "max": { "gzip": "1 kB", "count": 3 }, "growth": { "gzip": "5 %" } },
    { "name": "b", "per": "file", "max": { "brotli": "1 kB" } }, { "name": "c", "per": "split-point", "max": { "raw": "1 kB" } },
    { "name": "d", "per": "package", "max": { "raw": "1 kB" } }, { "name": "e", "max": { "raw": "1 kB" } } ] }"#;

fn check_graph(build: &Build) {
    let is_there = |id: &AssetId| id.index() < build.assets.len();
    let graph = &build.graph;
    assert!(graph.edges.is_sorted());
    for edge in &graph.edges {
        assert!(is_there(&edge.from) && is_there(&edge.to) && edge.from != edge.to);
        if let Some(span) = edge.span {
            assert!(build.place(edge.from, span).is_some(), "{edge:?} has no place");
        }
    }
    for entry in &graph.entries {
        assert!(entry.initial.contains(entry.asset) && !entry.initial.has_any_of(&entry.lazy));
        assert!(entry.initial.iter().chain(entry.lazy.iter()).all(|id| is_there(&id)));
        assert_eq!(entry.chain.len(), entry.depth as usize);
    }
    for split in &graph.split_points {
        assert!(split.adds.iter().all(|id| is_there(&id)) && is_there(&split.target));
        assert_eq!(split.effective, split.adds.contains(split.target));
        assert!(build.place(split.chunk, split.span).is_some(), "{split:?} has no place");
        let cost: Sizes = build.weigh(split.adds.iter());
        assert_eq!(cost, split.cost);
    }
    for cost in &graph.import_costs {
        let entry =
            graph.entries.iter().find(|entry| entry.asset == cost.entry).expect("it is an entry point");
        assert!(cost.brings.raw <= build.weigh(entry.initial.iter()).raw);
    }
}

weighbridge_fuzz::target!(|data| {
    let files = build::files(data);
    let (build, problems) = build::build(&files);
    check_graph(&build);
    let config = config::parse(BUDGETS, "budgets.json", CHECKS).expect("the budgets are valid");
    let none = || Against::Nothing;
    let judgements = judge::judge(&build, &config, &none(), &none(), &Measurements::default());
    let findings = checks::run(&build, &config.checks);
    for finding in &findings {
        assert!(finding.observation.asset.index() < build.assets.len());
    }
    let report = Report {
        directory: "dist".to_owned(),
        build,
        config,
        against: none(),
        anchor: none(),
        measurements: Measurements::default(),
        judgements,
        checks: Vec::new(),
        findings,
        problems,
        verdict: Verdict::Fail,
    };
    let joined = Joined::of(vec![json::document(&report)]);
    let read = json::read(json::render(&joined).as_bytes()).expect("what is written can be read");
    assert_eq!(read, joined.projects);
});
