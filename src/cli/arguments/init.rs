//! The arguments of `init`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::config::Preset;

use crate::cli::arguments::WorkArguments;

/// The arguments of `init`.
#[derive(Args, Debug)]
pub struct InitArguments {
    /// The directory that the bundler wrote; without it, the one of dist, build, out and the like that is there.
    pub directory: Option<PathBuf>,
    /// Import the budget file of another tool instead of proposing limits: size-limit, bundlesize, bundlewatch,
    /// `BundleMon`, Lighthouse, Lighthouse CI, Angular, webpack, nextBundleAnalysis. The tool is known by what is in the
    /// file; of a package.json with several, name one: package.json#bundlesize.
    #[arg(long, value_name = "FILE", conflicts_with = "headroom")]
    pub from: Option<String>,
    /// Write budgets that are the same for every build instead: the built-in ones (`default`), those for slow phones on
    /// slow networks (`strict`), what Lighthouse scores by, what webpack or Vite warns of, what a new Angular
    /// application has. Beside each stands what it comes to today.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["headroom", "from"], value_parser = presets())]
    pub preset: Option<Preset>,
    /// How much more than measured the limits allow; they are rounded up to numbers that are easily read.
    #[arg(long, value_name = "PERCENT", default_value = "10 %")]
    pub headroom: String,
    /// Print the file instead of writing it.
    #[arg(long)]
    pub stdout: bool,
    /// How the work is done.
    #[command(flatten)]
    pub work: WorkArguments,
}

fn presets() -> impl TypedValueParser<Value = Preset> {
    PossibleValuesParser::new(Preset::ALL.map(Preset::name))
        .try_map(|name| Preset::named(&name).ok_or("there is no such preset"))
}
