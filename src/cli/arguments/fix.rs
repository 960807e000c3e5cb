//! The arguments of `fix`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::arguments::{WorkArguments, examples};

/// The arguments of `fix`.
#[derive(Args, Debug)]
pub struct FixArguments {
    /// What to mend.
    #[command(subcommand)]
    pub fix: Fix,
}

/// What can be mended.
#[derive(Debug, Subcommand)]
pub enum Fix {
    /// Write the images that `legacy-image-format` and `missing-srcset` name as WebP, beside copies of them, and print
    /// the markup that shows them.
    #[command(after_help = examples::FIX_IMAGES)]
    Images(FixImagesArguments),
}

/// The arguments of `fix images`.
#[derive(Args, Debug)]
pub struct FixImagesArguments {
    /// The directory that the bundler wrote, or a project: a folder whose budgets.json says where its `build` is.
    pub directory: PathBuf,
    /// Where to write, outside of the build: in the folders that the images have there.
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// Write AVIF, too. That takes its time.
    #[arg(long)]
    pub avif: bool,
    /// Write smaller ones, too: pixels across, those that are no smaller than the image left out.
    #[arg(
        long,
        value_name = "WIDTHS",
        num_args = 0..=1,
        value_delimiter = ',',
        default_missing_value = "400,800,1200",
        value_parser = clap::value_parser!(u32).range(1..=16_383)
    )]
    pub widths: Option<Vec<u32>>,
    /// Overwrite what is in the folder.
    #[arg(long)]
    pub force: bool,
    /// How the work is done.
    #[command(flatten)]
    pub work: WorkArguments,
}
