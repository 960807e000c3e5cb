//! This build beside an earlier one: which files, entry points and split points of both are the same.
//!
//! Takes the earlier run's JSON report, read already ([`earlier()`] makes a build of it again, so that budgets select
//! from both in one way), and gives pairs ([`pairs()`]) and why it grew (`causes`). How much each budget has grown is the
//! judge's business.

mod causes;
mod earlier;
mod pairing;

use crate::model::baseline::{Against, Baseline, Comparison};
use crate::model::build::Build;

pub use earlier::{Contradiction, Paths, earlier};
pub use pairing::{pairs, share_a_file};

/// Compares, where there is something to compare with.
pub fn compare(build: &Build, baseline: Option<Baseline>) -> Against {
    let Some(Baseline { name, earlier }) = baseline else { return Against::Nothing };
    let earlier = match earlier {
        Ok(earlier) => earlier,
        Err(missing) => return Against::Missing(name, missing),
    };
    let pairs = pairs(build, &earlier);
    let growth = causes::explain(build, &earlier, &pairs);
    Against::Report(Box::new(Comparison { name, earlier, pairs, growth }))
}
