//! lighthouserc.json: the assertions of Lighthouse CI about what a page may load.
//!
//! Read as Lighthouse CI 0.15.1 reads it (`@lhci/utils`, `src/assertions.js`): a key is an audit and what follows it,
//! sizes are bytes, and of several entries of `assertMatrix` all that match a page apply.

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::fields::span_of;
use crate::config::import::lighthouse_pages::{By, Pages};
use crate::config::import::lighthouse_resources::{Entry, Resource, TYPES, add};
use crate::config::import::limits::{Limited, at_most, number};
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported, lighthouse_measured};
use crate::model::budget::{Bound, Metric};
use crate::model::outside::{Outside, Unit};
use crate::model::span::Span;
use crate::model::verdict::Verdict;

/// The parts of `ci`, one of which must be there.
const PARTS: [&str; 4] = ["assert", "collect", "upload", "server"];

/// What a score must be where nothing is said (`src/assertions.js`).
const DEFAULT_SCORE: f64 = 0.9;

/// Why most audits stay where they are.
const BROWSER: &str = "only a browser measures it";

/// What a resource type may come to.
struct Limits {
    name: &'static str,
    resource: Resource,
    most: Vec<(Metric, Bound, u64)>,
    span: Span,
}

/// Whether a file is of that shape.
pub(crate) fn is_it(tree: &Value<'_>) -> bool {
    let ci = tree.as_object().and_then(|object| object.get_object("ci"));
    ci.is_some_and(|ci| PARTS.iter().any(|part| ci.get_object(part).is_some()))
}

/// Its budgets.
pub(crate) fn read(source: Source<'_>, _: &mut Problems) -> Imported {
    let mut imported = Imported::by(Foreign::LighthouseCi);
    imported.unmatched = Some(Verdict::Warn);
    let ci = source.tree.as_object().and_then(|object| object.get_object("ci"));
    let Some(assert) = ci.and_then(|ci| ci.get_object("assert")) else {
        imported.leave_out("ci", "it asserts nothing", span_of(source.tree));
        return imported;
    };
    preset(assert, &mut imported);
    if let Some(file) = assert.get("budgetsFile") {
        let name = file.value.as_string_lit().map_or("budget.json", |name| &name.value);
        let reason = format!("import it by itself: weighbridge init --from {name}");
        imported.leave_out(format!("budgetsFile {name}"), reason, span_of(&file.value));
    }
    if let Some(assertions) = assert.get_object("assertions") {
        carry_over(assertions, None, &Pages::all(), &mut imported);
    }
    for one in assert.get_array("assertMatrix").into_iter().flat_map(|matrix| &matrix.elements) {
        let Some(one) = one.as_object() else { continue };
        preset(one, &mut imported);
        let Some(assertions) = one.get_object("assertions") else { continue };
        let pattern = one.get_string("matchingUrlPattern").map(|pattern| pattern.value.as_ref());
        let Some(pages) = pattern.map_or_else(|| Some(Pages::all()), pages) else {
            let what = format!("matchingUrlPattern {}", pattern.unwrap_or_default());
            let reason = "which pages of a build a regular expression means cannot be told; \"entry\" of budgets.json has globs of routes";
            imported.leave_out(what, reason, span_of(one));
            continue;
        };
        carry_over(assertions, pattern.filter(|_| !pages.are_all()), &pages, &mut imported);
    }
    lighthouse_measured::add_notes(&mut imported);
    imported
}

fn preset(object: &Object<'_>, imported: &mut Imported) {
    if let Some(preset) = object.get("preset") {
        let name = preset.value.as_string_lit().map_or("?", |name| &name.value);
        imported.leave_out(
            format!("preset {name}"),
            "it is about what a browser measures",
            span_of(&preset.value),
        );
    }
}

fn carry_over(assertions: &Object<'_>, pattern: Option<&str>, pages: &Pages, imported: &mut Imported) {
    let mut resources: Vec<Limits> = Vec::new();
    let mut measured: Vec<Limited> = Vec::new();
    for property in &assertions.properties {
        let (key, span) = (property.name.as_str(), span_of(property));
        let Some((level, options)) = level(&property.value) else {
            imported.leave_out(key, "it is no assertion: write a level, or a level and its options", span);
            continue;
        };
        if level == "off" {
            continue;
        }
        let bound = if level == "warn" { Bound::Warn } else { Bound::Max };
        if let Some(value) = value(key) {
            match value_limit(value, bound, options) {
                Ok(limit)
                    if measured.iter().any(|(metric, bound, _)| (*metric, *bound) == (limit.0, limit.1)) =>
                {
                    imported.leave_out(key, "it stands here twice", span);
                }
                Ok(limit) => measured.push(limit),
                Err(reason) => imported.leave_out(key, reason, span),
            }
            continue;
        }
        let Some((resource, metric)) = resource(key) else {
            imported.leave_out(key, reason(key), span);
            continue;
        };
        let limit = options.and_then(|options| number(&options.get("maxNumericValue")?.value));
        let Some(limit) = limit else {
            imported.leave_out(key, "it has no maxNumericValue", span);
            continue;
        };
        let limit = (metric, bound, at_most(limit));
        let name = TYPES.iter().find(|(_, of)| *of == resource).map_or("", |(name, _)| name);
        match resources.iter_mut().find(|met| met.resource == resource) {
            Some(met) => met.most.push(limit),
            None => resources.push(Limits { name, resource, most: vec![limit], span }),
        }
    }
    let named = if pages.name_documents() { By::Document } else { By::Route };
    let entry = Entry::of(pages.globs(named), named);
    for one in resources {
        let of = pattern.map_or(String::new(), |pattern| format!("{pattern}: "));
        let name = format!("{of}{}", one.name);
        add(
            imported,
            one.resource,
            name,
            &entry,
            &one.most,
            (format!("{of}resource-summary:{}", one.name), one.span),
        );
    }
    let of = pattern.map_or(String::new(), |pattern| format!("{pattern}: "));
    lighthouse_measured::add(imported, &of, pages, std::iter::empty(), &measured);
}

/// What Lighthouse measures and its results say: `categories:performance`, `largest-contentful-paint`.
fn value(key: &str) -> Option<Outside> {
    let mut parts = key.split(['.', ':']).filter(|part| !part.is_empty());
    match (parts.next()?, parts.next(), parts.next()) {
        ("categories", Some(category), None) => lighthouse_measured::of_category(category),
        (audit, None, None) => lighthouse_measured::of_audit(audit),
        _ => None,
    }
}

/// The limit on such a value, or why there is none.
fn value_limit(value: Outside, bound: Bound, options: Option<&Object<'_>>) -> Result<Limited, String> {
    let option = |key: &str| options.and_then(|options| number(&options.get(key)?.value));
    let metric = value.get();
    if metric.unit != Unit::Score {
        let limit = option("maxNumericValue").ok_or_else(|| {
            format!(
                "weighbridge reads the value of an audit, not its score: limit {:?} with \"max\"",
                metric.name
            )
        })?;
        let parts = lighthouse_measured::parts(limit).ok_or("no value is below 0")?;
        return Ok((Metric::Outside(value), bound, parts));
    }
    let is_other =
        option("minScore").is_none() && (option("maxNumericValue").or(option("maxLength"))).is_some();
    if is_other {
        return Err("a score has no limit but minScore".to_owned());
    }
    let score = option("minScore").unwrap_or(DEFAULT_SCORE);
    let parts = lighthouse_measured::parts_of_score(score);
    let parts = parts.ok_or("a score is from 0 to 1")?;
    if bound == Bound::Warn {
        let reason = format!(
            "it only warns, and a lower limit fails here; if it may fail, write \"min\": {{ {:?}: {score} }}",
            metric.name
        );
        return Err(reason);
    }
    Ok((Metric::Outside(value), Bound::Min, parts))
}

/// The level of an assertion, and its options.
fn level<'a>(value: &'a Value<'a>) -> Option<(&'a str, Option<&'a Object<'a>>)> {
    let (level, options) = match value {
        Value::StringLit(level) => (level.value.as_ref(), None),
        Value::Array(array) => {
            let level = array.elements.first()?.as_string_lit()?;
            (level.value.as_ref(), array.elements.get(1).and_then(Value::as_object))
        }
        _ => return None,
    };
    matches!(level, "off" | "warn" | "error").then_some((level, options))
}

/// `resource-summary:script:size`; dots are read like colons.
fn resource(key: &str) -> Option<(Resource, Metric)> {
    let mut parts = key.split(['.', ':']).filter(|part| !part.is_empty());
    let (audit, kind, property) = (parts.next()?, parts.next()?, parts.next()?);
    if audit != "resource-summary" || parts.next().is_some() {
        return None;
    }
    let resource = TYPES.iter().find(|(name, _)| *name == kind)?.1;
    match property {
        "size" => Some((resource, Metric::Gzip)),
        "count" => Some((resource, Metric::Count)),
        _ => None,
    }
}

fn reason(key: &str) -> &'static str {
    let audit = key.split(['.', ':']).next().unwrap_or_default();
    match audit {
        "resource-summary" => "Lighthouse CI knows no such part of it",
        "categories" => "weighbridge reads no such value of Lighthouse's results",
        "performance-budget" => "it asserts the budgets of Lighthouse's budget.json: import that file",
        // Checks of the same name look at the build.
        "unminified-javascript" | "unminified-css" => "the check unminified-asset looks for it",
        "legacy-javascript" => "the check legacy-javascript looks for it",
        "duplicated-javascript" => "the checks duplicate-module and duplicate-package look for it",
        "modern-image-formats" => "the check legacy-image-format looks for it",
        "uses-responsive-images" => "the checks missing-srcset and oversized-image look for it",
        "uses-optimized-images" => "the check unoptimised-image looks for it",
        "unsized-images" => "the check missing-image-size looks for it",
        "font-display" => "the check missing-font-display looks for it",
        "uses-text-compression" => "a server compresses, or does not; here sizes are compressed",
        _ => BROWSER,
    }
}

/// The pages that a regular expression over addresses means, where it is an address with at most one `.*` in its path.
fn pages(pattern: &str) -> Option<Pages> {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern).replace("\\/", "/").replace("[^/]+", "host");
    if matches!(pattern.as_str(), "" | ".*" | ".+" | ".*$") {
        return Some(Pages::all());
    }
    let schemes = ["https?://", "http://", "https://", "http(s)?://", "http.?://"];
    let behind = schemes.iter().find_map(|scheme| pattern.strip_prefix(scheme))?;
    let path = behind.find('/').map_or("/", |slash| behind.get(slash..).unwrap_or("/"));
    let mut written = String::new();
    let mut rest = path;
    while let Some(character) = rest.chars().next() {
        rest = if let Some(rest) = rest.strip_prefix(".*") {
            written.push('*');
            rest
        } else if let Some(escaped) = rest.strip_prefix('\\') {
            let escaped_character =
                escaped.chars().next().filter(|character| ".-_~+".contains(*character))?;
            written.push(escaped_character);
            escaped.get(escaped_character.len_utf8()..)?
        } else if character.is_ascii_alphanumeric() || "/-_~.%$".contains(character) {
            written.push(character);
            rest.get(character.len_utf8()..)?
        } else {
            return None;
        };
    }
    Pages::of(&written).ok()
}

#[cfg(test)]
mod tests {
    use super::{Pages, pages};

    #[test]
    fn a_pattern_that_is_an_address_means_its_pages() {
        let check = |pattern: &str, path: &str| assert_eq!(pages(pattern), Pages::of(path).ok(), "{pattern}");
        check(".*", "/");
        check("https?://[^/]+/blog", "/blog");
        check("^https:\\/\\/example\\.com\\/checkout$", "/checkout$");
        check("http://localhost:3000/docs/.*", "/docs/*");
        check("http://localhost:3000", "/");
        check("http://localhost:3000/about\\.html", "/about.html");
        for pattern in ["(en|de)", "http://a/(x|y)", "/blog", "http://a/[a-z]", "http://a/.*b.*"] {
            assert_eq!(pages(pattern), None, "{pattern}");
        }
    }
}
