//! EDGE. `weighbridge cache`: what is kept of what was measured, and taking it away.

use std::path::Path;

use miette::{Report, miette};

use crate::cache::{Cleared, Kept};
use crate::cli::arguments::{CacheAction, CacheArguments};
use crate::cli::{ExitStatus, output, paths};
use crate::report::text;

/// Does what is asked for.
pub(crate) fn run(arguments: &CacheArguments) -> Result<ExitStatus, Report> {
    match arguments.cache {
        CacheAction::Info => output::to_stdout(&info(&Kept::now())?)?,
        CacheAction::Clear => output::to_stdout(&cleared(&Cleared::now())?)?,
    }
    Ok(ExitStatus::WithinBudget)
}

fn info(kept: &Kept) -> Result<String, Report> {
    let directory = existing(kept.directory.as_deref())?;
    let mut said = String::new();
    let mut line = |name: &str, value: &str| text::push(&mut said, format_args!("{name:<10} {value}\n"));
    line("directory", &directory);
    line("entries", &format!("{} in {}", text::count(kept.entries), text::counted(kept.packs, "pack")));
    line("size", &format!("{} of at most {}", text::size(kept.bytes), bound(kept.bound)));
    if kept.foreign > 0 {
        line("others", &format!("{} of another WEIGHBRIDGE_CACHE_KEY", text::counted(kept.foreign, "pack")));
    }
    if kept.damaged > 0 {
        line("damaged", &format!("{}, which is as good as none", text::counted(kept.damaged, "pack")));
    }
    Ok(said)
}

/// A limit in the unit that it was given in: `text::size` knows only those of a thousand.
fn bound(bytes: u64) -> String {
    match (bytes >> 20, bytes >> 30) {
        (_, gib) if gib << 30 == bytes => format!("{gib} GiB"),
        (mib, _) if mib << 20 == bytes => format!("{mib} MiB"),
        _ => text::size(bytes),
    }
}

fn cleared(cleared: &Cleared) -> Result<String, Report> {
    let directory = existing(cleared.directory.as_deref())?;
    if cleared.left > 0 {
        return Err(miette!(
            code = "weighbridge::cache::unremovable",
            help = "remove the directory yourself; a damaged cache is as good as none",
            "cannot remove {} in {directory}",
            text::counted(cleared.left, "file")
        ));
    }
    Ok(match cleared.files {
        0 => format!("nothing is kept in {directory}\n"),
        files => {
            format!("freed {} in {}: {directory}\n", text::size(cleared.bytes), text::counted(files, "file"))
        }
    })
}

/// The directory as it is shown.
fn existing(directory: Option<&Path>) -> Result<String, Report> {
    directory.map(paths::shown).ok_or_else(|| {
        miette!(
            code = "weighbridge::cache::homeless",
            help = "name one: WEIGHBRIDGE_CACHE=DIRECTORY",
            "there is no home directory, so there is no cache"
        )
    })
}
