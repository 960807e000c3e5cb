//! `init --from` on files that are nearly those of other tools: whatever is changed in an example, importing ends without
//! a panic, and what it writes is a budget file.

#![expect(clippy::disallowed_methods, clippy::panic, reason = "the tests fail by panicking")]

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::Index;
use weighbridge::config::{self, Foreign};
use weighbridge::report::budget_file::{BudgetFile, WrittenBudget, render};

/// An example of each tool, with as many of its keys as there are.
const EXAMPLES: [(&str, &str); 10] = [
    (
        "package.json",
        r#"{ "name": "x", "size-limit": [{ "name": "a", "limit": "35 kB", "path": ["dist/app-*.js", "!dist/*.map"], "gzip": true },
            { "path": "dist/{a,b}.css", "limit": 10000, "brotli": false, "running": false }] }"#,
    ),
    (
        "bundlesize.config.json",
        r#"{ "files": [{ "path": "./dist/@(a|b).js", "maxSize": "1.5 MB", "compression": "brotli" }, { "path": "./dist/**/*.css", "maxSize": "10 kB" }] }"#,
    ),
    (
        ".bundlewatch.config.json",
        r#"{ "files": [{ "path": "dist/*.js", "maxSize": "128 kB" }, { "path": "dist/main.?(min).js" }],
            "defaultCompression": "none", "normalizeFilenames": "^.+?(\\.\\w+)\\.\\w+$" }"#,
    ),
    (
        ".bundlemonrc",
        r#"{ "baseDir": "./build", "pathLabels": { "id": "[\\w-]+" }, "defaultCompression": "gzip",
            "files": [{ "path": "main.<hash>.js", "friendlyName": "m", "maxSize": "10kb", "maxPercentIncrease": 10 }],
            "groups": [{ "path": "**/*.<id>.js", "maxSize": "1mb" }] }"#,
    ),
    (
        "budget.json",
        r#"[{ "path": "/*", "options": { "firstPartyHostnames": ["a.b"] },
            "timings": [{ "metric": "interactive", "budget": 5000 }, { "metric": "cumulative-layout-shift", "budget": 0.1 }],
            "resourceSizes": [{ "resourceType": "total", "budget": 500 }],
            "resourceCounts": [{ "resourceType": "script", "budget": 10 }] },
            { "path": "/blog/*.html$", "timings": [{ "metric": "speed-index", "budget": 3400.5 }] }]"#,
    ),
    (
        "lighthouserc.json",
        r#"{ "ci": { "assert": { "preset": "lighthouse:all", "assertMatrix": [
            { "matchingUrlPattern": "https?://[^/]+/blog.*", "assertions": {
                "categories:performance": ["error", { "minScore": 0.9 }], "interactive": ["warn", { "maxNumericValue": 5000 }],
                "resource-summary:script:size": ["error", { "maxNumericValue": 14000 }] } }] } } }"#,
    ),
    (
        "angular.json",
        r#"{ "projects": { "shop": { "architect": { "build": { "builder": "@angular/build:application",
            "options": { "outputPath": "dist/shop" }, "configurations": { "production": { "budgets": [
                { "type": "initial", "maximumWarning": "500kB", "maximumError": "1MB" },
                { "type": "bundle", "name": "main", "baseline": "400kb", "error": "10%" },
                { "type": "all", "minimumError": "1kb", "warning": "5%", "baseline": "100kb" }] } } } } } } }"#,
    ),
    (
        "webpack.json",
        r#"{ "performance": { "hints": "error", "maxAssetSize": 100000, "maxEntrypointSize": 400000 } }"#,
    ),
    (
        "package.json",
        r#"{ "nextBundleAnalysis": { "budget": 358400, "budgetPercentIncreaseRed": 20, "showDetails": true } }"#,
    ),
    (
        "a.json",
        r#"{ "files": [{ "path": "../a/b.js", "maxSize": "1 B" }, { "path": "c//d.js", "maxSize": 0 }] }"#,
    ),
];

/// What takes the place of something.
const VALUES: [&str; 34] = [
    "null",
    "true",
    "-1",
    "0",
    "0.1",
    "1e300",
    "-0",
    "18446744073709551616",
    "9007199254740993",
    "\"\"",
    "\" \"",
    "\"0\"",
    "\"1e3 kB\"",
    "\"99999999999999999999 GB\"",
    "\"-5 kB\"",
    "\"10 KiB\"",
    "\"1 s\"",
    "\"10%\"",
    "\"**\"",
    "\"!\"",
    "\"[\"",
    "\"{a,{b,c}}\"",
    "\"../../x\"",
    "\"/\"",
    "\"\\u0000\"",
    "\"a\\nb*/\"",
    "\"\u{202e}é🙂\"",
    "\"<hash>\"",
    "\"@(a|+(b)\"",
    "[]",
    "{}",
    "[[]]",
    "{\"path\":\"a\"}",
    "\"*/\\\\\"",
];

#[derive(Clone, Debug)]
enum Change {
    /// A value becomes another one.
    Value(Index, usize),
    /// A value of one example stands in another place of it, too.
    Copy(Index, Index),
    /// Some bytes are gone.
    Cut(Index, u8),
    /// A character stands there, too.
    Insert(Index, char),
    /// The rest is missing.
    End(Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (any::<Index>(), 0..VALUES.len()).prop_map(|(place, value)| Change::Value(place, value)),
        4 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Copy(from, to)),
        1 => (any::<Index>(), 1_u8..12).prop_map(|(place, length)| Change::Cut(place, length)),
        2 => (any::<Index>(), prop_oneof![any::<char>(), Just('*'), Just('!'), Just('9'), Just('/'), Just('$')])
            .prop_map(|(place, character)| Change::Insert(place, character)),
        1 => any::<Index>().prop_map(Change::End),
    ]
}

/// Where the values of a text stand: texts (keys are some of them) and numbers.
fn values(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        if bytes[at] == b'"' {
            at += 1;
            while at < bytes.len() && bytes[at] != b'"' {
                at += if bytes[at] == b'\\' { 2 } else { 1 };
            }
            at = (at + 1).min(bytes.len());
        } else if bytes[at].is_ascii_digit() {
            while at < bytes.len() && (bytes[at].is_ascii_digit() || bytes[at] == b'.') {
                at += 1;
            }
        } else {
            at += 1;
            continue;
        }
        if text.is_char_boundary(start) && text.is_char_boundary(at) {
            found.push(start..at);
        }
    }
    found
}

fn boundary(text: &str, place: &Index) -> usize {
    let mut at = place.index(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn changed(mut text: String, changes: &[Change]) -> String {
    for change in changes {
        let values = values(&text);
        match change {
            Change::Value(place, value) if !values.is_empty() => {
                text.replace_range(place.get(&values).clone(), VALUES[*value]);
            }
            Change::Copy(from, to) if !values.is_empty() => {
                let copied = text[from.get(&values).clone()].to_owned();
                text.replace_range(to.get(&values).clone(), &copied);
            }
            Change::Cut(place, length) => {
                let start = boundary(&text, place);
                let mut end = (start + usize::from(*length)).min(text.len());
                while !text.is_char_boundary(end) {
                    end += 1;
                }
                text.replace_range(start..end, "");
            }
            Change::Insert(place, character) => text.insert(boundary(&text, place), *character),
            Change::End(place) => text.truncate(boundary(&text, place)),
            Change::Value(..) | Change::Copy(..) => {}
        }
    }
    text
}

/// Whether it is imported; fails where what is written is no budget file.
fn import(text: &str, name: &str, wanted: Option<Foreign>) -> bool {
    let Ok(imported) = config::import(text, name, wanted) else { return false };
    let reasons = imported.left_out.iter().map(|one| format!("{}: {}", one.what, one.reason));
    let file = BudgetFile {
        schema: "budgets.schema.json".to_owned(),
        build: imported.build.clone(),
        compression: imported.compression,
        ignore: imported.ignore.clone(),
        unmatched: imported.unmatched,
        head: imported.notes.clone(),
        budgets: imported
            .budgets
            .iter()
            .map(|one| WrittenBudget { comments: one.notes.clone(), budget: one.budget.clone() })
            .collect(),
        foot: reasons.collect(),
        checks: Vec::new(),
    };
    let written = render(&file);
    let read = match config::parse(&written, config::FILE_NAME, &[]) {
        Ok(read) => read,
        Err(error) => panic!("{text}\nis written as\n{written}\n{:?}", miette::Report::new(error)),
    };
    let limits = |budget: &weighbridge::model::budget::Budget| {
        let limits = budget.limits.iter().map(|limit| (limit.metric, limit.bound, limit.value));
        let mut limits: Vec<_> = limits.collect();
        limits.sort_unstable();
        limits
    };
    for (one, read) in imported.budgets.iter().zip(&read.budgets) {
        assert_eq!(one.budget.name, read.name);
        assert_eq!(limits(&one.budget), limits(read), "{text}\nis written as\n{written}");
    }
    assert_eq!(imported.budgets.len(), read.budgets.len());
    true
}

#[test]
fn every_example_is_imported_as_it_is() {
    for (name, text) in &EXAMPLES[..9] {
        assert!(import(text, name, None), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_changed_in_an_example_what_is_written_is_a_budget_file(
        example in 0..EXAMPLES.len(),
        changes in proptest::collection::vec(change(), 1..6),
        wanted in proptest::option::of(0..Foreign::ALL.len()),
    ) {
        let (name, text) = EXAMPLES[example];
        let text = changed(text.to_owned(), &changes);
        import(&text, name, None);
        import(&text, "a.json", wanted.map(|tool| Foreign::ALL[tool]));
    }
}
