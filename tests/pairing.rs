//! Which files of two builds are one where names say little: beside the file of `update`, which has neither hashes nor
//! contents, and where a hash reads as a word; and what other hashes compress to.

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

fn set(project: &Project, budgets: &str) {
    let compression = r#""compression": { "gzip": 6, "brotli": 0 }"#;
    let text = format!(r#"{{ "build": "dist", {compression}, "budgets": [{budgets}] }}"#);
    project.write("budgets.json", text);
}

/// Keeps what is there in both ways, and takes it away.
fn keep(project: &Project) {
    project.run(&["update"]).expect(0, &[]);
    let outcome = project.run(&["check", "--no-encode", "--no-baseline", "--report", "json=full.json"]);
    assert!(matches!(outcome.status, 0 | 1), "{}", outcome.stderr);
    fs::remove_dir_all(project.path("dist")).expect("it can be removed");
}

/// The comparison with the file of `update`, and that with the whole report.
fn compared(project: &Project) -> [Value; 2] {
    [project.report(&["--no-encode"]), project.report(&["--no-encode", "--baseline", "full.json"])]
}

/// Which bytes on disk became which.
fn bytes(report: &Value) -> Vec<(u64, u64)> {
    let changed = report["baseline"]["changed"].as_array().expect("it is an array");
    let raw = |sizes: &Value| sizes["raw"].as_u64().expect("it is a number");
    let mut bytes: Vec<_> = changed.iter().map(|one| (raw(&one["before"]), raw(&one["after"]))).collect();
    bytes.sort_unstable();
    bytes
}

#[track_caller]
fn all_are_paired(report: &Value) {
    let baseline = &report["baseline"];
    assert_eq!((&baseline["added"], &baseline["removed"]), (&json!([]), &json!([])));
    assert_eq!(baseline["pairs"], report["totals"]["all"]["files"]);
}

fn script(bytes: usize) -> String {
    format!("console.log('{}')", "x".repeat(bytes - 15))
}

#[test]
fn namesakes_pair_by_their_packages_before_their_sizes() {
    let project = Project::new();
    let chunk = |name: &str, package: &str, bytes: usize| {
        let source = format!("../node_modules/{package}/index.js");
        let map = json!({ "version": 3, "sources": [source], "mappings": "AAAA" });
        let comment = format!("\n//# sourceMappingURL={name}.js.map");
        project.write(&format!("dist/{name}.js"), script(bytes - comment.len()) + &comment);
        project.write(&format!("dist/{name}.js.map"), map.to_string());
    };
    set(&project, "");
    chunk("c-AAaa1111", "moment", 3_000);
    chunk("c-BBbb2222", "lodash", 3_100);
    project.run(&["update"]).expect(0, &[]);
    fs::remove_dir_all(project.path("dist")).expect("it can be removed");
    chunk("c-CCcc3333", "lodash", 3_010);
    chunk("c-DDdd4444", "moment", 3_090);
    let report = project.report(&["--no-encode"]);
    all_are_paired(&report);
    assert_eq!(bytes(&report), [(3_000, 3_090), (3_100, 3_010)]);
}

#[test]
fn namesakes_without_anything_else_pair_by_the_nearest_sizes() {
    let project = Project::new();
    set(&project, r#"{ "name": "C", "per": "file", "growth": { "raw": "1 %" } }"#);
    for (name, bytes) in [("AAaa1111", 3_000), ("BBbb2222", 1_000), ("CCcc3333", 2_000)] {
        project.write(&format!("dist/c-{name}.js"), script(bytes));
    }
    keep(&project);
    for (name, bytes) in [("DDdd4444", 1_010), ("EEee5555", 2_010), ("FFff6666", 3_010)] {
        project.write(&format!("dist/c-{name}.js"), script(bytes));
    }
    for report in compared(&project) {
        all_are_paired(&report);
        assert_eq!(bytes(&report), [(1_000, 1_010), (2_000, 2_010), (3_000, 3_010)]);
        assert_eq!(report["verdict"], "pass");
    }
}

#[test]
fn a_hash_that_reads_as_a_word_is_one_where_files_have_such() {
    let project = Project::new();
    set(&project, r#"{ "name": "C", "per": "file", "growth": { "raw": "0 B" } }"#);
    let write = |names: &[&str]| {
        for (place, name) in names.iter().enumerate() {
            let text = format!("export const place='{}'", "y".repeat(1_000 + 400 * place));
            project.write(&format!("dist/{name}.js"), text);
        }
    };
    // Turbopack's, and one behind the hash of a package's own.
    write(&[
        "n/2a-3bcdo7zkkf",
        "n/1rq-ci4a8vojr",
        "n/0jx_p8s4d27jz",
        "n/1uab_4e684uyn",
        "n/1nz_qnxf-spg7",
        "v/a.AAaa1111",
        "v/b.BBbb2222",
        "v/c.CCcc3333",
        "v/chunk-ZCHMQSOR.DDdd4444",
    ]);
    keep(&project);
    write(&[
        "n/3d-spg_qnxf-z",
        "n/2rq-ci4a8vojr",
        "n/1jx_p8s4d27jz",
        "n/2uab_4e684uyn",
        "n/2nz0q7xf-spgx",
        "v/a.EEaa1111",
        "v/b.FFbb2222",
        "v/c.GGcc3333",
        "v/chunk-ZCHMQSOR.rkmghzem",
    ]);
    for report in compared(&project) {
        all_are_paired(&report);
        assert_eq!(report["verdict"], "pass", "{}", report["budgets"]);
    }
}

/// A list of files with hashes that look random.
fn list(salt: u64) -> String {
    let hash = |number: u64| {
        let mixed = (number + 1 + salt * 100_000).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        format!("{:08x}", (mixed ^ (mixed >> 32)) & 0xffff_ffff)
    };
    let rows: Vec<String> = (0..1_500).map(|number| format!("m[{number}]='{}';", hash(number))).collect();
    rows.concat()
}

#[test]
fn what_other_hashes_compress_to_is_no_growth() {
    let project = Project::new();
    let limits = r#""growth": { "raw": "0 B", "gzip": "0 %", "brotli": "0 B" }"#;
    set(
        &project,
        &format!(r#"{{ "name": "Each", "per": "file", {limits} }}, {{ "name": "All", {limits} }}"#),
    );
    let write =
        |text: String| project.write("dist/index.html", format!("<title>a</title><script>{text}</script>"));
    write(list(3));
    keep(&project);
    // Of several builds those that compress to more than the dead band allows.
    let mut larger = 0;
    for salt in 4..8 {
        write(list(salt));
        for report in compared(&project) {
            let growth = &report["baseline"]["growth"];
            assert_eq!(growth["raw"], 0);
            larger += i32::from(growth["gzip"].as_i64().expect("it is a number") > 10);
            assert_eq!(report["verdict"], "pass", "{}", report["budgets"]);
            let headline = report["baseline"]["headline"].as_str().expect("it is a text");
            assert!(headline.starts_with("nothing grew"), "{headline}");
        }
    }
    assert!(0 < larger, "{larger}");
    // As many bytes, but what is in them is another thing.
    write("x".repeat(list(0).len()));
    keep(&project);
    write(list(0));
    for report in compared(&project) {
        assert_eq!(report["baseline"]["growth"]["raw"], 0);
        assert_eq!(report["verdict"], "fail");
    }
}
