//! What a script says about other files: the facts that the graph is made of.

use serde::{Deserialize, Serialize};

use crate::model::chunk_graph::Via;
use crate::model::data_url::DataUrl;
use crate::model::image::ImageUse;
use crate::model::legacy_code::LegacyFacts;
use crate::model::parcel::ParcelFacts;
use crate::model::route::RouteRecord;
use crate::model::service_worker::PrecacheList;
use crate::model::span::Span;
use crate::model::turbopack::TurbopackFacts;
use crate::model::webpack::WebpackFacts;

/// What was read from one script. Empty where the script could not be parsed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ScriptFacts {
    /// References to other files, in the order in which they stand.
    pub references: Vec<Reference>,
    /// Whether the parser met a syntax error and went on: there may be more in it.
    pub has_errors: bool,
    /// How much of the text a minifier would leave; `None` where the script could not be parsed.
    pub minification: Option<Minification>,
    /// Where there are licence comments, with what else stands between two tokens.
    pub legal_comments: Vec<Span>,
    /// The modules that are kept apart in it, other than those of the runtimes below.
    pub factories: Vec<Factory>,
    /// Where Turbopack made it: its modules and lists of chunks.
    pub turbopack: Option<Box<TurbopackFacts>>,
    /// Where Parcel made it: its modules and the bundles that it loads.
    pub parcel: Option<Box<ParcelFacts>>,
    /// What webpack or Rspack wrote around the modules; `None` where that is nothing.
    pub webpack: Option<Box<WebpackFacts>>,
    /// Where it is a service worker's: what that fetches when it is installed.
    pub precache: Option<Box<PrecacheList>>,
    /// The routes that it has code for, in the order in which they stand.
    pub routes: Vec<RouteRecord>,
    /// Where its components use images, in the order in which they stand.
    pub images: Vec<ImageUse>,
    /// Whether it can make styles that stand in no stylesheet.
    pub inserts_styles: bool,
    /// The data URLs in it, in the order in which they stand.
    pub data_urls: Vec<DataUrl>,
    /// Code for browsers without modules.
    pub legacy_code: LegacyFacts,
}

/// A module that a bundler kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factory {
    /// Its path, where that is written.
    pub id: Option<String>,
    /// All of its code.
    pub span: Span,
}

/// One reference to another file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// How the file is loaded.
    pub kind: ReferenceKind,
    /// Which file.
    pub target: Target,
    /// The mechanism that proves it.
    pub via: Via,
    /// The expression or statement that loads it.
    pub span: Span,
    /// Files that the bundler's runtime fetches together with the target: Vite's `__vite__mapDeps` lists.
    pub preloads: Vec<Target>,
}

/// How a script loads another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// `import`, `export … from`, `System.register` dependencies: loaded before this script runs.
    Static,
    /// `import()`: loaded when that code runs.
    Dynamic,
    /// `new Worker(…)`: loaded into another thread when that code runs.
    Worker,
}

/// The file that a reference names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A text that is known, to be resolved against `base`.
    Url {
        /// The text as written.
        url: String,
        /// What it is relative to.
        base: UrlBase,
    },
    /// Made at run time: nothing can be said of it.
    Unknown,
}

impl Target {
    /// A known text relative to `base`.
    pub fn url(url: impl Into<String>, base: UrlBase) -> Self {
        Self::Url { url: url.into(), base }
    }
}

/// What a URL is relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UrlBase {
    /// A module specifier: the import map, then the file itself; a bare name is a package, not a file.
    Specifier,
    /// The file it stands in, as in `new URL("x", import.meta.url)`.
    File,
    /// The page that runs the script, as in `new Worker("x")`, or the site's root.
    Page,
}

/// How much of a text carries meaning. The idea and the name are those of Lighthouse's minification estimator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minification {
    /// Bytes of the text.
    pub bytes: u64,
    /// Bytes of its tokens and of the licence comments that minifiers keep.
    pub needed: u64,
}

impl Minification {
    /// The share of the text, from 0 to 1, that white space and comments take.
    pub fn waste_ratio(self) -> f64 {
        if self.bytes == 0 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "file sizes are far below 2^52")]
        let ratio = 1.0 - self.needed as f64 / self.bytes as f64;
        ratio.max(0.0)
    }
}
