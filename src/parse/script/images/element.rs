//! An element that shows an image, as a script makes it.

use crate::model::image::ImageElement;
use crate::model::span::Span;
use crate::parse::script::images::value::{Object, Value};

/// The elements that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// `<img>`
    Img,
    /// `<source>`, which says something of the `<img>` in the same `<picture>`.
    Source,
    /// `<input>`
    Input,
    /// `<video>`
    Video,
    /// `<image>` in an SVG.
    SvgImage,
}

impl Tag {
    /// The element with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "img" => Some(Self::Img),
            "source" => Some(Self::Source),
            "input" => Some(Self::Input),
            "video" => Some(Self::Video),
            "image" => Some(Self::SvgImage),
            _ => None,
        }
    }

    /// What it is to the model; a `<source>` is part of another use.
    pub(crate) fn element(self) -> Option<ImageElement> {
        match self {
            Self::Img => Some(ImageElement::Img),
            Self::Source => None,
            Self::Input => Some(ImageElement::Input),
            Self::Video => Some(ImageElement::Poster),
            Self::SvgImage => Some(ImageElement::SvgImage),
        }
    }
}

/// The `<picture>` around an element.
#[derive(Clone, Debug, Default)]
pub(crate) enum Picture {
    /// There is none.
    #[default]
    None,
    /// Its sources in front of the element, by index.
    Sources(Vec<usize>),
    /// It has others too, or may have.
    Unknown,
}

/// How an element is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Maker {
    /// By markup, or by a framework's call: a page shows it.
    Markup,
    /// By a framework's call with a component, which may show an image and may not.
    Component,
    /// By `document.createElement`: perhaps only to see whether a file loads.
    Dom,
    /// By `new Image`: most of these are never shown.
    Image,
}

/// One element.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// What it is.
    pub(crate) tag: Tag,
    /// Where it is made.
    pub(crate) span: Span,
    /// Its attributes, by their names in HTML.
    pub(crate) attributes: Object,
    /// The `<picture>` around it.
    pub(crate) picture: Picture,
    /// Whether a component becomes it.
    pub(crate) is_managed: bool,
    /// Attributes that stand elsewhere.
    pub(crate) props: Option<Value>,
    /// How it is made.
    pub(crate) maker: Maker,
}

impl Element {
    /// An element with nothing around it; names of attributes as its framework has them.
    pub(crate) fn new(tag: Tag, span: Span, attributes: Object) -> Self {
        let Object { entries, is_open } = attributes;
        let entries = entries.into_iter().map(|(name, value)| (attribute_name(&name), value)).collect();
        let attributes = Object { entries, is_open };
        Self {
            tag,
            span,
            attributes,
            picture: Picture::None,
            is_managed: false,
            props: None,
            maker: Maker::Markup,
        }
    }

    /// Sets an attribute from elsewhere; one that is set several times has no value that is known.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        let name = attribute_name(name);
        match self.attributes.entries.iter_mut().find(|(other, _)| *other == name) {
            Some((_, written)) => *written = Value::Unknown,
            None => self.attributes.entries.push((name, value)),
        }
    }
}

/// The names of attributes that are read, as scripts write them when they set one.
pub(crate) fn is_read(name: &str) -> bool {
    matches!(
        attribute_name(name).as_str(),
        "src"
            | "srcset"
            | "sizes"
            | "alt"
            | "width"
            | "height"
            | "loading"
            | "fetchpriority"
            | "type"
            | "media"
            | "poster"
            | "href"
            | "id"
            | "class"
            | "style"
    )
}

/// React's `srcSet` and `className`, Lit's `.src`, Solid's `attr:src`.
fn attribute_name(name: &str) -> String {
    let bare = name.trim_start_matches(['.', '^']);
    let bare =
        ["attr:", "prop:", "attr."].iter().find_map(|prefix| bare.strip_prefix(prefix)).unwrap_or(bare);
    let lower = bare.to_ascii_lowercase();
    match lower.as_str() {
        "classname" => "class".to_owned(),
        "xlinkhref" | "xlink:href" => "href".to_owned(),
        _ => lower,
    }
}
