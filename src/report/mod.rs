//! A report in, bytes out: one file a format, nothing written here.

pub mod breach;
pub mod diagnostic;
pub mod explanation;
pub mod graph;
pub mod json;
pub mod markup;
pub mod terminal;
pub mod text;
pub mod wording;
