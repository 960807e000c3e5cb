//! Everything that a renderer may show, sorted: what goes in here is what every format can say.

use crate::model::asset::AssetId;
use crate::model::baseline::Against;
use crate::model::build::Build;
use crate::model::check::CheckThatRan;
use crate::model::config::Config;
use crate::model::finding::Finding;
use crate::model::problem::Problem;
use crate::model::span::{Place, Span};
use crate::model::verdict::{Judgement, Verdict};

/// The outcome of a run.
#[derive(Debug)]
pub struct Report {
    /// The build directory as the user named it, `/` between its parts.
    pub directory: String,
    /// The build.
    pub build: Build,
    /// What it was judged by.
    pub config: Config,
    /// What it was compared with.
    pub against: Against,
    /// The earlier build that stays, against slow drift.
    pub anchor: Against,
    /// Every limit that was judged, in the order of the budgets, worst item first.
    pub judgements: Vec<Judgement>,
    /// The checks that ran, sorted by id.
    pub checks: Vec<CheckThatRan>,
    /// What the checks found: errors first, then by waste, path and place.
    pub findings: Vec<Finding>,
    /// What could not be read or understood, sorted by path.
    pub problems: Vec<Problem>,
    /// What it all comes to.
    pub verdict: Verdict,
}

impl Report {
    /// Line and column of a span; `None` where the file's text was not read.
    pub fn place(&self, asset: AssetId, span: Span) -> Option<Place> {
        self.build.place(asset, span)
    }

    /// The path of an asset.
    pub fn path(&self, asset: AssetId) -> &str {
        self.build.path(asset)
    }
}
