//! The build as all later stages see it: its files, what they say, and how they hang together.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::asset::{Asset, AssetId, ResourceType, Sizes};
use crate::model::bundler::Bundler;
use crate::model::chunk_graph::ChunkGraph;
use crate::model::document::DocumentFacts;
use crate::model::encodings::Encodings;
use crate::model::fingerprint::Fingerprint;
use crate::model::image::{ImageHeader, PlacedUse};
use crate::model::manifest::ManifestFacts;
use crate::model::package::{Contents, Module, PackageMark, Packages};
use crate::model::reference::References;
use crate::model::script::ScriptFacts;
use crate::model::service_worker::PrecacheList;
use crate::model::span::{Lines, Place, Span};
use crate::model::style::StyleFacts;

/// What parsing gave for one asset.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub enum Facts {
    /// A script that was parsed.
    Script(ScriptFacts),
    /// A document.
    Document(DocumentFacts),
    /// A stylesheet.
    Stylesheet(StyleFacts),
    /// An image.
    Image(ImageHeader),
    /// A bundler's record of the build.
    Manifest(ManifestFacts),
    /// The configuration of a service worker.
    ServiceWorker(PrecacheList),
    /// Nothing is read from files of this type.
    #[default]
    None,
    /// Facts were expected, but the file could not be parsed; a problem says why.
    Unreadable,
}

/// A whole build.
///
/// `assets`, `facts`, `lines`, `contents`, `modules` and `fingerprints` run parallel; [`AssetId`] indexes them.
#[derive(Debug, Default)]
pub struct Build {
    /// Every file, sorted by path; a compressed form that lies beside its asset is no asset of its own.
    pub assets: Vec<Asset>,
    /// What each file says.
    pub facts: Vec<Facts>,
    /// The line starts of the files that were parsed.
    pub lines: Vec<Option<Lines>>,
    /// What each script is made of, and the source map of each stylesheet; empty for other files.
    pub contents: Vec<Contents>,
    /// The modules that each script was made from, sorted by path; empty where no source map names them.
    pub modules: Vec<Vec<Module>>,
    /// What each file is known by in another build; `None` where that was not found out.
    pub fingerprints: Vec<Option<Fingerprint>>,
    /// How they load each other.
    pub graph: ChunkGraph,
    /// What the URLs of documents, stylesheets and scripts name beside that.
    pub references: References,
    /// The files with hashed names that nothing names, sorted; none where only the graph was asked for.
    pub unreferenced: Vec<AssetId>,
    /// Where images are used, sorted by file and place.
    pub image_uses: Vec<PlacedUse>,
    /// The images in other forms, as far as a check needs them.
    pub encodings: Encodings,
    /// Images with the same bytes, each group and all groups sorted by path; at least two in a group. Empty where only
    /// the graph was asked for.
    pub same_images: Vec<Vec<AssetId>>,
    /// What made it, as far as the files show: frameworks first.
    pub bundlers: Vec<Bundler>,
    /// The packages that a list of all licences of the build names.
    pub licence_marks: Vec<PackageMark>,
    /// The npm packages in the scripts.
    pub packages: Packages,
}

impl Build {
    /// Every asset with its id, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (AssetId, &Asset)> {
        self.assets.iter().enumerate().map(|(index, asset)| (AssetId::new(index), asset))
    }

    /// Every asset of one type, sorted by path.
    pub fn of_type(&self, resource_type: ResourceType) -> impl Iterator<Item = (AssetId, &Asset)> {
        self.iter().filter(move |(_, asset)| asset.resource_type == resource_type)
    }

    /// One asset.
    pub fn asset(&self, id: AssetId) -> &Asset {
        &self.assets[id.index()]
    }

    /// The path of one asset.
    pub fn path(&self, id: AssetId) -> &str {
        self.asset(id).path.as_str()
    }

    /// Line and column of a span; `None` where the file's text was not read.
    pub fn place(&self, id: AssetId, span: Span) -> Option<Place> {
        self.lines.get(id.index())?.as_ref()?.place(span.start)
    }

    /// What one asset says.
    pub fn facts(&self, id: AssetId) -> &Facts {
        &self.facts[id.index()]
    }

    /// The script facts of `id`, if it is a script that was parsed.
    pub fn script(&self, id: AssetId) -> Option<&ScriptFacts> {
        match self.facts(id) {
            Facts::Script(facts) => Some(facts),
            _ => None,
        }
    }

    /// What the head of `id` says, if it is an image whose head was read.
    pub fn image(&self, id: AssetId) -> Option<&ImageHeader> {
        match self.facts(id) {
            Facts::Image(header) => Some(header),
            _ => None,
        }
    }

    /// The images that something in the build uses, if only as an icon.
    pub fn used_images(&self) -> BTreeSet<AssetId> {
        self.image_uses.iter().flat_map(PlacedUse::files).collect()
    }

    /// What these assets weigh together; source maps weigh nothing here, since nobody is sent them.
    pub fn weigh(&self, ids: impl IntoIterator<Item = AssetId>) -> Sizes {
        ids.into_iter().filter_map(|id| self.asset(id).sizes).sum()
    }
}
