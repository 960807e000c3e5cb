//! A start tag -> its attributes by name, as HTML compares them.
//!
//! Names come in lower case and entities decoded from the tokeniser; of two attributes with one name the
//! first counts, as in browsers.

use std::borrow::Cow;

use html5gum::StartTag;

use crate::model::span::Span;
use crate::parse::style::url_text::file_url;

/// The attributes of one start tag.
#[derive(Clone, Copy)]
pub(crate) struct Attributes<'t>(pub(crate) &'t StartTag<usize>);

impl<'t> Attributes<'t> {
    /// The value of `name`; empty for an attribute without one.
    pub(crate) fn get(self, name: &str) -> Option<Cow<'t, str>> {
        self.0.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value))
    }

    /// Whether the attribute is there, with a value or without.
    pub(crate) fn has(self, name: &str) -> bool {
        self.0.attributes.contains_key(name.as_bytes())
    }

    /// Whether `name` has this value, in any case and with white space around it.
    pub(crate) fn is(self, name: &str, value: &str) -> bool {
        self.get(name).is_some_and(|written| written.trim_ascii().eq_ignore_ascii_case(value))
    }

    /// The file that `name` names.
    pub(crate) fn url(self, name: &str) -> Option<String> {
        self.get(name).and_then(|written| file_url(&written))
    }

    /// Whether `type` lets a stylesheet be one.
    pub(crate) fn allow_css(self) -> bool {
        self.get("type").is_none_or(|written| {
            let essence = written.split(';').next().unwrap_or_default().trim_ascii();
            essence.is_empty() || essence.eq_ignore_ascii_case("text/css")
        })
    }

    /// Where the start tag stands.
    pub(crate) fn span(self) -> Span {
        Span::new(self.0.span.start, self.0.span.end)
    }
}
