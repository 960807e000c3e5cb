//! The history: one line a run and project, from which a trend is drawn. Keys may be added; none is renamed, removed
//! or changed in meaning without a new `schemaVersion`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::json_report::{Number, Total, Word};

/// The version of this format.
pub const SCHEMA_VERSION: u32 = 1;

/// What was built: as far as the command line or the CI server says so, never from a clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// The commit.
    pub commit: Option<String>,
    /// Its branch.
    pub branch: Option<String>,
    /// When: RFC 3339.
    pub time: Option<String>,
}

/// One run over one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// The version of this format.
    pub schema_version: u32,
    /// The project; `null` where there is only one.
    pub project: Option<String>,
    /// What it came to.
    pub verdict: Word,
    /// The commit.
    pub commit: Option<String>,
    /// Its branch.
    pub branch: Option<String>,
    /// When.
    pub time: Option<String>,
    /// Sums by resource type.
    pub totals: BTreeMap<Word, Total>,
    /// The initial loads.
    pub entries: Vec<EntryLoad>,
    /// What was judged.
    pub budgets: Vec<BudgetValue>,
}

/// The initial load of an entry point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLoad {
    /// The entry point, `*` for the hash in its name.
    pub path: String,
    /// Requests.
    pub files: u64,
    /// Bytes on disk.
    pub raw: u64,
    /// Bytes as gzip.
    pub gzip: u64,
    /// Bytes as Brotli.
    pub brotli: u64,
}

/// A limit and what it came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetValue {
    /// The budget's name.
    pub name: String,
    /// What was measured, `*` for the hash in its name; `null` for a sum.
    pub item: Option<String>,
    /// In which unit; `null` where the budget as a whole could not be judged.
    pub metric: Option<Word>,
    /// What was measured.
    pub actual: Option<Number>,
    /// More than this fails.
    pub max: Option<Number>,
    /// More than this warns.
    pub warn: Option<Number>,
    /// Less than this fails.
    pub min: Option<Number>,
    /// `pass`, `warn`, `fail` or `skipped`.
    pub status: Word,
}
