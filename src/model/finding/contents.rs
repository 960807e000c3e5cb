//! What the checks of what is inside of files saw: packages, modules, and what else they hold.

use crate::model::asset::AssetId;
use crate::model::legacy_code::LegacyCode;

/// What a check of what is inside of files saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentFinding {
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
