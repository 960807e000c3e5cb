//! Styles in scripts, as libraries and bundlers leave them.

use crate::model::image::ImageElement;
use crate::model::script::UrlBase;
use crate::parse::script::images::tests::{all, candidates, src};

/// Each use in CSS: its `src`, then its candidates where it has some.
#[track_caller]
fn check(code: &str, expected: &[&str]) {
    let found = all(code).into_iter().filter(|found| found.element == ImageElement::Css);
    let found = found.map(|found| match candidates(&found.srcset).as_str() {
        "-" => src(&found).to_owned(),
        list => format!("{}, {list}", src(&found)),
    });
    assert_eq!(found.collect::<Vec<_>>(), expected, "{code}");
}

#[test]
fn tagged_templates_carry_rules_or_declarations() {
    check(
        "const s=ne`:host{display:block}.hero{background-image:url(\"/static/a.png\")}`",
        &["/static/a.png"],
    );
    check("const a='/assets/a.png',s=css`.hero{background:url(${a})}`", &["/assets/a.png"]);
    check("const a='/assets/a.png';d.div`color:red;background:url(${a});${e=>e.x}`", &["/assets/a.png"]);
    check("d.div`background:url(/a.png);&:hover{background:url('/b.png')}`", &["/a.png", "/b.png"]);
    check("const b='/cdn';css`a{background:url(${b}/a.png)}`", &["/cdn/a.png"]);
    check(
        "css`a{background:url(/a.png);background:image-set(url(/a.avif) type('image/avif'),'/b.png' 2x)}`",
        &["/a.png, /a.avif, /b.png 200"],
    );
}

#[test]
fn strings_carry_rules() {
    check(
        "d({type:e,styles:['.hero[_ngcontent-%COMP%]{background:url(/a.png)}','p{color:red}']})",
        &["/a.png"],
    );
    check("const c='.x{background:url(/assets/a.png)}';i(c)", &["/assets/a.png"]);
}

#[test]
fn holes_of_the_css_loader_are_modules() {
    let asset = "169:(e,t,n)=>{e.exports=n.p+'static/a.png'}";
    let module = |style: &str| {
        format!(
            "({{{asset},7:(e,t,n)=>{{var i=n(5),s=n.n(i),o=n(6),u=n.n(o),d=new URL(n(169),n.b),c=s()(x),l=u()(d);\
             c.push([e.id,{style},'']);t.A=c}}}})"
        )
    };
    check(&module("'.x{background:url('+l+')}'"), &["static/a.png"]);
    check(&module("`.x{background:url(${l})}`"), &["static/a.png"]);
    check(&module("'.x{background:url('.concat(l,') no-repeat}')"), &["static/a.png"]);
}

#[test]
fn values_alone_are_read() {
    check("const a='/assets/a.png';j('div',{style:{backgroundImage:`url(${a})`}})", &["/assets/a.png"]);
    check("e.style.background='linear-gradient(red,blue), url(/a.png)'", &["/a.png"]);
    check("e.style.background='url('+new URL('a.png',import.meta.url).href+')'", &["a.png"]);
}

#[test]
fn what_is_not_known_is_no_use() {
    check("css`a{background:url(${e.url})}`;css`a{background:url(${b}/a.png)}`", &[]);
    check("const m='expected url(a.png) here: use it';const r='url()';x('#a.png')", &[]);
    check("css`a{background:url(data:image/png;base64,AA) url(#b.png)}@font-face{src:url(/a.png)}`", &[]);
}

#[test]
fn a_use_has_its_place_and_its_base() {
    let code = "const a='/assets/a.png';f('a{content:\\'x\\';background:url(/b.png)}','url(/c.png)')";
    let found = all(code);
    let at = |text: &str| u32::try_from(code.find(text).unwrap()).unwrap();
    let places: Vec<_> = found.iter().map(|found| found.span.start).collect();
    assert_eq!(places, [at("'/assets"), at("url(/b.png)"), at("url(/c.png)")]);
    let bases: Vec<_> = found.iter().filter_map(|found| found.src.known()).map(|url| url.base).collect();
    assert_eq!(bases, [UrlBase::Page; 3]);
    let own = all("f(`url(${new URL('a.png',import.meta.url)})`)");
    assert_eq!(own.first().and_then(|found| found.src.known()).map(|url| url.base), Some(UrlBase::File));
}
