//! Images: where they are used, and the checks of that, on the real binary.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::Project;

/// A PNG of that many pixels, with so many bytes behind its head.
fn png(width: u32, height: u32, bytes: usize) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    file.extend(width.to_be_bytes());
    file.extend(height.to_be_bytes());
    file.extend(b"\x08\x02\0\0\0\0\0\0\0");
    let length = u32::try_from(bytes).expect("it is small");
    file.extend(length.to_be_bytes());
    file.extend(b"IDAT");
    file.extend((0..bytes).map(|index| u8::try_from(index * 7 % 251).expect("it is one byte")));
    file.extend(b"\0\0\0\0\0\0\0\0IEND\0\0\0\0");
    file
}

const PHONE: &str = "<!doctype html><meta name=viewport content='width=device-width'><body>";

/// A build of one page and four images: `hero.png` is 1,600 pixels wide, `photo.png` and `other.png` 700, `icon.png` 32.
fn page(body: &str) -> Project {
    Project::new()
        .file("dist/index.html", format!("{PHONE}{body}"))
        .file("dist/hero.png", png(1_600, 900, 200_000))
        .file("dist/photo.png", png(700, 700, 50_000))
        .file("dist/other.png", png(700, 701, 50_000))
        .file("dist/icon.png", png(32, 32, 300))
}

/// What the four checks find: the check, the file, and the text of the tag or rule that it points at, up to a space.
fn found(project: &Project) -> Vec<String> {
    let report = project.report(&["--no-config", "--no-encode"]);
    let checks = ["missing-srcset", "missing-image-size", "missing-lazy-loading", "lazy-hero-image"];
    let mut found: Vec<String> = report["findings"]
        .as_array()
        .expect("findings are a list")
        .iter()
        .filter_map(|finding| {
            let check = finding["check"].as_str().filter(|check| checks.contains(check))?;
            let asset = finding["asset"].as_str().expect("it has a file");
            let column =
                usize::try_from(finding["column"].as_u64().expect("it has a place")).expect("it is small");
            let line =
                usize::try_from(finding["line"].as_u64().expect("it has a place")).expect("it is small");
            let text = project.read(&format!("dist/{asset}"));
            let rest: String =
                text.lines().nth(line - 1).expect("there is such a line").chars().skip(column - 1).collect();
            let tag = rest.split('>').next().unwrap_or_default();
            Some(format!("{check} {tag}"))
        })
        .collect();
    found.sort();
    found
}

#[track_caller]
fn check(body: &str, expected: &[&str]) {
    assert_eq!(found(&page(body)), expected, "{body}");
}

/// The size that keeps `missing-image-size` silent.
const SIZED: &str = "width=1600 height=900";

#[test]
fn every_use_is_in_the_report_with_its_file_and_attributes() {
    let project = page(
        "<img src=/hero.png srcset='hero.png 1600w, photo.png 800w' sizes=100vw alt=A loading=lazy>\n<img src=https://other.example/b.png>",
    );
    project.write("dist/a.css", "p{background:url(icon.png)}");
    let report = project.report(&["--no-config"]);
    let image = |path: Value| {
        let images = report["images"].as_array().expect("images are a list");
        images.iter().find(|image| image["path"] == path).unwrap_or_else(|| panic!("{path} is not there"))
    };
    let hero = image(json!("hero.png"));
    assert_eq!(
        (&hero["format"], &hero["width"], &hero["height"]),
        (&json!("png"), &json!(1_600), &json!(900))
    );
    let used = &hero["uses"][0];
    assert_eq!(used["asset"], "index.html");
    assert_eq!(
        (&used["element"], &used["srcset"], &used["sizes"]),
        (&json!("img"), &json!(true), &json!("100vw"))
    );
    assert_eq!((&used["alt"], &used["loading"], &used["width"]), (&json!("A"), &json!("lazy"), &Value::Null));
    assert_eq!(
        used["candidates"][1],
        json!({ "url": "photo.png", "path": "photo.png", "descriptor": "800w", "type": null })
    );
    assert_eq!(image(json!("photo.png"))["uses"][0]["alt"], "A");
    assert_eq!(image(json!("icon.png"))["uses"][0]["element"], "css");
    assert_eq!(image(json!("other.png"))["uses"], json!([]));
    assert_eq!(image(Value::Null)["uses"][0]["src"], "https://other.example/b.png");
    assert_eq!(
        report["images"].as_array().and_then(|images| images.last()).map(|last| &last["path"]),
        Some(&Value::Null)
    );
}

#[test]
fn a_large_image_wants_smaller_copies_unless_it_has_them_or_is_shown_small() {
    check(
        &format!("<img src=hero.png {SIZED}>"),
        &["missing-srcset <img src=hero.png width=1600 height=900"],
    );
    for silent in [
        "<img src=hero.png width=1600 height=900 srcset='photo.png 800w, hero.png 1600w'>",
        "<picture><source srcset=photo.png media='(max-width:800px)'><img src=hero.png width=1600 height=900></picture>",
        "<img src=hero.png width=160 height=90>",
        "<img src=hero.png height=90 style='width:160px'>",
        "<img data-src=hero.png>",
        "<img src=photo.png width=700 height=700>",
        "<img src=icon.png width=3200 height=3200>",
    ] {
        check(silent, &[]);
    }
}

#[test]
fn an_image_that_one_page_shows_small_and_another_large_is_too_large_for_the_first() {
    let wide = format!("{PHONE}<img src=hero.png {SIZED} srcset='photo.png 800w, hero.png 1600w'>");
    let project = page("<img src=hero.png width=300 height=169>").file("dist/wide.html", &wide);
    assert_eq!(found(&project), ["missing-srcset <img src=hero.png width=300 height=169"]);
    for silent in [
        // One request for both.
        "<img src=hero.png width=300><img src=hero.png width=1600 height=900>",
        "<style>img{width:100%}</style><img src=hero.png width=300 height=169>",
        "<img src=hero.png width=300 height=169 srcset='photo.png 2x'>",
        "<img src=photo.png width=400 height=400>",
    ] {
        project.write("dist/index.html", format!("{PHONE}{silent}"));
        let found = found(&project);
        assert!(
            !found.iter().any(|found| found.contains("missing-srcset <img src=hero.png width=300")),
            "{found:?}"
        );
    }
}

#[test]
fn smaller_copies_are_judged_by_the_bytes_that_a_phone_gets_for_nothing() {
    let project = page(&format!("<img src=hero.png {SIZED}>"));
    let report = project.report(&["--no-config", "--no-encode"]);
    let finding = &report["findings"]
        .as_array()
        .and_then(|all| all.iter().find(|one| one["check"] == "missing-srcset"));
    let raw = std::fs::metadata(project.path("dist/hero.png")).expect("it is there").len();
    // 721 × 405 of 1,600 × 900 pixels.
    let share = 721 * 405 * 1_000_000 / (1_600 * 900);
    assert_eq!(finding.map(|finding| &finding["waste"]), Some(&json!(raw - raw * share / 1_000_000)));
    project.write("dist/hero.png", png(1_600, 900, 4_000));
    assert_eq!(found(&project), [""; 0]);
    project.write("dist/hero.png", png(729, 900, 200_000));
    assert_eq!(found(&project), [""; 0]);
    project.write("dist/hero.png", png(736, 900, 200_000));
    assert_eq!(found(&project).len(), 1);
    // A page that does not fit itself to phones.
    project.write("dist/index.html", format!("<body><img src=hero.png {SIZED}>"));
    assert_eq!(found(&project), [""; 0]);
}

const UNSIZED: &str = "missing-image-size <img src=photo.png class=a";

#[test]
fn an_image_without_a_size_is_found_unless_a_rule_could_give_it_one() {
    let tag = "<img src=photo.png class=a>";
    let with = |style: &str| format!("<style>{style}</style>{tag}");
    check(tag, &[UNSIZED]);
    for firing in [
        "img{max-width:100%;height:auto}",
        "img{width:100%}",
        ".b{width:1px;height:1px}",
        "div,img::before,#x{width:1px;height:1px}",
        ".a span{width:1px;height:1px}",
        ".x img,.x .a{width:1px;height:1px}",
        "[hidden]{display:none}",
        "@media print{img{display:none}}",
        "@font-face{width:1px;height:1px}",
    ] {
        check(&with(firing), &[UNSIZED]);
    }
    for silent in [
        "img{width:1px}.a{height:1px}",
        "*{aspect-ratio:1;width:50%}",
        "body > .a{position:absolute}",
        "@media screen, print{.a:not(.b){width:1px;height:var(--h)}}",
        "body{& img{width:1px;height:1px}}",
        ".a{&:hover{display:none}}",
        ":is(.q,.a){width:1px;height:1px}",
        "[data-x]{width:1px;height:1px}",
    ] {
        check(&with(silent), &[]);
    }
    // A script may set a class of the body.
    check(&format!("<script>f()</script>{}", with(".x img{width:1px;height:1px}")), &[]);
    check("<img src=photo.png width=1 height=1><img src=photo.png style='width:1px;aspect-ratio:1'>", &[]);
    check("<img src='data:image/svg+xml,%3csvg/%3e'><img><img hidden src=photo.png><img src={{x}}>", &[]);
}

#[test]
fn a_size_may_come_from_a_stylesheet_of_the_build_of_another_site_or_of_a_script() {
    let tag = "<img src=photo.png class=a>";
    let project =
        page(&format!("<link rel=stylesheet href=a.css>{tag}")).file("dist/a.css", "@import 'b.css';");
    project.write("dist/b.css", "p{color:red}");
    assert_eq!(found(&project), [UNSIZED]);
    project.write("dist/b.css", ".a{width:1px;height:1px}");
    assert_eq!(found(&project), [""; 0]);
    project.write("dist/b.css", "@import 'https://other.example/c.css';");
    assert_eq!(found(&project), [""; 0]);
    check(&format!("<link rel=stylesheet href=https://other.example/a.css>{tag}"), &[]);
    let project = page(&format!("<script src=a.js></script>{tag}")).file("dist/a.js", "f()");
    assert_eq!(found(&project), [UNSIZED]);
    project.write("dist/a.js", "document.head.append(document.createElement('style'))");
    assert_eq!(found(&project), [""; 0]);
}

#[test]
fn one_image_without_a_size_is_one_finding_over_all_pages() {
    let project = page("<img src=photo.png class=a>");
    project.write("dist/z.html", project.read("dist/index.html"));
    assert_eq!(found(&project), [UNSIZED]);
    let report = project.report(&["--no-config"]);
    let message = report["findings"]
        .as_array()
        .and_then(|all| all.iter().find(|one| one["check"] == "missing-image-size"));
    let message = message.and_then(|finding| finding["message"].as_str()).expect("it is found");
    assert!(message.contains("1 more place"), "{message}");
}

#[test]
fn images_below_the_first_screen_are_to_be_lazy() {
    let photo = |name: &str, more: &str| format!("<img src={name}.png width=700 height=700 {more}>");
    let project = |more: &str| {
        let body =
            [photo("photo", ""), photo("other", ""), photo("third", ""), photo("fourth", more)].concat();
        page(&body)
            .file("dist/third.png", png(700, 700, 50_001))
            .file("dist/fourth.png", png(700, 700, 50_002))
    };
    // Three of 412 × 412 stand above the fourth.
    assert_eq!(
        found(&project("alt=x")),
        ["missing-lazy-loading <img src=fourth.png width=700 height=700 alt=x"]
    );
    for silent in ["loading=lazy", "loading=eager", "fetchpriority=high", ":loading=x", "data-src=fourth.png"]
    {
        assert_eq!(found(&project(silent)), [""; 0], "{silent}");
    }
    // Small images can stand beside each other.
    let project = project("");
    project.write(
        "dist/index.html",
        project.read("dist/index.html").replace("width=700 height=700", "width=80 height=80"),
    );
    assert_eq!(found(&project), [""; 0]);
}

#[test]
fn the_image_that_visitors_wait_for_is_not_to_be_lazy() {
    let lazy = "<img src=photo.png width=700 height=700 loading=lazy";
    let said = [format!("lazy-hero-image {lazy}")];
    let said = said.each_ref().map(String::as_str);
    check(&format!("<h1>Short</h1>{lazy}>"), &said);
    check(&format!("<p>{}</p>{lazy}>", "words ".repeat(100)), &[]);
    check(&format!("<img src=icon.png width=32 height=32>{lazy}>"), &[]);
    check("<img src=icon.png width=32 height=32 loading=lazy>", &[]);
    check(&format!("<style>img{{position:absolute}}</style>{lazy}>"), &[]);
    check(
        &format!("<link rel=preload as=image href=photo.png><img src=icon.png width=1 height=1>{lazy}>"),
        &said,
    );
    let both = "<img src=icon.png width=32 height=32 loading=lazy fetchpriority=high";
    check(&format!("{both}>"), &[&format!("lazy-hero-image {both}")]);
}

/// Runs `check` and gives what it took.
#[track_caller]
fn timed(project: &Project) -> Duration {
    let start = Instant::now();
    let outcome = project.run(&["check", "dist", "--no-config", "--report", "json=r.json"]);
    assert!(matches!(outcome.status, 0 | 1), "status {}: {}", outcome.status, outcome.stderr);
    start.elapsed()
}

#[test]
fn enormous_documents_and_stylesheets_are_read_in_bounded_time() {
    let many: String =
        (0..200_000).flat_map(|index| [" a".to_owned(), index.to_string(), "=b".to_owned()]).collect();
    let cases = [
        ("dist/index.html", format!("<img{many} src=a.png>")),
        ("dist/index.html", "<img src=a.png>".repeat(200_000)),
        ("dist/index.html", format!("<img srcset='{}'>", "a.png 1x, ".repeat(100_000))),
        ("dist/index.html", format!("<p style='{}'>", "background:url(a.png);".repeat(50_000))),
        ("dist/a.css", "a{background:url('a.png\n".repeat(50_000)),
        ("dist/a.css", "a{b:url(".repeat(50_000)),
        ("dist/a.css", ".a img{width:1px;&{".repeat(50_000)),
        ("dist/a.css", format!("{}{{width:1px}}", ".a,".repeat(200_000))),
        ("dist/a.css", format!("a{{background:{}}}", "url(a.png),".repeat(100_000))),
        ("dist/a.css", format!("a{{background:{}", "image-set(".repeat(100_000))),
    ];
    for (path, text) in cases {
        let project = Project::new().file(path, &text);
        let took = timed(&project);
        assert!(took < Duration::from_secs(30), "{path} {}: {took:?}", &text[..40]);
    }
}
