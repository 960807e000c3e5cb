//! Which keys of a budget go together, as far as a JSON Schema can say it: the reader's
//! [`combinations`](crate::config::combinations) once more, for editors.

use serde_json::{Map, Value, json};

const LIMITS: [&str; 5] = ["max", "warn", "min", "growth", "drift"];

/// The rules, each a schema; all must hold.
pub(crate) fn combinations() -> Value {
    let rest = json!({ "required": ["rest"] });
    let package = json!({ "anyOf": [{ "required": ["package"] }, per(&["package"])] });
    let source_maps = json!({ "properties": { "type": { "const": "source-map" } }, "required": ["type"] });
    let initial = json!({ "properties": { "load": { "const": "initial" } }, "required": ["load"] });
    let precache = json!({ "properties": { "load": { "const": "precache" } }, "required": ["load"] });
    let one_load = json!({ "anyOf": [per(&["split-point"]), { "allOf": [per(&["entry"]), initial] }] });
    json!([
        { "anyOf": LIMITS.map(|key| json!({ "required": [key] })) },
        { "if": rest, "then": { "properties": { "per": { "const": "file" } } } },
        {
            "if": { "required": ["package"] },
            "then": { "properties": { "per": { "enum": ["total", "package"] }, "rest": false } },
        },
        { "if": per(&["split-point"]), "then": { "properties": { "load": { "const": "lazy" } } } },
        {
            "if": precache,
            "then": { "properties": { "per": { "enum": ["total", "file", "package"] }, "entry": false } },
        },
        { "if": { "required": ["network"] }, "then": { "anyOf": time_limits() } },
        { "if": { "anyOf": [rest, per(&["file"])] }, "then": without(&["count"]) },
        { "if": package, "then": without(&["gzip", "brotli", "invalidated"]) },
        { "if": per(&["split-point"]), "then": without(&["invalidated"]) },
        { "if": source_maps, "then": without(&["gzip", "brotli", "time", "invalidated"]) },
        { "if": { "not": one_load }, "then": without(&["time"]) },
        { "if": outside("\\."), "then": of_outside_alone() },
        { "if": { "required": ["page"] }, "then": { "allOf": [outside("^lighthouse"), { "not": outside("^k6") }] } },
    ])
}

/// Where a metric of other tools is limited, whose name is like that.
fn outside(pattern: &str) -> Value {
    let some_name = json!({ "not": { "propertyNames": { "not": { "pattern": pattern } } } });
    let bounds = ["max", "warn", "min"]
        .map(|bound| json!({ "properties": { (bound): some_name }, "required": [bound] }));
    json!({ "anyOf": bounds })
}

/// Nothing of the build stands beside what other tools measure.
fn of_outside_alone() -> Value {
    let names_of_tools = json!({ "propertyNames": { "pattern": "\\." } });
    let selectors = ["files", "type", "load", "entry", "package", "rest", "per", "network", "growth"];
    let mut properties: Map<String, Value> =
        selectors.iter().map(|key| ((*key).to_owned(), Value::Bool(false))).collect();
    for bound in ["max", "warn", "min"] {
        properties.insert(bound.to_owned(), names_of_tools.clone());
    }
    json!({ "properties": properties })
}

/// Where `per` is one of these.
fn per(values: &[&str]) -> Value {
    json!({ "properties": { "per": { "enum": values } }, "required": ["per"] })
}

/// No limit may be on one of these metrics.
fn without(metrics: &[&str]) -> Value {
    let forbidden: Map<String, Value> =
        metrics.iter().map(|metric| ((*metric).to_owned(), Value::Bool(false))).collect();
    let limits: Map<String, Value> =
        LIMITS.iter().map(|key| ((*key).to_owned(), json!({ "properties": forbidden }))).collect();
    json!({ "properties": limits })
}

/// Each bound, with a limit on time.
fn time_limits() -> [Value; 3] {
    ["max", "warn", "min"]
        .map(|bound| json!({ "properties": { (bound): { "required": ["time"] } }, "required": [bound] }))
}
