//! Code in a script that only browsers without modules need.

use serde::{Deserialize, Serialize};

use crate::model::span::Span;

/// What shows that a script was written for browsers without modules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegacyFacts {
    /// Polyfills and helpers, in the order in which they stand.
    pub marks: Vec<LegacyMark>,
    /// Whether there is not one arrow function in it: it was transpiled as a whole, or written so long ago.
    pub has_no_arrows: bool,
}

/// One piece of such code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegacyMark {
    /// What it is.
    pub kind: LegacyCode,
    /// The text that gives it away.
    pub span: Span,
}

/// What was written for browsers without modules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LegacyCode {
    /// A polyfill of core-js, by the name of its module: `es.array.fill`.
    Polyfill(String),
    /// Classes as functions, Babel's `transform-classes`.
    Classes,
    /// Generators and `async` functions as state machines, Babel's `transform-regenerator`.
    Generators,
    /// `[...list]` as a call, Babel's `transform-spread`.
    Spread,
}
