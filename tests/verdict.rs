//! The verdict before the sizes: `--verdict`, `--quiet` and the hook say what the full run says, whatever the budgets.
//!
//! Budgets are drawn at random, with limits around what is measured: half of it, half as much again, exactly equal and
//! one byte beside. The full run and the one that compresses no more than it must are then compared, through the library.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{Project, fixtures};
use tempfile::TempDir;
use weighbridge::cache::Cache;
use weighbridge::checks::CHECKS;
use weighbridge::config;
use weighbridge::model::check::Severity;
use weighbridge::model::config::Config;
use weighbridge::model::report::Report;
use weighbridge::model::verdict::Verdict;
use weighbridge::pipeline::{self, Asked, Encoder, Given, Progress, Work};
use weighbridge::report::terminal::{TerminalStyle, render_quiet};
use weighbridge::walk;

/// Builds of all kinds: routes, source maps, images, fonts, forms beside files, nothing but a script.
const BUILDS: [&str; 9] = [
    "everything-wrong",
    "multi-page",
    "no-html",
    "parcel2-routes",
    "rollup4-shop",
    "vite8-gallery",
    "vite8-routes",
    "vite8-well-done",
    "webpack5-shop",
];

/// Configurations that are drawn for each of them, where `WEIGHBRIDGE_DRAWS` does not say how many; each is judged in
/// three ways, with no cache and with what the runs before left in it.
const DRAWN: usize = 3;

struct Quiet;

impl Progress for Quiet {
    fn start(&self, _: u64) {}
    fn advance(&self, _: u64) {}
    fn finish(&self) {}
}

/// A sequence that is random enough and the same in every run (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below a usize")
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// What cannot be drawn: limits that could not be broken are mistakes.
fn drawable(folder: &TempDir, text: &Value) -> Option<Config> {
    let path = folder.path().join("budgets.json");
    fs::write(&path, text.to_string()).expect("a file can be written");
    config::load(&path, "budgets.json", CHECKS).ok()
}

fn config(folder: &TempDir, text: &Value) -> Config {
    drawable(folder, text).unwrap_or_else(|| panic!("{text} is a budget file"))
}

fn work(cache: &Cache) -> Work {
    Work { threads: None, cache: cache.clone(), encoder: Encoder::Estimate, avif: false }
}

fn full(build: &Path, config: &Config, cache: &Cache) -> Report {
    let walked = walk::walk(build, "dist", &config.ignore).expect("the build is there");
    pipeline::check(walked, Given::default(), "dist".into(), config.clone(), &work(cache), &Quiet)
        .expect("threads can be made")
}

fn decided(build: &Path, config: &Config, asked: Asked, cache: &Cache) -> Report {
    let walked = walk::walk(build, "dist", &config.ignore).expect("the build is there");
    pipeline::decide(walked, Given::default(), "dist".into(), config.clone(), asked, &work(cache), &Quiet)
        .expect("threads can be made")
}

fn quietly(report: &Report) -> String {
    render_quiet(report, &TerminalStyle { width: 100, color: false, unicode: true })
}

/// What the full run comes to without the warnings of checks.
fn without_warnings(report: &Report) -> Verdict {
    let errors = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    let budgets = report.judgements.iter().map(|judgement| judgement.outcome.verdict()).max();
    budgets.unwrap_or_default().max(if errors { Verdict::Fail } else { Verdict::Pass })
}

/// Every selector, item and metric, with limits that nothing breaks.
fn all_budgets() -> Vec<Value> {
    let selectors = [
        json!({}),
        json!({ "type": "script" }),
        json!({ "type": "stylesheet" }),
        json!({ "type": "font" }),
        json!({ "files": "**/*.js" }),
        json!({ "files": ["assets/**", "!**/*.css"] }),
        json!({ "load": "initial" }),
        json!({ "load": "lazy" }),
        json!({ "entry": "**/*.html", "load": "initial" }),
        json!({ "entry": "/**", "load": "initial" }),
        json!({ "type": "script", "per": "file" }),
        json!({ "per": "file" }),
        json!({ "rest": true }),
        json!({ "load": "initial", "per": "entry" }),
        json!({ "type": "script", "load": "initial", "per": "entry" }),
        json!({ "load": "lazy", "per": "split-point" }),
        json!({ "package": "*" }),
        json!({ "package": "*", "per": "package" }),
    ];
    let mut budgets = Vec::new();
    for (index, selector) in selectors.iter().enumerate() {
        for metric in ["raw", "gzip", "brotli", "count", "time"] {
            let is_a_file = selector["per"] == "file" || selector["rest"] == true;
            if metric == "count" && is_a_file {
                continue;
            }
            let can_take_time = selector.get("package").is_none() && selector.get("load").is_some();
            if metric == "time" && !(can_take_time && selector["per"] == "entry") {
                continue;
            }
            let mut budget = selector.clone();
            budget["name"] = json!(format!("{index} {metric}"));
            budget["max"] = json!({ metric: limit(metric, 1_000_000_000) });
            budgets.push(budget);
        }
    }
    budgets
}

fn limit(metric: &str, value: u64) -> Value {
    match metric {
        "count" => json!(value),
        "time" => json!(format!("{value} ms")),
        _ => json!(format!("{value} B")),
    }
}

/// Some of `measured`: budgets with the values of their items, with limits around these.
fn drawn(measured: &[(Value, Vec<u64>)], random: &mut Random) -> Vec<Value> {
    let number = 1 + random.below(4);
    let mut budgets = Vec::new();
    for index in 0..number {
        let (mut budget, values) = random.of(measured);
        let metric =
            budget["max"].as_object().expect("it has a limit").keys().next().expect("of one").clone();
        let near = |random: &mut Random| {
            let value = if values.is_empty() { 1_000 } else { random.of(&values) };
            match random.below(6) {
                0 => value,
                1 => value + 1,
                2 => value.saturating_sub(1),
                _ => value * (50 + random.below(101) as u64) / 100,
            }
        };
        let mut values = [near(random), near(random), near(random)];
        values.sort_unstable();
        let [min, warn, max] = values.map(|value| limit(&metric, value));
        budget["name"] = json!(format!("{index}"));
        let budget = budget.as_object_mut().expect("it is an object");
        budget.remove("max");
        let kinds = random.below(7) + 1;
        for (bit, key, value) in [(1, "max", max), (2, "warn", warn), (4, "min", min)] {
            if kinds & bit != 0 {
                budget.insert(key.to_owned(), json!({ metric.as_str(): value }));
            }
        }
        budgets.push(Value::Object(budget.clone()));
    }
    budgets
}

fn checks(random: &mut Random) -> Value {
    match random.below(4) {
        0 => CHECKS.iter().map(|check| (check.id.to_owned(), json!("off"))).collect(),
        1 => json!({ "broken-reference": "off", "heavy-package": "error", "unminified-asset": "error" }),
        2 => {
            json!({ "broken-reference": "off", "missing-precompressed": "error", "legacy-font-format": "error" })
        }
        _ => json!({}),
    }
}

/// Judges drawn budgets in all ways; gives how many comparisons there were, and how often each verdict.
fn hold(name: &str, drawn_configs: usize, compression: &Value) -> (usize, [usize; 3]) {
    let build = fixtures().join(name);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let all = all_budgets();
    let warm = Cache::at(folder.path().join("warm"));
    let text = |budgets: &[Value], checks: &Value| json!({ "compression": compression, "unmatched": "warn", "budgets": budgets, "checks": checks });
    let measured = full(&build, &config(&folder, &text(&all, &json!({}))), &warm);
    let of_budget = |index: usize| {
        let own = measured.judgements.iter().filter(|judgement| judgement.budget == index);
        own.filter_map(|judgement| judgement.actual).collect::<Vec<u64>>()
    };
    let measured: Vec<(Value, Vec<u64>)> =
        all.into_iter().enumerate().map(|(index, budget)| (budget, of_budget(index))).collect();
    let mut random =
        Random(name.bytes().fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))));
    let (mut cases, mut verdicts) = (0, [0; 3]);
    for number in 0..drawn_configs {
        let text = text(&drawn(&measured, &mut random), &checks(&mut random));
        let Some(config) = drawable(&folder, &text) else { continue };
        let expected = full(&build, &config, &warm);
        verdicts[expected.verdict as usize] += 1;
        let partly = Cache::at(folder.path().join(format!("partly-{}", number % 5)));
        for cache in [&Cache::none(), &partly] {
            for warnings in [false, true] {
                let wanted = if warnings { expected.verdict } else { without_warnings(&expected) };
                let report = decided(&build, &config, Asked::Verdict { warnings }, cache);
                assert_eq!(report.verdict, wanted, "{name}, warnings {warnings}: {text}");
                cases += 1;
            }
            let report = decided(&build, &config, Asked::ShortReport, cache);
            assert_eq!(report.verdict, expected.verdict, "{name}, short: {text}");
            assert_eq!(quietly(&report), quietly(&expected), "{name}, short: {text}");
            cases += 1;
        }
    }
    (cases, verdicts)
}

#[test]
fn random_budgets_come_to_what_they_come_to_in_the_full_run() {
    let (mut cases, mut verdicts) = (0, [0; 3]);
    let draws = std::env::var("WEIGHBRIDGE_DRAWS").ok().and_then(|text| text.parse().ok()).unwrap_or(DRAWN);
    for name in BUILDS {
        let (some, of_some) = hold(name, draws, &json!("max"));
        cases += some;
        verdicts = [0, 1, 2].map(|index| verdicts[index] + of_some[index]);
    }
    println!("{cases} cases; pass, warn, fail: {verdicts:?}");
    assert!(cases >= 30 * draws, "{cases}");
    assert!(verdicts.iter().all(|&number| number > 0), "each verdict is met: {verdicts:?}");
}

#[test]
fn a_check_finds_the_same_where_no_more_is_found_out_than_it_needs() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut fired = std::collections::BTreeSet::new();
    for name in BUILDS {
        let build = fixtures().join(name);
        let warm = Cache::at(folder.path().join(name));
        let compression = json!({ "gzip": 6, "brotli": 2 });
        let all: Value = CHECKS.iter().map(|check| (check.id.to_owned(), json!("warn"))).collect();
        let all = config(&folder, &json!({ "compression": compression, "budgets": [], "checks": all }));
        let expected = full(&build, &all, &warm);
        for check in CHECKS {
            let only: Value = CHECKS
                .iter()
                .map(|other| (other.id.to_owned(), json!(if other.id == check.id { "warn" } else { "off" })))
                .collect();
            let only = config(&folder, &json!({ "compression": compression, "budgets": [], "checks": only }));
            let report = decided(&build, &only, Asked::Verdict { warnings: true }, &Cache::none());
            let seen = |report: &Report| {
                let own = report.findings.iter().filter(|finding| finding.check.id == check.id);
                own.map(|finding| format!("{:?}", finding.observation)).collect::<Vec<_>>()
            };
            assert_eq!(seen(&report), seen(&expected), "{} on {name}", check.id);
            if !report.findings.is_empty() {
                fired.insert(check.id);
            }
        }
    }
    assert!(fired.len() > 15, "most checks fire somewhere: {fired:?}");
}

/// A page, a script that compresses well, and a budget on it.
fn shop(budget: &Value) -> Project {
    let project = Project::new().fixture("vite8-shop");
    project.write("budgets.json", json!({ "budgets": [budget] }).to_string());
    project
}

#[test]
fn one_word_is_printed_and_the_exit_status_is_that_of_the_full_run() {
    for (limit, word, status) in [("10 MB", "pass\n", 0), ("2 kB", "fail\n", 1)] {
        let project = shop(&json!({ "name": "Scripts", "type": "script", "max": { "brotli": limit } }));
        let outcome = project.run(&["check", "dist", "--verdict"]);
        assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (status, word, ""));
        assert_eq!(project.run(&["check", "dist"]).status, status);
        let outcome = project.run(&["check", "dist", "--verdict", "--fail-on", "never"]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (0, word));
    }
    let project = shop(&json!({ "name": "Scripts", "type": "script", "warn": { "brotli": "2 kB" } }));
    let outcome = project.run(&["check", "dist", "--verdict"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, "warn\n"));
    assert_eq!(project.run(&["check", "dist", "--verdict", "--fail-on", "warning"]).status, 1);
}

/// Its bound is no closer than what was known before it was compressed.
#[test]
fn what_does_not_get_smaller_is_decided_too() {
    let mut random = Random(1);
    let noise: Vec<u8> = (0..3_000).map(|_| random.next().to_be_bytes()[0]).collect();
    for (limit, word) in [(3_100, "pass\n"), (2_990, "fail\n")] {
        for metric in ["brotli", "gzip"] {
            let budgets = json!({ "budgets": [{ "name": "All", "max": { metric: limit } }] });
            let project =
                Project::new().file("dist/noise.wasm", &noise).file("budgets.json", budgets.to_string());
            assert_eq!(project.run(&["check", "dist", "--verdict"]).stdout, word, "{metric} {limit}");
        }
    }
}

#[test]
fn what_writes_sizes_is_refused_beside_the_verdict() {
    let project = shop(&json!({ "name": "Scripts", "type": "script", "max": { "brotli": "2 kB" } }));
    for switches in [&["--report", "json"][..], &["--append", "history.ndjson"], &["--quiet"], &["--avif"]] {
        let outcome = project.run(&[&["check", "dist", "--verdict"], switches].concat());
        outcome.expect(2, &["cannot be used with", switches[0]]);
    }
}

#[test]
fn nothing_is_compressed_hard_where_a_bound_decides() {
    let project = shop(&json!({ "name": "Scripts", "type": "script", "max": { "brotli": "10 MB" } }));
    assert_eq!(project.run(&["check", "dist", "--verdict"]).stdout, "pass\n");
    let kept: usize = files(&project.path(".cache")).iter().filter(|path| path.is_file()).count();
    let whole = Project::new().fixture("vite8-shop");
    whole.run(&["check", "dist"]);
    let sizes = |project: &Project| -> u64 {
        files(&project.path(".cache")).iter().filter_map(|path| Some(fs::metadata(path).ok()?.len())).sum()
    };
    assert!(kept == 0 || sizes(&project) < sizes(&whole), "{} {}", sizes(&project), sizes(&whole));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// Growth is judged by sizes that are known, and told of beside what is broken.
#[test]
fn beside_a_baseline_the_words_are_those_of_the_full_run() {
    let base = Project::new().fixture("growth/before-mapped");
    base.write("budgets.json", json!({ "budgets": [] }).to_string());
    assert_eq!(base.run(&["check", "dist", "--no-encode", "--report", "json=base.json"]).status, 0);
    for (growth, max) in [("0 B", "10 MB"), ("1 MB", "1 kB")] {
        for metric in ["gzip", "brotli"] {
            for limits in [json!({ "growth": { metric: growth } }), json!({ "max": { metric: max } })] {
                let project = Project::new().fixture("growth/package-added");
                let mut budget = limits;
                budget["name"] = json!("Scripts");
                budget["type"] = json!("script");
                project.write("budgets.json", json!({ "budgets": [budget] }).to_string());
                project.write("base.json", base.read("base.json"));
                let shared = ["check", "dist", "--no-encode", "--baseline", "base.json"];
                let whole = project.run(&[&shared[..], &["--quiet", "--report", "json=full.json"]].concat());
                let short = project.run(&[&shared[..], &["--quiet", "--no-cache"]].concat());
                assert_eq!((whole.status, &whole.stdout), (short.status, &short.stdout), "{budget}");
                let verdict = project.run(&[&shared[..], &["--verdict", "--fail-on", "warning"]].concat());
                let full: Value = serde_json::from_str(&project.read("full.json")).expect("it is JSON");
                assert_eq!(verdict.stdout.trim_end(), full["verdict"], "{budget}");
            }
        }
    }
}
