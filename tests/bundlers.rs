//! Which tools made a build: what is recognised, and what is left alone, in the report of the real binary.

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

/// The tools that a build of these files was made by: name, version, evidence.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[(&str, Option<&str>, &str)]) {
    let project = Project::new();
    for (path, text) in files {
        project.write(&format!("dist/{path}"), text);
    }
    let report = project.report(&["--no-config"]);
    let expected: Vec<Value> = expected
        .iter()
        .map(|(name, version, evidence)| json!({ "name": name, "version": version, "evidence": evidence }))
        .collect();
    assert_eq!(report["build"]["bundlers"], Value::Array(expected), "{files:?}");
}

#[test]
fn webpack_and_rspack_are_told_apart_by_more_than_the_list_of_chunks() {
    let chunk = ("1.js", "(self.webpackChunka=self.webpackChunka||[]).push([[1],{}])");
    check(&[chunk], &[]);
    check(
        &[chunk, ("main.js", "s.setAttribute(\"data-webpack\",u)")],
        &[("webpack", Some("5"), "data-webpack in main.js")],
    );
    check(
        &[chunk, ("main.js", "r.ruid=\"bundler=rspack@1.7.12\"")],
        &[("rspack", Some("1.7.12"), "bundler=rspack@… in main.js")],
    );
}

#[test]
fn a_framework_stands_before_what_it_runs() {
    check(
        &[
            ("_next/static/a.js", "window.next={version:\"16.4.6\",appDir:!0}"),
            ("_next/static/b.js", "(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([1])"),
        ],
        &[
            ("next", Some("16.4.6"), "window.next={version:…} in _next/static/a.js"),
            ("turbopack", None, "globalThis.TURBOPACK.push in _next/static/b.js"),
        ],
    );
}

#[test]
fn a_library_that_another_tool_bundled_does_not_make_that_tool_the_bundler() {
    check(&[("app.js", "throw Error('Dynamic require of \"'+a+'\" is not supported')")], &[]);
    check(&[("app.js", "'https://rolldown.rs/in-depth/bundling-cjs#require'")], &[]);
}

#[test]
fn code_that_a_page_shows_is_no_mark() {
    check(&[("index.html", "<pre>const __vite__mapDeps=1; s.setAttribute(\"data-webpack\")</pre>")], &[]);
}
