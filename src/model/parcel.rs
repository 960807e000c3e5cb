//! What a script says in Parcel's way: modules and bundles have ids, and files are loaded by the id of a bundle.

use serde::{Deserialize, Serialize};

use crate::model::span::Span;

/// What was read from one script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelFacts {
    /// The modules that the script brings, in the order in which they stand.
    pub modules: Vec<ParcelModule>,
    /// Where its code asks for modules, here or in other scripts; in the order in which they stand.
    pub requires: Vec<ModuleUse>,
    /// Ids of bundles and the names of their files, where the script has such a list.
    pub manifest: Vec<(String, String)>,
    /// The dynamic imports.
    pub loads: Vec<BundleLoad>,
    /// Where the URL of a bundle is made without loading it: of a worker, if it is a script.
    pub urls: Vec<BundleReference>,
}

/// A module of a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelModule {
    /// Its id.
    pub id: String,
    /// All of its code.
    pub span: Span,
    /// What it imports: the specifier as it stands in the source, and the id that it stands for. Only known where
    /// Parcel did not hoist scopes.
    pub imports: Vec<(String, String)>,
}

/// One place where a module is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleUse {
    /// The id of the module.
    pub id: String,
    /// The call.
    pub span: Span,
}

/// One dynamic import: the bundles that it loads together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleLoad {
    /// The bundles, in the order written.
    pub bundles: Vec<BundleReference>,
    /// The module that was imported, found in one of the bundles.
    pub imported: Option<String>,
    /// The expression that loads them.
    pub span: Span,
}

/// A bundle by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleReference {
    /// The id; for [`BundleMap::Itself`] the name of the file.
    pub id: String,
    /// Who knows the file.
    pub map: BundleMap,
    /// Whether `import()` loads it, so that it is a script; else a function is given its URL.
    pub is_import: bool,
    /// The expression that names it.
    pub span: Span,
}

/// Who knows which file a bundle's id stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BundleMap {
    /// The page's import map: `import("4cPRU")`, `import.meta.resolve("4cPRU")`.
    ImportMap,
    /// The list in a script: `n("4cPRU")`, `n.resolve("4cPRU")`.
    Manifest,
    /// Nobody: it is the name of the file. Parcel 1 has no ids of bundles.
    Itself,
}
