//! Files that nobody would write: whatever stands in one, every place of every problem can be shown.

use miette::{GraphicalReportHandler, GraphicalTheme};
use proptest::prelude::*;

use crate::config::tests::CHECKS;
use crate::config::{ConfigError, from_limits, parse, parse_size};

const FILE: &str = r#"{
  "build": "dist", "compression": { "gzip": 6 }, "ignore": ["é/**"], // 𝒳
  "budgets": [
    { "name": "a", "type": "script", "load": "initial", "per": "entry", "max": { "gzip": "500 kB", "time": "3 s" } },
    { "rest": true, "files": ["*.js", "!b"], "max": { "raw": 1e3 }, "growth": { "raw": "5 %" } },
  ],
  "unmatched": "warn", "checks": { "heavy-package": ["warn", { "max": "50 kB" }] },
}"#;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_damaged_file_is_read_or_refused(
        from in 0..FILE.len(),
        length in 0_usize..40,
        inserted in prop_oneof!["[{}\\[\\],:\"a-z0-9 \r\n]{0,8}", "\\PC{0,4}"],
    ) {
        let from = FILE.floor_char_boundary(from);
        let to = FILE.floor_char_boundary(from + length);
        let text = format!("{}{inserted}{}", &FILE[..from], &FILE[to..]);
        if let Err(error) = parse(&text, "budgets.json", &CHECKS) {
            let mut out = String::new();
            GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
                .render_report(&mut out, &error)
                .expect("a string can be written to");
            let ConfigError::Invalid { problems, .. } = error else { panic!("it is text") };
            prop_assert!(!problems.is_empty());
            for problem in problems {
                let place = problem.span.start as usize..problem.span.end as usize;
                prop_assert!(text.get(place).is_some(), "{problem:?}");
            }
            prop_assert!(!out.contains("Failed to read"), "{out}");
        }
    }

    #[test]
    fn any_text_is_a_size_or_refused(text in "\\PC{0,12}|[0-9]{1,30}[.,]?[0-9]{0,30} ?[kKMG]?i?[bB%]?") {
        let _ = parse_size(&text);
        let _ = from_limits(&[(text, Vec::new())]);
    }

    #[test]
    fn a_size_is_its_number_times_its_unit(number in 0_u64..1_000_000_000) {
        prop_assert_eq!(parse_size(&format!("{number} kB")), Ok(number * 1_000));
        prop_assert_eq!(parse_size(&format!("{number} MiB")), Ok(number * 1_048_576));
        prop_assert_eq!(parse_size(&number.to_string()), Ok(number));
    }
}
