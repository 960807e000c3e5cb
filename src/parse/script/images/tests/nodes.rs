//! Nodes whose attributes are set one by one: Svelte, Solid, the DOM, Angular.

use crate::parse::script::images::tests::{check, check_all, check_none, elements, shown};

#[test]
fn nodes_of_svelte_are_walked_to() {
    let code = "var T=t(`<main><h1> </h1> <img alt=\"hero\"/> <img width=\"6\" alt=\"two\"/> <picture><source type=\"image/webp\"/><img alt=\"pic\"/></picture> <!></main>`);
        const a=`/a.png`,b=new URL(`b.png`,import.meta.url).href;
        function C(e,p){var m=T(),h=c(m),x=c(h),i=s(h,2),j=s(i,2),k=s(j,2),l=c(k),n=s(l);
        te(()=>{at(i,`src`,a),at(j,`src`,b),at(j,`srcset`,`${a} 1x, ${b} 2x`),at(l,`srcset`,a),at(n,`src`,a)})}";
    check_all(
        code,
        &[
            "/a.png|-|-|-|-|hero|-",
            "b.png|/a.png 100, b.png 200|6|-|-|two|-",
            "/a.png|-|-|-|-|pic|image/webp /a.png",
        ],
    );
    // The same, where nothing says which helper goes on; `sibling` of an image cannot go into it.
    check(
        "var T=t(`<p><img alt=\"x\"/><!></p>`);function C(){var g=T(),i=c(g),v=s(i);at(i,`src`,a)}const a='/a.png'",
        "/a.png|-|-|-|-|x|-",
    );
    // A spread.
    check(
        "var T=t(`<img alt=\"x\" src=\"/a.png\"/>`);function C(e){var i=T();bind(i,n=>e=n,()=>e)}",
        "/a.png|-|-|-|-|x|-",
    );
    check_none("var T=t(`<img alt=\"x\"/>`);function C(e){var i=T();ae(i,()=>({...e}))}");
    // Several nodes.
    check(
        "var T=t(`<img alt=\"x\"/> <!>`,1);function C(){var f=T(),i=c(f),v=s(i,2);at(i,`src`,'/a.png')}",
        "/a.png|-|-|-|-|x|-",
    );
}

#[test]
fn a_walk_that_leads_nowhere_leaves_nothing_certain() {
    check(
        "var T=t(`<p><img src=\"/a.png\" alt=\"x\"/></p>`);function C(){var g=T(),i=c(g,9,u);at(i,`srcset`,e)}",
        "/a.png|?|?|?|?|x|-",
    );
    check(
        "var T=t(`<p><b></b><img src=\"/a.png\" alt=\"x\"/></p>`);function C(){var g=T(),i=c(g);at(i,`srcset`,e)}",
        "/a.png|?|?|?|?|x|-",
    );
}

#[test]
fn nodes_of_solid_are_walked_to() {
    let code = "var T=t(`<main class=hero><img alt=one><img alt=two width=6><img src=/s.jpg alt=three>`);const a='/a.png';
        (()=>{var e=T(),n=e.firstChild,r=n.nextSibling;Y(n,`src`,a);E(o=>{var u=f(),v=a;u!==o.e&&Y(r,`srcset`,o.e=u),v!==o.t&&Y(r,`src`,o.t=v)});return e})()";
    check_all(code, &["/a.png|-|-|-|-|one|-", "/a.png|?|6|-|-|two|-", "/s.jpg|-|-|-|-|three|-"]);
}

#[test]
fn elements_of_svelte_4_get_their_attributes_one_by_one() {
    let code = "const o='/a.png';function F(n){let t,r;return{c(){t=k('img'),this.h()},h(){S(t.src,r=o)||b(t,'src',o),b(t,'alt','x'),b(t,'width','5')},m(e,a){N(e,t,a)},d(e){e&&y(t)}}}";
    check(code, "/a.png|-|5|-|-|x|-");
}

#[test]
fn elements_of_the_dom_are_uses_if_they_have_a_file() {
    check(
        "var q=document.createElement(`img`);q.src=a,q.alt=`x`,q.loading='lazy',document.body.append(q);const a='/a.png'",
        "/a.png|-|-|-|lazy|x|-",
    );
    check(
        "const q=document.createElement('img');q.setAttribute('src','/a.png');q.style.width='1em'",
        "/a.png|-|-|-|-|-|-",
    );
    // Other code may set more.
    check(
        "function f(){const q=document.createElement('img');q.src='/a.png';return q}",
        "/a.png|?|?|?|?|?|-",
    );
    check("const q=document.createElement('img');q.src='/a.png';setUp(q)", "/a.png|?|?|?|?|?|-");
    check(
        "const q=document.createElement('img');q.src='/a.png';q.onerror=()=>{q.src='/b.png'};q.alt='x'",
        "?|-|-|-|-|x|-",
    );
}

#[test]
fn angular_has_a_table_of_attributes() {
    let code = "const q=(e,r)=>r;class A{static c=D({type:A,decls:9,vars:5,consts:[[1,`hero`],[`src`,`/a.png`,`alt`,`one`],[`width`,`640`,`height`,`200`,`alt`,`two`,3,`src`],[`alt`,`three`,3,`src`],[`ngSrc`,`/n.jpg`,`width`,`6`,`height`,`2`,`alt`,`four`,`priority`,``],[`type`,`image/webp`,`srcset`,`/a.webp`],[`src`,`/p.jpg`,`alt`,`five`,1,`big`,`round`],[`src`,`/d.png`,`alt`,`six`]],
        template:function(e,r){e&1&&(S(0,`main`,0)(1,`h1`),x(2),E(),I(3,`img`,1)(4,`img`,2)(5,`img`,3)(6,`img`,4),S(7,`picture`),I(8,`source`,5)(9,`img`,6),E(),T(10,V,1,0),E()),e&2&&(n(2),X(r.m()),n(2),P(`src`,r.p),B(`srcset`,r.p+` 1x`),n(),P(`src`,r.q))}})}
        function V(e,r){e&1&&I(0,`img`,7)}";
    check_all(
        code,
        &[
            "/a.png|-|-|-|-|one|-",
            "?|?|640|200|-|two|-",
            "?|-|-|-|-|three|-",
            "/n.jpg|?|6|2|?|four|-",
            "/p.jpg|-|-|-|-|five|image/webp /a.webp",
            "/d.png|-|-|-|-|six|-",
        ],
    );
    let found = elements(code);
    assert!(found[3].is_managed);
    assert_eq!(shown(&found[4].class), "big round");
}
