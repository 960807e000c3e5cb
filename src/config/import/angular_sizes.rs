//! What the keys of an Angular budget come to in bytes.
//!
//! `calculateBytes` and `calculateThresholds` of @angular/build 20.3 (`src/utils/bundle-calculator.js`).

use crate::config::import::limits::{Limited, at_least, at_most};
use crate::model::budget::{Bound, Metric};

/// The limits of a budget.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// At most one for each bound: of several the tightest.
    pub(crate) limits: Vec<Limited>,
    /// Keys whose size cannot be read.
    pub(crate) unread: Vec<&'static str>,
    /// Whether something warns of what is too small.
    pub(crate) min_warns: bool,
}

/// Every key that limits, which way, and whether it takes from the baseline.
const KEYS: [(&str, Bound, bool); 6] = [
    ("maximumWarning", Bound::Warn, false),
    ("maximumError", Bound::Max, false),
    ("minimumError", Bound::Min, true),
    ("warning", Bound::Warn, false),
    ("error", Bound::Max, false),
    ("error", Bound::Min, true),
];

/// The keys that warn of what is too small.
const SMALL: [&str; 2] = ["minimumWarning", "warning"];

/// What the keys come to; `text` gives the value of a key that says something.
pub(crate) fn calculated<'a>(text: &impl Fn(&str) -> Option<&'a str>) -> Sizes {
    let mut sizes = Sizes::default();
    let baseline = text("baseline").and_then(|baseline| bytes(baseline, 0.0)).unwrap_or(0.0);
    for (key, bound, is_taken) in KEYS {
        let Some(written) = text(key) else { continue };
        let Some(value) = bytes(written, baseline) else {
            if !sizes.unread.contains(&key) {
                sizes.unread.push(key);
            }
            continue;
        };
        let limit = match (baseline, is_taken) {
            (0.0, _) => value,
            (baseline, true) => baseline - value,
            (baseline, false) => baseline + value,
        };
        let limit = if bound == Bound::Min { at_least(limit) } else { at_most(limit) };
        match sizes.limits.iter_mut().find(|(_, of, _)| *of == bound) {
            Some((.., met)) if bound == Bound::Min => *met = (*met).max(limit),
            Some((.., met)) => *met = (*met).min(limit),
            None => sizes.limits.push((Metric::Raw, bound, limit)),
        }
    }
    // Nothing is smaller than nothing.
    sizes.limits.retain(|&(_, bound, value)| bound != Bound::Min || 0 < value);
    sizes.min_warns = SMALL.iter().any(|key| text(key).is_some());
    sizes
}

/// `/^(\d+(?:\.\d+)?)[ \t]*(%|[kmg]?b)?$/i`, with 1,000 bytes to a kilobyte.
fn bytes(written: &str, baseline: f64) -> Option<f64> {
    let written = written.trim();
    let digits = written
        .find(|character: char| !character.is_ascii_digit() && character != '.')
        .unwrap_or(written.len());
    let (number, unit) = written.split_at(digits);
    let is_number = number.split_once('.').map_or(!number.is_empty(), |(whole, part)| {
        !whole.is_empty() && !part.is_empty() && !part.contains('.')
    });
    let value: f64 = if is_number { number.parse().ok()? } else { return None };
    match unit.trim_start_matches([' ', '\t']).to_ascii_lowercase().as_str() {
        "" | "b" => Some(value),
        "kb" => Some(value * 1e3),
        "mb" => Some(value * 1e6),
        "gb" => Some(value * 1e9),
        "%" => Some(baseline * value / 100.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Sizes, bytes, calculated};
    use crate::model::budget::{Bound, Metric};

    #[test]
    fn a_kilobyte_has_1000_bytes() {
        for (written, expected) in [
            ("500", 500.0),
            ("500 b", 500.0),
            ("500kB", 500_000.0),
            ("1.5 MB", 1_500_000.0),
            ("1GB", 1e9),
            (" 2\tKB ", 2_000.0),
        ] {
            assert_eq!(bytes(written, 0.0), Some(expected), "{written}");
        }
        assert_eq!(bytes("10 %", 400_000.0), Some(40_000.0));
        for written in
            ["10 KiB", "10k", "1e3", "1,5 kB", ".5 kB", "1.", "abc", "-1 kB", "1.2.3 kB", "5 bytes"]
        {
            assert_eq!(bytes(written, 0.0), None, "{written}");
        }
    }

    #[track_caller]
    fn check(written: &[(&str, &str)], expected: &[(Bound, u64)]) -> Sizes {
        let text = |key: &str| written.iter().find(|(of, _)| *of == key).map(|(_, value)| *value);
        let sizes = calculated(&text);
        let limits: Vec<_> = expected.iter().map(|&(bound, value)| (Metric::Raw, bound, value)).collect();
        assert_eq!(sizes.limits, limits, "{written:?}");
        sizes
    }

    #[test]
    fn a_baseline_is_added_to_and_taken_from() {
        check(&[("baseline", "400kb"), ("maximumError", "10%")], &[(Bound::Max, 440_000)]);
        check(&[("baseline", "400kb"), ("minimumError", "10%")], &[(Bound::Min, 360_000)]);
        check(&[("baseline", "400kb"), ("error", "20kb")], &[(Bound::Max, 420_000), (Bound::Min, 380_000)]);
        check(&[("baseline", "1kb"), ("minimumError", "2kb")], &[]);
        // A percentage is one of the baseline: without one it is nothing.
        check(&[("maximumError", "10%")], &[(Bound::Max, 0)]);
        // Without a baseline both bounds are the size itself.
        check(&[("error", "20kb")], &[(Bound::Max, 20_000), (Bound::Min, 20_000)]);
    }

    #[test]
    fn of_two_limits_the_tighter_holds() {
        check(
            &[("maximumError", "1mb"), ("error", "900kb")],
            &[(Bound::Max, 900_000), (Bound::Min, 900_000)],
        );
    }

    #[test]
    fn what_angular_cannot_read_is_told() {
        let sizes = check(&[("maximumError", "10 KiB"), ("maximumWarning", "5kb")], &[(Bound::Warn, 5_000)]);
        assert_eq!(sizes.unread, ["maximumError"]);
        assert!(check(&[("minimumWarning", "5kb")], &[]).min_warns);
    }
}
