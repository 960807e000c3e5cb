//! An element of a script -> a use of an image, if it says which.

use crate::model::image::{
    Attribute, Candidate, Descriptor, ImageElement, ImageUrl, ImageUse, PictureSource,
};
use crate::model::script::UrlBase;
use crate::parse::script::images::candidates;
use crate::parse::script::images::element::{Element, Maker, Picture, Tag};
use crate::parse::script::images::resolve::{Known, Resolver, names_image};
use crate::parse::script::images::value::{Object, Value};
use crate::parse::srcset::image_url;

/// Styles whose numbers are pixels.
const LENGTHS: [&str; 6] = ["width", "height", "max-width", "max-height", "min-width", "min-height"];

/// The use that `element` is; `None` where nothing says which picture it shows, as in the templates of libraries.
pub(crate) fn image_use<'a>(
    element: &'a Element,
    elements: &'a [Element],
    resolver: &Resolver<'a>,
) -> Option<ImageUse> {
    let read = Reader { attributes: &element.attributes, resolver };
    let kind = element.tag.element()?;
    let url = match element.tag {
        Tag::Video => "poster",
        Tag::SvgImage => "href",
        Tag::Img | Tag::Input | Tag::Source => "src",
    };
    if element.tag == Tag::Input && read.text("type").known().is_none_or(|kind| kind != "image") {
        return None;
    }
    let mut found = ImageUse {
        src: read.url(url),
        srcset: read.srcset(),
        sizes: read.text("sizes"),
        width: read.text("width"),
        height: read.text("height"),
        loading: read.text("loading"),
        fetch_priority: read.text("fetchpriority"),
        alt: read.text("alt"),
        id: read.text("id"),
        class: read.text("class"),
        style: read.style(),
        picture: picture(&element.picture, elements, resolver),
        is_managed: element.is_managed,
        ..ImageUse::new(kind, element.span)
    };
    if element.is_managed {
        read.fill_in(&mut found);
    }
    says_which(&found, element.maker).then_some(found)
}

/// Whether something that is known at build time says which picture a use shows.
fn says_which(found: &ImageUse, maker: Maker) -> bool {
    let is_data = |url: &ImageUrl| url.url.starts_with("data:");
    let candidates = found.srcset.known().into_iter().flatten();
    let mut urls =
        found.src.known().into_iter().chain(candidates.filter_map(|candidate| candidate.url.as_ref()));
    let is_dom = matches!(maker, Maker::Dom | Maker::Image);
    let has_url = urls.any(|url| !(is_dom && is_data(url)));
    let is_shown = !(found.src.is_absent() && found.srcset.is_absent());
    let has_name = found.alt.known().is_some_and(|alt| !alt.trim().is_empty());
    match found.element {
        _ if maker == Maker::Image && !has_name => false,
        ImageElement::Img => has_url || (is_shown && has_name),
        _ => has_url,
    }
}

fn picture<'a>(
    picture: &Picture,
    elements: &'a [Element],
    resolver: &Resolver<'a>,
) -> Attribute<Vec<PictureSource>> {
    match picture {
        Picture::None => Attribute::Absent,
        Picture::Unknown => Attribute::Dynamic,
        // A `<picture>` without a source chooses nothing.
        Picture::Sources(sources) if sources.is_empty() => Attribute::Absent,
        Picture::Sources(sources) => {
            let sources = sources.iter().filter_map(|&index| elements.get(index));
            let source = |source: &'a Element| {
                let read = Reader { attributes: &source.attributes, resolver };
                PictureSource {
                    media_type: read.text("type"),
                    media: read.text("media"),
                    srcset: read.srcset(),
                    sizes: read.text("sizes"),
                    width: read.text("width"),
                    height: read.text("height"),
                }
            };
            Attribute::Known(sources.map(source).collect())
        }
    }
}

struct Reader<'r, 'a> {
    attributes: &'a Object,
    resolver: &'r Resolver<'a>,
}

impl<'a> Reader<'_, 'a> {
    /// What `name` is written as; where it is not written, whether that is certain.
    fn get<T>(
        &self,
        name: &str,
        read: impl FnOnce(&'a Value, Option<Known<'a>>) -> Option<T>,
    ) -> Attribute<T> {
        match self.attributes.get(name) {
            None if self.attributes.is_open => Attribute::Dynamic,
            None => Attribute::Absent,
            Some(value) => match self.resolver.known(value) {
                Some(Known::Nothing) => Attribute::Absent,
                known => read(value, known).map_or(Attribute::Dynamic, Attribute::Known),
            },
        }
    }

    fn text(&self, name: &str) -> Attribute<String> {
        self.get(name, |_, known| known?.text())
    }

    fn url(&self, name: &str) -> Attribute<ImageUrl> {
        let url = self.get(name, |_, known| match known? {
            Known::Object(object) => self.resolver.known(object.get("src")?)?.url(),
            known => known.url(),
        });
        match url {
            Attribute::Known(url) => {
                image_url(&url.url, url.base).map_or(Attribute::Absent, Attribute::Known)
            }
            other => other,
        }
    }

    fn srcset(&self) -> Attribute<Vec<Candidate>> {
        match self.attributes.get("srcset") {
            None if self.attributes.is_open => Attribute::Dynamic,
            None => Attribute::Absent,
            Some(value) => match self.resolver.known(value) {
                Some(Known::Nothing) => Attribute::Absent,
                // One URL and nothing else.
                Some(Known::Url(url)) => Attribute::Known(vec![Candidate {
                    url: Some(url),
                    descriptor: Descriptor::None,
                    media_type: None,
                }]),
                _ => candidates::read(value, self.resolver),
            },
        }
    }

    /// Declarations: a text, or React's object of nothing but constants.
    fn style(&self) -> Attribute<String> {
        self.get("style", |_, known| match known? {
            Known::Object(style) if !style.is_open => {
                let declarations = style.entries.iter().map(|(name, value)| {
                    let name = kebab(name);
                    match self.resolver.known(value)? {
                        Known::Text(text) => Some(format!("{name}:{text}")),
                        Known::Number(number) if LENGTHS.contains(&name.as_str()) => {
                            Some(format!("{name}:{number}px"))
                        }
                        Known::Number(number) => Some(format!("{name}:{number}")),
                        _ => None,
                    }
                });
                Some(declarations.collect::<Option<Vec<_>>>()?.join(";"))
            }
            Known::Text(text) => Some(text),
            _ => None,
        })
    }

    /// What a component gives its image beside what is written: the size of an imported picture is known, all else
    /// that is not written may be anything.
    fn fill_in(&self, found: &mut ImageUse) {
        let picture = self.attributes.get("src").and_then(|src| self.resolver.known(src));
        if let Some(Known::Object(picture)) = picture {
            let side = |name: &str| self.resolver.known(picture.get(name)?)?.text();
            if found.width.is_absent() && found.height.is_absent() {
                found.width = side("width").map_or(Attribute::Dynamic, Attribute::Known);
                found.height = side("height").map_or(Attribute::Dynamic, Attribute::Known);
            }
        }
        let texts = [
            &mut found.sizes,
            &mut found.width,
            &mut found.height,
            &mut found.loading,
            &mut found.fetch_priority,
            &mut found.id,
            &mut found.class,
            &mut found.style,
        ];
        for attribute in texts {
            if attribute.is_absent() {
                *attribute = Attribute::Dynamic;
            }
        }
        if found.srcset.is_absent() {
            found.srcset = Attribute::Dynamic;
        }
    }
}

/// `maxWidth` -> `max-width`
fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(character.to_ascii_lowercase());
    }
    kebab
}

/// Whether the props of a component are those of an image: an imported picture, or the URL of one with an `alt`.
pub(crate) fn are_of_image<'a>(props: &'a Object, resolver: &Resolver<'a>) -> bool {
    let Some(src) = props.get("src").and_then(|src| resolver.known(src)) else { return false };
    match src {
        Known::Object(picture) => ["src", "width", "height"].iter().all(|name| picture.get(name).is_some()),
        src => {
            let is_text =
                |name: &str| props.get(name).and_then(|value| resolver.known(value)?.text()).is_some();
            src.url().is_some_and(|url| names_image(&url.url) || url.base != UrlBase::Page) && is_text("alt")
        }
    }
}
