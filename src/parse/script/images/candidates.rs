//! A `srcset` in a script -> its candidates; those with URLs from run time have none.

use crate::model::image::{Attribute, Candidate, Descriptor};
use crate::model::script::UrlBase;
use crate::parse::script::images::resolve::{Known, Resolver};
use crate::parse::script::images::value::Value;
use crate::parse::srcset::srcset;

/// The first of the private characters that stand for the parts from run time; no URL has them.
const FIRST_HOLE: u32 = 0xF_8000;
const MOST_DEPTH: u32 = 4;
const MOST_PARTS: usize = 64;

/// Reads the value of a `srcset`.
pub(crate) fn read<'a>(value: &'a Value, resolver: &Resolver<'a>) -> Attribute<Vec<Candidate>> {
    let mut parts = Vec::new();
    flatten(value, resolver, MOST_DEPTH, &mut parts);
    if parts.len() > MOST_PARTS {
        return Attribute::Dynamic;
    }
    let mut text = String::new();
    let mut holes = Vec::new();
    for part in parts {
        match resolver.known(part) {
            // What is text alone belongs to the list; URLs with a base of their own come back later.
            Some(known @ (Known::Text(_) | Known::Number(_))) => text.extend(known.text()),
            Some(Known::Nothing) if text.is_empty() => return Attribute::Absent,
            known => {
                let hole = char::from_u32(FIRST_HOLE + u32::try_from(holes.len()).unwrap_or_default());
                text.extend(hole);
                holes.push((hole, known.and_then(|known| known.url())));
            }
        }
    }
    let mut candidates = srcset(&text, UrlBase::Page);
    let mut used = 0;
    for candidate in &mut candidates {
        let Some(url) = candidate.url.take() else { continue };
        let inside: Vec<_> =
            holes.iter().filter(|(hole, _)| hole.is_some_and(|hole| url.url.contains(hole))).collect();
        used += inside.len();
        candidate.url = match inside.as_slice() {
            [] => Some(url),
            [(Some(hole), known)] if url.url.chars().eq([*hole]) => known.clone(),
            _ => None,
        };
    }
    match candidates.as_slice() {
        // A list that is made at run time, or a part of one.
        _ if used < holes.len() => Attribute::Dynamic,
        [Candidate { url: None, descriptor: Descriptor::None, .. }] => Attribute::Dynamic,
        [] if text.trim().is_empty() => Attribute::Absent,
        _ => Attribute::Known(candidates),
    }
}

/// The parts of a template, through the names of templates in it.
fn flatten<'a>(value: &'a Value, resolver: &Resolver<'a>, depth: u32, parts: &mut Vec<&'a Value>) {
    let named = match value {
        Value::Name(name) => resolver.scopes.value(name),
        _ => None,
    };
    match named.unwrap_or(value) {
        Value::Joined(pieces) if depth > 0 && parts.len() <= MOST_PARTS => {
            // A URL behind a public path is one part.
            match resolver.known(value) {
                Some(Known::Url(_)) => parts.push(value),
                _ => pieces.iter().for_each(|piece| flatten(piece, resolver, depth - 1, parts)),
            }
        }
        _ => parts.push(value),
    }
}
