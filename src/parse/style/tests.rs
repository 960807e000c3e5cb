//! The tests of the stylesheet parser, apart for the length of the file.

use proptest::prelude::{any, prop, prop_assert, proptest};

use crate::model::script::Minification;
use crate::model::style::StyleUrl;
use crate::parse::style::parse_style;

fn written(urls: &[StyleUrl]) -> Vec<&str> {
    urls.iter().map(|found| found.url.as_str()).collect()
}

#[track_caller]
fn check(text: &str, imports: &[&str], urls: &[&str]) {
    let facts = parse_style(text);
    assert_eq!(written(&facts.imports), imports, "imports of {text}");
    assert_eq!(written(&facts.urls), urls, "urls of {text}");
}

#[test]
fn imports_are_found_in_every_notation() {
    check(r#"@import "a.css";"#, &["a.css"], &[]);
    check("@import 'a.css' screen and (min-width: 1px);", &["a.css"], &[]);
    check("@IMPORT url(a.css) layer(base) supports(display: grid) screen;", &["a.css"], &[]);
    check(r#"@import url( "a.css" ) layer;"#, &["a.css"], &[]);
    check(r#"@import src("a.css");"#, &["a.css"], &[]);
    check("@import/* x */\"a.css\"", &["a.css"], &[]);
    check(r#"@import"a.css";@import"b.css";a{}"#, &["a.css", "b.css"], &[]);
    check(r#"@import "\61 .css";"#, &["a.css"], &[]);
}

#[test]
fn imports_may_follow_charset_layer_statements_and_other_imports() {
    check(
        r#"@charset "utf-8";@layer a,b;@import "a.css";@layer c;@import "b.css";"#,
        &["a.css", "b.css"],
        &[],
    );
    check("\u{feff}@import \"a.css\";", &["a.css"], &[]);
    check("<!-- @import \"a.css\"; -->", &["a.css"], &[]);
    check("/*! x */ @import \"a.css\";", &["a.css"], &[]);
}

#[test]
fn imports_that_browsers_ignore_are_ignored() {
    check(r#"a{} @import "a.css";"#, &[], &[]);
    check("a{} @import url(a.css);b{c:url(d)}", &[], &["d"]);
    check(r#"@layer a{} @import "a.css";"#, &[], &[]);
    check(r#"@media print{@import "a.css";}"#, &[], &[]);
    check("@media print{@import url(a.css);b{c:url(d)}}", &[], &["d"]);
    check("@media print{@import url(a.css)}b{c:url(d)}", &[], &["d"]);
    check(r#"@import "a.css" {} b{}"#, &[], &[]);
    check(r#"@import screen "a.css";"#, &[], &[]);
    check(r#"@namespace "x";@import "a.css";"#, &[], &[]);
    check(r#";@import "a.css";b{}"#, &[], &[]);
    check(r#"@import "data:text/css,a{}"; @import ""; @import "b.css";"#, &["b.css"], &[]);
}

#[test]
fn urls_are_found_in_every_notation_and_at_any_depth() {
    check("a{b:url(c.png)}", &[], &["c.png"]);
    check("a{b:url( 'c.png' )}", &[], &["c.png"]);
    check(r#"a{b:URL("c d.png")}"#, &[], &["c d.png"]);
    check(r"a{b:url(c\ d\(1\).png)}", &[], &["c d(1).png"]);
    check(r#"a{b:src("c.png")}"#, &[], &["c.png"]);
    check("@media print{@supports (x:y){a{&:hover{b:c(d(url(e.png)))}}}}", &[], &["e.png"]);
    check("a{--b:url(c.png)}a{b:url(c.png)}", &[], &["c.png", "c.png"]);
    check("a{b:url(c.png", &[], &["c.png"]);
}

#[test]
fn fonts_are_urls_and_their_formats_are_not() {
    check(
        r#"@font-face{font-family:"X";src:local("X"),url(x.woff2)format("woff2"),url("x.woff") format("woff")}"#,
        &[],
        &["x.woff2", "x.woff"],
    );
}

#[test]
fn the_strings_of_an_image_set_are_urls_and_its_types_are_not() {
    check(r#"a{b:image-set("a.png" 1x, url(b.png) 2x)}"#, &[], &["a.png", "b.png"]);
    check(r#"a{b:-webkit-image-set(url("a.png") 1x)}"#, &[], &["a.png"]);
    check(
        r#"a{b:image-set("a.avif" type("image/avif"), "a.png" type("image/png"))}"#,
        &[],
        &["a.avif", "a.png"],
    );
    check(r#"a{b:other("a.png")}"#, &[], &[]);
}

#[test]
fn urls_that_are_not_loaded_are_left_out() {
    check("@namespace svg url(http://www.w3.org/2000/svg);a{}", &[], &[]);
    check("@supports (a:url(b.png)){c{d:url(e.png)}}", &[], &["e.png"]);
    check("@-moz-document url(http://a/){c{d:url(e.png)}}", &[], &["e.png"]);
    check("a{b:url(data:image/png;base64,AA);c:url(#d);e:url();f:url( '' )}", &[], &[]);
    check("/* url(a.png) */ a[href='url(b.png)']{content:\"url(c.png)\"}", &[], &[]);
    check(r#"@import "a.css" supports(b:url(c.png));"#, &["a.css"], &[]);
}

#[test]
fn brackets_that_do_not_match_do_not_end_a_block() {
    check("a{b:c)}@import url(x);d{e:url(f)}", &[], &["f"]);
    check("a{b:url(c))];d:url(e)}", &[], &["c", "e"]);
    check("}a{b:url(c)}", &[], &["c"]);
}

#[test]
fn a_span_is_the_token_that_holds_the_url() {
    let text = "é{b:url(c.png);d:url('e.png')}";
    let slices: Vec<&str> = parse_style(text)
        .urls
        .iter()
        .map(|found| &text[found.span.start as usize..found.span.end as usize])
        .collect();
    assert_eq!(slices, ["url(c.png)", "'e.png'"]);
}

#[test]
fn a_hundred_thousand_nested_blocks_are_read_to_the_end() {
    for opening in ["{", "(", "[", "a(", "@a{", "image-set("] {
        let text = format!("{}url(x){}", opening.repeat(100_000), "}".repeat(7));
        assert_eq!(parse_style(&text).urls.len(), 1, "{opening}");
    }
}

#[track_caller]
fn check_needed(text: &str, needed: u64) {
    let minification = parse_style(text).minification.expect("a stylesheet is always measured");
    assert_eq!((minification.bytes, minification.needed), (text.len() as u64, needed), "{text}");
}

#[test]
fn white_space_runs_need_one_byte_and_plain_comments_none() {
    check_needed("", 0);
    check_needed("a{b:c}", 6);
    check_needed("a  {\n\n  b: c }", 10);
    check_needed("/* x */a{b:c}", 6);
    check_needed("a{b:\"  /* x */  \"}", 18);
}

#[test]
fn comments_that_minifiers_keep_are_needed() {
    check_needed("/*! x */", 8);
    check_needed("/* @license x */", 16);
    check_needed("/* @preserve */", 15);
    check_needed("/*@cc_on*/", 10);
    check_needed("/*# sourceMappingURL=a.css.map */", 33);
}

#[test]
fn a_minified_sheet_wastes_nothing_and_a_pretty_one_a_tenth() {
    let waste = |text: &str| parse_style(text).minification.map(Minification::waste_ratio);
    let minified =
        "@media (min-width:576px){.container{max-width:540px}.a>.b{margin:0 auto;color:#fff}}".repeat(50);
    let pretty = "@media (min-width: 576px) {\n    .container {\n        max-width: 540px;\n    }\n\n    \
                  /* centred */\n                      .a > .b {\n        margin: 0 auto;\n        color: #fff;\n    }\n}\n"
        .repeat(50);
    assert!(waste(&minified).is_some_and(|ratio| ratio < 0.03), "{:?}", waste(&minified));
    assert!(waste(&pretty).is_some_and(|ratio| ratio > 0.1), "{:?}", waste(&pretty));
}

const PIECES: &[&str] = &[
    "@import",
    "@layer",
    "@charset",
    "@namespace",
    "@media",
    " ",
    "\n",
    "\r\n",
    "url(",
    "URL( '",
    "src(",
    "image-set(",
    "type(",
    "\"a.css\"",
    "'",
    "\"",
    "a.png",
    "é",
    "𝒳",
    "\\",
    "\\\n",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ";",
    ":",
    ",",
    "/*",
    "*/",
    "/*!",
    "<!--",
    "-->",
    "#",
    "\0",
    "\u{feff}",
    "data:",
    "U+26",
    "1px",
];

proptest! {
    #[test]
    fn any_text_is_read_and_every_span_lies_in_it(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..80),
        noise in any::<String>(),
        noise_first in any::<bool>(),
    ) {
        let pieces = pieces.concat();
        let text = if noise_first { noise + &pieces } else { pieces + &noise };
        let facts = parse_style(&text);
        for found in facts.imports.iter().chain(&facts.urls) {
            let token = text.get(found.span.start as usize..found.span.end as usize);
            prop_assert!(token.is_some_and(|token| !token.is_empty()));
            prop_assert!(!found.url.is_empty());
        }
        prop_assert!(facts.minification.is_some_and(|found| found.needed <= found.bytes));
    }
}
