//! What findings about delivery, fonts and styles say in words.

use crate::model::finding::DeliveryFinding;
use crate::model::report::Report;

/// What was seen: a sentence fragment.
pub(super) fn message(_report: &Report, facts: &DeliveryFinding) -> String {
    match *facts {}
}

/// What to do next: an imperative.
pub(super) fn help(_report: &Report, facts: &DeliveryFinding) -> String {
    match *facts {}
}
