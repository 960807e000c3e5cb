//! The domain: what a build is made of, what was found in it and what was decided.
//!
//! Plain types and the few questions that can be answered from them alone.
//! Nothing here reads a file, prints or knows a stage; every stage knows this module and no other.
//! Only the types of [`json_report`] and [`baseline_file`] are serialised.

pub mod asset;
pub mod asset_set;
pub mod baseline;
pub mod baseline_file;
pub mod bounds;
pub mod budget;
pub mod build;
pub mod bundler;
pub mod chain;
pub mod check;
pub mod chunk_graph;
pub mod config;
pub mod data_url;
pub mod document;
pub mod encodings;
pub mod file;
pub mod finding;
pub mod fingerprint;
pub mod globs;
pub mod growth;
pub mod hashed_name;
pub mod history;
pub mod image;
pub mod image_copies;
pub mod image_styles;
pub mod json_report;
pub mod legacy_code;
pub mod manifest;
pub mod network;
pub mod outside;
pub mod package;
pub mod page;
pub mod parcel;
pub mod path;
pub mod phone;
pub mod phone_image;
pub mod problem;
pub mod reference;
pub mod report;
pub mod route;
pub mod script;
pub mod service_worker;
pub mod shown_image;
pub mod sizing;
pub mod snippet;
pub mod source_map;
pub mod source_size;
pub mod span;
pub mod style;
pub mod suggestion;
pub mod turbopack;
pub mod verdict;
pub mod webpack;
