//! What findings about images say in words.

use crate::model::finding::ImageFinding;
use crate::model::report::Report;

/// What was seen: a sentence fragment.
pub(super) fn message(_report: &Report, facts: &ImageFinding) -> String {
    match *facts {}
}

/// What to do next: an imperative.
pub(super) fn help(_report: &Report, facts: &ImageFinding) -> String {
    match *facts {}
}
