//! One file of the build and what it weighs.

use std::fmt;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

use crate::model::path::AssetPath;

/// The index of an asset in [`Build::assets`](crate::model::build::Build::assets).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

impl AssetId {
    /// For indexing a slice that runs parallel to the assets.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The asset at `index`. Builds have far fewer than 4 billion files; beyond that ids would repeat.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// What a browser would fetch a file as: Lighthouse's resource types, plus two that it has no name for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceType {
    /// HTML.
    Document,
    /// JavaScript.
    Script,
    /// CSS.
    Stylesheet,
    /// Pictures, SVG and icons.
    Image,
    /// Audio and video.
    Media,
    /// Web fonts.
    Font,
    /// WebAssembly.
    Wasm,
    /// Source maps; no visitor's browser loads them.
    SourceMap,
    /// Everything else: JSON, manifests, text.
    Other,
}

impl ResourceType {
    /// All of them, in the order in which reports show them.
    pub const ALL: [Self; 9] = [
        Self::Document,
        Self::Script,
        Self::Stylesheet,
        Self::Image,
        Self::Media,
        Self::Font,
        Self::Wasm,
        Self::SourceMap,
        Self::Other,
    ];

    /// The name in budgets.json and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Script => "script",
            Self::Stylesheet => "stylesheet",
            Self::Image => "image",
            Self::Media => "media",
            Self::Font => "font",
            Self::Wasm => "wasm",
            Self::SourceMap => "source-map",
            Self::Other => "other",
        }
    }

    /// The type that goes by `name`, if any does.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|resource_type| resource_type.name() == name)
    }

    /// The extensions of file names that say what a file is, in lower case.
    pub const EXTENSIONS: [(&'static str, Self); 44] = [
        ("html", Self::Document),
        ("htm", Self::Document),
        ("xhtml", Self::Document),
        ("js", Self::Script),
        ("mjs", Self::Script),
        ("cjs", Self::Script),
        ("css", Self::Stylesheet),
        ("png", Self::Image),
        ("apng", Self::Image),
        ("jpg", Self::Image),
        ("jpeg", Self::Image),
        ("jfif", Self::Image),
        ("gif", Self::Image),
        ("webp", Self::Image),
        ("avif", Self::Image),
        ("jxl", Self::Image),
        ("svg", Self::Image),
        ("ico", Self::Image),
        ("bmp", Self::Image),
        ("tif", Self::Image),
        ("tiff", Self::Image),
        ("heic", Self::Image),
        ("cur", Self::Image),
        ("mp4", Self::Media),
        ("m4v", Self::Media),
        ("webm", Self::Media),
        ("ogv", Self::Media),
        ("mov", Self::Media),
        ("mp3", Self::Media),
        ("m4a", Self::Media),
        ("ogg", Self::Media),
        ("oga", Self::Media),
        ("opus", Self::Media),
        ("wav", Self::Media),
        ("aac", Self::Media),
        ("flac", Self::Media),
        ("woff2", Self::Font),
        ("woff", Self::Font),
        ("ttf", Self::Font),
        ("otf", Self::Font),
        ("eot", Self::Font),
        ("ttc", Self::Font),
        ("wasm", Self::Wasm),
        ("map", Self::SourceMap),
    ];

    /// Judges by the file name's extension, as the servers do that send the `Content-Type`.
    pub fn of(path: &AssetPath) -> Self {
        let extension = path.extension();
        let known = Self::EXTENSIONS.iter().find(|(known, _)| *known == extension);
        known.map_or(Self::Other, |(_, resource_type)| *resource_type)
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Bytes on disk and bytes over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sizes {
    /// Bytes of the file.
    pub raw: u64,
    /// Bytes as gzip; `raw` for a format that is compressed already.
    pub gzip: u64,
    /// Bytes as Brotli; `raw` for a format that is compressed already.
    pub brotli: u64,
}

impl Sizes {
    /// A file that is sent as it is, because its format is compressed already.
    pub fn incompressible(raw: u64) -> Self {
        Self { raw, gzip: raw, brotli: raw }
    }
}

impl Add for Sizes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

impl AddAssign for Sizes {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Sizes {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), Add::add)
    }
}

/// A content coding that servers send files in, and that build tools write beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// `.gz`
    Gzip,
    /// `.br`
    Brotli,
    /// `.zst`
    Zstd,
}

impl Encoding {
    /// The coding whose files end so, if any.
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension {
            "gz" => Some(Self::Gzip),
            "br" => Some(Self::Brotli),
            "zst" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// What is added to the name of the file, with its dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Gzip => ".gz",
            Self::Brotli => ".br",
            Self::Zstd => ".zst",
        }
    }

    /// Its name in the `Content-Encoding` header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }
}

/// A compressed form of an asset that lies beside it, `app.js.br` beside `app.js`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precompressed {
    /// How it is compressed.
    pub encoding: Encoding,
    /// Its own size in bytes.
    pub bytes: u64,
    /// What comes out of it.
    pub content: FormContent,
}

/// What comes out of a compressed form, beside the file that it is a form of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FormContent {
    /// It was not looked at.
    Unknown,
    /// The same bytes.
    Same,
    /// Other bytes: more, fewer or different ones.
    Different,
    /// Nothing that is whole: it is cut off, or not in its coding at all.
    Broken,
}

/// One file of the build.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Where it lies.
    pub path: AssetPath,
    /// What a browser would fetch it as.
    pub resource_type: ResourceType,
    /// Bytes of the file.
    pub raw: u64,
    /// What it weighs on the wire; `None` for source maps, which are not sent to visitors and not compressed here,
    /// and for all files where only the graph was asked for.
    pub sizes: Option<Sizes>,
    /// Its compressed forms that lie beside it.
    pub precompressed: Vec<Precompressed>,
}

impl Asset {
    /// Bytes over the wire: as gzip where it was weighed, and as it is where it was not.
    pub fn transfer(&self) -> u64 {
        self.sizes.map_or(self.raw, |sizes| sizes.gzip)
    }
}

#[cfg(test)]
mod tests {
    use super::ResourceType;
    use crate::model::path::AssetPath;

    #[track_caller]
    fn check(path: &str, expected: ResourceType) {
        assert_eq!(ResourceType::of(&AssetPath::new(path)), expected, "{path}");
    }

    #[test]
    fn the_extension_decides_the_type() {
        check("index.html", ResourceType::Document);
        check("assets/app.min.JS", ResourceType::Script);
        check("assets/app.js.map", ResourceType::SourceMap);
        check("a/b.module.wasm", ResourceType::Wasm);
        check("LICENSE", ResourceType::Other);
        check(".vite/manifest.json", ResourceType::Other);
    }

    #[test]
    fn every_type_is_found_by_its_name() {
        for resource_type in ResourceType::ALL {
            assert_eq!(ResourceType::from_name(resource_type.name()), Some(resource_type));
        }
    }
}
