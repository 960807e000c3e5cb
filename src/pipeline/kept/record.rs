//! What is kept of a file as bytes, and back: `postcard`, without names of fields.
//!
//! The code that is read here and the code that wrote it are of the same sources (`keys.rs`), so there are no versions.
//! Bytes of others are met with care: a list takes as many bytes as it has items, at least, so that a record takes no
//! more memory than some dozen times its length; nothing nests deeper than its type but what says how deep it may.

use serde::de::Deserialize;
use serde::{Deserialize as DeriveDeserialize, Serialize};

use crate::model::asset::ResourceType;
use crate::model::build::Facts;
use crate::model::bundler::Mark;
use crate::model::fingerprint::Fingerprint;
use crate::model::package::Contents;
use crate::model::path::AssetPath;
use crate::model::problem::Problem;
use crate::parse::Parsed;
use crate::pipeline::kept::around::Surroundings;
use crate::pipeline::kept::sane;

/// What [`Parsed`] holds but for the lines, which the text gives faster than a record.
#[derive(DeriveDeserialize)]
struct KeptParsed<'a> {
    facts: Facts,
    #[serde(borrow)]
    surroundings: Surroundings<'a>,
    marks: Vec<Mark>,
    /// Problems are those of the file itself.
    problems: Vec<String>,
}

/// The same, as it is written.
#[derive(Serialize)]
struct ParsedToKeep<'a> {
    facts: &'a Facts,
    surroundings: Surroundings<'a>,
    marks: &'a [Mark],
    problems: Vec<&'a str>,
}

/// What a script is made of.
#[derive(DeriveDeserialize)]
pub(crate) struct KeptContents {
    pub(crate) contents: Contents,
    pub(crate) problems: Vec<String>,
}

/// What a file is known by.
#[derive(DeriveDeserialize)]
pub(crate) struct KeptFingerprint {
    pub(crate) fingerprint: Fingerprint,
    pub(crate) hashes: Vec<u32>,
}

/// As bytes; `None` for what has no such form.
pub(crate) fn written(value: &impl Serialize) -> Option<Vec<u8>> {
    postcard::to_allocvec(value).ok()
}

/// The whole record as a value.
pub(crate) fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}

/// The record of what a file says; its problems are its own. None of a script that could not be parsed: its time may
/// have been up, and another time it is not.
pub(crate) fn parsed(parsed: &Parsed, resource_type: ResourceType) -> Option<Vec<u8>> {
    if resource_type == ResourceType::Script && matches!(parsed.facts, Facts::Unreadable) {
        return None;
    }
    let Parsed { facts, lines: _, marks, problems } = parsed;
    let surroundings = match facts {
        Facts::Document(facts) => Surroundings::of(&facts.images),
        _ => Surroundings::default(),
    };
    written(&ParsedToKeep { facts, surroundings, marks, problems: messages(problems) })
}

/// What a file of `length` bytes says, without its lines.
pub(crate) fn read_parsed(
    bytes: &[u8],
    path: &AssetPath,
    resource_type: ResourceType,
    length: usize,
) -> Option<Parsed> {
    let KeptParsed { mut facts, surroundings, marks, problems } = read(bytes)?;
    match &mut facts {
        Facts::Document(facts) => surroundings.put_back(&mut facts.images)?,
        _ => surroundings.put_back(&mut [])?,
    }
    let is_sane = sane::are_facts(&facts, resource_type, length);
    is_sane.then(|| Parsed { facts, lines: None, marks, problems: self::problems(path, problems) })
}

/// The record of what a script is made of.
pub(crate) fn contents(contents: &Contents, problems: &[Problem]) -> Option<Vec<u8>> {
    written(&(contents, messages(problems)))
}

/// The record of what a file is known by.
pub(crate) fn fingerprint(fingerprint: &Fingerprint, hashes: &[u32]) -> Option<Vec<u8>> {
    written(&(fingerprint, hashes))
}

fn messages(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.message.as_str()).collect()
}

/// The problems of the file at `path`.
pub(crate) fn problems(path: &AssetPath, messages: Vec<String>) -> Vec<Problem> {
    messages.into_iter().map(|message| Problem::of(path, message)).collect()
}
