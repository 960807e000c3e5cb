//! Texts in XML and HTML: between tags and in attributes, whatever they hold.

use crate::report::text;

/// The text with `& < > " '` as entities, and with what XML cannot hold or a reader could not see (control characters,
/// those that reorder or hide others) written out as `\n` or `\u{202e}`.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text::printable(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // The two that are no characters and no XML may hold: <https://www.w3.org/TR/xml/#charsets>.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        assert_eq!(escape("<b title=\"it's\">&amp;"), "&lt;b title=&quot;it&#39;s&quot;&gt;&amp;amp;");
        assert_eq!(
            escape("a\u{1b}[31m\nb\u{202e}c\u{0}\u{ffff}"),
            "a\\u{1b}[31m\\nb\\u{202e}c\\u{0}\u{fffd}"
        );
        assert_eq!(escape("äöü 日本 🚚"), "äöü 日本 🚚");
    }
}
