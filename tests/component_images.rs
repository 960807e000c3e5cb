//! Images in compiled components, on the real binary: builds of real bundlers, and small scripts of other compilers.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::Project;

/// The uses in scripts: element, `alt`, and the file.
fn uses_in_scripts(project: &Project) -> BTreeSet<(String, String, String)> {
    let report = project.report(&[]);
    let images = report["images"].as_array().expect("images are a list");
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut uses = BTreeSet::new();
    for image in images {
        for found in image["uses"].as_array().expect("uses are a list") {
            if found["asset"].as_str().is_some_and(|asset| asset.rsplit('.').next() == Some("js")) {
                uses.insert((text(&found["element"]), text(&found["alt"]), text(&image["path"])));
            }
        }
    }
    uses
}

fn script(code: &str) -> Project {
    Project::new()
        .file("dist/index.html", "<!doctype html><script type=module src=/main.js></script>")
        .file("dist/main.js", code)
        .file("dist/assets/hero.png", b"\x89PNG\r\n\x1a\n")
        .file("dist/assets/hero.webp", b"RIFF")
}

#[track_caller]
fn check(code: &str, expected: &[(&str, &str, &str)]) {
    let found = uses_in_scripts(&script(code));
    let expected: BTreeSet<_> = expected
        .iter()
        .map(|(element, alt, path)| ((*element).to_owned(), (*alt).to_owned(), (*path).to_owned()))
        .collect();
    assert_eq!(found, expected, "{code}");
}

#[test]
fn components_of_each_framework_use_the_files_of_the_build() {
    let hero = [("img", "hero", "assets/hero.png")];
    check("const h=`/assets/hero.png`;(0,r.jsx)(`img`,{src:h,alt:`hero`})", &hero);
    check(
        "const h=new URL('assets/hero.png',import.meta.url).href;Z('img',{src:h,alt:'hero'},null,-1)",
        &hero,
    );
    check("const h='./assets/hero.png';R`<img src=${h} alt=hero>`", &hero);
    check(
        "var T=t(`<p><img alt=\"hero\"/></p>`);function C(){var p=T(),i=c(p);a(i,`src`,'/assets/hero.png')}",
        &hero,
    );
    check(
        "D({consts:[['src','/assets/hero.png','alt','hero']],template:function(e,c){e&1&&I(0,'img',0)}})",
        &hero,
    );
    check("const q=document.createElement('img');q.src='/assets/hero.png';q.alt='hero'", &hero);
}

#[test]
fn sources_of_a_picture_are_used_too() {
    check(
        "s('picture',{children:[j('source',{type:'image/webp',srcSet:'/assets/hero.webp'}),j('img',{src:'/assets/hero.png',alt:'x'})]})",
        &[("img", "x", "assets/hero.png"), ("img", "x", "assets/hero.webp")],
    );
}

#[test]
fn a_file_that_a_script_only_names_is_used_by_a_script() {
    check("load('/assets/hero.png')", &[("script", "-", "assets/hero.png")]);
    check("marked.use({image:(e,t)=>`<img src=\"${e}\" alt=\"${t}\">`})", &[]);
}

#[test]
fn the_places_are_those_of_the_tags() {
    let project = script("\nf(`<p></p><img src=/assets/hero.png alt=a>\n <img src=/assets/hero.png alt=b>`)");
    let report = project.report(&[]);
    let images = report["images"].as_array().expect("a list");
    let uses = images.iter().flat_map(|image| image["uses"].as_array().expect("a list"));
    let places: Vec<(u64, u64)> = uses
        .map(|found| (found["line"].as_u64().expect("a line"), found["column"].as_u64().expect("a column")))
        .collect();
    assert_eq!(places, [(2, 11), (3, 2)]);
}

#[test]
fn real_builds_have_the_images_of_their_sources() {
    for name in ["vite8-shop", "webpack5-shop", "rspack-shop", "esbuild-shop", "rollup4-shop", "parcel2-shop"]
    {
        let project = Project::new().fixture(name);
        let found = uses_in_scripts(&project);
        let hero = found.iter().find(|(_, alt, _)| alt == "A lamp on an oak table");
        let (element, _, path) = hero.unwrap_or_else(|| panic!("{name}: {found:?}"));
        assert_eq!(element, "img", "{name}");
        // Parcel made `{}` of the JPEG, and esbuild keeps the names of files in another chunk.
        let is_known = !name.starts_with("parcel") && !name.starts_with("esbuild");
        assert_eq!(path.contains("hero"), is_known, "{name}: {path}");
    }
}

#[test]
fn an_id_of_parcel_is_the_file_that_a_list_says() {
    let list = "parcelRequire1234;n('m').register(JSON.parse('{\"kTK4p\":\"assets/hero.png\"}'));";
    let image =
        "parcelRequire1234;const a=new URL(n('kTK4p'),import.meta.url).toString();j('img',{src:a,alt:'A'})";
    let in_main = |main: &str| {
        Project::new()
            .file("dist/index.html", "<!doctype html><script type=module src=/main.js></script>")
            .file("dist/main.js", main)
            .file("dist/page.js", image)
            .file("dist/assets/hero.png", b"\x89PNG\r\n\x1a\n")
    };
    let uses = |project: &Project| {
        let found = uses_in_scripts(project).into_iter();
        found.map(|found| format!("{} {} {}", found.0, found.1, found.2)).collect::<Vec<_>>()
    };
    check(&format!("{list}{image}"), &[("img", "A", "assets/hero.png")]);
    assert_eq!(uses(&in_main(list)), ["img A -", "script - assets/hero.png"], "the list of another script");
    assert_eq!(uses(&in_main("")), ["img A -"], "no list");
}
