//! What findings about what is loaded when say in words.

use crate::model::asset::{AssetId, ResourceType};
use crate::model::budget::Metric;
use crate::model::finding::LoadFinding;
use crate::model::report::Report;
use crate::report::text;

/// What was seen in `asset`: a sentence fragment.
pub(super) fn message(report: &Report, asset: AssetId, facts: &LoadFinding) -> String {
    match facts {
        LoadFinding::MissingSplitPoint { scripts, raw, allowed, .. } => {
            let (raw, allowed) = text::compared(Metric::Raw, *raw, *allowed);
            let scripts = text::counted(*scripts as u64, "script");
            format!("loads {scripts} with {raw} of code at once and nothing later; {allowed} are allowed")
        }
        LoadFinding::IneffectiveSplitPoint { target, loaded_by } => {
            let target = report.path(*target);
            match loaded_by {
                Some(loader) if *loader == asset => {
                    format!("import() of {target} splits nothing off: the same file loads it statically")
                }
                Some(loader) => {
                    format!(
                        "import() of {target} splits nothing off: {} loads it statically",
                        report.path(*loader)
                    )
                }
                None => format!("import() of {target} splits nothing off: it is loaded already"),
            }
        }
        LoadFinding::HeavyImport { target, entry, allowed } => {
            let (target, entry) = (report.path(*target), report.path(*entry));
            let allowed = text::size(*allowed);
            format!("{entry} loads {target} at first only because of this import; {allowed} are allowed")
        }
        LoadFinding::DeepImportChain { chain, allowed } => {
            let requests = text::count(chain.len() as u64);
            let last = chain.last().map(|&last| report.path(last)).unwrap_or_default();
            format!("{requests} requests wait for each other until {last} has come; {allowed} are allowed")
        }
    }
}

/// What to do next: an imperative.
pub(super) fn help(report: &Report, asset: AssetId, facts: &LoadFinding) -> String {
    match facts {
        LoadFinding::MissingSplitPoint { largest, .. } => {
            let largest = report.path(*largest);
            format!(
                "load what the first screen does not need with import(); start with {largest}, the largest script"
            )
        }
        LoadFinding::IneffectiveSplitPoint { loaded_by: Some(loader), .. }
            if *loader == asset =>
        {
            "make the other import in this file dynamic too, or use that one here".to_owned()
        }
        LoadFinding::IneffectiveSplitPoint { loaded_by: Some(loader), .. }
            if report.build.asset(*loader).resource_type == ResourceType::Document =>
        {
            "import it statically here, since the page starts with it; or move what is meant to be loaded later \
             into a module of its own"
                .to_owned()
        }
        LoadFinding::IneffectiveSplitPoint { loaded_by: Some(loader), .. } => {
            format!("make the import in {} dynamic too, or import statically here", report.path(*loader))
        }
        LoadFinding::IneffectiveSplitPoint { loaded_by: None, .. } => {
            "make every other import of it dynamic too, or import statically here".to_owned()
        }
        LoadFinding::HeavyImport { target, .. } => {
            format!("load {} with import() when it is needed", report.path(*target))
        }
        LoadFinding::DeepImportChain { chain, .. } => {
            // The document names its script itself.
            let late: Vec<String> = chain.iter().skip(2).map(|&id| report.path(id).to_owned()).collect();
            format!("add <link rel=\"modulepreload\"> for {} to the document", text::list(&late))
        }
    }
}
