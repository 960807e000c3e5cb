//! What visitors open, and what each opening loads at first and later.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::graph::documents::DocumentRoots;
use crate::graph::manifest::Witness;
use crate::graph::reach::Reach;
use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::asset_set::AssetSet;
use crate::model::chunk_graph::{Audience, Edge, EntryPoint, Load};

/// Every document, and every script that other sites open (`remotes`) and no file of this one loads; where no
/// document loads a script, also the scripts that manifests call entries, and of those that they do not name, every
/// script that no other file loads.
pub(crate) fn entry_points(
    assets: &[Asset],
    edges: &[Edge],
    documents: &[DocumentRoots],
    witness: &Witness,
    remotes: &HashSet<AssetId>,
    reach: &Reach,
) -> Vec<EntryPoint> {
    let mut known = Known::default();
    let mut entries = Vec::new();
    for document in documents {
        entries.push(entry(document, Audience::Modern, &document.modern, reach, &mut known));
        if !document.legacy.is_empty() {
            entries.push(entry(document, Audience::Legacy, &document.legacy, reach, &mut known));
        }
    }
    let has_pages = documents.iter().any(DocumentRoots::loads_scripts);
    let is_root = |script: &AssetId| {
        if has_pages { remotes.contains(script) } else { !witness.named.contains(script) }
    };
    let mut scripts: BTreeSet<AssetId> = root_scripts(assets, edges).filter(is_root).collect();
    if !has_pages {
        scripts.extend(witness.entries.iter().copied());
    }
    entries.extend(scripts.into_iter().map(|script| script_entry(script, reach)));
    entries.sort_by_key(|entry| (entry.asset, entry.audience));
    entries
}

/// When each asset is loaded, seen over all entry points.
pub(crate) fn loads(assets: usize, entries: &[EntryPoint]) -> Vec<Option<Load>> {
    let mut loads = vec![None; assets];
    let mut mark = |ids: &AssetSet, load: Load| {
        for id in ids.iter() {
            let slot: &mut Option<Load> = &mut loads[id.index()];
            // The earliest counts: Initial < Lazy < Legacy.
            *slot = Some(slot.map_or(load, |known| known.min(load)));
        }
    };
    for entry in entries {
        match entry.audience {
            Audience::Modern => {
                mark(&entry.initial, Load::Initial);
                mark(&entry.lazy, Load::Lazy);
            }
            Audience::Legacy => {
                mark(&entry.initial, Load::Legacy);
                mark(&entry.lazy, Load::Legacy);
            }
        }
    }
    loads
}

/// Closures by their roots: the pages of a static site load the same few scripts.
#[derive(Default)]
struct Known {
    by_roots: HashMap<(Vec<AssetId>, Vec<AssetId>), (AssetSet, AssetSet)>,
}

fn entry(
    document: &DocumentRoots,
    audience: Audience,
    scripts: &[AssetId],
    reach: &Reach,
    known: &mut Known,
) -> EntryPoint {
    let mut roots: Vec<AssetId> = scripts.iter().chain(&document.stylesheets).copied().collect();
    roots.sort_unstable();
    let later = if audience == Audience::Modern { document.later.clone() } else { Vec::new() };
    let (initial, everything) = known.by_roots.entry((roots, later)).or_insert_with_key(|(roots, later)| {
        let initial = reach.closure(roots.iter().copied());
        (initial, reach.everything(roots.iter().chain(later).copied()))
    });
    let mut lazy = everything.clone();
    lazy.remove_all(initial);
    // Hinted files are asked for as soon as the document has come, like those that it names itself.
    let at_once = scripts.iter().chain(&document.stylesheets).chain(&document.hinted).copied();
    let mut chain = vec![document.document];
    chain.extend(reach.longest_chain(at_once, initial));
    let mut initial = initial.clone();
    initial.insert(document.document);
    EntryPoint {
        asset: document.document,
        audience,
        route: None,
        initial,
        lazy,
        depth: length(&chain),
        chain,
    }
}

fn script_entry(script: AssetId, reach: &Reach) -> EntryPoint {
    let initial = reach.closure([script]);
    let mut lazy = reach.everything([script]);
    lazy.remove_all(&initial);
    let chain = reach.longest_chain([script], &initial);
    EntryPoint {
        asset: script,
        audience: Audience::Modern,
        route: None,
        initial,
        lazy,
        depth: length(&chain),
        chain,
    }
}

fn length(chain: &[AssetId]) -> u32 {
    u32::try_from(chain.len()).unwrap_or(u32::MAX)
}

fn root_scripts<'a>(assets: &'a [Asset], edges: &[Edge]) -> impl Iterator<Item = AssetId> + use<'a> {
    let loaded: HashSet<AssetId> = edges.iter().map(|edge| edge.to).collect();
    let is_script = |(_, asset): &(usize, &Asset)| asset.resource_type == ResourceType::Script;
    let ids = assets.iter().enumerate().filter(is_script).map(|(index, _)| AssetId::new(index));
    ids.filter(move |id| !loaded.contains(id))
}
