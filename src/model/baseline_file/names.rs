//! Names without content hashes: one for each file of a build, no two the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::hashed_name::without_hash;
use crate::model::json_report::{Asset, Report};

/// The names of a report's files, by their paths.
pub(super) struct Names<'r>(BTreeMap<&'r str, String>);

impl<'r> Names<'r> {
    /// Gives each file its name. Which of several namesakes is the second hangs on what they are, not on their hashes.
    pub(super) fn of(report: &'r Report) -> Self {
        let mut groups: BTreeMap<String, Vec<&'r Asset>> = BTreeMap::new();
        for asset in &report.assets {
            groups.entry(without_hash(&asset.path)).or_default().push(asset);
        }
        let several = groups.values().filter(|group| 1 < group.len()).flatten();
        let mut traits = Traits::of(report, &several.map(|asset| asset.path.as_str()).collect());
        let mut taken: BTreeSet<String> = groups.keys().cloned().collect();
        let mut names = BTreeMap::new();
        for (name, mut group) in groups {
            group.sort_by_cached_key(|asset| traits.take(asset));
            let mut number = 1;
            for asset in group {
                let mut own = name.clone();
                while 1 < number && !taken.insert(own.clone()) {
                    own = numbered(&name, number);
                    number += 1;
                }
                number = number.max(2);
                names.insert(asset.path.as_str(), own);
            }
        }
        Self(names)
    }

    /// The name of one file.
    pub(super) fn name(&self, path: &str) -> String {
        self.0.get(path).cloned().unwrap_or_else(|| without_hash(path))
    }

    /// The names of several files, sorted.
    pub(super) fn all<'p>(&self, paths: impl IntoIterator<Item = &'p String>) -> Vec<String> {
        let mut names: Vec<String> = paths.into_iter().map(|path| self.name(path)).collect();
        names.sort();
        names
    }
}

/// What a file is, told without its hash. Compressed sizes come late: other hashes in a file change them by some bytes.
type Trait = (u64, BTreeSet<(u8, String)>, String, Option<u64>, Option<u64>, String);

struct Traits(BTreeMap<String, BTreeSet<(u8, String)>>);

impl Traits {
    /// Collects them for some files: their packages, and who loads them.
    fn of(report: &Report, wanted: &BTreeSet<&str>) -> Self {
        let mut all: BTreeMap<String, BTreeSet<(u8, String)>> = BTreeMap::new();
        if wanted.is_empty() {
            return Self(all);
        }
        let mut add = |path: &str, kind: u8, what: &str| {
            if wanted.contains(path) {
                all.entry(path.to_owned()).or_default().insert((kind, without_hash(what)));
            }
        };
        for chunk in &report.chunks {
            chunk.packages.iter().for_each(|package| add(&chunk.path, 0, &package.name));
            for to in [&chunk.imports, &chunk.dynamic_imports, &chunk.css].into_iter().flatten() {
                add(to, 1, &chunk.path);
                add(&chunk.path, 2, to);
            }
        }
        for entry in &report.entries {
            let initial = &entry.initial;
            for to in initial.scripts.iter().chain(&initial.stylesheets) {
                add(to, 3, &entry.path);
            }
        }
        for asset in &report.assets {
            add(&asset.path, 4, asset.load.as_deref().unwrap_or_default());
        }
        Self(all)
    }

    fn take(&mut self, asset: &Asset) -> Trait {
        let content = asset.fingerprint.as_ref().map(|print| print.without_references.clone());
        let known = self.0.remove(&asset.path).unwrap_or_default();
        (asset.raw, known, content.unwrap_or_default(), asset.gzip, asset.brotli, asset.path.clone())
    }
}

/// `assets/index-* (2).js`: the number stands where the hash was, so that a budget's `assets/index-*.js` takes it in.
fn numbered(name: &str, number: u32) -> String {
    match name.rfind('*') {
        Some(star) => format!("{} ({number}){}", &name[..=star], &name[star + 1..]),
        None => format!("{name} ({number})"),
    }
}

/// A file's name without the number that tells it from its namesakes.
pub fn plain_name(name: &str) -> String {
    match split(name) {
        Some((before, behind)) => format!("{before}*{behind}"),
        None => name.to_owned(),
    }
}

/// What a file's path may have been, with `hash` where the name has none; `None` for a path that never had one.
pub fn with_hash(name: &str, hash: &str) -> Option<String> {
    let (before, behind) = split(name)?;
    Some(format!("{before}*{behind}").replace('*', hash))
}

/// What stands before the hash and behind it.
fn split(name: &str) -> Option<(&str, &str)> {
    let (before, behind) = name.rsplit_once('*')?;
    let numbered = behind.strip_prefix(" (").and_then(|rest| rest.split_once(')'));
    let behind = match numbered {
        Some((number, rest)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            rest
        }
        _ => behind,
    };
    Some((before, behind))
}

#[cfg(test)]
mod tests {
    use super::{numbered, plain_name, with_hash};

    #[test]
    fn a_number_stands_where_the_hash_was() {
        assert_eq!(numbered("assets/index-*.js", 2), "assets/index-* (2).js");
        assert_eq!(plain_name("assets/index-* (2).js"), "assets/index-*.js");
        assert_eq!(plain_name("assets/index-*.js"), "assets/index-*.js");
        assert_eq!(plain_name("photo (2).jpg"), "photo (2).jpg");
        assert_eq!(with_hash("a-* (12).js", "0f").as_deref(), Some("a-0f.js"));
        assert_eq!(with_hash("photo (2).jpg", "0f"), None);
    }
}
