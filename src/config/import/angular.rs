//! The budgets of angular.json.

use jsonc_parser::ast::Value;

use crate::config::error::Problems;
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported};

/// Whether a file is of that shape.
pub(crate) fn is_it(_: &Value<'_>) -> bool {
    false
}

/// Its budgets.
pub(crate) fn read(_: Source<'_>, _: &mut Problems) -> Imported {
    Imported::by(Foreign::Angular)
}
