//! Several projects in one run: which directories are judged, how they are called, and what the run comes to.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::path::Path;

use serde_json::Value;
use support::{Outcome, Project};

const PAGE: &str =
    "<!doctype html>\n<html lang=en><title>x</title><script type=module src=./a.js></script>\n";

/// A budget file of an app: `max` is the limit of all its bytes.
fn budgets(max: &str) -> String {
    format!(
        r#"{{ "build": "dist", "compression": {{ "gzip": 1, "brotli": 0 }},
             "budgets": [{{ "name": "All", "max": {{ "raw": "{max}" }} }}] }}"#
    )
}

/// A folder as pnpm, Turborepo and Nx lay it out: two apps within their budgets.
fn monorepo() -> Project {
    Project::new()
        .file("package.json", r#"{ "private": true, "workspaces": ["apps/*"] }"#)
        .file("apps/docs/budgets.json", budgets("10 kB"))
        .file("apps/docs/package.json", r#"{ "name": "docs", "scripts": { "build": "vite build" } }"#)
        .file("apps/docs/dist/index.html", PAGE)
        .file("apps/docs/dist/a.js", "console.log(1);\n")
        .file("apps/shop/budgets.json", budgets("10 kB"))
        .file("apps/shop/package.json", r#"{ "name": "shop", "scripts": { "build": "vite build" } }"#)
        .file("apps/shop/dist/index.html", PAGE)
        .file("apps/shop/dist/a.js", "console.log(2);\n")
        .file("apps/shop/src/huge.js", "x".repeat(20_000))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn names(joined: &Value) -> Vec<&str> {
    let projects = joined["projects"].as_array().expect("it is a joined report");
    projects.iter().map(|report| report["project"].as_str().expect("it has a name")).collect()
}

#[track_caller]
fn says(outcome: &Outcome, texts: &[&str]) {
    for text in texts {
        assert!(outcome.stdout.contains(text), "{text:?} is not in:\n{}", outcome.stdout);
    }
}

#[test]
fn a_folder_whose_budget_file_names_a_build_is_a_project_and_its_sources_are_not_weighed() {
    let project = monorepo();
    let report = json(&project.run(&["check", "apps/shop", "--report", "json"]).stdout);
    assert_eq!(report["build"]["directory"], "apps/shop/dist");
    assert_eq!(report["config"], "apps/shop/budgets.json");
    assert_eq!(report["project"], Value::Null);
    assert_eq!(report["totals"]["all"]["files"], 2);
    // Another budget file changes the limits, not where the build is.
    for arguments in [&["--no-config"][..], &["--limit", "1 MB"], &["--config", "apps/docs/budgets.json"]] {
        let arguments = [&["check", "apps/shop", "--report", "json"], arguments].concat();
        assert_eq!(json(&project.run(&arguments).stdout)["build"]["directory"], "apps/shop/dist");
    }
}

#[test]
fn a_build_that_is_named_by_itself_is_judged_by_the_budget_file_above_it() {
    let report = json(&monorepo().run(&["check", "apps/shop/dist", "--report", "json"]).stdout);
    assert_eq!(report["build"]["directory"], "apps/shop/dist");
    assert_eq!(report["config"], "apps/shop/budgets.json");
}

#[test]
fn the_way_to_the_build_is_shown_without_detours() {
    let project = monorepo()
        .file("apps/docs/budgets.json", budgets("10 kB").replace("\"dist\"", "\"./dist\""))
        .file("apps/shop/budgets.json", budgets("10 kB").replace("\"dist\"", "\"../../out/shop\""))
        .file("out/shop/index.html", PAGE);
    let joined = json(&project.run(&["check", "./apps/docs/", "apps/shop", "--report", "json"]).stdout);
    assert_eq!(joined["projects"][0]["build"]["directory"], "apps/docs/dist");
    assert_eq!(joined["projects"][1]["build"]["directory"], "out/shop");
    assert_eq!(names(&joined), ["apps/docs", "apps/shop"]);
}

#[test]
fn several_directories_give_one_joined_report_sorted_by_name() {
    let project = monorepo();
    let joined = json(&project.run(&["check", "apps/shop", "apps/docs", "--report", "json"]).stdout);
    assert_eq!(names(&joined), ["apps/docs", "apps/shop"]);
    assert_eq!(joined["verdict"], "pass");
    let twice = project.run(&["check", "apps/docs", "apps/shop", "apps/docs/", "--report", "json"]);
    assert_eq!(json(&twice.stdout), joined, "the order and repetition of arguments say nothing");
    let schema = include_str!("../schema/joined.schema.json");
    let validator = jsonschema::validator_for(&json(schema)).expect("the schema is one");
    let errors: Vec<String> = validator.iter_errors(&joined).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn each_project_has_a_heading_its_name_in_every_line_and_one_in_the_closing_table() {
    let project = monorepo().file("apps/shop/budgets.json", budgets("20 B"));
    let outcome = project.run(&["check", "apps/docs", "apps/shop"]);
    outcome.expect(1, &[]);
    says(
        &outcome,
        &[
            "── apps/docs ───",
            "── apps/shop ───",
            "  PASS  apps/docs  ",
            "  FAIL  apps/shop  \"All\" is ",
            "FAIL  1 of 2 projects over budget: apps/shop\n",
        ],
    );
    let (of_projects, _) = outcome.stdout.split_once("\nprojects\n").expect("the table closes the run");
    let bare: Vec<&str> = of_projects
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("── apps/"))
        .filter(|line| !line.starts_with("apps/docs: ") && !line.starts_with("apps/shop: "))
        .collect();
    assert!(bare.is_empty(), "lines of nobody: {bare:#?}");
}

/// The directories of a pull request are named by whoever wrote it, and `apps/*` takes them all.
#[cfg(unix)]
#[test]
fn a_directory_whose_name_is_a_command_of_a_ci_log_makes_no_line_one() {
    const NAMES: [&str; 3] = ["::error::x", "##[error]y", "a\n::warning::z"];
    let mut project = Project::new().file("loose::file", "").file("##[group]file", "");
    for name in NAMES {
        project = project
            .file(&format!("{name}/budgets.json"), budgets("20 B"))
            .file(&format!("{name}/dist/index.html"), PAGE);
    }
    let directories = [&NAMES[..], &["loose::file", "##[group]file"]].concat();
    for switches in [&["check"][..], &["check", "--quiet"]] {
        let outcome = project.run(&[switches, &directories].concat());
        assert_eq!(outcome.status, 1, "{}", outcome.stderr);
        for line in outcome.stdout.lines().chain(outcome.stderr.lines()) {
            assert!(!support::commands::acts(line), "{switches:?}: {line:?}");
        }
    }
}

#[test]
fn the_short_report_has_the_project_before_each_line_and_nothing_of_those_that_pass() {
    let project = monorepo().file("apps/shop/budgets.json", budgets("20 B"));
    let outcome = project.run(&["check", "apps/docs", "apps/shop", "--quiet"]);
    outcome.expect(1, &[]);
    assert!(outcome.stdout.lines().all(|line| line.starts_with("apps/shop: ")), "{}", outcome.stdout);
    says(&outcome, &["apps/shop: FAIL  1 of 1 budget exceeded"]);
    let outcome = monorepo().run(&["check", "apps/docs", "apps/shop", "--quiet"]);
    assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (0, "", ""));
}

#[test]
fn what_a_glob_sweeps_in_is_left_out_and_told() {
    let project = monorepo()
        .file("apps/README.md", "# Apps\n")
        .file("apps/api/package.json", r#"{ "name": "api", "scripts": { "start": "node ." } }"#)
        .file("apps/api/index.js", "x")
        .file("apps/tool/go.mod", "module tool\n")
        .file("apps/next/package.json", r#"{ "type": "commonjs" }"#)
        .file("apps/next/index.html", PAGE);
    let all =
        ["check", "apps/README.md", "apps/api", "apps/docs", "apps/next", "apps/tool", "--report", "json"];
    let outcome = project.run(&all);
    outcome.expect(
        0,
        &["note: apps/README.md is left out: it is a file", "note: apps/api is left out: it holds sources"],
    );
    assert_eq!(names(&json(&outcome.stdout)), ["apps/docs", "apps/next"]);
    let outcome = project.run(&["check", "apps/README.md", "apps/api"]);
    outcome.expect(2, &["none of the directories is a build or a project: apps/README.md, apps/api"]);
}

#[test]
fn wrong_arguments_are_told_at_once_and_nothing_is_judged() {
    let arguments =
        ["check", "apps/docs", "apps/none", "apps/gone", "--project", "x", "--manifest", "package.json"];
    let outcome = monorepo().run(&arguments);
    outcome.expect(
        2,
        &[
            "no directory `apps/none`",
            "no directory `apps/gone`",
            "--project names one project, and 3 directories are given",
            "the manifest `package.json` lies in none of the projects",
        ],
    );
    assert_eq!(outcome.stdout, "");
}

#[test]
fn a_project_that_cannot_be_judged_hides_no_other_and_no_report_is_written_without_it() {
    let project = monorepo()
        .file("apps/broken/budgets.json", "{ \"build\": ")
        .file("apps/unbuilt/budgets.json", budgets("1 kB"))
        .file("apps/shop/budgets.json", budgets("20 B"));
    let all = ["check", "apps/broken", "apps/docs", "apps/shop", "apps/unbuilt"];
    let outcome = project.run(&[&all[..], &["--report", "json=all.json"]].concat());
    outcome.expect(
        2,
        &[
            "`apps/broken` could not be judged",
            "`apps/unbuilt` could not be judged",
            "there is no directory `apps/unbuilt/dist`",
        ],
    );
    says(
        &outcome,
        &[
            "FAIL  1 of 4 projects over budget: apps/shop\n",
            "  NONE  apps/unbuilt  could not be judged\n",
            "NONE  2 of 4 projects could not be judged: apps/broken and apps/unbuilt\n",
        ],
    );
    assert!(!project.path("all.json").exists(), "a report without two projects would pass for all of them");
    let outcome = project.run(&[&all[..], &["--report", "json"]].concat());
    outcome.expect(2, &["1 of 4 projects over budget"]);
    assert_eq!(outcome.stdout, "");
}

#[test]
fn a_limit_and_a_budget_file_of_the_command_line_apply_to_every_project() {
    let project = monorepo().file("shared.json", budgets("20 B"));
    for arguments in [&["--limit", "20 B raw"][..], &["--config", "shared.json"]] {
        let outcome = project.run(&[&["check", "apps/docs", "apps/shop"], arguments].concat());
        outcome.expect(1, &[]);
        says(&outcome, &["2 of 2 projects over budget: apps/docs and apps/shop"]);
    }
}

#[test]
fn a_budget_file_above_all_projects_judges_those_without_limits_of_their_own() {
    let project = Project::new()
        .file("budgets.json", r#"{ "budgets": [{ "name": "Shared", "max": { "raw": "20 B" } }] }"#)
        .file("out/a/index.html", PAGE)
        .file("out/b/index.html", PAGE);
    let joined = json(&project.run(&["check", "out/a", "out/b", "--report", "json"]).stdout);
    assert_eq!(joined["projects"][1]["budgets"][0]["name"], "Shared");
    assert_eq!(joined["projects"][1]["config"], "budgets.json");
}

#[test]
fn one_directory_can_be_given_a_name() {
    let outcome = monorepo().run(&["check", "apps/shop", "--project", "shop", "--report", "json"]);
    assert_eq!(json(&outcome.stdout)["project"], "shop");
    monorepo().run(&["check", "apps/shop", "--project", ""]).expect(2, &[]);
}

#[test]
fn a_run_that_never_fails_still_tells_and_still_cannot_judge_what_is_not_there() {
    let project = monorepo().file("apps/shop/budgets.json", budgets("20 B"));
    let outcome = project.run(&["check", "apps/shop", "--fail-on", "never"]);
    outcome.expect(0, &[]);
    says(&outcome, &["FAIL  1 of 1 budget exceeded"]);
    project.run(&["check", "apps/none", "--fail-on", "never"]).expect(2, &[]);
}

#[test]
fn a_manifest_is_about_the_project_that_it_lies_in() {
    let manifest = r#"{ "index.html": { "file": "a.js", "isEntry": true, "src": "index.html" } }"#;
    let project = monorepo().file("apps/shop/manifest.json", manifest);
    let arguments =
        ["check", "apps/docs", "apps/shop", "--manifest", "apps/shop/manifest.json", "--report", "json"];
    let joined = json(&project.run(&arguments).stdout);
    assert_eq!(joined["projects"][0]["build"]["manifests"], Value::Array(Vec::new()));
    assert_eq!(joined["projects"][1]["build"]["manifests"][0]["path"], "apps/shop/manifest.json");
}

/// `apps/shop` with an image that `fix images` mends.
fn with_image() -> Project {
    let project = Project::new()
        .fixture("vite8-gallery")
        .file("apps/shop/package.json", r#"{ "scripts": { "build": "vite build" } }"#)
        .file("apps/shop/src/huge.js", "x".repeat(20_000))
        .file(
            "apps/shop/budgets.json",
            r#"{ "build": "./dist", "ignore": ["**/*.map"], "compression": { "gzip": 1, "brotli": 0 } }"#,
        );
    std::fs::rename(project.path("dist"), project.path("apps/shop/dist")).expect("it can be renamed");
    project
}

#[test]
fn every_command_that_takes_a_build_takes_a_project() {
    let project = with_image();
    for command in [&["graph", "--format", "json"][..], &["graph", "--format", "mermaid"], &["graph"]] {
        let of = |directory| {
            let outcome = project.run(&[command, &[directory]].concat());
            outcome.expect(0, &[]);
            outcome.stdout
        };
        assert_eq!(of("apps/shop"), of("apps/shop/dist"));
        assert!(!of("apps/shop").contains("huge"));
    }
    let graph = json(&project.run(&["graph", "apps/shop", "--format", "json"]).stdout);
    let chunk = graph["nodes"].as_array().expect("it has nodes").iter();
    let chunk = chunk
        .filter_map(|node| node["path"].as_str())
        .find(|path| Path::new(path).extension().is_some_and(|extension| extension == "js"))
        .expect("there is a script");
    let why = |arguments: &[&str]| {
        let outcome = project.run(&[&["why"], arguments].concat());
        outcome.expect(0, &[]);
        outcome.stdout
    };
    let expected = why(&["apps/shop/dist", chunk]);
    assert_eq!(why(&["apps/shop", chunk]), expected);
    assert_eq!(why(&["apps/shop", &format!("apps/shop/dist/{chunk}")]), expected, "as a shell completes it");
    project
        .run(&["why", "apps/shop", "huge.js"])
        .expect(2, &["of `apps/shop/dist` is called `huge.js`", "`weighbridge graph apps/shop/dist`"]);
}

#[test]
fn images_of_a_project_are_mended_outside_of_its_build() {
    let project = with_image();
    let fix = |directory: &str, out: &str| project.run(&["fix", "images", directory, "--out", out]);
    fix("apps/shop", "apps/shop/dist/images").expect(2, &["lies in the build `apps/shop/dist`"]);
    let of_project = fix("apps/shop", "apps/shop/images");
    of_project.expect(0, &[]);
    assert!(!of_project.stdout.is_empty());
    assert_eq!(of_project.stdout, fix("apps/shop/dist", "images").stdout);
    assert!(project.path("apps/shop/images").is_dir());
}

/// The joined report of those apps, as `main.json`.
#[track_caller]
fn remember(project: &Project, apps: &[&str]) {
    let outcome = project.run(&[&["check"], apps, &["--report", "json=main.json"]].concat());
    outcome.expect(0, &[]);
}

const GROWTH: &str = r#"{ "build": "dist", "compression": { "gzip": 1, "brotli": 0 },
    "budgets": [{ "name": "All", "growth": { "raw": "10 B" } }] }"#;

/// Two apps that may grow by ten bytes.
fn growing() -> Project {
    monorepo().file("apps/docs/budgets.json", GROWTH).file("apps/shop/budgets.json", GROWTH)
}

#[test]
fn each_project_is_compared_with_its_part_of_a_joined_baseline() {
    let project = growing();
    remember(&project, &["apps/docs", "apps/shop"]);
    project.write("apps/shop/dist/a.js", "console.log(2, 'and much more than that');\n");
    let check = ["check", "apps/shop", "apps/docs", "--baseline", "main.json", "--report", "json=now.json"];
    let outcome = project.run(&check);
    outcome.expect(1, &[]);
    says(&outcome, &["FAIL  1 of 2 projects over budget: apps/shop\n"]);
    let joined = json(&project.read("now.json"));
    for (index, (directory, status)) in
        [("apps/docs/dist", "pass"), ("apps/shop/dist", "fail")].into_iter().enumerate()
    {
        let report = &joined["projects"][index];
        assert_eq!(report["baseline"]["directory"], directory);
        assert_eq!(report["budgets"][0]["status"], status);
    }
    // What was compared is a baseline itself.
    let next = ["check", "apps/docs", "apps/shop", "--baseline", "now.json"];
    project.run(&next).expect(0, &[]);
}

#[test]
fn a_project_that_the_baseline_does_not_have_yet_is_judged_without_growth() {
    for known in [&["apps/docs", "apps/shop"][..], &["apps/docs"]] {
        let project = growing().file("apps/new/budgets.json", GROWTH).file("apps/new/dist/index.html", PAGE);
        match known {
            [one] => {
                let check = ["check", one, "--project", one, "--report", "json=main.json"];
                project.run(&check).expect(0, &[]);
            }
            several => remember(&project, several),
        }
        let check = ["check", "apps/docs", "apps/new", "--baseline", "main.json"];
        let outcome = project.run(&[&check[..], &["--report", "json=now.json"]].concat());
        outcome.expect(0, &[]);
        says(
            &outcome,
            &[
                "compared with main.json",
                "nothing to compare with: main.json does not have this project yet",
                "not judged: the baseline is not there yet",
            ],
        );
        let joined = json(&project.read("now.json"));
        assert_eq!(names(&joined), ["apps/docs", "apps/new"]);
        assert_eq!(joined["projects"][1]["baseline"], Value::Null);
        assert_eq!(joined["projects"][1]["budgets"][0]["status"], "skipped");
    }
}

#[test]
fn a_baseline_without_a_name_is_of_the_project_in_its_directory() {
    let project = growing();
    project.run(&["check", "apps/docs", "--report", "json=main.json"]).expect(0, &[]);
    let outcome = project.run(&["check", "apps/docs", "apps/shop", "--baseline", "main.json"]);
    outcome.expect(2, &["`apps/shop` could not be judged", "is of apps/docs/dist, not of apps/shop"]);
    says(&outcome, &["compared with main.json", "  PASS  apps/docs", "  NONE  apps/shop"]);
}

#[test]
fn a_project_that_cannot_be_compared_hides_no_other() {
    let project = growing();
    remember(&project, &["apps/docs", "apps/shop"]);
    project.write("apps/docs/budgets.json", GROWTH.replace("\"gzip\": 1", "\"gzip\": 9"));
    project.write("apps/shop/dist/a.js", "console.log(2, 'and much more than that');\n");
    let check = ["check", "apps/docs", "apps/shop", "--baseline", "main.json", "--report", "json=now.json"];
    let outcome = project.run(&check);
    outcome.expect(
        2,
        &[
            "`apps/docs` could not be judged",
            "the baseline `main.json` was measured with gzip 1 and brotli 0, this build with gzip 9",
        ],
    );
    says(
        &outcome,
        &[
            "FAIL  1 of 2 projects over budget: apps/shop\n",
            "NONE  1 of 2 projects could not be judged: apps/docs\n",
        ],
    );
    assert!(!outcome.stderr.contains("`apps/shop` could not be judged"), "{}", outcome.stderr);
    assert!(!project.path("now.json").exists());
}
