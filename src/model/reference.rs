//! What the URLs of a build name, beside what loads what.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::asset::AssetId;
use crate::model::span::Span;

/// What the URLs in documents, stylesheets and scripts name. Images have their own: `Build::image_uses`.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// Those that certainly name no file, sorted by file and place.
    pub broken: Vec<BrokenReference>,
    /// The files that some URL names with a query: `app.js?v=3f2a91bc`.
    pub with_query: BTreeSet<AssetId>,
    /// The images, fonts and other files that stylesheets name, each with the first stylesheet.
    pub in_styles: BTreeMap<AssetId, AssetId>,
}

/// A URL that names a place in the build where no file lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BrokenReference {
    /// The file that it stands in.
    pub from: AssetId,
    /// Where it stands.
    pub span: Span,
    /// As written.
    pub url: String,
    /// Where the file would have to lie.
    pub path: String,
}
