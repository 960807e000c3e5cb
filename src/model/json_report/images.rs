//! Images: what their files say, and where they are used.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::json_report::Word;

/// An image and where it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    /// Its path; `null` for the uses that name no file of the build.
    pub path: Option<String>,
    /// Its format, by content; `null` where that cannot be told.
    #[schemars(extend("enum" = ["png", "jpeg", "gif", "webp", "avif", "jxl", "svg", "ico", "bmp", null]))]
    pub format: Option<Word>,
    /// Pixels across as shown; CSS pixels for an SVG.
    pub width: Option<u32>,
    /// Pixels down.
    pub height: Option<u32>,
    /// Bytes on disk.
    pub raw: Option<u64>,
    /// Whether it has more than one frame.
    pub animated: Option<bool>,
    /// Whether it can be transparent.
    pub alpha: Option<bool>,
    /// Bits of one channel.
    pub bit_depth: Option<u8>,
    /// Bytes of parts that no browser shows; `null` where the file was not understood.
    pub metadata: Option<u64>,
    /// Bytes of raster images inside of an SVG; `null` where the file was not understood.
    pub embedded: Option<u64>,
    /// What it takes in other forms; `null` where no check needed to know.
    pub encodings: Option<Encodings>,
    /// Where it is used, sorted by file and place. A use that names several files is in the list of each.
    pub uses: Vec<ImageUse>,
}

/// An image in other forms. `null` is what no check needed to know, or what could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Encodings {
    /// As WebP: lossy, or lossless where the source is lossless and that takes less.
    pub webp: Option<Encoded>,
    /// As AVIF; `null` without `--avif`.
    pub avif: Option<Encoded>,
    /// As JPEG, 4:2:0, without metadata.
    pub jpeg: Option<Encoded>,
    /// With as many pixels as the pages need.
    pub resized: Option<Resized>,
    /// With as many pixels as a phone shows, where phones get no smaller copy; the saving is counted on the WebP.
    #[serde(rename = "onPhones")]
    pub on_phones: Option<Resized>,
}

/// An image in another form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Encoded {
    /// Its bytes.
    pub bytes: u64,
    /// The encoder's quality, out of 100; `null` for lossless forms and estimates.
    pub quality: Option<u8>,
    /// Whether every pixel is as it was; `null` for estimates.
    pub lossless: Option<bool>,
    /// Whether it was encoded; else the bytes are estimated from the number of pixels.
    pub measured: bool,
}

/// An image made smaller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Resized {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Bytes that are saved.
    pub saving: u64,
    /// Whether both sizes were encoded; else it goes by the number of pixels.
    pub measured: bool,
}

/// One place where an image is used. An attribute that is bound at run time is `"dynamic"`: known to be there, its
/// value not. Behind a spread, or in a component that fills them in, all that are not written may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImageUse {
    /// The document, stylesheet or script.
    pub asset: String,
    /// Its line.
    pub line: Option<u32>,
    /// Its column.
    pub column: Option<u32>,
    /// What uses it: an element by its name, or `icon` and `meta`, `css` (`url()` or `image-set()`), `script` (a
    /// constant of a script, of which no more is known).
    #[schemars(extend("enum" = ["img", "input", "video", "image", "link", "icon", "meta", "css", "script"]))]
    pub element: Word,
    /// `src` (or `href`, `poster`, `content`) as written; of a `data:` URL no more than its type.
    pub src: Option<String>,
    /// Whether it has candidates to choose from.
    pub srcset: KnownOr<bool>,
    /// Those candidates, as far as they are known.
    pub candidates: Vec<Candidate>,
    /// `sizes` as written.
    pub sizes: Option<String>,
    /// The `<source>`s of the `<picture>` around it.
    pub picture: KnownOr<Vec<Source>>,
    /// `width` as written.
    pub width: Option<String>,
    /// `height` as written.
    pub height: Option<String>,
    /// `loading` as written.
    pub loading: Option<String>,
    /// `fetchpriority` as written.
    pub fetch_priority: Option<String>,
    /// `alt` as written.
    pub alt: Option<String>,
    /// Whether a framework's component (next/image) fills in what is not written.
    pub managed: bool,
    /// How many images stand in front of it in a document; `null` elsewhere.
    pub position: Option<u32>,
}

/// A value, or `"dynamic"` where it is made at run time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum KnownOr<T> {
    /// What is written.
    Known(T),
    /// Always `"dynamic"`.
    Dynamic(#[schemars(extend("const" = "dynamic"))] Word),
}

/// One of several files for one image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    /// As written; `null` where it is made at run time.
    pub url: Option<String>,
    /// The file of the build, where it names one.
    pub path: Option<String>,
    /// `640w` or `2x`; `null` where there is none.
    pub descriptor: Option<String>,
    /// `type()` of an `image-set()`.
    #[serde(rename = "type")]
    pub media_type: Option<String>,
}

/// A `<source>` of a `<picture>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// `type` as written.
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    /// `media` as written.
    pub media: Option<String>,
    /// `sizes` as written.
    pub sizes: Option<String>,
    /// Its candidates, as far as they are known.
    pub candidates: Vec<Candidate>,
}
