//! `weighbridge update` and the file that it writes: what is in it, what it is compared with, and what it refuses.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use support::{Outcome, Project, fixture_names, unwrapped};
use weighbridge::model::hashed_name::without_hash;

const QUICK: &str = r#""compression": { "gzip": 6, "brotli": 0 }"#;
const FILE: &str = "budgets.baseline.json";

/// The shop as `dist`, with budgets.
fn shop(budgets: &str) -> Project {
    let project = Project::new().fixture("vite8-shop");
    set(&project, budgets);
    project
}

fn set(project: &Project, budgets: &str) {
    project
        .write("budgets.json", format!("{{ \"build\": \"dist\", {QUICK}, \"budgets\": [\n{budgets}\n] }}"));
}

#[track_caller]
fn update(project: &Project) -> Outcome {
    let outcome = project.run(&["update"]);
    outcome.expect(0, &[]);
    outcome
}

fn kept(project: &Project) -> Value {
    serde_json::from_str(&project.read(FILE)).expect("it is JSON")
}

#[track_caller]
fn check(project: &Project, arguments: &[&str]) -> Outcome {
    let mut all = vec!["check", "--no-encode"];
    all.extend(arguments);
    project.run(&all)
}

/// A page of one script of so many bytes, in a folder.
fn page(project: &Project, folder: &str, bytes: usize) {
    let script = format!("console.log('{}')", "x".repeat(bytes - 15));
    project.write(&format!("{folder}/app-AbCd1234.js"), script);
    project.write(
        &format!("{folder}/index.html"),
        "<!doctype html><html lang=en><title>a</title><script type=module src=/app-AbCd1234.js></script>",
    );
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Another hash of the same kind: digits stay digits, and letters letters of their case.
fn other_hash(hash: &str) -> String {
    let turned = |c: char, first: u8, many: u8| char::from(first + (c as u8 - first + 1) % many);
    hash.chars()
        .map(|c| match c {
            '0'..='9' => turned(c, b'0', 10),
            'a'..='f' => turned(c, b'a', 6),
            'g'..='z' => turned(c, b'g', 20),
            'A'..='F' => turned(c, b'A', 6),
            'G'..='Z' => turned(c, b'G', 20),
            _ => c,
        })
        .collect()
}

/// Gives every hashed file of `dist` another hash, and says so everywhere.
fn rename_all(project: &Project) -> usize {
    let dist = project.path("dist");
    let mut hashes = BTreeMap::new();
    for path in files(&dist) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("it has a name").to_owned();
        // Compressed forms would be of other bytes.
        if [".gz", ".br", ".zst"].iter().any(|form| name.ends_with(form)) {
            fs::remove_file(&path).expect("it can be removed");
            continue;
        }
        let bare = without_hash(&name);
        if let Some((before, behind)) = bare.split_once('*') {
            let hash = &name[before.len()..name.len() - behind.len()];
            hashes.insert(hash.to_owned(), other_hash(hash));
        }
    }
    let renamed = |text: &str| {
        let mut out = String::new();
        let mut rest = text;
        'text: while let Some(first) = rest.chars().next() {
            for (hash, other) in &hashes {
                if rest.starts_with(hash.as_str()) {
                    out += other;
                    rest = &rest[hash.len()..];
                    continue 'text;
                }
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
        out
    };
    if hashes.is_empty() {
        return 0;
    }
    for path in files(&dist) {
        if let Ok(text) = fs::read_to_string(&path) {
            fs::write(&path, renamed(&text)).expect("it can be written");
        }
        let name = path.file_name().and_then(|name| name.to_str()).expect("it has a name");
        fs::rename(&path, path.with_file_name(renamed(name))).expect("it can be renamed");
    }
    hashes.len()
}

/// Other hashes in a file compress to other bytes: what is compressed is left out.
fn without_compressed(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("gzip");
            members.remove("brotli");
            members.values_mut().for_each(without_compressed);
        }
        Value::Array(items) => items.iter_mut().for_each(without_compressed),
        _ => {}
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("it can be written")
}

#[test]
fn a_build_with_other_hashes_gives_the_same_file() {
    let schema: Value = serde_json::from_str(
        &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/baseline.schema.json"))
            .expect("it is there"),
    )
    .expect("it is JSON");
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    let mut renamed = 0;
    for name in fixture_names() {
        let project = Project::new().fixture(&name);
        project.write(
            "budgets.json",
            "{ \"build\": \"dist\", \"compression\": { \"gzip\": 1, \"brotli\": 0 } }",
        );
        for path in files(&project.path("dist")) {
            if path.extension().is_some_and(|form| form == "gz" || form == "br" || form == "zst") {
                fs::remove_file(path).expect("it can be removed");
            }
        }
        update(&project);
        let text = project.read(FILE);
        let mut before = kept(&project);
        let errors: Vec<String> = schema.iter_errors(&before).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
        assert!(update(&project).stdout.contains("as it was"), "{name}");
        assert_eq!(project.read(FILE), text, "{name}");
        renamed += rename_all(&project);
        update(&project);
        let mut after = kept(&project);
        without_compressed(&mut before);
        without_compressed(&mut after);
        assert_eq!(pretty(&before), pretty(&after), "{name}");
    }
    assert!(200 < renamed, "{renamed}");
}

#[test]
fn every_fixture_with_other_hashes_pairs_whole_with_the_file_and_has_not_grown() {
    let mut renamed = 0;
    for name in fixture_names() {
        let project = Project::new().fixture(&name);
        let limits = r#""growth": { "raw": "0 B", "gzip": "0 %", "brotli": "0 B" }"#;
        set(
            &project,
            &format!(r#"{{ "name": "Each", "per": "file", {limits} }}, {{ "name": "All", {limits} }}"#),
        );
        for path in files(&project.path("dist")) {
            if path.extension().is_some_and(|form| form == "gz" || form == "br" || form == "zst") {
                fs::remove_file(path).expect("it can be removed");
            }
        }
        update(&project);
        renamed += rename_all(&project);
        let report = project.report(&["--no-encode"]);
        let baseline = &report["baseline"];
        assert_eq!(baseline["pairs"], report["totals"]["all"]["files"], "{name}");
        assert_eq!((&baseline["added"], &baseline["removed"]), (&json!([]), &json!([])), "{name}");
        assert_eq!(baseline["growth"]["raw"], 0, "{name}");
        for row in report["budgets"].as_array().expect("it is an array") {
            assert_eq!(row["status"], "pass", "{name}: {row}");
        }
    }
    assert!(200 < renamed, "{renamed}");
}

#[test]
fn the_file_has_no_hash_and_nothing_of_the_machine() {
    let project = shop("");
    update(&project);
    let text = project.read(FILE);
    for path in files(&project.path("dist/assets")) {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("it has a name").to_owned();
        let hash = &name[name.len() - 8..];
        assert!(!text.contains(hash), "{hash}");
    }
    assert!(!text.contains(&*project.path("").to_string_lossy()), "{text}");
    assert!(!text.contains(env!("CARGO_PKG_VERSION")), "{text}");
    let lines = text.lines().filter(|line| line.contains("\"assets/index-*.js\", \"type\"")).count();
    assert_eq!(lines, 1);
    assert_eq!(kept(&project)["projects"][0]["directory"], "dist");
    // From wherever the tool runs.
    let mut command = project.command(&["update"]);
    let outcome = Outcome::from(command.current_dir(project.path("dist")).output().expect("the binary runs"));
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("as it was"), "{}", outcome.stdout);
    assert_eq!(project.read(FILE), text);
    let printed = project.run(&["update", "--stdout"]);
    printed.expect(0, &[]);
    assert_eq!(printed.stdout, text);
}

#[test]
fn namesakes_are_numbered_by_what_they_are() {
    let project = Project::new();
    for (name, bytes) in [("AAaa1111", 3000), ("BBbb2222", 1000), ("CCcc3333", 2000)] {
        project.write(&format!("dist/c-{name}.js"), format!("console.log('{}')", "x".repeat(bytes - 15)));
    }
    set(&project, r#"{ "name": "C", "files": "c-*.js", "growth": { "raw": "1 B" } }"#);
    update(&project);
    let kept = kept(&project);
    let rows: Vec<(&Value, &Value)> = kept["projects"][0]["files"]
        .as_array()
        .expect("it is an array")
        .iter()
        .map(|file| (&file["path"], &file["raw"]))
        .collect();
    assert_eq!(
        rows,
        [
            (&json!("c-* (2).js"), &json!(2000)),
            (&json!("c-* (3).js"), &json!(3000)),
            (&json!("c-*.js"), &json!(1000))
        ]
    );
    // All three are in the sum that is compared with.
    let report = project.report(&["--no-encode"]);
    assert_eq!(report["baseline"]["pairs"], 3);
    assert_eq!(
        (&report["budgets"][0]["before"], &report["budgets"][0]["status"]),
        (&json!(6000), &json!("pass"))
    );
}

#[test]
fn check_compares_with_it_by_itself_and_says_so() {
    let project = shop(
        r#"{ "name": "All", "growth": { "raw": "0 B" } },
           { "name": "Files", "per": "file", "growth": { "raw": "0 %" } },
           { "name": "Load", "load": "initial", "per": "entry", "growth": { "raw": "0 B", "count": 0 } },
           { "name": "Lazy", "per": "split-point", "growth": { "raw": "0 B" } }"#,
    );
    let outcome = check(&project, &[]);
    assert!(outcome.stdout.contains("not judged: no baseline"), "{}", outcome.stdout);
    update(&project);
    assert!(10 < rename_all(&project));
    let outcome = check(&project, &["--report", "json=now.json"]);
    outcome.expect(0, &[]);
    assert!(
        unwrapped(&outcome.stdout).contains(&format!("compared with {FILE}: of the files 23 are in both"))
    );
    let report: Value = serde_json::from_str(&project.read("now.json")).expect("it is JSON");
    let rows = report["budgets"].as_array().expect("it is an array");
    assert!(rows.iter().all(|row| row["status"] == "pass" && row["before"] == row["actual"]), "{rows:?}");
    assert_eq!((&report["baseline"]["added"], &report["baseline"]["removed"]), (&json!([]), &json!([])));
    let outcome = check(&project, &["--no-baseline"]);
    assert!(!outcome.stdout.contains("compared with"), "{}", outcome.stdout);
    // Who brings other budgets is not compared with what these were.
    for other in [&["dist", "--no-config"][..], &["dist", "--limit", "9 MB"]] {
        assert!(!check(&project, other).stdout.contains("compared with"));
    }
}

#[test]
fn what_names_without_hashes_cannot_tell_is_not_judged() {
    let project = shop(
        r#"{ "name": "Exact", "files": "assets/index-????????.js", "growth": { "raw": "0 B" } },
           { "name": "Any", "files": "assets/index-*.js", "growth": { "raw": "0 B" } }"#,
    );
    update(&project);
    let report = project.report(&["--no-encode"]);
    assert_eq!(report["budgets"][0]["reason"], "not judged: the baseline does not tell what it was");
    assert_eq!(report["budgets"][1]["status"], "pass");
    assert_eq!(report["baseline"]["invalidated"], Value::Null);
}

#[test]
fn several_projects_share_a_file_by_name_and_one_keeps_the_others() {
    let project = Project::new();
    project.write("budgets.json", format!("{{ {QUICK} }}"));
    page(&project, "apps/a", 2000);
    page(&project, "apps/b", 3000);
    project.run(&["update", "apps/a", "apps/b"]).expect(0, &[]);
    let names = || {
        let kept = kept(&project);
        let projects = kept["projects"].as_array().expect("it is an array").clone();
        projects
            .iter()
            .map(|one| (one["project"].clone(), one["files"][0]["raw"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(), [(json!("apps/a"), json!(2000)), (json!("apps/b"), json!(3000))]);
    page(&project, "apps/b", 4000);
    project.run(&["update", "apps/b"]).expect(0, &[]);
    assert_eq!(names(), [(json!("apps/a"), json!(2000)), (json!("apps/b"), json!(4000))]);
    let outcome = check(&project, &["apps/a"]);
    assert!(unwrapped(&outcome.stdout).contains("compared with"), "{}", outcome.stdout);
    let outcome = check(&project, &["apps/a", "apps/b"]);
    assert_eq!(
        outcome.stdout.matches("compared with budgets.baseline.json").count(),
        2,
        "{}",
        outcome.stdout
    );
    page(&project, "apps/c", 5000);
    check(&project, &["apps/c"]).expect(2, &["is of apps/a, apps/b, not of apps/c", "weighbridge update"]);
    project
        .run(&["update", "apps/c"])
        .expect(2, &["holds the baseline of apps/a, and this is apps/c", "--project NAME"]);
    project.run(&["update", "apps/c", "--project", "c"]).expect(0, &[]);
    assert_eq!(names().len(), 3);
}

#[test]
fn a_project_with_its_own_budget_file_has_its_own_baseline() {
    let project = Project::new();
    for name in ["a", "b"] {
        project.write(&format!("apps/{name}/budgets.json"), format!("{{ \"build\": \"dist\", {QUICK} }}"));
        page(&project, &format!("apps/{name}/dist"), 2000);
    }
    project.run(&["update", "apps/a", "apps/b"]).expect(0, &[]);
    for name in ["a", "b"] {
        let kept: Value =
            serde_json::from_str(&project.read(&format!("apps/{name}/{FILE}"))).expect("it is JSON");
        assert_eq!(kept["projects"][0]["project"], Value::Null);
        assert_eq!(kept["projects"][0]["directory"], "dist");
    }
    assert!(!project.path(FILE).exists());
    let outcome = check(&project, &["apps/a", "apps/b"]);
    for name in ["a", "b"] {
        assert!(outcome.stdout.contains(&format!("compared with apps/{name}/{FILE}")), "{}", outcome.stdout);
    }
}

#[test]
fn another_project_in_the_file_is_refused_and_nothing_is_compared() {
    let project = Project::new();
    project.write("budgets.json", format!("{{ {QUICK} }}"));
    page(&project, "a", 2000);
    page(&project, "b", 3000);
    project.run(&["update", "a"]).expect(0, &[]);
    let before = project.read(FILE);
    project.run(&["update", "b"]).expect(2, &["holds the baseline of a, and this is b"]);
    assert_eq!(project.read(FILE), before);
    check(&project, &["b"]).expect(2, &["is of a, not of b", "weighbridge update"]);
    // Both together have names.
    project.run(&["update", "a", "b"]).expect(0, &[]);
    check(&project, &["b"]).expect(0, &[]);
}

#[test]
fn what_is_wrong_with_the_file_is_said_with_the_next_step() {
    let project = shop("");
    update(&project);
    let whole = project.read(FILE);
    let changed = |from: &str, to: &str| whole.replacen(from, to, 1);
    let cases: [(String, &[&str]); 6] = [
        (
            changed("\"schemaVersion\": 1", "\"schemaVersion\": 2"),
            &["newer format: schemaVersion 2", "weighbridge update"],
        ),
        (whole[..whole.len() / 2].to_owned(), &["ends in the middle, at line ", "weighbridge update"]),
        (
            changed("    \"files\"", "<<<<<<< HEAD\n    \"files\""),
            &["is no baseline", "line 9 column 1", "weighbridge update"],
        ),
        (changed("\"gzip\": 6", "\"gzip\": 9"), &["measured with gzip 9 and brotli 0", "weighbridge update"]),
        (
            changed("\"loads\": [\"assets/basket-*.js\"", "\"loads\": [\"no.js\""),
            &["names \"no.js\"", "weighbridge update"],
        ),
        (
            changed("\"directory\": \"dist\"", "\"directory\": \"other\""),
            &["is of other, not of dist", "weighbridge update"],
        ),
    ];
    for (text, expected) in cases {
        project.write(FILE, &text);
        let outcome = check(&project, &["--report", "json=now.json"]);
        outcome.expect(2, expected).expect(2, &[FILE]);
        assert_eq!(outcome.stdout, "");
        assert!(!project.path("now.json").exists());
        check(&project, &["--no-baseline"]).expect(0, &[]);
    }
    // What was cut short, or holds the marks of a merge, is written anew.
    for broken in [&whole[..whole.len() / 2], &changed("    \"files\"", "<<<<<<< HEAD\n    \"files\""), ""] {
        project.write(FILE, broken);
        let outcome = update(&project);
        assert!(outcome.stdout.contains("could not be read and is written anew"), "{}", outcome.stdout);
        assert_eq!(project.read(FILE), whole);
    }
    // What is somebody else's is left alone, and so is what came later.
    let newer = changed("\"schemaVersion\": 1", "\"schemaVersion\": 2");
    for other in ["{ \"name\": \"shop\" }", "text", &newer] {
        project.write(FILE, other);
        assert_eq!(project.run(&["update"]).status, 2, "{other}");
        assert_eq!(project.read(FILE), other);
    }
}

#[test]
fn it_is_no_report_to_merge() {
    let project = shop("");
    update(&project);
    project.run(&["merge", FILE]).expect(2, &["is no JSON report of weighbridge"]);
}

#[test]
fn updates_at_the_same_time_leave_one_whole_file() {
    let project = Project::new();
    project.write("budgets.json", format!("{{ {QUICK} }}"));
    for number in 0..6 {
        page(&project, &format!("p{number}"), 2000 + number);
    }
    let running: Vec<_> = (0..6)
        .map(|number| {
            let name = format!("p{number}");
            let mut command = project.command(&["update", &name, "--project", &name, "--quiet"]);
            command.spawn().expect("the binary runs")
        })
        .collect();
    for mut one in running {
        assert!(one.wait().expect("it ends").success());
        let kept = kept(&project);
        assert!(!kept["projects"].as_array().expect("it is an array").is_empty());
    }
    let left: Vec<_> = fs::read_dir(project.path(""))
        .expect("it can be read")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with(".tmp"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_build_in_which_it_lies_does_not_hold_it() {
    let project = Project::new();
    project.write("web/budgets.json", format!("{{ \"build\": \".\", {QUICK} }}"));
    page(&project, "web", 2000);
    project.run(&["update", "web"]).expect(0, &[]);
    let outcome = project.run(&["update", "web"]);
    assert!(outcome.stdout.contains("as it was"), "{}", outcome.stdout);
}

fn git(project: &Project, arguments: &[&str]) {
    let outcome = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(project.path(""))
        .output()
        .expect("git runs");
    assert!(outcome.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&outcome.stderr));
}

/// A repository in which the shop's baseline is committed.
fn repository() -> Project {
    let project = shop(r#"{ "name": "All", "growth": { "raw": "1 kB" } }"#);
    fs::remove_dir_all(project.path(".git")).expect("it can be removed");
    git(&project, &["init", "--quiet"]);
    update(&project);
    project
        .run(&["check", "--no-encode", "--no-baseline", "--report", "json=web/report.json"])
        .expect(0, &[]);
    git(&project, &["add", "budgets.json", FILE, "web"]);
    git(&project, &["commit", "--quiet", "--message", "first"]);
    fs::remove_file(project.path(FILE)).expect("it can be removed");
    fs::remove_dir_all(project.path("web")).expect("it can be removed");
    project
}

#[test]
fn a_baseline_is_read_from_git() {
    let project = repository();
    let outcome = check(&project, &[]);
    assert!(outcome.stdout.contains("not judged: no baseline"), "{}", outcome.stdout);
    for source in
        ["git:main:budgets.baseline.json", "git:HEAD:web/report.json", "git:HEAD:./budgets.baseline.json"]
    {
        let outcome = check(&project, &["--baseline", source]);
        outcome.expect(0, &[]);
        let said = unwrapped(&outcome.stdout);
        assert!(said.contains(&format!("compared with {source}: of the files 23 are in both")), "{said}");
    }
    page(&project, "dist", 20_000);
    check(&project, &["--baseline", "git:main:budgets.baseline.json"]).expect(1, &[]);
    // A file that is not in the commit is that of a first run.
    let outcome = check(&project, &["--baseline", "git:main:first.json"]);
    outcome.expect(0, &[]);
    assert!(
        unwrapped(&outcome.stdout).contains("git:main:first.json is not there yet"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn what_git_cannot_give_is_told_with_the_next_step() {
    let project = repository();
    let cases: [(&str, &[&str]); 6] = [
        (
            "git:origin/main:a.json",
            &["git says: Not a valid object name origin/main", "git fetch --depth=1 origin"],
        ),
        ("git:HEAD~9:a.json", &["git says: ", "git fetch --depth=1"]),
        ("git:HEAD:web", &["it is a tree, not a file"]),
        ("git:HEAD:../../a.json", &["outside repository"]),
        ("git:--output=x:a.json", &["no branch, tag or commit is called"]),
        ("git:main", &["git:REF:PATH"]),
    ];
    for (source, expected) in cases {
        check(&project, &["--baseline", source]).expect(2, expected);
    }
    assert!(!project.path("x").exists());
    let alone = shop("");
    fs::remove_dir_all(alone.path(".git")).expect("it can be removed");
    check(&alone, &["--baseline", "git:main:a.json"]).expect(2, &["git says: not a git repository"]);
}

#[test]
fn a_baseline_comes_from_stdin() {
    let project = shop("");
    update(&project);
    let mut command = project.command(&["check", "--no-encode", "--baseline", "-"]);
    let file = fs::File::open(project.path(FILE)).expect("it is there");
    let outcome = Outcome::from(command.stdin(file).output().expect("the binary runs"));
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("compared with stdin"), "{}", outcome.stdout);
    check(&project, &["--baseline", "-"]).expect(2, &["the baseline `stdin` ends in the middle"]);
}

#[test]
fn the_hook_judges_growth_by_it() {
    let project = shop(r#"{ "name": "All", "growth": { "raw": "1 kB" } }"#);
    fs::remove_dir_all(project.path(".git")).expect("it can be removed");
    git(&project, &["init", "--quiet"]);
    update(&project);
    project.run(&["hook", "run"]).expect(0, &[]);
    let bytes = "x".repeat(5000);
    project.write("dist/assets/big.js", format!("console.log('{bytes}')"));
    project.run(&["hook", "run"]).expect(1, &["\"All\" grew"]);
    fs::remove_file(project.path(FILE)).expect("it can be removed");
    project.run(&["hook", "run"]).expect(0, &[]);
}

#[test]
fn drift_is_judged_against_the_anchor_and_growth_against_the_baseline() {
    let project = Project::new();
    page(&project, "dist", 10_000);
    set(
        &project,
        r#"{ "name": "Script", "type": "script", "growth": { "raw": "5 %" }, "drift": { "raw": "10 %", "count": 0 } },
           { "name": "Each", "type": "script", "per": "file", "drift": { "raw": "2 kB" } }"#,
    );
    let skipped = project.report(&["--no-encode"]);
    let reasons: Vec<&Value> =
        skipped["budgets"].as_array().expect("rows").iter().map(|row| &row["reason"]).collect();
    assert_eq!(
        reasons,
        [
            &json!("not judged: no baseline given"),
            &json!("not judged: no anchor given"),
            &json!("not judged: no anchor given"),
            &json!("not judged: no anchor given")
        ]
    );
    project.run(&["update", "--anchor"]).expect(0, &[]);
    assert!(!project.path(FILE).exists());
    let anchor = project.read("budgets.anchor.json");
    // Three times within the limit on growth, and then beyond that on drift.
    for (bytes, status) in [(10_400, 0), (10_900, 0), (11_000, 0), (11_011, 1)] {
        update(&project);
        page(&project, "dist", bytes);
        let outcome = check(
            &project,
            &[
                "--report",
                "json=now.json",
                "--report",
                "markdown=now.md",
                "--report",
                "junit=now.xml",
                "--report",
                "openmetrics=now.txt",
            ],
        );
        outcome.expect(status, &[]);
        let said = unwrapped(&outcome.stdout);
        assert!(said.contains("anchor budgets.anchor.json: "), "{said}");
    }
    assert_eq!(project.read("budgets.anchor.json"), anchor);
    let report: Value = serde_json::from_str(&project.read("now.json")).expect("it is JSON");
    let rows: Vec<Value> = report["budgets"].as_array().expect("rows").clone();
    let told: Vec<_> =
        rows.iter().map(|row| (&row["since"], &row["before"], &row["growthMax"], &row["status"])).collect();
    assert_eq!(
        told,
        [
            (&json!("baseline"), &json!(11_000), &json!(11_550), &json!("pass")),
            (&json!("anchor"), &json!(10_000), &json!(11_000), &json!("fail")),
            (&json!("anchor"), &json!(1), &json!(1), &json!("pass")),
            (&json!("anchor"), &json!(10_000), &json!(12_000), &json!("pass")),
        ]
    );
    assert_eq!(report["anchor"]["file"], "budgets.anchor.json");
    assert_eq!(report["anchor"]["growth"]["raw"], 1_011);
    let breach = &report["breaches"][0];
    assert_eq!(
        (&breach["bound"], &breach["message"]),
        (&json!("drift"), &json!("\"Script\" grew 11 B over its limit since the anchor"))
    );
    assert!(
        breach["help"].as_str().is_some_and(|help| help.contains("weighbridge update --anchor")),
        "{breach}"
    );
    assert!(project.read("now.md").contains("since the anchor"), "{}", project.read("now.md"));
    assert!(project.read("now.xml").contains("raw drift"), "{}", project.read("now.xml"));
    assert!(project.read("now.txt").contains("bound=\"drift\""), "{}", project.read("now.txt"));
    let outcome = check(&project, &["--no-baseline"]);
    outcome.expect(0, &[]);
    check(&project, &["--anchor", "no.json"]).expect(0, &[]);
    check(&project, &["--anchor", "-", "--baseline", "-"]).expect(2, &["cannot both come from stdin"]);
}
