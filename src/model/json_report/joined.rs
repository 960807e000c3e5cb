//! Several reports as one: those of a run over several projects, or those that `merge` was given.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::json_report::{Report, Tool, Word};

/// The outcome of several projects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "weighbridge joined report")]
pub struct Joined {
    /// The version of this format.
    #[schemars(extend("const" = 1))]
    pub schema_version: u32,
    /// What wrote the report.
    pub tool: Tool,
    /// The report of each project, sorted by its name.
    pub projects: Vec<Report>,
    /// The worst verdict of all.
    #[schemars(extend("enum" = ["pass", "warn", "fail"]))]
    pub verdict: Word,
}

impl Joined {
    /// Joins reports, sorted by project.
    pub fn of(mut projects: Vec<Report>) -> Self {
        projects.sort_by(|a, b| (&a.project, &a.build.directory).cmp(&(&b.project, &b.build.directory)));
        let worst =
            ["fail", "warn"].into_iter().find(|&word| projects.iter().any(|report| report.verdict == word));
        Self { schema_version: 1, tool: Tool::this(), verdict: worst.unwrap_or("pass").into(), projects }
    }

    /// The reports with a name for each, no two the same: the project's, or the build directory of one that has none
    /// beside others. A report by itself without a project has the empty name.
    pub fn named(&self) -> Vec<(String, &Report)> {
        let mut taken = BTreeSet::new();
        let mut named = Vec::new();
        for report in &self.projects {
            let name = match &report.project {
                Some(project) => project.clone(),
                None if self.projects.len() == 1 => String::new(),
                None => report.build.directory.clone(),
            };
            let mut unique = name.clone();
            let mut number = 1;
            while !taken.insert(unique.clone()) {
                number += 1;
                unique = format!("{name} ({number})");
            }
            named.push((unique, report));
        }
        named
    }
}

impl Tool {
    /// This program.
    pub fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() }
    }
}

impl Report {
    /// The path of a file of the build from where the tool ran: `dist/assets/a.js`.
    pub fn located(&self, asset: &str) -> String {
        match self.build.directory.as_str() {
            "." => asset.to_owned(),
            directory => format!("{directory}/{asset}"),
        }
    }
}
