//! Fonts and what a page waits for: formats, `font-display`, preloads, scripts in the head.

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

/// A page with one stylesheet and the fonts that it may name.
fn page(css: &str) -> Project {
    // Text that Brotli makes smaller than gzip does.
    let font = (0..2_000_u32).map(|number| format!("glyf {} ", number * number)).collect::<Vec<_>>().concat();
    Project::new()
        .file("dist/index.html", "<!doctype html><link rel=stylesheet href=/app.css><p>text")
        .file("dist/app.css", css)
        .file("dist/f.woff2", "wOF2")
        .file("dist/f.woff", "wOFF")
        .file("dist/f.ttf", &font)
}

/// The findings of one check.
fn findings(project: &Project, check: &str) -> Vec<Value> {
    let checks = json!({ "checks": { (check): "warn" } });
    project.write("budgets.json", checks.to_string());
    let report = project.report(&[]);
    let all = report["findings"].as_array().expect("findings are a list");
    all.iter().filter(|finding| finding["check"] == check).cloned().collect()
}

/// The messages of one check.
#[track_caller]
fn check(project: &Project, check: &str, expected: &[&str]) {
    let found = findings(project, check);
    let messages: Vec<&str> = found.iter().filter_map(|finding| finding["message"].as_str()).collect();
    assert_eq!(messages, expected);
}

#[track_caller]
fn check_format(src: &str, expected: &[&str]) {
    check(&page(&format!("@font-face{{font-family:F;{src}}}")), "legacy-font-format", expected);
}

#[test]
fn a_font_without_woff2_is_told_of() {
    check_format("src:url(f.woff)", &["offers the family F without WOFF2: f.woff"]);
    check_format(
        "src:url(f.eot);src:url(f.eot?#iefix)format('embedded-opentype'),url(f.woff)format('woff'),url(f.svg)format('svg')",
        &["offers the family F without WOFF2: f.woff"],
    );
    check_format("src:local(F),url(f.woff?v=1)", &["offers the family F without WOFF2: f.woff"]);
}

#[test]
fn what_a_ttf_would_save_is_an_estimate_that_is_never_too_much() {
    let project = page("@font-face{font-family:F;src:url(f.ttf)}");
    let found = findings(&project, "legacy-font-format");
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    let report = project.report(&[]);
    let assets = report["assets"].as_array().expect("assets are a list");
    let font = assets.iter().find(|asset| asset["path"] == "f.ttf").expect("the font is there");
    let size = |name: &str| font[name].as_u64().expect("it is measured");
    assert_eq!(finding["waste"].as_u64(), Some(size("gzip") - size("brotli")));
    assert!(
        finding["message"].as_str().is_some_and(|message| message.contains("(an estimate)")),
        "{finding}"
    );
}

#[test]
fn a_font_with_woff2_or_of_an_unknown_format_is_left_alone() {
    check_format("src:url(f.woff2)format('woff2'),url(f.woff)", &[]);
    check_format("src:url(f.woff),url(f.woff2)", &[]);
    check_format("src:url(f)format('woff2-variations'),url(f.ttf)", &[]);
    check_format("src:url(/font?id=3),url(f.ttf)", &[]);
    check_format("src:url(data:font/woff2;base64,AA==),url(f.ttf)", &[]);
    check_format("src:url(f.eot),url(f.svg)", &[]);
    check_format("src:local(F)", &[]);
    // Not in the build.
    check_format("src:url(https://fonts.test/g.ttf)", &[]);
    // Two rules for one font: browsers take the later.
    check_format("src:url(f.ttf)}@font-face{font-family:F;src:url(f.woff2)", &[]);
}

#[test]
fn fonts_of_one_stylesheet_are_one_finding() {
    check(
        &page("@font-face{font-family:A;src:url(f.woff)}@font-face{font-family:B;src:url(f.woff)}"),
        "legacy-font-format",
        &["offers the families A and B without WOFF2: f.woff"],
    );
}

#[track_caller]
fn check_display(css: &str, expected: &[&str]) {
    check(&page(css), "missing-font-display", expected);
}

#[test]
fn a_font_without_font_display_is_told_of() {
    check_display(
        "@font-face{font-family:A;src:url(f.woff2)}@font-face{font-family:B;font-display:auto;src:url(f.woff2)}",
        &["2 @font-face rules without font-display, of the families A and B"],
    );
    let faces: String = ["A", "B", "C", "D"]
        .map(|family| format!("@font-face{{font-family:{family};src:url(f.woff2)}}"))
        .concat();
    check_display(&faces, &["4 @font-face rules without font-display, of the families A, B and 2 more"]);
}

#[test]
fn a_font_with_font_display_or_without_a_file_is_left_alone() {
    for display in ["swap", "BLOCK", "fallback", "optional"] {
        check_display(&format!("@font-face{{font-family:A;src:url(f.woff2);font-display:{display}}}"), &[]);
    }
    check_display("@font-face{font-family:A;src:local(Arial)}", &[]);
    check_display("@font-face{font-family:A;src:url(data:font/woff2;base64,AA==)}", &[]);
    check_display("a{src:url(f.woff2)}", &[]);
}

#[test]
fn fonts_of_style_elements_are_told_of_once_for_all_pages_with_them() {
    let html = "<style>@font-face{font-family:A;src:url(f.woff2)}</style>";
    let project = page("").file("dist/a.html", html).file("dist/b.html", html);
    let found = findings(&project, "missing-font-display");
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((finding["asset"].as_str(), finding["column"].as_u64()), (Some("a.html"), Some(8)));
}

#[test]
fn google_fonts_without_display_are_told_of() {
    let link = |url: &str| page("").file("dist/g.html", format!("<link rel=stylesheet href=\"{url}\">"));
    let google = "https://fonts.googleapis.com/css2?family=Open+Sans:wght@400&amp;family=Lato";
    check(
        &link(google),
        "missing-font-display",
        &["asks Google Fonts for the families Lato and Open Sans without display="],
    );
    check(
        &link("//fonts.googleapis.com/css?family=A|B:400"),
        "missing-font-display",
        &["asks Google Fonts for the families A and B without display="],
    );
    for url in [
        &format!("{google}&amp;display=swap"),
        "https://fonts.googleapis.com/css2?family={{ font }}",
        "https://fonts.googleapis.com/icon?family=Icons",
        "https://fonts.test/css2?family=A",
    ] {
        check(&link(url), "missing-font-display", &[]);
    }
    check_display(
        "@import url(https://fonts.googleapis.com/css?family=Lato);",
        &["asks Google Fonts for the family Lato without display="],
    );
}

#[test]
fn a_rule_without_its_end_is_read_as_browsers_do() {
    check_display(
        "@font-face{font-family:A;src:url(f.woff2)",
        &["1 @font-face rule without font-display, of the family A"],
    );
    check_display("@font-face{font-family:A;src:url(f.woff2) .a{color:red}", &[]);
    check_display("@font-face", &[]);
    check_display(&"@font-face{".repeat(20_000), &[]);
}

const PAGE_FONT: &str =
    "@font-face{font-family:F;font-display:swap;src:url(f.woff2)}body{font-family:F,serif}";

#[track_caller]
fn check_preload(css: &str, expected: &[&str]) {
    check(&page(css), "missing-preload", expected);
}

#[test]
fn the_font_of_a_whole_page_is_to_be_preloaded() {
    let message = "is set in F, and asks for f.woff2 only when app.css has come";
    check_preload(PAGE_FONT, &[message]);
    check_preload("@font-face{font-family:F;src:url(f.woff2)}html{font:1rem/1.5 f}", &[message]);
}

#[test]
fn a_font_that_is_preloaded_or_perhaps_not_used_is_left_alone() {
    let hint =
        "<link rel=preload as=font crossorigin href=/f.woff2><link rel=stylesheet href=/app.css><p>text";
    let project = page(PAGE_FONT);
    project.write("dist/index.html", hint);
    check(&project, "missing-preload", &[]);
    let face =
        |more: &str| format!("@font-face{{font-family:F;src:url(f.woff2);{more}}}body{{font-family:F}}");
    check_preload(&face("unicode-range:U+0-FF"), &[]);
    check_preload(&face("font-display:optional"), &[]);
    check_preload(&face("font-weight:700"), &[]);
    check_preload(&face("font-style:italic"), &[]);
    check_preload(&format!("{PAGE_FONT}html{{font-family:G}}"), &[]);
    check_preload(&format!("{PAGE_FONT}:root{{font-family:var(--f)}}"), &[]);
    check_preload(&format!("@media print{{{PAGE_FONT}}}"), &[]);
    check_preload("@font-face{font-family:F;src:url(f.woff2)}.a{font-family:F}", &[]);
    check_preload("@font-face{font-family:F;src:local(F),url(f.woff2)}body{font-family:F}", &[]);
}

#[test]
fn a_missing_preload_is_told_of_only_where_a_budget_file_asks() {
    let report = page(PAGE_FONT).report(&["--no-config"]);
    assert_eq!(report["findings"], json!([]));
}

fn with_head(html: &str) -> Project {
    Project::new().file("dist/index.html", html).file("dist/a.js", "f()").file("dist/b.js", "g()")
}

#[test]
fn scripts_in_the_head_block() {
    let project = with_head("<title>x</title><script src=/a.js></script><script src=b.js></script><p>text");
    let found = findings(&project, "render-blocking-script");
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    let message = finding["message"].as_str().unwrap_or_default();
    assert!(
        message.starts_with("waits in its head for 2 scripts (") && message.ends_with(": a.js and b.js"),
        "{message}"
    );
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(1), Some(17)));
    check(
        &with_head(
            "<head><script src=https://cdn.test/x.js></script></head><script src=a.js async></script>",
        ),
        "render-blocking-script",
        &["waits in its head for 1 script: https://cdn.test/x.js"],
    );
}

#[test]
fn scripts_that_block_nothing_are_left_alone() {
    for html in [
        "<script src=a.js defer></script>",
        "<script src=a.js async></script>",
        "<script src=a.js type=module></script>",
        "<script src=a.js nomodule></script>",
        "<head></head><body><script src=a.js></script>",
        "<div></div><script src=a.js></script>",
        "<script>f()</script>",
        "<noscript><script src=a.js></script></noscript>",
        "<script type=text/template src=a.js></script>",
        // A server may fill them in.
        "<script src=/env.js></script>",
        "<script src={{cdn}}/x.js></script>",
    ] {
        check(&with_head(html), "render-blocking-script", &[]);
    }
}

#[test]
fn pages_with_one_head_have_one_finding() {
    let project = with_head("<script src=/a.js></script>");
    project.write("dist/about.html", "<title>About</title><script src=/a.js></script>");
    let found = findings(&project, "render-blocking-script");
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(finding["asset"], "about.html");
    assert!(
        finding["message"]
            .as_str()
            .is_some_and(|message| message.ends_with(": a.js, and so does 1 other page"))
    );
}

#[test]
fn stylesheets_that_were_not_minified_are_told_of_by_the_check_of_all_texts() {
    let rule = |number: u32| {
        format!(".rule-{number} {{\n    /* number {number} of many */\n    color: #{number:06};\n}}\n\n")
    };
    let css: String = (0..3_000).map(rule).collect();
    let found = findings(&page(&css), "unminified-asset");
    assert_eq!(found.iter().map(|finding| &finding["asset"]).collect::<Vec<_>>(), ["app.css"]);
    let rules = (0..3_000).map(|number| format!(".rule-{number}{{color:#{number:06}}}"));
    check(&page(&rules.collect::<Vec<_>>().concat()), "unminified-asset", &[]);
}
