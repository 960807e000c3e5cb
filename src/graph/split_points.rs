//! What each dynamic import costs beyond what is certainly loaded when it runs.

use std::collections::HashMap;

use crate::graph::certain::{Imports, Loaded, certain, roots};
use crate::graph::esm::LocatedImport;
use crate::graph::reach::Reach;
use crate::model::asset::{Asset, AssetId, Sizes};
use crate::model::asset_set::AssetSet;
use crate::model::chunk_graph::{Audience, Edge, EdgeKind, EntryPoint, SplitPoint};

/// Every dynamic import with what it adds, sorted by chunk and place; and for each asset what is certainly loaded when
/// it runs in a browser with modules, `None` where no entry point leads to it.
pub(crate) fn split_points(
    assets: &[Asset],
    edges: &[Edge],
    located: &[LocatedImport],
    entries: &[EntryPoint],
    reach: &Reach,
) -> (Vec<SplitPoint>, Vec<Option<AssetSet>>) {
    let loaded = Loaded::new(located, reach);
    let imports = Imports::new(located, assets.len());
    let at_chunks = |audience| certain(assets, edges, &imports, &loaded, entries, audience, reach);
    let (modern, legacy) = (at_chunks(Audience::Modern), at_chunks(Audience::Legacy));
    let importers = static_importers(edges);
    let mut split_points: Vec<SplitPoint> = located
        .iter()
        .map(|import| {
            let index = import.chunk.index();
            // A chunk that no entry point leads to has no audience; it is told of as if it were modern.
            let (certain, audience) = match (&modern[index], &legacy[index]) {
                (None, Some(certain)) => (Some(certain), Audience::Legacy),
                (certain, _) => (certain.as_ref(), Audience::Modern),
            };
            let mut adds = AssetSet::default();
            loaded.add(import, &mut adds);
            adds.remove(import.chunk);
            if let Some(certain) = certain {
                adds.remove_all(certain);
            }
            let effective = adds.contains(import.target);
            SplitPoint {
                chunk: import.chunk,
                span: import.span,
                target: import.target,
                cost: adds.iter().filter_map(|id| assets[id.index()].sizes).sum::<Sizes>(),
                effective,
                loaded_by: if effective { None } else { static_importer(import, certain, &importers) },
                depth: reach.depth(roots(import), &adds),
                adds,
                audience,
                routes: Vec::new(),
            }
        })
        .collect();
    split_points.sort_by_key(|split_point| (split_point.chunk, split_point.span, split_point.target));
    (split_points, modern)
}

/// For each file those that load it statically, sorted.
fn static_importers(edges: &[Edge]) -> HashMap<AssetId, Vec<AssetId>> {
    let mut importers: HashMap<AssetId, Vec<AssetId>> = HashMap::new();
    for edge in edges.iter().filter(|edge| edge.kind == EdgeKind::Static) {
        importers.entry(edge.to).or_default().push(edge.from);
    }
    importers
}

/// A file that loads the target statically and is there when the import runs: the importing chunk itself if it
/// does, else the first by path.
fn static_importer(
    import: &LocatedImport,
    certain: Option<&AssetSet>,
    importers: &HashMap<AssetId, Vec<AssetId>>,
) -> Option<AssetId> {
    let importers = importers.get(&import.target)?;
    if importers.binary_search(&import.chunk).is_ok() {
        return Some(import.chunk);
    }
    let certain = certain?;
    importers.iter().copied().find(|from| certain.contains(*from))
}
