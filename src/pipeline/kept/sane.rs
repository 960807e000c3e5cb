//! What can be so: what later stages take for granted of facts, asked of those that somebody else may have written.
//!
//! This is about numbers that would be added up, or that index something, and not about whether facts are true.

use crate::model::asset::ResourceType;
use crate::model::bounds::Between;
use crate::model::build::Facts;
use crate::model::data_url::DataUrl;
use crate::model::document::DocumentFacts;
use crate::model::image::ImageHeader;
use crate::model::manifest::ManifestFacts;
use crate::model::package::Contents;
use crate::model::script::{Minification, ScriptFacts};
use crate::model::style::StyleFacts;
use crate::pipeline::kept::record::KeptFingerprint;

/// What is not UTF-8 becomes U+FFFD, which takes three bytes: the text of a file can be so many times as long.
const LONGEST_TEXT: u64 = 3;

/// Whether `raw` bytes may take so many compressed.
pub(crate) fn is_size(size: u64, raw: u64) -> bool {
    size <= Between::unmeasured(raw).high
}

/// Whether a file of that type and length may say so.
pub(crate) fn are_facts(facts: &Facts, resource_type: ResourceType, length: usize) -> bool {
    let length = (length as u64).saturating_mul(LONGEST_TEXT);
    match (resource_type, facts) {
        (ResourceType::Script, Facts::Script(facts)) => is_script(facts, length),
        (ResourceType::Document, Facts::Document(facts)) => is_document(facts, length),
        (ResourceType::Stylesheet, Facts::Stylesheet(facts)) => is_style(facts, length),
        (ResourceType::Image, Facts::Image(header)) => is_header(header, length),
        (ResourceType::Other, Facts::Manifest(facts)) => is_manifest(facts),
        (ResourceType::Other, Facts::ServiceWorker(_) | Facts::None)
        | (ResourceType::Image, Facts::None | Facts::Unreadable) => true,
        _ => false,
    }
}

fn is_script(facts: &ScriptFacts, length: u64) -> bool {
    is_minification(facts.minification, length) && are_data_urls(&facts.data_urls, length)
}

fn is_document(facts: &DocumentFacts, length: u64) -> bool {
    facts.scripts.iter().filter_map(|script| script.inline.as_ref()).all(|script| is_script(script, length))
}

fn is_style(facts: &StyleFacts, length: u64) -> bool {
    is_minification(facts.minification, length) && are_data_urls(&facts.data_urls, length)
}

fn is_minification(minification: Option<Minification>, length: u64) -> bool {
    minification.is_none_or(|minification| {
        minification.bytes <= length && minification.needed <= length.saturating_mul(2)
    })
}

fn are_data_urls(urls: &[DataUrl], length: u64) -> bool {
    is_within(urls.iter().map(|url| url.bytes), length)
}

fn is_header(header: &ImageHeader, length: u64) -> bool {
    is_within(
        header.metadata.iter().map(|part| part.bytes).chain([header.embedded]),
        length.saturating_mul(2),
    )
}

/// Files are named by their index.
fn is_manifest(facts: &ManifestFacts) -> bool {
    let named = facts.edges.iter().flat_map(|edge| edge.from.iter().chain([&edge.to]));
    named.chain(&facts.entries).all(|&file| (file as usize) < facts.files.len())
}

/// Whether a script of that length may be made of these.
pub(crate) fn are_contents(contents: &Contents, length: usize) -> bool {
    let length = length as u64;
    let bytes = contents.parts.iter().map(|part| part.bytes);
    let sources = contents.sources.iter().map(|source| source.bytes);
    let are_weights = contents.parts.iter().all(|part| is_size(part.weight, part.bytes));
    is_within(bytes, length)
        && is_within(sources, length)
        && are_weights
        && contents.sources.iter().all(|source| source.part < contents.parts.len())
}

/// Whether all together are no more than `most`.
fn is_within(mut bytes: impl Iterator<Item = u64>, most: u64) -> bool {
    bytes.try_fold(0_u64, u64::checked_add).is_some_and(|sum| sum <= most)
}

/// Whether a file with that content may be known by this, with hashes out of `names`.
pub(crate) fn is_fingerprint(kept: &KeptFingerprint, content: &blake3::Hash, names: usize) -> bool {
    let is_ascending = |numbers: &[u32]| numbers.is_sorted_by(|one, next| one < next);
    content.as_bytes().starts_with(&kept.fingerprint.content.0)
        && is_ascending(&kept.fingerprint.words.0)
        && is_ascending(&kept.hashes)
        && kept.hashes.last().is_none_or(|&last| (last as usize) < names)
}
