//! Well-known packages and the texts that give them away: `data/signatures.json`, embedded.
//!
//! A signature is a text that minifiers leave and that only this package has. The file's own documentation and the
//! script that checks it against the packages themselves are in `data/`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use serde::Deserialize;

static KNOWN: LazyLock<Known> = LazyLock::new(Known::load);

/// One package of the file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    package: String,
    /// Each of them gives the package away.
    #[serde(default)]
    any: Vec<String>,
    /// How its code shows its version: the first group.
    #[serde(default)]
    version: Vec<String>,
    /// What the package takes minified, in bytes, where it is one module as a whole.
    #[serde(default)]
    whole: Option<u64>,
}

struct Known {
    entries: Vec<Entry>,
    names: Vec<&'static str>,
    signatures: AhoCorasick,
    /// The package of each signature.
    packages: Vec<usize>,
    versions: Vec<Vec<Regex>>,
}

impl Known {
    #[expect(clippy::expect_used, reason = "the file is part of the program; a test loads it")]
    fn load() -> Self {
        let text = include_str!("../../data/signatures.json");
        let mut entries: Vec<Entry> = serde_json::from_str(text).expect("data/signatures.json is valid");
        entries.sort_by(|a, b| a.package.cmp(&b.package));
        let signatures = entries.iter().flat_map(|entry| &entry.any);
        let signatures = AhoCorasick::new(signatures).expect("signatures are few and short");
        let of_entry = |(index, entry): (usize, &Entry)| std::iter::repeat_n(index, entry.any.len());
        let packages = entries.iter().enumerate().flat_map(of_entry).collect();
        let regexes = |entry: &Entry| {
            let regexes =
                entry.version.iter().map(|version| Regex::new(version).expect("versions are regexes"));
            regexes.collect()
        };
        let versions = entries.iter().map(regexes).collect();
        let names = entries.iter().map(|entry| &*String::leak(entry.package.clone())).collect();
        Self { entries, names, signatures, packages, versions }
    }
}

/// A signature in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// The offset of its first byte.
    pub(crate) at: u32,
    /// The package, an index for [`name`].
    pub(crate) package: usize,
}

/// Every signature in `text`, in the order of their places.
pub(crate) fn hits(text: &str) -> Vec<Hit> {
    let known = &*KNOWN;
    let found = known.signatures.find_overlapping_iter(text).filter_map(|found| {
        let at = u32::try_from(found.start()).ok()?;
        Some(Hit { at, package: *known.packages.get(found.pattern().as_usize())? })
    });
    let mut hits: Vec<Hit> = found.collect();
    hits.sort_unstable();
    hits.dedup();
    hits
}

/// The version that `text` shows of a package, if it shows one and only one.
pub(crate) fn version(package: usize, text: &str) -> Option<String> {
    let regexes = KNOWN.versions.get(package)?;
    let mut found =
        regexes.iter().flat_map(|regex| regex.captures_iter(text)).filter_map(|found| found.get(1));
    let first = found.next()?.as_str();
    found.all(|other| other.as_str() == first).then(|| first.to_owned())
}

/// The names of all well-known packages, sorted.
pub(crate) fn names() -> &'static [&'static str] {
    &KNOWN.names
}

/// The name of a package.
pub(crate) fn name(package: usize) -> &'static str {
    KNOWN.names.get(package).copied().unwrap_or_default()
}

/// Whether a module of so many bytes can be the package as a whole: minifiers and versions differ by some.
pub(crate) fn is_as_long_as(package: usize, length: u64) -> bool {
    let whole = KNOWN.entries.get(package).and_then(|entry| entry.whole);
    whole.is_some_and(|whole| whole * 3 / 4 <= length && length <= whole * 5 / 4)
}
