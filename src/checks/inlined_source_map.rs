//! A source map inside of the script or stylesheet that it belongs to.

use crate::model::build::Build;
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::finding::{ContentFinding, FindingFacts, Observation};
use crate::model::package::{MapPlace, Origin};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "inlined-source-map",
    summary: "a script or stylesheet that carries its source map inside",
    severity: Some(Severity::Warning),
    what: "Finds scripts and stylesheets that end with their source map as a `data:` URL.",
    why: "A source map is larger than the code that it belongs to, and only developer tools read it; inside of the \
          file every visitor loads it, and everybody can read the sources. All of the comment is wasted.",
    fix: "Write maps into files of their own or not at all: `build.sourcemap: true` instead of `\"inline\"` in Vite, \
          `devtool: \"source-map\"` instead of `\"inline-source-map\"` in webpack, `--sourcemap` instead of \
          `--sourcemap=inline` in esbuild.",
    options: &[],
    needs: &[Need::Graph, Need::Gzip, Need::Contents],
    run,
};

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    let mut observations = Vec::new();
    for ((id, asset), contents) in build.iter().zip(&build.contents) {
        let Some(span) = contents.map_comment.filter(|_| contents.map == Some(MapPlace::Inline)) else {
            continue;
        };
        let part = contents.parts.iter().position(|part| part.origin == Origin::MapComment);
        let waste = part.zip(asset.sizes).and_then(|(part, sizes)| contents.shares(sizes.gzip).of_part(part));
        let facts = FindingFacts::Content(ContentFinding::InlinedSourceMap {
            bytes: u64::from(span.end - span.start),
            raw: asset.raw,
        });
        observations.push(Observation { asset: id, span: Some(span), waste, facts });
    }
    observations
}
