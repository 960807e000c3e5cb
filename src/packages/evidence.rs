//! What one script without a source map shows of the packages in it.
//!
//! Bytes are said only of modules that are kept apart in the script and belong to one package as a whole: by their
//! path, or because a signature of that package alone stands in them and they are as long as the package is.
//! All else is only known to be there.

use std::collections::BTreeMap;

use crate::model::bundler::Tool;
use crate::model::package::{Contents, Evidence, Origin, PackageMark, Part};
use crate::model::script::ScriptFacts;
use crate::model::span::Span;
use crate::packages::known::{Hit, Sighting};
use crate::packages::module_paths::Module;
use crate::packages::{ContentsWithTexts, Script, known, licences, module_paths, registry};

/// The modules of a script and the signatures in it.
pub(crate) struct Sightings {
    modules: Vec<Module>,
    hits: Vec<Hit>,
}

impl Sightings {
    /// Looks for them.
    pub(crate) fn in_script(script: &Script<'_>) -> Self {
        Self { modules: module_paths::modules(script.text, script.facts), hits: known::hits(script.text) }
    }

    /// The script by origin, as far as its modules show it, and the text of each part.
    pub(crate) fn parts(&self, text: &str) -> ContentsWithTexts {
        let (parts, texts) = parts(text, bounded(&self.modules, &self.hits));
        (Contents { parts, ..Contents::default() }, texts)
    }

    /// The packages that are known to be in it.
    pub(crate) fn marks(&self, script: &Script<'_>) -> Vec<PackageMark> {
        let mut marks = signature_marks(script.text, &self.modules, &self.hits);
        marks.extend(licence_marks(script.text, script.facts, script.notices));
        let named = module_paths::in_chunk_name(script.name, known::names());
        marks.extend(named.into_iter().map(|name| mark(name, Evidence::ModulePath, None)));
        let parcel = script.facts.parcel.iter().flat_map(|parcel| registry::names(&parcel.modules));
        marks.extend(parcel.map(|name| mark(name, Evidence::ModulePath, None)));
        distinct(marks)
    }
}

fn mark(name: &str, evidence: Evidence, version: Option<String>) -> PackageMark {
    PackageMark { name: name.to_owned(), evidence, version, span: None, framework: None }
}

/// One mark a package, at its first signature. A module with an id speaks for itself; so does the script as a whole,
/// since packages are also cut into several modules.
fn signature_marks(text: &str, modules: &[Module], hits: &[Hit]) -> Vec<PackageMark> {
    let with_id = modules.iter().filter(|module| module.has_id);
    let in_modules = with_id.map(|module| inside(hits, module.span));
    let seen = in_modules.chain([hits]).flat_map(known::sightings);
    let mut first: BTreeMap<usize, u32> = BTreeMap::new();
    for seen in seen {
        first.entry(seen.package).or_insert(seen.at);
    }
    let of_package = |(package, at): (usize, u32)| PackageMark {
        span: Some(Span { start: at, end: at }),
        framework: known::framework(package),
        ..mark(known::name(package), Evidence::Signature, known::version(package, text))
    };
    first.into_iter().map(of_package).collect()
}

/// The hits in a piece of the text.
fn inside(hits: &[Hit], span: Span) -> &[Hit] {
    let first = hits.partition_point(|hit| hit.at < span.start);
    let end = hits.partition_point(|hit| hit.at < span.end);
    hits.get(first..end).unwrap_or_default()
}

fn licence_marks(text: &str, facts: &ScriptFacts, notices: &[String]) -> Vec<PackageMark> {
    let is_known = |name: &str| known::names().binary_search(&name).is_ok();
    let inside = facts.legal_comments.iter().filter_map(|span| {
        let comment = text.get(span.start as usize..span.end as usize)?;
        Some((licences::named(comment, &is_known), Some(*span)))
    });
    let beside = notices.iter().map(|notice| (licences::named(notice, &is_known), None));
    let marks = inside.chain(beside).flat_map(|(named, span)| {
        named
            .into_iter()
            .map(move |named| PackageMark { span, ..mark(&named.name, Evidence::Licence, named.version) })
    });
    marks.collect()
}

/// One mark a package and kind of evidence: the first with a version, or else the first.
fn distinct(marks: Vec<PackageMark>) -> Vec<PackageMark> {
    let mut distinct: BTreeMap<(String, Evidence, Option<Tool>), PackageMark> = BTreeMap::new();
    for mark in marks {
        let known = distinct
            .entry((mark.name.clone(), mark.evidence, mark.framework))
            .or_insert_with(|| mark.clone());
        if known.version.is_none() && mark.version.is_some() {
            *known = mark;
        }
    }
    distinct.into_values().collect()
}

/// The modules whose origin is known.
fn bounded(modules: &[Module], hits: &[Hit]) -> Vec<(Span, Origin, Evidence)> {
    let by_path = |module: &Module| Some((module.span, module.origin.clone()?, Evidence::ModulePath));
    let by_signature = |module: &Module| {
        let seen = known::sightings(inside(hits, module.span));
        let [Sighting { package, .. }] = seen.as_slice() else { return None };
        let package = *package;
        let length = u64::from(module.span.end - module.span.start);
        let is_whole = known::is_as_long_as(package, length);
        is_whole.then(|| (module.span, Origin::Package(known::name(package).to_owned()), Evidence::Signature))
    };
    modules.iter().filter_map(|module| by_path(module).or_else(|| by_signature(module))).collect()
}

/// The script by origin, and the text of each part. Nothing where nothing is bounded.
fn parts(text: &str, bounded: Vec<(Span, Origin, Evidence)>) -> (Vec<Part>, Vec<String>) {
    if bounded.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut texts: BTreeMap<(Origin, Evidence), String> = BTreeMap::new();
    let unknown = (Origin::Unknown, Evidence::ModulePath);
    let mut at = 0;
    for (span, origin, evidence) in bounded {
        let (start, end) = (span.start as usize, span.end as usize);
        // A place inside a character is no place of the parser's: leave the piece to what is unknown.
        let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) else { continue };
        texts.entry(unknown.clone()).or_default().push_str(before);
        texts.entry((origin, evidence)).or_default().push_str(inside);
        at = end;
    }
    texts.entry(unknown).or_default().push_str(text.get(at..).unwrap_or_default());
    texts.retain(|_, text| !text.is_empty());
    let part = |((origin, evidence), text): (&(Origin, Evidence), &String)| Part {
        origin: origin.clone(),
        evidence: *evidence,
        bytes: text.len() as u64,
        weight: 0,
    };
    (texts.iter().map(part).collect(), texts.into_values().collect())
}
