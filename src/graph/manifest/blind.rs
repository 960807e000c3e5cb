//! Which files may load more than their code was seen to load.

use std::collections::HashSet;

use crate::graph::resolve::Resolver;
use crate::model::asset::AssetId;
use crate::model::build::Facts;
use crate::model::chunk_graph::EdgeKind;
use crate::model::script::{Reference, ReferenceKind, Target, UrlBase};

/// The files whose code does not tell everything.
pub(crate) struct Blind {
    /// Those that tell nothing for certain: not parsed, or with a syntax error.
    whole: HashSet<AssetId>,
    /// Those with a reference of a kind that names no file.
    of_kind: HashSet<(AssetId, EdgeKind)>,
}

impl Blind {
    /// `missed` are files with ids that name no file.
    pub(crate) fn new(facts: &[Facts], resolver: &Resolver<'_>, missed: &HashSet<AssetId>) -> Self {
        let mut blind = Self { whole: missed.clone(), of_kind: HashSet::new() };
        for (index, facts) in facts.iter().enumerate() {
            let id = AssetId::new(index);
            match facts {
                Facts::Script(script) => {
                    if script.has_errors {
                        blind.whole.insert(id);
                    }
                    // webpack's runtime imports whatever chunk it is asked for; who asks is known by the ids.
                    let is_by_id = |reference: &Reference| {
                        script.webpack.is_some() && reference.target == Target::Unknown
                    };
                    let names_nothing = |reference: &&Reference| {
                        may_name_a_file(&reference.target)
                            && !is_by_id(reference)
                            && resolver.target(&reference.target, id).is_none()
                    };
                    let kinds = script.references.iter().filter(names_nothing).map(kind);
                    blind.of_kind.extend(kinds.map(|kind| (id, kind)));
                    let units = script.webpack.iter().flat_map(|webpack| &webpack.units);
                    if units.into_iter().any(|unit| unit.opaque_worker) {
                        blind.of_kind.insert((id, EdgeKind::Worker));
                    }
                }
                _ => {
                    blind.whole.insert(id);
                }
            }
        }
        blind
    }

    /// Whether a file may load something in this way that its code was not seen to load.
    pub(crate) fn may_load(&self, id: AssetId, kind: EdgeKind) -> bool {
        self.whole.contains(&id) || self.of_kind.contains(&(id, kind))
    }
}

/// Not what a bare specifier or a URL with an origin names: that is not in the build.
fn may_name_a_file(target: &Target) -> bool {
    match target {
        Target::Unknown => true,
        Target::Url { url, base } => {
            let is_path = url.starts_with('/') || url.starts_with('.');
            let is_foreign = url.contains("://") || url.starts_with("//") || url.starts_with("data:");
            !is_foreign && (is_path || *base != UrlBase::Specifier)
        }
    }
}

fn kind(reference: &Reference) -> EdgeKind {
    match reference.kind {
        ReferenceKind::Static => EdgeKind::Static,
        ReferenceKind::Dynamic => EdgeKind::Dynamic,
        ReferenceKind::Worker => EdgeKind::Worker,
    }
}
