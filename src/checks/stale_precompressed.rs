//! Compressed files that do not unpack to the file that they lie beside.
//!
//! Silent about `.zst` and about `.xml.gz`: a sitemap's compressed form is a file of its own to search engines.

use crate::model::asset::{Asset, FormContent, Precompressed};
use crate::model::build::Build;
use crate::model::check::{Check, CheckOptions, Need, Severity};
use crate::model::finding::{DeliveryFinding, FindingFacts, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "stale-precompressed",
    summary: "a compressed file that does not unpack to the file it lies beside",
    severity: Some(Severity::Error),
    what: "Unpacks every `.gz` and `.br` that lies beside its file, and finds those that give other bytes, are cut \
           off, or are not compressed at all. Compressed forms of XML (sitemaps), of source maps and of formats that \
           are compressed already are left alone, and so is `.zst`.",
    why: "Servers that look for such files (nginx's `gzip_static`, Caddy's `precompressed`) send them instead of the \
          file. Nearly every browser takes gzip and Brotli, so nearly every visitor gets what is in the compressed \
          file: the code of an earlier build, or nothing.",
    fix: "Delete the output directory before each build, and compress as the last step, behind whatever still \
          changes files.",
    options: &[],
    needs: &[Need::Forms],
    run,
};

fn run(build: &Build, _options: &CheckOptions) -> Vec<Observation> {
    let mut observations = Vec::new();
    for (asset, file) in build.iter().filter(|(_, file)| !is_sitemap(file)) {
        let wrong =
            |form: &&Precompressed| matches!(form.content, FormContent::Different | FormContent::Broken);
        for form in file.precompressed.iter().filter(wrong) {
            let is_broken = form.content == FormContent::Broken;
            let facts = DeliveryFinding::StalePrecompressed { encoding: form.encoding, is_broken };
            let facts = FindingFacts::Delivery(facts);
            observations.push(Observation { asset, span: None, waste: None, facts });
        }
    }
    observations
}

fn is_sitemap(file: &Asset) -> bool {
    file.path.extension() == "xml"
}
