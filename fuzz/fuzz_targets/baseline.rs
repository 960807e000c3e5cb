//! Two earlier builds as reports or files of `update`, NUL between them: read, written again, and compared.
#![no_main]

use weighbridge::baseline::{Paths, compare, earlier};
use weighbridge::model::baseline::{Baseline, Earlier};
use weighbridge::model::baseline_file::Project;
use weighbridge::model::growth::Change;
use weighbridge::model::json_report::{Joined, Report};
use weighbridge::report::baseline_file::{self, Past};
use weighbridge::report::json;

fn read(bytes: &[u8]) -> Option<(Report, Paths)> {
    match baseline_file::read(bytes).ok()? {
        Past::Reports(reports) => {
            let joined = Joined::of(reports.clone());
            let again = json::read(json::render(&joined).as_bytes());
            assert_eq!(again.ok(), (!reports.is_empty()).then(|| joined.projects.clone()).or(Some(Vec::new())));
            Some((reports.into_iter().next()?, Paths::OfTheBuild))
        }
        Past::Kept(kept) => {
            let again = baseline_file::read(baseline_file::render(&kept).as_bytes());
            let Ok(Past::Kept(again)) = again else { panic!("what is written can be read: {again:?}") };
            assert_eq!(again, kept);
            Some((kept.projects.into_iter().map(Project::report).next()?, Paths::WithoutHashes))
        }
    }
}

fn build(bytes: &[u8]) -> Option<Earlier> {
    let (report, paths) = read(bytes)?;
    earlier(&report, paths).ok()
}

weighbridge_fuzz::target!(|data| {
    let (before, after) = weighbridge_fuzz::two_parts(data);
    let Some(before) = build(before) else { return };
    let Some(now) = build(after) else { return };
    let against = compare(&now.build, Some(Baseline { name: "b".to_owned(), earlier: Ok(before) }));
    let Some(comparison) = against.comparison() else { return };
    for load in &comparison.growth.loads {
        let causes: Change = load.causes.iter().map(|cause| cause.change).sum();
        assert_eq!(causes, load.change(), "{load:?}");
    }
});
