//! The chunk graph of random builds, circles and all, beside plain ways to the same sets: what is loaded at first and
//! later, what is certainly loaded when a chunk runs, and what one import alone brings.

#![expect(clippy::expect_used, reason = "the tests fail by panicking")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use weighbridge::graph::{Beside, build_graph};
use weighbridge::model::asset::{Asset, AssetId, ResourceType, Sizes};
use weighbridge::model::asset_set::AssetSet;
use weighbridge::model::build::Facts;
use weighbridge::model::chunk_graph::{ChunkGraph, EntryPoint, Via};
use weighbridge::model::document::{DocumentFacts, ScriptElement, ScriptLoading};
use weighbridge::model::path::AssetPath;
use weighbridge::model::script::{Reference, ReferenceKind, ScriptFacts, Target, UrlBase};
use weighbridge::model::span::Span;

/// Chunks that import each other and the pages that load some of them, by number.
#[derive(Clone, Debug)]
struct Site {
    statics: Vec<BTreeSet<usize>>,
    dynamics: Vec<BTreeSet<usize>>,
    pages: Vec<BTreeSet<usize>>,
}

/// Chunks are a set of bits.
type Chunks = u128;

fn site(chunks: usize) -> impl Strategy<Value = Site> {
    let some = |most: usize| prop::collection::vec(prop::collection::btree_set(0..chunks, 0..most), chunks);
    let pages = prop::collection::vec(prop::collection::btree_set(0..chunks, 1..3), 1..3);
    (some(3), some(3), pages).prop_map(|(statics, dynamics, pages)| Site { statics, dynamics, pages })
}

fn span(number: usize) -> Span {
    Span::new(number * 10, number * 10 + 5)
}

/// Each chunk of a small build weighs a bit of its own, so that a sum says of which chunks it is.
fn weight(chunk: usize) -> Sizes {
    Sizes::incompressible(1_u64.checked_shl(u32::try_from(chunk).expect("it is small")).unwrap_or_default())
}

fn weight_of(chunks: Chunks) -> u64 {
    u64::try_from(chunks).expect("the build is small")
}

/// All that `from` leads to over some edges, itself included.
fn closure(from: Chunks, over: &[&[BTreeSet<usize>]]) -> Chunks {
    let mut reached = from;
    loop {
        let next = over.iter().flat_map(|edges| edges.iter().enumerate());
        let next = next.filter(|(chunk, _)| reached & (1 << chunk) != 0).flat_map(|(_, to)| to);
        let next = next.fold(reached, |set, to| set | 1 << to);
        if next == reached {
            return reached;
        }
        reached = next;
    }
}

impl Site {
    /// The assets are sorted by path: chunks, then pages.
    fn graph(&self) -> ChunkGraph {
        let (mut assets, mut facts) = (Vec::new(), Vec::new());
        for (chunk, (statics, dynamics)) in self.statics.iter().zip(&self.dynamics).enumerate() {
            let reference = |to: usize, kind, place: usize| Reference {
                kind,
                target: Target::url(format!("./c{to:02}.js"), UrlBase::Specifier),
                via: Via::Esm,
                span: span(place),
                preloads: Vec::new(),
            };
            let of_kind = |to: &usize, kind, first: usize| reference(*to, kind, first + *to);
            let references = statics.iter().map(|to| of_kind(to, ReferenceKind::Static, 0));
            let references =
                references.chain(dynamics.iter().map(|to| of_kind(to, ReferenceKind::Dynamic, 100)));
            facts.push(Facts::Script(ScriptFacts {
                references: references.collect(),
                ..ScriptFacts::default()
            }));
            assets.push(asset(format!("c{chunk:02}.js"), ResourceType::Script, weight(chunk)));
        }
        for (page, scripts) in self.pages.iter().enumerate() {
            let element = |chunk: &usize| ScriptElement {
                src: Some(format!("c{chunk:02}.js")),
                module: true,
                nomodule: false,
                loading: ScriptLoading::Deferred,
                is_in_head: true,
                inline: None,
                span: span(*chunk),
            };
            let scripts = scripts.iter().map(element).collect();
            facts.push(Facts::Document(DocumentFacts { scripts, ..DocumentFacts::default() }));
            assets.push(asset(format!("page{page}.html"), ResourceType::Document, Sizes::default()));
        }
        build_graph(&assets, &facts, Beside::default()).0
    }

    fn page(&self, page: usize) -> AssetId {
        AssetId::new(self.statics.len() + page)
    }

    fn initial(&self, page: usize) -> Chunks {
        closure(bits(&self.pages[page]), &[&self.statics])
    }

    /// Every set of chunks that a visitor can have loaded, whatever runs in whichever order.
    fn states(&self) -> BTreeSet<Chunks> {
        let mut states = BTreeSet::new();
        let mut open: Vec<Chunks> = (0..self.pages.len()).map(|page| self.initial(page)).collect();
        while let Some(state) = open.pop() {
            if states.insert(state) {
                let running = self.dynamics.iter().enumerate().filter(|(chunk, _)| state & (1 << chunk) != 0);
                let imports = running.flat_map(|(_, to)| to);
                open.extend(imports.map(|to| state | closure(1 << to, &[&self.statics])));
            }
        }
        states
    }

    /// What `page` loads at first without one import, of those that its first load is made of.
    fn initial_without(&self, page: usize, from: usize, to: usize) -> Chunks {
        let mut cut = self.clone();
        cut.statics[from].remove(&to);
        cut.initial(page)
    }

    /// How many requests must follow each other until a page is there, the page included.
    fn depth(&self, page: usize) -> u32 {
        let (mut there, mut depth) = (bits(&self.pages[page]), 2);
        loop {
            let next = |chunk: usize| if there & (1 << chunk) != 0 { bits(&self.statics[chunk]) } else { 0 };
            let next = (0..self.statics.len()).fold(there, |set, chunk| set | next(chunk));
            if next == there {
                return depth;
            }
            (there, depth) = (next, depth + 1);
        }
    }
}

fn asset(path: String, resource_type: ResourceType, sizes: Sizes) -> Asset {
    Asset {
        path: AssetPath::new(path),
        resource_type,
        raw: sizes.raw,
        sizes: Some(sizes),
        precompressed: Vec::new(),
    }
}

fn bits(chunks: &BTreeSet<usize>) -> Chunks {
    chunks.iter().fold(0, |set, chunk| set | 1 << chunk)
}

/// The chunks among `ids`.
fn chunks(ids: &AssetSet, site: &Site) -> Chunks {
    bits(&ids.iter().map(AssetId::index).filter(|&id| id < site.statics.len()).collect())
}

fn entry<'g>(graph: &'g ChunkGraph, site: &Site, page: usize) -> &'g EntryPoint {
    graph.entries.iter().find(|entry| entry.asset == site.page(page)).expect("a page is an entry point")
}

fn check(site: &Site) -> Result<(), TestCaseError> {
    let graph = site.graph();
    check_loads(site, &graph)?;
    check_split_points(site, &graph)?;
    check_import_costs(site, &graph)
}

/// What a page loads at first is all that its scripts import, and later what that leads to.
fn check_loads(site: &Site, graph: &ChunkGraph) -> Result<(), TestCaseError> {
    prop_assert_eq!(graph.entries.len(), site.pages.len());
    for page in 0..site.pages.len() {
        let entry = entry(graph, site, page);
        let initial = site.initial(page);
        prop_assert_eq!(chunks(&entry.initial, site), initial);
        let ever = closure(initial, &[&site.statics, &site.dynamics]);
        prop_assert_eq!(chunks(&entry.lazy, site), ever & !initial);
        prop_assert_eq!(entry.depth, site.depth(page));
        prop_assert_eq!(entry.chain.len(), entry.depth as usize);
    }
    Ok(())
}

/// An import adds what is not there in every state in which its chunk can run.
fn check_split_points(site: &Site, graph: &ChunkGraph) -> Result<(), TestCaseError> {
    let states = site.states();
    let written: usize =
        site.dynamics.iter().enumerate().map(|(from, to)| to.iter().filter(|&&to| to != from).count()).sum();
    prop_assert_eq!(graph.split_points.len(), written);
    for split in &graph.split_points {
        let (chunk, target) = (split.chunk.index(), split.target.index());
        let with = states.iter().filter(|state| *state & (1 << chunk) != 0);
        let certain = with.copied().reduce(|one, other| one & other).unwrap_or(1 << chunk);
        let adds = closure(1 << target, &[&site.statics]) & !certain;
        prop_assert_eq!(chunks(&split.adds, site), adds, "{:?}", split);
        prop_assert_eq!(split.cost, Sizes::incompressible(weight_of(adds)));
        prop_assert_eq!(split.effective, adds & (1 << target) != 0);
        if let Some(loader) = split.loaded_by {
            prop_assert!(!split.effective);
            let own = match site.statics.get(loader.index()) {
                Some(own) if certain & (1 << loader.index()) != 0 => own,
                Some(_) => return Err(TestCaseError::fail("it is not certainly loaded")),
                None => &site.pages[loader.index() - site.statics.len()],
            };
            prop_assert!(own.contains(&target));
        }
    }
    Ok(())
}

/// An import brings what would not be loaded without it, and those that bring nothing are not told of.
fn check_import_costs(site: &Site, graph: &ChunkGraph) -> Result<(), TestCaseError> {
    let mut told = BTreeSet::new();
    for page in 0..site.pages.len() {
        let initial = site.initial(page);
        let costs = graph.import_costs.iter().filter(|cost| cost.entry == site.page(page));
        let found: BTreeSet<(usize, usize, u64)> =
            costs.map(|cost| (cost.chunk.index(), cost.target.index(), cost.brings.raw)).collect();
        // Of pages that load the same, the first stands for all.
        if !told.insert(initial) {
            prop_assert!(found.is_empty());
            continue;
        }
        let running = site.statics.iter().enumerate().filter(|(from, _)| initial & (1 << from) != 0);
        let imports = running.flat_map(|(from, to)| to.iter().map(move |&to| (from, to)));
        let brings =
            imports.map(|(from, to)| (from, to, weight_of(initial & !site.initial_without(page, from, to))));
        prop_assert_eq!(found, brings.filter(|&(.., brings)| brings != 0).collect::<BTreeSet<_>>());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_small_build_is_loaded_as_plain_sets_say(site in site(6)) {
        check(&site)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_larger_build_is_loaded_as_plain_sets_say(site in site(12)) {
        check(&site)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a circle of 64 chunks or more reaches is found once (`graph/closures.rs`).
    #[test]
    fn a_build_with_a_large_circle_is_loaded_as_plain_sets_say(mut site in site(90), circle in 60..70_usize) {
        for chunk in 0..circle {
            site.statics[chunk].insert((chunk + 1) % circle);
        }
        check_loads(&site, &site.graph())?;
    }
}
