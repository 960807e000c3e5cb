//! Sets of budgets that are the same for every build: `init --preset NAME`.
//!
//! Each is a budget file in this folder, with comments that say where its numbers come from; `init` writes it with what
//! each budget comes to today. A new one is a file, a variant and a line in the tables.

use crate::config::error::ConfigError;
use crate::config::read::parse;
use crate::model::budget::Budget;
use crate::model::config::Config;

/// A set of budgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The built-in budgets.
    Default,
    /// For slow phones on slow networks.
    Strict,
    /// What Lighthouse scores by.
    Lighthouse,
    /// What webpack warns of.
    Webpack,
    /// What Vite warns of.
    Vite,
    /// What a new Angular application has.
    Angular,
}

impl Preset {
    /// Every set, in the order of the documentation.
    pub const ALL: [Self; 6] =
        [Self::Default, Self::Strict, Self::Lighthouse, Self::Webpack, Self::Vite, Self::Angular];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Strict => "strict",
            Self::Lighthouse => "lighthouse",
            Self::Webpack => "webpack",
            Self::Vite => "vite",
            Self::Angular => "angular",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// It as a budget file.
    fn text(self) -> &'static str {
        match self {
            Self::Default => include_str!("default.json"),
            Self::Strict => include_str!("strict.json"),
            Self::Lighthouse => include_str!("lighthouse.json"),
            Self::Webpack => include_str!("webpack.json"),
            Self::Vite => include_str!("vite.json"),
            Self::Angular => include_str!("angular.json"),
        }
    }

    /// What it judges by.
    pub fn config(self) -> Result<Config, ConfigError> {
        parse(self.text(), self.name(), &[])
    }

    /// What stands above all of it.
    pub fn about(self) -> Vec<String> {
        comments(self.text().lines().skip(1))
    }

    /// What stands above a budget of it.
    pub fn about_budget(self, budget: &Budget) -> Vec<String> {
        let start = budget.span.map_or(0, |span| span.start as usize);
        let before = self.text().get(..start).unwrap_or_default();
        // The budget's own line begins behind the last of them.
        let mut lines = comments(before.lines().rev().skip(1));
        lines.reverse();
        lines
    }
}

/// The texts of the first lines that are comments.
fn comments<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    lines.map_while(|line| line.trim_start().strip_prefix("// ")).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::Preset;
    use crate::config::built_in::built_in;
    use crate::model::budget::{Bound, Budget, Metric};

    fn told(budgets: &[Budget]) -> Vec<String> {
        let one = |budget: &Budget| {
            let limits: Vec<_> =
                budget.limits.iter().map(|limit| (limit.metric, limit.bound, limit.value)).collect();
            format!(
                "{} {:?} {:?} {:?} {limits:?} {}",
                budget.name,
                budget.selector.resource_type,
                budget.selector.load,
                budget.per,
                budget.network.name
            )
        };
        budgets.iter().map(one).collect()
    }

    #[test]
    fn every_set_and_every_budget_says_what_it_is() {
        for preset in Preset::ALL {
            let config = preset.config().unwrap_or_else(|error| panic!("{}: {error:?}", preset.name()));
            assert!(!config.budgets.is_empty() && config.unmatched.is_none(), "{}", preset.name());
            assert!(!preset.about().is_empty(), "{}", preset.name());
            for budget in &config.budgets {
                assert!(!preset.about_budget(budget).is_empty(), "{}: {}", preset.name(), budget.name);
            }
            assert_eq!(Preset::named(preset.name()), Some(preset));
        }
    }

    #[test]
    fn what_stands_above_a_budget_is_its_own() {
        let config = Preset::Strict.config().expect("it is a budget file");
        let about: Vec<_> = config.budgets.iter().map(|budget| Preset::Strict.about_budget(budget)).collect();
        assert_eq!(about[2], ["What one click adds is no more than what a whole page may weigh."]);
        assert!(Preset::Strict.about()[0].starts_with("For visitors with a phone"));
    }

    #[test]
    fn the_default_set_is_that_of_builds_without_a_file() {
        let config = Preset::Default.config().expect("it is a budget file");
        assert_eq!(told(&config.budgets), told(&built_in().budgets));
        assert_eq!(config.unmatched, built_in().unmatched);
    }

    #[test]
    fn the_numbers_are_those_of_their_sources() {
        let limit = |preset: Preset, name: &str, metric, bound| {
            let config = preset.config().expect("it is a budget file");
            let budget =
                config.budgets.iter().find(|budget| budget.name == name).expect("it is there").clone();
            budget.limit(metric, bound).map(|limit| limit.value)
        };
        let weight = |bound| limit(Preset::Lighthouse, "Total byte weight", Metric::Gzip, bound);
        assert_eq!((weight(Bound::Warn), weight(Bound::Max)), (Some(2_667 * 1_024), Some(4_000 * 1_024)));
        assert_eq!(limit(Preset::Webpack, "Any asset", Metric::Raw, Bound::Warn), Some(250_000));
        assert_eq!(limit(Preset::Vite, "Any chunk", Metric::Raw, Bound::Warn), Some(500_000));
        assert_eq!(limit(Preset::Angular, "initial", Metric::Raw, Bound::Max), Some(1_000_000));
    }
}
