//! Whose budget file a tree is.
//!
//! What tells is the shape: the keys of package.json, then what only one tool writes. bundlesize, bundlewatch and
//! `BundleMon` can write the same file and judge it differently: between them the name of the file decides, or else people
//! are asked.

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::import::error::ImportError;
use crate::config::import::{
    Foreign, Imported, angular, bundlemon, bundlesize, bundlewatch, lighthouse_budget, lighthouse_ci,
    next_bundle_analysis, size_limit, webpack,
};

/// What is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    /// The part that is the tool's: the whole file, or the value of its key in package.json.
    pub(crate) tree: &'a Value<'a>,
    /// The package.json that it stands in.
    pub(crate) package: Option<&'a Object<'a>>,
}

/// How the files of one tool are known and read.
pub(crate) struct Format {
    /// The tool.
    pub(crate) tool: Foreign,
    /// Whether a value of that key in package.json is its budgets.
    stands_in_package: bool,
    /// Whether its rules are compared with each other.
    pub(crate) compares_rules: bool,
    /// Whether a file is of its shape.
    is_it: fn(&Value<'_>) -> bool,
    /// Reads it. A note is a mistake in the file, and nothing is imported then.
    pub(crate) read: for<'a> fn(Source<'a>, &mut Problems) -> Imported,
}

/// Every format, in the order of the documentation.
static FORMATS: [Format; 9] = [
    Format {
        tool: Foreign::SizeLimit,
        stands_in_package: true,
        compares_rules: true,
        is_it: size_limit::is_it,
        read: size_limit::read,
    },
    Format {
        tool: Foreign::Bundlesize,
        stands_in_package: true,
        compares_rules: true,
        is_it: bundlesize::is_it,
        read: bundlesize::read,
    },
    Format {
        tool: Foreign::Bundlewatch,
        stands_in_package: true,
        compares_rules: true,
        is_it: bundlewatch::is_it,
        read: bundlewatch::read,
    },
    Format {
        tool: Foreign::BundleMon,
        stands_in_package: true,
        compares_rules: true,
        is_it: bundlemon::is_it,
        read: bundlemon::read,
    },
    Format {
        tool: Foreign::LighthouseBudget,
        stands_in_package: false,
        compares_rules: true,
        is_it: lighthouse_budget::is_it,
        read: lighthouse_budget::read,
    },
    Format {
        tool: Foreign::LighthouseCi,
        stands_in_package: false,
        compares_rules: false,
        is_it: lighthouse_ci::is_it,
        read: lighthouse_ci::read,
    },
    Format {
        tool: Foreign::Angular,
        stands_in_package: false,
        compares_rules: false,
        is_it: angular::is_it,
        read: angular::read,
    },
    Format {
        tool: Foreign::Webpack,
        stands_in_package: false,
        compares_rules: false,
        is_it: webpack::is_it,
        read: webpack::read,
    },
    Format {
        tool: Foreign::NextBundleAnalysis,
        stands_in_package: true,
        compares_rules: false,
        is_it: next_bundle_analysis::is_it,
        read: next_bundle_analysis::read,
    },
];

/// The format of a file and the part to read; of those of several tools the one that is `wanted`.
pub(crate) fn of<'a>(
    tree: &'a Value<'a>,
    name: &str,
    wanted: Option<Foreign>,
) -> Result<(&'static Format, Source<'a>), ImportError> {
    let whole = Source { tree, package: None };
    let mut found: Vec<(&Format, Source<'_>)> = in_package(tree);
    if found.is_empty() {
        let of_shape = FORMATS.iter().filter(|format| (format.is_it)(tree));
        found = of_shape.map(|format| (format, whole)).collect();
    }
    if let Some(wanted) = wanted {
        let asked_for = found.into_iter().find(|(format, _)| format.tool == wanted);
        return asked_for.ok_or_else(|| ImportError::Absent { name: name.to_owned(), tool: wanted.name() });
    }
    if 1 < found.len() {
        let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
        let named = found.iter().filter(|(format, _)| file.contains(&format.tool.key().to_ascii_lowercase()));
        if let [only] = named.collect::<Vec<_>>().as_slice() {
            return Ok(**only);
        }
    }
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(ImportError::Unknown { name: name.to_owned() }),
        [(first, _), ..] => {
            let tools: Vec<&str> = found.iter().map(|(format, _)| format.tool.name()).collect();
            let first = first.tool.key().to_owned();
            Err(ImportError::Several { name: name.to_owned(), tools: tools.join(", "), first })
        }
    }
}

/// The tools whose budgets stand under their keys, as they do in package.json.
fn in_package<'a>(tree: &'a Value<'a>) -> Vec<(&'static Format, Source<'a>)> {
    let Some(package) = tree.as_object() else { return Vec::new() };
    let of_key = |format: &'static Format| {
        let tree = &package.get(format.tool.key())?.value;
        let is_budgets = matches!(tree, Value::Array(_) | Value::Object(_));
        is_budgets.then_some((format, Source { tree, package: Some(package) }))
    };
    FORMATS.iter().filter(|format| format.stands_in_package).filter_map(of_key).collect()
}
