//! Packages by the paths that bundlers leave in a script that is not minified, or whose modules go by their paths.
//!
//! Ids (`"./node_modules/ms/index.js": function(…)` in webpack's development builds, `__commonJS({"node_modules/…"` in
//! esbuild's), and comments in front of each module (`// node_modules/ms/index.js` of esbuild, `//#region` of Rolldown).
//! Names of chunks (`vendors-node_modules_lodash_lodash_js`) tell of a package, not of how much of it.

use crate::model::package::Origin;
use crate::model::script::ScriptFacts;
use crate::model::span::Span;
use crate::packages::{origin, registry};

/// A piece of a script that is one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Module {
    /// All of its code.
    pub(crate) span: Span,
    /// Where it comes from, if its path is known.
    pub(crate) origin: Option<Origin>,
    /// Whether a runtime knows it by an id: it is a module of its own then, and no piece of a larger one.
    pub(crate) has_id: bool,
}

/// The modules that are kept apart in a script: sorted, none inside another.
pub(crate) fn modules(text: &str, facts: &ScriptFacts) -> Vec<Module> {
    let by_id = |id: &str, span: Span| Module { span, origin: of_path(id), has_id: true };
    let mut modules: Vec<Module> = Vec::new();
    let units = facts.webpack.iter().flat_map(|webpack| &webpack.units);
    modules.extend(units.flat_map(|unit| &unit.modules).map(|module| by_id(&module.id, module.span)));
    let turbopack = facts.turbopack.iter().flat_map(|turbopack| &turbopack.modules);
    modules.extend(turbopack.map(|module| by_id(&module.id, module.span)));
    if let Some(parcel) = &facts.parcel {
        let origins = registry::origins(&parcel.modules);
        modules.extend(parcel.modules.iter().map(|module| Module {
            span: module.span,
            origin: origins.get(module.id.as_str()).cloned(),
            has_id: true,
        }));
    }
    modules.extend(facts.factories.iter().map(|factory| Module {
        span: factory.span,
        origin: factory.id.as_deref().and_then(of_path),
        has_id: factory.id.is_some(),
    }));
    modules.extend(behind_comments(text));
    // The outermost of each, and one for those that share their code.
    modules.sort_by_key(|module| {
        (module.span.start, std::cmp::Reverse(module.span.end), module.origin.is_none())
    });
    let mut end = 0;
    modules.retain(|module| {
        let is_outermost = end <= module.span.start;
        end = end.max(module.span.end);
        is_outermost && module.span.end as usize <= text.len()
    });
    modules
}

/// A module's path; ids that are no paths say nothing.
fn of_path(id: &str) -> Option<Origin> {
    // webpack appends what a module exports, and how it was concatenated: "./a.js + 3 modules".
    let path = id.split(" + ").next().unwrap_or(id);
    match origin::source(path, "").origin {
        Origin::Instance(instance) => Some(Origin::Instance(instance)),
        _ if path.starts_with("./") || path.contains("[project]/") => Some(Origin::Application),
        _ => None,
    }
}

/// From each comment that is a path to the next one.
fn behind_comments(text: &str) -> Vec<Module> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    let mut has_package = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let comment = line.strip_prefix("//#region ").or_else(|| line.strip_prefix("// "));
        if let Some(path) = comment.map(str::trim_end).filter(|path| is_path(path)) {
            has_package |= path.contains("node_modules/");
            starts.push((at, path));
        }
        at += line.len();
    }
    if !has_package {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    let module = |((start, path), end): (&(usize, &str), usize)| Module {
        span: Span::new(*start, end),
        origin: Some(origin::source(path, "").origin),
        has_id: true,
    };
    starts.iter().zip(ends).map(module).collect()
}

/// Whether a comment is the path of a script and nothing else.
fn is_path(comment: &str) -> bool {
    let extensions = [".js", ".mjs", ".cjs", ".ts", ".mts", ".jsx", ".tsx", ".vue", ".svelte", ".json"];
    let path = comment.split_once('?').map_or(comment, |(path, _)| path);
    path.contains('/')
        && !path.contains("://")
        && !path.contains(char::is_whitespace)
        && extensions.iter().any(|extension| path.ends_with(extension))
}

/// The packages that the name of a chunk tells of: `vendors-node_modules_lodash_lodash_js-node_modules_ms_index_js`.
/// webpack writes `_` for `/` and for much else, so only well-known names can be told from it.
pub(crate) fn in_chunk_name<'k>(name: &str, known: &[&'k str]) -> Vec<&'k str> {
    let paths = name.split("node_modules_").skip(1);
    let longest = |path: &str| {
        let is_head = |package: &&&str| {
            let flat = package.replace(['@', '/', '.'], "_");
            let flat = flat.trim_start_matches('_');
            path.strip_prefix(flat).is_some_and(|rest| rest.starts_with('_'))
        };
        known.iter().filter(is_head).max_by_key(|package| package.len()).copied()
    };
    let mut found: Vec<&str> = paths.filter_map(longest).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::{in_chunk_name, modules};
    use crate::model::package::Origin;
    use crate::model::script::{Factory, ScriptFacts};
    use crate::model::span::Span;

    #[test]
    fn comments_that_are_paths_bound_the_modules_of_a_script_that_is_not_minified() {
        let text = "// a comment\nvar x;\n// node_modules/ms/index.js\nvar ms;\n// src/main.ts\nms();\n";
        let found = modules(text, &ScriptFacts::default());
        let spans: Vec<&str> =
            found.iter().map(|module| &text[module.span.start as usize..module.span.end as usize]).collect();
        assert_eq!(spans, ["// node_modules/ms/index.js\nvar ms;\n", "// src/main.ts\nms();\n"]);
        assert_eq!(found[0].origin.as_ref().and_then(Origin::package), Some("ms"));
        assert_eq!(found[1].origin, Some(Origin::Application));
    }

    #[test]
    fn of_modules_in_each_other_the_outermost_counts() {
        let factory =
            |start, end, id: Option<&str>| Factory { id: id.map(str::to_owned), span: Span::new(start, end) };
        let factories =
            vec![factory(5, 9, None), factory(0, 10, Some("node_modules/a/x.js")), factory(10, 12, None)];
        let found = modules("0123456789ab", &ScriptFacts { factories, ..ScriptFacts::default() });
        assert_eq!(found.iter().map(|module| module.span.end).collect::<Vec<_>>(), [10, 12]);
        assert_eq!(found[0].origin.as_ref().and_then(Origin::package), Some("a"));
    }

    #[test]
    fn names_of_chunks_tell_of_known_packages_only() {
        let known = ["lodash", "lodash-es", "@babel/runtime", "chart.js"];
        let check =
            |name: &str, expected: &[&str]| assert_eq!(in_chunk_name(name, &known), expected, "{name}");
        check("vendors-node_modules_lodash_lodash_js", &["lodash"]);
        check(
            "vendors-node_modules_lodash-es_a_js-node_modules_chart_js_b_js.1234.js",
            &["chart.js", "lodash-es"],
        );
        check("vendors-node_modules_babel_runtime_helpers_x_js", &["@babel/runtime"]);
        check("vendors-node_modules_my-own_x_js", &[]);
        check("lodash_lodash_js", &[]);
    }
}
