//! The JSON Schema of budgets.json, for editors.
//!
//! Takes the table of checks, gives a schema in draft 2020-12. The types mirror the file as it is written;
//! they are never filled, and the reader does not know them: a test holds the two together.
#![expect(dead_code, reason = "only the derived schemas of these types are used")]

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::config::schema_outside;
use crate::config::schema_rules::combinations;
use crate::model::check::{Check, OptionUnit};
use crate::model::network::NETWORKS;

/// Where the schema is published.
/// Where the schema of budget files is known to everybody.
pub const SCHEMA_ID: &str = "https://weighbridge.dev/schema/budgets.schema.json";

/// A budget file for weighbridge.
#[derive(JsonSchema)]
#[schemars(title = "weighbridge budgets", deny_unknown_fields)]
struct BudgetFile {
    /// The place of this schema, for editors.
    #[schemars(rename = "$schema")]
    schema: Option<Text>,
    /// The build directory, relative to this file.
    build: Option<Text>,
    /// How hard files are compressed before they are weighed. "max" where it is left out.
    compression: Option<Compression>,
    /// Files that are left out of everything: globs relative to the build.
    ignore: Option<IgnoreGlobs>,
    /// What is limited.
    budgets: Option<Vec<Budget>>,
    /// What a budget that matches nothing comes to. "error" where it is left out.
    unmatched: Option<Unmatched>,
    /// Which checks run, and how much their findings matter.
    checks: Option<Map<String, Value>>,
}

/// A text that says something.
#[derive(JsonSchema)]
#[schemars(inline, extend("pattern" = r"\S"))]
struct Text(String);

#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum Compression {
    Named(NamedCompression),
    Levels(CompressionLevels),
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum NamedCompression {
    /// gzip 9, Brotli 11: what a build step does that writes .gz and .br files.
    Max,
    /// gzip 6, Brotli 5: what CDNs do while a visitor waits.
    Cdn,
}

#[derive(JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
struct CompressionLevels {
    /// The gzip level, 9 where it is left out.
    #[schemars(range(min = 1, max = 9))]
    gzip: Option<u8>,
    /// The Brotli quality, 11 where it is left out.
    #[schemars(range(min = 0, max = 11))]
    brotli: Option<u8>,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum Unmatched {
    /// It fails.
    Error,
    /// It warns.
    Warn,
    /// It is left out.
    Ignore,
}

/// A selector, what is measured, and its limits. All keys of the selector must hold.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("allOf" = combinations()))]
struct Budget {
    /// Its name in reports. Made from the selector where it is left out.
    name: Option<Text>,
    /// Selector: globs relative to the build.
    files: Option<PathGlobs>,
    /// Selector: a resource type.
    #[schemars(rename = "type")]
    resource_type: Option<ResourceType>,
    /// Selector: when the file is loaded.
    load: Option<Load>,
    /// Selector: only what these entry points load. Globs that begin with / are about routes, others about paths.
    entry: Option<NameGlobs>,
    /// Selector: names of npm packages.
    package: Option<NameGlobs>,
    /// Selector: pages that Lighthouse looked at, by their paths.
    page: Option<NameGlobs>,
    /// Selector: only files that no other per-file budget is about.
    #[schemars(extend("const" = true))]
    rest: Option<bool>,
    /// What is measured one by one. "total" where it is left out, "file" with "rest".
    per: Option<Per>,
    /// The network that limits on time are judged on. "slow-4g" where it is left out.
    network: Option<NetworkName>,
    /// More than this fails.
    max: Option<Limits>,
    /// More than this warns.
    warn: Option<Limits>,
    /// Less than this fails.
    min: Option<LowerLimits>,
    /// More growth than this against the baseline fails.
    growth: Option<Growth>,
    /// More growth than this against the anchor fails.
    drift: Option<Growth>,
}

/// A glob relative to the build: * stays in a folder, ** crosses folders, a leading ! takes out.
#[derive(JsonSchema)]
#[schemars(extend("pattern" = r"^(?!!?/)[\s\S]*\S"))]
struct PathGlob(String);

#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum PathGlobs {
    One(PathGlob),
    Several(#[schemars(length(min = 1))] Vec<PathGlob>),
}

#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum NameGlobs {
    One(Text),
    Several(#[schemars(length(min = 1))] Vec<Text>),
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum ResourceType {
    /// HTML.
    Document,
    /// JavaScript.
    Script,
    /// CSS.
    Stylesheet,
    /// Pictures, SVG and icons.
    Image,
    /// Audio and video.
    Media,
    /// Web fonts.
    Font,
    /// WebAssembly.
    Wasm,
    /// Source maps.
    SourceMap,
    /// Everything else.
    Other,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum Load {
    /// With some page, before any dynamic import.
    Initial,
    /// Only later.
    Lazy,
    /// When a service worker is installed.
    Precache,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum Per {
    /// All selected files together.
    Total,
    /// Each selected file.
    File,
    /// For each entry point, the selected files that it loads.
    Entry,
    /// For each split point, the selected files that it adds.
    SplitPoint,
    /// Each selected package.
    Package,
}

/// Limits by metric. A value equal to its limit passes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
struct Limits {
    /// Bytes on disk.
    raw: Option<Size>,
    /// Bytes as gzip.
    gzip: Option<Size>,
    /// Bytes as Brotli.
    brotli: Option<Size>,
    /// Number of files.
    count: Option<u64>,
    /// Download time on the network.
    time: Option<Duration>,
    /// Bytes as gzip that returning visitors must load again since the baseline.
    invalidated: Option<Size>,
}

/// Lower limits by metric. A value equal to its limit passes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
struct LowerLimits {
    /// Bytes on disk.
    raw: Option<Size>,
    /// Bytes as gzip.
    gzip: Option<Size>,
    /// Bytes as Brotli.
    brotli: Option<Size>,
    /// Number of files.
    count: Option<u64>,
    /// Download time on the network.
    time: Option<Duration>,
}

/// Limits on growth by metric.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
struct Growth {
    /// Bytes on disk.
    raw: Option<SizeGrowth>,
    /// Bytes as gzip.
    gzip: Option<SizeGrowth>,
    /// Bytes as Brotli.
    brotli: Option<SizeGrowth>,
    /// Number of files.
    count: Option<CountGrowth>,
}

/// A size: "170 kB" is 170,000 bytes, "170 KiB" is 174,080; a bare number is bytes.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Size {
    Bytes(u64),
    WithUnit(SizeText),
}

#[derive(JsonSchema)]
#[schemars(inline, extend("pattern" = r"^[0-9]+(\.[0-9]+)? *(B|kB|KB|KiB|MB|MiB|GB|GiB)$"))]
struct SizeText(String);

/// A duration: "3 s" or "1500 ms".
#[derive(JsonSchema)]
#[schemars(extend("pattern" = r"^[0-9]+(\.[0-9]+)? *(ms|s)$"))]
struct Duration(String);

/// A percentage: "5 %".
#[derive(JsonSchema)]
#[schemars(extend("pattern" = r"^[0-9]+(\.[0-9]+)? *%$"))]
struct Percentage(String);

#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum SizeGrowth {
    Amount(Size),
    Share(Percentage),
}

#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum CountGrowth {
    Amount(u64),
    Share(Percentage),
}

struct NetworkName;

impl JsonSchema for NetworkName {
    fn schema_name() -> Cow<'static, str> {
        "NetworkName".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": NETWORKS.map(|network| network.name) })
    }
}

/// Here an empty array is allowed, and a list of nothing but exceptions is not.
struct IgnoreGlobs;

impl JsonSchema for IgnoreGlobs {
    fn schema_name() -> Cow<'static, str> {
        "IgnoreGlobs".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let glob = generator.subschema_for::<PathGlob>();
        let takes_in = json!({ "pattern": "^[^!]" });
        json_schema!({
            "anyOf": [
                { "allOf": [glob, takes_in] },
                { "type": "array", "items": glob, "anyOf": [{ "maxItems": 0 }, { "contains": takes_in }] },
            ]
        })
    }
}

/// The JSON Schema of budgets.json where `checks` are those that it may speak of.
pub fn schema(checks: &[&'static Check]) -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(without_null));
    let mut root = settings.into_generator().into_root_schema_for::<BudgetFile>();
    if let Some(properties) = root.get_mut("properties").and_then(Value::as_object_mut)
        && let Some(slot) = properties.get_mut("checks").and_then(Value::as_object_mut)
    {
        let by_id: Map<String, Value> =
            checks.iter().map(|check| (check.id.to_owned(), check_schema(check))).collect();
        slot.insert("properties".to_owned(), Value::Object(by_id));
        slot.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    schema_outside::add(&mut root);
    let mut with_id = Map::new();
    with_id.insert("$schema".to_owned(), Value::Null);
    with_id.insert("$id".to_owned(), SCHEMA_ID.into());
    if let Value::Object(generated) = root.to_value() {
        with_id.extend(generated);
    }
    Value::Object(with_id)
}

/// What may be said of one check.
fn check_schema(check: &Check) -> Value {
    let severity = json!({ "enum": ["error", "warn", "off"] });
    let options: Map<String, Value> = check
        .options
        .iter()
        .map(|option| {
            let value = match option.unit {
                OptionUnit::Bytes => json!({ "description": option.about, "$ref": "#/$defs/Size" }),
                OptionUnit::Percent => json!({ "description": option.about, "$ref": "#/$defs/Percentage" }),
                OptionUnit::Count => json!({ "description": option.about, "type": "integer", "minimum": 0 }),
                OptionUnit::Names => {
                    let name = json!({ "type": "string", "pattern": r"\S" });
                    let names = json!({ "type": "array", "items": name, "minItems": 1 });
                    json!({ "description": option.about, "anyOf": [name, names] })
                }
            };
            (option.name.to_owned(), value)
        })
        .collect();
    let options = json!({ "type": "object", "properties": options, "additionalProperties": false });
    let with_options =
        json!({ "type": "array", "minItems": 1, "maxItems": 2, "prefixItems": [severity, options] });
    json!({ "description": check.summary, "anyOf": [severity, with_options] })
}

/// An optional key may be left out, but not be null: takes null out of what is made of an `Option`.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.get_mut(key) else { continue };
        branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
        if let [Value::Object(only)] = branches.as_mut_slice() {
            let only = std::mem::take(only);
            schema.remove(key);
            for (key, value) in only {
                schema.ensure_object().entry(key).or_insert(value);
            }
        }
    }
}
