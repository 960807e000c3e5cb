//! Every check fires where it should and stays silent where it should not, and its severity decides what the run
//! comes to.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use serde_json::{Value, json};
use support::Project;

/// What the release before left behind in `everything-wrong`: no page loads it.
const STALE_SCRIPT: &str = "assets/index-DbDfHx8o.js";

/// A check, a build that it fires in, and one nearby that it does not fire in.
struct Case {
    check: &'static str,
    firing: Build,
    finding: Expected,
    silent: Build,
}

/// A fixture, what is ignored in it, and the options of the check.
#[derive(Clone, Copy)]
struct Build {
    fixture: &'static str,
    ignore: &'static [&'static str],
    options: &'static [(&'static str, &'static str)],
}

/// Where a finding is expected, and whether it tells what is wasted.
struct Expected {
    asset: &'static str,
    place: Option<(u64, u64)>,
    has_waste: bool,
}

/// Every check of the table in src/checks/mod.rs.
const CASES: [Case; 32] = [
    Case {
        check: "animated-gif",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[("max", "1 kB")] },
        finding: Expected { asset: "waiting.gif", place: None, has_waste: false },
        silent: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
    },
    Case {
        check: "broken-reference",
        firing: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
        finding: Expected { asset: "index.html", place: Some((9, 5)), has_waste: false },
        // Nothing is deleted from it.
        silent: Build { fixture: "vite8-shop", ignore: &[], options: &[] },
    },
    Case {
        check: "deep-import-chain",
        firing: Build { fixture: "esbuild-shop", ignore: &[], options: &[("max", "2")] },
        finding: Expected { asset: "index.html", place: None, has_waste: false },
        // Its page names all chunks in modulepreload links.
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[("max", "2")] },
    },
    Case {
        check: "duplicate-image",
        firing: Build { fixture: "vite8-gallery", ignore: &[], options: &[("min", "1 kB")] },
        finding: Expected { asset: "assets/hut-BMsE8VsW.webp", place: None, has_waste: true },
        // The copies are on pages of their own.
        silent: Build { fixture: "vite8-gallery", ignore: &["prints.html"], options: &[("min", "1 kB")] },
    },
    Case {
        check: "duplicate-module",
        firing: Build { fixture: "esbuild-twice", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/widget.js", place: None, has_waste: true },
        // The worker still has a copy of what the app has.
        silent: Build { fixture: "esbuild-twice", ignore: &["assets/widget.js"], options: &[] },
    },
    Case {
        check: "duplicate-package",
        firing: Build { fixture: "esbuild-twice", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/history-6RDGDF5J.js", place: None, has_waste: true },
        // Three scripts have a copy, all of one installed package.
        silent: Build { fixture: "esbuild-twice", ignore: &["assets/history-*"], options: &[] },
    },
    Case {
        check: "heavy-import",
        firing: Build { fixture: "esbuild-shop", ignore: &[], options: &[("max", "20 kB")] },
        finding: Expected { asset: "assets/main-TCPYAHXE.js", place: Some((1, 128)), has_waste: true },
        silent: Build { fixture: "esbuild-shop", ignore: &[], options: &[("max", "26 kB")] },
    },
    Case {
        check: "heavy-package",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[("max", "10 kB")] },
        finding: Expected { asset: "assets/index-BcQRbuIt.js", place: None, has_waste: false },
        silent: Build { fixture: "everything-wrong", ignore: &[], options: &[("max", "11 kB")] },
    },
    Case {
        check: "image-metadata",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[("min", "100 B")] },
        finding: Expected { asset: "assets/reception-CFC9fCl_.jpg", place: None, has_waste: true },
        silent: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
    },
    Case {
        check: "ineffective-split-point",
        firing: Build { fixture: "ineffective-split", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/main-BIvmPg0i.js", place: Some((1, 336)), has_waste: false },
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
    Case {
        check: "inlined-data",
        firing: Build { fixture: "everything-wrong", ignore: &[STALE_SCRIPT], options: &[] },
        finding: Expected { asset: "assets/index-BcQRbuIt.js", place: Some((3776, 21)), has_waste: false },
        // Images of less than 4 KiB, which the bundler inlines by itself.
        silent: Build { fixture: "rsbuild-shop", ignore: &[], options: &[] },
    },
    Case {
        check: "inlined-source-map",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
        finding: Expected { asset: "consent.js", place: Some((26, 1)), has_waste: true },
        // Its maps are files of their own.
        silent: Build { fixture: "esbuild-shop", ignore: &[], options: &[] },
    },
    Case {
        check: "lazy-hero-image",
        firing: Build { fixture: "vite8-gallery", ignore: &[], options: &[] },
        finding: Expected { asset: "prints.html", place: Some((12, 7)), has_waste: false },
        silent: Build { fixture: "vite8-gallery", ignore: &["prints.html"], options: &[] },
    },
    Case {
        check: "legacy-font-format",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/index-draPIbAd.css", place: Some((1, 1)), has_waste: false },
        // What WOFF2 would take is estimated by Brotli, which is fast and large here. The other font is WOFF2.
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
    Case {
        check: "legacy-image-format",
        firing: Build { fixture: "vite8-shop", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/chair-DEIjHEa0.png", place: None, has_waste: true },
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
    Case {
        check: "legacy-javascript",
        firing: Build { fixture: "esbuild-twice", ignore: &[], options: &[("min", "1 kB")] },
        finding: Expected { asset: "menu.js", place: Some((44, 66)), has_waste: false },
        // The same script once more, for browsers without modules.
        silent: Build { fixture: "esbuild-twice", ignore: &["menu.js"], options: &[("min", "1 kB")] },
    },
    Case {
        check: "missing-font-display",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/index-draPIbAd.css", place: Some((1, 1)), has_waste: false },
        // Its font has `font-display: swap`.
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
    Case {
        check: "missing-image-size",
        firing: Build { fixture: "vite8-gallery", ignore: &["index.html", "trails.html"], options: &[] },
        // Made by the script, and no stylesheet of its page has a rule for it.
        finding: Expected { asset: "assets/camps-DcnT1rYe.js", place: Some((1, 741)), has_waste: false },
        silent: Build {
            fixture: "vite8-gallery",
            ignore: &["index.html", "trails.html", "camps.html", "assets/camps-*"],
            options: &[],
        },
    },
    Case {
        check: "missing-lazy-loading",
        firing: Build { fixture: "vite8-gallery", ignore: &[], options: &[] },
        finding: Expected { asset: "prints.html", place: Some((16, 7)), has_waste: false },
        // Its pages are short.
        silent: Build { fixture: "vite8-gallery", ignore: &["prints.html"], options: &[] },
    },
    Case {
        check: "missing-precompressed",
        firing: Build { fixture: "vite8-well-done", ignore: &["assets/index-*.js.br"], options: &[] },
        finding: Expected { asset: "assets/index-uU1-EDJI.js", place: None, has_waste: true },
        // Its stylesheets and scripts have both forms, its images none.
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
    Case {
        check: "missing-preload",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
        finding: Expected { asset: "index.html", place: None, has_waste: false },
        // Its page names the font in a preload link.
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
    Case {
        check: "missing-split-point",
        firing: Build { fixture: "everything-wrong", ignore: &[STALE_SCRIPT], options: &[("max", "20 kB")] },
        finding: Expected { asset: "index.html", place: None, has_waste: false },
        // 14 kB at first, and the rest behind import().
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[("max", "10 kB")] },
    },
    Case {
        check: "missing-srcset",
        firing: Build { fixture: "vite8-gallery", ignore: &["trails.html", "huts.html"], options: &[] },
        finding: Expected { asset: "index.html", place: Some((12, 7)), has_waste: true },
        // The page of lakes has a `srcset`, and all else is no wider than a phone.
        silent: Build {
            fixture: "vite8-gallery",
            ignore: &["index.html", "trails.html", "huts.html"],
            options: &[],
        },
    },
    Case {
        check: "oversized-image",
        firing: Build { fixture: "vite8-gallery", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/stamp-FxfUL-tU.jpg", place: None, has_waste: true },
        silent: Build { fixture: "vite8-gallery", ignore: &["prints.html"], options: &[] },
    },
    Case {
        check: "public-source-map",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/index-BcQRbuIt.js.map", place: None, has_waste: false },
        silent: Build { fixture: "vite8-shop", ignore: &[], options: &[] },
    },
    Case {
        check: "render-blocking-script",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
        finding: Expected { asset: "index.html", place: Some((6, 5)), has_waste: false },
        // Its script is a module.
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
    Case {
        check: "replaceable-package",
        firing: Build { fixture: "esbuild-twice", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/app.js", place: Some((1, 56282)), has_waste: true },
        // The same code under a name that is not on the list.
        silent: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
    },
    Case {
        check: "stale-precompressed",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
        finding: Expected { asset: "print.css", place: None, has_waste: false },
        // 36 compressed files, all of them from this build.
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
    Case {
        check: "unhashed-asset",
        firing: Build { fixture: "esbuild-shop", ignore: &[], options: &[("min", "1 B")] },
        finding: Expected { asset: "assets/search-worker.js", place: None, has_waste: false },
        // Every file has its hash.
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[("min", "1 B")] },
    },
    Case {
        check: "unminified-asset",
        firing: Build { fixture: "everything-wrong", ignore: &[STALE_SCRIPT], options: &[] },
        finding: Expected { asset: "assets/index-BcQRbuIt.js", place: None, has_waste: true },
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
    Case {
        check: "unoptimised-image",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
        // The waste is told by legacy-image-format.
        finding: Expected { asset: "assets/reception-CFC9fCl_.jpg", place: None, has_waste: false },
        silent: Build { fixture: "vite8-shop", ignore: &[], options: &[] },
    },
    Case {
        check: "unreferenced-asset",
        firing: Build { fixture: "everything-wrong", ignore: &[], options: &[] },
        finding: Expected { asset: "assets/index-DbDfHx8o.js", place: None, has_waste: false },
        // Its page names everything, or what it loads does.
        silent: Build { fixture: "vite8-well-done", ignore: &[], options: &[] },
    },
];

/// What is deleted from a build: no bundler forgets a file.
const DELETED: [(&str, &str, &str); 1] =
    [("broken-reference", "vite8-well-done", "assets/fixture-sans-9OH99OS0.woff2")];

/// The build with a budget file in which `check` has that severity, and every other check is off.
fn project(build: Build, check: &str, severity: &str) -> Project {
    let value = |text: &str| text.parse::<u64>().map_or_else(|_| json!(text), |number| json!(number));
    let options: Value = build.options.iter().map(|&(name, text)| (name.to_owned(), value(text))).collect();
    let setting = |id: &str| if id == check { json!([severity, options]) } else { json!("off") };
    let checks: Value = CASES.iter().map(|case| (case.check.to_owned(), setting(case.check))).collect();
    let fast = json!({ "gzip": 9, "brotli": 0 });
    let config = json!({ "compression": fast, "ignore": build.ignore, "checks": checks });
    let project = Project::new().fixture(build.fixture).file("budgets.json", config.to_string());
    for (_, _, path) in DELETED.iter().filter(|&&(of, fixture, _)| (of, fixture) == (check, build.fixture)) {
        std::fs::remove_file(project.path(&format!("dist/{path}"))).expect("a file can be deleted");
    }
    project
}

fn findings(report: &Value) -> &[Value] {
    report["findings"].as_array().expect("findings are a list")
}

/// Every check off but those of `settings`.
fn only(settings: &Value) -> Value {
    let mut checks: serde_json::Map<String, Value> =
        weighbridge::checks::CHECKS.iter().map(|check| (check.id.to_owned(), json!("off"))).collect();
    checks.extend(settings.as_object().expect("settings are an object").clone());
    Value::Object(checks)
}

/// The findings, by asset, in a build whose budget file says no more than `checks`.
#[track_caller]
fn check_findings(project: &Project, checks: &Value, expected: &[&str]) {
    project.write("budgets.json", json!({ "checks": checks }).to_string());
    let report = project.report(&[]);
    let found: Vec<&Value> = findings(&report).iter().map(|finding| &finding["asset"]).collect();
    assert_eq!(found, expected, "{:#}", report["findings"]);
}

#[test]
fn every_check_is_in_the_table() {
    let listed = Project::new().run(&["explain"]).stdout;
    let lines = listed.lines().take_while(|line| !line.is_empty());
    let listed: Vec<&str> = lines.filter_map(|line| line.split(' ').next()).collect();
    let mut table: Vec<&str> = CASES.iter().map(|case| case.check).collect();
    table.sort_unstable();
    assert!(CASES.is_sorted_by_key(|case| case.check), "sort CASES");
    assert_eq!(table, listed, "add a build where the check fires and one where it does not to CASES");
}

#[test]
fn every_check_fires_where_it_should() {
    for Case { check, firing, finding, .. } in &CASES {
        let report = project(*firing, check, "warn").report(&[]);
        let [found] = findings(&report) else { panic!("{check}: {:#}", report["findings"]) };
        assert_eq!(found["check"], *check);
        assert_eq!(found["asset"], finding.asset, "{check}");
        let (line, column) = finding.place.unzip();
        assert_eq!((found["line"].as_u64(), found["column"].as_u64()), (line, column), "{check}");
        match found["waste"].as_u64() {
            Some(waste) => assert!(finding.has_waste && waste > 0, "{check}: {found:#}"),
            None => assert!(!finding.has_waste, "{check}: {found:#}"),
        }
        for words in ["message", "help"] {
            assert!(found[words].as_str().is_some_and(|words| words.len() > 20), "{check}: {found:#}");
        }
    }
}

#[test]
fn every_check_stays_silent_where_it_should() {
    for Case { check, silent, .. } in &CASES {
        let report = project(*silent, check, "error").report(&[]);
        assert_eq!(report["findings"], json!([]), "{check}");
        assert_eq!(report["verdict"], "pass", "{check}");
    }
}

#[test]
fn a_check_that_is_off_says_nothing() {
    for Case { check, firing, .. } in &CASES {
        let report = project(*firing, check, "off").report(&[]);
        assert_eq!(report["findings"], json!([]), "{check}");
        assert_eq!(report["verdict"], "pass", "{check}");
    }
}

#[test]
fn a_finding_of_severity_error_fails_the_run() {
    for Case { check, firing, .. } in &CASES {
        let project = project(*firing, check, "error");
        let outcome = project.run(&["check", "dist"]);
        outcome.expect(1, &[]);
        assert!(
            outcome.stdout.contains("FAIL") && outcome.stdout.contains(check),
            "{check}: {}",
            outcome.stdout
        );
        let report = project.report(&[]);
        assert_eq!(report["verdict"], "fail", "{check}");
        assert_eq!(findings(&report)[0]["severity"], "error", "{check}");
    }
}

#[test]
fn a_finding_of_severity_warn_is_shown_and_passes_unless_asked_otherwise() {
    for Case { check, firing, .. } in &CASES {
        let project = project(*firing, check, "warn");
        let outcome = project.run(&["check", "dist"]);
        outcome.expect(0, &[]);
        assert!(
            outcome.stdout.contains("WARN") && outcome.stdout.contains(check),
            "{check}: {}",
            outcome.stdout
        );
        let report = project.report(&[]);
        assert_eq!(report["verdict"], "warn", "{check}");
        assert_eq!(findings(&report)[0]["severity"], "warning", "{check}");
        project.run(&["check", "dist", "--fail-on", "error"]).expect(0, &[]);
        project.run(&["check", "dist", "--fail-on", "warning"]).expect(1, &[]);
    }
}

#[test]
fn errors_stand_before_warnings_and_more_waste_before_less() {
    let project = Project::new().fixture("everything-wrong");
    let wasteful =
        json!({ "inlined-data": "warn", "inlined-source-map": "warn", "unminified-asset": "warn" });
    check_findings(
        &project,
        &only(&wasteful),
        &["assets/index-BcQRbuIt.js", STALE_SCRIPT, "consent.js", "assets/index-BcQRbuIt.js", STALE_SCRIPT],
    );
    let mut checks = only(&wasteful);
    checks["missing-split-point"] = json!(["error", { "max": "20 kB" }]);
    let config = json!({ "ignore": [STALE_SCRIPT], "checks": checks });
    project.write("budgets.json", config.to_string());
    let report = project.report(&[]);
    let checks: Vec<&Value> = findings(&report).iter().map(|finding| &finding["check"]).collect();
    assert_eq!(checks, ["missing-split-point", "unminified-asset", "inlined-source-map", "inlined-data"]);
}

/// One page that loads one script of 30,000 bytes without an `import()`.
fn one_script() -> Project {
    let script = format!("f(\"{}\")", "x".repeat(30_000 - "f(\"\")".len()));
    assert_eq!(script.len(), 30_000);
    Project::new()
        .file("dist/index.html", "<!doctype html><script type=module src=/main.js></script>")
        .file("dist/main.js", script)
}

/// `missing-split-point` alone, with that limit.
fn split_above(max: &str) -> Value {
    only(&json!({ "missing-split-point": ["warn", { "max": max }] }))
}

#[test]
fn an_initial_load_that_equals_the_allowance_needs_no_split_point() {
    let project = one_script();
    check_findings(&project, &split_above("30 kB"), &[]);
    check_findings(&project, &split_above("29999 B"), &["index.html"]);
}

#[test]
fn no_split_point_is_missed_where_a_script_could_not_be_parsed() {
    let project = one_script();
    check_findings(&project, &split_above("20 kB"), &["index.html"]);
    project.write(
        "dist/index.html",
        "<script type=module src=/main.js></script><script src=/broken.js></script>",
    );
    project.write("dist/broken.js", "function (");
    check_findings(&project, &split_above("20 kB"), &[]);
    let problems = project.report(&[])["problems"].clone();
    assert_eq!(problems[0]["asset"], "broken.js", "{problems:#}");
    project.write("dist/broken.js", "f()");
    check_findings(&project, &split_above("20 kB"), &["index.html"]);
}

#[test]
fn no_split_point_is_missed_where_a_script_is_loaded_by_no_page() {
    let project = one_script();
    project.write("dist/perhaps-a-chunk.js", "f()");
    check_findings(&project, &split_above("20 kB"), &[]);
    project.write(
        "dist/index.html",
        "<script type=module src=/main.js></script><script src=/perhaps-a-chunk.js></script>",
    );
    check_findings(&project, &split_above("20 kB"), &["index.html"]);
}

#[test]
fn an_import_whose_target_is_unknown_is_a_split_point_all_the_same() {
    let project = one_script();
    let script = project.read("dist/main.js");
    project.write("dist/main.js", format!("{script};import(location.hash)"));
    check_findings(&project, &split_above("20 kB"), &[]);
}

#[test]
fn pages_that_load_the_same_scripts_have_one_mistake() {
    let project = one_script();
    project.write("dist/about.html", project.read("dist/index.html"));
    check_findings(&project, &split_above("20 kB"), &["about.html"]);
}

#[test]
fn a_target_that_only_one_of_two_pages_loads_early_is_split_off_for_the_other() {
    let project = Project::new()
        .file(
            "dist/a.html",
            "<script type=module src=/shared.js></script><script type=module src=/late.js></script>",
        )
        .file("dist/b.html", "<script type=module src=/shared.js></script>")
        .file("dist/shared.js", "import('./late.js')")
        .file("dist/late.js", "export default 1");
    let checks = only(&json!({ "ineffective-split-point": "warn" }));
    check_findings(&project, &checks, &[]);
    project.write("dist/b.html", project.read("dist/a.html"));
    check_findings(&project, &checks, &["shared.js"]);
}

#[test]
fn an_asset_is_unminified_from_its_share_and_its_least_saving_on() {
    let project = Project::new().fixture("everything-wrong");
    let unminified = |options: Value| only(&json!({ "unminified-asset": ["warn", options] }));
    let both = ["assets/index-BcQRbuIt.js", STALE_SCRIPT];
    check_findings(&project, &unminified(json!({ "share": "15 %" })), &both);
    check_findings(&project, &unminified(json!({ "share": "20 %" })), &[]);
    check_findings(&project, &unminified(json!({})), &both);
    let waste = findings(&project.report(&[]))[1]["waste"].as_u64().expect("it is measured");
    check_findings(&project, &unminified(json!({ "min": waste })), &both);
    check_findings(&project, &unminified(json!({ "min": waste + 1 })), &both[..1]);
}

#[test]
fn a_dynamic_import_counts_as_a_split_point_whichever_runtime_runs_it() {
    let fixtures =
        ["webpack4-shop", "webpack5-shop", "webpack5-module", "rspack-shop", "rsbuild-shop", "parcel2-shop"];
    for fixture in fixtures {
        let build = Build { fixture, ignore: &[], options: &[("max", "10 kB")] };
        let report = project(build, "missing-split-point", "error").report(&[]);
        assert_eq!(report["findings"], json!([]), "{fixture}");
    }
}
