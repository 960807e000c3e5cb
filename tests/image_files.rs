//! Image files: what is read of good, odd and bad ones, and what the checks of image files say of them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]
#![expect(clippy::disallowed_methods, reason = "tests read and write files")]

mod support;

use std::time::Instant;

use serde_json::{Value, json};
use support::Project;

/// A PNG of one pixel whose header says something else, with a chunk in it.
fn png(side: u32, chunk: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
    bytes.extend(side.to_be_bytes());
    bytes.extend(side.to_be_bytes());
    bytes.extend(b"\x08\x02\0\0\0\0\0\0\0");
    bytes.extend(chunk);
    bytes.extend(
        b"\0\0\0\x0CIDAT\x08\xD7c\xF8\xCF\xC0\0\0\x03\x01\x01\0\x18\xDD\x8D\xB0\0\0\0\0IEND\xAEB`\x82",
    );
    bytes
}

fn text_chunk(length: u32) -> Vec<u8> {
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend(b"tEXtComment\0");
    bytes.resize(length as usize + 12, b'x');
    bytes
}

/// A GIF of 1 × 1 pixel.
fn gif(frames: usize) -> Vec<u8> {
    let mut bytes = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF".to_vec();
    bytes.extend(b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0".repeat(frames));
    bytes.push(0x3B);
    bytes
}

fn project() -> Project {
    let shown =
        ["a.gif", "still.gif", "frames.gif", "a.png", "b.png", "a.jpg", "a.svg", "licence.svg", "large.svg"];
    let links: String = shown.map(|name| format!("<link rel=preload as=image href={name}>")).concat();
    Project::new().file("dist/index.html", format!("<!doctype html><title>t</title>{links}"))
}

/// Check, asset and waste of each finding of the three checks, where those are on.
fn findings(project: &Project, checks: &Value) -> Vec<(String, String, Option<u64>)> {
    let config = json!({ "compression": { "gzip": 6, "brotli": 0 }, "checks": checks });
    project.write("budgets.json", config.to_string());
    let report = project.report(&[]);
    let found = report["findings"].as_array().expect("findings are a list");
    let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
    let checks = ["animated-gif", "duplicate-image", "image-metadata"];
    found
        .iter()
        .filter(|found| checks.iter().any(|&check| found["check"] == check))
        .map(|found| (text(&found["check"]), text(&found["asset"]), found["waste"].as_u64()))
        .collect()
}

fn found(check: &str, asset: &str, waste: Option<u64>) -> (String, String, Option<u64>) {
    (check.to_owned(), asset.to_owned(), waste)
}

/// The problem of `dist/it.png` with that content; all else of the run is as ever.
fn problem(name: &str, content: &[u8]) -> Option<String> {
    let path = format!("dist/{name}");
    let report = project().file(&path, content).report(&["--no-config"]);
    let problems = report["problems"].as_array().expect("problems are a list");
    assert!(problems.len() <= 1, "{problems:#?}");
    let problem = problems.first()?;
    assert_eq!(problem["asset"], name);
    Some(problem["message"].as_str().expect("it is a text").to_owned())
}

#[track_caller]
fn check_problem(name: &str, content: &[u8], expected: &str) {
    let message = problem(name, content).unwrap_or_else(|| panic!("{name} has no problem"));
    assert!(message.contains(expected), "{message}");
}

#[test]
fn what_is_no_image_is_a_problem_that_says_what_it_is() {
    check_problem("a.png", b"<!doctype html><html><body>Not found</body></html>", "an HTML page");
    check_problem("a.jpg", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", "Git LFS");
    check_problem("a.webp", &png(1, &[])[..40], "is cut short");
    check_problem("a.svg", b"<svg><g>", "is cut short");
    check_problem("a.gif", b"nothing of the kind", "is no image");
}

#[test]
fn an_image_is_what_its_content_says_and_formats_that_browsers_lack_are_let_be() {
    assert_eq!(problem("a.jpg", &png(1, &[])), None);
    assert_eq!(problem("a.png", &gif(1)), None);
    assert_eq!(problem("a.tif", b"II*\0\x08\0\0\0"), None);
    assert_eq!(problem("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), None);
    assert_eq!(problem("a.png", &png(60_000, &[])), None);
}

#[test]
fn an_empty_image_and_a_module_under_the_name_of_an_svg_are_no_problem() {
    assert_eq!(problem("a.png", b""), None);
    assert_eq!(problem("a.svg", b"export default '/a.svg';"), None);
    assert_eq!(problem("a.SVG", b"<Icon/>"), None);
    check_problem("a.png", b"export default '/a.png';", "is no image");
}

#[test]
fn images_are_read_for_check_alone() {
    let project = project().file("dist/a.png", "no image");
    let outcome = project.run(&["graph", "dist"]);
    outcome.expect(0, &[]);
    assert!(!outcome.stderr.contains("a.png"), "{}", outcome.stderr);
}

#[test]
fn large_and_malicious_images_cost_next_to_nothing() {
    let laughs: Vec<String> =
        (1..10).map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE svg [<!ENTITY l0 'ha'>{}]><svg><text>&l9;</text></svg>", laughs.concat());
    let large = format!("<svg width='9' height='9'>{}</svg>", "<path d='M0 0h1v1'/>".repeat(262_144));
    let project = project()
        .file("dist/frames.gif", gif(1_000_000))
        .file("dist/laughs.svg", laughs)
        .file("dist/large.svg", large);
    let started = Instant::now();
    let all = findings(&project, &json!({}));
    assert_eq!(all, [found("animated-gif", "frames.gif", None)]);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn a_gif_that_moves_is_reported_above_the_allowance() {
    let large = gif(10_000);
    let project =
        project().file("dist/a.gif", &large).file("dist/still.gif", [gif(1), vec![0; 200_000]].concat());
    assert_eq!(findings(&project, &json!({})), [found("animated-gif", "a.gif", None)]);
    let allowed = |bytes: usize| json!({ "animated-gif": ["warn", { "max": bytes }] });
    assert_eq!(findings(&project, &allowed(large.len())), []);
    assert_eq!(findings(&project, &allowed(large.len() - 1)).len(), 1);
    assert_eq!(findings(&project, &json!({ "animated-gif": "off" })), []);
}

#[test]
fn metadata_is_reported_from_its_least_size_on() {
    let project = project()
        .file("dist/a.png", png(1, &text_chunk(4_084)))
        .file("dist/b.png", png(1, &text_chunk(4_083)));
    assert_eq!(findings(&project, &json!({})), [found("image-metadata", "a.png", Some(4_096))]);
    project.write("dist/nobody-names-it.png", png(1, &text_chunk(4_084)));
    assert_eq!(findings(&project, &json!({})), [found("image-metadata", "a.png", Some(4_096))]);
    let least = json!({ "image-metadata": ["warn", { "min": 4_095 }] });
    assert_eq!(findings(&project, &least).len(), 2);
}

#[test]
fn what_an_svg_editor_leaves_is_no_measured_waste() {
    let namespace = "xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape'";
    let grids = "<inkscape:grid id='g'/>".repeat(300);
    let licence = format!("<metadata><cc:license>{}</cc:license></metadata>", "x".repeat(9_000));
    let project = project()
        .file("dist/a.svg", format!("<svg {namespace}>{grids}</svg>"))
        .file("dist/licence.svg", format!("<svg>{licence}</svg>"));
    assert_eq!(findings(&project, &json!({})), [found("image-metadata", "a.svg", None)]);
}

#[test]
fn a_photo_whose_metadata_turns_it_must_be_turned_first() {
    let mut photo =
        b"\xFF\xD8\xFF\xE1\x17\x70Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
    photo.resize(0x1770 + 4, 0);
    photo.extend(b"\xFF\xC0\0\x0B\x08\0\x05\0\x08\x01\x01\x11\0\xFF\xDA");
    let report = project().file("dist/a.jpg", photo).report(&["--no-config"]);
    let [finding] = report["findings"].as_array().expect("findings are a list").as_slice() else {
        panic!("{:#}", report["findings"])
    };
    assert!(finding["help"].as_str().expect("it is a text").contains("upright"), "{finding:#}");
}

/// What `duplicate-image` finds in a build with these two documents, a stylesheet, a script, and four copies of one image.
#[track_caller]
fn check_copies(index: &str, other: &str, expected: &[&str], waste: u64) {
    let image = png(1, &text_chunk(3_000));
    let mut project = Project::new()
        .file("dist/index.html", format!("<!doctype html><body>{index}"))
        .file("dist/other.html", format!("<!doctype html><body>{other}"))
        .file("dist/a.css", "p{background:url(b.png)}");
    for name in ["a.png", "b.png", "c.png", "d.png"] {
        project = project.file(&format!("dist/{name}"), &image);
    }
    let on = json!({ "duplicate-image": ["warn", { "min": "1 kB" }] });
    let waste = image.len() as u64 * waste;
    let expected: Vec<_> =
        expected.iter().map(|asset| found("duplicate-image", asset, Some(waste))).collect();
    let copies = |settings: &Value| {
        let found = findings(&project, settings).into_iter();
        found.filter(|(check, ..)| check == "duplicate-image").collect::<Vec<_>>()
    };
    assert_eq!(copies(&on), expected, "{index} | {other}");
    assert_eq!(copies(&json!({})), [], "they are small");
}

#[test]
fn copies_of_an_image_are_one_finding_where_one_page_can_load_two() {
    check_copies("<img src=a.png><img src=b.png>", "", &["a.png"], 1);
    check_copies(
        "<img src=c.png><img src=b.png><img src=d.png><img src=d.png>",
        "<img src=a.png>",
        &["b.png"],
        2,
    );
    check_copies("<link rel=stylesheet href=a.css><img src=d.png>", "", &["b.png"], 1);
    check_copies(
        "<script>let i=document.createElement('img');i.src='/a.png';document.body.append(i)</script><img src=d.png>",
        "",
        &["a.png"],
        1,
    );
}

#[test]
fn copies_that_no_page_loads_together_are_no_finding() {
    check_copies("<img src=a.png>", "<img src=b.png>", &[], 0);
    check_copies("<img src=a.png>", "<link rel=stylesheet href=a.css>", &[], 0);
    check_copies(
        "<img src=a.png><link rel=icon href=b.png><meta property=og:image content=c.png>",
        "",
        &[],
        0,
    );
    check_copies("<img src=a.png srcset='a.png 1x, b.png 2x'>", "", &[], 0);
}
