//! A report in, bytes out: one file a format, nothing written here.

mod action;
pub mod badge;
pub mod breach;
pub mod budget_file;
pub mod codeclimate;
pub mod diagnostic;
pub mod explanation;
pub mod github;
pub mod graph;
pub mod history;
pub mod html;
pub mod issues;
pub mod join;
pub mod json;
pub mod judged;
pub mod junit;
pub mod markdown;
pub mod markup;
pub mod measured;
pub mod openmetrics;
pub mod remedy;
pub mod sarif;
pub mod terminal;
pub mod text;
pub mod wording;
pub mod xml;
