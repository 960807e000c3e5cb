//! Budget files that are accepted, by the reader and by the JSON Schema, and what they come to.

use crate::config::parse;
use crate::config::tests::{CHECKS, HEAVY_PACKAGE, MISSING_SRCSET, schema_accepts};
use crate::model::asset::ResourceType;
use crate::model::budget::{Allowance, Bound, Budget, Metric, Per};
use crate::model::check::Severity;
use crate::model::config::{Compression, Config};
use crate::model::network::NETWORKS;
use crate::model::verdict::Verdict;

/// Reads a file that the schema must accept as well.
#[track_caller]
fn read(text: &str) -> Config {
    assert!(schema_accepts(text), "the schema refuses {text}");
    parse(text, "budgets.json", &CHECKS).expect(text)
}

/// Reads a file with one budget.
#[track_caller]
fn read_budget(budget: &str) -> Budget {
    let mut budgets = read(&format!(r#"{{ "budgets": [{budget}] }}"#)).budgets;
    assert_eq!(budgets.len(), 1);
    budgets.remove(0)
}

#[track_caller]
fn check_name(budget: &str, name: &str) {
    assert_eq!(read_budget(budget).name, name, "{budget}");
}

#[track_caller]
fn check_limit(limits: &str, metric: Metric, bound: Bound, value: u64, marked: &str) {
    let text = format!(r#"{{ "budgets": [{{ "load": "initial", "per": "entry", {limits} }}] }}"#);
    let config = read(&text);
    let limit = config.budgets[0].limit(metric, bound).expect(limits);
    let span = limit.span.expect("it stands in a file");
    assert_eq!((limit.value, &text[span.start as usize..span.end as usize]), (value, marked));
}

#[track_caller]
fn check_growth(written: &str, allowance: Allowance) {
    let budget = read_budget(&format!(r#"{{ "growth": {{ {written} }} }}"#));
    assert_eq!(budget.growth[0].allowance, allowance, "{written}");
    assert!(budget.growth[0].span.is_some());
}

#[test]
fn an_empty_object_is_a_file_that_limits_nothing() {
    let config = read("{}");
    assert!(config.budgets.is_empty());
    assert_eq!((config.build, config.compression), (None, Compression::MAX));
    assert_eq!(config.unmatched, Some(Verdict::Fail));
    assert!(!config.ignore.matches("index.html"));
    assert!(!read(r#"{ "ignore": [] }"#).ignore.matches("index.html"));
}

#[test]
fn the_keys_of_the_file_are_read() {
    let config = read(
        r#"{ "$schema": "./s.json", "build": "dist", "compression": { "gzip": 6 },
             "ignore": ["storybook/**", "!storybook/a.js"], "unmatched": "warn", "budgets": [] }"#,
    );
    assert_eq!(config.build.as_deref(), Some("dist"));
    assert_eq!(config.compression, Compression { gzip: 6, brotli: 11 });
    assert!(config.ignore.matches("storybook/b.js") && !config.ignore.matches("storybook/a.js"));
    assert_eq!(config.unmatched, Some(Verdict::Warn));
    assert_eq!(read(r#"{ "unmatched": "ignore" }"#).unmatched, None);
    assert_eq!(read(r#"{ "compression": "cdn" }"#).compression, Compression::CDN);
    assert!(read(r#"{ "ignore": "*.txt" }"#).ignore.matches("a.txt"));
}

#[test]
fn every_name_of_the_model_is_known() {
    for resource_type in ResourceType::ALL {
        let budget = read_budget(&format!(r#"{{ "type": "{resource_type}", "max": {{ "raw": 1 }} }}"#));
        assert_eq!(budget.selector.resource_type, Some(resource_type));
    }
    for per in Per::ALL {
        let budget = read_budget(&format!(r#"{{ "per": "{}", "max": {{ "raw": 1 }} }}"#, per.name()));
        assert_eq!(budget.per, per);
    }
    for network in NETWORKS {
        let name = network.name;
        let written =
            format!(r#"{{ "per": "split-point", "network": "{name}", "max": {{ "time": "1 s" }} }}"#);
        assert_eq!(read_budget(&written).network, network);
    }
    for metric in Metric::ALL.into_iter().filter(|&metric| metric != Metric::Invalidated) {
        let value = match metric {
            Metric::Time => r#""1 s""#,
            _ => "1000",
        };
        check_limit(
            &format!(r#""min": {{ "{}": {value} }}"#, metric.name()),
            metric,
            Bound::Min,
            1_000,
            value,
        );
    }
}

#[test]
fn a_limit_is_an_amount_with_its_place() {
    check_limit(r#""max": { "gzip": "170 kB" }"#, Metric::Gzip, Bound::Max, 170_000, r#""170 kB""#);
    check_limit(r#""warn": { "brotli": "170KiB" }"#, Metric::Brotli, Bound::Warn, 174_080, r#""170KiB""#);
    check_limit(r#""max": { "raw": 1e3 }"#, Metric::Raw, Bound::Max, 1_000, "1e3");
    check_limit(r#""max": { "time": "1.5 s" }"#, Metric::Time, Bound::Max, 1_500, r#""1.5 s""#);
    check_limit(r#""max": { "count": 0 }"#, Metric::Count, Bound::Max, 0, "0");
    check_limit(r#""max": { "raw": 5 }, "min": { "raw": 5 }"#, Metric::Raw, Bound::Min, 5, "5");
}

#[test]
fn growth_is_an_amount_or_a_share() {
    check_growth(r#""raw": "10 kB""#, Allowance::Amount(10_000));
    check_growth(r#""gzip": 512"#, Allowance::Amount(512));
    check_growth(r#""brotli": "2.5 %""#, Allowance::BasisPoints(250));
    check_growth(r#""count": 3"#, Allowance::Amount(3));
    check_growth(r#""count": "10%""#, Allowance::BasisPoints(1_000));
}

#[test]
fn a_selector_may_combine_its_keys() {
    let budget = read_budget(
        r#"{ "files": ["**/*.js", "!v/*"], "type": "script", "load": "lazy", "entry": "index.html",
             "rest": true, "per": "file", "max": { "raw": 1 } }"#,
    );
    let selector = budget.selector;
    assert!(selector.files.is_some_and(|globs| globs.matches("a.js") && !globs.matches("v/a.js")));
    assert!(selector.entry.is_some_and(|globs| globs.matches("index.html")));
    assert!(selector.rest);
    assert_eq!(read_budget(r#"{ "rest": true, "max": { "raw": 1 } }"#).per, Per::File);
    assert_eq!(read_budget(r#"{ "max": { "raw": 1 } }"#).per, Per::Total);
    assert_eq!(read_budget(r#"{ "package": "@scope/*", "max": { "raw": 1 } }"#).per, Per::Total);
    read_budget(r#"{ "load": "initial", "entry": "*", "per": "package", "max": { "raw": 1, "count": 2 } }"#);
    read_budget(r#"{ "load": "lazy", "per": "split-point", "max": { "time": "1 s" } }"#);
    read_budget(r#"{ "type": "source-map", "max": { "raw": 1, "count": 2 } }"#);
    read_budget(r#"{ "files": "!*.map", "max": { "raw": 1 } }"#);
}

#[test]
fn globs_of_entries_that_begin_with_a_slash_are_about_routes() {
    let select =
        |entry: &str| read_budget(&format!(r#"{{ "entry": {entry}, "max": {{ "raw": 1 }} }}"#)).selector;
    let routes = select(r#"["/a/*", "!/a/b"]"#);
    assert!(routes.takes_route("/a/c") && !routes.takes_route("/a/b") && !routes.takes_entry("a/c"));
    let both = select(r#"["/a", "*.html", "!x.html", "!/b"]"#);
    assert!(both.takes_route("/a") && both.takes_entry("y.html") && !both.takes_entry("x.html"));
    let paths = select(r#"["**", "!/a"]"#);
    assert!(paths.takes_entry("a") && !paths.takes_route("/b"));
    let literal = select(r#""/blog/[...slug]""#);
    assert!(literal.takes_route("/blog/[...slug]"));
    let all_but = select(r#""!/a""#);
    assert!(all_but.takes_route("/b") && !all_but.takes_route("/a") && !all_but.takes_entry("index.html"));
    check_name(r#"{ "entry": ["/a", "b.html"], "max": { "raw": 1 } }"#, "of b.html /a");
}

#[test]
fn a_budget_without_a_name_is_called_by_its_selector() {
    check_name(r#"{ "max": { "raw": 1 } }"#, "all files");
    check_name(r#"{ "per": "package", "max": { "raw": 1 } }"#, "all packages, per package");
    check_name(r#"{ "rest": true, "max": { "raw": 1 } }"#, "everything else");
    check_name(r#"{ "files": ["*.js", "!a.js"], "max": { "raw": 1 } }"#, "*.js !a.js");
    check_name(
        r#"{ "type": "script", "load": "initial", "per": "entry", "max": { "raw": 1 } }"#,
        "script, initial, per entry",
    );
    check_name(
        r#"{ "entry": "a.html", "package": "lodash", "max": { "raw": 1 } }"#,
        "of a.html, package lodash",
    );
}

#[test]
fn a_budget_knows_its_whole_entry() {
    let text = r#"{ "budgets": [ { "max": { "raw": 1 } } ] }"#;
    let span = read(text).budgets[0].span.expect("it stands in a file");
    assert_eq!(&text[span.start as usize..span.end as usize], r#"{ "max": { "raw": 1 } }"#);
}

#[test]
fn checks_are_set_with_and_without_options() {
    let config =
        read(r#"{ "checks": { "heavy-package": ["error", { "max": "60 kB" }], "missing-srcset": "off" } }"#);
    let heavy = config.checks.of(&HEAVY_PACKAGE);
    assert_eq!(heavy.severity, Some(Severity::Error));
    assert_eq!((heavy.options.get("max"), heavy.options.get("share")), (60_000, 1_000));
    assert_eq!(config.checks.of(&MISSING_SRCSET).severity, None);

    let config = read(r#"{ "checks": { "heavy-package": ["warn", { "share": "2.5 %", "max": 7 }] } }"#);
    let heavy = config.checks.of(&HEAVY_PACKAGE);
    assert_eq!((heavy.options.get("max"), heavy.options.get("share")), (7, 250));
    assert_eq!(config.checks.of(&MISSING_SRCSET).severity, Some(Severity::Error));
    read(r#"{ "checks": { "heavy-package": ["warn"], "missing-srcset": ["error", {}] } }"#);
}

#[test]
fn an_option_may_be_a_list_of_names_or_one_name() {
    let lists = |written: &str, name: &str| {
        let config = read(&format!(r#"{{ "checks": {{ "heavy-package": ["warn", {{ {written} }}] }} }}"#));
        config.checks.of(&HEAVY_PACKAGE).options.lists("ignore", name)
    };
    assert!(lists(r#""ignore": "react-dom""#, "react-dom"));
    assert!(lists(r#""ignore": ["vue", "@angular/*"]"#, "@angular/core"));
    assert!(!lists(r#""ignore": ["vue", "@angular/*"]"#, "react-dom"));
    assert!(!lists(r#""max": 1"#, "react-dom"), "nothing is set, nothing is ignored");
}

#[test]
fn a_byte_order_mark_shifts_no_place() {
    let text = r#"{ "budgets": [{ "max": { "raw": 1 } }] }"#;
    let place = |text: &str| parse(text, "b", &CHECKS).expect("it is valid").budgets[0].limits[0].span;
    assert_eq!(place(&format!("\u{feff}{text}")), place(text));
}

#[test]
fn the_schema_says_what_it_is() {
    let schema = crate::config::schema(&CHECKS);
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["$id"], "https://weighbridge.dev/schema/budgets.schema.json");
    let option = &schema["properties"]["checks"]["properties"]["heavy-package"]["anyOf"][1]["prefixItems"][1]
        ["properties"]["max"];
    assert_eq!(option["description"], "the allowance");
}
