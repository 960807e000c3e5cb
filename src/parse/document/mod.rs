//! An HTML document's text -> the scripts, stylesheets and hints that it loads.
//!
//! Takes any text: HTML has no invalid input, and bundlers leave out quotes, `<html>` and `<head>`. The tags
//! are read in the order in which they stand; no tree is built. Leaves out on purpose: frames, frameworks' own
//! attributes (but Astro's islands), comments (conditional ones too), and what browsers with scripts do not look into:
//! `<noscript>`, and `<template>` unless it is a shadow root. The inside of `<svg>` is read as HTML, except
//! that `/>` ends an element there.
//!
//! Source: <https://html.spec.whatwg.org/multipage/parsing.html>.

mod attributes;
mod flight;
mod head;
mod images;
mod import_map;
mod islands;
mod links;
mod scripts;

use html5gum::{DefaultEmitter, State, Token, Tokenizer};

use crate::model::document::{DocumentFacts, LinkedFile, ScriptElement};
use crate::model::script::{ScriptFacts, UrlBase};
use crate::parse::document::attributes::Attributes;
use crate::parse::document::flight::Flight;
use crate::parse::document::head::Head;
use crate::parse::document::images::Images;
use crate::parse::document::import_map::ImportMaps;
use crate::parse::document::islands::island;
use crate::parse::document::links::read_link;
use crate::parse::document::scripts::{InlineCode, ScriptKind, read_script};
use crate::parse::style::parse_style_of;

type StartTag = html5gum::StartTag<usize>;

/// Reads `text`; beside the facts, one message for each import map that is not valid.
///
/// `parse_inline_script` gives the facts of the code between two script tags, with places counted from the
/// code's start; its second argument says whether the code is a module.
pub fn parse_document(
    text: &str,
    parse_inline_script: &dyn Fn(&str, bool) -> ScriptFacts,
) -> (DocumentFacts, Vec<String>) {
    let mut emitter = DefaultEmitter::new_with_span();
    // Without this, tags in the strings of a script would be tags.
    emitter.naively_switch_states(true);
    let mut tokenizer = Tokenizer::new_with_emitter(text, emitter);
    let mut walk = Walk::new(text, parse_inline_script);
    while let Some(Ok(token)) = tokenizer.next() {
        match token {
            Token::StartTag(tag) => {
                if walk.start(tag) == Inside::Nothing {
                    tokenizer.set_state(State::Data);
                }
            }
            Token::EndTag(tag) => walk.end(&tag.name, tag.span.start),
            Token::String(text) => walk.text(&text),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    walk.finish()
}

/// What follows a start tag.
#[derive(PartialEq, Eq)]
enum Inside {
    /// What the element's name says.
    AsNamed,
    /// Nothing: the element has ended with its start tag.
    Nothing,
}

struct Walk<'a> {
    text: &'a str,
    parse_inline_script: &'a dyn Fn(&str, bool) -> ScriptFacts,
    facts: DocumentFacts,
    images: Images,
    import_maps: ImportMaps,
    flight: Flight,
    problems: Vec<String>,
    /// The `<script>` or `<style>` whose end tag has not come yet.
    open: Option<StartTag>,
    /// Open `<template>`s, true for those whose content is inert.
    templates: Vec<bool>,
    inert_templates: usize,
    /// Open `<svg>` and `<math>` elements.
    foreign_depth: usize,
    has_base: bool,
    head: Head,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, parse_inline_script: &'a dyn Fn(&str, bool) -> ScriptFacts) -> Self {
        Self {
            text,
            parse_inline_script,
            facts: DocumentFacts::default(),
            images: Images::default(),
            import_maps: ImportMaps::default(),
            flight: Flight::default(),
            problems: Vec::new(),
            open: None,
            templates: Vec::new(),
            inert_templates: 0,
            foreign_depth: 0,
            has_base: false,
            head: Head::default(),
        }
    }

    fn start(&mut self, tag: StartTag) -> Inside {
        self.head.start(&tag.name);
        let attributes = Attributes(&tag);
        if self.inert_templates == 0 {
            self.images.start(attributes, self.foreign_depth > 0);
        }
        // `<title/>` in an icon would otherwise take the rest of the document for its text.
        if tag.self_closing && (self.foreign_depth > 0 || is_foreign(&tag.name)) {
            return Inside::Nothing;
        }
        match tag.name.as_slice() {
            name if is_foreign(name) => self.foreign_depth += 1,
            b"template" => {
                let is_inert =
                    !attributes.is("shadowrootmode", "open") && !attributes.is("shadowrootmode", "closed");
                self.templates.push(is_inert);
                self.inert_templates += usize::from(is_inert);
            }
            _ if self.inert_templates > 0 => {}
            b"base" if !self.has_base && attributes.has("href") => {
                self.has_base = true;
                self.facts.base = attributes.url("href");
            }
            b"meta" if attributes.is("name", "viewport") => self.facts.has_viewport = true,
            b"astro-island" => self.facts.islands.push(island(attributes)),
            b"link" => read_link(attributes, &mut self.facts),
            b"script" | b"style" => self.open = Some(tag),
            _ => {}
        }
        Inside::AsNamed
    }

    fn text(&mut self, text: &[u8]) {
        self.head.text(text);
        if self.open.is_none() && self.inert_templates == 0 {
            self.images.text(text);
        }
    }

    fn end(&mut self, name: &[u8], at: usize) {
        self.head.end(name);
        self.images.end(name);
        if let Some(open) = self.open.take_if(|open| open.name.as_slice() == name) {
            let content = self.text.get(open.span.end..at).unwrap_or_default();
            if name == b"script" {
                self.read_script(&open, content);
            } else {
                self.read_style(&open, content);
            }
        } else if is_foreign(name) {
            self.foreign_depth = self.foreign_depth.saturating_sub(1);
        } else if name == b"template" && self.templates.pop() == Some(true) {
            self.inert_templates -= 1;
        }
    }

    fn read_script(&mut self, tag: &StartTag, content: &str) {
        let attributes = Attributes(tag);
        let kind = ScriptKind::of(attributes);
        match kind {
            ScriptKind::Classic | ScriptKind::Module => {
                self.flight.add(content, attributes.span());
                let code =
                    InlineCode { text: content, offset: tag.span.end, parse: self.parse_inline_script };
                let script = read_script(attributes, kind == ScriptKind::Module, &code);
                let is_in_head = self.head.is_open();
                self.facts.scripts.extend(script.map(|script| ScriptElement { is_in_head, ..script }));
            }
            // Browsers do not load import maps from files.
            ScriptKind::ImportMap if !attributes.has("src") => {
                self.problems.extend(self.import_maps.add(self.text, tag.span.end, content).err());
            }
            ScriptKind::ImportMap | ScriptKind::Data => {}
        }
    }

    fn read_style(&mut self, tag: &StartTag, content: &str) {
        let attributes = Attributes(tag);
        if !attributes.allow_css() {
            return;
        }
        let offset = attributes.span().end;
        let facts = parse_style_of(content, UrlBase::Page);
        self.images.add_style(facts.images, offset);
        self.facts.sizing.extend(facts.sizing);
        let imports = facts.imports.into_iter();
        self.facts
            .stylesheets
            .extend(imports.map(|import| LinkedFile { url: import.url, span: import.span.shifted(offset) }));
        self.facts.fonts.append(facts.fonts.shifted(offset));
    }

    fn finish(mut self) -> (DocumentFacts, Vec<String>) {
        // A style without an end tag is applied; a script without one does not run.
        if let Some(open) = self.open.take_if(|open| open.name.as_slice() == b"style") {
            let content = self.text.get(open.span.end..).unwrap_or_default();
            self.read_style(&open, content);
        }
        self.facts.images = self.images.into_uses();
        self.facts.flight_scripts = self.flight.into_scripts();
        self.facts.import_map = self.import_maps.into_entries();
        (self.facts, self.problems)
    }
}

fn is_foreign(name: &[u8]) -> bool {
    matches!(name, b"svg" | b"math")
}

#[cfg(test)]
mod tests;
