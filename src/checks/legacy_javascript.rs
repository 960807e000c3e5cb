//! Polyfills and helpers of transpilers in what browsers with modules load.
//!
//! Lighthouse's `legacy-javascript`: core-js and the helpers of three transforms of Babel. Scripts that only browsers
//! without modules load are left alone.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::build::Build;
use crate::model::check::{Check, CheckOption, CheckOptions, Need, OptionUnit, Severity};
use crate::model::chunk_graph::Load;
use crate::model::finding::{ContentFinding, FindingFacts, Observation};
use crate::model::legacy_code::LegacyCode;
use crate::model::package::{Contents, Origin, SourceBytes};

/// The modules of core-js that no browser with modules needs: `es.array.fill`.
static NEEDLESS_POLYFILLS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("../../data/modern-polyfills.txt").lines().filter(|line| !line.starts_with('#'));
    let rows = lines.filter_map(|line| line.split_once(':'));
    let named = rows.flat_map(|(family, features)| {
        features.split_whitespace().map(move |feature| match feature {
            "=" => format!("es.{family}"),
            feature => format!("es.{family}.{feature}"),
        })
    });
    named.collect()
});

/// Without a source map the bytes of polyfills are not known: so many are worth a finding.
const SEVERAL_POLYFILLS: usize = 5;

/// See the module's documentation.
pub(crate) static CHECK: Check = Check {
    id: "legacy-javascript",
    summary: "polyfills and transpiled code that no browser with modules needs",
    severity: Some(Severity::Warning),
    what: "Finds scripts that browsers with modules load and that were made for others. Told by polyfills of core-js for \
           what these browsers have by themselves (all up to ES2017: `Array.from`, `Promise`, `Object.entries`), and by \
           Babel's and SWC's helpers for classes, generators and spread.\n\
           Where a source map shows the bytes of polyfills and helpers, they have to be `min` together. Without one, a \
           script is reported that has five such polyfills, or that has such helpers, is larger than `min` and holds \
           not one arrow function: it was transpiled as a whole. The helpers of one old package among modern code are \
           not reported, nor are polyfills of later features and `nomodule` scripts.",
    why: "All browsers in use run modules, classes, generators and `async` functions (Chrome 61, Edge 16, Firefox 60, \
          Safari 11 and later). Polyfills and state machines are loaded and parsed by all of them for nothing, and \
          transpiled code is longer and slower than what it stands for. The default of `min` is that of Lighthouse's \
          insight of the same name: 5 kB.",
    fix: "Set the targets of the transpiler (`browserslist: \"defaults and fully supports es6-module\"`, \
          `build.target` in Vite, `target` in esbuild and tsconfig.json), let `@babel/preset-env` leave out what they \
          need not (`useBuiltIns: \"usage\"`), and build for old browsers apart if you must \
          (`@vitejs/plugin-legacy`). If it comes from a package, look for its ES2015+ build or an update.",
    options: &[CheckOption {
        name: "min",
        unit: OptionUnit::Bytes,
        default: 5_000,
        about: "The least waste, or without a source map the least size of a transpiled script, in bytes after gzip.",
    }],
    needs: &[Need::Graph, Need::Gzip, Need::Contents],
    run,
};

/// The helpers of Babel, by file name in `@babel/runtime/helpers`, that stand for the three transforms.
const HELPERS: [&str; 20] = [
    "arrayLikeToArray",
    "arrayWithoutHoles",
    "assertThisInitialized",
    "asyncToGenerator",
    "callSuper",
    "classCallCheck",
    "createClass",
    "createSuper",
    "getPrototypeOf",
    "inherits",
    "inheritsLoose",
    "isNativeReflectConstruct",
    "iterableToArray",
    "nonIterableSpread",
    "possibleConstructorReturn",
    "regenerator",
    "regeneratorRuntime",
    "setPrototypeOf",
    "toConsumableArray",
    "wrapNativeSuper",
];

fn run(build: &Build, options: &CheckOptions) -> Vec<Observation> {
    let is_modern = |id| matches!(build.graph.load(id), Some(Load::Initial | Load::Lazy));
    let scripts = build.of_type(ResourceType::Script).filter(|(id, _)| is_modern(*id));
    scripts.filter_map(|(id, asset)| observation(build, id, asset, options.get("min"))).collect()
}

fn observation(build: &Build, id: AssetId, asset: &Asset, least: u64) -> Option<Observation> {
    let (facts, contents, sizes) =
        (&build.script(id)?.legacy_code, build.contents.get(id.index())?, asset.sizes?);
    let mut polyfills: BTreeSet<&str> = BTreeSet::new();
    let mut transforms: BTreeSet<&LegacyCode> = BTreeSet::new();
    let mut first = None;
    for mark in &facts.marks {
        let is_legacy = match &mark.kind {
            LegacyCode::Polyfill(name) => is_needless(name) && polyfills.insert(name),
            transform => transforms.insert(transform),
        };
        first = first.or_else(|| is_legacy.then_some(mark.span));
    }
    let is_mapped = !contents.sources.is_empty();
    let shares = contents.shares(sizes.gzip);
    let mut waste = 0;
    for source in &contents.sources {
        let Some(legacy) = legacy(contents, source) else { continue };
        waste += shares.of_source(source).unwrap_or_default();
        if let LegacySource::Polyfill(name) = legacy {
            polyfills.insert(name);
        }
    }
    let is_transpiled = facts.has_no_arrows && !transforms.is_empty() && least <= sizes.gzip;
    let is_worth_it = if is_mapped {
        0 < waste && least <= waste
    } else {
        is_transpiled || SEVERAL_POLYFILLS <= polyfills.len()
    };
    is_worth_it.then(|| Observation {
        asset: id,
        span: first,
        waste: is_mapped.then_some(waste),
        facts: FindingFacts::Content(ContentFinding::LegacyJavascript {
            polyfills: polyfills.into_iter().map(str::to_owned).collect(),
            transforms: transforms.into_iter().cloned().collect(),
            is_whole: is_transpiled && !is_mapped,
        }),
    })
}

/// A source that is legacy as a whole.
enum LegacySource<'s> {
    /// A polyfill, by the name of its module.
    Polyfill(&'s str),
    /// A helper of a transpiler.
    Helper,
}

/// What a source is, if it is legacy as a whole.
fn legacy<'s>(contents: &Contents, source: &'s SourceBytes) -> Option<LegacySource<'s>> {
    let Origin::Instance(instance) = &contents.parts.get(source.part)?.origin else { return None };
    let inside = source.path.strip_prefix(&instance.path)?.trim_start_matches('/');
    let name = inside.rsplit('/').next()?.split('.').next()?;
    match instance.name.as_str() {
        "core-js" | "core-js-pure" => {
            let module = inside.strip_prefix("modules/")?.strip_suffix(".js")?;
            is_needless(module).then_some(LegacySource::Polyfill(module))
        }
        "regenerator-runtime" => Some(LegacySource::Helper),
        "@babel/runtime" if HELPERS.contains(&name) => Some(LegacySource::Helper),
        _ => None,
    }
}

/// Whether every browser with modules has by itself what that module of core-js adds: `es.array.fill`, and not
/// `es.array.at`.
fn is_needless(polyfill: &str) -> bool {
    NEEDLESS_POLYFILLS.contains(polyfill)
}

#[cfg(test)]
mod tests {
    use super::is_needless;

    #[test]
    fn only_polyfills_of_what_browsers_with_modules_had_from_the_start_are_legacy() {
        for old in ["es.array.fill", "es.promise", "es.symbol.iterator", "es.parse-int", "es.object.entries"]
        {
            assert!(is_needless(old), "{old}");
        }
        for new in [
            "es.array.at",
            "es.array.sort",
            "es.promise.any",
            "es.set.union.v2",
            "esnext.map.every",
            "web.url",
            "es.x",
            "",
        ] {
            assert!(!is_needless(new), "{new}");
        }
    }
}
