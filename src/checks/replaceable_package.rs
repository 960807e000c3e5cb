//! A package for which there is a lighter way: `data/replacements.json`, embedded.
//!
//! The file's own documentation is in `data/`. Numbers are said only where they were measured, and a waste only where
//! the bytes of the package in this build are known, too.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::asset_set::AssetSet;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::finding::{ContentFinding, FindingFacts, LighterWay, Observation};
use crate::model::package::{Evidence, PackageInChunk};
use crate::model::page::{self, Page};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "replaceable-package",
    summary: "a package for which there is a lighter way",
    severity: Some(Severity::Warning),
    what: "Finds packages of a list that comes with weighbridge (`data/replacements.json`): each with what does the \
           same in fewer bytes, why, and how to change over. Some are on it whatever is used of them, others only when \
           most of the package is in the build, which is known only where its bytes are.\n\
           A package that is known by a licence comment alone is not reported: such comments are copied with a few \
           lines of code, too.",
    why: "These are the packages by which pages become heavy for nothing: they bring every language, every function or \
          their own copy of what browsers have had for years. The sizes on the list were measured; its file says with \
          what and when.",
    fix: "What the finding says. If the package stays for a reason, switch the check off: \
          `\"checks\": { \"replaceable-package\": \"off\" }`.",
    options: &[],
    needs: &[Need::Graph, Need::Gzip, Need::Contents],
    run,
};

static REPLACEMENTS: LazyLock<Vec<Replacement>> = LazyLock::new(load);

/// One claim of the file. `data/README.md` says what each field means; those that findings do not tell are not read.
#[derive(Debug, Deserialize)]
struct Replacement {
    package: String,
    when: When,
    /// In bytes of script: less of it is no reason. In `whole`, from here on it is all of the package.
    #[serde(default)]
    threshold: Option<u64>,
    why: String,
    instead: String,
    how: String,
    measured: Measured,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum When {
    /// Whatever is used of it.
    Always,
    /// Where the bytes that are known reach the threshold.
    Whole,
}

#[derive(Debug, Deserialize)]
struct Measured {
    #[cfg(test)]
    before: Weight,
    after: Weight,
}

#[derive(Debug, Deserialize)]
struct Weight {
    gzip: u64,
}

#[expect(clippy::expect_used, reason = "the file is part of the program; a test loads it")]
fn load() -> Vec<Replacement> {
    let text = include_str!("../../data/replacements.json");
    serde_json::from_str(text).expect("data/replacements.json is valid")
}

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    let pages = page::pages(build);
    // Of several claims about one package that hold, the one that saves most.
    let mut found: BTreeMap<&str, Observation> = BTreeMap::new();
    for replacement in REPLACEMENTS.iter() {
        let Some(observation) = observation(build, &pages, replacement) else { continue };
        let known = found.get(replacement.package.as_str());
        if known.is_none_or(|known| known.waste < observation.waste) {
            found.insert(&replacement.package, observation);
        }
    }
    found.into_values().collect()
}

/// The package where it weighs most: on one page, at first and later together.
fn observation(build: &Build, pages: &[Page], replacement: &Replacement) -> Option<Observation> {
    let package = build.packages.named(&replacement.package)?;
    let uses: Vec<&PackageInChunk> = package
        .uses
        .iter()
        .filter_map(|&index| build.packages.in_chunks.get(index))
        .filter(|found| found.evidence <= Evidence::Signature)
        .collect();
    let chunks: AssetSet = uses.iter().map(|found| found.chunk).collect();
    let on_page = |page: &Page| -> Vec<&PackageInChunk> {
        if !page.can_load_any(&chunks) {
            return Vec::new();
        }
        uses.iter().copied().filter(|found| page.can_load(found.chunk)).collect()
    };
    let raw_of = |uses: &[&PackageInChunk]| {
        uses.iter().filter_map(|found| found.sizes).map(|sizes| sizes.raw).sum::<u64>()
    };
    let candidates = pages.iter().map(|page| (page, on_page(page))).filter(|(_, uses)| !uses.is_empty());
    // The first of those that are equal.
    let heavier = |a: (_, Vec<_>), b: (_, Vec<_>)| if raw_of(&a.1) < raw_of(&b.1) { b } else { a };
    let (page, uses) = candidates.reduce(heavier)?;
    let sizes = uses.iter().map(|found| found.sizes).collect::<Option<Vec<_>>>();
    let gzip = sizes.map(|sizes| sizes.iter().map(|sizes| sizes.gzip).sum::<u64>());
    let threshold = replacement.threshold.unwrap_or_default();
    let is_reason = match replacement.when {
        When::Always => gzip.is_none() || threshold <= raw_of(&uses),
        When::Whole => gzip.is_some() && threshold <= raw_of(&uses),
    };
    let after = replacement.measured.after.gzip;
    let waste = gzip.map(|gzip| gzip.saturating_sub(after));
    let largest = uses.iter().max_by_key(|found| found.sizes.map(|sizes| sizes.gzip))?;
    let found = Observation {
        asset: largest.chunk,
        span: largest.span,
        waste,
        facts: FindingFacts::Content(ContentFinding::ReplaceablePackage {
            package: package.name.clone(),
            gzip,
            entry: page.entries.first().copied()?,
            is_initial: uses.iter().any(|found| page.is_initial(found.chunk)),
            lighter: LighterWay {
                why: clause(&replacement.why),
                instead: replacement.instead.clone(),
                how: clause(&replacement.how),
                gzip: Some(after),
            },
        }),
    };
    // What is there already in fewer bytes than the lighter way takes is no waste.
    (is_reason && waste != Some(0)).then_some(found)
}

/// A sentence of the file as a part of a longer one.
fn clause(sentence: &str) -> String {
    sentence.strip_suffix('.').unwrap_or(sentence).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Measured, REPLACEMENTS, When};

    #[test]
    fn the_list_can_be_read_and_says_of_each_package_what_to_do() {
        assert!(30 < REPLACEMENTS.len());
        for replacement in REPLACEMENTS.iter() {
            let texts = [&replacement.why, &replacement.instead, &replacement.how];
            assert!(texts.iter().all(|text| !text.is_empty()), "{}", replacement.package);
            let needs_threshold = replacement.when == When::Whole;
            assert!(!needs_threshold || replacement.threshold.is_some(), "{}", replacement.package);
            let Measured { before, after } = &replacement.measured;
            assert!(after.gzip < before.gzip, "{}", replacement.package);
        }
    }
}
