//! The tests of the document parser, apart for the length of the file.

use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

use crate::model::chunk_graph::Via;
use crate::model::document::{DocumentFacts, HintKind, ScriptLoading};
use crate::model::script::{Reference, ReferenceKind, ScriptFacts, Target};
use crate::model::span::Span;
use crate::parse::document::parse_document;

/// Stands for the script parser: every `HERE` in the code is a reference.
fn facts_of(code: &str, _module: bool) -> ScriptFacts {
    let reference = |(start, found): (usize, &str)| Reference {
        kind: ReferenceKind::Dynamic,
        target: Target::Unknown,
        via: Via::Esm,
        span: Span::new(start, start + found.len()),
        preloads: Vec::new(),
    };
    ScriptFacts { references: code.match_indices("HERE").map(reference).collect(), ..ScriptFacts::default() }
}

/// The facts, a line each: every list in its order, the lists one after the other.
fn described(facts: &DocumentFacts) -> Vec<String> {
    let mut lines: Vec<String> = facts.base.iter().map(|base| format!("base {base}")).collect();
    lines.extend(facts.import_map.iter().map(|(specifier, url)| format!("map {specifier}={url}")));
    for script in &facts.scripts {
        let mut words = vec![if script.module { "module" } else { "classic" }];
        words.push(match script.loading {
            ScriptLoading::Blocking => "blocking",
            ScriptLoading::Deferred => "deferred",
            ScriptLoading::Async => "async",
        });
        words.extend(script.nomodule.then_some("nomodule"));
        words.extend(script.inline.is_some().then_some("inline"));
        words.extend(script.src.as_deref());
        lines.push(words.join(" "));
    }
    lines.extend(facts.stylesheets.iter().map(|sheet| format!("sheet {}", sheet.url)));
    for hint in &facts.hints {
        let kind = match hint.kind {
            HintKind::ModulePreload => "modulepreload",
            HintKind::Preload => "preload",
            HintKind::Prefetch => "prefetch",
        };
        lines.push(format!("{kind} {}", hint.url));
    }
    lines
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (facts, problems) = parse_document(text, &facts_of);
    assert_eq!(described(&facts), expected, "{text}");
    assert_eq!(problems, [""; 0], "{text}");
}

#[test]
fn scripts_run_when_their_attributes_say() {
    check("<script src=/a.js></script>", &["classic blocking /a.js"]);
    check("<script src=/a.js defer></script>", &["classic deferred /a.js"]);
    check("<script src=/a.js async defer></script>", &["classic async /a.js"]);
    check("<script type=module src=/a.js></script>", &["module deferred /a.js"]);
    check("<script type=module async src=/a.js></script>", &["module async /a.js"]);
    check("<script>a()</script>", &["classic blocking inline"]);
    check("<script async defer>a()</script>", &["classic blocking inline"]);
    check("<script type=module>a()</script>", &["module deferred inline"]);
    check("<script type=module async>a()</script>", &["module async inline"]);
}

#[test]
fn nomodule_is_a_matter_of_classic_scripts() {
    check("<script nomodule src=a.js></script>", &["classic blocking nomodule a.js"]);
    check("<script type=module nomodule src=a.js></script>", &["module deferred a.js"]);
}

#[test]
fn the_type_decides_whether_a_script_runs() {
    check("<script type='' src=a.js></script>", &["classic blocking a.js"]);
    check("<script type=' Text/JavaScript ' src=a.js></script>", &["classic blocking a.js"]);
    check("<script type=application/ecmascript src=a.js></script>", &["classic blocking a.js"]);
    check("<script type=MODULE src=a.js></script>", &["module deferred a.js"]);
    check("<script language=JavaScript src=a.js></script>", &["classic blocking a.js"]);
    check("<script language=vbscript src=a.vbs></script>", &[]);
    check("<script type='text/javascript; charset=utf-8' src=a.js></script>", &[]);
    check("<script type=application/json>{}</script><script type=speculationrules>{}</script>", &[]);
    check("<script type=text/template><script src=a.js></script>", &[]);
}

#[test]
fn elements_of_which_nothing_comes_are_left_out() {
    check("<script></script><script> \n </script>", &[]);
    check("<script src>a()</script><script src=' '>a()</script>", &[]);
    check("<script src='data:text/javascript,a()'></script>", &[]);
    check("<script src=a.js>", &[]);
    check("<script>a()", &[]);
}

#[test]
fn src_wins_over_the_code_between_the_tags() {
    check("<script src=a.js>b()</script>", &["classic blocking a.js"]);
}

#[test]
fn the_data_src_of_the_vite_legacy_loader_is_its_src() {
    check(
        "<script nomodule crossorigin id=\"vite-legacy-entry\" data-src=\"/assets/a-legacy.js\">\
         System.import(document.getElementById('vite-legacy-entry').getAttribute('data-src'))</script>",
        &["classic async nomodule inline /assets/a-legacy.js"],
    );
    check(
        "<script data-src=a.js>load(document.currentScript.dataset.src)</script>",
        &["classic async inline a.js"],
    );
    check("<script data-src=a.js>b()</script>", &["classic blocking inline"]);
    check("<script data-src=a.js></script>", &[]);
}

#[test]
fn bundlers_markup_is_read_without_quotes_and_in_any_case() {
    check(
        "<!doctype html><title>x</title><script defer src=/js/main.js></script>",
        &["classic deferred /js/main.js"],
    );
    check("<SCRIPT SRC=A.js></SCRIPT>", &["classic blocking A.js"]);
    check("<script src='/a.js?b=1&amp;c=2'></script>", &["classic blocking /a.js?b=1&c=2"]);
    check("<script src=' \n/a.js\t'></script>", &["classic blocking /a.js"]);
    check("<script src=a.js src=b.js></script>", &["classic blocking a.js"]);
    check("<script src=a.js /><script src=b.js></script>", &["classic blocking a.js"]);
}

#[test]
fn the_first_base_with_an_address_counts() {
    check("<base target=_blank><base href=/app/><base href=/other/>", &["base /app/"]);
    check("<base href=''><base href=/other/>", &[]);
}

#[test]
fn a_stylesheet_is_one_of_the_words_of_rel() {
    check("<link rel=stylesheet href=a.css>", &["sheet a.css"]);
    check("<LINK REL='StyleSheet' HREF=a.css />", &["sheet a.css"]);
    check("<link rel=stylesheet type='text/css;charset=utf-8' href=a.css>", &["sheet a.css"]);
    check("<link rel=stylesheet media=print href=a.css>", &["sheet a.css"]);
    check("<link rel=' preload\nstylesheet ' as=style href=a.css>", &["sheet a.css", "preload a.css"]);
}

#[test]
fn stylesheets_that_are_not_applied_are_left_out() {
    check("<link rel='alternate stylesheet' href=a.css>", &[]);
    check("<link rel=stylesheet disabled href=a.css>", &[]);
    check("<link rel=stylesheet type=text/less href=a.less><link rel=stylesheet/less href=a.less>", &[]);
    check("<link rel=stylesheet><link rel=stylesheet href=''><link href=a.css>", &[]);
    check("<link rel=icon href=a.ico><link rel=manifest href=a.json>", &[]);
}

#[test]
fn a_link_that_becomes_a_stylesheet_is_one() {
    check(
        "<link rel=preload as=style href=a.css onload=\"this.onload=null;this.rel='stylesheet'\">",
        &["sheet a.css", "preload a.css"],
    );
    check("<link rel='alternate stylesheet' href=a.css onload=\"this.rel='stylesheet'\">", &["sheet a.css"]);
    check("<link rel=preload as=style href=a.css onload='track()'>", &["preload a.css"]);
}

#[test]
fn hints_are_told_apart() {
    check(
        "<link rel=modulepreload href=a.js><link rel=preload as=font href=b.woff2>\
         <link rel=prefetch href=c.js><link rel=preconnect href=https://d><link rel=dns-prefetch href=//e>",
        &["modulepreload a.js", "preload b.woff2", "prefetch c.js"],
    );
}

#[test]
fn imports_of_inline_styles_are_stylesheets() {
    check("<style>@import 'a.css';b{}</style>", &["sheet a.css"]);
    check("<style type=text/less>@import 'a.less';</style>", &[]);
    check("<style>@import 'a.css';", &["sheet a.css"]);
    check("<link rel=stylesheet href=a.css><style>@import 'b.css';</style>", &["sheet a.css", "sheet b.css"]);
}

#[test]
fn what_browsers_do_not_look_into_does_not_count() {
    let elements =
        "<base href=/><link rel=stylesheet href=a.css><script src=a.js></script><style>@import 'b';</style>";
    check(&format!("<!-- {elements} --><!--[if IE]>{elements}<![endif]-->"), &[]);
    check(&format!("<template>{elements}<template>{elements}</template>{elements}</template>"), &[]);
    check(&format!("<noscript>{elements}</noscript>"), &[]);
    check(&format!("<title>{elements}</title><textarea>{elements}</textarea>"), &[]);
    check("<script>'<script src=x>'</script>", &["classic blocking inline"]);
    check("<template></template><script src=a.js></script>", &["classic blocking a.js"]);
    check("</template><script src=a.js></script>", &["classic blocking a.js"]);
}

#[test]
fn a_shadow_root_is_looked_into() {
    check("<template shadowrootmode=open><link rel=stylesheet href=a.css></template>", &["sheet a.css"]);
}

#[test]
fn a_closed_element_in_an_icon_takes_nothing_in() {
    check("<svg><title/><style/></svg><script src=a.js></script>", &["classic blocking a.js"]);
    check("<svg/><title/><script src=a.js></script>", &[]);
}

#[test]
fn import_maps_are_merged_and_the_first_word_counts() {
    check(
        "<script type=importmap>{\"imports\":{\"#entry\":\"/_nuxt/X.js\"}}</script>",
        &["map #entry=/_nuxt/X.js"],
    );
    check(
        r#"<script type=importmap>{"imports":{"b":"/b.js","a":"/a.js","n":null},
        "scopes":{"/s/":{"a":"/no.js","c":"/c.js"}}}</script>
        <script type=ImportMap>{"imports":{"a":"/no.js","d":"/d.js"}}</script>"#,
        &["map b=/b.js", "map a=/a.js", "map d=/d.js", "map c=/c.js"],
    );
    check("<script type=importmap src=map.json></script><script type=importmap>{}</script>", &[]);
    check("<script type=importmap>{\"integrity\":{}}</script>", &[]);
}

#[track_caller]
fn check_problem(map: &str, expected: &str) {
    let (facts, problems) = parse_document(&format!("<p>\n<script type=importmap>{map}</script>"), &facts_of);
    assert_eq!(problems, [expected]);
    assert!(facts.import_map.is_empty());
}

#[test]
fn an_import_map_that_is_not_valid_is_a_problem_with_its_place() {
    check_problem(
        "{\"imports\":{,}}",
        "the import map is not valid JSON: key must be a string (line 2, column 36)",
    );
    check_problem("{\n é}", "the import map is not valid JSON: key must be a string (line 3, column 2)");
    check_problem("", "the import map is not valid JSON: EOF while parsing a value (line 2, column 24)");
    check_problem("[]", "the import map is no JSON object");
    check_problem("{\"imports\":1}", "`imports` of the import map is no object");
    check_problem("{\"imports\":{\"a\":\"b\"},\"scopes\":[]}", "`scopes` of the import map is no object");
}

/// `marked` has each expected place between `«` and `»`.
#[track_caller]
fn check_places(marked: &str) {
    let text = marked.replace(['«', '»'], "");
    let (facts, _) = parse_document(&text, &facts_of);
    let inline = facts.scripts.iter().filter_map(|script| script.inline.as_ref());
    let mut spans: Vec<Span> =
        inline.flat_map(|facts| &facts.references).map(|reference| reference.span).collect();
    spans.extend(facts.scripts.iter().map(|script| script.span));
    spans.extend(facts.stylesheets.iter().map(|sheet| sheet.span));
    spans.extend(facts.hints.iter().map(|hint| hint.span));
    spans.sort();
    let found: Vec<&str> = spans.iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
    let expected: Vec<&str> = marked
        .split('«')
        .skip(1)
        .filter_map(|piece| piece.split_once('»'))
        .map(|(inside, _)| inside)
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn places_count_from_the_start_of_the_document() {
    check_places("é\r\n<p>&amp;𝒳\r\n«<script>»é\r\n'«HERE»'</script>\r\n«<script src=a>»</script>");
    check_places("é\r\r\n\0«<link rel=stylesheet\r\nhref='&eacute;.css' >»«<link rel=prefetch href=x>»");
    check_places("é<style>/*é*/\r\n@import «'a.css'»;\r\n@import «url(b.css)»;</style>");
    check_places("<!--é\r\n-->«<script>»<!-- <script> «HERE» </script> -->«HERE»</script>");
}

const PIECES: &[&str] = &[
    "<script",
    "</script",
    "<style",
    "</style>",
    "<link",
    "<base",
    "<template",
    "</template>",
    "<svg>",
    "</svg>",
    "<noscript>",
    "<title",
    "<textarea>",
    "<plaintext>",
    ">",
    "/>",
    "</",
    "<",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!doctype",
    " src=",
    " href=",
    " rel=stylesheet",
    " rel=preload",
    " type=module",
    " type=importmap",
    " shadowrootmode=open",
    "\"",
    "'",
    "=",
    "a.js",
    "&amp;",
    "&eacute",
    "&#x",
    "@import 'a';",
    "{\"imports\":{\"a\":\"b\"}}",
    "HERE",
    "é",
    "𝒳",
    "\r",
    "\n",
    "\r\n",
    "\0",
    " ",
    "\u{feff}",
];

const BUILT: &str = "<!doctype html>\r\n<html lang=de><head><meta charset=\"utf-8\"><base href=\"/é/\">\
    <script type=\"importmap\">{\"imports\":{\"#entry\":\"/a.js\"}}</script>\
    <script type=\"module\" src=\"/a.js?x&amp;y\"></script><link rel=modulepreload href=/b.js>\
    <link rel='stylesheet' href='/c.css'><style>@import url(d.css);é{}</style></head>\
    <body><svg><title/></svg><template><script src=/t.js></script></template>\
    <script>import(HERE)</script></body></html>";

#[track_caller]
fn check_spans(text: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    let (facts, _) = parse_document(text, &facts_of);
    let slice =
        |span: Span| text.get(span.start as usize..span.end as usize).unwrap_or("a span outside the text");
    let is_tag = |span: Span| slice(span).starts_with('<') && slice(span).ends_with('>');
    for script in &facts.scripts {
        prop_assert!(is_tag(script.span), "{:?}", slice(script.span));
        for reference in script.inline.iter().flat_map(|inline| &inline.references) {
            prop_assert_eq!(slice(reference.span), "HERE");
        }
    }
    for hint in &facts.hints {
        prop_assert!(is_tag(hint.span), "{:?}", slice(hint.span));
    }
    for sheet in &facts.stylesheets {
        let is_import = slice(sheet.span).starts_with(['\'', '"', 'u', 'U']);
        prop_assert!(is_tag(sheet.span) || is_import, "{:?}", slice(sheet.span));
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_span_lies_in_it(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..80),
        noise in any::<String>(),
    ) {
        check_spans(&(pieces.concat() + &noise))?;
        check_spans(&(noise + &pieces.concat()))?;
    }

    #[test]
    fn a_damaged_document_is_read_and_every_span_lies_in_it(
        cuts in prop::collection::vec(
            (any::<prop::sample::Index>(), 0_usize..12, prop::sample::select(PIECES)),
            1..6,
        ),
    ) {
        let mut damaged: Vec<char> = BUILT.chars().collect();
        for (at, removed, put) in cuts {
            let start = at.index(damaged.len() + 1);
            let end = (start + removed).min(damaged.len());
            damaged.splice(start..end, put.chars());
        }
        check_spans(&damaged.into_iter().collect::<String>())?;
    }
}
