//! `--baseline FILE`: what is the same in two builds, what grew, and what is no baseline.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::{Project, fixture_names, unwrapped};
use weighbridge::model::hashed_name::hashes;

const QUICK: &str = r#""compression": { "gzip": 6, "brotli": 0 }"#;

fn budgets(project: &Project, budgets: &str) {
    project.write("budgets.json", format!("{{ {QUICK}, \"budgets\": [\n{budgets}\n] }}"));
}

/// The shop, and the report of it as `base.json`.
fn shop() -> Project {
    let project = Project::new().fixture("vite8-shop");
    budgets(&project, "");
    remember(&project);
    project
}

#[track_caller]
fn remember(project: &Project) {
    let outcome = project.run(&["check", "dist", "--no-encode", "--report", "json=base.json"]);
    assert!(matches!(outcome.status, 0 | 1), "{}", outcome.stderr);
}

#[track_caller]
fn against(project: &Project) -> Value {
    project.report(&["--no-encode", "--baseline", "base.json"])
}

/// A script of so many bytes that do not compress much.
fn script(bytes: usize) -> String {
    let noise: String = (0_u64..)
        .map(|number| format!("{:x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        .take(bytes / 8)
        .collect();
    let text = format!("console.log('{noise}");
    format!("{}')", &text[..bytes - 2])
}

/// `dist/index.html` that loads these scripts.
fn page(project: &Project, scripts: &[(&str, usize)]) {
    let _ = fs::remove_dir_all(project.path("dist"));
    let tags: Vec<String> =
        scripts.iter().map(|(path, _)| format!("<script type=module src=/{path}></script>")).collect();
    let tags = tags.concat();
    project.write("dist/index.html", format!("<!doctype html><html lang=en><title>a</title>{tags}"));
    for (path, bytes) in scripts {
        project.write(&format!("dist/{path}"), script(*bytes));
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Other characters of the same kinds: what is a hash stays one.
fn other_hash(hash: &str) -> String {
    let is_hex = hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let turn = |byte: u8, first: u8, count: u8, by: u8| char::from(first + (byte - first + by) % count);
    let letters = if is_hex { 6 } else { 26 };
    let other = hash.bytes().enumerate().map(|(place, byte)| {
        let by = u8::try_from(place % 3).expect("it is small") + 1;
        match byte {
            b'0'..=b'9' => turn(byte, b'0', 10, by),
            b'a'..=b'z' => turn(byte, b'a', letters, by),
            b'A'..=b'Z' => turn(byte, b'A', 26, by),
            _ => char::from(byte),
        }
    });
    other.collect()
}

/// Gives every hashed file another hash of the same length, and says so everywhere.
fn rename_all(project: &Project) -> usize {
    let dist = project.path("dist");
    let all = files(&dist);
    let of_path = |path: &Path| {
        let path = path.strip_prefix(&dist).expect("it is in there").to_str().expect("it is UTF-8");
        hashes(path).map(str::to_owned).collect::<Vec<_>>()
    };
    let hashes: BTreeSet<String> = all.iter().flat_map(|path| of_path(path)).collect();
    let renamed = |text: &str| {
        let renamed = |text: String, hash: &String| text.replace(hash, &other_hash(hash));
        hashes.iter().fold(text.to_owned(), renamed)
    };
    for path in &all {
        if let Ok(text) = fs::read_to_string(path) {
            fs::write(path, renamed(&text)).expect("it can be written");
        }
        let name = path.file_name().and_then(|name| name.to_str()).expect("it has a name");
        fs::rename(path, path.with_file_name(renamed(name))).expect("it can be renamed");
    }
    hashes.len()
}

#[test]
fn a_build_has_not_grown_against_itself() {
    let project = shop();
    budgets(
        &project,
        r#"{ "name": "All", "growth": { "raw": "0 B", "gzip": "0 %", "count": 0 } },
           { "name": "Files", "per": "file", "growth": { "raw": "0 %" } },
           { "name": "Load", "load": "initial", "per": "entry", "growth": { "gzip": "0 B" } },
           { "name": "Lazy", "per": "split-point", "growth": { "brotli": "0 B" } }"#,
    );
    let report = against(&project);
    let baseline = &report["baseline"];
    assert_eq!(baseline["file"], "base.json");
    assert_eq!(baseline["pairs"], report["totals"]["all"]["files"]);
    assert_eq!(baseline["growth"], json!({ "raw": 0, "gzip": 0, "brotli": 0 }));
    for list in ["added", "removed", "changed"] {
        assert_eq!(baseline[list], json!([]), "{list}");
    }
    for row in report["budgets"].as_array().expect("it is an array") {
        assert_eq!(row["status"], "pass", "{row}");
        assert_eq!(row["before"], row["actual"], "{row}");
        assert!(row["growthMax"].is_number(), "{row}");
    }
    let outcome = project.run(&["check", "dist", "--no-encode", "--baseline", "base.json"]);
    outcome.expect(0, &[]);
    let said = unwrapped(&outcome.stdout);
    assert!(
        said.contains("compared with base.json: of the files 23 are in both; as many bytes gzip as before"),
        "{said}"
    );
    assert!(said.contains("no growth"), "{said}");
}

#[test]
fn a_build_with_other_hashes_pairs_whole_and_has_not_grown() {
    let project = shop();
    assert!(5 < rename_all(&project));
    budgets(
        &project,
        r#"{ "name": "Files", "per": "file", "growth": { "raw": "0 %" } },
           { "name": "Load", "load": "initial", "per": "entry", "growth": { "raw": "0 B" } },
           { "name": "Lazy", "per": "split-point", "growth": { "raw": "0 B" } }"#,
    );
    let report = against(&project);
    let baseline = &report["baseline"];
    assert_eq!(baseline["pairs"], report["totals"]["all"]["files"]);
    assert_eq!((&baseline["added"], &baseline["removed"]), (&json!([]), &json!([])));
    assert_eq!(baseline["growth"]["raw"], 0);
    let rows = report["budgets"].as_array().expect("it is an array");
    assert!(rows.iter().all(|row| row["status"] == "pass" && row["before"] == row["actual"]), "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row["name"] == "Lazy").count(), 7);
}

#[test]
fn every_fixture_with_other_hashes_pairs_whole_and_has_not_grown() {
    let mut hashed = 0;
    for name in fixture_names() {
        let project = Project::new().fixture(&name);
        budgets(&project, "");
        remember(&project);
        if rename_all(&project) == 0 {
            continue;
        }
        hashed += 1;
        budgets(&project, r#"{ "name": "Files", "per": "file", "growth": { "raw": "0 B", "gzip": "0 B" } }"#);
        let report = against(&project);
        let baseline = &report["baseline"];
        assert_eq!(baseline["pairs"], report["totals"]["all"]["files"], "{name}");
        assert_eq!((&baseline["added"], &baseline["removed"]), (&json!([]), &json!([])), "{name}");
        for row in report["budgets"].as_array().expect("it is an array") {
            assert_eq!(row["status"], "pass", "{name}: {row}");
        }
        for changed in baseline["changed"].as_array().expect("it is an array") {
            assert_eq!(changed["before"]["raw"], changed["after"]["raw"], "{name}: {changed}");
            assert!(
                ["path", "content"].contains(&changed["by"].as_str().expect("it is a text")),
                "{changed}"
            );
        }
    }
    assert!(15 < hashed, "{hashed}");
}

#[test]
fn growth_over_its_limit_fails_and_equal_growth_passes() {
    let check = |growth: &str, now: usize, status: i64, text: &[&str]| {
        let project = Project::new();
        page(&project, &[("assets/a-AbCd1234.js", 10_000)]);
        budgets(&project, "");
        remember(&project);
        page(&project, &[("assets/a-ZyXw9876.js", now)]);
        budgets(
            &project,
            &format!(r#"{{ "name": "A", "files": "**/*.js", "growth": {{ "raw": {growth} }} }}"#),
        );
        let outcome = project.run(&[
            "check",
            "dist",
            "--no-encode",
            "--baseline",
            "base.json",
            "--report",
            "json=now.json",
        ]);
        assert_eq!(i64::from(outcome.status), status, "{growth} {now}\n{}", outcome.stdout);
        for text in text {
            assert!(unwrapped(&outcome.stdout).contains(text), "{text:?} is not in:\n{}", outcome.stdout);
        }
        serde_json::from_str::<Value>(&project.read("now.json")).expect("it is JSON")
    };
    check("\"1 kB\"", 11_000, 0, &["10 kB → 11 kB", "at the limit"]);
    check("\"5 %\"", 10_500, 0, &[]);
    check("\"5 %\"", 9_000, 0, &["no growth"]);
    let report = check(
        "\"1 kB\"",
        11_001,
        1,
        &[
            "10 kB → 11 kB raw",
            "\"A\" grew 1 B over its limit",
            "10 kB → 11 kB, +1 kB allowed",
            "write the baseline anew",
        ],
    );
    let row = &report["budgets"][0];
    assert_eq!(
        (&row["before"], &row["actual"], &row["growthMax"]),
        (&json!(10_000), &json!(11_001), &json!(11_000))
    );
    assert_eq!((&row["max"], &row["status"]), (&Value::Null, &json!("fail")));
    let breach = &report["breaches"][0];
    assert_eq!(breach["message"], "\"A\" grew 1 B over its limit, above all +1 kB code in assets/a-*.js");
    // Where the growth value stands.
    assert_eq!((&breach["line"], &breach["column"]), (&json!(2), &json!(55)));
    check("\"5 %\"", 10_501, 1, &["grew 1 B over its limit"]);
    // So little is no growth.
    check("\"0 B\"", 10_010, 0, &[]);
    check("\"0 B\"", 10_011, 1, &[]);
}

#[test]
fn what_is_new_counts_in_sums_and_not_against_itself() {
    let project = Project::new();
    page(&project, &[("a.js", 10_000), ("old.js", 2_000)]);
    budgets(&project, "");
    remember(&project);
    page(&project, &[("a.js", 10_000), ("new.js", 5_000)]);
    budgets(
        &project,
        r#"{ "name": "Each", "type": "script", "per": "file", "growth": { "raw": "1 %" } },
           { "name": "All", "type": "script", "growth": { "raw": "1 kB" } },
           { "name": "New", "files": "new.js", "per": "file", "growth": { "raw": "1 kB" } },
           { "name": "Number", "type": "script", "growth": { "count": 0 } }"#,
    );
    let report = against(&project);
    assert_eq!(report["baseline"]["added"], json!(["new.js"]));
    assert_eq!(report["baseline"]["removed"], json!(["old.js"]));
    let row = |name: &str| {
        let rows: Vec<&Value> = report["budgets"]
            .as_array()
            .expect("it is an array")
            .iter()
            .filter(|row| row["name"] == name)
            .collect();
        assert_eq!(rows.len(), 1, "{name}");
        rows[0].clone()
    };
    assert_eq!((&row("Each")["item"], &row("Each")["status"]), (&json!("a.js"), &json!("pass")));
    assert_eq!((&row("All")["before"], &row("All")["actual"]), (&json!(12_000), &json!(15_000)));
    assert_eq!(row("All")["status"], "fail");
    assert_eq!(
        (&row("New")["status"], &row("New")["reason"]),
        (&json!("skipped"), &json!("not judged: nothing of it is in the baseline"))
    );
    assert_eq!(row("Number")["status"], "pass");
}

#[test]
fn two_files_that_strip_to_one_name_stay_two() {
    let project = Project::new();
    page(&project, &[("assets/index-AAaa1111.js", 5_000), ("assets/index-BBbb2222.js", 40_000)]);
    budgets(&project, "");
    remember(&project);
    // The large one comes first now, and both have changed a little.
    page(&project, &[("assets/index-AAzz8888.js", 41_000), ("assets/index-CCyy9999.js", 5_200)]);
    budgets(&project, r#"{ "name": "Each", "type": "script", "per": "file", "growth": { "raw": "10 %" } }"#);
    let report = against(&project);
    assert_eq!(report["verdict"], "pass", "{}", report["budgets"]);
    let was: Vec<_> = report["baseline"]["changed"]
        .as_array()
        .expect("it is an array")
        .iter()
        .map(|changed| (changed["path"].clone(), changed["was"].clone()))
        .filter(|(path, _)| path != "index.html")
        .collect();
    assert_eq!(
        was,
        [
            (json!("assets/index-AAzz8888.js"), json!("assets/index-BBbb2222.js")),
            (json!("assets/index-CCyy9999.js"), json!("assets/index-AAaa1111.js")),
        ]
    );
}

#[test]
fn namesakes_of_quite_other_sizes_are_new_and_gone() {
    let project = Project::new();
    page(&project, &[("c/AAaa1111.js", 5_000), ("c/BBbb2222.js", 40_000)]);
    budgets(&project, "");
    remember(&project);
    page(&project, &[("c/CCcc3333.js", 900_000), ("c/DDdd4444.js", 40_000)]);
    let report = against(&project);
    assert_eq!(report["baseline"]["added"], json!(["c/CCcc3333.js"]));
    assert_eq!(report["baseline"]["removed"], json!(["c/AAaa1111.js"]));
}

#[test]
fn every_row_and_entry_point_has_what_it_was() {
    let project = shop();
    let main = files(&project.path("dist/assets"))
        .into_iter()
        .find(|path| {
            path.file_name().is_some_and(|name| {
                name.to_string_lossy().starts_with("index-") && name.to_string_lossy().ends_with(".js")
            })
        })
        .expect("it has a main chunk");
    let text = fs::read_to_string(&main).expect("it can be read");
    fs::write(&main, format!("{text}\n;{}", script(9_000))).expect("it can be written");
    budgets(
        &project,
        r#"{ "name": "Load", "load": "initial", "per": "entry", "max": { "gzip": "1 kB", "time": "9 s" } }"#,
    );
    let report = against(&project);
    let base: Value = serde_json::from_str(&project.read("base.json")).expect("it is JSON");
    let (now, before) = (&report["entries"][0]["initial"], &base["entries"][0]["initial"]);
    for metric in ["raw", "gzip", "brotli"] {
        assert_eq!(now["before"][metric], before[metric], "{metric}");
        assert!(before[metric].as_u64() < now[metric].as_u64(), "{metric}");
    }
    for row in report["budgets"].as_array().expect("it is an array") {
        assert!(
            row["before"].as_u64().expect("it is known") < row["actual"].as_u64().expect("it is known"),
            "{row}"
        );
    }
    let outcome = project.run(&["check", "dist", "--no-encode", "--baseline", "base.json"]);
    let said = unwrapped(&outcome.stdout);
    assert!(said.contains("gzip since the baseline, "), "{said}");
    assert!(said.contains(" → "), "{said}");
}

#[test]
fn what_a_report_does_not_tell_is_not_judged() {
    let project = shop();
    budgets(
        &project,
        r#"{ "name": "Later", "entry": "index.html", "load": "lazy", "growth": { "gzip": "1 B" } }"#,
    );
    let report = against(&project);
    let row = &report["budgets"][0];
    assert_eq!(row["reason"], "not judged: the baseline does not tell what it was");
    assert_eq!(report["budgets"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_baseline_that_is_not_there_yet_is_no_mistake() {
    let project = shop();
    budgets(&project, r#"{ "name": "All", "growth": { "gzip": "1 B" } }"#);
    let outcome = project.run(&[
        "check",
        "dist",
        "--no-encode",
        "--baseline",
        "first.json",
        "--report",
        "json=now.json",
    ]);
    outcome.expect(0, &[]);
    let said = unwrapped(&outcome.stdout);
    assert!(said.contains("first.json is not there yet; weighbridge update writes one"), "{said}");
    assert!(said.contains("not judged: the baseline is not there yet"), "{said}");
    let report: Value = serde_json::from_str(&project.read("now.json")).expect("it is JSON");
    assert_eq!(report["baseline"], Value::Null);
    assert_eq!(report["budgets"][0]["status"], "skipped");
}

#[test]
fn what_is_no_baseline_is_said_and_nothing_is_compared() {
    let project = shop();
    let base: Value = serde_json::from_str(&project.read("base.json")).expect("it is JSON");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = base.clone();
        change(&mut changed);
        serde_json::to_string_pretty(&changed).expect("it can be written")
    };
    let whole = project.read("base.json");
    let utf_16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(whole.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cases: [(&str, Vec<u8>, &[&str]); 14] = [
        ("nothing", Vec::new(), &["ends in the middle", "line 1"]),
        (
            "half",
            whole.as_bytes()[..whole.len() / 2].to_vec(),
            &["ends in the middle, at line ", "--report json=FILE"],
        ),
        ("text", b"not json".to_vec(), &["is no baseline of weighbridge", "line 1 column"]),
        ("other", b"{ \"assets\": [] }".to_vec(), &["is no baseline of weighbridge", "\"tool\""]),
        ("utf16", utf_16, &["is not UTF-8 text: byte 1", "UTF-16"]),
        (
            "newer",
            with(&|report| {
                report["schemaVersion"] = json!(2);
                report["tool"]["version"] = json!("9.1.0");
                report["assets"] = json!("quite another shape");
            })
            .into_bytes(),
            &["newer format: schemaVersion 2", "update weighbridge to at least 9.1.0"],
        ),
        ("older", with(&|report| report["schemaVersion"] = json!(0)).into_bytes(), &["was never one"]),
        (
            "lacking",
            with(&|report| {
                report.as_object_mut().expect("it is an object").remove("assets");
            })
            .into_bytes(),
            &["missing field `assets`"],
        ),
        (
            "levels",
            with(&|report| report["build"]["compression"]["gzip"] = json!(9)).into_bytes(),
            &["measured with gzip 9 and brotli 0, this build with gzip 6 and brotli 0", "\"compression\""],
        ),
        (
            "edited",
            with(&|report| report["entries"][0]["initial"]["scripts"][0] = json!("no.js")).into_bytes(),
            &["entries[0].initial.scripts[0] names \"no.js\", which is not among the assets"],
        ),
        (
            "twice",
            with(&|report| {
                let first = report["assets"][0].clone();
                report["assets"].as_array_mut().expect("it is an array").push(first);
            })
            .into_bytes(),
            &["contradicts itself: assets[", "again"],
        ),
        (
            "huge",
            with(&|report| report["assets"][0]["raw"] = json!(u64::MAX)).into_bytes(),
            &["is larger than any file"],
        ),
        (
            "content",
            with(&|report| report["assets"][1]["fingerprint"]["content"] = json!("no hex")).into_bytes(),
            &["assets[1].fingerprint.content is not a hash of 32 hex digits"],
        ),
        (
            "words",
            with(&|report| report["assets"][1]["fingerprint"]["words"] = json!("ffffffff00000000"))
                .into_bytes(),
            &["assets[1].fingerprint.words is not a row of hashes"],
        ),
    ];
    for (name, content, texts) in cases {
        project.write("bad.json", content);
        let outcome = project.run(&[
            "check",
            "dist",
            "--no-encode",
            "--baseline",
            "bad.json",
            "--report",
            "json=now.json",
        ]);
        outcome.expect(2, texts).expect(2, &["`bad.json`"]);
        assert_eq!(outcome.stdout, "", "{name}");
        assert!(!project.path("now.json").exists(), "{name}");
    }
    project.run(&["check", "dist", "--baseline", "dist"]).expect(2, &["cannot read the baseline `dist`"]);
}

#[test]
fn the_baseline_of_another_project_is_refused() {
    let project = shop();
    project.write("other/main.js", "console.log(1)");
    let outcome = project.run(&["check", "other", "--baseline", "base.json", "--no-encode"]);
    outcome.expect(2, &["has no file in common with other", "of another project, dist"]);
}

#[test]
fn a_joined_report_has_the_baseline_of_each_project() {
    let project = shop();
    let base: Value = serde_json::from_str(&project.read("base.json")).expect("it is JSON");
    let part = |name: &str, directory: &str| {
        let mut part = base.clone();
        part["project"] = json!(name);
        part["build"]["directory"] = json!(directory);
        part
    };
    let joined = |projects: Vec<Value>| {
        let joined = json!({
            "schemaVersion": 1, "tool": base["tool"], "projects": projects, "verdict": "pass",
        });
        joined.to_string()
    };
    project.write("base.json", joined(vec![part("admin", "admin/dist"), part("shop", "dist")]));
    assert_eq!(against(&project)["baseline"]["directory"], "dist");
    project.write("base.json", joined(vec![part("admin", "admin/dist"), part("blog", "blog/dist")]));
    let outcome = project.run(&["check", "dist", "--no-encode", "--baseline", "base.json"]);
    outcome.expect(2, &["is of admin, blog, not of dist"]);
}

#[test]
fn a_report_with_a_baseline_is_one_itself() {
    let project = shop();
    let run = ["check", "dist", "--no-encode", "--baseline", "base.json", "--report", "json=next.json"];
    project.run(&run).expect(0, &[]);
    let outcome = project.run(&["check", "dist", "--no-encode", "--baseline", "next.json"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("compared with next.json"), "{}", outcome.stdout);
}

#[test]
fn two_runs_say_the_same() {
    let project = shop();
    rename_all(&project);
    assert_eq!(
        against(&project),
        project.report(&["--no-encode", "--baseline", "base.json", "--threads", "1"])
    );
}
