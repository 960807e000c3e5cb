//! Two copies of a package where one would do.
//!
//! Copies are told apart by where they were installed, as source maps say, or by versions that they show themselves.
//! Without either nothing is reported.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{ContentFinding, FindingFacts, Observation, PackageCopy};
use crate::model::package::{Evidence, Package, PackageInChunk};
use crate::model::page::{self, Page};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "duplicate-package",
    summary: "two copies of a package that one page can load",
    severity: Some(Severity::Warning),
    what: "Finds packages that are there more than once among all that one page can load, at first or later: two \
           versions, or one version installed at two places. Copies are known by their paths in source maps, or by \
           two versions that the scripts show themselves.\n\
           The copy of a worker does not count, since a worker is a thread of its own and needs one; the `nomodule` \
           half of a build is not mixed with the other. All copies but the largest are wasted; less than `min` is not \
           worth a finding.",
    why: "Every copy is loaded, parsed and kept in memory, and each has its own state: two copies of a package that \
          keeps a context or a registry do not know each other. The default is Lighthouse's (`duplicated-javascript`): \
          1,024 bytes.",
    fix: "Ask the package manager who wants which version (`npm ls`, `pnpm why`, `yarn why`), update the one that lags \
          behind, and run its `dedupe`. `overrides` (npm, pnpm) and `resolutions` (Yarn) join versions that fit \
          each other, `resolve.dedupe` (Vite) and `resolve.alias` (webpack) copies of one version. A copy that the \
          package manager does not know was bundled into the package in whose folder it lies: look for a build of \
          that package that leaves its dependencies out.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 1_024,
        about: "The least waste, in bytes after gzip, that is worth a finding.",
    }],
    needs: &[Need::Graph, Need::Gzip, Need::Contents],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let least = options.get("min");
    let pages = page::pages(build);
    let packages = build.packages.all.iter();
    packages
        .filter_map(|package| {
            let worst = |of_page: fn(&Build, &Page, &Package) -> Option<Observation>| {
                let observations = pages.iter().filter_map(|page| of_page(build, page, package));
                // The first of those that are equal.
                let first = |a: Observation, b: Observation| if a.waste < b.waste { b } else { a };
                observations.reduce(first)
            };
            // No page has more than all have together; most packages are there once, and pages are many.
            let by_path = is_several(paths(build, package)).then(|| worst(by_path)).flatten();
            let by_version = || is_several(versions(build, package)).then(|| worst(by_version)).flatten();
            let found = by_path.or_else(by_version)?;
            found.waste.is_none_or(|waste| least <= waste).then_some(found)
        })
        .collect()
}

fn is_several<'b>(mut labels: impl Iterator<Item = &'b str>) -> bool {
    let first = labels.next();
    labels.any(|label| Some(label) != first)
}

fn uses<'b>(build: &'b Build, package: &'b Package) -> impl Iterator<Item = &'b PackageInChunk> {
    package.uses.iter().filter_map(|&index| build.packages.in_chunks.get(index))
}

fn on_page<'b>(
    build: &'b Build,
    page: &'b Page,
    package: &'b Package,
) -> impl Iterator<Item = &'b PackageInChunk> {
    uses(build, package).filter(|found| page.can_load(found.chunk))
}

/// The paths that it was installed at, in any script.
fn paths<'b>(build: &'b Build, package: &'b Package) -> impl Iterator<Item = &'b str> {
    uses(build, package).flat_map(|found| &found.instances).map(|bytes| bytes.instance.path.as_str())
}

/// The versions that any script shows.
fn versions<'b>(build: &'b Build, package: &'b Package) -> impl Iterator<Item = &'b str> {
    uses(build, package).flat_map(|found| shown_versions(build, package, found.chunk))
}

/// The versions that a script shows.
fn shown_versions<'b>(
    build: &'b Build,
    package: &'b Package,
    chunk: AssetId,
) -> impl Iterator<Item = &'b str> {
    let marks = build.contents.get(chunk.index()).into_iter().flat_map(|contents| &contents.marks);
    let shown = marks.filter(|mark| mark.name == package.name && mark.evidence == Evidence::Signature);
    shown.filter_map(|mark| mark.version.as_deref())
}

/// The copies by the paths that they were installed at.
fn by_path(build: &Build, page: &Page, package: &Package) -> Option<Observation> {
    let mut copies: BTreeMap<&str, Copy<'_>> = BTreeMap::new();
    for found in on_page(build, page, package) {
        for bytes in &found.instances {
            let copy = copies.entry(&bytes.instance.path).or_default();
            copy.add(found.chunk, Some(bytes.sizes.gzip));
            copy.version = copy.version.or(bytes.instance.version.as_deref());
        }
    }
    let versions: BTreeSet<&str> = copies.values().filter_map(|copy| copy.version).collect();
    let are_told_by_version = versions.len() == copies.len();
    let label = |path: &str, copy: &Copy<'_>| match copy.version {
        Some(version) if are_told_by_version => version.to_owned(),
        _ => path.trim_start_matches("../").to_owned(),
    };
    let labelled = copies.iter().map(|(path, copy)| (label(path, copy), copy)).collect();
    observation(page, package, labelled)
}

/// The copies by the versions that scripts show.
fn by_version(build: &Build, page: &Page, package: &Package) -> Option<Observation> {
    let mut copies: BTreeMap<&str, Copy<'_>> = BTreeMap::new();
    for found in on_page(build, page, package) {
        for version in shown_versions(build, package, found.chunk) {
            copies.entry(version).or_default().add(found.chunk, found.sizes.map(|sizes| sizes.gzip));
        }
    }
    let labelled = copies.iter().map(|(version, copy)| ((*version).to_owned(), copy)).collect();
    observation(page, package, labelled)
}

/// One copy of a package on one page.
#[derive(Default)]
struct Copy<'b> {
    version: Option<&'b str>,
    /// The scripts that it is in, with its bytes as gzip where they are known.
    chunks: Vec<(AssetId, Option<u64>)>,
}

impl Copy<'_> {
    fn add(&mut self, chunk: AssetId, gzip: Option<u64>) {
        self.chunks.push((chunk, gzip));
    }

    fn gzip(&self) -> Option<u64> {
        self.chunks.iter().map(|(_, gzip)| *gzip).sum()
    }
}

/// Two copies or more: all but the largest are wasted. The finding stands where most of that is.
fn observation(page: &Page, package: &Package, mut copies: Vec<(String, &Copy<'_>)>) -> Option<Observation> {
    // A stable sort: copies of one size stay in the order of their labels.
    copies.sort_by_key(|(_, copy)| std::cmp::Reverse(copy.gzip()));
    let superfluous = copies.get(1..).filter(|rest| !rest.is_empty())?;
    let waste: Option<u64> = if copies.iter().any(|(_, copy)| copy.gzip().is_none()) {
        None
    } else {
        superfluous.iter().map(|(_, copy)| copy.gzip()).sum()
    };
    let chunks = superfluous.iter().flat_map(|(_, copy)| &copy.chunks);
    let (asset, _) = chunks.copied().max_by_key(|&(chunk, gzip)| (gzip, std::cmp::Reverse(chunk)))?;
    let copies =
        copies.iter().map(|(label, copy)| PackageCopy { label: label.clone(), gzip: copy.gzip() }).collect();
    let entry = page.entries.first().copied()?;
    let facts = FindingFacts::Content(ContentFinding::DuplicatePackage {
        package: package.name.clone(),
        copies,
        entry,
    });
    Some(Observation { asset, span: None, waste, facts })
}
