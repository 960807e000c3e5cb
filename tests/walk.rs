//! Which files of a directory are weighed, what becomes of those that are not, and that neither the machine nor the
//! order of the work shows in the result.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::Project;

const PAGE: &str = "<!doctype html><script type=module src=assets/a.js></script>";

fn project() -> Project {
    Project::new().file("dist/index.html", PAGE).file("dist/assets/a.js", "export const answer = 42;\n")
}

/// The paths of the report's assets, in its order.
fn paths(report: &Value) -> Vec<&str> {
    let assets = report["assets"].as_array().expect("it is an array");
    assets.iter().map(|asset| asset["path"].as_str().expect("it is a text")).collect()
}

/// The asset at `path`.
#[track_caller]
fn asset<'r>(report: &'r Value, path: &str) -> &'r Value {
    let found =
        report["assets"].as_array().expect("it is an array").iter().find(|asset| asset["path"] == path);
    found.unwrap_or_else(|| panic!("{path} is not in {:?}", paths(report)))
}

/// What the report says is wrong with `path`.
#[track_caller]
fn problem(report: &Value, path: &str) -> String {
    let problems = report["problems"].as_array().expect("it is an array");
    let found: Vec<&Value> = problems.iter().filter(|problem| problem["asset"] == path).collect();
    assert_eq!(found.len(), 1, "one problem of {path:?} in {problems:?}");
    found[0]["message"].as_str().expect("it is a text").to_owned()
}

#[track_caller]
fn check_no_problems(report: &Value) {
    assert_eq!(report["problems"], json!([]));
}

// What is taken in.

#[test]
fn hidden_files_and_folders_belong_to_the_build() {
    let project =
        project().file("dist/.vite/manifest.json", "{}").file("dist/.htaccess", "Options -Indexes\n");
    let report = project.report(&[]);
    assert_eq!(paths(&report), [".htaccess", ".vite/manifest.json", "assets/a.js", "index.html"]);
    assert_eq!(report["totals"]["all"]["files"], 4);
}

#[test]
fn what_git_ignores_belongs_to_the_build() {
    let project = project().file(".gitignore", "dist\n").file("dist/.gitignore", "*\n");
    assert_eq!(paths(&project.report(&[])), [".gitignore", "assets/a.js", "index.html"]);
}

#[test]
fn ignored_files_are_left_out_of_everything() {
    let project = project()
        .file("budgets.json", r#"{ "ignore": ["storybook/**", "**/*.txt", "!keep.txt"], "budgets": [] }"#)
        .file("dist/storybook/index.html", PAGE)
        .file("dist/storybook/assets/a.js", "(")
        .file("dist/assets/a.txt", "a")
        .file("dist/keep.txt", "a");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "index.html", "keep.txt"]);
    assert_eq!(report["totals"]["all"]["files"], 3);
    assert_eq!(report["entries"].as_array().map(Vec::len), Some(1));
    check_no_problems(&report);
}

#[test]
fn empty_files_weigh_nothing_raw_and_are_no_failure() {
    let names = ["a.css", "a.html", "a.js", "a.js.map", "a.json", "a.png", "a.svg", "a.wasm", "a.woff2", "a"];
    let mut project = Project::new();
    for name in names {
        project = project.file(&format!("dist/{name}"), "");
    }
    project.run(&["check", "dist"]).expect(0, &[]);
    let report = project.report(&[]);
    for name in names {
        assert_eq!(asset(&report, name)["raw"], 0, "{name}");
    }
    assert_eq!(report["totals"]["all"]["raw"], 0);
    check_no_problems(&report);
}

#[test]
fn a_source_map_has_no_size_on_the_wire_and_adds_to_no_total() {
    let map = r#"{"version":3,"sources":[],"mappings":""}"#;
    let project = project().file("dist/assets/a.js.map", map);
    let report = project.report(&[]);
    let asset = asset(&report, "assets/a.js.map");
    assert_eq!((&asset["type"], &asset["raw"]), (&json!("source-map"), &json!(map.len())));
    assert_eq!((&asset["gzip"], &asset["brotli"]), (&Value::Null, &Value::Null));
    assert_eq!(report["totals"]["all"]["files"], 2);
    let total = &report["totals"]["source-map"];
    assert_eq!((&total["files"], &total["gzip"], &total["brotli"]), (&json!(1), &Value::Null, &Value::Null));
}

#[test]
fn compressed_forms_are_their_files_and_an_orphan_is_a_file() {
    let project = project()
        .file("dist/assets/a.js.gz", "12345")
        .file("dist/assets/a.js.br", "1234")
        .file("dist/assets/a.js.zst", "123456")
        .file("dist/assets/gone.js.gz", "1234567");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "assets/gone.js.gz", "index.html"]);
    assert_eq!(asset(&report, "assets/a.js")["precompressed"], json!({ "gzip": 5, "br": 4, "zstd": 6 }));
    let orphan = asset(&report, "assets/gone.js.gz");
    assert_eq!(orphan["precompressed"], json!({}));
    // It is compressed already.
    assert_eq!((&orphan["raw"], &orphan["gzip"], &orphan["brotli"]), (&json!(7), &json!(7), &json!(7)));
}

#[test]
fn formats_that_are_compressed_already_are_sent_as_they_are() {
    let project = project().file("dist/a.png", "a".repeat(1_000)).file("dist/a.woff2", "a".repeat(1_000));
    let report = project.report(&[]);
    for path in ["a.png", "a.woff2"] {
        let asset = asset(&report, path);
        assert_eq!(
            (&asset["raw"], &asset["gzip"], &asset["brotli"]),
            (&json!(1_000), &json!(1_000), &json!(1_000))
        );
    }
}

// Links.

#[cfg(unix)]
#[test]
fn a_link_to_a_file_of_the_build_counts_under_its_own_name() {
    use std::os::unix::fs::symlink;

    let project = project();
    symlink("a.js", project.path("dist/assets/b.js")).expect("links can be made");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "assets/b.js", "index.html"]);
    assert_eq!(asset(&report, "assets/b.js")["raw"], asset(&report, "assets/a.js")["raw"]);
    check_no_problems(&report);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_of_the_build_counts_with_its_files() {
    use std::os::unix::fs::symlink;

    let project = project();
    symlink("assets", project.path("dist/static")).expect("links can be made");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "index.html", "static/a.js"]);
    check_no_problems(&report);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_build_is_left_out_and_a_problem() {
    use std::os::unix::fs::symlink;

    let project = project().file("secret.js", "1").file("elsewhere/b.js", "1");
    symlink("../../secret.js", project.path("dist/assets/secret.js")).expect("links can be made");
    symlink(project.path("elsewhere"), project.path("dist/elsewhere")).expect("links can be made");
    symlink("/dev/zero", project.path("dist/zero.js")).expect("links can be made");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "index.html"]);
    for path in ["assets/secret.js", "elsewhere", "zero.js"] {
        let said = problem(&report, path);
        assert!(said.contains("leads out of the build"), "{path}: {said}");
    }
    project.run(&["check", "dist"]).expect(0, &[]);
}

#[cfg(unix)]
#[test]
fn a_folder_whose_name_begins_like_the_build_is_not_the_build() {
    use std::os::unix::fs::symlink;

    let project = project().file("dist-old/b.js", "1");
    symlink("../dist-old/b.js", project.path("dist/b.js")).expect("links can be made");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "index.html"]);
    assert!(problem(&report, "b.js").contains("leads out of the build"));
}

#[cfg(unix)]
#[test]
fn links_in_a_loop_end_and_are_problems() {
    use std::os::unix::fs::symlink;

    let project = project().file("dist/x/1.js", "1").file("dist/z/2.js", "1");
    symlink("..", project.path("dist/assets/again")).expect("links can be made");
    symlink("../z", project.path("dist/x/z")).expect("links can be made");
    symlink("../x", project.path("dist/z/x")).expect("links can be made");
    let report = project.report(&[]);
    let paths = paths(&report);
    for path in ["assets/a.js", "index.html", "x/1.js", "x/z/2.js", "z/2.js", "z/x/1.js"] {
        assert!(paths.contains(&path), "{path} is not in {paths:?}");
    }
    assert_eq!(paths.len(), 6, "{paths:?}");
    for path in ["assets/again", "x/z/x", "z/x/z"] {
        let said = problem(&report, path);
        assert!(said.contains("a symbolic link to a folder that it lies in"), "{path}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_a_problem() {
    use std::os::unix::fs::symlink;

    let project = project();
    symlink("gone.js", project.path("dist/assets/b.js")).expect("links can be made");
    symlink("self.js", project.path("dist/assets/self.js")).expect("links can be made");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "index.html"]);
    problem(&report, "assets/b.js");
    problem(&report, "assets/self.js");
    project.run(&["check", "dist"]).expect(0, &[]);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_not_said_to_lead_out_of_the_build() {
    use std::os::unix::fs::symlink;

    let project = project();
    symlink("gone.js", project.path("dist/assets/b.js")).expect("links can be made");
    let said = problem(&project.report(&[]), "assets/b.js");
    assert!(!said.contains("leads out of the build"), "its target would be assets/gone.js, but: {said}");
}

#[cfg(unix)]
#[test]
fn a_directory_without_a_file_that_can_be_weighed_is_never_a_pass() {
    use std::os::unix::fs::symlink;

    let project = Project::new();
    fs::create_dir(project.path("dist")).expect("a folder can be made");
    symlink("gone.js", project.path("dist/a.js")).expect("links can be made");
    let outcome = project.run(&["check", "dist"]);
    assert_eq!(outcome.status, 2, "no file was weighed, so nothing was judged: {}", outcome.stdout);
}

#[cfg(unix)]
#[test]
fn the_build_itself_may_be_a_link() {
    use std::os::unix::fs::symlink;

    let project = Project::new().file("releases/1/index.html", PAGE).file("releases/1/assets/a.js", "1");
    symlink("releases/1", project.path("dist")).expect("links can be made");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "index.html"]);
    check_no_problems(&report);
}

// What cannot be taken in.

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_is_a_problem_and_no_failure() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let project = project();
    let file = project.path("dist").join(OsStr::from_bytes(b"caf\xe9.js"));
    fs::write(file, "1").expect("Linux takes any name");
    let folder = project.path("dist").join(OsStr::from_bytes(b"\xff"));
    fs::create_dir(&folder).expect("Linux takes any name");
    fs::write(folder.join("b.js"), "1").expect("a file can be written");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "index.html"]);
    assert!(problem(&report, "caf\u{fffd}.js").contains("not UTF-8"));
    assert!(problem(&report, "\u{fffd}/b.js").contains("not UTF-8"));
    project.run(&["check", "dist"]).expect(0, &[]);
}

#[cfg(unix)]
#[test]
fn a_socket_is_a_problem_and_nobody_waits_for_it() {
    use std::os::unix::net::UnixListener;

    let project = project();
    let _socket = UnixListener::bind(project.path("dist/hot.js")).expect("a socket can be made");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "index.html"]);
    assert!(problem(&report, "hot.js").contains("not a regular file"));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_a_problem_and_nobody_waits_for_it() {
    let project = project();
    let made = std::process::Command::new("mkfifo").arg(project.path("dist/pipe.js")).status();
    assert!(made.expect("every Unix has mkfifo").success());
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "index.html"]);
    assert!(problem(&report, "pipe.js").contains("not a regular file"));
}

#[cfg(unix)]
#[test]
fn a_socket_that_is_ignored_is_no_problem() {
    use std::os::unix::net::UnixListener;

    let project = project().file("budgets.json", r#"{ "ignore": ["tmp/**"], "budgets": [] }"#);
    fs::create_dir(project.path("dist/tmp")).expect("a folder can be made");
    let _socket = UnixListener::bind(project.path("dist/tmp/hot")).expect("a socket can be made");
    check_no_problems(&project.report(&[]));
}

#[cfg(unix)]
#[test]
fn a_link_that_is_ignored_is_no_problem() {
    use std::os::unix::fs::symlink;

    let project = project().file("budgets.json", r#"{ "ignore": ["tmp/**"], "budgets": [] }"#);
    fs::create_dir(project.path("dist/tmp")).expect("a folder can be made");
    symlink("../../budgets.json", project.path("dist/tmp/out")).expect("links can be made");
    symlink("gone", project.path("dist/tmp/dangling")).expect("links can be made");
    symlink("..", project.path("dist/tmp/loop")).expect("links can be made");
    check_no_problems(&project.report(&[]));
}

// Names.

#[cfg(unix)]
#[test]
fn a_backslash_in_a_name_is_no_folder() {
    let project = project().file("dist/assets\\a.js", "a backslash").file("dist/b\\c/d.js", "1");
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/a.js", "assets\\a.js", "b\\c/d.js", "index.html"]);
}

#[cfg(unix)]
#[test]
fn a_name_cannot_act_on_the_terminal() {
    let project = project().file("dist/assets/\u{1b}[31mred\u{7}\n\r.js", "(");
    let outcome = project.run(&["check", "dist"]);
    outcome.expect(0, &[]);
    for said in [&outcome.stdout, &outcome.stderr] {
        assert!(!said.contains(['\u{1b}', '\u{7}', '\r']), "{said:?}");
    }
    let report = project.report(&[]);
    assert_eq!(paths(&report), ["assets/\u{1b}[31mred\u{7}\n\r.js", "assets/a.js", "index.html"]);
}

// The same build, the same bytes.

/// Files of every kind, and what is wrong with some of them; written in the order that `order` gives.
fn varied(order: fn(&mut Vec<(String, String)>)) -> Project {
    let mut files = vec![("dist/index.html".to_owned(), PAGE.to_owned())];
    for index in 0..40 {
        let next = (index + 1) % 40;
        let code =
            format!("export const a={index};import(\"./c{next}.js\");import\"./c{}.js\"", (index * 7) % 40);
        files.push((format!("dist/assets/c{index}.js"), code));
        files.push((format!("dist/assets/c{index}.css"), format!("a{{width:{index}px}}")));
        files.push((format!("dist/broken/b{index}.js"), format!("a{index} ? b")));
        files.push((
            format!("dist/page{index}/index.html"),
            format!("<script type=module src=../assets/c{index}.js></script>"),
        ));
        files.push((format!("dist/text/{index}.txt"), "text ".repeat(index * 50)));
    }
    files.push(("dist/assets/a.js".to_owned(), "import(\"./c1.js\");import(\"./c2.js\")".to_owned()));
    order(&mut files);
    files.into_iter().fold(Project::new(), |project, (path, content)| project.file(&path, content))
}

#[test]
fn assets_and_problems_are_sorted_by_path() {
    let report = varied(|_| {}).report(&[]);
    let assets = paths(&report);
    assert!(assets.len() > 200 && assets.is_sorted(), "{assets:?}");
    let problems: Vec<&str> = report["problems"]
        .as_array()
        .expect("it is an array")
        .iter()
        .map(|problem| problem["asset"].as_str().expect("it is a text"))
        .collect();
    assert!(problems.len() == 40 && problems.is_sorted(), "{problems:?}");
    for list in ["chunks", "entries"] {
        let entries = report[list].as_array().expect("it is an array");
        let paths: Vec<&str> =
            entries.iter().map(|one| one["path"].as_str().expect("it is a text")).collect();
        assert!(paths.len() > 40 && paths.is_sorted(), "{list}: {paths:?}");
    }
}

#[test]
fn neither_the_run_nor_the_threads_nor_the_order_on_disk_show_in_the_output() {
    let project = varied(|_| {});
    for format in ["json", "terminal"] {
        let first = project.run(&["check", "dist", "--report", format]);
        for arguments in [&[][..], &["--threads", "1"], &["--threads", "3"], &["--threads", "16"]] {
            let mut all = vec!["check", "dist", "--report", format];
            all.extend(arguments);
            let again = project.run(&all);
            assert_eq!(again.status, first.status);
            assert!(again.stdout == first.stdout, "{format} with {arguments:?} differs");
        }
        let reversed = varied(|files| files.reverse()).run(&["check", "dist", "--report", format]);
        assert!(reversed.stdout == first.stdout, "{format}: the order of the files on disk shows");
    }
}

#[test]
fn no_absolute_path_and_no_name_of_a_temporary_folder_is_in_the_output() {
    let project = varied(|_| {});
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;

        symlink("/etc/hostname", project.path("dist/out.txt")).expect("links can be made");
        symlink("..", project.path("dist/text/loop")).expect("links can be made");
    }
    let folder = project.path("");
    let folder = folder.file_name().expect("it has a name").to_string_lossy().into_owned();
    let absolute = project.path("dist");
    let absolute = absolute.to_str().expect("it is UTF-8");
    for format in ["json", "terminal"] {
        let relative = project.run(&["check", "dist", "--report", format]);
        let outcome = project.run(&["check", absolute, "--report", format]);
        assert!(!outcome.stdout.contains(&folder), "{format}: {folder} is in:\n{}", outcome.stdout);
        assert!(!outcome.stderr.contains(&folder), "{format}: {folder} is in:\n{}", outcome.stderr);
        assert!(!outcome.stdout.contains("/etc/hostname"), "{}", outcome.stdout);
        assert!(outcome.stdout == relative.stdout, "{format}: how the directory was named shows");
        let dotted = project.run(&["check", "./dist/", "--report", format]);
        assert!(dotted.stdout == relative.stdout, "{format}: how the directory was named shows");
    }
}

#[test]
fn a_budget_file_by_its_absolute_path_is_named_as_from_here() {
    let project = project().file("web/budgets.json", r#"{ "budgets": [{ "max": { "raw": 1 } }] }"#);
    let config = project.path("web/budgets.json");
    let config = config.to_str().expect("it is UTF-8");
    assert_eq!(project.report(&["--config", config])["config"], "web/budgets.json");
    let outcome = project.run(&["check", "dist", "--config", config]);
    outcome.expect(1, &[]);
    let said = outcome.stdout + &outcome.stderr;
    assert!(said.contains("web/budgets.json") && !said.contains(config), "{said}");
}
