//! What images would save in other forms, measured by the real binary; and what bad images do to it: nothing.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs;
use std::io::Cursor;
use std::time::{Duration, Instant};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use serde_json::{Value, json};
use support::Project;

/// Smooth with a little noise, as photos are.
fn photo(width: u32, height: u32) -> RgbImage {
    let mut state = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let shade = |value: u32| u8::try_from(value % 200 + (state >> 28)).unwrap_or(u8::MAX);
        Rgb([shade(x), shade(y), shade(x + y)])
    })
}

fn written(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).expect("it can be written");
    bytes.into_inner()
}

fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    written(image, ImageFormat::Png)
}

/// A JPEG of the highest quality.
fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 100);
    image.write_with_encoder(encoder).expect("it can be written");
    bytes
}

/// A page with that body; fast compression, and no check but those of what images save.
fn page(body: &str) -> Project {
    let config = json!({ "compression": { "gzip": 1, "brotli": 0 }, "checks": {
        "missing-srcset": "off", "missing-image-size": "off", "missing-lazy-loading": "off",
        "image-metadata": "off", "animated-gif": "off", "unreferenced-asset": "off", "unhashed-asset": "off",
    } });
    let known = Project::new().run(&["explain"]).stdout;
    let mut config = config;
    let checks = config["checks"].as_object_mut().expect("checks are an object");
    checks.retain(|check, _| known.contains(check.as_str()));
    Project::new()
        .file("budgets.json", config.to_string())
        .file("dist/index.html", format!("<!doctype html><title>x</title>{body}"))
}

/// Check and asset of every finding, sorted.
fn found(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("findings are a list");
    let mut found: Vec<(String, String)> =
        findings.iter().map(|finding| (text(&finding["check"]), text(&finding["asset"]))).collect();
    found.retain(|(check, _)| [LEGACY, OVERSIZED, UNOPTIMISED].contains(&check.as_str()));
    found.sort();
    found
}

#[track_caller]
fn check(project: &Project, expected: &[(&str, &str)]) -> Value {
    let report = project.report(&[]);
    let expected: Vec<(String, String)> =
        expected.iter().map(|&(check, asset)| (check.to_owned(), asset.to_owned())).collect();
    assert_eq!(found(&report), expected, "{:#}", report["findings"]);
    report
}

const LEGACY: &str = "legacy-image-format";
const OVERSIZED: &str = "oversized-image";
const UNOPTIMISED: &str = "unoptimised-image";

#[test]
fn a_png_photo_is_named_with_what_it_takes_as_webp() {
    let photo = png(photo(300, 200));
    let project = page("<img src=hero.png>").file("dist/hero.png", &photo);
    let report = check(&project, &[(LEGACY, "hero.png")]);
    let image = &report["images"][0]["encodings"]["webp"];
    assert_eq!(image["measured"], true);
    assert_eq!(image["quality"], 80);
    let bytes = image["bytes"].as_u64().expect("it is a number");
    let waste = report["findings"][0]["waste"].as_u64().expect("it is a number");
    assert_eq!(bytes + waste, photo.len() as u64);
    let message = report["findings"][0]["message"].as_str().expect("it is a text");
    assert!(message.contains("as PNG →") && message.contains("(measured, quality 80)"), "{message}");
}

#[test]
fn what_is_not_encoded_is_estimated_and_says_so() {
    let photo = png(photo(300, 200));
    let project = page("<img src=hero.png>").file("dist/hero.png", &photo);
    let report = project.report(&["--no-encode"]);
    let webp = &report["images"][0]["encodings"]["webp"];
    assert_eq!(*webp, json!({ "bytes": 12_000, "quality": null, "lossless": null, "measured": false }));
    let message = report["findings"][0]["message"].as_str().expect("it is a text");
    assert!(message.contains("about 12") && message.contains("(estimated)"), "{message}");
}

#[test]
fn a_newer_format_beside_the_image_or_in_its_picture_is_enough() {
    let photo = png(photo(300, 200));
    let webp = written(RgbImage::new(1, 1), ImageFormat::WebP);
    let silent = |body: &str, files: &[&str]| {
        let project = page(body).file("dist/hero.png", &photo);
        for file in files {
            project.write(&format!("dist/{file}"), &webp);
        }
        check(&project, &[]);
    };
    silent("<img src=hero.png>", &["hero.webp"]);
    silent("<img src=hero.png>", &["hero.png.webp"]);
    silent("<img src=hero.png>", &["hero-Bx12cd34.webp"]);
    silent("<picture><source type=image/avif srcset=https://cdn.test/1><img src=hero.png></picture>", &[]);
    silent("<picture><source srcset='a/small.webp 1x'><img src=hero.png></picture>", &[]);
    silent(
        "<style>p{background:image-set('x' type('image/webp'),'hero.png' type('image/png'))}</style>",
        &[],
    );
    let project = page("<img src=hero.png>").file("dist/hero.png", &photo).file("dist/else/hero.webp", &webp);
    check(&project, &[(LEGACY, "hero.png")]);
    let project =
        page("<picture><source srcset=other.png><img src=hero.png></picture>").file("dist/hero.png", &photo);
    check(&project, &[(LEGACY, "hero.png")]);
}

#[test]
fn an_image_that_no_page_shows_is_left_alone() {
    let photo = png(photo(300, 200));
    check(&page("").file("dist/hero.png", &photo), &[]);
    check(&page("<link rel=icon href=hero.png>").file("dist/hero.png", &photo), &[]);
    check(&page("<meta property=og:image content=/hero.png>").file("dist/hero.png", &photo), &[]);
    check(
        &page("<link rel=icon href=hero.png><img src=hero.png>").file("dist/hero.png", &photo),
        &[(LEGACY, "hero.png")],
    );
    let styled = page("<link rel=stylesheet href=a.css>").file("dist/a.css", "p{background:url(hero.png)}");
    check(&styled.file("dist/hero.png", &photo), &[(LEGACY, "hero.png")]);
    check(&page("<video poster=hero.png></video>").file("dist/hero.png", &photo), &[(LEGACY, "hero.png")]);
}

#[test]
fn what_a_next_server_may_make_of_an_import_is_not_known() {
    let photo = png(photo(300, 200));
    let script = "const hero={src:'/_next/static/media/hero.1a2b3c4d.png',height:200,width:300};show(hero)";
    let exported = page("<script src=/_next/a.js></script>").file("dist/_next/a.js", script);
    let exported = exported.file("dist/_next/static/media/hero.1a2b3c4d.png", &photo);
    check(&exported, &[(LEGACY, "_next/static/media/hero.1a2b3c4d.png")]);
    let served = page("").file("dist/static/chunks/a.js", script);
    let served = served.file("dist/static/media/hero.1a2b3c4d.png", &photo);
    check(&served, &[]);
}

#[test]
fn a_jpeg_of_too_much_quality_is_named_and_its_waste_told_once() {
    let photo = photo(300, 200);
    let report = check(
        &page("<img src=a.jpg>").file("dist/a.jpg", jpeg(&photo)),
        &[(LEGACY, "a.jpg"), (UNOPTIMISED, "a.jpg")],
    );
    let findings = report["findings"].as_array().expect("findings are a list");
    assert!(findings[0]["waste"].is_u64() && findings[1]["waste"].is_null(), "{findings:#?}");
    let message = findings[1]["message"].as_str().expect("it is a text");
    assert!(message.contains("as JPEG (measured, quality 92)"), "{message}");
    let mut modest = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut modest, 70);
    photo.write_with_encoder(encoder).expect("it can be written");
    check(&page("<img src=a.jpg>").file("dist/a.jpg", modest), &[]);
}

#[test]
fn an_image_wider_than_twice_its_element_is_oversized() {
    let wide = jpeg(&photo(1200, 300));
    let oversized = |body: &str| {
        let report = page(body).file("dist/a.jpg", &wide).report(&[]);
        found(&report).into_iter().any(|(check, _)| check == OVERSIZED)
    };
    assert!(oversized("<img src=a.jpg width=200 height=50>"));
    assert!(oversized("<img src=a.jpg width=200><style>.wide{width:100%}img{max-width:100%}</style>"));
    assert!(oversized("<img src=a.jpg style='width: 200px'>"));
    assert!(oversized("<link rel=preload as=image href=a.jpg><img src=a.jpg width=200>"));
    assert!(oversized("<img srcset='a.jpg 1200w' sizes='(max-width: 400px) 50vw, 150px'>"));
    // Enough on a screen with two pixels a CSS pixel, or not said.
    for silent in [
        "<img src=a.jpg width=600>",
        "<img src=a.jpg>",
        "<img src=a.jpg width='50%'>",
        "<img src=a.jpg width=200 style='width:100%'>",
        "<img src=a.jpg width=200><img src=a.jpg>",
        "<img src=a.jpg width=200><style>p{background:url(a.jpg)}</style>",
        "<img src=a.jpg width=200><style>img{width:100%}</style>",
        "<img src=a.jpg width=200 class=wide><style>.wide{width:100%}</style>",
        "<img srcset='a.jpg 1200w'>",
        "<img srcset='a.jpg 1200w' sizes='calc(10px + 1vw)'>",
        "<img src=b.jpg srcset='b.jpg 600w, a.jpg 1200w' sizes=300px>",
    ] {
        assert!(!oversized(silent), "{silent}");
    }
    let report = page("<img src=a.jpg width=200>").file("dist/a.jpg", &wide).report(&[]);
    let resized = &report["images"][0]["encodings"]["resized"];
    assert_eq!(
        (&resized["width"], &resized["height"], &resized["measured"]),
        (&json!(400), &json!(100), &json!(true))
    );
}

#[test]
fn bad_images_are_weighed_and_nothing_else() {
    let whole = png(photo(300, 200));
    let mut claimed = whole.clone();
    // IHDR: the width at byte 16, the height at byte 20, the checksum at byte 29.
    claimed[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let crc = crc32(&claimed[12..29]).to_be_bytes();
    claimed[29..33].copy_from_slice(&crc);
    let photographed = jpeg(&photo(300, 200));
    let pictures: [(&str, Vec<u8>); 6] = [
        ("claimed.png", claimed),
        ("half.jpg", photographed[..photographed.len() / 3].to_vec()),
        ("half.png", whole[..whole.len() / 3].to_vec()),
        ("noise.png", [&whole[..60], &vec![0xA5; 40_000]].concat()),
        ("bomb.png", bomb()),
        ("text.png", b"<html>not found</html>".repeat(1000)),
    ];
    let body: Vec<String> = pictures.iter().map(|(name, _)| format!("<img src={name} width=10>")).collect();
    let project = page(&body.concat());
    for (name, bytes) in &pictures {
        project.write(&format!("dist/{name}"), bytes);
    }
    let started = Instant::now();
    let report = project.report(&[]);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    let named = found(&report).into_iter().filter(|(_, asset)| asset != "bomb.png" && asset != "half.jpg");
    assert_eq!(named.collect::<Vec<_>>(), [], "{:#}", report["findings"]);
    assert_eq!(report["totals"]["image"]["files"], pictures.len());
}

/// 200 × 200 pixels, and a stream that goes on for 256 MB behind them.
fn bomb() -> Vec<u8> {
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..16 {
        encoder.write_all(&vec![0; 16 << 20]).expect("memory takes everything");
    }
    let stream = encoder.finish().expect("memory takes everything");
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        bytes.extend(u32::try_from(data.len()).expect("it is small").to_be_bytes());
        let inside = [kind, data].concat();
        bytes.extend(&inside);
        bytes.extend(crc32(&inside).to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 200, 0, 0, 0, 200, 8, 2, 0, 0, 0]);
    chunk(b"IDAT", &stream);
    chunk(b"IEND", &[]);
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

#[test]
fn odd_images_are_encoded_as_others_are() {
    let photo = photo(300, 200);
    let deep = DynamicImage::ImageRgb8(photo.clone()).into_rgb16();
    let glass = RgbaImage::from_fn(300, 200, |x, y| {
        let Rgb([red, green, blue]) = *photo.get_pixel(x, y);
        Rgba([red, green, blue, if x < 100 { 0 } else { 255 }])
    });
    let project = page("<img src=deep.png><img src=glass.png><img src=one.png>")
        .file("dist/deep.png", png(deep))
        .file("dist/glass.png", png(glass))
        .file("dist/one.png", png(RgbImage::new(1, 1)));
    check(&project, &[(LEGACY, "deep.png"), (LEGACY, "glass.png")]);
}

#[test]
fn of_an_animation_nothing_is_encoded() {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for index in 0..3 {
        let frame =
            DynamicImage::ImageRgb8(photo(200 + index, 200)).crop_imm(index, 0, 200, 200).into_rgba8();
        encoder.encode_frame(image::Frame::new(frame)).expect("it can be written");
    }
    drop(encoder);
    assert!(bytes.len() > 20_000);
    let report = page("<img src=a.gif width=10>").file("dist/a.gif", bytes).report(&[]);
    assert!(
        found(&report).iter().all(|(check, _)| check != LEGACY && check != OVERSIZED),
        "{:#}",
        report["findings"]
    );
}

#[test]
fn the_cache_changes_nothing_whatever_is_in_it() {
    let project = page("<img src=a.png><img src=b.jpg width=50>")
        .file("dist/a.png", png(photo(300, 200)))
        .file("dist/b.jpg", jpeg(&photo(301, 200)));
    let cold = project.report(&[]);
    let entries = || -> Vec<_> {
        let all = walkdir::WalkDir::new(project.path(".cache")).into_iter().filter_map(Result::ok);
        let files = all.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
        files.filter(|path| path.extension().is_some_and(|extension| extension == "pack")).collect()
    };
    assert_eq!(entries().len(), 1);
    assert_eq!(project.report(&[]), cold);
    for entry in entries() {
        fs::write(entry, "{\"bytes\":1,\"lossless\":false}").expect("it can be written");
    }
    assert_eq!(project.report(&[]), cold);
    fs::remove_dir_all(project.path(".cache")).expect("it can be removed");
    assert_eq!(project.report(&["--no-cache"]), cold);
    assert!(entries().is_empty());
    project.write(".cache", "a file");
    assert_eq!(project.report(&[]), cold);
}

#[test]
fn threads_change_nothing() {
    let project = page("<img src=a.png><img src=b.jpg width=50><img src=c.png>")
        .file("dist/a.png", png(photo(300, 200)))
        .file("dist/b.jpg", jpeg(&photo(301, 200)))
        .file("dist/c.png", png(photo(200, 300)));
    let one = project.report(&["--threads", "1", "--no-cache"]);
    assert_eq!(project.report(&["--threads", "3", "--no-cache"]), one);
}
