//! What is told of a comparison with an earlier build, the same in every format: the causes of each load, what is new to
//! an initial load, how files were paired. Sentences come ready in the JSON report; here is who stands where.

use std::collections::BTreeSet;

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

/// The loads that are not what they were, each with its causes, what matters most first.
pub fn loads(baseline: &Baseline) -> Vec<Told<'_>> {
    let told = baseline.loads.iter().map(|change| {
        let belongs = |cause: &&Cause| cause.load == change.load && cause.entry == change.entry;
        Told { change, causes: baseline.causes.iter().filter(belongs).collect() }
    });
    told.collect()
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
    let differ = |changed: &&Changed| without_hash(&changed.path) != without_hash(&changed.was);
    let by_more = |changed: &&Changed| {
        changed.path != changed.was && (differ(changed) || !matches!(changed.by.as_ref(), "name" | ""))
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
