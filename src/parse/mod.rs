//! Bytes of a file in, what it says out.
//!
//! One file a language. A file that cannot be understood yields a problem and is still weighed;
//! nothing here fails, and nothing here knows the other files of the build.

mod data_urls;
pub mod document;
pub mod image_header;
mod inserted_styles;
mod legacy_code;
mod manifest;
mod markers;
mod mentions;
mod named_files;
mod ngsw;
pub mod script;
pub mod source_map;
mod srcset;
pub mod style;

use std::sync::Arc;

use crate::model::asset::ResourceType;
use crate::model::build::Facts;
use crate::model::bundler::Mark;
use crate::model::path::AssetPath;
use crate::model::problem::Problem;
use crate::model::script::ScriptFacts;
use crate::model::span::{Lines, Span};
use crate::model::style::StyleFacts;
use crate::parse::script::ParsedScript;

pub use manifest::{ReadManifest, read_manifest};
pub use mentions::{Hashes, Mentions};
pub use script::STACK_BYTES;

/// What parsing gave for one file.
#[derive(Debug, Default)]
pub struct Parsed {
    /// What the file says.
    pub facts: Facts,
    /// Its line starts, if it is text that was read.
    pub lines: Option<Lines>,
    /// What the tools that made it left in it.
    pub marks: Vec<Mark>,
    /// What could not be understood.
    pub problems: Vec<Problem>,
}

/// Whether a file of `bytes` bytes may say something about other files.
pub fn is_parsed(path: &AssetPath, resource_type: ResourceType, bytes: u64) -> bool {
    match resource_type {
        ResourceType::Document | ResourceType::Script | ResourceType::Stylesheet => true,
        ResourceType::Other => path.extension() == "json" && bytes <= manifest::MOST_BYTES,
        _ => false,
    }
}

/// About the memory that reading a text of so many bytes takes: 15 bytes of syntax tree for a byte of minified script,
/// measured on scripts of 3 MB.
pub fn memory_for(bytes: usize) -> u64 {
    bytes as u64 * 15
}

/// Reads what `bytes` say. Must run on a thread with [`STACK_BYTES`] of stack.
pub fn parse(path: &AssetPath, resource_type: ResourceType, bytes: &[u8]) -> Parsed {
    if !is_parsed(path, resource_type, bytes.len() as u64) {
        return Parsed::default();
    }
    if resource_type == ResourceType::Other {
        return manifest_facts(path, bytes);
    }
    // As browsers do: what is not UTF-8 becomes U+FFFD. Places are counted in that text.
    let text: Arc<str> = String::from_utf8_lossy(bytes).into();
    let lines = Lines::new(&text);
    let (facts, problems) = match resource_type {
        ResourceType::Script => script_facts(path, &text, &lines),
        ResourceType::Document => document_facts(path, &text),
        _ => (Facts::Stylesheet(style_facts(&text)), Vec::new()),
    };
    let marks = match resource_type {
        ResourceType::Script | ResourceType::Document => markers::marks(&text),
        _ => Vec::new(),
    };
    Parsed { facts, lines: Some(lines), marks, problems }
}

/// What can be said of a script without parsing it: the paths of files that stand in it as they are, sorted.
pub fn named_files(script: &[u8]) -> Vec<String> {
    named_files::named_files(&String::from_utf8_lossy(script))
}

/// The line starts of a file whose bytes [`parse`] reads as text.
pub fn lines(path: &AssetPath, resource_type: ResourceType, bytes: &[u8]) -> Option<Lines> {
    let is_text = resource_type != ResourceType::Other && is_parsed(path, resource_type, bytes.len() as u64);
    is_text.then(|| Lines::new(&String::from_utf8_lossy(bytes)))
}

/// Reads what an image of `length` bytes says; `head` is its first bytes, at least [`image_header::HEAD_BYTES`] of them.
///
/// Some bundlers write the module that stands for an SVG under the name of the SVG: text that is none is not read.
pub fn parse_image(path: &AssetPath, head: &[u8], length: u64) -> Parsed {
    match image_header::read_image_header(head, length) {
        Ok(header) => Parsed { facts: header.map_or(Facts::None, Facts::Image), ..Parsed::default() },
        Err(unread) if !unread.is_image && path.extension() == "svg" => Parsed::default(),
        Err(unread) => {
            let problems = vec![Problem::of(path, unread.message)];
            Parsed { facts: Facts::Unreadable, problems, ..Parsed::default() }
        }
    }
}

/// Places in a manifest are nothing that a report shows.
fn manifest_facts(path: &AssetPath, bytes: &[u8]) -> Parsed {
    let text = String::from_utf8_lossy(bytes);
    match read_manifest(&text) {
        ReadManifest::Manifest(facts) => Parsed { facts: Facts::Manifest(facts), ..Parsed::default() },
        ReadManifest::Broken(format, error) => {
            let message = format!("looks like a {} and cannot be read: {error}", format.title());
            Parsed { problems: vec![Problem::of(path, message)], ..Parsed::default() }
        }
        ReadManifest::Other => {
            let facts = ngsw::precache_list(&text).map_or(Facts::None, Facts::ServiceWorker);
            Parsed { facts, ..Parsed::default() }
        }
    }
}

fn script_facts(path: &AssetPath, text: &Arc<str>, lines: &Lines) -> (Facts, Vec<Problem>) {
    let ParsedScript { facts, problem } = script::parse_script(text);
    let problem = problem.map(|(message, span)| Problem::of(path, with_place(message, span, lines)));
    let facts = facts.map(|facts| ScriptFacts {
        data_urls: data_urls::data_urls(text),
        inserts_styles: inserted_styles::inserts_styles(text),
        legacy_code: legacy_code::facts(text),
        ..facts
    });
    (facts.map_or(Facts::Unreadable, Facts::Script), problem.into_iter().collect())
}

fn style_facts(text: &str) -> StyleFacts {
    StyleFacts { data_urls: data_urls::data_urls(text), ..style::parse_style(text) }
}

fn document_facts(path: &AssetPath, text: &str) -> (Facts, Vec<Problem>) {
    // Inline scripts are full of template placeholders; what cannot be parsed there is no problem of the build.
    let inline = |code: &str, _module: bool| -> ScriptFacts {
        let facts = script::parse_script(&Arc::from(code)).facts.unwrap_or_default();
        ScriptFacts { inserts_styles: inserted_styles::inserts_styles(code), ..facts }
    };
    let (facts, messages) = document::parse_document(text, &inline);
    (Facts::Document(facts), messages.into_iter().map(|message| Problem::of(path, message)).collect())
}

fn with_place(message: String, span: Option<Span>, lines: &Lines) -> String {
    match span.and_then(|span| lines.place(span.start)) {
        Some(place) => format!("{message} at {}:{}", place.line, place.column),
        None => message,
    }
}
