//! Which chunks a runtime means by `332 == e` or `/^(4(3|74)|513)$/.test(e)`.

use regex::Regex;

use crate::model::webpack::{IdSet, IdTest};

/// A set of ids that can be asked.
pub(crate) struct Ids {
    set: Set,
    negated: bool,
}

enum Set {
    One(String),
    Pattern(Regex),
}

impl Ids {
    /// `None` for a pattern that is none.
    pub(crate) fn new(test: &IdTest) -> Option<Self> {
        let set = match &test.ids {
            IdSet::One(id) => Set::One(id.clone()),
            IdSet::Pattern(pattern) => Set::Pattern(Regex::new(pattern).ok()?),
        };
        Some(Self { set, negated: test.negated })
    }

    /// Whether a chunk is meant.
    pub(crate) fn contain(&self, id: &str) -> bool {
        let is_in = match &self.set {
            Set::One(only) => only == id,
            Set::Pattern(pattern) => pattern.is_match(id),
        };
        is_in != self.negated
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;
    use crate::model::webpack::{IdSet, IdTest};

    #[track_caller]
    fn check(ids: IdSet, negated: bool, meant: &[&str], others: &[&str]) {
        let ids = Ids::new(&IdTest { ids, negated }).unwrap_or_else(|| unreachable!("it is a set"));
        assert!(meant.iter().all(|id| ids.contain(id)), "{meant:?}");
        assert!(!others.iter().any(|id| ids.contain(id)), "{others:?}");
    }

    #[test]
    fn one_id_is_meant_or_all_but_one() {
        check(IdSet::One("332".to_owned()), false, &["332"], &["33", "3320", ""]);
        check(IdSet::One("332".to_owned()), true, &["33", "3320", ""], &["332"]);
    }

    #[test]
    fn a_pattern_means_the_ids_that_are_written_out_in_it() {
        let pattern = || IdSet::Pattern(r"^(4(3(47|74)|125)|68(|7)|[13]0|src_a\-b\/c_js)$".to_owned());
        let ids = ["4347", "4374", "4125", "68", "687", "10", "30", "src_a-b/c_js"];
        check(pattern(), false, &ids, &["43", "6", "6870", "20"]);
        check(pattern(), true, &["43", "6", "6870", "20"], &ids);
    }

    #[test]
    fn what_is_no_pattern_means_nothing() {
        let test = IdTest { ids: IdSet::Pattern("^(4|".to_owned()), negated: true };
        assert!(Ids::new(&test).is_none());
    }
}
