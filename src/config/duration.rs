//! Durations: `"3 s"`, `"1500 ms"`. A number alone is refused: no unit is the obvious one.

use crate::config::amount::{AmountError, Wanted, split};

/// How messages speak of durations.
pub(crate) const DURATION: Wanted = Wanted { noun: "a duration", example: "\"3 s\" or \"1500 ms\"" };

/// Reads a duration, in milliseconds.
pub(crate) fn parse_duration(text: &str) -> Result<u64, AmountError> {
    let amount = split(text, DURATION)?;
    let factor = match amount.unit {
        "ms" => 1,
        "s" => 1_000,
        "" => return Err(without_unit(amount.number)),
        _ => return Err(DURATION.instead_of(text)),
    };
    amount.decimal.times(factor).ok_or_else(|| DURATION.not_so_large(&format!("{text:?}")))
}

/// The error for a number that may be seconds or milliseconds.
pub(crate) fn without_unit(number: &str) -> AmountError {
    AmountError {
        message: format!("{number} is a duration without a unit"),
        label: "no unit",
        help: format!("write \"{number} s\" for seconds or \"{number} ms\" for milliseconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_duration;

    #[track_caller]
    fn check(text: &str, expected: Result<u64, &str>) {
        assert_eq!(parse_duration(text).map_err(|error| error.message), expected.map_err(str::to_owned));
    }

    #[test]
    fn a_duration_is_milliseconds_or_seconds() {
        check("3 s", Ok(3_000));
        check("1.5 s", Ok(1_500));
        check("1500 ms", Ok(1_500));
        check("0.4ms", Ok(0));
    }

    #[test]
    fn a_duration_needs_a_unit_that_is_known() {
        check("3", Err("3 is a duration without a unit"));
        check("3 sec", Err("\"3 sec\" is not a duration"));
        check("1 min", Err("\"1 min\" is not a duration"));
        check("1,5 s", Err("\"1,5 s\" has a comma"));
        check("-1 s", Err("\"-1 s\" is negative"));
        check("", Err("an empty text is not a duration"));
    }
}
