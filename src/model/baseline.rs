//! An earlier build, as its report tells of it, and what the files of this build were in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::{AssetId, ResourceType, Sizes};
use crate::model::baseline_file::with_hash;
use crate::model::budget::{DEAD_BAND, Per, Selector};
use crate::model::build::Build;
use crate::model::chunk_graph::{Audience, EntryPoint, Load};
use crate::model::globs::Globs;
use crate::model::growth::{Change, Growth};
use crate::model::verdict::Item;

/// What a run is compared with.
#[derive(Debug)]
pub struct Baseline {
    /// The report's file, as people would write its path from where they are.
    pub name: String,
    /// The earlier build, where there is one yet.
    pub earlier: Result<Earlier, Missing>,
}

/// The earlier builds that a run is compared with.
#[derive(Debug, Default)]
pub struct Pasts {
    /// The last one.
    pub baseline: Option<Baseline>,
    /// One that stays, against slow drift.
    pub anchor: Option<Baseline>,
}

impl From<Option<Baseline>> for Pasts {
    fn from(baseline: Option<Baseline>) -> Self {
        Self { baseline, anchor: None }
    }
}

/// Why there is nothing to compare with yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The report is not there, as in a first run.
    File,
    /// The report is there, and this project came later.
    Project,
}

/// An earlier build as far as its report tells: files with their sizes, and how they were loaded. What can be loaded
/// later from one entry point is not in a report, and neither is what service workers fetch.
#[derive(Debug)]
pub struct Earlier {
    /// Its directory, from where the tool ran.
    pub directory: String,
    /// The files, entry points, split points, routes and packages.
    pub build: Build,
    /// What the initial load of each entry point weighed; runs parallel to those of the graph.
    pub initial: Vec<Sizes>,
    /// Whether it does not name every file that its entry points and routes load at first.
    pub vague: bool,
    /// What it tells of the insides of its scripts.
    pub insides: Insides,
    /// The files' paths without content hashes; runs parallel to the files.
    pub names: Vec<String>,
    /// Whether the files' paths are those that they had. Else they stand for them, with `*` for the hash.
    pub has_paths: bool,
}

/// What an earlier report tells of packages and modules, and how far that compares with what is found now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Insides {
    /// What this version of the tool finds.
    #[default]
    Alike,
    /// What another version found: it may know other marks of packages. Source maps tell the same.
    OtherVersion,
    /// Nothing.
    Untold,
}

impl Earlier {
    /// The name of a file without its content hash.
    pub fn name(&self, id: AssetId) -> &str {
        self.names.get(id.index()).map_or("", String::as_str)
    }

    /// Whether globs say of every file what they would have said with its hash, whatever that was.
    fn can_select_by(&self, globs: &Globs) -> bool {
        self.has_paths
            || self.build.iter().all(|(id, asset)| {
                let said = globs.matches(asset.path.as_str());
                let paths = HASHES.iter().filter_map(|hash| with_hash(self.name(id), hash));
                { paths }.all(|path| globs.matches(&path) == said)
            })
    }
}

/// Hashes of all kinds: what a glob says of all of them, it says of any.
const HASHES: [&str; 6] =
    ["BxY1c2Zq", "3f2a91bc", "JE2NGXMI", "0b5e77c2a1d94f3e8c60", "Kd-_9aXe", "C0fDo9IsQw1"];

/// A build beside an earlier one.
#[derive(Debug)]
pub struct Comparison {
    /// The earlier report's file.
    pub name: String,
    /// The earlier build.
    pub earlier: Earlier,
    /// What is the same in both.
    pub pairs: Pairs,
    /// Why the build grew.
    pub growth: Growth,
}

/// What the run was compared with.
#[derive(Debug, Default)]
pub enum Against {
    /// Nothing was asked for.
    #[default]
    Nothing,
    /// A report that is not there yet, or a project that is not in it yet: its file.
    Missing(String, Missing),
    /// An earlier report.
    Report(Box<Comparison>),
}

impl Against {
    /// The comparison, where there is one.
    pub fn comparison(&self) -> Option<&Comparison> {
        match self {
            Self::Report(comparison) => Some(comparison),
            Self::Nothing | Self::Missing(..) => None,
        }
    }
}

/// What of this build was what of the earlier one. Each has at most one counterpart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Files: of this build, of the earlier one.
    pub files: BTreeMap<AssetId, AssetId>,
    /// How that is known, by the files of this build.
    pub by: BTreeMap<AssetId, PairedBy>,
    /// Entry points of this build: the places of those of the earlier one in its graph.
    pub entries: BTreeMap<(AssetId, Audience), usize>,
    /// Split points, by their places in the graphs.
    pub split_points: BTreeMap<usize, usize>,
}

/// So many hundredths of a compressed file more or less are what other hashes in it come to, where it has as many bytes
/// as before. Measured on 13 production builds of which every hash was replaced by another one: up to 0.98 hundredths.
const MOST_NOISE: u64 = 2;

impl Pairs {
    /// What a file compresses to more or less than its counterpart though it did not grow: both have as many bytes, of
    /// which some are hashes. `None` where it did change.
    pub fn noise(&self, now: &Build, before: &Build, id: AssetId) -> Option<Change> {
        let counterpart = *self.files.get(&id)?;
        let (after, before) = (now.asset(id).sizes?, before.asset(counterpart).sizes?);
        let is_noise = |after: u64, before: u64| {
            after.abs_diff(before) <= DEAD_BAND.max(before.saturating_mul(MOST_NOISE) / 100)
        };
        let is_same = after.raw == before.raw;
        let is_noise = is_noise(after.gzip, before.gzip) && is_noise(after.brotli, before.brotli);
        (is_same && is_noise).then(|| Change::between(before, after))
    }
}

/// How it is known that two files are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairedBy {
    /// The same path.
    Path,
    /// The same bytes, or the same but for references to other files.
    Content,
    /// The same name without hashes, by itself or together with what loads them.
    Name,
    /// Nearly the same modules or packages are in them.
    Modules,
    /// Nearly the same words are in them.
    Words,
    /// The same name, and the nearest size of all of that name.
    Size,
}

impl PairedBy {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Content => "content",
            Self::Name => "name",
            Self::Modules => "modules",
            Self::Words => "words",
            Self::Size => "size",
        }
    }
}

impl Comparison {
    /// What stands in the earlier build for an item of this one; `None` where nothing is known to.
    pub fn counterpart(&self, now: &Build, item: &Item) -> Option<Item> {
        let earlier = &self.earlier.build;
        match item {
            Item::Total => Some(Item::Total),
            Item::File(id) => self.pairs.files.get(id).copied().map(Item::File),
            Item::Entry(id) => {
                let place = *self.pairs.entries.get(&(*id, Audience::Modern))?;
                earlier.graph.entries.get(place).map(|entry| Item::Entry(entry.asset))
            }
            Item::Route(index) => {
                let path = &now.graph.routes.get(*index)?.path;
                earlier.graph.routes.iter().position(|route| route.path == *path).map(Item::Route)
            }
            Item::SplitPoint(index) => self.pairs.split_points.get(index).copied().map(Item::SplitPoint),
            Item::Measurement(_) => None,
            Item::Package(index) => {
                let name = &now.packages.all.get(*index)?.name;
                let place = earlier.packages.all.iter().position(|package| package.name == *name)?;
                Some(Item::Package(place))
            }
        }
    }

    /// What the initial load of an entry point of this build weighed.
    pub fn initial_before(&self, entry: &EntryPoint) -> Option<Sizes> {
        let place = *self.pairs.entries.get(&(entry.asset, entry.audience))?;
        self.earlier.initial.get(place).copied()
    }

    /// Whether the earlier report tells what a budget is about. What can be loaded later from one entry point is not in
    /// it, nor is what service workers fetch.
    pub fn tells(&self, selector: &Selector, per: Per) -> bool {
        let by_entry = match per {
            // The routes of split points are told.
            Per::SplitPoint => selector.entry.is_some(),
            _ => selector.has_entry() || per == Per::Entry,
        };
        let is_told = selector.load == Some(Load::Initial) && !self.earlier.vague;
        // Files are judged one by one beside their counterparts, whatever selected them.
        let globs = [&selector.files, &selector.entry].into_iter().flatten();
        let is_selected = || {
            let rest_is_told = self.earlier.has_paths || !selector.rest;
            per == Per::File || (rest_is_told && { globs }.all(|globs| self.earlier.can_select_by(globs)))
        };
        !selector.precached && (!by_entry || is_told) && is_selected()
    }

    /// The files of this build that visitors can be sent and that had no counterpart, sorted.
    pub fn added(&self, now: &Build) -> Vec<AssetId> {
        sent(now).filter(|id| !self.pairs.files.contains_key(id)).collect()
    }

    /// Those of the earlier build that have none now, sorted.
    pub fn removed(&self) -> Vec<AssetId> {
        let kept: BTreeSet<AssetId> = self.pairs.files.values().copied().collect();
        sent(&self.earlier.build).filter(|id| !kept.contains(id)).collect()
    }
}

/// All but source maps, which visitors are not sent.
pub fn sent(build: &Build) -> impl Iterator<Item = AssetId> {
    build.iter().filter(|(_, asset)| asset.resource_type != ResourceType::SourceMap).map(|(id, _)| id)
}
