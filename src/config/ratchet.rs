//! The ratchet: limits of a budget file that follow what is measured downwards, and upwards only with a reason.
//!
//! Takes the text of the file, its configuration and what was measured; gives the text with other values at the
//! places of the limits, in the units in which they are written. Nothing else of the text changes but for the reasons,
//! which stand as comments at the ends of the lines of what was raised. What other tools measure is left alone.

use std::collections::BTreeMap;

use crate::config::duration::parse_duration;
use crate::config::proposal::with_headroom;
use crate::config::size::size_with_unit;
use crate::model::budget::{Bound, Budget, Limit, Metric};
use crate::model::config::Config;
use crate::model::span::Span;

/// A value of a unit may be so much larger than the limit that is wanted, in parts of it, to have fewer decimals.
const PRECISION: u64 = 200;
/// More decimals no limit needs: so many tell the bytes of a gigabyte.
const MOST_DECIMALS: u32 = 9;

/// The most that was measured for the budgets of a file, by their places and metrics.
pub type Measured = BTreeMap<(usize, Metric), Worst>;

/// The worst of the items of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worst {
    /// What was measured.
    pub actual: u64,
    /// Whether all of its items were.
    pub is_known: bool,
}

/// A budget whose broken limits may be raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raise {
    /// Its name.
    pub budget: String,
    /// Why.
    pub reason: String,
}

/// A limit that has another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The budget's name.
    pub budget: String,
    /// What is limited.
    pub metric: Metric,
    /// Which limit.
    pub bound: Bound,
    /// The value as it was written, without quotes.
    pub from: String,
    /// The same as it is now.
    pub to: String,
    /// The most that was measured.
    pub measured: u64,
    /// Why it was raised; `None` where it was lowered.
    pub reason: Option<String>,
    span: Span,
    literal: String,
}

/// The changes that are due, in the order of the budgets.
pub fn changes(
    config: &Config,
    text: &str,
    measured: &Measured,
    headroom: u64,
    raises: &[Raise],
) -> Vec<Change> {
    let mut changes = Vec::new();
    for (index, budget) in config.budgets.iter().enumerate() {
        let reason =
            raises.iter().find(|raise| raise.budget == budget.name).map(|raise| raise.reason.as_str());
        // What is loaded again is that of one change, and says nothing of the next.
        for metric in Metric::ALL.into_iter().filter(|&metric| metric != Metric::Invalidated) {
            let Some(worst) = measured.get(&(index, metric)).filter(|worst| worst.is_known) else { continue };
            let rule = Rule { budget, metric, text, measured: worst.actual, headroom, reason };
            changes.extend(rule.changes());
        }
    }
    changes
}

/// The text with these changes made.
pub fn rewritten(text: &str, changes: &[Change]) -> String {
    // What is put at which place, instead of how much.
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for change in changes {
        let (start, end) = (change.span.start as usize, change.span.end as usize);
        edits.push((start, end, change.literal.clone()));
        if let Some(reason) = &change.reason {
            let line = text.get(end..).unwrap_or_default();
            let line = line.split('\n').next().unwrap_or_default();
            let line_end = end + line.strip_suffix('\r').unwrap_or(line).len();
            edits.push((
                line_end,
                line_end,
                format!(" // raised from {}: {}", change.from, one_line(reason)),
            ));
        }
    }
    edits.sort_by_key(|&(start, end, _)| (start, end));
    let (mut out, mut done) = (String::new(), 0);
    for (start, end, new) in edits {
        out.push_str(text.get(done..start).unwrap_or_default());
        out.push_str(&new);
        done = end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// A reason as it stands in a comment: nothing in it ends the line or a comment around it.
pub fn one_line(reason: &str) -> String {
    let is_breaking =
        |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced: String = reason.chars().map(|c| if is_breaking(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.join(" ").replace("*/", "* /")
}

/// The limits of one budget on one metric.
struct Rule<'a> {
    budget: &'a Budget,
    metric: Metric,
    text: &'a str,
    measured: u64,
    headroom: u64,
    reason: Option<&'a str>,
}

impl Rule<'_> {
    fn changes(&self) -> Vec<Change> {
        let limit = |bound| self.budget.limit(self.metric, bound);
        let (max, warn) = (limit(Bound::Max), limit(Bound::Warn));
        let least = limit(Bound::Min).map_or(0, |min| min.value);
        let room = with_headroom(self.metric, self.measured, self.headroom).max(least);
        let new_max = max.and_then(|max| self.change(max, room));
        let highest = new_max.as_ref().map(|(_, value)| *value).or(max.map(|max| max.value));
        let new_warn = warn.and_then(|warn| self.change(warn, self.warning(room, highest)));
        let warns_at = new_warn.as_ref().map(|(_, value)| *value).or(warn.map(|warn| warn.value));
        // A warning at the limit could never be seen, and is no budget file.
        if let (Some(warns_at), Some(highest)) = (warns_at, highest)
            && highest <= warns_at
        {
            return Vec::new();
        }
        new_max.into_iter().chain(new_warn).map(|(change, _)| change).collect()
    }

    /// Half of the head-room where another limit has all of it, and always below that one.
    fn warning(&self, room: u64, highest: Option<u64>) -> u64 {
        let Some(highest) = highest else { return room };
        let half = with_headroom(self.metric, self.measured, self.headroom / 2);
        if half < highest { half } else { self.measured + highest.saturating_sub(self.measured) / 2 }
    }

    /// The limit at `wanted`, where it may go there, and its value then.
    fn change(&self, limit: Limit, wanted: u64) -> Option<(Change, u64)> {
        let span = limit.span?;
        let written = self.text.get(span.start as usize..span.end as usize)?;
        let (literal, value) = literal(written, self.metric, wanted)?;
        let is_lower = value < limit.value && self.measured <= value;
        let is_raised = limit.value < self.measured && limit.value < value;
        let reason = self.reason.filter(|_| is_raised).map(str::to_owned);
        if !is_lower && reason.is_none() {
            return None;
        }
        let bare = |literal: &str| literal.trim_matches('"').to_owned();
        let change = Change {
            budget: self.budget.name.clone(),
            metric: self.metric,
            bound: limit.bound,
            from: bare(written),
            to: bare(&literal),
            measured: self.measured,
            reason,
            span,
            literal,
        };
        Some((change, value))
    }
}

/// The value as it is written instead of `written`, in the same unit, and what it comes to: no less than `wanted`.
fn literal(written: &str, metric: Metric, wanted: u64) -> Option<(String, u64)> {
    let Some(inner) = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Some((wanted.to_string(), wanted));
    };
    let read = if metric == Metric::Time { parse_duration } else { size_with_unit };
    let number = inner.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(inner.len());
    let unit = inner.get(number..)?;
    let Ok(factor @ 1..) = read(&format!("1{unit}")) else {
        // Written with escapes.
        let text = format!("{wanted} {}", if metric == Metric::Time { "ms" } else { "B" });
        return Some((format!("\"{text}\""), wanted));
    };
    for decimals in 0..=MOST_DECIMALS {
        let power = 10_u128.pow(decimals);
        let scaled = (u128::from(wanted) * power).div_ceil(u128::from(factor));
        let text = format!("{}{unit}", decimal(scaled, decimals));
        let value = read(&text).ok()?;
        if decimals == MOST_DECIMALS || value.saturating_sub(wanted) <= wanted / PRECISION {
            return Some((format!("\"{text}\""), value));
        }
    }
    None
}

/// So many tenths, hundredths or thousandths.
fn decimal(scaled: u128, decimals: u32) -> String {
    let power = 10_u128.pow(decimals);
    if decimals == 0 {
        return scaled.to_string();
    }
    let fraction = format!("{:0width$}", scaled % power, width = decimals as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { (scaled / power).to_string() } else { format!("{}.{fraction}", scaled / power) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Measured, Raise, Worst, changes, literal, one_line, rewritten};
    use crate::config::parse;
    use crate::model::budget::Metric;

    #[track_caller]
    fn check(written: &str, metric: Metric, wanted: u64, expected: &str) {
        let (literal, value) = literal(written, metric, wanted).expect("it can be written");
        assert_eq!(literal, expected, "{written}");
        assert!(wanted <= value && value <= wanted + wanted / 100 + 1, "{written}: {value}");
    }

    #[test]
    fn a_limit_keeps_its_unit_and_its_space() {
        check("\"170 kB\"", Metric::Gzip, 34_500, "\"34.5 kB\"");
        check("\"170kB\"", Metric::Gzip, 150_000, "\"150kB\"");
        check("\"170.0  KB\"", Metric::Gzip, 150_000, "\"150  KB\"");
        check("\"1 MB\"", Metric::Raw, 535_000, "\"0.535 MB\"");
        check("\"170 KiB\"", Metric::Raw, 35_000, "\"34.2 KiB\"");
        check("\"10 MiB\"", Metric::Raw, 2_097_152, "\"2 MiB\"");
        check("174080", Metric::Raw, 150_000, "150000");
        check("\"170 \\u006bB\"", Metric::Raw, 150_000, "\"150000 B\"");
        check("\"3 s\"", Metric::Time, 1_320, "\"1.32 s\"");
        check("\"3000 ms\"", Metric::Time, 1_320, "\"1320 ms\"");
        check("50", Metric::Count, 12, "12");
    }

    #[test]
    fn a_reason_stays_on_its_line() {
        assert_eq!(one_line("new\r\n  editor */ \u{2028}\u{202e}x"), "new editor * / x");
        assert_eq!(one_line("\n\t"), "");
    }

    fn run(text: &str, measured: &[((usize, Metric), u64)], raises: &[Raise]) -> String {
        let config = parse(text, "budgets.json", &[]).expect("it is a budget file");
        let measured: Measured =
            measured.iter().map(|&(key, actual)| (key, Worst { actual, is_known: true })).collect();
        let found = changes(&config, text, &measured, 1_000, raises);
        let new = rewritten(text, &found);
        let config = parse(&new, "budgets.json", &[]).expect("it is a budget file still");
        let again = changes(&config, &new, &measured, 1_000, raises);
        assert_eq!(again, [], "{new}");
        new
    }

    #[test]
    fn limits_go_down_and_never_up() {
        let text = "{ \"budgets\": [ // all\r\n  { \"max\": { \"gzip\": \"170 kB\", \"count\": 9 }, \"min\": { \"gzip\": \"1 kB\" } },\r\n] }";
        let new = run(text, &[((0, Metric::Gzip), 100_000), ((0, Metric::Count), 20)], &[]);
        assert_eq!(new, text.replace("170 kB", "110 kB"));
        // What is less than a minimum allows.
        let new = run(text, &[((0, Metric::Gzip), 10)], &[]);
        assert_eq!(new, text.replace("170 kB", "1 kB"));
    }

    #[test]
    fn a_warning_stays_below_the_limit() {
        let text =
            "{ \"budgets\": [{ \"max\": { \"gzip\": \"170 kB\" }, \"warn\": { \"gzip\": \"150 kB\" } }] }";
        let new = run(text, &[((0, Metric::Gzip), 31_000)], &[]);
        assert_eq!(new, text.replace("170 kB", "35 kB").replace("150 kB", "33 kB"));
        let new = run(text, &[((0, Metric::Gzip), 100)], &[]);
        assert_eq!(new, text.replace("170 kB", "0.5 kB").replace("150 kB", "0.3 kB"));
        let alone = "{ \"budgets\": [{ \"warn\": { \"gzip\": \"150 kB\" } }] }";
        assert_eq!(run(alone, &[((0, Metric::Gzip), 100_000)], &[]), alone.replace("150 kB", "110 kB"));
    }

    #[test]
    fn what_is_raised_says_why() {
        let text = "{ \"budgets\": [\n  { \"name\": \"A\", \"max\": { \"gzip\": \"1 kB\", \"raw\": 2000 } },\n  { \"name\": \"B\", \"max\": { \"raw\": 2 } }\n] }";
        let raise = Raise { budget: "A".to_owned(), reason: "the new\neditor".to_owned() };
        let measured = [((0, Metric::Gzip), 1_500), ((0, Metric::Raw), 4_000), ((1, Metric::Raw), 50)];
        let new = run(text, &measured, &[raise]);
        assert_eq!(
            new,
            "{ \"budgets\": [\n  { \"name\": \"A\", \"max\": { \"gzip\": \"2 kB\", \"raw\": 4500 } }, // raised from 2000: the new editor // raised from 1 kB: the new editor\n  { \"name\": \"B\", \"max\": { \"raw\": 2 } }\n] }"
        );
    }

    fn space() -> impl Strategy<Value = String> {
        proptest::sample::select(vec!["", " ", "\n  ", "\r\n\t", " /* \"max\": 1 */ ", " // {\n", "\n\n"])
            .prop_map(str::to_owned)
    }

    fn size() -> impl Strategy<Value = String> {
        prop_oneof![
            (1..5_000_000_u64).prop_map(|bytes| bytes.to_string()),
            (1..9_000_u32, proptest::sample::select(vec!["B", "kB", "KB", "KiB", "MB", "MiB"]), 0..3_usize)
                .prop_map(|(number, unit, spaces)| format!("\"{number}{}{unit}\"", " ".repeat(spaces))),
            (0..900_u32, 1..999_u32).prop_map(|(whole, part)| format!("\"{whole}.{part:03} MB\"")),
        ]
    }

    proptest! {
        #[test]
        fn nothing_changes_but_the_values(
            budgets in proptest::collection::vec((size(), size(), space(), space(), space(), 0..9_000_000_u64), 1..6),
            headroom in 0..5_000_u64,
        ) {
            // The file in pieces: what stands between the values, and the values.
            let (mut pieces, mut values) = (vec![String::from("{\"budgets\": [")], Vec::new());
            for (index, (raw, gzip, a, b, c, _)) in budgets.iter().enumerate() {
                let opened = format!("{a}{{ \"name\": \"{index}\", \"max\":{b}{{ \"raw\":{c}");
                pieces.last_mut().expect("one").push_str(&opened);
                values.push(raw.clone());
                pieces.push(format!("{a},{b}\"gzip\":{c}"));
                values.push(gzip.clone());
                pieces.push(format!("{c}}}, \"min\": {{ \"count\": 0 }} }},{a}"));
            }
            pieces.last_mut().expect("one").push_str("] } // end");
            let mut text = String::new();
            for (index, piece) in pieces.iter().enumerate() {
                text += piece;
                text += values.get(index).map_or("", String::as_str);
            }
            let config = parse(&text, "budgets.json", &[]).expect("it is a budget file");
            let measured: Measured = budgets
                .iter()
                .enumerate()
                .flat_map(|(index, &(.., actual))| {
                    let worst = |actual| Worst { actual, is_known: true };
                    [((index, Metric::Raw), worst(actual)), ((index, Metric::Gzip), worst(actual / 3))]
                })
                .collect();
            let new = rewritten(&text, &changes(&config, &text, &measured, headroom, &[]));
            // Each piece stands where it stood, with some value between.
            let mut rest = new.as_str();
            for (index, piece) in pieces.iter().enumerate() {
                prop_assert!(rest.starts_with(piece.as_str()), "{piece:?} is not at {rest:?}");
                rest = &rest[piece.len()..];
                if index < values.len() {
                    let end = match rest.strip_prefix('"') {
                        Some(text) => text.find('"').expect("it ends") + 2,
                        None => rest.find(|c: char| !c.is_ascii_digit()).expect("it ends"),
                    };
                    rest = &rest[end..];
                }
            }
            prop_assert_eq!(rest, "");
            let after = parse(&new, "budgets.json", &[]).expect("it is a budget file still");
            for (index, (before, after)) in config.budgets.iter().zip(&after.budgets).enumerate() {
                for (was, is) in before.limits.iter().zip(&after.limits) {
                    prop_assert!(is.value <= was.value);
                    let actual = measured.get(&(index, is.metric)).map_or(0, |worst| worst.actual);
                    prop_assert!(is.value == was.value || actual <= is.value);
                }
            }
            prop_assert_eq!(changes(&after, &new, &measured, headroom, &[]), vec![]);
        }
    }
}
