//! Performance budgets for frontend builds, judged from the built files alone.
//!
//! ```text
//! walk ─ measure ─ parse ─ graph ─ packages ─ encode ─ checks ─ judge ─ report
//! dir    sizes     facts   edges   bytes      savings  findings verdict bytes out
//! ```
//!
//! Where to start reading: [`model`] (the words), [`pipeline`] (the table of contents), then the stages in the
//! order of the picture. Each stage is a function over the types of `model` and knows no other stage.
//! Files that read, write or look at the environment say EDGE in their first line; all others are pure.
//! docs/architecture.md says why.

pub mod baseline;
pub mod bundlers;
pub mod cache;
pub mod checks;
pub mod cli;
pub mod config;
pub mod encode;
pub mod graph;
pub mod judge;
pub mod measure;
pub mod model;
pub mod packages;
pub mod parse;
pub mod pipeline;
pub mod report;
pub mod walk;
