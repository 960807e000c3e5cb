//! The arguments of `explain`.

use clap::Args;

/// The arguments of `explain`.
#[derive(Args, Debug)]
pub struct ExplainArguments {
    /// The check, such as `unminified-asset`; without it, all checks are listed.
    pub check: Option<String>,
}
