//! Numbers that are whole wherever they can be: bytes, files and times of the build always are, and what other tools
//! measure has up to six decimals. Kept in whole numbers, so that what is read back compares as what was written.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// So many parts of one are counted.
const PARTS: u64 = 1_000_000;

/// A number of 0 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number(Form);

/// Each number has one form: what is whole is never in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form {
    Whole(u64),
    Millionths(u64),
}

impl Number {
    /// A whole number.
    pub const fn whole(number: u64) -> Self {
        Self(Form::Whole(number))
    }

    /// So many millionths.
    pub const fn millionths(parts: u64) -> Self {
        if parts.is_multiple_of(PARTS) {
            Self(Form::Whole(parts / PARTS))
        } else {
            Self(Form::Millionths(parts))
        }
    }

    /// The number where it is whole.
    pub fn as_whole(self) -> Option<u64> {
        match self.0 {
            Form::Whole(number) => Some(number),
            Form::Millionths(_) => None,
        }
    }

    /// The number in millionths, where that is not too much.
    pub fn as_millionths(self) -> Option<u64> {
        match self.0 {
            Form::Whole(number) => number.checked_mul(PARTS),
            Form::Millionths(parts) => Some(parts),
        }
    }

    /// Half of it; half of a whole number is rounded down.
    #[must_use]
    pub fn half(self) -> Self {
        match self.0 {
            Form::Whole(number) if 1 < number => Self::whole(number / 2),
            Form::Whole(number) => Self::millionths(number * (PARTS / 2)),
            Form::Millionths(parts) => Self::millionths(parts / 2),
        }
    }

    /// The nearest number that a picture can be drawn by.
    #[expect(clippy::cast_precision_loss, reason = "numbers beyond 2^53 are written rounded")]
    pub fn as_float(self) -> f64 {
        match self.0 {
            Form::Whole(number) => number as f64,
            Form::Millionths(parts) => parts as f64 / PARTS as f64,
        }
    }

    /// The nearest number to a measured one; `None` below 0, for what is no number, and beyond what is counted.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "within the bounds that are looked at first"
    )]
    pub fn from_float(number: f64) -> Option<Self> {
        let parts = (number * PARTS as f64).round();
        // 2^63 is a float exactly, unlike the largest whole number.
        (0.0..9_223_372_036_854_775_808.0).contains(&parts).then(|| Self::millionths(parts as u64))
    }

    fn exact(self) -> u128 {
        match self.0 {
            Form::Whole(number) => u128::from(number) * u128::from(PARTS),
            Form::Millionths(parts) => u128::from(parts),
        }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.exact().cmp(&other.exact())
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Form::Whole(number) => serializer.serialize_u64(number),
            Form::Millionths(_) => serializer.serialize_f64(self.as_float()),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Numbers)
    }
}

struct Numbers;

impl Visitor<'_> for Numbers {
    type Value = Number;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number of 0 or more")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Number, E> {
        Ok(Number::whole(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Number, E> {
        u64::try_from(number)
            .map(Number::whole)
            .map_err(|_| E::invalid_value(serde::de::Unexpected::Signed(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Number, E> {
        Number::from_float(number)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Float(number), &self))
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[track_caller]
    fn check(number: Number, written: &str) {
        assert_eq!(serde_json::to_string(&number).ok().as_deref(), Some(written));
        assert_eq!(serde_json::from_str::<Number>(written).ok(), Some(number));
    }

    #[test]
    fn a_number_is_read_as_it_was_written() {
        check(Number::whole(0), "0");
        check(Number::whole(u64::MAX), "18446744073709551615");
        check(Number::millionths(100_000), "0.1");
        check(Number::millionths(2_431_187_653), "2431.187653");
        check(Number::millionths(1), "1e-6");
        check(Number::millionths(3_000_000), "3");
    }

    #[test]
    fn what_is_no_number_of_0_or_more_is_refused() {
        for text in ["-1", "-0.5", "\"3\"", "null", "1e300", "[]"] {
            assert!(serde_json::from_str::<Number>(text).is_err(), "{text}");
        }
        assert_eq!(Number::from_float(f64::NAN), None);
        assert_eq!(Number::from_float(0.1 + 0.2), Some(Number::millionths(300_000)));
    }

    #[test]
    fn numbers_are_ordered_whatever_their_form() {
        assert!(Number::millionths(999_999) < Number::whole(1));
        assert!(Number::whole(1) < Number::millionths(1_000_001));
        assert!(Number::whole(u64::MAX) > Number::millionths(u64::MAX));
    }
}
