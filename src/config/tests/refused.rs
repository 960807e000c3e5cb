//! Budget files that are refused, each problem with its place.

use crate::config::tests::{CHECKS, schema_accepts};
use crate::config::{ConfigError, ConfigProblem, parse};

/// Every problem of a file that the reader refuses.
#[track_caller]
fn problems(text: &str) -> Vec<ConfigProblem> {
    match parse(text, "budgets.json", &CHECKS) {
        Err(ConfigError::Invalid { problems, .. }) => problems,
        other => panic!("{text} gives {other:?}"),
    }
}

/// Holds the marked text and the message of every problem.
#[track_caller]
fn check_reader(text: &str, expected: &[(&str, &str)]) {
    let found = problems(text);
    let found: Vec<_> = found
        .iter()
        .map(|problem| {
            let marked = &text[problem.span.start as usize..problem.span.end as usize];
            (marked, problem.message.as_str())
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// The same for what the schema refuses as well.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    assert!(!schema_accepts(text), "the schema accepts {text}");
    check_reader(text, expected);
}

/// One budget with one problem, which the schema sees too.
#[track_caller]
fn check_budget(budget: &str, marked: &str, message: &str) {
    check(&format!(r#"{{ "budgets": [{budget}] }}"#), &[(marked, message)]);
}

/// One budget with one problem that a schema cannot see.
#[track_caller]
fn check_budget_beyond_schema(budget: &str, marked: &str, message: &str) {
    let text = format!(r#"{{ "budgets": [{budget}] }}"#);
    assert!(schema_accepts(&text), "the schema sees it: {text}");
    check_reader(&text, &[(marked, message)]);
}

#[track_caller]
fn check_help(text: &str, help: &str) {
    let found = problems(text);
    assert_eq!(found[0].help.as_deref(), Some(help), "{text}");
}

#[test]
fn every_problem_is_found_at_once() {
    check(
        r#"{ "build": 1, "budgest": [], "unmatched": "fail",
             "budgets": [{ "naem": "x", "files": [3, "[a"], "max": { "gzip": "10k" } }, 7],
             "checks": { "heavy-pakage": "warn" } }"#,
        &[
            ("1", "\"build\" is a string, not a number"),
            ("\"budgest\"", "unknown key \"budgest\""),
            ("\"fail\"", "\"unmatched\" cannot be \"fail\""),
            ("\"naem\"", "unknown key \"naem\""),
            ("3", "\"files\" is a string, not a number"),
            ("\"10k\"", "\"k\" is not a unit of size"),
            ("7", "a budget is an object, not a number"),
            ("\"heavy-pakage\"", "unknown key \"heavy-pakage\""),
        ],
    );
}

#[test]
fn a_close_name_is_suggested_and_a_far_one_gets_the_list() {
    check_help(r#"{ "budget": [] }"#, "did you mean \"budgets\"?");
    check_help(r#"{ "budgets": [{ "types": "script", "max": { "raw": 1 } }] }"#, "did you mean \"type\"?");
    check_help(r#"{ "budgets": [{ "type": "scripts", "max": { "raw": 1 } }] }"#, "did you mean \"script\"?");
    check_help(r#"{ "checks": { "heavy-pakage": "warn" } }"#, "did you mean \"heavy-package\"?");
    check_help(r#"{ "checks": { "heavy-package": ["warn", { "mx": 1 }] } }"#, "did you mean \"max\"?");
    check_help(r#"{ "compression": "banana" }"#, "write \"max\" or \"cdn\"");
    check_help(
        r#"{ "budgets": [{ "per": "split-point", "network": "slow4g", "max": { "time": "1 s" } }] }"#,
        "did you mean \"slow-4g\"?",
    );
}

#[test]
fn a_key_stands_once() {
    check_reader(r#"{ "build": "a", "build": "b" }"#, &[("\"build\"", "\"build\" stands here twice")]);
    check_reader(
        r#"{ "budgets": [{ "max": { "raw": 1, "raw": 2 } }] }"#,
        &[("\"raw\"", "\"raw\" stands here twice")],
    );
}

#[test]
fn null_says_nothing_anywhere() {
    for key in ["$schema", "build"] {
        check(&format!(r#"{{ "{key}": null }}"#), &[("null", &format!("\"{key}\" is a string, not null"))]);
    }
    check(r#"{ "budgets": null }"#, &[("null", "\"budgets\" is an array, not null")]);
    check(r#"{ "checks": null }"#, &[("null", "\"checks\" is an object, not null")]);
    check(r#"{ "unmatched": null }"#, &[("null", r#""unmatched" is "error", "warn" or "ignore", not null"#)]);
    check_budget(r#"{ "max": null }"#, "null", "\"max\" is an object, not null");
    check_budget(r#"{ "max": { "raw": null } }"#, "null", "null is not a size");
    check_budget(r#"{ "growth": { "raw": null } }"#, "null", "null is not a size or a percentage");
    check_budget(r#"{ "rest": null, "max": { "raw": 1 } }"#, "null", "\"rest\" is true, not null");
}

#[test]
fn amounts_that_cannot_be_meant_are_refused() {
    check_budget(r#"{ "max": { "raw": -1 } }"#, "-1", "-1 is negative");
    check_budget(r#"{ "max": { "raw": 1.5 } }"#, "1.5", "1.5 is not a whole number");
    check_budget(r#"{ "max": { "raw": "170" } }"#, "\"170\"", "\"170\" has no unit");
    check_budget(r#"{ "max": { "raw": "5 %" } }"#, "\"5 %\"", "\"5 %\" is a percentage, not a size");
    check_budget(r#"{ "max": { "raw": " 5 kB" } }"#, "\" 5 kB\"", "\" 5 kB\" is not a size");
    check_budget(r#"{ "max": { "count": "5" } }"#, "\"5\"", "a string is not a whole number");
    check_budget(r#"{ "max": { "count": 2.5 } }"#, "2.5", "2.5 is not a whole number");
    let timed = |value: &str| format!(r#"{{ "per": "split-point", "max": {{ "time": {value} }} }}"#);
    check_budget(&timed("3"), "3", "3 is a duration without a unit");
    check_budget(&timed("\"3 m\""), "\"3 m\"", "\"3 m\" is not a duration");
    check_budget(r#"{ "growth": { "raw": "-5 %" } }"#, "\"-5 %\"", "\"-5 %\" is negative");
    check_budget(r#"{ "growth": { "raw": "5 % " } }"#, "\"5 % \"", "\"5 % \" is not a percentage");
    check_budget(r#"{ "growth": { "count": "5 kB" } }"#, "\"5 kB\"", "a string is not a whole number");
    check_budget(r#"{ "growth": { "time": "5 %" } }"#, "\"time\"", "unknown key \"time\"");
}

#[test]
fn globs_that_cannot_match_are_refused() {
    let budget = |globs: &str| format!(r#"{{ "files": {globs}, "max": {{ "raw": 1 }} }}"#);
    check_budget(&budget("[]"), "[]", "\"files\" has no glob");
    check_budget(&budget(r#"" ""#), "\" \"", "\"files\" is empty");
    check_budget(&budget("7"), "7", "\"files\" is a glob or an array of globs, not a number");
    check_budget(
        &budget(r#"["a", "!/b"]"#),
        "\"!/b\"",
        "\"!/b\" matches nothing: paths are relative to the build",
    );
    check_budget_beyond_schema(
        &budget(r#""{a""#),
        "\"{a\"",
        "\"{a\" is not a glob: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
    );
    check(
        r#"{ "ignore": ["!a", "!b"] }"#,
        &[(r#"["!a", "!b"]"#, "\"ignore\" takes out everything but these files")],
    );
}

#[test]
fn a_budget_has_a_limit() {
    check_budget(r#"{ "files": "*.js" }"#, "{", "this budget has no limit");
    check_budget(r#"{ "name": "x" }"#, "\"x\"", "this budget has no limit");
    check_budget(r#"{ "max": {} }"#, "{}", "\"max\" limits nothing");
}

#[test]
fn names_are_not_empty_and_not_shared() {
    check_budget(r#"{ "name": "", "max": { "raw": 1 } }"#, "\"\"", "\"name\" is empty");
    check_budget_beyond_schema(
        r#"{ "name": "a", "max": { "raw": 1 } }, { "name": "a", "max": { "gzip": 1 } }"#,
        "\"a\"",
        "two budgets are called \"a\"",
    );
    check_budget_beyond_schema(
        r#"{ "max": { "raw": 1 } }, { "max": { "gzip": 1 } }"#,
        "{",
        "two budgets are called \"all files\"",
    );
}

#[test]
fn the_rest_is_measured_file_by_file() {
    for per in ["total", "entry", "split-point", "package"] {
        check_budget(
            &format!(r#"{{ "rest": true, "per": "{per}", "max": {{ "raw": 1 }} }}"#),
            &format!("\"{per}\""),
            &format!("\"rest\" is measured file by file, not per {per}"),
        );
    }
    check_budget(r#"{ "rest": false, "max": { "raw": 1 } }"#, "false", "\"rest\" can only be true");
    let message = "the count of a single file is always 1";
    check_budget(r#"{ "rest": true, "max": { "count": 1 } }"#, "\"count\"", message);
    check_budget(r#"{ "per": "file", "growth": { "count": 1 } }"#, "\"count\"", message);
}

#[test]
fn time_is_the_time_of_a_load() {
    let message = "\"time\" is that of an initial load or of a split point";
    check_budget(r#"{ "load": "initial", "max": { "time": "1 s" } }"#, "\"time\"", message);
    check_budget(r#"{ "per": "file", "max": { "time": "1 s" } }"#, "\"time\"", message);
    check_budget(r#"{ "per": "package", "max": { "time": "1 s" } }"#, "\"time\"", message);
    let message = "\"time\" per entry is the time of its initial load";
    check_budget(r#"{ "per": "entry", "max": { "time": "1 s" } }"#, "\"time\"", message);
    check_budget(r#"{ "per": "entry", "load": "lazy", "max": { "time": "1 s" } }"#, "\"time\"", message);
    let message = "\"network\" without a limit on \"time\"";
    check_budget(r#"{ "network": "4g", "max": { "raw": 1 } }"#, "\"network\"", message);
}

#[test]
fn what_a_split_point_adds_is_never_initial() {
    check_budget(
        r#"{ "per": "split-point", "load": "initial", "max": { "raw": 1 } }"#,
        "\"initial\"",
        "what a split point adds is never part of the initial load",
    );
}

#[test]
fn packages_are_measured_by_themselves_or_together() {
    for per in ["file", "entry", "split-point"] {
        check_budget(
            &format!(r#"{{ "package": "a", "per": "{per}", "max": {{ "raw": 1 }} }}"#),
            "\"package\"",
            &format!("packages are not measured per {per}"),
        );
    }
    check_budget(
        r#"{ "package": "a", "rest": true, "max": { "raw": 1 } }"#,
        "\"package\"",
        "packages are not measured per file",
    );
}

#[test]
fn source_maps_have_raw_bytes_alone() {
    for metric in ["gzip", "brotli", "time"] {
        check_budget(
            &format!(r#"{{ "type": "source-map", "per": "split-point", "warn": {{ "{metric}": "1 s" }} }}"#)
                .replace("1 s", if metric == "time" { "1 s" } else { "1 kB" }),
            &format!("\"{metric}\""),
            &format!("\"{metric}\" is not measured of source maps: they are not sent to visitors"),
        );
    }
}

#[test]
fn limits_leave_room_between_them() {
    let message = "\"raw\" warns where \"max\" fails already";
    check_budget_beyond_schema(r#"{ "max": { "raw": 5 }, "warn": { "raw": 6 } }"#, "6", message);
    check_budget_beyond_schema(r#"{ "warn": { "raw": "5 B" }, "max": { "raw": 5 } }"#, "\"5 B\"", message);
    let message = "\"raw\" has a \"min\" above its \"max\"";
    check_budget_beyond_schema(r#"{ "max": { "raw": 5 }, "min": { "raw": 6 } }"#, "6", message);
}

#[test]
fn no_second_problem_follows_from_a_value_that_cannot_be_read() {
    check_budget(
        r#"{ "rest": true, "per": "fil", "max": { "count": 1, "time": "1 s" } }"#,
        "\"fil\"",
        r#""per" cannot be "fil""#,
    );
    check_budget(
        r#"{ "network": "4g", "load": "intial", "per": "entry", "max": { "time": "1 s" } }"#,
        "\"intial\"",
        r#""load" cannot be "intial""#,
    );
    check_budget(
        r#"{ "max": { "raw": 1 } }, { "name": 7, "max": { "raw": 1 } }"#,
        "7",
        "\"name\" is a string, not a number",
    );
    check_budget(
        r#"{ "max": { "raw": 1 } }, { "type": "js", "max": { "raw": 1 } }"#,
        "\"js\"",
        r#""type" cannot be "js""#,
    );
}

#[test]
fn compression_levels_have_a_range() {
    let message = "the level of gzip is a whole number from 1 to 9";
    check(r#"{ "compression": { "gzip": 0 } }"#, &[("0", message)]);
    check(r#"{ "compression": { "gzip": "9" } }"#, &[("\"9\"", message)]);
    let message = "the level of brotli is a whole number from 0 to 11";
    check(r#"{ "compression": { "brotli": 12 } }"#, &[("12", message)]);
    check(r#"{ "compression": 9 }"#, &[("9", r#""compression" is "max", "cdn" or an object, not a number"#)]);
}

#[test]
fn checks_take_a_severity_and_their_own_options() {
    let one = |setting: &str, marked: &str, message: &str| {
        check(&format!(r#"{{ "checks": {{ "heavy-package": {setting} }} }}"#), &[(marked, message)]);
    };
    one("\"on\"", "\"on\"", "\"heavy-package\" cannot be \"on\"");
    one(
        "true",
        "true",
        "\"heavy-package\" is a severity, or an array of a severity and options, not a boolean",
    );
    one("[]", "[]", "\"heavy-package\" has 0 parts");
    one("[7]", "7", r#""heavy-package" is "error", "warn" or "off", not a number"#);
    one(r#"["warn", "x"]"#, "\"x\"", "\"heavy-package\" is an object, not a string");
    one(r#"["warn", { "max": "5 %" }]"#, "\"5 %\"", "\"5 %\" is a percentage, not a size");
    one(r#"["warn", { "share": 5 }]"#, "5", "5 is a percentage without its sign");
    one(r#"["warn", { "share": "5 kB" }]"#, "\"5 kB\"", "\"5 kB\" is not a percentage");
    one(r#"["warn", { "ignore": 5 }]"#, "5", "\"ignore\" is a glob or an array of globs, not a number");
    one(r#"["warn", { "ignore": [] }]"#, "[]", "\"ignore\" has no glob");
    check(
        r#"{ "checks": { "missing-srcset": ["warn", { "max": 1 }] } }"#,
        &[(r#"{ "max": 1 }"#, "\"missing-srcset\" has no options")],
    );
}
