//! Files inside of scripts and stylesheets, as `data:` URLs.

use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::chunk_graph::Load;
use crate::model::finding::{ContentFinding, FindingFacts, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "inlined-data",
    summary: "a large file inside of a script or stylesheet",
    severity: Some(Severity::Warning),
    what: "Finds `data:` URLs in scripts and stylesheets that hold files of more than `max`. One finding a script or \
           stylesheet, at the largest. Inlined source maps are the business of `inlined-source-map`.",
    why: "An image of its own is loaded beside the script, when it is shown, and stays in the cache when the code \
          changes; inside, the code waits for it, and so does the page if it is a stylesheet. Nothing is said to be \
          wasted, since compression takes back most of the third that base64 adds. The default of 10 kB is the \
          highest up to which a tool inlines by itself (Create React App; webpack 8,096 bytes, Vite and Rsbuild 4,096).",
    fix: "Lower the bundler's limit (`build.assetsInlineLimit` in Vite, `parser.dataUrlCondition.maxSize` of \
          an asset module in webpack), or import the file as a URL (`?url` in Vite, `type: \"asset/resource\"` in webpack).",
    options: &[CheckOption {
        name: "max",
        unit: OptionUnit::Bytes,
        default: 10_000,
        about: "Bytes of a file, before it was encoded, that may be inside of another one.",
    }],
    needs: &[Need::Graph],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let allowed = options.get("max");
    let mut observations = Vec::new();
    for (id, _) in build.iter() {
        let urls = match build.facts(id) {
            Facts::Script(facts) => &facts.data_urls,
            Facts::Stylesheet(facts) => &facts.data_urls,
            _ => continue,
        };
        let large = || urls.iter().filter(|url| allowed < url.bytes);
        // The first of those that are equal.
        let largest = large().reduce(|a, b| if a.bytes < b.bytes { b } else { a });
        let Some(largest) = largest.filter(|_| build.graph.load(id) != Some(Load::Legacy)) else { continue };
        observations.push(Observation {
            asset: id,
            span: Some(largest.span),
            waste: None,
            facts: FindingFacts::Content(ContentFinding::InlinedData {
                files: large().count(),
                bytes: large().map(|url| url.bytes).sum(),
                largest: largest.bytes,
                media_type: largest.media_type.clone(),
                allowed,
            }),
        });
    }
    observations
}
