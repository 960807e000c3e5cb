//! The tags of a document -> where it uses images.
//!
//! An attribute whose value a server or a script fills in is dynamic: a template's placeholder in it (`{{ logo }}`), a
//! binding beside it (`:src`), or a `data-src` from which a script that loads images late takes it.
//! Leaves out on purpose CSS of other files, frames, and `<noscript>`, which browsers with scripts do not look into.
//!
//! Source: <https://html.spec.whatwg.org/multipage/embedded-content.html>.

use crate::model::image::{Attribute, Candidate, ImageElement, ImageUrl, ImageUse, PictureSource};
use crate::model::script::UrlBase;
use crate::parse::document::around::Open;
use crate::parse::document::attributes::Attributes;
use crate::parse::srcset::{image_url, srcset};
use crate::parse::style::images_of_declarations;

/// A document with more is no page; what follows is not read.
const MOST: usize = 50_000;

/// The `rel`s of icons.
const ICONS: [&str; 5] =
    ["icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "fluid-icon"];

/// `property`, `name` or `itemprop` of a `<meta>` that names an image: <https://ogp.me/#metadata> and
/// <https://developer.x.com/en/docs/x-for-websites/cards/overview/markup>.
const METAS: [&str; 7] = [
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "msapplication-tileimage",
    "image",
];

/// What a template engine leaves open in a text.
const PLACEHOLDERS: [&str; 4] = ["{{", "{%", "<%", "${"];

/// The uses that were found so far.
#[derive(Default)]
pub(crate) struct Images {
    uses: Vec<ImageUse>,
    open: Open,
    /// How many `<img>`s have come.
    position: u32,
    /// How many characters of text have come.
    text: u32,
    /// The sources of the open `<picture>`.
    picture: Option<Vec<PictureSource>>,
}

impl Images {
    /// A start tag that is not in an inert template. `is_foreign` tells that it stands in an `<svg>`.
    pub(crate) fn start(&mut self, tag: Attributes<'_>, is_foreign: bool) {
        match tag.0.name.as_slice() {
            b"body" => self.text = 0,
            b"picture" => self.picture = Some(Vec::new()),
            b"source" => {
                if let Some(sources) = self.picture.as_mut().filter(|sources| sources.len() < MOST) {
                    sources.push(source(tag));
                }
            }
            b"image" if is_foreign => {
                let href = if tag.has("href") { "href" } else { "xlink:href" };
                self.add(tag, ImageElement::SvgImage, href);
            }
            // The parser of HTML makes `<img>` of it.
            b"img" | b"image" => self.add_image(tag),
            b"input" if tag.is("type", "image") => self.add(tag, ImageElement::Input, "src"),
            b"video" if tag.has("poster") => self.add(tag, ImageElement::Poster, "poster"),
            b"link" => self.add_link(tag),
            b"meta" => {
                let words = ["property", "name", "itemprop"].into_iter().filter_map(|name| tag.get(name));
                if words.into_iter().any(|word| is_one_of(&METAS, word.trim())) {
                    self.add(tag, ImageElement::Meta, "content");
                }
            }
            _ => {}
        }
        self.open.start(tag, is_foreign && tag.0.self_closing);
        if let Some(style) = tag.get("style").filter(|style| style.contains('(')) {
            self.extend(
                images_of_declarations(&style)
                    .into_iter()
                    .map(|found| ImageUse { span: tag.span(), ..found }),
            );
        }
    }

    /// An end tag.
    pub(crate) fn end(&mut self, name: &[u8]) {
        self.open.end(name);
        if name == b"picture" {
            self.picture = None;
        }
    }

    /// Text between two tags that is shown.
    pub(crate) fn text(&mut self, text: &[u8]) {
        let shown = text.trim_ascii().len();
        self.text = self.text.saturating_add(u32::try_from(shown).unwrap_or(u32::MAX));
    }

    /// The images of a `<style>` whose text begins at `offset`.
    pub(crate) fn add_style(&mut self, images: Vec<ImageUse>, offset: u32) {
        let shifted = |found: ImageUse| ImageUse { span: found.span.shifted(offset), ..found };
        self.extend(images.into_iter().map(shifted));
    }

    /// All of them, in the order in which they stand.
    pub(crate) fn into_uses(mut self) -> Vec<ImageUse> {
        self.uses.sort_by_key(|image| image.span);
        self.uses
    }

    fn extend(&mut self, uses: impl Iterator<Item = ImageUse>) {
        let room = MOST.saturating_sub(self.uses.len());
        self.uses.extend(uses.take(room));
    }

    fn add_image(&mut self, tag: Attributes<'_>) {
        let sources = self.picture.take().filter(|sources| !sources.is_empty());
        let position = self.position;
        self.position += 1;
        let mut found = Self::read(tag, ImageElement::Img, "src");
        found.picture = sources.map_or(Attribute::Absent, Attribute::Known);
        found.within = self.open.innermost();
        found.position = Some(position);
        found.text_before = Some(self.text);
        self.extend(std::iter::once(found));
    }

    fn add(&mut self, tag: Attributes<'_>, element: ImageElement, url: &str) {
        let found = Self::read(tag, element, url);
        self.extend(std::iter::once(found));
    }

    fn add_link(&mut self, tag: Attributes<'_>) {
        let Some(rel) = tag.get("rel") else { return };
        let has = |word: &str| rel.split_ascii_whitespace().any(|other| other.eq_ignore_ascii_case(word));
        if ICONS.into_iter().any(has) {
            self.add(tag, ImageElement::Icon, "href");
        } else if has("preload") && tag.is("as", "image") {
            let mut found = Self::read(tag, ImageElement::Preload, "href");
            found.srcset = candidates(tag, "imagesrcset");
            found.sizes = text(tag, "imagesizes");
            self.extend(std::iter::once(found));
        }
    }

    fn read(tag: Attributes<'_>, element: ImageElement, url: &str) -> ImageUse {
        let mut found = ImageUse {
            src: attribute(tag, url, |value| image_url(value, UrlBase::Page)),
            srcset: candidates(tag, "srcset"),
            sizes: text(tag, "sizes"),
            width: text(tag, "width"),
            height: text(tag, "height"),
            loading: text(tag, "loading"),
            fetch_priority: text(tag, "fetchpriority"),
            alt: text(tag, "alt"),
            id: text(tag, "id"),
            class: text(tag, "class"),
            style: text(tag, "style"),
            ..ImageUse::new(element, tag.span())
        };
        if tag.has("hidden") {
            // A script will show it, and knows then how.
            found.style = Attribute::Dynamic;
        }
        if is_filled_in(tag) {
            fill_in(&mut found);
        }
        found
    }
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Whether a script gives the element attributes that are not written: those that load images late, and frameworks
/// that take an object of attributes.
fn is_filled_in(tag: Attributes<'_>) -> bool {
    tag.0.attributes.keys().any(|name| {
        let name = name.as_slice();
        let is_late = name.starts_with(b"data-") && name.windows(3).any(|part| part == b"src");
        is_late || matches!(name, b"v-bind" | b"x-bind")
    })
}

/// Whatever is absent is not known; nor is a `src` that only holds the place.
fn fill_in(found: &mut ImageUse) {
    let is_place_holder = |url: &ImageUrl| url.url.starts_with("data:");
    if found.src.known().is_none_or(is_place_holder) {
        found.src = Attribute::Dynamic;
    }
    if found.srcset.is_absent() {
        found.srcset = Attribute::Dynamic;
    }
    for attribute in [
        &mut found.sizes,
        &mut found.width,
        &mut found.height,
        &mut found.loading,
        &mut found.fetch_priority,
        &mut found.class,
        &mut found.style,
    ] {
        if attribute.is_absent() {
            *attribute = Attribute::Dynamic;
        }
    }
}

/// An attribute as `read` reads its value; one whose value says nothing is not there.
fn attribute<T>(tag: Attributes<'_>, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Attribute<T> {
    match tag.get(name) {
        Some(value) if PLACEHOLDERS.iter().any(|mark| value.contains(mark)) => Attribute::Dynamic,
        Some(value) => read(&value).map_or(Attribute::Absent, Attribute::Known),
        None if is_bound(tag, name) => Attribute::Dynamic,
        None => Attribute::Absent,
    }
}

/// Whether a framework that reads its templates from the page binds it: Vue's `:src`, Alpine's `x-bind:src`, Angular's
/// `[src]` and `AngularJS`'s `ng-src`.
fn is_bound(tag: Attributes<'_>, name: &str) -> bool {
    let mut names = tag.0.attributes.keys().map(|name| name.as_slice());
    if !names.any(|name| name.starts_with(b":") || name.starts_with(b"[") || name.contains(&b'-')) {
        return false;
    }
    let spellings = [
        format!(":{name}"),
        format!("v-bind:{name}"),
        format!("x-bind:{name}"),
        format!("[{name}]"),
        format!("[attr.{name}]"),
        format!("ng-{name}"),
    ];
    spellings.iter().any(|spelling| tag.has(spelling))
}

fn text(tag: Attributes<'_>, name: &str) -> Attribute<String> {
    attribute(tag, name, |value| Some(value.to_owned()))
}

fn candidates(tag: Attributes<'_>, name: &str) -> Attribute<Vec<Candidate>> {
    attribute(tag, name, |value| Some(srcset(value, UrlBase::Page)).filter(|found| !found.is_empty()))
}

fn source(tag: Attributes<'_>) -> PictureSource {
    let is_late = tag.has("data-srcset");
    PictureSource {
        media_type: text(tag, "type"),
        media: text(tag, "media"),
        srcset: if is_late && !tag.has("srcset") { Attribute::Dynamic } else { candidates(tag, "srcset") },
        sizes: text(tag, "sizes"),
        width: text(tag, "width"),
        height: text(tag, "height"),
    }
}

#[cfg(test)]
mod tests;
