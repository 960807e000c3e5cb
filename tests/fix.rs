//! `weighbridge fix images` writes what its findings ask for, elsewhere, and prints markup that shows it.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, ImageReader, Rgb, RgbImage};
use support::Project;

const PAGE: &str = "<!doctype html><img src=/a/hero.png alt='a \"hero\"' loading=lazy class=wide>";

/// Smooth with a little noise, as photos are.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let image = RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let shade = |value: u32| u8::try_from(value % 200 + (state >> 28)).unwrap_or(u8::MAX);
        Rgb([shade(x), shade(y), shade(x + y)])
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).expect("it can be written");
    bytes.into_inner()
}

/// Which no format can make small.
fn noise(width: u32, height: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let image = RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [red, green, blue, _] = state.rotate_left(8).to_le_bytes();
        Rgb([red, green, blue])
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).expect("it can be written");
    bytes.into_inner()
}

/// Every file under a folder, by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = all.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("it lies in the folder");
            let name = path.to_string_lossy().replace('\\', "/");
            (name, fs::read(entry.path()).expect("it can be read"))
        })
        .collect()
}

fn project() -> Project {
    Project::new().file("dist/index.html", PAGE).file("dist/a/hero.png", photo(500, 200))
}

#[test]
fn the_webp_lies_beside_a_copy_and_the_markup_shows_it() {
    let project = project();
    let before = files(&project.path("dist"));
    let outcome = project.run(&["fix", "images", "dist", "--out", "images"]);
    outcome.expect(0, &[]);
    let written = files(&project.path("images"));
    assert_eq!(written.keys().collect::<Vec<_>>(), ["a/hero.png", "a/hero.webp"]);
    assert_eq!(written["a/hero.png"], before["a/hero.png"]);
    assert!(written["a/hero.webp"].len() * 2 < written["a/hero.png"].len());
    assert_eq!(files(&project.path("dist")), before);
    let markup: Vec<&str> = outcome.stdout.lines().skip(1).collect();
    assert_eq!(
        markup,
        [
            "<picture>",
            "  <source type=\"image/webp\" srcset=\"/a/hero.webp\">",
            "  <img src=\"/a/hero.png\" width=\"500\" height=\"200\" loading=\"lazy\" class=\"wide\" alt=\"a &quot;hero&quot;\">",
            "</picture>",
        ]
    );
}

#[test]
fn a_side_that_is_not_written_follows_from_the_one_that_is() {
    for (written, sides) in
        [("width=250", "width=\"250\" height=\"100\""), ("height=20", "width=\"50\" height=\"20\"")]
    {
        let page = format!("<!doctype html><img src=/a/hero.png {written}>");
        let project = project().file("dist/index.html", page);
        let outcome = project.run(&["fix", "images", "dist", "--out", "images"]);
        assert!(outcome.stdout.contains(sides), "{}", outcome.stdout);
    }
}

#[test]
fn the_bytes_are_those_that_the_finding_tells() {
    let project = project();
    let report = project.report(&[]);
    let images = report["images"].as_array().expect("images are a list");
    let told = images[0]["encodings"]["webp"]["bytes"].as_u64().expect("it is a number");
    project.run(&["fix", "images", "dist", "--out", "images"]).expect(0, &[]);
    assert_eq!(files(&project.path("images"))["a/hero.webp"].len() as u64, told);
}

#[test]
fn widths_and_avif_are_written_on_request() {
    // AVIF takes its time, and the binary of the tests is not optimised.
    let project = Project::new().file("dist/index.html", PAGE).file("dist/a/hero.png", noise(120, 60));
    let arguments = ["fix", "images", "dist", "--out", "images", "--avif", "--widths", "30,60,800"];
    let outcome = project.run(&arguments);
    outcome.expect(0, &[]);
    let written = files(&project.path("images"));
    let names = [
        "a/hero-30.avif",
        "a/hero-30.webp",
        "a/hero-60.avif",
        "a/hero-60.webp",
        "a/hero.avif",
        "a/hero.png",
        "a/hero.webp",
    ];
    assert_eq!(written.keys().collect::<Vec<_>>(), names);
    let size = |name: &str| {
        let reader = ImageReader::new(Cursor::new(&written[name])).with_guessed_format();
        reader.expect("memory can be read").into_dimensions().expect("it is an image")
    };
    assert_eq!(size("a/hero-60.webp"), (60, 30));
    assert_eq!(size("a/hero.webp"), (120, 60));
    assert!(written["a/hero-30.avif"].starts_with(b"\0\0\0"));
    let sources = [
        "type=\"image/avif\" srcset=\"/a/hero-30.avif 30w, /a/hero-60.avif 60w, /a/hero.avif 120w\" sizes=\"100vw\"",
        "type=\"image/webp\" srcset=\"/a/hero-30.webp 30w, /a/hero-60.webp 60w, /a/hero.webp 120w\" sizes=\"100vw\"",
    ];
    for source in sources {
        assert!(outcome.stdout.contains(source), "{}", outcome.stdout);
    }
    // Once more gives the same bytes, which are not overwritten.
    assert_eq!(project.run(&arguments).stdout, outcome.stdout);
    assert_eq!(files(&project.path("images")), written);
}

#[test]
fn a_folder_in_the_build_is_refused() {
    let project = project();
    let before = files(&project.path("dist"));
    for out in ["dist", "dist/images", "./dist/../dist/new/er", "dist/a"] {
        let outcome = project.run(&["fix", "images", "dist", "--out", out]);
        outcome.expect(2, &["lies in the build `dist`, which is never changed", "--out images"]);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(project.path("dist"), project.path("link")).expect("a link can be made");
        project.run(&["fix", "images", "dist", "--out", "link/new"]).expect(2, &["never changed"]);
        project.run(&["fix", "images", "link", "--out", "dist/new"]).expect(2, &["never changed"]);
        // A folder of the target leads into the build.
        fs::create_dir(project.path("images")).expect("a folder can be made");
        std::os::unix::fs::symlink(project.path("dist/a"), project.path("images/a"))
            .expect("a link can be made");
        project.run(&["fix", "images", "dist", "--out", "images"]).expect(2, &["never changed"]);
    }
    assert_eq!(files(&project.path("dist")), before);
}

#[test]
fn what_is_there_is_overwritten_on_request_only() {
    let project = project().file("images/a/hero.webp", "mine");
    let arguments = ["fix", "images", "dist", "--out", "images"];
    project.run(&arguments).expect(2, &["`images/a/hero.webp` is there already", "--force"]);
    assert_eq!(project.read("images/a/hero.webp"), "mine");
    assert!(!project.path("images/a/hero.png").exists());
    project.run(&[&arguments[..], &["--force"]].concat()).expect(0, &[]);
    assert!(fs::read(project.path("images/a/hero.webp")).expect("it is there").starts_with(b"RIFF"));
}

#[test]
fn two_images_of_one_name_have_two_names() {
    let project = project();
    project.write("dist/index.html", "<img src=a/hero.png><img src=a/hero.bmp>");
    let png = image::load_from_memory(&photo(300, 100)).expect("it is an image");
    let mut bytes = Cursor::new(Vec::new());
    png.write_to(&mut bytes, ImageFormat::Bmp).expect("it can be written");
    project.write("dist/a/hero.bmp", bytes.into_inner());
    project.run(&["fix", "images", "dist", "--out", "images"]).expect(0, &[]);
    let written = files(&project.path("images"));
    let names = ["a/hero.bmp", "a/hero.bmp.webp", "a/hero.png", "a/hero.png.webp"];
    assert_eq!(written.keys().collect::<Vec<_>>(), names);
}

#[test]
fn an_image_of_a_stylesheet_has_an_image_set() {
    let project = project().file("dist/a.css", "p{background:url(a/hero.png)}");
    project.write("dist/index.html", "<link rel=stylesheet href=a.css>");
    let outcome = project.run(&["fix", "images", "dist", "--out", "images"]);
    outcome.expect(0, &[]);
    let set = "background-image: image-set(url(\"a/hero.webp\") type(\"image/webp\"), url(\"a/hero.png\") type(\"image/png\"));";
    assert!(outcome.stdout.contains(set), "{}", outcome.stdout);
}

#[test]
fn where_nothing_is_to_be_mended_nothing_is_written() {
    let project = Project::new().file("dist/index.html", "<p>").file("dist/a.png", photo(500, 200));
    let outcome = project.run(&["fix", "images", "dist", "--out", "images"]);
    outcome.expect(0, &[]);
    assert!(outcome.stdout.contains("no image of the build needs another form"), "{}", outcome.stdout);
    assert!(!project.path("images").exists());
}

#[test]
fn a_check_that_is_off_is_asked_for_here() {
    let project = project().file("budgets.json", "{ \"checks\": { \"legacy-image-format\": \"off\" } }");
    project.run(&["fix", "images", "dist", "--out", "images"]).expect(0, &[]);
    assert!(project.path("images/a/hero.webp").exists());
}
