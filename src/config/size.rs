//! Sizes: `"170 kB"` is 170,000 bytes, `"170 KiB"` 174,080. Nothing else is guessed.

use bytesize::{GB, GIB, KB, KIB, MB, MIB};

use crate::config::amount::{Amount, AmountError, Wanted, split, whole_number};

/// Every unit and its bytes. `KB` is what most people type for `kB`, and has no other standard meaning.
const UNITS: [(&str, u64); 8] =
    [("B", 1), ("kB", KB), ("KB", KB), ("KiB", KIB), ("MB", MB), ("MiB", MIB), ("GB", GB), ("GiB", GIB)];

/// How messages speak of sizes.
pub(crate) const SIZE: Wanted = Wanted { noun: "a size", example: "\"170 kB\", \"170 KiB\" or \"1.5 MB\"" };

/// Reads a size as it is typed on the command line: `170 kB`, or a bare number of bytes.
pub fn parse_size(text: &str) -> Result<u64, AmountError> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole_number(text, SIZE);
    }
    size_with_unit(text)
}

/// Reads a size as it stands between quotes in budgets.json: a number with its unit.
pub(crate) fn size_with_unit(text: &str) -> Result<u64, AmountError> {
    let amount = split(text, SIZE)?;
    match UNITS.iter().find(|(unit, _)| *unit == amount.unit) {
        Some((_, factor)) => {
            amount.decimal.times(*factor).ok_or_else(|| SIZE.not_so_large(&format!("{text:?}")))
        }
        None => Err(unknown_unit(text, amount)),
    }
}

/// What is wrong with the unit, and what was probably meant.
fn unknown_unit(text: &str, amount: Amount<'_>) -> AmountError {
    let Amount { number, unit, .. } = amount;
    let lower = unit.to_ascii_lowercase();
    let candidates: &[&str] = match lower.as_str() {
        "" => &["B", "kB", "KiB"],
        "b" => &["B"],
        "k" | "ki" | "kb" | "kib" => &["kB", "KiB"],
        "m" | "mi" | "mb" | "mib" => &["MB", "MiB"],
        "g" | "gi" | "gb" | "gib" => &["GB", "GiB"],
        "%" => {
            return AmountError {
                message: format!("{text:?} is a percentage, not a size"),
                label: "a percentage",
                help: "write a size such as \"170 kB\"; percentages belong in \"growth\"".to_owned(),
            };
        }
        _ => &[],
    };
    let meant: Option<Vec<String>> = candidates
        .iter()
        .map(|candidate| {
            let (_, factor) = UNITS.iter().find(|(unit, _)| unit == candidate)?;
            let bytes = group_digits(amount.decimal.times(*factor)?);
            Some(format!("\"{number} {candidate}\" ({bytes} bytes)"))
        })
        .collect();
    let help = match meant.as_deref() {
        None | Some([]) => format!("write a size such as {}", SIZE.example),
        Some([first @ .., last]) if !first.is_empty() => format!("write {} or {last}", first.join(", ")),
        Some(only) => format!("write {}", only.concat()),
    };
    let (message, label) = if unit.is_empty() {
        (format!("{text:?} has no unit"), "no unit")
    } else if candidates.is_empty() {
        (format!("{text:?} is not a size"), "cannot be read")
    } else if unit.ends_with('b') {
        (format!("{text:?} is a number of bits: a small b means bits"), "bits")
    } else {
        (format!("{unit:?} is not a unit of size"), "no such unit")
    };
    AmountError { message, label, help }
}

/// `10240` as `10,240`.
fn group_digits(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{parse_size, size_with_unit};

    #[track_caller]
    fn check(text: &str, bytes: u64) {
        assert_eq!(size_with_unit(text), Ok(bytes), "{text:?}");
        assert_eq!(parse_size(text), Ok(bytes), "{text:?}");
    }

    #[track_caller]
    fn check_refused(text: &str, message: &str, help: &str) {
        let error = size_with_unit(text).expect_err(text);
        assert_eq!((error.message.as_str(), error.help.as_str()), (message, help));
    }

    const ANY_SIZE: &str = r#"write a size such as "170 kB", "170 KiB" or "1.5 MB""#;

    #[test]
    fn every_unit_has_its_standard_meaning() {
        check("10 B", 10);
        check("170 kB", 170_000);
        check("170 KB", 170_000);
        check("170 KiB", 174_080);
        check("1.5 MB", 1_500_000);
        check("1.5 MiB", 1_572_864);
        check("2 GB", 2_000_000_000);
        check("2 GiB", 2_147_483_648);
    }

    #[test]
    fn the_space_is_optional_and_fractions_of_a_byte_are_rounded() {
        check("170kB", 170_000);
        check("170   kB", 170_000);
        check("0.5 B", 1);
        check("0.0004 kB", 0);
        check("0.1 KiB", 102);
    }

    #[test]
    fn a_typed_size_without_a_unit_is_bytes() {
        assert_eq!(parse_size("170000"), Ok(170_000));
        assert!(parse_size("170.5").is_err());
    }

    #[test]
    fn a_quoted_size_without_a_unit_is_refused() {
        check_refused(
            "170",
            "\"170\" has no unit",
            r#"write "170 B" (170 bytes), "170 kB" (170,000 bytes) or "170 KiB" (174,080 bytes)"#,
        );
    }

    #[test]
    fn a_unit_without_its_b_could_be_either() {
        let help = r#"write "10 kB" (10,000 bytes) or "10 KiB" (10,240 bytes)"#;
        check_refused("10k", "\"k\" is not a unit of size", help);
        check_refused("10 K", "\"K\" is not a unit of size", help);
        check_refused("10 KIB", "\"KIB\" is not a unit of size", help);
        check_refused(
            "1.5M",
            "\"M\" is not a unit of size",
            r#"write "1.5 MB" (1,500,000 bytes) or "1.5 MiB" (1,572,864 bytes)"#,
        );
    }

    #[test]
    fn a_small_b_means_bits() {
        check_refused(
            "10 kb",
            "\"10 kb\" is a number of bits: a small b means bits",
            r#"write "10 kB" (10,000 bytes) or "10 KiB" (10,240 bytes)"#,
        );
        check_refused(
            "10 b",
            "\"10 b\" is a number of bits: a small b means bits",
            r#"write "10 B" (10 bytes)"#,
        );
    }

    #[test]
    fn a_comma_is_refused_with_both_readings() {
        check_refused("1,5 MB", "\"1,5 MB\" has a comma", r#"write "1.5 MB", with a decimal point"#);
        check_refused(
            "10,000 B",
            "\"10,000 B\" has a comma",
            r#"write "10.000 B" with a decimal point, or "10000 B" without the comma"#,
        );
        check_refused("1,000,000 B", "\"1,000,000 B\" has a comma", r#"write "1000000 B", without commas"#);
    }

    #[test]
    fn a_percentage_is_not_a_size() {
        check_refused(
            "5 %",
            "\"5 %\" is a percentage, not a size",
            r#"write a size such as "170 kB"; percentages belong in "growth""#,
        );
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        for text in
            ["abc", ".5 kB", "5. kB", "1.2.3 kB", "10 TB", "10 kilobytes", "1e3 kB", " 10 kB", "10 kB ", ","]
        {
            check_refused(text, &format!("{text:?} is not a size"), ANY_SIZE);
        }
        for text in ["", "  "] {
            check_refused(text, "an empty text is not a size", ANY_SIZE);
        }
        check_refused(
            "-5 kB",
            "\"-5 kB\" is negative",
            r#"write a size of 0 or more, such as "170 kB", "170 KiB" or "1.5 MB""#,
        );
        assert!(size_with_unit("99999999999 GB").is_err());
        assert!(size_with_unit(&format!("{} kB", "9".repeat(60))).is_err());
    }
}
