//! The text of a URL as documents and stylesheets write it -> the text that a browser resolves.
//!
//! Takes what stands in an attribute or in `url()`, gives it without the characters that the URL parser
//! drops. Resolves nothing and checks no syntax: what the text names is the graph's question.
//!
//! Source: <https://url.spec.whatwg.org/#concept-basic-url-parser>, steps 1 to 3.

/// `written` without white space around it and without line breaks and tabs inside; `None` where it names no
/// file: nothing is left, it is a place in the same document (`#icon`), or it carries its own content
/// (`data:`).
pub(crate) fn file_url(written: &str) -> Option<String> {
    let trimmed = written.trim_matches(|character: char| character <= ' ');
    let is_data = trimmed.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    if trimmed.is_empty() || trimmed.starts_with('#') || is_data {
        return None;
    }
    Some(trimmed.replace(['\t', '\n', '\r'], ""))
}

#[cfg(test)]
mod tests {
    use super::file_url;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(file_url(written).as_deref(), expected, "{written:?}");
    }

    #[test]
    fn what_the_url_parser_drops_is_dropped() {
        check("/a.js", Some("/a.js"));
        check(" \n\t/a.js\r\n", Some("/a.js"));
        check("/a\n/b.js", Some("/a/b.js"));
        check("a b.png", Some("a b.png"));
    }

    #[test]
    fn a_url_that_names_no_file_is_none() {
        check("", None);
        check(" \n", None);
        check("#default#VML", None);
        check("DATA:image/png;base64,AA", None);
        check(" data:,x", None);
    }

    #[test]
    fn a_name_that_only_looks_like_a_data_url_is_a_file() {
        check("data", Some("data"));
        check("data/x.png", Some("data/x.png"));
        check("datä:x", Some("datä:x"));
    }
}
