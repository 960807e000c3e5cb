//! The checks: one file each, one table.
//!
//! To add one: write `checks/<id with _>.rs` with a `static CHECK`, add it to [`CHECKS`] in its place, give
//! its facts a variant in `model/finding.rs` and words in `report/wording/`, and two fixtures' expectations: one
//! where it fires and one where it does not. The tests below and `tests/checks.rs` say what is missing.

mod animated_gif;
mod broken_reference;
mod deep_import_chain;
mod duplicate_image;
mod duplicate_module;
mod duplicate_package;
mod heavy_import;
mod heavy_package;
mod image_metadata;
mod ineffective_split_point;
mod inlined_data;
mod inlined_source_map;
mod lazy_hero_image;
mod legacy_font_format;
mod legacy_image_format;
mod legacy_javascript;
mod missing_font_display;
mod missing_image_size;
mod missing_lazy_loading;
mod missing_precompressed;
mod missing_preload;
mod missing_split_point;
mod missing_srcset;
mod oversized_image;
mod public_source_map;
mod render_blocking_script;
mod replaceable_package;
mod stale_precompressed;
mod unhashed_asset;
mod unminified_asset;
mod unoptimised_image;
mod unreferenced_asset;

use std::cmp::Reverse;

use crate::model::build::Build;
use crate::model::check::{Check, CheckSettings, CheckThatRan};
use crate::model::finding::Finding;

/// Every check, sorted by id.
pub static CHECKS: &[&Check] = &[
    &animated_gif::CHECK,
    &broken_reference::CHECK,
    &deep_import_chain::CHECK,
    &duplicate_image::CHECK,
    &duplicate_module::CHECK,
    &duplicate_package::CHECK,
    &heavy_import::CHECK,
    &heavy_package::CHECK,
    &image_metadata::CHECK,
    &ineffective_split_point::CHECK,
    &inlined_data::CHECK,
    &inlined_source_map::CHECK,
    &lazy_hero_image::CHECK,
    &legacy_font_format::CHECK,
    &legacy_image_format::CHECK,
    &legacy_javascript::CHECK,
    &missing_font_display::CHECK,
    &missing_image_size::CHECK,
    &missing_lazy_loading::CHECK,
    &missing_precompressed::CHECK,
    &missing_preload::CHECK,
    &missing_split_point::CHECK,
    &missing_srcset::CHECK,
    &oversized_image::CHECK,
    &public_source_map::CHECK,
    &render_blocking_script::CHECK,
    &replaceable_package::CHECK,
    &stale_precompressed::CHECK,
    &unhashed_asset::CHECK,
    &unminified_asset::CHECK,
    &unoptimised_image::CHECK,
    &unreferenced_asset::CHECK,
];

/// The check of that id, if there is one.
pub fn find(id: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().find(|check| check.id == id)
}

/// The checks that are on, sorted by id.
pub fn that_run(settings: &CheckSettings) -> Vec<CheckThatRan> {
    let severity = |check| settings.of(check).severity;
    CHECKS.iter().filter_map(|&check| Some(CheckThatRan { check, severity: severity(check)? })).collect()
}

/// Runs every check that is on. Errors first, then by waste, path and place.
pub fn run(build: &Build, settings: &CheckSettings) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for CheckThatRan { check, severity } in that_run(settings) {
        let observations = (check.run)(build, &settings.of(check).options);
        findings.extend(observations.into_iter().map(|observation| Finding { check, severity, observation }));
    }
    findings.sort_by_key(|finding| {
        let seen = &finding.observation;
        (Reverse(finding.severity), Reverse(seen.waste), seen.asset, seen.span, finding.check.id)
    });
    findings
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::CHECKS;

    #[test]
    fn the_table_is_sorted_by_id() {
        assert!(CHECKS.is_sorted_by_key(|check| check.id), "sort CHECKS in src/checks/mod.rs");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test looks at the folder it stands in")]
    fn every_file_of_the_folder_is_in_the_table() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/checks");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".rs").map(str::to_owned))
            .filter(|stem| stem != "mod")
            .map(|stem| stem.replace('_', "-"))
            .collect();
        let table: BTreeSet<String> = CHECKS.iter().map(|check| check.id.to_owned()).collect();
        assert_eq!(files, table, "add the check to CHECKS in src/checks/mod.rs, or its file to src/checks/");
    }

    #[test]
    fn every_check_says_what_it_does_why_it_matters_and_how_to_mend_it() {
        for check in CHECKS {
            for text in [check.summary, check.what, check.why, check.fix] {
                assert!(text.len() > 20, "{} needs more words", check.id);
            }
            assert!(!check.summary.ends_with('.'), "{}: the summary is a phrase", check.id);
            for text in [check.what, check.why, check.fix] {
                assert!(text.ends_with(['.', '`']), "{}: the texts are sentences", check.id);
            }
        }
    }
}
