//! The budgets that apply where there is no budget file, and those that `--limit` makes.

use miette::Diagnostic;
use thiserror::Error;

use crate::config::amount::AmountError;
use crate::config::budgets::describe;
use crate::config::size::parse_size;
use crate::model::asset::ResourceType;
use crate::model::budget::{Bound, Budget, Limit, Metric, Per, Selector};
use crate::model::check::CheckSettings;
use crate::model::chunk_graph::Load;
use crate::model::config::{Compression, Config, Origin};
use crate::model::globs::Globs;
use crate::model::network::Network;
use crate::model::verdict::Verdict;

/// Why a `--limit` cannot be meant.
#[derive(Debug, Error, Diagnostic)]
pub enum LimitError {
    /// Its size cannot be read.
    #[error("cannot read --limit: {0}")]
    Size(AmountError, #[help] String),
    /// One of its globs cannot be read.
    #[error("cannot read --limit: {pattern:?} is not a glob: {reason}")]
    #[diagnostic(help("put a backslash before a character that is meant literally"))]
    Glob {
        /// The glob.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Two of them limit the same thing.
    #[error("two --limit for the {metric} size of {files}")]
    #[diagnostic(help("keep the smaller one"))]
    Twice {
        /// Which files.
        files: String,
        /// Which size.
        metric: &'static str,
    },
}

/// What holds where nothing else is said.
pub fn built_in() -> Config {
    let scripts = Selector { resource_type: Some(ResourceType::Script), ..Selector::default() };
    let initial = Selector { load: Some(Load::Initial), ..Selector::default() };
    let initial_scripts = Selector { load: Some(Load::Initial), ..scripts.clone() };
    let budgets = vec![
        budget("First load JS", initial_scripts, Per::Entry, (Metric::Gzip, Bound::Max, 500_000)),
        budget("Any script", scripts, Per::File, (Metric::Gzip, Bound::Max, 250_000)),
        budget("Requests", initial.clone(), Per::Entry, (Metric::Count, Bound::Max, 50)),
        budget("On a slow phone", initial, Per::Entry, (Metric::Time, Bound::Warn, 3_000)),
    ];
    // A build need not have scripts, so that a budget without files is nothing wrong here.
    config(Origin::BuiltIn, budgets, None)
}

/// Makes a budget of each `--limit SIZE [GLOB...]`: a size as typed, such as `170 kB` or `1 MB raw`, and the
/// files whose sum it limits.
pub fn from_limits(limits: &[(String, Vec<String>)]) -> Result<Config, LimitError> {
    let mut budgets: Vec<Budget> = Vec::new();
    for (typed, patterns) in limits {
        let (metric, value) = read_limit(typed)?;
        let selector = Selector { files: read_globs(patterns)?, ..Selector::default() };
        let files = describe(&selector, Per::Total);
        let same_files = |other: &&Budget| describe(&other.selector, Per::Total) == files;
        let mut name = files.clone();
        if let Some(other) = budgets.iter().find(same_files) {
            if budgets.iter().filter(same_files).any(|other| other.limit(metric, Bound::Max).is_some()) {
                return Err(LimitError::Twice { files: other.name.clone(), metric: metric.name() });
            }
            name = format!("{files}, {}", metric.name());
        }
        budgets.push(budget(&name, selector, Per::Total, (metric, Bound::Max, value)));
    }
    Ok(config(Origin::CommandLine, budgets, Some(Verdict::Fail)))
}

fn read_limit(typed: &str) -> Result<(Metric, u64), LimitError> {
    let typed = typed.trim();
    let sizes = [Metric::Raw, Metric::Gzip, Metric::Brotli];
    let (size, metric) = typed
        .rsplit_once(' ')
        .and_then(|(size, word)| {
            let metric = sizes.into_iter().find(|metric| metric.name() == word)?;
            Some((size.trim_end(), metric))
        })
        .unwrap_or((typed, Metric::Gzip));
    match parse_size(size) {
        Ok(bytes) => Ok((metric, bytes)),
        Err(error) => {
            let help = format!("{}; \"raw\", \"gzip\" or \"brotli\" may follow", error.help);
            Err(LimitError::Size(error, help))
        }
    }
}

fn read_globs(patterns: &[String]) -> Result<Option<Globs>, LimitError> {
    if patterns.is_empty() {
        return Ok(None);
    }
    Globs::new(patterns).map(Some).map_err(|bad_globs| {
        let (index, reason) =
            bad_globs.into_iter().next().map_or((0, String::new()), |bad| (bad.index, bad.reason));
        LimitError::Glob { pattern: patterns.get(index).cloned().unwrap_or_default(), reason }
    })
}

fn budget(name: &str, selector: Selector, per: Per, limit: (Metric, Bound, u64)) -> Budget {
    let (metric, bound, value) = limit;
    Budget {
        name: name.to_owned(),
        selector,
        per,
        limits: vec![Limit { metric, bound, value, span: None }],
        growth: Vec::new(),
        drift: Vec::new(),
        network: Network::DEFAULT,
        span: None,
    }
}

fn config(origin: Origin, budgets: Vec<Budget>, unmatched: Option<Verdict>) -> Config {
    Config {
        origin,
        build: None,
        compression: Compression::MAX,
        ignore: Globs::none(),
        budgets,
        unmatched,
        checks: CheckSettings::default(),
    }
}

#[cfg(test)]
mod tests {
    use miette::Diagnostic as _;

    use super::{built_in, from_limits};

    fn typed(limits: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
        let owned = |globs: &[&str]| globs.iter().map(|glob| (*glob).to_owned()).collect();
        limits.iter().map(|(size, globs)| ((*size).to_owned(), owned(globs))).collect()
    }

    #[track_caller]
    fn check(limits: &[(&str, &[&str])], expected: &[(&str, &str, u64)]) {
        let config = from_limits(&typed(limits)).expect("the limits can be read");
        let budgets: Vec<_> = config
            .budgets
            .iter()
            .map(|budget| (budget.name.as_str(), budget.limits[0].metric.name(), budget.limits[0].value))
            .collect();
        assert_eq!(budgets, expected);
    }

    #[track_caller]
    fn check_refused(limits: &[(&str, &[&str])], message: &str, help: &str) {
        let error = from_limits(&typed(limits)).expect_err(message);
        assert_eq!(error.to_string(), message);
        assert_eq!(error.help().expect("there is help").to_string(), help);
    }

    #[test]
    fn the_built_in_budgets_have_names_of_their_own() {
        let names: Vec<_> = built_in().budgets.into_iter().map(|budget| budget.name).collect();
        assert_eq!(names, ["First load JS", "Any script", "Requests", "On a slow phone"]);
    }

    #[test]
    fn a_limit_is_the_sum_of_its_files_as_gzip() {
        check(&[("170 kB", &[])], &[("all files", "gzip", 170_000)]);
        check(&[("170000", &["**/*.js", "!a.js"])], &[("**/*.js !a.js", "gzip", 170_000)]);
    }

    #[test]
    fn a_metric_may_follow_the_size() {
        check(&[("170 kB brotli", &["*.js"])], &[("*.js", "brotli", 170_000)]);
        check(&[("1MB  raw", &[])], &[("all files", "raw", 1_000_000)]);
    }

    #[test]
    fn limits_on_the_same_files_have_names_of_their_own() {
        check(
            &[("170 kB", &[]), ("1 MB raw", &[]), ("9 kB", &["*.css"])],
            &[("all files", "gzip", 170_000), ("all files, raw", "raw", 1_000_000), ("*.css", "gzip", 9_000)],
        );
        check_refused(
            &[("170 kB", &[]), ("180 kB gzip", &[])],
            "two --limit for the gzip size of all files",
            "keep the smaller one",
        );
    }

    #[test]
    fn a_limit_that_cannot_be_read_says_what_to_type() {
        check_refused(
            &[("10k", &[])],
            "cannot read --limit: \"k\" is not a unit of size",
            r#"write "10 kB" (10,000 bytes) or "10 KiB" (10,240 bytes); "raw", "gzip" or "brotli" may follow"#,
        );
        check_refused(
            &[("10 kB", &["[a"])],
            "cannot read --limit: \"[a\" is not a glob: unclosed character class; missing ']'",
            "put a backslash before a character that is meant literally",
        );
    }
}
