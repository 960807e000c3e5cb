//! The budget files of other tools, as budgets of our own: `init --from FILE`.
//!
//! Takes the text of a file and what it is called; the tool is known by the shape of the file (`shape.rs`), and the name
//! decides only between tools that write the same shape. Gives [`Imported`]: budgets that judge as that tool does, and
//! all that cannot be carried over, with the reason. One file a tool; each has a function that says whether a tree is of
//! its shape and one that reads it.

mod angular;
mod angular_sizes;
mod bundlemon;
mod bundlesize;
mod bundlewatch;
mod byte_sizes;
mod error;
mod globs;
mod labels;
mod lighthouse_budget;
mod lighthouse_ci;
mod lighthouse_measured;
mod lighthouse_pages;
mod lighthouse_resources;
mod limits;
mod next_bundle_analysis;
mod places;
mod rules;
mod shape;
mod size_limit;
mod webpack;

use jsonc_parser::ast::Value;

use crate::config::error::{ConfigError, Problems};
use crate::config::syntax::read_value;
use crate::model::budget::Budget;
use crate::model::config::Compression;
use crate::model::span::Span;
use crate::model::verdict::Verdict;

pub use crate::config::import::error::ImportError;

/// Rules, and globs of rules, that are read. Some are compared with each other, which takes the square of that; files
/// that people write have some dozen.
const MOST_RULES: usize = 1_000;

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

impl Foreign {
    /// Every tool, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::SizeLimit,
        Self::Bundlesize,
        Self::Bundlewatch,
        Self::BundleMon,
        Self::LighthouseBudget,
        Self::LighthouseCi,
        Self::Angular,
        Self::Webpack,
        Self::NextBundleAnalysis,
    ];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::SizeLimit => "size-limit",
            Self::Bundlesize => "bundlesize",
            Self::Bundlewatch => "bundlewatch",
            Self::BundleMon => "BundleMon",
            Self::LighthouseBudget => "Lighthouse",
            Self::LighthouseCi => "Lighthouse CI",
            Self::Angular => "Angular",
            Self::Webpack => "webpack",
            Self::NextBundleAnalysis => "nextBundleAnalysis",
        }
    }

    /// What it is called behind the `#` of `--from package.json#bundlesize`; its key in package.json, if it has one.
    pub fn key(self) -> &'static str {
        match self {
            Self::BundleMon => "bundlemon",
            Self::LighthouseBudget => "lighthouse",
            Self::LighthouseCi => "lhci",
            Self::Angular => "angular",
            _ => self.name(),
        }
    }

    /// The tool of that key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.key() == key)
    }

    /// Whether its paths begin where it is run, and not at its file.
    pub fn reads_paths_from_where_it_runs(self) -> bool {
        matches!(self, Self::Bundlesize | Self::Bundlewatch | Self::BundleMon)
    }
}

/// What a foreign budget file comes to.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Whose file it was.
    pub tool: Foreign,
    /// The build directory relative to the file, where its paths have one in common.
    pub build: Option<String>,
    /// Globs of the build's files that are left out of everything: its paths have no directory in common.
    pub ignore: Vec<String>,
    /// How its tool compresses; `None` where that is our default.
    pub compression: Option<Compression>,
    /// What a rule that matches nothing comes to there; `None` to ignore it.
    pub unmatched: Option<Verdict>,
    /// The budgets, in the order of the rules.
    pub budgets: Vec<ImportedBudget>,
    /// What is not carried over.
    pub left_out: Vec<LeftOut>,
    /// What people should know of the whole file.
    pub notes: Vec<String>,
}

impl Imported {
    /// Nothing yet: what matches nothing fails, as it does here.
    pub(crate) fn by(tool: Foreign) -> Self {
        Self {
            tool,
            build: None,
            ignore: Vec::new(),
            compression: None,
            unmatched: Some(Verdict::Fail),
            budgets: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Leaves something out.
    pub(crate) fn leave_out(
        &mut self,
        what: impl Into<String>,
        reason: impl Into<String>,
        span: impl Into<Option<Span>>,
    ) {
        self.left_out.push(LeftOut { what: what.into(), reason: reason.into(), span: span.into() });
    }
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

/// Reads the budget file of another tool, which people know as `name`; of a file with budgets of several, those of
/// `wanted`.
///
/// # Errors
///
/// The text is no JSON, or of no tool that is known, or of several, or says what its tool would not accept.
pub fn import(text: &str, name: &str, wanted: Option<Foreign>) -> Result<Imported, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut problems = Problems::default();
    let Some(tree) = read_value(text, &mut problems) else {
        return Err(ImportError::of_no_json(text, name, problems));
    };
    let (format, source) = shape::of(&tree, name, wanted)?;
    let too_many = || ImportError::TooMany { name: name.to_owned(), most: MOST_RULES };
    if format.compares_rules && MOST_RULES < elements(source.tree) {
        return Err(too_many());
    }
    let mut imported = (format.read)(source, &mut problems);
    if MOST_RULES < imported.budgets.len() {
        return Err(too_many());
    }
    imported.build = imported.build.filter(|build| !build.trim().is_empty());
    names_of_their_own(&mut imported.budgets);
    let problems = problems.into_vec();
    if problems.is_empty() { Ok(imported) } else { Err(ConfigError::invalid(name, text, problems).into()) }
}

/// The elements of all arrays of a tree, which is as deep as its parser allows.
fn elements(tree: &Value<'_>) -> usize {
    match tree {
        Value::Array(array) => array.elements.len() + array.elements.iter().map(elements).sum::<usize>(),
        Value::Object(object) => object.properties.iter().map(|property| elements(&property.value)).sum(),
        _ => 0,
    }
}

/// Reports tell budgets apart by their names.
fn names_of_their_own(budgets: &mut [ImportedBudget]) {
    let mut taken: Vec<String> = Vec::new();
    for ImportedBudget { budget, .. } in budgets {
        let name = if budget.name.trim().is_empty() { "budget" } else { budget.name.trim() };
        let mut numbered = std::iter::once(name.to_owned()).chain((2_u64..).map(|n| format!("{name} ({n})")));
        let free = numbered.find(|name| !taken.contains(name)).unwrap_or_default();
        budget.name.clone_from(&free);
        taken.push(free);
    }
}
