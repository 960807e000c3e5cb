//! EDGE. `weighbridge why`: how entry points come to load a chunk or a package.

use miette::{Report, miette};

use crate::cli::arguments::WhyArguments;
use crate::cli::inspected::Inspected;
use crate::cli::settled::settle;
use crate::cli::{ExitStatus, inspected, output, terminal};
use crate::model::build::Build;
use crate::model::chain::PackageReason;
use crate::model::suggestion::did_you_mean;
use crate::report::terminal::render_why;
use crate::{graph, pipeline};

/// Tells the ways to the package and to every chunk that the name means.
pub(crate) fn run(arguments: &WhyArguments) -> Result<ExitStatus, Report> {
    let settled = settle(Some(&arguments.directory), None)?;
    let (directory, shown) = (settled.build.clone(), settled.shown.clone());
    let inspected = inspected::inspect(settled, &arguments.manifest, arguments.work)?;
    let build = &inspected.build;
    let package = package(&inspected, &arguments.name);
    let named = graph::named(build, inside(&arguments.name, &[directory.to_str(), Some(&shown)]));
    if named.is_empty() && package.is_none() {
        return Err(unknown(&arguments.name, &shown, build));
    }
    let reasons: Vec<_> = named.into_iter().map(|id| graph::reason(build, id)).collect();
    let style = terminal::stdout_style();
    output::to_stdout(&render_why(build, package.as_ref(), &reasons, inspected.problems.len(), &style))?;
    Ok(ExitStatus::WithinBudget)
}

/// Why the package of that name is loaded; `None` where there is none.
fn package(inspected: &Inspected, name: &str) -> Option<PackageReason> {
    let build = &inspected.build;
    let index = build.packages.all.iter().position(|package| package.name == name)?;
    let package = &build.packages.all[index];
    let mut uses: Vec<_> =
        package.uses.iter().filter_map(|&index| build.packages.in_chunks.get(index)).collect();
    uses.sort_by_key(|found| (std::cmp::Reverse(found.sizes.map_or(0, |sizes| sizes.raw)), found.chunk));
    let chunks = uses.into_iter().map(|found| graph::reason(build, found.chunk)).collect();
    let importers = pipeline::importers(&inspected.files, build, package);
    Some(PackageReason { package: index, chunks, importers })
}

/// The name without the build directory in front, which a shell's completion writes there.
fn inside<'a>(name: &'a str, directories: &[Option<&str>]) -> &'a str {
    fn plain(path: &str) -> &str {
        path.strip_prefix("./").unwrap_or(path)
    }
    let name = plain(name);
    let within =
        |directory: &str| name.strip_prefix(plain(directory).trim_end_matches('/'))?.strip_prefix('/');
    directories.iter().flatten().find_map(|directory| within(directory)).unwrap_or(name)
}

fn unknown(name: &str, directory: &str, build: &Build) -> Report {
    let packages = build.packages.all.iter().map(|package| package.name.as_str());
    let names: Vec<&str> = graph::names(build).into_iter().chain(packages).collect();
    let help = match did_you_mean(name, &names) {
        Some(near) => format!("did you mean `{near}`? a glob such as `**/vendor-*.js` is a name too"),
        None => format!("`weighbridge graph {directory}` shows what there is"),
    };
    miette!(
        code = "weighbridge::why::unknown",
        help = help,
        "no script, stylesheet or package of `{directory}` is called `{name}`"
    )
}
