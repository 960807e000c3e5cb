//! The names of metrics, for the schema: those of the build, and those of other tools.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::model::budget::Metric;

/// One of the metrics that budgets limit. Reports have the name as a word.
#[derive(Debug)]
pub struct MetricName;

impl JsonSchema for MetricName {
    fn schema_name() -> Cow<'static, str> {
        "MetricName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = Metric::every().map(Metric::name).collect();
        json_schema!({
            "description": "What is measured: of the build, by Lighthouse or by k6.",
            "type": "string",
            "enum": names,
        })
    }
}
