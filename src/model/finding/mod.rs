//! What the checks found: facts and places. The words are made where a report is written.

mod delivery;
mod images;

pub use delivery::DeliveryFinding;
pub use images::{ImageFinding, LazyHero};

use crate::model::asset::AssetId;
use crate::model::check::{Check, Severity};
use crate::model::legacy_code::LegacyCode;
use crate::model::span::Span;

/// One place where a check fired, as the check gives it.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The file it is about.
    pub asset: AssetId,
    /// The place in the file, where there is one.
    pub span: Option<Span>,
    /// Bytes that a visitor would not load if it were mended (gzip), where that can be measured.
    pub waste: Option<u64>,
    /// What was seen.
    pub facts: FindingFacts,
}

/// An observation with what the configuration makes of it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check that fired.
    pub check: &'static Check,
    /// How much it matters.
    pub severity: Severity,
    /// What it saw and where.
    pub observation: Observation,
}

/// What a check saw: the numbers and names that its message is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingFacts {
    /// An entry point loads a lot of script at first and nothing later.
    MissingSplitPoint {
        /// How many scripts it loads.
        scripts: usize,
        /// Their bytes on disk.
        raw: u64,
        /// The allowance that this exceeds, in bytes on disk.
        allowed: u64,
        /// The largest of them.
        largest: AssetId,
    },
    /// A dynamic import names a chunk that is loaded already.
    IneffectiveSplitPoint {
        /// The chunk.
        target: AssetId,
        /// A file that loads the chunk statically, where there is one.
        loaded_by: Option<AssetId>,
    },
    /// A static import without which an initial load would be much smaller.
    HeavyImport {
        /// What it imports.
        target: AssetId,
        /// The entry point whose initial load it is.
        entry: AssetId,
        /// The allowance that it exceeds, in bytes as gzip.
        allowed: u64,
    },
    /// A page whose requests wait for each other.
    DeepImportChain {
        /// The requests in their order, the document first.
        chain: Vec<AssetId>,
        /// How many are allowed.
        allowed: u64,
    },
    /// A text that no minifier has seen.
    UnminifiedAsset {
        /// The share of white space and comments, in hundredths of a percent.
        waste_basis_points: u64,
    },
    /// A package that takes much of an initial load.
    HeavyPackage {
        /// The package.
        package: String,
        /// What it takes of the initial load where it takes most, in bytes as gzip.
        gzip: u64,
        /// The allowance that this exceeds.
        allowed: u64,
        /// The entry points where it exceeds the allowance, sorted.
        entries: Vec<AssetId>,
    },
    /// Several copies of a package that one page can load.
    DuplicatePackage {
        /// The package.
        package: String,
        /// The copies, the largest first. There are at least two.
        copies: Vec<PackageCopy>,
        /// The entry point that can load them.
        entry: AssetId,
    },
    /// Source modules that a script has although another one that is loaded with it has them.
    DuplicateModule {
        /// Their paths, the largest first.
        modules: Vec<String>,
        /// The other script.
        kept: AssetId,
        /// The entry point that loads both.
        entry: AssetId,
        /// Whether both are in its initial load.
        is_initial: bool,
    },
    /// A package for which there is a lighter way.
    ReplaceablePackage {
        /// The package.
        package: String,
        /// What it takes of all that one page can load, in bytes as gzip, where that is known.
        gzip: Option<u64>,
        /// The entry point that can load it.
        entry: AssetId,
        /// Whether some of it is in the initial load.
        is_initial: bool,
        /// What to take instead.
        lighter: LighterWay,
    },
    /// Code that only browsers without modules need.
    LegacyJavascript {
        /// The modules of core-js, sorted: `es.array.fill`.
        polyfills: Vec<String>,
        /// What was transpiled, sorted.
        transforms: Vec<LegacyCode>,
        /// Whether the script as a whole was transpiled.
        is_whole: bool,
    },
    /// Files inside of another one.
    InlinedData {
        /// How many are larger than allowed.
        files: usize,
        /// Their bytes.
        bytes: u64,
        /// The bytes of the largest.
        largest: u64,
        /// What the largest says it is.
        media_type: String,
        /// The allowance for each, in bytes.
        allowed: u64,
    },
    /// A source map inside of its file.
    InlinedSourceMap {
        /// Bytes of the comment.
        bytes: u64,
        /// Bytes of the whole file.
        raw: u64,
    },
    /// Source maps in the build.
    PublicSourceMap {
        /// How many.
        maps: usize,
        /// Their bytes.
        bytes: u64,
        /// How many of the project's own source files they name, as far as scripts have such maps.
        sources: usize,
    },
    /// Seen by a check of images.
    Image(ImageFinding),
    /// Seen by a check of delivery, fonts or styles.
    Delivery(DeliveryFinding),
}

/// One copy of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageCopy {
    /// Its version where that tells it from the others, or the path that it was installed at.
    pub label: String,
    /// Its bytes as gzip, where they are known.
    pub gzip: Option<u64>,
}

/// What to take instead of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LighterWay {
    /// Why the package is heavy: a clause.
    pub why: String,
    /// Another package, or what the platform has.
    pub instead: String,
    /// What to do: an imperative.
    pub how: String,
    /// What the other way takes, in bytes as gzip, where that was measured.
    pub gzip: Option<u64>,
}
