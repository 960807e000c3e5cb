//! What a stylesheet loads.

use crate::model::data_url::DataUrl;
use crate::model::image::ImageUse;
use crate::model::script::Minification;
use crate::model::sizing::SizingRule;
use crate::model::span::Span;

/// What was read from one stylesheet.
#[derive(Clone, Debug, Default)]
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
}

/// A URL in a stylesheet and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleUrl {
    /// As written, escapes decoded.
    pub url: String,
    /// The token that holds it.
    pub span: Span,
}
