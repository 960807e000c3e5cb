//! Being written.

use crate::model::json_report::Joined;

/// Being written.
pub fn render(joined: &Joined) -> String {
    joined.verdict.to_string()
}
