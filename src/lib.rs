//! Performance budgets for frontend builds, judged from the built files alone.
//!
//! ```text
//! walk ─ measure ─ parse ─ graph ─ packages ─ encode ─ checks ─ baseline ─ judge ─ report
//! dir    sizes     facts   edges   bytes      savings  findings growth     verdict bytes out
//! ```
//!
//! Where to start reading: [`model`] (the words), [`pipeline`] (the table of contents), then the stages in the
//! order of the picture. Within `report` all formats but the terminal's are made from [`model::json_report`], which is
//! also what is read back for baselines and `merge`. Each stage is a function over the types of `model` and knows no other stage.
//! Files that read, write or look at the environment say EDGE in their first line; all others are pure.
//! docs/architecture.md says why.

pub mod baseline;
pub mod bundlers;
pub mod cache;
pub mod checks;
pub mod cli;
pub mod config;
pub mod encode;
pub mod fingerprint;
pub mod graph;
pub mod judge;
pub mod measure;
pub mod model;
pub mod outside;
pub mod packages;
pub mod parse;
pub mod pipeline;
pub mod report;
pub mod walk;
