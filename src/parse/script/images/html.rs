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

use crate::parse::script::images::element::{Element, Picture, Tag};
use crate::parse::script::images::pieces::{Joined, OPEN, Piece, Places};
use crate::parse::script::images::value::Object;

/// Longer lists of nodes belong to no component.
const MOST_NODES: usize = 20_000;

/// Whether a text has something to read here.
pub(crate) fn has_image(text: &str) -> bool {
    text.contains('<')
        && (text.contains("<img")
            || text.contains("<image")
            || text.contains("poster=")
            || text.contains("<IMG"))
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
        places: Places::new(&text, raw),
        elements,
        nodes: Nodes::default(),
        open: Vec::new(),
        foreign: 0,
    };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut tokenizer = Tokenizer::new_with_emitter(text.text.as_str(), emitter);
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

struct Reader<'a> {
    text: &'a Joined,
    places: Places<'a>,
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
        let span = self.places.span(tag.span.start, tag.span.end);
        let mut element = Element::new(kind, span, attributes);
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
