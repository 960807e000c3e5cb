//! Where the components in a script use images.
//!
//! `collect.rs` walks the program once. The shapes that it meets are told apart in one file each: `jsx.rs` (React,
//! Preact, Vue, next/image), `html.rs` (HTML in strings and templates: Svelte, Solid, Lit, Vue's static parts,
//! `innerHTML`), `nodes.rs` (attributes that are set on nodes: Svelte, Solid, the DOM), `angular/`, `css.rs` (styles that
//! scripts carry), `constants.rs` (URLs of which no more is known). Then names are followed (`resolve.rs`, `scopes.rs`, `modules.rs`) and elements become uses
//! (`attributes.rs`).
//!
//! The templates of libraries show whatever they are given: an element is a use only if something that is known at build
//! time says which picture it shows.

mod angular;
mod attributes;
mod candidates;
mod collect;
mod constants;
mod css;
mod element;
mod html;
mod jsx;
mod modules;
mod nodes;
mod pieces;
mod resolve;
mod scopes;
mod texts;
mod value;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use swc_ecma_ast::Program;

use crate::model::image::ImageUse;
use crate::model::parcel::ParcelFacts;
use crate::parse::script::images::collect::Collector;
use crate::parse::script::images::element::{Element, Maker};
use crate::parse::script::images::resolve::{Known, Resolver};
use crate::parse::script::images::value::Object;

/// What every script with an image has one of. Those with a point are the ends of file names.
const MARKS: [&str; 18] = [
    "\"img\"",
    "'img'",
    "`img`",
    "<img",
    "ngSrc",
    "poster",
    "data:image/",
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".avif",
    ".gif",
    ".svg",
    ".ico",
    ".bmp",
    ".jxl",
    ".apng",
];

static FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(MARKS).ok());

/// Whether a script has a mark. `a.icon` and `e.svg=` are code, and no ends of file names.
fn has_mark(text: &str) -> bool {
    let Some(finder) = FINDER.as_ref() else { return true };
    let is_end = |at: usize| {
        let next = text.as_bytes().get(at);
        next.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"_(=.:;[{}+-*<!|".contains(byte))
    };
    finder.find_iter(text).any(|hit| {
        let is_name = MARKS.get(hit.pattern().as_usize()).is_some_and(|mark| mark.starts_with('.'));
        !is_name || is_end(hit.end())
    })
}

/// The uses in a program, in the order in which they stand. `parcel` is what it says in Parcel's way.
pub(crate) fn read(program: &Program, text: &str, parcel: Option<&ParcelFacts>) -> Vec<ImageUse> {
    if !has_mark(text) {
        return Vec::new();
    }
    let mut collector = Collector::walk(program, text);
    modules::add_bundles(&mut collector.modules, parcel);
    add_named_attributes(&mut collector);
    nodes::apply(&mut collector);
    angular::add_elements(&mut collector);
    let Collector { scopes, modules, elements, constants, styles, .. } = &mut collector;
    let constants = std::mem::take(constants);
    let resolver = Resolver::new(scopes, modules);
    let shown = elements.iter().filter(|element| {
        element.maker != Maker::Component || attributes::are_of_image(&element.attributes, &resolver)
    });
    let mut uses: Vec<ImageUse> =
        shown.filter_map(|element| attributes::image_use(element, elements, &resolver)).collect();
    uses.extend(styles.iter().flat_map(|style| css::uses(style, text, &resolver)));
    uses.extend(constants.into_uses(&uses));
    uses.sort_by_key(|found| (found.span, found.element));
    uses
}

/// Gives elements the attributes that stand in a constant: Vue's `_hoisted_1`.
fn add_named_attributes(collector: &mut Collector<'_>) {
    let resolver = Resolver::new(&collector.scopes, &collector.modules);
    for element in &mut collector.elements {
        let Some(props) = element.props.take() else { continue };
        let attributes = match resolver.known(&props) {
            Some(Known::Object(object)) => Some(object.clone()),
            Some(Known::Nothing) => Some(Object::default()),
            _ => None,
        };
        let found =
            attributes.map(|attributes| Element::new(element.tag, element.span, attributes).attributes);
        match found {
            Some(found) => element.attributes = found,
            None => element.attributes.is_open = true,
        }
    }
}
