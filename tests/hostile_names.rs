//! Names from the build are data: none becomes markup, a workflow command or an escape sequence of the terminal.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use weighbridge::report::text;

#[test]
fn the_report_for_people_shows_names_that_do_nothing() {
    let outcome = support::hostile::project().run(&["check"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let does_something = |character: char| character != '\n' && text::is_unsafe(character);
    assert!(!outcome.stdout.contains(does_something), "{:?}", outcome.stdout);
    assert!(outcome.stdout.contains(r"::error::x\n::error::y \u{1b}[31m \u{202e}"), "{}", outcome.stdout);
}
