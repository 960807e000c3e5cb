//! HTML in the strings of a script -> its elements, and its nodes for scripts that walk over them.
//!
//! What is made at run time leaves a placeholder, so that the tokenizer of documents reads the rest:
//!
//! ```js
//! template('<main><img alt="hero"/></main>')       // Svelte; its script sets `src` later
//! template(`<main class=hero><img src=/a.png>`)    // Solid, which leaves out quotes and end tags
//! html`<img src=${hero} alt="hero">`               // Lit
//! static('<p><img src="' + hero + '" alt="hero">') // Vue
//! ```

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::model::span::Span;
use crate::parse::script::images::element::{Element, Picture, Tag};
use crate::parse::script::images::value::{Object, Value};

/// Around the number of a hole: private characters that no icon font uses.
const OPEN: char = '\u{F8000}';
const CLOSE: char = '\u{F8001}';
/// Longer lists of nodes belong to no component.
const MOST_NODES: usize = 20_000;

/// A part of the HTML.
pub(crate) enum Piece {
    /// Text, and where it stands in the script, escapes and all.
    Text(String, Span),
    /// Something that is made at run time.
    Hole(Value),
}

/// Whether a text has something to read here.
pub(crate) fn has_image(text: &str) -> bool {
    text.contains("<img") || text.contains("<image") || text.contains("poster=") || text.contains("<IMG")
}

/// HTML as nodes.
#[derive(Debug, Default)]
pub(crate) struct Nodes {
    nodes: Vec<Node>,
    /// The first of the outermost nodes, and how many there are.
    outermost: Vec<usize>,
}

#[derive(Debug, Default)]
struct Node {
    is_text: bool,
    first_child: Option<usize>,
    last_child: Option<usize>,
    next: Option<usize>,
    element: Option<usize>,
    /// Whether it is an element with a URL of something to show.
    takes_url: bool,
}

impl Nodes {
    /// Whether a script may give `src` to a node.
    pub(crate) fn takes_url(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|node| node.takes_url)
    }

    /// The first of the outermost nodes.
    pub(crate) fn first(&self) -> Option<usize> {
        self.outermost.first().copied()
    }

    /// Whether there are several outermost nodes.
    pub(crate) fn are_several(&self) -> bool {
        self.outermost.len() > 1
    }

    /// The first node in a node.
    pub(crate) fn first_child(&self, node: usize) -> Option<usize> {
        self.nodes.get(node)?.first_child
    }

    /// The node that comes `count` nodes later.
    pub(crate) fn next(&self, node: usize, count: u32) -> Option<usize> {
        (0..count).try_fold(node, |node, _| self.nodes.get(node)?.next)
    }

    /// The index of the element that a node is, where it is one that is kept.
    pub(crate) fn element(&self, node: usize) -> Option<usize> {
        self.nodes.get(node)?.element
    }
}

/// Reads HTML; its elements go to the end of `elements`. `raw` is the script.
pub(crate) fn read(pieces: Vec<Piece>, raw: &str, elements: &mut Vec<Element>) -> Nodes {
    let text = Joined::of(pieces);
    let mut reader = Reader {
        text: &text,
        raw,
        part: 0,
        cursor: Cursor::default(),
        elements,
        nodes: Nodes::default(),
        open: Vec::new(),
        foreign: 0,
    };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut tokenizer = Tokenizer::new_with_emitter(text.html.as_str(), emitter);
    while let Some(Ok(token)) = tokenizer.next() {
        if reader.nodes.nodes.len() > MOST_NODES {
            break;
        }
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag.name),
            Token::String(text) => reader.text_node(&text),
            Token::Comment(_) => {
                reader.node(false);
                reader.lose_picture();
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.nodes
}

/// HTML with placeholders for its holes.
struct Joined {
    html: String,
    holes: Vec<Value>,
    /// Where each text starts in `html`, its length, and where it stands in the script.
    texts: Vec<(usize, usize, Span)>,
}

impl Joined {
    fn of(pieces: Vec<Piece>) -> Self {
        let mut joined = Self { html: String::new(), holes: Vec::new(), texts: Vec::new() };
        for piece in pieces {
            match piece {
                Piece::Text(text, span) => {
                    joined.texts.push((joined.html.len(), text.len(), span));
                    joined.html.push_str(&text);
                }
                Piece::Hole(value) => {
                    joined.html.push(OPEN);
                    joined.html.push_str(&joined.holes.len().to_string());
                    joined.html.push(CLOSE);
                    joined.holes.push(value);
                }
            }
        }
        joined
    }

    /// The value of an attribute.
    fn value(&self, written: &str) -> Value {
        let mut pieces = Vec::new();
        let mut rest = written;
        while let Some((before, behind)) = rest.split_once(OPEN) {
            let Some((number, behind)) = behind.split_once(CLOSE) else { return Value::Unknown };
            if !before.is_empty() {
                pieces.push(Value::Text(before.to_owned()));
            }
            let hole = number.parse().ok().and_then(|number: usize| self.holes.get(number));
            pieces.push(hole.cloned().unwrap_or(Value::Unknown));
            rest = behind;
        }
        if pieces.is_empty() {
            return Value::Text(rest.to_owned());
        }
        if !rest.is_empty() {
            pieces.push(Value::Text(rest.to_owned()));
        }
        Value::Joined(pieces)
    }
}

/// How far a text has been compared with what it means: both are offsets in it.
#[derive(Clone, Copy, Default)]
struct Cursor {
    meant: usize,
    written: usize,
}

impl Cursor {
    /// Goes on to the byte at `offset` of what `written` means; escapes are longer than what they mean.
    fn advance(&mut self, written: &str, offset: usize) -> Option<usize> {
        while self.meant < offset {
            let rest = written.get(self.written..)?;
            let plain = rest.find('\\').unwrap_or(rest.len()).min(offset - self.meant);
            if plain > 0 {
                self.meant += plain;
                self.written += plain;
                continue;
            }
            let (length, meant) = escape(rest)?;
            self.written += length;
            self.meant += meant;
        }
        Some(self.written)
    }
}

/// The length of the escape that a text starts with, and of what it means.
fn escape(text: &str) -> Option<(usize, usize)> {
    let escaped = text.chars().nth(1)?;
    let digits = match escaped {
        '\n' => return Some((2, 0)),
        'x' => text.get(2..4)?,
        'u' if text.get(2..3) == Some("{") => text.get(3..)?.split_once('}')?.0,
        'u' => text.get(2..6)?,
        other => return Some((1 + other.len_utf8(), other.len_utf8())),
    };
    let braces = if text.get(2..3) == Some("{") { 2 } else { 0 };
    // Half of a pair: the whole has four bytes.
    let meant = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map_or(2, char::len_utf8);
    Some((2 + braces + digits.len(), meant))
}

struct Reader<'a> {
    text: &'a Joined,
    raw: &'a str,
    /// The part of the text that the last tag stands in.
    part: usize,
    cursor: Cursor,
    elements: &'a mut Vec<Element>,
    nodes: Nodes,
    /// The open elements: name, node, and for a `<picture>` what stands in it.
    open: Vec<Open>,
    foreign: usize,
}

struct Open {
    name: Vec<u8>,
    node: usize,
    picture: Option<Picture>,
}

impl Reader<'_> {
    /// Where `start..end` of the HTML stands in the script; tags come in their order.
    fn span(&mut self, start: usize, end: usize) -> Option<Span> {
        let part = self.text.texts.partition_point(|(from, ..)| *from <= start).checked_sub(1)?;
        if part != self.part {
            self.part = part;
            self.cursor = Cursor::default();
        }
        let (from, length, span) = *self.text.texts.get(part)?;
        let written = self.raw.get(span.start as usize..span.end as usize)?;
        let first = self.cursor.advance(written, start - from)?;
        // A tag with holes ends in another part.
        let last =
            if end <= from + length { self.cursor.advance(written, end - from)? } else { written.len() };
        Some(Span::new(span.start as usize + first, span.start as usize + last))
    }

    /// Adds a node behind the last one of the open element.
    fn node(&mut self, is_text: bool) -> usize {
        let index = self.nodes.nodes.len();
        let parent = self.open.last().map(|open| open.node);
        let last = match parent {
            Some(parent) => self.nodes.nodes.get(parent).and_then(|node| node.last_child),
            None => self.nodes.outermost.last().copied(),
        };
        self.nodes.nodes.push(Node { is_text, ..Node::default() });
        if let Some(last) = last.and_then(|last| self.nodes.nodes.get_mut(last)) {
            last.next = Some(index);
        }
        match parent.and_then(|parent| self.nodes.nodes.get_mut(parent)) {
            Some(parent) => {
                parent.first_child.get_or_insert(index);
                parent.last_child = Some(index);
            }
            None => self.nodes.outermost.push(index),
        }
        index
    }

    fn text_node(&mut self, text: &[u8]) {
        if String::from_utf8_lossy(text).contains(OPEN) {
            self.lose_picture();
        }
        let last = match self.open.last() {
            Some(open) => self.nodes.nodes.get(open.node).and_then(|node| node.last_child),
            None => self.nodes.outermost.last().copied(),
        };
        // The tokenizer cuts text as it likes.
        if last.and_then(|last| self.nodes.nodes.get(last)).is_none_or(|last| !last.is_text) {
            self.node(true);
        }
    }

    /// Something that is made at run time may bring sources with it.
    fn lose_picture(&mut self) {
        if let Some(picture) = self.open.last_mut().and_then(|open| open.picture.as_mut()) {
            *picture = Picture::Unknown;
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let node = self.node(false);
        let name = String::from_utf8_lossy(&tag.name);
        let is_foreign = matches!(&*name, "svg" | "math");
        if let Some(node) = self.nodes.nodes.get_mut(node) {
            node.takes_url = takes_url(&name);
        }
        if let Some(kind) = Tag::named(&name) {
            let element = self.element(kind, tag);
            if let Some(node) = self.nodes.nodes.get_mut(node) {
                node.element = Some(element);
            }
        }
        if is_void(&name) || (tag.self_closing && (self.foreign > 0 || is_foreign)) {
            return;
        }
        self.foreign += usize::from(is_foreign);
        let picture = (name == "picture").then(|| Picture::Sources(Vec::new()));
        self.open.push(Open { name: tag.name.to_vec(), node, picture });
    }

    fn element(&mut self, kind: Tag, tag: &StartTag<usize>) -> usize {
        let mut attributes = Object::default();
        for (name, value) in &tag.attributes {
            let name = String::from_utf8_lossy(name);
            if name.contains(OPEN) {
                attributes.is_open = true;
                continue;
            }
            attributes.entries.push((name.into_owned(), self.text.value(&String::from_utf8_lossy(value))));
        }
        let span = self.span(tag.span.start, tag.span.end);
        let whole = self.text.texts.first().map(|(_, _, span)| *span).unwrap_or_default();
        let mut element = Element::new(kind, span.unwrap_or(whole), attributes);
        let index = self.elements.len();
        if let Some(picture) = self.open.iter_mut().rev().find_map(|open| open.picture.as_mut()) {
            match (kind, picture) {
                (Tag::Source, Picture::Sources(sources)) => sources.push(index),
                (Tag::Img, picture) => element.picture = picture.clone(),
                _ => {}
            }
        }
        self.elements.push(element);
        index
    }

    fn end(&mut self, name: &[u8]) {
        if let Some(at) = self.open.iter().rposition(|open| open.name.as_slice() == name) {
            let closed =
                self.open.drain(at..).filter(|open| matches!(open.name.as_slice(), b"svg" | b"math"));
            self.foreign = self.foreign.saturating_sub(closed.count());
        }
    }
}

/// Source: <https://html.spec.whatwg.org/multipage/syntax.html#void-elements>.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements with `src`, `srcset` or the like, custom ones too.
fn takes_url(name: &str) -> bool {
    let shows = ["img", "source", "image", "input", "video", "audio", "iframe", "embed", "track", "script"];
    shows.contains(&name) || name.contains('-')
}
