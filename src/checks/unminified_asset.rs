//! Scripts and stylesheets that no minifier has seen.
//!
//! The measure is Lighthouse's: the share of a text that is neither a token nor a licence comment
//! (`unminified-javascript`, `unminified-css`; `core/lib/minification-estimator.js`).

use crate::model::build::{Build, Facts};
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{ContentFinding, FindingFacts, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "unminified-asset",
    summary: "a script or stylesheet that was not minified",
    severity: Some(Severity::Warning),
    what: "Finds scripts and stylesheets in which white space and comments take at least `share` of the text and \
           `min` of the transfer size. Licence comments (`/*!`, `@license`, `@preserve`), which minifiers \
           keep, do not count. Shorter names and dead code, which a minifier would save too, are not estimated.",
    why: "Comments and indentation are loaded, and thrown away, by every visitor. The thresholds are those of \
          Lighthouse's audits `unminified-javascript` and `unminified-css`: 10 % of the text and 2,048 bytes.",
    fix: "Turn minification on for production (`build.minify` in Vite, `mode: \"production\"` in webpack and Rspack, \
          `--minify` for esbuild, `@rollup/plugin-terser` for Rollup). Files copied as they are from `public/` or \
          `static/` need a minified version, or belong in the bundle.",
    options: &[
        CheckOption {
            name: "share",
            unit: OptionUnit::Percent,
            default: 1_000,
            about: "The least share of white space and comments in the text that is worth a finding.",
        },
        CheckOption {
            name: "min",
            unit: OptionUnit::Bytes,
            default: 2_048,
            about: "The least saving, in bytes after gzip, that is worth a finding.",
        },
    ],
    needs: &[Need::Graph, Need::Gzip],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let mut observations = Vec::new();
    for (id, asset) in build.iter() {
        let minification = match build.facts(id) {
            Facts::Script(facts) => facts.minification,
            Facts::Stylesheet(facts) => facts.minification,
            _ => None,
        };
        let (Some(minification), Some(sizes)) = (minification, asset.sizes) else { continue };
        let ratio = minification.waste_ratio();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a ratio between 0 and 1 of a file size"
        )]
        let (waste_basis_points, waste) =
            ((ratio * 10_000.0) as u64, (ratio * sizes.gzip as f64).round() as u64);
        if waste_basis_points >= options.get("share") && waste >= options.get("min") {
            let facts = FindingFacts::Content(ContentFinding::UnminifiedAsset { waste_basis_points });
            observations.push(Observation { asset: id, span: None, waste: Some(waste), facts });
        }
    }
    observations
}
