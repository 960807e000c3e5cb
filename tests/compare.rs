//! `weighbridge compare`, and what `check --baseline` says of what has changed.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs::File;

use serde_json::{Value, json};
use support::{Outcome, Project, gfm, unwrapped};

const QUICK: &str = r#"{ "compression": { "gzip": 6, "brotli": 0 }, "budgets": [] }"#;

/// A script of so many bytes that do not compress much.
fn noise(bytes: usize) -> String {
    let digits = (1_u64..).map(|number| format!("{:x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let text: String = digits.take(bytes / 8).collect();
    format!("console.log('{}')", &text[..bytes - 15])
}

/// A build in `folder` whose page loads `index` and, later, `report`; `more` are further scripts of the page.
fn build(project: &Project, folder: &str, index: usize, report: usize, more: &[(&str, usize)]) {
    let tags: Vec<String> =
        more.iter().map(|(path, _)| format!("<script type=module src=\"/{path}\"></script>")).collect();
    let tags = tags.concat();
    let page = format!(
        "<!doctype html><html lang=en><title>x</title><script type=module src=/assets/index-AbCd1234.js></script>{tags}"
    );
    project.write(&format!("{folder}/index.html"), page);
    let lazy = "import('./report-EfGh5678.js');";
    project.write(&format!("{folder}/assets/index-AbCd1234.js"), format!("{lazy}{}", noise(index)));
    project.write(&format!("{folder}/assets/report-EfGh5678.js"), noise(report));
    for (path, bytes) in more {
        project.write(&format!("{folder}/{path}"), noise(*bytes));
    }
}

/// A build and a later one, whose page loads one script more.
fn grown() -> Project {
    let project = Project::new().file("budgets.json", QUICK);
    build(&project, "old", 4_000, 2_000, &[]);
    build(&project, "new", 4_000, 2_000, &[("assets/moment-IjKl9012.js", 9_000)]);
    project
}

#[track_caller]
fn remember(project: &Project, folder: &str, file: &str) {
    let request = format!("json={file}");
    let outcome = project.run(&["check", folder, "--no-encode", "--no-baseline", "--report", &request]);
    assert!(matches!(outcome.status, 0 | 1), "{}", outcome.stderr);
}

#[track_caller]
fn compared(project: &Project, old: &str, new: &str) -> Value {
    let outcome = project.run(&["compare", old, new, "--report", "json"]);
    outcome.expect(0, &[]);
    serde_json::from_str(&outcome.stdout).expect("it is JSON")
}

fn stdin(project: &Project, arguments: &[&str], file: &str) -> Outcome {
    let file = File::open(project.path(file)).expect("it is there");
    Outcome::from(project.command(arguments).stdin(file).output().expect("the binary runs"))
}

#[test]
fn the_first_line_says_what_grew_and_why_and_nothing_fails() {
    let project = grown();
    let outcome = project.run(&["compare", "old", "new"]);
    outcome.expect(0, &[]);
    let said = &outcome.stdout;
    let first = said.lines().next().expect("it says something");
    assert!(first.starts_with('+') && first.contains("in index.html's initial load"), "{said}");
    let said = unwrapped(said);
    for part in [
        "assets/moment-*.js (new",
        "old → new: of the files 3 are in both and 1 is new",
        "returning visitors load",
        "Initial load of index.html:",
        "New in an initial load gzip assets/moment-IjKl9012.js",
        "new file",
    ] {
        assert!(said.contains(part), "{part:?} is not in\n{said}");
    }
    assert!(!said.contains("Budgets") && !said.contains("PASS"), "nothing is judged: {said}");
    let back = project.run(&["compare", "new", "old"]);
    back.expect(0, &[]);
    let back = unwrapped(&back.stdout);
    assert!(back.starts_with('-') && back.contains("Gone files gzip assets/moment-IjKl9012.js"), "{back}");
    assert!(back.contains("no longer in it: assets/moment-IjKl9012.js"), "{back}");
}

#[test]
fn a_build_beside_itself_has_not_changed() {
    let project = grown();
    let outcome = project.run(&["compare", "old", "old"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.starts_with("nothing changed\n"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("Initial load"), "{}", outcome.stdout);
}

#[test]
fn directories_and_their_reports_compare_alike() {
    let project = grown();
    remember(&project, "old", "old.json");
    remember(&project, "new", "new.json");
    // Sentences may say more of a build, whose whole graph is known: from where a file is loaded.
    let without_name = |mut report: Value| {
        let baseline = &mut report["baseline"];
        baseline["file"] = Value::Null;
        baseline["headline"] = Value::Null;
        for list in ["loads", "causes"] {
            for told in baseline[list].as_array_mut().expect("it is a list") {
                told["message"] = Value::Null;
            }
        }
        report
    };
    let expected = without_name(compared(&project, "old", "new"));
    assert_eq!(expected["baseline"]["added"], json!(["assets/moment-IjKl9012.js"]));
    assert!(expected["entries"][0]["initial"]["before"]["gzip"].is_u64(), "{expected}");
    for key in ["budgets", "breaches", "findings", "checks"] {
        assert_eq!(expected[key], json!([]), "{key}");
    }
    for (old, new) in [("old.json", "new"), ("old", "new.json"), ("old.json", "new.json")] {
        let found = without_name(compared(&project, old, new));
        assert!(found == expected, "{old} {new}: {found:#}\n{expected:#}");
    }
    // What is read from stdin, and what a comparison has written itself.
    let arguments = ["compare", "-", "new", "--report", "json=from-stdin.json"];
    let outcome = stdin(&project, &arguments, "old.json");
    outcome.expect(0, &[]);
    assert!(unwrapped(&outcome.stdout).contains("stdin (old) → new"), "{}", outcome.stdout);
    stdin(&project, &["compare", "old", "-"], "new.json").expect(0, &[]);
    compared(&project, "old", "from-stdin.json");
}

#[test]
fn what_update_keeps_can_be_compared_with() {
    let project = grown();
    project.run(&["update", "old"]).expect(0, &[]);
    let outcome = project.run(&["compare", "budgets.baseline.json", "new"]);
    outcome.expect(0, &[]);
    let said = unwrapped(&outcome.stdout);
    assert!(said.contains("assets/moment-*.js (new"), "{said}");
}

#[test]
fn a_directory_is_measured_as_the_report_was() {
    let project = grown();
    remember(&project, "old", "old.json");
    project.write("budgets.json", r#"{ "compression": { "gzip": 1, "brotli": 0 }, "budgets": [] }"#);
    for (old, new) in [("old.json", "new"), ("new", "old.json")] {
        let report = compared(&project, old, new);
        assert_eq!(report["build"]["compression"]["gzip"], 6, "{old} {new}");
    }
    assert_eq!(compared(&project, "old", "new")["build"]["compression"]["gzip"], 1);
}

#[test]
fn a_limit_that_is_broken_now_fails_no_comparison() {
    let project = grown();
    project.write(
        "budgets.json",
        r#"{ "compression": { "gzip": 6, "brotli": 0 }, "budgets": [{ "name": "All", "max": { "raw": 1 } }] }"#,
    );
    remember(&project, "new", "new.json");
    for new in ["new", "new.json"] {
        let report = compared(&project, "old", new);
        assert_eq!((&report["verdict"], &report["budgets"]), (&json!("pass"), &json!([])), "{new}");
    }
}

#[test]
fn what_cannot_be_compared_is_said_with_its_place_and_the_next_step() {
    let project = grown();
    remember(&project, "old", "old.json");
    remember(&project, "new", "new.json");
    let text = project.read("new.json");
    project.write("half.json", &text[..text.len() / 2]);
    project.write("newer.json", text.replacen("\"schemaVersion\": 1", "\"schemaVersion\": 2", 1));
    project.write("odd.json", text.replacen("\"path\": \"index.html\"", "\"path\": \"none.html\"", 1));
    project.write("text.json", "no report");
    project.write("utf16.json", b"\xff\xfe{\0");
    let other = text.replace("\"gzip\": 6,", "\"gzip\": 9,");
    assert_ne!(other, text);
    project.write("other-levels.json", other);
    for (name, project_name) in [("shop.json", "shop"), ("docs.json", "docs")] {
        project
            .write(name, text.replacen("\"project\": null", &format!("\"project\": \"{project_name}\""), 1));
    }
    let elsewhere = Project::new().file("dist/a.html", "<!doctype html>").file("budgets.json", QUICK);
    remember(&elsewhere, "dist", "elsewhere.json");
    project.write("elsewhere.json", elsewhere.read("elsewhere.json"));
    let cases = [
        ("none.json", "new", "there is no report and no directory `none.json`"),
        ("old", "none", "there is no report and no directory `none`"),
        ("half.json", "new", "`half.json` ends in the middle, at line"),
        ("old", "half.json", "the report `half.json` ends in the middle, at line"),
        ("newer.json", "new", "`newer.json` is of a newer format: schemaVersion 2"),
        ("old", "newer.json", "the report `newer.json` is of a newer format: schemaVersion 2"),
        ("odd.json", "new", "`odd.json` contradicts itself"),
        ("old.json", "odd.json", "the report `odd.json` contradicts itself"),
        ("text.json", "new", "`text.json`"),
        ("old", "utf16.json", "is not UTF-8 text"),
        ("old.json", "other-levels.json", "was measured with gzip 6 and brotli 0, this build with gzip 9"),
        ("shop.json", "docs.json", "`shop.json` is of shop, not of docs"),
        ("elsewhere.json", "new", "has no file in common with new"),
        ("old", "elsewhere.json", "has no file in common with dist"),
        ("-", "-", "stdin is named twice"),
    ];
    for (old, new, says) in cases {
        let outcome = project.run(&["compare", old, new, "--report", "json=out.json"]);
        assert_eq!(outcome.status, 2, "{old} {new}\n{}{}", outcome.stdout, outcome.stderr);
        outcome.expect(2, &[says]);
        assert!(outcome.stderr.contains("help: "), "{old} {new}: {}", outcome.stderr);
        assert!(outcome.stdout.is_empty() && !project.path("out.json").exists(), "{old} {new}");
    }
    // A name on one side alone says nothing against it.
    compared(&project, "old.json", "shop.json");
    compared(&project, "shop.json", "new.json");
}

#[test]
fn the_projects_of_two_joined_reports_are_compared_one_by_one() {
    let project = grown();
    for (app, folder) in [("docs", "old"), ("shop", "new")] {
        for side in ["before", "after"] {
            let from = if side == "before" { "old" } else { folder };
            let request = format!("json={app}-{side}.json");
            let arguments = ["check", from, "--project", app, "--no-encode", "--report", &request];
            assert!(project.run(&arguments).status < 2);
        }
    }
    for (side, apps) in [("before", &["docs", "shop"][..]), ("after", &["docs", "shop"]), ("one", &["shop"])]
    {
        let files: Vec<String> =
            apps.iter().map(|app| format!("{app}-{}.json", side.replace("one", "before"))).collect();
        let request = format!("--report=json={side}.json");
        let mut arguments = vec!["merge", "--fail-on", "never", &request];
        arguments.extend(files.iter().map(String::as_str));
        project.run(&arguments).expect(0, &[]);
    }
    let joined = compared(&project, "before.json", "after.json");
    let added = |at: usize| joined["projects"][at]["baseline"]["added"].as_array().expect("a list").len();
    assert_eq!((added(0), added(1)), (0, 1), "{joined:#}");
    let outcome = project.run(&["compare", "before.json", "after.json"]);
    let (docs, shop) = outcome.stdout.split_once("shop").expect("each has its heading");
    assert!(docs.contains("docs") && docs.contains("nothing changed"), "{docs}");
    assert!(shop.contains("initial load"), "{shop}");
    let outcome = project.run(&["compare", "one.json", "after.json"]);
    outcome.expect(0, &["note: docs is not in one.json, and left out"]);
}

#[test]
fn markdown_and_html_begin_with_what_has_changed() {
    let project = grown();
    let outcome = project.run(&["compare", "old", "new", "--report", "markdown", "--report", "html=x.html"]);
    outcome.expect(0, &[]);
    let page = gfm::read(&outcome.stdout);
    page.expect_harmless();
    let heading = &page.headings[0].1;
    assert!(heading.starts_with('+') && heading.contains("assets/moment-*.js (new"), "{heading}");
    assert!(!outcome.stdout.contains("PASS"), "{}", outcome.stdout);
    let causes = page.tables.iter().find(|table| table[0].iter().any(|cell| cell == "causes"));
    let causes = causes.expect("there is a table of causes");
    assert_eq!(causes[1][0], "Initial load of index.html");
    assert!(causes[1][4].contains("assets/moment-*.js (new"), "{causes:?}");
    let files = page.tables.iter().flatten().find(|row| row[0] == "assets/moment-IjKl9012.js");
    assert_eq!(files.expect("it is listed")[3], "added, in an initial load");

    let html = project.read("x.html");
    let headline = html.split("class=\"headline").nth(1).expect("it has a headline");
    assert!(headline.contains("assets/moment-*.js (new"), "{}", &headline[..300]);
    assert!(html.contains("\"isAll\":true") && html.contains("new, loaded at first"));
    assert!(!html.contains("class=\"stamp\"") && html.contains("<title>Changes of new"));
}

#[test]
fn a_check_says_why_it_grew_since_the_baseline() {
    let project = grown();
    remember(&project, "old", "old.json");
    let outcome = project.run(&["check", "new", "--baseline", "old.json"]);
    outcome.expect(0, &[]);
    let (_, since) = outcome.stdout.split_once("\nSince old.json\n").expect("it has the section");
    let section = since.split("\n\n").next().expect("it has an end");
    assert!(section.trim_start().starts_with('+'), "{section}");
    assert!(section.contains("moment-*.js (new"), "{section}");
    assert!(section.lines().count() < 12, "{section}");
    for quiet in [
        &["check", "new", "--baseline", "old.json", "--quiet"][..],
        &["check", "old", "--baseline", "old.json"],
    ] {
        let outcome = project.run(quiet);
        assert!(!outcome.stdout.to_lowercase().contains("since old.json"), "{}", outcome.stdout);
    }
    let markdown = project.run(&["check", "new", "--baseline", "old.json", "--report", "markdown"]).stdout;
    assert!(markdown.contains("**Since the baseline:** +"), "{markdown}");
}

#[test]
fn a_broken_growth_limit_names_the_cause() {
    let project = grown();
    remember(&project, "old", "old.json");
    project.write(
        "budgets.json",
        r#"{ "compression": { "gzip": 6, "brotli": 0 }, "budgets": [
  { "name": "First load JS", "type": "script", "load": "initial", "per": "entry", "growth": { "gzip": "1 kB" } },
] }"#,
    );
    let outcome = project.run(&["check", "new", "--baseline", "old.json", "--quiet"]);
    outcome.expect(1, &[]);
    let said = unwrapped(&outcome.stdout);
    assert!(said.contains("over its limit, above all +") && said.contains("moment-*.js (new"), "{said}");
    assert!(said.contains("since old.json: +"), "{said}");
    assert!(outcome.stdout.lines().count() <= 25, "{}", outcome.stdout);
}

#[test]
fn names_that_would_do_something_do_nothing_in_a_comparison() {
    let project = support::hostile::project();
    project.run(&["check", "--no-encode", "--report", "json=old.json"]);
    for name in support::hostile::NAMES.iter().filter(|name| name.strip_suffix(".js").is_some()) {
        project.write(&format!("dist/{name}"), noise(600));
        std::fs::rename(project.path(&format!("dist/{name}")), project.path(&format!("dist/new {name}")))
            .expect("it can be renamed");
    }
    for columns in ["40", "80", "200"] {
        let mut command = project.command(&["compare", "old.json", "dist"]);
        command.env("COLUMNS", columns).env("GITHUB_ACTIONS", "true");
        let outcome = Outcome::from(command.output().expect("the binary runs"));
        outcome.expect(0, &[]);
        let does = |c: char| c != '\n' && weighbridge::report::text::is_unsafe(c);
        assert!(!outcome.stdout.contains(does), "{:?}", outcome.stdout);
        for line in outcome.stdout.lines() {
            assert!(!support::commands::acts(line), "{line:?}");
        }
    }
    let markdown = project.run(&["compare", "old.json", "dist", "--report", "markdown"]);
    markdown.expect(0, &[]);
    gfm::read(&markdown.stdout).expect_harmless();
    project.run(&["compare", "old.json", "dist", "--report", "html=x.html"]).expect(0, &[]);
    let html = project.read("x.html");
    assert_eq!(html.matches("<script").count(), 2, "a name made markup");
    assert!(
        !html.contains("<img")
            && !html.contains(|c: char| c != '\n' && weighbridge::report::text::is_unsafe(c))
    );
}
