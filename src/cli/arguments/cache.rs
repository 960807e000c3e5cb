//! The arguments of `cache`.

use clap::{Args, Subcommand};

use crate::cli::arguments::examples;

/// The arguments of `cache`.
#[derive(Args, Debug)]
pub struct CacheArguments {
    /// What to do with it.
    #[command(subcommand)]
    pub cache: CacheAction,
}

/// What can be done with what was measured before.
#[derive(Debug, Subcommand)]
pub enum CacheAction {
    /// Say where the cache is, what is in it and how large it may become.
    #[command(after_help = examples::CACHE_INFO)]
    Info,
    /// Remove what is in the cache, and nothing else.
    #[command(after_help = examples::CACHE_CLEAR)]
    Clear,
}
