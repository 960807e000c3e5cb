//! The tests of whole budget files, with two checks made up for them.

mod accepted;
mod files;
mod mutated;
mod outside;
mod refused;
mod rendered;

use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, OptionUnit, Severity};
use crate::model::finding::Observation;

fn nothing(_: &Build, _: &CheckOptions) -> Vec<Observation> {
    Vec::new()
}

static HEAVY_PACKAGE: Check = Check {
    id: "heavy-package",
    summary: "a package that weighs more than its allowance",
    severity: Some(Severity::Warning),
    what: "",
    why: "",
    fix: "",
    options: &[
        CheckOption { name: "max", unit: OptionUnit::Bytes, default: 50_000, about: "the allowance" },
        CheckOption { name: "share", unit: OptionUnit::Percent, default: 1_000, about: "of its chunk" },
        CheckOption { name: "ignore", unit: OptionUnit::Names, default: 0, about: "what may weigh more" },
    ],
    needs: &[],
    run: nothing,
};

static MISSING_SRCSET: Check = Check {
    id: "missing-srcset",
    summary: "an image without srcset",
    severity: Some(Severity::Error),
    what: "",
    why: "",
    fix: "",
    options: &[],
    needs: &[],
    run: nothing,
};

static CHECKS: [&Check; 2] = [&HEAVY_PACKAGE, &MISSING_SRCSET];

/// Whether the JSON Schema accepts a file, which has to be without comments.
fn schema_accepts(text: &str) -> bool {
    let schema = crate::config::schema(&CHECKS);
    let file: serde_json::Value = serde_json::from_str(text).expect("the file is plain JSON");
    jsonschema::draft202012::new(&schema).expect("the schema is valid").is_valid(&file)
}
