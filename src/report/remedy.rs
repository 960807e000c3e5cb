//! What helps most against a broken limit, where a check knows something better than splitting: a package that has a
//! lighter way.

use crate::model::budget::Metric;
use crate::model::finding::{ContentFinding, Finding, FindingFacts};
use crate::model::report::Report;
use crate::report::breach::Breach;
use crate::report::text;

/// What saves less than this part of the excess is no answer to it.
const LEAST_PART: u64 = 4;

/// A package to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remedy<'r> {
    /// Its name.
    pub package: &'r str,
    /// What it takes as gzip.
    pub gzip: u64,
    /// What to do: an imperative.
    pub how: &'r str,
    /// The check that says so.
    pub check: &'static str,
}

impl Remedy<'_> {
    /// What to do in a few words: `replace moment (72.1 kB)`.
    pub fn step(&self) -> String {
        format!("replace {} ({})", self.package, text::size(self.gzip))
    }
}

/// The replacement that saves most of what breaks the limit; `None` where none saves a good part of the excess.
pub fn of<'r>(report: &'r Report, breach: &Breach<'_>) -> Option<Remedy<'r>> {
    let standing = breach.standing().filter(|_| breach.is_about_weight())?;
    if !matches!(standing.metric, Metric::Raw | Metric::Gzip | Metric::Brotli) {
        return None;
    }
    let excess = standing.actual.saturating_sub(standing.limit);
    let chunks = breach.chunks();
    let named = report.findings.iter().filter(|finding| chunks.contains(&finding.observation.asset));
    let best = named.filter_map(replacement).max_by_key(|&(saving, _)| saving)?;
    (excess <= best.0.saturating_mul(LEAST_PART)).then_some(best.1)
}

/// What a finding would save, and how.
fn replacement(finding: &Finding) -> Option<(u64, Remedy<'_>)> {
    let FindingFacts::Content(ContentFinding::ReplaceablePackage { package, gzip, lighter, .. }) =
        &finding.observation.facts
    else {
        return None;
    };
    let gzip = (*gzip)?;
    let saving = finding.observation.waste.unwrap_or(gzip.saturating_sub(lighter.gzip.unwrap_or_default()));
    Some((saving, Remedy { package, gzip, how: &lighter.how, check: finding.check.id }))
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::model::budget::{Bound, Metric, Per};
    use crate::model::check::Severity;
    use crate::model::chunk_graph::Audience;
    use crate::model::finding::{ContentFinding, FindingFacts, LighterWay};
    use crate::model::verdict::Item;
    use crate::report::breach::breaches;
    use crate::report::terminal::sample::Sample;

    /// A page that is 25 kB over its limit, with packages that would save so many bytes; gives what is to be replaced.
    #[track_caller]
    fn check(savings: &[(&str, u64)], expected: Option<&str>) {
        let mut sample = Sample::new();
        let (page, script) = (sample.file("index.html", 700), sample.file("a.js", 34_300));
        sample.entry(page, Audience::Modern, &[script]);
        let budget = sample.budget("First load", Per::Entry, &[(Metric::Gzip, Bound::Max, 10_000, "")]);
        sample.judge(budget, Item::Entry(page), Metric::Gzip, 35_000, &[page, script]);
        for (package, saving) in savings {
            let facts = FindingFacts::Content(ContentFinding::ReplaceablePackage {
                package: (*package).to_owned(),
                gzip: Some(saving + 3_000),
                entry: page,
                is_initial: true,
                lighter: LighterWay {
                    why: "it brings all".to_owned(),
                    instead: "another".to_owned(),
                    how: format!("do without {package}"),
                    gzip: Some(3_000),
                },
            });
            sample.finding(script, None, Some(*saving), Severity::Warning, facts);
        }
        let report = sample.done();
        let breaches = breaches(&report);
        let breach = breaches.first().expect("the limit is broken");
        assert_eq!(of(&report, breach).map(|remedy| remedy.package), expected);
        let help = breach.help(80);
        let said = expected.map_or("or raise the limit".to_owned(), |package| {
            format!("do without {package}; or raise the limit")
        });
        assert!(help.ends_with(&said), "{help}");
    }

    #[test]
    fn the_package_that_saves_most_is_named() {
        check(&[("moment", 9_000), ("lodash", 17_000)], Some("lodash"));
    }

    #[test]
    fn what_saves_little_of_the_excess_is_no_answer() {
        check(&[("moment", 6_000)], None);
        check(&[], None);
    }
}
