//! The checks of delivery: compressed files, names with hashes, and URLs that name nothing.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::read::GzEncoder;
use serde_json::{Value, json};
use support::Project;

/// What one check finds when it alone is on.
fn found(project: &Project, check: &str, ignore: &[&str]) -> Vec<Value> {
    let listed = project.run(&["explain"]).stdout;
    let configure = |severity| {
        let ids =
            listed.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split(' ').next());
        let checks: Value =
            ids.map(|id| (id.to_owned(), json!(if id == check { severity } else { "off" }))).collect();
        let compression = json!({ "gzip": 6, "brotli": 0 });
        let config = json!({ "compression": compression, "budgets": [], "ignore": ignore, "checks": checks });
        project.write("budgets.json", config.to_string());
    };
    configure("error");
    let word = project.run(&["check", "dist", "--verdict", "--no-cache"]).stdout;
    configure("warn");
    let found = project.report(&[])["findings"].as_array().expect("findings are a list").clone();
    assert_eq!(word, if found.is_empty() { "pass\n" } else { "fail\n" }, "the verdict alone: {found:?}");
    found
}

/// The files and messages of one check's findings.
#[track_caller]
fn check(project: &Project, check: &str, expected: &[(&str, &str)]) {
    let found = found(project, check, &[]);
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let seen: Vec<_> =
        found.iter().map(|finding| (text(finding, "asset"), text(finding, "message"))).collect();
    assert_eq!(seen.len(), expected.len(), "{seen:#?}");
    for ((asset, message), (expected_asset, expected_message)) in seen.iter().zip(expected) {
        assert_eq!(asset, expected_asset, "{seen:#?}");
        assert!(message.contains(expected_message), "{message:?} should say {expected_message:?}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    GzEncoder::new(bytes, Compression::new(9)).read_to_end(&mut packed).expect("memory can be read");
    packed
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters).expect("memory can be read");
    packed
}

fn script(name: &str) -> String {
    format!("console.log('{name}');").repeat(200)
}

/// Four scripts of 4 kB that a page loads, each with its `.gz`.
fn precompressed() -> Project {
    let project = Project::new();
    let tags = ["a", "b", "c", "d"].map(|name| format!("<script src=/{name}.js></script>"));
    project.write("dist/index.html", tags.concat());
    for name in ["a", "b", "c", "d"] {
        project.write(&format!("dist/{name}.js"), script(name));
        project.write(&format!("dist/{name}.js.gz"), gzip(script(name).as_bytes()));
    }
    project
}

#[test]
fn a_file_without_the_form_that_the_others_have_is_missed() {
    let project = precompressed();
    check(&project, "missing-precompressed", &[]);
    fs::remove_file(project.path("dist/c.js.gz")).expect("it can be deleted");
    check(&project, "missing-precompressed", &[("c.js", "has no .gz beside it")]);
    let waste = found(&project, "missing-precompressed", &[])[0]["waste"].as_u64().expect("it is measured");
    assert!((3_000..script("c").len() as u64).contains(&waste), "{waste}");
}

#[test]
fn what_the_build_compresses_is_learned_from_it() {
    let project = precompressed();
    // Another type, a smaller file, and one that would gain nothing.
    project.write("dist/style.css", "a{color:red}".repeat(500));
    project.write("dist/small.js", "console.log(1);".repeat(100));
    check(&project, "missing-precompressed", &[]);
    // A library that brings compressed files is not the build's rule.
    for name in ["e", "f", "g", "h"] {
        project.write(&format!("dist/{name}.js"), script(name));
    }
    check(&project, "missing-precompressed", &[]);
}

#[test]
fn the_compressed_form_of_a_sitemap_says_nothing_of_other_files() {
    let sitemap = "<url><loc>https://a.test/</loc></url>".repeat(200);
    let project = Project::new()
        .file("dist/index.html", "<p>")
        .file("dist/sitemap.xml", &sitemap)
        .file("dist/sitemap.xml.gz", gzip(b"another one"))
        .file("dist/feed.xml", &sitemap);
    check(&project, "missing-precompressed", &[]);
    check(&project, "stale-precompressed", &[]);
}

#[test]
fn a_form_of_an_earlier_build_is_stale_and_one_that_cannot_be_unpacked_is_broken() {
    let project = precompressed();
    project.write("dist/a.js.br", brotli(script("a").as_bytes()));
    check(&project, "stale-precompressed", &[]);
    project.write("dist/a.js.gz", gzip(script("z").as_bytes()));
    project.write("dist/b.js.gz", script("b"));
    let whole = brotli(&script("c").bytes().chain(0..=255).collect::<Vec<_>>());
    project.write("dist/c.js.br", &whole[..whole.len() / 2]);
    project.write("dist/d.js.br", brotli(script("longer").as_bytes()));
    check(
        &project,
        "stale-precompressed",
        &[
            ("a.js", "a.js.gz unpacks to something else"),
            ("b.js", "b.js.gz is no gzip"),
            ("c.js", "c.js.br"),
            ("d.js", "d.js.br unpacks to something else"),
        ],
    );
}

#[test]
fn a_folder_with_the_name_of_a_compressed_form_is_a_folder() {
    let project = precompressed();
    project.write("dist/index.html.gz/x.js", "f()");
    check(&project, "stale-precompressed", &[]);
}

#[test]
fn a_bomb_ends_one_byte_behind_the_end_of_its_file() {
    let project = precompressed();
    let file = fs::File::create(project.path("dist/a.js.gz")).expect("it can be written");
    let mut bomb = flate2::write::GzEncoder::new(file, Compression::new(1));
    // It goes on as its file does, and then for 400 MB.
    bomb.write_all(script("a").as_bytes()).expect("it can be written");
    for _ in 0..400 {
        bomb.write_all(&vec![0; 1 << 20]).expect("it can be written");
    }
    bomb.finish().expect("it can be written");
    let start = Instant::now();
    check(&project, "stale-precompressed", &[("a.js", "something else")]);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

/// A page, three hashed scripts and a stylesheet.
fn hashed() -> Project {
    let body = "x".repeat(10);
    Project::new()
        .file(
            "dist/index.html",
            "<script type=module src=/assets/index-BcQRbuIt.js></script><link rel=stylesheet href=/assets/index-draPIbAd.css>",
        )
        .file("dist/assets/index-BcQRbuIt.js", "import './a-C0fDo9Is.js';import('./b-uU1x9DJI.js')")
        .file("dist/assets/a-C0fDo9Is.js", format!("export const a='{body}'"))
        .file("dist/assets/b-uU1x9DJI.js", "export const b=1")
        .file("dist/assets/index-draPIbAd.css", "a{color:red}")
}

/// Text that does not compress below a few kilobytes.
fn noise(bytes: usize) -> String {
    let mut state = 7_u32;
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + u8::try_from(state >> 24).expect("it is one byte") % 26)
    };
    (0..bytes).map(letter).collect()
}

#[test]
fn a_file_without_a_hash_is_told_where_the_others_have_one() {
    let project = hashed();
    let page = project.read("dist/index.html");
    check(&project, "unhashed-asset", &[]);
    project.write("dist/vendor.js", format!("f('{}')", noise(9_000)));
    // Nobody loads it.
    check(&project, "unhashed-asset", &[]);
    project.write("dist/index.html", format!("{page}<script src=/vendor.js></script>"));
    check(&project, "unhashed-asset", &[("vendor.js", "is loaded by index.html")]);
    project.write("dist/index.html", format!("{page}<script src=/vendor.js?v=1a2b3c></script>"));
    check(&project, "unhashed-asset", &[]);
}

#[test]
fn settings_of_the_deployment_versions_and_service_workers_keep_their_names() {
    let project = hashed();
    let page = project.read("dist/index.html");
    let code = format!("f('{}')", noise(9_000));
    let tags = "<script src=/config.js></script><script src=/v1.2.3/a.js></script><script src=/jquery-3.6.0.min.js></script>\
                <script>navigator.serviceWorker.register('/sw.js')</script>";
    project.write("dist/index.html", format!("{page}{tags}"));
    project.write("dist/config.js", "window.config={api:'/api'}");
    for path in ["v1.2.3/a.js", "jquery-3.6.0.min.js", "sw.js"] {
        project.write(&format!("dist/{path}"), &code);
    }
    check(&project, "unhashed-asset", &[]);
}

#[test]
fn a_font_of_a_stylesheet_needs_a_hash_too() {
    let project = hashed();
    project.write("dist/assets/index-draPIbAd.css", "@font-face{src:url(/sans.woff2)}");
    project.write("dist/sans.woff2", noise(9_000));
    check(&project, "unhashed-asset", &[("sans.woff2", "is loaded by assets/index-draPIbAd.css")]);
}

#[test]
fn urls_that_lead_into_the_build_and_name_nothing_are_broken() {
    let project = hashed();
    check(&project, "broken-reference", &[]);
    let page = project.read("dist/index.html");
    project.write("dist/index.html", format!("{page}<script src=/assets/gone.js></script>"));
    project.write("dist/assets/a-C0fDo9Is.js", "import './c-Xy12abQZ.js';import('./d-Xy34abQZ.js')");
    project.write(
        "dist/assets/index-draPIbAd.css",
        "a{background:url(img/x.png)}@font-face{src:url(./f.woff2)}",
    );
    check(
        &project,
        "broken-reference",
        &[
            ("assets/a-C0fDo9Is.js", "there is no assets/c-Xy12abQZ.js"),
            ("assets/a-C0fDo9Is.js", "there is no assets/d-Xy34abQZ.js"),
            ("assets/index-draPIbAd.css", "there is no assets/img/x.png"),
            ("assets/index-draPIbAd.css", "there is no assets/f.woff2"),
            ("index.html", "there is no assets/gone.js"),
        ],
    );
}

#[test]
fn urls_that_something_else_may_answer_are_left_alone() {
    let project = hashed();
    let page = project.read("dist/index.html");
    let tags: String = [
        "/env.js",
        "/api/x.js",
        "env.js",
        "https://cdn.test/assets/x.js",
        "//cdn.test/assets/x.js",
        "/assets/{{ name }}.js",
        "%PUBLIC_URL%/assets/x.js",
        "/__BASE__/assets/x.js",
        "<%= base %>/assets/x.js",
        "/assets/${name}.js",
        "/assets/page",
        "/other/assets/x.js",
        "?x.js",
    ]
    .map(|url| format!("<script src=\"{url}\"></script>"))
    .concat();
    project.write("dist/index.html", format!("{page}{tags}"));
    project.write(
        "dist/assets/a-C0fDo9Is.js",
        "import('./local.js');import 'react';import(x);import '/api/y.js'",
    );
    project.write(
        "dist/assets/index-draPIbAd.css",
        "@font-face{src:url(f.woff2),url(f.woff),url(f.ttf),url(f.svg#f)}a{background:url(/static/x.png)}b{background:url(../../x.png)}i{background:url(../other/x.png)}",
    );
    project.write("dist/assets/f.woff2", "wOF2");
    check(&project, "broken-reference", &[]);
    project.write("dist/assets/nobody-Xy12abQZ.js", "import './gone-Xy12abQZ.js'");
    project.write("dist/assets/nobody-Xy12abQZ.css", "a{background:url(gone.png)}");
    check(&project, "broken-reference", &[]);
}

#[test]
fn images_that_lead_into_the_build_and_name_nothing_are_broken() {
    let project = hashed().file("dist/assets/there.png", "");
    let page = project.read("dist/index.html");
    let broken = "<img src=/assets/a.png srcset='/assets/there.png 1x, assets/b.png 2x'>\
        <picture><source srcset=/assets/c.webp><img src=/assets/there.png></picture>";
    project.write("dist/index.html", format!("{page}{broken}"));
    project.write(
        "dist/assets/a-C0fDo9Is.js",
        "let i=document.createElement('img');i.src='/assets/d.png';document.body.append(i)",
    );
    let missing =
        ["a.png", "b.png", "c.webp"].map(|name| ("index.html", format!("there is no assets/{name}")));
    let mut expected = vec![("assets/a-C0fDo9Is.js", "there is no assets/d.png")];
    expected.extend(missing.iter().map(|(asset, message)| (*asset, message.as_str())));
    check(&project, "broken-reference", &expected);
    let others = "<img src=/assets/there.png><img src=https://cdn.test/assets/a.png><img src='data:image/png,a'>\
        <img src='/assets/{{ a }}.png'><img src=/uploads/a.png><img src=a.png><img data-src=/assets/a.png>\
        <meta property=og:image content=/assets/a.png><img src=/assets/image?name=a.png>";
    project.write("dist/index.html", format!("{page}{others}"));
    project.write(
        "dist/assets/a-C0fDo9Is.js",
        "let i=document.createElement('img');i.src='assets/d.png';document.body.append(i);let a='/assets/e.png'",
    );
    check(&project, "broken-reference", &[]);
    let joined = "let p='/assets/',i=document.createElement('img');i.src=p+'f.png';document.body.append(i)";
    project.write("dist/assets/a-C0fDo9Is.js", joined);
    check(&project, "broken-reference", &[]);
}

#[test]
fn what_is_ignored_or_kept_compressed_is_there() {
    let project = hashed();
    let page = project.read("dist/index.html");
    let tags = "<script src=/assets/gone.js></script><script src=/assets/packed.js></script>";
    project.write("dist/index.html", format!("{page}{tags}"));
    project.write("dist/assets/gone.js", "f()");
    project.write("dist/assets/packed.js.br", brotli(b"f()"));
    assert_eq!(found(&project, "broken-reference", &["assets/gone.js"]), [] as [Value; 0]);
}

#[test]
fn the_path_that_the_build_is_mounted_at_is_learned_from_its_documents() {
    let project = hashed();
    let page = project.read("dist/index.html").replace("=/assets", "=/app/assets");
    let tags = "<script src=/app/assets/gone.js></script><script src=/assets/elsewhere.js></script>";
    project.write("dist/index.html", format!("{page}{tags}"));
    check(&project, "broken-reference", &[("index.html", "there is no assets/gone.js")]);
}

#[test]
fn files_of_an_earlier_build_and_what_only_they_name_are_unreferenced() {
    let project = hashed();
    check(&project, "unreferenced-asset", &[]);
    // Its map and its own name in it do not count.
    project.write(
        "dist/assets/index-Zz19Ab3x.js",
        "import('./old-Qq28Bc4y.js');//# sourceMappingURL=index-Zz19Ab3x.js.map",
    );
    project.write("dist/assets/old-Qq28Bc4y.js", noise(5_000));
    project.write("dist/assets/index-Zz19Ab3x.js.map", "{}");
    project.write("dist/og-1200x630.png", "x");
    project.write("dist/photo-Ww37Cd5z.png", "x");
    project.write("dist/notes.txt", "photo-Ww37Cd5z.png");
    check(
        &project,
        "unreferenced-asset",
        &[("assets/old-Qq28Bc4y.js", "and 1 other file are named by no file of the build")],
    );
    // Any text that names the first names both.
    project.write("dist/sw-list.json", "[\"Zz19Ab3x\"]");
    check(&project, "unreferenced-asset", &[]);
}

#[test]
fn nothing_is_unreferenced_where_a_text_may_be_missing() {
    let project = hashed();
    project.write("dist/assets/index-Zz19Ab3x.js", "f()");
    assert_eq!(found(&project, "unreferenced-asset", &[]).len(), 1);
    project.write("dist/admin.html", "<p>");
    assert_eq!(found(&project, "unreferenced-asset", &["admin.html"]), [] as [Value; 0]);
    // A server has the page.
    fs::remove_file(project.path("dist/index.html")).expect("it can be deleted");
    assert_eq!(found(&project, "unreferenced-asset", &[]), [] as [Value; 0]);
}
