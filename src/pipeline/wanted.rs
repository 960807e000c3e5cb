//! What a run has to find out of a build, so that no more is.

use crate::checks::CHECKS;
use crate::measure::FoundForm;
use crate::model::asset::{Encoding, ResourceType};
use crate::model::baseline::{Baseline, Pasts};
use crate::model::budget::{Budget, Metric, Per};
use crate::model::check::{Check, CheckSetting, CheckSettings, Need, Severity};
use crate::model::config::Config;
use crate::model::file::FoundFile;
use crate::pipeline::Asked;

/// Which files are compressed while their bytes are at hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weighed {
    pub(crate) scripts: bool,
    pub(crate) fonts: bool,
    pub(crate) others: bool,
}

impl Weighed {
    const ALL: Self = Self { scripts: true, fonts: true, others: true };
    const NONE: Self = Self { scripts: false, fonts: false, others: false };

    /// Whether files of that type are.
    pub(crate) fn takes(self, resource_type: ResourceType) -> bool {
        match resource_type {
            ResourceType::Script => self.scripts,
            ResourceType::Font => self.fonts,
            _ => self.others,
        }
    }
}

/// What is found out of each file while its bytes are at hand.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub(crate) struct Wanted {
    /// What it says.
    pub(crate) facts: bool,
    /// But of scripts.
    pub(crate) but_scripts: bool,
    /// What it is made of.
    pub(crate) contents: bool,
    /// What it is known by, and which hashes stand in it.
    pub(crate) hashes: bool,
    /// What comes out of its compressed forms.
    pub(crate) forms: bool,
    /// Whether it is compressed as gzip.
    pub(crate) gzip: Weighed,
    /// Whether it is compressed as Brotli.
    pub(crate) brotli: Weighed,
}

impl Wanted {
    /// All there is.
    pub(crate) const ALL: Self = Self {
        facts: true,
        but_scripts: false,
        contents: true,
        hashes: true,
        forms: true,
        gzip: Weighed::ALL,
        brotli: Weighed::ALL,
    };

    /// What all files say but the scripts.
    pub(crate) const BUT_SCRIPTS: Self = Self {
        facts: true,
        but_scripts: true,
        contents: false,
        hashes: false,
        forms: false,
        gzip: Weighed::NONE,
        brotli: Weighed::NONE,
    };
}

/// A file with its compressed forms.
pub(crate) type FileWithForms = (FoundFile, Vec<FoundForm>);

/// What a run that does not ask for everything has to find out.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each hangs on something else")]
pub(crate) struct Plan {
    /// Of each file.
    pub(crate) wanted: Wanted,
    /// The checks that count.
    pub(crate) checks: CheckSettings,
    /// Whether images are encoded for them.
    pub(crate) encodes: bool,
    /// Whether what files say is asked for by none but who looks for URLs that name no file.
    pub(crate) only_references: bool,
    /// Whether a limit compares with the baseline.
    pub(crate) against: bool,
    /// Whether a limit compares with the anchor.
    pub(crate) anchor: bool,
}

impl Plan {
    /// For all that is asked of a run over `files`.
    pub(crate) fn new(asked: Asked, config: &Config, pasts: &Pasts, files: &[FileWithForms]) -> Self {
        let shows = matches!(asked, Asked::ShortReport);
        Self::of(counted(asked, &config.checks), &config.budgets, shows, pasts, files)
    }

    /// For the limits by themselves, and for the checks by themselves, where only the latter ask what files say and
    /// nothing is shown: where limits fail, nobody has to know more.
    pub(crate) fn apart(
        asked: Asked,
        config: &Config,
        pasts: &Pasts,
        files: &[FileWithForms],
    ) -> Option<(Self, Self)> {
        let checks = counted(asked, &config.checks);
        let none = CHECKS.iter().fold(checks.clone(), |none, check| without(none, check));
        let limits = Self::of(none, &config.budgets, false, pasts, files);
        let checks = Self::of(checks, &[], false, pasts, files);
        let is_apart = asked != Asked::ShortReport && !limits.wanted.facts && checks.wanted.facts;
        is_apart.then_some((limits, checks))
    }

    /// Without what files say.
    pub(crate) fn without_facts(self) -> Self {
        Self { wanted: Wanted { facts: false, ..self.wanted }, ..self }
    }

    fn of(
        checks: CheckSettings,
        budgets: &[Budget],
        shows: bool,
        pasts: &Pasts,
        files: &[FileWithForms],
    ) -> Self {
        let needs = |need| {
            CHECKS.iter().any(|check| checks.of(check).severity.is_some() && check.needs.contains(&need))
        };
        let against = is_there(pasts.baseline.as_ref())
            && budgets.iter().any(|budget| !budget.growth.is_empty() || limits(budget, Metric::Invalidated));
        let anchor = is_there(pasts.anchor.as_ref()) && budgets.iter().any(|budget| !budget.drift.is_empty());
        let encodes = needs(Need::Encodings);
        if against || anchor {
            // Files are also paired by their sizes, and what other hashes come to is told by them.
            let only_references = false;
            return Self { wanted: Wanted::ALL, checks, encodes, only_references, against, anchor };
        }
        let of_packages = |metrics: &[Metric]| {
            let mut about_packages = budgets.iter().filter(|budget| is_about_packages(budget));
            about_packages.any(|budget| metrics.iter().any(|&metric| limits(budget, metric)))
        };
        // What a package weighs is a share of a script, rounded.
        let gzip = if shows || needs(Need::Gzip) {
            Weighed::ALL
        } else {
            Weighed { scripts: of_packages(&[Metric::Gzip, Metric::Time]), ..Weighed::NONE }
        };
        let has_brotli =
            |(_, forms): &FileWithForms| forms.iter().any(|form| form.encoding == Encoding::Brotli);
        let brotli = if needs(Need::BrotliBesideForms) && files.iter().any(has_brotli) {
            Weighed::ALL
        } else {
            let scripts = of_packages(&[Metric::Brotli]);
            Weighed { scripts, fonts: needs(Need::BrotliOfFonts), others: false }
        };
        let contents = shows || needs(Need::Contents) || budgets.iter().any(is_about_packages);
        let hashes = shows || needs(Need::Hashes);
        let joined = contents || hashes || needs(Need::Graph) || budgets.iter().any(is_about_loads);
        let references = needs(Need::References);
        let (facts, only_references) = (joined || references, references && !joined);
        let forms = shows || needs(Need::Forms);
        let wanted = Wanted { facts, but_scripts: false, contents, hashes, forms, gzip, brotli };
        Self { wanted, checks, encodes, only_references, against, anchor }
    }
}

fn is_there(past: Option<&Baseline>) -> bool {
    past.is_some_and(|past| past.earlier.is_ok())
}

/// The checks whose findings count.
fn counted(asked: Asked, settings: &CheckSettings) -> CheckSettings {
    let mut counted = settings.clone();
    for &check in CHECKS {
        let setting = settings.of(check);
        let counts = match asked {
            Asked::ShortReport | Asked::Verdict { warnings: true } => true,
            Asked::Verdict { warnings: false } => setting.severity == Some(Severity::Error),
        };
        if !counts {
            counted = without(counted, check);
        }
    }
    counted
}

fn without(mut settings: CheckSettings, check: &'static Check) -> CheckSettings {
    let setting = settings.of(check);
    settings.set(check, CheckSetting { severity: None, ..setting });
    settings
}

/// Whether a limit of the budget, of whatever kind, is on that metric.
fn limits(budget: &Budget, metric: Metric) -> bool {
    budget.limits.iter().any(|limit| limit.metric == metric)
        || budget.growth.iter().chain(&budget.drift).any(|growth| growth.metric == metric)
}

fn is_about_packages(budget: &Budget) -> bool {
    budget.per == Per::Package || budget.selector.package.is_some()
}

/// Whether it asks how files load each other.
fn is_about_loads(budget: &Budget) -> bool {
    let selector = &budget.selector;
    matches!(budget.per, Per::Entry | Per::SplitPoint)
        || selector.load.is_some()
        || selector.precached
        || selector.has_entry()
}
