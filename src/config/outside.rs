//! Limits on what Lighthouse and k6 measure: durations, scores, shares and plain numbers, in millionths of their unit.

use jsonc_parser::ast::Value;

use crate::config::amount::{Amount, AmountError, Decimal, Wanted, split};
use crate::config::duration::{DURATION, without_unit};
use crate::config::values::wrong_kind;
use crate::model::outside::{PARTS, Unit};

const SCORE: Wanted = Wanted { noun: "a score", example: "0.9 or \"90 %\"" };
const SHARE: Wanted = Wanted { noun: "a share", example: "\"1 %\" or 0.01" };
const NUMBER: Wanted = Wanted { noun: "a number", example: "0.1" };
const RATE: Wanted = Wanted { noun: "a number in a second", example: "50" };
const COUNT: Wanted = Wanted { noun: "a number", example: "1000" };

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
