//! Files that nothing in the build names.
//!
//! Only names with a content hash: such a name can come from nowhere but a text. See `graph/unreferenced.rs`.

use std::cmp::Reverse;

use crate::model::build::Build;
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::finding::{DeliveryFinding, FindingFacts, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "unreferenced-asset",
    summary: "files that nothing in the build names",
    severity: Some(Severity::Warning),
    what: "Finds scripts, stylesheets, fonts, images and other media with a content hash in their names that stands \
           in no text of the build (scripts, stylesheets, documents, JSON and other texts), or only in files that \
           nothing names either. Files without a hash may be asked for from outside and are left alone; nothing is \
           said where no document of the build loads a script, or where `ignore` leaves out texts. One finding at \
           the largest file.",
    why: "Visitors do not load them, but every deployment does: they are usually what an earlier build left in the \
          directory, and count in the budgets for all files.",
    fix: "Empty the output directory before each build (`build.emptyOutDir` in Vite, `output.clean` in webpack), or \
          remove what imports the file and does not use it.",
    options: &[],
    needs: &[Need::Graph, Need::Hashes],
    run,
};

fn run(build: &Build, _options: &CheckOptions) -> Vec<Observation> {
    let files = &build.unreferenced;
    let Some(&largest) = files.iter().min_by_key(|&&id| (Reverse(build.asset(id).raw), id)) else {
        return Vec::new();
    };
    let bytes = files.iter().map(|&id| build.asset(id).raw).sum();
    let facts = DeliveryFinding::UnreferencedAsset { files: files.len(), bytes };
    vec![Observation { asset: largest, span: None, waste: None, facts: FindingFacts::Delivery(facts) }]
}
