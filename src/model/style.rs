//! What a stylesheet loads.

use serde::{Deserialize, Serialize};

use crate::model::data_url::DataUrl;
use crate::model::image::ImageUse;
use crate::model::script::Minification;
use crate::model::sizing::SizingRule;
use crate::model::span::Span;

/// What was read from one stylesheet.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StyleFacts {
    /// `@import`s: further stylesheets, each a round trip later.
    pub imports: Vec<StyleUrl>,
    /// `url()`, `src()` and the strings of `image-set()`: images, fonts, cursors.
    pub urls: Vec<StyleUrl>,
    /// Where images are used, in the order in which they stand.
    pub images: Vec<ImageUse>,
    /// Which images it gives a size.
    pub sizing: Vec<SizingRule>,
    /// How much of the text a minifier would leave.
    pub minification: Option<Minification>,
    /// The data URLs in it, in the order in which they stand.
    pub data_urls: Vec<DataUrl>,
    /// The fonts that it brings, in the order in which they stand.
    pub fonts: FontRules,
}

/// What a stylesheet, or the `<style>`s of a document, say of fonts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FontRules {
    /// `@font-face` rules, in the order in which they stand.
    pub faces: Vec<FontFace>,
    /// What the text of the whole page is set in, in the order in which it is said.
    pub page: Vec<PageFont>,
}

impl FontRules {
    /// The same rules in a text that begins `offset` bytes earlier.
    #[must_use]
    pub fn shifted(mut self, offset: u32) -> Self {
        for face in &mut self.faces {
            face.span = face.span.shifted(offset);
            for source in &mut face.sources {
                if let FontPlace::File(file) = &mut source.place {
                    file.span = file.span.shifted(offset);
                }
            }
        }
        self
    }

    /// Adds those of a later `<style>`.
    pub fn append(&mut self, mut later: Self) {
        self.faces.append(&mut later.faces);
        self.page.append(&mut later.page);
    }
}

/// An `@font-face` rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FontFace {
    /// `font-family`; empty where it is not said.
    pub family: String,
    /// What the last `src` lists, in its order: a browser takes the first that it understands.
    pub sources: Vec<FontSource>,
    /// `font-display`, in lower case.
    pub display: Option<String>,
    /// Whether `unicode-range` is there: the font is loaded only for pages with such characters.
    pub has_unicode_range: bool,
    /// The least and the greatest `font-weight`; `None` where it is not said or not a number.
    pub weight: Option<(u32, u32)>,
    /// Whether `font-style` says something other than `normal`.
    pub is_slanted: bool,
    /// The whole rule.
    pub span: Span,
}

/// One item of `src`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FontSource {
    /// Where the font is.
    pub place: FontPlace,
    /// `format()`, in lower case.
    pub format: Option<String>,
    /// Whether it asks for more with `tech()`: browsers without that pass it over.
    pub has_tech: bool,
}

impl FontSource {
    /// A source of which no more is said.
    pub fn at(place: FontPlace) -> Self {
        Self { place, format: None, has_tech: false }
    }
}

/// Where a font is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FontPlace {
    /// `local()`: on the visitor's device.
    Local,
    /// In a file.
    File(StyleUrl),
    /// In the stylesheet itself, as a `data:` URL.
    Inline,
}

/// `font-family` of all of a page: in a rule for `body`, `html`, `:root` or `*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFont {
    /// The first family of the list; `None` where it is not written out, as with `var()`.
    pub family: Option<String>,
    /// Whether it stands in an at-rule, such as `@media`.
    pub is_conditional: bool,
}

/// A URL in a stylesheet and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StyleUrl {
    /// As written, escapes decoded.
    pub url: String,
    /// The token that holds it.
    pub span: Span,
}
