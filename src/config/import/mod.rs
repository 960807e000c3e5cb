//! The budget files of other tools, as budgets of our own: `init --from FILE`.
//!
//! Takes the text of a file and what it is called; the tool is known by the shape of the file, never by its name. Gives
//! [`Imported`]: budgets that judge as that tool does, and all that cannot be carried over, with the reason. One file a
//! tool; each has a function that says whether a tree is of its shape and one that reads it.

use crate::config::error::ConfigError;
use crate::model::budget::Budget;
use crate::model::config::Compression;
use crate::model::span::Span;
use crate::model::verdict::Verdict;

/// A tool whose budget file can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Foreign {
    /// `.size-limit.json`, or `size-limit` in package.json.
    SizeLimit,
    /// bundlesize.config.json, or `bundlesize` in package.json.
    Bundlesize,
    /// The file that `bundlewatch --config` names, or `bundlewatch` in package.json.
    Bundlewatch,
    /// `.bundlemonrc`, or `bundlemon` in package.json.
    BundleMon,
    /// Lighthouse's budget.json.
    LighthouseBudget,
    /// lighthouserc.json: Lighthouse CI's assertions.
    LighthouseCi,
    /// angular.json.
    Angular,
    /// `performance` of webpack's configuration, as JSON.
    Webpack,
    /// `nextBundleAnalysis` in package.json.
    NextBundleAnalysis,
}

/// What a foreign budget file comes to.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Whose file it was.
    pub tool: Foreign,
    /// The build directory relative to the file, where its paths have one in common.
    pub build: Option<String>,
    /// How its tool compresses; `None` where that is our default.
    pub compression: Option<Compression>,
    /// What a rule that matches nothing comes to there; `None` to ignore it.
    pub unmatched: Option<Verdict>,
    /// The budgets, in the order of the rules.
    pub budgets: Vec<ImportedBudget>,
    /// What is not carried over.
    pub left_out: Vec<LeftOut>,
}

/// One rule as a budget.
#[derive(Clone, Debug)]
pub struct ImportedBudget {
    /// The budget.
    pub budget: Budget,
    /// What people should know of it, such as that it is judged in another way than there.
    pub notes: Vec<String>,
}

/// Something that is not carried over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What, as it is written there.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Where it stands in the file.
    pub span: Option<Span>,
}

/// Reads the budget file of another tool, which people know as `name`.
///
/// # Errors
///
/// The text is no JSON, or of no tool that is known, or says what its tool would not accept: each with its place.
pub fn import(text: &str, name: &str) -> Result<Imported, ConfigError> {
    let _ = text;
    Err(ConfigError::invalid(name, text, Vec::new()))
}
