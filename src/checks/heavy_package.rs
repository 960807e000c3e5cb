//! A package that takes much of an initial load.
//!
//! Only bytes that are known count: a package that is merely seen in a script has none.

use crate::model::asset::AssetId;
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{ContentFinding, FindingFacts, Observation};
use crate::model::package::{Package, PackageInChunk};
use crate::model::page::{self, Page};

/// Packages that are a framework with all that it needs, and that every page of it loads: Next.js has React DOM inside.
const WHOLE_FRAMEWORKS: [&str; 1] = ["next"];

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "heavy-package",
    summary: "a package that takes much of an initial load",
    severity: Some(Severity::Warning),
    what: "Finds npm packages that take more than `max` of the initial load of a page, all chunks of it together. \
           One finding a package, at the chunk that holds most of it.\n\
           It needs to know the bytes: from source maps, or from modules that are kept apart in the script. A package \
           that is only seen to be there is not reported. Nor is `next`, which no page of Next.js can do without.",
    why: "Nothing of the page runs before its initial load has come, and most of the weight of most pages is code \
          that somebody else wrote. The default of 70 kB after gzip lies above what a framework alone takes, since a \
          page cannot do without it (React DOM 19 takes 63 to 65 kB with any bundler, Angular's core 40 kB, Vue 26 kB); it is a \
          third of a second on Lighthouse's slow 4G (1638.4 kbit/s).",
    fix: "Load it with `import()` where it is needed; import only the part that is used (`import debounce from \
          \"lodash/debounce\"`); look for a lighter package. What the page cannot do without belongs in `ignore`.",
    options: &[
        CheckOption {
            name: "max",
            unit: OptionUnit::Bytes,
            default: 70_000,
            about: "Bytes after gzip that one package may take of an initial load.",
        },
        CheckOption {
            name: "ignore",
            unit: OptionUnit::Names,
            default: 0,
            about: "Packages that may take more: names or globs, such as `\"@angular/*\"`.",
        },
    ],
    needs: &[Need::Graph, Need::Gzip, Need::Contents],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let allowed = options.get("max");
    let pages = page::pages(build);
    let is_judged = |name: &str| !WHOLE_FRAMEWORKS.contains(&name) && !options.lists("ignore", name);
    // No page loads more of it at first than all pages together.
    let is_heavy = |package: &Package| package.initial.is_some_and(|sizes| allowed < sizes.gzip);
    let judged = build.packages.all.iter().filter(|package| is_heavy(package) && is_judged(&package.name));
    judged.filter_map(|package| observation(build, &pages, package, allowed)).collect()
}

/// The largest share that the package has in an initial load, if that is too large.
fn observation(build: &Build, pages: &[Page], package: &Package, allowed: u64) -> Option<Observation> {
    let mut entries: Vec<AssetId> = Vec::new();
    let mut worst: Option<(u64, &PackageInChunk)> = None;
    for page in pages {
        let uses = package.uses.iter().filter_map(|&index| build.packages.in_chunks.get(index));
        let uses = uses.filter(|found| page.is_initial(found.chunk));
        let (mut gzip, mut largest) = (0, None);
        for (found, sizes) in uses.filter_map(|found| Some((found, found.sizes?))) {
            gzip += sizes.gzip;
            if largest.is_none_or(|(most, _)| most < sizes.gzip) {
                largest = Some((sizes.gzip, found));
            }
        }
        let Some((_, largest)) = largest.filter(|_| allowed < gzip) else { continue };
        entries.extend(&page.entries);
        if worst.is_none_or(|(most, _)| most < gzip) {
            worst = Some((gzip, largest));
        }
    }
    let (gzip, largest) = worst?;
    entries.sort_unstable();
    Some(Observation {
        asset: largest.chunk,
        span: largest.span,
        waste: None,
        facts: FindingFacts::Content(ContentFinding::HeavyPackage {
            package: package.name.clone(),
            gzip,
            allowed,
            entries,
        }),
    })
}
