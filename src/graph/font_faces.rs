//! The fonts that stylesheets and documents bring, each with the files of the build that it names.

use crate::graph::resolve::Resolver;
use crate::model::asset::AssetId;
use crate::model::build::Facts;
use crate::model::chunk_graph::PlacedFace;
use crate::model::script::{Target, UrlBase};
use crate::model::style::{FontPlace, FontRules};

/// Every `@font-face` of the build, sorted by file and place.
pub(crate) fn font_faces(facts: &[Facts], resolver: &Resolver<'_>) -> Vec<PlacedFace> {
    let mut placed = Vec::new();
    for (index, facts) in facts.iter().enumerate() {
        let asset = AssetId::new(index);
        let in_build = |url: &str| match facts {
            Facts::Document(facts) => resolver.document_url(url, asset, facts.base.as_deref()),
            _ => resolver.target(&Target::url(url, UrlBase::File), asset),
        };
        for face in rules(facts).into_iter().flat_map(|rules| &rules.faces) {
            let file = |place: &FontPlace| match place {
                FontPlace::File(file) => in_build(&file.url),
                FontPlace::Local | FontPlace::Inline => None,
            };
            let files = face.sources.iter().map(|source| file(&source.place)).collect();
            placed.push(PlacedFace { asset, face: face.clone(), files });
        }
    }
    placed
}

fn rules(facts: &Facts) -> Option<&FontRules> {
    match facts {
        Facts::Stylesheet(facts) => Some(&facts.fonts),
        Facts::Document(facts) => Some(&facts.fonts),
        _ => None,
    }
}
