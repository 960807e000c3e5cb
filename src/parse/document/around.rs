//! The elements that are open at a place of a document, as far as the tags say.
//!
//! No tree is built: an element whose end tag is left out stays open until that of an element around it. So there may be
//! more around an image than there is, and never less.

use std::sync::Arc;

use crate::model::image::Around;
use crate::parse::document::attributes::Attributes;

/// Elements deeper than this are not followed; nothing is known behind them.
const DEEPEST: usize = 250;

/// Elements without content: <https://html.spec.whatwg.org/multipage/syntax.html#void-elements>.
const VOID: [&[u8]; 13] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"source",
    b"track", b"wbr",
];

/// Elements whose end tag does not end others that are open in them: the "formatting elements" of
/// <https://html.spec.whatwg.org/multipage/parsing.html#formatting>.
const FORMATTING: [&[u8]; 14] = [
    b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt",
    b"u",
];

/// The open elements.
#[derive(Default)]
pub(crate) struct Open {
    elements: Vec<Arc<Around>>,
    is_lost: bool,
}

impl Open {
    /// The innermost of them; `None` where that is not known.
    pub(crate) fn innermost(&self) -> Option<Arc<Around>> {
        self.elements.last().filter(|_| !self.is_lost).cloned()
    }

    /// A start tag. `is_closed` tells that it has no content by what is written.
    pub(crate) fn start(&mut self, tag: Attributes<'_>, is_closed: bool) {
        let name = tag.0.name.as_slice();
        if is_closed || self.is_lost || VOID.contains(&name) {
            return;
        }
        if self.elements.len() == DEEPEST {
            self.is_lost = true;
            return;
        }
        let classes = tag.get("class").unwrap_or_default();
        self.elements.push(Arc::new(Around {
            name: String::from_utf8_lossy(name).into_owned(),
            id: tag.get("id").map(|id| id.to_string()),
            classes: classes.split_ascii_whitespace().map(str::to_owned).collect(),
            parent: self.elements.last().cloned(),
        }));
    }

    /// An end tag.
    pub(crate) fn end(&mut self, name: &[u8]) {
        let Some(at) = self.elements.iter().rposition(|element| element.name.as_bytes() == name) else {
            return;
        };
        if at + 1 == self.elements.len() || !FORMATTING.contains(&name) {
            self.elements.truncate(at);
        }
    }
}
