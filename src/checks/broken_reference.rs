//! URLs that name no file of the build.
//!
//! Silent wherever something else than the build could answer: see `graph/references.rs` for what is certain.

use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{DeliveryFinding, FindingFacts, Observation};
use crate::model::reference::BrokenReference;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "broken-reference",
    summary: "a script, stylesheet, font or image that is named and not there",
    severity: Some(Severity::Error),
    what: "Finds URLs of documents (scripts, stylesheets, images, `preload` and its kin), of stylesheets (`url()`, \
           `@import`) and of scripts (`import`, `import()`, images of components) that lead into a folder to which the \
           build writes files, and name none. URLs on other origins, with placeholders (`{{ }}`, `%BASE%`, `${}`), without a file's extension, put together by a script, and \
           outside of the path that the build is mounted at are left alone; so are files at the top of the site \
           without a hash in their names, an `import()` of such, what `ignore` matches, and the old formats of a font \
           that is there as WOFF or WOFF2.",
    why: "The request fails: a page without a script that it needs does not work, one without a stylesheet, \
          font or image does not look right, and the visitor waits for the answer.",
    fix: "Put the file where the URL leads, correct the URL, or remove it. If a deployment adds the file later, name \
          it in `ignore`.",
    options: &[CheckOption {
        name: "ignore",
        unit: OptionUnit::Names,
        default: 0,
        about: "Paths that may be missing, from the top of the build; globs count.",
    }],
    needs: &[Need::References],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let broken = build.references.broken.iter().filter(|broken| !options.lists("ignore", &broken.path));
    let observation = |broken: &BrokenReference| {
        let (url, path) = (broken.url.clone(), broken.path.clone());
        let facts = FindingFacts::Delivery(DeliveryFinding::BrokenReference { url, path });
        Observation { asset: broken.from, span: Some(broken.span), waste: None, facts }
    };
    broken.map(observation).collect()
}
