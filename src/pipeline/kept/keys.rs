//! Under which key what is kept of a file stands: a content, and everything else that the result hangs on.

use blake3::Hash;

use crate::cache::CacheKey;
use crate::measure;
use crate::model::asset::ResourceType;
use crate::model::config::Compression;
use crate::model::package::MapPlace;
use crate::model::path::AssetPath;

/// The sources that this tool was built from: facts are what these made of a file.
const SOURCES: &str = env!("WEIGHBRIDGE_SOURCES");

/// What files are sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Codec {
    /// gzip
    Gzip,
    /// Brotli
    Brotli,
}

impl Codec {
    /// How hard it compresses.
    pub(crate) fn level(self, compression: Compression) -> u32 {
        match self {
            Self::Gzip => compression.gzip,
            Self::Brotli => compression.brotli,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "brotli",
        }
    }
}

/// What lies beside a script or stylesheet and says what it is made of.
#[derive(Debug, Default)]
pub(crate) struct Beside<'a> {
    /// Where its source map is.
    pub(crate) map: Option<&'a MapPlace>,
    /// The hash of the map's bytes, where it is a file that was read.
    pub(crate) map_content: Option<Hash>,
    /// The hashes of the licence files, in their order.
    pub(crate) notices: Vec<Hash>,
    /// Whether its parts are compared compressed.
    pub(crate) is_measured: bool,
}

/// Of a size. It hangs on the compressors alone, so that a new version of this tool need not measure anew.
pub(crate) fn size(content: &Hash, codec: Codec, level: u32) -> CacheKey {
    CacheKey::of_hash(content, &format!("size; {} {level}; {}", codec.name(), measure::COMPRESSORS))
}

/// Of what a file says. Its name tells nothing but how it is read.
pub(crate) fn facts(content: &Hash, path: &AssetPath, resource_type: ResourceType) -> CacheKey {
    let extension = path.extension();
    // An image that is no SVG is a problem unless its name says that it is one.
    let kind = if extension == "svg" { &extension } else { resource_type.name() };
    CacheKey::of_hash(content, &format!("facts; {kind}; {SOURCES}"))
}

/// Of what a script or stylesheet is made of. Paths of sources are relative to the build, so its own path matters.
pub(crate) fn contents(content: &Hash, path: &AssetPath, beside: &Beside<'_>) -> CacheKey {
    let mut how = format!("contents; {SOURCES}; measured {}", beside.is_measured);
    // Lengths stand in front of what may hold anything.
    let mut add = |what: &str, text: &str| how.extend(["; ", what, " ", &text.len().to_string(), " ", text]);
    add("at", path.as_str());
    match beside.map {
        None => {}
        Some(MapPlace::Inline) => add("map", "inline"),
        Some(MapPlace::File(map)) => add("map in", map.as_str()),
    }
    if let Some(map) = beside.map_content {
        add("with", &map.to_hex());
    }
    for notice in &beside.notices {
        add("notice", &notice.to_hex());
    }
    CacheKey::of_hash(content, &how)
}

/// Of what a file is known by, among files that are asked for by `names`.
pub(crate) fn fingerprint(content: &Hash, names: &Hash) -> CacheKey {
    CacheKey::of_hash(content, &format!("fingerprint; {}; {SOURCES}", names.to_hex()))
}
