//! What the checks found: facts and places. The words are made where a report is written.

mod contents;
mod delivery;
mod images;
mod loads;

pub use contents::{ContentFinding, LighterWay, PackageCopy};
pub use delivery::DeliveryFinding;
pub use images::{ImageFinding, LazyHero};
pub use loads::LoadFinding;

use crate::model::asset::AssetId;
use crate::model::check::{Check, Severity};
use crate::model::span::Span;

/// One place where a check fired, as the check gives it.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The file it is about.
    pub asset: AssetId,
    /// The place in the file, where there is one.
    pub span: Option<Span>,
    /// Bytes that a visitor would not load if it were mended (gzip), where that can be measured.
    pub waste: Option<u64>,
    /// What was seen.
    pub facts: FindingFacts,
}

/// An observation with what the configuration makes of it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check that fired.
    pub check: &'static Check,
    /// How much it matters.
    pub severity: Severity,
    /// What it saw and where.
    pub observation: Observation,
}

/// What a check saw: the numbers and names that its message is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingFacts {
    /// Seen by a check of what is loaded when.
    Load(LoadFinding),
    /// Seen by a check of what is inside of files.
    Content(ContentFinding),
    /// Seen by a check of images.
    Image(ImageFinding),
    /// Seen by a check of delivery, fonts or styles.
    Delivery(DeliveryFinding),
}
