//! Whole reports, as a developer sees them.

use super::sample::{Sample, shop};
use super::{TerminalStyle, render, render_quiet};
use crate::model::budget::{Bound, Metric, Per};
use crate::model::check::Severity;
use crate::model::chunk_graph::Audience;
use crate::model::config::Origin;
use crate::model::finding::{ContentFinding, FindingFacts, LoadFinding};
use crate::model::report::Report;
use crate::model::verdict::Item;

const HEAVY: u64 = 112_600;

pub(super) fn style(width: usize) -> TerminalStyle {
    TerminalStyle { width, color: false, unicode: true }
}

/// Renders at 80 columns; holds what is in it and what is not, and that it does no harm to a terminal.
#[track_caller]
pub(super) fn check(report: &Report, shows: &[&str], hides: &[&str]) {
    let out = render(report, &style(80));
    check_safe(report);
    for shown in shows {
        assert!(out.contains(shown), "{shown:?} is not in\n{out}");
    }
    for hidden in hides {
        assert!(!out.contains(hidden), "{hidden:?} is in\n{out}");
    }
}

/// No line is wider than the terminal, and without colour there is nothing but text.
#[track_caller]
fn check_safe(report: &Report) {
    for width in [40, 60, 80, 120, 300] {
        for (color, unicode) in [(false, true), (false, false), (true, true)] {
            let style = TerminalStyle { width, color, unicode };
            for out in [render(report, &style), render_quiet(report, &style)] {
                assert!(out.is_empty() || out.ends_with('\n'));
                let plain = without_colour(&out);
                assert!(color || plain == out, "escape codes without colour");
                assert!(unicode || out.is_ascii(), "{out}");
                for line in plain.lines() {
                    let columns = unicode_width::UnicodeWidthStr::width(line);
                    assert!(columns <= width, "{columns} columns at {width}:\n{line}");
                    assert!(!line.chars().any(crate::report::text::is_unsafe), "{line:?}");
                    assert_eq!(line, line.trim_end(), "spaces at the end at {width} columns");
                }
            }
        }
    }
}

/// Takes out what [`anstyle`] and miette write: `ESC [ … m`, and nothing else.
fn without_colour(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (code, rest) = piece.split_once('m').expect("a colour code ends in m");
        assert!(code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'), "{code:?}");
        out.push_str(rest);
    }
    out
}

#[test]
fn a_report_reads_from_the_build_down_to_the_verdict() {
    let expected = "\
weighbridge dist
  9 files, 324 kB gzip, 295 kB brotli, 803 kB raw
  2 documents 1.72 kB, 5 scripts 230 kB, 1 stylesheet 8.14 kB, 1 image 84.2 kB,
  1 source map
  gzip level 9, brotli level 11, budgets from budgets.json

Initial load                                    gzip   brotli      raw  requests
  index.html                                  195 kB   171 kB   584 kB         5
    █████████████████████████████│▓▓▓  109 % of First load JS, 170 kB gzip
    assets/chartkit-with-every…-BxY1c2Zq.js   113 kB  57 % of it
    assets/vendor-DdE3f4g5.js                58.9 kB  30 % of it
    assets/index-CkP0a1b2.js                 14.1 kB  7 % of it
  admin/index.html                           82.1 kB  72.2 kB   246 kB         4
    ████████████░░░░░░░░░░░░░░░░░│  42 % of First load JS, 170 kB gzip
    assets/vendor-DdE3f4g5.js                58.9 kB  71 % of it
    assets/index-CkP0a1b2.js                 14.1 kB  17 % of it
    assets/index-9pqryl8h.css                8.14 kB  9 % of it

Heaviest chunks                                 gzip   brotli      raw      load
  assets/chartkit-with-every-s…-BxY1c2Zq.js   113 kB  99.1 kB   338 kB   initial
  assets/vendor-DdE3f4g5.js                  58.9 kB  51.8 kB   177 kB   initial
  assets/checkout-Dk29fLs0.js                31.8 kB    28 kB  95.4 kB      lazy
  assets/index-CkP0a1b2.js                   14.1 kB  12.4 kB  42.3 kB   initial
  assets/account-C3d4E5f6.js                 12.3 kB  10.8 kB  36.9 kB      lazy
  assets/index-9pqryl8h.css                  8.14 kB  7.16 kB  24.4 kB   initial

Split points
  assets/index-CkP0a1b2.js
    1:2041 → assets/checkout-Dk29fLs0.js  +31.8 kB gzip, 1 file
    1:4410 → assets/account-C3d4E5f6.js   +12.3 kB gzip, 1 file
  assets/account-C3d4E5f6.js
      1:97 → assets/vendor-DdE3f4g5.js            loaded already

Findings
  warning ineffective-split-point  assets/account-C3d4E5f6.js:1:97
    import() of assets/vendor-DdE3f4g5.js splits nothing off:
    assets/index-CkP0a1b2.js loads it statically
    fix: make the import in assets/index-CkP0a1b2.js dynamic too, or import
         statically here
  warning unminified-asset  assets/chartkit-with-every-series-type-BxY1c2Zq.js
    31 % of the file is white space and comments; 21.3 kB gzip wasted
    fix: switch on the bundler's minifier for production builds
  reasons and remedies: weighbridge explain ineffective-split-point

Problems
  assets/broken.js: unexpected end of file at 1:2041

Budgets
  ✓ Requests       index.html                     5 files      25      20 % used
                   2 entry points, all within
  ✓ Slow phone     index.html                1.85 s           3 s      61 % used
  – Vendor         not judged: no baseline given
  ✓ Styles         all                      8.14 kB gzip    40 kB      20 % used
  ✗ First load JS  index.html                186 kB gzip   170 kB  +15.6 kB over
                   1 other is within
  ✗ Any chunk      …/chartkit…-BxY1c2Zq.js   113 kB gzip   100 kB  +12.6 kB over
                   4 others are within

  × \"First load JS\" is 15.6 kB over its limit
   ╭─[budgets.json:4:102]
 4 │ \"initial\", \"per\": \"entry\", \"max\": { \"gzip\": \"170 kB\" } },
   ·                                             ────┬───
   ·                                                 ╰── 186 kB measured
   ╰────
  help: index.html loads assets/chartkit-with-every-…-BxY1c2Zq.js (113 kB) and
        assets/vendor-DdE3f4g5.js (58.9 kB): load what the first screen does
        not need with import(), or raise the limit

  × \"Any chunk\" is 12.6 kB over its limit
   ╭─[budgets.json:5:109]
 5 │ \"warn\": { \"gzip\": \"90 kB\" }, \"max\": { \"gzip\": \"100 kB\" } },
   ·                                               ────┬───
   ·                                                   ╰── 113 kB measured
   ╰────
  help: assets/chartkit-with-every-…-BxY1c2Zq.js: move what is not needed at
        once into chunks of its own with import(), or raise the limit

FAIL  2 of 6 budgets exceeded: First load JS (+15.6 kB), Any chunk (+12.6 kB)
next: move assets/chartkit-with-every-…-BxY1c2Zq.js (113 kB) behind import();
      how: weighbridge explain missing-split-point
";
    let out = render(&shop(HEAVY), &style(80));
    assert!(out == expected, "{out}");
}

#[test]
fn a_warning_says_when_it_will_fail() {
    check(
        &shop(92_000),
        &[
            "WARN  1 of 6 budgets above the warning limit: Any chunk (+2 kB), 1 finding\n",
            "next: make assets/chartkit-with-every-…-BxY1c2Zq.js lighter: it is 92 kB; Any\n      chunk fails above 100 kB\n",
        ],
        &["×"],
    );
}

#[test]
fn a_build_within_its_budgets_tells_the_closest() {
    let report = shop(38_000);
    check(
        &report,
        &["PASS  6 budgets\nclosest: First load JS, 111 kB of 170 kB (65 % used) in index.html\n"],
        &["×", "✗"],
    );
    assert_eq!(render_quiet(&report, &style(80)), "");
}

#[test]
fn quiet_leaves_what_does_not_fail_the_run() {
    let out = render_quiet(&shop(HEAVY), &style(80));
    assert!(out.starts_with("  × \"First load JS\""), "{out}");
    assert!(!out.contains("warning ineffective") && out.contains("\nFAIL  2 of 6"), "{out}");
}

#[test]
fn colour_changes_nothing_but_colour() {
    let (report, plain) = (shop(HEAVY), style(80));
    let colored = render(&report, &TerminalStyle { color: true, ..plain });
    assert_ne!(colored, render(&report, &plain));
    assert_eq!(without_colour(&colored), render(&report, &plain));
    assert!(colored.contains("\u{1b}[1m\u{1b}[31mFAIL\u{1b}[0m"), "{colored:?}");
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    check_safe(&shop(HEAVY));
    check_safe(&shop(38_000));
    check_safe(&Sample::new().done());
}

#[test]
fn names_from_the_build_stay_text() {
    let evil = "assets/\u{1b}[2J\u{9b}31m\u{202e}\nPASS\r\u{7}日本語日本語日本語日本語日本語日本語日本語-BxY1c2Zq.js";
    let mut sample = Sample::new();
    let (index, script) = (sample.file("index.html\n\u{1b}]8;;x\u{7}", 10), sample.file(evil, 90_000));
    sample.entry(index, Audience::Modern, &[script]);
    sample.split(script, 5, index, true);
    sample.budget_file("{ // \u{1b}[31m \u{202e}\n\"n\": \"1 kB\" /* \u{1b}[2J */ }");
    let budget = sample.budget("n", Per::File, &[(Metric::Gzip, Bound::Max, 1_000, "\"1 kB\"")]);
    sample.judge(budget, Item::File(script), Metric::Gzip, 90_000, &[]);
    let evil_budget = sample.budget(evil, Per::Entry, &[(Metric::Gzip, Bound::Max, 1_000, "-")]);
    sample.judge(evil_budget, Item::Entry(index), Metric::Gzip, 90_010, &[script]);
    let facts =
        FindingFacts::Load(LoadFinding::IneffectiveSplitPoint { target: script, loaded_by: Some(script) });
    sample.finding(script, Some(3), Some(4), Severity::Error, facts);
    sample.problem(evil, evil);
    check(&sample.done(), &["\\u{1b}", "\\n"], &["\nPASS"]);
}

#[test]
fn a_huge_build_stays_short() {
    let mut sample = Sample::new();
    let budget = sample.budget("Any page", Per::Entry, &[(Metric::Gzip, Bound::Max, 9_000, "")]);
    let files = sample.budget("Any file", Per::File, &[(Metric::Gzip, Bound::Max, 9_000, "")]);
    for number in 0..2_000 {
        let page = sample.file(&format!("pages/{number}/index.html"), 700);
        let script = sample.file(&format!("assets/page-{number}-BxY1c2Zq.js"), 8_000 + number);
        sample.entry(page, if number == 7 { Audience::Legacy } else { Audience::Modern }, &[script]);
        sample.split(script, 9, page, number % 2 == 0);
        sample.judge(budget, Item::Entry(page), Metric::Gzip, 10_699 - number, &[script]);
        sample.judge(files, Item::File(script), Metric::Gzip, 9_500 - number, &[]);
        sample.judge(files, Item::File(page), Metric::Gzip, 700, &[]);
        let facts = FindingFacts::Content(ContentFinding::UnminifiedAsset { waste_basis_points: 3_000 });
        sample.finding(script, None, Some(1), Severity::Warning, facts);
        sample.problem(&format!("assets/{number}.js"), "it is broken");
    }
    let report = sample.done();
    let out = render(&report, &style(80));
    assert!(out.lines().count() < 120, "{} lines", out.lines().count());
    check(
        &report,
        &[
            "  … and 1,994 more entry points, the heaviest of them 10.7 kB\n",
            "  browsers without modules: 1 entry point of at most 8.71 kB gzip\n",
            "  … and 1,992 more chunks of at most 9.99 kB\n",
            "  … and 1,992 more, 1,000 of them loaded already\n",
            "  … and 1,997 more of unminified-asset, 2 kB gzip wasted in all\n",
            "  … and 1,995 more problems\n",
            "1,689 more are over, 301 others are within\n",
            "  × \"Any page\" is up to 1.7 kB over its limit in 1,699 entry points: 10.7 kB\n",
        ],
        &[],
    );
}

#[test]
fn items_are_counted_once_for_all_their_metrics() {
    let mut sample = Sample::new();
    let limits = [(Metric::Raw, Bound::Max, 9_000, ""), (Metric::Gzip, Bound::Max, 3_000, "")];
    let budget = sample.budget("Chunks", Per::File, &limits);
    for (path, gzip) in [("a.js", 4_000), ("b.js", 2_000), ("c.js", 1_000)] {
        let script = sample.file(path, gzip);
        sample.judge(budget, Item::File(script), Metric::Raw, gzip * 3, &[]);
        sample.judge(budget, Item::File(script), Metric::Gzip, gzip, &[]);
    }
    check(
        &sample.done(),
        &[
            "  ✗ Chunks  a.js  12 kB raw   9 kB  +3 kB over\n  ✗         a.js   4 kB gzip  3 kB  +1 kB over\n            2 others are within\n",
        ],
        &[],
    );
}

#[test]
fn built_in_budgets_are_named_as_such() {
    let mut sample = Sample::new();
    sample.origin(Origin::BuiltIn);
    check(
        &sample.done(),
        &["built-in budgets\n", "note: built-in budgets; set your own in budgets.json (docs/budgets.md)"],
        &["Initial load", "Split points"],
    );
}

#[test]
fn an_error_among_the_findings_fails_the_run() {
    let mut sample = Sample::new();
    let script = sample.file("a.js", 10);
    let facts = FindingFacts::Content(ContentFinding::UnminifiedAsset { waste_basis_points: 4_000 });
    sample.finding(script, None, Some(3_000), Severity::Error, facts);
    let report = sample.done();
    check(
        &report,
        &[
            "no dynamic import found",
            "FAIL  1 error; 0 budgets within\nnext: switch on the bundler's minifier",
        ],
        &[],
    );
    assert!(render_quiet(&report, &style(80)).starts_with("Findings\n  error unminified-asset  a.js\n"));
}

#[test]
fn images_stand_by_what_they_would_save() {
    use crate::model::finding::ImageFinding;
    let mut sample = Sample::new();
    let page = sample.file("index.html", 500);
    let (hero, logo) = (sample.file("assets/hero.png", 412_000), sample.file("assets/logo.png", 90_000));
    for (image, waste) in [(logo, 70_000), (hero, 300_000), (hero, 351_000)] {
        let facts = ImageFinding::MissingSrcset { image, width: 2_000, phone: 721, places: 3 };
        sample.finding(page, Some(4), Some(waste), Severity::Warning, FindingFacts::Image(facts));
    }
    let report = sample.done();
    check(
        &report,
        &["Images to mend", "assets/hero.png      412 kB   351 kB", "assets/logo.png       90 kB    70 kB"],
        &["together", " +1"],
    );
    let out = render(&report, &style(80));
    assert!(out.find("hero.png  ") < out.find("logo.png  "), "{out}");
}
