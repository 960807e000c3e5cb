//! The comment at the end of a script that names its source map.

use crate::model::source_map::{MapReference, MapTarget};
use crate::model::span::Span;

const KEY: &str = "sourceMappingURL=";
const OPENINGS: [&str; 4] = ["//# ", "//@ ", "/*# ", "/*@ "];

/// The last such comment, if nothing but white space and comments follows it.
///
/// A text that only looks like it, in a string for example, is followed by code.
pub fn reference(text: &str) -> Option<MapReference> {
    // Forwards, for which there are instructions; few texts have the word twice.
    let key = memchr::memmem::find_iter(text.as_bytes(), KEY).last()?;
    let opening = OPENINGS.into_iter().find(|opening| text[..key].ends_with(opening))?;
    let start = key - opening.len();
    let url_start = key + KEY.len();
    let rest = &text[url_start..];
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`');
    let url_length = rest.find(ends).unwrap_or(rest.len());
    let is_block = opening.starts_with("/*");
    let url_length =
        if is_block { rest.find("*/").map_or(url_length, |end| end.min(url_length)) } else { url_length };
    let behind = if is_block {
        &rest[rest.find("*/")? + 2..]
    } else {
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        if !rest[url_length..line].trim().is_empty() {
            return None;
        }
        &rest[line..]
    };
    if url_length == 0 || !is_empty_code(behind) {
        return None;
    }
    let url = Span::new(url_start, url_start + url_length);
    let comment = Span::new(start, text.len() - behind.len());
    let written = &text[url_start..url_start + url_length];
    let is_inline = written.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    let target = if is_inline { MapTarget::Inline(url) } else { MapTarget::Url(written.to_owned()) };
    Some(MapReference { target, comment })
}

/// Whether there is nothing but white space and comments.
fn is_empty_code(mut text: &str) -> bool {
    loop {
        text = text.trim_start();
        if text.starts_with("//") {
            text = text.find('\n').map_or("", |end| &text[end..]);
        } else if text.starts_with("/*") {
            text = text.find("*/").map_or("", |end| &text[end + 2..]);
        } else {
            return text.is_empty();
        }
    }
}
