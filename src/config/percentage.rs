//! Percentages: `"5 %"`, in hundredths of a percent.

use miette::Diagnostic;
use thiserror::Error;

use crate::config::amount::{AmountError, Wanted, split};

/// How messages speak of percentages.
pub(crate) const PERCENTAGE: Wanted = Wanted { noun: "a percentage", example: "\"5 %\" or \"2.5 %\"" };

/// Reads a percentage, in basis points.
pub(crate) fn parse_percentage(text: &str) -> Result<u64, AmountError> {
    let amount = split(text, PERCENTAGE)?;
    if amount.unit != "%" {
        return Err(PERCENTAGE.instead_of(text));
    }
    amount.decimal.times(100).ok_or_else(|| PERCENTAGE.not_so_large(&format!("{text:?}")))
}

/// A `--headroom` that cannot be meant.
#[derive(Debug, Error, Diagnostic)]
#[error("cannot read --headroom: {0}")]
#[diagnostic(code(weighbridge::init::headroom))]
pub struct HeadroomError(AmountError, #[help] String);

/// Reads `--headroom` as typed, in basis points.
pub fn parse_headroom(typed: &str) -> Result<u64, HeadroomError> {
    parse_percentage(typed.trim()).map_err(|error| {
        let help = error.help.clone();
        HeadroomError(error, help)
    })
}

#[cfg(test)]
mod tests {
    use super::parse_percentage;

    #[track_caller]
    fn check(text: &str, expected: Result<u64, &str>) {
        assert_eq!(parse_percentage(text).map_err(|error| error.message), expected.map_err(str::to_owned));
    }

    #[test]
    fn a_percentage_is_hundredths_of_a_percent() {
        check("5 %", Ok(500));
        check("5%", Ok(500));
        check("2.5 %", Ok(250));
        check("0.125 %", Ok(13));
        check("150 %", Ok(15_000));
    }

    #[test]
    fn a_percentage_needs_its_sign() {
        check("5", Err("\"5\" is not a percentage"));
        check("5 kB", Err("\"5 kB\" is not a percentage"));
        check("-5 %", Err("\"-5 %\" is negative"));
    }
}
