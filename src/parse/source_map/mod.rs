//! Source maps: the bytes of a map in, its sources and segments out; the text of a script in, the name of its map out.
//!
//! Format: ECMA-426. Flat maps and maps of sections; `)]}'` before the JSON is left out, as the format allows.
//! Nothing is fetched: a section that is only a URL is left out, and so is what follows from it.

mod reference;
mod texts;

use std::sync::Arc;

use sourcemap::DecodedMap;

use crate::model::source_map::{MapSource, Segment, SourceMap};

pub use reference::reference;
pub use texts::{ImportFinder, SourceText, texts};

/// Larger maps are not read: they take several times their size of memory.
pub const LARGEST_MAP: u64 = 100 << 20;

/// Longer comments are no banners. In characters.
const LONGEST_BANNER: usize = 2_000;

/// Decodes a map. The error says what is wrong with it, as what follows "the source map".
pub fn decode(bytes: &[u8]) -> Result<SourceMap, String> {
    if LARGEST_MAP < bytes.len() as u64 {
        return Err("is larger than 100 MiB".to_owned());
    }
    match bytes.trim_ascii_start().first() {
        // What tools write where there is nothing to say.
        None => return Ok(SourceMap::default()),
        Some(b'<') => return Err("is a web page".to_owned()),
        Some(_) => {}
    }
    let decoded = sourcemap::decode_slice(bytes).map_err(|error| said(&error))?;
    let mut map = SourceMap::default();
    take(&decoded, (0, 0), &mut map);
    // Sections may overlap; the order of equal places is kept, since the last of them counts.
    if !map.segments.is_sorted_by_key(|segment| (segment.line, segment.column)) {
        map.segments.sort_by_key(|segment| (segment.line, segment.column));
    }
    Ok(map)
}

/// The bytes of a map that a script carries as a data URL.
pub fn data_url(url: &str) -> Result<Vec<u8>, String> {
    let broken = || "is a data URL that cannot be read".to_owned();
    let (kind, data) = url.strip_prefix("data:").and_then(|rest| rest.split_once(',')).ok_or_else(broken)?;
    if kind.trim_end().ends_with(";base64") {
        return data_encoding::BASE64_MIME_PERMISSIVE.decode(data.trim().as_bytes()).map_err(|_| broken());
    }
    Ok(percent_encoding::percent_decode_str(data).collect())
}

/// Appends `decoded`, which starts at a line and column, to `map`. The decoder bounds how deep sections nest.
fn take(decoded: &DecodedMap, (line, column): (u32, u32), map: &mut SourceMap) {
    let flat = match decoded {
        DecodedMap::Regular(flat) => flat,
        DecodedMap::Hermes(hermes) => hermes,
        DecodedMap::Index(index) => {
            for section in index.sections() {
                let (section_line, section_column) = section.get_offset();
                let start = (line.saturating_add(section_line), column.saturating_add(section_column));
                if let Some(decoded) = section.get_sourcemap() {
                    take(decoded, start, map);
                }
            }
            return;
        }
    };
    let first = u32::try_from(map.sources.len()).unwrap_or(u32::MAX);
    let sources = (0..).zip(flat.sources()).map(|(index, path)| MapSource {
        path: Arc::from(path),
        banner: flat.get_source_contents(index).and_then(banner),
    });
    map.sources.extend(sources);
    map.segments.extend(flat.tokens().map(|token| Segment {
        line: token.get_dst_line().saturating_add(line),
        // Only the first line of a section stands beside what was before it.
        column: token.get_dst_col().saturating_add(if token.get_dst_line() == 0 { column } else { 0 }),
        source: token.has_source().then(|| first.saturating_add(token.get_src_id())),
    }));
}

/// The comment in front of all code, without its marks.
fn banner(text: &str) -> Option<String> {
    let comment = text.trim_start_matches('\u{feff}').trim_start().strip_prefix("/*")?;
    let head = comment.char_indices().nth(LONGEST_BANNER).map_or(comment, |(end, _)| &comment[..end]);
    head.split_once("*/").map(|(banner, _)| banner.to_owned())
}

fn said(error: &sourcemap::Error) -> String {
    use sourcemap::Error;
    match error {
        Error::BadJson(error) if error.is_eof() => "ends too early".to_owned(),
        Error::BadJson(_) => "is not the JSON of a source map".to_owned(),
        Error::BadSourceReference(_) => "speaks of sources that it does not list".to_owned(),
        Error::BadNameReference(_) => "speaks of names that it does not list".to_owned(),
        _ => "has mappings that cannot be decoded".to_owned(),
    }
}
