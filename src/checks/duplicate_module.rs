//! One source module in several scripts that stand beside each other in one page.
//!
//! Known from source maps alone. A copy that two routes have each is a trade-off and none of this check's business:
//! reported are copies that one visit certainly loads together.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::AssetId;
use crate::model::asset_set::AssetSet;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::chunk_graph::{Audience, Load, SplitPoint};
use crate::model::finding::{ContentFinding, FindingFacts, Observation};
use crate::model::package::Origin;
use crate::model::page::{self, Page};

/// Lighthouse's: smaller copies are what is left of a module, not the module.
const SMALLEST_COPY: u64 = 512;
/// Lighthouse's: of the largest copy, so many hundredths are needed to be one.
const LEAST_SHARE: u64 = 10;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "duplicate-module",
    summary: "one source module in several scripts that are loaded together",
    severity: Some(Severity::Warning),
    what: "Finds source modules that source maps show in two scripts or more which one visit certainly loads together: \
           both in an initial load, or one in the initial load and one in what an `import()` adds to it. Modules \
           that the same scripts have in common are one finding.\n\
           Copies in two lazy routes are left alone: they save a request, and a visitor of one route loads one. So \
           are workers, and the `nomodule` half of a build. Copies of less than 512 bytes or a tenth of the largest \
           do not count, as in Lighthouse; less than `min` together is not worth a finding.",
    why: "The same code is loaded and parsed twice, and runs twice where the bundler did not make it one module: then \
          each copy has its own state. The default is Lighthouse's (`duplicated-javascript`): 1,024 bytes.",
    fix: "Let one bundler run make both scripts, so that it can put what they share into a chunk \
          (`optimization.splitChunks` and `dependOn` in webpack, `splitting` in esbuild; Rollup and Vite do it by \
          themselves). Separate builds on one page share modules as external scripts or by module federation.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 1_024,
        about: "The least waste of the modules that scripts have in common, in bytes after gzip, that is worth a finding.",
    }],
    needs: &[Need::Graph, Need::Gzip, Need::Contents],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let copies = copies(build);
    if copies.modules.is_empty() {
        return Vec::new();
    }
    let mut shared = Shared::default();
    let pages = page::pages(build);
    for page in &pages {
        copies.take_initial(page, &mut shared);
    }
    let at_first: AssetSet = pages.iter().flat_map(|page| page.initial.iter().copied()).collect();
    for split_point in build.graph.split_points.iter().filter(|split| split.audience == Audience::Modern) {
        let mut added = copies.among(split_point.adds.iter());
        added.retain(|copy| !shared.is_told(copy) && copies.may_be_beside(copy, split_point, &at_first));
        for page in &pages {
            if added.is_empty() {
                break;
            }
            if runs(page, split_point) {
                copies.take_added(page, split_point, &added, &mut shared);
                added.retain(|copy| !shared.is_told(copy));
            }
        }
    }
    shared.observations(build, &copies, options.get("min"))
}

/// Whether the page itself, and not a worker, can run that import.
fn runs(page: &Page, split_point: &SplitPoint) -> bool {
    page.can_load(split_point.chunk) || page.entries.contains(&split_point.chunk)
}

/// One module in one script.
#[derive(Clone, Copy)]
struct Copy {
    module: usize,
    chunk: AssetId,
    bytes: u64,
    gzip: u64,
}

/// The modules that are in several scripts.
struct Copies<'b> {
    /// Each module's path and copies, the largest copy first.
    modules: Vec<(&'b str, Vec<Copy>)>,
    by_chunk: BTreeMap<AssetId, Vec<Copy>>,
}

fn copies(build: &Build) -> Copies<'_> {
    let mut by_path: BTreeMap<&str, Vec<Copy>> = BTreeMap::new();
    for (chunk, asset) in build.iter() {
        let is_modern = matches!(build.graph.load(chunk), Some(Load::Initial | Load::Lazy));
        let (Some(contents), Some(sizes)) = (build.contents.get(chunk.index()), asset.sizes) else {
            continue;
        };
        let shares = contents.shares(sizes.gzip);
        for source in contents.sources.iter().filter(|source| is_modern && SMALLEST_COPY <= source.bytes) {
            let origin = contents.parts.get(source.part).map(|part| &part.origin);
            let gzip = shares.of_source(source);
            if let (Some(Origin::Instance(_) | Origin::Application), Some(gzip)) = (origin, gzip) {
                let copy = Copy { module: 0, chunk, bytes: source.bytes, gzip };
                by_path.entry(&source.path).or_default().push(copy);
            }
        }
    }
    let mut copies = Copies { modules: Vec::new(), by_chunk: BTreeMap::new() };
    for (path, mut found) in by_path {
        let largest = found.iter().map(|copy| copy.bytes).max().unwrap_or_default();
        found.retain(|copy| largest * LEAST_SHARE <= copy.bytes * 100);
        if found.len() < 2 {
            continue;
        }
        found.sort_by_key(|copy| (std::cmp::Reverse(copy.bytes), copy.chunk));
        for copy in &mut found {
            copy.module = copies.modules.len();
            copies.by_chunk.entry(copy.chunk).or_default().push(*copy);
        }
        copies.modules.push((path, found));
    }
    copies
}

impl Copies<'_> {
    /// The copies in these scripts.
    fn among(&self, chunks: impl Iterator<Item = AssetId>) -> Vec<Copy> {
        chunks.filter_map(|chunk| self.by_chunk.get(&chunk)).flatten().copied().collect()
    }

    /// The largest copy of a module among scripts.
    fn largest(&self, module: usize, is_there: impl Fn(AssetId) -> bool) -> Option<Copy> {
        let (_, copies) = self.modules.get(module)?;
        copies.iter().find(|copy| is_there(copy.chunk)).copied()
    }

    /// Whether some page may have another copy of the module when that import has loaded this one: few have, and pages
    /// are many.
    fn may_be_beside(&self, copy: &Copy, split_point: &SplitPoint, at_first: &AssetSet) -> bool {
        let is_there = |chunk| {
            chunk == split_point.chunk || split_point.adds.contains(chunk) || at_first.contains(chunk)
        };
        self.largest(copy.module, |chunk| chunk != copy.chunk && is_there(chunk)).is_some()
    }

    /// In an initial load: all copies but the largest are wasted.
    fn take_initial(&self, page: &Page, shared: &mut Shared) {
        for copy in self.among(page.initial.iter().copied()) {
            if let Some(kept) = self.largest(copy.module, |chunk| page.is_initial(chunk)) {
                shared.waste(copy, kept, page);
            }
        }
    }

    /// Behind a dynamic import: what is in the initial load, or in the importing script, was there before.
    fn take_added(&self, page: &Page, split_point: &SplitPoint, added: &[Copy], shared: &mut Shared) {
        let was_there = |chunk| page.is_initial(chunk) || chunk == split_point.chunk;
        for copy in added.iter().filter(|copy| !was_there(copy.chunk)) {
            let is_added = |chunk: AssetId| split_point.adds.contains(chunk);
            let kept = self.largest(copy.module, was_there).or_else(|| self.largest(copy.module, is_added));
            if let Some(kept) = kept {
                shared.waste(*copy, kept, page);
            }
        }
    }
}

/// What scripts have in common, by the script that wastes it and the one that keeps it.
#[derive(Default)]
struct Shared {
    /// Every copy is wasted once, however many pages load it.
    told: BTreeSet<(usize, AssetId)>,
    pairs: BTreeMap<(AssetId, AssetId), Pair>,
}

struct Pair {
    entry: AssetId,
    copies: Vec<Copy>,
}

impl Shared {
    fn is_told(&self, copy: &Copy) -> bool {
        self.told.contains(&(copy.module, copy.chunk))
    }

    fn waste(&mut self, copy: Copy, kept: Copy, page: &Page) {
        let Some(&entry) = page.entries.first() else { return };
        if copy.chunk != kept.chunk && self.told.insert((copy.module, copy.chunk)) {
            let pair = self.pairs.entry((copy.chunk, kept.chunk));
            pair.or_insert_with(|| Pair { entry, copies: Vec::new() }).copies.push(copy);
        }
    }

    fn observations(self, build: &Build, copies: &Copies<'_>, least: u64) -> Vec<Observation> {
        let mut observations = Vec::new();
        for ((chunk, kept), Pair { entry, copies: mut wasted }) in self.pairs {
            let waste: u64 = wasted.iter().map(|copy| copy.gzip).sum();
            if waste < least {
                continue;
            }
            wasted.sort_by_key(|copy| (std::cmp::Reverse(copy.gzip), copy.module));
            let path = |copy: &Copy| copies.modules.get(copy.module).map(|(path, _)| (*path).to_owned());
            let modules = wasted.iter().filter_map(path).collect();
            let is_initial = build.graph.load(chunk) == Some(Load::Initial);
            let facts =
                FindingFacts::Content(ContentFinding::DuplicateModule { modules, kept, entry, is_initial });
            observations.push(Observation { asset: chunk, span: None, waste: Some(waste), facts });
        }
        observations
    }
}
