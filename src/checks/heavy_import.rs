//! A static import that brings a lot into an initial load, and nothing else does.

use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::finding::{FindingFacts, LoadFinding, Observation};

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "heavy-import",
    summary: "a static import that alone brings a lot into the initial load",
    severity: Some(Severity::Warning),
    what: "Finds static imports without which more than `max` would be gone from an initial load: the imported chunk \
           and all that only it leads to. What a second import leads to as well is not counted, since making one of \
           them dynamic would save nothing.\n\
           It needs to see a chunk of its own: code that the bundler joined with the importing file is not seen.",
    why: "It is the one line to change: made dynamic, the initial load falls by what the finding says. \
          The default limit is 100 kB after gzip, two thirds of a second on Lighthouse's slow 4G (1638.4 kbit/s).",
    fix: "Import it where it is needed, with `import()`; if the first screen cannot do without it, look for a lighter \
          package or import only the part that is used.",
    options: &[CheckOption {
        name: "max",
        unit: OptionUnit::Bytes,
        default: 100_000,
        about: "Bytes after gzip that one static import may bring.",
    }],
    needs: &[Need::Graph, Need::Gzip],
    run,
};

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let allowed = options.get("max");
    let heavy = build.graph.import_costs.iter().filter(|cost| cost.brings.gzip > allowed);
    heavy
        .map(|cost| Observation {
            asset: cost.chunk,
            span: Some(cost.span),
            waste: Some(cost.brings.gzip),
            facts: FindingFacts::Load(LoadFinding::HeavyImport {
                target: cost.target,
                entry: cost.entry,
                allowed,
            }),
        })
        .collect()
}
