//! Why a build grew: what of two builds is loaded when, what that came to, and what made the difference.
//!
//! Facts alone; the words are the reports'. The changes of all causes of a load sum up to the change of the load, in
//! each of the three sizes.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use crate::model::asset::{AssetId, Sizes};

/// Bytes more than there were; less than 0 where it shrank. Builds are far smaller than half of what 64 bits count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Bytes on disk.
    pub raw: i64,
    /// Bytes as gzip.
    pub gzip: i64,
    /// Bytes as Brotli.
    pub brotli: i64,
}

impl Change {
    /// From `before` to `after`.
    pub fn between(before: Sizes, after: Sizes) -> Self {
        Self::from(after) - Self::from(before)
    }

    /// Whether it is nothing in any size.
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }

    /// How much it matters: by gzip, then by bytes on disk.
    pub fn magnitude(self) -> (u64, u64) {
        (self.gzip.unsigned_abs(), self.raw.unsigned_abs())
    }
}

impl From<Sizes> for Change {
    fn from(sizes: Sizes) -> Self {
        let signed = |size: u64| size.cast_signed();
        Self { raw: signed(sizes.raw), gzip: signed(sizes.gzip), brotli: signed(sizes.brotli) }
    }
}

impl Add for Change {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            raw: self.raw.wrapping_add(other.raw),
            gzip: self.gzip.wrapping_add(other.gzip),
            brotli: self.brotli.wrapping_add(other.brotli),
        }
    }
}

impl Neg for Change {
    type Output = Self;

    fn neg(self) -> Self {
        Self {
            raw: self.raw.wrapping_neg(),
            gzip: self.gzip.wrapping_neg(),
            brotli: self.brotli.wrapping_neg(),
        }
    }
}

impl Sub for Change {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl AddAssign for Change {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Change {
    fn sum<I: Iterator<Item = Self>>(changes: I) -> Self {
        changes.fold(Self::default(), Add::add)
    }
}

/// A file of one of the two builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// Of this build.
    Now(AssetId),
    /// Of the earlier one.
    Before(AssetId),
}

/// What the two builds have to do with each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// The loads that are not what they were, what matters most first.
    pub loads: Vec<LoadChange>,
    /// How many more there are, beyond the bound of the list.
    pub more_loads: usize,
    /// What returning visitors must load again; `None` where the contents of the earlier build are not told.
    pub invalidated: Option<Invalidated>,
}

/// Something that visitors load, and that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadChange {
    /// What.
    pub load: LoadOf,
    /// What it weighed.
    pub before: Sizes,
    /// What it weighs.
    pub after: Sizes,
    /// The files of this build that are new to it, sorted.
    pub added: Vec<AssetId>,
    /// The files of the earlier build that are no longer in it, sorted.
    pub removed: Vec<AssetId>,
    /// How deep its files could be looked into.
    pub depth: Depth,
    /// Why, what matters most first.
    pub causes: Vec<Cause>,
}

impl LoadChange {
    /// How much more it weighs.
    pub fn change(&self) -> Change {
        Change::between(self.before, self.after)
    }
}

/// Which load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadOf {
    /// What an entry point loads at first.
    Initial {
        /// The entry point; of the earlier build where it is gone.
        entry: At,
        /// Others with the same change, sorted.
        alike: Vec<AssetId>,
    },
    /// All that is only loaded later.
    Lazy,
    /// All other files: images, fonts, and what only browsers without modules load.
    Other,
}

/// How deep the files of a load could be looked into, on both sides alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Down to packages and modules, as far as they are known.
    Insides,
    /// No deeper than files: source maps are there only now.
    NewMaps,
    /// No deeper than files: source maps were there only before.
    GoneMaps,
    /// No deeper than files: the earlier build does not tell more.
    Files,
}

/// Something that made a load grow or shrink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What happened.
    pub kind: CauseKind,
    /// The package, module or file.
    pub name: String,
    /// How much it makes.
    pub change: Change,
    /// The file of this build in which it is; of the earlier one for what is gone.
    pub at: Option<At>,
    /// What it was before.
    pub was: Option<Was>,
    /// The version that it is of, where that is known.
    pub version: Option<String>,
    /// What brought it.
    pub from: Option<Brought>,
}

/// What something was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Was {
    /// Of another version.
    Version(String),
    /// Another file of the earlier build.
    File(AssetId),
    /// Only loaded later.
    Lazy,
    /// Loaded at first.
    Initial,
    /// In the build, but not in this load.
    Elsewhere,
}

/// What brought something in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// A route whose opening loads it.
    Route(String),
    /// The only file that imports it statically.
    Importer(AssetId),
    /// The only module of the application in the same file.
    Module(String),
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseKind {
    /// A package is new to the build.
    PackageAdded,
    /// A package is gone.
    PackageRemoved,
    /// A package is there in another version.
    PackageUpdated,
    /// A package takes more bytes.
    PackageGrown,
    /// A package takes less bytes.
    PackageShrunk,
    /// A package was not in this load and is now, or the other way.
    PackageMoved,
    /// A second version or copy of a package came in.
    DuplicateAdded,
    /// What an `import()` loaded later is loaded at first.
    SplitPointLost,
    /// What was loaded at first is loaded later, by an `import()`.
    SplitPointAdded,
    /// A file is loaded at first, and was loaded later, or the other way, for another reason.
    ChunkMoved,
    /// A file is new to the build.
    FileAdded,
    /// A file is gone.
    FileRemoved,
    /// A file has more bytes.
    FileGrown,
    /// A file has less bytes.
    FileShrunk,
    /// One file is gone and another of the same name, but for its type, is there.
    FileReplaced,
    /// A source file of the application is new.
    ModuleAdded,
    /// A source file of the application is gone.
    ModuleRemoved,
    /// A source file takes more bytes.
    ModuleGrown,
    /// A source file takes less bytes.
    ModuleShrunk,
    /// A source file was not in this load and is now, or the other way.
    ModuleMoved,
    /// An entry point is new.
    EntryAdded,
    /// An entry point is gone.
    EntryRemoved,
    /// Code of which no more is known than the file.
    Code,
    /// What cannot be told apart: references to files that are called otherwise, and what rounding leaves.
    Rest,
}

impl CauseKind {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 24] = [
        Self::PackageAdded,
        Self::PackageRemoved,
        Self::PackageUpdated,
        Self::PackageGrown,
        Self::PackageShrunk,
        Self::PackageMoved,
        Self::DuplicateAdded,
        Self::SplitPointLost,
        Self::SplitPointAdded,
        Self::ChunkMoved,
        Self::FileAdded,
        Self::FileRemoved,
        Self::FileGrown,
        Self::FileShrunk,
        Self::FileReplaced,
        Self::ModuleAdded,
        Self::ModuleRemoved,
        Self::ModuleGrown,
        Self::ModuleShrunk,
        Self::ModuleMoved,
        Self::EntryAdded,
        Self::EntryRemoved,
        Self::Code,
        Self::Rest,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::PackageAdded => "package-added",
            Self::PackageRemoved => "package-removed",
            Self::PackageUpdated => "package-updated",
            Self::PackageGrown => "package-grown",
            Self::PackageShrunk => "package-shrunk",
            Self::PackageMoved => "package-moved",
            Self::DuplicateAdded => "duplicate-added",
            Self::SplitPointLost => "split-point-lost",
            Self::SplitPointAdded => "split-point-added",
            Self::ChunkMoved => "chunk-moved",
            Self::FileAdded => "file-added",
            Self::FileRemoved => "file-removed",
            Self::FileGrown => "file-grown",
            Self::FileShrunk => "file-shrunk",
            Self::FileReplaced => "file-replaced",
            Self::ModuleAdded => "module-added",
            Self::ModuleRemoved => "module-removed",
            Self::ModuleGrown => "module-grown",
            Self::ModuleShrunk => "module-shrunk",
            Self::ModuleMoved => "module-moved",
            Self::EntryAdded => "entry-added",
            Self::EntryRemoved => "entry-removed",
            Self::Code => "code",
            Self::Rest => "rest",
        }
    }
}

/// What of this build returning visitors must load again, since its path or its bytes are not those of the earlier one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invalidated {
    /// These files, sorted.
    pub files: Vec<AssetId>,
    /// Those of them in which nothing changed but references to other files, sorted.
    pub renamed: Vec<AssetId>,
}
