//! What a refused file looks like in a terminal.

use miette::{GraphicalReportHandler, GraphicalTheme};

use crate::config::parse;
use crate::config::tests::CHECKS;

#[track_caller]
fn check(text: &str, expected: &str) {
    let error = parse(text, "budgets.json", &CHECKS).expect_err("the file is refused");
    let mut out = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(80)
        .render_report(&mut out, &error)
        .expect("a string can be written to");
    assert_eq!(out.trim_end(), expected.trim_end(), "\n{out}");
}

#[test]
fn a_problem_shows_its_line_and_what_to_write() {
    check(
        "{\n  \"budgets\": [\n    { \"files\": \"*.js\", \"max\": { \"gzip\": \"10k\" } },\n  ],\n}\n",
        r#"  × budgets.json has a problem

Error: 
  × "k" is not a unit of size
   ╭─[budgets.json:3:41]
 2 │   "budgets": [
 3 │     { "files": "*.js", "max": { "gzip": "10k" } },
   ·                                         ──┬──
   ·                                           ╰── no such unit
 4 │   ],
   ╰────
  help: write "10 kB" (10,000 bytes) or "10 KiB" (10,240 bytes)
"#,
    );
}

#[test]
fn several_problems_are_counted_and_shown_in_the_order_of_the_file() {
    check(
        "{ \"budgets\": [{ \"nmae\": \"x\", \"max\": { \"raw\": 1 } }],\r\n  \"unmatched\": 7 }",
        r#"  × budgets.json has 2 problems

Error: 
  × unknown key "nmae"
   ╭─[budgets.json:1:17]
 1 │ { "budgets": [{ "nmae": "x", "max": { "raw": 1 } }],
   ·                 ───┬──
   ·                    ╰── unknown key
 2 │   "unmatched": 7 }
   ╰────
  help: did you mean "name"?

Error: 
  × "unmatched" is "error", "warn" or "ignore", not a number
   ╭─[budgets.json:2:16]
 1 │ { "budgets": [{ "nmae": "x", "max": { "raw": 1 } }],
 2 │   "unmatched": 7 }
   ·                ┬
   ·                ╰── a number
   ╰────
  help: write "error", "warn" or "ignore"
"#,
    );
}

#[test]
fn a_problem_on_a_long_line_is_shown_in_part() {
    let text = format!(r#"{{ "build": "{}", "unmatched": 7 }}"#, "x".repeat(200_000));
    // The place is that of an editor; what is shown is a window of 60 bytes on either side.
    assert_eq!(text.find('7'), Some(200_028));
    check(
        &text,
        r#"  × budgets.json has a problem

Error: 
  × "unmatched" is "error", "warn" or "ignore", not a number
   ╭─[budgets.json:1:200029]
 1 │ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "unmatched": 7 }
   ·                                                             ┬
   ·                                                             ╰── a number
   ╰────
  help: write "error", "warn" or "ignore"
"#,
    );
}
