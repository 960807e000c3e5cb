//! npm packages inside the scripts of a build: which, how much of them, and how that is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::asset::{AssetId, Sizes};
use crate::model::bundler::Tool;
use crate::model::path::AssetPath;
use crate::model::span::Span;

/// Which marks of packages this tool knows: one more whenever `data/signatures.json` or a way of finding packages in
/// scripts without source maps changes, so that what is found for the first time does not look like growth.
pub const MARKS: u32 = 1;

/// One installed copy of a package. `node_modules/a/node_modules/b` is another one than `node_modules/b`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instance {
    /// The package, with its scope: `@babel/runtime`.
    pub name: String,
    /// Where it was installed, relative to the build: `../node_modules/debug/node_modules/ms`.
    pub path: String,
    /// Its version, where the path holds it.
    pub version: Option<String>,
}

/// Where a piece of a script comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// An installed package, known by the path of its sources.
    Instance(Instance),
    /// A package that is known by something else than a path.
    Package(String),
    /// The project's own sources.
    Application,
    /// Code that the bundler added.
    Bundler,
    /// Nothing says where it comes from.
    Unknown,
    /// The comment that names the source map.
    MapComment,
}

impl Origin {
    /// The package, if it is one.
    pub fn package(&self) -> Option<&str> {
        match self {
            Self::Instance(instance) => Some(&instance.name),
            Self::Package(name) => Some(name),
            Self::Application | Self::Bundler | Self::Unknown | Self::MapComment => None,
        }
    }
}

/// How it is known that a package is in a script. The strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Evidence {
    /// The source map says so, byte by byte.
    SourceMap,
    /// A module's id or a comment holds the path in `node_modules`.
    ModulePath,
    /// Texts that only this package has.
    Signature,
    /// A licence comment, or the licence file of the script.
    Licence,
}

impl Evidence {
    /// All of them, the strongest first.
    pub const ALL: [Self; 4] = [Self::SourceMap, Self::ModulePath, Self::Signature, Self::Licence];

    /// That of this name in reports, if any has it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|evidence| evidence.name() == name)
    }

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::SourceMap => "source-map",
            Self::ModulePath => "module-path",
            Self::Signature => "signature",
            Self::Licence => "licence",
        }
    }
}

/// What one script is made of, as far as the script and the files beside it show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The whole script by origin, sorted by origin; empty where nothing bounds any part of it.
    pub parts: Vec<Part>,
    /// The sources that its source map names, sorted by path, without those that left no bytes.
    pub sources: Vec<SourceBytes>,
    /// The packages that are seen in it without a size, and versions of those with one.
    pub marks: Vec<PackageMark>,
    /// Where its source map is; `None` where there is none, or where it could not be read.
    pub map: Option<MapPlace>,
    /// The comment that names the map, whether there is such a map or not.
    pub map_comment: Option<Span>,
}

impl Contents {
    /// Whether a source map says where its bytes come from.
    pub fn is_mapped(&self) -> bool {
        self.parts.iter().any(|part| part.evidence == Evidence::SourceMap)
    }

    /// How `total` compressed bytes of the script are divided between its parts.
    pub fn shares(&self, total: u64) -> Shares<'_> {
        let weights = self.parts.iter().map(|part| u128::from(part.weight)).sum();
        Shares { parts: &self.parts, weights, total }
    }
}

/// The compressed bytes of a script, divided in proportion to the weights of its parts.
#[derive(Clone, Copy, Debug)]
pub struct Shares<'c> {
    parts: &'c [Part],
    weights: u128,
    total: u64,
}

impl Shares<'_> {
    /// What a part takes; `None` where nothing was weighed.
    pub fn of_part(self, part: usize) -> Option<u64> {
        let weight = u128::from(self.parts.get(part)?.weight);
        u64::try_from((u128::from(self.total) * weight).checked_div(self.weights)?).ok()
    }

    /// What a source takes: its share of its part.
    pub fn of_source(self, source: &SourceBytes) -> Option<u64> {
        let (share, part) = (self.of_part(source.part)?, self.parts.get(source.part)?);
        let bytes = u128::from(share) * u128::from(source.bytes);
        u64::try_from(bytes.checked_div(u128::from(part.bytes))?).ok()
    }
}

/// Where the source map of a script is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MapPlace {
    /// In the script itself, as a data URL.
    Inline,
    /// In a file of the build.
    File(AssetPath),
}

/// All of a script that comes from one origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Where it comes from.
    pub origin: Origin,
    /// How that is known.
    pub evidence: Evidence,
    /// Bytes of the script.
    pub bytes: u64,
    /// What these bytes take compressed by themselves: only good for comparing the parts of one script.
    pub weight: u64,
}

/// One source file that a script was made from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceBytes {
    /// Its path: relative to the build, or as the source map has it.
    pub path: String,
    /// Index in `parts` of the same script.
    pub part: usize,
    /// Bytes of the script that came from it.
    pub bytes: u64,
}

/// One source file that a script was made from, with its share of the script's compressed bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its path: relative to the build, or as the source map has it.
    pub path: String,
    /// The package that it belongs to; `None` for the project's own sources and the bundler's.
    pub package: Option<String>,
    /// What it weighs in the script.
    pub sizes: Sizes,
}

/// A package that shows itself in a script.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PackageMark {
    /// The package.
    pub name: String,
    /// How.
    pub evidence: Evidence,
    /// Its version, where the mark shows it.
    pub version: Option<String>,
    /// Where in the script; `None` for what stands in another file.
    pub span: Option<Span>,
    /// The framework without which the mark means nothing.
    pub framework: Option<Tool>,
}

/// One package in one script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageInChunk {
    /// The script.
    pub chunk: AssetId,
    /// The package.
    pub name: String,
    /// The versions that are known, sorted.
    pub versions: Vec<String>,
    /// The copies of it, sorted by path; empty where no source map names paths.
    pub instances: Vec<InstanceBytes>,
    /// What it weighs in this script: bytes of the text, and its share of the compressed sizes. `None` where it is
    /// only known to be there.
    pub sizes: Option<Sizes>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it shows itself, if it does so at one place.
    pub span: Option<Span>,
}

/// One copy of a package in one script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceBytes {
    /// Which.
    pub instance: Instance,
    /// What it weighs in this script.
    pub sizes: Sizes,
}

/// A package, seen over the whole build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The versions that are known, sorted.
    pub versions: Vec<String>,
    /// What it weighs in all scripts of modern browsers together; `None` where that is known of none of them.
    pub sizes: Option<Sizes>,
    /// Indexes in [`Packages::in_chunks`], in the order of the scripts.
    pub uses: Vec<usize>,
    /// Whether some page loads a part of it at first.
    pub is_initial: bool,
    /// What it weighs in the scripts that some page loads at first; `None` where that is known of none of them.
    pub initial: Option<Sizes>,
}

/// All packages of a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packages {
    /// Sorted by script, then by name.
    pub in_chunks: Vec<PackageInChunk>,
    /// Sorted by name.
    pub all: Vec<Package>,
    /// The packages that scripts import by name, and that are in none of the build's files: loaded from elsewhere.
    pub externals: BTreeMap<AssetId, Vec<String>>,
}

impl Packages {
    /// The packages of one script, sorted by name.
    pub fn in_chunk(&self, chunk: AssetId) -> &[PackageInChunk] {
        let start = self.in_chunks.partition_point(|found| found.chunk < chunk);
        let end = self.in_chunks.partition_point(|found| found.chunk <= chunk);
        &self.in_chunks[start..end]
    }

    /// A package by its name.
    pub fn named(&self, name: &str) -> Option<&Package> {
        let index = self.all.binary_search_by(|package| package.name.as_str().cmp(name)).ok()?;
        self.all.get(index)
    }
}
