//! The budgets of angular.json, and of Nx's project.json.
//!
//! Read as @angular/build 20.3 reads them (`src/utils/bundle-calculator.js`): bytes as they lie in the build, a kilobyte
//! is 1,000 of them, scripts and stylesheets only. Of several configurations that of a production build holds, of
//! several projects the first that has budgets.

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::fields::span_of;
use crate::config::import::angular_sizes::{Sizes, calculated};
use crate::config::import::limits::{budget, globs};
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported, ImportedBudget};
use crate::model::budget::{Bound, Per, Selector};
use crate::model::chunk_graph::Load;
use crate::model::span::Span;
use crate::model::verdict::Verdict;

/// What a build has of an Angular application: its scripts and stylesheets.
const CODE: [&str; 2] = ["**/*.js", "**/*.css"];
const SCRIPTS: [&str; 1] = ["**/*.js"];

/// A project and its target `build`.
struct Project<'a> {
    name: Option<&'a str>,
    build: &'a Object<'a>,
    span: Span,
}

/// The budgets of one configuration.
struct Budgets<'a> {
    /// `None` for the options that all configurations share.
    configuration: Option<&'a str>,
    elements: &'a [Value<'a>],
    span: Span,
}

/// Whether a file is of that shape: a workspace with projects, or a project, that has a target.
pub(crate) fn is_it(tree: &Value<'_>) -> bool {
    let Some(object) = tree.as_object() else { return false };
    let has_targets = |object: &Object<'_>| targets(object).is_some();
    let of_workspace = object.get_object("projects").is_some_and(|projects| {
        projects.properties.iter().filter_map(|property| property.value.as_object()).any(has_targets)
    });
    of_workspace || build_of(object).is_some()
}

/// Its budgets.
pub(crate) fn read(source: Source<'_>, _: &mut Problems) -> Imported {
    let mut imported = Imported::by(Foreign::Angular);
    // A budget for a bundle that is not there passes: it weighs nothing.
    imported.unmatched = Some(Verdict::Warn);
    let projects = source.tree.as_object().map(projects).unwrap_or_default();
    let mut chosen: Option<&Project<'_>> = None;
    for project in &projects {
        let sets = sets(project.build);
        if sets.is_empty() {
            continue;
        }
        if let Some(chosen) = chosen {
            let of = chosen.name.unwrap_or_default();
            let reason = format!("a budget file is about one build, and this one is about that of {of}");
            let what = format!("project {}", project.name.unwrap_or_default());
            imported.leave_out(what, reason, project.span);
            continue;
        }
        chosen = Some(project);
        carry_over(project, &sets, &mut imported);
    }
    if chosen.is_none() {
        imported.leave_out("projects", "none has budgets", span_of(source.tree));
    }
    imported
}

fn projects<'a>(tree: &'a Object<'a>) -> Vec<Project<'a>> {
    let of_workspace = tree.get_object("projects").into_iter().flat_map(|projects| &projects.properties);
    let projects = of_workspace.filter_map(|property| {
        let build = build_of(property.value.as_object()?)?;
        Some(Project { name: Some(property.name.as_str()), build, span: span_of(property) })
    });
    let alone = build_of(tree).map(|build| Project {
        name: tree.get_string("name").map(|name| name.value.as_ref()),
        build,
        span: span_of(tree),
    });
    projects.chain(alone).collect()
}

fn targets<'a>(project: &'a Object<'a>) -> Option<&'a Object<'a>> {
    project.get_object("architect").or_else(|| project.get_object("targets"))
}

fn build_of<'a>(project: &'a Object<'a>) -> Option<&'a Object<'a>> {
    targets(project)?.get_object("build")
}

/// All budgets of a target: those of its configurations, then those that they share.
fn sets<'a>(build: &'a Object<'a>) -> Vec<Budgets<'a>> {
    let set = |configuration: Option<&'a str>, options: &'a Object<'a>| {
        let budgets = options.get("budgets")?;
        let elements = &budgets.value.as_array()?.elements;
        (!elements.is_empty()).then(|| Budgets { configuration, elements, span: span_of(budgets) })
    };
    let configurations = build.get_object("configurations").into_iter().flat_map(|all| &all.properties);
    let of_configurations =
        configurations.filter_map(|property| set(Some(property.name.as_str()), property.value.as_object()?));
    let shared = build.get_object("options").and_then(|options| set(None, options));
    of_configurations.chain(shared).collect()
}

fn carry_over(project: &Project<'_>, sets: &[Budgets<'_>], imported: &mut Imported) {
    let default = project.build.get_string("defaultConfiguration").map(|name| name.value.as_ref());
    let named = |name: &str| sets.iter().position(|set| set.configuration == Some(name));
    let chosen = named("production")
        .or_else(|| default.and_then(named))
        .or_else(|| sets.iter().position(|set| set.configuration.is_none()))
        .unwrap_or(0);
    for (place, set) in sets.iter().enumerate() {
        if place == chosen {
            if let Some(configuration) = set.configuration {
                imported.notes.push(format!("The budgets are those of the configuration {configuration:?}."));
            }
            set.elements.iter().for_each(|element| one(element, imported));
            continue;
        }
        let what = set.configuration.map_or_else(
            || "the budgets of options".to_owned(),
            |configuration| format!("the budgets of the configuration {configuration:?}"),
        );
        imported.leave_out(what, "a budget file is about one configuration", set.span);
    }
    imported.build = output(project);
    if let Some(name) = project.name {
        imported.notes.push(format!("They are about the project {name:?}."));
    }
}

/// Where the browser's part of the build is written, from the workspace.
fn output(project: &Project<'_>) -> Option<String> {
    let options = project.build.get_object("options");
    let path = options.and_then(|options| options.get("outputPath")).map(|path| &path.value);
    // The builders of webpack know no folder for the browser.
    let builder = project.build.get_string("builder").or_else(|| project.build.get_string("executor"));
    let has_folder = builder.is_some_and(|builder| builder.value.ends_with(":application"));
    let join = |base: &str, folder: &str| match (base.trim_end_matches('/'), folder.trim_matches('/')) {
        (base, "") => base.to_owned(),
        (base, folder) => format!("{base}/{folder}"),
    };
    match path {
        Some(Value::StringLit(base)) => Some(join(&base.value, if has_folder { "browser" } else { "" })),
        Some(Value::Object(paths)) => {
            let folder = paths.get_string("browser").map_or("browser", |folder| &folder.value);
            Some(join(&paths.get_string("base")?.value, folder))
        }
        // https://angular.dev/reference/configs/workspace-config#output-path-configuration
        None if has_folder => project.name.map(|name| format!("dist/{name}/browser")),
        _ => None,
    }
}

/// One budget.
fn one(element: &Value<'_>, imported: &mut Imported) {
    let span = span_of(element);
    let Some(object) = element.as_object() else {
        imported.leave_out("a budget", "it is no object", span);
        return;
    };
    let text =
        |key: &str| object.get_string(key).map(|text| text.value.as_ref()).filter(|text| !text.is_empty());
    let kind = text("type").unwrap_or_default();
    let initial = Selector { files: globs(&CODE), load: Some(Load::Initial), ..Selector::default() };
    let of = |files: &[&str]| Selector { files: globs(files), ..Selector::default() };
    let (name, selector, per) = match kind {
        "initial" => (kind.to_owned(), initial, Per::Entry),
        "all" => (kind.to_owned(), of(&CODE), Per::Total),
        "allScript" => (kind.to_owned(), of(&SCRIPTS), Per::Total),
        "any" => (kind.to_owned(), of(&CODE), Per::File),
        "anyScript" => (kind.to_owned(), of(&SCRIPTS), Per::File),
        "bundle" => match text("name") {
            Some(name) => {
                (name.to_owned(), Selector { files: bundle(name), ..Selector::default() }, Per::Total)
            }
            None => {
                imported.leave_out(kind, "without a name it is about no bundle", span);
                return;
            }
        },
        "anyComponentStyle" => {
            let reason = "the styles of components are inside of scripts in a build";
            imported.leave_out(kind, reason, span);
            return;
        }
        "" => {
            imported.leave_out("a budget", "it has no type", span);
            return;
        }
        other => {
            imported.leave_out(other, "Angular has no such type", span);
            return;
        }
    };
    let sizes = calculated(&text);
    let limits = limits(&name, &sizes, imported, span);
    if limits.is_empty() {
        return;
    }
    let mut notes = Vec::new();
    if kind == "initial" {
        notes.push("Counted for each page; Angular adds up all that its one page starts with.".to_owned());
    }
    if kind == "bundle" {
        notes.push("A bundle's files are known by their names here.".to_owned());
    }
    let budget = budget(name, selector, per, &limits);
    imported.budgets.push(ImportedBudget { budget, notes });
}

/// The limits that can be judged; whatever else there is, is left out.
fn limits(
    name: &str,
    sizes: &Sizes,
    imported: &mut Imported,
    span: Span,
) -> Vec<crate::config::import::limits::Limited> {
    for key in &sizes.unread {
        let reason = "Angular cannot read it, and always says that it is exceeded";
        imported.leave_out(format!("{name}: {key}"), reason, span);
    }
    if sizes.min_warns {
        imported.leave_out(format!("{name}: minimumWarning"), "a lower limit fails; none only warns", span);
    }
    if sizes.limits.is_empty() && sizes.unread.is_empty() && !sizes.min_warns {
        imported.leave_out(name, "it limits nothing", span);
    }
    let value = |bound| sizes.limits.iter().find(|(_, of, _)| *of == bound).map(|(.., value)| *value);
    let (max, warn, min) = (value(Bound::Max), value(Bound::Warn), value(Bound::Min));
    let mut limits = sizes.limits.clone();
    if max.zip(warn).is_some_and(|(max, warn)| max <= warn) {
        imported.leave_out(
            format!("{name}: maximumWarning"),
            "it warns where maximumError fails already",
            span,
        );
        limits.retain(|(_, bound, _)| *bound != Bound::Warn);
    }
    if max.zip(min).is_some_and(|(max, min)| max < min) {
        let reason = "it is above maximumError: no build can pass";
        imported.leave_out(format!("{name}: minimumError"), reason, span);
        limits.retain(|(_, bound, _)| *bound != Bound::Min);
    }
    limits
}

/// The files of a bundle, whether their names have hashes or not: `main.js`, `main-ABCD1234.js`, `main.0123abcd.js`.
fn bundle(name: &str) -> Option<crate::model::globs::Globs> {
    let mut literal = String::new();
    for character in name.chars() {
        if matches!(character, '?' | '*' | '[' | ']' | '{' | '}' | '\\') {
            literal.extend(['[', character, ']']);
        } else {
            literal.push(character);
        }
    }
    // esbuild's hashes have 8 characters, those of webpack stand behind a dot.
    globs(&[
        format!("**/{literal}.{{js,css}}"),
        format!("**/{literal}-????????.{{js,css}}"),
        format!("**/{literal}.*.{{js,css}}"),
    ])
}
