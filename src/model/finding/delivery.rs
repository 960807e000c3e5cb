//! What the checks of delivery, fonts and styles saw.

use crate::model::asset::{AssetId, Encoding};

/// What a check of delivery, fonts or styles saw: sorted by the check's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryFinding {
    /// Fonts for which a stylesheet offers no WOFF2.
    LegacyFontFormat {
        /// The files that browsers load instead, sorted.
        fonts: Vec<AssetId>,
        /// Their families, sorted.
        families: Vec<String>,
        /// What the TTF and OTF files among them take as gzip.
        gzip: u64,
        /// What they take as Brotli: WOFF2 takes about as much, or less. 0 where that was not measured.
        about: u64,
    },
    /// Fonts that hide the text until they have come.
    MissingFontDisplay {
        /// How many `@font-face` rules there are without `font-display`; 0 for a stylesheet of Google Fonts.
        faces: usize,
        /// Their families, sorted.
        families: Vec<String>,
    },
    /// A page's own font that it asks for only when its stylesheet has come.
    MissingPreload {
        /// The font.
        font: AssetId,
        /// Its family.
        family: String,
        /// The stylesheet or document that names it.
        style: AssetId,
    },
    /// Scripts in the head of a page that it waits for.
    RenderBlockingScript {
        /// Those of the build, in their order.
        scripts: Vec<AssetId>,
        /// The URLs of those of other origins, in their order.
        foreign: Vec<String>,
        /// How many pages have the same.
        pages: usize,
    },
    /// A URL that names no file.
    BrokenReference {
        /// As written.
        url: String,
        /// Where the file would have to lie in the build.
        path: String,
    },
    /// Files without the compressed form that others of their kind have; the finding's file has most to save.
    MissingPrecompressed {
        /// Which form.
        encoding: Encoding,
        /// How many files have none.
        files: usize,
        /// Their bytes on disk.
        bytes: u64,
    },
    /// A compressed form that does not unpack to its file.
    StalePrecompressed {
        /// Which form.
        encoding: Encoding,
        /// Whether nothing whole comes out of it.
        is_broken: bool,
    },
    /// Files whose hashed names nothing in the build knows; the finding's file is the largest.
    UnreferencedAsset {
        /// How many.
        files: usize,
        /// Their bytes on disk.
        bytes: u64,
    },
    /// A file without a hash in its name in a build that hashes names.
    UnhashedAsset {
        /// A file that loads it.
        loaded_by: AssetId,
    },
}
