//! What other tools measured, in words: `2.43 s`, `0.87`, `1.2 %`.
//!
//! Takes millionths of a unit, as `model::outside` counts, and gives text with about three digits, or exactly.

use crate::model::outside::{PARTS, Unit};
use crate::report::text::{count, three_digits, trim};

/// Milliseconds are counted in nanoseconds. Below the smallest unit they are counted one by one.
const TIME_UNITS: [(u64, &str); 3] = [(1_000 * PARTS, "s"), (PARTS, "ms"), (PARTS / 1_000, "µs")];

/// A value as people say it.
pub fn quantity(unit: Unit, parts: u64) -> String {
    match unit {
        Unit::Milliseconds => duration(parts),
        Unit::Score => decimals(parts, 2),
        Unit::Number => decimals(parts, 3),
        // A share is seldom above a few in a hundred: what is small is not called nothing.
        Unit::FailedShare | Unit::PassedShare if parts < PARTS / 100 => exact(unit, parts),
        Unit::FailedShare | Unit::PassedShare => format!("{} %", decimals(parts.saturating_mul(100), 2)),
        Unit::PerSecond => format!("{}/s", three_digits(parts, PARTS)),
        Unit::Count => decimals(parts, 0),
    }
}

/// A value to the last decimal.
pub fn exact(unit: Unit, parts: u64) -> String {
    match unit {
        Unit::Milliseconds => format!("{} ms", decimals(parts, 6)),
        Unit::Score | Unit::Number | Unit::Count => decimals(parts, 6),
        Unit::FailedShare | Unit::PassedShare => format!("{} %", decimals(parts.saturating_mul(100), 6)),
        Unit::PerSecond => format!("{}/s", decimals(parts, 6)),
    }
}

fn duration(parts: u64) -> String {
    // What rounds up to the next unit is written in it.
    let unit = TIME_UNITS.iter().find(|(unit, _)| unit - unit / 2_000 <= parts);
    match unit {
        Some((unit, name)) => format!("{} {name}", three_digits(parts, *unit)),
        None if parts == 0 => "0 ms".to_owned(),
        None => format!("{parts} ns"),
    }
}

/// So many decimals at most, rounded to the nearest.
fn decimals(parts: u64, places: u32) -> String {
    let scale = 10_u64.pow(places);
    let step = PARTS / scale;
    let rounded = parts.saturating_add(step / 2) / step;
    let whole = count(rounded / scale);
    if places == 0 {
        return whole;
    }
    trim(&format!("{whole}.{:0places$}", rounded % scale, places = places as usize))
}

#[cfg(test)]
mod tests {
    use super::{exact, quantity};
    use crate::model::outside::Unit;

    #[track_caller]
    fn check(unit: Unit, parts: u64, about: &str, to_the_last: &str) {
        assert_eq!((quantity(unit, parts).as_str(), exact(unit, parts).as_str()), (about, to_the_last));
    }

    #[test]
    fn values_read_as_people_write_them() {
        check(Unit::Milliseconds, 2_431_187_653, "2.43 s", "2,431.187653 ms");
        check(Unit::Milliseconds, 999_600_000, "1 s", "999.6 ms");
        check(Unit::Milliseconds, 431_000_000, "431 ms", "431 ms");
        check(Unit::Milliseconds, 663_960, "664 µs", "0.66396 ms");
        check(Unit::Milliseconds, 347, "347 ns", "0.000347 ms");
        check(Unit::Milliseconds, 0, "0 ms", "0 ms");
        check(Unit::Score, 870_000, "0.87", "0.87");
        check(Unit::Score, 1_000_000, "1", "1");
        check(Unit::Number, 123_456, "0.123", "0.123456");
        check(Unit::FailedShare, 12_000, "1.2 %", "1.2 %");
        check(Unit::FailedShare, 34, "0.0034 %", "0.0034 %");
        check(Unit::PassedShare, 1_000_000, "100 %", "100 %");
        check(Unit::PerSecond, 4_369_380, "4.37/s", "4.36938/s");
        check(Unit::Count, 18_000_000_000, "18,000", "18,000");
        check(Unit::Milliseconds, u64::MAX, "18,446,744,074 s", "18,446,744,073,709.551615 ms");
    }
}
