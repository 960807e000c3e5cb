//! The Markdown report as GitHub reads it: its table, its words, its limit.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests read files of the repository and fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;

use support::{Project, fixture_names, fixtures, gfm};
use weighbridge::model::json_report::{Baseline, Breach, Growth, Joined, Number, Problem, Report, Sizes};
use weighbridge::report::markdown;

const COLUMNS: [&str; 6] = ["metric", "before", "now", "change", "target", "status"];

/// The kept report of a fixture.
fn report(fixture: &str) -> Report {
    let text = fs::read_to_string(fixtures().join("expected").join(format!("{fixture}.json")));
    serde_json::from_str(&text.expect("it is kept")).expect("it is a report")
}

fn rendered(report: Report) -> (String, gfm::Page) {
    let text = markdown::render(&Joined::of(vec![report]));
    let page = gfm::read(&text);
    (text, page)
}

/// The cells behind the first one of the row that begins so, of the first table.
#[track_caller]
fn row<'p>(page: &'p gfm::Page, begins: &str) -> &'p [String] {
    let row = page.tables[0].iter().find(|row| row[0].starts_with(begins));
    &row.unwrap_or_else(|| panic!("no row {begins:?} in {:#?}", page.tables[0]))[1..]
}

#[track_caller]
fn expect_small(text: &str) {
    let units = text.encode_utf16().count();
    assert!(units < 65_000 && text.len() < 1_048_576, "{units} characters, {} bytes", text.len());
}

#[test]
fn every_fixture_has_its_verdict_and_its_table_and_nothing_is_markup_but_ours() {
    for name in fixture_names() {
        let report = report(&name);
        let verdict = report.verdict.to_uppercase();
        let (text, page) = rendered(report);
        page.expect_harmless();
        expect_small(&text);
        let (level, heading) = page.headings.first().expect("it has a heading");
        assert!(*level == 2 && heading.contains(&verdict) && text.starts_with("## "), "{name}: {heading}");
        assert_eq!(page.tables[0][0], COLUMNS, "{name}");
    }
}

#[test]
fn a_run_over_budget_says_what_broke_where_and_what_to_do_next() {
    let project = Project::new().fixture("vite8-shop").file(
        "budgets.json",
        r#"{
  "compression": { "gzip": 6, "brotli": 0 },
  "budgets": [
    { "name": "First load", "load": "initial", "per": "entry", "max": { "gzip": "20 kB", "count": 30 } },
    { "name": "Any script", "type": "script", "per": "file", "max": { "raw": "900 kB" }, "warn": { "raw": "50 kB" } },
  ],
}
"#,
    );
    let outcome = project.run(&["check", "dist", "--report", "markdown"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let page = gfm::read(&outcome.stdout);
    page.expect_harmless();
    let heading = &page.headings[0].1;
    assert!(heading.starts_with("❌ FAIL – First load +"), "{heading}");
    let next = outcome.stdout.lines().nth(2).expect("it has a third line");
    assert!(next.starts_with("**Next:** load what the first screen does not need with `import()`"), "{next}");
    assert!(next.ends_with("(`budgets.json:4:81`)"), "{next}");
    let broken = row(&page, "First load, gzip: index.html");
    assert_eq!((broken[3].as_str(), broken[4].starts_with("❌ +")), ("≤ 20 kB", true), "{broken:?}");
    let warned = row(&page, "Any script, raw: ");
    assert_eq!(
        (warned[3].as_str(), warned[4].starts_with("⚠️ +")),
        ("≤ 50 kB (warning)", true),
        "{warned:?}"
    );
    // The limit on requests is one on exactly what the row of the initial load says.
    let requests = row(&page, "Initial load of index.html, requests");
    assert_eq!((requests[3].as_str(), requests[4].starts_with("✅ ")), ("≤ 30 files", true), "{requests:?}");
    assert!(page.headings.iter().any(|(_, heading)| heading == "What broke and why"), "{:?}", page.headings);
}

#[test]
fn values_of_a_baseline_stand_before_those_of_now() {
    let mut report = report("everything-wrong");
    report.baseline = Some(Baseline {
        file: "baseline.json".into(),
        directory: "dist".into(),
        pairs: 9,
        added: vec!["new|`.js".into()],
        removed: Vec::new(),
        removed_sizes: Vec::new(),
        growth: Growth { raw: 100, gzip: 2_598, brotli: -1_000 },
        changed: Vec::new(),
        loads: Vec::new(),
        causes: Vec::new(),
        invalidated: None,
        headline: String::new(),
    });
    report.entries[0].initial.before = Some(Sizes { raw: 100_000, gzip: 40_000, brotli: 37_914 });
    let now = (report.entries[0].initial.gzip, report.entries[0].initial.brotli);
    assert_eq!(now, (42_790, 37_914), "the fixture has changed: so must the numbers here");
    report.budgets[0].before = Some(Number::whole(40_000));
    let (text, page) = rendered(report);
    page.expect_harmless();
    assert_eq!(
        row(&page, "Initial load of index.html, gzip")[..3],
        ["40 kB", "42.8 kB", "+2.79 kB (+6.9 %)"]
    );
    assert_eq!(row(&page, "Initial load of index.html, Brotli")[..3], ["37.9 kB", "37.9 kB", "±0"]);
    assert_eq!(row(&page, "First load JS, gzip")[..3], ["40 kB", "34.8 kB", "-5.23 kB (-13 %)"]);
    assert_eq!(row(&page, "Total of 9 files, gzip")[..3], ["160 kB", "163 kB", "+2.6 kB (+1.6 %)"]);
    assert!(page.tables.iter().flatten().any(|row| row[..] == ["new|`.js", "–", "–", "added"]), "{text}");
    assert!(text.contains("compared with a baseline, 9 files paired"), "{text}");
}

/// A report of thousands of everything, with names that are long and would do something.
fn huge(project: Option<String>) -> Report {
    let mut report = report("everything-wrong");
    let name = |number: usize| match number % 4 {
        0 => format!("folder/{}-{number}.js", "very-long-name-".repeat(40)),
        1 => format!("`{number}` {} | \\| <img src=x> @all #1", "`|".repeat(300)),
        2 => format!("{number}-日本{}🚚.js", "🚚".repeat(200)),
        _ => format!("{number}{}", "\u{301}".repeat(2_000)),
    };
    let finding = report.findings[0].clone();
    report.findings = (0..3_000)
        .map(|number| {
            let mut finding = finding.clone();
            finding.asset = name(number);
            finding.check = format!("check-{}", number % 40).into();
            finding.message = format!("is {}", name(number));
            finding.waste = Some(number as u64);
            finding
        })
        .collect();
    let budget = report.budgets[0].clone();
    report.budgets = (0..3_000)
        .map(|number| {
            let mut budget = budget.clone();
            budget.item = Some(name(number));
            budget.name = name(number / 10);
            budget.status = ["fail", "warn", "pass"][number % 3].into();
            budget.max = Some(Number::whole(10));
            budget
        })
        .collect();
    let entry = report.entries[0].clone();
    report.entries = (0..2_000)
        .map(|number| {
            let mut entry = entry.clone();
            entry.path = name(number);
            entry.initial.scripts = vec![name(number)];
            entry
        })
        .collect();
    report.breaches = (0..1_000)
        .map(|number| Breach {
            budget: name(number),
            metric: None,
            bound: None,
            message: format!("\"{}\" is over", name(number)),
            label: "1 kB measured".into(),
            help: format!("{}: {}", name(number), name(number)),
            action: format!("do {number}"),
            line: Some(3),
            column: None,
        })
        .collect();
    report.problems =
        (0..1_000).map(|number| Problem { asset: Some(name(number)), message: name(number) }).collect();
    report.config = Some(name(0));
    report.build.directory = name(2);
    report.project = project;
    report
}

#[test]
fn a_build_of_thousands_of_rows_and_very_long_names_is_cut_to_a_comment() {
    let (text, page) = rendered(huge(None));
    expect_small(&text);
    assert!(60_000 < text.encode_utf16().count(), "room is left: {}", text.encode_utf16().count());
    page.expect_harmless();
    assert_eq!(page.tables[0][0], COLUMNS);
    assert!(page.texts.iter().any(|text| text.starts_with("… and ") && text.contains(" more ")), "{text}");
    assert!(text.ends_with("</sub>\n"), "the last line is cut off");
}

#[test]
fn many_projects_share_the_room_and_the_failing_ones_come_first() {
    let mut projects: Vec<Report> = (0..200)
        .map(|number| {
            let mut report = report("vite8-shop");
            report.project = Some(format!("apps/{number}-{}", "long-".repeat(number)));
            report
        })
        .collect();
    for at in [20, 150] {
        projects[at] = huge(projects[at].project.clone());
    }
    let text = markdown::render(&Joined::of(projects));
    let page = gfm::read(&text);
    expect_small(&text);
    page.expect_harmless();
    assert_eq!(page.headings[0].1, "❌ FAIL – 200 projects: 2 over budget and 198 with warnings");
    assert_eq!(page.tables[0][0], ["project", "verdict", "initial load, gzip", "change", "what broke"]);
    let firsts: Vec<&str> = page.tables[0][1..4].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(firsts, ["❌ FAIL", "❌ FAIL", "⚠️ WARN"]);
    let sections: Vec<&str> = page
        .headings
        .iter()
        .filter(|(level, heading)| *level == 3 && heading.contains("apps/"))
        .map(|(_, heading)| heading.as_str())
        .collect();
    assert!(
        sections.len() > 10 && sections[..2].iter().all(|heading| heading.contains("❌ FAIL")),
        "{sections:?}"
    );
    assert!(text.contains("no section for "), "{text}");
}

#[test]
fn two_projects_have_a_section_each() {
    let (mut good, mut bad) = (report("vite8-well-done"), report("everything-wrong"));
    (good.project, bad.project) = (Some("apps/a".into()), Some("apps/b".into()));
    let text = markdown::render(&Joined::of(vec![good, bad]));
    let page = gfm::read(&text);
    page.expect_harmless();
    let headings: Vec<&str> = page
        .headings
        .iter()
        .map(|(_, heading)| heading.as_str())
        .filter(|heading| heading.contains("apps/"))
        .collect();
    assert!(
        headings[0].starts_with("apps/b: ❌ FAIL") && headings[1].starts_with("apps/a: ✅ PASS"),
        "{headings:?}"
    );
}
