//! How the work is done: the arguments of every command that weighs or reads a build.

use std::path::Path;

use clap::Args;

use crate::cache::Cache;
use crate::pipeline::{Encoder, Work};

/// How the work is done. None of it shows in the result.
#[derive(Args, Clone, Copy, Debug, Default)]
#[command(next_help_heading = "Work")]
pub struct WorkArguments {
    /// How many files are worked on at once; one a core if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Measure everything anew, and keep nothing of it.
    #[arg(long)]
    pub no_cache: bool,
}

impl WorkArguments {
    /// How the build in that directory is worked on.
    pub(crate) fn work(self, build: &Path, encoder: Encoder) -> Work {
        Work {
            threads: self.threads.map(usize::from),
            cache: if self.no_cache { Cache::none() } else { Cache::of_build(build) },
            encoder,
            avif: false,
        }
    }
}
