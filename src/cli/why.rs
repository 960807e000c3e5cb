//! EDGE. `weighbridge why`: how entry points come to load a chunk.

use miette::{IntoDiagnostic, Report, miette};

use crate::cli::arguments::WhyArguments;
use crate::cli::{ExitStatus, inspected, output, paths, terminal};
use crate::graph;
use crate::model::build::Build;
use crate::model::suggestion::did_you_mean;
use crate::report::terminal::render_why;

/// Tells the ways to every chunk that the name means.
pub(crate) fn run(arguments: &WhyArguments) -> Result<ExitStatus, Report> {
    let (build, problems) = inspected::inspect(&arguments.directory, &arguments.manifest)?;
    let named = graph::named(&build, inside(arguments));
    if named.is_empty() {
        return Err(unknown(arguments, &build));
    }
    let reasons: Vec<_> = named.into_iter().map(|id| graph::reason(&build, id)).collect();
    output::to_stdout(&render_why(&build, &reasons, problems.len(), &terminal::stdout_style()))
        .into_diagnostic()?;
    Ok(ExitStatus::WithinBudget)
}

/// The name without the build directory in front, which a shell's completion writes there.
fn inside<'a>(arguments: &'a WhyArguments) -> &'a str {
    let plain = |path: &'a str| path.strip_prefix("./").unwrap_or(path);
    let name = plain(&arguments.name);
    let directory = arguments.directory.to_str().map(|directory| plain(directory).trim_end_matches('/'));
    let rest = directory.and_then(|directory| name.strip_prefix(directory)?.strip_prefix('/'));
    rest.unwrap_or(name)
}

fn unknown(arguments: &WhyArguments, build: &Build) -> Report {
    let name = &arguments.name;
    let directory = paths::shown(&arguments.directory);
    let help = match did_you_mean(name, &graph::names(build)) {
        Some(near) => format!("did you mean `{near}`? a glob such as `**/vendor-*.js` is a name too"),
        None => format!("`weighbridge graph {directory}` shows what there is"),
    };
    miette!(
        code = "weighbridge::why::unknown",
        help = help,
        "no script or stylesheet of `{directory}` is called `{name}`"
    )
}
