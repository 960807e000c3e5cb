//! Shapes of images in compiled components, each as its compiler writes it.

mod css;
mod nodes;

use std::sync::Arc;

use crate::model::image::{Attribute, Candidate, Descriptor, ImageElement, ImageUse};
use crate::parse::script::parse_script;

fn all(code: &str) -> Vec<ImageUse> {
    parse_script(&Arc::from(code)).facts.unwrap_or_default().images
}

/// The uses that are elements.
fn elements(code: &str) -> Vec<ImageUse> {
    all(code).into_iter().filter(|found| found.element != ImageElement::Script).collect()
}

#[track_caller]
fn one(code: &str) -> ImageUse {
    let mut found = elements(code);
    assert_eq!(found.len(), 1, "{code}\n{found:#?}");
    found.remove(0)
}

fn shown(attribute: &Attribute<String>) -> &str {
    match attribute {
        Attribute::Absent => "-",
        Attribute::Known(text) => text,
        Attribute::Dynamic => "?",
    }
}

fn src(found: &ImageUse) -> &str {
    match &found.src {
        Attribute::Absent => "-",
        Attribute::Known(url) => &url.url,
        Attribute::Dynamic => "?",
    }
}

fn candidates(list: &Attribute<Vec<Candidate>>) -> String {
    let Attribute::Known(list) = list else {
        return if list.is_absent() { "-".to_owned() } else { "?".to_owned() };
    };
    let written = list.iter().map(|candidate| {
        let url = candidate.url.as_ref().map_or("?", |url| &url.url);
        match candidate.descriptor {
            Descriptor::None => url.to_owned(),
            Descriptor::Width(width) => format!("{url} {width}w"),
            Descriptor::Density(density) => format!("{url} {density}"),
        }
    });
    written.collect::<Vec<_>>().join(", ")
}

/// `src|srcset|width|height|loading|alt|picture`, each `-` where it is absent and `?` where it is dynamic.
fn summary(found: &ImageUse) -> String {
    let picture = match &found.picture {
        Attribute::Absent => "-".to_owned(),
        Attribute::Dynamic => "?".to_owned(),
        Attribute::Known(sources) => sources
            .iter()
            .map(|source| format!("{} {}", shown(&source.media_type), candidates(&source.srcset)))
            .collect::<Vec<_>>()
            .join("; "),
    };
    let parts = [
        src(found).to_owned(),
        candidates(&found.srcset),
        shown(&found.width).to_owned(),
        shown(&found.height).to_owned(),
        shown(&found.loading).to_owned(),
        shown(&found.alt).to_owned(),
        picture,
    ];
    parts.join("|")
}

#[track_caller]
fn check(code: &str, expected: &str) {
    assert_eq!(summary(&one(code)), expected, "{code}");
}

#[track_caller]
fn check_all(code: &str, expected: &[&str]) {
    let found: Vec<String> = elements(code).iter().map(summary).collect();
    assert_eq!(found, expected, "{code}");
}

#[track_caller]
fn check_none(code: &str) {
    assert!(elements(code).is_empty(), "{code}\n{:#?}", elements(code));
}

#[test]
fn calls_of_react_and_preact_make_elements() {
    for tag in ["(0,r.jsx)(\"img\"", "React.createElement(`img`", "h('img'", "Wl.jsx(\"img\""] {
        check(
            &format!("{tag},{{src:\"/a.png\",alt:`hero`,width:640,height:\"400\",loading:\"lazy\"}})"),
            "/a.png|-|640|400|lazy|hero|-",
        );
    }
    check(
        "const a=`/assets/a.png`,b='/assets/b.png';j('img',{src:a,srcSet:`${a} 1x, ${b} 2x`,alt:'x'})",
        "/assets/a.png|/assets/a.png 100, /assets/b.png 200|-|-|-|x|-",
    );
    check(
        "j('img',{src:'/a.png',srcSet:''.concat('/a.png',' 1x, ').concat('/b.png 2x')})",
        "/a.png|/a.png 100, /b.png 200|-|-|-|-|-",
    );
}

#[test]
fn attributes_behind_a_spread_or_bound_are_dynamic_and_never_absent() {
    // What stands behind the spread is certain, what stands before it is not.
    check("j('img',{width:1,...e,src:'/a.png',alt:'x'})", "/a.png|?|?|?|?|x|-");
    check_none("j('img',{src:'/a.png',alt:'x',...e})");
    check("j('img',{src:e.url,alt:'x',width:e.w,loading:e.lazy?'lazy':void 0})", "?|-|?|-|?|x|-");
    check("j('img',{src:'/a.png',srcSet:e.set,alt:'x'})", "/a.png|?|-|-|-|x|-");
    // What React leaves out.
    check("j('img',{src:'/a.png',width:void 0,loading:null,alt:!1})", "/a.png|-|-|-|-|-|-");
    check("j('img',{src:'/a.png',srcSet:`${e.small} 1x, /b.png 2x`})", "/a.png|? 100, /b.png 200|-|-|-|-|-");
}

#[test]
fn sources_of_a_picture_belong_to_its_image() {
    let picture = "image/webp /a.webp";
    let inside = "j('source',{type:'image/webp',srcSet:'/a.webp'}),j('img',{src:'/a.png',alt:'x'})";
    for code in [
        format!("s('picture',{{children:[{inside}]}})"),
        format!("c('picture',null,{inside})"),
        format!("Z(`picture`,null,[{inside}],-1)").replace("srcSet", "srcset"),
    ] {
        check(&code, &format!("/a.png|-|-|-|-|x|{picture}"));
    }
    check(&format!("s('picture',{{children:[e.map(t=>j('source',t)),{inside}]}})"), "/a.png|-|-|-|-|x|?");
    check(
        &format!("s('picture',{{children:[e&&j('source',{{srcSet:'/b.avif'}}),{inside}]}})"),
        "/a.png|-|-|-|-|x|?",
    );
    check_all(
        "s('div',{children:[s('picture',{children:[j('source',{srcSet:'/a.webp'}),j('img',{src:'/a.png'})]}),j('img',{src:'/b.png'})]})",
        &["/a.png|-|-|-|-|-|- /a.webp", "/b.png|-|-|-|-|-|-"],
    );
}

#[test]
fn vue_has_constants_for_attributes_and_html_in_sums() {
    check("const a='/a.png',u={src:a,alt:'x'};Z('img',u,null,-1)", "/a.png|-|-|-|-|x|-");
    check("Z('img',{src:q(a),srcset:`${q(a)} 2x`},null,8,u);const a='/a.png'", "/a.png|/a.png 200|-|-|-|-|-");
    check(
        "const k='/k.png';r('<p>a</p><img src=\"'+k+'\" alt=\"x\" width=\"4\"><p>',3)",
        "/k.png|-|4|-|-|x|-",
    );
    check("Z('img',m({loading:'lazy'},e.$attrs,{src:'/a.png',alt:'x'}),null,16)", "/a.png|?|?|?|?|x|-");
    check("w(Z('img',{src:'/a.png',alt:'x'},null,512),[[l,e]])", "/a.png|?|?|?|?|x|-");
}

#[test]
fn html_in_templates_is_read_with_its_holes() {
    check(
        "const a='/a.png';h`<main><img src=${a} srcset=\"${a} 1x, ${b} 2x\" alt='x' ?hidden=${e}></main>`",
        "/a.png|/a.png 100, ? 200|-|-|-|x|-",
    );
    check("h`<img .src=${e} alt=\"x\" .loading=${l}>`", "?|-|-|-|?|x|-");
    check("h`<img ${spread(e)} src=\"/a.png\">`", "/a.png|?|?|?|?|?|-");
    check(
        "d.insertAdjacentHTML('beforeend',`<picture><source type=image/webp srcset=/a.webp><img src=/a.png></picture><img alt>`)",
        "/a.png|-|-|-|-|-|image/webp /a.webp",
    );
    check("h`<picture>${e.sources}<img src=/a.png></picture>`", "/a.png|-|-|-|-|-|?");
    check("x.innerHTML='<img src=\"'.concat('/a.png','\" alt=\"x\">')", "/a.png|-|-|-|-|x|-");
}

#[test]
fn components_of_next_are_images_of_which_much_is_not_known() {
    let imported =
        "let u={src:'/_next/a.jpg',height:400,width:640,blurDataURL:'data:image/png;base64,AA=='};";
    for tag in ["o.Image", "r.A", "o()", "i.default"] {
        let code = format!("{imported}(0,t.jsx)({tag},{{src:u,alt:'x'}})");
        check(&code, "/_next/a.jpg|?|640|400|?|x|-");
        assert!(one(&code).is_managed);
    }
    check("(0,t.jsx)(o.Image,{src:'/b.jpg',width:6,height:2,alt:'x',priority:!0})", "/b.jpg|?|6|2|?|x|-");
    check(&format!("{imported}(0,t.jsx)('img',{{src:u.src,alt:'x'}})"), "/_next/a.jpg|-|-|-|-|x|-");
    // Not images, or not known to be.
    check_none("(0,t.jsx)(o.Script,{src:'/a.js',alt:'x'})");
    check_none("(0,t.jsx)(o.Avatar,{src:e.url,alt:'x'})");
    check_none("Object.assign(e,{src:'/a.png',alt:'x'})");
}

#[test]
fn values_are_followed_through_the_modules_of_bundlers() {
    let jsx = "(0,r.jsx)('img',{src:U,alt:'x'})";
    for (code, value) in [
        ("(self.webpackChunkx=[]).push([[1],{5:(e,t,n)=>{const h=n.p+'assets/a.png';JSX}}])", "h"),
        (
            "push([[1],{169:function(e,t,n){e.exports=n.p+'assets/a.png'},19:function(e,t,n){var s=n(169),u=n.n(s);JSX}}])",
            "u.a",
        ),
        (
            "push([[1],{169:function(e,t,n){e.exports=n.p+'assets/a.png'},19:function(e,t,n){var s=n(169),u=n.n(s);JSX}}])",
            "u()",
        ),
        ("push([[1],[,function(e,t,n){e.exports=n.p+'assets/a.png'},function(e,t,n){var s=n(1);JSX}]])", "s"),
        (
            "push([[1],{7(e,t,n){n.d(t,{A:()=>s});const s=n.p+'assets/a.png'},8(e,t,n){var q=n(7);JSX}}])",
            "q.A",
        ),
        (
            "T.push([0,10659,e=>{e.q('assets/a.png')},7,e=>{var s={src:e.i(10659).default,width:2,height:2};JSX}])",
            "s.src",
        ),
        (
            "l.register('8GtjD',function(t,e){t.exports=import.meta.resolve('assets/a.png')});var p=l('8GtjD');JSX",
            "t(p)",
        ),
        (
            "m({a:[function(e,t){var p=e('url:./a.png'),q=i.interopDefault(p);JSX},{'url:./a.png':'8G'}],'8G':[function(n,t){t.exports=import.meta.resolve('assets/a.png')},{}]})",
            "q.default",
        ),
        ("var u;var f=E(()=>{u='assets/a.png'});JSX", "u"),
        ("var u=''+new URL('assets/a.png',import.meta.url).href;JSX", "u"),
    ] {
        check(&code.replace("JSX", &jsx.replace('U', value)), "assets/a.png|-|-|-|-|x|-");
    }
    // From another chunk, or of a name that means something else.
    check("import{a}from'./b.js';j('img',{src:a,alt:'x'})", "?|-|-|-|-|x|-");
    check("const a='/a.png';function f(a){j('img',{src:a,alt:'x'})}", "?|-|-|-|-|x|-");
    check("let a='/a.png';a='/b.png';j('img',{src:a,alt:'x'})", "?|-|-|-|-|x|-");
}

#[test]
fn templates_of_libraries_are_no_uses() {
    // marked, markdown-it, React's own warnings, sanitisers, probes, tracking pixels, code that is shown.
    check_none(
        "function image(e){let a=`<img src=\"${f(e)}\" alt=\"${f(n)}\"`;return t&&(a+=` title=\"${t}\"`),a+'>'}",
    );
    check_none("let n=e.push(`image`,`img`,0),a=[[`src`,u],[`alt`,``]]");
    check_none("result += (token.nesting===-1?'</':'<')+token.tag; // <img");
    check_none("const b=styled('img',{target:'e19'})(({theme:e})=>({position:'fixed'}))");
    check_none(
        "const x=['a','img','input'];x.includes('img');(0,d.jsx)('svg',{role:'img','aria-label':'Logo'})",
    );
    check_none("(0,t.jsx)('img',{...x,loading:f,alt:a,src:b})");
    check_none("j('img',{src:e,alt:t})");
    check_none(
        "var q=document.createElement('img');q.onload=f;q.src='data:image/webp;base64,UklGRh4AAABXRUJQVlA4'",
    );
    check_none("var i=new Image;i.src='/pixel.gif?'+Date.now()");
    check_none("j.default.createElement('img',{ref:i,className:'ProseMirror-separator',alt:''})");
}

#[test]
fn a_constant_that_names_a_file_is_a_use_of_which_no_more_is_known() {
    let constants = |code: &str| -> Vec<String> {
        let found = all(code).into_iter().filter(|found| found.element == ImageElement::Script);
        found.map(|found| src(&found).to_owned()).collect()
    };
    assert_eq!(
        constants("const a='/assets/a.png',b=new URL('b.webp',import.meta.url).href,c=n.p+'static/c.svg'"),
        ["/assets/a.png", "b.webp", "static/c.svg"]
    );
    // Once, and not where an element has it.
    assert_eq!(constants("f('/a.png');f('/a.png')"), ["/a.png"]);
    assert!(constants("const a='/a.png';j('img',{src:a,alt:'x'})").is_empty());
    for other in [
        "'a.png'",
        "'data:image/png;base64,AA=='",
        "'image/png'",
        "'see /a b.png'",
        "'/*.png'",
        "'/.png'",
        "`/${x}.png`",
    ] {
        assert!(constants(&format!("f({other})")).is_empty(), "{other}");
    }
}

#[test]
fn places_are_those_of_the_call_or_the_tag() {
    let at = |code: &str| -> Vec<String> {
        let found = elements(code);
        found
            .iter()
            .map(|found| code[found.span.start as usize..found.span.end as usize].to_owned())
            .collect()
    };
    assert_eq!(at("x=[(0,r.jsx)('img',{src:'/a.png'})]"), ["(0,r.jsx)('img',{src:'/a.png'})"]);
    assert_eq!(
        at(r#"f("<p>\u00e9\n</p><img src=\"/a.png\"><img src='/b.png'>")"#),
        [r#"<img src=\"/a.png\">"#, "<img src='/b.png'>"]
    );
    assert_eq!(
        at("f(`é<img src=/a.png><p>${x}</p><img src=/b.png>`)"),
        ["<img src=/a.png>", "<img src=/b.png>"]
    );
}

#[test]
fn large_scripts_are_read_to_their_end() {
    let sum = (0..3_000).map(|i| format!("'<img src=/{i}.png>'")).collect::<Vec<_>>().join("+");
    assert_eq!(elements(&format!("x={sum}")).len(), 3_000);
    let escaped = "\\u00e9<img src=\\\"/a.png\\\">".repeat(5_000);
    assert_eq!(elements(&format!("x(\"{escaped}\")")).len(), 5_000);
    let doubled = (1..60).map(|i| format!("a{i}=`${{a{0}}}${{a{0}}}`", i - 1)).collect::<Vec<_>>().join(",");
    check_none(&format!("const a0='x',{doubled};j('img',{{src:a59}})"));
}

#[test]
fn html_in_a_string_that_does_not_end_ends_with_it() {
    let code = "/</>'<img src=/a.png>\u{fffd}";
    let spans: Vec<(u32, u32)> = all(code).iter().map(|found| (found.span.start, found.span.end)).collect();
    assert_eq!(spans, [(5, 21)]);
}
