//! Names from the build are data: none becomes markup, a workflow command or an escape sequence of the terminal.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

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
    let data: serde_json::Value = serde_json::from_str(data).expect("the data is whole");
    let assets = data["projects"][0]["assets"].as_array().expect("assets");
    for name in support::hostile::NAMES {
        let name = text::printable(name);
        let is_named =
            assets.iter().any(|asset| asset[0].as_str().is_some_and(|path| path.starts_with(&*name)));
        assert!(is_named, "{name}");
    }
    // What stands in the page as HTML has the tags of the template and of the renderer alone.
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
