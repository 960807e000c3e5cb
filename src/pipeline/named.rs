//! EDGE. Whether a build has URLs that name no file, for a tenth of the time that parsing its scripts takes.
//!
//! A URL is only reported where it stands in a script as it is (`graph/references.rs`), so that a search over the texts
//! (`parse/named_files.rs`) finds every script that could have one. These are few, and only they are parsed.

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

/// Whether something may be reported. `false` is certain.
pub(crate) fn may_be_broken(
    found: &Found,
    manifests: &[GivenManifest],
    work: &Work,
    workers: &Workers,
    progress: &dyn Progress,
) -> bool {
    let Seen { mut build, problems, .. } =
        read(found, manifests, (None, Wanted::NAMES), work, workers, progress);
    let left_out = left_out(found, &problems);
    // What loads what is not known.
    build.graph.loads.fill(Some(Load::Initial));
    let suspects = graph::suspects(&build, &left_out);
    let is_script = |id: &AssetId| build.asset(*id).resource_type == ResourceType::Script;
    if suspects.is_empty() || !suspects.iter().all(is_script) {
        return !suspects.is_empty();
    }
    let parsed = workers.each(suspects, |id| (id, facts(found, &build, id, workers)));
    for (id, facts) in parsed {
        if let Some(known) = build.facts.get_mut(id.index()) {
            *known = facts;
        }
    }
    build.image_uses = graph::image_uses(&build);
    !graph::references(&build, &left_out).broken.is_empty()
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
