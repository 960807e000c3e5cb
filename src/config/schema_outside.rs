//! The limits on what other tools measure, in the JSON Schema of budgets.json.

use schemars::Schema;
use serde_json::{Value, json};

use crate::model::outside::{METRICS, Tool, Unit};

/// Adds them to the limits of the build: those that are better when they are more have lower limits alone.
pub(crate) fn add(root: &mut Schema) {
    let Some(types) = root.get_mut("$defs").and_then(Value::as_object_mut) else { return };
    for metric in METRICS {
        let name = match metric.tool {
            Tool::Lighthouse => format!("{} of Lighthouse.", metric.key),
            Tool::K6 => format!("{} of {}, measured by k6.", metric.stat, metric.key),
        };
        let mut limit = limit(metric.unit);
        if let Some(limit) = limit.as_object_mut() {
            limit.insert("description".to_owned(), name.into());
        }
        let lists: &[&str] =
            if metric.unit.is_better_when_more() { &["LowerLimits"] } else { &["Limits", "LowerLimits"] };
        for list in lists {
            let list = types.get_mut(*list).and_then(|list| list.get_mut("properties"));
            if let Some(properties) = list.and_then(Value::as_object_mut) {
                properties.insert(metric.name.to_owned(), limit.clone());
            }
        }
    }
}

fn limit(unit: Unit) -> Value {
    match unit {
        Unit::Milliseconds => json!({ "$ref": "#/$defs/Duration" }),
        Unit::Score | Unit::FailedShare | Unit::PassedShare => json!({
            "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "$ref": "#/$defs/Percentage" }],
        }),
        Unit::Number | Unit::PerSecond | Unit::Count => json!({ "type": "number", "minimum": 0 }),
    }
}
