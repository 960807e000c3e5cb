//! What a check is: data for people, options, and a function.

use std::collections::BTreeMap;

use crate::model::build::Build;
use crate::model::finding::Observation;
use crate::model::globs::Globs;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Shown; the run passes with a warning.
    Warning,
    /// Fails the run.
    Error,
}

impl Severity {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A named inspection of a build.
#[derive(Debug)]
pub struct Check {
    /// Its name everywhere: kebab-case, reads well behind "allow".
    pub id: &'static str,
    /// One line: what it finds.
    pub summary: &'static str,
    /// How much its findings matter unless the configuration says otherwise; `None` for a check that is off then.
    pub severity: Option<Severity>,
    /// What it looks for and what it deliberately leaves alone. Markdown.
    pub what: &'static str,
    /// What it costs the visitor, with the source of any number. Markdown.
    pub why: &'static str,
    /// What to do. Markdown.
    pub fix: &'static str,
    /// What can be set.
    pub options: &'static [CheckOption],
    /// What must be known of the build: where nobody asks for more, no more is found out.
    pub needs: &'static [Need],
    /// Looks at a build and gives what it found, in any order.
    pub run: fn(&Build, &CheckOptions) -> Vec<Observation>,
}

/// Something of a build that takes its time to find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// What the files say, and how they load each other.
    Graph,
    /// Which URLs name no file.
    References,
    /// What comes out of compressed forms that lie beside their files.
    Forms,
    /// What files weigh as gzip.
    Gzip,
    /// What fonts weigh as Brotli.
    BrotliOfFonts,
    /// What files weigh as Brotli, in a build with forms beside its files.
    BrotliBesideForms,
    /// What scripts are made of: packages, modules, source maps.
    Contents,
    /// Which hashed names stand in which files, and which files are the same.
    Hashes,
    /// What images take in other forms.
    Encodings,
}

/// A check that was on.
#[derive(Clone, Copy, Debug)]
pub struct CheckThatRan {
    /// The check.
    pub check: &'static Check,
    /// How much its findings matter in this run.
    pub severity: Severity,
}

/// Something that can be set for a check.
#[derive(Clone, Copy, Debug)]
pub struct CheckOption {
    /// Its key in budgets.json.
    pub name: &'static str,
    /// The unit of its value.
    pub unit: OptionUnit,
    /// Its value where nothing is set.
    pub default: u64,
    /// What it does. Markdown.
    pub about: &'static str,
}

/// The unit of an option's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionUnit {
    /// Bytes, written as a size: `"50 kB"`.
    Bytes,
    /// Hundredths of a percent, written as a percentage: `"10 %"`.
    Percent,
    /// A whole number.
    Count,
    /// Names or globs of names: one text or a list of them. Empty where nothing is set.
    Names,
}

/// The values of one check's options.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    values: BTreeMap<&'static str, u64>,
    names: BTreeMap<&'static str, Globs>,
}

impl CheckOptions {
    /// The values that `check` has where nothing is set.
    pub fn defaults_of(check: &Check) -> Self {
        let values = check.options.iter().map(|option| (option.name, option.default));
        Self { values: values.collect(), names: BTreeMap::new() }
    }

    /// Sets one option.
    pub fn set(&mut self, name: &'static str, value: u64) {
        self.values.insert(name, value);
    }

    /// The value of an option; 0 for a name that the check does not have.
    pub fn get(&self, name: &str) -> u64 {
        self.values.get(name).copied().unwrap_or_default()
    }

    /// Sets an option that is a list of names.
    pub fn set_names(&mut self, name: &'static str, names: Globs) {
        self.names.insert(name, names);
    }

    /// Whether `word` is among the names of an option; none are where nothing is set.
    pub fn lists(&self, name: &str, word: &str) -> bool {
        self.names.get(name).is_some_and(|names| names.matches(word))
    }
}

/// What the configuration says of the checks: only those that it names.
#[derive(Clone, Debug, Default)]
pub struct CheckSettings {
    by_id: BTreeMap<&'static str, CheckSetting>,
}

/// What the configuration says of one check.
#[derive(Clone, Debug)]
pub struct CheckSetting {
    /// `None`: the check is off.
    pub severity: Option<Severity>,
    /// Its options, defaults included.
    pub options: CheckOptions,
}

impl CheckSettings {
    /// Sets one check.
    pub fn set(&mut self, check: &Check, setting: CheckSetting) {
        self.by_id.insert(check.id, setting);
    }

    /// These settings with those of `ids` on, and all other checks off.
    #[must_use]
    pub fn only(&self, checks: &[&Check], ids: &[&str]) -> Self {
        let mut only = Self::default();
        for &check in checks {
            let CheckSetting { severity, options } = self.of(check);
            let severity = ids.contains(&check.id).then(|| severity.unwrap_or(Severity::Warning));
            only.set(check, CheckSetting { severity, options });
        }
        only
    }

    /// What holds for `check`.
    pub fn of(&self, check: &Check) -> CheckSetting {
        self.by_id.get(check.id).cloned().unwrap_or_else(|| CheckSetting {
            severity: check.severity,
            options: CheckOptions::defaults_of(check),
        })
    }
}
