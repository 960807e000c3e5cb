//! Images: what their files say, and where they are used.

use schemars::JsonSchema;
use serde::Serialize;

/// An image and where it is used.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::json) struct Image {
    /// Its path; `null` for the uses that name no file of the build.
    pub(in crate::report::json) path: Option<String>,
    /// Its format, by content; `null` where that cannot be told.
    #[schemars(extend("enum" = ["png", "jpeg", "gif", "webp", "avif", "jxl", "svg", "ico", "bmp", null]))]
    pub(in crate::report::json) format: Option<&'static str>,
    /// Pixels across as shown; CSS pixels for an SVG.
    pub(in crate::report::json) width: Option<u32>,
    /// Pixels down.
    pub(in crate::report::json) height: Option<u32>,
    /// Bytes on disk.
    pub(in crate::report::json) raw: Option<u64>,
    /// Whether it has more than one frame.
    pub(in crate::report::json) animated: Option<bool>,
    /// Whether it can be transparent.
    pub(in crate::report::json) alpha: Option<bool>,
    /// Bits of one channel.
    pub(in crate::report::json) bit_depth: Option<u8>,
    /// Bytes of parts that no browser shows; `null` where the file was not understood.
    pub(in crate::report::json) metadata: Option<u64>,
    /// Bytes of raster images inside of an SVG; `null` where the file was not understood.
    pub(in crate::report::json) embedded: Option<u64>,
    /// What it takes in other forms; `null` where no check needed to know.
    pub(in crate::report::json) encodings: Option<Encodings>,
    /// Where it is used, sorted by file and place. A use that names several files is in the list of each.
    pub(in crate::report::json) uses: Vec<ImageUse>,
}

/// An image in other forms. `null` is what no check needed to know, or what could not be made.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Encodings {
    /// As WebP: lossy, or lossless where the source is lossless and that takes less.
    pub(in crate::report::json) webp: Option<Encoded>,
    /// As AVIF; `null` without `--avif`.
    pub(in crate::report::json) avif: Option<Encoded>,
    /// As JPEG, 4:2:0, without metadata.
    pub(in crate::report::json) jpeg: Option<Encoded>,
    /// With as many pixels as the pages need.
    pub(in crate::report::json) resized: Option<Resized>,
    /// With as many pixels as a phone shows, where phones get no smaller copy; the saving is counted on the WebP.
    #[serde(rename = "onPhones")]
    pub(in crate::report::json) on_phones: Option<Resized>,
}

/// An image in another form.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Encoded {
    /// Its bytes.
    pub(in crate::report::json) bytes: u64,
    /// The encoder's quality, out of 100; `null` for lossless forms and estimates.
    pub(in crate::report::json) quality: Option<u8>,
    /// Whether every pixel is as it was; `null` for estimates.
    pub(in crate::report::json) lossless: Option<bool>,
    /// Whether it was encoded; else the bytes are estimated from the number of pixels.
    pub(in crate::report::json) measured: bool,
}

/// An image made smaller.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Resized {
    /// Pixels across.
    pub(in crate::report::json) width: u32,
    /// Pixels down.
    pub(in crate::report::json) height: u32,
    /// Bytes that are saved.
    pub(in crate::report::json) saving: u64,
    /// Whether both sizes were encoded; else it goes by the number of pixels.
    pub(in crate::report::json) measured: bool,
}

/// One place where an image is used. An attribute that is bound at run time is `"dynamic"`: known to be there, its
/// value not. Behind a spread, or in a component that fills them in, all that are not written may be.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::json) struct ImageUse {
    /// The document, stylesheet or script.
    pub(in crate::report::json) asset: String,
    /// Its line.
    pub(in crate::report::json) line: Option<u32>,
    /// Its column.
    pub(in crate::report::json) column: Option<u32>,
    /// What uses it: an element by its name, or `icon` and `meta`, `css` (`url()` or `image-set()`), `script` (a
    /// constant of a script, of which no more is known).
    #[schemars(extend("enum" = ["img", "input", "video", "image", "link", "icon", "meta", "css", "script"]))]
    pub(in crate::report::json) element: &'static str,
    /// `src` (or `href`, `poster`, `content`) as written; of a `data:` URL no more than its type.
    pub(in crate::report::json) src: Option<String>,
    /// Whether it has candidates to choose from.
    pub(in crate::report::json) srcset: KnownOr<bool>,
    /// Those candidates, as far as they are known.
    pub(in crate::report::json) candidates: Vec<Candidate>,
    /// `sizes` as written.
    pub(in crate::report::json) sizes: Option<String>,
    /// The `<source>`s of the `<picture>` around it.
    pub(in crate::report::json) picture: KnownOr<Vec<Source>>,
    /// `width` as written.
    pub(in crate::report::json) width: Option<String>,
    /// `height` as written.
    pub(in crate::report::json) height: Option<String>,
    /// `loading` as written.
    pub(in crate::report::json) loading: Option<String>,
    /// `fetchpriority` as written.
    pub(in crate::report::json) fetch_priority: Option<String>,
    /// `alt` as written.
    pub(in crate::report::json) alt: Option<String>,
    /// Whether a framework's component (next/image) fills in what is not written.
    pub(in crate::report::json) managed: bool,
    /// How many images stand in front of it in a document; `null` elsewhere.
    pub(in crate::report::json) position: Option<u32>,
}

/// A value, or `"dynamic"` where it is made at run time.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(in crate::report::json) enum KnownOr<T> {
    /// What is written.
    Known(T),
    /// Always `"dynamic"`.
    Dynamic(#[schemars(extend("const" = "dynamic"))] &'static str),
}

/// One of several files for one image.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Candidate {
    /// As written; `null` where it is made at run time.
    pub(in crate::report::json) url: Option<String>,
    /// The file of the build, where it names one.
    pub(in crate::report::json) path: Option<String>,
    /// `640w` or `2x`; `null` where there is none.
    pub(in crate::report::json) descriptor: Option<String>,
    /// `type()` of an `image-set()`.
    #[serde(rename = "type")]
    pub(in crate::report::json) media_type: Option<String>,
}

/// A `<source>` of a `<picture>`.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Source {
    /// `type` as written.
    #[serde(rename = "type")]
    pub(in crate::report::json) media_type: Option<String>,
    /// `media` as written.
    pub(in crate::report::json) media: Option<String>,
    /// `sizes` as written.
    pub(in crate::report::json) sizes: Option<String>,
    /// Its candidates, as far as they are known.
    pub(in crate::report::json) candidates: Vec<Candidate>,
}
