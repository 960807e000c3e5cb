//! Any bytes as the history of a project: read and drawn.
#![no_main]

use weighbridge::report::history::{read, render_html, render_json};

weighbridge_fuzz::target!(|data| {
    let trend = read(data);
    let lines = data.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
    assert_eq!(trend.runs + trend.bad_lines.len(), lines);
    serde_json::from_str::<serde::de::IgnoredAny>(&render_json(&trend)).expect("it is JSON");
    let html = render_html(&trend);
    assert!(!html.contains("NaN"), "{html}");
});
