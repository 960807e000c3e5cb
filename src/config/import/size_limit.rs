//! size-limit: each check is the sum of the files that its globs match, each compressed by itself
//! (<https://github.com/ai/size-limit>, packages/size-limit/get-config.js, packages/file and packages/time).

use jsonc_parser::ast::{Object, Value};

use crate::config::error::Problems;
use crate::config::fields::{kind_of, span_of};
use crate::config::import::bundlesize::letters;
use crate::config::import::byte_sizes::to_bytes;
use crate::config::import::globs::{Dialect, translate};
use crate::config::import::rules::{Rule, finish, member, objects, place, text};
use crate::config::import::shape::Source;
use crate::config::import::{Foreign, Imported};
use crate::model::budget::{Metric, Per};
use crate::model::span::Span;

/// The keys of a check with which a bundler makes what is weighed.
const BUNDLING: [&str; 11] = [
    "import",
    "entry",
    "ignore",
    "config",
    "webpack",
    "rolldown",
    "modifyWebpackConfig",
    "modifyEsbuildConfig",
    "modifyRolldownConfig",
    "disableModuleConcatenation",
    "module",
];
/// The other keys of a check.
const KEYS: [&str; 14] = [
    "path",
    "limit",
    "name",
    "message",
    "gzip",
    "brotli",
    "running",
    "time",
    "compareWith",
    "uiReports",
    "disablePlugins",
    "hidePassed",
    "highlightLess",
    "files",
];
/// The keys of which a check has one, and nothing else with a `path` has.
const TELLING: [&str; 7] = ["limit", "gzip", "brotli", "import", "entry", "running", "webpack"];
/// The packages that make size-limit bundle before it weighs.
const BUNDLERS: [&str; 6] = [
    "@size-limit/preset-small-lib",
    "@size-limit/preset-big-lib",
    "@size-limit/esbuild",
    "@size-limit/webpack",
    "@size-limit/webpack-css",
    "@size-limit/rolldown",
];

/// Bytes a second where no `networkSpeed` is given: `SLOW_3G` in packages/time/index.js.
const SLOW_3G: f64 = 50.0 * 1024.0;
/// No load is said to take less: `getLoadingTime` there.
const LEAST_SECONDS: f64 = 0.01;

/// An array of checks.
pub(crate) fn is_it(tree: &Value<'_>) -> bool {
    let Some(array) = tree.as_array() else { return false };
    let has = |check: &Object<'_>, keys: &[&str]| {
        check.properties.iter().any(|property| keys.contains(&property.name.as_str()))
    };
    let is_check = |check: &Value<'_>| {
        check.as_object().is_some_and(|check| has(check, &TELLING) && check.get("maxSize").is_none())
    };
    !array.elements.is_empty() && array.elements.iter().all(is_check)
}

/// Its budgets.
pub(crate) fn read(source: Source<'_>, problems: &mut Problems) -> Imported {
    let mut imported = Imported::by(Foreign::SizeLimit);
    if let Some(bundler) = source.package.and_then(bundler) {
        imported.notes.push(format!(
            "With {bundler}, size-limit bundles each file with its dependencies before it weighs it. weighbridge weighs the file as it is: the sizes differ."
        ));
    }
    let checks = objects(source.tree, Foreign::SizeLimit, problems);
    let rules: Vec<Rule> =
        checks.into_iter().filter_map(|check| rule(check, source.package, &mut imported, problems)).collect();
    finish(rules, &mut imported);
    imported
}

/// The installed package that bundles.
fn bundler(package: &Object<'_>) -> Option<&'static str> {
    let is_in = |key: &str, name: &str| {
        member(package, key).and_then(Value::as_object).is_some_and(|packages| packages.get(name).is_some())
    };
    BUNDLERS.into_iter().find(|name| is_in("devDependencies", name) || is_in("dependencies", name))
}

fn rule(
    check: &Object<'_>,
    package: Option<&Object<'_>>,
    imported: &mut Imported,
    problems: &mut Problems,
) -> Option<Rule> {
    let span = place(check);
    let patterns = patterns(check, package, problems)?;
    let name = text(check, "name").map_or_else(|| patterns.join(", "), str::to_owned);
    let what = if name.is_empty() { "a check without a path".to_owned() } else { format!("{name:?}") };
    for property in &check.properties {
        let key = property.name.as_str();
        let is_off = matches!(&property.value, Value::NullKeyword(_))
            || matches!(&property.value, Value::BooleanLit(literal) if !literal.value);
        if BUNDLING.contains(&key) && !is_off {
            let reason = format!(
                "with {key:?}, size-limit makes a bundle and weighs that; weighbridge weighs files of the build"
            );
            imported.leave_out(what, reason, span_of(&property.name));
            return None;
        }
        if !BUNDLING.contains(&key) && !KEYS.contains(&key) {
            imported.leave_out(
                format!("{key:?} of {what}"),
                "weighbridge knows no such key of size-limit",
                span_of(&property.name),
            );
        }
    }
    if patterns.is_empty() {
        let reason = "without \"path\", size-limit weighs what `main` of package.json names: write that file";
        imported.leave_out(what, reason, span);
        return None;
    }
    let (globs, excluded) = match globs(&patterns) {
        Ok(globs) => globs,
        Err(reason) => {
            imported.leave_out(what, reason, span);
            return None;
        }
    };
    let metric = match (member(check, "gzip"), member(check, "brotli")) {
        (Some(Value::BooleanLit(gzip)), _) if gzip.value => Metric::Gzip,
        (_, Some(Value::BooleanLit(brotli))) if !brotli.value => Metric::Raw,
        _ => Metric::Brotli,
    };
    let mut notes: Vec<String> = text(check, "message").map(str::to_owned).into_iter().collect();
    notes.extend(patterns.iter().find_map(|pattern| letters(pattern)));
    let max = match limit(check) {
        Ok((max, note)) => {
            notes.extend(note);
            max
        }
        Err((reason, place)) => {
            imported.leave_out(format!("the limit of {what}"), reason, place);
            return None;
        }
    };
    Some(Rule { name, globs, excluded, per: Per::Total, metric, max, growth: None, notes, span })
}

/// The patterns of `path`; those of `main` where there is none; empty where that says nothing either.
fn patterns(
    check: &Object<'_>,
    package: Option<&Object<'_>>,
    problems: &mut Problems,
) -> Option<Vec<String>> {
    match member(check, "path") {
        Some(Value::StringLit(text)) if !text.value.is_empty() => Some(vec![text.value.to_string()]),
        Some(Value::Array(array)) if array.elements.iter().all(|one| one.as_string_lit().is_some()) => {
            let texts = array.elements.iter().filter_map(Value::as_string_lit);
            Some(texts.map(|text| text.value.to_string()).collect())
        }
        Some(other) => {
            let help = "write a path, a glob or an array of them".to_owned();
            problems.push(span_of(other), "\"path\" is a text or an array of texts", kind_of(other), help);
            None
        }
        None => {
            let main = package.and_then(|package| text(package, "main"));
            // Node looks for what has no extension under several names.
            let is_file = |main: &&str| {
                let ending = main.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
                matches!(ending, Some((_, "js" | "cjs" | "mjs")))
            };
            Some(main.filter(is_file).map(str::to_owned).into_iter().collect())
        }
    }
}

/// What takes files in, and what takes them out.
fn globs(patterns: &[String]) -> Result<(Vec<String>, Vec<String>), String> {
    let (mut globs, mut excluded, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
    for pattern in patterns {
        let out = pattern.strip_prefix('!').filter(|rest| !rest.starts_with('('));
        let folder = out.unwrap_or(pattern).trim_end_matches('/');
        let folder = if matches!(folder, "" | ".") { "**" } else { folder };
        let translated =
            translate(folder, Dialect::Picomatch).map_err(|reason| format!("{pattern:?}: {reason}"))?;
        for glob in translated.globs {
            let inside = can_be_a_folder(&glob).then(|| format!("{glob}/**"));
            let both = std::iter::once(glob).chain(inside);
            if out.is_some() { excluded.extend(both) } else { globs.extend(both) }
        }
        if out.is_none() {
            hidden.extend(translated.hidden);
        }
    }
    if globs.is_empty() {
        return Err("\"path\" only takes files out".to_owned());
    }
    excluded.extend(hidden);
    Ok((globs, excluded))
}

/// Whether the last name of a glob may be that of a folder, which stands for all that is in it.
fn can_be_a_folder(glob: &str) -> bool {
    let name = glob.rsplit('/').next().unwrap_or(glob);
    let is_extension = |ending: &str| {
        ending.starts_with(|c: char| c.is_ascii_alphabetic())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            || ending.starts_with('{')
    };
    let has_extension =
        name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && is_extension(ending));
    !name.ends_with('*') && !has_extension
}

/// The limit in bytes; `None` where there is none.
fn limit(check: &Object<'_>) -> Result<(Option<u64>, Option<String>), (String, Span)> {
    let none = |note: &str| Ok((None, Some(note.to_owned())));
    let Some(value) = member(check, "limit") else {
        return none("No limit: measured only; it must be there.");
    };
    let place = span_of(value);
    let of_bytes = |bytes: Option<f64>| match bytes.map(f64::floor) {
        Some(bytes) if bytes == 0.0 && value.as_number_lit().is_some() => {
            none("No limit: measured only; it must be there.")
        }
        Some(bytes) if 0.0 <= bytes => Ok((to_bytes(bytes), None)),
        _ => Err(("size-limit reads no size in it, and fails whatever the size is".to_owned(), place)),
    };
    match value {
        Value::NumberLit(number) => of_bytes(number.value.parse().ok()),
        Value::StringLit(text) if text.value.is_empty() => none("No limit: measured only; it must be there."),
        // `/ ?s/i`, which is not anchored: packages/size-limit/get-config.js.
        Value::StringLit(text) if text.value.to_ascii_lowercase().contains('s') => {
            time_limit(&text.value, check).map_err(|reason| (reason, place))
        }
        Value::StringLit(text) => of_bytes(size(&text.value)),
        _ => of_bytes(None),
    }
}

/// The bytes that arrive within a time limit, where that is all the time that is counted.
fn time_limit(written: &str, check: &Object<'_>) -> Result<(Option<u64>, Option<String>), String> {
    let is_off = |value: &Value<'_>| value.as_boolean_lit().is_some_and(|literal| !literal.value);
    if !member(check, "running").is_some_and(is_off) {
        return Err(
            "it is a limit on the time to load and run: size-limit runs the files in Chrome, weighbridge runs nothing"
                .to_owned(),
        );
    }
    let settings = member(check, "time").and_then(Value::as_object);
    let speed =
        settings.and_then(|time| member(time, "networkSpeed")).and_then(number_or(size)).unwrap_or(SLOW_3G);
    let latency =
        settings.and_then(|time| member(time, "latency")).and_then(number_or(seconds)).unwrap_or(0.0);
    let left = seconds(written).map(|limit| limit - latency).filter(|left| LEAST_SECONDS <= *left);
    let bytes = left.and_then(|left| to_bytes((left * speed).floor()));
    match bytes.filter(|&bytes| 0 < bytes) {
        Some(bytes) => Ok((
            Some(bytes),
            Some(format!(
                "{written:?} to load at {speed} bytes a second is {bytes} bytes: a size-limit check with \"running\": false is a limit on size."
            )),
        )),
        None => Err("no file loads in that time: size-limit fails whatever the size is".to_owned()),
    }
}

fn number_or(read: fn(&str) -> Option<f64>) -> impl Fn(&Value<'_>) -> Option<f64> {
    move |value| match value {
        Value::NumberLit(number) => number.value.parse().ok(),
        Value::StringLit(text) => read(&text.value),
        _ => None,
    }
}

/// `500 ms` and `1.5 s` as JavaScript's `parseFloat` reads them, in seconds.
fn seconds(text: &str) -> Option<f64> {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let number: f64 = text.get(..end)?.parse().ok()?;
    Some(if text.to_ascii_lowercase().contains("ms") { number / 1000.0 } else { number })
}

/// A size as bytes-iec 3.1 reads it: `kB` is 1,000 bytes, `KiB` 1,024, in any case; no unit is bytes.
fn size(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = digits.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(digits.len());
    let (number, unit) = digits.split_at(end);
    if number.starts_with('.') || number.ends_with('.') {
        return None;
    }
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let unit = unit.trim_start_matches(' ').to_ascii_lowercase();
    if unit.is_empty() || unit == "b" {
        return Some(sign * number.parse::<f64>().ok()?);
    }
    let (base, prefix) = match unit.strip_suffix("ib") {
        Some(prefix) => (1024_f64, prefix),
        None => (1000_f64, unit.strip_suffix('b')?),
    };
    let power = match prefix {
        "k" => 1,
        "m" => 2,
        "g" => 3,
        "t" => 4,
        "p" => 5,
        _ => return None,
    };
    Some(sign * number.parse::<f64>().ok()? * base.powi(power))
}
