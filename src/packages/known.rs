//! Well-known packages and the texts that give them away: `data/signatures.json`, embedded.
//!
//! A signature is a text that minifiers leave and that only this package has. The file's own documentation and the
//! script that checks it against the packages themselves are in `data/`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use serde::Deserialize;

use crate::model::bundler::Tool;

static KNOWN: LazyLock<Known> = LazyLock::new(Known::load);

/// One package of the file; `data/README.md` says what each field means.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    package: String,
    /// Other packages with the same texts.
    #[serde(default)]
    covers: Vec<String>,
    /// One of them at least must be there.
    #[serde(default)]
    any: Vec<String>,
    /// All of them must be there.
    #[serde(default)]
    all: Vec<String>,
    /// None of them may be there: they tell a package that carries a copy of this one.
    #[serde(default)]
    not: Vec<String>,
    /// Only in builds that this framework made, by its name in reports: it brings a copy of another package.
    #[serde(default)]
    built_by: Option<String>,
    /// How its code shows its version: the first group.
    #[serde(default)]
    version: Vec<String>,
    /// What the package takes minified, in bytes, from the least to the most of its majors, where it is one module.
    #[serde(default)]
    whole: Option<(u64, u64)>,
}

/// What a text of an entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Any,
    All,
    Not,
}

struct Known {
    entries: Vec<Entry>,
    names: Vec<&'static str>,
    signatures: AhoCorasick,
    /// The package and the role of each signature.
    roles: Vec<(usize, Role)>,
    versions: Vec<Vec<Regex>>,
}

impl Known {
    #[expect(clippy::expect_used, reason = "the file is part of the program; a test loads it")]
    fn load() -> Self {
        let text = include_str!("../../data/signatures.json");
        let mut entries: Vec<Entry> = serde_json::from_str(text).expect("data/signatures.json is valid");
        entries.sort_by(|a, b| a.package.cmp(&b.package));
        let mut texts = Vec::new();
        let mut roles = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            for (list, role) in [(&entry.any, Role::Any), (&entry.all, Role::All), (&entry.not, Role::Not)] {
                texts.extend(list.iter().cloned());
                roles.extend(list.iter().map(|_| (index, role)));
            }
        }
        let signatures = AhoCorasick::new(texts).expect("signatures are few and short");
        let regexes = |entry: &Entry| {
            let regexes =
                entry.version.iter().map(|version| Regex::new(version).expect("versions are regexes"));
            regexes.collect()
        };
        let versions = entries.iter().map(regexes).collect();
        let names = entries.iter().flat_map(|entry| entry.covers.iter().chain([&entry.package]));
        let mut names: Vec<&str> = names.map(|name| &*String::leak(name.clone())).collect();
        names.sort_unstable();
        names.dedup();
        Self { entries, names, signatures, roles, versions }
    }
}

/// A signature in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// The offset of its first byte.
    pub(crate) at: u32,
    /// Which one.
    signature: usize,
}

/// A package in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sighting {
    /// The package, an index for [`name`].
    pub(crate) package: usize,
    /// The offset of its first signature.
    pub(crate) at: u32,
}

/// Every signature in `text`, in the order of their places.
pub(crate) fn hits(text: &str) -> Vec<Hit> {
    let found = KNOWN.signatures.find_overlapping_iter(text).filter_map(|found| {
        Some(Hit { at: u32::try_from(found.start()).ok()?, signature: found.pattern().as_usize() })
    });
    let mut hits: Vec<Hit> = found.collect();
    hits.sort_unstable();
    hits
}

/// The packages that `hits`, all those of one piece of text, give away.
pub(crate) fn sightings(hits: &[Hit]) -> Vec<Sighting> {
    let known = &*KNOWN;
    let mut seen: BTreeMap<usize, (u32, BTreeSet<usize>)> = BTreeMap::new();
    for hit in hits {
        let Some(&(package, _)) = known.roles.get(hit.signature) else { continue };
        seen.entry(package).or_insert_with(|| (hit.at, BTreeSet::new())).1.insert(hit.signature);
    }
    let sighting = |(package, (at, signatures)): (usize, (u32, BTreeSet<usize>))| {
        let entry = known.entries.get(package)?;
        let count = |role| signatures.iter().filter(|&&signature| known.roles[signature].1 == role).count();
        let holds = count(Role::Not) == 0
            && count(Role::All) == entry.all.len()
            && (entry.any.is_empty() || 0 < count(Role::Any));
        holds.then_some(Sighting { package, at })
    };
    seen.into_iter().filter_map(sighting).collect()
}

/// The version that `text` shows of a package; `None` where it shows several.
pub(crate) fn version(package: usize, text: &str) -> Option<String> {
    KNOWN.versions.get(package)?.iter().find_map(|regex| {
        let mut found = regex.captures_iter(text).filter_map(|found| found.get(1));
        let first = found.next()?.as_str();
        found.all(|other| other.as_str() == first).then(|| first.to_owned())
    })
}

/// The names of all well-known packages, sorted.
pub(crate) fn names() -> &'static [&'static str] {
    &KNOWN.names
}

/// The name of a package.
pub(crate) fn name(package: usize) -> &'static str {
    KNOWN.entries.get(package).map_or("", |entry| &entry.package)
}

/// The framework that alone brings the package with these texts.
pub(crate) fn framework(package: usize) -> Option<Tool> {
    Tool::from_name(KNOWN.entries.get(package)?.built_by.as_deref()?)
}

/// Whether a module of so many bytes can be the package as a whole: minifiers and versions differ by some.
pub(crate) fn is_as_long_as(package: usize, length: u64) -> bool {
    let whole = KNOWN.entries.get(package).and_then(|entry| entry.whole);
    whole.is_some_and(|(least, most)| least * 17 / 20 <= length && length <= most * 23 / 20)
}

#[cfg(test)]
mod tests {
    use crate::model::bundler::Tool;
    use crate::model::package::MARKS;

    use super::{KNOWN, hits, is_as_long_as, name, names, sightings, version};

    #[test]
    fn a_framework_that_is_named_is_one_that_is_told() {
        for entry in &KNOWN.entries {
            assert!(entry.built_by.as_deref().is_none_or(|name| Tool::from_name(name).is_some()));
        }
    }

    #[test]
    fn the_file_of_signatures_can_be_read_and_is_sorted() {
        let packages: Vec<&String> = KNOWN.entries.iter().map(|entry| &entry.package).collect();
        assert!(100 < packages.len());
        assert!(packages.is_sorted());
        assert!(names().is_sorted());
        for entry in &KNOWN.entries {
            assert!(!entry.any.is_empty() || !entry.all.is_empty(), "{} has no signature", entry.package);
        }
    }

    #[test]
    fn other_signatures_have_another_number() {
        let told = blake3::hash(include_bytes!("../../data/signatures.json"));
        let hash = "d7b12918ff23b46d";
        let why = "raise MARKS in src/model/package.rs by one, and put the new hash here";
        assert_eq!((MARKS, told.to_hex().get(..16)), (1, Some(hash)), "{why}");
    }

    #[test]
    fn a_package_is_seen_where_its_conditions_hold() {
        let seen = |text: &str| -> Vec<&str> {
            sightings(&hits(text)).iter().map(|sighting| name(sighting.package)).collect()
        };
        let lodash = "var a='__lodash_hash_undefined__';c.VERSION=\"4.17.21\",e([\"bind\",\"bindKey\"])";
        assert_eq!(seen(lodash), ["lodash"]);
        assert_eq!(version(sightings(&hits(lodash))[0].package, lodash).as_deref(), Some("4.17.21"));
        assert_eq!(seen("debounce(save, 200)"), [""; 0]);
    }

    #[test]
    fn a_module_is_a_whole_package_only_where_it_is_about_as_long() {
        let lodash =
            KNOWN.entries.iter().position(|entry| entry.package == "lodash").expect("it is on the list");
        assert!(is_as_long_as(lodash, 70_000));
        assert!(!is_as_long_as(lodash, 5_000));
        assert!(!is_as_long_as(lodash, 500_000));
        let angular = KNOWN
            .entries
            .iter()
            .position(|entry| entry.package == "@angular/core")
            .expect("it is on the list");
        assert!(!is_as_long_as(angular, 70_000), "it is no CommonJS module");
    }
}
