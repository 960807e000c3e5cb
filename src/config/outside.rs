//! Limits on what Lighthouse and k6 measure: durations, scores, shares and plain numbers, in millionths of their unit.

use jsonc_parser::ast::Value;

use crate::config::amount::{Amount, AmountError, Decimal, Wanted, split};
use crate::config::budgets::Written;
use crate::config::duration::{DURATION, without_unit};
use crate::config::error::Problems;
use crate::config::fields::suggest;
use crate::config::values::wrong_kind;
use crate::model::budget::{Bound, Limit, Metric};
use crate::model::outside::{Outside, PARTS, Tool, Unit};
use crate::model::suggestion::did_you_mean;

/// The keys that say which files of the build are measured, and how.
const OF_THE_BUILD: [&str; 8] = ["files", "type", "load", "entry", "package", "rest", "per", "network"];

const SCORE: Wanted = Wanted { noun: "a score", example: "0.9 or \"90 %\"" };
const SHARE: Wanted = Wanted { noun: "a share", example: "\"1 %\" or 0.01" };
const NUMBER: Wanted = Wanted { noun: "a number", example: "0.1" };
const RATE: Wanted = Wanted { noun: "a number in a second", example: "50" };
const COUNT: Wanted = Wanted { noun: "a number", example: "1000" };

/// What to write instead of `key`, which is none of the metrics that may stand there: `allowed`.
pub(crate) fn suggest_metric(key: &str, allowed: &[&str]) -> String {
    if let Some(metric) = Outside::named(key) {
        let tool = metric.get().tool.name();
        return format!(
            "what {tool} measures is another with each run, and has no growth: write it under \"max\" or \"min\""
        );
    }
    let short: Vec<&str> = allowed.iter().copied().filter(|name| !name.contains('.')).collect();
    let Some((tool, rest)) = key.split_once('.') else {
        // The name without the tool's is what people know.
        let meant = allowed.iter().find(|name| name.split_once('.').is_some_and(|(_, name)| name == key));
        return meant.map_or_else(|| suggest(key, &short), |name| format!("did you mean {name:?}?"));
    };
    let of_tool = |name: &&str| name.strip_prefix(tool).is_some_and(|rest| rest.starts_with('.'));
    let of_tool: Vec<&str> = allowed.iter().copied().filter(of_tool).collect();
    // k6 writes its percentiles with brackets.
    let plain = key.replace(['(', ')'], "");
    if of_tool.contains(&plain.as_str()) {
        return format!("did you mean {plain:?}?");
    }
    if let Some(meant) = did_you_mean(key, &of_tool) {
        return format!("did you mean {meant:?}?");
    }
    let metric = rest.split('.').next().unwrap_or(rest);
    let of_metric: Vec<&str> =
        of_tool.iter().copied().filter(|name| name.split('.').nth(1) == Some(metric)).collect();
    match (of_metric.as_slice(), of_tool.as_slice()) {
        ([], []) => suggest(key, &short),
        ([], _) if tool == Tool::K6.prefix() => {
            "write a metric that k6 has built in and its statistic, such as \"k6.http_req_duration.p95\""
                .to_owned()
        }
        ([], of_tool) => suggest(key, of_tool),
        (of_metric, _) => suggest(key, of_metric),
    }
}

/// Notes what does not go together in a budget on what other tools measure.
pub(crate) fn combinations(budget: &Written<'_>, problems: &mut Problems) {
    let of_outside = budget.limits.metrics().find_map(|(metric, span)| match metric {
        Metric::Outside(metric) => Some((metric.get(), span)),
        _ => None,
    });
    let Some((first, span)) = of_outside else {
        if let Some(page) = budget.fields.get("page") {
            let help = "add a limit such as \"max\": { \"lighthouse.lcp\": \"2.5 s\" }, or remove \"page\""
                .to_owned();
            problems.push(page.key_span, "\"page\" without a limit of Lighthouse", "without effect", help);
        }
        return;
    };
    if budget.limits.metrics().any(|(metric, _)| !matches!(metric, Metric::Outside(_))) {
        let message = format!("{:?} is not measured of the build, as the other limits are", first.name);
        let help = "write a budget of its own for it".to_owned();
        problems.push(span, message, "of the running site", help);
    }
    for key in OF_THE_BUILD {
        let Some(field) = budget.fields.get(key) else { continue };
        let message =
            format!("{key:?} is about files of the build, and {:?} about the running site", first.name);
        problems.push(field.key_span, message, "not with this limit", format!("remove {key:?}"));
    }
    pages(budget, problems);
    for limit in &budget.limits.bounds {
        let Metric::Outside(metric) = limit.metric else { continue };
        let metric = metric.get();
        if metric.unit.is_better_when_more() && limit.bound != Bound::Min {
            let (name, bound) = (metric.name, limit.bound.name());
            let message = format!("{bound:?} limits {name:?} from above, and more is better");
            let help = "write it under \"min\": less than that fails".to_owned();
            problems.push(limit.key_span, message, "more is better", help);
        }
    }
}

/// k6 has no pages.
fn pages(budget: &Written<'_>, problems: &mut Problems) {
    let Some(page) = budget.fields.get("page") else { return };
    let of_k6 = budget.limits.metrics().find_map(|(metric, _)| match metric {
        Metric::Outside(metric) if metric.get().tool == Tool::K6 => Some(metric.get().name),
        _ => None,
    });
    if let Some(name) = of_k6 {
        let message = format!("\"page\" is one that Lighthouse looked at, and {name:?} is not of a page");
        let help = "write a budget of its own for what k6 measures".to_owned();
        problems.push(page.key_span, message, "not of a page", help);
    }
}

/// What a budget without a name is called: what it limits.
pub(crate) fn describe(limits: &[Limit]) -> Option<String> {
    let mut names: Vec<&str> = limits
        .iter()
        .filter_map(|limit| match limit.metric {
            Metric::Outside(metric) => Some(metric.get().name),
            _ => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Reads a limit on what is counted in `unit`.
pub(crate) fn limit(value: &Value<'_>, unit: Unit) -> Result<u64, AmountError> {
    match unit {
        Unit::Milliseconds => duration(value),
        Unit::Score => share(value, SCORE),
        Unit::FailedShare | Unit::PassedShare => share(value, SHARE),
        Unit::Number => number(value, NUMBER),
        Unit::PerSecond => number(value, RATE),
        Unit::Count => number(value, COUNT),
    }
}

fn duration(value: &Value<'_>) -> Result<u64, AmountError> {
    let text = match value {
        Value::StringLit(text) => &text.value,
        Value::NumberLit(number) => return Err(without_unit(number.value)),
        other => return Err(wrong_kind(other, DURATION)),
    };
    let amount = split(text, DURATION)?;
    let factor = match amount.unit {
        "ms" => PARTS,
        "s" => 1_000 * PARTS,
        "" => return Err(without_unit(amount.number)),
        _ => return Err(DURATION.instead_of(text)),
    };
    amount.decimal.times(factor).ok_or_else(|| DURATION.not_so_large(&format!("{text:?}")))
}

/// From 0 to 1, or a percentage up to 100.
fn share(value: &Value<'_>, wanted: Wanted) -> Result<u64, AmountError> {
    let (written, parts) = match value {
        Value::StringLit(text) => {
            let Amount { number, decimal, unit } = split(&text.value, wanted)?;
            match unit {
                "%" => (text.value.to_string(), decimal.times(PARTS / 100)),
                "" => return Err(without_quotes(number)),
                _ => return Err(wanted.instead_of(&text.value)),
            }
        }
        Value::NumberLit(literal) => (literal.value.to_owned(), decimal(literal.value, wanted)?.times(PARTS)),
        other => return Err(wrong_kind(other, wanted)),
    };
    match parts {
        Some(parts) if parts <= PARTS => Ok(parts),
        // 90 is meant as 90 %, and nothing is above 100 %.
        Some(parts) if parts <= 100 * PARTS && matches!(value, Value::NumberLit(_)) => Err(AmountError {
            message: format!("{written} is more than 1: {} is from 0 to 1", wanted.noun),
            label: "above 1",
            help: format!("write \"{written} %\", if that is meant"),
        }),
        _ => Err(AmountError {
            message: format!("{written} is more than 100 %"),
            label: "above 100 %",
            help: format!("write {} such as {}", wanted.noun, wanted.example),
        }),
    }
}

fn number(value: &Value<'_>, wanted: Wanted) -> Result<u64, AmountError> {
    match value {
        Value::NumberLit(literal) => {
            let parts = decimal(literal.value, wanted)?.times(PARTS);
            parts.ok_or_else(|| wanted.not_so_large(literal.value))
        }
        Value::StringLit(text) => {
            let amount = split(&text.value, wanted)?;
            let is_plain = amount.unit.is_empty();
            Err(if is_plain { without_quotes(amount.number) } else { wanted.instead_of(&text.value) })
        }
        other => Err(wrong_kind(other, wanted)),
    }
}

/// A JSON number as it is written, without an exponent.
fn decimal(literal: &str, wanted: Wanted) -> Result<Decimal, AmountError> {
    if literal.starts_with('-') {
        return Err(wanted.not_negative(literal));
    }
    Decimal::read(literal).ok_or_else(|| wanted.instead_of(literal))
}

fn without_quotes(number: &str) -> AmountError {
    AmountError {
        message: format!("\"{number}\" is a text"),
        label: "a text",
        help: format!("write {number} without quotes"),
    }
}
