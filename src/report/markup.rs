//! The markup that shows new forms of images: `<picture>` for elements, `image-set()` for stylesheets.

use std::fmt::Write;

use crate::model::budget::Metric;
use crate::model::build::Build;
use crate::model::image::{ImageElement, ImageFormat, ImageUse, PlacedUse};
use crate::model::image_copies::{ImageCopies, ImageForm};
use crate::report::text;

/// The markup of all images, one after the other, each under a comment with its path and what it saves.
pub fn render(build: &Build, all: &[ImageCopies]) -> String {
    if all.is_empty() {
        return "<!-- no image of the build needs another form -->\n".to_owned();
    }
    let mut out = String::new();
    for (index, copies) in all.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let uses: Vec<&PlacedUse> = build
            .image_uses
            .iter()
            .filter(|placed| placed.files().any(|file| file == copies.asset))
            .collect();
        let element = uses.iter().find(|placed| placed.written.element == ImageElement::Img).copied();
        let is_of_style = uses.iter().any(|placed| placed.written.element == ImageElement::Css);
        let comment = comment(build, copies);
        match element {
            None if is_of_style => image_set(&mut out, build, copies, &comment),
            element => picture(&mut out, build, copies, element, &comment),
        }
    }
    out
}

/// `assets/hero.png: 412 kB as png; webp 61 kB, avif 40 kB`
fn comment(build: &Build, copies: &ImageCopies) -> String {
    let size = |bytes: &[u8]| text::quantity(Metric::Raw, bytes.len() as u64);
    let full = copies.forms.iter().filter(|form| form.width == copies.size.0);
    let full: Vec<String> =
        full.map(|form| format!("{} {}", form.format.name(), size(&form.bytes))).collect();
    let path =
        text::printable(build.path(copies.asset)).into_owned().replace("--", "- -").replace("*/", "* /");
    let own = format!("{path}: {} {}", copies.format.name(), size(&copies.original));
    if full.is_empty() { own } else { format!("{own}; {}", full.join(", ")) }
}

fn picture(out: &mut String, build: &Build, copies: &ImageCopies, of: Option<&PlacedUse>, comment: &str) {
    let written = of.map(|placed| &placed.written);
    let urls = Urls::new(build, copies, of);
    let sizes = written.and_then(|written| written.sizes.known()).map_or("100vw", String::as_str);
    let has_widths = copies.forms.iter().any(|form| form.width != copies.size.0);
    let sizes = if has_widths { format!(" sizes=\"{}\"", escaped(sizes)) } else { String::new() };
    let srcset = |format: ImageFormat| {
        let own = (copies.format == format).then(|| (urls.own.clone(), copies.size.0));
        let forms = copies.forms.iter().filter(|form| form.format == format);
        let all = forms.map(|form| (urls.of(form), form.width)).chain(own);
        let all: Vec<String> =
            all.map(|(url, width)| if has_widths { format!("{url} {width}w") } else { url }).collect();
        escaped(&all.join(", "))
    };
    let has = |format: ImageFormat| copies.forms.iter().any(|form| form.format == format);
    let mut sources = String::new();
    for format in [ImageFormat::Avif, ImageFormat::Webp] {
        if has(format) && format != copies.format {
            let name = format.name();
            let _ =
                writeln!(sources, "  <source type=\"image/{name}\" srcset=\"{}\"{sizes}>", srcset(format));
        }
    }
    let own = if has(copies.format) {
        format!(" srcset=\"{}\"{sizes}", srcset(copies.format))
    } else {
        String::new()
    };
    let image = format!("<img src=\"{}\"{own}{}>", escaped(&urls.own), attributes(written, copies));
    let _ = writeln!(out, "<!-- {comment} -->");
    let _ = if sources.is_empty() {
        writeln!(out, "{image}")
    } else {
        writeln!(out, "<picture>\n{sources}  {image}\n</picture>")
    };
}

/// What the element has already, and its sides where it does not say them.
fn attributes(written: Option<&ImageUse>, copies: &ImageCopies) -> String {
    let mut out = String::new();
    let known = |attribute: fn(&ImageUse) -> Option<&String>| written.and_then(attribute);
    let sides = (known(|written| written.width.known()), known(|written| written.height.known()));
    let natural = copies.size;
    let (width, height) = match sides {
        (Some(width), Some(height)) => (escaped(width), escaped(height)),
        (Some(width), None) => (escaped(width), other_side(width, natural)),
        (None, Some(height)) => (other_side(height, (natural.1, natural.0)), escaped(height)),
        (None, None) => (natural.0.to_string(), natural.1.to_string()),
    };
    let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
    for (name, value) in [
        ("loading", known(|written| written.loading.known())),
        ("fetchpriority", known(|written| written.fetch_priority.known())),
        ("class", known(|written| written.class.known())),
        ("alt", known(|written| written.alt.known())),
    ] {
        if let Some(value) = value {
            let _ = write!(out, " {name}=\"{}\"", escaped(value));
        }
    }
    out
}

/// The side that is not written, by the proportions of the image: `of` has the pixels of the side that is, first.
fn other_side(written: &str, of: (u32, u32)) -> String {
    let Ok(side) = written.trim().parse::<u32>() else { return of.1.to_string() };
    let (own, other) = (u64::from(of.0.max(1)), u64::from(of.1));
    ((u64::from(side) * other + own / 2) / own).to_string()
}

fn image_set(out: &mut String, build: &Build, copies: &ImageCopies, comment: &str) {
    let of = build.image_uses.iter().find(|placed| placed.src == Some(copies.asset));
    let urls = Urls::new(build, copies, of);
    let full = copies.forms.iter().filter(|form| form.width == copies.size.0);
    let own = (urls.own.clone(), copies.format.name());
    let all = full.map(|form| (urls.of(form), form.format.name())).chain([own]);
    let all: Vec<String> =
        all.map(|(url, format)| format!("url(\"{url}\") type(\"image/{format}\")")).collect();
    let _ = writeln!(out, "/* {comment} */\nbackground-image: image-set({});", all.join(", "));
}

/// The URLs of the forms: as the page writes that of the image, or its path in the build.
struct Urls {
    own: String,
    folder: String,
}

impl Urls {
    fn new(build: &Build, copies: &ImageCopies, of: Option<&PlacedUse>) -> Self {
        let placed = of.filter(|placed| placed.src == Some(copies.asset));
        let written = placed.and_then(|placed| placed.written.src.known()).map(|url| url.url.clone());
        let own = written.unwrap_or_else(|| encoded(build.path(copies.asset)));
        let folder = own.rfind('/').map_or(String::new(), |at| own[..=at].to_owned());
        Self { own, folder }
    }

    fn of(&self, form: &ImageForm) -> String {
        let name = form.path.rsplit('/').next().unwrap_or(&form.path);
        format!("{}{}", self.folder, encoded(name))
    }
}

/// What stands in a path of a URL; a comma and a space would end a candidate of `srcset`.
fn encoded(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~')
        .remove(b'@')
        .remove(b'+');
    percent_encoding::utf8_percent_encode(path, KEPT).to_string()
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
