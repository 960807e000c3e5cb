//! What is told of a comparison with an earlier build, the same in every format: the causes of each load, what is new to
//! an initial load, how files were paired. Sentences come ready in the JSON report; here is who stands where.

use std::collections::BTreeSet;

use crate::model::budget::DEAD_BAND;
use crate::model::hashed_name::without_hash;
use crate::model::json_report::{Baseline, Cause, Changed, LoadChange, Report};
use crate::report::text;

/// A load that is not what it was, and why.
#[derive(Debug)]
pub struct Told<'r> {
    /// The load.
    pub change: &'r LoadChange,
    /// Its causes, what matters most first.
    pub causes: Vec<&'r Cause>,
}

impl Told<'_> {
    /// What it is, without its name.
    pub fn what(&self) -> &'static str {
        match self.change.load.as_ref() {
            "initial" => "Initial load",
            "lazy" => "Loaded later",
            _ => "Other files",
        }
    }

    /// How many entry points it is the load of, beside the one that gives the name: `and 3 more`.
    pub fn alike(&self) -> Option<String> {
        let number = self.change.alike.len() as u64;
        (0 < number).then(|| format!("and {} more", text::count(number)))
    }
}

/// The loads that are not what they were, each with its causes, what matters most first. Those of which only a few bytes
/// differ are left out: [`small()`] counts them.
pub fn loads(baseline: &Baseline) -> Vec<Told<'_>> {
    let told = baseline.loads.iter().filter(|change| !is_small(change)).map(|change| {
        let belongs =
            |cause: &&Cause| cause.load == change.load && cause.entry == change.entry && !is_rounding(cause);
        Told { change, causes: baseline.causes.iter().filter(belongs).collect() }
    });
    told.collect()
}

/// How many loads have no other files, and no more than a few bytes more or less.
pub fn small(baseline: &Baseline) -> u64 {
    baseline.loads.iter().filter(|change| is_small(change)).count() as u64
}

/// A few bytes that cannot be told apart.
fn is_rounding(cause: &Cause) -> bool {
    let sizes = [cause.raw, cause.gzip, cause.brotli];
    cause.kind == "rest" && sizes.into_iter().all(|more| more.unsigned_abs() <= DEAD_BAND)
}

/// What growth limits do not count either.
fn is_small(change: &LoadChange) -> bool {
    let LoadChange { before, after, .. } = change;
    let sizes = [(before.raw, after.raw), (before.gzip, after.gzip), (before.brotli, after.brotli)];
    change.added.is_empty()
        && change.removed.is_empty()
        && sizes.into_iter().all(|(before, after)| before.abs_diff(after) <= DEAD_BAND)
}

/// What else has changed, in the order of the loads: those of which the headline does not tell already.
pub fn others<'t, 'r>(told: &'t [Told<'r>], baseline: &Baseline) -> Vec<&'t Told<'r>> {
    told.iter().skip(1).filter(|load| !baseline.headline.contains(&load.change.message)).collect()
}

/// Whether anything is not what it was.
pub fn are_any(baseline: &Baseline) -> bool {
    !(baseline.loads.is_empty()
        && baseline.causes.is_empty()
        && baseline.added.is_empty()
        && baseline.removed.is_empty()
        && baseline.changed.is_empty())
}

/// Whether visitors load more than they did, at first or in all.
pub fn has_grown(baseline: &Baseline) -> bool {
    0 < baseline.growth.gzip || baseline.loads.iter().any(|load| load.before.gzip < load.after.gzip)
}

/// What happened, in one line.
pub fn headline(baseline: &Baseline) -> String {
    match (&baseline.headline, baseline.growth.gzip) {
        (told, _) if !told.is_empty() => told.clone(),
        _ if !are_any(baseline) => "nothing has changed".to_owned(),
        (_, 0) => "as many bytes gzip as before".to_owned(),
        (_, gzip) => format!("{} gzip in all files", text::growth(gzip)),
    }
}

/// The files that are new to an initial load, in the order of the loads, and whether the build did not have them before.
pub fn new_at_first(baseline: &Baseline) -> Vec<(&str, bool)> {
    let added: BTreeSet<&str> = baseline.added.iter().map(String::as_str).collect();
    let mut met = BTreeSet::new();
    let initial = baseline.loads.iter().filter(|load| load.load == "initial");
    let paths = initial.flat_map(|load| load.added.iter().map(String::as_str));
    paths.filter(|path| met.insert(*path)).map(|path| (path, added.contains(path))).collect()
}

/// The new files that are in no initial load.
pub fn other_added(baseline: &Baseline) -> Vec<&str> {
    let told: BTreeSet<&str> = new_at_first(baseline).into_iter().map(|(path, _)| path).collect();
    baseline.added.iter().map(String::as_str).filter(|path| !told.contains(path)).collect()
}

/// The pairs of which names alone do not tell that they are one file.
pub fn paired_by_more_than_names(baseline: &Baseline) -> Vec<&Changed> {
    let by_more = |changed: &&Changed| {
        let is_ambiguous = matches!(changed.by.as_ref(), "modules" | "words" | "size");
        changed.path != changed.was
            && (is_ambiguous || without_hash(&changed.path) != without_hash(&changed.was))
    };
    baseline.changed.iter().filter(by_more).collect()
}

/// How it is known that two files are one.
pub fn how(changed: &Changed) -> &'static str {
    match changed.by.as_ref() {
        "path" => "same path",
        "content" => "same content",
        "name" => "same name but for the hash",
        "modules" => "same modules",
        "words" => "similar content",
        "size" => "same name, nearest size",
        _ => "paired",
    }
}

/// What returning visitors load again; `None` where the earlier report does not tell it.
pub fn again(baseline: &Baseline) -> Option<String> {
    let again = baseline.invalidated.as_ref()?;
    if again.files == 0 {
        return Some("returning visitors load nothing again".to_owned());
    }
    let (files, gzip) = (text::counted(again.files, "file"), text::size(again.gzip));
    let whole = format!("returning visitors load {files} again, {gzip} gzip");
    let renamed = again.renamed.len() as u64;
    if renamed == 0 {
        return Some(whole);
    }
    let only = text::size(again.renamed_sizes.gzip);
    let them =
        if renamed == 1 { "1 of them".to_owned() } else { format!("{} of them", text::count(renamed)) };
    Some(format!("{whole}; in {them} ({only}) nothing changed but references to other files"))
}

/// Whether a report says nothing but what has changed: neither budgets nor checks judged anything.
pub fn is_all(report: &Report) -> bool {
    report.baseline.is_some() && report.budgets.is_empty() && report.checks.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Told, again, has_grown, headline, how, loads, new_at_first, other_added};
    use super::{paired_by_more_than_names, small};
    use crate::model::json_report::{Baseline, Cause, Changed, Growth, Invalidated, LoadChange, Sizes};

    fn sizes(gzip: u64) -> Sizes {
        Sizes { raw: gzip * 3, gzip, brotli: gzip }
    }

    fn load(load: &'static str, entry: Option<&str>, before: u64, after: u64, added: &[&str]) -> LoadChange {
        LoadChange {
            load: load.into(),
            entry: entry.map(str::to_owned),
            alike: Vec::new(),
            before: sizes(before),
            after: sizes(after),
            added: added.iter().map(|&path| path.to_owned()).collect(),
            removed: Vec::new(),
            message: format!("{load} grew"),
        }
    }

    fn cause(load: &'static str, entry: Option<&str>, name: &str) -> Cause {
        Cause {
            kind: "package-added".into(),
            name: name.to_owned(),
            load: load.into(),
            entry: entry.map(str::to_owned),
            raw: 3,
            gzip: 1,
            brotli: 1,
            chunk: None,
            was: None,
            message: format!("{name} (new)"),
        }
    }

    fn pair(path: &str, was: &str, by: &'static str) -> Changed {
        let (path, was) = (path.to_owned(), was.to_owned());
        Changed { path, was, before: sizes(1), after: sizes(2), by: by.into() }
    }

    fn baseline() -> Baseline {
        Baseline {
            file: "base.json".into(),
            directory: "dist".into(),
            pairs: 3,
            added: vec!["a.js".into(), "new.js".into()],
            removed: Vec::new(),
            removed_sizes: Vec::new(),
            growth: Growth { raw: 30, gzip: -10, brotli: 10 },
            changed: Vec::new(),
            loads: Vec::new(),
            causes: Vec::new(),
            invalidated: None,
            headline: String::new(),
        }
    }

    #[test]
    fn each_load_has_its_own_causes_and_a_few_bytes_are_no_change() {
        let mut told = baseline();
        told.loads = vec![
            load("initial", Some("a.html"), 100, 200, &["a.js", "moved.js"]),
            load("initial", Some("b.html"), 100, 103, &[]),
            load("lazy", None, 100, 50, &["new.js"]),
            load("other", None, 100, 90, &["x.png"]),
        ];
        told.causes = vec![
            cause("initial", Some("a.html"), "one"),
            cause("initial", Some("b.html"), "two"),
            cause("lazy", None, "three"),
            cause("other", None, "four"),
        ];
        let names = |told: &Told<'_>| {
            let causes: Vec<&str> = told.causes.iter().map(|cause| cause.name.as_str()).collect();
            (told.what(), causes.join(" "))
        };
        let expected = [("Initial load", "one"), ("Loaded later", "three"), ("Other files", "four")];
        assert_eq!(
            loads(&told).iter().map(names).collect::<Vec<_>>(),
            expected.map(|(a, b)| (a, b.to_owned()))
        );
        assert_eq!(small(&told), 1);
        assert!(has_grown(&told), "a page loads more, though all files together weigh less");
        assert_eq!(new_at_first(&told), [("a.js", true), ("moved.js", false)]);
        assert_eq!(other_added(&told), ["new.js"]);
    }

    #[test]
    fn an_older_report_has_a_headline_too() {
        let mut told = baseline();
        assert_eq!(headline(&told), "-10 B gzip in all files");
        assert!(!has_grown(&told));
        told.added.clear();
        assert_eq!(headline(&told), "nothing has changed");
        told.headline = "+3 B".into();
        assert_eq!(headline(&told), "+3 B");
    }

    #[test]
    fn pairs_are_told_where_names_do_not_tell_them() {
        let mut told = baseline();
        told.changed = vec![
            pair("a-BxY1c2Zq.js", "a-3f2a91bc.js", "name"),
            pair("b-BxY1c2Zq.js", "b-3f2a91bc.js", "content"),
            pair("c-BxY1c2Zq.js", "c-3f2a91bc.js", "size"),
            pair("d-BxY1c2Zq.js", "e-3f2a91bc.js", "modules"),
            pair("f.js", "f.js", "path"),
        ];
        let named: Vec<(&str, &str)> = paired_by_more_than_names(&told)
            .into_iter()
            .map(|changed| (changed.path.as_str(), how(changed)))
            .collect();
        assert_eq!(named, [("c-BxY1c2Zq.js", "same name, nearest size"), ("d-BxY1c2Zq.js", "same modules")]);
    }

    #[test]
    fn what_is_loaded_again_is_told_where_it_is_known() {
        let mut told = baseline();
        assert_eq!(again(&told), None);
        let mut invalidated = Invalidated {
            files: 0,
            raw: 0,
            gzip: 0,
            brotli: 0,
            renamed: Vec::new(),
            renamed_sizes: sizes(0),
        };
        told.invalidated = Some(invalidated.clone());
        assert_eq!(again(&told).as_deref(), Some("returning visitors load nothing again"));
        invalidated = Invalidated {
            files: 3,
            gzip: 4_000,
            renamed: vec!["a.js".into()],
            renamed_sizes: sizes(1_000),
            ..invalidated
        };
        told.invalidated = Some(invalidated);
        let expected = "returning visitors load 3 files again, 4 kB gzip; in 1 of them (1 kB) nothing changed but \
                        references to other files";
        assert_eq!(again(&told).as_deref(), Some(expected));
    }
}
