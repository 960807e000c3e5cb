//! Numbers with a unit behind them, as people write them: `"170 kB"`, `"1.5 s"`, `"5 %"`.
//!
//! Takes texts, gives exact decimals; fractions of the smallest unit are rounded to the nearest. What units
//! there are and what they are worth is for the modules of sizes, durations and percentages to say.

use miette::Diagnostic;
use thiserror::Error;

/// An amount that cannot be meant, with what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
pub struct AmountError {
    /// What is wrong, as a phrase.
    pub message: String,
    /// The same in a few words.
    pub label: &'static str,
    /// What to write.
    #[help]
    pub help: String,
}

/// What sort of amount is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// `a size`
    pub(crate) noun: &'static str,
    /// One that is well written, with its quotes.
    pub(crate) example: &'static str,
}

impl Wanted {
    /// The error for `text`, which is nothing like what is wanted.
    pub(crate) fn instead_of(self, text: &str) -> AmountError {
        let Self { noun, example } = self;
        AmountError {
            message: format!("{text:?} is not {noun}"),
            label: "cannot be read",
            help: format!("write {noun} such as {example}"),
        }
    }

    /// The error for an amount below 0.
    pub(crate) fn not_negative(self, text: &str) -> AmountError {
        let Self { noun, example } = self;
        AmountError {
            message: format!("{text} is negative"),
            label: "below zero",
            help: format!("write {noun} of 0 or more, such as {example}"),
        }
    }

    /// The error for an amount that no file and no network reaches.
    pub(crate) fn not_so_large(self, text: &str) -> AmountError {
        let Self { noun, example } = self;
        AmountError {
            message: format!("{text} is out of range"),
            label: "too large",
            help: format!("write a smaller or shorter number, such as {example}"),
        }
        .with_noun(noun)
    }
}

impl AmountError {
    fn with_noun(mut self, noun: &str) -> Self {
        self.message.push_str(" for ");
        self.message.push_str(noun);
        self
    }
}

/// A decimal number, exactly as written: `digits` divided by 10 `scale` times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: u128,
    scale: u32,
}

impl Decimal {
    /// Reads `170` or `1.5`; `None` if it is written otherwise or has more digits than any amount needs.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits, scale: u32::try_from(fraction.len()).ok()? })
    }

    /// So many times `factor`, rounded to the nearest whole number, halves up; `None` beyond [`u64::MAX`].
    pub(crate) fn times(self, factor: u64) -> Option<u64> {
        let divisor = 10_u128.checked_pow(self.scale)?;
        let rounded = self.digits.checked_mul(u128::from(factor))?.checked_add(divisor / 2)? / divisor;
        u64::try_from(rounded).ok()
    }
}

/// A text taken apart, with nothing decided about the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount<'a> {
    /// The number as written.
    pub(crate) number: &'a str,
    /// The number.
    pub(crate) decimal: Decimal,
    /// What stands behind it, without the space between; may be empty.
    pub(crate) unit: &'a str,
}

/// Takes `"1.5 MB"` apart.
pub(crate) fn split(text: &str, wanted: Wanted) -> Result<Amount<'_>, AmountError> {
    if text.trim().is_empty() {
        let Wanted { noun, example } = wanted;
        return Err(AmountError {
            message: format!("an empty text is not {noun}"),
            label: "empty",
            help: format!("write {noun} such as {example}"),
        });
    }
    if text.starts_with(['-', '\u{2212}']) {
        return Err(wanted.not_negative(&format!("{text:?}")));
    }
    let is_number = |character: char| character.is_ascii_digit() || character == '.';
    let end = text.find(|character| !is_number(character)).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    if unit.starts_with(',') && !number.is_empty() {
        return Err(comma(text, unit));
    }
    let Some(decimal) = Decimal::read(number) else {
        return Err(if number.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty() {
            wanted.not_so_large(&format!("{text:?}"))
        } else {
            wanted.instead_of(text)
        });
    };
    Ok(Amount { number, decimal, unit: unit.trim_start_matches(' ') })
}

/// A comma is a decimal point to some and groups digits for others.
fn comma(text: &str, from_comma: &str) -> AmountError {
    let digits = from_comma[1..].bytes().take_while(u8::is_ascii_digit).count();
    let (joined, pointed) = (text.replace(',', ""), text.replacen(',', ".", 1));
    let help = if text.matches(',').count() > 1 {
        format!("write {joined:?}, without commas")
    } else if digits == 3 {
        format!("write {pointed:?} with a decimal point, or {joined:?} without the comma")
    } else {
        format!("write {pointed:?}, with a decimal point")
    };
    AmountError { message: format!("{text:?} has a comma"), label: "a comma", help }
}

/// Reads a JSON number that stands for a whole number, such as `25` or `1e3`.
pub(crate) fn whole_number(literal: &str, wanted: Wanted) -> Result<u64, AmountError> {
    let too_large = || wanted.not_so_large(literal);
    let (sign_and_digits, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
    let (negative, digits) = match sign_and_digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, sign_and_digits),
    };
    let Decimal { digits, scale } = Decimal::read(digits).ok_or_else(too_large)?;
    if digits == 0 {
        return Ok(0);
    }
    if negative {
        return Err(wanted.not_negative(literal));
    }
    let exponent = exponent.parse::<i32>().map_err(|_| too_large())?;
    let power = i64::from(exponent) - i64::from(scale);
    let factor = u32::try_from(power.unsigned_abs()).ok().and_then(|power| 10_u128.checked_pow(power));
    let value = if power < 0 {
        factor.filter(|&factor| digits.is_multiple_of(factor)).map(|factor| digits / factor)
    } else {
        factor.and_then(|factor| digits.checked_mul(factor))
    };
    match value.map(u64::try_from) {
        Some(Ok(value)) => Ok(value),
        None if power < 0 => {
            let Wanted { noun, example } = wanted;
            Err(AmountError {
                message: format!("{literal} is not a whole number"),
                label: "has a fraction",
                help: format!("write {noun} such as {example}"),
            })
        }
        _ => Err(too_large()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Wanted, whole_number};

    const COUNT: Wanted = Wanted { noun: "a number of files", example: "25" };

    #[track_caller]
    fn check(literal: &str, expected: Result<u64, &str>) {
        assert_eq!(
            whole_number(literal, COUNT).map_err(|error| error.message),
            expected.map_err(str::to_owned),
            "{literal}"
        );
    }

    #[test]
    fn a_whole_number_may_be_written_with_an_exponent() {
        check("0", Ok(0));
        check("-0", Ok(0));
        check("25", Ok(25));
        check("1e3", Ok(1_000));
        check("1.5E+2", Ok(150));
        check("1500e-2", Ok(15));
        check("25.0", Ok(25));
        check("18446744073709551615", Ok(u64::MAX));
    }

    #[test]
    fn a_fraction_a_negative_and_a_giant_are_refused() {
        check("2.5", Err("2.5 is not a whole number"));
        check("1e-1", Err("1e-1 is not a whole number"));
        check("-3", Err("-3 is negative"));
        check("18446744073709551616", Err("18446744073709551616 is out of range for a number of files"));
        check("1e99", Err("1e99 is out of range for a number of files"));
        check("1e99999999999", Err("1e99999999999 is out of range for a number of files"));
        check("1e-99", Err("1e-99 is not a whole number"));
    }

    #[test]
    fn a_product_is_rounded_to_the_nearest() {
        let times = |text, factor| Decimal::read(text).and_then(|decimal| decimal.times(factor));
        assert_eq!(times("1.5", 1_000), Some(1_500));
        assert_eq!(times("0.0004", 1_000), Some(0));
        assert_eq!(times("0.0005", 1_000), Some(1));
        assert_eq!(times("18446744073709551615", 2), None);
    }
}
