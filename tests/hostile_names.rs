//! Names from the build are data: none becomes markup, a workflow command or an escape sequence of the terminal.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::path::Path;

use regex::Regex;
use serde_json::Value;
use weighbridge::report::text;

#[test]
fn the_report_for_people_shows_names_that_do_nothing() {
    let outcome = support::hostile::project().run(&["check"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let does_something = |character: char| character != '\n' && text::is_unsafe(character);
    assert!(!outcome.stdout.contains(does_something), "{:?}", outcome.stdout);
    assert!(outcome.stdout.contains(r"::error::x\n::error::y \u{1b}[31m \u{202e}"), "{}", outcome.stdout);
}

#[test]
fn no_line_for_people_is_a_command_of_a_ci_log() {
    let project = support::hostile::project();
    for columns in ["40", "80", "200"] {
        for arguments in [&["check"][..], &["check", "--quiet"], &["why", "dist", "lazy-1.js"]] {
            let mut command = project.command(arguments);
            command.env("COLUMNS", columns).env("GITHUB_ACTIONS", "true");
            let outcome = support::Outcome::from(command.output().expect("the binary runs"));
            for line in outcome.stdout.lines().chain(outcome.stderr.lines()) {
                assert!(!support::commands::acts(line), "{arguments:?} in {columns} columns: {line:?}");
            }
        }
    }
}

#[test]
fn markdown_shows_names_as_code_and_nothing_else_of_them() {
    let project = support::hostile::project();
    let outcome = project.run(&["check", "--report", "markdown"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let page = support::gfm::read(&outcome.stdout);
    page.expect_harmless();
    for name in support::hostile::NAMES {
        let shown = text::printable(name);
        assert!(page.codes.iter().any(|code| code.contains(&*shown)), "{shown} in {:#?}", page.codes);
    }
}

#[test]
fn workflow_commands_hold_names_and_names_hold_no_commands() {
    let project = support::hostile::project();
    let outcome = project.run(&["check", "--report", "github"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let all = support::commands::read(&outcome.stdout);
    assert!(all.len() <= 21 && all.iter().any(|told| told.command == "error"), "{all:#?}");
    for told in &all {
        assert!(matches!(told.command.as_str(), "error" | "warning" | "notice"), "{told:?}");
        let names: Vec<&str> = told.properties.keys().map(String::as_str).collect();
        assert!(names.iter().all(|name| ["file", "line", "col", "title"].contains(name)), "{names:?}");
        // The log shows the message line by line.
        let lines = || told.message.lines().chain(told.properties.values().map(String::as_str));
        assert!(
            !lines().any(|line| support::commands::acts(line) || line.contains(text::is_unsafe)),
            "{told:?}"
        );
    }
}

#[test]
fn a_badge_holds_no_name() {
    let outcome = support::hostile::project().run(&["check", "--report", "badge"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let allowed = |c: char| c == '\n' || c == '·' || (' '..='~').contains(&c);
    assert!(outcome.stdout.chars().all(allowed), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("script") && !outcome.stdout.contains(".js"), "{}", outcome.stdout);
}

/// What `check` writes of the hostile build in a format.
#[track_caller]
fn written(format: &str) -> String {
    let project = support::hostile::project();
    let outcome = project.run(&["check", "--no-cache", &format!("--report={format}=out/report")]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    project.read("out/report")
}

/// Every text in a JSON document that is shown to people.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn sarif_has_names_as_uris_and_as_messages_without_links_or_placeholders() {
    let sarif: Value = serde_json::from_str(&written("sarif")).expect("it is JSON");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/sarif-2.1.0.json");
    let schema = fs::read_to_string(schema).expect("the schema is there");
    let schema = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::options().build(&schema).expect("it is a schema");
    assert!(validator.is_valid(&sarif), "{:?}", validator.iter_errors(&sarif).next());

    let uri = Regex::new(r"^[A-Za-z0-9._~/-]([A-Za-z0-9._~/-]|%[0-9A-F]{2})*$").expect("it is a pattern");
    let link = Regex::new(r"(^|[^\\])\[[^\]]*[^\\]\]\(").expect("it is a pattern");
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    assert!(results.len() > support::hostile::NAMES.len(), "{} results", results.len());
    for result in results {
        let message = result["message"]["text"].as_str().expect("a text");
        assert!(!message.contains(text::is_unsafe), "{message:?}");
        assert!(!link.is_match(message), "{message}");
        let bare = message.replace("{{", "").replace("}}", "");
        assert!(!bare.contains(['{', '}']), "{message}");
        let location = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let location = location.as_str().expect("a text");
        assert!(uri.is_match(location), "{location}");
    }
    for note in texts(&sarif["runs"][0]["invocations"]) {
        assert!(!note.contains(text::is_unsafe), "{note:?}");
    }
}

#[test]
fn junit_has_no_tag_that_a_name_brought() {
    let xml = written("junit");
    let ours = Regex::new(
        r"^</?(testsuites|testsuite|testcase|failure|skipped|system-out|system-err)[ />]|^<\?xml ",
    )
    .expect("it is a pattern");
    for (place, _) in xml.match_indices('<') {
        assert!(ours.is_match(&xml[place..]), "{}", &xml[place..].lines().next().unwrap_or_default());
    }
    let does_something = |character: char| character != '\n' && text::is_unsafe(character);
    assert!(!xml.contains(does_something) && !xml.contains("]]>"));
    assert!(!xml.lines().any(|line| line.starts_with("::") || line.starts_with("##")), "{xml}");
    assert!(xml.contains("&lt;script&gt;alert(1)"), "{xml}");
}

#[test]
fn openmetrics_has_only_lines_of_the_format() {
    let metrics = written("openmetrics");
    let sample =
        Regex::new(r#"^weighbridge_[a-z_]+(\{([a-z_]+="([^"\\]|\\[\\"n])*",?)*\})? [0-9]+(\.[0-9]+)?$"#)
            .expect("it is a pattern");
    let comment = Regex::new(r"^# ((HELP|TYPE|UNIT) weighbridge_[a-z_]+ .+|EOF)$").expect("it is a pattern");
    for line in metrics.lines() {
        assert!(sample.is_match(line) || comment.is_match(line), "{line:?}");
        assert!(!line.contains(text::is_unsafe), "{line:?}");
    }
    assert!(metrics.contains(r#"label=\"x\",le=\"y\" 1 #.js"#), "{metrics}");
    assert!(metrics.contains(r"<script>alert(1)</script> ::error::x\\n::error::y \\u{1b}[31m"), "{metrics}");
}

#[test]
fn issues_for_gitlab_show_names_that_do_nothing() {
    let issues: Value = serde_json::from_str(&written("codeclimate")).expect("it is JSON");
    assert!(issues.as_array().is_some_and(|issues| !issues.is_empty()));
    for shown in texts(&issues) {
        assert!(!shown.contains(text::is_unsafe), "{shown:?}");
    }
}

#[test]
fn rows_for_size_limit_have_names_that_break_no_table_line() {
    let rows: Value = serde_json::from_str(&written("size-limit")).expect("it is JSON");
    let names = texts(&rows);
    assert!(names.iter().any(|name| name.contains(r"::error::x\n::error::y \u{1b}[31m")), "{names:?}");
    for name in names {
        assert!(!name.contains(text::is_unsafe), "{name:?}");
    }
}

/// The tags of the HTML report's template and of its renderer.
const TAGS: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "meta",
    "title",
    "link",
    "style",
    "body",
    "a",
    "header",
    "h1",
    "div",
    "nav",
    "main",
    "section",
    "p",
    "h2",
    "span",
    "code",
    "ol",
    "li",
    "details",
    "summary",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "noscript",
    "footer",
    "br",
];

#[test]
fn the_page_has_no_element_and_no_script_that_a_name_made() {
    let project = support::hostile::project();
    let outcome = project.run(&["check", "--report", "html=out.html"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let page = project.read("out.html");
    assert!(!page.contains(|character: char| character != '\n' && text::is_unsafe(character)));
    let (before, rest) = page.split_once("<script type=\"application/json\" id=\"data\">").expect("data");
    let (data, script) = rest.split_once("</script>").expect("the data ends");
    assert!(
        !data.contains('<') && script.trim_start().starts_with("<script type=\"module\" nonce=\""),
        "{script:.80}"
    );
    let data: Value = serde_json::from_str(data).expect("the data is whole");
    let assets = data["projects"][0]["assets"].as_array().expect("assets");
    for name in support::hostile::NAMES {
        let name = text::printable(name);
        let is_named =
            assets.iter().any(|asset| asset[0].as_str().is_some_and(|path| path.starts_with(&*name)));
        assert!(is_named, "{name}");
    }
    let (head, body) = before.split_once("</style>").expect("a style");
    let head = head.split_once("<style").expect("a style").0;
    for tag in head.split('<').skip(1).chain(body.split('<').skip(1)) {
        let name = tag.trim_start_matches('/');
        let is_ours = TAGS
            .iter()
            .any(|known| name.strip_prefix(known).is_some_and(|rest| rest.starts_with([' ', '>', '\n'])));
        assert!(is_ours, "<{tag:.60}");
        let inside = name.split('>').next().unwrap_or_default();
        for attribute in [" on", "style=", "src=", "javascript:"] {
            assert!(!inside.contains(attribute), "<{tag:.60}");
        }
    }
    assert_eq!(
        body.matches("alert(1)").count(),
        body.matches("alert(1)&").count() + body.matches("alert(1))").count()
    );
}
