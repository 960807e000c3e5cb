//! Numbers of other tools' files, and the budgets that are made of them.

use jsonc_parser::ast::Value;

use crate::config::error::Problems;
use crate::config::fields::Field;
use crate::model::budget::{Bound, Budget, Limit, Metric, Per, Selector};
use crate::model::globs::Globs;
use crate::model::network::Network;

/// What is limited, which way, and at which value.
pub(crate) type Limited = (Metric, Bound, u64);

/// A budget with these limits.
pub(crate) fn budget(name: impl Into<String>, selector: Selector, per: Per, limits: &[Limited]) -> Budget {
    let limit = |&(metric, bound, value): &Limited| Limit { metric, bound, value, span: None };
    Budget {
        name: name.into(),
        selector,
        per,
        limits: limits.iter().map(limit).collect(),
        growth: Vec::new(),
        drift: Vec::new(),
        network: Network::DEFAULT,
        span: None,
    }
}

/// Globs of our own, which compile.
pub(crate) fn globs<S: AsRef<str>>(patterns: &[S]) -> Option<Globs> {
    Globs::new(patterns).ok()
}

/// A number as JavaScript reads it.
pub(crate) fn number(value: &Value<'_>) -> Option<f64> {
    value.as_number_lit()?.value.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A number that is not negative; notes what is wrong otherwise.
pub(crate) fn amount(field: Field<'_>, problems: &mut Problems) -> Option<f64> {
    let Some(number) = number(field.value) else {
        field.wrong_kind("a number", problems);
        return None;
    };
    if number < 0.0 {
        let message = format!("{:?} cannot be less than 0", field.key);
        problems.push(field.span(), message, "negative", "write 0 or more".to_owned());
        return None;
    }
    Some(number)
}

/// The largest whole number that is not above `limit`: the same whole numbers are at or below both.
pub(crate) fn at_most(limit: f64) -> u64 {
    format!("{:.0}", limit.max(0.0).floor()).parse().unwrap_or(u64::MAX)
}

/// The smallest whole number that is not below `limit`.
pub(crate) fn at_least(limit: f64) -> u64 {
    format!("{:.0}", limit.max(0.0).ceil()).parse().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{at_least, at_most};

    #[test]
    fn a_limit_between_two_whole_numbers_lets_the_same_sizes_pass() {
        assert_eq!((at_most(10.0), at_most(10.9), at_most(-1.0)), (10, 10, 0));
        assert_eq!((at_least(10.0), at_least(10.1), at_least(-1.0)), (10, 11, 0));
        assert_eq!(at_most(1e300), u64::MAX);
    }
}
