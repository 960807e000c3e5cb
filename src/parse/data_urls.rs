//! The text of a script or a stylesheet -> the `data:` URLs in it.
//!
//! A search over the text, since they stand in string literals, templates, `url(…)` and texts inside of texts alike.
//! Leaves out source maps (the comment behind `sourceMappingURL=`) and what is too small to matter to anybody.

use crate::model::data_url::DataUrl;
use crate::model::span::Span;

const SCHEME: &str = "data:";
/// Less than this is an empty image or a template's piece.
const SMALLEST: u64 = 128;
/// Longer is no media type with its parameters.
const LONGEST_TYPE: usize = 100;

/// Every `data:` URL of `text` that holds at least [`SMALLEST`] bytes, in order.
pub(crate) fn data_urls(text: &str) -> Vec<DataUrl> {
    let mut found = Vec::new();
    // What does not come before the end of the text is not looked for again.
    let mut missing: Vec<End> = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(SCHEME)).map(|next| at + next) {
        at = start + SCHEME.len();
        let before = &text[..start];
        let Some((media_type, is_base64)) = head(&text[at..]) else { continue };
        let data = at + media_type.len() + 1;
        let length = if is_base64 {
            text[data..].bytes().take_while(|&byte| is_base64_byte(byte)).count()
        } else {
            let Some(end) = End::behind(before).filter(|end| !missing.contains(end)) else { continue };
            let Some(length) = end.find(&text[data..]) else {
                missing.push(end);
                continue;
            };
            length
        };
        at = data + length;
        if before.ends_with("sourceMappingURL=") {
            continue;
        }
        let bytes = bytes(&text[data..at], is_base64);
        if SMALLEST <= bytes {
            let media_type = media_type.split(';').next().unwrap_or_default();
            let media_type = if media_type.is_empty() { "text/plain" } else { media_type };
            found.push(DataUrl { media_type: media_type.to_owned(), bytes, span: Span::new(start, at) });
        }
    }
    found
}

/// The media type with its parameters, up to the comma, and whether what follows is base64.
fn head(text: &str) -> Option<(&str, bool)> {
    let is_head = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+' | b'.' | b';' | b'=' | b'-' | b'_')
    };
    let length = text.bytes().take(LONGEST_TYPE).take_while(|&byte| is_head(byte)).count();
    let head = &text[..length];
    let media_type = head.split(';').next().unwrap_or_default();
    let is_media_type =
        media_type.split_once('/').is_some_and(|(kind, name)| !kind.is_empty() && !name.is_empty());
    let is_head = text.as_bytes().get(length) == Some(&b',') && (is_media_type || head.starts_with(';'));
    is_head.then(|| (head, head.ends_with(";base64")))
}

fn is_base64_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_')
}

/// What ends a URL whose data is no base64: the quote or bracket that closes what opened in front of it. In a text
/// inside of a text the quotes are escaped, too.
#[derive(Clone, Copy, PartialEq, Eq)]
struct End {
    close: char,
    is_escaped: bool,
}

impl End {
    fn behind(before: &str) -> Option<Self> {
        let close = match before.chars().next_back()? {
            '(' => ')',
            quote @ ('"' | '\'' | '`') => quote,
            _ => return None,
        };
        Some(Self { close, is_escaped: before[..before.len() - 1].ends_with('\\') })
    }

    /// How long the data is that it ends.
    fn find(self, data: &str) -> Option<usize> {
        let mut ends = data.match_indices(self.close).map(|(end, _)| end);
        let end = ends.find(|&end| data[..end].ends_with('\\') == self.is_escaped)?;
        Some(if self.is_escaped { end - 1 } else { end })
    }
}

/// Bytes of the file: four letters of base64 are three, an escape is one.
fn bytes(data: &str, is_base64: bool) -> u64 {
    let bytes = if is_base64 {
        data.trim_end_matches('=').len() * 3 / 4
    } else {
        data.len() - 2 * data.bytes().filter(|&byte| byte == b'%').count().min(data.len() / 3)
    };
    bytes as u64
}

#[cfg(test)]
mod tests {
    use super::data_urls;

    /// The type, bytes and last character of each URL in `text`.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, u64, char)]) {
        let found: Vec<(String, u64, char)> = data_urls(text)
            .into_iter()
            .map(|url| {
                let written = &text[url.span.start as usize..url.span.end as usize];
                assert!(written.starts_with("data:"), "{written}");
                (url.media_type, url.bytes, written.chars().last().expect("it is not empty"))
            })
            .collect();
        let found: Vec<(&str, u64, char)> =
            found.iter().map(|(kind, bytes, last)| (&**kind, *bytes, *last)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn base64_ends_where_its_letters_end() {
        let image = "iVBO".repeat(100);
        check(&format!("a=\"data:image/png;base64,{image}==\",b"), &[("image/png", 300, '=')]);
        check(&format!("a{{b:url(data:font/woff2;base64,{image})}}"), &[("font/woff2", 300, 'O')]);
        check(&format!("a=`data:;base64,{image}`"), &[("text/plain", 300, 'O')]);
        let two = format!("['data:image/png;base64,{image}','data:image/gif;charset=utf-8;base64,{image}']");
        check(&two, &[("image/png", 300, 'O'), ("image/gif", 300, 'O')]);
    }

    #[test]
    fn other_data_ends_where_its_quotes_end() {
        let path = "M0 0h1v1".repeat(50);
        let svg = |quote: &str| format!("%3csvg d=%27{path}%27{quote}/%3e");
        check(&format!("url(\"data:image/svg+xml,{}\") \"", svg("'")), &[("image/svg+xml", 412, 'e')]);
        check(&format!("url(data:image/svg+xml;utf8,{}) )", svg("")), &[("image/svg+xml", 411, 'e')]);
        check(
            &format!("css='a:url(\\\"data:image/svg+xml,{}\\\")'", svg("")),
            &[("image/svg+xml", 411, 'e')],
        );
    }

    #[test]
    fn source_maps_words_and_small_ones_are_none() {
        let map = "eyJ2".repeat(100);
        check(&format!("f()\n//# sourceMappingURL=data:application/json;base64,{map}"), &[]);
        check(&format!("var a={{data:b,c:'{map}'}};'data: of all kinds, {map}'"), &[]);
        check("a='data:image/gif;base64,R0lGODlhAQABAAAAACw='", &[]);
        check("'data:image/svg+xml,", &[]);
        check(&"'data:image/svg+xml,".repeat(3), &[]);
    }

    #[test]
    fn many_that_never_end_are_read_in_no_time() {
        assert_eq!(data_urls(&"(data:text/plain,".repeat(300_000)), []);
    }
}
