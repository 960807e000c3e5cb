//! Sizes as the npm package `bytes` 3.x reads them, for bundlesize, bundlewatch and `BundleMon`
//! (<https://github.com/visionmedia/bytes.js/blob/3.1.2/index.js>): 1 kB is 1,024 bytes, and what is no `kb`, `mb`, `gb`,
//! `tb` or `pb` is the number that it begins with, in bytes.

use jsonc_parser::ast::Value;

use crate::config::fields::kind_of;
use crate::config::import::Foreign;
use crate::config::size::size_with_unit;

/// What `maxSize` comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MaxSize {
    /// At most so many bytes, and what to say of it.
    Bytes(u64, Option<String>),
    /// No limit, and why there is none where something is written.
    None(Option<String>),
    /// Nothing passes.
    Never(String),
}

/// Reads `maxSize` as `tool` does.
pub(crate) fn max_size(value: Option<&Value<'_>>, tool: Foreign) -> MaxSize {
    match value {
        None | Some(Value::NullKeyword(_)) => MaxSize::None(None),
        // `bytes(10000)` writes a number as a text, and no size is larger than a text. BundleMon makes a text of it first.
        Some(Value::NumberLit(number)) if tool == Foreign::BundleMon => of_text(number.value, tool.name()),
        Some(Value::NumberLit(number)) => {
            let name = tool.name();
            MaxSize::None(Some(format!("{} without a unit and quotes is no limit to {name}", number.value)))
        }
        Some(Value::StringLit(text)) => of_text(&text.value, tool.name()),
        Some(other) => MaxSize::None(Some(no_limit(kind_of(other), tool.name()))),
    }
}

fn of_text(text: &str, tool: &str) -> MaxSize {
    if is_binary_unit(text)
        && let Ok(bytes) = size_with_unit(text)
    {
        let read = leading_integer(text).unwrap_or_default();
        let note = format!("{text:?} is imported as what it says; {tool} reads it as {read} bytes");
        return MaxSize::Bytes(bytes, Some(note));
    }
    if let Some((number, factor)) = with_unit(text) {
        return limit(text, number * factor, None, tool);
    }
    let Some(bytes) = leading_integer(text) else {
        return MaxSize::None(Some(no_limit(text, tool)));
    };
    let rest =
        text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-')).trim_start();
    let says_bytes = matches!(rest.to_ascii_lowercase().as_str(), "" | "b" | "byte" | "bytes");
    let note = (!says_bytes).then(|| format!("{text:?} is {bytes} bytes to {tool}: it knows no such unit"));
    limit(text, bytes, note, tool)
}

fn limit(text: &str, bytes: f64, note: Option<String>, tool: &str) -> MaxSize {
    let whole = bytes.floor();
    if whole == 0.0 {
        MaxSize::None(Some(format!("{text:?} is no limit to {tool}")))
    } else if whole < 0.0 {
        MaxSize::Never(format!("{text:?} is below zero, and {tool} fails whatever the size is"))
    } else {
        to_bytes(whole).map_or(MaxSize::None(None), |bytes| MaxSize::Bytes(bytes, note))
    }
}

fn no_limit(text: &str, tool: &str) -> String {
    format!("{tool} reads no size in {text:?}, so that there is no limit")
}

/// A whole number of bytes as a program of numbers with 53 bits holds it; `None` beyond.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in range")]
pub(crate) fn to_bytes(whole: f64) -> Option<u64> {
    /// 2^53, up to which JavaScript's numbers are exact.
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    (0.0..=LARGEST).contains(&whole).then_some(whole as u64)
}

/// `10 KiB`, `1.5MiB`
fn is_binary_unit(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start_matches(' ');
    matches!(unit, "KiB" | "MiB" | "GiB")
}

/// The number and what its unit is worth.
fn with_unit(text: &str) -> Option<(f64, f64)> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = digits.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let (number, unit) = digits.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    let power = match unit.trim_start_matches(' ').to_ascii_lowercase().as_str() {
        "kb" => 1,
        "mb" => 2,
        "gb" => 3,
        "tb" => 4,
        "pb" => 5,
        _ => return None,
    };
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    Some((sign * number.parse::<f64>().ok()?, 1024_f64.powi(power)))
}

/// JavaScript's `parseInt`, base 10.
fn leading_integer(text: &str) -> Option<f64> {
    let text = text.trim_start();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse::<f64>().ok().map(|number| sign * number)
}

#[cfg(test)]
mod tests {
    use super::{MaxSize, of_text};

    #[track_caller]
    fn check(text: &str, bytes: u64, has_note: bool) {
        match of_text(text, "bundlesize") {
            MaxSize::Bytes(read, note) => assert_eq!((read, note.is_some()), (bytes, has_note), "{text:?}"),
            other => panic!("{text:?} is {other:?}"),
        }
    }

    #[test]
    fn a_kilobyte_is_1024_bytes() {
        for text in ["10 kB", "10kB", "10 KB", "10   kb", "+10 kB"] {
            check(text, 10_240, false);
        }
        check("1.5 MB", 1_572_864, false);
        check("1.255 kB", 1_285, false);
        check("1 gb", 1_073_741_824, false);
    }

    #[test]
    fn a_binary_unit_is_imported_as_what_it_says() {
        check("10 KiB", 10_240, true);
        check("1.5 MiB", 1_572_864, true);
    }

    #[test]
    fn what_has_no_unit_that_is_known_is_the_number_that_it_begins_with() {
        check("100 B", 100, false);
        check("100", 100, false);
        check("100 bytes", 100, false);
        check("10k", 10, true);
        check("10 K", 10, true);
        check(" 10 kB", 10, true);
        check("1e3 B", 1, true);
        check("1,5 kB", 1, true);
        check("10 kib", 10, true);
    }

    #[test]
    fn what_is_no_number_is_no_limit() {
        for text in ["abc", "", "kB", "0", "0 kB"] {
            assert!(matches!(of_text(text, "bundlesize"), MaxSize::None(Some(_))), "{text:?}");
        }
        assert!(matches!(of_text("-1 kB", "bundlesize"), MaxSize::Never(_)));
    }
}
