//! Numbers, names and lists as all reports write them.
//!
//! Takes plain values and gives text without colour; what the text is about is not known here. Sizes are decimal,
//! as in the budget file (1 kB = 1,000 B), with three significant digits and no trailing zeros.

use std::borrow::Cow;
use std::fmt::{Arguments, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::model::budget::Metric;
use crate::model::hashed_name::HashedName;
use crate::report::measured;

/// Units of size, largest first; below the smallest, bytes are counted.
const SIZE_UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];

/// So many columns of a file name's beginning say which file it is; folders give way before less is left.
const TELLING_COLUMNS: usize = 8;

/// A size with three significant digits: `812 B`, `61.2 kB`, `1.5 MB`.
pub fn size(bytes: u64) -> String {
    // Half a unit of the third digit below 1,000 B, kB or MB rounds up into the next unit.
    for (unit, name) in SIZE_UNITS {
        if unit - unit / 2_000 <= bytes {
            return format!("{} {name}", three_digits(bytes, unit));
        }
    }
    exact_size(bytes)
}

/// A size to the byte: `102,401 B`.
pub fn exact_size(bytes: u64) -> String {
    format!("{} B", count(bytes))
}

/// A duration with three significant digits: `451 ms`, `1.75 s`.
pub fn duration(milliseconds: u64) -> String {
    if milliseconds < 1_000 {
        format!("{milliseconds} ms")
    } else {
        format!("{} s", three_digits(milliseconds, 1_000))
    }
}

/// A number with its thousands apart: `1,480`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of things whose plural ends in s: `1 file`, `1,480 files`.
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

/// A share of a limit. Never rounded across it: what is below is at most `99 %`, what is above at least `101 %`.
pub fn percent(part: u64, whole: u64) -> String {
    let (part, whole) = (u128::from(part) * 100, u128::from(whole.max(1)));
    let share = if part <= whole * 100 { part / whole } else { (part / whole).max(101) };
    format!("{share} %")
}

/// Hundredths of a percent: `12.5 %`.
pub fn basis_points(hundredths: u64) -> String {
    format!("{} %", trim(&format!("{}.{:02}", count(hundredths / 100), hundredths % 100)))
}

/// A value in its metric's unit: `61.2 kB`, `26 files`, `1.75 s`.
pub fn quantity(metric: Metric, value: u64) -> String {
    match metric {
        Metric::Raw | Metric::Gzip | Metric::Brotli | Metric::Invalidated => size(value),
        Metric::Count => counted(value, "file"),
        Metric::Time => duration(value),
        Metric::Outside(metric) => measured::quantity(metric.get().unit, value),
    }
}

/// Two values that stand beside each other: where they differ but would look the same, both are written exactly.
pub fn compared(metric: Metric, one: u64, other: u64) -> (String, String) {
    let (rounded, rounded_other) = (quantity(metric, one), quantity(metric, other));
    if one == other || rounded != rounded_other {
        return (rounded, rounded_other);
    }
    let exact = |value| match metric {
        Metric::Time => format!("{} ms", count(value)),
        Metric::Outside(metric) => measured::exact(metric.get().unit, value),
        Metric::Raw | Metric::Gzip | Metric::Brotli | Metric::Invalidated | Metric::Count => {
            exact_size(value)
        }
    };
    (exact(one), exact(other))
}

/// How much more or less `to` is than `from`: `+11.2 kB`, `-3 kB`.
pub fn difference(metric: Metric, from: u64, to: u64) -> String {
    let sign = if from <= to { '+' } else { '-' };
    format!("{sign}{}", quantity(metric, to.abs_diff(from)))
}

/// Bytes more or less: `+11.2 kB`, `-3 kB`, `±0`.
pub fn growth(bytes: i64) -> String {
    match bytes {
        0 => "±0".to_owned(),
        more if 0 < more => format!("+{}", size(more.unsigned_abs())),
        less => format!("-{}", size(less.unsigned_abs())),
    }
}

/// A list as people write it: `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A choice as people write it: `a, b or c`.
pub fn alternatives(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Appends to a text what `format_args!` makes.
pub fn push(text: &mut String, arguments: Arguments<'_>) {
    // Writing to a text cannot fail.
    let _ = text.write_fmt(arguments);
}

/// How many terminal columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text that cannot do anything to a terminal: control characters, and those that reorder or hide others, are
/// written as `\n` or `\u{1b}`. Texts from the build are data; see <https://trojansource.codes> for why bidi counts.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    for character in text.chars() {
        if is_unsafe(character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Lines that no log of a CI takes for commands. GitHub's runner acts on `::error::` at the beginning of a line, behind
/// white space, and on the older `##[error]` anywhere in it ([its parser]); names that hold them are written out.
///
/// [its parser]: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
pub fn without_commands(text: &str) -> Cow<'_, str> {
    let begins_one = |line: &str| line.trim_start().starts_with("::");
    if !text.contains("##[") && !text.split('\n').any(begins_one) {
        return Cow::Borrowed(text);
    }
    let line = |line: &str| {
        let line = line.replace("##[", r"##\u{5b}");
        if begins_one(&line) { line.replacen("::", r"\u{3a}:", 1) } else { line }
    };
    Cow::Owned(text.split('\n').map(line).collect::<Vec<_>>().join("\n"))
}

/// The text with its numbers and units held together by spaces that no line is broken at (U+00A0).
pub fn unbroken(text: &str) -> String {
    const UNITS: [&str; 8] = ["B", "kB", "MB", "GB", "ms", "µs", "s", "%"];
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end_matches(|character: char| !character.is_alphanumeric() && character != '%');
        if UNITS.contains(&bare)
            && out.ends_with(' ')
            && out.trim_end().ends_with(|before: char| before.is_ascii_digit())
        {
            out.pop();
            out.push('\u{a0}');
        }
        out.push_str(word);
    }
    out
}

/// Whether a terminal does something with the character instead of showing it.
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A path in so many columns. It is shortened in its middle, so that the beginning of the file name, its hash and
/// its extension stay: `assets/vendor-…-BxY1c2.js`.
pub fn shorten(path: &str, columns: usize) -> String {
    let path = printable(path);
    if width(&path) <= columns {
        return path.into_owned();
    }
    let (directory, name) = path.rsplit_once('/').map_or(("", &*path), |(directory, name)| (directory, name));
    let parsed = HashedName::parse(name);
    let (stem, tail) = name.split_at(parsed.stem.len());
    let folders = shorter_directories(directory);
    if let Some(folder) = folders.iter().find(|folder| width(folder) + width(name) <= columns) {
        return format!("{folder}{name}");
    }
    // A beginning that tells little is still better than half a hash.
    for least in [TELLING_COLUMNS, TELLING_COLUMNS / 3] {
        for folder in &folders {
            let taken = width(folder) + width(tail) + 1;
            if taken + least <= columns {
                return format!("{folder}{}…{tail}", first_columns(stem, columns - taken));
            }
        }
    }
    // No room for rules: as much of the beginning as of the end.
    let end = last_columns(&path, columns.saturating_sub(1) / 2);
    let start = first_columns(&path, columns.saturating_sub(1 + width(end)));
    format!("{start}…{end}")
}

/// The text's beginning, at most so many columns wide.
pub fn first_columns(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, character)| {
        taken += character.width().unwrap_or(0);
        columns < taken
    });
    end.map_or(text, |(offset, _)| &text[..offset])
}

fn last_columns(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    let start = text.char_indices().rev().find(|(_, character)| {
        taken += character.width().unwrap_or(0);
        columns < taken
    });
    start.map_or(text, |(offset, character)| &text[offset + character.len_utf8()..])
}

/// The folders of a path with less and less of them, `/` at the end, none last.
fn shorter_directories(directory: &str) -> Vec<String> {
    if directory.is_empty() {
        return vec![String::new()];
    }
    let mut forms = vec![format!("{directory}/")];
    if let Some((first, rest)) = directory.split_once('/') {
        if let Some((_, last)) = rest.rsplit_once('/') {
            forms.push(format!("{first}/…/{last}/"));
        }
        forms.push(format!("{first}/…/"));
    }
    forms.push("…/".to_owned());
    forms.push(String::new());
    forms
}

/// Three significant digits, without zeros at the end: `61.2`.
pub fn three_digits(value: u64, unit: u64) -> String {
    let decimals: u32 = match value / unit {
        0..10 => 2,
        10..100 => 1,
        _ => 0,
    };
    let scale = 10_u128.pow(decimals);
    let rounded = (u128::from(value) * scale + u128::from(unit) / 2) / u128::from(unit);
    let whole = count(u64::try_from(rounded / scale).unwrap_or(u64::MAX));
    if decimals == 0 {
        return whole;
    }
    trim(&format!("{whole}.{:0places$}", rounded % scale, places = decimals as usize))
}

/// A decimal without the zeros at its end.
pub fn trim(decimal: &str) -> String {
    decimal.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{
        basis_points, compared, counted, difference, duration, growth, list, percent, printable, shorten,
        size, unbroken, width, without_commands,
    };
    use crate::model::budget::Metric;

    #[track_caller]
    fn check(actual: impl AsRef<str>, expected: &str) {
        assert_eq!(actual.as_ref(), expected);
    }

    #[test]
    fn sizes_have_three_digits_and_decimal_units() {
        check(size(0), "0 B");
        check(size(999), "999 B");
        check(size(1_000), "1 kB");
        check(size(9_104), "9.1 kB");
        check(size(61_249), "61.2 kB");
        check(size(99_960), "100 kB");
        check(size(170_000), "170 kB");
        check(size(999_499), "999 kB");
        check(size(999_500), "1 MB");
        check(size(1_234_567), "1.23 MB");
        check(size(123_456_789_012), "123 GB");
        check(size(u64::MAX), "18,446,744,074 GB");
    }

    #[test]
    fn values_that_differ_never_look_the_same() {
        let check = |metric, one, other, expected: (&str, &str)| {
            let (left, right) = compared(metric, one, other);
            assert_eq!((left.as_str(), right.as_str()), expected);
        };
        check(Metric::Gzip, 102_401, 102_400, ("102,401 B", "102,400 B"));
        check(Metric::Gzip, 61_200, 50_000, ("61.2 kB", "50 kB"));
        check(Metric::Raw, 50_000, 50_000, ("50 kB", "50 kB"));
        check(Metric::Time, 3_001, 3_000, ("3,001 ms", "3,000 ms"));
        check(Metric::Count, 26, 25, ("26 files", "25 files"));
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        check(duration(451), "451 ms");
        check(duration(1_750), "1.75 s");
        check(counted(1, "file"), "1 file");
        check(counted(1_480, "file"), "1,480 files");
        check(difference(Metric::Gzip, 50_000, 61_200), "+11.2 kB");
        check(difference(Metric::Gzip, 61_200, 58_200), "-3 kB");
        check(growth(11_200), "+11.2 kB");
        check(growth(-3_000), "-3 kB");
        check(growth(0), "±0");
        check(growth(i64::MIN), "-9,223,372,037 GB");
        check(basis_points(1_250), "12.5 %");
        check(basis_points(3_000), "30 %");
        check(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }

    #[test]
    fn a_share_is_not_rounded_across_the_limit() {
        check(percent(499_999, 500_000), "99 %");
        check(percent(500_000, 500_000), "100 %");
        check(percent(500_001, 500_000), "101 %");
    }

    #[test]
    fn characters_that_act_on_a_terminal_are_written_out() {
        check(printable("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\\nc");
        check(printable("\u{9b}2J\u{202e}sj.exe"), "\\u{9b}2J\\u{202e}sj.exe");
        check(printable("日本/é.js"), "日本/é.js");
    }

    #[test]
    fn lines_are_no_commands_of_a_log() {
        check(
            without_commands("a\n  ::error::b\n x ::y ##[error]z"),
            "a\n  \\u{3a}:error::b\n x ::y ##\\u{5b}error]z",
        );
        check(without_commands("a::b\n# [x]"), "a::b\n# [x]");
    }

    #[test]
    fn numbers_and_their_units_stay_on_one_line() {
        check(unbroken("a.js (58.9 kB): 31 % of it is a B"), "a.js (58.9\u{a0}kB): 31\u{a0}% of it is a B");
    }

    #[test]
    fn a_path_is_shortened_where_it_says_least() {
        check(shorten("assets/index-BxY1c2ab.js", 24), "assets/index-BxY1c2ab.js");
        check(shorten("assets/vendor-react-router-dom-BxY1c2ab.js", 30), "assets/vendor-rea…-BxY1c2ab.js");
        check(shorten("static/chunks/app/settings/page-3f2a91bc.js", 30), "static/…/page-3f2a91bc.js");
        check(
            shorten("static/chunks/app/settings/page-3f2a91bc.js", 36),
            "static/…/settings/page-3f2a91bc.js",
        );
        check(shorten("assets/very-long-component-BxY1c2ab.js", 22), "very-long…-BxY1c2ab.js");
        check(shorten("assets/component-BxY1c2ab.js", 9), "asse…b.js");
        for columns in 1..60 {
            let path = "assets/組み込み/日本語のとても長い名前-BxY1c2ab.chunk.js";
            assert!(width(&shorten(path, columns)) <= columns, "{columns}");
        }
    }
}
