//! Images: what their files say of themselves, and where they are used.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::asset::AssetId;
use crate::model::script::UrlBase;
use crate::model::span::Span;

/// The formats that are told apart, by content and not by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ImageFormat {
    /// PNG and APNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// AVIF.
    Avif,
    /// JPEG XL.
    Jxl,
    /// SVG.
    Svg,
    /// Windows icons and cursors.
    Ico,
    /// Windows bitmaps.
    Bmp,
}

impl ImageFormat {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Avif => "avif",
            Self::Jxl => "jxl",
            Self::Svg => "svg",
            Self::Ico => "ico",
            Self::Bmp => "bmp",
        }
    }
}

/// What the head of an image file says. `None` is what it does not say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageHeader {
    /// What it is, whatever its name says.
    pub format: ImageFormat,
    /// Pixels across, as shown (a rotated photo's sides are swapped); of an SVG, CSS pixels.
    pub width: Option<u32>,
    /// Pixels down.
    pub height: Option<u32>,
    /// Whether it has more than one frame that is shown.
    pub animated: Option<bool>,
    /// Whether it can be transparent.
    pub alpha: Option<bool>,
    /// Bits of one channel.
    pub bit_depth: Option<u8>,
    /// Parts that no browser shows, in the order in which they stand. A colour profile that changes what is shown is
    /// none of them.
    pub metadata: Vec<Metadata>,
    /// Whether its EXIF turns or mirrors it: it is shown otherwise without.
    pub is_turned: bool,
    /// Bytes of raster images inside of an SVG, as written.
    pub embedded: u64,
}

/// A part of an image file that no browser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// What it is.
    pub kind: MetadataKind,
    /// Its bytes in the file, its own frame included.
    pub bytes: u64,
}

/// The sorts of metadata that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MetadataKind {
    /// Camera data; without the thumbnail in it.
    Exif,
    /// The small copy that a camera or an editor leaves.
    Thumbnail,
    /// Adobe's.
    Xmp,
    /// A colour profile that says what browsers take for granted: sRGB.
    Icc,
    /// Photoshop's and news agencies'.
    Iptc,
    /// Text.
    Comment,
    /// An editor's own: elements and attributes of an SVG, private chunks of a PNG.
    Editor,
}

/// What is known of an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attribute<T> {
    /// It is not there.
    #[default]
    Absent,
    /// It is there with this value.
    Known(T),
    /// It is bound at run time, or may be (behind a spread): its value is not known.
    Dynamic,
}

impl<T> Attribute<T> {
    /// The value, where it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Dynamic => None,
        }
    }

    /// Whether it is certain that it is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// A URL of an image and what it is relative to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageUrl {
    /// As written, escapes decoded; of a `data:` URL no more than its type: `data:image/png`.
    pub url: String,
    /// What it is relative to. In a document: [`UrlBase::Page`].
    pub base: UrlBase,
}

/// What shows or fetches an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ImageElement {
    /// `<img>`, or a component that becomes one (next/image).
    Img,
    /// `<input type=image>`.
    Input,
    /// `<video poster>`.
    Poster,
    /// `<image href>` in an SVG that stands in a document.
    SvgImage,
    /// `<link rel=preload as=image>`.
    Preload,
    /// `<link rel=icon>`, `apple-touch-icon` and the like: browsers and systems want these formats.
    Icon,
    /// `<meta property=og:image>` and the like: read by other sites, not by visitors.
    Meta,
    /// `url()` or `image-set()` in a stylesheet, a `<style>` or a `style` attribute.
    Css,
    /// A script's constant that names a file, where what becomes of it is not known.
    Script,
}

impl ImageElement {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Img => "img",
            Self::Input => "input",
            Self::Poster => "video",
            Self::SvgImage => "image",
            Self::Preload => "link",
            Self::Icon => "icon",
            Self::Meta => "meta",
            Self::Css => "css",
            Self::Script => "script",
        }
    }
}

/// One candidate of a `srcset` or an `image-set()`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Which file; `None` where the value is made at run time.
    pub url: Option<ImageUrl>,
    /// For which width or density.
    pub descriptor: Descriptor,
    /// `type()` in an `image-set()`.
    pub media_type: Option<String>,
}

/// When a candidate is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Descriptor {
    /// None, or one that is not known: 1x.
    #[default]
    None,
    /// `640w`
    Width(u32),
    /// `2x`, in hundredths.
    Density(u32),
}

/// A `<source>` in front of an `<img>` in a `<picture>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureSource {
    /// `type`
    pub media_type: Attribute<String>,
    /// `media`
    pub media: Attribute<String>,
    /// `srcset`
    pub srcset: Attribute<Vec<Candidate>>,
    /// `sizes`
    pub sizes: Attribute<String>,
    /// `width`
    pub width: Attribute<String>,
    /// `height`
    pub height: Attribute<String>,
}

/// An element around an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// Its name, in lower case.
    pub name: String,
    /// `id`
    pub id: Option<String>,
    /// The names in `class`.
    pub classes: Vec<String>,
    /// The element around it.
    pub parent: Option<Arc<Self>>,
}

impl Around {
    /// This element and those around it, the innermost first.
    pub fn chain(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |element| element.parent.as_deref())
    }
}

/// One place where an image is used, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageUse {
    /// What uses it.
    pub element: ImageElement,
    /// The start tag, the call, or the token with the URL.
    pub span: Span,
    /// `src`, `href`, `poster`, or the URL in `url()`.
    pub src: Attribute<ImageUrl>,
    /// `srcset`, `imagesrcset`, or the candidates of an `image-set()`. In CSS a property that a rule declares several
    /// times is one use: the first `url()` is `src`, and the others stand here, too.
    pub srcset: Attribute<Vec<Candidate>>,
    /// `sizes`, `imagesizes`.
    pub sizes: Attribute<String>,
    /// `width`
    pub width: Attribute<String>,
    /// `height`
    pub height: Attribute<String>,
    /// `loading`
    pub loading: Attribute<String>,
    /// `fetchpriority`
    pub fetch_priority: Attribute<String>,
    /// `alt`
    pub alt: Attribute<String>,
    /// `id`
    pub id: Attribute<String>,
    /// `class`: the names with white space between them.
    pub class: Attribute<String>,
    /// `style`: declarations.
    pub style: Attribute<String>,
    /// The sources of the `<picture>` around it.
    pub picture: Attribute<Vec<PictureSource>>,
    /// Whether a framework's component fills in what is not written: next/image's `srcset`, for one. Whatever is absent
    /// is not known then.
    pub is_managed: bool,
    /// In a document, the element that it stands in; `None` where that is not known.
    ///
    /// Many images share one, so it is no part of what is written of each: see `pipeline/kept/around.rs`.
    #[serde(skip)]
    pub within: Option<Arc<Around>>,
    /// In a document, how many images stand in front of it; `None` elsewhere.
    pub position: Option<u32>,
    /// In a document, how many characters of text stand in front of it, those of hidden elements among them; `None`
    /// elsewhere.
    pub text_before: Option<u32>,
}

impl ImageUse {
    /// The same use without `width` and `height`.
    #[must_use]
    pub fn without_size(&self) -> Self {
        Self { width: Attribute::Absent, height: Attribute::Absent, ..self.clone() }
    }

    /// A use of which nothing but its element and place is known yet.
    pub fn new(element: ImageElement, span: Span) -> Self {
        Self {
            element,
            span,
            src: Attribute::Absent,
            srcset: Attribute::Absent,
            sizes: Attribute::Absent,
            width: Attribute::Absent,
            height: Attribute::Absent,
            loading: Attribute::Absent,
            fetch_priority: Attribute::Absent,
            alt: Attribute::Absent,
            id: Attribute::Absent,
            class: Attribute::Absent,
            style: Attribute::Absent,
            picture: Attribute::Absent,
            is_managed: false,
            within: None,
            position: None,
            text_before: None,
        }
    }
}

/// One use and the files of the build that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedUse {
    /// The file that it stands in.
    pub place: AssetId,
    /// As written.
    pub written: ImageUse,
    /// The file of `src`; `None` where that is not known or no file of the build.
    pub src: Option<AssetId>,
    /// The files of `srcset`, in its order.
    pub srcset: Vec<Option<AssetId>>,
    /// The files of each source of `picture`, in their order.
    pub sources: Vec<Vec<Option<AssetId>>>,
}

impl PlacedUse {
    /// Every file that it names, in the order written; one can come twice.
    pub fn files(&self) -> impl Iterator<Item = AssetId> {
        let candidates = self.srcset.iter().chain(self.sources.iter().flatten()).copied();
        self.src.into_iter().chain(candidates.flatten())
    }
}
