//! Any text as budgets.json: read or refused with places; what is read is judged, twice alike, and ratcheted.
#![no_main]

use std::collections::BTreeMap;

use weighbridge::checks::{self, CHECKS};
use weighbridge::config::{self, ConfigError, Measured, Raise, Worst};
use weighbridge::judge;
use weighbridge::model::baseline::Against;
use weighbridge::model::budget::Metric;
use weighbridge::model::build::Build;
use weighbridge::model::outside::Measurements;
use weighbridge::model::verdict::Verdict;
use weighbridge_fuzz::build;

const BUILD: &[u8] = b"index.html\n<!doctype html><script type=module src=/assets/index-BxY1c2_z.js></script>\0\
assets/index-BxY1c2_z.js\nimport('./lazy-DlZdHA-6.js');import './vendor-CPLIeadc.js'\0\
assets/lazy-DlZdHA-6.js\nexport default 1\0assets/vendor-CPLIeadc.js\nexport const a=1\0assets/a.css\na{}";

thread_local! {
    static SMALL: Build = build::build(&build::files(BUILD)).0;
}

weighbridge_fuzz::target!(|data| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = config::names_a_build(text);
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let config = match config::parse(text, "budgets.json", CHECKS) {
        Ok(config) => config,
        Err(error) => {
            if let ConfigError::Invalid { problems, .. } = &error {
                assert!(!problems.is_empty());
                for problem in problems {
                    let (start, end) = (problem.span.start as usize, problem.span.end as usize);
                    assert!(bare.get(start..end).is_some(), "{problem:?}");
                }
            }
            let shown = weighbridge::cli::rendered(&error.into());
            assert!(!shown.contains("Failed to read"), "{shown}");
            return;
        }
    };
    SMALL.with(|build| {
        let judged = || judge::judge(build, &config, &Against::Nothing, &Against::Nothing, &Measurements::default());
        let judgements = judged();
        assert_eq!(format!("{judgements:?}"), format!("{:?}", judged()));
        let findings = checks::run(build, &config.checks);
        assert_eq!(format!("{findings:?}"), format!("{:?}", checks::run(build, &config.checks)));
        for one in &judgements {
            let (Some(actual), verdict) = (one.actual, one.outcome.verdict()) else { continue };
            let breaks = one.max.is_some_and(|max| max < actual) || one.min.is_some_and(|min| actual < min);
            assert!(!breaks || verdict == Verdict::Fail, "{one:?}");
        }
    });

    // What is measured, and the head-room, are any numbers that come from the text.
    let seed = data.iter().fold(7_u64, |seed, &byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let mut measured = Measured::new();
    for (index, _) in config.budgets.iter().enumerate() {
        for (number, metric) in Metric::ALL.into_iter().enumerate() {
            let actual = seed.rotate_left((index * 7 + number) as u32) >> (seed % 61);
            measured.insert((index, metric), Worst { actual, is_known: true });
        }
    }
    let reason = "because // of */ \u{2028}it".to_owned();
    let raise = |name: &String| Raise { budget: name.clone(), reason: reason.clone() };
    let raises: Vec<Raise> = config.budgets.iter().map(|budget| raise(&budget.name)).collect();
    let raises = if seed % 2 == 0 { raises } else { Vec::new() };
    let changes = config::changes(&config, bare, &measured, seed % 20_000, &raises);
    let rewritten = config::rewritten(bare, &changes);
    let again = match config::parse(&rewritten, "budgets.json", CHECKS) {
        Ok(again) => again,
        Err(error) => panic!("{rewritten}\n{}", weighbridge::cli::rendered(&error.into())),
    };
    // Nothing else has changed, and what was lowered is still above what was measured.
    let limits: BTreeMap<_, _> = again.budgets.iter().map(|budget| (budget.name.clone(), budget)).collect();
    assert_eq!(again.budgets.len(), config.budgets.len());
    for change in &changes {
        let budget = limits.get(&change.budget).expect("the budget is still there");
        let limit = budget.limit(change.metric, change.bound).expect("and so is its limit");
        assert!(change.measured <= limit.value, "{change:?} {limit:?}");
    }
    assert_eq!(config::rewritten(bare, &[]), bare);
});
