//! Which files servers compress: the `compressible` mark of the mime-db registry, by extension.
//!
//! A file of an unknown extension is compressed when it is text.

use crate::model::asset::ResourceType;
use crate::model::path::AssetPath;

/// How a file reaches the visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// Servers compress it.
    Compressed,
    /// Servers compress it if it turns out to be text.
    CompressedIfText,
    /// Its format is compressed already: it is sent as it is, and need not be read.
    AsIs,
    /// It is not sent to visitors.
    NotSent,
}

/// Judges by type and extension.
pub fn transfer_of(path: &AssetPath, resource_type: ResourceType) -> Transfer {
    let extension = path.extension();
    let compressed_if = |list: &[&str]| {
        if list.contains(&extension.as_str()) { Transfer::Compressed } else { Transfer::AsIs }
    };
    match resource_type {
        ResourceType::Document | ResourceType::Script | ResourceType::Stylesheet | ResourceType::Wasm => {
            Transfer::Compressed
        }
        ResourceType::Image => compressed_if(&["svg", "ico", "cur", "bmp"]),
        ResourceType::Font => compressed_if(&["ttf", "otf", "eot", "ttc"]),
        ResourceType::Media => Transfer::AsIs,
        ResourceType::SourceMap => Transfer::NotSent,
        ResourceType::Other if COMPRESSED_FORMATS.contains(&extension.as_str()) => Transfer::AsIs,
        ResourceType::Other => Transfer::CompressedIfText,
    }
}

const COMPRESSED_FORMATS: [&str; 19] = [
    "7z", "br", "bz2", "crx", "docx", "epub", "gz", "jar", "pdf", "pptx", "rar", "tgz", "whl", "xlsx", "xpi",
    "xz", "zip", "zst", "lz4",
];

#[cfg(test)]
mod tests {
    use super::{Transfer, transfer_of};
    use crate::model::asset::ResourceType;
    use crate::model::path::AssetPath;

    #[track_caller]
    fn check(path: &str, expected: Transfer) {
        let path = AssetPath::new(path);
        assert_eq!(transfer_of(&path, ResourceType::of(&path)), expected, "{path}");
    }

    #[test]
    fn text_is_compressed_and_packed_formats_are_not() {
        check("a.js", Transfer::Compressed);
        check("a.svg", Transfer::Compressed);
        check("a.ttf", Transfer::Compressed);
        check("a.wasm", Transfer::Compressed);
        check("a.png", Transfer::AsIs);
        check("a.woff2", Transfer::AsIs);
        check("a.mp4", Transfer::AsIs);
        check("a.zip", Transfer::AsIs);
        check("a.js.map", Transfer::NotSent);
        check("manifest.webmanifest", Transfer::CompressedIfText);
        check("LICENSE", Transfer::CompressedIfText);
    }
}
