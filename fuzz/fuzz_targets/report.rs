//! A JSON report, joined and written in every format.
#![no_main]

use weighbridge::checks::CHECKS;
use weighbridge::report::join::{Source, join};
use weighbridge::report::terminal::{self, TerminalStyle};
use weighbridge::report::{
    badge, codeclimate, github, history, html, json, junit, markdown, openmetrics, sarif, size_limit,
};

weighbridge_fuzz::target!(|data| {
    let Ok(reports) = json::read(data) else { return };
    let Ok(joined) = join(vec![Source { name: "a".to_owned(), reports }]) else { return };
    let text = json::render(&joined);
    assert_eq!(json::read(text.as_bytes()).ok().as_ref(), Some(&joined.projects));
    for text in [sarif::render(&joined, CHECKS), codeclimate::render(&joined), size_limit::render(&joined)] {
        serde_json::from_str::<serde::de::IgnoredAny>(&text).expect("it is JSON");
    }
    let texts = [
        badge::render(&joined),
        github::render(&joined),
        html::render(&joined),
        junit::render(&joined),
        markdown::render(&joined),
        openmetrics::render(&joined),
    ];
    assert!(texts.iter().all(|text| !text.contains('\u{1b}')));
    for width in [40, 200] {
        let style = TerminalStyle { width, color: false, unicode: true };
        let shown = terminal::render_joined(&joined, false, &style) + &terminal::render_compared(&joined, &style);
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
    }
    let lines = history::lines(&joined, &Default::default());
    let trend = history::read(lines.as_bytes());
    assert_eq!(trend.runs, joined.projects.len());
    assert!(trend.bad_lines.is_empty(), "{:?}", trend.bad_lines);
});
