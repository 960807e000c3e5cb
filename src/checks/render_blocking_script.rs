//! Scripts in the head that the page waits for.
//!
//! The rule is that of Lighthouse's `render-blocking-resources` for scripts
//! (`core/gather/gatherers/dobetterweb/tags-blocking-first-paint.js`, 11.7.1): `<script src>` in the head without
//! `async`, `defer` and `type=module`.

use std::collections::BTreeMap;

use crate::model::asset::{AssetId, ResourceType};
use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::chunk_graph::EdgeKind;
use crate::model::document::{ScriptElement, ScriptLoading};
use crate::model::finding::{DeliveryFinding, FindingFacts, Observation};
use crate::model::span::Span;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "render-blocking-script",
    summary: "a script in the head that the page waits for",
    severity: Some(Severity::Warning),
    what: "Finds `<script src>` in the head of a page without `async`, `defer` or `type=\"module\"`: files of the build, \
           and scripts of other origins. Scripts in the body, inline scripts and `nomodule` scripts are left alone, \
           and so are URLs on the page's own origin that name no file of the build: a server may fill them in. One \
           finding for all pages with the same scripts.",
    why: "The browser stops reading the page, and shows nothing of it, until the script has come and run. Lighthouse's \
          audit `render-blocking-resources` has the same rule.",
    fix: "Add `defer`: the script is loaded beside the page and runs when that is read, in its order. `async` where it \
          depends on nothing, such as analytics. Inline code that uses it has to wait, too: make it a module. \
          What has to run before the first paint and is small can be inline.",
    options: &[],
    needs: &[Need::Graph],
    run,
};

/// What of a page blocks: files of the build, and URLs of other origins.
type Blocking = (Vec<AssetId>, Vec<String>);

fn run(build: &Build, _: &CheckOptions) -> Vec<Observation> {
    // Pages of one layout have one head: it is told of at the first of them.
    let mut told: BTreeMap<Blocking, (AssetId, Span, usize)> = BTreeMap::new();
    for entry in build.graph.modern_entries() {
        let Facts::Document(facts) = build.facts(entry.asset) else { continue };
        let mut blocking = Blocking::default();
        let mut first = None;
        for script in facts.scripts.iter().filter(|script| is_blocking(script)) {
            match (in_build(build, entry.asset, script), &script.src) {
                (Some(file), _) => blocking.0.push(file),
                (None, Some(url)) if is_elsewhere(url) => blocking.1.push(url.clone()),
                _ => continue,
            }
            first = first.or(Some(script.span));
        }
        if let Some(span) = first {
            told.entry(blocking).or_insert((entry.asset, span, 0)).2 += 1;
        }
    }
    told.into_iter()
        .map(|((scripts, foreign), (asset, span, pages))| {
            let facts = DeliveryFinding::RenderBlockingScript { scripts, foreign, pages };
            Observation { asset, span: Some(span), waste: None, facts: FindingFacts::Delivery(facts) }
        })
        .collect()
}

fn is_blocking(script: &ScriptElement) -> bool {
    script.is_in_head
        && script.loading == ScriptLoading::Blocking
        && !script.nomodule
        && !script.module
        && script.src.is_some()
}

fn in_build(build: &Build, page: AssetId, script: &ScriptElement) -> Option<AssetId> {
    let mut loaded = build.graph.edges_from(page).filter(|edge| edge.kind == EdgeKind::Static);
    let file = loaded.find(|edge| edge.span == Some(script.span))?.to;
    (build.asset(file).resource_type == ResourceType::Script).then_some(file)
}

/// A placeholder that is filled in later is no URL.
fn is_elsewhere(url: &str) -> bool {
    let rest = url.strip_prefix("https:").or_else(|| url.strip_prefix("http:")).unwrap_or(url);
    rest.starts_with("//") && !rest.contains(['{', '<', '$', '%'])
}
