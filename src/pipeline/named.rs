//! EDGE. URLs that name no file, by what stands in the texts of scripts.
//!
//! What a script puts together from pieces is not certain enough to be reported: the path must stand in it as it is. So a
//! search over the texts (`parse/named_files.rs`) finds every script that could have such a URL, in a tenth of the time of
//! parsing them; these are few, and only they are parsed where nothing else is asked.

use std::collections::BTreeMap;

use crate::graph;
use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::{Build, Facts};
use crate::model::chunk_graph::Load;
use crate::model::manifest::GivenManifest;
use crate::pipeline::encodings::file;
use crate::pipeline::wanted::Wanted;
use crate::pipeline::workers::Workers;
use crate::pipeline::{Found, Progress, Seen, Work, left_out, read};
use crate::{parse, walk};

/// Takes what does not stand in its script as it is out of what is broken. Most builds have nothing broken, so that it
/// costs less to read these scripts once more than to keep the paths of all.
pub(crate) fn keep_written(build: &mut Build, found: &Found, workers: &Workers) {
    let mut named: BTreeMap<AssetId, Vec<String>> = BTreeMap::new();
    for broken in &build.references.broken {
        if build.asset(broken.from).resource_type == ResourceType::Script {
            named.entry(broken.from).or_insert_with(|| paths(found, build, broken.from, workers));
        }
    }
    build.references.broken.retain(|broken| {
        let path = broken.url.split(['?', '#']).next().unwrap_or_default();
        named.get(&broken.from).is_none_or(|named| named.iter().any(|named| named == path))
    });
}

/// Whether something may be reported. `false` is certain.
pub(crate) fn may_be_broken(
    found: &Found,
    manifests: &[GivenManifest],
    work: &Work,
    workers: &Workers,
    progress: &dyn Progress,
) -> bool {
    let way = (None, Wanted::BUT_SCRIPTS);
    let Seen { mut build, problems, .. } = read(found, manifests, way, work, workers, progress);
    let left_out = left_out(found, &problems);
    // What loads what is not known.
    build.graph.loads.fill(Some(Load::Initial));
    if !graph::references(&build, &left_out).broken.is_empty() {
        return true;
    }
    let scripts = build.of_type(ResourceType::Script).map(|(id, _)| id).collect();
    let mut named = workers.each(scripts, |id| (id, paths(found, &build, id, workers)));
    named.sort();
    let suspects = graph::suspects(&build, &named, &left_out);
    let parsed = workers.each(suspects, |id| (id, facts(found, &build, id, workers)));
    for (id, facts) in parsed {
        if let Some(known) = build.facts.get_mut(id.index()) {
            *known = facts;
        }
    }
    build.image_uses = graph::image_uses(&build);
    build.references = graph::references(&build, &left_out);
    keep_written(&mut build, found, workers);
    !build.references.broken.is_empty()
}

/// The paths that stand in a script; none in one that is gone, or too large to be parsed.
fn paths(found: &Found, build: &Build, script: AssetId, workers: &Workers) -> Vec<String> {
    let _content = workers.contents.take(build.asset(script).raw);
    let found = file(&found.files, build.path(script)).filter(|file| file.bytes <= walk::LARGEST_WHOLE);
    found.and_then(|file| walk::read(file).ok()).map_or_else(Vec::new, |bytes| parse::named_files(&bytes))
}

/// What a script says; one that is gone says nothing.
fn facts(found: &Found, build: &Build, script: AssetId, workers: &Workers) -> Facts {
    let path = &build.asset(script).path;
    let _content = workers.contents.take(build.asset(script).raw);
    let Some(bytes) = file(&found.files, path.as_str()).and_then(|file| walk::read(file).ok()) else {
        return Facts::None;
    };
    let _taken = workers.memory.take(parse::memory_for(bytes.len()));
    parse::parse(path, ResourceType::Script, &bytes).facts
}
